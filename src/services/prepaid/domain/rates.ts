/**
 * The two rates of art. 16 of 法释〔2025〕4号, by the day of the contract. A row holds from its day until the next
 * one; the first row also stands for what was signed before it. Every row says where it was read, and whether
 * somebody has compared it with the publisher's own page: `unconfirmed` is shown wherever the rate is.
 */
import type { LegalDay } from '#kernel/time/legal-day.ts'

/** The one-year loan prime rate; the People's Bank's benchmark for a deposit of one year. */
export type RateName = 'lpr-1y' | 'deposit-1y'

export interface Rate {
  readonly from: LegalDay
  /** 30 000 is 3 %. */
  readonly perMillion: number
  readonly source: string
  readonly unconfirmed: boolean
}

type Rates = readonly [Rate, ...Rate[]]

const RATES: Readonly<Record<RateName, Rates>> = {
  'lpr-1y': [
    {
      from: '2024-10-21',
      perMillion: 31_000,
      source: 'National Interbank Funding Center, notice of 2024-10-21; read second-hand',
      unconfirmed: true,
    },
    {
      // Public copies of the monthly notices have the same rate up to August 2026; later ones were not seen.
      from: '2025-05-20',
      perMillion: 30_000,
      source:
        'People’s Bank of China, notice of 2025-05-20, pbc.gov.cn/goutongjiaoliu/113456/113469/5896228; read second-hand',
      unconfirmed: true,
    },
  ],
  'deposit-1y': [
    {
      from: '2015-10-24',
      perMillion: 15_000,
      source: 'People’s Bank of China, decision of 2015-10-23; from memory, no text was found',
      unconfirmed: true,
    },
  ],
}

/** The rate that held on a day. */
export function rateOn(name: RateName, day: LegalDay): Rate {
  const rates = RATES[name]
  return rates.findLast(({ from }) => from <= day) ?? rates[0]
}

/** All rows of a rate, the earliest first: what a page lists with their sources. */
export function listRates(name: RateName): readonly Rate[] {
  return RATES[name]
}
