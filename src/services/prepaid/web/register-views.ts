/** What the public register of shops shows, and the page of one shop. */
import type { Industry, Offer, Words } from '../contract.ts'
import type { ShopState } from '../domain/rows.ts'

export type ShopLine = {
  readonly book: string
  readonly shop: string
  readonly name: Words
  readonly state: ShopState
  readonly industry: Industry
  readonly area: string
  readonly areaName: Words
  readonly leaseEndsOn: string
  /** Contracts that are running; null where there are too few to tell without telling of somebody. */
  readonly contracts: number | null
  readonly entry: number
}

export type RegisterView = {
  readonly filter: { readonly q: string; readonly area: string; readonly industry: string }
  readonly areas: readonly { readonly id: string; readonly name: Words }[]
  readonly shops: readonly ShopLine[]
  readonly count: number
  /** What is held right now in all books, and the checkpoint of the first. */
  readonly heldMinor: bigint
}

export type ShopView = {
  readonly shop: ShopLine
  readonly licence: string
  readonly approvedAt: string | null
  readonly officeName: Words | null
  readonly products: readonly { readonly product: string; readonly offer: Offer }[]
  /** The shop's code, for a poster at the door; it leads to the page where a consumer answers. */
  readonly codeHref: string
  /** Whether to offer the contracts: to buyers, and to whoever has not said yet who they are. */
  readonly offersContracts: boolean
  readonly mayBuy: boolean
}
