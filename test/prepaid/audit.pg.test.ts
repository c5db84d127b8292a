/** The audit of a book of prepaid money: sound as the writer left it, and whatever somebody else changed is found. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { registryOf } from '#kernel/book/registry.ts'
import { writeHistory } from '#apps/demonstration/history.ts'
import { slices } from '#apps/server/slices.ts'
import { auditBook, type AuditReport } from '#platform/postgres/audit.ts'
import { ensureBook } from '#platform/postgres/book-row.ts'
import type { DatabaseUrls } from '#platform/postgres/embedded.ts'
import { createClient } from '#platform/postgres/pool.ts'
import { localSigner } from '#platform/signer/local.ts'
import { keptNowhere } from '../slice/rig.ts'
import { readingPool } from '#test/pages/paged-hub.ts'
import { freshDatabase } from '#test/pg/database.ts'

const BOOK = { name: 'sh', origin: 'sh.hub.example/book/1' }
const STORY = { seed: 3, shops: 3, consumers: 16, usesPerDay: 5, from: '2026-10-12' }
const keys = { wrapping: randomBytes(32), mac: randomBytes(32) }

/** One history for all tests: each of them gets a copy of its database. */
let written: string

beforeAll(async () => {
  const urls = await freshDatabase()
  const pool = readingPool(urls.app)
  await ensureBook(urls.app, BOOK)
  const folder = mkdtempSync(join(tmpdir(), 'hongqiao-audited-'))
  await writeHistory({
    book: BOOK,
    databaseUrl: urls.app,
    keys,
    signer: await localSigner({ folder, origin: BOOK.origin, mayCreate: true }),
    erasures: keptNowhere,
    slices,
    story: { ...STORY, to: '2026-11-22' },
    onProgress: () => undefined,
    onProblem(message, cause) {
      throw new Error(message, { cause })
    },
  })
  await pool.end()
  written = new URL(urls.owner).pathname.slice(1)
}, 120_000)

interface Copy {
  readonly urls: DatabaseUrls
  /** How many rows it touched, or what it counted. */
  readonly query: (sql: string) => Promise<{ rowCount: number | null; rows: { n?: number }[] }>
  readonly close: () => Promise<void>
}

async function copyOfBook(): Promise<Copy> {
  const urls = await freshDatabase(written)
  const client = createClient(urls.owner, 'tampering')
  await client.connect()
  return { urls, query: (sql) => client.query(sql), close: () => client.end() }
}

function audit({ app }: DatabaseUrls): Promise<AuditReport> {
  const registry = registryOf(slices)
  return auditBook({ url: app, book: BOOK.name, registry, installationKey: keys.wrapping })
}

/** Tables, and what changes a row of each. */
const TAMPERED = [
  ['prepaid_contract', 'counted_minor = counted_minor + 1'],
  ['prepaid_use', "matures_on = '2026-01-01'"],
  ['prepaid_shop', "settled_through = '2027-01-01'"],
  ['prepaid_product', "state = 'withdrawn'"],
  ['prepaid_maturing', 'amount_minor = amount_minor + 100'],
  ['prepaid_exposure', 'uses = uses - 1'],
  ['retention', 'running = running + 1'],
  ['prepaid_bank_entry', "reference = 'con_other'"],
  ['prepaid_payout', 'amount_minor = amount_minor + 1'],
  ['prepaid_settlement', "through = '2027-01-01'"],
  ['prepaid_refund', "state = 'withdrawn'"],
  ['prepaid_statement', 'held_minor = held_minor - 1'],
  ['prepaid_depositary', "office = 'pty_other'"],
  ['party', "name = '{}'"],
  ['cell', 'amount = amount + 1'],
  ['account', 'credits_posted = credits_posted + 1'],
  ['due', "due_at = due_at + interval '1 day'"],
] as const

test('a book as the writer left it has no difference, its figures recounted', async () => {
  const { urls, query, close } = await copyOfBook()
  for (const [table] of TAMPERED) {
    const { rows } = await query(`select count(*)::int as n from ${table}`)
    expect([table, rows[0]?.n]).not.toEqual([table, 0])
  }
  await close()
  const report = await audit(urls)
  expect(report.findings).toEqual([])
  expect(report.size).toBeGreaterThan(300)
  expect(report.disclosuresOpened).toBeGreaterThan(50)
  expect(report.disclosuresErased).toBe(0)
})

test('what the migration makes of the contracts of earlier releases is what their entries fold', async () => {
  const { urls, query, close } = await copyOfBook()
  const completed = 'select count(*)::int as n from retention where completed_at is not null'
  const { rows } = await query(completed)
  expect(rows[0]?.n).toBeGreaterThan(0)
  await query('delete from retention')
  expect(await found(urls)).not.toEqual([])
  const migration = readFileSync(join('migrations', '0011-erasure.sql'), 'utf8')
  const statement = /^with fact as[^;]+;/m.exec(migration)?.[0] ?? ''
  expect((await query(statement)).rowCount).toBeGreaterThan(10)
  await close()
  expect(await found(urls)).toEqual([])
})

/** Of a table and a problem in it, how often; in the order of their names. */
async function found(urls: DatabaseUrls): Promise<readonly string[]> {
  const { findings } = await audit(urls)
  return findings.map(({ table, problem, count }) => `${table} ${problem} ${count}`).toSorted()
}

describe('what somebody changed is found, and nothing besides', () => {
  test('one row of each table', async () => {
    const { urls, query, close } = await copyOfBook()
    for (const [table, change] of TAMPERED) {
      const { rowCount } = await query(
        `update ${table} set ${change} where ctid = (select min(ctid) from ${table})`,
      )
      expect([table, rowCount]).toEqual([table, 1])
    }
    await close()
    expect(await found(urls)).toEqual(TAMPERED.map(([table]) => `${table} changed 1`).toSorted())
  })

  test('rows that are missing, and a figure that no entry measured', async () => {
    const { urls, query, close } = await copyOfBook()
    for (const table of ['cell', 'prepaid_use', 'prepaid_payout']) {
      await query(`delete from ${table} where ctid = (select min(ctid) from ${table})`)
    }
    await query("insert into cell values ('sh', 'prepaid.refunded', 'pty_x', '2026-11', 5)")
    await close()
    const missing = ['cell missing 1', 'prepaid_payout missing 1', 'prepaid_use missing 1']
    expect(await found(urls)).toEqual(['cell added 1', ...missing])
  })
})
