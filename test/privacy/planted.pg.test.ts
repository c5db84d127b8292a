/**
 * Planted values are looked for byte by byte: in every row, in the files of the database, in its write-ahead
 * log and its messages, and in the journal. What was planted is never there in the clear, and the wrapped key
 * that opened it is there until it is swept, and then nowhere.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ErasureJournal } from '#platform/erasure/journal.ts'
import { sweepErased } from '#platform/erasure/sweep.ts'
import { type Embedded, startEmbedded } from '#platform/postgres/embedded.ts'
import { migrate } from '#platform/postgres/migrate.ts'
import { createClient } from '#platform/postgres/pool.ts'
import { asked, found, LI, NOW, openStage, type Stage, WU } from './stage.ts'

const NAME = 'Planted-Xiaohong-7f3a91'
const PHONE = '138000077665544'

// A server of its own: the log of the one that all tests share is long, and others write it meanwhile.
const serverFolder = mkdtempSync(join(tmpdir(), 'hongqiao-planted-server-'))
let server: Embedded
beforeAll(async () => {
  server = await startEmbedded({ folder: serverFolder, isFolderChosen: true })
  await migrate(server.urls.migrator)
})
afterAll(async () => {
  await server.stop()
  rmSync(serverFolder, { recursive: true, force: true })
})

/** A text as it could stand somewhere: itself, and in base64 at each of the three places it can begin. */
function shapesOf(text: string): readonly Buffer[] {
  const bytes = Buffer.from(text)
  const encoded = [0, 1, 2].flatMap((shift) => {
    const shifted = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64')
    // The ends depend on what stands beside it.
    const core = shifted.slice(Math.ceil((shift * 4) / 3) + 1, -4)
    return [core, core.replaceAll('+', '-').replaceAll('/', '_')]
  })
  return [bytes, Buffer.from(bytes.toString('hex')), ...encoded.map((each) => Buffer.from(each))]
}

function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((item) => item.isFile())
    .map((item) => join(item.parentPath, item.name))
}

/** The files that hold one of the needles. */
function holding(files: readonly string[], needles: readonly Buffer[]): readonly string[] {
  return files.filter((file) => {
    const bytes = readIfThere(file)
    return bytes !== null && needles.some((needle) => bytes.includes(needle))
  })
}

function readIfThere(file: string): Buffer | null {
  try {
    return readFileSync(file)
  } catch (error) {
    // The server removes files while they are listed, and what is gone holds nothing.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

async function dump(stage: Stage): Promise<Buffer> {
  const { rows } = await stage.pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public'`,
  )
  const texts: string[] = []
  for (const { name } of rows) {
    const all = await stage.pool.query<{ row: string }>(`select t::text as row from ${name} t`)
    texts.push(name, ...all.rows.map(({ row }) => row))
  }
  return Buffer.from(texts.join('\n'))
}

/** The files of this database, and those that all databases of the server share: its log among them. */
async function serverFiles(ownerUrl: string): Promise<() => readonly string[]> {
  const client = createClient(ownerUrl, 'where the files are')
  await client.connect()
  const { rows } = await client.query<{ folder: string; oid: number }>(
    `select current_setting('data_directory') as folder,
       (select oid::int from pg_database where datname = current_database()) as oid`,
  )
  await client.end()
  const [{ folder, oid } = { folder: '', oid: 0 }] = rows
  return () => [
    ...filesUnder(join(folder, 'base', String(oid))),
    ...readdirSync(folder, { withFileTypes: true })
      .filter((item) => item.isDirectory() && item.name !== 'base')
      .flatMap((item) => filesUnder(join(folder, item.name))),
    ...readdirSync(join(folder, '..'), { withFileTypes: true })
      .filter((item) => item.isFile())
      .map((item) => join(folder, '..', item.name)),
  ]
}

test('after an erasure, and once it is swept, neither value nor key is anywhere', async () => {
  const { urls } = server
  const journalFolder = mkdtempSync(join(tmpdir(), 'hongqiao-planted-'))
  const journal = ErasureJournal.open(join(journalFolder, 'sh.journal'))
  const problems: string[] = []
  const stage = await openStage(urls, {
    erasures: journal,
    onProblem: (message, error) => problems.push(`${message} ${String(error)}`),
  })
  await found(stage, [
    { person: LI, name: NAME, phone: PHONE },
    { person: WU, name: 'Wu', phone: '13900002222' },
  ])
  const { rows } = await stage.pool.query<{ wrapped: Buffer }>(
    'select wrapped from subject_key where subject = $1',
    [LI],
  )
  const wrapped = rows[0]?.wrapped ?? Buffer.alloc(0)
  expect(wrapped.length).toBe(60)
  const values = [...shapesOf(NAME), ...shapesOf(PHONE)]
  const key = [wrapped, Buffer.from(wrapped.toString('hex'))]
  const files = await serverFiles(urls.owner)

  await stage.done(asked('erase', LI, NOW), LI)
  const everything = await dump(stage)
  for (const needle of [...values, ...key]) expect(everything.includes(needle)).toBe(false)
  // The search finds what is there: the pseudonym in rows and files, and the key in the log of the server.
  expect(everything.includes(LI)).toBe(true)
  expect(holding(files(), values)).toEqual([])
  expect(holding(files(), key).some((file) => file.includes('pg_wal'))).toBe(true)

  await sweepErased(urls.owner)
  expect(holding(files(), [...values, ...key])).toEqual([])
  expect(holding(files(), [Buffer.from(LI)])).not.toEqual([])
  expect(holding(filesUnder(journalFolder), [...values, ...key])).toEqual([])
  expect(holding(filesUnder(journalFolder), [Buffer.from(LI)])).toHaveLength(1)
  expect(problems).toEqual([])
  // The other person's key was moved, and still opens.
  expect(await stage.audit()).toMatchObject({ findings: [], disclosuresErased: 2 })
  await stage.close()
})
