/**
 * The rules of a witness: c2sp.org/tlog-witness, add-checkpoint. Pure: bytes in, a status out. A witness
 * reads a submission first, which needs no state, and then decides it against the last checkpoint that it
 * cosigned for this origin. Deciding and keeping must be one act: between them nothing else may happen.
 *
 * Where several things are wrong the answer is the first of: malformed request 400, unknown origin 404,
 * malformed note 400, not signed 403, malformed checkpoint 400, old size above the new 400, another old size
 * than the witness's 409, a root that the empty tree cannot have 422, an impossible proof 422.
 */
import { base64Of, bytesFromBase64 } from '#kernel/std/base64.ts'
import { equalBytes } from '#kernel/std/bytes.ts'
import { wholeFromDecimal } from '#kernel/std/decimal.ts'
import { err, ok, type Result } from '#kernel/std/result.ts'
import { hexOf } from '#kernel/std/hex.ts'
import { textFromUtf8, utf8Of } from '#kernel/std/utf8.ts'
import { type Checkpoint, parseCheckpoint } from './checkpoint.ts'
import { type TreeHead, verifyConsistency } from './consistency.ts'
import type { VerifyEd25519 } from './ed25519.ts'
import { type Hash, HASH_BYTES, type Hashing, type Sha256 } from './hash.ts'
import { formatNote, parseNote, signatureLine } from './note.ts'
import { signersOf } from './signatures.ts'
import type { NoteKey } from './vkey.ts'

/** The specification's own bound of proof lines. */
export const SUBMISSION_HASHES_MAX = 63

/** The longest proof, and a note of far more than the 16 signatures that must be taken, each of 5 kB. */
export const SUBMISSION_BYTES_MAX = 262_144

/** Of the body that answers 409: the size of the latest cosigned checkpoint, with a newline. */
export const SIZE_MEDIA_TYPE = 'text/x.tlog.size'

export type Submission = {
  readonly checkpoint: Checkpoint
  /** What is cosigned: the text of the note with its final newline, extension lines included. */
  readonly text: string
  /** The lines by keys that the witness trusts for this origin; no other is kept or shown. */
  readonly logLines: readonly string[]
  readonly oldSize: number
  readonly proof: readonly Hash[]
}

export type SubmissionRefusal =
  | { readonly status: 400; readonly reason: 'request_malformed' }
  | { readonly status: 404; readonly reason: 'origin_unknown' }
  | { readonly status: 400; readonly reason: 'note_malformed' }
  | { readonly status: 403; readonly reason: 'signature_missing' | 'signature_wrong' }
  | { readonly status: 400; readonly reason: 'checkpoint_malformed' }

export type StepRefusal =
  | { readonly status: 400; readonly reason: 'old_size_above_new' }
  | { readonly status: 409; readonly reason: 'old_size_differs'; readonly size: number }
  | {
      readonly status: 422
      readonly reason: 'empty_root_differs' | 'proof_not_empty' | 'proof_wrong' | 'root_differs'
    }

/** The body of a request, as the submitting log writes it. */
export function formatSubmission(
  oldSize: number,
  proof: readonly Hash[],
  checkpoint: string,
): string {
  return `old ${oldSize}\n${proof.map((hash) => `${base64Of(hash)}\n`).join('')}\n${checkpoint}`
}

/** `keysOf` answers the keys that the witness trusts for an origin, or none if it does not know the log. */
export async function readSubmission(
  body: Uint8Array,
  keysOf: (origin: string) => readonly NoteKey[],
  verifyEd25519: VerifyEd25519,
): Promise<Result<Submission, SubmissionRefusal>> {
  const request = parseRequest(body)
  if (request === null) return err({ status: 400, reason: 'request_malformed' })
  const { oldSize, proof, rest } = request
  const origin = rest.slice(0, Math.max(0, rest.indexOf('\n')))
  const keys = origin === '' ? [] : keysOf(origin)
  if (keys.length === 0) return err({ status: 404, reason: 'origin_unknown' })
  const note = parseNote(rest)
  if (!note.ok) {
    return isUnreadableSignature(rest)
      ? err({ status: 403, reason: 'signature_wrong' })
      : err({ status: 400, reason: 'note_malformed' })
  }
  const signers = await signersOf(note.value, keys, verifyEd25519)
  if (signers === null) return err({ status: 403, reason: 'signature_wrong' })
  if (signers.length === 0) return err({ status: 403, reason: 'signature_missing' })
  const { text } = note.value
  const checkpoint = parseCheckpoint(text)
  if (!checkpoint.ok) return err({ status: 400, reason: 'checkpoint_malformed' })
  const logLines = signers.map(({ key, line }) => signatureLine(key, line.payload))
  return ok({ checkpoint: checkpoint.value, text, logLines, oldSize, proof })
}

