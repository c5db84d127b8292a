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
import { pageRows, type PageOr, type Turning } from './paged.ts'

/** Days are few: what was settled is left out, and nothing matures later than some weeks from now. */
const DAYS_MAX = 500
/** Of refunds and of payouts that came back a line has a few; what is cut off is said. */
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

/** A shop and the days that matured for it, both with. */
export type Span = Pick<Line, 'shop' | 'from' | 'through'>

/**
 * The uses that matured in a span, by the day and then as they were recorded. What matures on a day is what was
 * counted: a use that is asked for, contested, withdrawn or the consumer's has none.
 */
export function listMaturedUses(
  pool: pg.Pool,
  book: string,
  { shop, from, through }: Span,
  turning: Turning,
): Promise<PageOr<UseRow>> {
  return pageRows(
    pool,
    useTable,
    {
      book,
      where: 't.shop = $2 and t.matures_on >= $3 and t.matures_on <= $4',
      values: [shop, from, through],
      order: ['maturesOn', 'entry'],
      direction: 'asc',
    },
    turning,
  )
}

export interface Counted {
  readonly uses: number
  readonly amountMinor: bigint
}

/** The uses that matured in these spans, counted from their own rows: an index has all that this reads. */
export async function countMaturedUses(
  pool: pg.Pool,
  book: string,
  spans: readonly Span[],
): Promise<Counted> {
  const { rows } = await pool.query<{ uses: number; amount: bigint }>(
    `select count(*)::int4 as uses, coalesce(sum(u.amount_minor), 0)::int8 as amount
     from unnest($2::text[], $3::text[], $4::text[]) as line (shop, from_day, through_day)
     join prepaid_use u on u.book = $1 and u.shop = line.shop
       and u.matures_on >= line.from_day and u.matures_on <= line.through_day`,
    [
      book,
      spans.map(({ shop }) => shop),
      spans.map(({ from }) => from),
      spans.map(({ through }) => through),
    ],
  )
  const [row] = rows
  return { uses: row?.uses ?? 0, amountMinor: row?.amount ?? 0n }
}

/** Of what a line is made besides its uses: whatever matured on its days. */
export interface LineOthers {
  /** Refunds of which a rest was earned, or whose interest the shop paid, approved on these days. */
  readonly refunds: readonly RefundRow[]
  /** Payouts of the shop that the bank sent back on these days. */
  readonly returned: readonly PayoutRow[]
}

export async function readLineOthers(
  pool: pg.Pool,
  book: string,
  { shop, from, through }: Span,
): Promise<LineOthers> {
  const days = [shop, new Date(startOfDayMs(from)), new Date(endOfDayMs(through))]
  const [refunds, returned] = await Promise.all([
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
  return { refunds, returned }
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
