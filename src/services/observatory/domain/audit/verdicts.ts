/**
 * How two ranges stand to one another. What is doubtful is never inconsistent: a contradiction that rests
 * on a proposed link is reported as ambiguous, with what it would be if the link were confirmed.
 */
import { Fraction } from '#kernel/figures/rational.ts'
import { type Interval, meet, movedBy } from '#kernel/figures/interval.ts'
import { power, times } from '#kernel/figures/arithmetic.ts'
import type { LinkState, Readings, Verdict } from './types.ts'

export interface AuditOptions {
  /** What prices may do in a year, so that a nominal and a real figure can both hold. */
  readonly deflatorLow: Fraction
  readonly deflatorHigh: Fraction
  /** Yuan for a dollar, over the years that texts speak of. */
  readonly rateLow: Fraction
  readonly rateHigh: Fraction
  /** What people said of links, by the key of a check. */
  readonly links?: ReadonlyMap<string, 'confirmed' | 'rejected'>
}

export const DEFAULTS: AuditOptions = {
  deflatorLow: new Fraction(-2, 100),
  deflatorHigh: new Fraction(5, 100),
  rateLow: new Fraction(6),
  rateHigh: new Fraction(17, 2),
}

/** Less than this part of the computed range is an edge: right only if rounding was kind. */
const EDGE = new Fraction(5, 100)
const POWERS = [1, -1, 2, -2, 3, -3, 4, -4]

export interface Comparison {
  readonly computed: Readings
  readonly stated: Readings
  readonly link: LinkState
  /** The years between a nominal and a real figure, where that is the basis that may differ. */
  readonly priceYears?: number
  /** Ratios of the same series do not slip. */
  readonly canSlip?: boolean
}

export interface Judgement {
  readonly verdict: Verdict
  readonly possible?: Verdict
  readonly note: string
  readonly rule: string
}

export function judge(comparison: Comparison, options: AuditOptions): Judgement {
  const { computed, stated, link } = comparison
  const strict = meet(computed.strict, stated.strict)
  if (strict !== undefined) return agreeing(computed.strict, stated.strict, strict)
  if (meet(computed.loose, stated.loose) !== undefined) {
    return {
      verdict: 'consistent-if-rounded',
      note: 'they meet only if trailing zeros are rounding',
      rule: 'verdict.loose',
    }
  }
  const bridged = bridgedBy(comparison, options)
  if (bridged !== undefined) return bridged
  const found = slipOf(comparison) ?? {
    verdict: 'inconsistent' as const,
    note: priceNote(comparison),
    rule: 'verdict.disjoint',
  }
  if (link === 'automatic' || link === 'confirmed') return found
  return {
    verdict: 'ambiguous',
    possible: found.verdict,
    note: `possible ${found.verdict}: the link is only proposed; ${found.note}`,
    rule: 'verdict.proposed-link',
  }
}

function agreeing(computed: Interval, stated: Interval, overlap: Interval): Judgement {
  const width = computed.high.sub(computed.low)
  const centre = stated.low.add(stated.high).div(2)
  const isBlind =
    centre.compare(0) > 0 &&
    computed.low.compare(centre.div(2)) <= 0 &&
    computed.high.compare(centre.mul(2)) >= 0
  if (isBlind) {
    return {
      verdict: 'no-power',
      note: 'the computed range is too wide for anything to fail',
      rule: 'verdict.no-power',
    }
  }
  const part = overlap.high.sub(overlap.low)
  const isEdge = part.compare(width.mul(EDGE)) < 0 && !isWithin(stated, computed)
  return isEdge
    ? { verdict: 'edge', note: 'they meet only at the edge', rule: 'verdict.edge' }
    : { verdict: 'consistent', note: 'the ranges meet', rule: 'verdict.meet' }
}

/** A stated range that lies wholly inside is no edge, however precise it is. */
function isWithin(inner: Interval, outer: Interval): boolean {
  return inner.low.compare(outer.low) >= 0 && inner.high.compare(outer.high) <= 0
}

/** Nominal over real is what prices did; within the declared bound it explains the gap. */
function bridgedBy(
  { computed, stated, priceYears }: Comparison,
  options: AuditOptions,
): Judgement | undefined {
  if (priceYears === undefined) return undefined
  const yearly: Interval = {
    low: options.deflatorLow.add(1),
    high: options.deflatorHigh.add(1),
    lowClosed: true,
    highClosed: true,
  }
  const prices = power(yearly, priceYears)
  if (prices === undefined) return undefined
  const upward = times(computed.loose, prices)
  const downward = times(stated.loose, prices)
  const isBridged =
    (upward !== undefined && meet(upward, stated.loose) !== undefined) ||
    (downward !== undefined && meet(downward, computed.loose) !== undefined)
  if (!isBridged) return undefined
  return {
    verdict: 'basis-differs',
    note: 'one may be nominal and the other real: prices within the bound explain the gap',
    rule: 'basis.price',
  }
}

function priceNote({ computed, stated, priceYears }: Comparison): string {
  if (priceYears === undefined) return 'the ranges do not meet, in either reading'
  const low = stated.strict.low.div(computed.strict.high).sub(1)
  const high = stated.strict.high.div(computed.strict.low).sub(1)
  const percent = (value: Fraction): string => value.mul(100).round(1).toString()
  return `the ranges do not meet; to hold as nominal and real, prices would have had to change by ${percent(low)} to ${percent(high)} percent in ${priceYears} years`
}

function slipOf({ computed, stated, canSlip = false }: Comparison): Judgement | undefined {
  const one = computed.strict
  if (!canSlip || one.low.compare(0) <= 0 || !isNarrow(one)) return undefined
  const exponent = POWERS.find((k) => meet(movedBy(one, k), stated.strict) !== undefined)
  if (exponent === undefined) return undefined
  const confusion = Math.abs(exponent) === 4 ? ' (万 taken for 亿, or the other way)' : ''
  return {
    verdict: 'scale-slip',
    note: `they agree after a factor of 10^${exponent}${confusion}`,
    rule: 'verdict.power-of-ten',
  }
}

/** A range that spans a good part of a power of ten would meet anything after some shift. */
function isNarrow({ low, high }: Interval): boolean {
  return high.compare(low.mul(new Fraction(3, 2))) <= 0
}
