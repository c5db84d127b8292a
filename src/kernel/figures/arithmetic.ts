/**
 * Interval arithmetic on exact rationals, for any signs. Each result holds every value that the operands
 * allow, and no end is wider than they make it, as long as no operand is used twice. An end is closed where
 * it is met.
 */
import { assert } from '#kernel/std/assert.ts'
import type { Interval } from './interval.ts'
import { Fraction } from './rational.ts'

export function pointAt(value: Fraction | bigint): Interval {
  const point = new Fraction(value)
  return { low: point, high: point, lowClosed: true, highClosed: true }
}

export function negated({ low, high, lowClosed, highClosed }: Interval): Interval {
  return { low: high.neg(), high: low.neg(), lowClosed: highClosed, highClosed: lowClosed }
}

export function plus(left: Interval, right: Interval): Interval {
  return {
    low: left.low.add(right.low),
    high: left.high.add(right.high),
    lowClosed: left.lowClosed && right.lowClosed,
    highClosed: left.highClosed && right.highClosed,
  }
}

export function minus(left: Interval, right: Interval): Interval {
  return plus(left, negated(right))
}

/** An end with whether it is met. */
interface End {
  readonly at: Fraction
  readonly isClosed: boolean
}

function endsOf({ low, high, lowClosed, highClosed }: Interval): readonly [End, End] {
  return [
    { at: low, isClosed: lowClosed },
    { at: high, isClosed: highClosed },
  ]
}

export function times(left: Interval, right: Interval): Interval {
  const products = endsOf(left).flatMap((one) =>
    endsOf(right).map((other): End => {
      const at = one.at.mul(other.at)
      // Nothing times anything is nothing: one closed zero meets it, whatever the other is.
      const meetsZero = (end: End): boolean => end.isClosed && end.at.n === 0n
      const isClosed = (one.isClosed && other.isClosed) || meetsZero(one) || meetsZero(other)
      return { at, isClosed }
    }),
  )
  const low = outermost(products, -1)
  const high = outermost(products, 1)
  return { low: low.at, high: high.at, lowClosed: low.isClosed, highClosed: high.isClosed }
}

/** The least (−1) or greatest (1) of them; where several coincide, one that is met is enough. */
function outermost(ends: readonly End[], side: -1 | 1): End {
  const first = ends[0]
  assert(first !== undefined, 'intervals have ends')
  let { at } = first
  for (const end of ends) if (end.at.compare(at) * side > 0) at = end.at
  return { at, isClosed: ends.some((end) => end.isClosed && end.at.compare(at) === 0) }
}

/** Undefined where the divisor may be zero, or comes as near to it as one likes. */
export function over(left: Interval, right: Interval): Interval | undefined {
  if (right.low.compare(0) <= 0 && right.high.compare(0) >= 0) return undefined
  const { low, high, lowClosed, highClosed } = right
  const inverse: Interval = {
    low: high.inverse(),
    high: low.inverse(),
    lowClosed: highClosed,
    highClosed: lowClosed,
  }
  return times(left, inverse)
}

/** A whole power of what is not negative; undefined where it may be. */
export function power(base: Interval, exponent: number): Interval | undefined {
  if (base.low.compare(0) < 0) return undefined
  return { ...base, low: raised(base.low, exponent), high: raised(base.high, exponent) }
}

function raised(base: Fraction, exponent: number): Fraction {
  const product = base.pow(exponent)
  assert(product !== null, 'a whole power of a rational is rational')
  return product
}

/** Ends of roots are cut outwards after so many places: still every value, and exact where it is rational. */
const ROOT_PLACES = 15n

/** The root of what is not negative; undefined where it may be. */
export function root(base: Interval, degree: number): Interval | undefined {
  if (base.low.compare(0) < 0) return undefined
  const low = rootBetween(base.low, BigInt(degree))
  const high = rootBetween(base.high, BigInt(degree))
  return {
    low: low.below,
    high: high.above,
    lowClosed: base.lowClosed && low.isExact,
    highClosed: base.highClosed && high.isExact,
  }
}

interface RootBetween {
  readonly below: Fraction
  readonly above: Fraction
  readonly isExact: boolean
}

function rootBetween(value: Fraction, degree: bigint): RootBetween {
  const exact = exactRoot(value, degree)
  if (exact !== undefined) return { below: exact, above: exact, isExact: true }
  const scale = 10n ** ROOT_PLACES
  const whole = wholeRoot((value.n * scale ** degree) / value.d, degree)
  return {
    below: new Fraction(whole, scale),
    above: new Fraction(whole + 1n, scale),
    isExact: false,
  }
}

function exactRoot(value: Fraction, degree: bigint): Fraction | undefined {
  const numerator = wholeRoot(value.n, degree)
  const denominator = wholeRoot(value.d, degree)
  const isExact = numerator ** degree === value.n && denominator ** degree === value.d
  return isExact ? new Fraction(numerator, denominator) : undefined
}

/** The greatest whole number whose power does not exceed the value: Newton's method from above. */
function wholeRoot(value: bigint, degree: bigint): bigint {
  if (value < 2n) return value
  let guess = 1n << (BigInt(value.toString(2).length) / degree + 1n)
  for (;;) {
    const next = ((degree - 1n) * guess + value / guess ** (degree - 1n)) / degree
    if (next >= guess) return guess
    guess = next
  }
}
