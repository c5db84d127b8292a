/** Shops with money that matured and was not settled. */
import type pg from 'pg'
import type { PartyId } from '#kernel/identity/principal.ts'

/** Shops with something to settle through a legal day and no settlement open, at most 100. */
export async function listMatured(
  pool: pg.Pool,
  book: string,
  through: string,
): Promise<readonly PartyId[]> {
  const { rows } = await pool.query<{ shop: string }>(
    `select m.shop from prepaid_maturing m
     join prepaid_shop s on s.book = m.book and s.shop = m.shop
     where m.book = $1 and m.day <= $2 and m.day > coalesce(s.settled_through, '')
       and s.open_settlement is null
     group by m.shop having sum(m.amount_minor) > 0 order by m.shop limit 100`,
    [book, through],
  )
  return rows.map(({ shop }) => shop)
}
