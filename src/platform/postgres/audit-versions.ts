/**
 * The versions of a history table. Where batches began and ended is not in the log, so what is checked is
 * what readers rely on: a version equals the replayed row as of its entry, every entry that touched the row
 * lies in [since, entry] of a version, versions do not overlap, and there is none besides.
 */
import type { Column, Table } from '#kernel/rows/table.ts'
import { canonicalText } from '#kernel/std/canonical-json.ts'
import type { CheckTools } from './audit-checks.ts'
import { exactMs, jsonRows } from './audit-page.ts'
import type { Cell, Cells, Page, PageCheck, Versions } from './audit-page.ts'
import { arrayType, encodeArray } from './binary-array.ts'
import { sqlName } from './book-sql.ts'
import type { Query } from './session.ts'

function storedText({ name, type }: Column): string {
  const column = `t.${sqlName(name)}`
  if (type === 'instant') return exactMs(column)
  return type === 'bytes' ? `encode(${column}, 'hex')` : `${column}::text`
}

function computedText({ type }: Column, value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  if (type === 'json') return canonicalText(value)
  if (typeof value === 'string') return value
  if (typeof value === 'bigint' || typeof value === 'number') return value.toString()
  return value === true ? 'true' : 'false'
}

/** PostgreSQL spaces and orders JSON in its own way. */
function comparable({ type }: Column, cell: Cell | undefined): Cell | undefined {
  return type === 'json' && typeof cell === 'string' ? canonicalText(JSON.parse(cell)) : cell
}

export class VersionCheck implements PageCheck {
  readonly #tools: CheckTools
  readonly table: Table
  /** How many versions were compared: there must be no others. */
  seen = 0

  constructor(tools: CheckTools, table: Table) {
    this.#tools = tools
    this.table = table
  }

  ask(page: Page): Query | null {
    const rows = [...(page.versions.get(this.table)?.values() ?? [])]
    if (rows.length === 0) return null
    const name = sqlName(this.table.name)
    const keys = this.table.keyColumns.map((column) => sqlName(column.name))
    const match = (t: string): string => keys.map((key) => `${t}.${key} = k.${key}`).join(' and ')
    const arrays = this.table.keyColumns.map(({ type }, at) => `$${at + 2}::${arrayType(type)}`)
    const [first, last] = [`$${arrays.length + 2}::int8[]`, `$${arrays.length + 3}::int8[]`]
    const columns = this.table.columns.map(storedText).join(', ')
    const text = jsonRows(
      `k.place, t.entry, t.since, ${columns}`,
      `unnest(${arrays.join(', ')}, ${first}, ${last})
         with ordinality k(${keys.join(', ')}, first, last, place)
       cross join lateral (select * from ${name} t where t.book = $1 and ${match('t')}
         and t.entry >= k.first and t.entry <= coalesce((select entry from ${name} l
           where l.book = $1 and ${match('l')} and l.entry >= k.last order by l.entry limit 1),
           9223372036854775807)
         order by t.entry offset 0) t`,
    )
    const touched = rows.map((versions) => [...versions.keys()])
    return {
      text,
      values: [
        this.#tools.book,
        ...this.table.keyColumns.map(({ name: column, type }) =>
          encodeArray(
            type,
            rows.map((versions) => versions.values().next().value?.row[column]),
          ),
        ),
        encodeArray(
          'index',
          touched.map((indexes) => indexes[0]),
        ),
        encodeArray(
          'index',
          touched.map((indexes) => indexes.at(-1)),
        ),
      ],
    }
  }

  compare(page: Page, stored: Cells): void {
    let at = 0
    const rows = page.versions.get(this.table) ?? new Map<string, Versions>()
    for (const [place, [key, versions]] of [...rows].entries()) {
      const start = at
      while (stored[at]?.[0] === place + 1) at += 1
      this.#compareRow(page, key, versions, stored.slice(start, at))
    }
  }

  #compareRow(page: Page, key: string, versions: Versions, stored: Cells): void {
    for (const row of stored) {
      const entry = Number(row[1])
      // A batch may reach into the next page, where its version is compared.
      if (entry >= page.to) continue
      this.seen += 1
      const touch = versions.get(entry)
      if (touch === undefined) this.#find('added', key, row, `entry ${entry} does not touch it`)
      else this.#compareColumns(key, row, touch.row)
    }
    let at = 0
    for (const index of versions.keys()) {
      while (at < stored.length && Number(stored[at]?.[1]) < index) at += 1
      const row = stored[at]
      if (row === undefined || Number(row[2]) > index) {
        this.#find('missing', key, row, `a version that covers entry ${index}`)
      }
    }
  }

  #compareColumns(key: string, row: readonly Cell[], computed: Readonly<Record<string, unknown>>) {
    const { columns } = this.table
    const texts = columns.map((column) => computedText(column, computed[column.name]))
    const isSame = columns.every((column, at) => comparable(column, row[at + 3]) === texts[at])
    if (!isSame) this.#find('changed', key, row, JSON.stringify(texts))
  }

  #find(problem: string, key: string, row: readonly Cell[] | undefined, computed: string): void {
    const [, entry, since, ...cells] = row ?? []
    const at = row === undefined ? '' : ` at entry ${entry}`
    this.#tools.findings.add({
      table: sqlName(this.table.name),
      problem,
      key: `${this.#tools.origin} ${key}${at}`,
      stored: row === undefined ? 'nothing' : `since ${since}: ${JSON.stringify(cells)}`,
      computed,
    })
  }
}
