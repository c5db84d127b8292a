/**
 * A settlement, line by line: what each shop is paid, for which days. A line takes everything that matured
 * from the day after the last settlement through a day that is over, so no tranche is in two of them.
 */
import type { PartyId } from '#kernel/identity/principal.ts'
import type { Reader } from '#kernel/rows/rows.ts'
import { tableKey, type RowKey } from '#kernel/rows/table.ts'
import { assert } from '#kernel/std/assert.ts'
import { isJsonArray, isJsonObject } from '#kernel/std/canonical-json.ts'
import { textIn, wholeIn } from '#kernel/std/facts.ts'
import type { Json } from '#kernel/std/json.ts'
import { addDays, daysBetween, parseLegalDay, type LegalDay } from '#kernel/time/legal-day.ts'
import { maturingTable, type ShopRow } from './rows.ts'

/**
 * A row is read for each day of each shop. A shop that was not settled for longer is settled alone: not in steps,
 * because a step in which it earned nothing is none.
 */
export function settledDaysMax(shops: number): number {
  return shops === 1 ? 20_000 : 400
}

/** Its names are in canonical order, as they stand in the entry and in the row. */
export type Line = {
  readonly amountMinor: number
  readonly from: LegalDay
  readonly payout: string
  readonly shop: PartyId
  readonly through: LegalDay
  readonly uses: number
}

export function linesOf(lines: Json): readonly Line[] {
  assert(isJsonArray(lines), 'a settlement has lines')
  return lines.map((line) => {
    assert(isJsonObject(line), 'a line says what a shop is paid')
    return {
      amountMinor: wholeIn(line, 'amountMinor'),
      from: textIn(line, 'from'),
      payout: textIn(line, 'payout'),
      shop: textIn(line, 'shop'),
      through: textIn(line, 'through'),
      uses: wholeIn(line, 'uses'),
    }
  })
}

/** The hold under which a line's money waits for the approval. */
export const holdOf = (settlement: string, n: number): string => `${settlement}/${n}`

/** Of a shop that was ever approved: how many days a settlement through this one has. */
export function daysToSettle({ settledThrough }: ShopRow, through: LegalDay): number {
  return settledThrough === null ? 0 : Math.max(0, daysBetween(settledThrough, through))
}

/** The buckets of a line; none where there are more than so many, for then it is refused. */
export function* readBuckets(row: ShopRow, through: LegalDay, daysMax: number): Generator<RowKey> {
  if (parseLegalDay(through) === undefined) return
  if (daysToSettle(row, through) > daysMax) return
  for (const day of daysOf(row, through)) yield tableKey(maturingTable, row.shop, day)
}

function* daysOf(row: ShopRow, through: LegalDay): Generator<LegalDay> {
  const count = daysToSettle(row, through)
  for (let n = 1; n <= count; n += 1) yield addDays(row.settledThrough ?? through, n)
}

/** What matured in these days, in fen and in uses. Less than nothing where interest was more than earnings. */
export function maturedOf(
  rows: Reader,
  row: ShopRow,
  through: LegalDay,
): { readonly amountMinor: bigint; readonly uses: number } {
  let amountMinor = 0n
  let uses = 0
  for (const day of daysOf(row, through)) {
    const bucket = rows.get(maturingTable, row.shop, day)
    if (bucket === undefined) continue
    amountMinor += bucket.amountMinor
    uses += bucket.uses
  }
  return { amountMinor, uses }
}
