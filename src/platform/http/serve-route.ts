/** A slice's route becomes a handler: parse, call, answer. Nothing here knows what a route is about. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { safeParse, type $ZodType } from 'zod/v4/core'
import { z } from 'zod'
import { hash } from 'node:crypto'
import type { Permission, Principal } from '#kernel/identity/principal.ts'
import { assert, unreachable } from '#kernel/std/assert.ts'
import { err, ok, type Result } from '#kernel/std/result.ts'
import type { BookPort, Request as BookRequest } from '#platform/book/port.ts'
import { sessionTokenOf } from '#platform/sessions/cookie.ts'
import { sendAnswer, sendBulkAnswer, sendJson } from './answer-body.ts'
import { type BodyRefusal, readBody, readItems } from './bodies.ts'
import { checked, FIELD_ERRORS_MAX } from './checked.ts'
import { BookName, IdempotencyKey } from './fields.ts'
import type { Gate } from './gate.ts'
import { type FieldError, type ProblemType, sendProblem, sendProblemText } from './problem.ts'
import type {
  ActRoute,
  Books,
  BulkRoute,
  CommandRoute,
  Language,
  OfBook,
  Reading,
  ReadRoute,
  Route,
} from './route.ts'
import { submit } from './submit.ts'

export interface Serving {
  readonly books: Books
  readonly gate: Pick<Gate, 'principalOf' | 'mayBeyond'>
  /** How long an answer of a book is awaited before the caller hears that the outcome is unknown. */
  readonly answerTimeoutMs: number
  /** Whether each answer is held against its response schema: in tests, where a slip must be loud. */
  readonly areResponsesChecked: boolean
}

export type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>

/** Why a request does not reach its handler. */
interface Turned {
  readonly type: ProblemType
  readonly errors?: readonly FieldError[]
}

const NOTHING = z.strictObject({})
const ONLY_BOOK = z.strictObject({ book: BookName })
const PROBLEM_STATUS = 409

export function handlerOf(route: Route, serving: Serving): Handler {
  switch (route.kind) {
    case 'read':
      return readHandler(route, serving)
    case 'act':
      return actHandler(route, serving)
    case 'command':
      return commandHandler(route, serving)
    case 'bulk':
      return bulkHandler(route, serving)
    default:
      return unreachable(route)
  }
}

/** The schema of a route's path, for the handler and for the OpenAPI document alike. */
export function paramsSchemaOf(route: Route): $ZodType {
  if (route.params !== undefined) return route.params
  return route.kind === 'command' || route.kind === 'bulk' ? ONLY_BOOK : NOTHING
}

function readHandler(route: ReadRoute, serving: Serving): Handler {
  const query = route.query ?? NOTHING
  return async (request, reply) => {
    const language = languageOf(reply)
    const address = parseAddress({ route, query }, request, language, serving.books)
    if (!address.ok) return turn(reply, address.error)
    const seesBeyond = route.beyond !== undefined && serving.gate.mayBeyond(request, route.beyond)
    const reading = await route.read({
      params: address.value.params,
      query: address.value.query,
      principal: passedPrincipal(request, route, serving),
      language,
      books: serving.books,
      seesBeyond,
    })
    return sendReading(reply, route, reading, serving)
  }
}

function actHandler(route: ActRoute, serving: Serving): Handler {
  return async (request, reply) => {
    const language = languageOf(reply)
    const address = parseAddress({ route, query: NOTHING }, request, language, serving.books)
    if (!address.ok) return turn(reply, address.error)
    const body = parseBody(route.body, request, language)
    if (!body.ok) return turn(reply, body.error)
    const reading = await route.act({
      params: address.value.params,
      body: body.value,
      principal: passedPrincipal(request, route, serving),
      language,
      books: serving.books,
    })
    return sendReading(reply, route, reading, serving)
  }
}

function commandHandler(route: CommandRoute, serving: Serving): Handler {
  return async (request, reply) => {
    const language = languageOf(reply)
    const call = ofBook(route, request, language, serving)
    if (!call.ok) return turn(reply, call.error)
    const key = safeParse(IdempotencyKey, request.headers['idempotency-key'])
    if (!key.success) return turn(reply, { type: 'idempotency_key_required' })
    const body = parseBody(route.body, request, language)
    if (!body.ok) return turn(reply, body.error)
    const { book, params, principal } = call.value
    const command = await route.command({
      params,
      principal,
      language,
      books: serving.books,
      body: body.value,
    })
    const [answer] = await submit(
      book,
      [{ command, principal, key: key.data }],
      serving.answerTimeoutMs,
    )
    assert(answer !== undefined, 'a book answers each request')
    return sendAnswer(reply, answer, route.refusals)
  }
}

