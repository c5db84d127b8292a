/** Instants as text, against the platform's own calendar. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { daysFromCivil, formatInstant, INSTANT_MS_MAX, parseInstant } from './clock.ts'

const instant = fc.integer({ min: 0, max: INSTANT_MS_MAX })

test('every instant has the text that the platform gives it, and is read back', () => {
  fc.assert(
    fc.property(instant, (ms) => {
      const text = formatInstant(ms)
      expect(text).toBe(new Date(ms).toISOString())
      expect(parseInstant(text)).toBe(ms)
    }),
    { numRuns: 2000 },
  )
})

test('the days around each turn of a month and a century are those of the calendar', () => {
  for (const year of [1970, 1972, 1999, 2000, 2024, 2026, 2099, 2100, 2400, 9999]) {
    for (let month = 0; month < 12; month += 1) {
      for (const offset of [-1, 0, 1]) {
        const ms = Date.UTC(year, month, 1) + offset * 86_400_000
        if (ms < 0) continue
        expect(formatInstant(ms)).toBe(new Date(ms).toISOString())
      }
      expect(daysFromCivil(year, month + 1, 1) * 86_400_000).toBe(Date.UTC(year, month, 1))
    }
  }
})

test('what is no instant, or is spelled otherwise, is not read', () => {
  const none = [
    '',
    '2026-11-22',
    '2026-11-22T02:00:00Z',
    '2026-11-22T02:00:00.000',
    '2026-11-22T02:00:00.000+00:00',
    '2026-11-22t02:00:00.000z',
    '2026-02-29T00:00:00.000Z',
    '2026-13-01T00:00:00.000Z',
    '2026-00-01T00:00:00.000Z',
    '2026-11-00T00:00:00.000Z',
    '2026-11-31T00:00:00.000Z',
    '2026-11-22T24:00:00.000Z',
    '2026-11-22T02:60:00.000Z',
    '2026-11-22T02:00:60.000Z',
    '1969-12-31T23:59:59.999Z',
    '2026-11-22T02:00:00.000Z\n',
  ]
  expect(none.filter((text) => parseInstant(text) !== undefined)).toEqual([])
})

test('an instant out of range, or between milliseconds, is a defect', () => {
  for (const ms of [-1, 0.5, Number.NaN, INSTANT_MS_MAX + 1]) {
    expect(() => formatInstant(ms)).toThrow('an instant is in range')
  }
})
