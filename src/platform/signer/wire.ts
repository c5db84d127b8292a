/**
 * What a book's writer and its signer process say to each other: a line each, answered in order.
 *
 *     last                              last 5 <root>
 *     sign 7 <root> <hash>,<hash>       signed <checkpoint>
 *                                       refused size_smaller
 *
 * Before the first request the signer says `ready <verifier key> <earlier keys, each with its end or ->`, or why it is not: `refused
 * state_missing`, `unusable <sentence>`. Binary values, keys, checkpoints and sentences are in base64.
 *
 * Signers that servers share hear first which book is meant, and whether its key may be made; then all is
 * the same:
 *
 *     open sh <origin> may-create       ready <verifier key>
 */
import { unreachable } from '#kernel/std/assert.ts'
import { base64Of, bytesFromBase64 } from '#kernel/std/base64.ts'
import { wholeFromDecimal } from '#kernel/std/decimal.ts'
import { PROOF_HASHES_MAX } from '#kernel/std/limits.ts'
import { textFromUtf8, utf8Of } from '#kernel/std/utf8.ts'
import type { EarlierKey } from '#kernel/log/policy.ts'
import { type Hash, HASH_BYTES } from '#kernel/log/hash.ts'
import type { PublicRing } from './key-ring.ts'
import type { Advance, SignedState, SignerRefusal } from './port.ts'

export type SignerRequest = { readonly kind: 'last' } | ({ readonly kind: 'sign' } & Advance)

export type SignerAnswer =
  | ({ readonly kind: 'ready' } & PublicRing)
  | ({ readonly kind: 'last' } & SignedState)
  | { readonly kind: 'signed'; readonly checkpoint: string }
  | { readonly kind: 'refused'; readonly reason: SignerRefusal }
  /** The signer cannot go on; the sentence is for the operator. */
  | { readonly kind: 'unusable'; readonly sentence: string }

/** Which book a connection to shared signers is for. */
export interface OpenBook {
  readonly book: string
  readonly origin: string
  readonly mayCreate: boolean
}

/** A name becomes a part of a path. */
const BOOK_NAME = /^[a-z][a-z0-9-]{0,15}$/

export function openLine({ book, origin, mayCreate }: OpenBook): string {
  return `open ${book} ${encoded(origin)} ${mayCreate ? 'may-create' : 'must-exist'}\n`
}

/** Null for anything that `openLine` does not write. */
export function parseOpen(line: string): OpenBook | null {
  const [kind, book = '', originText = '', may = '', ...rest] = line.split(' ')
  const origin = textFrom(originText)
  if (kind !== 'open' || !BOOK_NAME.test(book) || origin === null || rest.length > 0) return null
  if (may !== 'may-create' && may !== 'must-exist') return null
  return { book, origin, mayCreate: may === 'may-create' }
}

/** A request with the longest proof has about 2,500 characters. */
export const LINE_CHARS_MAX = 16_384

export function requestLine(request: SignerRequest): string {
  if (request.kind === 'last') return 'last\n'
  const { size, root, proof } = request
  return `sign ${size} ${base64Of(root)} ${proof.map(base64Of).join(',')}\n`
}

/** Null for anything that `requestLine` does not write. */
export function parseRequest(line: string): SignerRequest | null {
  if (line === 'last') return { kind: 'last' }
  const [kind, sizeText = '', rootText = '', proofText = '', ...rest] = line.split(' ')
  const state = stateFrom(sizeText, rootText)
  const proof = hashesFrom(proofText)
  if (kind !== 'sign' || state === null || proof === null || rest.length > 0) return null
  return { kind: 'sign', ...state, proof }
}

export function answerLine(answer: SignerAnswer): string {
  switch (answer.kind) {
    case 'ready':
      return `ready ${encoded(answer.verifierKey)} ${encoded(earlierText(answer.earlierKeys))}\n`
    case 'last':
      return `last ${answer.size} ${base64Of(answer.root)}\n`
    case 'signed':
      return `signed ${encoded(answer.checkpoint)}\n`
    case 'refused':
      return `refused ${answer.reason}\n`
    case 'unusable':
      return `unusable ${encoded(answer.sentence)}\n`
    default:
      return unreachable(answer)
  }
}

export function parseAnswer(line: string): SignerAnswer | null {
  const [kind = '', first = '', second = ''] = line.split(' ')
  if (kind === 'last') {
    const state = stateFrom(first, second)
    return state && { kind, ...state }
  }
  if (kind === 'refused') return isRefusal(first) ? { kind, reason: first } : null
  const text = textFrom(first)
  if (text === null) return null
  if (kind === 'ready') return readyFrom(text, textFrom(second))
  if (kind === 'signed') return { kind, checkpoint: text }
  return kind === 'unusable' ? { kind, sentence: text } : null
}

/** Calls back with each whole line; the sender of an endless one is answered with a throw. */
export function lineReader(onLine: (line: string) => void): (chunk: string) => void {
  let held = ''
  return (chunk) => {
    const lines = (held + chunk).split('\n')
    held = lines.pop() ?? ''
    if (held.length > LINE_CHARS_MAX) throw new Error('a line of the signer is too long')
    for (const line of lines) onLine(line)
  }
}

const REFUSALS: Readonly<Record<SignerRefusal, true>> = {
  size_smaller: true,
  root_differs: true,
  proof_invalid: true,
  state_behind: true,
  state_missing: true,
}

function isRefusal(text: string): text is SignerRefusal {
  return Object.hasOwn(REFUSALS, text)
}

function stateFrom(sizeText: string, rootText: string): SignedState | null {
  const size = wholeFromDecimal(sizeText)
  const root = bytesFromBase64(rootText)
  return size === null || root?.length !== HASH_BYTES ? null : { size, root }
}

function hashesFrom(text: string): Hash[] | null {
  if (text === '') return []
  const hashes: Hash[] = []
  for (const part of text.split(',', PROOF_HASHES_MAX + 2)) {
    const hash = bytesFromBase64(part)
    if (hash?.length !== HASH_BYTES) return null
    hashes.push(hash)
  }
  return hashes
}

/** A line each: the key, and when it ended in seconds, or `-` while it still signs. */
function earlierText(keys: readonly EarlierKey[]): string {
  return keys
    .map(({ verifierKey, untilSeconds }) => `${verifierKey} ${untilSeconds ?? '-'}\n`)
    .join('')
}

function readyFrom(verifierKey: string, earlier: string | null): SignerAnswer | null {
  const earlierKeys = earlier === null ? null : earlierFrom(earlier)
  return earlierKeys && { kind: 'ready', verifierKey, earlierKeys }
}

function earlierFrom(text: string): EarlierKey[] | null {
  const keys: EarlierKey[] = []
  for (const line of text.split('\n').slice(0, -1)) {
    const [verifierKey = '', end = ''] = line.split(' ')
    const untilSeconds = end === '-' ? null : wholeFromDecimal(end)
    if (end !== '-' && untilSeconds === null) return null
    keys.push({ verifierKey, untilSeconds })
  }
  return keys
}

function encoded(text: string): string {
  return base64Of(utf8Of(text.toWellFormed()))
}

function textFrom(text: string): string | null {
  const bytes = bytesFromBase64(text)
  return bytes && textFromUtf8(bytes)
}
