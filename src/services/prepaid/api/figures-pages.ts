/** The pages of supervision, read from cells, rows and the ledger. No consumer has a name here. */
import type pg from 'pg'
import { formatInstant } from '#kernel/time/clock.ts'
import { legalDayOf, legalMonthOf } from '#kernel/time/legal-day.ts'
import { TypedYuan } from '#platform/http/form-fields.ts'
import { findRow } from '#platform/postgres/table-reader.ts'
import { ContractId, INDUSTRIES, Party } from '../contract.ts'
import { riskOf } from '../domain/risk-line.ts'
import {
  contractTable,
  shopTable,
  type ContractRow,
  type ContractState,
  type RefundState,
  type ShopState,
} from '../domain/rows.ts'
import { offerOf } from '../domain/signed.ts'
import { findRefundOf, listUses, USES_SHOWN_MAX } from '../store/cards.ts'
import { heldOf, listContracts } from '../store/contracts.ts'
import { countWaiting } from '../store/desk.ts'
import { listEntryHashes } from '../store/entry-hashes.ts'
import { findParty } from '../store/parties.ts'
import {
  countWaitingByDay,
  listSupervised,
  type ShopSum,
  sumsByMonth,
  sumsByShop,
  sumsOfMonth,
  type SupervisedShop,
} from '../store/supervision.ts'
import type {
  AreaFiguresView,
  AreaLine,
  ContractFiguresView,
  ContractLine,
  MonthLine,
  OverviewView,
  ShopFigures,
  ShopFiguresView,
  Sums,
} from '../web/figures-views.ts'
import { areaWords } from '../web/figures-areas.ts'
import { useLine } from './consumer-pages.ts'
import { reconcile } from './desk-work.ts'
import { heldOfSums, looksOf, monthLines, sumsOf, waitingBands } from './figures-rules.ts'

export interface FiguresAsking {
  readonly pool: pg.Pool
  readonly book: string
  readonly nowMs: number
}

type Overview = Omit<OverviewView, 'bookName' | 'at' | 'size'>

export async function loadOverview({ pool, book, nowMs }: FiguresAsking): Promise<Overview> {
  const today = legalDayOf(nowMs)
  const [shops, ofShops, ofMonth, months, waiting, counts, reconciliation] = await Promise.all([
    listSupervised(pool, book, null),
    sumsByShop(pool, book),
    sumsOfMonth(pool, book, legalMonthOf(nowMs)),
    sumsByMonth(pool, book, null),
    countWaitingByDay(pool, book),
    countWaiting(pool, book),
    reconcile(pool, book),
  ])
  const figures = shopFigures(shops, ofShops)
  const totals = sumsOf(ofShops)
  const owedToShopsMinor = shops.reduce((sum, { earnedMinor }) => sum + earnedMinor, 0n)
  return {
    book,
    totals,
    heldMinor: heldOfSums(totals),
    owedToConsumersMinor: reconciliation.ledgerMinor - owedToShopsMinor,
    owedToShopsMinor,
    reconciliation,
    looks: looksOf(figures, byShop(ofMonth), today),
    months: monthLines(months),
    waiting: waitingBands(waiting, today),
    contested: counts.uses,
    areas: areaLines(figures),
  }
}

function byShop(cells: readonly ShopSum[]): ReadonlyMap<string, Sums> {
  const groups = Map.groupBy(cells, ({ shop }) => shop)
  return new Map([...groups].map(([shop, own]) => [shop, sumsOf(own)]))
}

const NOTHING = sumsOf([])

function shopFigures(
  shops: readonly SupervisedShop[],
  cells: readonly ShopSum[],
): readonly ShopFigures[] {
  const sums = byShop(cells)
  return shops.map((row) => figuresOf(row, sums.get(row.shop) ?? NOTHING))
}

function figuresOf(row: SupervisedShop, sums: Sums): ShopFigures {
  const { shop, name, state, industry, area, leaseEndsOn, earnedMinor, entry } = row
  return {
    shop,
    name,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only apply writes it, and it writes these.
    state: state as ShopState,
    industry: INDUSTRIES.find((one) => one === industry) ?? 'fitness',
    area,
    areaName: areaWords(area),
    leaseEndsOn,
    sums,
    consumersMinor: heldOfSums(sums) - earnedMinor,
    earnedMinor,
    entry,
  }
}

/** Roll-ups by the area of the shop, made when they are read. */
function areaLines(shops: readonly ShopFigures[]): readonly AreaLine[] {
  const supervised = shops.filter(({ state }) => state === 'approved' || state === 'suspended')
  const lines = [...Map.groupBy(supervised, ({ area }) => area)].map(([area, own]) => ({
    area,
    name: areaWords(area),
    shops: own.length,
    contracts: own.reduce((sum, { sums }) => sum + sums.contracts, 0n),
    heldMinor: own.reduce((sum, { sums }) => sum + heldOfSums(sums), 0n),
  }))
  return lines.toSorted((a, b) =>
    a.heldMinor === b.heldMinor ? 0 : a.heldMinor < b.heldMinor ? 1 : -1,
  )
}

