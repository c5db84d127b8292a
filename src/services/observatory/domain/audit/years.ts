/** Single years, and how near a time stands to a figure. */
import type { Origin, Period } from './types.ts'

export interface FoundPeriod {
  readonly period?: Period
  readonly periodFrom: Origin
  readonly basePeriod?: Period
}

/** No figure and no comma stands between: it is one clause. */
const CLOSE_CHARS = 110

export function isClose(between: string): boolean {
  return between.length <= CLOSE_CHARS && !/[,;]|\d/.test(between.replace(/^ \([^)]*\)/, ''))
}

export function yearPeriod(year: number, anchor: Period['anchor']): Period {
  return { from: year, to: year, code: String(year), anchor }
}

/** The same months or quarter, years before. */
export function yearsBefore(period: Period, years: number): Period {
  const to = period.to - years
  return { ...period, from: to, to, code: period.code.replace(String(period.to), String(to)) }
}
