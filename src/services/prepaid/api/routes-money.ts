/** What shops are paid, what the bank booked and is told to pay, and what is measured. */
import type pg from 'pg'
import { z } from 'zod'
import { isJsonObject } from '#kernel/std/canonical-json.ts'
import { BookName, pageFields } from '#platform/http/fields.ts'
import { found, problem, readRoute, type Route } from '#platform/http/route.ts'
import { findRow } from '#platform/postgres/table-reader.ts'
import { BankEntryId, Party, SettlementId } from '../contract.ts'
import {
  absenceTable,
  bankEntryTable,
  maturingTable,
  payoutTable,
  settlementTable,
} from '../domain/rows.ts'
import { listCells } from '../store/figures.ts'
import {
  earnedOf,
  listMaturing,
  listOrdered,
  listPaid,
  listSettlements,
  listSuspended,
} from '../store/money.ts'
import { findShop } from '../store/register.ts'
import { listAbsences } from '../store/work.ts'
import { listRoute, OfBook, oneRoute, plain, problems, shownPage, viewing } from './reading.ts'
import {
  AbsenceView,
  BankEntryView,
  CellView,
  PaidView,
  PayoutView,
  SettlementView,
  ShopStatementView,
} from './reading-views.ts'
import { seesAll, seesBank, seesMoneyOf } from './viewer.ts'

const shownSettlement = viewing(SettlementView, settlementTable)
const shownBankEntry = viewing(BankEntryView, bankEntryTable)
const shownPayout = viewing(PayoutView, payoutTable)
const shownAbsence = viewing(AbsenceView, absenceTable)

const OfShop = z.strictObject({ book: BookName, shop: Party })
const Month = z.string().regex(/^20\d{2}-(?:0[1-9]|1[0-2])$/)

export function moneyRoutes(pool: pg.Pool): readonly Route[] {
  return [...shopMoney(pool), ...settlementRoutes(pool), ...bankRoutes(pool), figuresRoute(pool)]
}

function shopMoney(pool: pg.Pool): readonly Route[] {
  return [
    listRoute(pool, {
      path: '/shops/:shop/settlements',
      summary: 'What a shop was paid and for which days, the newest first.',
      params: OfShop,
      item: PaidView,
      async list({ viewer, params: { book, shop }, turning }) {
        if (!seesMoneyOf(viewer, shop)) return 'not_appointed_to_read'
        return listPaid(pool, book, shop, turning)
      },
      show: (rows) =>
        rows.map(({ payout, line }) =>
          z.object(PaidView.shape).parse({
            ...(isJsonObject(line) ? line : {}),
            ...plain(payoutTable, payout),
            settlement: payout.subject,
          }),
        ),
    }),
    oneRoute(pool, {
      path: '/shops/:shop/statements/:month',
      summary: 'What matures for a shop on each day of a month, and what it has earned so far.',
      params: z.strictObject({ ...OfShop.shape, month: Month }),
      response: ShopStatementView,
      async read({ viewer, params: { book, shop, month } }) {
        if (!seesMoneyOf(viewer, shop)) return 'not_appointed_to_read'
        const registered = await findShop(pool, book, shop)
        if (registered === undefined) return 'shop_unknown'
        const [earned, days] = await Promise.all([
          earnedOf(pool, book, shop),
          listMaturing(pool, book, shop, month),
        ])
        return {
          shop,
          month,
          settledThrough: registered.row.settledThrough,
          earnedMinor: Number(earned.balanceMinor),
          promisedMinor: Number(earned.promisedMinor),
          days: z
            .array(z.object(ShopStatementView.shape.days.element.shape))
            .parse(days.map((row) => plain(maturingTable, row))),
        }
      },
    }),
  ]
}

function settlementRoutes(pool: pg.Pool): readonly Route[] {
  return [
    listRoute(pool, {
      path: '/settlements',
      summary: 'All settlements with their lines, the newest first.',
      params: OfBook,
      item: SettlementView,
      async list({ viewer, params: { book }, turning }) {
        return seesAll(viewer) ? listSettlements(pool, book, turning) : 'not_appointed_to_read'
      },
      show: (rows) => rows.map((row) => shownSettlement(row)),
    }),
    oneRoute(pool, {
      path: '/settlements/:settlement',
      summary: 'One settlement with its lines.',
      params: z.strictObject({ book: BookName, settlement: SettlementId }),
      response: SettlementView,
      async read({ viewer, params }) {
        if (!seesAll(viewer)) return 'not_appointed_to_read'
        const row = await findRow(pool, settlementTable, params.book, params.settlement)
        return row === undefined ? 'settlement_unknown' : shownSettlement(row)
      },
    }),
    oneRoute(pool, {
      path: '/substitutes',
      summary: 'Who decides for which notary, on which days.',
      params: OfBook,
      response: z.strictObject({ items: z.array(AbsenceView) }),
      async read({ viewer, params }) {
        if (!viewer.isNotary) return 'not_appointed_to_read'
        const rows = await listAbsences(pool, params.book)
        return { items: rows.map((row) => shownAbsence(row)) }
      },
    }),
  ]
}

function bankRoutes(pool: pg.Pool): readonly Route[] {
  return [
    listRoute(pool, {
      path: '/suspense',
      summary: 'Money that is not matched yet, with the reason, the oldest first.',
      params: OfBook,
      item: BankEntryView,
      async list({ viewer, params: { book }, turning }) {
        return viewer.isNotary ? listSuspended(pool, book, turning) : 'not_appointed_to_read'
      },
      show: (rows) => rows.map((row) => shownBankEntry(row)),
    }),
    oneRoute(pool, {
      path: '/bank-entries/:bankEntry',
      summary: 'One entry of the bank, and what became of it.',
      params: z.strictObject({ book: BookName, bankEntry: BankEntryId }),
      response: BankEntryView,
      async read({ viewer, params }) {
        if (!seesBank(viewer)) return 'not_appointed_to_read'
        const row = await findRow(pool, bankEntryTable, params.book, params.bankEntry)
        return row === undefined ? 'bank_entry_unknown' : shownBankEntry(row)
      },
    }),
    listRoute(pool, {
      path: '/payouts/ordered',
      summary: 'What the bank is told to pay and has not booked, the oldest first.',
      params: OfBook,
      item: PayoutView,
      async list({ viewer, params: { book }, turning }) {
        return seesBank(viewer) ? listOrdered(pool, book, turning) : 'not_appointed_to_read'
      },
      show: (rows) => rows.map((row) => shownPayout(row)),
    }),
  ]
}

function figuresRoute(pool: pg.Pool): Route {
  return readRoute({
    path: '/v1/books/:book/prepaid/figures',
    summary: 'What is measured, by indicator, shop and legal month.',
    access: 'prepaid.inspect',
    problems,
    params: OfBook,
    query: z.strictObject({
      indicator: z
        .string()
        .regex(/^prepaid\.[a-z0-9.-]{1,40}$/)
        .optional(),
      shop: z.optional(Party),
      month: Month.optional(),
      ...pageFields,
    }),
    response: z.strictObject({ items: z.array(CellView), next: z.string().optional() }),
    async read({ params, query: { cursor, limit, ...filter } }) {
      const page = await listCells(pool, params.book, filter, { cursor, limit })
      if (page === 'unknown_cursor') return problem(page)
      const shown = await shownPage(page, (rows) =>
        rows.map(({ indicator, area, period, amount }) => ({
          indicator,
          shop: area,
          month: period,
          amount: Number(amount),
        })),
      )
      return found(shown)
    },
  })
}
