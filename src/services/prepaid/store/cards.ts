/** A consumer's cards: contracts with what is held for each, their uses, their refund. */
import type pg from 'pg'
import type { PartyId } from '#kernel/identity/principal.ts'
import { readRows, rowOf, columnsOf } from '#platform/postgres/table-reader.ts'
import type { Words } from '../contract.ts'
import {
  contractTable,
  refundTable,
  useTable,
  type ContractRow,
  type RefundRow,
  type UseRow,
} from '../domain/rows.ts'

export interface Card {
  readonly contract: ContractRow
  readonly shopName: Words
  /** What is held for the consumer: the balance of the contract's account. */
  readonly heldMinor: bigint
}

const CARDS_MAX = 100
const USES_MAX = 60

const CARD_SQL = `select ${columnsOf(contractTable)}, p.name as shop_name,
    coalesce(a.credits_posted - a.debits_posted, 0)::int8 as held_minor
  from prepaid_contract t
  join party p on p.book = t.book and p.party = t.shop
  left join lateral (select credits_posted, debits_posted from account
    where book = t.book and account = 'prepaid.contract/' || t.contract
    order by entry desc limit 1) a on true`

interface RawCard extends Record<string, unknown> {
  readonly shop_name: Words
  readonly held_minor: bigint
}

const cardOf = (raw: RawCard): Card => ({
  contract: rowOf(contractTable, raw),
  shopName: raw.shop_name,
  heldMinor: raw.held_minor,
})

/** The newest first, at most 100: nobody holds more. */
export async function listCards(
  pool: pg.Pool,
  book: string,
  consumer: PartyId,
): Promise<readonly Card[]> {
  const { rows } = await pool.query<RawCard>(
    `${CARD_SQL} where t.book = $1 and t.consumer = $2 order by t.entry desc limit ${CARDS_MAX}`,
    [book, consumer],
  )
  return rows.map(cardOf)
}

/** Whoever's it is: the caller compares the consumer. */
export async function findCard(
  pool: pg.Pool,
  book: string,
  contract: string,
): Promise<Card | undefined> {
  const { rows } = await pool.query<RawCard>(`${CARD_SQL} where t.book = $1 and t.contract = $2`, [
    book,
    contract,
  ])
  return rows[0] === undefined ? undefined : cardOf(rows[0])
}

/** The newest first; one more than a page shows, if there are more. */
export function listUses(
  pool: pg.Pool,
  book: string,
  contract: string,
): Promise<readonly UseRow[]> {
  return readRows(pool, useTable, {
    book,
    where: 't.contract = $2',
    values: [contract],
    orderBy: 't.n desc, t.entry desc',
    limit: USES_MAX + 1,
  })
}

export const USES_SHOWN_MAX = USES_MAX

/** Uses that wait for this consumer's answer, the nearest silence first. */
export function listQuestions(
  pool: pg.Pool,
  book: string,
  contracts: readonly string[],
): Promise<readonly UseRow[]> {
  return readRows(pool, useTable, {
    book,
    where: `t.contract = any($2::text[]) and t.state = 'requested'`,
    values: [contracts],
    orderBy: 't.deemed_at, t.use',
    limit: 50,
  })
}

/** The last refund of a contract. */
export async function findRefundOf(
  pool: pg.Pool,
  book: string,
  contract: string,
): Promise<RefundRow | undefined> {
  const [row] = await readRows(pool, refundTable, {
    book,
    where: 't.contract = $2',
    values: [contract],
    orderBy: 't.asked_at desc, t.entry desc',
    limit: 1,
  })
  return row
}
