/** What the deposit accounts hold, from the newest version of each account. */
import type pg from 'pg'
import { BANK, DIFFERENCES, IN_TRANSIT, SUSPENSE } from '../domain/accounts.ts'

/** What is held for consumers and shops in these books: the bank's money less what is on its way. */
export async function heldNowMinor(pool: pg.Pool, books: readonly string[]): Promise<bigint> {
  const { rows } = await pool.query<{ held: bigint | null }>(
    `select sum(case when w.account = any($3::text[]) then -l.balance else l.balance end)::int8 as held
     from unnest($1::text[]) b(book) cross join unnest($2::text[]) w(account)
     cross join lateral (select case side when 'debit' then debits_posted - credits_posted
         else credits_posted - debits_posted end as balance from account a
       where a.book = b.book and a.account = w.account order by entry desc limit 1) l`,
    [books, [BANK, DIFFERENCES, SUSPENSE, IN_TRANSIT], [SUSPENSE, IN_TRANSIT]],
  )
  return rows[0]?.held ?? 0n
}
