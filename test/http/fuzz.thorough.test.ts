/** Whatever is sent: a problem document, never a 5xx, never a leak, and nothing reaches a book by mistake. */
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { LEAKS, openHub, Problem, type TestHub } from './hub.ts'

let hub: TestHub
let key: string

beforeAll(async () => {
  hub = await openHub()
  key = await hub.keyOf('operator')
})
beforeEach(() => {
  hub.sh.asked.length = 0
})
afterAll(() => hub.app.close())

type Sent = Awaited<ReturnType<typeof send>>

function send(url: string, payload: string | Buffer, headers: Record<string, string> = {}) {
  return hub.app.inject({
    method: 'POST',
    url,
    headers: {
      authorization: `Bearer ${key}`,
      'idempotency-key': 'k',
      'content-type': 'application/json',
      ...headers,
    },
    payload,
  })
}

/** What is wrong with a refusal as HTTP, or nothing: it is a problem that the sender made, without leaks. */
function faultOf(answer: Sent): string {
  if (answer.statusCode < 400 || answer.statusCode >= 500) return `status ${answer.statusCode}`
  const type = answer.headers['content-type']
  if (type !== 'application/problem+json; charset=utf-8') return `content type ${String(type)}`
  const problem = Problem.safeParse(answer.json())
  if (!problem.success) return problem.error.message
  if (problem.data.status !== answer.statusCode) return `says status ${problem.data.status}`
  return LEAKS.test(answer.body) ? `leaks: ${answer.body}` : ''
}

const COMMAND = '/v1/books/sh/notes'
const BULK = '/v1/books/sh/notes/bulk'
const TARGETS = [COMMAND, BULK, '/v1/bell'] as const
const target = fc.constantFrom(...TARGETS)
const RUNS = { numRuns: 300, seed: 2026_1122 }

describe('bodies', () => {
  test('of any bytes', async () => {
    const bytes = fc.uint8Array({ maxLength: 400 }).map((each) => Buffer.from(each))
    await fc.assert(
      fc.asyncProperty(target, bytes, async (url, body) => {
        expect(faultOf(await send(url, body))).toBe('')
      }),
      RUNS,
    )
    expect(hub.sh.asked).toHaveLength(0)
  })

  test('of any JSON', async () => {
    const json = fc.json({ maxDepth: 6 })
    await fc.assert(
      fc.asyncProperty(target, json, async (url, body) => {
        expect(faultOf(await send(url, body))).toBe('')
      }),
      RUNS,
    )
    expect(hub.sh.asked).toHaveLength(0)
  })

  test('of the right names and any values', async () => {
    const value = fc.anything({ maxDepth: 2, withNullPrototype: false })
    const notes = fc
      .record({ text: value, page: value })
      .filter(({ text, page }) => typeof text !== 'string' || typeof page !== 'number')
    await fc.assert(
      fc.asyncProperty(notes, async (note) => {
        expect(
          faultOf(
            await send(
              COMMAND,
              JSON.stringify(note, (_, each: unknown) => plain(each)),
            ),
          ),
        ).toBe('')
      }),
      RUNS,
    )
    expect(hub.sh.asked).toHaveLength(0)
  })
})

describe('bodies that lie', () => {
  test.each([
    ['__proto__', '{"text":"a","page":1,"__proto__":{"isAdmin":true}}'],
    ['__proto__ deep inside', '{"text":{"__proto__":1},"page":1}'],
    ['constructor', '{"text":"a","page":1,"constructor":{"prototype":{"x":1}}}'],
    ['an unknown name', '{"text":"a","page":1,"more":1}'],
    ['a name twice', '{"text":"a","page":1,"page":2}'],
    ['a name twice, once escaped', '{"text":"a","page":1,"p\\u0061ge":2}'],
    ['U+0000', '{"text":"a\\u0000b","page":1}'],
    ['half a surrogate pair', '{"text":"a\\ud800b","page":1}'],
    ['a number past all numbers', '{"text":"a","page":1e999}'],
    ['NaN', '{"text":"a","page":NaN}'],
    ['a trailing comma', '{"text":"a","page":1,}'],
    ['two values', '{"text":"a","page":1}{}'],
    ['a byte-order mark', '\uFEFF{"text":"a","page":1}'],
    ['a comment', '/**/{"text":"a","page":1}'],
    ['nothing', ''],
    ['only space', '   '],
    ['null', 'null'],
    ['deep arrays', '['.repeat(20_000) + ']'.repeat(20_000)],
    ['deep objects', '{"a":'.repeat(9_000) + '1' + '}'.repeat(9_000)],
    ['an open string', '{"text":"'],
    ['an open escape', '{"text":"\\'],
  ])('with %s', async (_, body) => {
    expect(faultOf(await send(COMMAND, body))).toBe('')
    expect(faultOf(await send(BULK, `{"items":[{"key":"k","note":${body}}]}`))).toBe('')
    expect(faultOf(await send(BULK, body, { 'content-type': 'application/jsonl' }))).toBe('')
    expect(hub.sh.asked).toHaveLength(0)
  })
})

