/**
 * Every refusal, in the order of precedence: a case breaks one thing more than the one after it, so that what is
 * refused first is refused first. Receipts are forged with everything that a forger has, and the keys of none.
 */
import { describe, expect, test } from 'vitest'
import type { Command } from '#kernel/book/slice.ts'
import { SYSTEM_PARTY } from '#kernel/book/system.ts'
import { formatInstant } from '#kernel/time/clock.ts'
import { refusals } from '#services/handover/api/refusals.ts'
import { REFUSALS, type CommandName } from '#services/handover/contract.ts'
import { dispatchTable } from '#services/handover/domain/rows.ts'
import { START_MS } from '#test/prepaid/rig.ts'
import {
  adoption,
  ask,
  counted,
  DAY_MS,
  JS,
  lastOf,
  openBooks,
  OTHER_HEAD,
  REGISTRAR,
  send,
  sending,
  sentBack,
  SH,
  SHIPPER_CLERK,
  takenBack,
  turnedAway,
  WAREHOUSE_CLERK,
  type Books,
} from './books.ts'
import type { Making } from './log.ts'

interface Case {
  readonly refused: string
  readonly command: Command
  readonly actor: string
}

type CaseOf = readonly [refused: string, command: Command, actor?: string]

/** In one book, one after the other; nothing of it is recorded. */
function hold(book: Books['js'], cases: readonly CaseOf[], actor: string): readonly Case[] {
  return cases.map(([refused, command, by = actor]) => ({
    refused: `${refused} / ${book.refusal(command, by)}`,
    command,
    actor: by,
  }))
}

const expected = (cases: readonly CaseOf[]) => cases.map(([refused]) => `${refused} / ${refused}`)

function check(
  name: CommandName,
  book: Books['js'],
  cases: readonly CaseOf[],
  actor: string,
): void {
  const size = book.entries.length
  expect(hold(book, cases, actor).map(({ refused }) => refused)).toEqual(expected(cases))
  expect(book.entries.length).toBe(size)
  const order: readonly string[] = REFUSALS[name]
  const places = cases.map(([refused]) => order.indexOf(refused))
  expect(places).toEqual(places.toSorted((a, b) => a - b))
  shown.set(name, new Set([...(shown.get(name) ?? []), ...cases.map(([refused]) => refused)]))
}

const shown = new Map<CommandName, ReadonlySet<string>>()

const past = formatInstant(START_MS - 1)
const far = formatInstant(START_MS + 91 * DAY_MS)
const garbage = '{"format":"hongqiao-receipt/1"}'

describe('policies', () => {
  test('are adopted by a registrar, for another log, whole, with witnesses where they are asked for', () => {
    const { js, shLog } = openBooks()
    const policy = shLog.policy()
    const none = shLog.policy('none')
    check(
      'adopt-policy',
      js,
      [
        ['registrar_only', adoption('nonsense', JS, 'witnessed'), OTHER_HEAD],
        ['own_origin', adoption('nonsense', JS, 'witnessed')],
        ['policy_malformed', adoption('nonsense', 'zj.hub.example/book/1', 'witnessed')],
        ['policy_names_other', adoption(none, 'zj.hub.example/book/1', 'witnessed')],
        ['quorum_missing', adoption(none, SH, 'witnessed')],
      ],
      REGISTRAR,
    )
    expect(js.refusal(adoption(policy, SH, 'witnessed'), REGISTRAR)).toBe('existing')
    const withdrawal = (origin: string) =>
      ask('withdraw-policy', { registry: 'pty_registry', origin })
    check(
      'withdraw-policy',
      js,
      [
        ['registrar_only', withdrawal('zj.hub.example/book/1'), OTHER_HEAD],
        ['policy_unknown', withdrawal('zj.hub.example/book/1')],
      ],
      REGISTRAR,
    )
  })
})

