/**
 * Scratch tables of an audit: what was replayed, so that PostgreSQL can compare it with what is stored,
 * whole sets at a time, and where rows go when memory is full. They are temporary tables, made before the
 * snapshot is taken: a read-only transaction may write such tables, and nothing else.
 */
import type { RowMemory } from '#kernel/book/replay-rows.ts'
import type { AnyRow, Column, RowKey, Table } from '#kernel/rows/table.ts'
import { arrayType, encodeArray } from './binary-array.ts'
import { sqlName, tableSql, type TableSql } from './book-sql.ts'
import type { Query, Session } from './session.ts'

const ROWS_PER_INSERT = 4096

export function scratchName(table: Table): string {
  return sqlName(`audit_${table.name}`)
}

function columnType({ type }: Column): string {
  return type === 'json' ? 'jsonb' : arrayType(type).slice(0, -'[]'.length)
}

export class Scratch {
  readonly #session: Session
  readonly #book: string
  readonly #tables: readonly Table[]
  readonly #sql = new Map<Table, TableSql>()

  constructor(session: Session, book: string, tables: readonly Table[]) {
    this.#session = session
    this.#book = book
    this.#tables = tables
  }

  async create(): Promise<void> {
    for (const table of this.#tables) {
      const columns = [...table.keyColumns, ...table.columns]
      const typed = columns.map((column) => `${sqlName(column.name)} ${columnType(column)}`)
      const keys = table.keyColumns.map(({ name }) => sqlName(name)).join(', ')
      await this.#session.query({
        text: `create temporary table ${scratchName(table)} (
          book text, ${typed.join(', ')}, primary key (book, ${keys}))`,
      })
    }
  }

  /** Writes all rows down; what is there already is written over. */
  async flush(memory: RowMemory): Promise<void> {
    for (const [table, rows] of memory.tables()) {
      for (const page of pagesOf(rows)) await this.#session.query(this.#insert(table, page))
    }
  }

  async load(memory: RowMemory, keys: readonly RowKey[]): Promise<void> {
    const wanted = Map.groupBy(keys, ({ table }) => table)
    for (const [table, ofTable] of wanted) {
      const sql = this.#sqlOf(table)
      const values = [this.#book, ...sql.keyArrays(ofTable.map(({ parts }) => parts))]
      const { rows } = await this.#session.query({ text: sql.select, values })
      for (const { text } of ofTable) memory.set(table, text, null)
      for (const row of rows) {
        const read = sql.rowOf(row)
        memory.set(table, table.keyOf(read), read)
      }
    }
  }

  #sqlOf(table: Table): TableSql {
    const known = this.#sql.get(table)
    if (known !== undefined) return known
    const sql = tableSql({ ...table, name: `audit_${table.name}`, kept: 'current' })
    this.#sql.set(table, sql)
    return sql
  }

  #insert(table: Table, rows: readonly AnyRow[]): Query {
    const columns = [...table.keyColumns, ...table.columns]
    const names = columns.map(({ name }) => sqlName(name))
    const values = columns.map(({ name, type }) =>
      encodeArray(
        type,
        rows.map((row) => row[name]),
      ),
    )
    const arrays = columns.map(({ type }, at) => `$${at + 2}::${arrayType(type)}`)
    const cast = columns.map(({ type }, at) => `u.${names[at]}${type === 'json' ? '::jsonb' : ''}`)
    const keys = table.keyColumns.map(({ name }) => sqlName(name))
    const set = table.columns.map(({ name }) => `${sqlName(name)} = excluded.${sqlName(name)}`)
    const change = set.length === 0 ? 'nothing' : `update set ${set.join(', ')}`
    return {
      text: `insert into ${scratchName(table)} (book, ${names.join(', ')})
        select $1::text, ${cast.join(', ')} from unnest(${arrays.join(', ')}) u(${names.join(', ')})
        on conflict (book, ${keys.join(', ')}) do ${change}`,
      values: [this.#book, ...values],
    }
  }
}

function* pagesOf(rows: Iterable<AnyRow>): Generator<readonly AnyRow[]> {
  let page: AnyRow[] = []
  for (const row of rows) {
    page.push(row)
    if (page.length < ROWS_PER_INSERT) continue
    yield page
    page = []
  }
  if (page.length > 0) yield page
}