describe('bodies of other kinds', () => {
  test('in other characters than UTF-8', async () => {
    const latin = Buffer.from('{"text":"\xe9","page":1}', 'latin1')
    expect(faultOf(await send(COMMAND, latin))).toBe('')
    expect(faultOf(await send(COMMAND, Buffer.from('{"text":"a","page":1}', 'utf16le')))).toBe('')
    expect(hub.sh.asked).toHaveLength(0)
  })

  test.each([
    'text/plain',
    'application/xml',
    'multipart/form-data; boundary=x',
    'application/json; charset=gbk',
    'application/x-www-form-urlencoded',
    'application/json, text/plain',
    'x',
    '',
    '/;;=',
  ])('of the content type %j', async (type) => {
    const answer = await send(COMMAND, '{"text":"a","page":1}', { 'content-type': type })
    expect(faultOf(answer)).toBe('')
    expect(answer.statusCode).toBe(415)
    expect(hub.sh.asked).toHaveLength(0)
  })

  test('that are compressed', async () => {
    const answer = await send(COMMAND, '{"text":"a","page":1}', { 'content-encoding': 'gzip' })
    expect(faultOf(answer)).toBe('')
    expect(answer.statusCode).toBe(415)
  })

  test('that are too large', async () => {
    const large = JSON.stringify({ text: 'a'.repeat(70_000), page: 1 })
    const answer = await send(COMMAND, large)
    expect(faultOf(answer)).toBe('')
    expect(answer.statusCode).toBe(413)
    const larger = await send(BULK, `{"items":[${'0,'.repeat(2_200_000)}0]}`)
    expect(larger.statusCode).toBe(413)
    expect(faultOf(larger)).toBe('')
  })

  test('that are right still pass', async () => {
    expect((await send(COMMAND, '{"text":"a","page":1}')).statusCode).toBe(201)
    expect(hub.sh.asked).toHaveLength(1)
  })
})

/** fast-check makes values that JSON has no words for. */
function plain(value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}

describe('addresses', () => {
  test('of any path and query', async () => {
    const part = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom('v1', 'books', 'sh', 'entries', 'tile', '..', '%00', '%ff', '%', '0', '-1'),
    )
    const path = fc.array(part, { maxLength: 7 }).map((parts) => `/${parts.join('/')}`)
    await fc.assert(
      fc.asyncProperty(path, fc.string({ maxLength: 20 }), async (base, query) => {
        const url = new URL(
          `http://localhost${encodeURI(base.toWellFormed()).replaceAll('%25', '%')}`,
        )
        const answer = await hub.app.inject({
          url: `${url.pathname}?${encodeURI(query.toWellFormed())}`,
        })
        expect(answer.statusCode < 400 ? '' : faultOf(answer)).toBe('')
      }),
      RUNS,
    )
  })

  test.each([
    ['/v1/notes?limit=0', 400],
    ['/v1/notes?limit=-1', 400],
    ['/v1/notes?limit=1e2', 400],
    ['/v1/notes?limit=201', 400],
    ['/v1/notes?limit=10&limit=20', 400],
    ['/v1/notes?unknown=1', 400],
    ['/v1/notes?__proto__=1', 400],
    ['/v1/books?x=1', 400],
    ['/v1/books/SH', 400],
    ['/v1/books/xx', 404],
    ['/v1/books/sh/entries/01', 400],
    ['/v1/books/sh/entries/9007199254740993', 400],
    ['/v1/books/sh/entries/8', 404],
    ['/v1/books/%00', 400],
    ['/v1/%zz', 400],
    ['/nowhere', 404],
    ['/v1/notes/', 404],
    [`/${'a'.repeat(3_000)}`, 414],
    [`/v1/books/${'a'.repeat(300)}`, 414],
  ])('%s', async (url, status) => {
    const answer = await hub.app.inject({ url })
    expect(faultOf(answer)).toBe('')
    expect(answer.statusCode).toBe(status)
  })

  test.each(['DELETE', 'PUT', 'PATCH', 'POST'] as const)('with the method %s', async (method) => {
    const answer = await hub.app.inject({ method, url: '/v1/notes', payload: 'x' })
    expect(faultOf(answer)).toBe('')
    expect(answer.statusCode).toBe(405)
    expect(answer.headers.allow).toContain('GET')
  })
})

