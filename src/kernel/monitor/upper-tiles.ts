/** The tiles above level 0, as they are served, held against the hashes that were computed here. */
import type { FullTile } from '#kernel/log/append.ts'
import { type Edge, nodeOf, tileStart } from '#kernel/log/edge.ts'
import { HASH_BYTES } from '#kernel/log/hash.ts'
import { TILE_WIDTH, type TileAt } from '#kernel/log/tile.ts'
import { base64Of } from '#kernel/std/base64.ts'
import { concatBytes, equalBytes } from '#kernel/std/bytes.ts'
import { Alarm } from './alarm.ts'
import { type LogSource, SourceAway } from './source.ts'

/** Those that have become full. Level 0 is what was computed from. */
export async function checkUpperTiles(
  source: LogSource,
  tiles: readonly FullTile[],
): Promise<void> {
  for (const { level, index, bytes } of tiles) {
    if (level === 0) continue
    // oxlint-disable-next-line no-await-in-loop -- one in 65,536 entries.
    await checkTile(source, { level, index, width: TILE_WIDTH }, bytes)
  }
}

/** Those at the right edge of the tree. */
export async function checkPartialTiles(source: LogSource, { size, rows }: Edge): Promise<void> {
  for (let level = 1; 8 * level < rows.length; level += 1) {
    const complete = Math.floor(size / TILE_WIDTH ** level)
    const first = tileStart(8 * level, complete)
    if (first === complete) continue
    const hashes = Array.from({ length: complete - first }, (_, at) =>
      nodeOf(rows, 8 * level, first + at),
    )
    const at = { level, index: first / TILE_WIDTH, width: complete - first }
    // oxlint-disable-next-line no-await-in-loop -- a tree has at most seven levels of tiles.
    await checkTile(source, at, concatBytes(...hashes))
  }
}

async function checkTile(source: LogSource, at: TileAt, computed: Uint8Array): Promise<void> {
  const served = await source.tile(at)
  const { level, index } = at
  if (served === null) throw new SourceAway(`tile ${level}/${index} is not served`)
  if (equalBytes(served.subarray(0, computed.length), computed)) return
  const byte = computed.findIndex((value, place) => value !== served[place])
  const place = index * TILE_WIDTH + Math.floor(byte / HASH_BYTES)
  throw new Alarm(
    'tile_wrong',
    `hash ${place} of tile level ${level} is not that of the tile below it`,
    {
      level,
      place,
      served: base64Of(served),
      computed: base64Of(computed),
    },
  )
}
