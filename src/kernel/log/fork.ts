/**
 * Proof that a log lied: two checkpoints that it signed and that no single tree can have. For two of one size
 * the notes alone suffice. For two sizes there must be a consistency proof that leads from *another* root of
 * the older size to the newer checkpoint: then the newer tree does not begin with what the older one states.
 */
import { equalBytes } from '#kernel/std/bytes.ts'
import { type TreeHead, verifyConsistency } from './consistency.ts'
import type { Hash, Hashing } from './hash.ts'

export type ForkProof = {
  /** The root that the newer tree really has at the size of the older. */
  readonly otherRoot: Hash
  /** RFC 9162 §2.1.4, from `otherRoot` to the newer checkpoint. */
  readonly proof: readonly Hash[]
}

/** Whether both cannot be of one log. That both were signed is for the caller to have checked. */
export function provesFork(
  older: TreeHead,
  newer: TreeHead,
  { otherRoot, proof }: ForkProof,
  hash: Hashing,
): boolean {
  if (older.size === newer.size) return !equalBytes(older.root, newer.root)
  if (older.size > newer.size || equalBytes(older.root, otherRoot)) return false
  return verifyConsistency({ size: older.size, root: otherRoot }, newer, proof, hash)
}
