/**
 * Reading a leaf as an outsider does: exactly the canonical bytes, exactly the known fields. What the
 * fields mean to a slice is the slice's affair; here stands what every entry of every book has.
 */
import { bytesFromBase64Url } from '#kernel/std/base64.ts'
import { isJsonArray, isJsonObject, parseCanonical } from '#kernel/std/canonical-json.ts'
import type { Json, JsonObject } from '#kernel/std/json.ts'
import { LEAF_BYTES_MAX } from '#kernel/std/limits.ts'
import { err, ok, type Result } from '#kernel/std/result.ts'
import { parseInstant } from '#kernel/time/clock.ts'
import { HASH_BYTES } from './hash.ts'

/** Leaf hashes are public: without secret bits a leaf could be guessed and confirmed. */
const NONCE_BYTES_MIN = 16

export type Leaf = {
  /** The acting party's pseudonym in this book. */
  readonly actor: string
  readonly atMs: number
  /** How the actor was authenticated, and a digest of the command that was accepted. */
  readonly auth: { readonly command: string; readonly credential: string; readonly method: string }
  readonly body: JsonObject
  /** The origin of the book's log. */
  readonly book: string
  /** The entry whose reaction submitted the command, if one did. */
  readonly cause?: JsonObject
  readonly measures: readonly Json[]
  readonly nonce: string
  readonly parties: readonly string[]
  /** Sorted digests of the disclosures (see commitment.ts). */
  readonly sd: readonly string[]
  readonly transfers: readonly Json[]
  readonly type: string
  readonly v: number
}

export type LeafRefusal = 'leaf_too_long' | 'leaf_not_canonical' | 'leaf_malformed'

export function readLeaf(bytes: Uint8Array): Result<Leaf, LeafRefusal> {
  if (bytes.length > LEAF_BYTES_MAX) return err('leaf_too_long')
  const value = parseCanonical(bytes)
  if (!value.ok) return err('leaf_not_canonical')
  const leaf = isJsonObject(value.value) ? leafOf(value.value) : null
  return leaf === null ? err('leaf_malformed') : ok(leaf)
}

const REQUIRED = 'actor at auth body book measures nonce parties sd transfers type v'.split(' ')

function leafOf(fields: JsonObject): Leaf | null {
  const { auth, cause, ...others } = fields
  const required = Object.keys(fields).filter((name) => name !== 'cause')
  // Canonical JSON is sorted, so the names can be compared as one text.
  if (required.join(' ') !== REQUIRED.join(' ')) return null
  const heading = headingOf(others)
  const facts = factsOf(others)
  const evidence = evidenceOf(auth)
  if (heading === null || facts === null || evidence === null) return null
  const leaf = { ...heading, ...facts, auth: evidence }
  if (cause === undefined) return leaf
  return isObject(cause) ? { ...leaf, cause } : null
}

type Heading = Pick<Leaf, 'actor' | 'atMs' | 'book' | 'nonce' | 'type' | 'v'>

function headingOf({ actor, at, book, nonce, type, v }: JsonObject): Heading | null {
  const atMs = typeof at === 'string' ? parseInstant(at) : undefined
  if (atMs === undefined || !isNonce(nonce) || !isVersion(v)) return null
  return isName(actor) && isName(book) && isName(type)
    ? { actor, atMs, book, nonce, type, v }
    : null
}

type Facts = Pick<Leaf, 'body' | 'measures' | 'parties' | 'sd' | 'transfers'>

function factsOf({ body, measures, parties, sd, transfers }: JsonObject): Facts | null {
  if (!isObject(body) || !isNames(parties) || !isDigests(sd)) return null
  return isList(measures) && isList(transfers) ? { body, measures, parties, sd, transfers } : null
}

function evidenceOf(auth: Json | undefined): Leaf['auth'] | null {
  if (!isObject(auth)) return null
  const { command, credential, method, ...unknown } = auth
  if (Object.keys(unknown).length > 0) return null
  if (!isName(method) || typeof credential !== 'string' || !isDigest(command)) return null
  return { command, credential, method }
}

function isObject(value: Json | undefined): value is JsonObject {
  return value !== undefined && isJsonObject(value)
}

function isList(value: Json | undefined): value is readonly Json[] {
  return value !== undefined && isJsonArray(value)
}

function isName(value: Json | undefined): value is string {
  return typeof value === 'string' && value !== ''
}

function isNames(value: Json | undefined): value is readonly string[] {
  return isList(value) && value.every(isName)
}

function isVersion(value: Json | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 1
}

function isNonce(value: Json | undefined): value is string {
  return isName(value) && (bytesFromBase64Url(value)?.length ?? 0) >= NONCE_BYTES_MIN
}

function isDigest(value: Json | undefined): value is string {
  return isName(value) && bytesFromBase64Url(value)?.length === HASH_BYTES
}

/** Sorted and without repetition: the order must not tell which digest is which field. */
function isDigests(value: Json | undefined): value is readonly string[] {
  if (!isList(value) || !value.every(isDigest)) return false
  return value.every((digest, at) => at === 0 || (value[at - 1] ?? '') < digest)
}
