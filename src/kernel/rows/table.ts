/**
 * Tables that a slice gives the writer: names, keys and column types, from which the store makes its
 * SQL. Every table has `book` first in its primary key; the writer adds it, slices never see it.
 *
 * A `current` table holds one row a key, written over. A `history` table keeps every version with the
 * index of the last entry that made it, so that a value can be read as of an entry.
 */
import { assert } from '#kernel/std/assert.ts'
import type { Json } from '#kernel/std/json.ts'

/** text · int4 number · int8 number (an index or a count) · int8 bigint (fen) · timestamptz as ms. */
export type ColumnType =
  | 'text'
  | 'integer'
  | 'index'
  | 'amount'
  | 'boolean'
  | 'bytes'
  | 'instant'
  | 'json'

interface ValueOf {
  text: string
  integer: number
  index: number
  amount: bigint
  boolean: boolean
  bytes: Uint8Array
  instant: number
  json: Json
}

type Declared = ColumnType | `${ColumnType}?`
type Value<D extends Declared> = D extends `${infer C extends ColumnType}?`
  ? ValueOf[C] | null
  : D extends ColumnType
    ? ValueOf[D]
    : never

type Columns = Readonly<Record<string, Declared>>
type KeyColumns = Readonly<Record<string, 'text' | 'index'>>

export type RowOf<K extends KeyColumns, C extends Columns> = {
  readonly [N in keyof K]: Value<K[N]>
} & { readonly [N in keyof C]: Value<C[N]> }

export interface Column {
  readonly name: string
  readonly type: ColumnType
  readonly nullable: boolean
  /** Set with the row and never after: a change of the row does not send it again. */
  readonly isFixed: boolean
}

export type KeyPart = string | number
export type AnyRow = Readonly<Record<string, unknown>>

export interface Table<R extends AnyRow = AnyRow> {
  readonly name: string
  readonly kept: 'current' | 'history'
  readonly keyColumns: readonly Column[]
  readonly columns: readonly Column[]
  /** The names of the fixed ones among the columns. */
  readonly fixed: readonly string[]
  /** The key of a row as one string, unique within the table. */
  keyOf(row: R): string
}

/** A row of a table, named by its key. Only `tableKey` makes one. */
export interface RowKey<R extends AnyRow = AnyRow> {
  readonly table: Table<R>
  readonly parts: readonly KeyPart[]
  readonly text: string
}

export type Row<T> = T extends Table<infer R> ? R : never

// U+001F cannot stand in an id, so no two keys are joined to the same text.
const SEPARATOR = '\u001F'

export function joinKey(parts: readonly KeyPart[]): string {
  const [first] = parts
  return parts.length === 1 && typeof first === 'string' ? first : parts.join(SEPARATOR)
}

const COLUMN_TYPES: readonly ColumnType[] = [
  'text',
  'integer',
  'index',
  'amount',
  'boolean',
  'bytes',
  'instant',
  'json',
]

function column(name: string, declared: Declared, isFixed: boolean): Column {
  const type = COLUMN_TYPES.find((known) => declared === known || declared === `${known}?`)
  assert(type !== undefined, `${name} has a column type`)
  return { name, type, nullable: declared.endsWith('?'), isFixed }
}

/** The values of a row's key columns, in order. */
export function keyParts(table: Pick<Table, 'keyColumns'>, row: AnyRow): KeyPart[] {
  return table.keyColumns.map(({ name }) => {
    const part = row[name]
    assert(typeof part === 'string' || typeof part === 'number', `${name} is a key`)
    return part
  })
}

export function defineTable<const K extends KeyColumns, const C extends Columns>(definition: {
  readonly name: string
  readonly kept?: 'current' | 'history'
  readonly key: K
  readonly columns: C
  /** Columns that no later entry changes; writing another value over one is a defect, and throws. */
  readonly fixed?: readonly (keyof C & string)[]
}): Table<RowOf<K, C>> {
  const fixed: readonly string[] = definition.fixed ?? []
  const keyColumns = Object.entries(definition.key).map(([name, type]) => column(name, type, true))
  const [only, second] = keyColumns
  return {
    name: definition.name,
    kept: definition.kept ?? 'current',
    keyColumns,
    columns: Object.entries(definition.columns).map(([name, type]) =>
      column(name, type, fixed.includes(name)),
    ),
    fixed,
    keyOf:
      only !== undefined && second === undefined
        ? (row: AnyRow) => String(row[only.name])
        : (row: AnyRow) => joinKey(keyParts({ keyColumns }, row)),
  }
}

export function tableKey<R extends AnyRow>(
  table: Table<R>,
  ...parts: readonly KeyPart[]
): RowKey<R> {
  return { table, parts, text: joinKey(parts) }
}
