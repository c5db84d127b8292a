/** Entries in lists, newest first: one query whatever the number of books. */
import type pg from 'pg'
import { type Leaf, readLeaf } from '#kernel/log/leaf.ts'
import { assert } from '#kernel/std/assert.ts'
import { formatInstant } from '#kernel/time/clock.ts'
import type { EntryLine } from '#web/pages/views.ts'
import { actOf, tell } from './entry-words.ts'
import { type Head, levelAt } from './heads.ts'

interface EntryRow {
  readonly book: string
  readonly idx: bigint
  readonly at: number
  readonly type: string
  /** Null for a type that is not public: what may not be shown is not read. */
  readonly leaf: Buffer | null
}

export interface EntryListing {
  readonly pool: pg.Pool
  readonly publicTypes: ReadonlySet<string>
}

/** Of each book only what its checkpoint covers, and below the given index if there is one. */
export async function listEntries(
  { pool, publicTypes }: EntryListing,
  heads: readonly Head[],
  { before, limit }: { readonly before?: number; readonly limit: number },
): Promise<readonly EntryLine[]> {
  const { rows } = await pool.query<EntryRow>(
    `select e.* from unnest($1::text[], $2::int8[]) as head (book, until)
       cross join lateral (
         select book, idx, at, type, case when type = any($3::text[]) then leaf end as leaf
         from entry where book = head.book and idx < head.until order by idx desc limit $4
       ) e
       order by e.at desc, e.idx desc, e.book limit $4`,
    [
      heads.map(({ name }) => name.id),
      heads.map(({ size }) => Math.min(size, before ?? size)),
      [...publicTypes],
      limit,
    ],
  )
  const headOf = new Map(heads.map((head) => [head.name.id, head]))
  return rows.map(({ book, idx, at, type, leaf }) => {
    const head = headOf.get(book)
    assert(head !== undefined, 'entries are read of the books that were asked for')
    return {
      book: head.name,
      index: Number(idx),
      at: formatInstant(at),
      act: actOf(type),
      subject: tell(leaf === null ? null : leafOf(leaf)).subject,
      level: levelAt(head, Number(idx)),
    }
  })
}

export function leafOf(bytes: Uint8Array): Leaf {
  const leaf = readLeaf(bytes)
  assert(leaf.ok, 'a leaf of our own is canonical')
  return leaf.value
}
