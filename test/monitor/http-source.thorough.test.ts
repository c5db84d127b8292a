/** Reading a log over HTTP: what is sent, what is waited for, and what is not believed. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { httpReader } from '#apps/monitor/http-source.ts'
import { SourceAway, sourceOf } from '#kernel/monitor/source.ts'

type Answer = (request: IncomingMessage, response: ServerResponse) => void

const closing: (() => void)[] = []
afterEach(() => closing.splice(0).forEach((close) => close()))

async function served(answer: Answer): Promise<string> {
  const server = createServer(answer)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  closing.push(() => {
    server.close()
    server.closeAllConnections()
  })
  const at = server.address()
  if (at === null || typeof at === 'string') throw new Error('a server has a port')
  return `http://127.0.0.1:${at.port}`
}

test('the key goes with entries, and with nothing else', async () => {
  const seen: (readonly [string, string])[] = []
  const url = await served(({ url: path = '', headers }, response) => {
    seen.push([path, headers.authorization ?? ''])
    response.end('x')
  })
  const source = sourceOf(httpReader({ url, key: 'hq_key' }))
  await source.checkpoint()
  await source.tile({ level: 0, index: 0, width: 256 })
  await source.bundle({ index: 1234, width: 7 })
  expect(seen).toEqual([
    ['/checkpoint', ''],
    ['/tile/0/000', ''],
    ['/tile/entries/x001/234.p/7', 'Bearer hq_key'],
  ])
})

test('a partial tile that is gone is read from the full one', async () => {
  const url = await served(({ url: path = '' }, response) => {
    response.statusCode = path.includes('.p/') ? 404 : 200
    response.end('full')
  })
  const bytes = await sourceOf(httpReader({ url })).tile({ level: 0, index: 2, width: 9 })
  expect(Buffer.from(bytes ?? []).toString()).toBe('full')
})

test('a busy server is asked again, so often and no more', async () => {
  let asked = 0
  const url = await served((_request, response) => {
    asked += 1
    response.statusCode = asked < 3 ? 429 : 200
    response.end('in the end')
  })
  expect(await sourceOf(httpReader({ url })).checkpoint()).toBe('in the end')
  asked = -10
  const impatient = sourceOf(httpReader({ url, attemptsMax: 2 })).checkpoint()
  await expect(impatient).rejects.toThrow('answered 429')
  expect(asked).toBe(-8)
})

test.each<[string, Answer, string]>([
  ['leads elsewhere', (_, response) => response.writeHead(302, { location: '/' }).end(), '302'],
  ['refuses the key', (_, response) => response.writeHead(403).end(), '403'],
  ['has no end', (_, response) => response.end(Buffer.alloc(300_000)), 'longer than it can be'],
  ['breaks off', (_, response) => response.destroy(), 'checkpoint'],
  ['says nothing in time', () => undefined, 'checkpoint'],
  ['is no text', (_, response) => response.end(Uint8Array.of(255)), 'no checkpoint'],
])('an answer that %s is none', async (_, answer, why) => {
  const url = await served(answer)
  const source = sourceOf(httpReader({ url, attemptsMax: 1, deadlineMs: 300 }))
  const error: unknown = await source.checkpoint().catch((cause: unknown) => cause)
  expect(error).toBeInstanceOf(SourceAway)
  expect(String(error)).toContain(why)
})
