/** Settlements at the desk: one that waits for its second notary, one to be proposed, and who stands in for whom. */
import type { PartyId } from '#kernel/identity/principal.ts'
import { formatInstant } from '#kernel/time/clock.ts'
import { addDays, legalDayOf, parseLegalDay, type LegalDay } from '#kernel/time/legal-day.ts'
import { findRow } from '#platform/postgres/table-reader.ts'
import { SettlementId } from '../contract.ts'
import {
  absenceTable,
  settlementTable,
  type AbsenceRow,
  type SettlementRow,
  type SettlementState,
} from '../domain/rows.ts'
import { linesOf, type Line } from '../domain/settlement-lines.ts'
import { earnedByShops, ledgerNow, namesOf } from '../store/desk.ts'
import {
  countContested,
  listAbsencesFrom,
  listNotaries,
  listToSettle,
  RECOUNTED_USES_MAX,
} from '../store/desk-cases.ts'
import { countMaturedUses } from '../store/earnings.ts'
import type { Approval, Colleague, SettleCase, SettlementCase } from '../web/desk-views.ts'
import type { SubstituteCase } from '../web/desk-views.ts'
import { deadlineOf } from './consumer-pages.ts'
import { type CaseAsking, colleague, rootOfEntry } from './desk-cases.ts'

/** A form sends at most 64 fields; the shops beyond these are proposed next. */
export const SHOPS_PROPOSED_MAX = 50

export async function loadSettlement(
  asking: CaseAsking,
  id: string,
): Promise<SettlementCase | undefined> {
  const { pool, book, nowMs } = asking
  if (!SettlementId.safeParse(id).success) return undefined
  const row = await findRow(pool, settlementTable, book, id)
  if (row === undefined) return undefined
  const lines = linesOf(row.lines)
  const isOpen = row.state === 'proposed' && nowMs < row.expiresAt
  const [absence, rootHex, look] = await Promise.all([
    findRow(pool, absenceTable, book, row.approver),
    rootOfEntry(asking, row.entry),
    lookAt(asking, row, lines),
  ])
  const substitute = standIn(absence, legalDayOf(nowMs))
  const { decidedBy, decidedAt } = row
  return {
    kind: 'settlement',
    settlement: row.settlement,
    // Nobody has recorded yet that its time is over, but it is.
    state: row.state === 'proposed' && !isOpen ? 'expired' : stateOf(row),
    through: row.through,
    proposedBy: colleague(row.proposedBy, asking),
    proposedAt: formatInstant(row.proposedAt),
    approver: colleague(row.approver, asking),
    substitute: substitute === null ? null : colleague(substitute, asking),
    decidedBy: decidedBy === null ? null : colleague(decidedBy, asking),
    decidedAt: decidedAt === null ? null : formatInstant(decidedAt),
    approval: isOpen ? approvalOf(row, substitute, asking) : 'decided',
    expires: deadlineOf(row.expiresAt, nowMs),
    amountMinor: row.amountMinor,
    uses: row.uses,
    ...look,
    entry: row.entry,
    rootHex,
  }
}

function stateOf({ state }: SettlementRow): SettlementState {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only apply writes it, and it writes these.
  return state as SettlementState
}

function standIn(absence: AbsenceRow | undefined, today: LegalDay): string | null {
  if (absence === undefined) return null
  return absence.fromDay <= today && today <= absence.untilDay ? absence.substitute : null
}

function approvalOf(
  { proposedBy, approver }: SettlementRow,
  substitute: string | null,
  { notary }: CaseAsking,
): Approval {
  if (proposedBy === notary) return 'own-proposal'
  return approver === notary || substitute === notary ? 'may' : 'not-approver'
}

type Look = Pick<
  SettlementCase,
  'lines' | 'earnedMinor' | 'recounted' | 'contestedUses' | 'ledgerMinor'
>

/** What has to be looked at before it is approved. */
async function lookAt(
  { pool, book }: CaseAsking,
  { uses, state }: SettlementRow,
  lines: readonly Line[],
): Promise<Look> {
  const shops = lines.map(({ shop }) => shop)
  const [names, earned, recounted, contestedUses, ledger] = await Promise.all([
    namesOf(pool, book, shops),
    earnedByShops(pool, book, shops),
    uses > RECOUNTED_USES_MAX ? null : countMaturedUses(pool, book, lines),
    countContested(pool, book, shops),
    ledgerNow(pool, book),
  ])
  return {
    lines: lines.map((line) => ({
      shop: line.shop,
      name: names.get(line.shop) ?? null,
      from: line.from,
      through: line.through,
      uses: line.uses,
      amountMinor: BigInt(line.amountMinor),
    })),
    earnedMinor:
      state === 'proposed' ? [...earned.values()].reduce((sum, each) => sum + each, 0n) : null,
    recounted,
    contestedUses,
    ledgerMinor:
      ledger.bankMinor + ledger.differencesMinor - ledger.suspenseMinor - ledger.inTransitMinor,
  }
}

/** What has matured through a day that is over; yesterday where none, or one to come, was asked for. */
export async function loadSettle(asking: CaseAsking, asked: string | null): Promise<SettleCase> {
  const { pool, book, nowMs } = asking
  const latest = addDays(legalDayOf(nowMs), -1)
  const day = asked === null ? undefined : parseLegalDay(asked)
  const through = day === undefined || latest < day ? latest : day
  const [matured, notaries] = await Promise.all([
    listToSettle(pool, book, { through, limit: SHOPS_PROPOSED_MAX }),
    listNotaries(pool, book),
  ])
  const names = await namesOf(
    pool,
    book,
    matured.map(({ shop }) => shop),
  )
  return {
    kind: 'settle',
    through,
    latest,
    shops: matured.map(({ shop, settledThrough, uses, amountMinor }) => ({
      shop,
      name: names.get(shop) ?? null,
      from: addDays(settledThrough, 1),
      uses,
      amountMinor,
    })),
    notaries: othersOf(notaries, asking),
  }
}

/** Everybody of the office but the reader. */
function othersOf(notaries: readonly PartyId[], asking: CaseAsking): readonly Colleague[] {
  return notaries
    .filter((party) => party !== asking.notary)
    .map((party) => colleague(party, asking))
}

export async function loadSubstitute(asking: CaseAsking): Promise<SubstituteCase> {
  const { pool, book, nowMs } = asking
  const today = legalDayOf(nowMs)
  const [absences, notaries] = await Promise.all([
    listAbsencesFrom(pool, book, today),
    listNotaries(pool, book),
  ])
  return {
    kind: 'substitute',
    today,
    notaries: othersOf(notaries, asking),
    absences: absences.map((absence) => ({
      notary: colleague(absence.notary, asking),
      substitute: colleague(absence.substitute, asking),
      from: absence.fromDay,
      until: absence.untilDay,
      entry: absence.entry,
    })),
  }
}