test('sending', () => {
  const books = openBooks()
  send(books)
  const other = { here: 'pty_nobody', there: 'pty_nobody' }
  const nowhere = { book: 'zj.hub.example/book/1', consignee: 'pty_nobody' }
  const fresh = { consignment: 'csg_fresh' }
  const cases: readonly CaseOf[] = [
    ['not_of_consignor', ask('send', sending({ packages: 1 })), OTHER_HEAD],
    ['consignment_differs', ask('send', sending({ packages: 1, carrier: other }))],
    ['carrier_unknown', ask('send', sending({ ...fresh, carrier: other, to: nowhere }))],
    ['book_unknown', ask('send', sending({ ...fresh, to: nowhere, receiveBy: past }))],
    ['time_limit_past', ask('send', sending({ ...fresh, receiveBy: past }))],
    ['time_limit_too_far', ask('send', sending({ ...fresh, receiveBy: far }))],
  ]
  check('send', books.js, cases, SHIPPER_CLERK)
  expect(books.js.refusal(ask('send', sending()), SHIPPER_CLERK)).toBe('existing')
})

/** What a receipt can lack, each with a receipt that lacks nothing before it. */
function proofCases(
  make: (making: Making) => string,
  command: (receipt: string) => Command,
  disclosures: readonly string[],
): readonly CaseOf[] {
  const away = (making: Making): Command => command(make(making))
  const stale = { witnessedAtMs: START_MS - 8 * DAY_MS }
  const strange = { ...stale, seed: 66 }
  return [
    [
      'proof_wrong',
      away({ ...strange, shown: (leaf) => leaf.replace('"at":"2026', '"at":"2025') }),
    ],
    ['key_unknown', away(strange)],
    ['receipt_not_witnessed', away({ witnessedAtMs: null, disclosures })],
    ['receipt_from_future', away({ witnessedAtMs: START_MS + 30 * DAY_MS, disclosures })],
    ['disclosure_wrong', away({ disclosures })],
  ]
}

/** A signature by the log's own key over other bytes. */
function withWrongSignature(receipt: string): string {
  const at = receipt.indexOf(
    'book/1 ',
    receipt.indexOf('\\u2014') === -1 ? receipt.indexOf('—') : 0,
  )
  const from = at + 'book/1 '.length + 20
  const letter = receipt[from] === 'A' ? 'B' : 'A'
  return receipt.slice(0, from) + letter + receipt.slice(from + 1)
}

describe('arriving', () => {
  test('is proven before it is received', () => {
    const books = openBooks()
    const { js, sh, jsLog } = books
    const before = send(books, { consignment: 'csg_before' })
    sh.do(counted(jsLog.receipt(before)), WAREHOUSE_CLERK)
    const elsewhere = send(books, {
      consignment: 'csg_elsewhere',
      to: { book: SH, consignee: WAREHOUSE_CLERK },
    })
    const entry = send(books)
    const wrong = { seed: 66 }
    const readdressed: Making = { ...wrong, leaf: (leaf) => leaf.replace(SH, JS) }
    // A salt that fits, and another value.
    const disclosures = jsLog
      .disclosures(before)
      .map((text) =>
        Buffer.from(
          Buffer.from(text, 'base64url').toString().replace('Bicycle', 'Tricycle'),
        ).toString('base64url'),
      )
    const make = (making: Making) => jsLog.receipt(entry, making)
    const forReceive: readonly CaseOf[] = [
      ['receipt_malformed', counted(garbage)],
      ['not_a_consignment', counted(jsLog.receipt(0, wrong))],
      ['addressed_elsewhere', counted(make(readdressed)), OTHER_HEAD],
      ['not_consignee', counted(jsLog.receipt(elsewhere, wrong))],
      ['arrived_before', counted(jsLog.receipt(before, wrong), { packages: 1 })],
      ...proofCases(make, (receipt) => counted(receipt, { damaged: 99 }), disclosures),
      ['damaged_exceed_count', counted(make({}), { damaged: 13 })],
    ]
    check('receive', sh, forReceive, WAREHOUSE_CLERK)
    const forRefuse: readonly CaseOf[] = [
      ['receipt_malformed', turnedAway(garbage)],
      ['not_a_consignment', turnedAway(jsLog.receipt(0, wrong))],
      ['addressed_elsewhere', turnedAway(make(readdressed)), OTHER_HEAD],
      ['not_consignee', turnedAway(jsLog.receipt(elsewhere, wrong))],
      ['arrived_before', turnedAway(jsLog.receipt(before, wrong))],
      ...proofCases(make, (receipt) => turnedAway(receipt, { returnBy: past }), disclosures),
      ['time_limit_past', turnedAway(make({}), { returnBy: past })],
      ['time_limit_too_far', turnedAway(make({}), { returnBy: far })],
    ]
    check('refuse', sh, forRefuse, WAREHOUSE_CLERK)
    const spoiled = withWrongSignature(make({}))
    expect(sh.refusal(counted(spoiled), WAREHOUSE_CLERK)).toBe('signature_wrong')
    expect(sh.refusal(turnedAway(spoiled), WAREHOUSE_CLERK)).toBe('signature_wrong')
    expect(js.entries.length).toBeGreaterThan(entry)
    note('receive', 'signature_wrong')
    note('refuse', 'signature_wrong')
  })
})

