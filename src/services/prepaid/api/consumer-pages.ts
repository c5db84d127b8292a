/** What the pages of a consumer show, read from rows. Whose card it is was compared before anything is told. */
import type { PartyId } from '#kernel/identity/principal.ts'
import { formatInstant } from '#kernel/time/clock.ts'
import { endOfDayMs, legalDayOf } from '#kernel/time/legal-day.ts'
import { isProvisional, LIST_DAYS_MAX, listDays } from '#kernel/time/working-days.ts'
import { findRow, readRows } from '#platform/postgres/table-reader.ts'
import { CAUSES, ContractId, Party, RefundId, UseId, type Cause } from '../contract.ts'
import {
  depositaryTable,
  refundTable,
  useTable,
  type ContractRow,
  type ContractState,
  type RefundRow,
  type RefundState,
  type UseRow,
  type UseState,
} from '../domain/rows.ts'
import { paymentEndsMs } from '../domain/payments.ts'
import { offerOf, termsOf } from '../domain/signed.ts'
import { nextTrancheMinor } from '../domain/use-amounts.ts'
import { refundOfContract } from '../domain/withheld.ts'
import {
  findCard,
  findRefundOf,
  listCards,
  listQuestions,
  listUses,
  USES_SHOWN_MAX,
  type Card,
} from '../store/cards.ts'
import { listEntryHashes } from '../store/entry-hashes.ts'
import { findParty } from '../store/parties.ts'
import { wordsOfRefund, type WordsAsking } from './refund-words.ts'
import type { CheckInView } from '../web/CheckInPage.tsx'
import type { ContestView } from '../web/ContestPage.tsx'
import type {
  CardLine,
  CardsView,
  CardView,
  Deadline,
  OpenPreview,
  Question,
  RefundLine,
  RefundPageView,
  UseLine,
} from '../web/consumer-views.ts'

export interface Asking extends WordsAsking {
  readonly consumer: PartyId
  readonly nowMs: number
  /** Whether a card can be paid by a click here. */
  readonly canPay: boolean
}

/** Cards of these states are over and stand below the others. */
const PAST: readonly ContractState[] = ['lapsed', 'completed', 'ended']

export async function loadCards(asking: Asking): Promise<CardsView> {
  const { pool, book, consumer } = asking
  const cards = await listCards(pool, book, consumer)
  const lines = cards.map(cardLine)
  return {
    book,
    questions: await questionsOf(asking, cards),
    cards: lines.filter(({ state }) => !PAST.includes(state)),
    past: lines.filter(({ state }) => PAST.includes(state)),
    heldMinor: lines.reduce((sum, { heldMinor }) => sum + heldMinor, 0n),
  }
}

export async function loadCard(asking: Asking, contract: string): Promise<CardView | undefined> {
  const { pool, book, nowMs } = asking
  const card = await findOwnCard(asking, contract)
  if (card === undefined) return undefined
  const row = card.contract
  const [uses, questions, refund, payment] = await Promise.all([
    listUses(pool, book, contract),
    questionsOf(asking, [card]),
    findRefundOf(pool, book, contract),
    paymentOf(asking, row),
  ])
  const shown = uses.slice(0, USES_SHOWN_MAX)
  const hashes = await listEntryHashes(
    pool,
    book,
    shown.map(({ stateEntry }) => stateEntry),
  )
  const { coolingOffEndsAt } = row
  const hasSevenDays =
    isRunning(row) && hasRight(row) && coolingOffEndsAt !== null && nowMs < coolingOffEndsAt
  return {
    book,
    card: cardLine(card),
    priceMinor: row.priceMinor,
    offer: offerOf(row.offer),
    questions,
    uses: shown.map((use) =>
      useLine(use, hashes.get(use.stateEntry) ?? '', contestableAt(row, nowMs)),
    ),
    hasMoreUses: uses.length > shown.length,
    sevenDaysUntil: hasSevenDays ? deadlineOf(coolingOffEndsAt, nowMs) : null,
    previews: isRunning(row) ? previewsOf(row, nowMs) : [],
    refund: refund === undefined ? null : refundLine(refund, nowMs),
    refundWords: refund === undefined ? null : await wordsOfRefund(asking, refund),
    payment,
    entry: row.entry,
    paidEntry: row.paidEntry,
    receipts: shown.length,
  }
}

