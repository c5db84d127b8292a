/** What the notary's desk shows. Money in fen, instants as RFC 3339, days as legal days. */
import type { Cause, Industry, Words } from '../contract.ts'
import type {
  BankEntryState,
  ContractState,
  RefundState,
  SettlementState,
  ShopState,
  UseState,
} from '../domain/rows.ts'
import type { Deadline, Preview, RefundWords } from './consumer-views.ts'
import type { CaseKind, DeskFilter, Queue } from './desk-paths.ts'

/** Somebody of the office: the book knows a pseudonym, never a name. */
export type Colleague = {
  readonly party: string
  readonly isYou: boolean
  /** As the office registered them; absent where that is not known. */
  readonly name?: string
}

/** What must be equal at every entry, and at the end of every day with the bank. */
export type Reconciliation = {
  /** The last day of which the bank stated its closing balance; null before the first. */
  readonly statement: {
    readonly day: string
    readonly closingMinor: bigint
    readonly bookMinor: bigint
    readonly heldMinor: bigint
    readonly entry: number
  } | null
  /** Now: recounted from the figures of the contracts, and by the ledger. */
  readonly countedMinor: bigint
  readonly ledgerMinor: bigint
  /** What the bank booked otherwise than it was told, and has not put right. */
  readonly differencesMinor: bigint
}

/** What a line of the work list is about. */
export type Matter =
  | 'settlement-proposed'
  | 'refund-asked'
  | 'refund-right'
  | 'refund-unanswered'
  | 'refund-agreed'
  | 'refund-objected'
  | 'refund-returned'
  | 'money-suspended'
  | 'money-proposed'
  | 'use-contested'
  | 'shop-applied'
  | 'bank-differed'

export type WorkLine = {
  readonly kind: CaseKind
  readonly id: string
  readonly queue: Queue
  readonly matter: Matter
  /** The shop, where there is one. */
  readonly name: Words | null
  /** The contract, or how many shops; what tells it from its neighbours. */
  readonly about: string
  readonly shops: number
  readonly amountMinor: bigint | null
  /** By the nearest legal clock; null where no law and no contract sets one. */
  readonly due: {
    readonly day: string
    readonly workingDays: number
    readonly isProvisional: boolean
  } | null
  /** Since when it waits. */
  readonly since: string
  /** How many unpaid contracts it may be for, where it is money without one. */
  readonly likely: number
}

export type DeskView = {
  readonly book: string
  readonly reconciliation: Reconciliation
  readonly counts: Readonly<Record<Queue, number>>
  readonly filter: DeskFilter
  readonly lines: readonly WorkLine[]
  /** How many there are with this filter, before they were cut into pages. */
  readonly found: number
  readonly pageLines: number
  readonly selected: CaseView | null
}

/** Who may decide, or why it is not the reader. */
export type Approval = 'may' | 'own-proposal' | 'not-approver' | 'decided'

export type SettlementCase = {
  readonly kind: 'settlement'
  readonly settlement: string
  readonly state: SettlementState
  readonly through: string
  readonly proposedBy: Colleague
  readonly proposedAt: string
  readonly approver: Colleague
  /** Who may approve instead, because the approver is away today. */
  readonly substitute: Colleague | null
  readonly decidedBy: Colleague | null
  readonly decidedAt: string | null
  readonly approval: Approval
  readonly expires: Deadline
  readonly amountMinor: bigint
  readonly uses: number
  readonly lines: readonly {
    readonly shop: string
    readonly name: Words | null
    readonly from: string
    readonly through: string
    readonly uses: number
    readonly amountMinor: bigint
  }[]
  /** What these shops have earned in all and was not paid; null once it is decided. */
  readonly earnedMinor: bigint | null
  /** Recounted from the uses themselves; null where there are too many for a page. */
  readonly recounted: { readonly uses: number; readonly amountMinor: bigint } | null
  readonly contestedUses: number
  readonly ledgerMinor: bigint
  readonly entry: number
  readonly rootHex: string
}

/** A cause with its arithmetic, as far as it can be said before the decision. */
export type RefundOption = Preview & {
  readonly withheldMinor: bigint
  /** What becomes the shop's. */
  readonly restMinor: bigint
  readonly interest: {
    readonly dueMinor: bigint
    readonly days: number
    readonly ratePerMillion: number
    readonly rate: string
    readonly isChoice: boolean
    readonly unconfirmed: boolean
  }
}

