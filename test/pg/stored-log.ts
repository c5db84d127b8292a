/** A log of made-up entries, stored as a writer stores it: for tests of the read paths at large sizes. */
import type pg from 'pg'
import { append } from '#kernel/log/append.ts'
import { formatCheckpoint } from '#kernel/log/checkpoint.ts'
import { type Edge, EMPTY_EDGE, rootOf } from '#kernel/log/edge.ts'
import { formatNote, signatureLine } from '#kernel/log/note.ts'
import { noteKey } from '#kernel/log/vkey.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { nodeHashing, sha256 } from '#platform/book/sealing-tools.ts'

const ENTRIES_PER_BATCH = 4096

export const leafAt = (index: number): Uint8Array => utf8Of(`{"n":${index}}`)

/** Appends entries and their full tiles to a book up to a size. */
export async function storeEntries(
  pool: pg.Pool,
  book: string,
  { from, size }: { readonly from: Edge; readonly size: number },
): Promise<Edge> {
  let edge = from
  while (edge.size < size) {
    const first = edge.size
    const count = Math.min(ENTRIES_PER_BATCH, size - first)
    const leaves = Array.from({ length: count }, (_, at) => leafAt(first + at))
    const hashes = leaves.map((leaf) => nodeHashing.leaf(leaf))
    const grown = append(edge, hashes, nodeHashing)
    await pool.query(
      `insert into entry (book, idx, at, type, leaf_hash, leaf)
       select $1, $2 + ord - 1, 'epoch', 'made-up', hash, leaf
       from unnest($3::bytea[], $4::bytea[]) with ordinality u(hash, leaf, ord)`,
      [book, first, hashes, leaves],
    )
    for (const { level, index, bytes } of grown.tiles) {
      await pool.query('insert into tile (book, level, n, hashes) values ($1, $2, $3, $4)', [
        book,
        level,
        index,
        bytes,
      ])
    }
    edge = grown.edge
  }
  return edge
}

export async function storeLog(pool: pg.Pool, book: string, size: number): Promise<Edge> {
  return storeEntries(pool, book, { from: EMPTY_EDGE, size })
}

/** A checkpoint whose signature nobody checks. */
export function checkpointOf(edge: Edge): string {
  const origin = 'test.hub.example/book/1'
  const key = noteKey({ name: origin, kind: 'ed25519', publicKey: new Uint8Array(32) }, sha256)
  const text = formatCheckpoint({ origin, size: edge.size, root: rootOf(edge, nodeHashing) })
  return formatNote(text, [signatureLine(key, new Uint8Array(64))])
}
