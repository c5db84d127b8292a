/** Consistency proofs: RFC 9162 §2.1.4. The newer tree begins with every entry of the older one. */
import { assert } from '#kernel/std/assert.ts'
import { equalBytes } from '#kernel/std/bytes.ts'
import { PROOF_HASHES_MAX } from '#kernel/std/limits.ts'
import { type Hash, HASH_BYTES, type Hashing } from './hash.ts'

export type TreeHead = { readonly size: number; readonly root: Hash }

/**
 * Whether an untrusted proof leads from the older tree to the newer. The empty tree is a prefix of every
 * tree, and equal sizes need equal roots; both have an empty proof.
 */
export function verifyConsistency(
  older: TreeHead,
  newer: TreeHead,
  proof: readonly Hash[],
  hash: Hashing,
): boolean {
  assert(Number.isSafeInteger(older.size) && Number.isSafeInteger(newer.size), 'sizes are safe')
  if (proof.length > PROOF_HASHES_MAX + 1) return false
  if (proof.some((sibling) => sibling.length !== HASH_BYTES)) return false
  if (older.size > newer.size) return false
  if (older.size === 0) return proof.length === 0 && equalBytes(older.root, hash.empty)
  if (older.size === newer.size) return proof.length === 0 && equalBytes(older.root, newer.root)
  return leadsToBoth(older, newer, proof, hash)
}

function leadsToBoth(
  older: TreeHead,
  newer: TreeHead,
  proof: readonly Hash[],
  hash: Hashing,
): boolean {
  let node = older.size - 1
  let last = newer.size - 1
  while (node % 2 === 1) {
    node = Math.floor(node / 2)
    last = Math.floor(last / 2)
  }
  // An older tree of 2^k entries is itself a node of the newer one, so the proof leaves it out.
  const [start, ...siblings] = node === 0 ? [older.root, ...proof] : proof
  if (start === undefined) return false
  let olderRoot = start
  let newerRoot = start
  for (const sibling of siblings) {
    if (last === 0) return false
    if (node % 2 === 1 || node === last) {
      while (node !== 0 && node % 2 === 0) {
        node /= 2
        last = Math.floor(last / 2)
      }
      olderRoot = hash.node(sibling, olderRoot)
      newerRoot = hash.node(sibling, newerRoot)
    } else {
      newerRoot = hash.node(newerRoot, sibling)
    }
    node = Math.floor(node / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 && equalBytes(olderRoot, older.root) && equalBytes(newerRoot, newer.root)
}
