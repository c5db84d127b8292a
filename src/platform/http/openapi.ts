/** OpenAPI 3.1 from the routes themselves, so the document cannot say anything that is not so. */
import { z } from 'zod'
import type { $ZodType } from 'zod/v4/core'
import { assert, unreachable } from '#kernel/std/assert.ts'
import { SESSION_COOKIE } from '#platform/sessions/cookie.ts'
import { BulkAnswer, CommandAnswer } from './answer-body.ts'
import { JSON_TYPE, LINES_TYPES } from './bodies.ts'
import { type HttpProblemText, PROBLEMS, type ProblemType } from './problem.ts'
import type { RawRoute } from './raw-route.ts'
import type { ProblemTexts, Route } from './route.ts'
import { paramsSchemaOf } from './serve-route.ts'

type Document = Readonly<Record<string, unknown>>

const PROBLEM_TYPE = 'application/problem+json'
const ALWAYS: readonly ProblemType[] = ['invalid_request', 'rate_limited', 'internal', 'not_ready']
const WITH_BODY: readonly ProblemType[] = [
  'malformed_json',
  'body_too_large',
  'unsupported_media_type',
]
const WITH_BOOK: readonly ProblemType[] = [
  'idempotency_key_reused',
  'queue_full',
  'not_writing',
  'outcome_unknown',
]
const REFUSAL_STATUS = 409

export function openApi(routes: readonly (Route | RawRoute)[], version: string): Document {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of routes) {
    const path = templateOf(route.path)
    const method = methodOf(route).toLowerCase()
    const operations = (paths[path] ??= {})
    assert(operations[method] === undefined, `${method} ${path} has one route`)
    operations[method] = operationOf(route, path)
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Hongqiao',
      version,
      description: 'Every act is answered with a receipt that anybody can verify.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths,
    components: {
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'An API key: hq_<id>_<secret>.' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: SESSION_COOKIE,
          description: 'Of somebody who reads pages; made by signing in there.',
        },
      },
      schemas: { Problem: problemSchema() },
    },
  }
}

export function methodOf(route: Route | RawRoute): 'GET' | 'POST' {
  return route.kind === 'read' || route.kind === 'raw' ? 'GET' : 'POST'
}

/** Every problem that a route may answer with, by type. */
export function problemsOf(route: Route | RawRoute): Readonly<Record<string, HttpProblemText>> {
  const types: ProblemType[] = [...ALWAYS]
  if (route.access !== 'public') types.push('unauthenticated', 'forbidden')
  else types.push('unauthenticated')
  if (route.path.includes('/:book')) types.push('book_not_found')
  if (route.kind === 'raw') types.push('not_found')
  if (route.kind !== 'read' && route.kind !== 'raw') types.push(...WITH_BODY)
  if (route.kind === 'command') types.push('idempotency_key_required')
  const isOfBook = route.kind === 'command' || route.kind === 'bulk'
  if (isOfBook) types.push(...WITH_BOOK)
  const own = Object.fromEntries(types.map((type) => [type, PROBLEMS[type]]))
  if (route.kind === 'raw') return own
  return {
    ...own,
    ...withStatus(route.problems),
    ...(isOfBook ? withStatus(route.refusals) : {}),
  }
}

function withStatus(texts: ProblemTexts = {}): Readonly<Record<string, HttpProblemText>> {
  return Object.fromEntries(
    Object.entries(texts).map(([type, text]) => [
      type,
      { ...text, status: text.status ?? REFUSAL_STATUS },
    ]),
  )
}

function operationOf(route: Route | RawRoute, path: string): Document {
  const body = requestBodyOf(route)
  return {
    operationId: `${methodOf(route).toLowerCase()}${path.replace(/[^A-Za-z0-9]+/g, '_').replace(/_$/, '')}`,
    summary: route.summary,
    'x-permission': route.access,
    security: securityOf(route),
    parameters: parametersOf(route),
    ...(body === null ? {} : { requestBody: { required: true, content: body } }),
    responses: { ...answersOf(route), ...problemResponses(problemsOf(route)) },
  }
}

/** Where a key is not needed, it shows more to whom the matter concerns. */
function securityOf(route: Route | RawRoute): readonly Document[] {
  const takesSession = 'takesSession' in route && route.takesSession
  const known = takesSession ? [{ key: [] }, { session: [] }] : [{ key: [] }]
  if (route.access !== 'public') return known
  return takesSession ? [{}, ...known] : []
}

