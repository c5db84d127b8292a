/** The notary's desk: what waits for somebody, and whether the ledger and the bank agree. All of it bounded. */
import type pg from 'pg'
import type { PartyId } from '#kernel/identity/principal.ts'
import type { Row } from '#kernel/rows/table.ts'
import { assert } from '#kernel/std/assert.ts'
import { readRows } from '#platform/postgres/table-reader.ts'
import type { Words } from '../contract.ts'
import { BANK, DIFFERENCES, IN_TRANSIT, SUSPENSE } from '../domain/accounts.ts'
import {
  bankEntryTable,
  contractTable,
  refundTable,
  settlementTable,
  shopTable,
  statementTable,
  useTable,
  type BankEntryRow,
  type ContractRow,
  type RefundRow,
  type SettlementRow,
  type ShopRow,
  type UseRow,
} from '../domain/rows.ts'

/** Of each queue the desk reads so many, the most urgent first; the counts say how many there are. */
export const QUEUE_MAX = 100
/** Counting stops here: nobody works through more in a day. */
export const COUNT_MAX = 1_000

export type StatementRow = Row<typeof statementTable>

export interface WaitingRows {
  readonly settlements: readonly SettlementRow[]
  readonly refunds: readonly RefundRow[]
  readonly money: readonly BankEntryRow[]
  readonly uses: readonly UseRow[]
  readonly shops: readonly ShopRow[]
  readonly differences: readonly BankEntryRow[]
}

export async function listWaiting(pool: pg.Pool, book: string): Promise<WaitingRows> {
  const limit = QUEUE_MAX
  const [settlements, refunds, money, uses, shops, differences] = await Promise.all([
    readRows(pool, settlementTable, {
      book,
      where: `t.state = 'proposed'`,
      orderBy: 't.expires_at, t.settlement',
      limit,
    }),
    readRows(pool, refundTable, {
      book,
      where: `t.state in ('asked', 'agreed', 'objected', 'returned')`,
      orderBy: 't.asked_at, t.refund',
      limit,
    }),
    readRows(pool, bankEntryTable, {
      book,
      where: `t.state in ('suspended', 'proposed')`,
      orderBy: 't.recorded_at, t.bank_entry',
      limit,
    }),
    readRows(pool, useTable, {
      book,
      where: `t.state = 'contested'`,
      orderBy: 't.deemed_at, t.use',
      limit,
    }),
    readRows(pool, shopTable, {
      book,
      where: `t.state = 'applied'`,
      orderBy: 't.applied_at, t.shop',
      limit,
    }),
    readRows(pool, bankEntryTable, {
      book,
      where: `t.state = 'differed'`,
      orderBy: 't.recorded_at, t.bank_entry',
      limit,
    }),
  ])
  return { settlements, refunds, money, uses, shops, differences }
}

export type WaitingCounts = Readonly<Record<keyof WaitingRows, number>>

const counted = (from: string): string =>
  `(select count(*)::int4 from (select 1 from ${from} limit ${COUNT_MAX}) found)`

const COUNTS_SQL = `select
  ${counted(`prepaid_settlement where book = $1 and state = 'proposed'`)} as settlements,
  ${counted(`prepaid_refund where book = $1 and state in ('asked', 'agreed', 'objected', 'returned')`)} as refunds,
  ${counted(`prepaid_bank_entry where book = $1 and state in ('suspended', 'proposed')`)} as money,
  ${counted(`prepaid_use where book = $1 and state = 'contested'`)} as uses,
  ${counted(`prepaid_shop where book = $1 and state = 'applied'`)} as shops,
  ${counted(`prepaid_bank_entry where book = $1 and state = 'differed'`)} as differences`

/** How many there are of each, up to COUNT_MAX. */
export async function countWaiting(pool: pg.Pool, book: string): Promise<WaitingCounts> {
  const { rows } = await pool.query<WaitingCounts>(COUNTS_SQL, [book])
  const [row] = rows
  assert(row !== undefined, 'counting always answers')
  return row
}

