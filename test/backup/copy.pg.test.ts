/**
 * Everything out of one PostgreSQL and into another, also from an older major version: the audit finds the
 * same books, and what cannot be the whole is refused and leaves nothing.
 */
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { extractBackup } from '#platform/backup/extract.ts'
import { loadTables } from '#platform/backup/table-backup.ts'
import { takeBackup } from '#platform/backup/take.ts'
import { type DatabaseUrls, databaseUrl } from '#platform/postgres/embedded.ts'
import { type Embedded, startEmbedded } from '#platform/postgres/embedded.ts'
import { migrate } from '#platform/postgres/migrate.ts'
import { createClient } from '#platform/postgres/pool.ts'
import { copyTables, refuseWriting, TableSource } from '#platform/postgres/table-copy.ts'
import { audit, writeHistory } from '../book/audited.ts'
import { freshDatabase } from '../pg/database.ts'
import { hasOlderServer, type OlderServer, startOlderServer } from '../pg/older-server.ts'
import { makeSliceTables } from '../slice/rig.ts'

const folder = mkdtempSync(join(tmpdir(), 'hq-copy-'))
chmodSync(folder, 0o755)
let other: Embedded
let older: OlderServer | undefined

beforeAll(async () => {
  other = await startEmbedded({ folder: join(folder, 'other'), isFolderChosen: true })
})

afterAll(async () => {
  older?.stop()
  await other.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** A migrated database without rows, in a cluster of its own. */
async function emptyTarget(name: string): Promise<DatabaseUrls> {
  const urls = {
    owner: databaseUrl(other.urls.owner, name),
    migrator: databaseUrl(other.urls.migrator, name),
    app: databaseUrl(other.urls.app, name),
  }
  await ask(other.urls.owner, `create database ${name} owner hub_migrator`)
  await migrate(urls.migrator)
  await makeSliceTables(urls)
  return urls
}

async function ask(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = createClient(url, 'copy test')
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}

const order = { acts: 480, contracts: 30, together: 30 }

/** The rows of all tables, table by table, as one text. */
async function contentOf(url: string): Promise<string> {
  const source = await TableSource.open(url)
  try {
    const texts: string[] = []
    for (const table of source.tables) {
      const lines: string[] = []
      for await (const chunk of source.rows(table)) lines.push(String(chunk))
      texts.push(`${table.name}\n${lines.join('').split('\n').toSorted().join('\n')}`)
    }
    return texts.join('\n')
  } finally {
    await source.close()
  }
}

async function expectSame(source: DatabaseUrls, target: DatabaseUrls): Promise<void> {
  const [before, after] = [await audit(source), await audit(target)]
  expect(before.findings).toEqual([])
  expect({ ...after, durationMs: 0 }).toEqual({ ...before, durationMs: 0 })
  expect(after.size).toBeGreaterThan(40)
  expect(await contentOf(target.owner)).toBe(await contentOf(source.owner))
}

test('a hub in another cluster is the same to the last row, and goes on numbering', async () => {
  const source = await freshDatabase()
  await writeHistory(source, { ...order, seed: 5 })
  const next = `insert into simulated_bank_fault (account, fault) values ('sh', 'returned')`
  await ask(source.owner, next)
  const target = await emptyTarget('same')
  await copyTables({ fromUrl: source.owner, toUrl: target.migrator })
  await expectSame(source, target)
  expect(await ask(target.owner, `${next} returning n`)).toEqual([{ n: 2n }])
  const again = copyTables({ fromUrl: source.owner, toUrl: target.migrator })
  await expect(again).rejects.toThrow('a copy never mixes with others')
})

// The writer speaks PostgreSQL 18, so the hub of 15 is one that was copied there before.
test.skipIf(!hasOlderServer)('a hub of PostgreSQL 15 goes to 18 and is the same', async () => {
  const source = await freshDatabase()
  await writeHistory(source, { ...order, seed: 6 })
  older = await startOlderServer(join(folder, 'older'))
  const [version] = await ask(older.urls.owner, 'show server_version_num')
  expect(version?.['server_version_num']).toMatch(/^15/)
  await makeSliceTables(older.urls)
  await copyTables({ fromUrl: source.owner, toUrl: older.urls.migrator })
  const target = await emptyTarget('newer')
  await copyTables({ fromUrl: older.urls.owner, toUrl: target.migrator })
  await expectSame(source, target)
})

test('a backup of tables, of a server whose files are not ours, is loaded whole or not at all', async () => {
  const source = await freshDatabase()
  await writeHistory(source, { ...order, seed: 7 })
  const identity = await generateX25519Identity()
  const hub = join(folder, 'hub')
  // As servers have it that share their keys.
  for (const made of [hub, join(folder, 'shared-keys')]) mkdirSync(made)
  writeFileSync(join(folder, 'shared-keys', 'installation.key'), 'of the installation', {
    mode: 0o600,
  })
  const path = join(folder, 'tables.backup')
  const { manifest } = await takeBackup({
    path,
    kind: 'tables',
    lock: { kind: 'recipients', recipients: [await identityToRecipient(identity)] },
    dataFolder: hub,
    keysFolder: join(folder, 'shared-keys'),
    ownerUrl: source.owner,
    madeAtMs: Date.now(),
  })
  expect(manifest.books).toMatchObject([{ book: 'sh' }])
  const unlock = { kind: 'identities', identities: [identity] } as const
  const draft = await extractBackup({ path, unlock, to: join(folder, 'restored') })
  const { content } = draft.manifest
  const tables = content.kind === 'tables' ? content.tables : []
  const target = await emptyTarget('loaded')
  await loadTables(draft.folder, tables, target.migrator)
  await draft.settle()
  await expectSame(source, target)
  const key = join(folder, 'restored', 'keys', 'installation.key')
  expect([readFileSync(key, 'utf8'), statSync(key).mode & 0o777]).toEqual([
    'of the installation',
    0o600,
  ])
  const strange = tables.map((table) => ({ ...table, name: `${table.name}; drop table entry` }))
  await expect(loadTables(draft.folder, strange, target.migrator)).rejects.toThrow('differ in')
})

test('what was written meanwhile, a hub at work and other tables are refused, and nothing is left', async () => {
  const source = await freshDatabase()
  const target = await emptyTarget('refused')
  await ask(
    source.migrator,
    `insert into book (book, origin, root, lease_until) values
     ('sh', 'test.hub.example/book/1', sha256(''), clock_timestamp() + interval '0.2 s')`,
  )
  // What a killed hub left behind runs out.
  await expect(refuseWriting(source.owner)).resolves.toBeUndefined()
  await ask(source.migrator, "update book set lease_until = clock_timestamp() + interval '1 hour'")
  await expect(refuseWriting(source.owner)).rejects.toThrow('A hub writes the book sh')
  await expect(copyTables({ fromUrl: source.owner, toUrl: target.migrator })).rejects.toThrow(
    'The two databases differ in class_use',
  )
  await makeSliceTables(source)
  let isWritten = false
  const copying = copyTables({
    fromUrl: source.owner,
    toUrl: target.migrator,
    async onTable() {
      if (isWritten) return
      isWritten = true
      await ask(source.migrator, "update book set size = 1 where book = 'sh'")
    },
  })
  await expect(copying).rejects.toThrow('was written while it was copied')
  expect(await ask(target.owner, 'select * from book')).toEqual([])
})
