/** What supervision sees: figures from cells, and contracts under pseudonyms. Money in fen, days legal days. */
import type { Industry, Offer, Words } from '../contract.ts'
import type { ContractState, RefundState, ShopState } from '../domain/rows.ts'
import type { RiskAnswer } from '../domain/risk-line.ts'
import type { INDICATORS } from '../figures.ts'
import type { UseLine } from './consumer-views.ts'
import type { Reconciliation } from './desk-views.ts'

export type IndicatorName = keyof typeof INDICATORS

/** Sums by indicator; what nothing was measured of is 0. */
export type Sums = Readonly<Record<IndicatorName, bigint>>

export type MonthLine = {
  readonly month: string
  readonly sums: Sums
  /** At the month's end. */
  readonly heldMinor: bigint
  /** Working days until a refund was paid; null in a month without one. */
  readonly refundDays: { readonly median: number; readonly p95: number } | null
}

/** How many classes wait, by working days since the shop asked: from `from` to `to`, or more. */
export type WaitingBand = {
  readonly from: number
  readonly to: number | null
  readonly uses: number
}

export type Seen =
  | { readonly code: 'over-line'; readonly balanceMinor: bigint; readonly risk: RiskAnswer }
  | { readonly code: 'contests'; readonly contested: bigint; readonly counted: bigint }
  | { readonly code: 'silence'; readonly deemed: bigint; readonly counted: bigint }
  | { readonly code: 'lease'; readonly leaseEndsOn: string; readonly balanceMinor: bigint }

export type Look = { readonly shop: string; readonly name: Words; readonly seen: Seen }

export type AreaLine = {
  readonly area: string
  readonly name: Words
  readonly shops: number
  readonly contracts: bigint
  readonly heldMinor: bigint
}

export type ShopFigures = {
  readonly shop: string
  readonly name: Words
  readonly state: ShopState
  readonly industry: Industry
  readonly area: string
  readonly areaName: Words
  readonly leaseEndsOn: string
  readonly sums: Sums
  /** Held for consumers at this shop, and earned by the shop and not paid. */
  readonly consumersMinor: bigint
  readonly earnedMinor: bigint
  readonly entry: number
}

export type OverviewView = {
  readonly book: string
  readonly bookName: Words
  readonly at: string
  readonly size: number
  readonly totals: Sums
  readonly heldMinor: bigint
  readonly owedToConsumersMinor: bigint
  readonly owedToShopsMinor: bigint
  readonly reconciliation: Reconciliation
  readonly looks: readonly Look[]
  readonly months: readonly MonthLine[]
  readonly waiting: readonly WaitingBand[]
  readonly contested: number
  readonly areas: readonly AreaLine[]
}

export type AreaFiguresView = {
  readonly book: string
  readonly size: number
  readonly area: string
  readonly name: Words
  readonly shops: readonly ShopFigures[]
  readonly months: readonly MonthLine[]
}

export type ContractLine = {
  readonly contract: string
  readonly offerName: Words
  readonly kind: Offer['kind']
  readonly state: ContractState
  readonly priceMinor: bigint
  readonly heldMinor: bigint
  readonly signedAt: string
}

export type ShopFiguresView = {
  readonly book: string
  readonly size: number
  readonly shop: ShopFigures
  readonly months: readonly MonthLine[]
  readonly risk: RiskAnswer
  /** What was typed into the calculator: yuan as text, and whether the shop is young. */
  readonly revenue: string
  readonly isYoung: boolean
  readonly isRevenueWrong: boolean
  readonly contracts: readonly ContractLine[]
  readonly next: string | null
}

export type ContractFiguresView = {
  readonly book: string
  readonly size: number
  readonly contract: ContractLine
  readonly shop: string
  readonly shopName: Words
  /** A pseudonym: the same person has another one in every book. */
  readonly consumer: string
  readonly paidAt: string | null
  readonly validThrough: string | null
  readonly countedMinor: bigint
  readonly uses: readonly UseLine[]
  readonly hasMoreUses: boolean
  readonly refund: {
    readonly refund: string
    readonly state: RefundState
    readonly amountMinor: bigint | null
    readonly entry: number
  } | null
  readonly entry: number
  readonly paidEntry: number | null
}
