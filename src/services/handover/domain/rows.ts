/**
 * The rows of handovers. A book that sends has a dispatch, a book that receives an arrival; neither ever reads
 * the other's. What a dispatch knows of the other side it knows by receipts, and keeps where they stand there.
 */
import { defineTable, type Row } from '#kernel/rows/table.ts'

/** Whose receipts this book believes, and on what terms. */
export const policyTable = defineTable({
  name: 'handover_policy',
  key: { origin: 'text' },
  columns: {
    isAdopted: 'boolean',
    policy: 'text',
    level: 'text',
    maxAgeHours: 'integer',
    entry: 'index',
  },
})

export type DispatchState = 'open' | 'overdue' | 'received' | 'returning' | 'taken-back' | 'lost'

export const dispatchTable = defineTable({
  name: 'handover_dispatch',
  key: { consignment: 'text' },
  columns: {
    state: 'text',
    consignor: 'text',
    carrier: 'text?',
    toBook: 'text',
    /** The consignee's pseudonym in that book. */
    consignee: 'text',
    placeOfDispatch: 'text',
    placeOfReceipt: 'text',
    packages: 'integer',
    grossWeightGrams: 'index',
    receiveBy: 'instant',
    sentAt: 'instant',
    /** What the other side counted, taken in or turned away; null until its receipt came. */
    arrivedPackages: 'integer?',
    /** Of these, what it sends back. */
    returnedPackages: 'integer',
    /** Until when they are to be back. */
    returnBy: 'instant?',
    /** What came back. */
    takenBackPackages: 'integer?',
    differences: 'json',
    /** The other book's entry that says it was received. */
    answerEntry: 'index?',
    /** Our entry that took note of it. */
    acknowledgedEntry: 'index?',
    /** The other book's entry that says it was refused or sent back. */
    returnEntry: 'index?',
    returnAcknowledgedEntry: 'index?',
    changedAt: 'instant',
    /** Our entries: the sending, and whatever made the state that it is in. */
    entry: 'index',
    stateEntry: 'index',
  },
})
export type DispatchRow = Row<typeof dispatchTable>

export type ArrivalState = 'received' | 'refused' | 'returned' | 'return-overdue' | 'closed'

/** By the place of its sending in the other book's log: the natural key of an arrival. */
export const arrivalTable = defineTable({
  name: 'handover_arrival',
  key: { origin: 'text', sentEntry: 'index' },
  columns: {
    state: 'text',
    /** Base64url of the leaf hash of that entry: another one at the same place is a fork. */
    leafHash: 'text',
    consignment: 'text',
    /** The consignor's pseudonym in that book. */
    consignor: 'text',
    consignee: 'text',
    carrier: 'text?',
    placeOfDispatch: 'text',
    placeOfReceipt: 'text',
    sentPackages: 'integer',
    /** Counted at the door, whether taken in or turned away. */
    arrivedPackages: 'integer',
    returnedPackages: 'integer',
    takenBackPackages: 'integer?',
    /** How far the sender's receipt had been seen by others when it was accepted. */
    level: 'text',
    differences: 'json',
    returnBy: 'instant?',
    arrivedAt: 'instant',
    changedAt: 'instant',
    entry: 'index',
    /** Our entry that sends it back; null where nothing goes back. */
    returnEntry: 'index?',
    stateEntry: 'index',
  },
})
export type ArrivalRow = Row<typeof arrivalTable>
