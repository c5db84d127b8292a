/**
 * Time is an argument: deciders get `nowMs`, the edges hold a Clock.
 * Instants are milliseconds since 1970-01-01T00:00:00Z, written as RFC 3339 in UTC.
 */
import { assert } from '#kernel/std/assert.ts'

export interface Clock {
  /** Wall time; it may jump. */
  nowMs(): number
  /** Time that only moves forward, from an arbitrary start. */
  monotonicMs(): number
}

/** 9999-12-31T23:59:59.999Z: the last instant that RFC 3339 can write. */
export const INSTANT_MS_MAX = 253_402_300_799_999

const DAY_MS = 86_400_000

/** Days since 1970-01-01 to year, month, day (proleptic Gregorian; H. Hinnant, chrono algorithms). */
function civilFromDays(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1,
  }
}

/** Days since 1970-01-01 of a civil date. */
export function daysFromCivil(year: number, month: number, day: number): number {
  const shiftedYear = month <= 2 ? year - 1 : year
  const era = Math.floor(shiftedYear / 400)
  const yearOfEra = shiftedYear - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

const pad = (value: number, width: number): string => String(value).padStart(width, '0')

let cachedDays = Number.NaN
let cachedDate = ''

/** RFC 3339 in UTC with milliseconds: `2026-11-22T02:00:00.123Z`. */
export function formatInstant(ms: number): string {
  assert(Number.isSafeInteger(ms) && ms >= 0 && ms <= INSTANT_MS_MAX, 'an instant is in range')
  const days = Math.floor(ms / DAY_MS)
  // One act a millisecond falls on the same day as the one before it.
  if (days !== cachedDays) {
    const { year, month, day } = civilFromDays(days)
    cachedDate = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`
    cachedDays = days
  }
  const rest = ms - days * DAY_MS
  const hour = Math.floor(rest / 3_600_000)
  const minute = Math.floor(rest / 60_000) % 60
  const second = Math.floor(rest / 1000) % 60
  return `${cachedDate}T${pad(hour, 2)}:${pad(minute, 2)}:${pad(second, 2)}.${pad(rest % 1000, 3)}Z`
}

const INSTANT = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})\.(\d{3})Z$/

/** The inverse of formatInstant, or undefined: one spelling only, so that a leaf has one reading. */
export function parseInstant(text: string): number | undefined {
  const match = INSTANT.exec(text)
  if (match === null) return undefined
  const [year, month, day, hour, minute, second, milli] = match.slice(1).map(Number)
  const ms =
    daysFromCivil(year ?? 0, month ?? 0, day ?? 0) * DAY_MS +
    (hour ?? 0) * 3_600_000 +
    (minute ?? 0) * 60_000 +
    (second ?? 0) * 1000 +
    (milli ?? 0)
  if (ms < 0 || ms > INSTANT_MS_MAX) return undefined
  return formatInstant(ms) === text ? ms : undefined
}
