/** Credentials where they really lie, and the operator's key on a real disk. */
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createPool } from '#platform/postgres/pool.ts'
import { freshDatabase } from '#test/pg/database.ts'
import { createAuthenticator } from './authenticator.ts'
import { issueKey } from './issue.ts'
import { ensureOperatorKey, OPERATOR_KEY_FILE, readOperatorKey } from './operator-key.ts'
import { postgresCredentials } from './postgres-store.ts'

const NOW_MS = 1_795_312_800_123

let pool: pg.Pool
let folder: string

beforeAll(async () => {
  const { app } = await freshDatabase()
  pool = createPool({
    url: app,
    name: 'credentials test',
    connectionsMax: 2,
    statementTimeoutMs: 5_000,
    lockTimeoutMs: 5_000,
    idleInTransactionTimeoutMs: 5_000,
    connectTimeoutMs: 5_000,
    onIdleError: () => undefined,
  })
  folder = await mkdtemp(join(tmpdir(), 'hongqiao-keys-'))
})
afterAll(async () => {
  await pool.end()
  await rm(folder, { recursive: true, force: true })
})

describe('a credential in PostgreSQL', () => {
  test('is found as it was issued, and its secret is nowhere', async () => {
    const store = postgresCredentials(pool)
    const order = {
      roles: ['publisher', 'auditor'],
      label: 'press office',
      organisation: 'pty_press',
    } as const
    const expiresAtMs = NOW_MS + 1
    const { id, party, text } = await issueKey(store, { ...order, expiresAtMs }, NOW_MS)
    expect(await store.find(id)).toMatchObject({
      id,
      party,
      ...order,
      createdAtMs: NOW_MS,
      expiresAtMs,
      revokedAtMs: null,
    })
    const { rows } = await pool.query<{ dump: string }>('select c::text as dump from credential c')
    expect(rows.map(({ dump }) => dump).join()).toContain(id)
    expect(rows.map(({ dump }) => dump).join()).not.toContain(text.slice(20))
  })

  test('authenticates until it is revoked, and the first time of that stays', async () => {
    const store = postgresCredentials(pool)
    const { id, text } = await issueKey(store, { roles: ['auditor'], label: 'a' }, NOW_MS)
    const time = { nowMs: () => NOW_MS, monotonicMs: () => performance.now() }
    expect(await createAuthenticator(store, time).authenticate(text)).not.toBeNull()
    expect(await store.revoke(id, NOW_MS + 1)).toBe(true)
    expect(await store.revoke(id, NOW_MS + 2)).toBe(true)
    expect((await store.find(id))?.revokedAtMs).toBe(NOW_MS + 1)
    expect(await createAuthenticator(store, time).authenticate(text)).toBeNull()
    expect(await store.revoke('0000000000000000', NOW_MS)).toBe(false)
  })

  test('is listed without its hash, the newest first', async () => {
    const store = postgresCredentials(pool)
    const { id } = await issueKey(store, { roles: ['auditor'], label: 'new' }, NOW_MS + 5)
    const [first] = await store.list()
    expect(first).toMatchObject({ id, label: 'new' })
    expect(first).not.toHaveProperty('secretHash')
  })

  test.each([
    ['delete from credential', 'permission denied'],
    ["update credential set party = 'pty_other'", 'permission denied'],
  ])('cannot be changed by the application: %s', async (statement, why) => {
    await expect(pool.query(statement)).rejects.toThrow(why)
  })
})

describe("the operator's key", () => {
  test('is made once, and only its owner can read it', async () => {
    const store = postgresCredentials(pool)
    const made = await ensureOperatorKey(store, folder, NOW_MS)
    expect(made).toEqual({ path: join(folder, OPERATOR_KEY_FILE), isNew: true })
    expect((await stat(made.path)).mode & 0o777).toBe(0o600)
    const text = await readOperatorKey(folder)
    expect(await readFile(made.path, 'utf8')).toBe(`${text}\n`)
    const time = { nowMs: () => NOW_MS, monotonicMs: () => 0 }
    const principal = await createAuthenticator(store, time).authenticate(text ?? '')
    expect(principal?.roles).toEqual(['operator'])
    expect(await ensureOperatorKey(store, folder, NOW_MS)).toMatchObject({ isNew: false })
    expect(await readOperatorKey(folder)).toBe(text)
  })

  test('is made again for a database that does not know it', async () => {
    const store = postgresCredentials(pool)
    const path = join(folder, OPERATOR_KEY_FILE)
    await writeFile(path, `hq_0000000000000000_${'A'.repeat(43)}\n`)
    expect(await ensureOperatorKey(store, folder, NOW_MS)).toMatchObject({ isNew: true })
    expect(await readOperatorKey(folder)).not.toContain('hq_0000000000000000')
  })

  test('is null where there is none', async () => {
    expect(await readOperatorKey(join(folder, 'nowhere'))).toBeNull()
  })
})