describe('what arrives', () => {
  test('by a log that nobody believes, or believes no more, is refused', () => {
    const books = openBooks()
    const { sh, jsLog } = books
    const entry = send(books)
    sh.do(ask('withdraw-policy', { registry: 'pty_registry', origin: JS }), REGISTRAR)
    for (const command of [counted(jsLog.receipt(entry)), turnedAway(jsLog.receipt(entry))]) {
      expect(sh.refusal(command, WAREHOUSE_CLERK)).toBe('origin_unknown')
    }
    note('receive', 'origin_unknown')
    note('refuse', 'origin_unknown')
  })

  test('by a proof that is older than the policy allows is refused, and a new proof will do', () => {
    const books = openBooks()
    const { sh, jsLog } = books
    const entry = send(books)
    const old = jsLog.receipt(entry)
    sh.passUntil(START_MS + 8 * DAY_MS)
    expect(sh.refusal(counted(old), WAREHOUSE_CLERK)).toBe('receipt_stale')
    expect(sh.refusal(turnedAway(old), WAREHOUSE_CLERK)).toBe('receipt_stale')
    const fresh = jsLog.receipt(entry, { witnessedAtMs: START_MS + 8 * DAY_MS })
    expect(sh.refusal(counted(fresh), WAREHOUSE_CLERK)).toBe('recorded')
    note('receive', 'receipt_stale')
    note('refuse', 'receipt_stale')
  })

  test('as another entry at the same place, with a good proof, is refused as a fork', () => {
    const books = openBooks()
    const { sh, jsLog } = books
    const entry = send(books)
    sh.do(counted(jsLog.receipt(entry)), WAREHOUSE_CLERK)
    const forked = jsLog.receipt(entry, {
      leaf: (leaf) => leaf.replace('"packages":12', '"packages":13'),
    })
    expect(sh.refusal(counted(forked), WAREHOUSE_CLERK)).toBe('entry_forked')
    expect(sh.refusal(turnedAway(forked), WAREHOUSE_CLERK)).toBe('entry_forked')
    note('receive', 'entry_forked')
    note('refuse', 'entry_forked')
  })

  test('needs no witnesses where the policy asks for none, and says so', () => {
    const books = openBooks('logged')
    const { sh, jsLog } = books
    const entry = send(books)
    sh.do(counted(jsLog.receipt(entry, { witnessedAtMs: null })), WAREHOUSE_CLERK)
    expect(sh.entries.at(-1)?.event.body).toMatchObject({
      proof: { level: 'logged', cosigners: [] },
    })
  })
})

test('sending back', () => {
  const books = openBooks()
  const { sh, jsLog } = books
  const refused = send(books, { consignment: 'csg_refused' })
  sh.do(turnedAway(jsLog.receipt(refused)), WAREHOUSE_CLERK)
  const entry = send(books)
  sh.do(counted(jsLog.receipt(entry)), WAREHOUSE_CLERK)
  const cases: readonly CaseOf[] = [
    ['arrival_unknown', sentBack(999, { packages: 99 }), OTHER_HEAD],
    ['not_consignee', sentBack(refused, { packages: 99 }), OTHER_HEAD],
    ['returned_before', sentBack(refused, { packages: 99 })],
    ['return_exceeds_received', sentBack(entry, { packages: 13, returnBy: past })],
    ['time_limit_past', sentBack(entry, { returnBy: past })],
    ['time_limit_too_far', sentBack(entry, { returnBy: far })],
  ]
  check('return', sh, cases, WAREHOUSE_CLERK)
  expect(shown.get('return')?.size).toBe(cases.length)
})