function bulkHandler(route: BulkRoute, serving: Serving): Handler {
  return async (request, reply) => {
    const language = languageOf(reply)
    const address = ofBook(route, request, language, serving)
    if (!address.ok) return turn(reply, address.error)
    const { book, params, principal } = address.value
    const read = readItems(request, route.itemsMax)
    if (!read.ok) return turn(reply, read.error)
    const { items, placeOf } = read.value
    if (items.length < 1 || items.length > route.itemsMax) {
      const message = `Expected 1 to ${route.itemsMax} items.`
      return turn(reply, { type: 'invalid_request', errors: [{ at: 'body', message }] })
    }
    const call = { params, principal, language, books: serving.books }
    const requests: BookRequest[] = []
    const errors: FieldError[] = []
    for (const [index, item] of items.entries()) {
      const parsed = checked(route.item, item, placeOf(index), language)
      if (!parsed.ok) errors.push(...parsed.error)
      else if (errors.length === 0)
        requests.push({ ...route.request(parsed.value, call), principal })
      // Whoever has that many lines to mend knows enough for now.
      if (errors.length >= FIELD_ERRORS_MAX) break
    }
    if (errors.length > 0) {
      return turn(reply, { type: 'invalid_request', errors: errors.slice(0, FIELD_ERRORS_MAX) })
    }
    assert(
      requests.every(({ key }) => safeParse(IdempotencyKey, key).success),
      'a slice makes idempotency keys of the allowed characters',
    )
    return sendBulkAnswer(
      reply,
      await submit(book, requests, serving.answerTimeoutMs),
      route.refusals,
    )
  }
}

interface Address {
  readonly params: unknown
  readonly query: unknown
}

function parseAddress(
  { route, query }: { readonly route: Route; readonly query: $ZodType },
  request: FastifyRequest,
  language: Language,
  books: Books,
): Result<Address, Turned> {
  const params = checked(paramsSchemaOf(route), request.params, 'path', language)
  if (!params.ok) return err({ type: 'invalid_request', errors: params.error })
  if (route.path.includes('/:book') && bookOf(params.value, books) === undefined) {
    return err({ type: 'book_not_found' })
  }
  const queried = checked(query, request.query, 'query', language)
  if (!queried.ok) return err({ type: 'invalid_request', errors: queried.error })
  return ok({ params: params.value, query: queried.value })
}

function ofBook(
  route: CommandRoute | BulkRoute,
  request: FastifyRequest,
  language: Language,
  serving: Serving,
) {
  const address = parseAddress({ route, query: NOTHING }, request, language, serving.books)
  if (!address.ok) return address
  const { params } = address.value
  assert(isOfBook(params), 'a command names its book')
  const book = bookOf(params, serving.books)
  assert(book !== undefined, 'the address was parsed, so the book is here')
  const principal = serving.gate.principalOf(request)
  assert(principal !== null, 'the gate let in no caller without a key')
  return ok({ book, principal, params })
}

function bookOf(params: unknown, books: Books): BookPort | undefined {
  return isOfBook(params) ? books.get(params.book) : undefined
}

function isOfBook(params: unknown): params is OfBook {
  return (
    typeof params === 'object' &&
    params !== null &&
    'book' in params &&
    typeof params.book === 'string'
  )
}

function parseBody(
  schema: $ZodType | undefined,
  request: FastifyRequest,
  language: Language,
): Result<unknown, Turned | BodyRefusal> {
  const body = readBody(request)
  if (!body.ok) return body
  if (schema === undefined && body.value === undefined) return ok({})
  const parsed = checked(schema ?? NOTHING, body.value, 'body', language)
  return parsed.ok ? parsed : err({ type: 'invalid_request', errors: parsed.error })
}

/** On a route that needs a permission the gate let nobody in without one. */
function passedPrincipal(
  request: FastifyRequest,
  route: { readonly access: 'public' | Permission },
  { gate }: Serving,
): Principal | null {
  const principal = gate.principalOf(request)
  assert(principal !== null || route.access === 'public', 'the gate let in no caller without a key')
  return principal
}

function sendReading(
  reply: FastifyReply,
  route: ReadRoute | ActRoute,
  reading: Reading<unknown>,
  { areResponsesChecked }: Serving,
): FastifyReply {
  if (reading.kind === 'problem') {
    const text = route.problems?.[reading.type]
    assert(text !== undefined, 'a route declares its problems')
    const status = text.status ?? PROBLEM_STATUS
    return sendProblemText(reply, reading.type, { ...text, status }, { params: reading.params })
  }
  if (areResponsesChecked) {
    const answer = safeParse(route.response, reading.value)
    assert(answer.success, `${route.path} answers what it declares: ${answer.error?.message}`)
  }
  if (route.kind === 'act')
    return sendJson(reply.header('cache-control', 'no-store'), reading.value)
  return sendCached(reply, reading)
}

/** What a caller has already is not sent again; what depends on the caller is kept by nobody else. */
function sendCached(
  reply: FastifyReply,
  { value, cache }: Extract<Reading<unknown>, { kind: 'found' }>,
): FastifyReply {
  const text = JSON.stringify(value)
  const etag = `"${hash('sha256', text, 'base64url').slice(0, 27)}"`
  const { headers } = reply.request
  const isShared = headers.authorization === undefined && sessionTokenOf(headers.cookie) === null
  const control = { immutable: 'public, max-age=31536000, immutable', brief: 'public, max-age=2' }
  reply
    .header('etag', etag)
    .header('vary', 'authorization, cookie, accept-language')
    .header('cache-control', isShared && cache !== undefined ? control[cache] : 'private, no-cache')
  if (isNamed(headers['if-none-match'], etag)) return reply.code(304).send()
  return reply.type('application/json; charset=utf-8').send(text)
}

function isNamed(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false
  return header === '*' || header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)
}

function languageOf(reply: FastifyReply): Language {
  return reply.getHeader('content-language') === 'zh' ? 'zh' : 'en'
}

function turn(reply: FastifyReply, { type, errors }: Turned): FastifyReply {
  return sendProblem(reply, type, errors === undefined ? {} : { errors })
}