describe('headers', () => {
  test('of any text', async () => {
    const text = fc
      .string({ maxLength: 60, unit: 'binary-ascii' })
      .map((each) => each.replace(/\p{Cc}/gu, ''))
    const name = fc.constantFrom(
      'accept-language',
      'authorization',
      'idempotency-key',
      'if-none-match',
      'x-forwarded-for',
      'accept',
      'origin',
    )
    await fc.assert(
      fc.asyncProperty(name, text, async (header, value) => {
        const answer = await hub.app.inject({ url: '/v1/secrets/x', headers: { [header]: value } })
        expect(faultOf(answer)).toBe('')
      }),
      RUNS,
    )
  })

  test.each(['evil.example', 'localhost.evil.example', '127.0.0.1.', '[::2]'])(
    'with the host %j are not for this machine',
    async (host) => {
      const answer = await hub.app.inject({ url: '/v1/books', headers: { host } })
      expect(faultOf(answer)).toBe('')
      expect(answer.statusCode).toBe(421)
    },
  )

  test.each(['a@localhost', 'localhost:port', 'local host', '[::1', ','])(
    'with the host %j are malformed',
    async (host) => {
      const answer = await hub.app.inject({ url: '/v1/books', headers: { host } })
      expect(faultOf(answer)).toBe('')
      expect(answer.statusCode).toBe(400)
    },
  )

  test.each(['localhost', 'localhost:7000', 'LOCALHOST:7000', '127.0.0.1:7000', '[::1]:7000'])(
    'with the host %j are',
    async (host) => {
      expect((await hub.app.inject({ url: '/v1/books', headers: { host } })).statusCode).toBe(200)
    },
  )

  test('from another machine are refused whatever they say', async () => {
    const answer = await hub.app.inject({ url: '/v1/books', remoteAddress: '192.0.2.7' })
    expect(answer.statusCode).toBe(421)
  })
})

test('a defect is a 500 without its reason, which is in the log', async () => {
  const authorization = `Bearer ${key}`
  const answer = await hub.app.inject({ url: '/v1/secrets/broken', headers: { authorization } })
  expect(answer.statusCode).toBe(500)
  expect(answer.headers['content-type']).toContain('application/problem+json')
  expect(answer.body).not.toMatch(LEAKS)
  expect(answer.json().requestId).toBe(answer.headers['x-request-id'])
  expect(hub.logged()).toContain('/etc/shadow')
})

test('the log has no key, no body and no address of a caller', async () => {
  await send(COMMAND, '{"text":"a word that nobody logs","page":1}')
  await hub.app.inject({
    url: '/v1/notes?word=unlogged',
    headers: { authorization: `Bearer ${key}` },
  })
  expect(hub.logged()).toContain('/v1/books/:book/notes')
  expect(hub.logged()).not.toContain('nobody logs')
  expect(hub.logged()).not.toContain('unlogged')
  expect(hub.logged()).not.toContain(key.slice(20))
  expect(hub.logged()).not.toContain('127.0.0.1')
})
