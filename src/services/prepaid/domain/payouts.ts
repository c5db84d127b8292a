/**
 * Payouts: what the bank is told to pay, and what it then did. A payout is ordered by an entry of the book,
 * under an id made from what it pays, and paid once: by the bank's debit that names it with its amount.
 */
import type { Event, EventHandler, Recorded } from '#kernel/book/slice.ts'
import type { Measure } from '#kernel/figures/cell.ts'
import type { PartyId } from '#kernel/identity/principal.ts'
import { account } from '#kernel/money/transfer.ts'
import type { Reader, Rows } from '#kernel/rows/rows.ts'
import { tableKey, type RowKey } from '#kernel/rows/table.ts'
import { assert } from '#kernel/std/assert.ts'
import { findText, textIn, wholeIn } from '#kernel/std/facts.ts'
import type { JsonObject } from '#kernel/std/json.ts'
import { legalDayOf, legalMonthOf } from '#kernel/time/legal-day.ts'
import { BANK, contractAccount, IN_TRANSIT, move, shopAccount, SUSPENSE } from './accounts.ts'
import { bankEntryOf, bookedOf, type RecordBankEntry } from './bank-rows.ts'
import {
  applyRefundPaid,
  applyRefundReturned,
  factsOfRefundPaid,
  factsOfRefundReturned,
  measureRefundPaid,
} from './refund-events.ts'
import { getRefund } from './refund-orders.ts'
import { bankEntryTable, maturingTable, payoutTable, refundTable, type PayoutRow } from './rows.ts'

export type PayoutKind = 'settlement' | 'refund' | 'suspense'

export interface Ordered {
  readonly payout: string
  readonly kind: PayoutKind
  /** The settlement, the refund or the bank's entry that it pays. */
  readonly subject: string
  readonly beneficiary: PartyId | null
  readonly amountMinor: bigint
  readonly toPayerOf: string | null
}

/** For apply: the payout is ordered by this entry. */
export function putOrdered(
  rows: Rows,
  ordered: Ordered,
  { index, atMs }: Pick<Recorded, 'index' | 'atMs'>,
): void {
  const times = { orderedAt: atMs, resolvedAt: null, entry: index }
  rows.put(payoutTable, { ...ordered, state: 'ordered', ...times })
}

/** The rows that a booked or returned payout touches; the bucket of the day of a return waits for decide. */
export function* readPayout(rows: Reader, payout: string): Generator<RowKey> {
  yield tableKey(payoutTable, payout)
  const row = rows.get(payoutTable, payout)
  if (row?.kind === 'settlement' && row.beneficiary !== null) {
    yield tableKey(account, shopAccount(row.beneficiary))
  }
  if (row?.kind !== 'refund') return
  yield tableKey(refundTable, row.subject)
  const refund = rows.get(refundTable, row.subject)
  if (refund !== undefined) yield tableKey(account, contractAccount(refund.contract))
}

interface About {
  readonly facts: JsonObject
  readonly parties: readonly PartyId[]
  readonly account: string
}

/** What every event of a payout says of it, whom it concerns, and the account that it was ordered from. */
function aboutOf(rows: Reader, row: PayoutRow, office: PartyId): About {
  const facts = { payout: row.payout, kind: row.kind, subject: row.subject }
  if (row.kind === 'suspense') return { facts, parties: [office], account: SUSPENSE }
  if (row.kind === 'refund') {
    const { contract, shop, consumer } = getRefund(rows, row.subject)
    const held = contractAccount(contract)
    return { facts: { ...facts, shop, contract }, parties: [consumer, shop], account: held }
  }
  const shop = row.beneficiary
  assert(shop !== null, 'a settlement pays a shop')
  return { facts: { ...facts, shop }, parties: [shop], account: shopAccount(shop) }
}

