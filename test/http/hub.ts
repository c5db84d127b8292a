/** A hub without a database: fake books, fake log, keys in memory, and one route of each kind. */
import { Writable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Role } from '#kernel/identity/principal.ts'
import { createAuthenticator } from '#platform/credentials/authenticator.ts'
import type { CredentialStore, StoredCredential } from '#platform/credentials/credential.ts'
import { issueKey } from '#platform/credentials/issue.ts'
import { buildHttp, type HttpParts } from '#platform/http/build-http.ts'
import { IdempotencyKey, pageFields, pageOf } from '#platform/http/fields.ts'
import { actRoute, bulkRoute, commandRoute, found, problem } from '#platform/http/route.ts'
import { readRoute, type Route } from '#platform/http/route.ts'
import { createLogger } from '#platform/telemetry/logger.ts'
import { FakeBook } from './fake-book.ts'
import { fakeLog, PUBLIC_TYPE } from './fake-log.ts'

export const NOTES_BULK_MAX = 50
const Note = z.strictObject({ text: z.string().min(1).max(200), page: z.int().min(1).max(999) })
const refusals = {
  page_taken: { en: 'This page is written on.', zh: '此页已有文字。' },
  page_missing: { status: 422, en: 'There is no such page.', zh: '没有这一页。' },
} as const

export const noteRoutes: readonly Route[] = [
  readRoute({
    path: '/v1/notes',
    summary: 'All notes.',
    access: 'public',
    query: z.strictObject({ ...pageFields, word: z.string().max(20).optional() }),
    response: pageOf(z.strictObject({ word: z.string(), limit: z.int() })),
    read: ({ query }) => found({ items: [{ word: query.word ?? '', limit: query.limit }] }),
  }),
  readRoute({
    path: '/v1/secrets/:name',
    summary: 'Something that only readers of entries see.',
    access: 'entries.read',
    params: z.strictObject({ name: z.string().max(40) }),
    response: z.strictObject({ party: z.string() }),
    problems: { secret_gone: { status: 404, en: 'It is gone.', zh: '已不存在。' } },
    read: ({ params, principal }) => {
      if (params.name === 'broken') throw new Error('select secret from /etc/shadow at stack:1')
      return params.name === 'gone' ? problem('secret_gone') : found({ party: principal.party })
    },
  }),
  commandRoute({
    path: '/v1/books/:book/notes',
    summary: 'Write a note.',
    access: 'claims.import',
    body: Note,
    refusals,
    command: ({ body }) => ({ type: 'notes.write', ...body }),
  }),
  bulkRoute({
    path: '/v1/books/:book/notes/bulk',
    summary: 'Write many notes.',
    access: 'claims.import',
    item: z.strictObject({ key: IdempotencyKey, note: Note }),
    itemsMax: NOTES_BULK_MAX,
    refusals,
    request: ({ key, note }) => ({ key, command: { type: 'notes.write', ...note } }),
  }),
  actRoute({
    path: '/v1/bell',
    summary: 'Ring the bell.',
    access: 'keys.issue',
    body: z.strictObject({ times: z.int().min(1).max(3) }),
    response: z.strictObject({ rung: z.int() }),
    act: ({ body }) => found({ rung: body.times }),
  }),
]

export class MemoryStore implements CredentialStore {
  readonly rows = new Map<string, StoredCredential>()
  isBroken = false
  lookUps = 0

  find(id: string): Promise<StoredCredential | null> {
    this.lookUps += 1
    if (this.isBroken) return Promise.reject(new Error('connect ECONNREFUSED 10.0.0.7:5432'))
    return Promise.resolve(this.rows.get(id) ?? null)
  }

  insert(credential: StoredCredential): Promise<void> {
    this.rows.set(credential.id, credential)
    return Promise.resolve()
  }

  revoke(id: string, atMs: number): Promise<boolean> {
    const row = this.rows.get(id)
    if (row !== undefined) this.rows.set(id, { ...row, revokedAtMs: row.revokedAtMs ?? atMs })
    return Promise.resolve(row !== undefined)
  }

  list() {
    return Promise.resolve([...this.rows.values()])
  }
}

export interface TestHub {
  readonly app: FastifyInstance
  readonly books: ReadonlyMap<'sh' | 'js', FakeBook>
  readonly sh: FakeBook
  readonly store: MemoryStore
  readonly time: { nowMs: number }
  /** What the operator's log has. */
  readonly logged: () => string
  keyOf(role: Role, expiresAtMs?: number): Promise<string>
}

export async function openHub(changes: Partial<HttpParts> = {}): Promise<TestHub> {
  const sh = new FakeBook('sh')
  const books = new Map([
    ['sh', sh],
    ['js', new FakeBook('js')],
  ] as const)
  const store = new MemoryStore()
  const time = { nowMs: 1_795_312_800_000 }
  let log = ''
  const destination = new Writable({
    write(chunk, _encoding, done) {
      log += String(chunk)
      done()
    },
  })
  const clock = { nowMs: () => time.nowMs, monotonicMs: () => time.nowMs }
  const app = await buildHttp({
    config: {
      isLoopbackOnly: true,
      trustedProxies: [],
      version: '0.0.0',
      areResponsesChecked: true,
    },
    books,
    log: fakeLog,
    publicTypes: new Set([PUBLIC_TYPE]),
    routes: noteRoutes,
    authenticator: createAuthenticator(store, clock),
    checks: { database: () => Promise.resolve(), signer: () => Promise.resolve() },
    logger: createLogger({ level: 'debug', destination }),
    ...changes,
  })
  return {
    app,
    books,
    sh,
    store,
    time,
    logged: () => log,
    keyOf: async (role, expiresAtMs) =>
      (await issueKey(store, { roles: [role], label: role, expiresAtMs }, time.nowMs)).text,
  }
}

/** A problem document, with nothing in it that no contract names. */
export const Problem = z.strictObject({
  type: z.string().regex(/^\/problems\/[a-z_]+$/),
  title: z.string().min(1),
  status: z.int().min(400).max(599),
  params: z.record(z.string(), z.unknown()).optional(),
  errors: z.array(z.strictObject({ at: z.string(), message: z.string() })).optional(),
  requestId: z.string().optional(),
  outcomeUnknown: z.boolean().optional(),
})

/** What no answer of this server may have, whatever was asked. */
export const LEAKS =
  /\bat (?:[\w.]+ )?\(|\.ts:\d|node_modules|\bselect\b|\/work|\/etc|ECONN|SyntaxError/i
