/**
 * The bank at which a book's deposit account is held, as the hub sees it. Two things pass: orders to pay, and
 * what the bank has booked. Whatever stands behind it, a simulation or a bank's own interface, keeps these
 * promises; that it is late, sends twice or pays wrong amounts is no breach of them but the trade.
 */
import type { LegalDay } from '#kernel/time/legal-day.ts'

/** Where a payout goes: back to whoever paid an entry that the bank booked, or to an account. */
export type Destination =
  | { readonly kind: 'payer-of'; readonly bankEntry: string }
  | { readonly kind: 'account'; readonly account: string }

export interface Instruction {
  /** The payout's id, for ever: the bank names it in its debit and in a return. */
  readonly payout: string
  /** In fen, above zero. */
  readonly amountMinor: bigint
  readonly to: Destination
}

/** A line that the bank has booked on the deposit account. */
export interface BankLine {
  /** The bank's own running number on this account, from 1, without gaps. */
  readonly sequence: number
  /** The bank's id of the entry; the same entry sent again has the same id under another number. */
  readonly bankEntry: string
  /** Money in; a payout booked; a payout that came back; the bank puts an entry right. */
  readonly kind: 'credit' | 'debit' | 'return' | 'correction'
  readonly amountMinor: bigint
  /** As the payer wrote it; of a debit and a return the payout, of a correction the entry that it puts right. */
  readonly reference: string
  readonly valueDay: LegalDay
  /** Who paid, where the bank says so. Personal. */
  readonly payer: string | null
}

export interface Statement {
  readonly day: LegalDay
  /** The balance at the end of the day, in fen. */
  readonly closingMinor: bigint
  /** The last line that the balance contains. */
  readonly sequence: number
}

export interface BankPort {
  /**
   * In their order. When it resolves the bank has the orders and will not lose one. The same order again changes
   * nothing. It rejects when the bank cannot be reached, and then it is unknown which of them it has; what the bank
   * takes and cannot carry out comes back as a line. Another amount under a known payout is a defect of ours and
   * rejects.
   */
  order(instructions: readonly Instruction[]): Promise<void>
  /**
   * Lines after a running number, in order, at most `limit`. What was answered once is answered again, the
   * same, for as long as the account exists; `next` is where to go on.
   */
  entriesAfter(
    sequence: number,
    limit: number,
  ): Promise<{ readonly entries: readonly BankLine[]; readonly next: number }>
  /** Null until the bank has closed the day. Afterwards no line is booked into it, and the answer stays. */
  statement(day: LegalDay): Promise<Statement | null>
}
