/** Payouts that wait for the bank, with where they go: to a payer that the bank knows, or to a shop's account. */
import type pg from 'pg'
import type { PartyId } from '#kernel/identity/principal.ts'

export interface WaitingPayout {
  readonly entry: number
  readonly payout: string
  readonly amountMinor: bigint
  /** The bank's entry whose payer is paid back; null for the account that the beneficiary gave. */
  readonly toPayerOf: string | null
  readonly beneficiary: PartyId | null
}

/** Ordered after that one, by entry and id. */
export async function listOrderedPayouts(
  pool: pg.Pool,
  book: string,
  after: { readonly entry: number; readonly payout: string } | null,
  limit: number,
): Promise<readonly WaitingPayout[]> {
  const { rows } = await pool.query<{
    entry: bigint
    payout: string
    amount_minor: bigint
    to_payer_of: string | null
    beneficiary: string | null
  }>(
    `select entry, payout, amount_minor, to_payer_of, beneficiary from prepaid_payout
     where book = $1 and state = 'ordered' and (entry, payout) > ($2, $3)
     order by entry, payout limit $4`,
    [book, after?.entry ?? -1, after?.payout ?? '', limit],
  )
  return rows.map((row) => ({
    entry: Number(row.entry),
    payout: row.payout,
    amountMinor: row.amount_minor,
    toPayerOf: row.to_payer_of,
    beneficiary: row.beneficiary,
  }))
}

/** Who speaks for the bank of a book: its teller, or undefined while there is no deposit account. */
export async function findTeller(pool: pg.Pool, book: string): Promise<PartyId | undefined> {
  const { rows } = await pool.query<{ person: string }>(
    `select a.person from prepaid_depositary d
     join appointment a on a.book = d.book and a.organisation = d.bank
     where d.book = $1 and a.role = 'teller' and a.is_active order by a.entry limit 1`,
    [book],
  )
  return rows[0]?.person
}
