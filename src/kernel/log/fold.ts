/** Hashing nodes together: full subtrees in pairs, and the ragged right edge from the right. */
import { assert } from '#kernel/std/assert.ts'
import type { Hash, Hashing } from './hash.ts'

/** Hashes complete nodes of falling size together, as the RFC's unbalanced tree does. */
export function fold(hashes: readonly Hash[], hash: Hashing): Hash {
  const last = hashes.at(-1)
  assert(last !== undefined, 'a fold has at least one hash')
  return hashes.slice(0, -1).reduceRight((right, left) => hash.node(left, right), last)
}

/** The root of a full subtree, from its 2^n lowest hashes. */
export function fullRoot(hashes: readonly Hash[], hash: Hashing): Hash {
  let level = hashes
  while (level.length > 1) level = pairUp(level, level.length / 2, hash)
  return fold(level, hash)
}

/** The first `count` parents of a row of nodes. */
export function pairUp(below: readonly Hash[], count: number, hash: Hashing): Hash[] {
  const hashes: Hash[] = []
  for (let at = 0; at < count; at += 1) {
    const left = below[2 * at]
    const right = below[2 * at + 1]
    assert(left !== undefined && right !== undefined, 'a complete node has two children')
    hashes.push(hash.node(left, right))
  }
  return hashes
}
