/** The archiver on a PostgreSQL of its own: nothing is let go before it is archived, and nothing is archived twice. */
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
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findArchive, slotOf } from '#platform/backup/archive-slot.ts'
import { type Archived, Archiver, type ArchiverOptions } from '#platform/backup/archiver.ts'
import { openArchiving } from '#platform/backup/archiving.ts'
import type { Unlock } from '#platform/backup/sealed-file.ts'
import { archiveKey, WalArchive } from '#platform/backup/wal-archive.ts'
import { type Embedded, startEmbedded } from '#platform/postgres/embedded.ts'
import { createClient } from '#platform/postgres/pool.ts'

const parent = mkdtempSync(join(tmpdir(), 'hongqiao-archiver-'))
chmodSync(parent, 0o755)
const folder = join(parent, 'archive')
const macKey = new Uint8Array(32).fill(7)
let server: Embedded
let unlock: Unlock
let recipients: readonly string[]
let order: ArchiverOptions
let archive: WalArchive

beforeAll(async () => {
  mkdirSync(folder)
  const identity = await generateX25519Identity()
  recipients = [await identityToRecipient(identity)]
  unlock = { kind: 'identities', identities: [identity] }
  server = await startEmbedded({ folder: join(parent, 'data'), isFolderChosen: true })
})

afterAll(async () => {
  await server.kill()
  rmSync(parent, { recursive: true, force: true })
})

async function ask(sql: string): Promise<string> {
  const client = createClient(server.urls.owner, 'archiver test')
  await client.connect()
  try {
    const { rows } = await client.query<{ said: string }>(sql)
    return rows[0]?.said ?? ''
  } finally {
    await client.end()
  }
}

/** Writes something and finishes its segment. */
function finishSegment(): Promise<string> {
  return ask(`select pg_logical_emit_message(true, 'test', 'something')::text as said`).then(() =>
    ask('select pg_walfile_name(pg_switch_wal()) as said'),
  )
}

const kept = (): Promise<string> =>
  ask(
    `select pg_walfile_name(restart_lsn) as said from pg_replication_slots
     where slot_name = '${slotOf(order.place.id)}'`,
  )

function openHub(isArchiving = true): ReturnType<typeof openArchiving> {
  return openArchiving({
    choice: isArchiving ? { folder, recipients, seconds: 60 } : undefined,
    ownerUrl: server.urls.owner,
    macKey,
    // On a machine that is too busy it gives up when the hub stops; what is archived is looked at by itself.
    onProblem: () => undefined,
  })
}

test('an archive is begun by the hub, and what was begun is archived at the end', async () => {
  const hub = await openHub()
  await hub?.stop()
  const [id = ''] = readdirSync(folder)
  order = {
    place: { folder, id },
    recipients: [...recipients],
    seconds: 3600,
    key: archiveKey(macKey),
    ownerUrl: server.urls.owner,
  }
  archive = new WalArchive(order.place, order.key)
  const archiver = new Archiver(order)
  await ask(`select pg_logical_emit_message(true, 'test', 'the last word')::text as said`)
  const segment = await ask('select pg_walfile_name(pg_current_wal_insert_lsn()) as said')
  await archiver.lastRound(() => undefined)
  await archiver.close()
  const tag = archive.list().get(segment) ?? ''
  const read = await archive.read({ segment, tag, bytesMax: 16 * 1024 * 1024 }, unlock)
  expect(Buffer.from(read).includes('the last word')).toBe(true)
  expect(read).toEqual(readFileSync(join(server.pgFolder, 'pg_wal', segment)))
  expect((await kept()) > segment).toBe(true)
})

test('what cannot be archived is kept, and archived when the disk is back', async () => {
  const archiver = new Archiver(order)
  const before = await kept()
  const segments = [await finishSegment(), await finishSegment()] as const
  renameSync(archive.folder, `${archive.folder}.away`)
  const told: Archived[] = []
  const tell = (archived: Archived): void => void told.push(archived)
  await expect(archiver.round(tell)).rejects.toThrow('mounted?')
  expect([await kept(), told]).toEqual([before, []])
  renameSync(`${archive.folder}.away`, archive.folder)
  await archiver.round(tell)
  expect([...archive.list().keys()]).toEqual(expect.arrayContaining([...segments]))
  expect(told.at(-1)).toMatchObject({ waiting: 0, last: { segment: segments[1] } })
  expect((await kept()) > segments[1]).toBe(true)
  await archiver.close()
})

test('a segment that is not full is finished after the seconds of the settings, and not before', async () => {
  const rounds = async (seconds: number): Promise<boolean> => {
    const archiver = new Archiver({ ...order, seconds })
    await ask(`select pg_logical_emit_message(true, 'test', 'something')::text as said`)
    const segment = await ask('select pg_walfile_name(pg_current_wal_insert_lsn()) as said')
    await archiver.round(() => undefined)
    await archiver.round(() => undefined)
    await archiver.close()
    return archive.list().has(segment)
  }
  expect(await rounds(3600)).toBe(false)
  expect(await rounds(0)).toBe(true)
})

test('killed before the log was let go, it archives the same again and changes nothing', async () => {
  const archiver = new Archiver(order)
  const segment = await finishSegment()
  const content = readFileSync(join(server.pgFolder, 'pg_wal', segment))
  await archive.keep(segment, content, { kind: 'recipients', recipients })
  const names = readdirSync(archive.folder)
  const bytes = names.map((name) => readFileSync(join(archive.folder, name)))
  await archiver.round(() => undefined)
  expect(names.map((name) => readFileSync(join(archive.folder, name)))).toEqual(bytes)
  expect((await kept()) > segment).toBe(true)
  await archiver.close()
})

test('another content under the name of a segment is left alone, and the log waits', async () => {
  const archiver = new Archiver(order)
  const segment = await finishSegment()
  const content = readFileSync(join(server.pgFolder, 'pg_wal', segment))
  content[content.length - 1] = 1
  await archive.keep(segment, content, { kind: 'recipients', recipients })
  const tag = archive.list().get(segment)
  await expect(archiver.round(() => undefined)).rejects.toThrow('nothing is written over it')
  expect([archive.list().get(segment), await kept()]).toEqual([tag, segment])
  await archiver.close()
})

test('turned off, the log is kept for no archive, and turned on again it is another one', async () => {
  expect(await openHub(false)).toBeUndefined()
  const client = createClient(server.urls.owner, 'archiver test')
  await client.connect()
  expect(await findArchive(client)).toBeUndefined()
  await client.end()
  const hub = await openHub()
  await hub?.stop()
  expect(readdirSync(folder)).toHaveLength(2)
})
