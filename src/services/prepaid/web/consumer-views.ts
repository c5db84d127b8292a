/** What the pages of a consumer show. Money in fen, instants as RFC 3339, days as legal days. */
import type { Cause, Offer, Words } from '../contract.ts'
import type { Step } from '../domain/refund-formulas.ts'
import type { ContractState, RefundState, UseState } from '../domain/rows.ts'

/** A card in the list. */
export type CardLine = {
  readonly contract: string
  readonly shop: string
  readonly shopName: Words
  readonly offerName: Words
  readonly kind: Offer['kind']
  readonly state: ContractState
  /** What is held for the consumer now. */
  readonly heldMinor: bigint
  readonly usesTotal: number
  readonly usesCounted: number
  readonly usesOpen: number
  readonly usesContested: number
  readonly signedAt: string
  /** The last day on which it may be used; null before it is paid. */
  readonly validThrough: string | null
}

/** A use that the consumer is asked about. */
export type Question = {
  readonly contract: string
  readonly shopName: Words
  readonly offerName: Words
  readonly use: UseLine
  /** What the consumer would still hold after a yes. */
  readonly heldAfterMinor: bigint
  /** When silence counts as yes, with the days until then. */
  readonly silence: Deadline
}

/** The last day of a deadline, and every day on the way to it from today on. */
export type Deadline = {
  readonly day: string
  readonly days: readonly { readonly day: string; readonly kind: 'working' | 'rest' }[]
  readonly isProvisional: boolean
}

export type UseLine = {
  readonly use: string
  readonly n: number
  readonly state: UseState
  readonly amountMinor: bigint
  readonly servedOn: string
  readonly servedAt: string
  readonly via: string
  readonly requestedAt: string
  readonly answeredAt: string | null
  /** Until when a yes may be contested; null where it may not. */
  readonly contestUntil: string | null
  readonly maturesOn: string | null
  /** The entries of the request and of the last change. */
  readonly entry: number
  readonly stateEntry: number
  readonly stateRootHex: string
}

export type CardsView = {
  readonly book: string
  readonly questions: readonly Question[]
  readonly cards: readonly CardLine[]
  /** Cards that are over; shown below the others. */
  readonly past: readonly CardLine[]
  readonly heldMinor: bigint
}

export type Preview = {
  readonly cause: Cause
  readonly refundMinor: bigint
  readonly steps: readonly Step[]
  readonly articles: readonly number[]
  /** Whether the notary has something to decide, so that this is a proposal. */
  readonly isProposal: boolean
}

/** Open uses count as given in a sum before it is decided: what more goes back should none of them have been. */
export type OpenPreview = Preview & { readonly ifNotGivenMinor: bigint }

export type RefundLine = {
  readonly refund: string
  readonly cause: Cause
  readonly state: RefundState
  readonly answer: string | null
  readonly askedAt: string
  readonly answerDue: Deadline | null
  readonly decidedAt: string | null
  readonly paidAt: string | null
  readonly amountMinor: bigint | null
  readonly interestMinor: bigint | null
  readonly interestOwedMinor: bigint | null
  readonly entry: number
}

/** What each side said; null where it said nothing, or the reader may not know it. */
export type RefundWords = {
  readonly consumer: string | null
  readonly shop: string | null
  readonly notary: string | null
  /** The account that the consumer gave after the bank had sent the money back. */
  readonly account: string | null
}

export type CardView = {
  readonly book: string
  readonly card: CardLine
  readonly priceMinor: bigint
  readonly offer: Offer
  readonly questions: readonly Question[]
  /** The newest first. */
  readonly uses: readonly UseLine[]
  readonly hasMoreUses: boolean
  /** Until when the whole may be asked back without a reason; null where that is over or was given up. */
  readonly sevenDaysUntil: Deadline | null
  /** What would come back by cause; empty where no refund can be asked for now. */
  readonly previews: readonly OpenPreview[]
  readonly refund: RefundLine | null
  readonly refundWords: RefundWords | null
  /** How to pay, before it was paid. */
  readonly payment: {
    readonly accountName: Words
    readonly officeName: Words
    readonly dueDay: string
    readonly canPayHere: boolean
  } | null
  readonly entry: number
  readonly paidEntry: number | null
  readonly receipts: number
}

/** A clause of the contract in plain words. */
export type ClauseLine = {
  readonly title: Words
  readonly sentences: readonly { readonly words: Words; readonly source: Words | null }[]
}

export type BuyView = {
  readonly book: string
  readonly product: string
  readonly shop: string
  readonly shopName: Words
  readonly offer: Offer
  readonly officeName: Words
  readonly clauses: readonly ClauseLine[]
  readonly textSha256: string
  readonly canBuy: boolean
}

export type RefundPageView = {
  readonly book: string
  readonly card: CardLine
  readonly priceMinor: bigint
  readonly preview: OpenPreview
  readonly answerWorkingDays: number
}

/** An entry that concerns the reader. */
export type ReceiptLine = {
  readonly number: number
  readonly index: number
  readonly type: string
  readonly at: string
}
