/** Receipts made by a small log of our own, right or with whatever a test wants different. */
import { ed25519 } from '@noble/curves/ed25519.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { append, inclusionLines } from '#kernel/log/append.ts'
import { formatCheckpoint } from '#kernel/log/checkpoint.ts'
import { commitmentTo, formatDisclosure } from '#kernel/log/commitment.ts'
import { cosignedMessage, encodeCosignature } from '#kernel/log/cosignature.ts'
import { EMPTY_EDGE } from '#kernel/log/edge.ts'
import { hashing } from '#kernel/log/hash.ts'
import { formatNote, signatureLine } from '#kernel/log/note.ts'
import { parsePolicy, type Policy } from '#kernel/log/policy.ts'
import { formatProofLines } from '#kernel/log/proof.ts'
import { formatReceipt } from '#kernel/log/receipt.ts'
import { formatVkey, type KeyKind, noteKey } from '#kernel/log/vkey.ts'
import { base64UrlOf } from '#kernel/std/base64.ts'
import { canonicalText } from '#kernel/std/canonical-json.ts'
import type { Json } from '#kernel/std/json.ts'
import { utf8Of } from '#kernel/std/utf8.ts'

const hash = hashing(sha256)
export const ORIGIN = 'sh.hub.example/book/1'
export const NOW_MS = 1_795_312_800_000
export const SALT = base64UrlOf(new Uint8Array(16).fill(3))

const secretOf = (seed: number) => new Uint8Array(32).fill(seed)
const keyOf = (name: string, seed: number, kind: KeyKind) =>
  noteKey({ name, kind, publicKey: ed25519.getPublicKey(secretOf(seed)) }, sha256)

export const LOG = keyOf(ORIGIN, 1, 'ed25519')
export const WITNESS = keyOf('js.hub.example/witness', 2, 'cosignature')
export const STRANGER = keyOf('stranger.example', 3, 'cosignature')

export function policyOf(text: string): Policy {
  const parsed = parsePolicy(utf8Of(text), sha256)
  if (!parsed.ok) throw new Error(parsed.error)
  return parsed.value
}

/** A key of the log that signed until a minute ago. */
export const ENDED = keyOf(ORIGIN, 4, 'ed25519')
export const ENDED_SECONDS = BigInt(NOW_MS / 1000) - 60n

export const POLICY_TEXT = `log ${formatVkey(LOG)}\n#log-until ${ENDED_SECONDS} ${formatVkey(ENDED)}\nwitness js ${formatVkey(WITNESS)}\nquorum js\n`

export const logLine = (text: string, key = LOG, seed = 1) =>
  signatureLine(key, ed25519.sign(utf8Of(text), secretOf(seed)))

export const endedLine = (text: string) => logLine(text, ENDED, 4)

export function cosignature(
  text: string,
  key = WITNESS,
  seed = 2,
  seconds = BigInt(NOW_MS / 1000),
): string {
  const signature = ed25519.sign(cosignedMessage(text, seconds), secretOf(seed))
  return signatureLine(key, encodeCosignature({ seconds, signature }))
}

export const DISCLOSURE = formatDisclosure({ salt: SALT, name: 'phone', value: '13800000000' })
export const OTHER_DISCLOSURE = formatDisclosure({ salt: SALT, name: 'number/pty_1', value: 7 })

export const FIELDS: Readonly<Record<string, Json>> = {
  actor: 'pty_1',
  at: '2026-11-22T02:00:00.000Z',
  auth: { command: base64UrlOf(new Uint8Array(32)), credential: 'crd_1', method: 'api-key' },
  body: { text: '已确认 "用课"', amountMinor: '12500' },
  book: ORIGIN,
  measures: [],
  nonce: base64UrlOf(new Uint8Array(16).fill(9)),
  parties: ['pty_1'],
  sd: [DISCLOSURE, OTHER_DISCLOSURE].map((text) => commitmentTo(text, sha256)).toSorted(),
  transfers: [],
  type: 'prepaid.use_confirmed',
  v: 1,
}

export type Made = {
  readonly leaf: string
  readonly lines: readonly string[]
  readonly disclosures: readonly string[]
  readonly size: number
  readonly sign: (text: string) => readonly string[]
}

export const whole: Made = {
  leaf: canonicalText(FIELDS),
  lines: [],
  disclosures: [DISCLOSURE],
  size: 13,
  sign: (text) => [logLine(text), cosignature(text)],
}

/** A receipt for entry 5 of a small tree, with whatever a test wants different. */
export function receiptWith(changes: Partial<Made> = {}, origin = ORIGIN): string {
  const { leaf, disclosures, size, sign } = { ...whole, ...changes }
  const leaves = Array.from({ length: size }, (_, at) =>
    hash.leaf(utf8Of(at === 5 ? leaf : `entry ${at}`)),
  )
  const batch = append(EMPTY_EDGE, leaves, hash)
  const text = formatCheckpoint({ origin, size, root: batch.root })
  const lines = inclusionLines(batch, hash)[5] ?? ''
  const proof = formatProofLines(5, lines, formatNote(text, sign(text)))
  return formatReceipt({ leaf, proof, disclosures })
}
