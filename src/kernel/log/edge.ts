/**
 * The right edge of a tree: all that a writer keeps in memory to append to a book of any size. For each
 * level it holds the nodes of the tile that is not full yet (c2sp.org/tlog-tiles: tiles of 256 hashes,
 * eight levels each), at most 512 hashes per eight levels. Values are never changed, so a batch that
 * fails to commit is forgotten by dropping it.
 */
import { assert } from '#kernel/std/assert.ts'
import { fold, fullRoot, pairUp } from './fold.ts'
import { type Hash, HASH_BYTES, type Hashing } from './hash.ts'
import { rootNodes } from './path.ts'
import { TILE_BYTES, TILE_WIDTH, type TileAt } from './tile.ts'

/** The complete nodes of one level from a tile's start on. */
export type Row = { readonly first: number; readonly hashes: readonly Hash[] }

export type Edge = { readonly size: number; readonly rows: readonly Row[] }

export const EMPTY_EDGE: Edge = { size: 0, rows: [] }

/** Where the last tile of a level begins once `complete` nodes of that level exist. */
export function tileStart(level: number, complete: number): number {
  const width = TILE_WIDTH / 2 ** (level % 8)
  return complete - (complete % width)
}

export function nodeOf(rows: readonly Row[], level: number, index: number): Hash {
  const row = rows[level]
  const hash = row?.hashes[index - row.first]
  assert(hash !== undefined, 'the node lies on the edge')
  return hash
}

export function rootOf(edge: Edge, hash: Hashing): Hash {
  if (edge.size === 0) return hash.empty
  const nodes = rootNodes(edge.size)
  return fold(
    nodes.map(({ level, index }) => nodeOf(edge.rows, level, index)),
    hash,
  )
}

/** The full tiles from which an edge is restored, apart from the last entries' hashes. */
export function edgeTiles(size: number): TileAt[] {
  const tiles: TileAt[] = []
  let complete = Math.floor(size / TILE_WIDTH)
  for (let level = 0; complete > 0; level += 1) {
    for (let index = tileStart(0, complete); index < complete; index += 1) {
      tiles.push({ level, index, width: TILE_WIDTH })
    }
    complete = Math.floor(complete / TILE_WIDTH)
  }
  return tiles
}

/**
 * The edge of a stored tree, from the tiles of `edgeTiles` and the hashes of its last `size % 256`
 * entries. Whether they are the right ones shows in the root, which the caller compares.
 */
export function restoreEdge(
  stored: {
    readonly size: number
    readonly leaves: readonly Hash[]
    readonly readTile: (tile: TileAt) => Uint8Array
  },
  hash: Hashing,
): Edge {
  const { size, leaves, readTile } = stored
  assert(leaves.length === size % TILE_WIDTH, 'the last entries fill the partial tile')
  const bottoms: Hash[][] = [[...leaves]]
  for (const tile of edgeTiles(size)) {
    const hashes = hashesOfTile(readTile(tile))
    const bottom = (bottoms[tile.level + 1] ??= [])
    bottom.push(fullRoot(hashes, hash))
  }
  const rows: Row[] = []
  for (let level = 0; 2 ** level <= size; level += 1) {
    const complete = Math.floor(size / 2 ** level)
    const first = tileStart(level, complete)
    const below = rows[level - 1]?.hashes ?? []
    const hashes =
      level % 8 === 0 ? (bottoms[level / 8] ?? []) : pairUp(below, complete - first, hash)
    rows.push({ first, hashes })
  }
  return { size, rows }
}

function hashesOfTile(bytes: Uint8Array): Hash[] {
  assert(bytes.length === TILE_BYTES, 'a full tile has 256 hashes')
  return Array.from({ length: TILE_WIDTH }, (_, at) =>
    bytes.slice(at * HASH_BYTES, (at + 1) * HASH_BYTES),
  )
}
