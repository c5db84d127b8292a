/**
 * How the rows follow from what happened to a refund. Deadlines and the arithmetic stand in the events, and
 * nothing is looked up.
 */
import { endTransaction } from '#kernel/parties/retention.ts'
import { assert } from '#kernel/std/assert.ts'
import { findText, findWhole, listIn, objectIn, textIn, wholeIn } from '#kernel/std/facts.ts'
import type { JsonObject } from '#kernel/std/json.ts'
import type { Event, EventHandler, Recorded } from '#kernel/book/slice.ts'
import type { Measure } from '#kernel/figures/cell.ts'
import type { PartyId } from '#kernel/identity/principal.ts'
import type { Reader, Rows } from '#kernel/rows/rows.ts'
import { legalDayOf, legalMonthOf, type LegalDay } from '#kernel/time/legal-day.ts'
import { workingDaysBetween } from '#kernel/time/working-days.ts'
import { exposureOf, release, type Stake } from './exposure.ts'
import {
  contractTable,
  exposureTable,
  maturingTable,
  payoutTable,
  refundTable,
  type ContractRow,
  type RefundRow,
} from './rows.ts'
import { getRefund, ordersOf, stateOf, withOrders, type Orders } from './refund-orders.ts'
import { PERIOD_DUE, VALIDITY_DUE } from './use-events.ts'
import { heldMinorOf } from './withheld.ts'

export const REFUND_DUE = 'prepaid.refund'

function getContract(rows: Reader, contract: string): ContractRow {
  const row = rows.get(contractTable, contract)
  assert(row !== undefined, 'a refund has a contract')
  return row
}

/** A payout of a refund was booked by the bank. The refund's row must be loaded. */
export function applyRefundPaid(rows: Rows, refundId: string, atMs: number): void {
  const row = getRefund(rows, refundId)
  const before = ordersOf(row)
  assert(before.waiting > 0, 'what is booked was ordered')
  const orders = { ...before, waiting: before.waiting - 1 }
  const paidAt = stateOf(orders) === 'paid' ? atMs : null
  // What a contest brings later is a part of a refund that was paid: it is counted once.
  rows.put(refundTable, withOrders(row, orders, row.paidAt ?? paidAt))
}

/** A payout of a refund that had been booked came back. The refund's row must be loaded. */
export function applyRefundReturned(rows: Rows, refundId: string): void {
  const row = getRefund(rows, refundId)
  const before = ordersOf(row)
  rows.put(refundTable, withOrders(row, { ...before, returned: before.returned + 1 }, null))
}

/** Refunds that took more working days than this are counted together. */
export const REFUND_DAYS_MAX = 30

/** Working days from the day of asking to the day of payment; 31 stands for more than 30. */
export function refundDaysOf(askedAtMs: number, paidAtMs: number): number {
  const days = workingDaysBetween(legalDayOf(askedAtMs), legalDayOf(paidAtMs))
  return Math.min(Math.max(days, 0), REFUND_DAYS_MAX + 1)
}

/**
 * What an entry has to say so that the refund is counted as paid: `refundDays`, if this booking is the last
 * that it waits for. Goes into the body of `payout-booked`.
 */
export function factsOfRefundPaid(rows: Reader, refundId: string, nowMs: number): JsonObject {
  const row = getRefund(rows, refundId)
  const { waiting, returned } = ordersOf(row)
  const isPaid = waiting === 1 && returned === 0 && row.paidAt === null
  return isPaid ? { refundDays: refundDaysOf(row.askedAt, nowMs) } : {}
}

/** The same of a payout that came back: `refundDays` as they were counted, if the refund was paid. */
export function factsOfRefundReturned(rows: Reader, refundId: string): JsonObject {
  const { paidAt, askedAt } = getRefund(rows, refundId)
  return paidAt === null ? {} : { refundDays: refundDaysOf(askedAt, paidAt) }
}

/** The figures that follow from `refundDays` in a body; 1 for a booking, -1 for a return. */
export function measureRefundPaid(
  body: JsonObject,
  atMs: number,
  sign: 1 | -1,
): readonly Measure[] {
  const days = findWhole(body, 'refundDays')
  if (days === null) return []
  const at = { area: textIn(body, 'shop'), period: legalMonthOf(atMs), amount: BigInt(sign) }
  return [
    { indicator: 'prepaid.refunds', ...at },
    { indicator: `prepaid.refund-days.${days}`, ...at },
  ]
}

const undecided = {
  decidedAt: null,
  amountMinor: null,
  interestMinor: null,
  interestOwedMinor: null,
  arithmetic: null,
  payout: null,
  accountEntry: null,
  paidAt: null,
} as const

