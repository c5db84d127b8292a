/** What a shop's counter reads: its customers with running cards, the uses of a day, and what waits for answers. */
import type pg from 'pg'
import type { PartyId } from '#kernel/identity/principal.ts'
import { endOfDayMs, startOfDayMs, type LegalDay } from '#kernel/time/legal-day.ts'
import { readRows } from '#platform/postgres/table-reader.ts'
import {
  contractTable,
  productTable,
  refundTable,
  useTable,
  type ContractRow,
  type RefundRow,
  type UseRow,
} from '../domain/rows.ts'
import type { ProductRow } from './register.ts'

/** A shop has hundreds of customers at a time; more are found by the number of the card alone. */
export const CUSTOMERS_MAX = 5_000
/** A counter records hundreds of uses a day at most. */
export const DAY_USES_MAX = 500
const WAITING_MAX = 200
const CARDS_MAX = 20

/** Who holds a card of the shop that can be used now; the newest customers first. */
export async function listCustomers(
  pool: pg.Pool,
  book: string,
  shop: PartyId,
): Promise<readonly PartyId[]> {
  const { rows } = await pool.query<{ consumer: PartyId }>(
    `select consumer from prepaid_contract where book = $1 and shop = $2 and state = 'active'
     group by consumer order by max(signed_at) desc, consumer limit ${CUSTOMERS_MAX}`,
    [book, shop],
  )
  return rows.map(({ consumer }) => consumer)
}

/** Their cards of this shop that can be used now. */
export function listRunningCards(
  pool: pg.Pool,
  book: string,
  shop: PartyId,
  consumers: readonly PartyId[],
): Promise<readonly ContractRow[]> {
  return readRows(pool, contractTable, {
    book,
    where: `t.shop = $2 and t.consumer = any($3::text[]) and t.state = 'active'`,
    values: [shop, consumers],
    orderBy: 't.kind, t.signed_at desc, t.contract',
    limit: CARDS_MAX,
  })
}

/** What was recorded on a legal day, the newest first; one more than a page shows, if there are more. */
export function listUsesOfDay(
  pool: pg.Pool,
  book: string,
  shop: PartyId,
  day: LegalDay,
): Promise<readonly UseRow[]> {
  return readRows(pool, useTable, {
    book,
    where: 't.shop = $2 and t.requested_at >= $3 and t.requested_at < $4',
    values: [shop, new Date(startOfDayMs(day)), new Date(endOfDayMs(day))],
    orderBy: 't.requested_at desc, t.use',
    limit: DAY_USES_MAX + 1,
  })
}

/** Contested uses of a shop, the oldest first. */
export function listContestedOf(
  pool: pg.Pool,
  book: string,
  shop: PartyId,
): Promise<readonly UseRow[]> {
  return readRows(pool, useTable, {
    book,
    where: `t.shop = $2 and t.state = 'contested'`,
    values: [shop],
    orderBy: 't.requested_at, t.use',
    limit: WAITING_MAX,
  })
}

export interface WaitingSums {
  readonly waiting: { readonly uses: number; readonly amountMinor: bigint }
  readonly contested: { readonly uses: number; readonly amountMinor: bigint }
}

/** What is not the shop's yet: uses that wait for their consumers, and contested ones. */
export async function waitingSums(
  pool: pg.Pool,
  book: string,
  shop: PartyId,
): Promise<WaitingSums> {
  const { rows } = await pool.query<{ state: string; uses: number; amount: bigint }>(
    `select state, count(*)::int4 as uses, sum(amount_minor)::int8 as amount from prepaid_use
     where book = $1 and shop = $2 and state in ('requested', 'contested') group by state`,
    [book, shop],
  )
  const of = (state: string) => {
    const row = rows.find((one) => one.state === state)
    return { uses: row?.uses ?? 0, amountMinor: row?.amount ?? 0n }
  }
  return { waiting: of('requested'), contested: of('contested') }
}

/** Refunds that wait for the shop's answer, the nearest deadline first. */
export function listUnanswered(
  pool: pg.Pool,
  book: string,
  shop: PartyId,
): Promise<readonly RefundRow[]> {
  return readRows(pool, refundTable, {
    book,
    where: `t.shop = $2 and t.state = 'asked' and t.answer is null`,
    values: [shop],
    orderBy: 't.answer_due_at, t.refund',
    limit: WAITING_MAX,
  })
}

/** All that a shop ever listed and withdrew, what it lists now first. */
export function listOwnProducts(
  pool: pg.Pool,
  book: string,
  shop: PartyId,
): Promise<readonly ProductRow[]> {
  return readRows(pool, productTable, {
    book,
    where: 't.shop = $2',
    values: [shop],
    orderBy: `(t.state = 'listed') desc, t.entry desc`,
    limit: WAITING_MAX,
  })
}

export interface StaffRow {
  readonly person: PartyId
  readonly role: string
  readonly entry: number
}

/** Who acts for the shop now, those who lead it first. */
export async function listStaff(
  pool: pg.Pool,
  book: string,
  shop: PartyId,
): Promise<readonly StaffRow[]> {
  const { rows } = await pool.query<{ person: PartyId; role: string; entry: bigint }>(
    `select person, role, entry from appointment
     where book = $1 and organisation = $2 and is_active
     order by (role = 'head') desc, entry limit ${WAITING_MAX}`,
    [book, shop],
  )
  return rows.map(({ entry, ...row }) => ({ ...row, entry: Number(entry) }))
}

/** What a contest gave as its reason, by the entry of the contest: it stands in the leaf, the details do not. */
export async function reasonsOf(
  pool: pg.Pool,
  book: string,
  entries: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  if (entries.length === 0) return new Map()
  const { rows } = await pool.query<{ idx: bigint; reason: string | null }>(
    `select idx, convert_from(leaf, 'utf8')::jsonb -> 'body' ->> 'reason' as reason from entry
     where book = $1 and idx = any($2::int8[]) and type = 'prepaid.use-contested'`,
    [book, entries],
  )
  return new Map(
    rows.flatMap(({ idx, reason }) => (reason === null ? [] : [[Number(idx), reason]])),
  )
}
