/** What a use is worth, and when its money may leave: integers only, and the parts sum to the price. */
import { endOfDayMs, legalDayOf, addDays, type LegalDay } from '#kernel/time/legal-day.ts'
import { addWorkingDays, workingDeadline } from '#kernel/time/working-days.ts'
import { assert } from '#kernel/std/assert.ts'
import type { Terms } from '../contract.ts'
import type { ContractRow } from './rows.ts'
import { offerOf, TRANCHE_DAYS } from './signed.ts'

/**
 * The tranche of the next class of a count card, in fen: an equal part, rounded down, and for the last one
 * left whatever is left. A class that was withdrawn or lost gives its part back, so all of them always
 * come to the price.
 */
export function nextTrancheMinor(contract: ContractRow): bigint {
  const { priceMinor, usesTotal, usesCounted, usesOpen, countedMinor, openMinor } = contract
  const isLast = usesCounted + usesOpen === usesTotal - 1
  return isLast ? priceMinor - countedMinor - openMinor : priceMinor / BigInt(usesTotal)
}

/** The last legal day of tranche n (from 1) of a period card that was paid on a day. */
export function trancheEndsOn(contract: ContractRow, n: number): LegalDay {
  assert(contract.paidAt !== null, 'a card runs from its payment')
  const days = Math.min(n * TRANCHE_DAYS, periodDays(contract))
  return addDays(legalDayOf(contract.paidAt), days - 1)
}

/** The tranche of days 30(n − 1) + 1 to 30n, in fen: rounded as running totals, so the parts sum up. */
export function periodTrancheMinor(contract: ContractRow, n: number): bigint {
  const total = periodDays(contract)
  const upTo = (days: number) =>
    (contract.priceMinor * BigInt(Math.min(days, total))) / BigInt(total)
  return upTo(n * TRANCHE_DAYS) - upTo((n - 1) * TRANCHE_DAYS)
}

function periodDays(contract: ContractRow): number {
  const offer = offerOf(contract.offer)
  assert(offer.kind === 'period', 'only a period card has days')
  return offer.days + offer.giftDays
}

export interface Answering {
  /** Until when the answer may be contested. */
  readonly objectionEndsAtMs: number
  /** The legal day at whose end the tranche may be paid out. */
  readonly maturesOn: LegalDay
}

/** What follows from a yes now: the later of the objection window and the end of the seven days. */
export function answering(
  contract: ContractRow,
  nowMs: number,
  objectionWorkingDays: number,
): Answering {
  const objection = workingDeadline(nowMs, objectionWorkingDays)
  return {
    objectionEndsAtMs: objection.endsMs,
    maturesOn: laterOf(objection.day, contract),
  }
}

/** A day, or the last of the seven days if that is later and the right to them was not given up. */
export function laterOf(day: LegalDay, contract: ContractRow): LegalDay {
  const { coolingOffEndsAt, hasPriorExperience } = contract
  if (coolingOffEndsAt === null || hasPriorExperience) return day
  const last = legalDayOf(coolingOffEndsAt - 1)
  return last > day ? last : day
}

export interface Silence {
  readonly deemedAtMs: number
  /** The earliest first; all before the silence counts. */
  readonly remindAtMs: readonly number[]
}

const NINE_O_CLOCK_MS = 9 * 3_600_000
const DAY_MS = 86_400_000

/**
 * No calendar makes the reminder after so many earlier ones due sooner than this: working days are at least as
 * long as days. A reminder is due by its entry, and the list of rest days may have changed since.
 */
export function earliestReminderMs(
  requestedAt: number,
  reminders: number,
  { deemedWorkingDays, remindersBeforeWorkingDays }: Terms,
): number | undefined {
  const before = remindersBeforeWorkingDays
    .filter((days) => days < deemedWorkingDays)
    .toSorted((a, b) => b - a)[reminders]
  if (before === undefined) return undefined
  return nineOClockMs(addDays(legalDayOf(requestedAt), deemedWorkingDays - before))
}

const nineOClockMs = (day: LegalDay): number => endOfDayMs(day) - DAY_MS + NINE_O_CLOCK_MS

/** When silence on a use that was requested now becomes a yes, and when the consumer is reminded. */
export function silenceFrom(nowMs: number, terms: Terms): Silence {
  const { deemedWorkingDays, remindersBeforeWorkingDays } = terms
  const today = legalDayOf(nowMs)
  const remindAtMs = remindersBeforeWorkingDays
    .filter((before) => before < deemedWorkingDays)
    .map((before) => nineOClockMs(addWorkingDays(today, deemedWorkingDays - before)))
    .filter((ms) => ms > nowMs)
    .toSorted((a, b) => a - b)
  return { deemedAtMs: workingDeadline(nowMs, deemedWorkingDays).endsMs, remindAtMs }
}
