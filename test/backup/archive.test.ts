/** What becomes of a backup that was cut, changed, forged, or is opened with the wrong key. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { packTar } from 'modern-tar'
import { zstdCompressSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { NO_SINK, readArchive } from '#platform/backup/archive-reader.ts'
import { extractBackup } from '#platform/backup/extract.ts'
import { ArchiveWriter } from '#platform/backup/archive-writer.ts'
import { FORMAT, type Manifest } from '#platform/backup/manifest.ts'
import { sealFile, type Unlock } from '#platform/backup/sealed-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'hongqiao-archive-'))
const MADE_AT = new Date('2026-11-30T00:00:00Z')
let unlock: Unlock
let recipient: string
let bytes: Buffer

afterAll(() => rmSync(folder, { recursive: true }))

const manifestOf = (): Omit<Manifest, 'files' | 'format'> => ({
  madeAt: MADE_AT.toISOString(),
  postgres: '18.4',
  content: { kind: 'tables', tables: [] },
  migrations: [],
  books: [],
})

beforeAll(async () => {
  const identity = await generateX25519Identity()
  recipient = await identityToRecipient(identity)
  unlock = { kind: 'identities', identities: [identity] }
  const path = join(folder, 'whole')
  const archive = new ArchiveWriter(MADE_AT, () => undefined)
  const sealing = sealFile(path, { kind: 'recipients', recipients: [recipient] }, archive.content)
  await archive.begin()
  await archive.addBytes('data/keys/one', Buffer.from('a secret'))
  await archive.addBytes('data/empty', Buffer.alloc(0))
  await archive.addBytes('tables/entry/0000000', crypto.getRandomValues(Buffer.alloc(65_536)))
  await archive.finish(manifestOf())
  await sealing
  bytes = readFileSync(path)
})

/** What reading such a file says. */
async function saidOf(content: Uint8Array, by = unlock): Promise<string> {
  const path = join(folder, 'changed')
  writeFileSync(path, content)
  return readArchive({ path, unlock: by, sink: NO_SINK }).then(
    () => 'whole',
    (error: unknown) => String(error).replaceAll(path, 'FILE'),
  )
}

test('a backup that was written is read whole, and nothing of a draft stays', async () => {
  expect(await saidOf(bytes)).toBe('whole')
  expect(readdirSync(folder).filter((name) => name.includes('.part-'))).toEqual([])
  expect(bytes.includes('a secret')).toBe(false)
})

test('a backup that lacks its end at any place is never taken for a whole one', async () => {
  const at = [0, 1, 100, bytes.length >> 1, bytes.length - 17, bytes.length - 1]
  for (const length of at) {
    expect(await saidOf(bytes.subarray(0, length)), `cut at ${length}`).not.toBe('whole')
  }
  expect(await saidOf(bytes.subarray(0, -1))).toContain('FILE is damaged or cut short')
})

test('one changed bit anywhere is noticed', async () => {
  for (let at = 0; at < bytes.length; at += Math.ceil(bytes.length / 40)) {
    const changed = Buffer.from(bytes)
    changed[at] = (changed[at] ?? 0) ^ 1
    expect(await saidOf(changed), `changed at ${at}`).not.toBe('whole')
  }
  expect(await saidOf(Buffer.concat([bytes, Buffer.from('x')]))).not.toBe('whole')
})

test('another key, a wrong passphrase and a file of another kind are told apart', async () => {
  const other: Unlock = { kind: 'identities', identities: [await generateX25519Identity()] }
  expect(await saidOf(bytes, other)).toContain('The identity does not open FILE')
  const encrypter = new Encrypter()
  encrypter.setPassphrase('correct horse battery')
  // The least work: this is about what is said, not about how slow guessing is.
  encrypter.setScryptWorkFactor(1)
  const sealed = await encrypter.encrypt(new Uint8Array(zstdCompressSync(Buffer.from('no tar'))))
  const wrong = await saidOf(sealed, { kind: 'passphrase', passphrase: 'incorrect horse' })
  expect(wrong).toContain('The passphrase does not open FILE')
  expect(wrong).not.toContain('incorrect horse')
  expect(await saidOf(Buffer.from('a file of another kind\n'))).toContain(
    'FILE is no backup of Hongqiao, or its beginning is damaged or missing',
  )
  const spoiled: Unlock = { kind: 'identities', identities: ['AGE-SECRET-KEY-1SPOILED'] }
  expect(await saidOf(bytes, spoiled)).not.toContain('SPOILED')
})

type Member = { readonly name: string; readonly text: string }

