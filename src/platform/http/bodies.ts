/**
 * Bodies as this server reads them: JSON and JSON lines, in UTF-8, not compressed. What cannot be read
 * comes to the handler as a value; nothing is thrown, so nothing can leak on the way.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { wholeFromDecimal } from '#kernel/std/decimal.ts'
import type { Json } from '#kernel/std/json.ts'
import { err, ok, type Result } from '#kernel/std/result.ts'
import { type JsonRefusal, parseJsonBody, parseJsonLines } from './json-body.ts'
import { FIELD_ERRORS_MAX } from './checked.ts'
import type { FieldError, ProblemType } from './problem.ts'

export const BODY_BYTES_MAX = 65_536
export const BULK_BYTES_MAX = 4_194_304

export const JSON_TYPE = 'application/json'
export const LINES_TYPES = ['application/jsonl', 'application/x-ndjson'] as const

export type BodyRefusal = {
  readonly type: Extract<ProblemType, 'malformed_json' | 'unsupported_media_type'>
  readonly errors?: readonly FieldError[]
}

const REASONS: Readonly<Record<JsonRefusal, string>> = {
  empty: 'Expected a JSON value.',
  not_utf8: 'Expected UTF-8.',
  not_json: 'Expected JSON.',
  too_deep: 'Nested too deeply.',
  repeated_name: 'A name stands twice in one object.',
  unsafe_name: 'A name is not allowed.',
  number_out_of_range: 'A number is out of range.',
  unsafe_text: 'A text has U+0000 or half a surrogate pair.',
  too_many_lines: 'Too many lines.',
}

/** The bytes arrive as they are: each kind of route reads them in its own way. */
export function takeBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  for (const type of [JSON_TYPE, ...LINES_TYPES]) {
    app.addContentTypeParser(type, { parseAs: 'buffer' }, (_request, body, done) => {
      done(null, body)
    })
  }
}

/** One JSON value. A request without any body has `undefined`, which only an absent schema takes. */
export function readBody(request: FastifyRequest): Result<Json | undefined, BodyRefusal> {
  const bytes = request.body
  if (bytes === undefined || bytes === null) {
    return isBodyDeclared(request) ? err({ type: 'unsupported_media_type' }) : ok(undefined)
  }
  if (!(bytes instanceof Uint8Array) || mediaTypeOf(request) !== JSON_TYPE) {
    return err({ type: 'unsupported_media_type' })
  }
  if (!isPlainEncoding(request)) return err({ type: 'unsupported_media_type' })
  const value = parseJsonBody(bytes)
  return value.ok ? value : err(malformed([{ at: 'body', message: REASONS[value.error] }]))
}

export interface Items {
  readonly items: readonly Json[]
  /** How an item is named in an error: by its line, or by its place in the array. */
  readonly placeOf: (index: number) => string
}

/** The items of a bulk: `{"items": [...]}`, or one a line. */
export function readItems(request: FastifyRequest, itemsMax: number): Result<Items, BodyRefusal> {
  const bytes = request.body
  const type = mediaTypeOf(request)
  if (!(bytes instanceof Uint8Array) || !isPlainEncoding(request)) {
    return err({ type: 'unsupported_media_type' })
  }
  if (LINES_TYPES.some((known) => known === type)) {
    const lines = parseJsonLines(bytes, itemsMax)
    if (lines.ok) return ok({ items: lines.value, placeOf: (index) => `line ${index + 1}` })
    const errors = lines.error.map(({ line, reason }) => ({
      at: `line ${line}`,
      message: REASONS[reason],
    }))
    return err(malformed(errors))
  }
  const body = readBody(request)
  if (!body.ok) return body
  const items = itemsOf(body.value)
  if (items === null) {
    return err(malformed([{ at: 'body', message: 'Expected {"items": [...]} and nothing else.' }]))
  }
  return ok({ items, placeOf: (index) => `body.items.${index}` })
}

function itemsOf(value: Json | undefined): readonly Json[] | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const [only, ...others] = Object.entries(value)
  if (only?.[0] !== 'items' || others.length > 0 || !Array.isArray(only[1])) return null
  return only[1]
}

function malformed(errors: readonly FieldError[]): BodyRefusal {
  return { type: 'malformed_json', errors: errors.slice(0, FIELD_ERRORS_MAX) }
}

function mediaTypeOf({ headers }: FastifyRequest): string {
  if (headers['content-type'] === JSON_TYPE) return JSON_TYPE
  const [type = '', ...parameters] = (headers['content-type'] ?? '').toLowerCase().split(';')
  // JSON is UTF-8 (RFC 8259 §8.1); a sender who says otherwise means other characters.
  const isOther = parameters.some((parameter) => {
    const [name = '', value = ''] = parameter.split('=').map((part) => part.trim())
    return name === 'charset' && !['utf-8', '"utf-8"'].includes(value)
  })
  return isOther ? '' : type.trim()
}

/** A compressed body could be a thousand times its size: none is taken. */
function isPlainEncoding({ headers }: FastifyRequest): boolean {
  return (headers['content-encoding'] ?? 'identity') === 'identity'
}

function isBodyDeclared({ headers }: FastifyRequest): boolean {
  return (
    headers['transfer-encoding'] !== undefined ||
    wholeFromDecimal(headers['content-length'] ?? '0') !== 0
  )
}
