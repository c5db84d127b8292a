/**
 * The claims of the observatory as an audit compares a text with them. The set is bounded and has a version
 * made from what it holds: server, browser and command line say the same of a text wherever they hold the
 * same set.
 */
import { exponentOfScale, senseOfHedge } from '#kernel/figures/printed.ts'
import { contentId } from '#kernel/identity/content-id.ts'
import { canonicalText } from '#kernel/std/canonical-json.ts'
import { type Claim, KNOWN_MAX, type KnownFigure, type KnownSet } from '../contract.ts'
import { claimIdOf } from './claim.ts'
import { findIndicator } from './indicators.ts'

export function knownSetOf(claims: readonly Claim[]): KnownSet {
  const figures = newest(claims).flatMap(figureOf)
  const latest = figures.toSorted(
    (left, right) => order(right.date, left.date) || byId(left, right),
  )
  const kept = latest.slice(0, KNOWN_MAX).toSorted(byFact)
  return {
    version: contentId('known_', [canonicalText(kept.map((figure) => ({ ...figure })))]),
    isWhole: figures.length <= KNOWN_MAX,
    figures: kept,
  }
}

/** A correction takes the place of what it corrects, and a claim of two books is one. */
function newest(claims: readonly Claim[]): readonly Claim[] {
  const places = new Map<string, Claim>()
  for (const claim of claims) {
    const { vintage = 1, ...first } = claim
    const place = claimIdOf(first)
    const before = places.get(place)?.vintage ?? (places.has(place) ? 1 : 0)
    if (vintage > before) places.set(place, claim)
  }
  return [...places.values()]
}

const DIGITS = /^\d{1,18}(?:\.\d{1,9})?$/

/** Number words and fractions have no digits to compare; they stand on the pages of the observatory. */
function figureOf(claim: Claim): readonly KnownFigure[] {
  const { indicator, area, period, kind, unit, scale, hedge, publisher, date } = claim
  const digits = claim.value.replaceAll(',', '')
  const exponent = exponentOfScale(scale)
  if (!DIGITS.test(digits) || exponent === undefined) return []
  const isRate = unit === 'ratio' && exponent === -2
  const reading = hedge === undefined ? undefined : senseOfHedge(hedge)
  const indicatorName = findIndicator(indicator)?.en ?? indicator
  const fact = { indicator, indicatorName, area, period, kind }
  const printed = { unit: isRate ? 'percent' : unit, digits, exponent: isRate ? 0 : exponent }
  const hedged =
    hedge === undefined || reading === undefined ? {} : { hedge: { words: hedge, reading } }
  if (printed.exponent < 0) return []
  return [{ id: claimIdOf(claim), ...fact, ...printed, ...hedged, publisher, date }]
}

function order(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1
}

function byId(left: KnownFigure, right: KnownFigure): number {
  return order(left.id, right.id)
}

function byFact(left: KnownFigure, right: KnownFigure): number {
  return (
    order(left.indicator, right.indicator) ||
    order(left.area, right.area) ||
    order(left.period, right.period) ||
    byId(left, right)
  )
}