function parametersOf(route: Route | RawRoute): readonly Document[] {
  if (route.kind === 'raw') {
    return namesIn(route.path).map((name) => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    }))
  }
  const path = fieldsOf(paramsSchemaOf(route), 'path')
  const named = path.map(({ name }) => String(name)).toSorted()
  assert(
    named.join() === namesIn(route.path).toSorted().join(),
    `the path and the params of ${route.path} name the same`,
  )
  const query = route.kind === 'read' && route.query !== undefined ? route.query : undefined
  const key = {
    name: 'Idempotency-Key',
    in: 'header',
    required: true,
    schema: { type: 'string', minLength: 1, maxLength: 128 },
    description: 'The same whenever the client asks for the same act again.',
  }
  return [
    ...path,
    ...(query === undefined ? [] : fieldsOf(query, 'query')),
    ...(route.kind === 'command' ? [key] : []),
  ]
}

function fieldsOf(schema: $ZodType, place: 'path' | 'query'): readonly Document[] {
  const { properties = {}, required = [] } = jsonSchema(schema, 'input')
  return Object.entries(properties).map(([name, field]) => ({
    name,
    in: place,
    required: required.includes(name),
    schema: field,
  }))
}

function requestBodyOf(route: Route | RawRoute): Document | null {
  if (route.kind === 'command') return { [JSON_TYPE]: { schema: jsonSchema(route.body, 'input') } }
  if (route.kind === 'act' && route.body !== undefined) {
    return { [JSON_TYPE]: { schema: jsonSchema(route.body, 'input') } }
  }
  if (route.kind !== 'bulk') return null
  const item = jsonSchema(route.item, 'input')
  const items = { type: 'array', items: item, minItems: 1, maxItems: route.itemsMax }
  const envelope = {
    type: 'object',
    properties: { items },
    required: ['items'],
    additionalProperties: false,
  }
  const lines = LINES_TYPES.map((type) => [
    type,
    { schema: { type: 'string', description: 'One item as JSON on each line.' } },
  ])
  return { [JSON_TYPE]: { schema: envelope }, ...Object.fromEntries(lines) }
}

function answersOf(route: Route | RawRoute): Document {
  switch (route.kind) {
    case 'raw':
      return { 200: { description: route.summary, content: { [route.mediaType]: {} } } }
    case 'read':
    case 'act':
      return { 200: jsonAnswer(route.summary, route.response) }
    case 'command':
      return {
        201: jsonAnswer('Recorded now.', CommandAnswer),
        200: jsonAnswer('It stood in the book before.', CommandAnswer),
      }
    case 'bulk':
      return { 200: jsonAnswer('The outcome of each item.', BulkAnswer) }
    default:
      return unreachable(route)
  }
}

function jsonAnswer(description: string, schema: $ZodType): Document {
  return { description, content: { [JSON_TYPE]: { schema: jsonSchema(schema, 'output') } } }
}

function problemResponses(problems: Readonly<Record<string, HttpProblemText>>): Document {
  const byStatus = Map.groupBy(Object.entries(problems), ([, { status }]) => status)
  return Object.fromEntries(
    [...byStatus].map(([status, entries]) => [
      status,
      {
        description: entries.map(([type, { en }]) => `${type}: ${en}`).join(' '),
        content: {
          [PROBLEM_TYPE]: {
            schema: {
              allOf: [
                { $ref: '#/components/schemas/Problem' },
                { properties: { type: { enum: entries.map(([type]) => `/problems/${type}`) } } },
              ],
            },
          },
        },
      },
    ]),
  )
}

function problemSchema(): Document {
  const error = { at: { type: 'string' }, message: { type: 'string' } }
  return {
    type: 'object',
    description: 'A problem as of RFC 9457; GET its type for its title in both languages.',
    required: ['type', 'title', 'status'],
    properties: {
      type: { type: 'string' },
      title: { type: 'string' },
      status: { type: 'integer' },
      params: { type: 'object' },
      errors: { type: 'array', items: { type: 'object', properties: error } },
      requestId: { type: 'string' },
      outcomeUnknown: { type: 'boolean' },
    },
  }
}

function jsonSchema(schema: $ZodType, io: 'input' | 'output') {
  // The dialect is the document's own; said again in each schema it would only be noise.
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}

function templateOf(path: string): string {
  return path.replace(/:([a-zA-Z]+)/g, '{$1}').replace(/\*$/, '{path}')
}

function namesIn(path: string): string[] {
  return [...templateOf(path).matchAll(/\{([a-zA-Z]+)\}/g)].map(([, name]) => name ?? '')
}
