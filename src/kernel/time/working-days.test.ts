/**
 * Working days, against two notices of the State Council (guobanfa mingdian 2024 no. 12 for 2025, and that
 * of 4 November 2025 for 2026), and against the package's own functions, day by day.
 */
import chineseDays from 'chinese-days'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, daysBetween, endOfDayMs, startOfDayMs, weekdayOf } from './legal-day.ts'
import {
  addWorkingDays,
  calendarDeadline,
  isProvisional,
  isWorkingDay,
  lastPublishedYear,
  LIST_DAYS_MAX,
  listDays,
  workingDaysBetween,
  workingDeadline,
} from './working-days.ts'

const day = fc.integer({ min: 0, max: 9000 }).map((days) => addDays('2004-01-01', days))
const count = fc.integer({ min: 0, max: 120 })

const notices = [
  { off: ['2025-01-01', '2025-01-01'], worked: [] },
  { off: ['2025-01-28', '2025-02-04'], worked: ['2025-01-26', '2025-02-08'] },
  { off: ['2025-04-04', '2025-04-06'], worked: [] },
  { off: ['2025-05-01', '2025-05-05'], worked: ['2025-04-27'] },
  { off: ['2025-05-31', '2025-06-02'], worked: [] },
  { off: ['2025-10-01', '2025-10-08'], worked: ['2025-09-28', '2025-10-11'] },
  { off: ['2026-01-01', '2026-01-03'], worked: ['2026-01-04'] },
  { off: ['2026-02-15', '2026-02-23'], worked: ['2026-02-14', '2026-02-28'] },
  { off: ['2026-04-04', '2026-04-06'], worked: [] },
  { off: ['2026-05-01', '2026-05-05'], worked: ['2026-05-09'] },
  { off: ['2026-06-19', '2026-06-21'], worked: [] },
  { off: ['2026-09-25', '2026-09-27'], worked: [] },
  { off: ['2026-10-01', '2026-10-07'], worked: ['2026-09-20', '2026-10-10'] },
] as const

test('each day of 2025 and 2026 is what the notices say, and by its weekday where they say nothing', () => {
  const rest = new Set(
    notices.flatMap(({ off: [from, to] }) => listDays(from, to).map((each) => each.day)),
  )
  const worked = new Set<string>(notices.flatMap((notice) => notice.worked))
  for (let some = '2025-01-01'; some < '2027-01-01'; some = addDays(some, 1)) {
    const expected = worked.has(some) || (!rest.has(some) && weekdayOf(some) < 6)
    expect([some, isWorkingDay(some)]).toEqual([some, expected])
  }
})

test('every day that is published is what the package says of it', () => {
  for (let some = '2004-01-01'; some < '2027-01-01'; some = addDays(some, 1)) {
    expect([some, isWorkingDay(some)]).toEqual([some, chineseDays.isWorkday(some)])
  }
})

test('the calendar holds the notice for this year, and no year in between is missing', () => {
  expect(lastPublishedYear).toBeGreaterThanOrEqual(2026)
  for (let year = 2004; year <= lastPublishedYear; year += 1) {
    // Of three days in a row one at least is no weekend.
    const nationalDay = listDays(`${year}-10-01`, `${year}-10-03`)
    expect(nationalDay.filter(({ kind }) => kind === 'working')).toEqual([])
  }
})

test('past the last notice weekends alone are known, and a day is provisional', () => {
  const next = `${lastPublishedYear + 1}`
  expect(isWorkingDay(`${next}-10-01`)).toBe(weekdayOf(`${next}-10-01`) < 6)
  expect(isProvisional(`${next}-01-01`)).toBe(true)
  // The next notice may still move days of the last week of the year.
  expect(isProvisional(`${lastPublishedYear}-12-25`)).toBe(true)
  expect(isProvisional(`${lastPublishedYear}-12-24`)).toBe(false)
  expect(isProvisional('2004-01-01')).toBe(false)
})

test.each([
  // The Sunday and the Saturday around the eight days of National Day 2025 are worked.
  ['2025-09-27', 1, '2025-09-28'],
  ['2025-09-30', 1, '2025-10-09'],
  ['2025-09-30', 3, '2025-10-11'],
  ['2025-09-30', 4, '2025-10-13'],
  ['2025-10-03', 0, '2025-10-09'],
  ['2025-10-09', 0, '2025-10-09'],
  // Over nine days of Spring Festival, and both Saturdays that are worked for it.
  ['2026-02-10', 15, '2026-03-09'],
])('%s and %i working days is %s', (from, days, to) => {
  expect(addWorkingDays(from, days)).toBe(to)
})

test('a day that many working days on is worked, is later for more of them, and never earlier for a later start', () => {
  fc.assert(
    fc.property(day, count, (from, days) => {
      const to = addWorkingDays(from, days)
      expect(isWorkingDay(to)).toBe(true)
      expect(to >= from).toBe(true)
      expect(addWorkingDays(from, days + 1) > to).toBe(days > 0 || isWorkingDay(from))
      expect(addWorkingDays(addDays(from, 1), days) >= to).toBe(true)
    }),
  )
})