/** One cause, to be checked once more before it is asked for. */
export async function loadRefund(
  asking: Asking,
  contract: string,
  cause: Cause,
): Promise<RefundPageView | undefined> {
  const card = await findOwnCard(asking, contract)
  if (card === undefined || !isRunning(card.contract)) return undefined
  const preview = previewsOf(card.contract, asking.nowMs).find((each) => each.cause === cause)
  if (preview === undefined) return undefined
  return {
    book: asking.book,
    card: cardLine(card),
    priceMinor: card.contract.priceMinor,
    preview,
    answerWorkingDays: termsOf(card.contract.terms).answerWorkingDays,
  }
}

async function findOwnCard(
  { pool, book, consumer }: Asking,
  contract: string,
): Promise<Card | undefined> {
  if (!ContractId.safeParse(contract).success) return undefined
  const card = await findCard(pool, book, contract)
  return card?.contract.consumer === consumer ? card : undefined
}

export function cardLine({ contract, shopName, heldMinor }: Card): CardLine {
  const { kind } = offerOf(contract.offer)
  return {
    contract: contract.contract,
    shop: contract.shop,
    shopName,
    offerName: offerOf(contract.offer).name,
    kind,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only apply writes it, and it writes these.
    state: contract.state as ContractState,
    heldMinor,
    usesTotal: contract.usesTotal,
    usesCounted: contract.usesCounted,
    usesOpen: contract.usesOpen,
    usesContested: contract.usesContested,
    signedAt: formatInstant(contract.signedAt),
    validThrough: contract.validThrough,
  }
}

async function questionsOf(
  { pool, book, nowMs }: Asking,
  cards: readonly Card[],
): Promise<readonly Question[]> {
  const byContract = new Map(cards.map((card) => [card.contract.contract, card]))
  const uses = await listQuestions(pool, book, [...byContract.keys()])
  const hashes = await listEntryHashes(
    pool,
    book,
    uses.map(({ stateEntry }) => stateEntry),
  )
  return uses.flatMap((use) => {
    const card = byContract.get(use.contract)
    if (card === undefined) return []
    return {
      contract: use.contract,
      shopName: card.shopName,
      offerName: offerOf(card.contract.offer).name,
      use: useLine(use, hashes.get(use.stateEntry) ?? '', contestableAt(card.contract, nowMs)),
      heldAfterMinor: card.heldMinor - use.amountMinor,
      silence: deadlineOf(use.deemedAt, nowMs),
    }
  })
}

/** With its refund a card has ended, and what was given is no more contested: null then. */
export function contestableAt({ state }: Pick<ContractRow, 'state'>, nowMs: number): number | null {
  return state === 'ended' ? null : nowMs
}

/** `atMs`: when its reader may contest it; null for whoever may not. */
export function useLine(use: UseRow, stateRootHex: string, atMs: number | null): UseLine {
  const isYes = use.state === 'confirmed' || use.state === 'deemed'
  const { objectionEndsAt } = use
  const isOpen = isYes && objectionEndsAt !== null && atMs !== null && atMs < objectionEndsAt
  return {
    use: use.use,
    n: use.n,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only apply writes it, and it writes these.
    state: use.state as UseState,
    amountMinor: use.amountMinor,
    servedOn: use.servedOn,
    servedAt: use.servedAt,
    via: use.via,
    requestedAt: formatInstant(use.requestedAt),
    answeredAt: use.answeredAt === null ? null : formatInstant(use.answeredAt),
    contestUntil: isOpen ? legalDayOf(objectionEndsAt - 1) : null,
    maturesOn: use.maturesOn,
    entry: use.entry,
    stateEntry: use.stateEntry,
    stateRootHex,
  }
}

/** A deadline that ends at an instant: its last day, and the days on the way. */
export function deadlineOf(endsMs: number, nowMs: number): Deadline {
  const day = legalDayOf(endsMs - 1)
  const today = legalDayOf(nowMs)
  const isNear = day >= today && endOfDayMs(day) - nowMs < LIST_DAYS_MAX * 86_400_000
  return { day, days: isNear ? listDays(today, day) : [], isProvisional: isProvisional(day) }
}

const isRunning = ({ state }: ContractRow): boolean => state === 'active' || state === 'expired'

const hasRight = ({ hasPriorExperience, isRenewal }: ContractRow): boolean =>
  !hasPriorExperience && !isRenewal

