/** What becomes of the rows of the side that receives. */
import type { EventHandler, Recorded } from '#kernel/book/slice.ts'
import type { Rows } from '#kernel/rows/rows.ts'
import { assert } from '#kernel/std/assert.ts'
import { findText, listIn, objectIn, textIn, wholeIn } from '#kernel/std/facts.ts'
import type { JsonObject } from '#kernel/std/json.ts'
import type { HandoverCommand } from '../contract.ts'
import { arrivalTable, type ArrivalRow, type ArrivalState } from './rows.ts'

export const RETURN_DUE = 'handover.return'

/** The name of what falls due: the place of the sending, its entry first, for an origin has slashes. */
export const returnDueKey = (origin: string, sentEntry: number): string => `${sentEntry}@${origin}`

function arrived(state: 'received' | 'refused', rows: Rows, { body, atMs, index }: Recorded): void {
  const packages = objectIn(body, 'packages')
  const isRefused = state === 'refused'
  const counted = wholeIn(packages, isRefused ? 'offered' : 'received')
  const origin = textIn(objectIn(body, 'to'), 'book')
  const sentEntry = wholeIn(body, 'sentEntry')
  const returnBy = isRefused ? wholeIn(body, 'returnByMs') : null
  rows.put(arrivalTable, {
    origin,
    sentEntry,
    state,
    leafHash: textIn(body, 'leafHash'),
    consignment: textIn(body, 'consignment'),
    consignor: textIn(body, 'consignor'),
    consignee: textIn(body, 'consignee'),
    carrier: findText(body, 'carrier'),
    placeOfDispatch: textIn(body, 'placeOfDispatch'),
    placeOfReceipt: textIn(body, 'placeOfReceipt'),
    sentPackages: wholeIn(packages, 'sent'),
    arrivedPackages: counted,
    returnedPackages: isRefused ? counted : 0,
    takenBackPackages: null,
    level: textIn(objectIn(body, 'proof'), 'level'),
    differences: listIn(body, 'differences'),
    returnBy,
    arrivedAt: atMs,
    changedAt: atMs,
    entry: index,
    returnEntry: isRefused ? index : null,
    stateEntry: index,
  })
  if (returnBy !== null) rows.setDue(RETURN_DUE, returnDueKey(origin, sentEntry), returnBy)
}

function arrivalIn(rows: Rows, origin: string, body: JsonObject): ArrivalRow {
  const row = rows.get(arrivalTable, origin, wholeIn(body, 'sentEntry'))
  assert(row !== undefined, 'something arrived before anything else became of it')
  return row
}

function becomes(
  rows: Rows,
  row: ArrivalRow,
  event: Recorded,
  change: Partial<ArrivalRow> & { readonly state: ArrivalState },
): void {
  rows.put(arrivalTable, { ...row, ...change, changedAt: event.atMs, stateEntry: event.index })
}

function returned(rows: Rows, event: Recorded): void {
  const { body, index } = event
  const row = arrivalIn(rows, textIn(objectIn(body, 'to'), 'book'), body)
  const returnBy = wholeIn(body, 'returnByMs')
  const returnedPackages = wholeIn(objectIn(body, 'packages'), 'returned')
  becomes(rows, row, event, { state: 'returned', returnedPackages, returnBy, returnEntry: index })
  rows.setDue(RETURN_DUE, returnDueKey(row.origin, row.sentEntry), returnBy)
}

function returnOverdue(rows: Rows, event: Recorded): void {
  const row = arrivalIn(rows, textIn(event.body, 'origin'), event.body)
  becomes(rows, row, event, { state: 'return-overdue' })
  rows.clearDue(RETURN_DUE, returnDueKey(row.origin, row.sentEntry))
}

function returnClosed(rows: Rows, event: Recorded): void {
  const { body } = event
  const row = arrivalIn(rows, textIn(body, 'origin'), body)
  const takenBackPackages = wholeIn(body, 'takenBack')
  becomes(rows, row, event, { state: 'closed', takenBackPackages })
  // What was overdue already has no time limit left.
  if (row.state !== 'return-overdue') {
    rows.clearDue(RETURN_DUE, returnDueKey(row.origin, row.sentEntry))
  }
}

export const arrivalEvents: Readonly<Record<string, EventHandler>> = {
  'handover.received': { v: 1, apply: (rows, event) => arrived('received', rows, event) },
  'handover.refused': { v: 1, apply: (rows, event) => arrived('refused', rows, event) },
  'handover.returned': { v: 1, apply: returned },
  'handover.return-overdue': { v: 1, apply: returnOverdue },
  'handover.return-closed': { v: 1, apply: returnClosed },
}

export const arrivalLapses = {
  [RETURN_DUE](key: string): HandoverCommand<'lapse-return'> {
    const at = key.indexOf('@')
    const origin = key.slice(at + 1)
    return { type: 'handover.lapse-return', origin, sentEntry: Number(key.slice(0, at)) }
  },
}
