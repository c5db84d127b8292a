/**
 * Interest on a refund: simple, from the day on which the contract was terminated (art. 17) to the day on which
 * the payment is ordered, at the rate of the contract's day (art. 16). Rounded to the nearest fen, half a fen up.
 */
import { assert, unreachable } from '#kernel/std/assert.ts'
import type { JsonObject } from '#kernel/std/json.ts'
import { daysBetween, type LegalDay } from '#kernel/time/legal-day.ts'
import type { Cause, Terms } from '../contract.ts'
import { rateOn, type RateName } from './rates.ts'

export interface InterestQuestion {
  readonly amountMinor: bigint
  readonly cause: Cause
  readonly terms: Terms['interest']
  /** The contract's day. */
  readonly signedOn: LegalDay
  /** The day of termination, whose night is the first that counts. */
  readonly from: LegalDay
  /** The day of the payment order. */
  readonly to: LegalDay
}

export interface InterestAnswer {
  readonly interestMinor: bigint
  readonly rate: RateName | 'account'
  readonly ratePerMillion: number
  readonly days: number
  readonly dayCount: Terms['interest']['dayCount']
  readonly source: string
  readonly unconfirmed: boolean
  /** The law names no rate for this cause: it is the more favourable one by choice. */
  readonly isChoice: boolean
}

const RATE_SCALE = 1_000_000n

export function interestOf(question: InterestQuestion): InterestAnswer {
  const { amountMinor, terms, from, to } = question
  assert(amountMinor >= 0n, 'interest is on what goes back')
  const days = Math.max(0, daysBetween(from, to))
  const chosen = rateFor(question)
  const numerator = amountMinor * BigInt(chosen.ratePerMillion) * BigInt(days)
  const denominator = RATE_SCALE * BigInt(terms.dayCount)
  // Both are whole and neither is negative, so adding half before the division rounds half up.
  const interestMinor = (numerator * 2n + denominator) / (denominator * 2n)
  return { interestMinor, ...chosen, days, dayCount: terms.dayCount }
}

type Chosen = Pick<
  InterestAnswer,
  'rate' | 'ratePerMillion' | 'source' | 'unconfirmed' | 'isChoice'
>

function rateFor({ cause, terms, signedOn }: InterestQuestion): Chosen {
  if (terms.basis === 'account') {
    const { accountRatePerMillion } = terms
    assert(accountRatePerMillion !== undefined, 'terms by the account have its rate')
    return {
      rate: 'account',
      ratePerMillion: accountRatePerMillion,
      source: 'terms of the contract',
      unconfirmed: false,
      isChoice: false,
    }
  }
  const { name, isChoice } = rateOfCause(cause)
  const { perMillion, source, unconfirmed } = rateOn(name, signedOn)
  return { rate: name, ratePerMillion: perMillion, source, unconfirmed, isChoice }
}

/** Art. 16 knows the shop's cause and the consumer's. Where neither is, the more favourable rate is taken. */
function rateOfCause(cause: Cause): { readonly name: RateName; readonly isChoice: boolean } {
  switch (cause) {
    case 'shop':
      return { name: 'lpr-1y', isChoice: false }
    case 'consumer':
      return { name: 'deposit-1y', isChoice: false }
    case 'neither':
    case 'seven-day':
      return { name: 'lpr-1y', isChoice: true }
    default:
      return unreachable(cause)
  }
}

/** As it stands in an entry and in a row; the amount is what is due, whether it could be paid or not. */
export function interestToJson(answer: InterestAnswer): JsonObject {
  const { interestMinor, days, dayCount, rate, ratePerMillion, source } = answer
  const flags = { isChoice: answer.isChoice, unconfirmed: answer.unconfirmed }
  return { ...flags, days, dayCount, dueMinor: Number(interestMinor), rate, ratePerMillion, source }
}
