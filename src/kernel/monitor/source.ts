/**
 * Where a log is read from (c2sp.org/tlog-tiles): its own address, or a folder with the same paths. What
 * comes from there is believed by nobody before it was hashed.
 */
import {
  bundlePath,
  type BundleAt,
  TILE_BYTES,
  TILE_WIDTH,
  type TileAt,
  tilePath,
} from '#kernel/log/tile.ts'
import { LEAF_BYTES_MAX } from '#kernel/std/limits.ts'
import { textFromUtf8 } from '#kernel/std/utf8.ts'

/** The log cannot be read now, which says nothing about what is in it. */
export class SourceAway extends Error {
  override readonly name = 'SourceAway'
}

export interface LogSource {
  /** The last signed checkpoint, as it is published. */
  checkpoint(): Promise<string>
  /** The hashes; null where the log has no such tile. At least as wide as asked. */
  tile(at: TileAt): Promise<Uint8Array | null>
  /** The entries, or null where there is no such bundle. */
  bundle(at: BundleAt): Promise<Uint8Array | null>
}

/** Reads one path under the log's prefix: null if nothing is there. Rejects with SourceAway. */
export type ReadPath = (path: string, bytesMax: number) => Promise<Uint8Array | null>

const NOTE_BYTES_MAX = 262_144
const BUNDLE_BYTES_MAX = TILE_WIDTH * (LEAF_BYTES_MAX + 2)

export function sourceOf(read: ReadPath): LogSource {
  /** A partial tile may be dropped once the full one exists. */
  const widest = async (
    pathOf: (width: number) => string,
    width: number,
    bytesMax: number,
  ): Promise<Uint8Array | null> => {
    const found = await read(pathOf(width), bytesMax)
    return found === null && width < TILE_WIDTH ? read(pathOf(TILE_WIDTH), bytesMax) : found
  }
  return {
    async checkpoint() {
      const bytes = await read('checkpoint', NOTE_BYTES_MAX)
      const text = bytes === null ? null : textFromUtf8(bytes)
      if (text === null) throw new SourceAway('there is no checkpoint')
      return text
    },
    tile: (at) => widest((width) => tilePath({ ...at, width }), at.width, TILE_BYTES),
    bundle: (at) => widest((width) => bundlePath({ ...at, width }), at.width, BUNDLE_BYTES_MAX),
  }
}