/** The bank paid it. The payout must be ordered, and the amount its own. */
export function bookedEvent(
  rows: Reader,
  command: RecordBankEntry,
  { row, office, nowMs }: { row: PayoutRow; office: PartyId; nowMs: number },
): Event {
  const { facts, parties } = aboutOf(rows, row, office)
  const days = row.kind === 'refund' ? factsOfRefundPaid(rows, row.subject, nowMs) : {}
  return {
    type: 'prepaid.payout-booked',
    body: { bankEntry: command.bankEntry, booked: bookedOf(command), ...facts, ...days },
    parties,
    transfers: move(IN_TRANSIT, BANK, row.amountMinor),
  }
}

/**
 * It came back. The money is again where it was ordered from; what a settlement paid becomes payable again
 * on the day of the return, so that the next settlement pays it.
 */
export function returnedEvent(
  rows: Reader,
  command: RecordBankEntry,
  { row, office, nowMs }: { row: PayoutRow; office: PartyId; nowMs: number },
): Event {
  const { facts, parties, account: credit } = aboutOf(rows, row, office)
  const maturesOn = legalDayOf(nowMs)
  // The day's row depends on the time: it is touched here, so that apply finds it loaded.
  if (row.kind === 'settlement') rows.get(maturingTable, String(row.beneficiary), maturesOn)
  return {
    type: 'prepaid.payout-returned',
    body: {
      bankEntry: command.bankEntry,
      booked: bookedOf(command),
      amountMinor: command.amountMinor,
      ...facts,
      ...(row.kind === 'settlement' ? { maturesOn } : {}),
      ...(row.kind === 'refund' ? factsOfRefundReturned(rows, row.subject) : {}),
    },
    parties,
    transfers: move(BANK, credit, row.amountMinor),
  }
}

function payoutIn(rows: Rows, body: JsonObject): PayoutRow {
  const row = rows.get(payoutTable, textIn(body, 'payout'))
  assert(row !== undefined, 'what the bank booked was ordered')
  return row
}

function applyBooked(rows: Rows, { body, index, atMs }: Recorded): void {
  const row = payoutIn(rows, body)
  rows.put(payoutTable, { ...row, state: 'paid', resolvedAt: atMs })
  const { payout } = row
  rows.put(bankEntryTable, { ...bankEntryOf(rows, body, { index, atMs }), payout })
  if (row.kind === 'refund') applyRefundPaid(rows, row.subject, atMs)
}

function applyReturned(rows: Rows, { body, index, atMs }: Recorded): void {
  const row = payoutIn(rows, body)
  const { payout, amountMinor } = row
  rows.put(payoutTable, { ...row, state: 'returned', resolvedAt: atMs })
  const entered = { ...bankEntryOf(rows, body, { index, atMs }), payout }
  // Nobody's contract waits for money that had been sent back, so a notary looks at it again.
  const isSuspended = row.kind === 'suspense'
  const again = { state: 'suspended', reason: 'payout_returned' }
  rows.put(bankEntryTable, isSuspended ? { ...entered, ...again } : entered)
  if (row.kind === 'refund') applyRefundReturned(rows, row.subject)
  if (row.kind !== 'settlement') return
  const shop = textIn(body, 'shop')
  const day = textIn(body, 'maturesOn')
  const bucket = rows.get(maturingTable, shop, day) ?? { shop, day, amountMinor: 0n, uses: 0 }
  rows.put(maturingTable, { ...bucket, amountMinor: bucket.amountMinor + amountMinor })
}

/** What came back is measured as less. */
function measureReturned({ body }: Event, atMs: number): readonly Measure[] {
  const shop = findText(body, 'shop')
  if (shop === null) return []
  const indicator = textIn(body, 'kind') === 'settlement' ? 'prepaid.released' : 'prepaid.refunded'
  const amount = -BigInt(wholeIn(body, 'amountMinor'))
  return [
    { indicator, area: shop, period: legalMonthOf(atMs), amount },
    ...measureRefundPaid(body, atMs, -1),
  ]
}

export const payoutEvents: Readonly<Record<string, EventHandler>> = {
  'prepaid.payout-booked': {
    v: 1,
    apply: applyBooked,
    measures: ({ body }, atMs) => measureRefundPaid(body, atMs, 1),
  },
  'prepaid.payout-returned': { v: 1, apply: applyReturned, measures: measureReturned },
}
