/**
 * The refund of a contract, and what is withheld of it while uses are contested: a contested use counts as
 * used until it is decided, and the difference that it makes stays in the contract's account. The differences
 * of all contested uses sum up to what is withheld, in whichever order they are decided. Before the decision a
 * use that waits for its answer is reckoned like a contested one; the decision waits for the answer.
 */
import { assert } from '#kernel/std/assert.ts'
import { isJsonObject } from '#kernel/std/canonical-json.ts'
import { wholeIn } from '#kernel/std/facts.ts'
import { daysBetween, legalDayOf, type LegalDay } from '#kernel/time/legal-day.ts'
import type { Cause } from '../contract.ts'
import { refundOf, type RefundAnswer } from './refund-formulas.ts'
import type { ContractRow, RefundRow, UseRow } from './rows.ts'
import { offerOf } from './signed.ts'

/** What is in the account of a contract of which nothing was refunded yet. */
export function heldMinorOf({ priceMinor, countedMinor }: ContractRow): bigint {
  return priceMinor - countedMinor
}

/** The day of a period card that is over with `day`; 0 before it began, and never more than it has. */
function daysUsedOn(contract: ContractRow, day: LegalDay): number {
  const { paidAt } = contract
  return paidAt === null ? 0 : Math.max(0, daysBetween(legalDayOf(paidAt), day) + 1)
}

/** What the refund depends on, besides the contract. */
export interface RefundOn {
  readonly cause: Cause
  /** The day on which it was asked for, or the shop stopped if that was earlier. */
  readonly day: LegalDay
  /** Whether open uses, contested or not answered yet, are taken for used, or for none. */
  readonly contested: 'used' | 'unused'
}

/** What would go back of a contract of which nothing was refunded yet. */
export function refundOfContract(contract: ContractRow, on: RefundOn): RefundAnswer {
  const isUsed = on.contested === 'used'
  const { usesCounted, usesOpen, countedMinor, openMinor, returnedMinor } = contract
  return refundOf({
    offer: offerOf(contract.offer),
    cause: on.cause,
    usesCounted: usesCounted + (isUsed ? usesOpen : 0),
    countedMinor: countedMinor + (isUsed ? openMinor : 0n),
    returnedMinor: returnedMinor + (isUsed ? 0n : openMinor),
    daysUsed: daysUsedOn(contract, on.day),
    heldMinor: heldMinorOf(contract),
  })
}

/** Where the part goes that was withheld for one contested use. */
export interface Withheld {
  readonly toConsumerMinor: bigint
  readonly toShopMinor: bigint
}

/**
 * What was withheld for a contested use of a contract that has ended. Rows as they are before the decision;
 * giving in to the contest is deciding it for the consumer. The parts may differ from the tranche, because the
 * refund is by its own formula, and one of them is always nothing.
 */
export function decideWithheld(
  contract: ContractRow,
  refund: RefundRow,
  use: UseRow,
  outcome: 'for-shop' | 'for-consumer',
): Withheld {
  assert(contract.state === 'ended', 'money is withheld only once a contract has ended')
  assert(use.state === 'contested', 'money is withheld for contested uses')
  const partMinor = contract.kind === 'period' ? use.amountMinor : partOf(contract, refund, outcome)
  return outcome === 'for-consumer'
    ? { toConsumerMinor: partMinor, toShopMinor: 0n }
    : { toConsumerMinor: 0n, toShopMinor: partMinor }
}

/**
 * With k uses counted and c contested, refund(k) − refund(k + c) is withheld. For the consumer, k + c falls by
 * one; for the shop, k rises by one and k + c stays.
 */
function partOf(
  { offer, usesCounted: counted, usesContested: contested }: ContractRow,
  { cause, arithmetic }: RefundRow,
  outcome: 'for-shop' | 'for-consumer',
): bigint {
  assert(arithmetic !== null && isJsonObject(arithmetic), 'the refund was decided')
  const heldMinor = BigInt(wholeIn(arithmetic, 'heldMinor'))
  const refundAfter = (usesCounted: number): bigint =>
    refundOf({
      offer: offerOf(offer),
      cause: causeOf(cause),
      usesCounted,
      countedMinor: 0n,
      returnedMinor: 0n,
      daysUsed: 0,
      heldMinor,
    }).refundMinor
  const used = outcome === 'for-shop' ? counted : counted + contested - 1
  return refundAfter(used) - refundAfter(used + 1)
}

/** The cause as a row has it. */
export function causeOf(text: string): Cause {
  if (text === 'seven-day' || text === 'shop' || text === 'consumer') return text
  assert(text === 'neither', 'a refund has a cause')
  return text
}
