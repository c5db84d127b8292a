/** What needs a real socket: event streams, broken HTTP, probes, and the end of the server. */
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { EVENT_STREAM_LIMITS } from '#platform/http/events.ts'
import { recorded } from './fake-book.ts'
import { LEAKS, openHub, type TestHub } from './hub.ts'

const limits = { ...EVENT_STREAM_LIMITS, clientsMax: 2, intervalMs: 60 }
const config = { isLoopbackOnly: true, trustedProxies: [], version: '0', eventStreams: limits }

let hub: TestHub
let address: string
let port: number
let isDatabaseUp = true

beforeEach(async () => {
  isDatabaseUp = true
  hub = await openHub({
    config,
    checks: { database: () => (isDatabaseUp ? Promise.resolve() : Promise.reject(new Error('x'))) },
  })
  address = await hub.app.listen({ host: '127.0.0.1', port: 0 })
  port = Number(new URL(address).port)
})
afterEach(() => hub.app.close())

/** Sends bytes as they are and returns all that comes back until the server closes. */
async function raw(text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  socket.write(text)
  let answer = ''
  for await (const chunk of socket) answer += String(chunk)
  return answer
}

const openStream = (book = 'sh') => openStreamAt(`/v1/books/${book}/events`)

async function openStreamAt(path: string) {
  const abort = new AbortController()
  const response = await fetch(`${address}${path}`, { signal: abort.signal })
  const reader = response.body?.getReader()
  let text = ''
  const done = (async () => {
    try {
      for (;;) {
        const chunk = await reader?.read()
        if (chunk === undefined || chunk.done) return
        text += new TextDecoder().decode(chunk.value)
      }
    } catch {
      // The test closed it.
    }
  })()
  const sizes = () => [...text.matchAll(/"size":(\d+)/g)].map(([, size]) => Number(size))
  const books = () => [...text.matchAll(/"book":"([a-z]+)"/g)].map(([, book]) => book)
  return { response, sizes, books, done, close: () => abort.abort() }
}

async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200 && !isSo(); tries += 1) await sleep(10)
  expect(isSo()).toBe(true)
}

