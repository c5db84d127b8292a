/**
 * Whatever the writer reads and changes by key it finds by the index of that key. Its plans are made once, when
 * the tables of a new hub are empty and every index looks alike.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { slices } from '#apps/server/slices.ts'
import type { Table } from '#kernel/rows/table.ts'
import { addUpdates, Statement, sqlName, tableSql } from '#platform/postgres/book-sql.ts'
import { postgresSessions, type Session } from '#platform/postgres/session.ts'
import { freshDatabase } from './database.ts'

const TIMEOUTS = { statementMs: 10_000, lockMs: 10_000, idleInTransactionMs: 10_000 }
const tables = slices.flatMap((slice) => [...slice.tables])

let session: Session
beforeAll(async () => {
  const { app } = await freshDatabase()
  session = await postgresSessions(app, 'look-ups', TIMEOUTS).open()
})
afterAll(() => session.close())

/** The indexes of the table that the plan of a statement names. */
async function indexesOf(table: Table, text: string): Promise<readonly string[]> {
  const { rows } = await session.query({ text: `explain (generic_plan) ${text}` })
  const found = rows.flatMap(([line]) => {
    const scan = /(?:Index|Index Only) Scan(?: Backward)? using (\w+) on (\w+)/.exec(line ?? '')
    return scan?.[2] === sqlName(table.name) ? [scan[1] ?? ''] : []
  })
  expect(rows.join('\n')).not.toContain(`Seq Scan on ${sqlName(table.name)}`)
  return found
}

test('there is something to look up', () => {
  expect(tables.length).toBeGreaterThan(10)
})

test.each(tables.map((table) => ({ name: table.name, table })))(
  '$name is found by its key alone',
  async ({ table }) => {
    const key = [`${sqlName(table.name)}_pkey`]
    expect(await indexesOf(table, tableSql(table).select)).toEqual(key)
    if (table.kept === 'history' || table.columns.length === 0) return
    const statement = new Statement('sh')
    addUpdates(statement, table, [])
    expect(await indexesOf(table, statement.text())).toEqual(key)
  },
)

test('a change sends the key and what may change, and nothing that is fixed', () => {
  const withFixed = tables.filter(({ fixed }) => fixed.length > 0)
  expect(withFixed.length).toBeGreaterThan(0)
  for (const table of withFixed) {
    const statement = new Statement('sh')
    addUpdates(statement, table, [])
    const sent = table.keyColumns.length + table.columns.length - table.fixed.length
    expect(statement.values.length).toBe(1 + sent)
    for (const name of table.fixed) {
      expect(statement.text()).not.toMatch(new RegExp(String.raw`\b${sqlName(name)} =`))
    }
  }
})
