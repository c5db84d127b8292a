/** Claims from the request to the row and back: the real writer, the real database, the real assembly. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type pg from 'pg'
import type { Answer } from '#kernel/book/answer.ts'
import { ROLES } from '#kernel/identity/principal.ts'
import type { BookPort, Request } from '#platform/book/port.ts'
import { createPool } from '#platform/postgres/pool.ts'
import { FakeBook } from '#test/http/fake-book.ts'
import { openHub, type TestHub } from '#test/http/hub.ts'
import { freshDatabase } from '#test/pg/database.ts'
import { openRig, type Rig, TESTER } from '#test/slice/rig.ts'
import { Claim, ClaimView } from '../contract.ts'
import { claimIdOf, CLAIMS_RECORDED } from '../domain/claim.ts'
import { observatory } from '../index.ts'
import { exportRoutes } from './export.ts'
import { KeptFindings } from './findings.ts'
import { loadClaim, loadFigures, loadHeadlines } from './pages.ts'
import { observatoryRoutes } from './routes.ts'
import { HUB_CLAIMS_FILE, seedClaims } from './seed.ts'

const lines = readFileSync(HUB_CLAIMS_FILE, 'utf8').trimEnd().split('\n')
const claims = lines.map((line) => Claim.parse(JSON.parse(line)))
const first = claims[0]!
const BOOKS = ['sh']

/** The port of a book that is written in this thread. */
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

let pool: pg.Pool
let rig: Rig
let hub: TestHub
let sh: BookPort
const problems: unknown[] = []

beforeAll(async () => {
  const urls = await freshDatabase()
  const writing = Promise.withResolvers<void>()
  rig = await openRig({
    urls,
    slices: [observatory],
    onProblem: (...problem) => problems.push(problem),
    onState: ({ phase }) => phase === 'writing' && writing.resolve(),
  })
  await writing.promise
  pool = createPool({
    url: urls.app,
    name: 'claims api test',
    connectionsMax: 2,
    statementTimeoutMs: 5_000,
    lockTimeoutMs: 5_000,
    idleInTransactionTimeoutMs: 5_000,
    connectTimeoutMs: 5_000,
    onIdleError: () => {},
  })
  sh = new WrittenBook('sh', rig)
  hub = await openHub({
    books: new Map([['sh', sh]]),
    routes: [...observatoryRoutes(pool), ...exportRoutes(pool, () => BOOKS)],
  })
})

afterAll(async () => {
  await hub.app.close()
  await rig.stop()
  await pool.end()
})

async function post(path: string, payload: object, key?: string) {
  const authorization = `Bearer ${key ?? (await hub.keyOf('publisher'))}`
  const headers = { authorization, 'idempotency-key': crypto.randomUUID() }
  return hub.app.inject({ method: 'POST', url: path, headers, payload })
}

async function get(path: string) {
  return hub.app.inject({ method: 'GET', url: path })
}

async function sizeOfBook(): Promise<number> {
  const { rows } = await pool.query<{ size: bigint }>(`select size from book where book = 'sh'`)
  return Number(rows[0]?.size)
}

const BulkOutcomes = z.looseObject({
  items: z.array(z.looseObject({ outcome: z.string(), repeated: z.boolean().optional() })),
})
const Problem = z.looseObject({ type: z.string(), title: z.string(), status: z.int() })

test('the shipped claims are recorded once, by seed or by bulk, each with its entry', async () => {
  expect(await seedClaims(sh, TESTER)).toEqual({ recorded: claims.length, repeated: 0 })
  expect(await seedClaims(sh, TESTER)).toEqual({ recorded: 0, repeated: claims.length })
  const size = await sizeOfBook()
  const response = await post('/v1/books/sh/claims/bulk', { items: claims })
  expect(response.statusCode).toBe(200)
  const { items } = BulkOutcomes.parse(response.json())
  expect(items.map(({ outcome, repeated }) => [outcome, repeated])).toEqual(
    claims.map(() => ['recorded', true]),
  )
  expect(await sizeOfBook()).toBe(size)
  expect(problems).toEqual([])
})

test('each claim is read back as it was printed', async () => {
  for (const claim of claims) {
    const response = await get(`/v1/claims/${claimIdOf(claim)}`)
    expect(ClaimView.parse(response.json()).claim).toEqual(claim)
  }
})

test('the entry of a claim holds the claim', async () => {
  const [claim] = claims
  const id = claim === undefined ? '' : claimIdOf(claim)
  const { entry } = ClaimView.parse((await get(`/v1/claims/${id}`)).json())
  const { rows } = await pool.query<{ leaf: Buffer; type: string }>(
    `select leaf, type from entry where book = 'sh' and idx = $1`,
    [entry],
  )
  expect(rows[0]?.type).toBe('observatory.claim-published')
  expect(rows[0]?.leaf.toString()).toContain(id)
})

test('what was recorded is counted in the cells', async () => {
  const { rows } = await pool.query<{ sum: string }>(
    `select sum(amount)::text as sum from cell where book = 'sh' and indicator = $1`,
    [CLAIMS_RECORDED],
  )
  expect(rows[0]?.sum).toBe(String(claims.length))
})