test('counted on, and day by day, it is the same', () => {
  fc.assert(
    fc.property(day, fc.integer({ min: 1, max: 60 }), count, (from, first, then) => {
      const middle = addWorkingDays(from, first)
      expect(addWorkingDays(middle, then)).toBe(addWorkingDays(from, first + then))
      const passed = listDays(addDays(from, 1), middle)
      expect(passed.filter(({ kind }) => kind === 'working').length).toBe(first)
      expect(workingDaysBetween(from, middle)).toBe(first)
      expect(passed.at(-1)).toEqual({ day: middle, kind: 'working' })
    }),
  )
})

test('working days between are the listed ones, add up, and turn their sign with their direction', () => {
  fc.assert(
    fc.property(
      day,
      fc.integer({ min: 1, max: LIST_DAYS_MAX }),
      fc.nat(LIST_DAYS_MAX),
      (a, first, then) => {
        const b = addDays(a, first)
        const c = addDays(b, then)
        const listed = listDays(addDays(a, 1), b)
        expect(workingDaysBetween(a, b)).toBe(
          listed.filter(({ day: each }) => isWorkingDay(each)).length,
        )
        expect(workingDaysBetween(a, c)).toBe(workingDaysBetween(a, b) + workingDaysBetween(b, c))
        expect(workingDaysBetween(a, b) + workingDaysBetween(b, a)).toBe(0)
      },
    ),
  )
})

test('a deadline in working days ends with its last day, wherever in its first it began', () => {
  const atFirst = workingDeadline(startOfDayMs('2026-02-10'), 15)
  expect(atFirst).toEqual({
    day: '2026-03-09',
    endsMs: Date.parse('2026-03-09T16:00:00.000Z'),
    provisional: false,
  })
  expect(workingDeadline(endOfDayMs('2026-02-10') - 1, 15)).toEqual(atFirst)
  expect(workingDeadline(endOfDayMs('2026-02-10'), 15).day).toBe('2026-03-10')
})

test('a deadline that reaches past what is published is provisional', () => {
  const deadline = workingDeadline(startOfDayMs(`${lastPublishedYear}-12-20`), 15)
  expect(deadline.provisional).toBe(true)
})

test('a deadline in days moves to the next working day only where it rolls over', () => {
  // The seventh day after 24 September 2025 is 1 October, the first of eight that are off.
  const atMs = startOfDayMs('2025-09-24') + 12 * 3_600_000
  expect(calendarDeadline(atMs, 7, { rollsOver: true })).toEqual({
    day: '2025-10-09',
    endsMs: endOfDayMs('2025-10-09'),
    provisional: false,
  })
  expect(calendarDeadline(atMs, 7, { rollsOver: false })).toEqual({
    day: '2025-10-01',
    endsMs: endOfDayMs('2025-10-01'),
    provisional: false,
  })
  // A worked Sunday is a day like others: nothing moves.
  expect(calendarDeadline(startOfDayMs('2025-09-21'), 7, { rollsOver: true }).day).toBe(
    '2025-09-28',
  )
})

test('days alone need no notice, so they are never provisional', () => {
  const atMs = startOfDayMs(`${lastPublishedYear + 1}-05-01`)
  expect(calendarDeadline(atMs, 7, { rollsOver: false }).provisional).toBe(false)
  expect(calendarDeadline(atMs, 7, { rollsOver: true }).provisional).toBe(true)
})

test('a deadline in days that rolls over lands on the first working day from its last day on', () => {
  fc.assert(
    fc.property(day, fc.nat(400), (from, days) => {
      const last = calendarDeadline(startOfDayMs(from), days, { rollsOver: false }).day
      const rolled = calendarDeadline(startOfDayMs(from), days, { rollsOver: true }).day
      expect(daysBetween(from, last)).toBe(days)
      expect(isWorkingDay(rolled)).toBe(true)
      expect(listDays(last, rolled).filter(({ kind }) => kind === 'working')).toHaveLength(1)
    }),
  )
})

test('a list has each day once, in order, and no more than it may', () => {
  expect(listDays('2025-09-26', '2025-10-01')).toEqual([
    { day: '2025-09-26', kind: 'working' },
    { day: '2025-09-27', kind: 'rest' },
    { day: '2025-09-28', kind: 'working' },
    { day: '2025-09-29', kind: 'working' },
    { day: '2025-09-30', kind: 'working' },
    { day: '2025-10-01', kind: 'rest' },
  ])
  expect(listDays('2025-10-02', '2025-10-01')).toEqual([])
  expect(listDays('2025-01-01', addDays('2025-01-01', LIST_DAYS_MAX - 1))).toHaveLength(
    LIST_DAYS_MAX,
  )
  expect(() => listDays('2025-01-01', addDays('2025-01-01', LIST_DAYS_MAX))).toThrow('short')
  expect(() => listDays('2025-10-03', '2025-10-01')).toThrow('in order')
})

test('counting backward, in parts of days, or over centuries is a defect', () => {
  for (const wrong of [-1, 0.5, Number.NaN]) {
    expect(() => addWorkingDays('2026-11-22', wrong)).toThrow('counted forward')
    expect(() => calendarDeadline(0, wrong, { rollsOver: true })).toThrow('counted forward')
  }
  expect(() => addWorkingDays('2026-11-22', 40_000)).toThrow('a century')
  expect(() => workingDaysBetween('1992-01-01', '2992-01-01')).toThrow('a century')
})
