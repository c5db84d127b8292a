/** What everybody may read: the register of supervised shops, their cards, the deposit account, the totals. */
import type pg from 'pg'
import { z } from 'zod'
import { legalDayOf } from '#kernel/time/legal-day.ts'
import { BookName, pageFields } from '#platform/http/fields.ts'
import { found, problem, readRoute, type Route } from '#platform/http/route.ts'
import { findRow } from '#platform/postgres/table-reader.ts'
import { Industry, Party, ProductId } from '../contract.ts'
import { contractText, contractTextSha256, plainText } from '../domain/contract-text.ts'
import { DEPOSITARY, depositaryTable, productTable, shopTable } from '../domain/rows.ts'
import { matterOf } from '../domain/sign.ts'
import { INDICATORS } from '../figures.ts'
import { listTotals } from '../store/figures.ts'
import { findParty } from '../store/parties.ts'
import { listStatements } from '../store/money.ts'
import {
  findShop,
  listAnyShops,
  listProducts,
  listShops,
  PUBLIC_STATES,
} from '../store/register.ts'
import type { ProductRow, RegisteredShop } from '../store/register.ts'
import { statementTable } from '../domain/rows.ts'
import { asOfOf, listRoute, OfBook, problems, shownPage, viewing } from './reading.ts'
import {
  AsOf,
  DepositaryView,
  ProductForSale,
  ProductView,
  ShopView,
  StatementView,
  TotalsView,
} from './reading-views.ts'
import { seesAll } from './viewer.ts'

const Area = z.string().regex(/^[A-Z][A-Z0-9-]{1,23}$/)
/** Words of a person; PostgreSQL cannot hold a control character 0, and nobody types one. */
const TypedWords = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u)

const shownShop = viewing(ShopView.omit({ products: true }), shopTable)
const shownProduct = viewing(ProductView, productTable)
const shownStatement = viewing(StatementView, statementTable)

/** Shops as the register shows them, with what they sell now. */
async function shopsShown(pool: pg.Pool, shops: readonly RegisteredShop[]) {
  const named = shops.map(({ book, row }) => ({ book, shop: row.shop }))
  const products = await listProducts(pool, named)
  return shops.map(({ book, row, name }) => ({
    ...shownShop(row, { book, name }),
    products: products
      .filter((each) => each.book === book && each.product.shop === row.shop)
      .map(({ product }) => shownProduct(product)),
  }))
}

export function registerRoutes(pool: pg.Pool, nowMs: () => number): readonly Route[] {
  return [
    readRoute({
      path: '/v1/prepaid/shops',
      summary: 'The public register: shops under supervision in all books, with what they sell.',
      access: 'public',
      problems,
      query: z.strictObject({
        ...z.object({ book: BookName, area: Area, industry: Industry, q: TypedWords }).partial()
          .shape,
        ...pageFields,
      }),
      response: z.strictObject({
        asOf: z.array(AsOf),
        items: z.array(ShopView),
        next: z.string().optional(),
      }),
      async read({ query: { book, cursor, limit, ...filter }, books }) {
        const names = [...books.keys()].filter((name) => book === undefined || name === book)
        const asOf = names.map((name) => asOfOf(books, name))
        const page = await listShops(pool, names, filter, { cursor, limit })
        if (page === 'unknown_cursor') return problem(page)
        const shown = await shownPage(page, (shops) => shopsShown(pool, shops))
        return found({ asOf, ...shown }, 'brief')
      },
    }),
    readRoute({
      path: '/v1/books/:book/prepaid/shops/:shop',
      summary: 'One supervised shop, with what it sells.',
      access: 'public',
      problems,
      params: z.strictObject({ book: BookName, shop: Party }),
      response: z.strictObject({ ...ShopView.shape, asOf: AsOf }),
      async read({ params: { book, shop: id }, books }) {
        const asOf = asOfOf(books, book)
        const shop = await findShop(pool, book, id)
        if (shop === undefined || !PUBLIC_STATES.some((state) => state === shop.row.state)) {
          return problem('shop_unknown')
        }
        const [shown] = await shopsShown(pool, [shop])
        return shown === undefined ? problem('shop_unknown') : found({ ...shown, asOf }, 'brief')
      },
    }),
    listRoute(pool, {
      path: '/shops',
      summary: 'My shops in whatever state; all of them, applications included, for the office.',
      params: OfBook,
      item: ShopView,
      async list({ viewer, params: { book }, turning }) {
        if (seesAll(viewer)) return listAnyShops(pool, book, 'all', turning)
        if (viewer.shops.size === 0) return 'not_appointed_to_read'
        return listAnyShops(pool, book, [...viewer.shops.keys()], turning)
      },
      show: (rows) => shopsShown(pool, rows),
    }),
    productRoute(pool, nowMs),
    depositaryRoute(pool),
    statementsRoute(pool),
    totalsRoute(pool),
  ]
}

