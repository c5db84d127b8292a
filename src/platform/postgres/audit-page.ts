/**
 * A page of entries on its way through an audit: read, hashed and folded, then compared with what the
 * tables say about the same entries.
 */
import type { Fact, Numbered } from '#kernel/book/replay.ts'
import type { Touch } from '#kernel/book/replay-rows.ts'
import type { Appended } from '#kernel/log/append.ts'
import type { Table } from '#kernel/rows/table.ts'
import type { Query, QueryResult } from './session.ts'

export interface AuditedEntry {
  readonly index: number
  readonly fact: Fact
  /** Digests in the leaf that no running number and no disclosure has explained yet. */
  readonly unexplained: Set<string>
}

/** A party's running numbers in a page: without a gap, so the first one says the others. */
export interface NumberRun {
  readonly first: number
  readonly indexes: number[]
}

/** The versions of one row in a page, in order: an entry that touches a row twice makes one. */
export type Versions = Map<number, Touch>

export interface Page {
  readonly from: number
  readonly to: number
  readonly entries: ReadonlyMap<number, AuditedEntry>
  readonly numbers: Map<string, NumberRun>
  readonly versions: Map<Table, Map<string, Versions>>
  readonly appended: Appended
}

export function addNumbers(
  page: Pick<Page, 'numbers'>,
  index: number,
  all: readonly Numbered[],
): void {
  for (const { party, number } of all) {
    const run = page.numbers.get(party)
    if (run === undefined) page.numbers.set(party, { first: number, indexes: [index] })
    else run.indexes.push(index)
  }
}

export function versionsOf(touches: readonly Touch[]): Page['versions'] {
  const tables: Page['versions'] = new Map()
  for (const touch of touches) {
    const rows = tables.get(touch.table) ?? new Map<string, Versions>()
    tables.set(touch.table, rows)
    const versions = rows.get(touch.key) ?? new Map<number, Touch>()
    rows.set(touch.key, versions)
    versions.set(touch.index, touch)
  }
  return tables
}

export type Cell = string | number | null
export type Cells = readonly (readonly Cell[])[]

/** One question about a page and what is made of the answer. */
export interface PageCheck {
  /** Null when the page has nothing to ask about. The answer is one JSON text of an array of rows. */
  ask(page: Page): Query | null
  compare(page: Page, rows: Cells): void
}

/** A page's rows as one text: a tenth of what the driver takes for rows one by one. */
export function jsonRows(columns: string, from: string): string {
  return `select coalesce(json_agg(json_build_array(${columns})), '[]')::text from ${from}`
}

// What is parsed is what jsonRows made.
const parseCells: (text: string) => Cells = JSON.parse

export function cellsOf({ rows }: QueryResult): Cells {
  const text = rows[0]?.[0]
  if (typeof text !== 'string') throw new Error('a page query answers one JSON text')
  return parseCells(text)
}

/** Milliseconds, exactly: a change below a millisecond shows as a fraction. */
export function exactMs(column: string): string {
  return `trim_scale(extract(epoch from ${column}) * 1000)::text`
}
