/** One request to a witness: c2sp.org/tlog-witness, add-checkpoint, from the log's side. */
import { parseNote, type NoteSignature } from '#kernel/log/note.ts'
import { signersOf } from '#kernel/log/signatures.ts'
import type { NoteKey } from '#kernel/log/vkey.ts'
import { formatSubmission, SIZE_MEDIA_TYPE } from '#kernel/log/witness.ts'
import type { Hash } from '#kernel/log/hash.ts'
import { wholeFromDecimal } from '#kernel/std/decimal.ts'
import { textFromUtf8 } from '#kernel/std/utf8.ts'
import { verifyWithNode } from '#platform/signer/node-ed25519.ts'
import type { WitnessTrouble } from './port.ts'

export type Exchange =
  | { readonly kind: 'cosigned'; readonly line: NoteSignature; readonly atMs: number }
  /** The size that the witness knows. */
  | { readonly kind: 'conflict'; readonly size: number }
  | {
      readonly kind: 'failed'
      readonly trouble: WitnessTrouble
      readonly retryAfterMs: number
    }

export interface Question {
  readonly url: string
  readonly key: NoteKey
  /** Our signed checkpoint; the cosignature must be of exactly its text. */
  readonly note: string
  readonly oldSize: number
  readonly proof: readonly Hash[]
  readonly deadlineMs: number
}

/** More than the cosignatures of any witness; what is longer is not read. */
const ANSWER_BYTES_MAX = 65_536

/** What came over the wire. The body is null if it was too long, or no UTF-8. */
export interface WireAnswer {
  readonly status: number
  readonly body: string | null
  readonly mediaType: string | null
  readonly retryAfter: string | null
}

/** Sends a submission to a witness. Rejects with NotAnswered. */
export type Post = (url: string, body: string, deadlineMs: number) => Promise<WireAnswer>

export class NotAnswered extends Error {
  override readonly name = 'NotAnswered'
  readonly trouble: 'late' | 'unreachable'

  constructor(trouble: 'late' | 'unreachable', cause?: unknown) {
    super(`the witness is ${trouble}`, { cause })
    this.trouble = trouble
  }
}

export const postByFetch: Post = async (url, body, deadlineMs) => {
  const signal = AbortSignal.timeout(deadlineMs)
  try {
    // A witness is where the policy says it is.
    const response = await fetch(url, { method: 'POST', body, redirect: 'manual', signal })
    const { status, headers } = response
    return {
      status,
      body: await boundedText(response),
      mediaType: headers.get('content-type'),
      retryAfter: headers.get('retry-after'),
    }
  } catch (cause) {
    throw new NotAnswered(signal.aborted ? 'late' : 'unreachable', cause)
  }
}

export async function askWitness(question: Question, post: Post): Promise<Exchange> {
  const { url, note, oldSize, proof, deadlineMs } = question
  try {
    const submission = formatSubmission(oldSize, proof, note)
    return await readAnswer(question, await post(`${url}/add-checkpoint`, submission, deadlineMs))
  } catch (error) {
    // Whatever keeps an answer away is the witness's trouble, and shown as such.
    if (error instanceof NotAnswered) return failed(error.trouble)
    throw error
  }
}

async function readAnswer(
  question: Question,
  { status, body, mediaType, retryAfter }: WireAnswer,
): Promise<Exchange> {
  if (status === 200) return body === null ? failed('answer_wrong') : cosignedBy(question, body)
  if (status === 409) return conflictOf(mediaType, body)
  if (status === 422) return failed('inconsistent')
  if (status === 403 || status === 404) return failed('not_followed')
  if (status === 429 || status === 503) {
    const seconds = wholeFromDecimal(retryAfter ?? '')
    return { ...failed('busy'), retryAfterMs: (seconds ?? 1) * 1000 }
  }
  return failed('answer_wrong')
}

/** The answer is as good as the cosignature in it: nothing else that it says is believed. */
async function cosignedBy({ key, note }: Question, body: string): Promise<Exchange> {
  const parsed = parseNote(note + body)
  if (!parsed.ok) return failed('answer_wrong')
  const [signer] = (await signersOf(parsed.value, [key], verifyWithNode)) ?? []
  if (signer === undefined || signer.atMs === 0) return failed('answer_wrong')
  return { kind: 'cosigned', line: signer.line, atMs: signer.atMs }
}

function conflictOf(mediaType: string | null, body: string | null): Exchange {
  const size =
    mediaType === SIZE_MEDIA_TYPE ? wholeFromDecimal(body?.replace(/\n$/, '') ?? '') : null
  return size === null ? failed('answer_wrong') : { kind: 'conflict', size }
}

async function boundedText({ body }: Response): Promise<string | null> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body ?? []) {
    length += chunk.length
    // Leaving the loop cancels what is still to come.
    if (length > ANSWER_BYTES_MAX) return null
    chunks.push(chunk)
  }
  return textFromUtf8(Buffer.concat(chunks))
}

function failed(trouble: WitnessTrouble) {
  return { kind: 'failed', trouble, retryAfterMs: 0 } as const
}