/** Names of organisations by id; persons have none here. */
export async function namesOf(
  pool: pg.Pool,
  book: string,
  organisations: readonly PartyId[],
): Promise<ReadonlyMap<PartyId, Words>> {
  if (organisations.length === 0) return new Map()
  const { rows } = await pool.query<{ party: PartyId; name: Words }>(
    'select party, name from party where book = $1 and party = any($2::text[]) and name is not null',
    [book, organisations],
  )
  return new Map(rows.map(({ party, name }) => [party, name]))
}

export async function contractsBy(
  pool: pg.Pool,
  book: string,
  contracts: readonly string[],
): Promise<ReadonlyMap<string, ContractRow>> {
  if (contracts.length === 0) return new Map()
  const rows = await readRows(pool, contractTable, {
    book,
    where: 't.contract = any($2::text[])',
    values: [contracts],
    orderBy: 't.contract',
    limit: 6 * QUEUE_MAX,
  })
  return new Map(rows.map((row) => [row.contract, row]))
}

/** Signed and unpaid contracts of these prices, at most so many: whom money without a contract may be for. */
export function listUnpaid(
  pool: pg.Pool,
  book: string,
  pricesMinor: readonly bigint[],
): Promise<readonly ContractRow[]> {
  return readRows(pool, contractTable, {
    book,
    where: `t.state = 'signed' and t.price_minor = any($2::int8[])`,
    values: [pricesMinor.map(String)],
    orderBy: 't.signed_at desc, t.contract',
    limit: QUEUE_MAX,
  })
}

/** What the ledger says now, in fen. */
export interface LedgerNow {
  readonly bankMinor: bigint
  readonly suspenseMinor: bigint
  readonly inTransitMinor: bigint
  readonly differencesMinor: bigint
}

/** Accounts that nobody opened have nothing. The bank's and the differences grow by debits. */
export async function ledgerNow(pool: pg.Pool, book: string): Promise<LedgerNow> {
  const { rows } = await pool.query<{ account: string; balance: bigint }>(
    `select wanted.account, (case a.side when 'debit' then a.debits_posted - a.credits_posted
        else a.credits_posted - a.debits_posted end)::int8 as balance
     from unnest($2::text[]) as wanted (account)
     cross join lateral (select side, debits_posted, credits_posted from account
       where book = $1 and account = wanted.account order by entry desc limit 1) a`,
    [book, [BANK, SUSPENSE, IN_TRANSIT, DIFFERENCES]],
  )
  const at = (name: string): bigint => rows.find(({ account }) => account === name)?.balance ?? 0n
  return {
    bankMinor: at(BANK),
    suspenseMinor: at(SUSPENSE),
    inTransitMinor: at(IN_TRANSIT),
    differencesMinor: at(DIFFERENCES),
  }
}

/** The bank's last closing balance beside the book's own. */
export async function findLastStatement(
  pool: pg.Pool,
  book: string,
): Promise<StatementRow | undefined> {
  const [row] = await readRows(pool, statementTable, {
    book,
    where: 'true',
    orderBy: 't.day desc',
    limit: 1,
  })
  return row
}

/** What these shops have earned and was not paid, with what a settlement holds of it. */
export async function earnedByShops(
  pool: pg.Pool,
  book: string,
  shops: readonly PartyId[],
): Promise<ReadonlyMap<PartyId, bigint>> {
  const { rows } = await pool.query<{ shop: PartyId; balance: bigint }>(
    `select wanted.shop, (a.credits_posted - a.debits_posted)::int8 as balance
     from unnest($2::text[]) as wanted (shop)
     cross join lateral (select credits_posted, debits_posted from account
       where book = $1 and account = 'prepaid.shop/' || wanted.shop order by entry desc limit 1) a`,
    [book, shops],
  )
  return new Map(rows.map(({ shop, balance }) => [shop, balance]))
}
