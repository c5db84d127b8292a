/** What a contract's text is made from and of, and how it says a sum, a time and a law in both languages. */
import type { LegalDay } from '#kernel/time/legal-day.ts'
import type { Industry, Offer, Terms } from '../contract.ts'
import type { CapRule } from './cap-rules.ts'

export interface BothWords {
  readonly en: string
  readonly zh: string
}

/** What a contract's text is made from. Nobody's personal data: who signs it stands in the entry. */
export interface ContractMatter {
  readonly shopName: BothWords
  readonly officeName: BothWords
  readonly offer: Offer
  readonly terms: Terms
  readonly industry: Industry
  readonly leaseEndsOn: LegalDay
  /** The rules with caps that are in force for the shop on the day of signing. */
  readonly rules: readonly CapRule[]
}

export interface Sentence extends BothWords {
  /** The law behind it; without one it holds because it is agreed here. */
  readonly source?: BothWords
}

export interface Clause {
  readonly title: BothWords
  readonly sentences: readonly Sentence[]
}

export function both(en: string, zh: string): BothWords {
  return { en, zh }
}

/** A sentence with the law behind it. */
export function law(en: string, zh: string, source: BothWords): Sentence {
  return { en, zh, source }
}

/** The Supreme People's Court on prepaid consumption, in force since 2025-05-01. */
export function interpretation(...articles: readonly number[]): BothWords {
  return both(
    `SPC Interpretation 法释〔2025〕4号, art. ${articles.join(', ')}`,
    `最高人民法院 法释〔2025〕4号 ${articles.map((article) => `第${article}条`).join('、')}`,
  )
}

/** `¥3,000.00` of fen. */
export function yuan(minor: number | bigint): string {
  const fen = BigInt(minor)
  const whole = (fen / 100n).toString().replaceAll(/\B(?=(?:\d{3})+$)/g, ',')
  return `¥${whole}.${(fen % 100n).toString().padStart(2, '0')}`
}

export function days(count: number): BothWords {
  return both(count === 1 ? 'one day' : `${count} days`, `${count} 天`)
}
