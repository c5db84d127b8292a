/** An axis that starts at zero, or below it where values are: steps of 1, 2 or 5 times a power of ten. */
import type { Axis } from '#web/kit/ranges.ts'

const STEPS_WANTED = 5

/** Steps are never smaller than 1: what is drawn here are whole numbers. */
export function axisFromZero(values: readonly number[]): Axis {
  const least = Math.min(0, ...values)
  const most = Math.max(1, ...values)
  const raw = (most - least) / STEPS_WANTED
  const power = 10 ** Math.floor(Math.log10(raw))
  const fit = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= raw) ?? raw
  const step = Math.max(1, fit)
  const first = Math.floor(least / step)
  const last = Math.ceil(most / step)
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step)
  return { low: first * step, high: last * step, ticks }
}
