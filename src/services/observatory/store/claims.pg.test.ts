import { afterAll, beforeAll, expect, test } from 'vitest'
import type pg from 'pg'
import { createPool } from '#platform/postgres/pool.ts'
import { freshDatabase } from '#test/pg/database.ts'
import type { Claim } from '../contract.ts'
import { claimIdOf } from '../domain/claim.ts'
import { csvOf } from '../api/export.ts'
import {
  countClaims,
  findClaim,
  listClaims,
  listHeadlines,
  listPublishers,
  listSeries,
} from './claims.ts'

const BOOKS = ['sh', 'js']
const AT = '2026-11-22T02:00:00.000Z'

const gdp: Claim = {
  indicator: 'gdp',
  area: 'HUB',
  period: '2024',
  kind: 'level',
  value: '3.2',
  scale: 'trillion',
  unit: 'CNY',
  source: { id: 'paper-2025', reference: 'A paper, "four years"', locator: 'page 1' },
  publisher: 'A paper',
  date: '2025-03-24',
}

let pool: pg.Pool

async function insert(book: string, entry: number, claim: Claim): Promise<string> {
  const id = claimIdOf(claim)
  const { indicator, area, period, publisher, source } = claim
  await pool.query('insert into claim values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)', [
    book,
    id,
    entry,
    AT,
    indicator,
    area,
    period,
    publisher,
    source.id,
    JSON.stringify(claim),
  ])
  return id
}

beforeAll(async () => {
  const { app } = await freshDatabase()
  pool = createPool({
    url: app,
    name: 'claims test',
    connectionsMax: 2,
    statementTimeoutMs: 5_000,
    lockTimeoutMs: 5_000,
    idleInTransactionTimeoutMs: 5_000,
    connectTimeoutMs: 5_000,
    onIdleError: () => {},
  })
  await insert('sh', 0, gdp)
  await insert('sh', 1, { ...gdp, period: '2023', value: '2.8', date: '2024-03-02' })
  const daily = { publisher: '100%_sure daily', source: { ...gdp.source, locator: 'page 2' } }
  await insert('sh', 2, { ...gdp, period: '2023', value: '2.80', ...daily })
  await insert('js', 0, gdp)
  await insert('js', 1, { ...gdp, indicator: 'tax', area: 'CORE', value: '50.097' })
  await insert('zj', 0, { ...gdp, indicator: 'tax', area: 'CORE', value: '47.33' })
})

afterAll(() => pool.end())

/** Every page of a list, as periods and books in their order. */
async function turned(limit: number): Promise<readonly string[]> {
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await listClaims(pool, BOOKS, {}, { cursor, limit })
    if (page === 'unknown_cursor') throw new Error('our own cursor is unknown')
    seen.push(...page.items.map(({ claim, book }) => `${claim.indicator} ${claim.period} ${book}`))
    cursor = page.next
  } while (cursor !== undefined)
  return seen
}

test.each([1, 2, 3, 4, 5, 200])('pages of %i show each claim once, fact by fact', async (limit) => {
  expect(await turned(limit)).toEqual([
    'gdp 2023 sh',
    'gdp 2023 sh',
    'gdp 2024 js',
    'gdp 2024 sh',
    'tax 2024 js',
  ])
})

test.each(['', 'x', 'bm90IGpzb24', Buffer.from('["a"]').toString('base64url')])(
  'the cursor %j is not one of ours',
  async (cursor) => {
    expect(await listClaims(pool, BOOKS, {}, { cursor, limit: 1 })).toBe('unknown_cursor')
  },
)

test.each([
  [{ indicator: 'gdp' }, 4],
  [{ area: 'CORE' }, 1],
  [{ indicator: 'gdp', period: '2023' }, 2],
  [{ publisher: 'A paper' }, 4],
  [{ source: 'paper-2026' }, 0],
  [{ q: 'Gross' }, 4],
  [{ q: '税收' }, 1],
  [{ q: 'four years' }, 5],
  [{ q: '100%_sure' }, 1],
  [{ q: '%' }, 0],
  [{ q: 'YEARS four' }, 5],
  [{ q: '2.80' }, 1],
  [{ q: '50.097 paper' }, 1],
  [{ q: '经济总量' }, 4],
  [{ q: "'; drop table claim; --" }, 0],
])('the filter %j finds %i', async (filter, count) => {
  expect(await countClaims(pool, BOOKS, filter)).toBe(count)
})

test('a claim is found by its id in the first of the named books that has it', async () => {
  const found = await findClaim(pool, ['js', 'sh'], claimIdOf(gdp))
  expect(found).toMatchObject({ book: 'js', entry: 0, recordedAt: AT, claim: gdp })
})

test('a book that is not named is not shown', async () => {
  expect(await findClaim(pool, ['zj'], claimIdOf(gdp))).toBeUndefined()
})

test('Chinese is found by its characters, in texts without spaces', async () => {
  const { rows } = await pool.query<{ words: string[] }>(
    "select tsvector_to_array(claim_words('虹桥hub 1,024年')) as words",
  )
  expect(rows[0]?.words.toSorted()).toEqual(['024', '1', 'hub', '年', '桥', '虹'].toSorted())
})

test('a series has the latest period first', async () => {
  const series = await listSeries(pool, ['sh'], { indicator: 'gdp', area: 'HUB' })
  expect(series.map(({ claim }) => claim.period)).toEqual(['2024', '2023', '2023'])
})

test('headlines keep the order that was asked for and leave out what nobody published', async () => {
  const lines = await listHeadlines(pool, BOOKS, [
    { indicator: 'tax', area: 'CORE', kind: 'level', unit: 'CNY' },
    { indicator: 'tax', area: 'HUB', kind: 'level', unit: 'CNY' },
    { indicator: 'gdp', area: 'HUB', kind: 'level', unit: 'CNY' },
  ])
  expect(lines.map(({ claim }) => claim.value)).toEqual(['50.097', '3.2'])
})

test('publishers are listed once', async () => {
  expect(await listPublishers(pool, BOOKS)).toEqual(['100%_sure daily', 'A paper'])
})

test('CSV quotes what needs it and makes formulas inert', async () => {
  const view = await findClaim(pool, ['sh'], claimIdOf(gdp))
  const claim: Claim = { ...gdp, publisher: '=1+1' }
  const lines: string[] = []
  const written = csvOf(view === undefined ? [] : [{ ...view, claim }])
  for await (const line of written) lines.push(line)
  expect(lines).toHaveLength(2)
  expect(lines[1]).toContain(`,'=1+1,2025-03-24,paper-2025,"A paper, ""four years""",page 1,`)
})
