/**
 * Whether a sale keeps within the caps of the law: every rule that is in force for the industry, the place and
 * the day is asked, and each answer says what was compared with what. That no rule is in force is an answer.
 */
import type { JsonObject } from '#kernel/std/json.ts'
import { assert } from '#kernel/std/assert.ts'
import { addDays, addMonths, type LegalDay } from '#kernel/time/legal-day.ts'
import type { Industry, Offer } from '../contract.ts'
import { CAP_RULES, type CapLimit, type CapQuantity, type CapRule } from './cap-rules.ts'
import { reserve, type Stake } from './exposure.ts'
import type { ExposureRow } from './rows.ts'
import { usesTotalOf } from './signed.ts'

export interface CapQuestion {
  readonly industry: Industry
  readonly area: string
  readonly day: LegalDay
  readonly offer: Offer
  /** What the consumer has prepaid at the shop already; nothing when a product is listed. */
  readonly exposure: ExposureRow
}

/** Money in fen, uses in classes, a term by its last day. */
export interface CapCheck {
  readonly quantity: CapQuantity
  readonly value: number | LegalDay
  readonly max: number | LegalDay
  readonly isWithin: boolean
}

export interface CapAnswer {
  readonly rule: CapRule
  readonly checks: readonly CapCheck[]
}

export interface CapAnswers {
  readonly day: LegalDay
  readonly answers: readonly CapAnswer[]
  /** Rules for this industry and place that are not in force on the day. */
  readonly notInForce: readonly CapRule[]
}

/** What a contract of this offer reserves, if it started on the day: the first day of a card is its first. */
export function stakeOf(offer: Offer, day: LegalDay): Stake {
  const amountMinor = BigInt(offer.priceMinor)
  if (offer.kind === 'count') return { kind: 'count', amountMinor, uses: usesTotalOf(offer) }
  return { kind: 'period', amountMinor, through: addDays(day, offer.days + offer.giftDays - 1) }
}

/** The rules that are in force for an industry at a place on a day: what the contract's text names. */
export function rulesInForce(
  place: Pick<CapQuestion, 'industry' | 'area' | 'day'>,
  rules = CAP_RULES,
): readonly CapRule[] {
  return concerning(place, rules).filter((rule) => isInForce(rule, place.day))
}

function concerning(
  { industry, area }: Pick<CapQuestion, 'industry' | 'area'>,
  rules: readonly CapRule[],
): readonly CapRule[] {
  return rules.filter(
    ({ industries, areas }) =>
      industries.includes(industry) && (areas === null || areas.includes(area)),
  )
}

export function askCaps(question: CapQuestion, rules = CAP_RULES): CapAnswers {
  const { day } = question
  return {
    day,
    answers: rulesInForce(question, rules).map((rule) => ({
      rule,
      checks: rule.limits.flatMap((limit) => check(limit, question) ?? []),
    })),
    notInForce: concerning(question, rules).filter((rule) => !isInForce(rule, day)),
  }
}

export function isInForce({ from, until }: CapRule, day: LegalDay): boolean {
  return (from === null || from <= day) && (until === null || day <= until)
}

/** The first check that fails, with its rule. */
export function findExceeded({
  answers,
}: CapAnswers): { readonly rule: CapRule; readonly check: CapCheck } | undefined {
  for (const { rule, checks } of answers) {
    const failed = checks.find(({ isWithin }) => !isWithin)
    if (failed !== undefined) return { rule, check: failed }
  }
  return undefined
}

/** What the sale would come to. Of a card of classes nothing is a term, and of one of days nothing a use. */
function quantities(
  question: CapQuestion,
): Readonly<Partial<Record<CapQuantity, bigint | number | LegalDay>>> {
  const stake = stakeOf(question.offer, question.day)
  const after = reserve(question.exposure, stake)
  const ofAll = {
    charge: stake.amountMinor,
    'total-balance': after.countMinor + after.periodMinor,
  }
  if (stake.kind === 'count') {
    return {
      ...ofAll,
      'count-balance': after.countMinor,
      'count-uses': after.uses,
      'charge-uses': stake.uses,
    }
  }
  const { periodMinor, periodThrough } = after
  assert(stake.through !== null && periodThrough !== null, 'a card of days has a last day')
  return {
    ...ofAll,
    'period-balance': periodMinor,
    'period-term': periodThrough,
    'charge-term': stake.through,
  }
}

/** Undefined where the offer has nothing to do with the limit: classes do not make a term longer. */
function check({ quantity, max }: CapLimit, question: CapQuestion): CapCheck | undefined {
  const value = quantities(question)[quantity]
  if (value === undefined) return undefined
  if (typeof value === 'string') {
    // A card that starts today and runs for so many months ends the day before the day of today's number.
    const last = addDays(addMonths(question.day, max), -1)
    return { quantity, value, max: last, isWithin: value <= last }
  }
  return { quantity, value: Number(value), max, isWithin: value <= max }
}

/** As it stands in an entry: whoever reads it later need not have the rules of that day. */
export function capsToJson({ day, answers, notInForce }: CapAnswers): JsonObject {
  return {
    day,
    asked: answers.map(({ rule, checks }) => ({
      ...ruleToJson(rule),
      checks: checks.map(({ quantity, value, max, isWithin }) => ({
        quantity,
        value,
        max,
        isWithin,
      })),
    })),
    notInForce: notInForce.map(ruleToJson),
  }
}

function ruleToJson({
  id,
  number: document,
  article,
  from,
  until,
  unconfirmed,
}: CapRule): JsonObject {
  return { rule: id, number: document, article, from, until, unconfirmed: [...unconfirmed] }
}
