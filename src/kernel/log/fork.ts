/**
 * Proof that a log lied: two checkpoints that it signed and that no single tree can have. For two of one size
 * the notes alone suffice. For two sizes there must be a consistency proof that leads from *another* root of
 * the older size to the newer checkpoint: then the newer tree does not begin with what the older one states.
 */
import { base64Of, bytesFromBase64 } from '#kernel/std/base64.ts'
import { equalBytes } from '#kernel/std/bytes.ts'
import { hexOf } from '#kernel/std/hex.ts'
import { PROOF_HASHES_MAX } from '#kernel/std/limits.ts'
import { err, ok, type Result } from '#kernel/std/result.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { type Checkpoint, parseCheckpoint } from './checkpoint.ts'
import { type TreeHead, verifyConsistency } from './consistency.ts'
import type { VerifyEd25519 } from './ed25519.ts'
import { type Hash, HASH_BYTES, type Hashing, type Sha256 } from './hash.ts'
import { parseNote } from './note.ts'
import { signersOf } from './signatures.ts'
import type { NoteKey } from './vkey.ts'

export type ForkProof = {
  /** The root that the newer tree really has at the size of the older. */
  readonly otherRoot: Hash
  /** RFC 9162 §2.1.4, from `otherRoot` to the newer checkpoint. */
  readonly proof: readonly Hash[]
}

/** The whole of it, as it is handed from one to another. */
export type SignedFork = ForkProof & {
  /** The signed note of the smaller tree. */
  readonly olderNote: string
  /** The signed note of the larger tree, or of another one of the same size. */
  readonly newerNote: string
}

export type ForkRefusal = 'note_malformed' | 'origin_unknown' | 'unsigned' | 'no_fork'

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

/**
 * Judges what somebody else calls a fork, from nothing but the keys of the log: the older of the two
 * checkpoints, or why this proves nothing. `keysOf` answers no keys for a log that the reader does not know.
 */
export async function openFork(
  fork: SignedFork,
  keysOf: (origin: string) => readonly NoteKey[],
  verifyEd25519: VerifyEd25519,
  hash: Hashing,
): Promise<Result<Checkpoint, ForkRefusal>> {
  const heads: Checkpoint[] = []
  for (const text of [fork.olderNote, fork.newerNote]) {
    // oxlint-disable-next-line no-await-in-loop -- two, and the first wrong one ends it.
    const head = await signedHead(text, keysOf, verifyEd25519)
    if (!head.ok) return head
    heads.push(head.value)
  }
  const [older, newer] = heads
  if (older === undefined || newer?.origin !== older.origin) return err('no_fork')
  return provesFork(older, newer, fork, hash) ? ok(older) : err('no_fork')
}

const FORK_CHARS_MAX = 2_097_152

/** JSON: both notes as they are, hashes in base64. So `/gossip/evidence` lists it, and witnesses take it. */
export function forkText({ olderNote, newerNote, otherRoot, proof }: SignedFork): string {
  return JSON.stringify({
    olderNote,
    newerNote,
    otherRoot: base64Of(otherRoot),
    proof: proof.map(base64Of),
  })
}

/** From such JSON, whatever else stands beside it; null for any other text. */
export function parseFork(text: string): SignedFork | null {
  const value = text.length > FORK_CHARS_MAX ? null : jsonOf(text)
  if (typeof value !== 'object' || value === null) return null
  const { olderNote, newerNote, otherRoot, proof } = value as Partial<Record<string, unknown>>
  if (typeof olderNote !== 'string' || typeof newerNote !== 'string') return null
  if (!Array.isArray(proof) || proof.length > PROOF_HASHES_MAX) return null
  const root = hashOf(otherRoot)
  const hashes = proof.map(hashOf)
  if (root === null || !hashes.every((hash) => hash !== null)) return null
  return { olderNote, newerNote, otherRoot: root, proof: hashes }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // What anybody sends need not be JSON, and then it is no fork.
    return null
  }
}

function hashOf(text: unknown): Hash | null {
  const bytes = typeof text === 'string' ? bytesFromBase64(text) : null
  return bytes?.length === HASH_BYTES ? bytes : null
}

/** By the odd side of it: the other side grows, and it stays the same lie. 128 bits in hex. */
export function forkId({ origin, size, root }: TreeHead & { origin: string }, sha256: Sha256) {
  return hexOf(sha256(utf8Of(`${origin}\n${size}\n${hexOf(root)}`))).slice(0, 32)
}

async function signedHead(
  text: string,
  keysOf: (origin: string) => readonly NoteKey[],
  verifyEd25519: VerifyEd25519,
): Promise<Result<Checkpoint, ForkRefusal>> {
  const note = parseNote(text)
  const checkpoint = note.ok ? parseCheckpoint(note.value.text) : note
  if (!note.ok || !checkpoint.ok) return err('note_malformed')
  const keys = keysOf(checkpoint.value.origin)
  if (keys.length === 0) return err('origin_unknown')
  const signers = await signersOf(note.value, keys, verifyEd25519)
  return signers === null || signers.length === 0 ? err('unsigned') : checkpoint
}
