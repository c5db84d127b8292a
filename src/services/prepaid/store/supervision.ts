/** Figures for supervision: cells rolled up when they are read, and what they are held against in the ledger. */
import type pg from 'pg'
import type { PartyId } from '#kernel/identity/principal.ts'
import type { Words } from '../contract.ts'
import { INDICATORS, REFUND_DAYS_MAX, refundDaysIndicator } from '../figures.ts'

const TOTALLED = Object.values(INDICATORS).map(({ id }) => id)
const REFUND_DAYS = Array.from({ length: REFUND_DAYS_MAX + 1 }, (_, days) =>
  refundDaysIndicator(days),
)
/** More shops than that are another page, and another book. */
export const SHOPS_MAX = 2_000
const MONTHS_MAX = 240

export interface Sum {
  readonly indicator: string
  readonly amount: bigint
}
export type ShopSum = Sum & { readonly shop: PartyId }
export type MonthSum = Sum & { readonly month: string }

/** Of each shop over all months. */
export async function sumsByShop(pool: pg.Pool, book: string): Promise<readonly ShopSum[]> {
  const { rows } = await pool.query<ShopSum>(
    `select indicator, area as shop, sum(amount)::int8 as amount from cell
     where book = $1 and indicator = any($2::text[]) group by indicator, area
     limit ${SHOPS_MAX * TOTALLED.length}`,
    [book, TOTALLED],
  )
  return rows
}

/** Of each shop in one month. */
export async function sumsOfMonth(
  pool: pg.Pool,
  book: string,
  month: string,
): Promise<readonly ShopSum[]> {
  const { rows } = await pool.query<ShopSum>(
    `select indicator, area as shop, amount from cell
     where book = $1 and indicator = any($2::text[]) and period = $3
     limit ${SHOPS_MAX * TOTALLED.length}`,
    [book, TOTALLED, month],
  )
  return rows
}

/** Of each month: over all shops, or over these; with how long refunds took. */
export async function sumsByMonth(
  pool: pg.Pool,
  book: string,
  shops: readonly PartyId[] | null,
): Promise<readonly MonthSum[]> {
  const { rows } = await pool.query<MonthSum>(
    `select indicator, period as month, sum(amount)::int8 as amount from cell
     where book = $1 and indicator = any($2::text[]) and ($3::text[] is null or area = any($3))
     group by indicator, period order by period
     limit ${MONTHS_MAX * (TOTALLED.length + REFUND_DAYS.length)}`,
    [book, [...TOTALLED, ...REFUND_DAYS], shops],
  )
  return rows
}

export interface SupervisedShop {
  readonly shop: PartyId
  readonly name: Words
  readonly state: string
  readonly industry: string
  readonly area: string
  readonly leaseEndsOn: string
  /** Earned and not paid: the shop's account; nothing before it was approved. */
  readonly earnedMinor: bigint
  readonly entry: number
}

/** Every shop of the book, or those of an area, with what it has earned and was not paid. */
export async function listSupervised(
  pool: pg.Pool,
  book: string,
  area: string | null,
): Promise<readonly SupervisedShop[]> {
  const { rows } = await pool.query<{
    shop: PartyId
    name: Words
    state: string
    industry: string
    area: string
    lease_ends_on: string
    earned: bigint
    entry: bigint
  }>(
    `select s.shop, p.name, s.state, s.industry, s.area, s.lease_ends_on, s.entry,
       coalesce(a.credits_posted - a.debits_posted, 0)::int8 as earned
     from prepaid_shop s
     join party p on p.book = s.book and p.party = s.shop
     left join lateral (select credits_posted, debits_posted from account
       where book = s.book and account = 'prepaid.shop/' || s.shop order by entry desc limit 1) a on true
     where s.book = $1 and ($2::text is null or s.area = $2)
     order by s.shop limit ${SHOPS_MAX}`,
    [book, area],
  )
  return rows.map((row) => ({
    shop: row.shop,
    name: row.name,
    state: row.state,
    industry: row.industry,
    area: row.area,
    leaseEndsOn: row.lease_ends_on,
    earnedMinor: row.earned,
    entry: Number(row.entry),
  }))
}

/** Classes that wait for their consumer, by the legal day on which the shop asked. */
export async function countWaitingByDay(
  pool: pg.Pool,
  book: string,
): Promise<readonly { readonly day: string; readonly uses: number }[]> {
  const { rows } = await pool.query<{ day: string; uses: number }>(
    `select to_char(requested_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as day,
       count(*)::int4 as uses
     from prepaid_use where book = $1 and state = 'requested' group by 1 order by 1 limit 400`,
    [book],
  )
  return rows
}
