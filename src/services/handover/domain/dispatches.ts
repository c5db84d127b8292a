/**
 * The side that sends: a consignment leaves in one book, and stays open there until the other book's receipt
 * says what became of it. Time makes it overdue, which is a remark and no end: a late receipt still counts.
 */
import { existing, record, refuse } from '#kernel/book/slice.ts'
import type { CommandHandler, Event, EventHandler, Recorded } from '#kernel/book/slice.ts'
import type { PartyId } from '#kernel/identity/principal.ts'
import { partyTable } from '#kernel/parties/party.ts'
import type { Reader, Rows } from '#kernel/rows/rows.ts'
import { tableKey, type RowKey } from '#kernel/rows/table.ts'
import { assert } from '#kernel/std/assert.ts'
import { findText, objectIn, textIn, wholeIn } from '#kernel/std/facts.ts'
import type { JsonObject } from '#kernel/std/json.ts'
import type { HandoverCommand } from '../contract.ts'
import { isOf, readStaff } from './authority.ts'
import { instantOf, timeLimitRefusal } from './limits.ts'
import { policyKey } from './proof.ts'
import { dispatchTable, policyTable, type DispatchRow, type DispatchState } from './rows.ts'

export const DISPATCH_DUE = 'handover.dispatch'

export const dispatchKey = (consignment: string): RowKey => tableKey(dispatchTable, consignment)

const send: CommandHandler<HandoverCommand<'send'>> = {
  *reads({ consignment, consignor, carrier, to }, _rows, actor) {
    yield dispatchKey(consignment)
    yield policyKey(to.book)
    yield* readStaff(actor, consignor)
    if (carrier !== undefined) yield tableKey(partyTable, carrier.here)
  },
  decide(rows, command, { actor, nowMs }) {
    const { consignment, consignor, carrier, to } = command
    if (!isOf(rows, consignor, actor)) return refuse('not_of_consignor')
    const before = rows.get(dispatchTable, consignment)
    if (before !== undefined) {
      return isSame(before, command) ? existing(before.entry) : refuse('consignment_differs')
    }
    if (carrier !== undefined && !isOrganisation(rows, carrier.here))
      return refuse('carrier_unknown')
    // Answers of a book whose receipts nobody here could verify would leave the consignment open for ever.
    if (rows.get(policyTable, to.book)?.isAdopted !== true) return refuse('book_unknown')
    const receiveByMs = instantOf(command.receiveBy)
    const late = timeLimitRefusal(receiveByMs, nowMs)
    if (late !== null) return late
    return record(sentEvent(command, receiveByMs))
  },
}

function sentEvent(command: HandoverCommand<'send'>, receiveByMs: number): Event {
  const { consignment, consignor, carrier, to } = command
  const { placeOfDispatch, placeOfReceipt, packages, grossWeightGrams } = command
  return {
    type: 'handover.sent',
    body: {
      consignment,
      consignor,
      ...(carrier === undefined ? {} : { carrier: carrier.here }),
      to: { ...to, ...(carrier === undefined ? {} : { carrier: carrier.there }) },
      placeOfDispatch,
      placeOfReceipt,
      packages,
      grossWeightGrams,
      receiveByMs,
    },
    parties: concerned({ consignor, carrier: carrier?.here ?? null }),
    secrets: secretsOf(command),
  }
}

function secretsOf({ consignor, goods, seal, reference }: HandoverCommand<'send'>) {
  const named = { goods, seal, reference }
  return Object.entries(named).flatMap(([name, value]) =>
    value === undefined ? [] : [{ subject: consignor, name, value }],
  )
}

function isOrganisation(rows: Reader, party: string): boolean {
  const kind = rows.get(partyTable, party)?.kind
  return kind !== undefined && kind !== 'person'
}

/** What is confidential is in no row, so the same id with the same facts is the same act. */
function isSame(row: DispatchRow, command: HandoverCommand<'send'>): boolean {
  return (
    row.consignor === command.consignor &&
    row.carrier === (command.carrier?.here ?? null) &&
    row.toBook === command.to.book &&
    row.consignee === command.to.consignee &&
    row.placeOfDispatch === command.placeOfDispatch &&
    row.placeOfReceipt === command.placeOfReceipt &&
    row.packages === command.packages &&
    row.grossWeightGrams === command.grossWeightGrams &&
    row.receiveBy === instantOf(command.receiveBy)
  )
}

