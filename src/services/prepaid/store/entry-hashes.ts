/** Leaf hashes of entries: pages draw the bands of an act from the hash of its entry. */
import type pg from 'pg'

/** In hex, by index; indexes that are not in the book are left out. */
export async function listEntryHashes(
  pool: pg.Pool,
  book: string,
  indexes: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  if (indexes.length === 0) return new Map()
  const { rows } = await pool.query<{ idx: bigint; hash: string }>(
    `select idx, encode(leaf_hash, 'hex') as hash from entry
     where book = $1 and idx = any($2::int8[])`,
    [book, indexes],
  )
  return new Map(rows.map(({ idx, hash }) => [Number(idx), hash]))
}