/** An archive that somebody with the recipient's public key, which is no secret, made up. */
async function forged(members: readonly Member[]): Promise<Uint8Array> {
  const entries = members.map(({ name, text }) => ({
    header: { name, size: Buffer.byteLength(text), type: 'file' as const },
    body: text,
  }))
  const encrypter = new Encrypter()
  encrypter.addRecipient(recipient)
  return encrypter.encrypt(new Uint8Array(zstdCompressSync(await packTar(entries))))
}

const head: Member = { name: 'backup.json', text: JSON.stringify({ format: FORMAT }) }
const SHA_OF_A = 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb'

function end(files: Manifest['files'], content: Manifest['content']): Member {
  const manifest = { ...manifestOf(), format: FORMAT, content, files }
  return { name: 'manifest.json', text: JSON.stringify(manifest) }
}
const tables: Manifest['content'] = { kind: 'tables', tables: [] }
const fileA = { path: 'data/a', sizeBytes: 1, sha256: SHA_OF_A }
const a: Member = { name: 'data/a', text: 'a' }

test.for<[string, readonly Member[]]>([
  ['whole', [head, a, end([fileA], tables)]],
  ['does not begin as a backup does', [a, end([fileA], tables)]],
  ['this release reads hongqiao-backup/1', [{ ...head, text: '{"format":"hongqiao-backup/2"}' }]],
  ['has no end', [head, a]],
  ['lacks data/b', [head, a, end([fileA, { ...fileA, path: 'data/b' }], tables)]],
  ['holds another data/a', [head, { ...a, text: 'b' }, end([fileA], tables)]],
  ['holds files that it does not list', [head, a, end([], tables)]],
  ['holds data/a twice', [head, a, a, end([fileA], tables)]],
  ['goes on after its end', [head, a, end([fileA], tables), a]],
  ['has a manifest that nobody understands', [head, { name: 'manifest.json', text: '{}' }]],
  [
    'lacks the write-ahead log 000000010000000000000002',
    [
      head,
      a,
      end([fileA], {
        kind: 'cluster',
        wal: {
          startLsn: '0/2000028',
          stopLsn: '0/2000120',
          segmentBytes: 16_777_216,
          segments: ['000000010000000000000002'],
        },
      }),
    ],
  ],
  ['damaged', [head, { name: 'data/../../etc/cron.d/x', text: 'a' }]],
  ['damaged', [head, { name: '/etc/passwd', text: 'a' }]],
  ['damaged', [head, { name: 'elsewhere/a', text: 'a' }]],
])('%s: %#', async ([said, members]) => {
  expect(await saidOf(await forged(members))).toContain(said)
})

test('a file that grows or shrinks while it is copied keeps the length that it was opened with', async () => {
  const path = join(folder, 'growing')
  const source = join(folder, 'source')
  writeFileSync(source, 'x'.repeat(1_000_000))
  const archive = new ArchiveWriter(MADE_AT, () => writeFileSync(source, 'short'))
  const sealing = sealFile(path, { kind: 'recipients', recipients: [recipient] }, archive.content)
  await archive.begin()
  await archive.addFile('data/source', source)
  expect(await archive.addFile('data/gone', join(folder, 'nowhere'))).toBe(false)
  const { files } = await archive.finish(manifestOf())
  await sealing
  expect(files).toMatchObject([{ path: 'data/source', sizeBytes: 1_000_000 }])
  await readArchive({ path, unlock, sink: NO_SINK })
})

test('whoever fails while a backup is made leaves no file', async () => {
  const path = join(folder, 'failed')
  const archive = new ArchiveWriter(MADE_AT, () => undefined)
  const sealing = sealFile(path, { kind: 'recipients', recipients: [recipient] }, archive.content)
  await archive.begin()
  archive.fail(new Error('the database is away'))
  await expect(sealing).rejects.toThrow('the database is away')
  expect(readdirSync(folder).filter((name) => name.startsWith('failed'))).toEqual([])
})

test('nothing is ever written over: neither by a backup nor by a restore', async () => {
  const path = join(folder, 'whole')
  const archive = new ArchiveWriter(MADE_AT, () => undefined)
  const sealing = sealFile(path, { kind: 'recipients', recipients: [recipient] }, archive.content)
  sealing.catch(() => undefined)
  await archive.begin()
  await archive.finish(manifestOf()).catch(() => undefined)
  await expect(sealing).rejects.toThrow('whole exists: choose another name')
  expect(readFileSync(path).equals(bytes)).toBe(true)
  await expect(extractBackup({ path, unlock, to: folder })).rejects.toThrow('is not empty')
})
