/** What the public register shows: shops with their standing and what they offer, and what is held right now. */
import type pg from 'pg'
import { formatInstant } from '#kernel/time/clock.ts'
import { legalDayOf } from '#kernel/time/legal-day.ts'
import { findRow, readRows } from '#platform/postgres/table-reader.ts'
import { INDUSTRIES, Party, ProductId, type Industry, type Words } from '../contract.ts'
import { contractText, contractTextSha256 } from '../domain/contract-text.ts'
import { matterOf } from '../domain/sign.ts'
import { depositaryTable, productTable, shopTable, type ShopState } from '../domain/rows.ts'
import { industryOf } from '../domain/products.ts'
import { offerOf } from '../domain/signed.ts'
import { heldNowMinor } from '../store/held.ts'
import { findParty } from '../store/parties.ts'
import { findShop, listProducts, listShops, type RegisteredShop } from '../store/register.ts'
import type { BuyView } from '../web/consumer-views.ts'
import { checkInPath } from '../web/paths.ts'
import type { RegisterView, ShopLine, ShopView } from '../web/register-views.ts'

/** A count below this could tell of one person. */
const FEW = 5
const SHOPS_SHOWN_MAX = 200
const QUERY_CHARS_MAX = 80

/** Names of areas come from whoever composes the pages: another service has the catalogue. */
export type NameOfArea = (area: string) => Words

export async function loadRegister(
  pool: pg.Pool,
  books: readonly string[],
  query: URLSearchParams,
  nameOfArea: NameOfArea,
): Promise<RegisterView> {
  const filter = {
    q: (query.get('q') ?? '').replaceAll('\0', '').trim().slice(0, QUERY_CHARS_MAX),
    area: query.get('area') ?? '',
    industry: INDUSTRIES.find((industry) => industry === query.get('industry')) ?? '',
  }
  const asked = {
    ...(filter.q === '' ? {} : { q: filter.q }),
    ...(/^[A-Z][A-Z0-9-]{1,23}$/.test(filter.area) ? { area: filter.area } : {}),
    ...(filter.industry === '' ? {} : { industry: filter.industry }),
  }
  const [page, areas, heldMinor] = await Promise.all([
    listShops(pool, books, asked, { limit: SHOPS_SHOWN_MAX }),
    listAreasOfShops(pool, books),
    heldNowMinor(pool, books),
  ])
  const found = page === 'unknown_cursor' ? [] : page.items
  const running = await countRunning(pool, found)
  const shops = found
    .map((shop) => shopLine(shop, running, nameOfArea))
    .toSorted((a, b) => a.name.en.localeCompare(b.name.en, 'en'))
  return {
    filter,
    areas: areas.map((id) => ({ id, name: nameOfArea(id) })),
    shops,
    count: shops.length,
    heldMinor,
  }
}

export async function loadShop(
  pool: pg.Pool,
  books: readonly string[],
  shop: string,
  {
    nameOfArea,
    ...shown
  }: { readonly nameOfArea: NameOfArea } & Pick<ShopView, 'mayBuy' | 'offersContracts'>,
): Promise<ShopView | undefined> {
  if (!Party.safeParse(shop).success) return undefined
  for (const book of books) {
    const found = await findShop(pool, book, shop)
    if (found === undefined || found.row.state === 'applied' || found.row.state === 'declined') {
      continue
    }
    const [products, running, office] = await Promise.all([
      listProducts(pool, [{ book, shop }]),
      countRunning(pool, [found]),
      officeName(pool, book),
    ])
    const { row } = found
    return {
      shop: shopLine(found, running, nameOfArea),
      licence: row.licence,
      approvedAt: row.decidedAt === null ? null : formatInstant(row.decidedAt),
      officeName: office,
      products: products.map(({ product }) => ({
        product: product.product,
        offer: offerOf(product.offer),
      })),
      codeHref: checkInPath(shop),
      ...shown,
    }
  }
  return undefined
}

/** The contract as it would be signed now; undefined where nothing of this id is sold. */
export async function loadBuy(
  pool: pg.Pool,
  books: readonly string[],
  product: string,
  { nowMs, mayBuyIn }: { readonly nowMs: number; readonly mayBuyIn: string | null },
): Promise<BuyView | undefined> {
  if (!ProductId.safeParse(product).success) return undefined
  for (const book of books) {
    const row = await findRow(pool, productTable, book, product)
    if (row === undefined) continue
    const [shop, depositary] = await Promise.all([
      findShop(pool, book, row.shop),
      findDepositary(pool, book),
    ])
    const office = depositary && (await findParty(pool, book, depositary.office))
    if (shop === undefined || depositary === undefined || office === undefined) return undefined
    const offer = offerOf(row.offer)
    const matter = matterOf(
      { product: row, shop: shop.row },
      {
        terms: depositary.terms,
        shopName: shop.name,
        officeName: office.name,
        day: legalDayOf(nowMs),
      },
    )
    const clauses = contractText(matter)?.clauses ?? []
    return {
      book,
      product,
      shop: row.shop,
      shopName: shop.name,
      offer,
      officeName: office.name,
      clauses: clauses.map(({ title, sentences }) => ({
        title,
        sentences: sentences.map(({ source, ...words }) => ({ words, source: source ?? null })),
      })),
      textSha256: contractTextSha256(matter),
      canBuy: mayBuyIn === book && row.state === 'listed' && shop.row.state === 'approved',
    }
  }
  return undefined
}

async function findDepositary(pool: pg.Pool, book: string) {
  const [row] = await readRows(pool, depositaryTable, {
    book,
    where: 'true',
    orderBy: 't.depositary',
    limit: 1,
  })
  return row
}

async function officeName(pool: pg.Pool, book: string): Promise<Words | null> {
  const depositary = await findDepositary(pool, book)
  const office = depositary && (await findParty(pool, book, depositary.office))
  return office?.name ?? null
}

async function listAreasOfShops(
  pool: pg.Pool,
  books: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await pool.query<{ area: string }>(
    `select distinct area from ${shopTable.name} where book = any($1::text[]) order by area limit 100`,
    [books],
  )
  return rows.map(({ area }) => area)
}

/** Running contracts by shop. */
async function countRunning(
  pool: pg.Pool,
  shops: readonly RegisteredShop[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await pool.query<{ shop: string; count: number }>(
    `select w.shop, (select count(*)::int from prepaid_contract c
       where c.book = w.book and c.shop = w.shop and c.state in ('active', 'stopping')) as count
     from unnest($1::text[], $2::text[]) as w (book, shop)`,
    [shops.map(({ book }) => book), shops.map(({ row }) => row.shop)],
  )
  return new Map(rows.map(({ shop, count }) => [shop, count]))
}

function shopLine(
  { book, row, name }: RegisteredShop,
  running: ReadonlyMap<string, number>,
  nameOfArea: NameOfArea,
): ShopLine {
  const contracts = running.get(row.shop) ?? 0
  return {
    book,
    shop: row.shop,
    name,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only apply writes it, and it writes these.
    state: row.state as ShopState,
    industry: industryOf(row.industry) satisfies Industry,
    area: row.area,
    areaName: nameOfArea(row.area),
    leaseEndsOn: row.leaseEndsOn,
    contracts: contracts < FEW ? null : contracts,
    entry: row.entry,
  }
}
