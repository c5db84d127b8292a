/** What the bank's teller sees: what it booked, what it is told to pay, what it stated. Money in fen. */
import type { BankEntryState } from '../domain/rows.ts'

export type BankView = {
  readonly book: string
  readonly entries: readonly {
    readonly bankEntry: string
    readonly bankKind: string
    readonly amountMinor: bigint
    readonly valueDay: string
    readonly state: BankEntryState
    readonly entry: number
  }[]
  readonly ordered: readonly {
    readonly payout: string
    readonly kind: string
    readonly amountMinor: bigint
    readonly orderedAt: string
    readonly entry: number
  }[]
  readonly statements: readonly {
    readonly day: string
    readonly closingMinor: bigint
    readonly bookMinor: bigint
    readonly entry: number
  }[]
}
