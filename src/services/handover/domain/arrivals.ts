/**
 * The side that receives. What arrives is known by the sender's receipt, which is proven here by the policy that
 * this book has adopted for the sender's log; and it is known once: by the place of its sending in that log.
 */
import { existing, record, refuse } from '#kernel/book/slice.ts'
import type { CommandHandler, Decision } from '#kernel/book/slice.ts'
import type { PartyId } from '#kernel/identity/principal.ts'
import type { Reader } from '#kernel/rows/rows.ts'
import { tableKey, type RowKey } from '#kernel/rows/table.ts'
import { err, ok, type Result } from '#kernel/std/result.ts'
import type { Difference, HandoverCommand, SentBody } from '../contract.ts'
import { isOf, isOfAny, readStaff } from './authority.ts'
import { readSent } from './bodies.ts'
import { noteOf } from './dispatches.ts'
import { instantOf, timeLimitRefusal } from './limits.ts'
import { policyKey, prove, readCarried, type Proven } from './proof.ts'
import { arrivalTable, type ArrivalRow } from './rows.ts'

export const arrivalKey = (origin: string, sentEntry: number): RowKey =>
  tableKey(arrivalTable, origin, sentEntry)

type Arriving = HandoverCommand<'receive'> | HandoverCommand<'refuse'>

function* readArriving({ receipt }: Arriving, _rows: Reader, actor: PartyId): Generator<RowKey> {
  const carried = readCarried(receipt)
  const sent = carried && readSent(carried.leaf)
  if (carried === null || sent === null) return
  yield arrivalKey(carried.origin, carried.index)
  yield policyKey(carried.origin)
  yield* readStaff(actor, sent.to.consignee, sent.to.carrier)
}

interface Arrived {
  readonly proven: Proven
  readonly sent: SentBody
  /** Set where this very entry was dealt with before. */
  readonly before: ArrivalRow | undefined
}

interface Asked {
  readonly actor: PartyId
  readonly book: string
  readonly nowMs: number
  /** A carrier may turn back what it cannot deliver; receiving is for the consignee alone. */
  readonly isForCarrier: boolean
}

/** Cheap questions first: a signature is verified only for somebody who could receive. */
function arriving(
  rows: Reader,
  command: Arriving,
  { actor, book, nowMs, isForCarrier }: Asked,
): Result<Arrived, Decision> {
  const carried = readCarried(command.receipt)
  if (carried === null) return err(refuse('receipt_malformed'))
  const sent = readSent(carried.leaf)
  if (sent === null) return err(refuse('not_a_consignment', { type: carried.leaf.type }))
  if (sent.to.book !== book) return err(refuse('addressed_elsewhere', { book: sent.to.book }))
  const others = isForCarrier ? [sent.to.carrier] : []
  if (!isOfAny(rows, actor, sent.to.consignee, ...others)) return err(refuse('not_consignee'))
  const before = rows.get(arrivalTable, carried.origin, carried.index)
  if (before?.leafHash === carried.leafHash) {
    return err(isSame(before, command) ? existing(before.entry) : arrivedBefore(before))
  }
  const proven = prove(rows, command.receipt, carried, nowMs)
  if (!proven.ok) return proven
  // Two entries at one place, both signed by that log: its past is not one, and this is the proof.
  if (before !== undefined) {
    return err(refuse('entry_forked', { origin: carried.origin, index: carried.index }))
  }
  return ok({ proven: proven.value, sent, before })
}

const arrivedBefore = ({ state, entry }: ArrivalRow): Decision =>
  refuse('arrived_before', { state, entry })

/** Whether the same was said before: then the answer is that entry. */
function isSame(row: ArrivalRow, command: Arriving): boolean {
  const wasRefused = row.returnEntry === row.entry
  return (
    wasRefused === (command.type === 'handover.refuse') && row.arrivedPackages === command.packages
  )
}

const receive: CommandHandler<HandoverCommand<'receive'>> = {
  reads: readArriving,
  decide(rows, command, { actor, book, nowMs }) {
    const arrived = arriving(rows, command, { actor, book, nowMs, isForCarrier: false })
    if (!arrived.ok) return arrived.error
    const { packages, damaged, seal, grossWeightGrams, note } = command
    if (damaged > packages) return refuse('damaged_exceed_count')
    const { proven, sent } = arrived.value
    return record({
      type: 'handover.received',
      body: {
        ...arrivalFacts(arrived.value),
        packages: { sent: sent.packages, received: packages, damaged },
        grossWeightGrams: {
          sent: sent.grossWeightGrams,
          ...(grossWeightGrams === undefined ? {} : { received: grossWeightGrams }),
        },
        seal,
        differences: [...differencesOf(sent, command)],
        isLate: nowMs >= sent.receiveByMs,
        proof: proofFacts(proven),
      },
      parties: partiesOf(sent),
      secrets: noteOf(sent.to.consignee, note),
    })
  },
}

