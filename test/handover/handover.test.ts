/** A consignment goes from book to book by receipts alone: what each side knows, and every way it can end. */
import { describe, expect, test } from 'vitest'
import { SYSTEM_PARTY } from '#kernel/book/system.ts'
import { arrivalTable, dispatchTable } from '#services/handover/domain/rows.ts'
import { START_MS } from '#test/prepaid/rig.ts'
import {
  ask,
  counted,
  DAY_MS,
  JS,
  lastOf,
  openBooks,
  send,
  sentBack,
  SH,
  SHIPPER_CLERK,
  takenBack,
  turnedAway,
  WAREHOUSE_CLERK,
} from './books.ts'

describe('a consignment on its way', () => {
  test('is received by the sender’s receipt, and the receiver’s receipt closes what was open', () => {
    const books = openBooks()
    const { js, sh, jsLog, shLog } = books
    const entry = send(books)
    expect(js.get(dispatchTable, 'csg_first')).toMatchObject({ state: 'open', packages: 12, entry })
    sh.do(counted(jsLog.receipt(entry), { packages: 11, seal: 'broken' }), WAREHOUSE_CLERK)
    expect(sh.get(arrivalTable, JS, entry)).toMatchObject({
      state: 'received',
      sentPackages: 12,
      arrivedPackages: 11,
      level: 'witnessed',
      differences: ['short-count', 'seal-broken'],
    })
    const receipt = shLog.receipt(lastOf(sh))
    js.do(ask('acknowledge', { receipt }), SYSTEM_PARTY)
    expect(js.get(dispatchTable, 'csg_first')).toMatchObject({
      state: 'received',
      arrivedPackages: 11,
      differences: ['short-count', 'seal-broken'],
      answerEntry: lastOf(sh),
    })
    expect(js.due()).toEqual([])
  })

  test('is overdue when no receipt came in time, and a late one still counts', () => {
    const books = openBooks()
    const { js, sh, jsLog, shLog } = books
    const entry = send(books)
    js.passUntil(START_MS + 3 * DAY_MS)
    expect(js.get(dispatchTable, 'csg_first')?.state).toBe('overdue')
    sh.do(counted(jsLog.receipt(entry)), WAREHOUSE_CLERK, START_MS + 3 * DAY_MS)
    expect(sh.entries.at(-1)?.event.body).toMatchObject({ isLate: true })
    js.do(ask('acknowledge', { receipt: shLog.receipt(lastOf(sh)) }), SHIPPER_CLERK)
    expect(js.get(dispatchTable, 'csg_first')?.state).toBe('received')
  })
})

describe('a consignment', () => {
  test('is turned away at the door, comes back, and both books close it', () => {
    const books = openBooks()
    const { js, sh, jsLog, shLog } = books
    const entry = send(books)
    sh.do(turnedAway(jsLog.receipt(entry), { packages: 11 }), WAREHOUSE_CLERK)
    const refusal = shLog.receipt(lastOf(sh))
    js.do(ask('acknowledge', { receipt: refusal }), SYSTEM_PARTY)
    expect(js.get(dispatchTable, 'csg_first')).toMatchObject({
      state: 'returning',
      returnedPackages: 11,
      differences: ['short-count'],
    })
    js.do(takenBack(refusal, { packages: 10 }), SHIPPER_CLERK)
    expect(js.get(dispatchTable, 'csg_first')).toMatchObject({
      state: 'taken-back',
      takenBackPackages: 10,
    })
    sh.do(ask('acknowledge', { receipt: jsLog.receipt(lastOf(js)) }), SYSTEM_PARTY)
    expect(sh.get(arrivalTable, JS, entry)).toMatchObject({
      state: 'closed',
      takenBackPackages: 10,
    })
    expect([...js.due(), ...sh.due()]).toEqual([])
  })

  test('is sent back in part after it was received, and that is overdue where nobody answers', () => {
    const books = openBooks()
    const { sh, jsLog } = books
    const entry = send(books)
    sh.do(counted(jsLog.receipt(entry)), WAREHOUSE_CLERK)
    sh.do(sentBack(entry), WAREHOUSE_CLERK)
    sh.passUntil(START_MS + 6 * DAY_MS)
    expect(sh.get(arrivalTable, JS, entry)).toMatchObject({
      state: 'return-overdue',
      arrivedPackages: 12,
      returnedPackages: 2,
    })
  })

  test('that was received is received once: the same again is answered, another count is refused', () => {
    const books = openBooks()
    const { sh, jsLog } = books
    const entry = send(books)
    sh.do(counted(jsLog.receipt(entry)), WAREHOUSE_CLERK)
    const first = lastOf(sh)
    // A later proof of the same entry is another text, and the same consignment.
    send(books, { consignment: 'csg_second' })
    const again = sh.act(counted(jsLog.receipt(entry)), WAREHOUSE_CLERK)
    expect(again).toMatchObject({ kind: 'existing', index: first })
    expect(sh.refusal(counted(jsLog.receipt(entry), { packages: 11 }), WAREHOUSE_CLERK)).toBe(
      'arrived_before',
    )
    expect(sh.refusal(turnedAway(jsLog.receipt(entry)), WAREHOUSE_CLERK)).toBe('arrived_before')
  })

  test('says nothing of its goods in either book’s leaves', () => {
    const books = openBooks()
    const { js, sh, jsLog, shLog } = books
    const entry = send(books)
    const disclosures = jsLog.disclosures(entry)
    sh.do(
      counted(jsLog.receipt(entry, { disclosures }), { note: 'One corner wet' }),
      WAREHOUSE_CLERK,
    )
    const leaves = [
      ...js.entries.map((_, i) => jsLog.leaf(i)),
      ...sh.entries.map((_, i) => shLog.leaf(i)),
    ]
    expect(leaves.join('\n')).toContain('csg_first')
    expect(leaves.join('\n')).not.toMatch(/Bicycle|SEAL-0815|corner/)
  })
})

test('a book sends only where it could verify the answer', () => {
  const books = openBooks()
  const withdrawn = ask('withdraw-policy', { registry: 'pty_registry', origin: SH })
  books.js.do(withdrawn, 'pty_registrar')
  expect(() => send(books)).toThrow(/book_unknown/)
})
