/**
 * JSON from outside, with exactly one reading. JSON.parse keeps the last of two equal names in silence,
 * turns 1e999 into Infinity and takes strings that PostgreSQL and RFC 8785 cannot hold: such a body would
 * mean one thing to its sender and another to the book, so it is refused before any schema sees it.
 */
import type { Json } from '#kernel/std/json.ts'
import { JSON_DEPTH_MAX } from '#kernel/std/limits.ts'
import { err, ok, type Result } from '#kernel/std/result.ts'
import { textFromUtf8 } from '#kernel/std/utf8.ts'

export type JsonRefusal =
  | 'empty'
  | 'not_utf8'
  | 'not_json'
  | 'too_deep'
  | 'repeated_name'
  | 'unsafe_name'
  | 'number_out_of_range'
  | 'unsafe_text'
  | 'too_many_lines'

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COLON = 0x3a

export function parseJsonBody(bytes: Uint8Array): Result<Json, JsonRefusal> {
  if (bytes.length === 0) return err('empty')
  const shape = shapeOf(bytes)
  // The depth is bounded before anything recursive runs over the value.
  if (shape.depth > JSON_DEPTH_MAX) return err('too_deep')
  const text = textFromUtf8(bytes)
  if (text === null) return err('not_utf8')
  const value = parse(text)
  if (!value.ok) return value
  const count = { members: 0 }
  const refusal = inspect(value.value, count)
  if (refusal !== null) return err(refusal)
  // As many members were read as were written, unless a name stood twice and one of the two is gone.
  return count.members === shape.colons ? value : err('repeated_name')
}

export interface LineRefusal {
  readonly line: number
  readonly reason: JsonRefusal
}

/** An item a line; an empty last line is the end of the one before it. Lines count from 1. */
export function parseJsonLines(
  bytes: Uint8Array,
  linesMax: number,
): Result<readonly Json[], readonly LineRefusal[]> {
  const items: Json[] = []
  const refusals: LineRefusal[] = []
  let start = 0
  for (let line = 1; start < bytes.length; line += 1) {
    if (line > linesMax) return err([{ line, reason: 'too_many_lines' }])
    const newline = bytes.indexOf(0x0a, start)
    const end = newline === -1 ? bytes.length : newline
    const item = parseJsonBody(bytes.subarray(start, end))
    if (item.ok) items.push(item.value)
    else refusals.push({ line, reason: item.error })
    start = end + 1
  }
  return refusals.length === 0 ? ok(items) : err(refusals)
}

// JSON.parse makes JSON values only, which its own type does not say.
const jsonValue: (text: string) => Json = JSON.parse

/** How deep the text nests and how many names it writes, whatever stands inside of strings. */
function shapeOf(bytes: Uint8Array): { readonly depth: number; readonly colons: number } {
  let depth = 0
  let deepest = 0
  let colons = 0
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at]
    if (byte === QUOTE) at = endOfString(bytes, at + 1)
    else if (byte === COLON) colons += 1
    else if (byte === 0x7b || byte === 0x5b) {
      depth += 1
      if (depth > deepest) deepest = depth
    } else if (byte === 0x7d || byte === 0x5d) depth -= 1
  }
  return { depth: deepest, colons }
}

function endOfString(bytes: Uint8Array, start: number): number {
  let at = start
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1
  return at
}

function parse(text: string): Result<Json, JsonRefusal> {
  try {
    return ok(jsonValue(text))
  } catch {
    return err('not_json')
  }
}

function inspect(value: Json, count: { members: number }): JsonRefusal | null {
  if (typeof value === 'string') return isSafeText(value) ? null : 'unsafe_text'
  if (typeof value === 'number') return Number.isFinite(value) ? null : 'number_out_of_range'
  if (typeof value !== 'object' || value === null) return null
  return Array.isArray(value) ? inspectItems(value, count) : inspectMembers(value, count)
}

function inspectItems(items: readonly Json[], count: { members: number }): JsonRefusal | null {
  for (const item of items) {
    const refusal = inspect(item, count)
    if (refusal !== null) return refusal
  }
  return null
}

function inspectMembers(value: object, count: { members: number }): JsonRefusal | null {
  const members: readonly (readonly [string, Json])[] = Object.entries(value)
  for (const [name, member] of members) {
    count.members += 1
    // No contract names it, and code that copies objects member by member would obey it.
    if (name === '__proto__') return 'unsafe_name'
    if (!isSafeText(name)) return 'unsafe_text'
    const refusal = inspect(member, count)
    if (refusal !== null) return refusal
  }
  return null
}

/** PostgreSQL has no U+0000 in a text, and a lone surrogate has no UTF-8. */
function isSafeText(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed()
}
