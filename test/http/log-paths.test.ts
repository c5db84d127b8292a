/** The log's read paths, entries, receipts, and what caches and other origins may do with them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { parseReceipt } from '#kernel/log/receipt.ts'
import { BookBody } from '#platform/http/log-routes.ts'
import { CHECKPOINT } from './fake-book.ts'
import { DISCLOSURE } from './fake-log.ts'
import { openHub, type TestHub } from './hub.ts'

let hub: TestHub
let auditor: Record<string, string>
let publisher: Record<string, string>

beforeAll(async () => {
  hub = await openHub()
  auditor = { authorization: `Bearer ${await hub.keyOf('auditor')}` }
  publisher = { authorization: `Bearer ${await hub.keyOf('publisher')}` }
})
afterAll(() => hub.app.close())

const get = (url: string, headers: Record<string, string> = {}) => hub.app.inject({ url, headers })

describe('tlog paths', () => {
  test('have the checkpoint as it was signed, for a moment', async () => {
    const answer = await get('/book/sh/checkpoint')
    expect(answer.statusCode).toBe(200)
    expect(answer.body).toBe(CHECKPOINT)
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8')
    expect(answer.headers['cache-control']).toBe('public, max-age=1')
    expect(answer.headers['access-control-allow-origin']).toBe('*')
  })

  test('have tiles for ever', async () => {
    const answer = await get('/book/sh/tile/0/000.p/8')
    expect(answer.statusCode).toBe(200)
    expect(answer.rawPayload).toHaveLength(8 * 32)
    expect(answer.headers['content-type']).toBe('application/octet-stream')
    expect(answer.headers['cache-control']).toContain('immutable')
    const head = await hub.app.inject({ method: 'HEAD', url: '/book/sh/tile/0/000.p/8' })
    expect(head.statusCode).toBe(200)
    expect(head.headers['content-length']).toBe('256')
  })

  test.each([
    '/book/sh/tile/0/000.p/9',
    '/book/sh/tile/0/000',
    '/book/sh/tile/1/000.p/1',
    '/book/sh/tile/00/000.p/8',
    '/book/sh/tile/0/0.p/8',
    '/book/sh/tile/0/x000/000.p/8',
    '/book/sh/tile/0/000.p/08',
    '/book/sh/tile/0/000.p/0',
    '/book/sh/tile/0/000.p/256',
    '/book/sh/tile/0/%30%30%30.p/8',
    '/book/sh/tile/0/000.p/8?a=1',
    '/book/sh/tile/0/000.p/8/',
    '/book/sh/tile/64/000.p/8',
    '/book/sh/tile/-1/000.p/8',
    '/book/sh/tile/',
    '/book/xx/tile/0/000.p/8',
    '/book/xx/checkpoint',
    '/book/sh/checkpoint?a=1',
    '/book/SH/checkpoint',
    '/book/%73h/checkpoint',
  ])('have nothing at %s', async (url) => {
    const answer = await get(url)
    expect(answer.statusCode).toBe(404)
    expect(answer.json().type).toBe('/problems/not_found')
  })

  test('have entry bundles for those who may read entries, and for no cache between', async () => {
    const url = '/book/sh/tile/entries/000.p/8'
    expect((await get(url)).statusCode).toBe(401)
    expect((await get(url, publisher)).statusCode).toBe(403)
    const answer = await get(url, auditor)
    expect(answer.statusCode).toBe(200)
    expect([...answer.rawPayload]).toEqual([0, 1, 0x7b])
    expect(answer.headers['cache-control']).toMatch(/^private/)
    expect(answer.headers['access-control-allow-origin']).toBeUndefined()
  })
})

describe('entries', () => {
  test('of a public type are for everybody', async () => {
    const answer = await get('/v1/books/sh/entries/2')
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toMatchObject({ index: 2, type: 'notes.written' })
    expect(answer.headers['cache-control']).toContain('immutable')
  })

  test('of other types are for those who may read entries', async () => {
    const hidden = await get('/v1/books/sh/entries/3')
    expect(hidden.statusCode).toBe(403)
    expect(hidden.json().type).toBe('/problems/entry_not_public')
    expect((await get('/v1/books/sh/entries/3', publisher)).statusCode).toBe(403)
    const shown = await get('/v1/books/sh/entries/3', auditor)
    expect(shown.statusCode).toBe(200)
    expect(shown.headers['cache-control']).toMatch(/^private/)
  })

  test('have receipts, with disclosures only for who may see them', async () => {
    const anybody = await get('/v1/books/sh/entries/2/receipt')
    expect(anybody.statusCode).toBe(200)
    // The bytes of the answer are the file that a party keeps and verifies offline.
    expect(parseReceipt(anybody.body)).toMatchObject({ ok: true, value: { disclosures: [] } })
    const party = await get('/v1/books/sh/entries/3/receipt', publisher)
    expect(party.json().disclosures).toEqual([DISCLOSURE])
    expect(party.headers['cache-control']).toMatch(/^private/)
    expect((await get('/v1/books/sh/entries/3/receipt')).statusCode).toBe(403)
    expect((await get('/v1/books/sh/entries/8/receipt')).statusCode).toBe(404)
  })
})

describe('reads', () => {
  test('are not sent again to who has them', async () => {
    const first = await get('/v1/books/sh/entries/2')
    const etag = String(first.headers.etag)
    expect(etag).toMatch(/^"[A-Za-z0-9_-]{27}"$/)
    const again = await get('/v1/books/sh/entries/2', { 'if-none-match': `"x", W/${etag}` })
    expect(again.statusCode).toBe(304)
    expect(again.body).toBe('')
    const other = await get('/v1/books/sh/entries/4', { 'if-none-match': etag })
    expect(other.statusCode).toBe(200)
  })

  test('of books say what anybody may know of them', async () => {
    const answer = await get('/v1/books')
    const { books } = z.object({ books: z.array(BookBody) }).parse(answer.json())
    expect(books.map(({ book }) => book)).toEqual(['sh', 'js'])
    expect((await get('/v1/books/js')).json().origin).toBe('js.hub.example/book/1')
  })

  test('of the policy have a log line for each book', async () => {
    const { body, headers } = await get('/policy')
    expect(headers['content-type']).toBe('text/plain; charset=utf-8')
    const keys = [...hub.books.values()].map(({ verifierKey }) => `log ${verifierKey}\n`)
    expect(body).toBe(`${keys.join('')}quorum none\n`)
    const one = await get('/book/js/policy')
    expect(one.headers['content-type']).toBe('text/plain; charset=utf-8')
    expect(one.body).toBe(`${keys[1]}quorum none\n`)
    expect((await get('/book/xx/policy')).statusCode).toBe(404)
    expect((await get('/book/%6as/policy')).statusCode).toBe(404)
  })

  test('of a problem have its sentence in both languages', async () => {
    expect((await get('/problems/page_missing')).json()).toEqual({
      type: '/problems/page_missing',
      status: 422,
      en: 'There is no such page.',
      zh: '没有这一页。',
    })
    expect((await get('/problems/never_heard_of')).statusCode).toBe(404)
  })

  test('answer the question of a browser before it sends a header', async () => {
    const answer = await hub.app.inject({ method: 'OPTIONS', url: '/book/sh/checkpoint' })
    expect(answer.statusCode).toBe(204)
    expect(answer.headers['access-control-allow-origin']).toBe('*')
    expect(answer.headers['access-control-allow-headers']).toBe('if-none-match')
  })

  test('never run in a browser', async () => {
    const { headers } = await get('/v1/books')
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['referrer-policy']).toBe('no-referrer')
    expect(headers['strict-transport-security']).toBeUndefined()
  })
})

test('timers are released by the operator', async () => {
  const headers = { authorization: `Bearer ${await hub.keyOf('operator')}` }
  const url = '/v1/books/sh/timers/release'
  expect((await hub.app.inject({ method: 'POST', url, headers: auditor })).statusCode).toBe(403)
  expect(hub.sh.areTimersReleased).toBe(false)
  expect((await hub.app.inject({ method: 'POST', url, headers })).statusCode).toBe(200)
  expect(hub.sh.areTimersReleased).toBe(true)
})

test('pages stand beside the API and say to readers that nothing is there', async () => {
  const { app } = await openHub({
    pages: {
      register(inner) {
        inner.get('/hello', (_request, reply) =>
          reply
            .header('content-security-policy', "default-src 'self'")
            .type('text/html')
            .send('hi'),
        )
      },
      sendNotFound: (_request, reply) => reply.type('text/html').send('<h1>Nothing here</h1>'),
      sendUnavailable: (_request, reply) => reply.code(503).send(),
    },
  })
  const page = await app.inject('/hello')
  expect(page.body).toBe('hi')
  expect(page.headers['content-security-policy']).toBe("default-src 'self'")
  expect(page.headers['x-content-type-options']).toBe('nosniff')
  expect((await app.inject({ method: 'POST', url: '/hello' })).statusCode).toBe(405)
  const headers = { accept: 'text/html,*/*' }
  const reader = await app.inject({ url: '/nowhere', headers })
  expect([reader.statusCode, reader.body]).toEqual([404, '<h1>Nothing here</h1>'])
  const program = await app.inject({ url: '/v1/nowhere', headers })
  expect(program.json()).toMatchObject({ type: '/problems/not_found' })
})

test('a server for others insists on HTTPS and answers to any host', async () => {
  const config = { isLoopbackOnly: false, trustedProxies: [], version: '0' }
  const { app } = await openHub({ config })
  const headers = { host: 'hub.example' }
  const answer = await app.inject({ url: '/v1/books', headers, remoteAddress: '192.0.2.7' })
  expect(answer.statusCode).toBe(200)
  expect(answer.headers['strict-transport-security']).toContain('max-age=31536000')
  const metrics = await app.inject({ url: '/metrics', headers, remoteAddress: '192.0.2.7' })
  expect(metrics.statusCode).toBe(403)
})
