/** The tree against the RFC's own recursive definition, at every size and across tile borders. */
import { sha256 } from '@noble/hashes/sha2.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { append, type Appended, consistencyOf, inclusionLines, inclusionOf } from './append.ts'
import { verifyConsistency } from './consistency.ts'
import { type Edge, EMPTY_EDGE, edgeTiles, restoreEdge, rootOf } from './edge.ts'
import { type Hash, hashing } from './hash.ts'
import { verifyInclusion } from './inclusion.ts'
import { type TileAt, tilePath } from './tile.ts'
import {
  consistencyFromTiles,
  inclusionFromTiles,
  tilesForConsistency,
  tilesForInclusion,
} from './tile-proof.ts'

const hash = hashing(sha256)

const leafAt = (index: number): Hash => hash.leaf(new TextEncoder().encode(`entry ${index}`))

/** MTH of RFC 6962 §2.1, remembered by range so that large trees stay affordable. */
class Naive {
  readonly leaves: readonly Hash[]
  readonly #known = new Map<string, Hash>()
  constructor(size: number) {
    this.leaves = Array.from({ length: size }, (_, index) => leafAt(index))
  }
  root(start: number, end: number): Hash {
    if (start === end) return hash.empty
    if (end - start === 1) return this.leaves[start]!
    const key = `${start}-${end}`
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const split = start + largestPowerBelow(end - start)
    const made = hash.node(this.root(start, split), this.root(split, end))
    this.#known.set(key, made)
    return made
  }
  /** PATH of RFC 6962 §2.1.1. */
  path(index: number, start: number, end: number): Hash[] {
    if (end - start === 1) return []
    const split = start + largestPowerBelow(end - start)
    return index < split
      ? [...this.path(index, start, split), this.root(split, end)]
      : [...this.path(index, split, end), this.root(start, split)]
  }
  /** SUBPROOF of RFC 6962 §2.1.2. */
  proof(older: number, start: number, end: number, whole: boolean): Hash[] {
    if (older === end - start) return whole ? [] : [this.root(start, end)]
    const split = largestPowerBelow(end - start)
    return older <= split
      ? [...this.proof(older, start, start + split, whole), this.root(start + split, end)]
      : [...this.proof(older - split, start + split, end, false), this.root(start, start + split)]
  }
}

function largestPowerBelow(count: number): number {
  let power = 1
  while (power * 2 < count) power *= 2
  return power
}

const naive = new Naive(66_000)

/** The lines of a proof; hashes are compared as text, which is fast and reads well in a failure. */
const textOf = (hashes: readonly Hash[]): string =>
  hashes.map((one) => `${Buffer.from(one).toString('base64')}\n`).join('')

/** A log that keeps its full tiles, as PostgreSQL would, and derives the partial ones. */
class TileStore {
  readonly full = new Map<string, Uint8Array>()
  edge: Edge = EMPTY_EDGE
  grow(size: number): Appended {
    const batch = append(this.edge, naive.leaves.slice(this.edge.size, size), hash)
    for (const { level, index, bytes } of batch.tiles) {
      this.full.set(tilePath({ level, index, width: 256 }), bytes)
    }
    this.edge = batch.edge
    return batch
  }
}

const BORDERS = [1, 2, 3, 7, 8, 130, 255, 256, 257, 600, 65_535, 65_536, 65_537, 65_999]

/** One log that grows through every border; edges are values, so each stays as it was. */
const store = new TileStore()
const batches = new Map<number, Appended>()
for (const border of BORDERS) {
  while (store.edge.size < border - 1) store.grow(Math.min(border - 1, store.edge.size + 1024))
  batches.set(border, store.grow(border))
}

function fetchTiles(tiles: readonly TileAt[], { rows }: Edge): Map<string, Uint8Array> {
  return new Map(
    tiles.map((at) => {
      const { first, hashes } = rows[8 * at.level]!
      const start = at.index * 256 - first
      const partial = () => Buffer.concat(hashes.slice(start, start + at.width))
      return [tilePath(at), store.full.get(tilePath(at)) ?? partial()]
    }),
  )
}

