/** The public register: shops under supervision with what they offer, and the office that holds the money. */
import type pg from 'pg'
import type { PartyId } from '#kernel/identity/principal.ts'
import { columnsOf, rowOf } from '#platform/postgres/table-reader.ts'
import type { Row } from '#kernel/rows/table.ts'
import type { Words } from '../contract.ts'
import { productTable, shopTable, type ShopRow } from '../domain/rows.ts'
import { cursorOf, placeOf, type PageOr, type Turning } from './paged.ts'

export type ProductRow = Row<typeof productTable>

export interface RegisteredShop {
  readonly book: string
  readonly row: ShopRow
  readonly name: Words
}

export interface ShopFilter {
  readonly area?: string | undefined
  readonly industry?: string | undefined
  /** Words of a person: found in the names of shops. */
  readonly q?: string | undefined
}

/** What is public of a shop: an application and its refusal are the shop's own. */
export const PUBLIC_STATES = ['approved', 'suspended'] as const

/** A shop sells tens of cards; whoever lists more is not read further in one answer. */
export const PRODUCTS_MAX = 100

const SHOP_SQL = `select t.book, ${columnsOf(shopTable)}, p.name as shop_name
  from prepaid_shop t join party p on p.book = t.book and p.party = t.shop`

interface RawShop extends Record<string, unknown> {
  readonly book: string
  readonly shop_name: Words
}

const shopOf = (raw: RawShop): RegisteredShop => ({
  book: raw.book,
  row: rowOf(shopTable, raw),
  name: raw.shop_name,
})

/** Approved and suspended shops of these books, by book and id. */
export async function listShops(
  pool: pg.Pool,
  books: readonly string[],
  { area, industry, q }: ShopFilter,
  { cursor, limit }: Turning,
): Promise<PageOr<RegisteredShop>> {
  const place = cursor === undefined ? ['', ''] : placeOf(cursor, ['string', 'string'])
  if (place === null) return 'unknown_cursor'
  const words = q === undefined ? null : `%${q.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
  const { rows } = await pool.query<RawShop>(
    `${SHOP_SQL}
     where t.book = any($1::text[]) and t.state = any($2::text[]) and (t.book, t.shop) > ($3, $4)
       and ($5::text is null or t.area = $5) and ($6::text is null or t.industry = $6)
       and ($7::text is null or p.name ->> 'en' ilike $7 or p.name ->> 'zh' ilike $7)
     order by t.book, t.shop limit $8`,
    [books, PUBLIC_STATES, ...place, area ?? null, industry ?? null, words, limit + 1],
  )
  const items = rows.slice(0, limit).map(shopOf)
  const last = items.at(-1)
  if (rows.length <= limit || last === undefined) return { items }
  return { items, next: cursorOf([last.book, last.row.shop]) }
}

/** Shops in whatever state, applications included, by id: of a book, or of the ones that are named. */
export async function listAnyShops(
  pool: pg.Pool,
  book: string,
  only: readonly PartyId[] | 'all',
  { cursor, limit }: Turning,
): Promise<PageOr<RegisteredShop>> {
  const place = cursor === undefined ? [''] : placeOf(cursor, ['string'])
  if (place === null) return 'unknown_cursor'
  const { rows } = await pool.query<RawShop>(
    `${SHOP_SQL}
     where t.book = $1 and t.shop > $2 and ($3::text[] is null or t.shop = any($3))
     order by t.shop limit $4`,
    [book, ...place, only === 'all' ? null : only, limit + 1],
  )
  const items = rows.slice(0, limit).map(shopOf)
  const last = items.at(-1)
  if (rows.length <= limit || last === undefined) return { items }
  return { items, next: cursorOf([last.row.shop]) }
}

/** A shop in whatever state: the caller decides who may see it. */
export async function findShop(
  pool: pg.Pool,
  book: string,
  shop: PartyId,
): Promise<RegisteredShop | undefined> {
  const { rows } = await pool.query<RawShop>(`${SHOP_SQL} where t.book = $1 and t.shop = $2`, [
    book,
    shop,
  ])
  const [raw] = rows
  return raw === undefined ? undefined : shopOf(raw)
}

/** What these shops sell now: at most PRODUCTS_MAX each, in the order of listing. */
export async function listProducts(
  pool: pg.Pool,
  shops: readonly { readonly book: string; readonly shop: PartyId }[],
): Promise<readonly { readonly book: string; readonly product: ProductRow }[]> {
  const { rows } = await pool.query<Record<string, unknown> & { readonly book: string }>(
    `select listed.* from unnest($1::text[], $2::text[]) as wanted (book, shop)
     cross join lateral (
       select t.book, ${columnsOf(productTable)} from prepaid_product t
       where t.book = wanted.book and t.shop = wanted.shop and t.state = 'listed'
       order by t.entry limit ${PRODUCTS_MAX}
     ) listed`,
    [shops.map(({ book }) => book), shops.map(({ shop }) => shop)],
  )
  return rows.map((raw) => ({ book: raw.book, product: rowOf(productTable, raw) }))
}
