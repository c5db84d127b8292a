/**
 * Who may do what, asked of the deciders themselves: every act that a party submits, by everybody there is, in a
 * book in which whoever may do it succeeds. Whoever may not is told so, and the book stays as it was.
 */
import { describe, expect, test } from 'vitest'
import { COMMANDS, type CommandName } from '#services/prepaid/contract.ts'
import {
  after,
  application,
  approval,
  ask,
  CLERK,
  deposit,
  HEAD,
  LI,
  listing,
  NOBODY,
  NOTARY,
  registered,
  SHOP,
  signature,
  suspended,
  TELLER,
  type Fields,
} from './sale-stage.ts'
import { asking, START_MS, type World } from './rig.ts'

const REGISTRAR = NOBODY
const SECOND_NOTARY = 'pty_second-notary'
const FAR_NOTARY = 'pty_far-notary'
const FAR_HEAD = 'pty_far-head'
const FAR_CLERK = 'pty_far-clerk'
const FAR_TELLER = 'pty_far-teller'
const INSPECTOR = 'pty_inspector'
const OTHER = 'pty_other-consumer'
const STRANGER = 'pty_stranger'
const PERSONS = [
  NOTARY,
  SECOND_NOTARY,
  FAR_NOTARY,
  HEAD,
  CLERK,
  FAR_HEAD,
  FAR_CLERK,
  TELLER,
  FAR_TELLER,
  INSPECTOR,
  LI,
  OTHER,
]
const ACTORS = [...PERSONS, REGISTRAR, STRANGER]

/** A second notary of the office, and the like of everybody in organisations that have nothing to do with it. */
function peopled(book: World): World {
  const by = 'pty_registry'
  const register = (type: string, fields: Readonly<Record<string, string>>, actor = REGISTRAR) =>
    book.do(asking(`parties.${type}`, fields), actor)
  const name = { en: 'Elsewhere', zh: '别处' }
  for (const [organisation, kind] of [
    ['pty_far-office', 'notary-office'],
    ['pty_far-bank', 'bank'],
    ['pty_far-shop', 'shop'],
    ['pty_authority', 'authority'],
  ] as const) {
    const fields = { registry: by, organisation, kind, name }
    book.do(asking('parties.register-organisation', fields), REGISTRAR)
  }
  const added = [SECOND_NOTARY, FAR_NOTARY, FAR_HEAD, FAR_CLERK, FAR_TELLER, INSPECTOR, OTHER]
  for (const person of added) register('register-person', { by, person, name: 'A Person' })
  const office = 'pty_office'
  register(
    'appoint',
    { organisation: office, person: SECOND_NOTARY, role: 'notary', by: office },
    NOTARY,
  )
  for (const [organisation, person, role] of [
    ['pty_far-office', FAR_NOTARY, 'notary'],
    ['pty_far-shop', FAR_HEAD, 'head'],
    ['pty_far-bank', FAR_TELLER, 'teller'],
    ['pty_authority', INSPECTOR, 'inspector'],
  ] as const) {
    register('appoint', { organisation, person, role, by })
  }
  const far = { organisation: 'pty_far-shop', by: 'pty_far-shop' }
  register('appoint', { ...far, person: FAR_CLERK, role: 'clerk' }, FAR_HEAD)
  return book
}

const TODAY = '2026-11-22'
const credit = {
  bankEntry: 'bank-0001',
  kind: 'credit',
  amountMinor: 1_000_000,
  reference: 'con_first',
  valueDay: TODAY,
}
const lost = { ...credit, bankEntry: 'bank-0002', reference: 'no such contract' }
const use = { use: 'use_first', contract: 'con_first' }
const served = { ...use, servedOn: TODAY, servedAt: '08:00', isForConsumer: false }
const refund = { refund: 'rfd_first', contract: 'con_first', cause: 'consumer' }

/** Books in which something can be done next. */
const paid = () => played(after('signed'), ['record-bank-entry', credit, TELLER])
const requested = () => played(paid(), ['request-use', served, CLERK])
const contested = () =>
  played(requested(), ['contest-use', { use: 'use_first', reason: 'not-there' }, LI])
const asked = () => played(paid(), ['ask-refund', refund, LI])
const suspense = () => played(after('signed'), ['record-bank-entry', lost, TELLER])
const matched = () =>
  played(suspense(), ['propose-match', { bankEntry: 'bank-0002', contract: 'con_first' }, NOTARY])

