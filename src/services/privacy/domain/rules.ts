/**
 * Until when the law wants records kept. One rule is worked out: Electronic Commerce Law of the PRC (in force
 * since 2019-01-01), art. 31: a platform keeps information on goods, services and transactions for no less than
 * three years from the day on which the transaction is completed. A book may keep longer (periods.ts). That a hub of prepaid money is such a platform,
 * and that name, telephone and free words belong to the information, are choices; they keep more, not less.
 *
 * Of other duties (a notary's files, Notary Law art. 35; accounts, Accounting Law) the laws that were read name
 * no period, so none is computed here: whoever answers for them says so before approving.
 */
import { retentionOf, type RetentionRow } from '#kernel/parties/retention.ts'
import type { PartyId } from '#kernel/identity/principal.ts'
import type { Reader } from '#kernel/rows/rows.ts'
import type { JsonObject } from '#kernel/std/json.ts'
import { endOfDayMs, legalDayOf, parseLegalDay, type LegalDay } from '#kernel/time/legal-day.ts'
import { RULE_ID } from '../contract.ts'
import { periodOf, type Period } from './periods.ts'

/** What the rule says of a subject at an instant, in a book that keeps for this period. */
export type Duty = { readonly period: Period } & (
  | {
      /** Records are still being made: the earliest day on which the duty could end. */
      readonly kind: 'running'
      readonly running: number
      readonly earliestMs: number
    }
  /** The last transaction is completed: the duty ends with this day. */
  | { readonly kind: 'kept'; readonly completedOn: LegalDay; readonly untilMs: number }
  /** Nothing has to be kept, or not any more. */
  | { readonly kind: 'none'; readonly completedOn: LegalDay | null }
)

export function dutyOf(rows: Reader, subject: PartyId, nowMs: number): Duty {
  return dutyFrom(retentionOf(rows, subject), nowMs, periodOf(rows))
}

export function dutyFrom(
  { running, completedAt }: Pick<RetentionRow, 'running' | 'completedAt'>,
  nowMs: number,
  period: Period,
): Duty {
  const { years } = period
  if (running > 0) return { kind: 'running', running, earliestMs: endOfDuty(nowMs, years), period }
  if (completedAt === null) return { kind: 'none', completedOn: null, period }
  const completedOn = legalDayOf(completedAt)
  const untilMs = endOfDuty(completedAt, years)
  return nowMs < untilMs
    ? { kind: 'kept', completedOn, untilMs, period }
    : { kind: 'none', completedOn, period }
}

/** The end of the day so many years later; after 29 February that of 1 March, for it is no less than so many years. */
export function endOfDuty(completedAtMs: number, years: number): number {
  const [year = '', ...rest] = legalDayOf(completedAtMs).split('-')
  const later = String(Number(year) + years)
  return endOfDayMs(parseLegalDay([later, ...rest].join('-')) ?? `${later}-03-01`)
}

/** The answer of the rule, as entries and refusals hold it: rule, article and dates, and who made it longer. */
export function dutyToJson(duty: Duty): JsonObject {
  const { years, set } = duty.period
  const setBy = set === null ? {} : { setBy: set.entry, ground: set.ground }
  const rule = { rule: RULE_ID, article: '电子商务法第三十一条', years, ...setBy }
  switch (duty.kind) {
    case 'running':
      return { ...rule, running: duty.running }
    case 'kept':
      return { ...rule, completedOn: duty.completedOn, untilMs: duty.untilMs }
    default:
      return duty.completedOn === null ? rule : { ...rule, completedOn: duty.completedOn }
  }
}
