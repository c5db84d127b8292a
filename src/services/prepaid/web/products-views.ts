/** What the pages of a shop's products, application and staff show. Money in fen, days as legal days. */
import type { Industry, Offer, Words } from '../contract.ts'
import type { CapQuantity } from '../domain/cap-rules.ts'
import type { OwnShop } from './counter-views.ts'

export type ProductLine = {
  readonly product: string
  readonly isListed: boolean
  readonly offer: Offer
  readonly entry: number
}

export type ProductsView = { readonly own: OwnShop; readonly products: readonly ProductLine[] }

/** A dated rule with what was compared with what. */
export type CapLine = {
  readonly title: Words
  readonly number: string
  readonly article: string | null
  readonly from: string | null
  readonly until: string | null
  readonly isUnconfirmed: boolean
  readonly checks: readonly {
    readonly quantity: CapQuantity
    /** Fen, classes, or for a term its last day. */
    readonly value: number | string
    readonly max: number | string
    readonly isWithin: boolean
  }[]
}

/** What was typed comes to this; nothing is listed yet. */
export type ProductDraft = {
  readonly offer: Offer
  /** Of a card of classes: one of them, gifts included, rounded down. */
  readonly eachMinor: bigint | null
  readonly listMinor: bigint
  readonly discountMinor: bigint
  /** The first class, or the first month: what becomes the shop's with one yes. */
  readonly trancheMinor: bigint
  readonly tranches: number
  readonly caps: readonly CapLine[]
  /** Why it cannot be listed. */
  readonly why: 'above-list' | 'over-cap' | null
}

export const PRODUCT_FIELDS = [
  'nameEn',
  'nameZh',
  'price',
  'list',
  'count',
  'gift',
  'validity',
  'giftEn',
  'giftZh',
] as const
export type ProductField = (typeof PRODUCT_FIELDS)[number]

export type ProductNewView = {
  readonly own: OwnShop
  readonly kind: Offer['kind']
  /** As typed; all empty at first. */
  readonly values: Readonly<Partial<Record<ProductField, string>>>
  readonly errors: readonly { readonly name: ProductField; readonly sentence: Words }[]
  readonly draft: ProductDraft | null
}

export type ApplyView = {
  readonly own: OwnShop
  readonly areas: readonly { readonly id: string; readonly name: Words }[]
  /** What was applied with; null before. */
  readonly application: {
    readonly industry: Industry
    readonly areaName: Words
    readonly licence: string
    readonly leaseEndsOn: string
    readonly appliedAt: string
    readonly decidedAt: string | null
    readonly entry: number
  } | null
  /** The entry that tells the shop why it was declined or suspended. */
  readonly decisionEntry: number | null
}

export type StaffLine = {
  readonly person: string
  /** As it was registered; null where that was erased. */
  readonly name: string | null
  readonly role: 'head' | 'clerk'
  readonly entry: number
  readonly isYou: boolean
}

export type StaffView = { readonly own: OwnShop; readonly staff: readonly StaffLine[] }