/** A consignment that was received there, and one that was turned away and taken back. */
function answered(): Books & { readonly received: number; readonly refused: number } {
  const books = openBooks()
  const { js, sh, jsLog, shLog } = books
  const away = send(books, { consignment: 'csg_refused' })
  sh.do(turnedAway(jsLog.receipt(away)), WAREHOUSE_CLERK)
  const refused = lastOf(sh)
  js.do(takenBack(shLog.receipt(refused)), SHIPPER_CLERK)
  const entry = send(books)
  sh.do(counted(jsLog.receipt(entry)), WAREHOUSE_CLERK)
  return { ...books, received: lastOf(sh), refused }
}

describe('answers', () => {
  test('are proven before they close anything', () => {
    const { js, shLog, received, refused } = answered()
    const wrong = { seed: 66 }
    const make = (making: Making) => shLog.receipt(received, making)
    const bring = (receipt: string) => ask('acknowledge', { receipt })
    const other: Making = { ...wrong, leaf: (leaf) => leaf.replaceAll('csg_first', 'csg_other') }
    const readdressed: Making = { ...wrong, leaf: (leaf) => leaf.replace(JS, SH) }
    const again: Making = { ...wrong, leaf: (leaf) => leaf.replaceAll('csg_first', 'csg_first') }
    const cases: readonly CaseOf[] = [
      ['receipt_malformed', bring(garbage)],
      ['not_an_answer', bring(shLog.receipt(0, wrong))],
      ['answers_elsewhere', bring(make(readdressed)), OTHER_HEAD],
      ['consignment_unknown', bring(make(other)), OTHER_HEAD],
      ['not_your_consignment', bring(make(again)), OTHER_HEAD],
      ...proofCases(make, bring, shLog.disclosures(received).concat('AAAA')),
    ]
    check('acknowledge', js, cases, SHIPPER_CLERK)
    expect(js.refusal(bring(withWrongSignature(make({}))), SYSTEM_PARTY)).toBe('signature_wrong')
    const late = { js, receipt: make({}) }
    js.do(bring(late.receipt), SYSTEM_PARTY)
    expect(js.refusal(bring(late.receipt), SYSTEM_PARTY)).toBe('existing')
    // What was taken back was answered by its receipt already.
    expect(js.refusal(bring(shLog.receipt(refused)), SYSTEM_PARTY)).toBe('existing')
    note('acknowledge', 'signature_wrong')
  })

  test('that are older than what is known, or close nothing, change nothing', () => {
    const books = openBooks()
    const { js, sh, jsLog, shLog } = books
    const entry = send(books)
    sh.do(counted(jsLog.receipt(entry)), WAREHOUSE_CLERK)
    const received = lastOf(sh)
    sh.do(sentBack(entry), WAREHOUSE_CLERK)
    const bring = (receipt: string) => ask('acknowledge', { receipt })
    js.do(bring(shLog.receipt(lastOf(sh))), SYSTEM_PARTY)
    expect(js.refusal(bring(shLog.receipt(received)), SYSTEM_PARTY)).toBe('answer_older')
    const second = send(books, { consignment: 'csg_second' })
    sh.do(counted(jsLog.receipt(second)), WAREHOUSE_CLERK)
    js.passUntil(START_MS + 3 * DAY_MS)
    js.do(ask('write-off', { consignment: 'csg_second' }), SHIPPER_CLERK)
    sh.passUntil(START_MS + 3 * DAY_MS)
    expect(sh.refusal(bring(jsLog.receipt(lastOf(js))), SYSTEM_PARTY)).toBe('nothing_to_close')
    sh.do(ask('withdraw-policy', { registry: 'pty_registry', origin: JS }), REGISTRAR)
    js.do(takenBack(shLog.receipt(received + 1), { packages: 2 }), SHIPPER_CLERK)
    const back = bring(jsLog.receipt(lastOf(js)))
    expect(sh.refusal(back, SYSTEM_PARTY)).toBe('origin_unknown')
    sh.do(adoption(jsLog.policy(), JS, 'witnessed', 1), REGISTRAR)
    sh.passUntil(START_MS + 4 * DAY_MS)
    expect(sh.refusal(back, SYSTEM_PARTY)).toBe('receipt_stale')
    for (const type of ['answer_older', 'nothing_to_close', 'origin_unknown', 'receipt_stale']) {
      note('acknowledge', type)
    }
  })
})

