/** Contracts, uses and refunds, for whoever they are of: the consumer, the shop, the office, supervision. */
import type pg from 'pg'
import { z } from 'zod'
import { BookName } from '#platform/http/fields.ts'
import type { Route } from '#platform/http/route.ts'
import { findRow } from '#platform/postgres/table-reader.ts'
import { ContractId, Party, RefundId, UseId } from '../contract.ts'
import { contractTable, refundTable, useTable, type ContractRow } from '../domain/rows.ts'
import { heldOf, listContracts } from '../store/contracts.ts'
import { listRefunds } from '../store/money.ts'
import { listContested, listContractUses, listShopUses } from '../store/uses.ts'
import { listRoute, OfBook, oneRoute, viewing } from './reading.ts'
import { ContractView, RefundView, UseView } from './reading-views.ts'
import { seesAll, seesContract, seesShop } from './viewer.ts'

const shownContract = viewing(ContractView, contractTable)
const shownUse = viewing(UseView, useTable)
const shownRefund = viewing(RefundView, refundTable)

const OfShop = z.strictObject({ book: BookName, shop: Party })
const OfContract = z.strictObject({ book: BookName, contract: ContractId })

export function cardRoutes(pool: pg.Pool): readonly Route[] {
  return [...contractRoutes(pool), ...useRoutes(pool), ...refundRoutes(pool)]
}

async function contractsShown(pool: pg.Pool, book: string, rows: readonly ContractRow[]) {
  const held = await heldOf(
    pool,
    book,
    rows.map(({ contract }) => contract),
  )
  return rows.map((row) => shownContract(row, { heldMinor: Number(held.get(row.contract) ?? 0n) }))
}

function contractRoutes(pool: pg.Pool): readonly Route[] {
  return [
    listRoute(pool, {
      path: '/contracts',
      summary: 'My contracts as a consumer; all of them for the office and for supervision.',
      params: OfBook,
      item: ContractView,
      async list({ viewer, params: { book }, turning }) {
        const { consumer } = viewer
        if (seesAll(viewer)) return listContracts(pool, book, { of: 'book' }, turning)
        if (consumer === null) return 'not_appointed_to_read'
        return listContracts(pool, book, { of: 'consumer', consumer }, turning)
      },
      show: (rows, { params }) => contractsShown(pool, params.book, rows),
    }),
    listRoute(pool, {
      path: '/shops/:shop/contracts',
      summary: 'The contracts of a shop, the newest first.',
      params: OfShop,
      item: ContractView,
      async list({ viewer, params: { book, shop }, turning }) {
        if (!seesShop(viewer, shop)) return 'not_appointed_to_read'
        return listContracts(pool, book, { of: 'shop', shop }, turning)
      },
      show: (rows, { params }) => contractsShown(pool, params.book, rows),
    }),
    oneRoute(pool, {
      path: '/contracts/:contract',
      summary: 'One contract, with what is held for it and the entries that its receipts are of.',
      params: OfContract,
      response: ContractView,
      async read({ viewer, params }) {
        const row = await findRow(pool, contractTable, params.book, params.contract)
        if (row === undefined || !seesContract(viewer, row)) return 'contract_unknown'
        const [shown] = await contractsShown(pool, params.book, [row])
        return shown ?? 'contract_unknown'
      },
    }),
  ]
}

function useRoutes(pool: pg.Pool): readonly Route[] {
  return [
    listRoute(pool, {
      path: '/contracts/:contract/uses',
      summary: 'The uses of a card in their order, each with its entries.',
      params: OfContract,
      item: UseView,
      async list({ viewer, params: { book, contract }, turning }) {
        const row = await findRow(pool, contractTable, book, contract)
        if (row === undefined || !seesContract(viewer, row)) return 'contract_unknown'
        return listContractUses(pool, book, contract, turning)
      },
      show: (rows) => rows.map((row) => shownUse(row)),
    }),
    listRoute(pool, {
      path: '/shops/:shop/uses',
      summary: 'What a shop entered, the newest first.',
      params: OfShop,
      item: UseView,
      async list({ viewer, params: { book, shop }, turning }) {
        if (!seesShop(viewer, shop)) return 'not_appointed_to_read'
        return listShopUses(pool, book, shop, turning)
      },
      show: (rows) => rows.map((row) => shownUse(row)),
    }),
    listRoute(pool, {
      path: '/uses/contested',
      summary: 'What a notary has to decide, the oldest first.',
      params: OfBook,
      item: UseView,
      async list({ viewer, params: { book }, turning }) {
        return seesAll(viewer) ? listContested(pool, book, turning) : 'not_appointed_to_read'
      },
      show: (rows) => rows.map((row) => shownUse(row)),
    }),
    oneRoute(pool, {
      path: '/uses/:use',
      summary: 'One use of a card.',
      params: z.strictObject({ book: BookName, use: UseId }),
      response: UseView,
      async read({ viewer, params }) {
        const row = await findRow(pool, useTable, params.book, params.use)
        return row === undefined || !seesContract(viewer, row) ? 'use_unknown' : shownUse(row)
      },
    }),
  ]
}

function refundRoutes(pool: pg.Pool): readonly Route[] {
  return [
    listRoute(pool, {
      path: '/refunds',
      summary: 'My refunds as a consumer; all of them for the office and for supervision.',
      params: OfBook,
      item: RefundView,
      async list({ viewer, params: { book }, turning }) {
        const { consumer } = viewer
        if (seesAll(viewer)) return listRefunds(pool, book, { of: 'book' }, turning)
        if (consumer === null) return 'not_appointed_to_read'
        return listRefunds(pool, book, { of: 'consumer', consumer }, turning)
      },
      show: (rows) => rows.map((row) => shownRefund(row)),
    }),
    listRoute(pool, {
      path: '/refunds/waiting',
      summary: 'Refunds that wait for an answer, a decision or another account, the oldest first.',
      params: OfBook,
      item: RefundView,
      async list({ viewer, params: { book }, turning }) {
        if (!seesAll(viewer)) return 'not_appointed_to_read'
        return listRefunds(pool, book, { of: 'waiting' }, turning)
      },
      show: (rows) => rows.map((row) => shownRefund(row)),
    }),
    listRoute(pool, {
      path: '/shops/:shop/refunds',
      summary: 'The refunds of a shop, the newest first.',
      params: OfShop,
      item: RefundView,
      async list({ viewer, params: { book, shop }, turning }) {
        if (!seesShop(viewer, shop)) return 'not_appointed_to_read'
        return listRefunds(pool, book, { of: 'shop', shop }, turning)
      },
      show: (rows) => rows.map((row) => shownRefund(row)),
    }),
    oneRoute(pool, {
      path: '/refunds/:refund',
      summary: 'One refund, with its arithmetic once it is decided.',
      params: z.strictObject({ book: BookName, refund: RefundId }),
      response: RefundView,
      async read({ viewer, params }) {
        const row = await findRow(pool, refundTable, params.book, params.refund)
        return row === undefined || !seesContract(viewer, row) ? 'refund_unknown' : shownRefund(row)
      },
    }),
  ]
}
