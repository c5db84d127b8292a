/** An exact interval as a range on a drawing, which needs no more than a float has. */
import type { Interval } from '#kernel/figures/interval.ts'
import type { Range } from '#web/kit/ranges.ts'

/** In units of ten to the exponent. */
export function drawnRange(
  { low, high, lowClosed, highClosed }: Interval,
  exponent: number,
): Range {
  const factor = 10 ** exponent
  return {
    low: low.valueOf() / factor,
    high: high.valueOf() / factor,
    isLowOpen: !lowClosed,
    isHighOpen: !highClosed,
  }
}
