/**
 * Every refusal, in the order of precedence: a case breaks one thing more than the one after it, so that what is
 * refused first is refused first. Receipts are forged with everything that a forger has, and the keys of none.
 */
import { describe, expect, test } from 'vitest'
import { refusals } from '#services/handover/api/refusals.ts'
import { REFUSALS } from '#services/handover/contract.ts'
import { START_MS } from '#test/prepaid/rig.ts'
import {
  adoption,
  ask,
  counted,
  DAY_MS,
  JS,
  openBooks,
  OTHER_HEAD,
  REGISTRAR,
  send,
  sending,
  sentBack,
  SH,
  SHIPPER_CLERK,
  turnedAway,
  WAREHOUSE_CLERK,
} from './books.ts'
import type { Making } from './log.ts'
import {
  check,
  far,
  garbage,
  missingOf,
  note,
  past,
  proofCases,
  withWrongSignature,
  type CaseOf,
} from './refused.ts'

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
  expect(missingOf(['return'])).toEqual([])
})

test('every refusal of these commands was shown above, and every refusal has its sentence', () => {
  const names = ['adopt-policy', 'withdraw-policy', 'send', 'receive', 'refuse', 'return'] as const
  expect(missingOf(names)).toEqual([])
  const all = new Set<string>(Object.values(REFUSALS).flat())
  expect(new Set(Object.keys(refusals))).toEqual(all)
})