describe('event streams', () => {
  test('begin with the state and follow its changes, not faster than they may', async () => {
    const stream = await openStream()
    expect(stream.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(stream.response.headers.get('x-content-type-options')).toBe('nosniff')
    await until(() => stream.sizes().length === 1)
    for (let at = 0; at < 40; at += 1) hub.sh.grow()
    await until(() => stream.sizes().at(-1) === 48)
    expect(stream.sizes().length).toBeLessThanOrEqual(4)
    stream.close()
  })

  test('of all books in one connection have each book, and are let go as one', async () => {
    const stream = await openStreamAt('/v1/events')
    await until(() => stream.books().length === 2)
    expect(stream.books()).toEqual(['sh', 'js'])
    hub.books.get('js')?.grow()
    await until(() => stream.books().length === 3)
    expect(stream.books().at(-1)).toBe('js')
    stream.close()
    await until(() => hub.sh.listeners === 0 && hub.books.get('js')?.listeners === 0)
  })

  test('are bounded in number, and make room when a reader leaves', async () => {
    const first = await openStream()
    const second = await openStream('js')
    const third = await openStream()
    expect(third.response.status).toBe(503)
    expect(third.response.headers.get('retry-after')).toBe('30')
    first.close()
    await until(() => hub.sh.listeners === 0)
    const fourth = await openStream()
    expect(fourth.response.status).toBe(200)
    for (const { close } of [second, fourth]) close()
  })

  test('let a reader go that does not read', async () => {
    const socket = connect(port, '127.0.0.1')
    const closed = new Promise((done) => socket.on('close', done))
    socket.on('error', () => undefined)
    socket.write('GET /v1/books/sh/events HTTP/1.1\r\nhost: localhost\r\n\r\n')
    await until(() => hub.sh.listeners === 1)
    socket.pause()
    // Sockets of one machine hold megabytes; a large state fills them soon.
    const state = hub.sh.state()
    hub.sh.state = () => ({ ...state, checkpoint: 'x'.repeat(4_000_000) })
    for (let at = 0; at < 40 && hub.sh.listeners > 0; at += 1) {
      hub.sh.grow()
      await sleep(limits.intervalMs + 5)
    }
    expect(hub.sh.listeners).toBe(0)
    socket.destroy()
    await closed
  })

  test('of a book that is not here are a problem', async () => {
    const { response } = await openStream('xx')
    expect(response.status).toBe(404)
  })
})

describe('broken HTTP', () => {
  test.each([
    ['no HTTP at all', 'hello\r\n\r\n', 400],
    ['no host', 'GET /v1/books HTTP/1.1\r\nconnection: close\r\n\r\n', 400],
    [
      'a path that climbs',
      'GET /book/sh/tile/0/../0/000.p/8 HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n',
      404,
    ],
    [
      'two hosts',
      'GET / HTTP/1.1\r\nhost: localhost\r\nhost: evil\r\nconnection: close\r\n\r\n',
      400,
    ],
    ['huge headers', `GET / HTTP/1.1\r\nhost: localhost\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
    [
      'two lengths',
      'POST /v1/bell HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n',
      400,
    ],
    [
      'length and chunks',
      'POST /v1/bell HTTP/1.1\r\nhost: localhost\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n',
      400,
    ],
    ['a null byte', 'GET /\u0000 HTTP/1.1\r\nhost: localhost\r\n\r\n', 400],
    ['another protocol', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
  ])('with %s is a problem', async (_, text, status) => {
    const answer = await raw(text)
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(answer.toLowerCase()).toContain('content-type: application/problem+json')
    expect(answer).not.toMatch(LEAKS)
  })

  test('with an unknown method is not a 500', async () => {
    const answer = await raw(
      'PROPFIND /v1/books HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n',
    )
    expect(answer).toMatch(/^HTTP\/1.1 40[45] /)
    expect(answer).toContain('application/problem+json')
  })
})

describe('probes', () => {
  test('say that the hub is alive and ready', async () => {
    expect(await (await fetch(`${address}/healthz`)).json()).toEqual({ alive: true, signers: {} })
    const ready = await fetch(`${address}/readyz`)
    expect(ready.status).toBe(200)
    expect(await ready.json()).toEqual({
      ready: true,
      checks: { database: true },
      books: { sh: 'writing', js: 'writing' },
    })
  })

  test('say what is not ready', async () => {
    isDatabaseUp = false
    const ready = await fetch(`${address}/readyz`)
    expect(ready.status).toBe(503)
    expect(await ready.json()).toMatchObject({ ready: false, checks: { database: false } })
    isDatabaseUp = true
    hub.sh.phase = 'in-doubt'
    expect((await fetch(`${address}/readyz`)).status).toBe(503)
    hub.sh.phase = 'standing-by'
    expect((await fetch(`${address}/readyz`)).status).toBe(200)
  })

  test('measure books and requests, with labels from bounded sets', async () => {
    hub.sh.measure({ commands: 5, entries: 3, refusals: { page_taken: 1, odd: 1 }, commitMs: 4 })
    await fetch(`${address}/v1/notes?word=abc`)
    await fetch(`${address}/nowhere-${Math.random()}`)
    const text = await (await fetch(`${address}/metrics`)).text()
    expect(text).toContain('hongqiao_book_queue_length{book="sh"} 3')
    expect(text).toContain('hongqiao_book_size{book="js"} 8')
    expect(text).toContain('hongqiao_book_entries_total{book="sh"} 3')
    expect(text).toContain('hongqiao_book_refusals_total{book="sh",refusal="page_taken"} 1')
    expect(text).toContain('hongqiao_book_refusals_total{book="sh",refusal="other"} 1')
    expect(text).toContain('hongqiao_book_commit_duration_seconds_count{book="sh"} 1')
    expect(text).toMatch(
      /request_duration_seconds_count\{method="GET",route="\/v1\/notes",status="2xx"\} 1/,
    )
    expect(text).toMatch(/route="unmatched",status="4xx"\} 1/)
    expect(text).not.toContain('nowhere')
  })
})

test('closing finishes what was begun, ends the streams, and takes nothing new', async () => {
  const { promise: release, resolve } = Promise.withResolvers<void>()
  hub.sh.answerTo = async () => {
    await release
    return recorded(1)
  }
  const stream = await openStream()
  const writing = fetch(`${address}/v1/books/sh/notes`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await hub.keyOf('publisher')}`,
      'content-type': 'application/json',
      'idempotency-key': 'k',
    },
    body: JSON.stringify({ text: 'a', page: 1 }),
  })
  await until(() => hub.sh.asked.length === 1)
  const closing = hub.app.close()
  await stream.done
  await expect(fetch(`${address}/healthz`)).rejects.toThrow('fetch failed')
  resolve()
  expect((await writing).status).toBe(201)
  await closing
})
