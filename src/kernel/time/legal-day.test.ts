/** Days of Asia/Shanghai, against the platform's own calendar. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { INSTANT_MS_MAX } from './clock.ts'
import {
  addDays,
  addMonths,
  daysBetween,
  endOfDayMs,
  legalDayOf,
  legalMonthOf,
  parseLegalDay,
  startOfDayMs,
  weekdayOf,
} from './legal-day.ts'

const DAY_MS = 86_400_000
const instant = fc.integer({ min: Date.UTC(1992, 0, 1), max: Date.UTC(2200, 0, 1) })
const day = instant.map(legalDayOf)
const inShanghai = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' })

test('an instant falls on the day that the calendars of Shanghai show', () => {
  fc.assert(
    fc.property(instant, (ms) => {
      expect(legalDayOf(ms)).toBe(inShanghai.format(ms))
      expect(legalMonthOf(ms)).toBe(legalDayOf(ms).slice(0, 7))
    }),
    { numRuns: 2000 },
  )
})

test('a day begins at 16:00 UTC of the day before, and ends when the next begins', () => {
  expect(startOfDayMs('2026-11-22')).toBe(Date.parse('2026-11-21T16:00:00.000Z'))
  expect(endOfDayMs('2026-11-22')).toBe(Date.parse('2026-11-22T16:00:00.000Z'))
  expect(legalDayOf(endOfDayMs('2026-12-31') - 1)).toBe('2026-12-31')
  expect(legalDayOf(endOfDayMs('2026-12-31'))).toBe('2027-01-01')
})

test('each instant lies in its own day, and days have no gap between them', () => {
  fc.assert(
    fc.property(instant, (ms) => {
      const own = legalDayOf(ms)
      expect(startOfDayMs(own)).toBeLessThanOrEqual(ms)
      expect(endOfDayMs(own)).toBeGreaterThan(ms)
      expect(endOfDayMs(own)).toBe(startOfDayMs(addDays(own, 1)))
    }),
  )
})

test('days added are days between, and the texts sort as the days do', () => {
  fc.assert(
    fc.property(day, fc.integer({ min: -8000, max: 8000 }), (from, days) => {
      const to = addDays(from, days)
      expect(daysBetween(from, to)).toBe(days)
      expect(addDays(to, -days)).toBe(from)
      expect(to > from).toBe(days > 0)
    }),
  )
})

test('a weekday is that of the calendar, Monday first', () => {
  expect(weekdayOf('2026-11-22')).toBe(7)
  expect(weekdayOf('2026-11-23')).toBe(1)
  fc.assert(
    fc.property(day, (some) => {
      expect(weekdayOf(some) % 7).toBe(new Date(`${some}T00:00:00Z`).getUTCDay())
    }),
  )
})

test.each([
  ['2026-01-15', 1, '2026-02-15'],
  ['2026-01-31', 1, '2026-02-28'],
  ['2028-01-31', 1, '2028-02-29'],
  ['2028-02-29', 12, '2029-02-28'],
  ['2028-02-29', -48, '2024-02-29'],
  ['2026-12-31', 2, '2027-02-28'],
  ['2026-03-31', -1, '2026-02-28'],
  ['2026-01-01', -1, '2025-12-01'],
  ['2026-11-22', 0, '2026-11-22'],
])('%s and %i months is %s', (from, months, to) => {
  expect(addMonths(from, months)).toBe(to)
})

test('months added end in the month meant, and never on a later number of the day', () => {
  fc.assert(
    fc.property(day, fc.integer({ min: -260, max: 260 }), (from, months) => {
      const to = addMonths(from, months)
      const meant = new Date(
        Date.UTC(Number(from.slice(0, 4)), Number(from.slice(5, 7)) - 1 + months),
      )
      expect(to.slice(0, 7)).toBe(meant.toISOString().slice(0, 7))
      expect(to.slice(8) <= from.slice(8)).toBe(true)
      // A smaller number only where the month ends with it.
      expect(to.slice(8) === from.slice(8) || addDays(to, 1).endsWith('-01')).toBe(true)
    }),
  )
})

test('what is no day, or is spelled otherwise, is not read', () => {
  const none = [
    '',
    '2026-2-1',
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-11-00',
    '2026-11-31',
    '2026-11-22 ',
    '2026-11-22\n',
    '2026-11-22T00:00:00.000Z',
    '1969-12-31',
    '0000-01-01',
    '20261122',
  ]
  expect(none.filter((text) => parseLegalDay(text) !== undefined)).toEqual([])
  fc.assert(fc.property(day, (some) => parseLegalDay(some) === some))
  expect(parseLegalDay('1970-01-01')).toBe('1970-01-01')
  expect(parseLegalDay('9999-12-31')).toBe('9999-12-31')
})

test('a text that is no day, a part of a day and an instant out of range are defects', () => {
  expect(() => startOfDayMs('2026-02-29')).toThrow('a legal day is a day')
  expect(() => addMonths('2026-02-29', 1)).toThrow('a legal day is a day')
  expect(() => addMonths('2026-02-28', 0.5)).toThrow('months are whole')
  expect(() => addDays('2026-02-28', 0.5)).toThrow('days are whole')
  expect(() => addDays('9999-12-31', 1)).toThrow('an instant is in range')
  expect(() => legalDayOf(Number.NaN)).toThrow('days are whole')
  expect(() => legalDayOf(-DAY_MS)).toThrow('an instant is in range')
  expect(() => legalDayOf(INSTANT_MS_MAX)).toThrow('an instant is in range')
})

test('more days than the cache holds have the same texts the second time', () => {
  const all = Array.from({ length: 20_000 }, (_, index) => addDays('1992-01-01', index))
  expect(new Set(all).size).toBe(20_000)
  expect(all.map((_, index) => addDays('1992-01-01', index))).toEqual(all)
  expect(all.every((some, index) => daysBetween('1992-01-01', some) === index)).toBe(true)
})
