/** One case of the notary's desk, with what has to be looked at before it is decided. */
import type pg from 'pg'
import type { PartyId } from '#kernel/identity/principal.ts'
import { readRows } from '#platform/postgres/table-reader.ts'
import { absenceTable, shopTable, type AbsenceRow, type ShopRow } from '../domain/rows.ts'
import type { Counted } from './earnings.ts'

const NOTARIES_MAX = 100
const SHOPS_MAX = 200
/** A page recounts so many uses, out of an index alone; of more, the audit does. */
export const RECOUNTED_USES_MAX = 100_000

/** The active notaries of the office of this book. */
export async function listNotaries(pool: pg.Pool, book: string): Promise<readonly PartyId[]> {
  const { rows } = await pool.query<{ person: PartyId }>(
    `select a.person from prepaid_depositary d
     join appointment a on a.book = d.book and a.organisation = d.office
     where d.book = $1 and a.role = 'notary' and a.is_active order by a.entry limit ${NOTARIES_MAX}`,
    [book],
  )
  return rows.map(({ person }) => person)
}

/** Absences that are not over on that day. */
export function listAbsencesFrom(
  pool: pg.Pool,
  book: string,
  day: string,
): Promise<readonly AbsenceRow[]> {
  return readRows(pool, absenceTable, {
    book,
    where: 't.until_day >= $2',
    values: [day],
    orderBy: 't.from_day, t.notary',
    limit: NOTARIES_MAX,
  })
}

/** All shops of the book, whatever their state. */
export function listAllShops(pool: pg.Pool, book: string): Promise<readonly ShopRow[]> {
  return readRows(pool, shopTable, {
    book,
    where: 'true',
    orderBy: 't.area, t.shop',
    limit: SHOPS_MAX,
  })
}

/** Contested uses of these shops: none of them is in a settlement. */
export async function countContested(
  pool: pg.Pool,
  book: string,
  shops: readonly PartyId[],
): Promise<number> {
  const { rows } = await pool.query<{ uses: number }>(
    `select count(*)::int4 as uses from (select 1 from prepaid_use
     where book = $1 and state = 'contested' and shop = any($2::text[]) limit 1000) found`,
    [book, shops],
  )
  return rows[0]?.uses ?? 0
}

export interface MaturedShop extends Counted {
  readonly shop: PartyId
  readonly settledThrough: string
}

/** Shops with something to settle through a legal day and no settlement open, the largest sum first. */
export async function listToSettle(
  pool: pg.Pool,
  book: string,
  { through, limit }: { readonly through: string; readonly limit: number },
): Promise<readonly MaturedShop[]> {
  const { rows } = await pool.query<{
    shop: PartyId
    settled_through: string
    uses: number
    amount: bigint
  }>(
    `select m.shop, s.settled_through, sum(m.uses)::int4 as uses, sum(m.amount_minor)::int8 as amount
     from prepaid_shop s
     join prepaid_maturing m on m.book = s.book and m.shop = s.shop
       and m.day > s.settled_through and m.day <= $2
     where s.book = $1 and s.settled_through is not null and s.open_settlement is null
     group by m.shop, s.settled_through having sum(m.amount_minor) > 0
     order by amount desc, m.shop limit $3`,
    [book, through, limit],
  )
  return rows.map(({ shop, settled_through: settledThrough, uses, amount }) => ({
    shop,
    settledThrough,
    uses,
    amountMinor: amount,
  }))
}
