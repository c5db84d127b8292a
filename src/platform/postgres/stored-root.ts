/** The root that the first entries of a book have, hashed anew from what is stored. */
import type pg from 'pg'
import { z } from 'zod'
import { append } from '#kernel/log/append.ts'
import { EMPTY_EDGE, rootOf } from '#kernel/log/edge.ts'
import type { Hash } from '#kernel/log/hash.ts'
import { nodeHashing } from '#platform/book/sealing-tools.ts'

const PAGE = 10_000
const Leaves = z.array(z.object({ hash: z.instanceof(Uint8Array) }))

/** The book has that many entries. */
export async function storedRoot(client: pg.Client, book: string, size: number): Promise<Hash> {
  let edge = EMPTY_EDGE
  while (edge.size < size) {
    const { rows } = await client.query(
      `select leaf_hash as hash from entry where book = $1 and idx >= $2 and idx < $3 order by idx`,
      [book, edge.size, Math.min(size, edge.size + PAGE)],
    )
    const leaves = Leaves.parse(rows).map(({ hash }) => hash)
    if (leaves.length === 0) throw new Error(`the book ${book} has no entry ${edge.size}`)
    edge = append(edge, leaves, nodeHashing).edge
  }
  return rootOf(edge, nodeHashing)
}
