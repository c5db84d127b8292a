/**
 * The payouts that were ordered for a refund. A contested use that is decided later orders a further one, and
 * one that came back is ordered again; the refund is paid when the bank has booked all of them.
 */
import { assert } from '#kernel/std/assert.ts'
import { isJsonObject } from '#kernel/std/canonical-json.ts'
import { listIn, objectIn, wholeIn } from '#kernel/std/facts.ts'
import type { Reader, Rows } from '#kernel/rows/rows.ts'
import { refundTable, type RefundRow } from './rows.ts'

/** They stand in the row beside the arithmetic. */
export interface Orders {
  readonly payouts: readonly string[]
  /** Ordered, and not booked by the bank yet. */
  readonly waiting: number
  /** Came back, and not ordered again yet. */
  readonly returned: number
}

export function ordersOf({ arithmetic }: RefundRow): Orders {
  assert(arithmetic !== null && isJsonObject(arithmetic), 'payouts are of a decided refund')
  const orders = objectIn(arithmetic, 'orders')
  return {
    payouts: listIn(orders, 'payouts').map(String),
    waiting: wholeIn(orders, 'waiting'),
    returned: wholeIn(orders, 'returned'),
  }
}

/** The payouts of a refund, the earliest first; none before it is decided. */
export function payoutsOf(refund: RefundRow): readonly string[] {
  return refund.arithmetic === null ? [] : ordersOf(refund).payouts
}

export function getRefund(rows: Reader, refund: string): RefundRow {
  const row = rows.get(refundTable, refund)
  assert(row !== undefined, 'a refund was asked for before anything else')
  return row
}

/** What came back has to be ordered again before anything is paid; then what was ordered, to be booked. */
export function stateOf({ waiting, returned }: Orders): 'returned' | 'approved' | 'paid' {
  if (returned > 0) return 'returned'
  return waiting > 0 ? 'approved' : 'paid'
}

export function withOrders(row: RefundRow, orders: Orders, paidAt: number | null): RefundRow {
  assert(row.arithmetic !== null && isJsonObject(row.arithmetic), 'payouts are of a decided refund')
  const { payouts, waiting, returned } = orders
  return {
    ...row,
    state: stateOf(orders),
    paidAt,
    arithmetic: { ...row.arithmetic, orders: { payouts, returned, waiting } },
  }
}

/**
 * A further payout was ordered for a refund that is decided already: what was withheld for a contested use.
 * The refund's row must be loaded.
 */
export function applyRefundOrdered(
  rows: Rows,
  refundId: string,
  payout: string,
  amountMinor: bigint,
): void {
  const row = getRefund(rows, refundId)
  const before = ordersOf(row)
  const orders = {
    ...before,
    payouts: [...before.payouts, payout],
    waiting: before.waiting + 1,
  }
  const refunded = (row.amountMinor ?? 0n) + amountMinor
  const ordered = withOrders(row, orders, row.paidAt)
  rows.put(refundTable, { ...ordered, amountMinor: refunded, payout })
}
