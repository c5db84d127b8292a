/** The rows and cells of a book in memory, put into a database as the writer would have left them. */
import type pg from 'pg'
import { account } from '#kernel/money/transfer.ts'
import type { AnyRow, Column, Table } from '#kernel/rows/table.ts'
import { sqlName } from '#platform/postgres/book-sql.ts'
import { parties } from '#services/parties/index.ts'
import { prepaid } from '#services/prepaid/index.ts'
import type { World } from './rig.ts'

export async function storeWorld(pool: pg.Pool, book: string, world: World): Promise<void> {
  for (const table of [...parties.tables, ...prepaid.tables, account]) {
    for (const row of world.list(table)) await insert(pool, book, table, row)
  }
  for (const { indicator, area, period, amount } of world.cells.list()) {
    await pool.query(
      'insert into cell (book, indicator, area, period, amount) values ($1, $2, $3, $4, $5)',
      [book, indicator, area, period, amount.toString()],
    )
  }
}

/** A table that keeps its history gets the one version that there is. */
async function insert(pool: pg.Pool, book: string, table: Table, row: AnyRow): Promise<void> {
  const columns = [...table.keyColumns, ...table.columns]
  const version = table.kept === 'history' ? { entry: 0, since: 0 } : {}
  const names = ['book', ...columns.map(({ name }) => sqlName(name)), ...Object.keys(version)]
  const values = [
    book,
    ...columns.map((column) => valueOf(column, row[column.name])),
    ...Object.values(version),
  ]
  const places = names.map((_, at) => {
    const column = columns[at - 1]
    return column?.type === 'instant' ? `to_timestamp($${at + 1}::float8 / 1000)` : `$${at + 1}`
  })
  await pool.query(
    `insert into ${table.name} (${names.join(', ')}) values (${places.join(', ')})`,
    values,
  )
}

function valueOf({ type }: Column, value: unknown): unknown {
  if (value === null) return null
  if (type === 'json') return JSON.stringify(value)
  return typeof value === 'bigint' ? value.toString() : value
}
