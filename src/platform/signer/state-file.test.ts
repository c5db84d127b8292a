/** The state of a signer after every way in which a write can be cut short, and after none at all. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { nodeHashing } from '#platform/book/sealing-tools.ts'
import { encodeRecord, readJournal, StateFile, type StateRecord } from './state-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'hongqiao-state-'))
afterAll(() => rmSync(folder, { recursive: true }))

const origin = 'sh.hub.example/book/1'
const rootAt = (size: number) => Uint8Array.from(nodeHashing.leaf(Uint8Array.of(size)))
const recordAt = (size: number): StateRecord => ({ origin, size, root: rootAt(size) })
const journalOf = (...sizes: number[]) =>
  Buffer.concat(sizes.map((size) => encodeRecord(recordAt(size))))

let count = 0
function freshPath(): string {
  count += 1
  return join(folder, `state-${count}`)
}

describe('a journal', () => {
  test('keeps what was appended, for its owner alone', () => {
    const path = freshPath()
    const file = StateFile.create(path, recordAt(0))
    file.append(recordAt(1))
    file.append(recordAt(7))
    file.close()
    expect(statSync(path).mode & 0o777).toBe(0o600)
    const again = StateFile.open(path, origin)
    expect(again.last).toEqual(recordAt(7))
    again.close()
    // Opening leaves one record only, so that the file does not grow from start to start.
    expect(readFileSync(path)).toEqual(journalOf(7))
  })

  test('is rewritten before it grows without bound', () => {
    const path = freshPath()
    // The name is long, so that 4 MiB are reached in few writes.
    const long = { ...recordAt(0), origin: `${'x'.repeat(200_000)}.example` }
    const big = StateFile.create(path, long)
    for (let size = 1; size <= 30; size += 1) big.append(recordAt(size))
    big.close()
    expect(statSync(path).size).toBeLessThan(4_400_000)
    const journal = readJournal(readFileSync(path))
    expect(journal).toMatchObject({ ok: true, value: { last: { size: 30 } } })
  })

  test('keeps the ceremonies of operators for ever', () => {
    const path = freshPath()
    const adopted = { by: 'Lin', at: '2026-11-22T02:00:00.000Z', reason: 'the disk failed' }
    const file = StateFile.create(path, { ...recordAt(5), adopted })
    file.append(recordAt(6))
    file.close()
    StateFile.open(path, origin).close()
    const journal = readJournal(readFileSync(path))
    expect(journal).toMatchObject({
      ok: true,
      value: { last: { size: 6 }, adoptions: [{ size: 5, adopted }] },
    })
  })
})

describe('a journal that was not written to its end', () => {
  test('cut at any byte of its last record holds the one before, or all of it', () => {
    const whole = journalOf(3, 9)
    const before = journalOf(3).length
    for (let end = before; end <= whole.length; end += 1) {
      const size = end >= whole.length - 1 ? 9 : 3
      const journal = readJournal(whole.subarray(0, end))
      expect(journal, `cut at ${end}`).toMatchObject({ ok: true, value: { last: { size } } })
    }
  })

  test('ending in zeros or noise without a newline holds the record before', () => {
    for (const rest of [Buffer.alloc(100), Buffer.from('0123456789abcdef {"v":1')]) {
      const journal = readJournal(Buffer.concat([journalOf(3), rest]))
      expect(journal).toMatchObject({ ok: true, value: { last: { size: 3 } } })
    }
  })

  test('is rewritten before anything is appended', () => {
    const path = freshPath()
    writeFileSync(path, journalOf(3, 9).subarray(0, -10))
    const file = StateFile.open(path, origin)
    file.append(recordAt(5))
    file.close()
    expect(readFileSync(path)).toEqual(journalOf(3, 5))
  })
})

describe('a damaged journal', () => {
  test.each([
    ['without a whole record', Buffer.from('01234'), 'holds no whole record.'],
    ['without anything', Buffer.alloc(0), 'holds no whole record.'],
    ['that shrinks', journalOf(3, 2), 'goes backwards in line 2.'],
    [
      'with two roots of one size',
      Buffer.concat([journalOf(3), encodeRecord({ ...recordAt(3), root: rootAt(4) })]),
      'goes backwards in line 2.',
    ],
    [
      'of two logs',
      Buffer.concat([journalOf(3), encodeRecord({ ...recordAt(4), origin: 'js.example/book/1' })]),
      'goes backwards in line 2.',
    ],
  ])('%s is refused', (_, bytes, reason) => {
    expect(readJournal(bytes)).toEqual({ ok: false, error: reason })
  })

  test('with any bit of a finished record changed is refused', () => {
    const whole = journalOf(3, 9)
    for (let bit = 0; bit < whole.length * 8; bit += 1) {
      const bytes = Uint8Array.from(whole)
      bytes[bit >> 3]! ^= 1 << (bit & 7)
      const journal = readJournal(bytes)
      // Without its newline the last record cannot be told from one that was cut short behind it.
      const isLastNewline = bit >> 3 === whole.length - 1
      expect(journal.ok, `bit ${bit}`).toBe(isLastNewline)
    }
  })

  test('of another book is refused by name', () => {
    const path = freshPath()
    writeFileSync(path, journalOf(3))
    expect(() => StateFile.open(path, 'js.hub.example/book/1')).toThrow(
      `${path} is of sh.hub.example/book/1, not of js.hub.example/book/1.`,
    )
  })
})
