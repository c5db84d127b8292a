/** Rows of replay as text, and back: the columns of a table in their order, amounts and bytes as strings. */
import { assert } from '#kernel/std/assert.ts'
import { base64Of, bytesFromBase64 } from '#kernel/std/base64.ts'
import type { AnyRow, Column, Table } from '#kernel/rows/table.ts'

export function rowText(table: Table, row: AnyRow): string {
  return JSON.stringify(columnsOf(table).map(({ name }) => plain(row[name])))
}

export function rowFromText(table: Table, text: string): AnyRow {
  const values: unknown = JSON.parse(text)
  assert(Array.isArray(values), 'a row was written by rowText')
  return Object.fromEntries(
    columnsOf(table).map((column, at) => [column.name, read(column, values[at])]),
  )
}

function columnsOf({ keyColumns, columns }: Table): readonly Column[] {
  return [...keyColumns, ...columns]
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString()
  return value instanceof Uint8Array ? base64Of(value) : value
}

function read({ name, type }: Column, value: unknown): unknown {
  if (value === null) return null
  if (type !== 'amount' && type !== 'bytes') return value
  assert(typeof value === 'string', `${name} was written as text`)
  if (type === 'amount') return BigInt(value)
  const bytes = bytesFromBase64(value)
  assert(bytes !== null, `${name} was written as base64`)
  return bytes
}
