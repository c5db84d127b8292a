/** The register of parties from the request to the rows and back, on the real writer and database. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type pg from 'pg'
import type { Answer } from '#kernel/book/answer.ts'
import { registryOf } from '#kernel/book/registry.ts'
import { isPermitted, ROLES } from '#kernel/identity/principal.ts'
import type { Request } from '#platform/book/port.ts'
import { auditBook } from '#platform/postgres/audit.ts'
import type { DatabaseUrls } from '#platform/postgres/embedded.ts'
import { createPool } from '#platform/postgres/pool.ts'
import { FakeBook } from '#test/http/fake-book.ts'
import { openHub, type TestHub } from '#test/http/hub.ts'
import { freshDatabase } from '#test/pg/database.ts'
import { openRig, type Rig, TESTER } from '#test/slice/rig.ts'
import { REFUSALS } from '../contract.ts'
import { parties } from '../index.ts'
import { refusals } from './refusals.ts'
import { partiesRoutes } from './routes.ts'

class WrittenBook extends FakeBook {
  readonly #rig: Rig

  constructor(name: string, rig: Rig) {
    super(name)
    this.#rig = rig
  }

  override submit(requests: readonly Request[]): Promise<readonly Answer[]> {
    return this.#rig.submit(requests)
  }
}

const SECRET = new Uint8Array(32).fill(7)

let urls: DatabaseUrls
let pool: pg.Pool
let rig: Rig
let hub: TestHub

beforeAll(async () => {
  urls = await freshDatabase()
  const writing = Promise.withResolvers<void>()
  rig = await openRig({
    urls,
    slices: [parties],
    secret: SECRET,
    onState: ({ phase }) => phase === 'writing' && writing.resolve(),
  })
  await writing.promise
  pool = createPool({
    url: urls.app,
    name: 'parties api test',
    connectionsMax: 2,
    statementTimeoutMs: 5_000,
    lockTimeoutMs: 5_000,
    idleInTransactionTimeoutMs: 5_000,
    connectTimeoutMs: 5_000,
    onIdleError: () => {},
  })
  hub = await openHub({
    books: new Map([['sh', new WrittenBook('sh', rig)]]),
    routes: partiesRoutes(pool),
  })
})

afterAll(async () => {
  await hub.app.close()
  await rig.stop()
  await pool.end()
})

/** One party for each role: who founds the registry is its registrar, and nobody else. */
const keys = new Map<string, string>()

async function post(path: string, payload: object, role: (typeof ROLES)[number] = 'operator') {
  const key = keys.get(role) ?? (await hub.keyOf(role))
  keys.set(role, key)
  const authorization = `Bearer ${key}`
  const headers = { authorization, 'idempotency-key': crypto.randomUUID() }
  return hub.app.inject({ method: 'POST', url: `/v1/books/sh/${path}`, headers, payload })
}

const REGISTRY = 'pty_registry'
const shop = (organisation: string) => ({
  registry: REGISTRY,
  organisation,
  kind: 'shop',
  name: { en: `Gym ${organisation}`, zh: `健身房 ${organisation}` },
})
const person = { by: REGISTRY, person: 'pty_xiaoli', name: 'Li Xiaohong', phone: '13800001111' }
const appointment = { organisation: 'pty_shop-b', person: 'pty_xiaoli', role: 'head', by: REGISTRY }

test('a registry is founded, registers and appoints, and asking twice is one act', async () => {
  const acts = [
    ['registry', { registry: REGISTRY }],
    ['organisations', shop('pty_shop-b')],
    ['organisations', shop('pty_shop-a')],
    ['persons', person],
    ['appointments', appointment],
    ['dismissals', { organisation: 'pty_shop-b', person: 'pty_xiaoli', by: REGISTRY }],
  ] as const
  for (const [path, body] of acts) expect((await post(path, body)).statusCode).toBe(201)
  for (const [path, body] of acts.slice(0, 4)) {
    expect((await post(path, body)).statusCode).toBe(200)
  }
})

test('organisations are public, by id, page by page; persons are not listed', async () => {
  const first = await hub.app.inject('/v1/books/sh/organisations?limit=1')
  expect(first.json()).toEqual({
    items: [
      {
        party: 'pty_shop-a',
        kind: 'shop',
        name: { en: 'Gym pty_shop-a', zh: '健身房 pty_shop-a' },
        entry: 2,
      },
    ],
    next: 'pty_shop-a',
  })
  const second = await hub.app.inject('/v1/books/sh/organisations?cursor=pty_shop-a&kind=shop')
  expect(second.json()).toMatchObject({ items: [{ party: 'pty_shop-b', entry: 1 }] })
  expect(second.json()).not.toHaveProperty('next')
  const banks = await hub.app.inject('/v1/books/sh/organisations?kind=bank')
  expect(banks.json()).toEqual({ items: [] })
})

test('a name and a telephone stand in no leaf and in no row', async () => {
  const { rows } = await pool.query<{ leaf: Buffer }>(`select leaf from entry where book = 'sh'`)
  const { rows: party } = await pool.query<{ row: string }>(
    `select party::text as row from party where book = 'sh'`,
  )
  const everything = [...rows.map(({ leaf }) => leaf.toString()), ...party.map(({ row }) => row)]
  expect(everything.join('\n')).toContain('pty_xiaoli')
  expect(everything.join('\n')).not.toMatch(/Xiaohong|13800001111/)
})

test('a refusal is a sentence, and every refusal has one', async () => {
  const response = await post('appointments', { ...appointment, role: 'teller' })
  expect(response.statusCode).toBe(422)
  expect(response.json()).toMatchObject({ type: '/problems/role_does_not_fit' })
  const types = new Set<string>(Object.values(REFUSALS).flat())
  expect(new Set(Object.keys(refusals))).toEqual(types)
})

test.each([
  ['registry', 'parties.register'],
  ['organisations', 'parties.register'],
  ['persons', 'parties.register'],
  ['appointments', 'parties.appoint'],
  ['dismissals', 'parties.appoint'],
] as const)('%s needs the permission %s', async (path, permission) => {
  for (const role of ROLES) {
    const { statusCode } = await post(path, {}, role)
    const isAllowed = isPermitted({ ...TESTER, roles: [role] }, permission)
    // Whoever may is told that the body is wrong.
    expect([role, statusCode]).toEqual([role, isAllowed ? 400 : 403])
  }
})

test('the audit rebuilds the register from its entries', async () => {
  const report = await auditBook({
    url: urls.app,
    book: 'sh',
    registry: registryOf([parties]),
    installationKey: SECRET,
  })
  expect(report.findings).toEqual([])
})
