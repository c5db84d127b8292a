/** A log that submits: grows by made-up entries, signs its checkpoints, and writes requests for a witness. */
import { ed25519 } from '@noble/curves/ed25519.js'
import { append, consistencyOf } from '#kernel/log/append.ts'
import { formatCheckpoint } from '#kernel/log/checkpoint.ts'
import { EMPTY_EDGE, rootOf } from '#kernel/log/edge.ts'
import type { Hash } from '#kernel/log/hash.ts'
import { formatNote, signatureLine } from '#kernel/log/note.ts'
import { formatVkey, noteKey, type NoteKey } from '#kernel/log/vkey.ts'
import { formatSubmission } from '#kernel/log/witness.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { nodeHashing, sha256 } from '#platform/book/sealing-tools.ts'

export class SubmittingLog {
  readonly key: NoteKey
  readonly #secret: Uint8Array
  readonly #leaves: readonly Hash[]

  /** Logs of one letter agree; logs of two letters fork at the first entry. */
  constructor(origin: string, seed: number, letter = 'a', entriesMax = 600) {
    this.#secret = new Uint8Array(32).fill(seed)
    const publicKey = ed25519.getPublicKey(this.#secret)
    this.key = noteKey({ name: origin, kind: 'ed25519', publicKey }, sha256)
    this.#leaves = Array.from({ length: entriesMax }, (_, at) =>
      nodeHashing.leaf(utf8Of(`${letter}${at}`)),
    )
  }

  get origin(): string {
    return this.key.name
  }

  get verifierKey(): string {
    return formatVkey(this.key)
  }

  root(size: number): Hash {
    return rootOf(append(EMPTY_EDGE, this.#leaves.slice(0, size), nodeHashing).edge, nodeHashing)
  }

  proof(older: number, newer: number): readonly Hash[] {
    if (older === 0 || older === newer) return []
    const { edge } = append(EMPTY_EDGE, this.#leaves.slice(0, older), nodeHashing)
    return consistencyOf(append(edge, this.#leaves.slice(older, newer), nodeHashing), nodeHashing)
  }

  text(size: number): string {
    return formatCheckpoint({ origin: this.origin, size, root: this.root(size) })
  }

  line(text: string): string {
    return signatureLine(this.key, ed25519.sign(utf8Of(text), this.#secret))
  }

  sign(text: string): string {
    return formatNote(text, [this.line(text)])
  }

  checkpoint(size: number): string {
    return this.sign(this.text(size))
  }

  /** The body of a right request. */
  submission(older: number, newer: number): string {
    return formatSubmission(older, this.proof(older, newer), this.checkpoint(newer))
  }
}