function asked(rows: Rows, { body, atMs, index }: Recorded): void {
  const refund = textIn(body, 'refund')
  const contract = getContract(rows, textIn(body, 'contract'))
  const answerDueAt = findWhole(body, 'answerDueMs')
  rows.put(refundTable, {
    refund,
    contract: contract.contract,
    shop: contract.shop,
    consumer: contract.consumer,
    state: 'asked',
    cause: textIn(body, 'cause'),
    answer: findText(body, 'answer'),
    askedAt: atMs,
    answerDueAt,
    ...undecided,
    entry: index,
  })
  rows.put(contractTable, { ...contract, state: 'stopping', stoppedAt: atMs, refund })
  rows.clearDue(VALIDITY_DUE, contract.contract)
  rows.clearDue(PERIOD_DUE, contract.contract)
  if (answerDueAt !== null) rows.setDue(REFUND_DUE, refund, answerDueAt)
}

/** The contract goes on where it was stopped; when it falls due stands in the body. */
function resumed(rows: Rows, { contract: name }: RefundRow, { body, atMs }: Recorded): void {
  const contract = getContract(rows, name)
  const state = textIn(body, 'contractState')
  rows.put(contractTable, { ...contract, state, stoppedAt: null, refund: null })
  if (state === 'completed') endTransaction(rows, contract.consumer, atMs)
  const validityMs = findWhole(body, 'validityMs')
  const periodMs = findWhole(body, 'periodMs')
  if (validityMs !== null) rows.setDue(VALIDITY_DUE, name, validityMs)
  if (periodMs !== null) rows.setDue(PERIOD_DUE, name, periodMs)
}

function endedAs(state: 'withdrawn' | 'declined'): EventHandler['apply'] {
  return (rows, event) => {
    const { body, atMs } = event
    const row = getRefund(rows, textIn(body, 'refund'))
    rows.put(refundTable, { ...row, state, decidedAt: atMs })
    rows.clearDue(REFUND_DUE, row.refund)
    resumed(rows, row, event)
  }
}

function answeredAs(
  state: 'agreed' | 'objected',
  answer: 'agreed' | 'deemed' | 'objected',
): EventHandler['apply'] {
  return (rows, { body }) => {
    const row = getRefund(rows, textIn(body, 'refund'))
    rows.put(refundTable, { ...row, state, answer })
    rows.clearDue(REFUND_DUE, row.refund)
  }
}

const fenIn = (body: JsonObject, name: string): bigint => BigInt(wholeIn(body, name))

function approved(rows: Rows, event: Recorded): void {
  const { body, atMs } = event
  const row = getRefund(rows, textIn(body, 'refund'))
  const payout = findText(body, 'payout')
  const orders: Orders = {
    payouts: payout === null ? [] : [payout],
    waiting: payout === null ? 0 : 1,
    returned: 0,
  }
  const decided: RefundRow = {
    ...row,
    cause: textIn(body, 'cause'),
    answer: textIn(body, 'answer'),
    decidedAt: atMs,
    amountMinor: fenIn(body, 'refundMinor'),
    interestMinor: fenIn(body, 'interestMinor'),
    interestOwedMinor: fenIn(body, 'interestOwedMinor'),
    arithmetic: objectIn(body, 'arithmetic'),
    payout,
  }
  // Where nothing goes back there is nothing to wait for: it is done, and was never paid.
  rows.put(refundTable, withOrders(decided, orders, null))
  rows.clearDue(REFUND_DUE, row.refund)
  const contract = getContract(rows, row.contract)
  endContract(rows, contract, fenIn(body, 'restMinor'))
  endTransaction(rows, contract.consumer, atMs)
  matureRest(rows, contract.shop, body)
  if (payout !== null) orderPayout(rows, contract, event, payout)
}

/** Of what was held, the rest was earned; nothing of the contract counts as prepaid any more. */
function endContract(rows: Rows, contract: ContractRow, restMinor: bigint): void {
  const { shop, consumer } = contract
  rows.put(exposureTable, release(exposureOf(rows, shop, consumer), stakeOf(contract)))
  const countedMinor = contract.countedMinor + restMinor
  rows.put(contractTable, { ...contract, state: 'ended', countedMinor })
}

function stakeOf(contract: ContractRow): Stake {
  const amountMinor = heldMinorOf(contract)
  return contract.kind === 'period'
    ? { kind: 'period', amountMinor, through: contract.validThrough }
    : { kind: 'count', amountMinor, uses: contract.usesTotal - contract.usesCounted }
}

