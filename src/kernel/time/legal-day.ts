/**
 * Days as the law counts them: those of Asia/Shanghai, eight hours before UTC all year round.
 * Days from 1970-01-01 to 9999-12-31 exist here. The summers of 1986 to 1991 had daylight saving time,
 * which is left out: nothing in the hub is that old. What is no day, or lies outside, is a defect.
 */
import { assert } from '#kernel/std/assert.ts'
import { daysFromCivil, formatInstant } from './clock.ts'

/** `YYYY-MM-DD` in Asia/Shanghai. Texts of this form sort as the days do. */
export type LegalDay = string
/** `YYYY-MM` in Asia/Shanghai. */
export type LegalMonth = string

const DAY_MS = 86_400_000
const OFFSET_MS = 8 * 3_600_000

/** What is asked for lies within a few years, so a cache that is emptied when full is enough. */
const DAYS_CACHED_MAX = 8192
const dayByNumber = new Map<number, LegalDay>()
const numberByDay = new Map<LegalDay, number>()

/** The day that is `number` days after 1970-01-01. */
export function dayOfNumber(number: number): LegalDay {
  const cached = dayByNumber.get(number)
  if (cached !== undefined) return cached
  assert(Number.isSafeInteger(number), 'days are whole')
  const day = formatInstant(number * DAY_MS).slice(0, 10)
  if (dayByNumber.size >= DAYS_CACHED_MAX) dayByNumber.clear()
  dayByNumber.set(number, day)
  return day
}

/** Days since 1970-01-01. */
export function numberOfDay(day: LegalDay): number {
  const number = findNumber(day)
  assert(number !== undefined, 'a legal day is a day')
  return number
}

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/

function findNumber(text: string): number | undefined {
  const cached = numberByDay.get(text)
  if (cached !== undefined) return cached
  const [, year, month, day] = DAY.exec(text) ?? []
  // The algorithm takes any day for a day of some month, so what it says is written and compared.
  const number = daysFromCivil(Number(year), Number(month), Number(day))
  if (!(number >= 0) || dayOfNumber(number) !== text) return undefined
  if (numberByDay.size >= DAYS_CACHED_MAX) numberByDay.clear()
  numberByDay.set(text, number)
  return number
}

/** The day that the text says, or undefined: one spelling only. */
export function parseLegalDay(text: string): LegalDay | undefined {
  return findNumber(text) === undefined ? undefined : text
}

/** The day on which an instant falls. */
export function legalDayOf(ms: number): LegalDay {
  return dayOfNumber(Math.floor((ms + OFFSET_MS) / DAY_MS))
}

export function legalMonthOf(ms: number): LegalMonth {
  return legalDayOf(ms).slice(0, 7)
}

/** The first instant of the day. */
export function startOfDayMs(day: LegalDay): number {
  return numberOfDay(day) * DAY_MS - OFFSET_MS
}

/**
 * The first instant after the day: a day ends at 24:00 (Civil Code art. 203), so a deadline "until the
 * end of the day" has passed when `nowMs >= endOfDayMs(day)`.
 */
export function endOfDayMs(day: LegalDay): number {
  return startOfDayMs(day) + DAY_MS
}

/** The day `days` later; earlier if it is negative. */
export function addDays(day: LegalDay, days: number): LegalDay {
  return dayOfNumber(numberOfDay(day) + days)
}

/** The day of the same number `months` later, or the last day of a month without it (Civil Code art. 202). */
export function addMonths(day: LegalDay, months: number): LegalDay {
  assert(Number.isSafeInteger(months), 'months are whole')
  assert(parseLegalDay(day) !== undefined, 'a legal day is a day')
  const monthsSinceZero = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months
  const first = firstOfMonth(monthsSinceZero)
  const length = firstOfMonth(monthsSinceZero + 1) - first
  return dayOfNumber(first + Math.min(Number(day.slice(8)), length) - 1)
}

function firstOfMonth(monthsSinceZero: number): number {
  return daysFromCivil(Math.floor(monthsSinceZero / 12), (monthsSinceZero % 12) + 1, 1)
}

/** How many days `to` is after `from`; negative if it is before. */
export function daysBetween(from: LegalDay, to: LegalDay): number {
  return numberOfDay(to) - numberOfDay(from)
}

/** 1 is Monday, 7 is Sunday (ISO 8601). */
export function weekdayOf(day: LegalDay): number {
  // 1970-01-01 was a Thursday.
  return ((numberOfDay(day) + 3) % 7) + 1
}
