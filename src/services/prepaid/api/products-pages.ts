/** What the pages of a shop's products, of its application and of its staff show. */
import type { PartyId } from '#kernel/identity/principal.ts'
import { formatInstant } from '#kernel/time/clock.ts'
import { findRow } from '#platform/postgres/table-reader.ts'
import type { Offer, Words } from '../contract.ts'
import { industryOf } from '../domain/products.ts'
import { shopTable } from '../domain/rows.ts'
import { offerOf } from '../domain/signed.ts'
import { listOwnProducts, listStaff } from '../store/counter.ts'
import { listConcerning } from '../store/receipts.ts'
import type { ApplyView, ProductNewView, ProductsView, StaffView } from '../web/products-views.ts'
import { draftIn } from './product-drafts.ts'
import { ownShop, type ShopAsking } from './shop-asking.ts'

/** Decisions on a shop are few, and stand among its newest entries or are looked for in its receipts. */
const DECISIONS_READ_MAX = 100
const DECISIONS = ['prepaid.shop-declined', 'prepaid.shop-suspended']

export async function loadProducts(asking: ShopAsking): Promise<ProductsView> {
  const { pool, book, shop } = asking
  const [own, products] = await Promise.all([ownShop(asking), listOwnProducts(pool, book, shop)])
  return {
    own,
    products: products.map(({ product, state, offer, entry }) => ({
      product,
      isListed: state === 'listed',
      offer: offerOf(offer),
      entry,
    })),
  }
}

/** Undefined for a shop that never applied: the caps depend on where it is and what it gives. */
export async function loadNewProduct(
  asking: ShopAsking,
  kind: Offer['kind'],
  query: URLSearchParams,
): Promise<ProductNewView | undefined> {
  const { pool, book, shop, nowMs } = asking
  const row = await findRow(pool, shopTable, book, shop)
  if (row === undefined) return undefined
  return { own: await ownShop(asking), kind, ...draftIn(query, kind, { shop: row, nowMs }) }
}

export type NamedArea = { readonly id: string; readonly name: Words }

export async function loadApply(
  asking: ShopAsking,
  areas: readonly NamedArea[],
): Promise<ApplyView> {
  const { pool, book, shop } = asking
  const [own, row] = await Promise.all([ownShop(asking), findRow(pool, shopTable, book, shop)])
  if (row === undefined) return { own, areas, application: null, decisionEntry: null }
  const { industry, area, licence, leaseEndsOn, appliedAt, decidedAt, entry } = row
  const isAgainst = row.state === 'declined' || row.state === 'suspended'
  return {
    own,
    areas,
    application: {
      industry: industryOf(industry),
      areaName: areas.find(({ id }) => id === area)?.name ?? { en: area, zh: area },
      licence,
      leaseEndsOn,
      appliedAt: formatInstant(appliedAt),
      decidedAt: decidedAt === null ? null : formatInstant(decidedAt),
      entry,
    },
    decisionEntry: isAgainst ? await decisionEntryOf(asking) : null,
  }
}

async function decisionEntryOf({ pool, book, shop }: ShopAsking): Promise<number | null> {
  const read = { from: null, limit: DECISIONS_READ_MAX }
  const { entries } = await listConcerning(pool, book, shop, read)
  return entries.find(({ type }) => DECISIONS.includes(type))?.index ?? null
}

export async function loadStaff(asking: ShopAsking, reader: PartyId): Promise<StaffView> {
  const { pool, book, shop, persons } = asking
  const [own, staff] = await Promise.all([ownShop(asking), listStaff(pool, book, shop)])
  const known = await persons.of(
    book,
    staff.map(({ person }) => person),
  )
  return {
    own,
    staff: staff.map(({ person, role, entry }) => ({
      person,
      name: known.get(person)?.name ?? null,
      role: role === 'head' ? 'head' : 'clerk',
      entry,
      isYou: person === reader,
    })),
  }
}
