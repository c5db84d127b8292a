/** The work of a notary's desk, by the nearest legal clock; and whether ledger, contracts and bank agree. */
import type pg from 'pg'
import type { PartyId } from '#kernel/identity/principal.ts'
import { formatInstant } from '#kernel/time/clock.ts'
import { legalDayOf } from '#kernel/time/legal-day.ts'
import { isProvisional, workingDaysBetween } from '#kernel/time/working-days.ts'
import type { Words } from '../contract.ts'
import { paymentEndsMs } from '../domain/payments.ts'
import { standingOf, type Standing } from '../domain/refunds.ts'
import type {
  BankEntryRow,
  ContractRow,
  RefundRow,
  SettlementRow,
  ShopRow,
  UseRow,
} from '../domain/rows.ts'
import { linesOf } from '../domain/settlement-lines.ts'
import { causeOf, refundOfContract } from '../domain/withheld.ts'
import { INDICATORS } from '../figures.ts'
import {
  contractsBy,
  countWaiting,
  findLastStatement,
  ledgerNow,
  listUnpaid,
  listWaiting,
  namesOf,
  type WaitingRows,
} from '../store/desk.ts'
import { listTotals } from '../store/figures.ts'
import type { DeskFilter, Queue } from '../web/desk-paths.ts'
import type { DeskView, Matter, Reconciliation, WorkLine } from '../web/desk-views.ts'

export interface DeskAsking {
  readonly pool: pg.Pool
  readonly book: string
  readonly notary: PartyId
  readonly nowMs: number
}

export const PAGE_LINES = 20

export async function loadDesk(
  asking: DeskAsking,
  filter: DeskFilter,
): Promise<Omit<DeskView, 'selected'>> {
  const { pool, book } = asking
  const [waiting, counts, reconciliation] = await Promise.all([
    listWaiting(pool, book),
    countWaiting(pool, book),
    reconcile(pool, book),
  ])
  const found = inOrder(await linesOfAll(asking, waiting)).filter((line) => isFound(line, filter))
  const from = filter.from < found.length ? filter.from : 0
  return {
    book,
    reconciliation,
    counts,
    filter: { ...filter, from },
    lines: found.slice(from, from + PAGE_LINES).map(({ line }) => line),
    found: found.length,
    pageLines: PAGE_LINES,
  }
}

/** What is held is recounted from the figures of every contract, and beside it stands what the ledger says. */
export async function reconcile(pool: pg.Pool, book: string): Promise<Reconciliation> {
  const [statement, ledger, totals] = await Promise.all([
    findLastStatement(pool, book),
    ledgerNow(pool, book),
    listTotals(pool, [book]),
  ])
  const total = ({ id }: { readonly id: string }): bigint =>
    totals.find(({ indicator }) => indicator === id)?.amount ?? 0n
  const { deposited, released, refunded, interest } = INDICATORS
  const { bankMinor, suspenseMinor, inTransitMinor, differencesMinor } = ledger
  return {
    statement:
      statement === undefined
        ? null
        : {
            day: statement.day,
            closingMinor: statement.closingMinor,
            bookMinor: statement.bookMinor,
            heldMinor: statement.heldMinor,
            entry: statement.entry,
          },
    countedMinor: total(deposited) - total(released) - total(refunded) - total(interest),
    ledgerMinor: bankMinor + differencesMinor - suspenseMinor - inTransitMinor,
    differencesMinor,
  }
}

interface Timed {
  readonly line: WorkLine
  readonly endsMs: number | null
  readonly sinceMs: number
}

/** What has a legal clock comes first, the nearest end before the others; then what has waited longest. */
function inOrder(lines: readonly Timed[]): readonly Timed[] {
  return lines.toSorted((a, b) => {
    const [first, second] = [a.endsMs ?? Infinity, b.endsMs ?? Infinity]
    if (first !== second) return first - second
    return a.sinceMs - b.sinceMs || (a.line.id < b.line.id ? -1 : 1)
  })
}

function isFound({ line }: Timed, { queue, q }: DeskFilter): boolean {
  if (queue !== null && line.queue !== queue) return false
  const text = [line.name?.en, line.name?.zh, line.id, line.about].join('\n').toLowerCase()
  return text.includes(q.toLowerCase())
}

/** What the lines of all queues share. */
interface Known {
  readonly nowMs: number
  readonly contracts: ReadonlyMap<string, ContractRow>
  readonly names: ReadonlyMap<PartyId, Words>
  readonly unpaid: readonly ContractRow[]
}

async function linesOfAll(
  { pool, book, nowMs }: DeskAsking,
  waiting: WaitingRows,
): Promise<readonly Timed[]> {
  const { settlements, refunds, money, uses, shops, differences } = waiting
  const shopsNamed = [...refunds, ...uses, ...shops].map(({ shop }) => shop)
  const suspended = money.filter(({ state }) => state === 'suspended')
  const [contracts, names, unpaid] = await Promise.all([
    contractsBy(
      pool,
      book,
      refunds.map(({ contract }) => contract),
    ),
    namesOf(pool, book, [...new Set(shopsNamed)]),
    listUnpaid(
      pool,
      book,
      suspended.map(({ amountMinor }) => amountMinor),
    ),
  ])
  const known: Known = { nowMs, contracts, names, unpaid }
  return [
    ...settlements.map((row) => ofSettlement(row, known)),
    ...refunds.map((row) => ofRefund(row, known)),
    ...money.map((row) => ofMoney(row, known)),
    ...uses.map((row) => ofUse(row, known)),
    ...shops.map((row) => ofShop(row, known)),
    ...differences.map((row) => ofDifference(row, known)),
  ]
}

