/** What the pages of a shop's counter show. Money in fen, instants as RFC 3339, days as legal days. */
import type { CodeDrawing } from '#web/kit/QrCode.tsx'
import type { Offer, Words } from '../contract.ts'
import type { ShopState, UseState } from '../domain/rows.ts'
import type { Deadline, Preview, RefundLine, RefundWords } from './consumer-views.ts'

/** A customer as a counter says it: never the whole name, never the whole number. */
export type GuestName = {
  readonly name: Words
  /** The last four digits of the telephone; null where none was given. */
  readonly tail: string | null
}

/** Whose counter it is; a shop that is not approved records nothing. */
export type OwnShop = {
  readonly book: string
  readonly shop: string
  readonly name: Words
  /** Null before it applied. */
  readonly state: ShopState | null
  /** Whether the reader leads it: a clerk serves and does not count money. */
  readonly isHead: boolean
}

/** A card of somebody who is here. */
export type GuestCard = {
  readonly contract: string
  readonly guest: GuestName
  readonly offerName: Words
  readonly kind: Offer['kind']
  readonly heldMinor: bigint
  readonly usesTotal: number
  readonly usesCounted: number
  readonly usesOpen: number
  readonly usesContested: number
  readonly validThrough: string | null
  /** The class that would be recorded now; null where there is none to record. */
  readonly next: NextClass | null
  /** Why there is none. */
  readonly why: 'period' | 'used-up' | 'over' | null
}

export type NextClass = {
  readonly n: number
  readonly amountMinor: bigint
  /** When silence counts as yes, and after how many working days of it. */
  readonly silence: Deadline
  readonly deemedWorkingDays: number
  /** Until when the customer may contest what the counter answered for them. */
  readonly contestUntil: string
  /** What stands in the form at first: today, and the time of the day. */
  readonly servedOn: string
  readonly servedAt: string
}

export type Found =
  | { readonly kind: 'none' }
  | { readonly kind: 'malformed' | 'nobody' }
  | { readonly kind: 'cards'; readonly cards: readonly [GuestCard, ...GuestCard[]] }

export type TodayLine = {
  readonly use: string
  readonly at: string
  readonly guest: GuestName
  readonly offerName: Words
  readonly kind: Offer['kind']
  readonly n: number
  readonly usesTotal: number
  readonly amountMinor: bigint
  readonly servedOn: string
  readonly servedAt: string
  readonly via: string
  readonly state: UseState
  readonly answeredAt: string | null
  /** The last day on which the customer may answer, while that is waited for. */
  readonly answerBy: string
  readonly maturesOn: string | null
  /** Why it is contested, where it is. */
  readonly reason: string | null
  readonly entry: number
  readonly stateEntry: number
  readonly mayWithdraw: boolean
}

export type Purse = {
  readonly waiting: { readonly uses: number; readonly amountMinor: bigint }
  readonly contested: { readonly uses: number; readonly amountMinor: bigint }
  /** Confirmed, and may still be contested. */
  readonly maturingMinor: bigint
  /** The first day at whose end some of that may be paid. */
  readonly nextDay: string | null
  /** May be paid, and waits for the next settlement. */
  readonly readyMinor: bigint
  /** Held by a settlement that waits for its approval. */
  readonly promisedMinor: bigint
  /** The shop's own: what of it matures, is ready and is promised. */
  readonly ownMinor: bigint
}

export type CounterView = {
  readonly own: OwnShop
  readonly q: string
  readonly found: Found
  readonly code: CodeDrawing
  readonly today: readonly TodayLine[]
  readonly hasMore: boolean
  /** Null for whoever does not count the shop's money. */
  readonly purse: Purse | null
}

export type UnansweredRefund = {
  readonly refund: string
  readonly guest: GuestName
  readonly offerName: Words
  readonly cause: RefundLine['cause']
  readonly answerDue: Deadline | null
  readonly amountMinor: bigint
}

export type TodayView = {
  readonly own: OwnShop
  readonly day: string
  readonly isToday: boolean
  /** What was typed was no day. */
  readonly isMalformed: boolean
  readonly before: string
  /** Null on the last day that there is. */
  readonly after: string | null
  readonly uses: readonly TodayLine[]
  readonly hasMore: boolean
  readonly contested: readonly TodayLine[]
  /** The nearest deadline first; empty for whoever may not answer. */
  readonly refunds: readonly UnansweredRefund[]
}

export type WithdrawView = { readonly own: OwnShop; readonly line: TodayLine }

export type ShopRefundView = {
  readonly own: OwnShop
  readonly guest: GuestName
  readonly offerName: Words
  readonly offer: Offer
  readonly refund: RefundLine
  readonly words: RefundWords
  readonly heldMinor: bigint
  readonly preview: Preview
  readonly mayAnswer: boolean
}