/** What the files are made of. */
export async function loadFigureRows({ pool, book }: FiguresAsking): Promise<{
  readonly shops: readonly ShopFigures[]
  readonly areas: readonly AreaLine[]
  readonly months: readonly MonthLine[]
}> {
  const [rows, ofShops, months] = await Promise.all([
    listSupervised(pool, book, null),
    sumsByShop(pool, book),
    sumsByMonth(pool, book, null),
  ])
  const shops = shopFigures(rows, ofShops)
  return { shops, areas: areaLines(shops), months: monthLines(months) }
}

export async function loadAreaFigures(
  { pool, book }: FiguresAsking,
  area: string,
): Promise<Omit<AreaFiguresView, 'size'> | undefined> {
  const shops = await listSupervised(pool, book, area)
  if (shops.length === 0) return undefined
  const [ofShops, months] = await Promise.all([
    sumsByShop(pool, book),
    sumsByMonth(
      pool,
      book,
      shops.map(({ shop }) => shop),
    ),
  ])
  const figures = shopFigures(shops, ofShops)
  return { book, area, name: areaWords(area), shops: figures, months: monthLines(months) }
}

const CONTRACTS_SHOWN = 25

export interface Calculating {
  readonly revenue: string
  readonly isYoung: boolean
  readonly cursor: string | undefined
}

export async function loadShopFigures(
  { pool, book }: FiguresAsking,
  shop: string,
  { revenue, isYoung, cursor }: Calculating,
): Promise<Omit<ShopFiguresView, 'size'> | 'unknown_cursor' | undefined> {
  if (!Party.safeParse(shop).success) return undefined
  const row = await findRow(pool, shopTable, book, shop)
  if (row === undefined) return undefined
  const [ofArea, cells, page] = await Promise.all([
    listSupervised(pool, book, row.area),
    sumsByMonth(pool, book, [shop]),
    listContracts(pool, book, { of: 'shop', shop }, { cursor, limit: CONTRACTS_SHOWN }),
  ])
  const supervised = ofArea.find((one) => one.shop === shop)
  if (supervised === undefined) return undefined
  if (page === 'unknown_cursor') return page
  const figures = figuresOf(supervised, sumsOf(cells))
  const held = await heldOf(
    pool,
    book,
    page.items.map(({ contract }) => contract),
  )
  const typed = revenue === '' ? null : TypedYuan.safeParse(revenue)
  return {
    book,
    shop: figures,
    months: monthLines(cells),
    risk: riskOf({
      balanceMinor: figures.consumersMinor,
      revenueMinor: typed?.success === true ? typed.data : null,
      isYoung: revenue === '' && !isYoung ? null : isYoung,
    }),
    revenue,
    isYoung,
    isRevenueWrong: typed?.success === false,
    contracts: page.items.map((contract) => contractLine(contract, held)),
    next: page.next ?? null,
  }
}

function contractLine(row: ContractRow, held: ReadonlyMap<string, bigint>): ContractLine {
  const { kind, name } = offerOf(row.offer)
  return {
    contract: row.contract,
    offerName: name,
    kind,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only apply writes it, and it writes these.
    state: row.state as ContractState,
    priceMinor: row.priceMinor,
    heldMinor: held.get(row.contract) ?? 0n,
    signedAt: formatInstant(row.signedAt),
  }
}

export async function loadContractFigures(
  { pool, book }: FiguresAsking,
  contract: string,
): Promise<Omit<ContractFiguresView, 'size'> | undefined> {
  if (!ContractId.safeParse(contract).success) return undefined
  const row = await findRow(pool, contractTable, book, contract)
  if (row === undefined) return undefined
  const [held, shop, uses, refund] = await Promise.all([
    heldOf(pool, book, [contract]),
    findParty(pool, book, row.shop),
    listUses(pool, book, contract),
    findRefundOf(pool, book, contract),
  ])
  const shown = uses.slice(0, USES_SHOWN_MAX)
  const hashes = await listEntryHashes(
    pool,
    book,
    shown.map(({ stateEntry }) => stateEntry),
  )
  return {
    book,
    contract: contractLine(row, held),
    shop: row.shop,
    shopName: shop?.name ?? { en: row.shop, zh: row.shop },
    consumer: row.consumer,
    paidAt: row.paidAt === null ? null : formatInstant(row.paidAt),
    validThrough: row.validThrough,
    countedMinor: row.countedMinor,
    uses: shown.map((use) => useLine(use, hashes.get(use.stateEntry) ?? '', null)),
    hasMoreUses: uses.length > shown.length,
    refund:
      refund === undefined
        ? null
        : {
            refund: refund.refund,
            // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only apply writes it, and it writes these.
            state: refund.state as RefundState,
            amountMinor: refund.amountMinor,
            entry: refund.entry,
          },
    entry: row.entry,
    paidEntry: row.paidEntry,
  }
}
