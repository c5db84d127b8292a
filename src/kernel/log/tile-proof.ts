/**
 * Proofs for any entry from tiles, wherever the tiles are: first ask which tiles a proof needs, fetch them
 * from files, PostgreSQL or HTTP, then build it. No proof needs more than two tiles per tile level.
 */
import { assert } from '#kernel/std/assert.ts'
import { fold, fullRoot } from './fold.ts'
import type { Hash, Hashing } from './hash.ts'
import { consistencyPath, inclusionPath, type NodeAt, type ProofNode, rootNodes } from './path.ts'
import { hashInTile, type TileAt, tilePath, TILE_WIDTH, tileWidth } from './tile.ts'

/** Fetched tiles by their path. A wider form than was asked for serves as well. */
export type Tiles = { readonly get: (path: string) => Uint8Array | undefined }

export function tilesForInclusion(index: number, size: number): TileAt[] {
  return tilesFor(inclusionPath(index, size), size)
}

export function tilesForConsistency(older: number, newer: number): TileAt[] {
  return tilesFor(consistencyPath(older, newer), newer)
}

export function inclusionFromTiles(
  { index, size }: { readonly index: number; readonly size: number },
  tiles: Tiles,
  hash: Hashing,
): Hash[] {
  return proofFrom(inclusionPath(index, size), size, tiles, hash)
}

export function consistencyFromTiles(
  { older, newer }: { readonly older: number; readonly newer: number },
  tiles: Tiles,
  hash: Hashing,
): Hash[] {
  return proofFrom(consistencyPath(older, newer), newer, tiles, hash)
}

/** A tree of one size inside the tiles of a larger one, or of the same. */
export type TreeWithin = { readonly size: number; readonly within: number }

export function tilesForRoot({ size, within }: TreeWithin): TileAt[] {
  return tilesFor([rootNodes(size)], within)
}

/** The root that the tiles give a tree, whatever anybody has signed. */
export function rootFromTiles({ size, within }: TreeWithin, tiles: Tiles, hash: Hashing): Hash {
  const [root] = size === 0 ? [hash.empty] : proofFrom([rootNodes(size)], within, tiles, hash)
  assert(root !== undefined, 'every tree has a root')
  return root
}

function tilesFor(path: readonly ProofNode[], size: number): TileAt[] {
  const tiles = new Map<string, TileAt>()
  for (const node of path.flat()) {
    const tile = tileOf(node, size)
    tiles.set(tilePath(tile), tile)
  }
  return [...tiles.values()]
}

function proofFrom(path: readonly ProofNode[], size: number, tiles: Tiles, hash: Hashing): Hash[] {
  return path.map((nodes) =>
    fold(
      nodes.map((node) => hashOf(node, size, tiles, hash)),
      hash,
    ),
  )
}

/** The tile whose hashes a node is made of. */
function tileOf({ level, index }: NodeAt, size: number): TileAt {
  const tileLevel = Math.floor(level / 8)
  const tile = Math.floor((index * 2 ** (level % 8)) / TILE_WIDTH)
  return { level: tileLevel, index: tile, width: tileWidth(size, tileLevel, tile) }
}

function hashOf(node: NodeAt, size: number, tiles: Tiles, hash: Hashing): Hash {
  const bytes = tiles.get(tilePath(tileOf(node, size)))
  assert(bytes !== undefined, 'the caller fetched every tile that the proof needs')
  const width = 2 ** (node.level % 8)
  const start = (node.index * width) % TILE_WIDTH
  const hashes = Array.from({ length: width }, (_, at) => hashInTile(bytes, start + at))
  return fullRoot(hashes, hash)
}