function differencesOf(
  sent: SentBody,
  { packages, damaged, seal, grossWeightGrams }: HandoverCommand<'receive'>,
): readonly Difference[] {
  const found: readonly (readonly [Difference, boolean])[] = [
    ['short-count', packages < sent.packages],
    ['over-count', packages > sent.packages],
    ['damaged', damaged > 0],
    ['seal-broken', seal === 'broken'],
    [
      'weight-differs',
      grossWeightGrams !== undefined && grossWeightGrams !== sent.grossWeightGrams,
    ],
  ]
  return found.flatMap(([difference, isSo]) => (isSo ? [difference] : []))
}

function arrivalFacts({ proven, sent }: Arrived) {
  return {
    to: { book: proven.origin },
    sentEntry: proven.index,
    leafHash: proven.leafHash,
    consignment: sent.consignment,
    consignor: sent.consignor,
    consignee: sent.to.consignee,
    ...(sent.to.carrier === undefined ? {} : { carrier: sent.to.carrier }),
    placeOfDispatch: sent.placeOfDispatch,
    placeOfReceipt: sent.placeOfReceipt,
  }
}

/** By what the sender's receipt was believed. */
export function proofFacts({ level, cosigners, provenAtMs, policyEntry }: Proven) {
  return { level, cosigners: [...cosigners], provenAtMs, policyEntry }
}

function partiesOf({ to: { consignee, carrier } }: SentBody): readonly PartyId[] {
  return carrier === undefined || carrier === consignee ? [consignee] : [consignee, carrier]
}

const turnAway: CommandHandler<HandoverCommand<'refuse'>> = {
  reads: readArriving,
  decide(rows, command, { actor, book, nowMs }) {
    const arrived = arriving(rows, command, { actor, book, nowMs, isForCarrier: true })
    if (!arrived.ok) return arrived.error
    const returnByMs = instantOf(command.returnBy)
    const late = timeLimitRefusal(returnByMs, nowMs)
    if (late !== null) return late
    const { proven, sent } = arrived.value
    const { packages, reasons, note } = command
    const counted: readonly Difference[] =
      packages === sent.packages ? [] : [packages < sent.packages ? 'short-count' : 'over-count']
    return record({
      type: 'handover.refused',
      body: {
        ...arrivalFacts(arrived.value),
        packages: { sent: sent.packages, offered: packages },
        reasons: [...new Set(reasons)],
        differences: [...counted],
        returnByMs,
        proof: proofFacts(proven),
      },
      parties: partiesOf(sent),
      secrets: noteOf(sent.to.consignee, note),
    })
  },
}

const sendBack: CommandHandler<HandoverCommand<'return'>> = {
  *reads({ origin, sentEntry }, rows, actor) {
    yield arrivalKey(origin, sentEntry)
    yield* readStaff(actor, rows.get(arrivalTable, origin, sentEntry)?.consignee)
  },
  decide(rows, command, { actor, nowMs }) {
    const { origin, sentEntry, packages, reason, note } = command
    const row = rows.get(arrivalTable, origin, sentEntry)
    if (row === undefined) return refuse('arrival_unknown')
    if (!isOf(rows, row.consignee, actor)) return refuse('not_consignee')
    if (row.returnEntry !== null) {
      const isAgain = row.returnEntry !== row.entry && row.returnedPackages === packages
      return isAgain ? existing(row.returnEntry) : refuse('returned_before', { state: row.state })
    }
    if (packages > row.arrivedPackages) return refuse('return_exceeds_received')
    const returnByMs = instantOf(command.returnBy)
    const late = timeLimitRefusal(returnByMs, nowMs)
    if (late !== null) return late
    const { leafHash, consignment, consignee, carrier, placeOfDispatch, placeOfReceipt } = row
    return record({
      type: 'handover.returned',
      body: {
        to: { book: origin },
        sentEntry,
        leafHash,
        consignment,
        consignee,
        placeOfDispatch,
        placeOfReceipt,
        packages: { sent: row.sentPackages, received: row.arrivedPackages, returned: packages },
        reason,
        returnByMs,
      },
      parties: carrier === null || carrier === consignee ? [consignee] : [consignee, carrier],
      secrets: noteOf(consignee, note),
    })
  },
}

const lapse: CommandHandler<HandoverCommand<'lapse-return'>> = {
  reads: ({ origin, sentEntry }) => [arrivalKey(origin, sentEntry)],
  decide(rows, { origin, sentEntry }, { nowMs }) {
    const row = rows.get(arrivalTable, origin, sentEntry)
    if (row === undefined) return refuse('arrival_unknown')
    const isOnItsWay = row.state === 'refused' || row.state === 'returned'
    if (!isOnItsWay || row.returnBy === null) return refuse('not_returning', { state: row.state })
    if (nowMs < row.returnBy) return refuse('not_due_yet', { dueAtMs: row.returnBy })
    return record({
      type: 'handover.return-overdue',
      body: { origin, sentEntry, consignment: row.consignment, placeOfReceipt: row.placeOfReceipt },
      parties: [row.consignee],
    })
  },
}

export const arrivalCommands: Readonly<Record<string, CommandHandler<never>>> = {
  'handover.receive': receive,
  'handover.refuse': turnAway,
  'handover.return': sendBack,
  'handover.lapse-return': lapse,
}
