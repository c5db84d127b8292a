/** What the pages of handovers are given. Instants are RFC 3339. */
import type { Words } from '#web/kit/language.ts'
import type { ReceiptFile } from '#web/kit/Receipt.tsx'
import type { Balance } from '../domain/balance.ts'
import type { Standing } from '../domain/reconcile.ts'
import type { Difference } from '../contract.ts'

export type ConsignmentLine = {
  /** The sender's book. */
  readonly book: string
  readonly consignment: string
  readonly isOurs: boolean
  readonly otherName: Words
  readonly placeOfDispatch: Words
  readonly placeOfReceipt: Words
  readonly packages: number
  readonly standing: Standing
  readonly receiveBy: string
  /** Whether the reader's side has to do something. */
  readonly awaitsUs: boolean
}

export type ConsignmentsView = {
  readonly ownName: Words
  readonly bookName: Words
  readonly arriving: readonly ConsignmentLine[]
  readonly sent: readonly ConsignmentLine[]
}

export type NamedOption = { readonly value: string; readonly name: Words }

export type SendView = {
  readonly ownName: Words
  /** Companies of the books whose answers this book can verify. */
  readonly consignees: readonly NamedOption[]
  readonly places: readonly NamedOption[]
  /** A week from today: the value at first. */
  readonly receiveBy: string
}

export type DropView = {
  /** A week from today: the value at first of a return's time limit. */
  readonly returnBy: string
}

/** An entry of either book, as a step of the way. */
export type WayStep = {
  readonly book: string
  readonly bookName: Words
  readonly index: number
  readonly at: string
  readonly act: Words
  readonly summary: Words
  readonly facts: readonly { readonly term: Words; readonly value: Words }[]
  /** What the other book's receipt was believed by; null where nothing crossed. */
  readonly proof: ProofSaid | null
  readonly isGrave: boolean
  /** Whether it stands in the reader's own book. */
  readonly isOurs: boolean
  readonly receipt: ReceiptFile
}

export type ProofSaid = {
  readonly level: 'logged' | 'witnessed'
  readonly cosigners: readonly Words[]
  /** The entry of the book that adopted the policy. */
  readonly policyEntry: number
}

/** The other book's receipt, checked as the decider would, before anybody acts on it. */
export type CheckedReceipt = {
  readonly text: string
  readonly origin: string
  readonly index: number
  readonly judged:
    | { readonly isProven: true; readonly said: ProofSaid; readonly provenAt: string }
    | { readonly isProven: false; readonly code: string; readonly why: Words }
}

export type Step =
  | { readonly kind: 'none' }
  | { readonly kind: 'receive'; readonly receipt: CheckedReceipt }
  | { readonly kind: 'return'; readonly sentEntry: number; readonly arrived: number }
  | { readonly kind: 'take-back'; readonly receipt: CheckedReceipt; readonly returned: number }
  | { readonly kind: 'bring'; readonly receipt: CheckedReceipt }
  | { readonly kind: 'write-off' }
  | { readonly kind: 'wait' }

export type ConsignmentView = {
  readonly book: string
  readonly consignment: string
  /** Of the sender's log. */
  readonly origin: string
  readonly isSender: boolean
  readonly senderName: Words
  readonly receiverName: Words
  readonly carrierName: Words | null
  readonly fromBook: Words
  readonly toBook: Words
  readonly placeOfDispatch: Words
  readonly placeOfReceipt: Words
  readonly packages: number
  readonly grossWeightGrams: number
  readonly receiveBy: string
  readonly standing: Standing
  readonly balance: Balance
  readonly differences: readonly Difference[]
  /** What only the parties know; null for what was not given, or was erased. */
  readonly confidential: {
    readonly goods: string | null
    readonly seal: string | null
    readonly reference: string | null
  }
  readonly steps: readonly WayStep[]
  readonly next: Step
  /** A week from today: the value at first of a return's time limit. */
  readonly returnBy: string
}

export type ReconciliationView = {
  readonly bookName: Words
  readonly lines: readonly {
    readonly from: Words
    readonly to: Words
    readonly fromBook: string
    readonly consignment: string
    readonly standing: Standing
    readonly sent: number | null
    readonly arrived: number | null
    readonly returned: number | null
    readonly takenBack: number | null
    readonly entry: number | null
    readonly arrivalEntry: number | null
    readonly toBook: string
  }[]
  readonly openCount: number
  readonly couriers: readonly {
    readonly from: Words
    readonly to: Words
    readonly nextEntry: number
    readonly waitsFor: string | null
    readonly parked: number
  }[]
}
