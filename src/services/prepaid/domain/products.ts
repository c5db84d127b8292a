/** What a shop offers: listed by its head within the caps of the law, withdrawn, never changed. */
import { existing, record, refuse } from '#kernel/book/slice.ts'
import type { CommandHandler, Decision, EventHandler } from '#kernel/book/slice.ts'
import type { PartyId } from '#kernel/identity/principal.ts'
import { appointmentKey } from '#kernel/parties/party.ts'
import type { Reader } from '#kernel/rows/rows.ts'
import { tableKey, type RowKey } from '#kernel/rows/table.ts'
import { assert } from '#kernel/std/assert.ts'
import { canonicalText } from '#kernel/std/canonical-json.ts'
import { objectIn, textIn } from '#kernel/std/facts.ts'
import type { JsonObject } from '#kernel/std/json.ts'
import { legalDayOf } from '#kernel/time/legal-day.ts'
import { Industry, type Offer, type PrepaidCommand } from '../contract.ts'
import { HEAD, isOfShop } from './authority.ts'
import { askCaps, capsToJson, findExceeded, type CapAnswers } from './caps.ts'
import { noExposure } from './exposure.ts'
import { productTable, shopTable, type ExposureRow, type ShopRow } from './rows.ts'
import { shopKey } from './shops.ts'

export const productKey = (product: string): RowKey => tableKey(productTable, product)

const listProduct: CommandHandler<PrepaidCommand<'list-product'>> = {
  reads: ({ product, shop }, _rows, actor) => [
    productKey(product),
    shopKey(shop),
    appointmentKey(shop, actor),
  ],
  decide(rows, { product, shop, offer }, { actor, nowMs }) {
    const before = rows.get(productTable, product)
    if (before !== undefined) {
      const isSame =
        before.shop === shop && canonicalText(before.offer) === canonicalText(offerToJson(offer))
      return isSame ? existing(before.entry) : refuse('product_differs')
    }
    const row = rows.get(shopTable, shop)
    if (row === undefined) return refuse('shop_unknown')
    if (!isOfShop(rows, shop, actor, HEAD)) return refuse('not_head')
    if (row.state !== 'approved') return refuse('shop_not_approved')
    const listMinor = listPriceMinor(offer)
    if (offer.priceMinor > listMinor) return refuse('price_above_list', { listMinor })
    // Nobody has bought yet: a product that nobody could buy is not listed.
    const caps = askCapsOf(row, { offer, nowMs, exposure: noExposure(shop, actor) })
    const refused = refuseCaps(caps)
    if (refused !== undefined) return refused
    return record({
      type: 'prepaid.product-listed',
      body: { product, shop, offer: offerToJson(offer), caps: capsToJson(caps) },
      parties: [shop],
    })
  },
}

/** What the paid part of the offer costs without discount. */
export function listPriceMinor(offer: Offer): number {
  return offer.kind === 'count' ? offer.listUnitMinor * offer.uses : offer.listPriceMinor
}

/** A member that is there but undefined has no canonical text. */
export function offerToJson({ giftInKind, ...offer }: Offer): JsonObject {
  return giftInKind === undefined ? offer : { ...offer, giftInKind }
}

/** The caps for a sale of this shop now. */
export function askCapsOf(
  { industry, area }: ShopRow,
  sale: {
    readonly offer: Offer
    readonly nowMs: number
    readonly exposure: ExposureRow
  },
): CapAnswers {
  const { offer, nowMs, exposure } = sale
  const day = legalDayOf(nowMs)
  return askCaps({ industry: industryOf(industry), area, day, offer, exposure })
}

export function industryOf(text: string): Industry {
  const industry = Industry.safeParse(text)
  assert(industry.success, 'a shop is of an industry')
  return industry.data
}

export function refuseCaps(caps: CapAnswers): Decision | undefined {
  const exceeded = findExceeded(caps)
  if (exceeded === undefined) return undefined
  const { rule, check } = exceeded
  const { quantity, value, max } = check
  const { id, number, article } = rule
  return refuse('cap_exceeded', { rule: id, number, article, quantity, value, max })
}

function* readProduct(product: string, rows: Reader, actor: PartyId): Generator<RowKey> {
  yield productKey(product)
  const row = rows.get(productTable, product)
  if (row !== undefined) yield appointmentKey(row.shop, actor)
}

const withdrawProduct: CommandHandler<PrepaidCommand<'withdraw-product'>> = {
  reads: ({ product }, rows, actor) => readProduct(product, rows, actor),
  decide(rows, { product }, { actor }) {
    const row = rows.get(productTable, product)
    if (row === undefined) return refuse('product_unknown')
    if (!isOfShop(rows, row.shop, actor, HEAD)) return refuse('not_head')
    if (row.state !== 'listed') return refuse('product_not_listed')
    return record({
      type: 'prepaid.product-withdrawn',
      body: { product, shop: row.shop },
      parties: [row.shop],
    })
  },
}

export const productCommands: Readonly<Record<string, CommandHandler<never>>> = {
  'prepaid.list-product': listProduct,
  'prepaid.withdraw-product': withdrawProduct,
}

export const productEvents: Readonly<Record<string, EventHandler>> = {
  'prepaid.product-listed': {
    v: 1,
    apply: (rows, { body, index }) =>
      rows.put(productTable, {
        product: textIn(body, 'product'),
        shop: textIn(body, 'shop'),
        state: 'listed',
        offer: objectIn(body, 'offer'),
        entry: index,
      }),
  },
  'prepaid.product-withdrawn': {
    v: 1,
    apply(rows, { body }) {
      const row = rows.get(productTable, textIn(body, 'product'))
      assert(row !== undefined, 'a product was listed before')
      rows.put(productTable, { ...row, state: 'withdrawn' })
    },
  },
}
