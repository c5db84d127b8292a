/**
 * What a shop can pay at once out of what it has earned: what has matured, and neither was settled nor waits for a
 * settlement. What may still be contested is not touched, or a contest would find nothing to take back.
 */
import type { PartyId } from '#kernel/identity/principal.ts'
import { account, availableMinor, balanceMinor } from '#kernel/money/transfer.ts'
import type { Reader } from '#kernel/rows/rows.ts'
import { tableKey, type RowKey } from '#kernel/rows/table.ts'
import { assert } from '#kernel/std/assert.ts'
import { addDays, type LegalDay } from '#kernel/time/legal-day.ts'
import { shopAccount } from './accounts.ts'
import { settlementTable, shopTable, type ShopRow } from './rows.ts'
import { maturedOf, readBuckets } from './settlement-lines.ts'

/** Shops are settled monthly; of one that was not settled for longer, the days after these are left alone. */
const DAYS_READ_MAX = 62

function lastDayRead({ settledThrough }: ShopRow): LegalDay | undefined {
  return settledThrough === null ? undefined : addDays(settledThrough, DAYS_READ_MAX)
}

/** Takes two rounds: the shop, then the days after its last settlement and the one that waits. */
export function* readPayable(rows: Reader, shop: PartyId): Generator<RowKey> {
  yield tableKey(account, shopAccount(shop))
  yield tableKey(shopTable, shop)
  const row = rows.get(shopTable, shop)
  if (row === undefined) return
  if (row.openSettlement !== null) yield tableKey(settlementTable, row.openSettlement)
  const through = lastDayRead(row)
  if (through !== undefined) yield* readBuckets(row, through, DAYS_READ_MAX)
}

export interface Payable {
  /** In fen, never less than nothing. */
  readonly amountMinor: bigint
  /**
   * The day whose sum is less by what is taken: the first that is neither settled nor waits for a settlement.
   * Whichever day the next settlement goes through, it takes this one, and so pays nothing that was taken.
   */
  readonly day: LegalDay
}

/** `yesterday` is the last day that is over. */
export function payableOf(rows: Reader, shop: PartyId, yesterday: LegalDay): Payable {
  const row = rows.get(shopTable, shop)
  const earned = rows.get(account, shopAccount(shop))
  assert(row !== undefined && earned !== undefined, 'a shop that sells has an account')
  const last = lastDayRead(row)
  if (last === undefined) return { amountMinor: 0n, day: yesterday }
  const through = yesterday < last ? yesterday : last
  const availableNow = availableMinor(earned)
  const promisedMinor = balanceMinor(earned) - availableNow
  const freeMinor = maturedOf(rows, row, through).amountMinor - promisedMinor
  const payable = freeMinor < availableNow ? freeMinor : availableNow
  return { amountMinor: payable > 0n ? payable : 0n, day: firstFreeDay(rows, row, last) }
}

function firstFreeDay(rows: Reader, row: ShopRow, last: LegalDay): LegalDay {
  const { openSettlement, settledThrough } = row
  const open = openSettlement === null ? undefined : rows.get(settlementTable, openSettlement)
  return addDays(open?.through ?? settledThrough ?? last, 1)
}
