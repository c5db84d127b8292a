/** For whom a page of a shop is made: settled once, before anything of the shop is read. */
import type pg from 'pg'
import type { PartyId, Principal } from '#kernel/identity/principal.ts'
import type { Persons } from '#platform/postgres/persons.ts'
import { findRow } from '#platform/postgres/table-reader.ts'
import type { Words } from '../contract.ts'
import { shopTable, type ShopState } from '../domain/rows.ts'
import { findParty } from '../store/parties.ts'
import type { OwnShop } from '../web/counter-views.ts'
import type { WordsAsking } from './refund-words.ts'
import { viewerOf } from './viewer.ts'

export interface ShopAsking {
  readonly pool: pg.Pool
  readonly book: string
  readonly shop: PartyId
  readonly shopName: Words
  readonly isHead: boolean
  readonly persons: Persons
  /** Scheme and authority by which the reader reached us: the code at the counter leads there. */
  readonly origin: string
  readonly nowMs: number
}

/** With what a page needs for words that not everybody may read. */
export interface ShopReading extends ShopAsking, WordsAsking {}

type Reading = Pick<ShopReading, 'pool' | 'book' | 'log' | 'persons' | 'origin' | 'nowMs'>

/**
 * The shop that the principal came for, if it is appointed there now; whoever came for none and acts for
 * one alone, for that one. Undefined for everybody else: nothing of any shop is theirs to see.
 */
export async function shopAskingOf(
  reading: Reading,
  principal: Principal,
): Promise<ShopReading | undefined> {
  const { pool, book } = reading
  const { shops } = await viewerOf(pool, book, principal)
  const { organisation } = principal
  const [only, ...others] = shops.keys()
  const shop = organisation ?? (others.length === 0 ? only : undefined)
  const role = shop === undefined ? undefined : shops.get(shop)
  if (shop === undefined || role === undefined) return undefined
  const named = await findParty(pool, book, shop)
  if (named?.kind !== 'shop') return undefined
  return { ...reading, principal, shop, shopName: named.name, isHead: role === 'head' }
}

export async function ownShop(asking: ShopAsking): Promise<OwnShop> {
  const { pool, book, shop, shopName, isHead } = asking
  const row = await findRow(pool, shopTable, book, shop)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only apply writes it, and it writes these.
  const state = (row?.state ?? null) as ShopState | null
  return { book, shop, name: shopName, state, isHead }
}
