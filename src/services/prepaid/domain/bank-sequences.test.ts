/** Whatever the bank sends, in whatever order: every fen is somewhere, and nothing is paid twice. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { textIn } from '#kernel/std/facts.ts'
import { asking, type World } from '#test/prepaid/rig.ts'
import {
  bankWorld,
  booking,
  type Booking,
  CONSUMER,
  COUNT,
  equation,
  NOTARIES,
  ONE,
  PRICE,
  SHOPS,
  TELLER,
  TWO,
} from '#test/prepaid/bank-stage.ts'
import { DIFFERENCES, IN_TRANSIT, SUSPENSE } from './accounts.ts'
import { bankEntryTable, contractTable, payoutTable } from './rows.ts'

const CONTRACTS = ['con_first', 'con_second', 'con_third'] as const

const amount = fc.constantFrom(PRICE, PRICE, PRICE, PRICE - 1, 2 * PRICE, 5)
const which = fc.nat({ max: 6 })
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('credit' as const), which, amount }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('debit' as const), which, amount }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('return' as const), which, amount }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('correction' as const), which, amount }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('again' as const), which }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('match' as const),
      which,
      isBack: fc.boolean(),
      approver: fc.constantFrom(...NOTARIES),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('refund' as const), which }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('resend' as const), which }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('pass' as const), which }) },
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

/** The one that is meant, or a name of nothing where there is none. */
function pick<T>(all: readonly T[], n: number): T | undefined {
  return all[n % Math.max(all.length, 1)]
}

function referenceOf(hub: World, did: Extract<Step, { amount: number }>): string {
  if (did.kind === 'credit') return [...CONTRACTS, 'con_none', 'hello'][did.which] ?? CONTRACTS[0]
  if (did.kind === 'correction') {
    const all = hub.list(bankEntryTable)
    const differed = all.filter(({ state }) => state === 'differed')
    return pick(did.which < 5 ? differed : all, did.which)?.bankEntry ?? 'none-1'
  }
  return pick(hub.list(payoutTable), did.which)?.payout ?? 'pay_none'
}

const sent: Booking[] = []

function sendAgain(hub: World, n: number): void {
  const before = pick(sent, n)
  if (before === undefined) return
  const repeated = asking('prepaid.record-bank-entry', booking(before))
  if (hub.refusal(repeated, TELLER) !== 'existing') throw new Error('an entry was recorded twice')
}

function match(hub: World, did: Extract<Step, { isBack: boolean }>): void {
  const bankEntry = pick(hub.list(bankEntryTable), did.which)?.bankEntry ?? 'none-1'
  const contract = CONTRACTS[did.which % CONTRACTS.length] ?? CONTRACTS[0]
  const proposal = { bankEntry, ...(did.isBack ? {} : { contract }) }
  hub.act(asking('prepaid.propose-match', proposal), ONE)
  hub.act(asking('prepaid.approve-match', proposal), did.approver)
}

function refund(hub: World, contract: string): void {
  const asked = { refund: `rfd_${contract.slice(4)}`, cause: 'seven-day' }
  hub.act(asking('prepaid.ask-refund', { ...asked, contract }), CONSUMER)
  hub.act(asking('prepaid.approve-refund', { ...asked, deductionMinor: 0 }), ONE)
}

function take(hub: World, did: Step, n: number): void {
  const name = CONTRACTS[did.which % CONTRACTS.length]!
  switch (did.kind) {
    case 'pass':
      hub.nowMs += did.which * 7_200_000
      return
    case 'again':
      return sendAgain(hub, did.which)
    case 'match':
      return match(hub, did)
    case 'refund':
      return refund(hub, name)
    case 'resend':
      hub.act(asking('prepaid.resend-refund', { refund: `rfd_${name.slice(4)}` }), TWO)
      return
    case 'credit':
    case 'debit':
    case 'return':
    case 'correction': {
      const { kind, amount: amountMinor } = did
      const fields = { bankEntry: `ent-${n}`, kind, amountMinor, reference: referenceOf(hub, did) }
      sent.push(fields)
      hub.do(asking('prepaid.record-bank-entry', booking(fields)), TELLER)
      return
    }
    default:
      throw new Error('no such step')
  }
}

const sum = (rows: readonly { readonly amountMinor: bigint }[]): bigint =>
  rows.reduce((all, { amountMinor }) => all + amountMinor, 0n)

function check(hub: World): void {
  const { here, owed } = equation(hub)
  expect(here).toBe(owed)
  const entries = hub.list(bankEntryTable)
  const waiting = entries.filter(({ state }) => state === 'suspended' || state === 'proposed')
  expect(hub.balance(SUSPENSE)).toBe(sum(waiting))
  expect(hub.balance(DIFFERENCES)).toBe(sum(entries.filter(({ state }) => state === 'differed')))
  const ordered = hub.list(payoutTable).filter(({ state }) => state === 'ordered')
  expect(hub.balance(IN_TRANSIT)).toBe(sum(ordered))
}

test('the book and the bank stay in step, and each payout, payment and entry happens once', () => {
  const seen = new Map<string, number>()
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 70 }), (steps) => {
      const hub = bankWorld()
      sent.length = 0
      CONTRACTS.forEach((contract, n) => {
        const signing = { contract, shop: SHOPS[n] ?? SHOPS[0], offer: COUNT }
        hub.do(asking('stage.sign', signing), CONSUMER)
      })
      steps.forEach((did, n) => {
        take(hub, did, n)
        check(hub)
      })
      const happened = new Map<string, number>()
      const count = (name: string) => happened.set(name, (happened.get(name) ?? 0) + 1)
      for (const { event } of hub.entries) {
        seen.set(event.type, (seen.get(event.type) ?? 0) + 1)
        const { body, type } = event
        if (type === 'prepaid.contract-paid') count(`paid ${textIn(body, 'contract')}`)
        if (type === 'prepaid.payout-booked') count(`booked ${textIn(body, 'payout')}`)
        if (type === 'prepaid.payout-returned') count(`returned ${textIn(body, 'payout')}`)
        if (body['booked'] !== undefined) count(`entry ${textIn(body, 'bankEntry')}`)
      }
      expect([...happened.values()].filter((times) => times !== 1)).toEqual([])
      expect(hub.list(bankEntryTable)).toHaveLength(sent.length)
      const paid = hub.list(contractTable).filter(({ paidAt }) => paidAt !== null)
      expect(paid.every(({ bankEntry }) => bankEntry !== null)).toBe(true)
    }),
    { numRuns: 150, seed: 20_261_122 },
  )
  // The runs must have come to everything that can happen between a book and its bank.
  for (const type of [
    'contract-paid',
    'money-suspended',
    'suspense-returned',
    'payout-booked',
    'payout-returned',
    'bank-differed',
    'bank-corrected',
    'refund-resent',
  ]) {
    expect([type, seen.has(`prepaid.${type}`)]).toEqual([type, true])
  }
})
