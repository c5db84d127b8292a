/** RFC 6962 section 2.1 as it is defined, grown leaf by leaf: it shares nothing with the tree of the writer. */
import { createHash } from 'node:crypto'

const sha256 = (...parts: readonly Uint8Array[]): Uint8Array => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

const LEAF = Uint8Array.of(0)
const NODE = Uint8Array.of(1)

export class PlainTree {
  /** Perfect trees from left to right, each smaller than the one before it. */
  readonly #peaks: { readonly height: number; readonly hash: Uint8Array }[] = []

  /** Answers the hash of the leaf. */
  add(leaf: Uint8Array): Uint8Array {
    const leafHash = sha256(LEAF, leaf)
    let peak = { height: 0, hash: leafHash }
    for (let left = this.#peaks.at(-1); left?.height === peak.height; left = this.#peaks.at(-1)) {
      this.#peaks.pop()
      peak = { height: peak.height + 1, hash: sha256(NODE, left.hash, peak.hash) }
    }
    this.#peaks.push(peak)
    return leafHash
  }

  root(): Uint8Array {
    const [last, ...others] = this.#peaks.toReversed()
    if (last === undefined) return sha256()
    return others.reduce((right, { hash }) => sha256(NODE, hash, right), last.hash)
  }
}
