/**
 * A contract is paid: the money that the bank booked, or that waited in suspense, is held for its consumer
 * from here on. All clocks that begin with the payment are worked out here and stand in the entry.
 */
import type { Event, EventHandler, Recorded } from '#kernel/book/slice.ts'
import type { Measure } from '#kernel/figures/cell.ts'
import { account } from '#kernel/money/transfer.ts'
import type { Reader, Rows } from '#kernel/rows/rows.ts'
import { tableKey, type RowKey } from '#kernel/rows/table.ts'
import { assert } from '#kernel/std/assert.ts'
import { findWhole, textIn, wholeIn } from '#kernel/std/facts.ts'
import type { JsonObject } from '#kernel/std/json.ts'
import { addDays, endOfDayMs, legalDayOf, legalMonthOf } from '#kernel/time/legal-day.ts'
import { calendarDeadline } from '#kernel/time/working-days.ts'
import { contractAccount, move } from './accounts.ts'
import { bankEntryOf } from './bank-rows.ts'
import { countPaid, exposureKey, exposureOf } from './exposure.ts'
import { bankEntryTable, contractTable, exposureTable, type ContractRow } from './rows.ts'
import { offerOf, termsOf } from './signed.ts'
import { trancheEndsOn } from './use-amounts.ts'
import { contractIn, PERIOD_DUE, VALIDITY_DUE } from './use-events.ts'

export const UNPAID_DUE = 'prepaid.unpaid'

/** The seven days within which the whole principal goes back (Fa Shi [2025] No. 4, art. 14). */
const COOLING_OFF_DAYS = 7

/** The rows that the payment of a contract touches. */
export function* readPaid(rows: Reader, contract: string): Generator<RowKey> {
  yield tableKey(contractTable, contract)
  yield tableKey(account, contractAccount(contract))
  const row = rows.get(contractTable, contract)
  if (row !== undefined) yield exposureKey(row.shop, row.consumer)
}

/**
 * The last instant for paying what was signed then. A contract is the parties' own, so a rest day at its end
 * gives way to the next working day (Civil Code art. 203), which is also the safe side for the consumer.
 */
export function paymentEndsMs({
  signedAt,
  terms,
}: Pick<ContractRow, 'signedAt' | 'terms'>): number {
  return calendarDeadline(signedAt, termsOf(terms).paymentDays, { rollsOver: true }).endsMs
}

/**
 * No calendar ends it sooner than this. It lapses by its entry, and the list of rest days may have changed since:
 * a lapse that is refused would leave the contract signed, and what it reserved of the caps, for ever.
 */
export function earliestPaymentEndMs({
  signedAt,
  terms,
}: Pick<ContractRow, 'signedAt' | 'terms'>): number {
  return calendarDeadline(signedAt, termsOf(terms).paymentDays, { rollsOver: false }).endsMs
}

/** Whether it waits for its money still: judged by the time, not by whether its lapse has run. */
export function awaitsPayment(contract: ContractRow, nowMs: number): boolean {
  return contract.state === 'signed' && nowMs < paymentEndsMs(contract)
}

export interface Payment {
  readonly bankEntry: string
  /** The account that the money comes from. */
  readonly debit: string
  /** What the bank said, where this entry is the first to record it. */
  readonly booked?: JsonObject
}

/** The price of the contract arrived. It must await its payment, and the amount must be its price. */
export function paidEvent(contract: ContractRow, payment: Payment, nowMs: number): Event {
  const { shop, consumer, priceMinor } = contract
  const { bankEntry, debit, booked } = payment
  return {
    type: 'prepaid.contract-paid',
    body: {
      bankEntry,
      contract: contract.contract,
      shop,
      priceMinor: Number(priceMinor),
      coolingOffEndsAtMs: calendarDeadline(nowMs, COOLING_OFF_DAYS, { rollsOver: true }).endsMs,
      ...clocksOf(contract, nowMs),
      ...(booked === undefined ? {} : { booked }),
    },
    parties: [consumer, shop],
    transfers: move(debit, contractAccount(contract.contract), priceMinor),
  }
}

function clocksOf(contract: ContractRow, nowMs: number): JsonObject {
  const offer = offerOf(contract.offer)
  const paidOn = legalDayOf(nowMs)
  if (offer.kind === 'count') return { validThrough: addDays(paidOn, offer.validityDays) }
  return {
    // The day of payment is the first of the period.
    validThrough: addDays(paidOn, offer.days + offer.giftDays - 1),
    firstTrancheEndsMs: endOfDayMs(trancheEndsOn({ ...contract, paidAt: nowMs }, 1)),
  }
}

function applyPaid(rows: Rows, { body, index, atMs }: Recorded): void {
  const contract = contractIn(rows, body)
  const validThrough = textIn(body, 'validThrough')
  const bankEntry = textIn(body, 'bankEntry')
  rows.put(contractTable, {
    ...contract,
    state: 'active',
    paidAt: atMs,
    coolingOffEndsAt: wholeIn(body, 'coolingOffEndsAtMs'),
    validThrough,
    bankEntry,
    paidEntry: index,
  })
  rows.put(exposureTable, countPaid(exposureOf(rows, contract.shop, contract.consumer)))
  rows.clearDue(UNPAID_DUE, contract.contract)
  rows.setDue(VALIDITY_DUE, contract.contract, endOfDayMs(validThrough))
  const firstTrancheEndsMs = findWhole(body, 'firstTrancheEndsMs')
  if (firstTrancheEndsMs !== null) rows.setDue(PERIOD_DUE, contract.contract, firstTrancheEndsMs)
  const row = bankEntryOf(rows, body, { index, atMs })
  assert(row.amountMinor === contract.priceMinor, 'a contract is paid its price')
  rows.put(bankEntryTable, {
    ...row,
    state: 'matched',
    contract: contract.contract,
    proposedBy: null,
    proposedContract: null,
  })
}

function measurePaid({ body }: Event, atMs: number): readonly Measure[] {
  const at = { area: textIn(body, 'shop'), period: legalMonthOf(atMs) }
  return [
    { indicator: 'prepaid.deposited', ...at, amount: BigInt(wholeIn(body, 'priceMinor')) },
    { indicator: 'prepaid.contracts', ...at, amount: 1n },
  ]
}

export const paymentEvents: Readonly<Record<string, EventHandler>> = {
  'prepaid.contract-paid': { v: 1, apply: applyPaid, measures: measurePaid },
}
