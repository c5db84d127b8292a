/** Consistency proofs for witnesses, from the tiles that everybody reads. */
import type { Hashing } from '#kernel/log/hash.ts'
import { consistencyFromTiles, tilesForConsistency } from '#kernel/log/tile-proof.ts'
import { tilePath } from '#kernel/log/tile.ts'
import { assert } from '#kernel/std/assert.ts'
import type { LogReader } from '#platform/http/log-reader.ts'
import type { Prove } from './link.ts'

export function proofsFromTiles(
  log: Pick<LogReader, 'tile'>,
  book: string,
  hashing: Hashing,
): Prove {
  return async (older, newer) => {
    const wanted = tilesForConsistency(older, newer)
    const read = wanted.map(async (at) => {
      const bytes = await log.tile(book, at)
      assert(bytes !== null, 'the tiles of a signed tree are there')
      return [tilePath(at), bytes] as const
    })
    return consistencyFromTiles({ older, newer }, new Map(await Promise.all(read)), hashing)
  }
}