const writeOff: CommandHandler<HandoverCommand<'write-off'>> = {
  *reads({ consignment }, rows, actor) {
    yield dispatchKey(consignment)
    yield* readStaff(actor, rows.get(dispatchTable, consignment)?.consignor)
  },
  decide(rows, { consignment, note }, { actor, nowMs }) {
    const row = rows.get(dispatchTable, consignment)
    if (row === undefined) return refuse('consignment_unknown')
    if (!isOf(rows, row.consignor, actor)) return refuse('not_of_consignor')
    if (row.state === 'lost') return existing(row.stateEntry)
    const isBackOverdue = row.state === 'returning' && (row.returnBy ?? nowMs) <= nowMs
    if (row.state !== 'overdue' && !isBackOverdue)
      return refuse('not_overdue', { state: row.state })
    const packages = row.state === 'returning' ? row.returnedPackages : row.packages
    return record({
      type: 'handover.written-off',
      body: {
        consignment,
        to: { book: row.toBook },
        sentEntry: row.entry,
        packages,
        placeOfDispatch: row.placeOfDispatch,
      },
      parties: concerned(row),
      secrets: noteOf(row.consignor, note),
    })
  },
}

const lapse: CommandHandler<HandoverCommand<'lapse-dispatch'>> = {
  reads: ({ consignment }) => [dispatchKey(consignment)],
  decide(rows, { consignment }, { nowMs }) {
    const row = rows.get(dispatchTable, consignment)
    if (row === undefined) return refuse('consignment_unknown')
    if (row.state !== 'open') return refuse('not_open', { state: row.state })
    if (nowMs < row.receiveBy) return refuse('not_due_yet', { dueAtMs: row.receiveBy })
    return record({
      type: 'handover.overdue',
      body: { consignment, placeOfDispatch: row.placeOfDispatch },
      parties: concerned(row),
    })
  },
}

export function concerned({
  consignor,
  carrier,
}: Pick<DispatchRow, 'consignor' | 'carrier'>): readonly PartyId[] {
  return carrier === null || carrier === consignor ? [consignor] : [consignor, carrier]
}

export function noteOf(subject: string, note: string | undefined) {
  return note === undefined ? [] : [{ subject, name: 'note', value: note }]
}

export function dispatchIn(rows: Rows, body: JsonObject): DispatchRow {
  const row = rows.get(dispatchTable, textIn(body, 'consignment'))
  assert(row !== undefined, 'a consignment was sent before anything else became of it')
  return row
}

/** A dispatch that is not open any more has no time limit either. */
export function becomes(
  rows: Rows,
  row: DispatchRow,
  event: Recorded,
  change: Partial<DispatchRow> & { readonly state: DispatchState },
): void {
  if (row.state === 'open') rows.clearDue(DISPATCH_DUE, row.consignment)
  rows.put(dispatchTable, { ...row, ...change, changedAt: event.atMs, stateEntry: event.index })
}

function sent(rows: Rows, { body, atMs, index }: Recorded): void {
  const consignment = textIn(body, 'consignment')
  const to = objectIn(body, 'to')
  const receiveBy = wholeIn(body, 'receiveByMs')
  rows.put(dispatchTable, {
    consignment,
    state: 'open',
    consignor: textIn(body, 'consignor'),
    carrier: findText(body, 'carrier'),
    toBook: textIn(to, 'book'),
    consignee: textIn(to, 'consignee'),
    placeOfDispatch: textIn(body, 'placeOfDispatch'),
    placeOfReceipt: textIn(body, 'placeOfReceipt'),
    packages: wholeIn(body, 'packages'),
    grossWeightGrams: wholeIn(body, 'grossWeightGrams'),
    receiveBy,
    sentAt: atMs,
    arrivedPackages: null,
    returnedPackages: 0,
    returnBy: null,
    takenBackPackages: null,
    differences: [],
    answerEntry: null,
    acknowledgedEntry: null,
    returnEntry: null,
    returnAcknowledgedEntry: null,
    changedAt: atMs,
    entry: index,
    stateEntry: index,
  })
  rows.setDue(DISPATCH_DUE, consignment, receiveBy)
}

export const dispatchCommands: Readonly<Record<string, CommandHandler<never>>> = {
  'handover.send': send,
  'handover.write-off': writeOff,
  'handover.lapse-dispatch': lapse,
}

export const dispatchEvents: Readonly<Record<string, EventHandler>> = {
  'handover.sent': { v: 1, apply: sent },
  'handover.overdue': {
    v: 1,
    apply: (rows, event) =>
      becomes(rows, dispatchIn(rows, event.body), event, { state: 'overdue' }),
  },
  'handover.written-off': {
    v: 1,
    apply: (rows, event) => becomes(rows, dispatchIn(rows, event.body), event, { state: 'lost' }),
  },
}

export const dispatchLapses = {
  [DISPATCH_DUE]: (consignment: string): HandoverCommand<'lapse-dispatch'> => ({
    type: 'handover.lapse-dispatch',
    consignment,
  }),
}
