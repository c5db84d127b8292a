/**
 * The log of a book in memory: its entries become leaves, its tree is grown anew for each receipt, and keys of
 * its own sign. Whatever a forger could do, a test can do here by giving other keys, leaves or times.
 */
import { ed25519 } from '@noble/curves/ed25519.js'
import { sha256 } from '@noble/hashes/sha2.js'
import type { Draft } from '#kernel/book/leaf.ts'
import { leafText } from '#kernel/book/leaf.ts'
import { append, inclusionLines } from '#kernel/log/append.ts'
import { formatCheckpoint } from '#kernel/log/checkpoint.ts'
import { commitmentTo, formatDisclosure } from '#kernel/log/commitment.ts'
import { cosignedMessage, encodeCosignature } from '#kernel/log/cosignature.ts'
import { EMPTY_EDGE } from '#kernel/log/edge.ts'
import { hashing } from '#kernel/log/hash.ts'
import { formatNote, signatureLine } from '#kernel/log/note.ts'
import { formatProofLines } from '#kernel/log/proof.ts'
import { formatReceipt } from '#kernel/log/receipt.ts'
import { formatVkey, type KeyKind, noteKey } from '#kernel/log/vkey.ts'
import { base64UrlOf } from '#kernel/std/base64.ts'
import { utf8Of } from '#kernel/std/utf8.ts'

const hash = hashing(sha256)
const secretOf = (seed: number) => new Uint8Array(32).fill(seed)
const keyOf = (name: string, seed: number, kind: KeyKind) =>
  noteKey({ name, kind, publicKey: ed25519.getPublicKey(secretOf(seed)) }, sha256)

export interface Making {
  /** By whose key the log signs; another one than its own forges. */
  readonly seed?: number
  /** When the witness cosigned; null for a receipt that nobody has seen. */
  readonly witnessedAtMs?: number | null
  /** Another text at the place of the entry, with a tree that holds it. */
  readonly leaf?: (leaf: string) => string
  /** A leaf in the receipt that is not the one in the tree. */
  readonly shown?: (leaf: string) => string
  readonly disclosures?: readonly string[]
  readonly origin?: string
}

const WITNESS_SEED = 9
const WITNESS = keyOf('witness.example', WITNESS_SEED, 'cosignature')

export class TestLog {
  readonly origin: string
  readonly #seed: number
  readonly #entries: () => readonly Draft[]
  readonly #leaves: string[] = []

  constructor(origin: string, seed: number, entries: () => readonly Draft[]) {
    this.origin = origin
    this.#seed = seed
    this.#entries = entries
  }

  /** The policy by which others judge this log: its key, and one witness. */
  policy(quorum: 'none' | 'w' = 'w'): string {
    const key = formatVkey(keyOf(this.origin, this.#seed, 'ed25519'))
    return `log ${key}\nwitness w ${formatVkey(WITNESS)}\nquorum ${quorum}\n`
  }

  leaf(index: number): string {
    const drafts = this.#entries()
    for (let at = this.#leaves.length; at < drafts.length; at += 1) {
      const draft = drafts[at]
      if (draft === undefined) break
      const digests = (draft.event.secrets ?? [])
        .map((secret) => commitmentTo(disclosureOf(at, secret), sha256))
        .toSorted()
      const nonce = base64UrlOf(new Uint8Array(16).fill(at % 250))
      this.#leaves.push(leafText(this.origin, draft, { nonce, digests }))
    }
    const leaf = this.#leaves[index]
    if (leaf === undefined) throw new Error(`no entry ${index}`)
    return leaf
  }

  disclosures(index: number): readonly string[] {
    const secrets = this.#entries()[index]?.event.secrets ?? []
    return secrets.map((secret) => disclosureOf(index, secret))
  }

  receipt(index: number, making: Making = {}): string {
    const { seed = this.#seed, leaf = same, shown = same, origin = this.origin } = making
    const own = leaf(this.leaf(index))
    const leaves = this.#entries().map((_draft, at) =>
      hash.leaf(utf8Of(at === index ? own : this.leaf(at))),
    )
    const batch = append(EMPTY_EDGE, leaves, hash)
    const text = formatCheckpoint({ origin, size: leaves.length, root: batch.root })
    const lines = inclusionLines(batch, hash)[index] ?? ''
    const signature = ed25519.sign(utf8Of(text), secretOf(seed))
    const signed = [signatureLine(keyOf(origin, seed, 'ed25519'), signature)]
    const { witnessedAtMs = this.#entries().at(-1)?.atMs ?? 0 } = making
    if (witnessedAtMs !== null) signed.push(cosignature(text, witnessedAtMs))
    const proof = formatProofLines(index, lines, formatNote(text, signed))
    return formatReceipt({ leaf: shown(own), proof, disclosures: making.disclosures ?? [] })
  }
}

const same = (text: string) => text

function disclosureOf(
  index: number,
  { name, value }: NonNullable<Draft['event']['secrets']>[number],
): string {
  const salt = base64UrlOf(new Uint8Array(16).fill(index % 250))
  return formatDisclosure({ salt, name, value })
}

function cosignature(text: string, atMs: number): string {
  const seconds = BigInt(Math.floor(atMs / 1000))
  const signature = ed25519.sign(cosignedMessage(text, seconds), secretOf(WITNESS_SEED))
  return signatureLine(WITNESS, encodeCosignature({ seconds, signature }))
}
