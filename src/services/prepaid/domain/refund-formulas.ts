/**
 * What goes back of a prepaid card, by the SPC's Interpretation on prepaid consumption, 法释〔2025〕4号, in force
 * since 2025-05-01. Pure: no rows and no clock, so a page shows beforehand what the notary will approve.
 *
 * Rounding: what was used is rounded down to the fen, and so what goes back is rounded up. Whole numbers only.
 */
import { assert, unreachable } from '#kernel/std/assert.ts'
import type { Json, JsonObject } from '#kernel/std/json.ts'
import type { Cause, Offer } from '../contract.ts'

/** Changes whenever one of these formulas says another sum. */
export const REFUND_RULE = 'fashi-2025-4/1'

/** Discount price (art. 18), list price (art. 19), days (art. 22), the whole (art. 14). */
export type Formula = 'A' | 'B' | 'C' | 'full'

export type StepCode =
  /** `amountMinor`: what was paid. */
  | 'paid'
  /** `uses` of `usesTotal`, gifts included: their share `amountMinor` of what was paid. */
  | 'used-at-discount-price'
  /** `uses` at `unitMinor`, the price of one without discount. */
  | 'used-at-list-price'
  /** What was used came to more than was paid; nothing is owed for that (art. 20). */
  | 'floor'
  /** `daysLeft` of `daysTotal`, `daysUsed` of which are over: their share `amountMinor` of what was paid. */
  | 'days-left'
  /** Of a card of days: tranches that were decided for the consumer. */
  | 'tranches-returned'
  /** Uses inside the seven days, at the discount price: a default, because art. 14 says "principal" alone. */
  | 'used-in-seven-days'
  /** No more than this is held for the consumer; the rest was rounded away in earlier tranches. */
  | 'held'
  /** What goes back. */
  | 'refund'

export interface Step {
  readonly code: StepCode
  readonly numbers: Readonly<Record<string, number>>
}

export interface RefundQuestion {
  readonly offer: Offer
  readonly cause: Cause
  /** Of a count card: the uses that are taken for used. */
  readonly usesCounted: number
  /** What the uses that are taken for used have earned, in fen. */
  readonly countedMinor: bigint
  /** Of a period card: tranches that were decided for the consumer, in fen. */
  readonly returnedMinor: bigint
  /** Of a period card: days that were over when it was asked for, or when the shop stopped if that was earlier. */
  readonly daysUsed: number
  /** Held for the consumer, what is withheld for contested uses included, in fen. */
  readonly heldMinor: bigint
}

export interface RefundAnswer {
  readonly refundMinor: bigint
  readonly formula: Formula
  readonly steps: readonly Step[]
  /** Articles of the Interpretation. */
  readonly articles: readonly number[]
  readonly ruleId: string
  /** Something in it is the notary's to decide, and this is only the proposal. */
  readonly isProposal: boolean
}

interface Draft {
  readonly formula: Formula
  readonly articles: readonly number[]
  readonly steps: readonly Step[]
  readonly amountMinor: bigint
  readonly isProposal?: boolean
}

/**
 * The value at the discount price of what was used: its share of what was paid, rounded down. Units are
 * classes, or fen of a balance to which money was added as a gift: the ratio is the same (art. 18).
 */
export function usedAtDiscountMinor(question: {
  readonly paidMinor: bigint
  readonly used: bigint
  /** Paid for and given. */
  readonly total: bigint
}): bigint {
  const { paidMinor, used, total } = question
  assert(total > 0n, 'something was sold')
  assert(used >= 0n, 'what was used is counted from 0')
  return (paidMinor * used) / total
}

/** What goes back of a balance in money with a gift of money, not through the consumer's cause (art. 18(2)). */
export function refundOfBalance(balance: {
  readonly paidMinor: bigint
  readonly giftMinor: bigint
  readonly usedMinor: bigint
}): bigint {
  const { paidMinor, giftMinor, usedMinor } = balance
  const usedPart = usedAtDiscountMinor({ paidMinor, used: usedMinor, total: paidMinor + giftMinor })
  return floored(paidMinor - usedPart)
}

export function refundOf(question: RefundQuestion): RefundAnswer {
  const draft = draftOf(question)
  const { heldMinor } = question
  assert(heldMinor >= 0n, 'what is held is never less than nothing')
  const isCapped = heldMinor < draft.amountMinor
  const refundMinor = isCapped ? heldMinor : draft.amountMinor
  const cap = isCapped ? [step('held', { amountMinor: Number(heldMinor) })] : []
  return {
    refundMinor,
    formula: draft.formula,
    steps: [...draft.steps, ...cap, step('refund', { amountMinor: Number(refundMinor) })],
    articles: draft.articles,
    ruleId: REFUND_RULE,
    isProposal: draft.isProposal === true,
  }
}

