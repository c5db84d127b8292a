/**
 * The ranges that printed figures allow, and the closed forms of the relations over the interval arithmetic
 * of the kernel. Every form is monotone in each operand and uses it once, so no range widens.
 */
import { minus, negated, over, plus, pointAt, times } from '#kernel/figures/arithmetic.ts'
import { Fraction } from '#kernel/figures/rational.ts'
import {
  type Interval,
  intervalAsPrinted,
  movedBy,
  type Reading,
} from '#kernel/figures/interval.ts'
import type { Claim, HedgeReading, Quantity, Readings } from './types.ts'

const HEDGE_WORDS: Partial<Record<HedgeReading, string>> = {
  above: 'more than',
  'at-least': 'at least',
  below: 'nearly',
  around: 'about',
}
const FRACTION_SLACK = new Fraction(1, 10)
const EXACT: ReadonlySet<string> = new Set(['count', 'rank'])
const RATES: ReadonlySet<string> = new Set(['percent', 'percentage points'])
const ZERO = new Fraction(0)

/** The values that a printed figure allows in its base unit; a percentage as a ratio, a fall below zero. */
export function rangesOf({ quantity, frame }: Claim): Readings {
  const read = (reading: Reading): Interval => {
    const printed = printedInterval(quantity, reading)
    const ratio = RATES.has(quantity.unit) ? movedBy(printed, -2) : printed
    return frame.isFall ? negated(ratio) : ratio
  }
  return { strict: read('strict'), loose: read('loose') }
}

function printedInterval({ numeral, hedge, unit }: Quantity, reading: Reading): Interval {
  const { digits, exponent, fraction } = numeral
  if (fraction !== undefined) {
    const value = new Fraction(fraction[0], fraction[1])
    const slack = value.mul(FRACTION_SLACK)
    return { low: value.sub(slack), high: value.add(slack), lowClosed: true, highClosed: true }
  }
  const isCount = EXACT.has(unit) && exponent === 0
  const word = hedge === undefined ? undefined : HEDGE_WORDS[hedge.reading]
  const figure = { value: digits, isCount, ...(word !== undefined && { hedge: word }) }
  const printed = movedBy(intervalAsPrinted(figure, reading), exponent)
  if (hedge === undefined || word !== undefined) return printed
  // "Up to" and "less than" leave everything below open.
  const high = new Fraction(digits).mul(new Fraction(10n ** BigInt(exponent)))
  return { low: ZERO, high, lowClosed: true, highClosed: hedge.reading === 'at-most' }
}

/** The same closed form for both readings; undefined where it has no value, as for a base that may be 0. */
export function both(
  form: (left: Interval, right: Interval) => Interval | undefined,
  left: Readings,
  right: Readings,
): Readings | undefined {
  const strict = form(left.strict, right.strict)
  const loose = form(left.loose, right.loose)
  return strict === undefined || loose === undefined ? undefined : { strict, loose }
}

export function each(
  form: (interval: Interval) => Interval | undefined,
  readings: Readings,
): Readings | undefined {
  return both(form, readings, readings)
}

const ONE = pointAt(1n)

export function growthFactor(rate: Interval): Interval {
  return plus(ONE, rate)
}

/** The rate of growth between two levels. */
export function growthBetween(now: Interval, base: Interval): Interval | undefined {
  const factor = over(now, base)
  return factor === undefined ? undefined : minus(factor, ONE)
}

/** level × (1 − 1 / factor): the rise that led to a level. The level is used once, so it cannot widen. */
export function riseWithin(level: Interval, factor: Interval): Interval | undefined {
  const inverse = over(ONE, factor)
  return inverse === undefined ? undefined : times(level, minus(ONE, inverse))
}
