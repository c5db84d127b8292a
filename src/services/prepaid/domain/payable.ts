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
import { shopTable, type ShopRow } from './rows.ts'
import { maturedOf, readBuckets } from './settlement-lines.ts'

/** Shops are settled monthly; of one that was not settled for longer, the days after these are left alone. */
const DAYS_READ_MAX = 62

function lastDayRead({ settledThrough }: ShopRow): LegalDay | undefined {
  return settledThrough === null ? undefined : addDays(settledThrough, DAYS_READ_MAX)
}

/** Takes two rounds: the shop, and the days after its last settlement. */
export function* readPayable(rows: Reader, shop: PartyId): Generator<RowKey> {
  yield tableKey(account, shopAccount(shop))
  yield tableKey(shopTable, shop)
  const row = rows.get(shopTable, shop)
  const through = row && lastDayRead(row)
  if (row !== undefined && through !== undefined) yield* readBuckets(row, through)
}

/** In fen, never less than nothing; `yesterday` is the last day that is over. */
export function payableMinor(rows: Reader, shop: PartyId, yesterday: LegalDay): bigint {
  const row = rows.get(shopTable, shop)
  const earned = rows.get(account, shopAccount(shop))
  assert(row !== undefined && earned !== undefined, 'a shop that sells has an account')
  const last = lastDayRead(row)
  if (last === undefined) return 0n
  const through = yesterday < last ? yesterday : last
  const availableNow = availableMinor(earned)
  const promisedMinor = balanceMinor(earned) - availableNow
  const freeMinor = maturedOf(rows, row, through).amountMinor - promisedMinor
  const payable = freeMinor < availableNow ? freeMinor : availableNow
  return payable > 0n ? payable : 0n
}
