/** The OpenAPI document: every route is in it, with all that a client must know. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openApi } from '#platform/http/openapi.ts'
import { readRoute, found } from '#platform/http/route.ts'
import { noteRoutes, openHub, type TestHub } from './hub.ts'

const Operation = z.object({
  operationId: z.string().min(1),
  summary: z.string().endsWith('.'),
  'x-permission': z.string().min(1),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  parameters: z.array(z.object({ name: z.string(), in: z.enum(['path', 'query', 'header']) })),
  requestBody: z.object({ content: z.record(z.string(), z.unknown()) }).optional(),
  responses: z.record(
    z.string(),
    z.object({
      description: z.string().min(1),
      content: z.record(z.string(), z.object({ schema: z.unknown().optional() })),
    }),
  ),
})
const Document = z.object({
  openapi: z.literal('3.1.0'),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
})
type Document = z.infer<typeof Document>

let hub: TestHub
let document: Document
let registered: readonly string[]

beforeAll(async () => {
  hub = await openHub()
  document = Document.parse((await hub.app.inject('/v1/openapi.json')).json())
  registered = routesOf(hub.app.printRoutes())
})
afterAll(() => hub.app.close())

/** The router's own list, so that a route that bypasses the document is found: a tree of prefixes. */
function routesOf(tree: string): readonly string[] {
  const prefixes: string[] = []
  return tree.split('\n').flatMap((line) => {
    const match = /^([│ ]*)[├└]── (\S+)(?: \(([A-Z, ]+)\))?/.exec(line)
    const [, indent = '', part = '', methods] = match ?? []
    if (match === null) return []
    const depth = indent.length / 4
    prefixes.splice(depth, prefixes.length, part)
    return methods === undefined ? [] : [prefixes.join('')]
  })
}

const operationOf = (path: string, method: string) => {
  const operation = document.paths[path]?.[method]
  if (operation === undefined) throw new Error(`${method} ${path} is not documented`)
  return operation
}

describe('the OpenAPI document', () => {
  test('has every route of the server', () => {
    const paths = Object.keys(document.paths)
    expect(paths.length).toBeGreaterThanOrEqual(20)
    const documented = paths.map((path) =>
      path.replace(/\{path\}$/, '*').replace(/\{(\w+)\}/g, ':$1'),
    )
    expect(registered.length).toBeGreaterThanOrEqual(20)
    expect(new Set(registered)).toEqual(new Set(documented))
  })

  test('has every route of a slice, its schema included', () => {
    for (const { path, kind } of noteRoutes) {
      const template = path.replace(/:(\w+)/g, '{$1}')
      const operation = operationOf(template, kind === 'read' ? 'get' : 'post')
      const [json] = Object.values(operation.responses['200']?.content ?? {})
      expect(json?.schema, `${path} has a response schema`).toBeDefined()
    }
  })

  test('gives each operation an id of its own', () => {
    const ids = Object.values(document.paths).flatMap((path) =>
      Object.values(path).map(({ operationId }) => operationId),
    )
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('says that a command needs a key and an Idempotency-Key, and how it may be refused', () => {
    const command = operationOf('/v1/books/{book}/notes', 'post')
    expect(command.security).toEqual([{ key: [] }])
    expect(command['x-permission']).toBe('claims.import')
    expect(command.parameters.map(({ name }) => name).toSorted()).toEqual([
      'Idempotency-Key',
      'book',
    ])
    expect(command.responses['409']?.description).toContain('page_taken')
    expect(command.responses['422']?.description).toContain('page_missing')
    expect(Object.keys(command.responses)).toEqual(
      expect.arrayContaining([
        '200',
        '201',
        '400',
        '401',
        '403',
        '404',
        '413',
        '415',
        '429',
        '503',
      ]),
    )
  })

  test('says that a bulk takes JSON and JSON lines', () => {
    const bulk = operationOf('/v1/books/{book}/notes/bulk', 'post')
    expect(Object.keys(bulk.requestBody?.content ?? {})).toEqual([
      'application/json',
      'application/jsonl',
      'application/x-ndjson',
    ])
  })

  test('shows what is refused in all schemas: unknown fields', () => {
    const body = operationOf('/v1/books/{book}/notes', 'post').requestBody?.content
    expect(body?.['application/json']).toMatchObject({ schema: { additionalProperties: false } })
  })
})

describe('a route that cannot be documented', () => {
  const wrong = {
    summary: 'Wrong.',
    access: 'public',
    response: z.strictObject({}),
    read: () => found({}),
  } as const

  test('because its path has a name that its params do not have', () => {
    const route = readRoute({ ...wrong, path: '/v1/wrong/:name' })
    expect(() => openApi([route], '0')).toThrow('name the same')
  })

  test('because it stands there twice', () => {
    const route = readRoute({ ...wrong, path: '/v1/wrong' })
    expect(() => openApi([route, route], '0')).toThrow('has one route')
  })

  test('because its problem has another sentence elsewhere', async () => {
    const texts = ['One.', 'Two.'].map((en) => ({ same_name: { en, zh: '同' } }))
    const routes = texts.map((problems, at) =>
      readRoute({ ...wrong, path: `/v1/w/${at}`, problems }),
    )
    await expect(openHub({ routes })).rejects.toThrow('same_name has one sentence')
  })
})
