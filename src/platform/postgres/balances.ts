/**
 * The balance of an account as of an entry: right, or refused. Accounts keep a version for each batch that
 * touched them; inside a batch the transfers since its first entry are added to the version before it. One
 * statement reads all of it, so a batch that commits meanwhile cannot come in between.
 */
import type pg from 'pg'
import { z } from 'zod'
import type { Account } from '#kernel/money/transfer.ts'
import { err, ok, type Result } from '#kernel/std/result.ts'

export type BalanceRefusal =
  /** The book has no such entry yet, so its balance is not known. */
  | 'entry_not_reached'
  | 'account_unknown'
  /** The account was opened by a later entry. */
  | 'account_not_open_yet'

const SQL = `
  with v as (select * from account where book = $1 and account = $2 and entry <= $3
             order by entry desc limit 1),
  n as (select * from account where book = $1 and account = $2 and entry > $3
        order by entry limit 1),
  t as (select m.op, m.debit, m.credit, m.amount_minor as amount,
          h.debit as held_debit, h.credit as held_credit, h.amount_minor as held
        from n join transfer m on m.book = $1 and m.idx >= n.since and m.idx <= $3
        left join hold h on h.book = m.book and h.hold = m.hold),
  change as (select
      coalesce(bool_or(op = 'open' and debit = $2), false) as opened,
      coalesce(sum(amount) filter (where op = 'move' and debit = $2
        or op = 'post' and held_debit = $2), 0) as debits_posted,
      coalesce(sum(amount) filter (where op = 'move' and credit = $2
        or op = 'post' and held_credit = $2), 0) as credits_posted,
      coalesce(sum(case when op = 'hold' then held else -held end) filter (
        where op in ('hold', 'post', 'void', 'expire') and held_debit = $2), 0) as debits_pending,
      coalesce(sum(case when op = 'hold' then held else -held end) filter (
        where op in ('hold', 'post', 'void', 'expire') and held_credit = $2), 0) as credits_pending
    from t)
  select b.size, coalesce(v.currency, n.currency) as currency, coalesce(v.side, n.side) as side,
    coalesce(v.overdraft, n.overdraft) as overdraft,
    v.account is not null or c.opened as is_open,
    (coalesce(v.debits_posted, 0) + c.debits_posted)::int8 as debits_posted,
    (coalesce(v.credits_posted, 0) + c.credits_posted)::int8 as credits_posted,
    (coalesce(v.debits_pending, 0) + c.debits_pending)::int8 as debits_pending,
    (coalesce(v.credits_pending, 0) + c.credits_pending)::int8 as credits_pending
  from book b cross join change c left join v on true left join n on true where b.book = $1`

const BalanceRow = z.object({
  size: z.bigint(),
  currency: z.string().nullable(),
  side: z.string().nullable(),
  overdraft: z.boolean().nullable(),
  is_open: z.boolean(),
  debits_posted: z.bigint(),
  credits_posted: z.bigint(),
  debits_pending: z.bigint(),
  credits_pending: z.bigint(),
})

export async function balanceAsOf(
  pool: Pick<pg.Pool, 'query'>,
  book: string,
  account: string,
  index: number,
): Promise<Result<Account, BalanceRefusal>> {
  const { rows } = await pool.query(SQL, [book, account, index])
  const row = BalanceRow.optional().parse(rows[0])
  if (row === undefined || index < 0 || index >= Number(row.size)) return err('entry_not_reached')
  const { currency, side, overdraft } = row
  if (currency === null || side === null || overdraft === null) return err('account_unknown')
  if (!row.is_open) return err('account_not_open_yet')
  return ok({
    account,
    currency,
    side,
    overdraft,
    debitsPosted: row.debits_posted,
    creditsPosted: row.credits_posted,
    debitsPending: row.debits_pending,
    creditsPending: row.credits_pending,
  })
}
