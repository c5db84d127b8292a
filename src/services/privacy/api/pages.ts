/** What the pages of one's own data, and of erasures for others, are made of. */
import type pg from 'pg'
import type { PartyId } from '#kernel/identity/principal.ts'
import { formatInstant } from '#kernel/time/clock.ts'
import { legalDayOf } from '#kernel/time/legal-day.ts'
import { erasedWords } from '#platform/http/erased-words.ts'
import type { Words } from '#platform/http/route.ts'
import { countSubjectRows, type Subject } from '#platform/postgres/subject-rows.ts'
import type { Period } from '../domain/periods.ts'
import type { Duty } from '../domain/rules.ts'
import { listProposals } from '../store/proposals.ts'
import { findPeriod, isRegistrar, standingOf } from '../store/standing.ts'
import { listHeldValues, type HeldValue } from '../store/values.ts'
import type { DutyView, ErasuresView, MyDataView, PeriodView, ValueLine } from '../web/views.ts'
import { KEPT_FOR } from '../web/words.ts'
import { allSubjectRows, type Reporting } from './report.ts'

/** A page shows so many; the file has them all. */
const VALUES_SHOWN = 100

export async function loadMyData(
  { pool, installationKey, rows, nowMs }: Reporting,
  subject: Subject,
  actOf: (type: string) => Words,
): Promise<MyDataView> {
  const sections = allSubjectRows(rows)
  const [standing, counts] = await Promise.all([
    standingOf(pool, subject, nowMs),
    Promise.all(sections.map((section) => countSubjectRows(pool, section, subject))),
  ])
  const values: ValueLine[] = []
  let hasMore = false
  for await (const value of listHeldValues(pool, installationKey, subject)) {
    hasMore = values.length === VALUES_SHOWN
    if (hasMore) break
    values.push(valueLine(value, actOf))
  }
  const { duty, hasKey, request, erased } = standing
  const dueAtMs = request?.state === 'planned' ? request.dueAtMs : null
  return {
    book: subject.book,
    party: subject.party,
    values,
    hasMore,
    records: sections.map(({ table, what, purpose, isOutside = false }, place) => {
      return { table, what, isOutside, count: counts[place] ?? 0, keptFor: KEPT_FOR[purpose] }
    }),
    duty: dutyView(duty),
    period: periodView(duty.period),
    canErase: hasKey,
    plannedFor: dueAtMs === null ? null : legalDayOf(dueAtMs),
    erasedOn: erased === null ? null : legalDayOf(erased.atMs),
  }
}

function valueLine(
  { entry, type, atMs, field, value, erasedAtMs }: HeldValue,
  actOf: (type: string) => Words,
): ValueLine {
  const place = { entry, act: actOf(type), at: formatInstant(atMs), field }
  if (value === undefined) return { ...place, value: erasedWords(erasedAtMs) }
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return { ...place, value: { en: text, zh: text } }
}

function dutyView(duty: Duty): DutyView {
  if (duty.kind === 'running') return { kind: 'running', running: duty.running }
  // The day counts as a whole, so its last millisecond is before the end.
  if (duty.kind === 'kept') {
    const throughDay = legalDayOf(duty.untilMs - 1)
    return { kind: 'kept', throughDay, years: duty.period.years }
  }
  return { kind: 'none' }
}

const periodView = ({ years, set }: Period): PeriodView | null => set && { years, ...set }

export async function loadErasures(
  pool: pg.Pool,
  book: string,
  reader: { readonly party: PartyId; readonly organisation?: PartyId },
): Promise<ErasuresView> {
  const { party, organisation = null } = reader
  const [open, period, maySetPeriod] = await Promise.all([
    organisation === null ? [] : listProposals(pool, book, organisation),
    findPeriod(pool, book),
    organisation !== null && isRegistrar(pool, book, { party, organisation }),
  ])
  return {
    book,
    hasOffice: organisation !== null,
    period: periodView(period),
    maySetPeriod,
    open: open.map(({ subject, basis, asked, atMs, entry, proposedBy }) => {
      const isYours = proposedBy === party
      return { subject, basis, asked, at: formatInstant(atMs), entry, isYours }
    }),
  }
}
