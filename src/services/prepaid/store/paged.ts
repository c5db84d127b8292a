/**
 * Lists that are turned over by cursor: in the order of an index, from a place on, so that a page costs the
 * same wherever it is. A cursor is the place of the last row, in the order's own columns.
 */
import type pg from 'pg'
import * as z from 'zod/mini'
import { readRows } from '#platform/postgres/table-reader.ts'
import { sqlName } from '#platform/postgres/book-sql.ts'
import type { AnyRow, Table } from '#kernel/rows/table.ts'
import { assert } from '#kernel/std/assert.ts'
import { INSTANT_MS_MAX } from '#kernel/time/clock.ts'

export interface Turning {
  readonly cursor?: string | undefined
  readonly limit: number
}

export interface Page<R> {
  readonly items: readonly R[]
  /** The cursor of the next page; absent on the last one. */
  readonly next?: string
}

/** A cursor may be old, cut off, or of another list. */
export type PageOr<R> = Page<R> | 'unknown_cursor'

export interface Listing {
  readonly book: string
  /** A condition on `t` whose values are $2, $3 … */
  readonly where: string
  readonly values?: readonly unknown[]
  /** Columns of the row by name, the last one unique within the others. */
  readonly order: readonly string[]
  readonly direction: 'asc' | 'desc'
}

// PostgreSQL cannot hold a character 0, and 9999 is the last year that an instant has.
const Place = z.array(
  z.union([
    z.string().check(z.maxLength(200), z.regex(/^[^\0]*$/)),
    z.int().check(z.gte(0), z.lte(INSTANT_MS_MAX)),
  ]),
)

export async function pageRows<R extends AnyRow>(
  pool: pg.Pool,
  table: Table<R>,
  { book, where, values = [], order, direction }: Listing,
  { cursor, limit }: Turning,
): Promise<PageOr<R>> {
  const kinds = order.map((name) => kindOf(table, name))
  const place = cursor === undefined ? [] : placeOf(cursor, kinds)
  if (place === null) return 'unknown_cursor'
  const names = order.map((name) => `t.${sqlName(name)}`)
  const sign = direction === 'asc' ? '>' : '<'
  const from = order.map((name, at) => parameterOf(table, name, values.length + 2 + at))
  const after = place.length === 0 ? 'true' : `(${names.join(', ')}) ${sign} (${from.join(', ')})`
  const rows = await readRows(pool, table, {
    book,
    where: `(${where}) and ${after}`,
    values: [...values, ...place],
    orderBy: names.map((name) => `${name} ${direction}`).join(', '),
    limit: limit + 1,
  })
  return pageOfRows(rows, order, limit)
}

/** One row more than asked for was read: whether there is one says whether there is a next page. */
export function pageOfRows<R extends AnyRow>(
  rows: readonly R[],
  order: readonly string[],
  limit: number,
): Page<R> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  if (rows.length <= limit || last === undefined) return { items }
  return { items, next: cursorOf(order.map((name) => last[name])) }
}

export function cursorOf(place: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url')
}

export type PlaceKind = 'string' | 'number'

/** Null for what no list of these columns gave out. */
export function placeOf(
  cursor: string,
  kinds: readonly PlaceKind[],
): readonly (string | number)[] | null {
  let place: readonly (string | number)[]
  try {
    place = Place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
  } catch {
    // Whatever is wrong with a cursor, the answer is the same: it is not one of ours.
    return null
  }
  const isOurs =
    place.length === kinds.length && place.every((part, at) => typeof part === kinds[at])
  return isOurs ? place : null
}

function kindOf(table: Table, name: string): PlaceKind {
  return columnOf(table, name).type === 'text' ? 'string' : 'number'
}

function parameterOf(table: Table, name: string, n: number): string {
  const { type } = columnOf(table, name)
  if (type === 'instant') return `timestamptz 'epoch' + $${n}::int8 * interval '1 millisecond'`
  return type === 'text' ? `$${n}::text` : `$${n}::int8`
}

function columnOf(table: Table, name: string) {
  const column = [...table.keyColumns, ...table.columns].find((each) => each.name === name)
  assert(column !== undefined, `${table.name} is ordered by a column of its own`)
  return column
}