function played(book: World, ...acts: readonly [CommandName, Fields, string][]): World {
  for (const [name, fields, actor] of acts) book.do(ask(name, fields), actor)
  return book
}

const NOTARIES = [NOTARY, SECOND_NOTARY]
const answered = { refund: 'rfd_first', answer: 'agree' }
const agreed = () => played(asked(), ['answer-refund', answered, HEAD])
const approved = { refund: 'rfd_first', cause: 'consumer', deductionMinor: 0 }
const reason = 'So it was found'

interface Case {
  readonly name: CommandName
  readonly at: () => World
  readonly fields: Fields | ((book: World) => Fields)
  readonly by: readonly string[]
}

const row = (
  name: CommandName,
  at: Case['at'],
  fields: Case['fields'],
  by: readonly string[],
): Case => ({ name, at, fields, by })

const ofUse = { use: 'use_first' }
const decided = { ...ofUse, outcome: 'for-shop', reason }
const cases: readonly Case[] = [
  row('open-depositary', registered, deposit, NOTARIES),
  row('apply', () => after('opened'), application, [HEAD]),
  row('approve-shop', () => after('applied'), approval, NOTARIES),
  row('decline-shop', () => after('applied'), { shop: SHOP, reason }, NOTARIES),
  row('suspend-shop', () => after('approved'), { shop: SHOP, reason }, NOTARIES),
  row('reinstate-shop', () => stopped(), { shop: SHOP }, NOTARIES),
  row('list-product', () => after('approved'), listing, [HEAD]),
  row('withdraw-product', () => after('listed'), { product: 'prd_swim' }, [HEAD]),
  row(
    'sign',
    () => after('listed'),
    (book) => signature(book),
    PERSONS,
  ),
  row('record-bank-entry', () => after('signed'), credit, [TELLER]),
  row('record-statement', paid, { day: TODAY, closingMinor: 1_000_000 }, [TELLER]),
  row('propose-match', suspense, { bankEntry: 'bank-0002', contract: 'con_first' }, NOTARIES),
  row('approve-match', matched, { bankEntry: 'bank-0002', contract: 'con_first' }, [SECOND_NOTARY]),
  row('reject-match', matched, { bankEntry: 'bank-0002' }, NOTARIES),
  row('request-use', paid, served, [HEAD, CLERK]),
  row('check-in', paid, { ...use, shop: SHOP }, [LI]),
  row('confirm-use', requested, ofUse, [LI]),
  row('contest-use', requested, { ...ofUse, reason: 'other' }, [LI]),
  row('withdraw-use', contested, ofUse, [HEAD, CLERK]),
  row('decide-use', contested, decided, NOTARIES),
  row('ask-refund', paid, refund, [LI]),
  row('withdraw-refund', asked, { refund: 'rfd_first' }, [LI]),
  row('answer-refund', asked, answered, [HEAD]),
  row('approve-refund', agreed, approved, NOTARIES),
  row('decline-refund', asked, { refund: 'rfd_first', reason }, NOTARIES),
  row(
    'name-substitute',
    () => after('opened'),
    { substitute: SECOND_NOTARY, from: TODAY, until: TODAY },
    [NOTARY],
  ),
]

function stopped(): World {
  const book = after('approved')
  book.do(suspended, NOTARY)
  return book
}

/** What somebody is told who may not, whatever else is so. */
const DENIED = [
  'not_notary',
  'not_head',
  'not_teller',
  'not_of_shop',
  'not_a_person',
  'not_your_contract',
  'not_your_use',
  'not_your_refund',
  'own_proposal',
  'own_substitute',
]

