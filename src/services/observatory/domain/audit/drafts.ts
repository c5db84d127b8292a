/** From operands to a check: the verdict, and what it rests on. */
import { judge, type AuditOptions, type Judgement } from './verdicts.ts'
import { type Interval, meet } from '#kernel/figures/interval.ts'
import { Fraction } from '#kernel/figures/rational.ts'
import type { Check, Claim, LinkState, Readings } from './types.ts'

export const ENGINE = 'audit-5'

/** A relation with what was found of its operands. */
export interface Draft {
  readonly relation: string
  readonly formula: string
  readonly operands: readonly Claim[]
  readonly stated?: Claim
  readonly link: LinkState
  readonly computed?: Readings | undefined
  readonly statedRange?: Readings
  /** The second meaning of an expression that has two. */
  readonly otherStated?: Readings
  /** The operand that the text does not give. */
  readonly missing?: string
  readonly priceYears?: number
  readonly canSlip?: boolean
  /** The relation holds only roughly: a gap is then a question of basis. */
  readonly isLoose?: boolean
}

/** The same for as long as the figures of a text are. */
export function keyOf({ relation, formula }: Pick<Draft, 'relation' | 'formula'>): string {
  return `${relation}: ${formula}`
}

export function checkOf(found: Draft, options: AuditOptions): Check {
  const isConfirmed = options.links?.get(keyOf(found)) === 'confirmed'
  const draft: Draft = isConfirmed ? { ...found, link: 'confirmed' } : found
  return judged(draft, judgementOf(draft, options))
}

/** A check whose verdict does not come from two ranges. */
export function judged(draft: Draft, judgement: Judgement): Check {
  const { relation, formula, operands, stated, link, computed, statedRange } = draft
  const { verdict, note, rule, possible } = judgement
  return {
    relation,
    formula,
    operands: operands.map(({ id }) => id),
    ...(stated && { stated: stated.id }),
    ...(computed && { computedRange: computed }),
    ...(statedRange && { statedRange }),
    verdict,
    link,
    ...(possible && { possible }),
    note,
    rules: [`relation.${relation.replaceAll(' ', '-')}`, rule, `link.${link}`],
  }
}

function judgementOf(draft: Draft, options: AuditOptions): Judgement {
  const { computed, statedRange, missing, otherStated, isLoose } = draft
  if (missing !== undefined) {
    return {
      verdict: 'not-checkable',
      note: `the text does not give ${missing}`,
      rule: 'verdict.missing',
    }
  }
  if (computed === undefined) {
    return { verdict: 'not-checkable', note: 'a divisor may be zero', rule: 'verdict.no-value' }
  }
  if (statedRange === undefined) {
    return {
      verdict: 'derived',
      note: 'follows from the text, which states no such figure',
      rule: 'verdict.derived',
    }
  }
  const found = softened(draft, judge({ ...draft, computed, stated: statedRange }, options))
  if (otherStated !== undefined) return ofTwoReadings(computed, otherStated, found)
  if (isLoose === true && (found.verdict === 'inconsistent' || found.verdict === 'scale-slip')) {
    return { ...found, verdict: 'ambiguous', possible: found.verdict, rule: 'basis.price-unknown' }
  }
  return found
}

/** "Over 560" is more than 560 for certain; how much more, its digits only suggest. */
const SOFT: ReadonlySet<string> = new Set(['above', 'at-least', 'around', 'below'])
const SOFT_GAP = new Fraction(115, 100)

/** A gap that a hedge may close is a doubt: the range of a hedged figure has one hard end at most. */
function softened({ operands, stated, computed, statedRange }: Draft, found: Judgement): Judgement {
  if (found.verdict !== 'inconsistent' || computed === undefined || statedRange === undefined)
    return found
  const figures = stated === undefined ? operands : [...operands, stated]
  const isHedged = figures.some(({ quantity }) => SOFT.has(quantity.hedge?.reading ?? ''))
  if (!isHedged || !isNear(computed.loose, statedRange.loose)) return found
  return {
    verdict: 'ambiguous',
    possible: 'inconsistent',
    note: `possible inconsistent: a hedged figure may lie further off than its digits say; ${found.note}`,
    rule: 'verdict.soft-hedge',
  }
}

function isNear(one: Interval, other: Interval): boolean {
  const [lower, upper] = one.high.compare(other.low) < 0 ? [one, other] : [other, one]
  return lower.high.compare(0) > 0 && upper.low.compare(lower.high.mul(SOFT_GAP)) <= 0
}

function ofTwoReadings(computed: Readings, other: Readings, found: Judgement): Judgement {
  const isOther = meet(computed.loose, other.loose) !== undefined
  if (!isOther && found.verdict !== 'inconsistent') return found
  if (!isOther) return found
  return {
    verdict: 'ambiguous',
    note: 'it holds as "times as much" and not as "times more", or both',
    rule: 'verdict.two-readings',
  }
}
