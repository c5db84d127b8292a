/**
 * The drill with an archive: what was archived after the backup comes back with it. A hub that was stopped in good
 * order loses nothing, and is written on; one that was killed while its archive was away loses what was acknowledged
 * meanwhile, and says how much.
 */
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { findPostmaster, killPostmaster } from '#platform/postgres/embedded-process.ts'
import { createClient } from '#platform/postgres/pool.ts'
import { signerFiles, signerFolder } from '#platform/signer/signer.ts'
import { readJournal } from '#platform/signer/state-file.ts'
import { hongqiao, type Ran } from './command.ts'
import { databaseOf, freePort, type HubPlace, HubProcess } from './hub-process.ts'
import { get, publish, publishMany } from './requests.ts'

const folder = mkdtempSync(join(tmpdir(), 'hongqiao-archived-'))
const archive = join(folder, 'archive')
const identity = join(folder, 'identity')
const hubs: HubProcess[] = []
const places: HubPlace[] = []
let recipient = ''

beforeAll(async () => {
  // PostgreSQL's own user, where there is one, must be able to enter.
  chmodSync(folder, 0o755)
  mkdirSync(archive)
  const made = await hongqiao({ args: ['backup', 'key', identity], place: { folder } })
  recipient = made.output.trim()
  const env = {
    HONGQIAO_DEMONSTRATION: 'off',
    HONGQIAO_WAL_ARCHIVE: archive,
    HONGQIAO_WAL_RECIPIENT: recipient,
    // Segments are finished by hand here: one a second would be most of the work.
    HONGQIAO_WAL_SECONDS: '3600',
  }
  for (const name of ['first', 'second', 'third']) {
    places.push({ folder: join(folder, name), port: await freePort(), env })
  }
})

afterAll(async () => {
  for (const hub of hubs) await hub.end()
  for (const place of places) endPostgres(place)
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

function placeAt(at: number): HubPlace {
  const place = places[at]
  if (place === undefined) throw new Error('there is no such place')
  return place
}

function endPostgres(place: HubPlace): void {
  const pid = findPostmaster(join(place.folder, 'pg'))
  if (pid !== undefined) killPostmaster(pid)
}

async function start(place: HubPlace): Promise<HubProcess> {
  const hub = await HubProcess.start(place)
  hubs.push(hub)
  return hub
}

const Health = z.object({
  archive: z.object({
    lastSegment: z.string().nullable(),
    lastAt: z.string().nullable(),
    waitingSegments: z.number(),
    failingSince: z.string().nullable(),
  }),
})
type Archived = z.infer<typeof Health>['archive']

/** Asks until the archive is so; the test's own bound ends it. */
async function untilArchive(place: HubPlace, isSo: (archived: Archived) => boolean): Promise<void> {
  for (;;) {
    const { body } = await get(place, '/healthz')
    if (isSo(Health.parse(JSON.parse(body)).archive)) return
    await sleep(50)
  }
}

/** Finishes the segment that what was just acknowledged is in, and waits until it is archived. */
async function untilArchived(place: HubPlace): Promise<void> {
  const client = createClient(databaseOf(place).owner, 'drill')
  await client.connect()
  try {
    const sql = 'select pg_walfile_name(pg_switch_wal()) as name'
    const { rows } = await client.query<{ name: string }>(sql)
    const name = rows[0]?.name ?? ''
    await untilArchive(place, ({ lastSegment }) => (lastSegment ?? '') >= name)
  } finally {
    await client.end()
  }
}

function backup(place: HubPlace, path: string): Promise<Ran> {
  return hongqiao({ args: ['backup', path, '--recipient', recipient], place })
}

function restore(path: string, to: HubPlace, remains: HubPlace): Promise<Ran> {
  const from = ['--wal', archive, '--remains', remains.folder, '--identity', identity]
  return hongqiao({ args: ['restore', path, '--to', to.folder, ...from], place: to })
}

function lastSigned(place: HubPlace): number {
  const { state } = signerFiles(signerFolder(place.folder, 'sh'))
  const read = readJournal(readFileSync(state))
  if (!read.ok) throw new Error(read.error)
  return read.value.last.size
}

/** From the words of a restore: how many entries the backup alone has, and how many came with the archive. */
function sizesIn({ said }: Ran): readonly [number, number] {
  const [, alone = '', with_ = ''] =
    /Book sh: (\d+) entries in the backup, (\d+) with the archive/.exec(said) ?? []
  return [Number(alone), Number(with_)]
}

const backups = [join(folder, 'backup-1'), join(folder, 'backup-2')] as const

/** What the signers of the first two had signed when they ended. */
let signed = 0
/** The id of the archive that the first hub wrote. */
let firstId = ''

test('a hub archives while it works, and is stopped in good order', async () => {
  const place = placeAt(0)
  const hub = await start(place)
  await publishMany(place, 0, 100)
  expect(await backup(place, backups[0])).toMatchObject({ code: 0 })
  await publishMany(place, 100, 250)
  await untilArchived(place)
  expect(await hub.stop()).toEqual({ code: 0, signal: null })
  signed = lastSigned(place)
  rmSync(join(place.folder, 'pg'), { recursive: true })
  firstId = readdirSync(archive).join('/')
  // Everything in the archive is closed.
  for (const name of readdirSync(join(archive, firstId))) {
    const begin = readFileSync(join(archive, firstId, name)).subarray(0, 21)
    expect(begin.toString()).toBe('age-encryption.org/v1')
  }
})

test('it is restored to its last entry, and nobody has to decide anything', async () => {
  const restored = await restore(backups[0], placeAt(1), placeAt(0))
  expect(restored).toMatchObject({ code: 0, output: '' })
  const [alone, together] = sizesIn(restored)
  expect(together).toBe(signed)
  expect(together - alone).toBeGreaterThanOrEqual(250)
  expect(restored.said).toMatch(/Book sh: \d+ entries, audited and sound/)
})

/** So many entries are in the archive of the second hub for certain. */
let archived = 0

test('what was restored is written on, and archived apart; nobody waits for an archive that is away', async () => {
  const place = placeAt(1)
  const hub = await start(place)
  expect((await publish(place, 1000)).status).toBe(201)
  const id = readdirSync(archive).find((name) => name !== firstId) ?? ''
  expect(await backup(place, backups[1])).toMatchObject({ code: 0 })
  await publishMany(place, 1001, 99)
  await untilArchived(place)
  archived = lastSigned(place)
  renameSync(join(archive, id), join(folder, 'away'))
  await publishMany(place, 2000, 70)
  await untilArchive(place, ({ failingSince }) => failingSince !== null)
  await hub.untilSaid('the write-ahead log cannot be archived')
  expect((await publish(place, 3000)).status).toBe(201)
  hub.signal('SIGKILL')
  endPostgres(place)
  await hub.ended()
  signed = lastSigned(place)
  rmSync(join(place.folder, 'pg'), { recursive: true })
  renameSync(join(folder, 'away'), join(archive, id))
})

test('what was acknowledged and not archived is lost: it is said how much, and the book waits', async () => {
  const restored = await restore(backups[1], placeAt(2), placeAt(1))
  expect(restored.code).toBe(1)
  const [, together] = sizesIn(restored)
  expect(together).toBeGreaterThanOrEqual(archived)
  expect(together).toBeLessThanOrEqual(signed - 71)
  expect(restored.said).toMatch(/Book sh: \d+ entries, audited and sound/)
  expect(restored.said).toContain(
    `${signed} entries were signed and ${together} are here, so ${signed - together} acknowledged entries are lost`,
  )
})
