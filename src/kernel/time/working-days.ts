/**
 * Working days, by the notices of the General Office of the State Council on holidays, as the package
 * `chinese-days` lists them, and the deadlines that are counted in them. Only its data is used.
 * A year that no notice covers has weekends alone, and what falls into it is provisional.
 * A decider writes the day that it found into its event: the same question may have another answer after
 * the next notice.
 */
import calendar from 'chinese-days/dist/chinese-days.json' with { type: 'json' }
import { assert } from '#kernel/std/assert.ts'
import {
  addDays,
  dayOfNumber,
  endOfDayMs,
  legalDayOf,
  numberOfDay,
  type LegalDay,
} from './legal-day.ts'

export type LegalDeadline = {
  /** The last day on which it can be done. */
  readonly day: LegalDay
  /** The end of that day: the deadline has passed when `nowMs >= endsMs`. */
  readonly endsMs: number
  /** The calendar for that day is not published, or the notice of the next year can still change it. */
  readonly provisional: boolean
}

export type ListedDay = { readonly day: LegalDay; readonly kind: 'working' | 'rest' }

/** The longest period that is counted: a hundred years, day by day. */
const DAYS_COUNTED_MAX = 36_525
export const LIST_DAYS_MAX = 400

/** Day numbers that the notices name, and whether they are worked. */
const named: ReadonlyMap<number, boolean> = new Map([
  ...Object.keys(calendar.holidays).map((day) => [numberOfDay(day), false] as const),
  ...Object.keys(calendar.workdays).map((day) => [numberOfDay(day), true] as const),
])

/** The last year for which there is a notice. Every notice has National Day. */
export const lastPublishedYear: number = Math.max(
  ...Object.keys(calendar.holidays)
    .filter((day) => day.endsWith('-10-01'))
    .map((day) => Number(day.slice(0, 4))),
)

/**
 * The notice of a year moves days around its 1 January, and so may change the last week of the year before:
 * that of 2019 made 29 December 2018 a working day, and 31 December a day off.
 */
const provisionalFrom: LegalDay = `${lastPublishedYear}-12-25`

export function isProvisional(day: LegalDay): boolean {
  return numberOfDay(day) >= numberOfDay(provisionalFrom)
}

function isWorking(number: number): boolean {
  // 1970-01-01 was a Thursday: counted from Monday, 5 and 6 are the weekend.
  return named.get(number) ?? (number + 3) % 7 < 5
}

export function isWorkingDay(day: LegalDay): boolean {
  return isWorking(numberOfDay(day))
}

/**
 * The working day that is the `count`-th after `day`, which itself is not counted (Civil Code art. 201).
 * 0 is the day itself, or the next working day if it is a rest day.
 */
export function addWorkingDays(day: LegalDay, count: number): LegalDay {
  assert(Number.isSafeInteger(count) && count >= 0, 'working days are counted forward')
  const start = numberOfDay(day)
  if (count === 0) return dayOfNumber(workingFrom(start))
  let number = start
  for (let left = count; left > 0; left -= 1) {
    number = workingFrom(number + 1)
    assert(number - start <= DAYS_COUNTED_MAX, 'a period of working days is at most a century')
  }
  return dayOfNumber(number)
}

/** The day itself, or the first working day after it. No rest is longer than some days. */
function workingFrom(number: number): number {
  let working = number
  while (!isWorking(working)) working += 1
  return working
}

/**
 * How many working days lie after `from`, up to and with `to`; negative if `to` is before `from`.
 * So `workingDaysBetween(day, addWorkingDays(day, n))` is n, for n > 0.
 */
export function workingDaysBetween(from: LegalDay, to: LegalDay): number {
  const start = numberOfDay(from)
  const end = numberOfDay(to)
  if (end < start) return -workingDaysBetween(to, from)
  assert(end - start <= DAYS_COUNTED_MAX, 'a period of working days is at most a century')
  let count = 0
  for (let number = start + 1; number <= end; number += 1) if (isWorking(number)) count += 1
  return count
}

/** The deadline of `count` working days for what happened at an instant; its own day is not counted. */
export function workingDeadline(atMs: number, count: number): LegalDeadline {
  const day = addWorkingDays(legalDayOf(atMs), count)
  return { day, endsMs: endOfDayMs(day), provisional: isProvisional(day) }
}

/**
 * The deadline of `days` days for what happened at an instant; its own day is not counted (Civil Code
 * art. 201). Where it rolls over, a last day that is a rest day gives way to the next working day
 * (art. 203); a contract or another law may say otherwise (art. 204).
 */
export function calendarDeadline(
  atMs: number,
  days: number,
  { rollsOver }: { readonly rollsOver: boolean },
): LegalDeadline {
  assert(Number.isSafeInteger(days) && days >= 0, 'days are counted forward')
  const lastDay = addDays(legalDayOf(atMs), days)
  if (!rollsOver) return { day: lastDay, endsMs: endOfDayMs(lastDay), provisional: false }
  const day = addWorkingDays(lastDay, 0)
  return { day, endsMs: endOfDayMs(day), provisional: isProvisional(day) }
}

/** Each day from `from` to `to`, both with, at most LIST_DAYS_MAX: the boxes of a clock. */
export function listDays(from: LegalDay, to: LegalDay): readonly ListedDay[] {
  const start = numberOfDay(from)
  const length = numberOfDay(to) - start + 1
  assert(length >= 0 && length <= LIST_DAYS_MAX, 'a list of days is in order and short')
  return Array.from({ length }, (_, index) => ({
    day: dayOfNumber(start + index),
    kind: isWorking(start + index) ? 'working' : 'rest',
  }))
}
