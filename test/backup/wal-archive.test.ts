/** The archive of the write-ahead log: what is in it is what was kept, once, for its recipients alone. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { sealFile, type Lock, type Unlock } from '#platform/backup/sealed-file.ts'
import { archiveKey, WalArchive } from '#platform/backup/wal-archive.ts'

const parent = mkdtempSync(join(tmpdir(), 'hongqiao-wal-'))
afterAll(() => rmSync(parent, { recursive: true }))

const KEY = archiveKey(new Uint8Array(32).fill(7))
const SEGMENT = '000000010000000000000002'
const bytesMax = 1024
const content = new Uint8Array(bytesMax).fill(1)
let folder: string
let archive: WalArchive
let lock: Lock
let unlock: Unlock

beforeAll(async () => {
  const identity = await generateX25519Identity()
  lock = { kind: 'recipients', recipients: [await identityToRecipient(identity)] }
  unlock = { kind: 'identities', identities: [identity] }
})

beforeEach(() => {
  folder = mkdtempSync(join(parent, 'a-'))
  mkdirSync(join(folder, 'id'))
  archive = new WalArchive({ folder, id: 'id' }, KEY)
})

function only(): { readonly path: string; readonly tag: string } {
  const [name = '', ...others] = readdirSync(archive.folder)
  expect(others).toEqual([])
  return { path: join(archive.folder, name), tag: archive.list().get(SEGMENT) ?? '' }
}

test('what was kept is read again, by the recipient alone, and nothing of a draft stays', async () => {
  await archive.keep(SEGMENT, content, lock)
  const { tag } = only()
  const listed = { segment: SEGMENT, tag, bytesMax }
  expect(await archive.read(listed, unlock)).toEqual(Buffer.from(content))
  const other: Unlock = { kind: 'identities', identities: [await generateX25519Identity()] }
  await expect(archive.read(listed, other)).rejects.toThrow('does not open')
  await expect(archive.read({ ...listed, bytesMax: 1023 }, unlock)).rejects.toThrow('longer')
})

test('kept twice is kept once, and another content never takes a name that is taken', async () => {
  await archive.keep(SEGMENT, content, lock)
  const before = readFileSync(only().path)
  await archive.keep(SEGMENT, content, lock)
  expect(readFileSync(only().path)).toEqual(before)
  const changed = Uint8Array.from(content).fill(2, 9, 10)
  await expect(archive.keep(SEGMENT, changed, lock)).rejects.toThrow('nothing is written over it')
  expect(readFileSync(only().path)).toEqual(before)
})

test('a segment of somebody else, of another archive or under another name is found out', async () => {
  await archive.keep(SEGMENT, content, lock)
  const { path, tag } = only()
  // Whoever knows the recipient can seal files.
  rmSync(path)
  await sealFile(path, lock, ReadableStream.from([Uint8Array.from(content).fill(2, 9, 10)]))
  const listed = { segment: SEGMENT, tag, bytesMax }
  await expect(archive.read(listed, unlock)).rejects.toThrow('was not written by this hub')
  rmSync(path)
  await archive.keep(SEGMENT, content, lock)
  const moved = '000000010000000000000003'
  renameSync(path, path.replace(SEGMENT, moved))
  await expect(archive.read({ ...listed, segment: moved }, unlock)).rejects.toThrow('another name')
  renameSync(archive.folder, join(folder, 'other'))
  const other = new WalArchive({ folder, id: 'other' }, KEY)
  await expect(other.read({ ...listed, segment: moved }, unlock)).rejects.toThrow('another name')
})

test('damaged, cut, or twice: said by the name of the file', async () => {
  await archive.keep(SEGMENT, content, lock)
  const { path, tag } = only()
  const whole = readFileSync(path)
  const listed = { segment: SEGMENT, tag, bytesMax }
  for (const bytes of [whole.subarray(0, -1), Buffer.from(whole).fill(0, whole.length - 2)]) {
    writeFileSync(path, bytes)
    await expect(archive.read(listed, unlock)).rejects.toThrow('is damaged or cut short')
  }
  writeFileSync(path.replace(tag, '0'.repeat(64)), whole)
  expect(() => archive.list()).toThrow(`holds another ${SEGMENT}`)
})

test('a folder that is away is never made, and drafts of a process that was killed are cleared', async () => {
  const draft = join(archive.folder, `${SEGMENT}.x.age.part-1`)
  writeFileSync(draft, 'half')
  expect([...archive.list()]).toEqual([])
  archive.clear()
  expect(readdirSync(archive.folder)).toEqual([])
  rmSync(archive.folder, { recursive: true })
  await expect(archive.keep(SEGMENT, content, lock)).rejects.toThrow('is its disk mounted?')
  expect(readdirSync(folder)).toEqual([])
})
