/** The erasure journal: whole lines count, a torn end does not, damage stops, and merging forgets nothing. */
import { appendFileSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { StartupProblem } from '#platform/config/startup-problem.ts'
import { encodeErasures, ErasureJournal, erasurePath, mergeErasureFiles } from './journal.ts'
import { mergeErasures, readErasureFile, readErasures } from './journal.ts'

const folder = () => mkdtempSync(join(tmpdir(), 'hongqiao-journal-'))
const erasure = (entry: number, subject = `pty_person-${entry}`) => ({
  book: 'sh',
  subject,
  entry,
  atMs: 1_795_312_800_000 + entry,
  keyPrint: entry.toString(16).padStart(64, '0'),
})

test('what was kept is read again, once each, by whoever owns the file alone', () => {
  const path = erasurePath(folder(), 'sh')
  const journal = ErasureJournal.open(path)
  journal.keep([erasure(3), erasure(7)])
  journal.keep([erasure(7), erasure(9)])
  journal.close()
  expect(readErasureFile(path)).toEqual([erasure(3), erasure(7), erasure(9)])
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(() => journal.keep([erasure(10)])).toThrow('could not be written before')
  expect(readErasureFile(erasurePath(folder(), 'sh'))).toEqual([])
})

test('a file that ends anywhere holds the records that ended before, and is written on from there', () => {
  const bytes = encodeErasures([erasure(1), erasure(2), erasure(3)])
  const ends = [...bytes.entries()].filter(([, byte]) => byte === 0x0a).map(([at]) => at + 1)
  for (let size = 0; size <= bytes.length; size += 1) {
    const whole = ends.filter((end) => end <= size).length
    const read = readErasures(bytes.subarray(0, size))
    expect(read).toEqual({ ok: true, value: [1, 2, 3].slice(0, whole).map((n) => erasure(n)) })
  }
  const path = join(folder(), 'sh.journal')
  writeFileSync(path, bytes.subarray(0, bytes.length - 5))
  const journal = ErasureJournal.open(path)
  journal.keep([erasure(4)])
  journal.close()
  expect(readErasureFile(path).map(({ entry }) => entry)).toEqual([1, 2, 4])
})

test('a whole line that was changed, in any byte, stops the start', () => {
  const bytes = encodeErasures([erasure(1), erasure(2)])
  const first = bytes.indexOf(0x0a)
  for (let at = 0; at < first; at += 1) {
    const changed = Uint8Array.from(bytes)
    changed[at] = (changed[at] ?? 0) ^ 1
    expect(readErasures(changed).ok).toBe(false)
  }
  const path = join(folder(), 'sh.journal')
  writeFileSync(path, bytes)
  appendFileSync(path, 'nothing of ours\n')
  expect(() => ErasureJournal.open(path)).toThrow(StartupProblem)
})

test('merging two journals keeps every record of both, whichever comes first', () => {
  const some = fc.uniqueArray(fc.integer({ min: 0, max: 60 }))
  fc.assert(
    fc.property(some, some, (left, right) => {
      const merge = (...lists: readonly (readonly number[])[]) =>
        mergeErasures(...lists.map((list) => list.map((n) => erasure(n))))
      const all = [...new Set([...left, ...right])].toSorted((a, b) => a - b)
      expect(merge(left, right)).toEqual(all.map((n) => erasure(n)))
      expect(merge(right, left)).toEqual(merge(left, right))
    }),
  )
  const path = join(folder(), 'sh.journal')
  const copy = join(folder(), 'sh.journal')
  expect(mergeErasureFiles(path, copy)).toEqual([])
  writeFileSync(path, encodeErasures([erasure(5)]))
  writeFileSync(copy, encodeErasures([erasure(2), erasure(5)]))
  mergeErasureFiles(path, copy)
  expect(readErasureFile(path).map(({ entry }) => entry)).toEqual([2, 5])
  expect(readFileSync(path, 'utf8')).not.toMatch(/name|phone/)
})