export type RefundCase = {
  readonly kind: 'refund'
  readonly refund: string
  readonly contract: string
  readonly shopName: Words | null
  readonly offerName: Words
  readonly giftInKind: Words | null
  readonly state: RefundState
  readonly standing: 'asked' | 'right' | 'agreed' | 'objected' | 'closed'
  readonly cause: Cause
  readonly answer: string | null
  readonly askedAt: string
  readonly answerDue: Deadline | null
  readonly decidedAt: string | null
  readonly paidAt: string | null
  readonly hasPriorExperience: boolean
  readonly isRenewal: boolean
  readonly priceMinor: bigint
  readonly unansweredUses: number
  readonly words: RefundWords
  readonly contestedUses: number
  /** The asked cause first; all causes that may be found where the shop objected. */
  readonly options: readonly RefundOption[]
  /** As it was decided. */
  readonly decided: {
    readonly amountMinor: bigint
    readonly interestMinor: bigint
    readonly interestOwedMinor: bigint
  } | null
  /** Whether a returned refund has somewhere else to go. */
  readonly hasAccount: boolean
  /** Whether that is an account which the consumer gave, and not the one that paid. */
  readonly givenAccount: boolean
  readonly entry: number
  readonly rootHex: string
}

export type UnpaidLine = {
  readonly contract: string
  readonly shopName: Words | null
  readonly priceMinor: bigint
  readonly signedAt: string
  readonly payBy: string
  /** Whether the payer's words name it, or nearly. */
  readonly isNamed: boolean
}

export type MoneyCase = {
  readonly kind: 'money'
  readonly bankEntry: string
  readonly bankKind: string
  readonly state: BankEntryState
  readonly reason: string | null
  readonly amountMinor: bigint
  readonly reference: string
  /** Confidential, disclosed to the office; null where the bank said nothing. */
  readonly payer: string | null
  readonly valueDay: string
  readonly recordedAt: string
  readonly likely: readonly UnpaidLine[]
  readonly proposedBy: Colleague | null
  /** What was proposed: a contract, or null to send it back. */
  readonly proposedContract: string | null
  readonly approval: Approval
  readonly entry: number
  readonly rootHex: string
}

export type UseCase = {
  readonly kind: 'use'
  readonly use: string
  readonly contract: string
  readonly shopName: Words | null
  readonly offerName: Words
  readonly n: number
  readonly state: UseState
  readonly via: string
  readonly amountMinor: bigint
  readonly servedOn: string
  readonly servedAt: string
  readonly requestedAt: string
  readonly contestedAt: string | null
  /** One of CONTEST_REASONS. */
  readonly reason: string | null
  /** What the consumer wrote besides; null where nothing was written. */
  readonly detail: string | null
  readonly contractState: ContractState
  readonly entry: number
  readonly stateEntry: number
  readonly rootHex: string
}

export type ShopCase = {
  readonly kind: 'shop'
  readonly shop: string
  readonly name: Words | null
  readonly state: ShopState
  readonly industry: Industry
  readonly areaName: Words
  readonly licence: string
  readonly leaseEndsOn: string
  readonly isLeaseOver: boolean
  readonly appliedAt: string
  readonly decidedAt: string | null
  readonly settledThrough: string | null
  readonly entry: number
}

export type DifferenceCase = {
  readonly kind: 'difference'
  readonly bankEntry: string
  readonly bankKind: string
  readonly state: BankEntryState
  readonly reason: string | null
  readonly amountMinor: bigint
  readonly payout: { readonly payout: string; readonly amountMinor: bigint } | null
  readonly valueDay: string
  readonly recordedAt: string
  readonly entry: number
}

/** A settlement that nobody has proposed yet. */
export type SettleCase = {
  readonly kind: 'settle'
  readonly through: string
  /** The last day that is over. */
  readonly latest: string
  readonly shops: readonly {
    readonly shop: string
    readonly name: Words | null
    readonly from: string
    readonly uses: number
    readonly amountMinor: bigint
  }[]
  readonly notaries: readonly Colleague[]
}

export type SubstituteCase = {
  readonly kind: 'substitute'
  readonly today: string
  readonly notaries: readonly Colleague[]
  readonly absences: readonly {
    readonly notary: Colleague
    readonly substitute: Colleague
    readonly from: string
    readonly until: string
    readonly entry: number
  }[]
}

export type ShopsCase = {
  readonly kind: 'shops'
  readonly shops: readonly {
    readonly shop: string
    readonly name: Words | null
    readonly state: ShopState
    readonly leaseEndsOn: string
    readonly settledThrough: string | null
  }[]
}

export type CaseView =
  | SettlementCase
  | RefundCase
  | MoneyCase
  | UseCase
  | ShopCase
  | DifferenceCase
  | SettleCase
  | SubstituteCase
  | ShopsCase

/** What every case is given besides itself. */
export type CaseProps<View> = {
  readonly book: string
  readonly filter: DeskFilter
  readonly view: View
}
