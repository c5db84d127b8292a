/** What a book shows to everybody: its last published checkpoint, and tiles and entries as they lie in the database. */
import { pairUp } from '#kernel/log/fold.ts'
import {
  encodeBundle,
  TILE_WIDTH,
  tilePath,
  tileWidth,
  type BundleAt,
  type TileAt,
} from '#kernel/log/tile.ts'
import { inclusionFromTiles, tilesForInclusion } from '#kernel/log/tile-proof.ts'
import { assert } from '#kernel/std/assert.ts'
import { base64Of } from '#kernel/std/base64.ts'
import { concatBytes } from '#kernel/std/bytes.ts'
import { textFromUtf8 } from '#kernel/std/utf8.ts'
import { nodeHashing } from '#platform/book/sealing-tools.ts'
import type { EntryProof } from '#platform/http/log-reader.ts'
import { SourceAway, type LogSource } from '#kernel/monitor/source.ts'
import type { BookTables } from './book-tables.ts'

export class PublicLog {
  /** The largest checkpoint that was published, and its size. */
  note = ''
  size = 0
  readonly #tables: BookTables
  /** By level of tiles, the hashes of the complete nodes: they never change. */
  readonly #levels: Uint8Array[][] = []

  constructor(tables: BookTables) {
    this.#tables = tables
  }

  /** A place never goes back: an older checkpoint that comes late is passed over. */
  publish(note: string, size: number): void {
    if (size < this.size) return
    this.note = note
    this.size = size
  }

  tile({ level, index, width }: TileAt): Uint8Array | null {
    if (tileWidth(this.#tables.entries.length, level, index) < width) return null
    const first = index * TILE_WIDTH
    return concatBytes(...this.#nodes(level).slice(first, first + width))
  }

  bundle({ index, width }: BundleAt): Uint8Array | null {
    const first = index * TILE_WIDTH
    const entries = this.#tables.entries.slice(first, first + width)
    return entries.length < width ? null : encodeBundle(entries.map(({ leaf }) => leaf))
  }

  /** An entry proven to the published checkpoint; null if that does not cover it yet. */
  proven(index: number): EntryProof | null {
    const { size } = this
    const entry = this.#tables.entries[index]
    if (index >= size || entry === undefined) return null
    const tiles = new Map(
      tilesForInclusion(index, size).map((at) => {
        const bytes = this.tile(at)
        assert(bytes !== null, 'what was published has its tiles')
        return [tilePath(at), bytes]
      }),
    )
    const path = inclusionFromTiles({ index, size }, tiles, nodeHashing)
    const lines = path.map((hash) => `${base64Of(hash)}\n`).join('')
    const leaf = textFromUtf8(entry.leaf) ?? ''
    const proven = { index, leaf, path: lines, disclosures: [] }
    return { type: entry.type, entry: proven, checkpoint: this.note, erased: [] }
  }

  source(): LogSource {
    return {
      checkpoint: async () => {
        if (this.note === '') throw new SourceAway('there is no checkpoint')
        return this.note
      },
      tile: async (at) => this.tile(at),
      bundle: async (at) => this.bundle(at),
    }
  }

  /** Of each tile level the nodes that are complete, computed once. */
  #nodes(level: number): readonly Uint8Array[] {
    if (level === 0) return this.#tables.entries.map(({ leafHash }) => leafHash)
    const known = this.#levels[level] ?? []
    this.#levels[level] = known
    const below = this.#nodes(level - 1)
    while (known.length < Math.floor(below.length / TILE_WIDTH)) {
      let nodes = below.slice(known.length * TILE_WIDTH, (known.length + 1) * TILE_WIDTH)
      while (nodes.length > 1) nodes = pairUp(nodes, nodes.length / 2, nodeHashing)
      known.push(...nodes)
    }
    return known
  }
}
