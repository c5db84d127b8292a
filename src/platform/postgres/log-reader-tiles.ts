/**
 * Tiles from PostgreSQL. Full ones are stored; a partial one is made of the last entries' leaf hashes,
 * or of the full tiles one level down, and comes out the same for ever.
 */
import type pg from 'pg'
import { assert } from '#kernel/std/assert.ts'
import { concatBytes } from '#kernel/std/bytes.ts'
import { fullRoot } from '#kernel/log/fold.ts'
import { type Hash, HASH_BYTES, type Hashing } from '#kernel/log/hash.ts'
import { hashInTile, TILE_WIDTH, type TileAt } from '#kernel/log/tile.ts'

/** Hashing a tile takes 0.2 ms and nobody else is served meanwhile, so few are hashed at a time. */
const TILES_AT_ONCE = 16

/** A root that was computed once is kept: the last tile of a level asks for the same ones again. */
const ROOTS_MAX = 16_384

interface TileRow {
  readonly n: bigint
  readonly hashes: Buffer
}

export class StoredTiles {
  readonly #pool: pg.Pool
  readonly #hashing: Hashing
  readonly #roots = new Map<string, Hash>()

  constructor(pool: pg.Pool, hashing: Hashing) {
    this.#pool = pool
    this.#hashing = hashing
  }

  /** The tile, of which the caller knows that the tree has it. */
  async read(book: string, { level, index, width }: TileAt): Promise<Uint8Array> {
    const [stored] = await this.#full(book, level, [index])
    if (stored !== undefined) return stored.hashes.subarray(0, width * HASH_BYTES)
    assert(width < TILE_WIDTH, 'a full tile is stored')
    const hashes =
      level === 0
        ? await this.#leaves(book, index * TILE_WIDTH, width)
        : await this.#rootsBelow(book, { level, index, width })
    assert(hashes.length === width, 'the tree has every hash of the tile')
    return concatBytes(...hashes)
  }

  async #full(book: string, level: number, indexes: readonly number[]): Promise<TileRow[]> {
    const { rows } = await this.#pool.query<TileRow>(
      'select n, hashes from tile where book = $1 and level = $2 and n = any($3::int8[]) order by n',
      [book, level, indexes],
    )
    return rows
  }

  async #leaves(book: string, first: number, count: number): Promise<Hash[]> {
    const { rows } = await this.#pool.query<{ leaf_hash: Buffer }>(
      'select leaf_hash from entry where book = $1 and idx >= $2 and idx < $3 order by idx',
      [book, first, first + count],
    )
    return rows.map(({ leaf_hash: hash }) => hash)
  }

  async #rootsBelow(book: string, { level, index, width }: TileAt): Promise<Hash[]> {
    const below = Array.from({ length: width }, (_, at) => index * TILE_WIDTH + at)
    const nameOf = (n: number): string => `${book}/${level - 1}/${n}`
    const found = new Map<number, Hash>()
    for (const n of below) {
      const known = this.#roots.get(nameOf(n))
      if (known !== undefined) found.set(n, known)
    }
    const missing = below.filter((n) => !found.has(n))
    for (let at = 0; at < missing.length; at += TILES_AT_ONCE) {
      const rows = await this.#full(book, level - 1, missing.slice(at, at + TILES_AT_ONCE))
      for (const { n, hashes } of rows) {
        const root = rootOfTile(hashes, this.#hashing)
        found.set(Number(n), root)
        this.#keep(nameOf(Number(n)), root)
      }
    }
    return below.flatMap((n) => found.get(n) ?? [])
  }

  #keep(name: string, root: Hash): void {
    if (this.#roots.size >= ROOTS_MAX) this.#roots.clear()
    this.#roots.set(name, root)
  }
}

/** The hash that a full tile has one level up. */
export function rootOfTile(bytes: Uint8Array, hashing: Hashing): Hash {
  const hashes = Array.from({ length: TILE_WIDTH }, (_, place) => hashInTile(bytes, place))
  return fullRoot(hashes, hashing)
}
