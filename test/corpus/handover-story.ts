/** A story of consignments between two books in which every event of a handover happens. */
import { SYSTEM_PARTY } from '#kernel/book/system.ts'
import { formatInstant } from '#kernel/time/clock.ts'
import {
  ask,
  counted,
  DAY_MS,
  lastOf,
  openBooks,
  REGISTRAR,
  send,
  sentBack,
  SH,
  SHIPPER_CLERK,
  SHIPPER_HEAD,
  takenBack,
  turnedAway,
  WAREHOUSE_CLERK,
  type Books,
} from '#test/handover/books.ts'
import { START_MS } from '#test/prepaid/rig.ts'

const returnBy = formatInstant(START_MS + 5 * DAY_MS)

export function handoverStory(): Books {
  const books = openBooks()
  receivedAndSentBackInPart(books)
  turnedAwayAndTakenBack(books)
  overdueAndWrittenOff(books)
  const withdrawal = { registry: 'pty_registry', origin: SH }
  books.js.do(ask('withdraw-policy', withdrawal), REGISTRAR)
  return books
}

function carry(books: Books, from: 'js' | 'sh'): void {
  const { js, sh, jsLog, shLog } = books
  const [book, log, to] = from === 'js' ? [js, jsLog, sh] : [sh, shLog, js]
  to.do(ask('acknowledge', { receipt: log.receipt(lastOf(book)) }), SYSTEM_PARTY)
}

function receivedAndSentBackInPart(books: Books): void {
  const { sh, jsLog } = books
  const entry = send(books)
  const found = { packages: 11, damaged: 2, seal: 'broken', note: 'Two boxes crushed' } as const
  sh.do(counted(jsLog.receipt(entry), { ...found, grossWeightGrams: 441_000 }), WAREHOUSE_CLERK)
  carry(books, 'sh')
  sh.do(sentBack(entry, { returnBy }), WAREHOUSE_CLERK)
  carry(books, 'sh')
}

function turnedAwayAndTakenBack(books: Books): void {
  const { js, sh, jsLog, shLog } = books
  const entry = send(books, { consignment: 'csg_second', reference: 'WB-0042' })
  sh.do(turnedAway(jsLog.receipt(entry), { returnBy }), WAREHOUSE_CLERK)
  js.do(takenBack(shLog.receipt(lastOf(sh)), { packages: 11, seal: 'broken' }), SHIPPER_CLERK)
  carry(books, 'js')
}

function overdueAndWrittenOff(books: Books): void {
  const { js, sh } = books
  send(books, { consignment: 'csg_third' })
  // The first is overdue on its way back, and the third on its way there.
  for (const book of [js, sh]) book.passUntil(START_MS + 6 * DAY_MS)
  js.do(ask('write-off', { consignment: 'csg_third', note: 'Truck burnt out' }), SHIPPER_HEAD)
}