function previewsOf(contract: ContractRow, nowMs: number): readonly OpenPreview[] {
  const { coolingOffEndsAt } = contract
  const isNew = coolingOffEndsAt !== null && nowMs < coolingOffEndsAt && hasRight(contract)
  const day = legalDayOf(nowMs)
  return CAUSES.filter((cause) => cause !== 'seven-day' || isNew).map((cause) => {
    const answer = refundOfContract(contract, { cause, day, contested: 'used' })
    const { refundMinor, steps, articles, isProposal } = answer
    const most = refundOfContract(contract, { cause, day, contested: 'unused' }).refundMinor
    return {
      cause,
      refundMinor,
      steps,
      articles,
      isProposal,
      ifNotGivenMinor: most - refundMinor,
    }
  })
}

export function refundLine(row: RefundRow, nowMs: number): RefundLine {
  const instant = (ms: number | null): string | null => (ms === null ? null : formatInstant(ms))
  return {
    refund: row.refund,
    cause: CAUSES.find((cause) => cause === row.cause) ?? 'neither',
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only apply writes it, and it writes these.
    state: row.state as RefundState,
    answer: row.answer,
    askedAt: formatInstant(row.askedAt),
    answerDue: row.answerDueAt === null ? null : deadlineOf(row.answerDueAt, nowMs),
    decidedAt: instant(row.decidedAt),
    paidAt: instant(row.paidAt),
    amountMinor: row.amountMinor,
    interestMinor: row.interestMinor,
    interestOwedMinor: row.interestOwedMinor,
    entry: row.entry,
  }
}

async function paymentOf(
  { pool, book, canPay }: Asking,
  contract: ContractRow,
): Promise<CardView['payment']> {
  if (contract.state !== 'signed') return null
  const [depositary] = await readRows(pool, depositaryTable, {
    book,
    where: 'true',
    orderBy: 't.depositary',
    limit: 1,
  })
  if (depositary === undefined) return null
  const office = await findParty(pool, book, depositary.office)
  const name = office?.name ?? { en: '', zh: '' }
  return {
    accountName: name,
    officeName: name,
    dueDay: legalDayOf(paymentEndsMs(contract) - 1),
    canPayHere: canPay,
  }
}

/** The card of a refund of one's own. */
export async function loadRefundCard(
  asking: Asking,
  refund: string,
): Promise<CardView | undefined> {
  if (!RefundId.safeParse(refund).success) return undefined
  const row = await findRow(asking.pool, refundTable, asking.book, refund)
  return row?.consumer === asking.consumer ? loadCard(asking, row.contract) : undefined
}

/** A class of one's own that may still be contested. */
export async function loadContest(asking: Asking, use: string): Promise<ContestView | undefined> {
  const { pool, book, consumer, nowMs } = asking
  if (!UseId.safeParse(use).success) return undefined
  const row = await findRow(pool, useTable, book, use)
  if (row === undefined || row.consumer !== consumer) return undefined
  const card = await findOwnCard(asking, row.contract)
  if (card === undefined) return undefined
  const hashes = await listEntryHashes(pool, book, [row.stateEntry])
  const at = contestableAt(card.contract, nowMs)
  const line = useLine(row, hashes.get(row.stateEntry) ?? '', at)
  return { card: cardLine(card), use: line }
}

/** One's cards of a shop that have a class left. */
export async function loadCheckIn(
  { pool, book, consumer, nowMs }: Asking,
  shop: string,
): Promise<CheckInView | undefined> {
  if (!Party.safeParse(shop).success) return undefined
  const [found, cards] = await Promise.all([
    findParty(pool, book, shop),
    listCards(pool, book, consumer),
  ])
  if (found?.kind !== 'shop') return undefined
  const usable = cards.filter(
    ({ contract: { state, kind, validThrough, usesCounted, usesOpen, usesTotal, ...row } }) =>
      row.shop === shop &&
      state === 'active' &&
      kind === 'count' &&
      validThrough !== null &&
      legalDayOf(nowMs) <= validThrough &&
      usesCounted + usesOpen < usesTotal,
  )
  return {
    shop,
    shopName: found.name,
    cards: usable.map((card) => ({
      card: cardLine(card),
      nextMinor: nextTrancheMinor(card.contract),
    })),
  }
}
