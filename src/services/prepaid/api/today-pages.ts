/** What a shop's day shows: its uses, what is contested, and the refunds that wait for its answer. */
import { addDays, legalDayOf, parseLegalDay } from '#kernel/time/legal-day.ts'
import { findRow } from '#platform/postgres/table-reader.ts'
import { RefundId, UseId } from '../contract.ts'
import { contractTable, refundTable, useTable, type ContractRow } from '../domain/rows.ts'
import { standingOf } from '../domain/refunds.ts'
import { offerOf } from '../domain/signed.ts'
import { causeOf, refundOfContract } from '../domain/withheld.ts'
import { heldOf } from '../store/contracts.ts'
import { listContestedOf, listUnanswered } from '../store/counter.ts'
import { contractsBy } from '../store/desk.ts'
import type {
  ShopRefundView,
  TodayView,
  UnansweredRefund,
  WithdrawView,
} from '../web/counter-views.ts'
import { deadlineOf, refundLine } from './consumer-pages.ts'
import { linesOfUses, usesOfDay } from './counter-pages.ts'
import { decidedPreview } from './decided-steps.ts'
import { namesOfGuests } from './guest-names.ts'
import { wordsOfRefund } from './refund-words.ts'
import { ownShop, type ShopAsking, type ShopReading } from './shop-asking.ts'

/** The day that the address asks for: `day=2026-11-21` as links have it, or three fields as a form sends them. */
export function dayIn(
  query: URLSearchParams,
  today: string,
): { day: string; isMalformed: boolean } {
  const given = query.get('day')
  const parts = ['year', 'month', 'day'].map((part) => (query.get(`day.${part}`) ?? '').trim())
  if (given === null && parts.every((part) => part === ''))
    return { day: today, isMalformed: false }
  const day = parseLegalDay(given ?? parts.map((part) => part.padStart(2, '0')).join('-'))
  return day === undefined || day > today
    ? { day: today, isMalformed: true }
    : { day, isMalformed: false }
}

export async function loadToday(asking: ShopAsking, query: URLSearchParams): Promise<TodayView> {
  const { pool, book, shop, nowMs, isHead } = asking
  const today = legalDayOf(nowMs)
  const { day, isMalformed } = dayIn(query, today)
  const [own, uses, contested, refunds] = await Promise.all([
    ownShop(asking),
    usesOfDay(asking, day),
    listContestedOf(pool, book, shop).then((rows) => linesOfUses(asking, rows)),
    isHead ? unansweredOf(asking) : [],
  ])
  return {
    own,
    day,
    isToday: day === today,
    isMalformed,
    before: addDays(day, -1),
    after: day === today ? null : addDays(day, 1),
    uses: uses.lines,
    hasMore: uses.hasMore,
    contested,
    refunds,
  }
}

async function unansweredOf(asking: ShopAsking): Promise<readonly UnansweredRefund[]> {
  const { pool, book, shop, nowMs } = asking
  const rows = (await listUnanswered(pool, book, shop)).filter(
    (row) => standingOf(row, nowMs) === 'asked',
  )
  const [contracts, names] = await Promise.all([
    contractsBy(
      pool,
      book,
      rows.map(({ contract }) => contract),
    ),
    namesOfGuests(
      asking,
      rows.map(({ consumer }) => consumer),
    ),
  ])
  return rows.flatMap((row) => {
    const contract = contracts.get(row.contract)
    if (contract === undefined) return []
    return {
      refund: row.refund,
      guest: names(row.consumer),
      offerName: offerOf(contract.offer).name,
      cause: causeOf(row.cause),
      answerDue: row.answerDueAt === null ? null : deadlineOf(row.answerDueAt, nowMs),
      amountMinor: askedOf(contract, row).refundMinor,
    }
  })
}

type AskedRefund = { readonly cause: string; readonly askedAt: number }

/** What comes back by what was asked for, as the consumer saw it: contested uses are taken for used. */
function askedOf(contract: ContractRow, { cause, askedAt }: AskedRefund) {
  return refundOfContract(contract, {
    cause: causeOf(cause),
    day: legalDayOf(askedAt),
    contested: 'used',
  })
}

/** A use that the shop may take back, to be looked at once more. */
export async function loadWithdraw(
  asking: ShopAsking,
  use: string,
): Promise<WithdrawView | undefined> {
  const { pool, book, shop } = asking
  if (!UseId.safeParse(use).success) return undefined
  const row = await findRow(pool, useTable, book, use)
  if (row?.shop !== shop) return undefined
  const [own, [line]] = await Promise.all([ownShop(asking), linesOfUses(asking, [row])])
  return line === undefined ? undefined : { own, line }
}

export async function loadShopRefund(
  asking: ShopReading,
  refund: string,
): Promise<ShopRefundView | undefined> {
  const { pool, book, shop, nowMs } = asking
  if (!RefundId.safeParse(refund).success) return undefined
  const row = await findRow(pool, refundTable, book, refund)
  if (row?.shop !== shop) return undefined
  const [own, words, contract, held, names] = await Promise.all([
    ownShop(asking),
    wordsOfRefund(asking, row),
    findRow(pool, contractTable, book, row.contract),
    heldOf(pool, book, [row.contract]),
    namesOfGuests(asking, [row.consumer]),
  ])
  if (contract === undefined) return undefined
  const { refundMinor, steps, articles, isProposal } = askedOf(contract, row)
  const asked = { cause: causeOf(row.cause), refundMinor, steps, articles, isProposal }
  const offer = offerOf(contract.offer)
  return {
    own,
    guest: names(row.consumer),
    offerName: offer.name,
    offer,
    refund: refundLine(row, nowMs),
    words,
    heldMinor: held.get(row.contract) ?? 0n,
    preview: decidedPreview(row) ?? asked,
    mayAnswer: standingOf(row, nowMs) === 'asked',
  }
}