describe('returns', () => {
  test('bring goods back by the receipt of their return', () => {
    const { js, sh, shLog, received, refused } = answered()
    sh.do(sentBack(lastOf(js)), WAREHOUSE_CLERK)
    const returned = lastOf(sh)
    const wrong = { seed: 66 }
    const make = (making: Making) => shLog.receipt(returned, making)
    const bring = (receipt: string) => takenBack(receipt, { packages: 2 })
    const cases: readonly CaseOf[] = [
      ['receipt_malformed', bring(garbage)],
      ['not_a_return', bring(shLog.receipt(received, wrong))],
      [
        'answers_elsewhere',
        bring(make({ ...wrong, leaf: (leaf) => leaf.replace(JS, SH) })),
        OTHER_HEAD,
      ],
      [
        'consignment_unknown',
        bring(make({ ...wrong, leaf: (leaf) => leaf.replaceAll('csg_first', 'csg_other') })),
        OTHER_HEAD,
      ],
      ['not_of_consignor', bring(make(wrong)), OTHER_HEAD],
      ['taken_back_before', bring(shLog.receipt(refused, wrong))],
      ...proofCases(make, bring, ['AAAA']),
    ]
    check('take-back', js, cases, SHIPPER_CLERK)
    expect(js.refusal(bring(withWrongSignature(make({}))), SHIPPER_CLERK)).toBe('signature_wrong')
    // What only a log with two pasts could say: another return of the same consignment.
    js.do(ask('acknowledge', { receipt: make({}) }), SYSTEM_PARTY)
    const other = shLog.receipt(received, { leaf: () => shLog.leaf(returned) })
    expect(js.refusal(bring(other), SHIPPER_CLERK)).toBe('answer_older')
    js.passUntil(START_MS + 8 * DAY_MS)
    expect(js.refusal(bring(make({})), SHIPPER_CLERK)).toBe('receipt_stale')
    js.do(ask('withdraw-policy', { registry: 'pty_registry', origin: SH }), REGISTRAR)
    expect(js.refusal(bring(make({})), SHIPPER_CLERK)).toBe('origin_unknown')
    for (const type of ['signature_wrong', 'answer_older', 'receipt_stale', 'origin_unknown']) {
      note('take-back', type)
    }
  })
})

test('writing off, and the clock', () => {
  const books = openBooks()
  const { js, sh, jsLog } = books
  const entry = send(books)
  const lapse = (consignment: string) => ask('lapse-dispatch', { consignment })
  check('lapse-dispatch', js, [['consignment_unknown', lapse('csg_none')]], SYSTEM_PARTY)
  check('lapse-dispatch', js, [['not_due_yet', lapse('csg_first')]], SYSTEM_PARTY)
  check(
    'write-off',
    js,
    [
      ['consignment_unknown', ask('write-off', { consignment: 'csg_none' }), OTHER_HEAD],
      ['not_of_consignor', ask('write-off', { consignment: 'csg_first' }), OTHER_HEAD],
      ['not_overdue', ask('write-off', { consignment: 'csg_first' })],
    ],
    SHIPPER_CLERK,
  )
  sh.do(counted(jsLog.receipt(entry)), WAREHOUSE_CLERK)
  const lapseReturn = (sentEntry: number) => ask('lapse-return', { origin: JS, sentEntry })
  check(
    'lapse-return',
    sh,
    [
      ['arrival_unknown', lapseReturn(999)],
      ['not_returning', lapseReturn(entry)],
    ],
    SYSTEM_PARTY,
  )
  sh.do(sentBack(entry), WAREHOUSE_CLERK)
  check('lapse-return', sh, [['not_due_yet', lapseReturn(entry)]], SYSTEM_PARTY)
  js.passUntil(START_MS + 3 * DAY_MS)
  check('lapse-dispatch', js, [['not_open', lapse('csg_first')]], SYSTEM_PARTY)
  expect(js.get(dispatchTable, 'csg_first')?.state).toBe('overdue')
})

/** Shown outside of a table. */
function note(name: CommandName, refused: string): void {
  shown.set(name, new Set([...(shown.get(name) ?? []), refused]))
}

test('every refusal of every command was shown above, and has its sentence', () => {
  const told: ReadonlyMap<string, ReadonlySet<string>> = shown
  for (const [name, types] of Object.entries(REFUSALS)) {
    const missing = types.filter((type) => told.get(name)?.has(type) !== true)
    expect(missing.map((type) => `${name}: ${type}`)).toEqual([])
  }
  const all = new Set<string>(Object.values(REFUSALS).flat())
  expect(new Set(Object.keys(refusals))).toEqual(all)
})