function statementsRoute(pool: pg.Pool): Route {
  return readRoute({
    path: '/v1/books/:book/prepaid/statements',
    summary: 'What the bank stated each day beside what the book had, the last day first.',
    access: 'public',
    problems,
    params: OfBook,
    query: z.strictObject(pageFields),
    response: z.strictObject({ items: z.array(StatementView), next: z.string().optional() }),
    async read({ params, query }) {
      const page = await listStatements(pool, params.book, query)
      if (page === 'unknown_cursor') return problem(page)
      return found(await shownPage(page, (rows) => rows.map((row) => shownStatement(row))), 'brief')
    },
  })
}

function productRoute(pool: pg.Pool, nowMs: () => number): Route {
  return readRoute({
    path: '/v1/books/:book/prepaid/products/:product',
    summary: 'One card, with the text of the contract that whoever buys it signs.',
    access: 'public',
    problems,
    params: z.strictObject({ book: BookName, product: ProductId }),
    response: ProductForSale,
    async read({ params }) {
      const product = await findRow(pool, productTable, params.book, params.product)
      if (product === undefined) return problem('product_unknown')
      const contract = await contractFor(pool, params.book, product, nowMs())
      const shown = shownProduct(product)
      return found(contract === undefined ? shown : { ...shown, contract }, 'brief')
    },
  })
}

/** What would be signed now; the deciders make the same text from the same rows. */
async function contractFor(pool: pg.Pool, book: string, product: ProductRow, nowMs: number) {
  const [shop, depositary] = await Promise.all([
    findShop(pool, book, product.shop),
    findRow(pool, depositaryTable, book, DEPOSITARY),
  ])
  if (shop?.row.state !== 'approved' || depositary === undefined) return undefined
  const office = await findParty(pool, book, depositary.office)
  if (product.state !== 'listed' || office === undefined) return undefined
  const matter = matterOf(
    { product, shop: shop.row },
    {
      terms: depositary.terms,
      shopName: shop.name,
      officeName: office.name,
      day: legalDayOf(nowMs),
    },
  )
  const text = contractText(matter)
  if (text === undefined) return undefined
  return {
    version: text.version,
    textSha256: contractTextSha256(matter),
    text: { en: plainText(text, 'en'), zh: plainText(text, 'zh') },
  }
}

function depositaryRoute(pool: pg.Pool): Route {
  const shownDepositary = viewing(DepositaryView, depositaryTable)
  return readRoute({
    path: '/v1/books/:book/prepaid/depositary',
    summary: 'The office that holds the money, its bank, and the terms of new contracts.',
    access: 'public',
    problems,
    params: OfBook,
    response: DepositaryView,
    async read({ params: { book } }) {
      const row = await findRow(pool, depositaryTable, book, DEPOSITARY)
      if (row === undefined) return problem('depositary_unknown')
      const [office, bank] = await Promise.all([
        findParty(pool, book, row.office),
        findParty(pool, book, row.bank),
      ])
      const names = { officeName: office?.name, bankName: bank?.name }
      return found(shownDepositary(row, names), 'brief')
    },
  })
}

function totalsRoute(pool: pg.Pool): Route {
  return readRoute({
    path: '/v1/prepaid/totals',
    summary: 'What was deposited, released and refunded in each book, with each definition.',
    access: 'public',
    response: z.strictObject({ items: z.array(TotalsView) }),
    async read({ books }) {
      const names = [...books.keys()]
      const asOf = names.map((name) => asOfOf(books, name))
      const totals = await listTotals(pool, names)
      const items = asOf.map((at) => {
        const amountOf = (id: string): number =>
          Number(
            totals.find(({ book, indicator }) => book === at.book && indicator === id)?.amount ??
              0n,
          )
        const { deposited, released, refunded, interest } = INDICATORS
        return {
          book: at.book,
          asOf: at,
          figures: Object.values(INDICATORS).map(({ id, unit, name, definition }) => ({
            indicator: id,
            unit,
            name,
            definition,
            amount: amountOf(id),
          })),
          heldMinor:
            amountOf(deposited.id) -
            amountOf(released.id) -
            amountOf(refunded.id) -
            amountOf(interest.id),
        }
      })
      return found({ items }, 'brief')
    },
  })
}
