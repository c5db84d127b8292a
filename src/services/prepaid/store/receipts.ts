/** The entries that concern a party, by its own running numbers, the newest first. */
import type pg from 'pg'
import type { PartyId } from '#kernel/identity/principal.ts'

export interface ConcerningEntry {
  readonly number: number
  readonly index: number
  readonly type: string
  readonly atMs: number
}

export interface Concerning {
  /** The last number, and so how many there are. */
  readonly count: number
  /** Numbers up to and including `from`, downwards. */
  readonly entries: readonly ConcerningEntry[]
}

export async function listConcerning(
  pool: pg.Pool,
  book: string,
  party: PartyId,
  { from, limit }: { readonly from: number | null; readonly limit: number },
): Promise<Concerning> {
  const { rows: last } = await pool.query<{ count: bigint }>(
    `select first_number + cardinality(indexes) - 1 as count from party_entries
     where book = $1 and party = $2 order by first_number desc limit 1`,
    [book, party],
  )
  const count = Number(last[0]?.count ?? 0n)
  const top = from === null ? count : Math.min(from, count)
  // A row holds the numbers of one batch, so at most `limit` rows hold the numbers asked for.
  const { rows } = await pool.query<{ number: bigint; idx: bigint; type: string; at: number }>(
    `select n.number, e.idx, e.type, e.at
     from (select p.first_number + i - 1 as number, p.indexes[i] as idx
           from (select first_number, indexes from party_entries
                 where book = $1 and party = $2 and first_number <= $3
                 order by first_number desc limit $4) p
           cross join lateral generate_subscripts(p.indexes, 1) i
           where p.first_number + i - 1 <= $3 order by number desc limit $4) n
     -- One by one through the key: how many numbers a row holds is not known, and a join would read the book.
     cross join lateral (select idx, type, at from entry
       where book = $1 and idx = n.idx limit 1) e
     order by n.number desc`,
    [book, party, top, limit],
  )
  const entries = rows.map(({ number, idx, type, at }) => ({
    number: Number(number),
    index: Number(idx),
    type,
    atMs: at,
  }))
  return { count, entries }
}
