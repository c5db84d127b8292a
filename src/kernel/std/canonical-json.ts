/**
 * Canonical JSON: RFC 8785 (JCS), strict. One value has one text, so its hash means something.
 * What JSON.stringify drops or changes in silence (undefined, NaN, toJSON, class instances, lone
 * surrogates) is refused here, since the reader would otherwise prove another value than was meant.
 */
import { assert } from './assert.ts'
import type { Json, JsonObject } from './json.ts'
import { JSON_CHARS_MAX, JSON_DEPTH_MAX } from './limits.ts'
import { err, ok, type Result } from './result.ts'
import { textFromUtf8 } from './utf8.ts'

export type CanonicalRefusal =
  | 'not_json'
  | 'number_not_finite'
  | 'lone_surrogate'
  | 'too_deep'
  | 'too_long'
  | 'not_utf8'
  | 'not_canonical'

/** Thrown for a value that has no canonical text; `reason` says why. */
export class NotCanonical extends Error {
  override readonly name = 'NotCanonical'
  readonly reason: CanonicalRefusal
  constructor(reason: CanonicalRefusal) {
    super(`no canonical JSON: ${reason}`)
    this.reason = reason
  }
}

/** The canonical text of a value that the program itself made: one that has none is a bug. */
export function canonicalText(value: unknown): string {
  // Most values are made in order, and for those the engine's own serialiser writes the same text
  // several times faster than any loop here: same strings, same numbers, no spacing.
  const text = isInOrder(value, 0) ? JSON.stringify(value) : sortedText(value)
  if (text.length > JSON_CHARS_MAX) throw new NotCanonical('too_long')
  return text
}

/** The canonical text of a value from outside, or why it has none. */
export function canonicalize(value: unknown): Result<string, CanonicalRefusal> {
  try {
    return ok(canonicalText(value))
  } catch (error) {
    if (error instanceof NotCanonical) return err(error.reason)
    throw error
  }
}

/** Reads canonical JSON and nothing else: other spacing, order, escapes or repeated keys fail. */
export function parseCanonical(bytes: Uint8Array): Result<Json, CanonicalRefusal> {
  if (bytes.length > JSON_CHARS_MAX) return err('too_long')
  const text = textFromUtf8(bytes)
  return text === null ? err('not_utf8') : parseCanonicalText(text)
}

export function parseCanonicalText(text: string): Result<Json, CanonicalRefusal> {
  const value = parseJson(text)
  if (!value.ok) return value
  const again = canonicalize(value.value)
  if (!again.ok) return again
  return again.value === text ? value : err('not_canonical')
}

// JSON.parse makes JSON values only, which its own type does not say.
const jsonValue: (text: string) => Json = JSON.parse

/** Any JSON text of bounded length. The depth is bounded by whoever walks the value. */
export function parseJson(text: string): Result<Json, 'not_json' | 'too_long'> {
  if (text.length > JSON_CHARS_MAX) return err('too_long')
  try {
    return ok(jsonValue(text))
  } catch {
    return err('not_json')
  }
}

export function isJsonArray(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}

export function isJsonObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Refuses what has no canonical text; true if the value is in canonical order already. */
function isInOrder(value: unknown, depth: number): boolean {
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new NotCanonical('lone_surrogate')
    return true
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new NotCanonical('number_not_finite')
    return true
  }
  if (typeof value === 'boolean' || value === null) return true
  if (typeof value !== 'object') throw new NotCanonical('not_json')
  if (depth === JSON_DEPTH_MAX) throw new NotCanonical('too_deep')
  return Array.isArray(value) ? isArrayInOrder(value, depth + 1) : isObjectInOrder(value, depth + 1)
}

function isArrayInOrder(values: readonly unknown[], depth: number): boolean {
  let inOrder = true
  // By index, so that a hole is met as the undefined that it reads as.
  for (let at = 0; at < values.length; at += 1) {
    if (!isInOrder(values[at], depth)) inOrder = false
  }
  return inOrder
}

function isObjectInOrder(value: object, depth: number): boolean {
  if (!isPlain(value)) throw new NotCanonical('not_json')
  let inOrder = true
  let previous = ''
  for (const key of Object.keys(value)) {
    if (key < previous) inOrder = false
    previous = key
    if (!key.isWellFormed()) throw new NotCanonical('lone_surrogate')
    if (!isInOrder(value[key], depth)) inOrder = false
  }
  return inOrder
}

function isPlain(value: object): value is Readonly<Record<string, unknown>> {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** Writes a checked value member by member, sorted by UTF-16 code unit as RFC 8785 asks. */
function sortedText(value: unknown): string {
  if (typeof value === 'string') return quoted(value)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(sortedText).join(',')}]`
  assert(isPlain(value), 'only plain objects pass the check')
  let text = ''
  for (const key of Object.keys(value).toSorted()) {
    text += `${text === '' ? '{' : ','}${quoted(key)}:${sortedText(value[key])}`
  }
  return text === '' ? '{}' : `${text}}`
}

// All but control characters, the quote and the backslash: these are written as they are.
const PLAIN = /^[\u0020\u0021\u0023-\u005b\u005d-\uffff]*$/

function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text)
}