describe('may be done by', () => {
  test.each(cases)('$name: $by and nobody else', ({ name, at, fields, by }) => {
    const outcomes = ACTORS.map((actor) => {
      const book = peopled(at())
      const size = book.entries.length
      const parsed = typeof fields === 'function' ? fields(book) : fields
      const outcome = book.refusal(ask(name, parsed), actor)
      const isKept = outcome === 'recorded' || book.entries.length === size
      return { actor, outcome: DENIED.includes(outcome) ? 'denied' : outcome, isKept }
    })
    expect(outcomes).toEqual(
      ACTORS.map((actor) => ({
        actor,
        outcome: by.includes(actor) ? 'recorded' : 'denied',
        isKept: true,
      })),
    )
  })

  test('every act of a party has a row above, but for settlements and returned refunds', () => {
    const ofTheClock = /^(?:lapse|deem)-/
    const shown = new Set(cases.map(({ name }) => name))
    const acts = Object.keys(COMMANDS).filter((name) => !ofTheClock.test(name))
    expect(acts.filter((name) => ![...shown].some((one) => one === name))).toEqual([
      'propose-settlement',
      'approve-settlement',
      'reject-settlement',
      'give-account',
      'resend-refund',
    ])
  })

  test('who was dismissed is denied what it could do before', () => {
    const book = peopled(paid())
    const dismissal = { organisation: SHOP, person: CLERK, by: SHOP }
    book.do(asking('parties.dismiss', dismissal), HEAD, START_MS + 1)
    expect(book.refusal(ask('request-use', served), CLERK)).toBe('not_of_shop')
    expect(book.refusal(ask('request-use', served), HEAD)).toBe('recorded')
  })
})

/** What a notary does that is for one side and against another. */
const MATTERS: ReadonlySet<CommandName> = new Set([
  'approve-shop',
  'decline-shop',
  'suspend-shop',
  'reinstate-shop',
  'propose-match',
  'approve-match',
  'decide-use',
  'approve-refund',
  'decline-refund',
])

/** Somebody works at the shop besides being a notary. */
function withClerk(book: World, person: string): World {
  const clerk = { organisation: SHOP, person, role: 'clerk', by: SHOP }
  book.do(asking('parties.appoint', clerk), HEAD)
  return book
}

describe('a notary decides nothing of its own', () => {
  test.each(cases.filter(({ name }) => MATTERS.has(name)))(
    '$name of a shop for which it acts, and another one does',
    ({ name, at, fields, by }) => {
      const outcomes = NOTARIES.filter((notary) => by.includes(notary)).map((notary) => {
        const book = withClerk(peopled(at()), notary)
        const act = ask(name, typeof fields === 'function' ? fields(book) : fields)
        const own = book.refusal(act, notary)
        const other = by.find((each) => each !== notary)
        return [own, other === undefined ? 'recorded' : book.refusal(act, other)]
      })
      expect(outcomes).toEqual(outcomes.map(() => ['own_matter', 'recorded']))
      expect(outcomes).not.toEqual([])
    },
  )

  test('of a card that it bought itself: no use, no refund, and no payment that is matched by hand', () => {
    const book = peopled(after('listed'))
    book.do(ask('sign', signature(book)), SECOND_NOTARY)
    played(book, ['record-bank-entry', lost, TELLER])
    const match = { bankEntry: 'bank-0002', contract: 'con_first' }
    expect(book.refusal(ask('propose-match', match), SECOND_NOTARY)).toBe('own_matter')
    played(book, ['propose-match', match, NOTARY])
    expect(book.refusal(ask('approve-match', match), SECOND_NOTARY)).toBe('own_matter')
    played(book, ['record-bank-entry', credit, TELLER], ['request-use', served, CLERK])
    played(book, ['contest-use', { ...ofUse, reason: 'other' }, SECOND_NOTARY])
    expect(book.refusal(ask('decide-use', decided), SECOND_NOTARY)).toBe('own_matter')
    played(book, ['ask-refund', refund, SECOND_NOTARY], ['answer-refund', answered, HEAD])
    expect(book.refusal(ask('approve-refund', approved), SECOND_NOTARY)).toBe('own_matter')
    played(book, ['decide-use', decided, NOTARY], ['approve-refund', approved, NOTARY])
  })

  test('of what a shop is paid: neither the proposal nor the approval', () => {
    const book = peopled(paid())
    played(book, ['check-in', { ...use, shop: SHOP }, LI])
    book.passUntil(book.nowMs + 30 * 86_400_000)
    const fields = { settlement: 'set_first', through: '2026-12-20', shops: [SHOP] }
    const proposal = (approver: string) => ask('propose-settlement', { ...fields, approver })
    withClerk(book, SECOND_NOTARY)
    expect(book.refusal(proposal(NOTARY), SECOND_NOTARY)).toBe('own_matter')
    book.do(proposal(SECOND_NOTARY), NOTARY)
    const approving = ask('approve-settlement', { settlement: 'set_first' })
    expect(book.refusal(approving, SECOND_NOTARY)).toBe('own_matter')
  })
})
