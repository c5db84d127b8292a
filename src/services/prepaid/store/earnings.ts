/** A shop's money, day by day: what matures when, and of what a settled line is made. */
import type pg from 'pg'
import type { PartyId } from '#kernel/identity/principal.ts'
import { endOfDayMs, startOfDayMs, type LegalDay } from '#kernel/time/legal-day.ts'
import { columnsOf, findRow, readRows, rowOf } from '#platform/postgres/table-reader.ts'
import {
  maturingTable,
  payoutTable,
  refundTable,
  settlementTable,
  useTable,
  type PayoutRow,
  type RefundRow,
  type SettlementRow,
  type UseRow,
} from '../domain/rows.ts'
import { linesOf, type Line } from '../domain/settlement-lines.ts'
import type { MaturingRow } from './money.ts'

/** Days are few: what was settled is left out, and nothing matures later than some weeks from now. */
const DAYS_MAX = 500
/** A line of a month has hundreds of uses; a statement that is cut off says so. */
export const LINE_USES_MAX = 5_000
const LINE_OTHERS_MAX = 500

/** The days on which something matures, after the last settled one. */
export function listMaturingAfter(
  pool: pg.Pool,
  book: string,
  shop: PartyId,
  settledThrough: LegalDay,
): Promise<readonly MaturingRow[]> {
  return readRows(pool, maturingTable, {
    book,
    where: 't.shop = $2 and t.day > $3 and (t.amount_minor <> 0 or t.uses <> 0)',
    values: [shop, settledThrough],
    orderBy: 't.day',
    limit: DAYS_MAX,
  })
}

/** A settlement's line of one shop; what others are paid in it is not that shop's business. */
export interface SettledLine {
  readonly settlement: SettlementRow
  readonly line: Line
}

export async function findSettledLine(
  pool: pg.Pool,
  book: string,
  shop: PartyId,
  settlement: string,
): Promise<SettledLine | undefined> {
  const row = await findRow(pool, settlementTable, book, settlement)
  const line = row && linesOf(row.lines).find((one) => one.shop === shop)
  return row === undefined || line === undefined ? undefined : { settlement: row, line }
}

/** Of what a line is made: whatever matured on its days. */
export interface LineParts {
  /** In the order of their days; one more than is shown, if there are more. */
  readonly uses: readonly UseRow[]
  /** Refunds of which a rest was earned, or whose interest the shop paid, approved on these days. */
  readonly refunds: readonly RefundRow[]
  /** Payouts of the shop that the bank sent back on these days. */
  readonly returned: readonly PayoutRow[]
}

export async function readLineParts(
  pool: pg.Pool,
  book: string,
  shop: PartyId,
  { from, through }: { readonly from: LegalDay; readonly through: LegalDay },
): Promise<LineParts> {
  const days = [shop, new Date(startOfDayMs(from)), new Date(endOfDayMs(through))]
  const [uses, refunds, returned] = await Promise.all([
    readRows(pool, useTable, {
      book,
      where: `t.shop = $2 and t.matures_on >= $3 and t.matures_on <= $4
        and t.state in ('confirmed', 'deemed', 'for-shop')`,
      values: [shop, from, through],
      orderBy: 't.matures_on, t.served_on, t.served_at, t.use',
      limit: LINE_USES_MAX + 1,
    }),
    readRows(pool, refundTable, {
      book,
      where: `t.shop = $2 and t.decided_at >= $3 and t.decided_at < $4
        and t.arithmetic is not null`,
      values: days,
      orderBy: 't.decided_at, t.refund',
      limit: LINE_OTHERS_MAX,
    }),
    listReturned(pool, book, days),
  ])
  return { uses, refunds, returned }
}

async function listReturned(
  pool: pg.Pool,
  book: string,
  days: readonly unknown[],
): Promise<readonly PayoutRow[]> {
  const { rows } = await pool.query<Record<string, unknown>>(
    `select ${columnsOf(payoutTable)} from prepaid_payout t
     where t.book = $1 and t.beneficiary = $2 and t.kind = 'settlement' and t.state = 'returned'
       and t.resolved_at >= $3 and t.resolved_at < $4
     order by t.resolved_at, t.payout limit ${LINE_OTHERS_MAX}`,
    [book, ...days],
  )
  return rows.map((raw) => rowOf(payoutTable, raw))
}
