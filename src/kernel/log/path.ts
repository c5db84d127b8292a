/**
 * Which hashes prove what: RFC 9162 §2.1.3.1 and §2.1.4.1 as coordinates, without any hash. A node at
 * `level` and `index` covers the entries [index * 2^level, (index + 1) * 2^level). Proofs from memory,
 * from PostgreSQL and from tiles over HTTP all follow these lists, so they cannot differ.
 *
 * Plain arithmetic, not bit operators: sizes pass 2^31.
 */
import { assert } from '#kernel/std/assert.ts'

export type NodeAt = { readonly level: number; readonly index: number }

/**
 * One hash of a proof: complete nodes, left to right, hashed together from the right. It is a single
 * node except at the right edge, where the tree is not full.
 */
export type ProofNode = readonly NodeAt[]

/** The siblings of an entry, from its own up to the root's child. */
export function inclusionPath(index: number, size: number): ProofNode[] {
  assert(Number.isSafeInteger(size), 'a size is a safe integer')
  assert(Number.isSafeInteger(index) && index >= 0 && index < size, 'the index is in the tree')
  return siblings({ level: 0, index }, size)
}

/** What leads from the root of an older size to the root of a newer one. */
export function consistencyPath(older: number, newer: number): ProofNode[] {
  assert(Number.isSafeInteger(newer) && older >= 0, 'sizes are safe integers')
  assert(Number.isSafeInteger(older) && older <= newer, 'the older tree is no larger')
  if (older === 0 || older === newer) return []
  // The last complete node of the older tree stands in both; with its siblings it yields both roots.
  let level = 0
  let count = older
  while (count % 2 === 0) {
    level += 1
    count /= 2
  }
  const last = { level, index: count - 1 }
  // If it is the whole older tree, the verifier knows it already.
  return count === 1 ? siblings(last, newer) : [[last], ...siblings(last, newer)]
}

/** The complete nodes whose hashes, folded from the right, are the root. */
export function rootNodes(size: number): NodeAt[] {
  return size === 0 ? [] : rightEdge(size, Number.POSITIVE_INFINITY)
}

function siblings(start: NodeAt, size: number): ProofNode[] {
  const path: ProofNode[] = []
  let { level, index } = start
  let complete = Math.floor(size / 2 ** level)
  while (complete > 0) {
    if (index % 2 === 1) path.push([{ level, index: index - 1 }])
    else if (index + 1 < complete) path.push([{ level, index: index + 1 }])
    else if (index + 1 === complete) {
      const edge = rightEdge(size, level)
      if (edge.length > 0) path.push(edge)
    }
    index = Math.floor(index / 2)
    complete = Math.floor(complete / 2)
    level += 1
  }
  return path
}

/** The complete nodes below a level that cover what the full nodes of that level leave over. */
function rightEdge(size: number, below: number): NodeAt[] {
  const edge: NodeAt[] = []
  let complete = size
  for (let level = 0; level < below && complete > 0; level += 1) {
    if (complete % 2 === 1) edge.unshift({ level, index: complete - 1 })
    complete = Math.floor(complete / 2)
  }
  return edge
}