describe('appending', () => {
  test('gives the root of every size to 600, one entry at a time', () => {
    const log = new TileStore()
    expect(rootOf(EMPTY_EDGE, hash)).toEqual(hash.empty)
    for (let size = 1; size <= 600; size += 1) {
      expect(textOf([log.grow(size).root])).toBe(textOf([naive.root(0, size)]))
    }
  })

  test('gives proofs of every new entry for batches of any size up to 600', () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 1, maxLength: 9 })
    fc.assert(
      fc.property(sizes, (steps) => {
        const log = new TileStore()
        for (const step of steps) {
          const before = log.edge.size
          const batch = log.grow(Math.min(600, before + step))
          const size = batch.edge.size
          const lines = inclusionLines(batch, hash)
          expect(lines).toHaveLength(size - before)
          for (let index = before; index < size; index += 1) {
            const expected = textOf(naive.path(index, 0, size))
            expect(textOf(inclusionOf(batch, index, hash))).toBe(expected)
            expect(lines[index - before]).toBe(expected)
          }
          const expected = before === 0 ? [] : naive.proof(before, 0, size, true)
          expect(textOf(consistencyOf(batch, hash))).toBe(textOf(expected))
        }
      }),
      { numRuns: 12 },
    )
  })

  test.each(BORDERS)('is right at size %i, by root and proofs', (size) => {
    const batch = batches.get(size)!
    const before = batch.before
    expect(batch.edge.size).toBe(size)
    expect(textOf([batch.root])).toBe(textOf([naive.root(0, size)]))
    const lines = inclusionLines(batch, hash)
    for (let index = before; index < size; index += 1) {
      const expected = textOf(naive.path(index, 0, size))
      expect(textOf(inclusionOf(batch, index, hash))).toBe(expected)
      expect(lines[index - before]).toBe(expected)
    }
    const consistency = before === 0 ? [] : naive.proof(before, 0, size, true)
    expect(textOf(consistencyOf(batch, hash))).toBe(textOf(consistency))
  })

  test('leaves the edge it started from unchanged, so a failed batch is simply dropped', () => {
    const { edge } = batches.get(600)!
    const before = JSON.stringify(edge)
    append(edge, naive.leaves.slice(600, 1400), hash)
    expect(JSON.stringify(edge)).toBe(before)
  })

  test('gives each full tile once, and its hashes are the roots of their entries', () => {
    expect(store.full.size).toBe(Math.floor(65_999 / 256) + 1)
    const low = store.full.get('tile/0/255')!
    expect(textOf([low.subarray(32, 64)])).toBe(textOf([leafAt(255 * 256 + 1)]))
    const high = store.full.get('tile/1/000')!
    expect(textOf([high.subarray(9 * 32, 10 * 32)])).toBe(textOf([naive.root(9 * 256, 10 * 256)]))
  })
})

describe('restoring', () => {
  test.each(BORDERS)('gives the same edge at size %i', (size) => {
    const { edge } = batches.get(size)!
    const stored = {
      size,
      leaves: naive.leaves.slice(size - (size % 256), size),
      readTile: (at: TileAt) => store.full.get(tilePath(at))!,
    }
    const restored = restoreEdge(stored, hash)
    expect(textOf([rootOf(restored, hash)])).toBe(textOf([naive.root(0, size)]))
    const rowsOf = ({ rows }: Edge) => rows.map((row) => `${row.first}\n${textOf(row.hashes)}`)
    expect(rowsOf(restored)).toEqual(rowsOf(edge))
  })

  test('asks for full tiles only, at most 255 of a level', () => {
    const levels = edgeTiles(16_777_216 * 3 - 1).map(({ level }) => level)
    expect(levels.filter((level) => level === 0)).toHaveLength(255)
    expect(levels.filter((level) => level === 1)).toHaveLength(255)
    expect(levels.filter((level) => level === 2)).toHaveLength(2)
    expect(edgeTiles(16_777_215).every(({ width }) => width === 256)).toBe(true)
  })
})

