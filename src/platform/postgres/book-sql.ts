/** SQL made from table descriptors, once at start. Names come from code, values only as parameters. */
import { assert } from '#kernel/std/assert.ts'
import type { AnyRow, Column, Table } from '#kernel/rows/table.ts'
import { arrayType, encodeArray } from './binary-array.ts'

const NAME = /^[a-z][a-z0-9_]{0,62}$/

export function sqlName(name: string): string {
  const snake = name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  assert(NAME.test(snake), `${name} is a plain SQL name`)
  return snake
}

/** How a column is read, so that its text needs no time zone or escape to be understood. */
function readExpression({ name, type }: Column): string {
  const column = `t.${sqlName(name)}`
  if (type === 'instant') return `(extract(epoch from ${column}) * 1000)::int8`
  return type === 'bytes' ? `encode(${column}, 'hex')` : column
}

function parseValue({ type }: Column, text: string | null): unknown {
  if (text === null) return null
  switch (type) {
    case 'integer':
    case 'index':
    case 'instant':
      return Number(text)
    case 'amount':
      return BigInt(text)
    case 'boolean':
      return text === 't'
    case 'bytes':
      return Uint8Array.from(Buffer.from(text, 'hex'))
    case 'json':
      return JSON.parse(text) as unknown
    default:
      return text
  }
}

export interface TableSql {
  readonly table: Table
  /** $1 = book, then one array for each key column. */
  readonly select: string
  rowOf(values: readonly (string | null)[]): AnyRow
  keyArrays(keys: readonly (readonly (string | number)[])[]): Buffer[]
}

/**
 * The condition by which the one row of `t` under a key is looked up, with its order. The key is a range of one
 * and the order is its own, so that its index alone needs no sort: `=` in a table that is empty while the plan
 * is made costs the same by any index that begins with the book, and would read the whole book for each row later.
 */
export function atKey(names: readonly string[], from: string): string {
  const own = names.map((name) => `t.${name}`).join(', ')
  const wanted = names.map((name) => `${from}.${name}`).join(', ')
  return `(${own}) >= (${wanted}) and (${own}) <= (${wanted}) order by ${own} limit 1`
}

/** Rows of a current table by key, or the newest version of a history table. */
export function tableSql(table: Table): TableSql {
  const name = sqlName(table.name)
  const all = [...table.keyColumns, ...table.columns]
  const arrays = table.keyColumns.map(({ type }, i) => `$${i + 2}::${arrayType(type)}`).join(', ')
  const names = table.keyColumns.map((column) => sqlName(column.name))
  const newest = names.map((key) => `t.${key} = k.${key}`).join(' and ')
  const match =
    table.kept === 'history' ? `${newest} order by t.entry desc limit 1` : atKey(names, 'k')
  const columns = all.map(readExpression).join(', ')
  const keys = `unnest(${arrays}) k(${names.join(', ')})`
  // The limit keeps the look-up a look-up: as a join, a plan made for an empty table would read it whole.
  const select = `select ${columns} from ${keys} cross join lateral
    (select * from ${name} t where t.book = $1 and ${match}) t`
  return {
    table,
    select,
    rowOf: (values) =>
      Object.fromEntries(
        all.map((column, i) => [column.name, parseValue(column, values[i] ?? null)]),
      ),
    keyArrays: (wanted) =>
      table.keyColumns.map(({ type }, i) =>
        encodeArray(
          type,
          wanted.map((parts) => parts[i]),
        ),
      ),
  }
}

/** The statement of one batch, put together from parts; parameters are numbered as they come. */
export class Statement {
  /** The book is the first parameter of every statement. */
  readonly values: unknown[]
  readonly #parts: string[] = []
  readonly #counted: { readonly name: string; readonly rows: number }[] = []

  constructor(book: string) {
    this.values = [book]
  }

  parameter(value: unknown): string {
    this.values.push(value)
    return `$${this.values.length}`
  }

  array(column: Column['type'], values: readonly unknown[]): string {
    return `${this.parameter(encodeArray(column, values))}::${arrayType(column)}`
  }

  /** An insert: it writes every row or fails. */
  add(sql: string): void {
    this.#parts.push(`p${this.#parts.length} as (${sql})`)
  }

  /** An update: if it touches any other number of rows, what the writer believed is wrong, and it fails. */
  addCounted(sql: string, rows: number): void {
    const name = `p${this.#parts.length}`
    this.#parts.push(`${name} as (${sql} returning 1)`)
    this.#counted.push({ name, rows })
  }

  get isEmpty(): boolean {
    return this.#parts.length === 0
  }

  text(): string {
    const checks = this.#counted.map(
      ({ name, rows }) => `(select count(*) from ${name}) = ${this.parameter(rows)}::int8`,
    )
    // A root of -1 is how plain SQL undoes a transaction; the fence divides by zero, and must not be mistaken.
    const check = ['true', ...checks].join(' and ')
    return `with ${this.#parts.join(',\n')}\nselect sqrt(case when ${check} then 1 else -1 end)`
  }
}

interface RowVersion {
  readonly row: AnyRow
  /** The entry that made this version; only history tables keep it. */
  readonly index: number
}

function unnest(statement: Statement, columns: readonly Column[], rows: readonly AnyRow[]): string {
  const arrays = columns.map(({ name, type }) =>
    statement.array(
      type,
      rows.map((row) => row[name]),
    ),
  )
  return `unnest(${arrays.join(', ')}) u(${columns.map(({ name }) => sqlName(name)).join(', ')})`
}

/** Casts what went over as text into the column's own type. */
function valueOf({ name, type }: Column): string {
  return type === 'json' ? `u.${sqlName(name)}::jsonb` : `u.${sqlName(name)}`
}

export function addInserts(
  statement: Statement,
  table: Table,
  versions: readonly RowVersion[],
  since: number,
): void {
  const own = [...table.keyColumns, ...table.columns]
  const kept: readonly Column[] =
    table.kept === 'history'
      ? [...own, { name: 'entry', type: 'index', nullable: false, isFixed: false }]
      : own
  const rows = versions.map(({ row, index }) => ({ ...row, entry: index }))
  const from = unnest(
    statement,
    kept,
    table.kept === 'history' ? rows : versions.map(({ row }) => row),
  )
  const names = kept.map(({ name }) => sqlName(name)).join(', ')
  const values = kept.map(valueOf).join(', ')
  const [sinceName, sinceValue] =
    table.kept === 'history' ? [', since', `, ${statement.parameter(since)}::int8`] : ['', '']
  statement.add(
    `insert into ${sqlName(table.name)} (book, ${names}${sinceName})
     select $1::text, ${values}${sinceValue} from ${from}`,
  )
}

export function addUpdates(statement: Statement, table: Table, rows: readonly AnyRow[]): void {
  const changing = table.columns.filter(({ isFixed }) => !isFixed)
  if (changing.length === 0) return
  const from = unnest(statement, [...table.keyColumns, ...changing], rows)
  const set = changing.map((column) => `${sqlName(column.name)} = ${valueOf(column)}`).join(', ')
  const keys = table.keyColumns.map((column) => sqlName(column.name))
  const name = sqlName(table.name)
  // Rows are found one by one through the key, then changed where they lie: as a join, a plan made for
  // an empty table would read the whole table later.
  statement.addCounted(
    `update ${name} r set ${set} from (
       select u.*, t.place from ${from} cross join lateral (select t.ctid as place from ${name} t
         where t.book = $1::text and ${atKey(keys, 'u')}) t
     ) u where r.ctid = u.place`,
    rows.length,
  )
}