function draftOf(question: RefundQuestion): Draft {
  const { cause, offer } = question
  switch (cause) {
    case 'seven-day':
      return full(question)
    case 'shop':
    case 'neither':
      return offer.kind === 'count' ? byDiscount(question, offer) : byDays(question, offer)
    case 'consumer':
      return offer.kind === 'count' ? byList(question, offer) : byDays(question, offer)
    default:
      return unreachable(cause)
  }
}

type CountOffer = Extract<Offer, { readonly kind: 'count' }>
type PeriodOffer = Extract<Offer, { readonly kind: 'period' }>

function byDiscount({ usesCounted }: RefundQuestion, offer: CountOffer): Draft {
  const usedMinor = discounted(offer, usesCounted)
  const numbers = { uses: usesCounted, usesTotal: usesOf(offer), amountMinor: Number(usedMinor) }
  return {
    formula: 'A',
    articles: [15, 18],
    steps: [paid(offer), step('used-at-discount-price', numbers)],
    amountMinor: floored(BigInt(offer.priceMinor) - usedMinor),
  }
}

function byList({ usesCounted }: RefundQuestion, offer: CountOffer): Draft {
  const { listUnitMinor, priceMinor } = offer
  const amountMinor = usesCounted * listUnitMinor
  const used = step('used-at-list-price', {
    uses: usesCounted,
    unitMinor: listUnitMinor,
    amountMinor,
  })
  const isFloored = amountMinor > priceMinor
  return {
    formula: 'B',
    articles: isFloored ? [15, 19, 20] : [15, 19],
    steps: [paid(offer), used, ...(isFloored ? [step('floor', { amountMinor: 0 })] : [])],
    amountMinor: floored(BigInt(priceMinor) - BigInt(amountMinor)),
  }
}

/** The article asks for no cause: what is left of the days is the consumer's, whoever ended it. */
function byDays({ daysUsed, returnedMinor }: RefundQuestion, offer: PeriodOffer): Draft {
  const daysTotal = offer.days + offer.giftDays
  const over = Math.min(Math.max(daysUsed, 0), daysTotal)
  const priceMinor = BigInt(offer.priceMinor)
  const total = BigInt(daysTotal)
  const leftMinor =
    priceMinor - usedAtDiscountMinor({ paidMinor: priceMinor, used: BigInt(over), total })
  const days = step('days-left', {
    daysLeft: daysTotal - over,
    daysUsed: over,
    daysTotal,
    amountMinor: Number(leftMinor),
  })
  const returned = returnedMinor === 0n ? [] : [returnedStep(returnedMinor)]
  return {
    formula: 'C',
    articles: [15, 22],
    steps: [paid(offer), days, ...returned],
    amountMinor: leftMinor + returnedMinor,
  }
}

/** The principal; what was used inside the seven days is a proposal, since the article is silent about it. */
function full({ offer, usesCounted, countedMinor }: RefundQuestion): Draft {
  const usedMinor = offer.kind === 'count' ? discounted(offer, usesCounted) : countedMinor
  const numbers = { uses: usesCounted, amountMinor: Number(usedMinor) }
  return {
    formula: 'full',
    articles: [14],
    steps: [paid(offer), ...(usedMinor === 0n ? [] : [step('used-in-seven-days', numbers)])],
    amountMinor: floored(BigInt(offer.priceMinor) - usedMinor),
    isProposal: usedMinor > 0n,
  }
}

function discounted(offer: CountOffer, uses: number): bigint {
  return usedAtDiscountMinor({
    paidMinor: BigInt(offer.priceMinor),
    used: BigInt(uses),
    total: BigInt(usesOf(offer)),
  })
}

const usesOf = ({ uses, giftUses }: CountOffer): number => uses + giftUses

const floored = (amountMinor: bigint): bigint => (amountMinor < 0n ? 0n : amountMinor)

function step(code: StepCode, numbers: Step['numbers']): Step {
  return { code, numbers }
}

const paid = ({ priceMinor }: Offer): Step => step('paid', { amountMinor: priceMinor })

const returnedStep = (amountMinor: bigint): Step =>
  step('tranches-returned', { amountMinor: Number(amountMinor) })

/** As it stands in an entry and in a row. */
export function answerToJson(answer: RefundAnswer): JsonObject {
  const { formula, articles, ruleId, isProposal, refundMinor } = answer
  const steps: readonly Json[] = answer.steps.map(({ code, numbers }) => ({ code, numbers }))
  return { articles, formula, isProposal, refundMinor: Number(refundMinor), ruleId, steps }
}