interface Draft {
  readonly kind: WorkLine['kind']
  readonly id: string
  readonly queue: Queue
  readonly matter: Matter
  readonly shop?: PartyId
  readonly about: string
  readonly shops?: number
  readonly amountMinor: bigint | null
  readonly endsMs?: number | null
  readonly sinceMs: number
  readonly likely?: number
}

function timed(draft: Draft, { names, nowMs }: Known): Timed {
  const { kind, id, queue, matter, shop, about, shops = 0, amountMinor, sinceMs } = draft
  const { endsMs = null, likely = 0 } = draft
  const line: WorkLine = {
    kind,
    id,
    queue,
    matter,
    name: shop === undefined ? null : (names.get(shop) ?? null),
    about,
    shops,
    amountMinor,
    due: endsMs === null ? null : dueOf(endsMs, nowMs),
    since: formatInstant(sinceMs),
    likely,
  }
  return { line, endsMs, sinceMs }
}

function dueOf(endsMs: number, nowMs: number): NonNullable<WorkLine['due']> {
  const day = legalDayOf(endsMs - 1)
  const workingDays = workingDaysBetween(legalDayOf(nowMs), day)
  return { day, workingDays, isProvisional: isProvisional(day) }
}

function ofSettlement(row: SettlementRow, known: Known): Timed {
  const { settlement, lines, amountMinor, expiresAt, proposedAt, through } = row
  return timed(
    {
      kind: 'settlement',
      id: settlement,
      queue: 'settlements',
      matter: 'settlement-proposed',
      about: through,
      shops: linesOf(lines).length,
      amountMinor,
      endsMs: expiresAt,
      sinceMs: proposedAt,
    },
    known,
  )
}

/** No law says when the notary must have decided; while the shop may still answer, that is the clock. */
function ofRefund(row: RefundRow, known: Known): Timed {
  const { refund, contract, shop, answerDueAt, askedAt } = row
  const standing = standingOf(row, known.nowMs)
  const signed = known.contracts.get(contract)
  return timed(
    {
      kind: 'refund',
      id: refund,
      queue: 'refunds',
      matter: matterOf(standing, signed),
      shop,
      about: contract,
      amountMinor: row.amountMinor ?? (signed === undefined ? null : expectedOf(row, signed)),
      endsMs: standing === 'asked' ? answerDueAt : null,
      sinceMs: askedAt,
    },
    known,
  )
}

/** What is ready but for the consumer's answer to a use is not to be decided yet. */
function matterOf(standing: Standing, contract: ContractRow | undefined): Matter {
  if (standing === 'closed') return 'refund-returned'
  const isUnanswered = contract !== undefined && contract.usesOpen > contract.usesContested
  return isUnanswered && standing !== 'asked' ? 'refund-unanswered' : `refund-${standing}`
}

function expectedOf({ cause }: RefundRow, contract: ContractRow): bigint | null {
  const { stoppedAt } = contract
  if (stoppedAt === null) return null
  const day = legalDayOf(stoppedAt)
  return refundOfContract(contract, { cause: causeOf(cause), day, contested: 'used' }).refundMinor
}

/** A contract that it may be for lapses if the money is not matched in time. */
function ofMoney(row: BankEntryRow, known: Known): Timed {
  const { bankEntry, amountMinor, state, reference, recordedAt } = row
  const likely = known.unpaid.filter(({ priceMinor }) => priceMinor === amountMinor)
  const ends = likely.map(paymentEndsMs).filter((endsMs) => endsMs > known.nowMs)
  return timed(
    {
      kind: 'money',
      id: bankEntry,
      queue: 'money',
      matter: state === 'proposed' ? 'money-proposed' : 'money-suspended',
      about: reference === '' ? bankEntry : reference,
      amountMinor,
      endsMs: ends.length === 0 ? null : Math.min(...ends),
      sinceMs: recordedAt,
      likely: likely.length,
    },
    known,
  )
}

function ofUse(
  { use, shop, n, amountMinor, answeredAt, requestedAt }: UseRow,
  known: Known,
): Timed {
  return timed(
    {
      kind: 'use',
      id: use,
      queue: 'uses',
      matter: 'use-contested',
      shop,
      about: String(n),
      amountMinor,
      sinceMs: answeredAt ?? requestedAt,
    },
    known,
  )
}

function ofShop({ shop, licence, appliedAt }: ShopRow, known: Known): Timed {
  return timed(
    {
      kind: 'shop',
      id: shop,
      queue: 'shops',
      matter: 'shop-applied',
      shop,
      about: licence,
      amountMinor: null,
      sinceMs: appliedAt,
    },
    known,
  )
}

function ofDifference({ bankEntry, amountMinor, recordedAt }: BankEntryRow, known: Known): Timed {
  return timed(
    {
      kind: 'difference',
      id: bankEntry,
      queue: 'differences',
      matter: 'bank-differed',
      about: bankEntry,
      amountMinor,
      sinceMs: recordedAt,
    },
    known,
  )
}