test('another value at the same place is refused in the language of the caller', async () => {
  const claim = { ...first, value: '128' }
  const authorization = `Bearer ${await hub.keyOf('publisher')}`
  const headers = { authorization, 'idempotency-key': 'differs', 'accept-language': 'zh' }
  const url = '/v1/books/sh/claims'
  const response = await hub.app.inject({ method: 'POST', url, headers, payload: claim })
  expect(Problem.parse(response.json())).toMatchObject({
    type: '/problems/claim_differs',
    title: '该来源的同一处已记录了另一内容。如系误读，请将正确值作为下一版次发布。',
    status: 409,
    params: { entry: 0 },
  })
})

test('one malformed item is enough to record none, and is named by its place', async () => {
  const size = await sizeOfBook()
  const fresh = { ...first, period: '2019' }
  const items = [fresh, { ...fresh, colour: 'red' }]
  const response = await post('/v1/books/sh/claims/bulk', { items })
  expect(response.statusCode).toBe(400)
  expect(response.body).toContain('items.1')
  expect(await sizeOfBook()).toBe(size)
})

test('a bulk of more than its limit is refused', async () => {
  const items = Array.from({ length: 501 }, () => first)
  expect((await post('/v1/books/sh/claims/bulk', { items })).statusCode).toBe(400)
})

test('only who may import may publish', async () => {
  const may: ReadonlySet<string> = new Set(['operator', 'publisher'])
  for (const role of ROLES) {
    const key = await hub.keyOf(role)
    const response = await post('/v1/books/sh/claims', first, key)
    expect([role, response.statusCode]).toEqual([role, may.has(role) ? 200 : 403])
  }
  const url = '/v1/books/sh/claims'
  const nobody = await hub.app.inject({ method: 'POST', url, payload: first })
  expect(nobody.statusCode).toBe(401)
})

test.each([
  ['/v1/claims/clm_0000000000000000000000', 404],
  ['/v1/claims/nonsense', 400],
  ['/v1/claims?cursor=nonsense', 422],
  ['/v1/claims?colour=red', 400],
  ['/v1/claims?area=%00', 400],
  ['/v1/claims?q=%00', 400],
])('%s answers %i', async (path, status) => {
  expect((await get(path)).statusCode).toBe(status)
})

test('the whole list leaves as CSV and as JSON lines', async () => {
  const csv = await get('/v1/claims.csv')
  expect(csv.body.trimEnd().split('\r\n')).toHaveLength(claims.length + 1)
  const jsonLines = (await get('/v1/claims.jsonl')).body.trimEnd().split('\n')
  expect(jsonLines.map((line) => ClaimView.parse(JSON.parse(line)).id).toSorted()).toEqual(
    claims.map(claimIdOf).toSorted(),
  )
})

const IndicatorFile = z.strictObject({
  indicator: z.string(),
  claims: z.array(
    z.looseObject({
      computed: z.strictObject({
        value: z.string(),
        low: z.string(),
        high: z.string(),
        lowClosed: z.boolean(),
        highClosed: z.boolean(),
      }),
    }),
  ),
})

test('the claims on an indicator come as a file, with exact numbers as strings', async () => {
  const url = '/v1/indicators/gdp/claims.json?area=HUB'
  const { indicator, claims: listed } = IndicatorFile.parse((await get(url)).json())
  const own = claims.filter((claim) => claim.indicator === 'gdp' && claim.area === 'HUB')
  expect([indicator, listed.length]).toEqual(['gdp', own.length])
  expect(listed.map(({ computed }) => computed)).toContainEqual({
    value: '2300000000000',
    low: '2070000000000',
    high: '2300000000000',
    lowClosed: true,
    highClosed: false,
  })
  const csv = await get('/v1/indicators/ecommerce-turnover/claims.csv')
  const [head = '', ...rows] = csv.body.trimEnd().split('\r\n')
  expect(head.endsWith(',number,low,high')).toBe(true)
  expect(rows.some((line) => line.endsWith(',1/3,0.3,11/30'))).toBe(true)
  expect((await get('/v1/indicators/luck/claims.csv')).statusCode).toBe(404)
  expect((await get('/v1/indicators/gdp/claims.csv?area=<')).statusCode).toBe(404)
})

test('findings are kept until a claim is added', async () => {
  const kept = new KeptFindings(pool, BOOKS)
  const before = await kept.load()
  expect(before.isWhole).toBe(true)
  expect(before.claimsCount).toBe(claims.length)
  expect(await kept.load()).toBe(before)
  const about = await kept.about('passengers-per-day', 'CORE')
  expect(about.map(({ verdict }) => verdict)).toEqual(['contradiction'])
})

test('the pages have what they show', async () => {
  const all = await loadFigures(pool, BOOKS, new URLSearchParams())
  expect([all.count, all.claims.length, all.isFirst]).toEqual([claims.length, 50, true])
  const typed = new URLSearchParams({ q: 'Changning', area: 'no area', cursor: 'torn' })
  const some = await loadFigures(pool, BOOKS, typed)
  expect([some.filter, some.isFirst]).toEqual([{ q: 'Changning' }, true])
  expect(some.count).toBeGreaterThan(0)
  expect((await loadHeadlines(pool, BOOKS)).map(({ claim }) => claim.value)).toEqual([
    '3.2',
    '450',
    '2.1',
    '100',
    '13',
    '130',
  ])
  const [headline] = await loadHeadlines(pool, BOOKS)
  const shown = await loadClaim(pool, BOOKS, headline?.id ?? '')
  expect(shown?.series.length).toBeGreaterThan(2)
})