/** Whether the step from the last cosigned tree may be cosigned: null, or why not. */
export function refusalOfStep(
  { checkpoint, oldSize, proof }: Submission,
  last: TreeHead,
  hash: Hashing,
): StepRefusal | null {
  const { size, root } = checkpoint
  if (oldSize > size) return { status: 400, reason: 'old_size_above_new' }
  if (oldSize !== last.size) {
    return { status: 409, reason: 'old_size_differs', size: last.size }
  }
  if (size === 0 && !equalBytes(root, hash.empty)) {
    return { status: 422, reason: 'empty_root_differs' }
  }
  if (oldSize === 0) return proof.length === 0 ? null : { status: 422, reason: 'proof_not_empty' }
  if (oldSize === size && !equalBytes(root, last.root)) {
    return { status: 422, reason: 'root_differs' }
  }
  // Against the root that was kept, never against one that came with the request.
  return verifyConsistency(last, checkpoint, proof, hash)
    ? null
    : { status: 422, reason: 'proof_wrong' }
}

/** The tree of a log of which nothing was cosigned yet. */
export function nothingCosigned(hash: Hashing): TreeHead {
  return { size: 0, root: hash.empty }
}

/** What a log is called at the monitoring prefix of a witness: `<prefix>/<this>/checkpoint`. */
export function originHash(origin: string, sha256: Sha256): string {
  return hexOf(sha256(utf8Of(origin)))
}

/** What a monitor reads: the text, the log's own lines, and those of the witness. */
export function cosignedNote({ text, logLines }: Submission, cosignatures: string): string {
  return formatNote(text, [...logLines, cosignatures])
}

type Request = {
  readonly oldSize: number
  readonly proof: readonly Hash[]
  readonly rest: string
}

function parseRequest(body: Uint8Array): Request | null {
  const text = body.length > SUBMISSION_BYTES_MAX ? null : textFromUtf8(body)
  // The header ends at the FIRST empty line: a note may hold others.
  const border = text?.indexOf('\n\n') ?? -1
  if (text === null || border < 0) return null
  const [first = '', ...lines] = text.slice(0, border).split('\n')
  const oldSize = first.startsWith('old ') ? wholeFromDecimal(first.slice('old '.length)) : null
  const proof = hashesFrom(lines)
  if (oldSize === null || proof === null) return null
  return { oldSize, proof, rest: text.slice(border + 2) }
}

function hashesFrom(lines: readonly string[]): Hash[] | null {
  if (lines.length > SUBMISSION_HASHES_MAX) return null
  const hashes: Hash[] = []
  for (const line of lines) {
    const hash = bytesFromBase64(line)
    if (hash?.length !== HASH_BYTES) return null
    hashes.push(hash)
  }
  return hashes
}

/**
 * Whether the note fails only because a signature has bits that no encoder writes. Lenient readers see a
 * signature there that verifies for nobody, so the answer is the same as to a wrong one.
 */
function isUnreadableSignature(note: string): boolean {
  const border = note.lastIndexOf('\n\n')
  if (border < 0) return false
  const lines = note.slice(border + 2)
  const loose = lines.replaceAll(/(?<=[A-Za-z0-9+/])[A-Za-z0-9+/](?==\n)/g, 'A')
  const looser = loose.replaceAll(/(?<=[A-Za-z0-9+/])[A-Za-z0-9+/](?===\n)/g, 'A')
  return looser !== lines && parseNote(note.slice(0, border + 2) + looser).ok
}
