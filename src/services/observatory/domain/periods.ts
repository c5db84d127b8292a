/** Periods of claims as days: which comes first, how long they are, and which year comes before. */
import { addMonths, dayOfNumber, type LegalDay, numberOfDay } from '#kernel/time/legal-day.ts'

/** How a year is cut: by month, and how many months a piece has. */
const PIECES: Readonly<Record<string, readonly [firstMonth: number, months: number]>> = {
  H1: [1, 6],
  H2: [7, 6],
  Q1: [1, 3],
  Q2: [4, 3],
  Q3: [7, 3],
  Q4: [10, 3],
}

/** The number of its first day, and of the first day after it. */
type Span = readonly [from: number, until: number]

function spanOfMoment(moment: string): Span {
  const [year = '', part, day] = moment.split('-')
  if (day !== undefined) return [numberOfDay(moment), numberOfDay(moment) + 1]
  const [first, months] = part === undefined ? [1, 12] : (PIECES[part] ?? [Number(part), 1])
  const from: LegalDay = `${year}-${String(first).padStart(2, '0')}-01`
  return [numberOfDay(from), numberOfDay(addMonths(from, months))]
}

function spanOf(period: string): Span {
  const [from = '', to = from] = period.split('..')
  return [spanOfMoment(from)[0], spanOfMoment(to)[1]]
}

/** The last day of a period, `2024-12-31`; a stock of the period stood so then. */
export function lastDayOf(period: string): LegalDay {
  return dayOfNumber(spanOf(period)[1] - 1)
}

export function daysOf(period: string): number {
  const [from, until] = spanOf(period)
  return until - from
}

const YEARS = /^(\d{4})(?:\.\.(\d{4}))?$/

/** How many calendar years; undefined where it is not of whole years. */
export function yearsOf(period: string): number | undefined {
  const match = YEARS.exec(period)
  if (match === null) return undefined
  const [, from, to = from] = match
  return Number(to) - Number(from) + 1
}

/** The last year of a period of whole years: 2024 for `2021..2024`. */
export function lastYearOf(period: string): string | undefined {
  const match = YEARS.exec(period)
  return match === null ? undefined : (match[2] ?? match[1])
}

/** From the end of one to the end of the other, in whole years; undefined where it is no whole number. */
export function yearsBetween(base: string, period: string): number | undefined {
  const [from, to] = [lastDayOf(base), lastDayOf(period)]
  if (from.slice(4) !== to.slice(4)) return undefined
  return Number(to.slice(0, 4)) - Number(from.slice(0, 4))
}
