/** What the pages of a shop's money show. Money in fen, instants as RFC 3339, days as legal days. */
import type { Words } from '../contract.ts'
import type { PayoutState } from '../domain/rows.ts'
import type { GuestName, OwnShop, Purse } from './counter-views.ts'

/** What matures on one day. */
export type MaturingDay = {
  readonly day: string
  readonly amountMinor: bigint
  readonly uses: number
  /** Whether the day is over, so that it may be paid. */
  readonly isOver: boolean
}

/** A settlement that was proposed for this shop and waits for a second notary. */
export type OpenLine = {
  readonly settlement: string
  readonly from: string
  readonly through: string
  readonly amountMinor: bigint
  readonly uses: number
  readonly expiresOn: string
}

export type PaidLine = {
  readonly payout: string
  readonly settlement: string
  readonly from: string
  readonly through: string
  readonly amountMinor: bigint
  readonly uses: number
  readonly state: PayoutState
  readonly orderedAt: string
  readonly resolvedAt: string | null
}

export type MoneyView = {
  readonly own: OwnShop
  readonly purse: Purse
  readonly days: readonly MaturingDay[]
  readonly open: OpenLine | null
  readonly paid: readonly PaidLine[]
  readonly hasMorePaid: boolean
  /** Through which day everything was settled; null before the shop was approved. */
  readonly settledThrough: string | null
}

export type StatementUse = {
  readonly use: string
  readonly maturesOn: string
  readonly servedOn: string
  readonly servedAt: string
  readonly guest: GuestName
  readonly offerName: Words
  readonly isPeriod: boolean
  readonly n: number
  readonly how: 'confirmed' | 'deemed' | 'for-shop'
  readonly amountMinor: bigint
  readonly stateEntry: number
}

/** What a refund left to the shop, and the interest that the shop paid with it. */
export type StatementRefund = {
  readonly refund: string
  readonly day: string
  readonly guest: GuestName
  readonly restMinor: bigint
  readonly interestMinor: bigint
}

export type StatementReturn = {
  readonly payout: string
  readonly day: string
  readonly amountMinor: bigint
}

/** Of what a sum is made. The parts come to `amountMinor`; what they do not is said. The uses are turned over. */
export type StatementView = {
  readonly own: OwnShop
  readonly from: string
  readonly through: string
  /** The line of a settlement; null for what no settlement has yet. */
  readonly paid: PaidLine | OpenLine | null
  readonly amountMinor: bigint
  /** All uses, and what they are worth. */
  readonly usesCount: number
  readonly usesMinor: bigint
  /** Those of this page. */
  readonly uses: readonly StatementUse[]
  readonly isFirst: boolean
  /** The cursor of the page after. */
  readonly next: string | null
  readonly refunds: readonly StatementRefund[]
  readonly refundsMinor: bigint
  readonly returned: readonly StatementReturn[]
  readonly returnedMinor: bigint
  /** What the parts above do not explain: nothing, unless refunds are so many that they were cut off. */
  readonly otherMinor: bigint
  readonly fileHref: string | null
}