describe('proofs from tiles', () => {
  test.each([1, 2, 3, 7, 8, 130, 257, 600])('are those of the RFC at size %i', (size) => {
    const { edge } = batches.get(size)!
    // A step of 7 meets every place of a tile and every shape of the edge.
    const step = size > 200 ? 7 : 1
    for (let index = 0; index < size; index += step) {
      const tiles = fetchTiles(tilesForInclusion(index, size), edge)
      const proof = inclusionFromTiles({ index, size }, tiles, hash)
      expect(textOf(proof)).toBe(textOf(naive.path(index, 0, size)))
    }
    for (let older = 1; older <= size; older += step) {
      const tiles = fetchTiles(tilesForConsistency(older, size), edge)
      const proof = consistencyFromTiles({ older, newer: size }, tiles, hash)
      expect(textOf(proof)).toBe(textOf(naive.proof(older, 0, size, true)))
    }
  })

  test.each([65_535, 65_536, 65_537])('hold at size %i', (size) => {
    const { edge } = batches.get(size)!
    for (const index of [0, 1, 255, 256, 32_767, 32_768, 65_279, 65_280, size - 1]) {
      const wanted = tilesForInclusion(index, size)
      expect(wanted.length).toBeLessThanOrEqual(4)
      const proof = inclusionFromTiles({ index, size }, fetchTiles(wanted, edge), hash)
      expect(textOf(proof)).toBe(textOf(naive.path(index, 0, size)))
    }
    for (const older of [1, 255, 256, 257, 32_768, 65_535]) {
      const tiles = fetchTiles(tilesForConsistency(older, size), edge)
      const proof = consistencyFromTiles({ older, newer: size }, tiles, hash)
      expect(textOf(proof)).toBe(textOf(naive.proof(older, 0, size, true)))
    }
  })
})

function flipped(one: Hash, bit: number): Hash {
  const copy = Uint8Array.from(one)
  copy[(bit >> 3) % 32]! ^= 1 << (bit & 7)
  return copy
}

/** What an attacker may make of a proof: shorter at either end, longer, or with one bit changed. */
function forgeries(proof: readonly Hash[], bit: number): (readonly Hash[])[] {
  const long = [...proof, leafAt(bit)]
  const [first] = proof
  if (first === undefined) return [long]
  return [long, proof.slice(1), proof.slice(0, -1), [flipped(first, bit), ...proof.slice(1)]]
}

const SIZES = [...Array.from({ length: 40 }, (_, at) => at + 1), 64, 65, 129]

describe('verification', () => {
  test('accepts every inclusion proof and no moved, short, long or changed one', () => {
    const wrong: string[] = []
    for (const size of SIZES) {
      const root = naive.root(0, size)
      for (let index = 0; index < size; index += 1) {
        const hashes = naive.path(index, 0, size)
        const claim = { leaf: leafAt(index), size, root }
        const accepts = (at: number, proof: readonly Hash[]): boolean =>
          verifyInclusion(claim, { index: at, hashes: proof }, hash)
        const moved = [index - 1, index + 1, size + index].some((at) => accepts(at, hashes))
        const forged = forgeries(hashes, index).some((proof) => accepts(index, proof))
        if (!accepts(index, hashes) || moved || forged) wrong.push(`${index} of ${size}`)
      }
    }
    expect(wrong).toEqual([])
  })

  test('accepts every consistency proof and no short, long or changed one', () => {
    const wrong: string[] = []
    for (const size of SIZES) {
      const newer = { size, root: naive.root(0, size) }
      for (let before = 1; before <= size; before += 1) {
        const older = { size: before, root: naive.root(0, before) }
        const other = { size: before, root: flipped(older.root, before) }
        const proof = naive.proof(before, 0, size, true)
        const accepted = verifyConsistency(older, newer, proof, hash)
        const rewritten = verifyConsistency(other, newer, proof, hash)
        const forged = forgeries(proof, size).some((bad) =>
          verifyConsistency(older, newer, bad, hash),
        )
        if (!accepted || rewritten || forged) wrong.push(`${before} to ${size}`)
      }
    }
    expect(wrong).toEqual([])
  })

  test('knows the edges: the empty tree, equal sizes, a shrunken tree, a wrong hash length', () => {
    const empty = { size: 0, root: hash.empty }
    const one = { size: 1, root: naive.root(0, 1) }
    const two = { size: 2, root: naive.root(0, 2) }
    expect(verifyConsistency(empty, one, [], hash)).toBe(true)
    expect(verifyConsistency({ size: 0, root: one.root }, one, [], hash)).toBe(false)
    expect(verifyConsistency(empty, one, [one.root], hash)).toBe(false)
    expect(verifyConsistency(two, two, [], hash)).toBe(true)
    expect(verifyConsistency(two, { ...two, root: one.root }, [], hash)).toBe(false)
    expect(verifyConsistency(two, one, [], hash)).toBe(false)
    expect(verifyConsistency(one, two, [leafAt(1).subarray(1)], hash)).toBe(false)
    const claim = { leaf: leafAt(0), size: 2, root: two.root }
    expect(verifyInclusion(claim, { index: 0, hashes: [leafAt(1).subarray(1)] }, hash)).toBe(false)
    expect(verifyInclusion({ ...claim, size: 0 }, { index: 0, hashes: [] }, hash)).toBe(false)
  })
})
