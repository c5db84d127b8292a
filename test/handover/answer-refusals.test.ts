/** Refusals of answers, of taking back, of writing off and of the clock, in the order of precedence. */
import { describe, expect, test } from 'vitest'
import { SYSTEM_PARTY } from '#kernel/book/system.ts'
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
  sentBack,
  SH,
  SHIPPER_CLERK,
  takenBack,
  turnedAway,
  WAREHOUSE_CLERK,
  type Books,
} from './books.ts'
import type { Making } from './log.ts'
import {
  check,
  garbage,
  missingOf,
  note,
  proofCases,
  withWrongSignature,
  type CaseOf,
} from './refused.ts'

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

test('what is given up for lost and never arrived leaves nothing to close there', () => {
  const books = openBooks()
  const { js, sh, jsLog } = books
  send(books)
  js.passUntil(START_MS + 3 * DAY_MS)
  js.do(ask('write-off', { consignment: 'csg_first' }), SHIPPER_CLERK)
  const receipt = jsLog.receipt(lastOf(js))
  // The courier takes this refusal for what it is, and puts nothing aside.
  expect(sh.refusal(ask('acknowledge', { receipt }), SYSTEM_PARTY)).toBe('nothing_to_close')
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

test('every refusal of these commands was shown above', () => {
  const names = ['acknowledge', 'take-back', 'write-off', 'lapse-dispatch', 'lapse-return'] as const
  expect(missingOf(names)).toEqual([])
})
