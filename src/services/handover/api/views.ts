/** Rows as JSON: what the API and the client know of handovers. */
import { z } from 'zod'
import { formatInstant } from '#kernel/time/clock.ts'
import { DIFFERENCES } from '../contract.ts'
import { balanceOf } from '../domain/balance.ts'
import type { ArrivalRow, DispatchRow } from '../domain/rows.ts'

const Party = z.string()
const Entry = z.int()
const Instant = z.string()
const Count = z.int()
const Differences = z.array(z.enum(DIFFERENCES))

export const BalanceView = z
  .strictObject({
    open: Count,
    overdue: Count,
    kept: Count,
    missing: Count,
    returning: Count,
    takenBack: Count,
    missingBack: Count,
    lost: Count,
  })
  .describe(
    'Where the packages are, as the sender’s book knows it; together they are what was sent.',
  )

export const DispatchView = z.strictObject({
  consignment: z.string(),
  state: z.enum(['open', 'overdue', 'received', 'returning', 'taken-back', 'lost']),
  consignor: Party,
  carrier: Party.nullable(),
  to: z.strictObject({ book: z.string(), consignee: Party }),
  placeOfDispatch: z.string(),
  placeOfReceipt: z.string(),
  packages: Count,
  grossWeightGrams: z.int(),
  sentAt: Instant,
  receiveBy: Instant,
  returnBy: Instant.nullable(),
  balance: BalanceView,
  differences: Differences,
  entry: Entry.describe('Of the sending: its receipt is what the consignee’s book verifies.'),
  stateEntry: Entry,
  answerEntry: Entry.nullable().describe('In the other book.'),
  returnEntry: Entry.nullable().describe('In the other book.'),
})
export type DispatchView = z.infer<typeof DispatchView>

export const ArrivalView = z.strictObject({
  origin: z.string(),
  sentEntry: Entry,
  state: z.enum(['received', 'refused', 'returned', 'return-overdue', 'closed']),
  consignment: z.string(),
  consignor: Party.describe('The pseudonym in the sender’s book.'),
  consignee: Party,
  carrier: Party.nullable(),
  placeOfDispatch: z.string(),
  placeOfReceipt: z.string(),
  packages: z.strictObject({
    sent: Count,
    arrived: Count,
    returned: Count,
    takenBack: Count.nullable(),
  }),
  level: z.enum(['logged', 'witnessed']),
  differences: Differences,
  arrivedAt: Instant,
  returnBy: Instant.nullable(),
  entry: Entry,
  returnEntry: Entry.nullable(),
  stateEntry: Entry,
})
export type ArrivalView = z.infer<typeof ArrivalView>

const instantOrNull = (ms: number | null) => (ms === null ? null : formatInstant(ms))

export function dispatchView(row: DispatchRow): DispatchView {
  return DispatchView.parse({
    consignment: row.consignment,
    state: row.state,
    consignor: row.consignor,
    carrier: row.carrier,
    to: { book: row.toBook, consignee: row.consignee },
    placeOfDispatch: row.placeOfDispatch,
    placeOfReceipt: row.placeOfReceipt,
    packages: row.packages,
    grossWeightGrams: row.grossWeightGrams,
    sentAt: formatInstant(row.sentAt),
    receiveBy: formatInstant(row.receiveBy),
    returnBy: instantOrNull(row.returnBy),
    balance: balanceOf(row),
    differences: row.differences,
    entry: row.entry,
    stateEntry: row.stateEntry,
    answerEntry: row.answerEntry,
    returnEntry: row.returnEntry,
  })
}

export function arrivalView(row: ArrivalRow): ArrivalView {
  return ArrivalView.parse({
    origin: row.origin,
    sentEntry: row.sentEntry,
    state: row.state,
    consignment: row.consignment,
    consignor: row.consignor,
    consignee: row.consignee,
    carrier: row.carrier,
    placeOfDispatch: row.placeOfDispatch,
    placeOfReceipt: row.placeOfReceipt,
    packages: {
      sent: row.sentPackages,
      arrived: row.arrivedPackages,
      returned: row.returnedPackages,
      takenBack: row.takenBackPackages,
    },
    level: row.level,
    differences: row.differences,
    arrivedAt: formatInstant(row.arrivedAt),
    returnBy: instantOrNull(row.returnBy),
    entry: row.entry,
    returnEntry: row.returnEntry,
    stateEntry: row.stateEntry,
  })
}
