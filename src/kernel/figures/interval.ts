/**
 * The interval that printed digits allow, in exact rationals: "3.2 trillion" is any value from 3.15 to
 * 3.25 trillion. Two figures agree when their intervals meet. No floats: an end is met or it is not.
 */
import { Fraction } from 'fraction.js'
import { assert, unreachable } from '#kernel/std/assert.ts'
import { exponentOfScale, readPrintedNumber, senseOfHedge } from './printed.ts'
import type { HedgeSense, Printed, PrintedNumber } from './printed.ts'

export interface Interval {
  readonly low: Fraction
  readonly high: Fraction
  /** Whether the end itself is allowed. */
  readonly lowClosed: boolean
  readonly highClosed: boolean
}

/**
 * `strict`: rounded at the last printed digit. `loose`: trailing zeros of a whole number are rounding
 * too, so 7,000 may be 6,500 to 7,500. Whoever compares tries strict first.
 */
export type Reading = 'strict' | 'loose'

// "Nearly v" has no lower end in the language; a tenth below is what readers still accept.
const NEARLY_FLOOR = new Fraction(9, 10)
const FRACTION_WORD_SLACK = new Fraction(1, 10)
const HALF = new Fraction(1, 2)

export interface PrintedFigure extends Printed {
  /** Things counted or ranks: unhedged and unscaled they are exact. */
  readonly isCount: boolean
}

/** The allowed values in units of the printed scale: 3.15 to 3.25 for "3.2 trillion". */
export function intervalAsPrinted(figure: PrintedFigure, reading: Reading): Interval {
  const number = readPrintedNumber(figure.value)
  assert(number !== undefined, 'a printed number was parsed at the door')
  const value = valueOf(number)
  if (figure.hedge !== undefined) {
    const sense = senseOfHedge(figure.hedge)
    assert(sense !== undefined, 'a hedge was parsed at the door')
    return hedged(value, roundUnitOf(number), sense)
  }
  if (number.form === 'fraction') return around(value, value.abs().mul(FRACTION_WORD_SLACK))
  if (figure.isCount && figure.scale === undefined && number.decimals === 0) {
    return around(value, new Fraction(0))
  }
  const unit = reading === 'strict' ? tenTo(-number.decimals) : roundUnitOf(number)
  return around(value, unit.mul(HALF))
}

/** The allowed values in the unit itself: 3,150,000,000,000 to 3,250,000,000,000 yuan. */
export function intervalInUnit(figure: PrintedFigure, reading: Reading): Interval {
  return movedBy(intervalAsPrinted(figure, reading), exponentOf(figure.scale))
}

/** The same interval in another scale: both ends times a power of ten. */
export function movedBy({ low, high, ...ends }: Interval, exponent: number): Interval {
  const factor = tenTo(exponent)
  return { low: low.mul(factor), high: high.mul(factor), ...ends }
}

/** What both allow, or undefined where they do not meet. */
export function meet(left: Interval, right: Interval): Interval | undefined {
  const lower = left.low.compare(right.low)
  const upper = left.high.compare(right.high)
  const low = lower >= 0 ? left.low : right.low
  const high = upper <= 0 ? left.high : right.high
  const lowClosed = closedAt(lower, right.lowClosed, left.lowClosed)
  const highClosed = closedAt(-upper, right.highClosed, left.highClosed)
  const order = low.compare(high)
  if (order > 0 || (order === 0 && !(lowClosed && highClosed))) return undefined
  return { low, high, lowClosed, highClosed }
}

export function includes({ low, high, lowClosed, highClosed }: Interval, value: Fraction): boolean {
  const above = value.compare(low)
  const below = value.compare(high)
  return (above > 0 || (above === 0 && lowClosed)) && (below < 0 || (below === 0 && highClosed))
}

/** The printed number itself, in the unit. */
export function pointOf({ value, scale }: Printed): Fraction {
  const number = readPrintedNumber(value)
  assert(number !== undefined, 'a printed number was parsed at the door')
  return valueOf(number).mul(tenTo(exponentOf(scale)))
}

/** Decimal text, cut after at most `placesMax` places; ends of intervals of printed digits are short. */
export function decimalText(value: Fraction, placesMax: number): string {
  const rounded = value.round(placesMax)
  const scaled = rounded.mul(tenTo(placesMax))
  const digits = (scaled.n / scaled.d).toString().padStart(placesMax + 1, '0')
  const whole = digits.slice(0, digits.length - placesMax)
  const places = digits.slice(digits.length - placesMax).replace(/0+$/, '')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  const sign = scaled.s < 0n ? '\u2212' : ''
  return sign + grouped + (places === '' ? '' : `.${places}`)
}

/** Where the ends coincide both must allow it; otherwise the inner end decides. */
function closedAt(order: number, whenBefore: boolean, whenAfter: boolean): boolean {
  if (order === 0) return whenBefore && whenAfter
  return order < 0 ? whenBefore : whenAfter
}

function hedged(value: Fraction, unit: Fraction, sense: HedgeSense): Interval {
  switch (sense) {
    case 'above':
      return { low: value, high: value.add(unit), lowClosed: false, highClosed: true }
    case 'at-least':
      return { low: value, high: value.add(unit), lowClosed: true, highClosed: true }
    case 'below': {
      // Nearly −5 % lies between −5 % and nothing: below means nearer to zero.
      const floor = value.mul(NEARLY_FLOOR)
      return value.s < 0n
        ? { low: value, high: floor, lowClosed: false, highClosed: true }
        : { low: floor, high: value, lowClosed: true, highClosed: false }
    }
    case 'around':
      return around(value, unit)
    default:
      return unreachable(sense)
  }
}

function around(value: Fraction, slack: Fraction): Interval {
  return { low: value.sub(slack), high: value.add(slack), lowClosed: true, highClosed: true }
}

/** One unit of the last digit that is not zero: 1,000 for 7,000 and 0.1 for 3.2. */
function roundUnitOf(number: PrintedNumber): Fraction {
  if (number.form === 'fraction') return valueOf(number).abs().mul(FRACTION_WORD_SLACK)
  let { digits, decimals } = number
  while (digits !== 0n && digits % 10n === 0n) {
    digits /= 10n
    decimals -= 1
  }
  return tenTo(-decimals)
}

function valueOf(number: PrintedNumber): Fraction {
  return number.form === 'fraction'
    ? new Fraction(number.numerator, number.denominator)
    : new Fraction(number.digits, 1n).mul(tenTo(-number.decimals))
}

function exponentOf(scale: string | undefined): number {
  const exponent = exponentOfScale(scale)
  assert(exponent !== undefined, 'a scale was parsed at the door')
  return exponent
}

function tenTo(exponent: number): Fraction {
  const power = 10n ** BigInt(Math.abs(exponent))
  return exponent < 0 ? new Fraction(1n, power) : new Fraction(power, 1n)
}
