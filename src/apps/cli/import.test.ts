/** The command against a hub made of one array: what was sent is what counts, and how often. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { Claim } from '#services/observatory/contract.ts'
import { claimIdOf } from '#services/observatory/domain/claim.ts'
import { run } from './import.ts'

const Body = z.object({ items: z.array(Claim) })

class Hub {
  readonly claims = new Map<string, Claim>()
  readonly requests: string[] = []
  /** Statuses to answer with before anything else. */
  readonly failing: number[] = []
  /** How many pages are taken before the hub is gone. */
  pagesMax = Number.POSITIVE_INFINITY
  readonly server: Server = createServer((request, response) => {
    void this.#answer(request).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/json', 'retry-after': '0' })
      return response.end(JSON.stringify(body))
    })
  })

  async #answer(request: IncomingMessage): Promise<{ status: number; body: unknown }> {
    const body = request.method === 'POST' ? await json(request) : undefined
    this.requests.push(`${request.method} ${request.url?.split('?')[0]}`)
    const status = this.failing.shift()
    if (status !== undefined) return { status, body: { title: 'Not now.' } }
    if (request.headers.authorization !== 'Bearer key')
      return { status: 401, body: { title: 'No.' } }
    if (body === undefined) return { status: 200, body: this.#list() }
    if (this.pagesMax === 0) return { status: 500, body: { title: 'Gone.' } }
    this.pagesMax -= 1
    return {
      status: 200,
      body: { checkpoints: [], items: Body.parse(body).items.map(this.#record) },
    }
  }

  #list() {
    const recordedAt = '2026-11-22T02:00:00.000Z'
    const items = [...this.claims].map(([id, claim], entry) => {
      return { id, book: 'sh', entry, recordedAt, claim }
    })
    return { items }
  }

  readonly #record = (claim: Claim) => {
    const id = claimIdOf(claim)
    const repeated = this.claims.has(id)
    if (!repeated) this.claims.set(id, claim)
    return { outcome: 'recorded', repeated, checkpoint: 0, entries: [] }
  }
}

function lineOf(locator: string, value = '3.2'): string {
  const source = { id: 'paper-2025', reference: 'A paper', locator }
  const what = { indicator: 'gdp', area: 'HUB', period: '2024', kind: 'level' }
  return JSON.stringify({ ...what, value, unit: 'CNY', source, publisher: 'P', date: '2025-03-24' })
}

let folder: string
let hub: Hub
let said: string

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hongqiao-import-'))
  hub = new Hub()
  await new Promise<void>((resolve) => hub.server.listen(0, '127.0.0.1', resolve))
  said = ''
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += String(text)
    return true
  })
})

afterEach(() => {
  vi.restoreAllMocks()
  hub.server.close()
  rmSync(folder, { recursive: true })
})

function importing(lines: readonly string[], key = 'key'): Promise<number> {
  const file = join(folder, 'claims.jsonl')
  writeFileSync(file, `${lines.join('\n')}\n`)
  const address = hub.server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return run(['claims', file, '--url', `http://127.0.0.1:${port}`, '--key', key])
}

const isPost = (request: string) => request.startsWith('POST')

test('a file is recorded once, however often it is imported', async () => {
  const lines = [lineOf('page 1'), lineOf('page 2')]
  expect(await importing(lines)).toBe(0)
  expect(said).toContain('2 recorded, 0 already there, 0 refused.')
  expect(await importing(lines)).toBe(0)
  expect(said).toContain('0 recorded, 2 already there, 0 refused.')
  expect(hub.claims.size).toBe(2)
})

test('one bad line is enough to send nothing, and all bad lines are named', async () => {
  expect(await importing([lineOf('page 1'), '{}', lineOf('page 3'), 'nonsense'])).toBe(1)
  expect(said).toMatch(/claims\.jsonl:2: [^]*claims\.jsonl:4: [^]*Nothing was sent\.\n$/)
  expect(hub.requests).toEqual([])
})

test('a line that the book would refuse is enough to send nothing', async () => {
  const standing = Claim.parse(JSON.parse(lineOf('page 2', '9.9')))
  hub.claims.set(claimIdOf(standing), standing)
  expect(await importing([lineOf('page 1'), lineOf('page 2')])).toBe(1)
  expect(said).toContain('claims.jsonl:2: claim_differs')
  expect(hub.requests.filter(isPost)).toEqual([])
})

test('two lines that contradict each other are enough to send nothing', async () => {
  expect(await importing([lineOf('page 1'), lineOf('page 1', '9.9')])).toBe(1)
  expect(said).toContain('claims.jsonl:2: claim_differs {"entry":0}')
  expect(hub.requests.filter(isPost)).toEqual([])
})

test('an import that was interrupted goes on where it was', async () => {
  const lines = Array.from({ length: 1_200 }, (_, page) => lineOf(`page ${page}`))
  hub.pagesMax = 1
  expect(await importing(lines)).toBe(3)
  expect(hub.claims.size).toBe(500)
  hub.pagesMax = Number.POSITIVE_INFINITY
  expect(await importing(lines)).toBe(0)
  expect(said).toContain('700 recorded, 500 already there, 0 refused.')
  expect(hub.claims.size).toBe(1_200)
})

test('a busy hub is asked again', async () => {
  hub.failing.push(503, 429)
  expect(await importing([lineOf('page 1')])).toBe(0)
  expect(hub.claims.size).toBe(1)
})

test('what the hub says against a key is told', async () => {
  expect(await importing([lineOf('page 1')], 'wrong')).toBe(3)
  expect(said).toContain('The hub answered 401: No.')
})

test('where no hub answers, the command can be repeated', async () => {
  const file = join(folder, 'claims.jsonl')
  writeFileSync(file, lineOf('page 1'))
  expect(await run(['claims', file, '--url', 'http://127.0.0.1:1', '--key', 'key'])).toBe(3)
  expect(said).toContain('No hub answers at http://127.0.0.1:1.')
})

test('a file that is not there is told', async () => {
  expect(await run(['claims', join(folder, 'none.jsonl'), '--key', 'key'])).toBe(1)
  expect(said).toContain('cannot be read')
})

test.each([
  [[]],
  [['claims']],
  [['figures', 'file']],
  [['claims', 'one', 'two']],
  [['claims', 'file', '--colour', 'red']],
  [['claims', 'file', '--key', 'key', '--url', 'ftp://hub.example']],
])('%j is no call of this command', async (args) => {
  expect(await run(args)).toBe(2)
})
