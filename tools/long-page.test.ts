/** A part that is run by itself leaves what the other parts came to. */
import { expect, test } from 'vitest'
import { longPage, rowsOf, type LongRow } from './long-page.ts'

const row = (part: string): LongRow => ({
  part,
  passed: 12,
  failed: 0,
  skipped: 1,
  said: '50 kills, 20 between fence and COMMIT',
  minutes: '9.1',
  commit: 'fe62a2b1c6cf',
  endedAt: new Date('2026-12-01T01:30:00.000Z'),
})

test('a row that was written is read again as it was', () => {
  const rows = [row('crash'), { ...row('pg'), said: '', commit: 'abc with changes' }]
  expect(rowsOf(longPage(rows))).toEqual(rows)
})

test('a formatter that aligns the columns changes nothing', () => {
  const page = longPage([row('crash')]).replaceAll('| crash |', '| crash      |')
  expect(rowsOf(page)).toEqual([row('crash')])
})

test('what a test says cannot break the table', () => {
  const [read] = rowsOf(longPage([{ ...row('pg'), said: 'a | b' }]))
  expect(read?.said).toBe('a / b')
})

test('a page of another form has no rows', () => {
  expect(rowsOf('# The long tests\n\n| result | 329 passed, 0 failed |\n')).toEqual([])
})
