/**
 * What a claim allows, read two ways. `strict` is the interval of its printed digits. `generous` grants it
 * every doubt that a printed number leaves: trailing zeros may be rounding, and "more than" and "nearly"
 * may mean far more or less. Only what parts even generously is a contradiction.
 */
import { type Interval, intervalInUnit, pointOf } from '#kernel/figures/interval.ts'
import { senseOfHedge } from '#kernel/figures/printed.ts'
import { Fraction } from '#kernel/figures/rational.ts'
import type { Claim } from '../contract.ts'

export interface Readings {
  readonly strict: Interval
  readonly generous: Interval
  /** Of the printed digits, where "more than" sets no upper end that a reader would hold against it. */
  readonly worded: Interval
  /** The printed number itself. */
  readonly point: Fraction
}

/** "More than 130" could be said of 131 and of 1,000, though hardly of more. */
const MORE_THAN_FACTOR = new Fraction(10)
/** "Nearly 900" could be said of 899, and hardly of less than half. */
const NEARLY_FACTOR = new Fraction(1, 2)

export function readingsOf(claim: Claim): Readings {
  const figure = { ...claim, isCount: isCounted(claim) }
  const point = pointOf(claim)
  const strict = intervalInUnit(figure, 'strict')
  const sense = claim.hedge === undefined ? undefined : senseOfHedge(claim.hedge)
  if (point.compare(0) > 0 && (sense === 'above' || sense === 'at-least')) {
    const worded = { ...strict, high: point.mul(MORE_THAN_FACTOR) }
    return { strict, worded, generous: worded, point }
  }
  const loose = intervalInUnit(figure, 'loose')
  const isNearly = sense === 'below' && point.compare(0) > 0
  const generous = isNearly ? { ...loose, low: point.mul(NEARLY_FACTOR) } : loose
  return { strict, worded: strict, generous, point }
}

/** Things and ranks are counted, so their digits are exact. */
export function isCounted({ unit }: Pick<Claim, 'unit'>): boolean {
  return unit === 'count' || unit === 'rank'
}
