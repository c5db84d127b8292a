/**
 * The accounts of prepaid money, all in CNY. What is at the bank is owed to somebody at every entry:
 *
 *     bank + differences = suspense + in transit + Σ contracts + Σ shops
 */
import type { Transfer } from '#kernel/money/transfer.ts'

/** The deposit account at the designated bank, as this book has it. */
export const BANK = 'prepaid.bank'
/** Money in that nobody has matched to a contract yet. */
export const SUSPENSE = 'prepaid.suspense'
/** Ordered from the bank, and not booked by it yet. */
export const IN_TRANSIT = 'prepaid.in-transit'
/** What the bank booked otherwise than it was told, until it puts that right. */
export const DIFFERENCES = 'prepaid.differences'

/** What is held for the consumer of a contract: paid − counted − refunded. */
export const contractAccount = (contract: string): string => `prepaid.contract/${contract}`
/** What uses have earned for a shop and was not paid to it yet. */
export const shopAccount = (shop: string): string => `prepaid.shop/${shop}`

/**
 * No account may fall below zero, save the bank's: what the bank booked is a fact, and must be recorded even
 * when it pays twice what it held once.
 */
export function openAccount(account: string, side: 'debit' | 'credit'): Transfer {
  return { op: 'open', account, currency: 'CNY', side, overdraft: account === BANK }
}

/** Nothing where there is nothing to move: a transfer of zero is none. */
export function move(debit: string, credit: string, amountMinor: bigint): readonly Transfer[] {
  return amountMinor === 0n ? [] : [{ op: 'move', debit, credit, amountMinor }]
}
