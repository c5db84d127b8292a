/** A consignment as both books of this hub have it: its two rows, who is what of it, and which entries it is made of. */
import type { PartyId } from '#kernel/identity/principal.ts'
import type { ArrivalRow, DispatchRow } from '../domain/rows.ts'
import { findArrival, findDispatch } from '../store/handovers.ts'
import { bookOfOrigin, type Served } from './asking.ts'

export interface Consignment {
  /** The book that it was sent from. */
  readonly sender: string
  /** The book that it was sent to; undefined where that is none of this hub's. */
  readonly receiver: string | undefined
  readonly dispatch: DispatchRow
  readonly arrival: ArrivalRow | undefined
}

type Reading = Pick<Served, 'pool' | 'books'>

/** Undefined for what was never sent from there. */
export async function findConsignment(
  reading: Reading,
  sender: string,
  consignment: string,
): Promise<Consignment | undefined> {
  if (!reading.books.has(sender)) return undefined
  const dispatch = await findDispatch(reading.pool, sender, consignment)
  if (dispatch === undefined) return undefined
  const receiver = bookOfOrigin(reading, dispatch.toBook)
  return { sender, receiver, dispatch, arrival: await otherSide(reading, sender, dispatch) }
}

/** The consignee's side of a dispatch, where its book is served here. */
export async function otherSide(
  reading: Reading,
  sender: string,
  { toBook, entry }: DispatchRow,
): Promise<ArrivalRow | undefined> {
  const receiver = bookOfOrigin(reading, toBook)
  const from = reading.books.get(sender)
  if (receiver === undefined || from === undefined) return undefined
  return findArrival(reading.pool, receiver, from.origin, entry)
}

/** What an organisation of one book is of a consignment; a carrier is known to each book by itself. */
export interface Part {
  readonly isSender: boolean
  readonly isReceiver: boolean
  readonly isParty: boolean
}

export function partOf(
  { sender, receiver, dispatch, arrival }: Consignment,
  { book, own }: { readonly book: string; readonly own: PartyId },
): Part {
  const isHere = (party: PartyId | null) => sender === book && party === own
  const isThere = (party: PartyId | null | undefined) => receiver === book && party === own
  const isSender = isHere(dispatch.consignor)
  const isReceiver = isThere(dispatch.consignee)
  const isCarrier = isHere(dispatch.carrier) || isThere(arrival?.carrier)
  return { isSender, isReceiver, isParty: isSender || isReceiver || isCarrier }
}

export interface EntryAt {
  readonly book: string
  readonly index: number
}

/** The entries that the rows of both sides name. */
export function entriesOf({
  sender,
  receiver,
  dispatch,
  arrival,
}: Consignment): readonly EntryAt[] {
  const { entry, acknowledgedEntry, returnAcknowledgedEntry, stateEntry } = dispatch
  const ours = [entry, acknowledgedEntry, returnAcknowledgedEntry, stateEntry]
  const theirs = [arrival?.entry, arrival?.returnEntry, arrival?.stateEntry]
  return [
    ...distinct(ours).map((index) => ({ book: sender, index })),
    ...distinct(theirs).map((index) => ({ book: receiver ?? '', index })),
  ]
}

function distinct(indexes: readonly (number | null | undefined)[]): readonly number[] {
  const known = indexes.filter((index): index is number => typeof index === 'number')
  return [...new Set(known)]
}
