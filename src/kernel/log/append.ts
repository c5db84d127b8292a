/**
 * Appending a batch: every node above the new entries is hashed once, and from these come the new edge,
 * the root, the tiles that became full, a proof for each new entry and one that the old tree is a prefix
 * of the new. All from memory: nothing is read while a book's writer works.
 */
import { assert } from '#kernel/std/assert.ts'
import { base64Of } from '#kernel/std/base64.ts'
import { concatBytes } from '#kernel/std/bytes.ts'
import { type Edge, nodeOf, type Row, rootOf, tileStart } from './edge.ts'
import { fold } from './fold.ts'
import type { Hash, Hashing } from './hash.ts'
import { consistencyPath, inclusionPath, type ProofNode } from './path.ts'
import { TILE_WIDTH } from './tile.ts'

export type FullTile = {
  readonly level: number
  readonly index: number
  readonly bytes: Uint8Array
}

export type Appended = {
  readonly before: number
  readonly edge: Edge
  readonly root: Hash
  /** Tiles that this batch completed: immutable from now on. */
  readonly tiles: readonly FullTile[]
  /** The nodes of the old edge and all new ones, for the proofs of this batch. */
  readonly rows: readonly Row[]
}

export function append(edge: Edge, leaves: readonly Hash[], hash: Hashing): Appended {
  const size = edge.size + leaves.length
  assert(Number.isSafeInteger(size), 'a book stays below 2^53 entries')
  const rows = grow(edge, leaves, hash)
  const next: Edge = { size, rows: rows.map((row, level) => trimmed(row, level)) }
  return { before: edge.size, edge: next, root: rootOf(next, hash), tiles: filled(rows), rows }
}

/** The siblings of one entry of this batch, as verifiers want them. */
export function inclusionOf(
  { edge, before, rows }: Appended,
  index: number,
  hash: Hashing,
): Hash[] {
  assert(index >= before, 'older entries are proven from tiles')
  return hashesOf(inclusionPath(index, edge.size), rows, hash)
}

/** That the tree before this batch is a prefix of the tree after it. */
export function consistencyOf({ before, edge, rows }: Appended, hash: Hashing): Hash[] {
  return hashesOf(consistencyPath(before, edge.size), rows, hash)
}

/**
 * The proof lines (c2sp.org/tlog-proof) of every entry of the batch, in order. Entries share the upper
 * part of their paths, so it is written from the top down, each hash as text once.
 */
export function inclusionLines({ before, edge, rows }: Appended, hash: Hashing): string[] {
  const { size } = edge
  if (size === before) return []
  // The hash of what the full nodes of a level leave over at the right edge, by level.
  const rests: (Hash | undefined)[] = [undefined]
  for (const [level, row] of rows.entries()) {
    const complete = row.first + row.hashes.length
    const rest = rests[level]
    const left = complete % 2 === 1 ? row.hashes.at(-1) : undefined
    rests.push(left === undefined || rest === undefined ? (left ?? rest) : hash.node(left, rest))
  }
  // At the top there is one node, the root, and it has no siblings.
  let above: { readonly first: number; readonly lines: readonly string[] } = {
    first: 0,
    lines: [''],
  }
  for (let level = rows.length - 1; level >= 0; level -= 1) {
    const row = rows[level]
    assert(row !== undefined, 'each level has a row')
    const first = Math.floor(before / 2 ** level)
    const last = Math.floor((size - 1) / 2 ** level)
    const texts = siblingTexts(row, rests[level], { first, last })
    const lines: string[] = []
    for (let index = first; index <= last; index += 1) {
      const upper = above.lines[Math.floor(index / 2) - above.first]
      assert(upper !== undefined, 'every node has a parent')
      lines.push((texts[index - first] ?? '') + upper)
    }
    above = { first, lines }
  }
  return [...above.lines]
}

/** The line of each node's sibling, or nothing where the node rises alone. */
function siblingTexts(
  row: Row,
  rest: Hash | undefined,
  { first, last }: { readonly first: number; readonly last: number },
): string[] {
  const texts: string[] = []
  for (let index = first; index <= last; index += 1) {
    const sibling = (index % 2 === 0 ? index + 1 : index - 1) - row.first
    const hash = row.hashes[sibling] ?? (sibling === row.hashes.length ? rest : undefined)
    texts.push(hash === undefined ? '' : `${base64Of(hash)}\n`)
  }
  return texts
}

function grow(edge: Edge, leaves: readonly Hash[], hash: Hashing): Row[] {
  const size = edge.size + leaves.length
  const rows: Row[] = []
  for (let level = 0; 2 ** level <= size; level += 1) {
    const { first, hashes: old } = edge.rows[level] ?? { first: 0, hashes: [] }
    const hashes = level === 0 ? [...old, ...leaves] : [...old]
    const complete = Math.floor(size / 2 ** level)
    for (let index = first + hashes.length; index < complete; index += 1) {
      const left = nodeOf(rows, level - 1, 2 * index)
      hashes.push(hash.node(left, nodeOf(rows, level - 1, 2 * index + 1)))
    }
    rows.push({ first, hashes })
  }
  return rows
}

/** What of a row the next batch needs: the tile that is not full. */
function trimmed({ first, hashes }: Row, level: number): Row {
  const start = tileStart(level, first + hashes.length)
  return { first: start, hashes: hashes.slice(start - first) }
}

function filled(rows: readonly Row[]): FullTile[] {
  const tiles: FullTile[] = []
  for (let level = 0; 8 * level < rows.length; level += 1) {
    const { first, hashes } = rows[8 * level] ?? { first: 0, hashes: [] }
    for (let at = 0; at + TILE_WIDTH <= hashes.length; at += TILE_WIDTH) {
      const bytes = concatBytes(...hashes.slice(at, at + TILE_WIDTH))
      tiles.push({ level, index: (first + at) / TILE_WIDTH, bytes })
    }
  }
  return tiles
}

function hashesOf(path: readonly ProofNode[], rows: readonly Row[], hash: Hashing): Hash[] {
  return path.map((nodes) =>
    fold(
      nodes.map(({ level, index }) => nodeOf(rows, level, index)),
      hash,
    ),
  )
}