/**
 * The rest matures on the day of approval, less the interest that is paid out of it. What was taken out of the
 * shop's earlier earnings lessens the day that the entry names, which every later settlement takes.
 */
function matureRest(rows: Rows, shop: PartyId, body: JsonObject): void {
  const takenMinor = BigInt(findWhole(body, 'takenMinor') ?? 0)
  const restMinor = fenIn(body, 'restMinor') - (fenIn(body, 'interestMinor') - takenMinor)
  mature(rows, { shop, day: textIn(body, 'maturesOn') }, restMinor)
  if (takenMinor > 0n) mature(rows, { shop, day: textIn(body, 'takenOn') }, -takenMinor)
}

/** The sum of a day may be less than nothing, and is made up by the days around it. */
export function mature(
  rows: Rows,
  { shop, day }: { readonly shop: PartyId; readonly day: LegalDay },
  amountMinor: bigint,
): void {
  if (amountMinor === 0n) return
  const row = rows.get(maturingTable, shop, day) ?? { shop, day, amountMinor: 0n, uses: 0 }
  rows.put(maturingTable, { ...row, amountMinor: row.amountMinor + amountMinor })
}

/** Back to whoever paid the contract, or to the account that the consumer gave since. */
function orderPayout(
  rows: Rows,
  { consumer, bankEntry }: ContractRow,
  { body, atMs, index }: Recorded,
  payout: string,
): void {
  const refund = getRefund(rows, textIn(body, 'refund'))
  rows.put(payoutTable, {
    payout,
    kind: 'refund',
    subject: refund.refund,
    beneficiary: consumer,
    amountMinor: fenIn(body, 'payoutMinor'),
    state: 'ordered',
    toPayerOf: refund.accountEntry === null ? bankEntry : null,
    orderedAt: atMs,
    resolvedAt: null,
    entry: index,
  })
}

function accountGiven(rows: Rows, { body, index }: Recorded): void {
  const row = getRefund(rows, textIn(body, 'refund'))
  rows.put(refundTable, { ...row, accountEntry: index })
}

function resent(rows: Rows, event: Recorded): void {
  const { body } = event
  const row = getRefund(rows, textIn(body, 'refund'))
  const payout = textIn(body, 'payout')
  for (const name of listIn(body, 'returned').map(String)) {
    const returned = rows.get(payoutTable, name)
    assert(returned !== undefined, 'what came back had been ordered')
    rows.put(payoutTable, { ...returned, state: 'resent' })
  }
  const before = ordersOf(row)
  const orders: Orders = {
    payouts: [...before.payouts, payout],
    waiting: before.waiting + 1,
    returned: 0,
  }
  rows.put(refundTable, { ...withOrders(row, orders, null), payout })
  orderPayout(rows, getContract(rows, row.contract), event, payout)
}

/** What leaves the contract, and the shop's interest, in the month in which the payment is ordered. */
function measureApproved({ body }: Event, atMs: number): readonly Measure[] {
  const at = { area: textIn(body, 'shop'), period: legalMonthOf(atMs) }
  return [
    { indicator: 'prepaid.refunded', ...at, amount: fenIn(body, 'refundMinor') },
    { indicator: 'prepaid.interest', ...at, amount: fenIn(body, 'interestMinor') },
  ].filter(({ amount }) => amount !== 0n)
}

/** What had come back was measured as less refunded, interest included; so it is more again. */
function measureResent({ body }: Event, atMs: number): readonly Measure[] {
  const at = { area: textIn(body, 'shop'), period: legalMonthOf(atMs) }
  return [{ indicator: 'prepaid.refunded', ...at, amount: fenIn(body, 'payoutMinor') }]
}

export const refundEvents: Readonly<Record<string, EventHandler>> = {
  'prepaid.refund-asked': { v: 1, apply: asked },
  'prepaid.refund-withdrawn': { v: 1, apply: endedAs('withdrawn') },
  'prepaid.refund-agreed': { v: 1, apply: answeredAs('agreed', 'agreed') },
  'prepaid.refund-deemed': { v: 1, apply: answeredAs('agreed', 'deemed') },
  'prepaid.refund-objected': { v: 1, apply: answeredAs('objected', 'objected') },
  'prepaid.refund-approved': { v: 1, apply: approved, measures: measureApproved },
  'prepaid.refund-declined': { v: 1, apply: endedAs('declined') },
  'prepaid.refund-account-given': { v: 1, apply: accountGiven },
  'prepaid.refund-resent': { v: 1, apply: resent, measures: measureResent },
}
