/** Where ranges stand on a common line: the axis, its ticks and the gap between them. */
import { assert } from '#kernel/std/assert.ts'

/** Ends are drawn as given; a ring is an end that the range leaves out. */
export type Range = {
  readonly low: number
  readonly high: number
  readonly isLowOpen?: boolean
  readonly isHighOpen?: boolean
}

export type Axis = {
  readonly low: number
  readonly high: number
  readonly ticks: readonly number[]
}

const TICKS_WANTED = 6

/** Round steps (1, 2 or 5 times a power of ten) that hold all ranges with air at both ends. */
export function axisOf(ranges: readonly Range[]): Axis {
  assert(ranges.length > 0, 'an axis needs a range')
  const least = Math.min(...ranges.map(({ low }) => low))
  const most = Math.max(...ranges.map(({ high }) => high))
  const spread = most > least ? most - least : Math.max(Math.abs(most), 1)
  const raw = (spread * 1.3) / TICKS_WANTED
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= raw) ?? raw
  const first = Math.floor((least - spread * 0.1) / step)
  const last = Math.ceil((most + spread * 0.1) / step)
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step)
  return { low: first * step, high: last * step, ticks }
}

/** The stretch between two ranges that do not meet, or null where they do. */
export function gapBetween(one: Range, other: Range): readonly [number, number] | null {
  const [left, right] = one.low <= other.low ? [one, other] : [other, one]
  const touches = left.isHighOpen !== true && right.isLowOpen !== true
  if (left.high > right.low || (left.high === right.low && touches)) return null
  return [left.high, right.low]
}

/** As many decimals as the step of the axis needs. */
export function writeTick(value: number, axis: Axis): string {
  const [first = 0, second = 1] = axis.ticks
  const decimals = Math.max(0, -Math.floor(Math.log10(Math.abs(second - first)) + 1e-9))
  return value.toFixed(Math.min(decimals, 6))
}
