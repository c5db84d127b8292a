/** How far an archive is used behind a backup: to its end, or to what is missing, damaged or not of this hub. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Manifest } from '#platform/backup/manifest.ts'
import type { Lock, Unlock } from '#platform/backup/sealed-file.ts'
import { archiveKey, WalArchive } from '#platform/backup/wal-archive.ts'
import { type Laid, layArchivedLog } from '#platform/backup/wal-replay.ts'
import { lsnOf, nameOfSegment } from '#platform/backup/wal.ts'

const parent = mkdtempSync(join(tmpdir(), 'hongqiao-replay-'))
afterAll(() => rmSync(parent, { recursive: true }))

/** The smallest that PostgreSQL knows. */
const SEGMENT_BYTES = 1024 * 1024
const MAC_KEY = new Uint8Array(32).fill(7)
let folder: string
let archive: WalArchive
let lock: Lock
let unlock: Unlock

const nameOf = (number: number): string =>
  nameOfSegment({ timeline: 1, number: BigInt(number) }, SEGMENT_BYTES)

beforeAll(async () => {
  const identity = await generateX25519Identity()
  lock = { kind: 'recipients', recipients: [await identityToRecipient(identity)] }
  unlock = { kind: 'identities', identities: [identity] }
})

beforeEach(() => {
  folder = mkdtempSync(join(parent, 'r-'))
  mkdirSync(join(folder, 'archive', 'id'), { recursive: true })
  mkdirSync(join(folder, 'pg', 'pg_wal'), { recursive: true })
  archive = new WalArchive({ folder: join(folder, 'archive'), id: 'id' }, archiveKey(MAC_KEY))
})

/** With the header that PostgreSQL writes; what else is in it does not matter here. */
function segment(number: number): Uint8Array {
  const content = Buffer.alloc(SEGMENT_BYTES)
  content.writeUInt32LE(1, 4)
  content.writeBigUInt64LE(BigInt(number) * BigInt(SEGMENT_BYTES), 8)
  return content
}

async function keep(...numbers: readonly number[]): Promise<void> {
  for (const number of numbers) await archive.keep(nameOf(number), segment(number), lock)
}

const TABLES = { kind: 'tables', tables: [] } as const

/** Its last segment is number 4. */
function manifestOf(goesOn: { readonly archive?: string } | typeof TABLES): Manifest {
  const wal = {
    startLsn: lsnOf(3n * BigInt(SEGMENT_BYTES)),
    stopLsn: lsnOf(5n * BigInt(SEGMENT_BYTES)),
    segmentBytes: SEGMENT_BYTES,
    segments: [nameOf(3), nameOf(4)],
  }
  return {
    format: 'hongqiao-backup/1',
    madeAt: '2026-12-01T00:00:00.000Z',
    postgres: '18.4',
    content:
      'kind' in goesOn ? { kind: 'tables', tables: [] } : { kind: 'cluster', wal, ...goesOn },
    migrations: [],
    books: [],
    files: [],
  }
}

function lay(manifest = manifestOf({ archive: 'id' })): Promise<Laid> {
  const archiveFolder = join(folder, 'archive')
  const pgFolder = join(folder, 'pg')
  return layArchivedLog({ manifest, archiveFolder, macKey: MAC_KEY, unlock, pgFolder })
}

const laidNames = (): readonly string[] => readdirSync(join(folder, 'pg', 'pg_wal')).toSorted()

test('everything behind the backup is laid, and nothing of before it', async () => {
  await keep(2, 3, 4, 5, 6)
  expect(await lay()).toMatchObject({ last: nameOf(6), count: 2, stoppedBy: null })
  expect(laidNames()).toEqual([nameOf(5), nameOf(6)])
  expect(statSync(join(folder, 'pg', 'pg_wal', nameOf(5))).size).toBe(SEGMENT_BYTES)
})

test('an archive that has nothing behind the backup adds nothing', async () => {
  await keep(3, 4)
  expect(await lay()).toMatchObject({ last: nameOf(4), count: 0, stoppedBy: null })
})

test('what is behind a gap, or behind what is damaged, is not used, and that is said', async () => {
  await keep(5, 7)
  const { stoppedBy, ...rest } = await lay()
  expect(rest).toMatchObject({ last: nameOf(5), count: 1 })
  expect(stoppedBy).toContain(`${nameOf(6)} is missing`)
  await keep(6)
  const tag = archive.list().get(nameOf(7)) ?? ''
  writeFileSync(join(archive.folder, `${nameOf(7)}.${tag}.age`), 'damaged')
  const damaged = await lay()
  expect([damaged.last, damaged.stoppedBy]).toEqual([nameOf(6), expect.stringContaining(nameOf(7))])
})

test('a segment under the name of another is not laid', async () => {
  await keep(5)
  await archive.keep(nameOf(6), segment(9), lock)
  expect((await lay()).stoppedBy).toContain('is another part of the log')
  expect(laidNames()).toEqual([nameOf(5)])
})

test('where nothing of it can be used, nothing is restored without being told', async () => {
  await keep(6)
  // The first one behind the backup is missing: that is a gap like any other.
  expect((await lay()).stoppedBy).toContain(`${nameOf(5)} is missing`)
  await archive.keep(nameOf(5), segment(5).subarray(1), lock)
  await expect(lay()).rejects.toThrow('the backup alone is restored')
  await expect(lay(manifestOf({}))).rejects.toThrow('Nothing was archived')
  await expect(lay(manifestOf(TABLES))).rejects.toThrow('holds tables')
  await expect(lay(manifestOf({ archive: 'other' }))).rejects.toThrow('is its disk mounted?')
})
