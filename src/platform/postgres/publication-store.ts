/** What the publisher of a book reads and keeps in PostgreSQL. */
import type pg from 'pg'
import { parseCheckpoint } from '#kernel/log/checkpoint.ts'
import { parseNote } from '#kernel/log/note.ts'
import { TILE_WIDTH, type TileAt } from '#kernel/log/tile.ts'
import { assert } from '#kernel/std/assert.ts'
import type { PublicationStore } from '#platform/files/tile-publisher.ts'

export function publicationStore(pool: pg.Pool): PublicationStore {
  return {
    async publishCheckpoint(book, note) {
      const parsed = parseNote(note)
      const checkpoint = parsed.ok ? parseCheckpoint(parsed.value.text) : parsed
      assert(checkpoint.ok, 'a checkpoint of our own is well formed')
      const { size, root } = checkpoint.value
      await pool.query(
        `insert into checkpoint (book, size, root, note) values ($1, $2, $3, $4)
         on conflict (book, size) do nothing`,
        [book, size, root, note],
      )
    },
    async readGroup(book, index) {
      const first = index * TILE_WIDTH
      const wanted = tilesEndingWith(index)
      const [entries, tiles] = await Promise.all([
        pool.query<{ leaf: Buffer }>(
          'select leaf from entry where book = $1 and idx >= $2 and idx < $3 order by idx',
          [book, first, first + TILE_WIDTH],
        ),
        pool.query<{ hashes: Buffer }>(
          `select t.hashes from unnest($2::int4[], $3::int8[]) with ordinality k(level, n, ord)
           join tile t on t.book = $1 and t.level = k.level and t.n = k.n order by k.ord`,
          [book, wanted.map(({ level }) => level), wanted.map((tile) => tile.index)],
        ),
      ])
      assert(tiles.rows.length === wanted.length, `the full tiles of group ${index} are stored`)
      const stored = wanted.flatMap((at, place) => {
        const bytes = tiles.rows[place]?.hashes
        return bytes === undefined ? [] : [{ at, bytes }]
      })
      return { index, leaves: entries.rows.map(({ leaf }) => leaf), tiles: stored }
    },
  }
}

/** A group completes its own tile, and of each level above the tile whose last group it is. */
export function tilesEndingWith(group: number): TileAt[] {
  const tiles: TileAt[] = [{ level: 0, index: group, width: TILE_WIDTH }]
  let count = group + 1
  for (let level = 1; count % TILE_WIDTH === 0; level += 1) {
    count /= TILE_WIDTH
    tiles.push({ level, index: count - 1, width: TILE_WIDTH })
  }
  return tiles
}
