/**
 * Rows of a slice's tables for pages and the API: the same rows that its deciders see, by any condition. The
 * table says its columns and their types, so what is read needs no second description.
 */
import type pg from 'pg'
import { assert, unreachable } from '#kernel/std/assert.ts'
import type { AnyRow, Column, Table } from '#kernel/rows/table.ts'
import { sqlName } from './book-sql.ts'

/** A page shows tens of rows and an export thousands; nothing reads without a bound. */
export const ROWS_MAX = 10_000

export interface Reading {
  readonly book: string
  /** A condition on `t` whose values are $2, $3 … ; the book is $1. */
  readonly where: string
  readonly values?: readonly unknown[]
  /** Columns of `t` in SQL. */
  readonly orderBy: string
  readonly limit: number
}

interface Named {
  readonly column: Column
  readonly sql: string
}

const known = new WeakMap<Table, readonly Named[]>()

/** All columns with their names in SQL, made once for each table: a page reads hundreds of rows. */
function namedColumns(table: Table): readonly Named[] {
  let named = known.get(table)
  if (named === undefined) {
    named = [...table.keyColumns, ...table.columns].map((column) => ({
      column,
      sql: sqlName(column.name),
    }))
    known.set(table, named)
  }
  return named
}

/** The columns of a table under the alias `t`, for a query that joins besides. */
export function columnsOf(table: Table, alias = 't'): string {
  return namedColumns(table)
    .map(({ sql }) => `${alias}.${sql}`)
    .join(', ')
}

export async function readRows<R extends AnyRow>(
  pool: pg.Pool,
  table: Table<R>,
  { book, where, values = [], orderBy, limit }: Reading,
): Promise<readonly R[]> {
  assert(Number.isSafeInteger(limit) && 0 < limit && limit <= ROWS_MAX, 'reading is bounded')
  const { rows } = await pool.query<Record<string, unknown>>(
    `select ${columnsOf(table)} from ${table.name} t
     where t.book = $1 and (${where}) order by ${orderBy} limit ${limit}`,
    [book, ...values],
  )
  return rows.map((raw) => rowOf(table, raw))
}

/** The row of one key, or undefined. */
export async function findRow<R extends AnyRow>(
  pool: pg.Pool,
  table: Table<R>,
  book: string,
  ...parts: readonly (string | number)[]
): Promise<R | undefined> {
  const where = table.keyColumns.map(({ name }, i) => `t.${sqlName(name)} = $${i + 2}`)
  const found = await readRows(pool, table, {
    book,
    where: where.join(' and '),
    values: parts,
    orderBy: '1',
    limit: 1,
  })
  return found[0]
}

/** A row as the pool gives it, with the columns of the table among others, as its slice knows it. */
export function rowOf<R extends AnyRow>(
  table: Table<R>,
  raw: Readonly<Record<string, unknown>>,
): R {
  const row: Record<string, unknown> = {}
  for (const { column, sql } of namedColumns(table)) row[column.name] = valueOf(column, raw[sql])
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each value was parsed as its column declares it.
  return row as R
}

function valueOf({ name, type, nullable }: Column, value: unknown): unknown {
  if (value === null || value === undefined) {
    assert(nullable && value === null, `${name} has a value`)
    return null
  }
  switch (type) {
    case 'text':
      return checked(name, value, 'string')
    case 'boolean':
      return checked(name, value, 'boolean')
    case 'integer':
    case 'instant':
      return checked(name, value, 'number')
    case 'amount':
      return checked(name, value, 'bigint')
    case 'index':
      return Number(checked(name, value, 'bigint'))
    case 'bytes':
    case 'json':
      return value
    default:
      return unreachable(type)
  }
}

function checked(name: string, value: unknown, type: 'string' | 'boolean' | 'number' | 'bigint') {
  assert(typeof value === type, `${name} is a ${type}`)
  return value
}
