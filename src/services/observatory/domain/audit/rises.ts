/** "Increased by 7 billion yuan, or 2.2 percent, to 325 billion": the rise, the rate and where it has come to. */
import { minus, over, pointAt } from '#kernel/figures/arithmetic.ts'
import type { Interval } from '#kernel/figures/interval.ts'
import type { Draft } from './drafts.ts'
import { both, each, growthFactor, rangesOf } from './ranges.ts'
import { isBasisKnown, isReal, isRestated } from './series.ts'
import type { Claim } from './types.ts'

const LEVELS: ReadonlySet<string> = new Set(['level', 'count'])
const OR =
  /^(?: (?!to\b|and\b|while\b|with\b)[a-z][a-z' -]{0,40}?)?(?: \([^)]*\))?,? (?:or|that is|equivalent to|equal to)(?: (?:about|around|nearly|over|more than|almost|some|up|down|by|an? [a-z]+ of))* $/
const TO =
  /^(?: year[- ]on[- ]year| from a year (?:ago|earlier)| last year| in (?:19|20)\d\d)?,? (?:to|reaching|bringing it to|bringing the total to|to reach)(?: (?:about|around|nearly|over|more than|almost|some|a record))* $/

/** A rate beside a rise, and the level behind both: one over (level / rise - 1), in which each stands once. */
export function riseChecks(
  claim: Claim,
  claims: readonly Claim[],
  sentence: string,
): readonly Draft[] {
  const own = claims.filter((other) => other.sentence === claim.sentence && !isRestated(other))
  const at = own.indexOf(claim)
  const [first, second, level] = own.slice(at, at + 3)
  if (at === -1 || first === undefined || second === undefined || level === undefined) return []
  const [rise, rate] = first.frame.kind === 'change_abs' ? [first, second] : [second, first]
  const isSaid =
    OR.test(sentence.slice(first.quantity.end, second.quantity.start)) &&
    TO.test(sentence.slice(second.quantity.end, level.quantity.start))
  const triple = { rise, rate, level }
  return isSaid && isTriple(triple) ? [draftOf(triple)] : []
}

function isTriple({ rise, rate, level }: Triple): boolean {
  return (
    rise.frame.kind === 'change_abs' &&
    rate.frame.kind === 'change_pct' &&
    rate.quantity.unit === 'percent' &&
    LEVELS.has(level.frame.kind) &&
    rise.frame.unit === level.frame.unit
  )
}

interface Triple {
  readonly rise: Claim
  readonly rate: Claim
  readonly level: Claim
}

function draftOf({ rise, rate, level }: Triple): Draft {
  const statedRange = each(growthFactor, rangesOf(rate))
  const computed = both(factorOf, rangesOf(level), rangesOf(rise))
  const isQualified = [rise, rate, level].some(({ frame }) => frame.isQualified === true)
  return {
    relation: 'growth',
    operands: [level, rise],
    stated: rate,
    link: isQualified || !isBasisKnown(level) ? 'proposed' : 'automatic',
    formula: `${level.id} / (${level.id} - ${rise.id}) = 1 + ${rate.id}`,
    ...(computed && { computed }),
    ...(statedRange && { statedRange }),
    canSlip: true,
    ...(isReal(rate) && { priceYears: 1 }),
  }
}

/** 1 / (1 - rise / level): each figure stands once, so that the range does not widen. */
function factorOf(level: Interval, rise: Interval): Interval | undefined {
  const part = over(rise, level)
  const rest = part === undefined ? undefined : minus(pointAt(1n), part)
  return rest === undefined ? undefined : over(pointAt(1n), rest)
}
