/** A whole book in the browser's check and at the command line: the same verdict and reason on every kind of book. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, relative } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { bookVerdictWord } from '#kernel/monitor/book-verdict.ts'
import { encodeBundle, parseBundle } from '#kernel/log/tile.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { verifyFolder } from '#apps/monitor/verify-folder.ts'
import { bookChecker } from '#web/verify/book-check.ts'
import { bookIn, loneFiles, readerOf, type NamedFile } from '#web/verify/book-files.ts'
import { escrowLeaves } from '#test/monitor/escrow-book.ts'
import { policies, PublishedLog } from '#test/monitor/published-log.ts'
import { escrow } from '#test/slice/escrow.ts'

const parent = mkdtempSync(join(tmpdir(), 'hongqiao-book-check-'))
afterAll(() => rmSync(parent, { recursive: true }))

const leaves = escrowLeaves(6000, 900)

function written(change: (folder: string, log: PublishedLog) => void = () => undefined): string {
  const folder = mkdtempSync(join(parent, 'b-'))
  const log = new PublishedLog(leaves)
  log.writeTo(folder)
  change(folder, log)
  return folder
}

/** As a browser gives the files of a folder. */
function given(folder: string): readonly NamedFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name)
      const file = new File([readFileSync(path)], entry.name)
      return { path: join(basename(folder), relative(folder, path)), file }
    })
}

function rewrite(folder: string, path: string, change: (bytes: Buffer) => Uint8Array): void {
  writeFileSync(join(folder, path), change(readFileSync(join(folder, path))))
}

const flipped = (bytes: Buffer): Buffer => {
  bytes[40] = (bytes[40] ?? 0) ^ 1
  return bytes
}

/** Another history of which every hash is right, signed by the very key. */
function impossible(folder: string): void {
  rmSync(folder, { recursive: true })
  const log = new PublishedLog(leaves.filter((_, at) => at !== 1))
  mkdirSync(folder)
  log.writeTo(folder)
}

const BOOKS: readonly (readonly [
  word: string,
  name: string,
  change: (folder: string, log: PublishedLog) => void,
])[] = [
  ['sound: logged', 'a whole book', () => undefined],
  [
    'sound: logged, hashes alone',
    'a book without its entries',
    (folder) => rmSync(join(folder, 'tile/entries'), { recursive: true }),
  ],
  [
    'unsound: checkpoint_refused',
    'a checkpoint that somebody else has signed',
    (folder, log) => {
      log.signingSecret = new Uint8Array(32).fill(12)
      writeFileSync(join(folder, 'checkpoint'), log.checkpoint())
    },
  ],
  [
    'unsound: checkpoint_refused',
    'no checkpoint but a text',
    (folder) => writeFileSync(join(folder, 'checkpoint'), 'nonsense\n'),
  ],
  [
    'unsound: entry_wrong',
    'an entry with another bit',
    (folder) => rewrite(folder, 'tile/entries/001', flipped),
  ],
  [
    'unsound: entry_wrong',
    'a bundle with an entry too few',
    (folder) =>
      rewrite(folder, 'tile/entries/001', (bytes) =>
        encodeBundle((parseBundle(bytes, 256) ?? []).slice(1)),
      ),
  ],
  ['unsound: entry_wrong', 'entries that hash right and cannot have happened', impossible],
  [
    'unsound: tile_wrong',
    'a tile with another bit, and no entries to tell',
    (folder) => {
      rmSync(join(folder, 'tile/entries'), { recursive: true })
      rewrite(folder, 'tile/0/001', flipped)
    },
  ],
  [
    'unsound: tile_wrong',
    'an upper tile with another bit',
    (folder) => {
      const name = readdirSync(join(folder, 'tile/1'))[0] ?? ''
      const width = readdirSync(join(folder, 'tile/1', name))[0] ?? ''
      rewrite(folder, `tile/1/${name}/${width}`, flipped)
    },
  ],
  ['unreadable', 'a tile that is missing', (folder) => rmSync(join(folder, 'tile/0/001'))],
  [
    'unreadable',
    'a tile that is longer than tiles can be',
    (folder) => rewrite(folder, 'tile/0/001', (bytes) => Buffer.concat([bytes, bytes])),
  ],
]

describe('the same book', () => {
  test.each(BOOKS)('is %s in both: %s', async (word, _, change) => {
    const folder = written(change)
    const slices = [escrow]
    const there = await verifyFolder({ folder, policies: policies(), level: 'logged', slices })
    expect(bookVerdictWord(there)).toBe(word)
    const files = bookIn(given(folder))
    if (files === null) throw new Error('the folder has a book')
    // Not the word alone: place, sentence and level as well.
    expect(await bookChecker(slices)({ files, policies: policies() })).toEqual(there)
  })

  test('is refused where its rows do not fit, and never called sound', async () => {
    const files = bookIn(given(written()))
    if (files === null) throw new Error('the folder has a book')
    expect(await bookChecker([escrow], 20)({ files, policies: policies() })).toBe('too_large')
  })
})

describe('a folder', () => {
  const file = (path: string): NamedFile => ({ path, file: new File(['{}'], basename(path)) })

  test('holds a book where a checkpoint has tiles beside it, wherever that is', () => {
    const files = [file('a/notes.txt'), file('a/sh/checkpoint'), file('a/sh/tile/0/000.p/5')]
    expect([...(bookIn(files)?.keys() ?? [])]).toEqual(['checkpoint', 'tile/0/000.p/5'])
    expect(bookIn([file('checkpoint'), file('tile/0/000')])?.size).toBe(2)
  })

  test('holds receipts otherwise: its own, as the command line takes them', () => {
    const files = [file('a/r.json'), file('a/b/r.json'), file('a/note.txt'), file('policy.txt')]
    expect(bookIn(files)).toBeNull()
    expect(bookIn([...files, file('a/checkpoint')])).toBeNull()
    expect(loneFiles(files).map(({ name }) => name)).toEqual(['r.json', 'policy.txt'])
  })

  test('is read a file at a time, each within its bound', async () => {
    const files = new Map([['tile/0/000', new File([utf8Of('12345')], '000')]])
    expect(await readerOf(files)('tile/0/000', 5)).toEqual(utf8Of('12345'))
    expect(await readerOf(files)('tile/0/001', 5)).toBeNull()
    await expect(readerOf(files)('tile/0/000', 4)).rejects.toThrow('longer than it can be')
  })
})
