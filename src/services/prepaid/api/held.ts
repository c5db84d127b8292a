/** What is held right now, and what it comes from: paid in, less what was released, refunded and paid as interest. */
import type pg from 'pg'
import { INDICATORS } from '../figures.ts'
import { listTotals } from '../store/figures.ts'
import { heldNowMinor } from '../store/held.ts'

/** In fen, over all these books. */
export interface HeldNow {
  readonly heldMinor: bigint
  readonly depositedMinor: bigint
  readonly releasedMinor: bigint
  readonly refundedMinor: bigint
  readonly interestMinor: bigint
  readonly contracts: number
  readonly shops: number
}

/** Null where nothing was ever paid in. */
export async function loadHeld(pool: pg.Pool, books: readonly string[]): Promise<HeldNow | null> {
  const [heldMinor, totals, { rows }] = await Promise.all([
    heldNowMinor(pool, books),
    listTotals(pool, books),
    pool.query<{ contracts: number; shops: number }>(
      `select (select count(*)::int from prepaid_contract where book = any($1::text[])
           and state in ('active', 'stopping', 'expired')) as contracts,
         (select count(*)::int from prepaid_shop where book = any($1::text[])
           and state in ('approved', 'suspended')) as shops`,
      [books],
    ),
  ])
  const total = (id: string): bigint =>
    totals.reduce((sum, { indicator, amount }) => (indicator === id ? sum + amount : sum), 0n)
  const depositedMinor = total(INDICATORS.deposited.id)
  if (depositedMinor === 0n) return null
  return {
    heldMinor,
    depositedMinor,
    releasedMinor: total(INDICATORS.released.id),
    refundedMinor: total(INDICATORS.refunded.id),
    interestMinor: total(INDICATORS.interest.id),
    contracts: rows[0]?.contracts ?? 0,
    shops: rows[0]?.shops ?? 0,
  }
}
