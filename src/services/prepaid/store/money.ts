/** Money on its way: settlements and what a shop is paid, refunds, money in suspense, payouts, statements. */
import type pg from 'pg'
import type { PartyId } from '#kernel/identity/principal.ts'
import { columnsOf, readRows, rowOf } from '#platform/postgres/table-reader.ts'
import type { Row } from '#kernel/rows/table.ts'
import type { Json } from '#kernel/std/json.ts'
import { shopAccount } from '../domain/accounts.ts'
import {
  bankEntryTable,
  maturingTable,
  payoutTable,
  refundTable,
  settlementTable,
  statementTable,
  type BankEntryRow,
  type PayoutRow,
  type RefundRow,
  type SettlementRow,
} from '../domain/rows.ts'
import { cursorOf, pageRows, placeOf, type PageOr, type Turning } from './paged.ts'

export type StatementRow = Row<typeof statementTable>
export type MaturingRow = Row<typeof maturingTable>

/** What a shop was paid in a settlement; what others are paid in it is not its business. */
export interface PaidLine {
  readonly payout: PayoutRow
  /** The settlement's line of this shop. */
  readonly line: Json
}

/** The settlements that were ordered for a shop, the newest first. */
export async function listPaid(
  pool: pg.Pool,
  book: string,
  shop: PartyId,
  { cursor, limit }: Turning,
): Promise<PageOr<PaidLine>> {
  const place = cursor === undefined ? null : placeOf(cursor, ['number', 'string'])
  if (place === null && cursor !== undefined) return 'unknown_cursor'
  const { rows } = await pool.query<Record<string, unknown> & { line: Json }>(
    `select ${columnsOf(payoutTable)}, l.line from prepaid_payout t
     join prepaid_settlement s on s.book = t.book and s.settlement = t.subject
     cross join lateral (
       select line from jsonb_array_elements(s.lines) line where line ->> 'shop' = $2
     ) l
     where t.book = $1 and t.beneficiary = $2 and t.kind = 'settlement'
       and ($3::int8 is null or (t.ordered_at, t.payout)
         < (timestamptz 'epoch' + $3::int8 * interval '1 millisecond', $4::text))
     order by t.ordered_at desc, t.payout desc limit $5`,
    [book, shop, place?.[0] ?? null, place?.[1] ?? null, limit + 1],
  )
  const items = rows.slice(0, limit).map((raw) => ({
    payout: rowOf(payoutTable, raw),
    line: raw.line,
  }))
  const last = items.at(-1)?.payout
  if (rows.length <= limit || last === undefined) return { items }
  return { items, next: cursorOf([last.orderedAt, last.payout]) }
}

/** Of an account that nobody opened: nothing. */
export interface Earned {
  readonly balanceMinor: bigint
  /** Held by a settlement that waits for its approval. */
  readonly promisedMinor: bigint
}

export async function earnedOf(pool: pg.Pool, book: string, shop: PartyId): Promise<Earned> {
  const { rows } = await pool.query<{ balance: bigint; promised: bigint }>(
    `select (credits_posted - debits_posted)::int8 as balance, debits_pending as promised
     from account where book = $1 and account = $2 order by entry desc limit 1`,
    [book, shopAccount(shop)],
  )
  return { balanceMinor: rows[0]?.balance ?? 0n, promisedMinor: rows[0]?.promised ?? 0n }
}

const MONTH_DAYS_MAX = 31

/** What matures on each day of a month `2026-11`, in fen and in uses. */
export function listMaturing(
  pool: pg.Pool,
  book: string,
  shop: PartyId,
  month: string,
): Promise<readonly MaturingRow[]> {
  return readRows(pool, maturingTable, {
    book,
    where: 't.shop = $2 and t.day >= $3 and t.day <= $4',
    values: [shop, `${month}-01`, `${month}-31`],
    orderBy: 't.day',
    limit: MONTH_DAYS_MAX,
  })
}

/** All of them with all their lines, the newest first: the office's and supervision's alone. */
export function listSettlements(
  pool: pg.Pool,
  book: string,
  turning: Turning,
): Promise<PageOr<SettlementRow>> {
  const order = ['proposedAt', 'settlement']
  const listing = { book, where: 'true', order, direction: 'desc' } as const
  return pageRows(pool, settlementTable, listing, turning)
}

export type RefundScope =
  | { readonly of: 'consumer'; readonly consumer: PartyId }
  | { readonly of: 'shop'; readonly shop: PartyId }
  /** Asked, answered or sent back: somebody has to do something. */
  | { readonly of: 'waiting' }
  | { readonly of: 'book' }

/** A shop's the newest first, what waits the oldest first, others by id. */
export function listRefunds(
  pool: pg.Pool,
  book: string,
  scope: RefundScope,
  turning: Turning,
): Promise<PageOr<RefundRow>> {
  return pageRows(pool, refundTable, { book, ...alongRefunds(scope) }, turning)
}

function alongRefunds(scope: RefundScope) {
  switch (scope.of) {
    case 'consumer':
      return {
        // There is an index of contracts by consumer, and one of refunds by contract.
        where: `t.contract in (select c.contract from prepaid_contract c
          where c.book = t.book and c.consumer = $2)`,
        values: [scope.consumer],
        order: ['refund'],
        direction: 'asc',
      } as const
    case 'shop':
      return {
        where: 't.shop = $2',
        values: [scope.shop],
        order: ['askedAt', 'refund'],
        direction: 'desc',
      } as const
    case 'waiting':
      return {
        where: `t.state in ('asked', 'agreed', 'objected', 'returned')`,
        order: ['askedAt', 'refund'],
        direction: 'asc',
      } as const
    default:
      return { where: 'true', order: ['refund'], direction: 'asc' } as const
  }
}

/** Money that nobody has matched yet, the oldest first. */
export function listSuspended(
  pool: pg.Pool,
  book: string,
  turning: Turning,
): Promise<PageOr<BankEntryRow>> {
  const where = `t.state in ('suspended', 'proposed')`
  const order = ['recordedAt', 'bankEntry']
  return pageRows(pool, bankEntryTable, { book, where, order, direction: 'asc' }, turning)
}

/** What the bank was told to pay and has not booked, the oldest first. */
export function listOrdered(
  pool: pg.Pool,
  book: string,
  turning: Turning,
): Promise<PageOr<PayoutRow>> {
  const where = `t.state = 'ordered'`
  const order = ['orderedAt', 'payout']
  return pageRows(pool, payoutTable, { book, where, order, direction: 'asc' }, turning)
}

/** The bank's closing balances beside the book's own, the last day first. */
export function listStatements(
  pool: pg.Pool,
  book: string,
  turning: Turning,
): Promise<PageOr<StatementRow>> {
  const listing = { book, where: 'true', order: ['day'], direction: 'desc' } as const
  return pageRows(pool, statementTable, listing, turning)
}
