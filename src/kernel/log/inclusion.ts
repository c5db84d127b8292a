/**
 * Inclusion proofs: RFC 9162 §2.1.3. Verification climbs from the entry to the root and keeps each step,
 * so that a page can draw the very path that was checked.
 */
import { assert } from '#kernel/std/assert.ts'
import { equalBytes } from '#kernel/std/bytes.ts'
import { PROOF_HASHES_MAX } from '#kernel/std/limits.ts'
import { type Hash, HASH_BYTES, type Hashing } from './hash.ts'

export type Climb = {
  readonly sibling: Hash
  /** On which side of the path the sibling stands. */
  readonly side: 'left' | 'right'
  /** The hash of the two together. */
  readonly parent: Hash
}

export type InclusionProof = { readonly index: number; readonly hashes: readonly Hash[] }

/**
 * The way up that an untrusted proof describes, or null if no tree of this size has such a proof. It
 * proves nothing yet: its last parent (or the entry's own hash in a tree of one) must be the root.
 */
export function climb(
  leaf: Hash,
  { index, hashes }: InclusionProof,
  size: number,
  hash: Hashing,
): Climb[] | null {
  assert(Number.isSafeInteger(size), 'a checkpoint has a safe size')
  if (!isInTree(index, size) || !areHashes(hashes)) return null
  const steps: Climb[] = []
  let current = leaf
  let node = index
  let last = size - 1
  for (const sibling of hashes) {
    if (last === 0) return null
    // A node with no right neighbour rises unhashed to the level where it has a left one.
    while (node === last && node % 2 === 0) {
      node /= 2
      last /= 2
    }
    const side = node % 2 === 1 ? 'left' : 'right'
    current = side === 'left' ? hash.node(sibling, current) : hash.node(current, sibling)
    steps.push({ sibling, side, parent: current })
    node = Math.floor(node / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 ? steps : null
}

function isInTree(index: number, size: number): boolean {
  return Number.isSafeInteger(index) && index >= 0 && index < size
}

function areHashes(hashes: readonly Hash[]): boolean {
  return hashes.length <= PROOF_HASHES_MAX && hashes.every(({ length }) => length === HASH_BYTES)
}

/** The root that the climb ends at. */
export function summit(leaf: Hash, steps: readonly Climb[]): Hash {
  return steps.at(-1)?.parent ?? leaf
}

export function verifyInclusion(
  claim: { readonly leaf: Hash; readonly size: number; readonly root: Hash },
  proof: InclusionProof,
  hash: Hashing,
): boolean {
  const steps = climb(claim.leaf, proof, claim.size, hash)
  return steps !== null && equalBytes(summit(claim.leaf, steps), claim.root)
}
