/**
 * The two hashes of the tree: RFC 6962 §2.1 (= RFC 9162 §2.1.1) over SHA-256. The digest itself is an
 * argument, so that the server brings its native one and the browser a portable one.
 */
import { assert } from '#kernel/std/assert.ts'
import { LEAF_BYTES_MAX } from '#kernel/std/limits.ts'

export type Sha256 = (bytes: Uint8Array) => Uint8Array

/** 32 bytes. Nobody changes a hash once it is made: trees, tiles and proofs share them. */
export type Hash = Uint8Array

export const HASH_BYTES = 32

export type Hashing = {
  readonly leaf: (entry: Uint8Array) => Hash
  readonly node: (left: Hash, right: Hash) => Hash
  /** The root of a tree with no entries. */
  readonly empty: Hash
}

export function hashing(sha256: Sha256): Hashing {
  // One buffer for each kind of input: allocating per hash costs more than SHA-256 does.
  // The prefixes 0 and 1 keep a leaf from ever being passed off as a node.
  const leafInput = new Uint8Array(1 + LEAF_BYTES_MAX)
  const nodeInput = new Uint8Array(1 + 2 * HASH_BYTES)
  nodeInput[0] = 1
  return {
    leaf(entry) {
      assert(entry.length <= LEAF_BYTES_MAX, 'an entry fits its 16-bit length')
      leafInput.set(entry, 1)
      return sha256(leafInput.subarray(0, 1 + entry.length))
    },
    node(left, right) {
      nodeInput.set(left, 1)
      nodeInput.set(right, 1 + HASH_BYTES)
      return sha256(nodeInput)
    },
    empty: sha256(new Uint8Array(0)),
  }
}
