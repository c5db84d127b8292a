/**
 * The risk line of Shanghai's rules on single-purpose cards: how much of the prepaid balance would have to lie
 * in a special deposit account. Regulation in force since 2019-01-01, article 15, with article 11 of the
 * implementing measures of 2019. Those measures expired on 2024-04-30 and were redrafted, and a revision of the
 * regulation was out for comment in autumn 2025; their outcome was not found. So it is shown as a calculation
 * with its date, and whether notarial deposit satisfies it is open.
 */
export const RISK_RULE = {
  id: 'shanghai-cards-2019/1',
  regulation: '15',
  measures: '11',
  from: '2019-01-01',
  measuresUntil: '2024-04-30',
} as const

/** 200,000 yuan. */
export const LINE_MINOR = 20_000_000n
/** No line by revenue is above 50 million yuan. */
export const LINE_BY_REVENUE_MAX_MINOR = 5_000_000_000n

export interface RiskQuestion {
  /** Prepaid and not used, in fen. */
  readonly balanceMinor: bigint
  /** The main revenue of last year, in fen; null where it is not known. */
  readonly revenueMinor: bigint | null
  /** Established for less than a year; null where it is not known. */
  readonly isYoung: boolean | null
}

export type RiskReason = 'below' | 'over-line' | 'over-revenue' | 'young'

export interface RiskAnswer {
  readonly rule: typeof RISK_RULE
  readonly reason: RiskReason
  readonly percent: 0 | 40 | 100
  /** What would have to lie in the account, rounded up to the fen. */
  readonly requiredMinor: bigint
  /** The line by revenue; null where it is not known, or where it is not above 200,000 yuan. */
  readonly revenueLineMinor: bigint | null
  /** More might be asked for, if what is not known were known. */
  readonly isLeast: boolean
}

export function riskOf({ balanceMinor, revenueMinor, isYoung }: RiskQuestion): RiskAnswer {
  const revenueLineMinor = lineByRevenue(revenueMinor)
  const answer = (reason: RiskReason, percent: RiskAnswer['percent']): RiskAnswer => ({
    rule: RISK_RULE,
    reason,
    percent,
    requiredMinor: (balanceMinor * BigInt(percent) + 99n) / 100n,
    revenueLineMinor,
    isLeast: percent === 40 && (revenueMinor === null || isYoung === null),
  })
  if (balanceMinor <= LINE_MINOR) return answer('below', 0)
  if (isYoung === true) return answer('young', 100)
  if (revenueLineMinor !== null && revenueLineMinor < balanceMinor) {
    return answer('over-revenue', 100)
  }
  return answer('over-line', 40)
}

/** A fifth of last year's main revenue; it is a line only where it is above 200,000 yuan. */
function lineByRevenue(revenueMinor: bigint | null): bigint | null {
  if (revenueMinor === null) return null
  const fifth = revenueMinor / 5n
  if (fifth <= LINE_MINOR) return null
  return fifth < LINE_BY_REVENUE_MAX_MINOR ? fifth : LINE_BY_REVENUE_MAX_MINOR
}
