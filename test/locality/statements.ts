/**
 * What a statement of a writer touches, as PostgreSQL itself plans it: every table that it reads or changes
 * must be asked for the rows of the one book that the statement is given.
 */
import { z } from 'zod'
import pg from 'pg'
import { vi } from 'vitest'

/** What was sent, by its text, with one of its values. */
export interface SentStatement {
  readonly text: string
  readonly values?: readonly unknown[] | undefined
}
export type Sent = Map<string, SentStatement>

/**
 * Notes what sessions of writers send from now on; answers the way to stop. They alone ask for rows as arrays,
 * so whoever opens one, and however deep, is heard.
 */
export function noteStatements(sent: Sent): () => void {
  const query: unknown = Reflect.get(pg.Client.prototype, 'query')
  if (typeof query !== 'function') throw new Error('a client asks by its method query')
  const spy = vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function noted(
    this: pg.Client,
    ...given: unknown[]
  ): unknown {
    const asked = WriterQuery.safeParse(given[0])
    if (asked.success) sent.set(asked.data.text, asked.data)
    return Reflect.apply(query, this, given)
  })
  return () => spy.mockRestore()
}

const WriterQuery = z.object({
  text: z.string(),
  rowMode: z.literal('array'),
  values: z.array(z.unknown()).optional(),
})

/** What a connection is told about itself, or the transaction: it touches no table. */
const OF_THE_SESSION = /^(begin|commit|set |reset |select current_setting\()/

const Node: z.ZodType<PlanNode> = z.lazy(() =>
  z.looseObject({
    'Node Type': z.string(),
    'Relation Name': z.string().optional(),
    'Index Cond': z.string().optional(),
    'Recheck Cond': z.string().optional(),
    Filter: z.string().optional(),
    Plans: z.array(Node).optional(),
  }),
)
interface PlanNode {
  readonly [name: string]: unknown
  readonly 'Node Type': string
  readonly 'Relation Name'?: string | undefined
  readonly 'Index Cond'?: string | undefined
  readonly 'Recheck Cond'?: string | undefined
  readonly Filter?: string | undefined
  readonly Plans?: readonly PlanNode[] | undefined
}
const Explained = z.array(z.object({ Plan: Node }))

export interface Touched {
  readonly tables: ReadonlySet<string>
  /** Why it is not local to one book; nothing if it is. */
  readonly faults: readonly string[]
}

export async function touchedBy(
  client: pg.Client,
  { text, values = [] }: SentStatement,
  book: string,
): Promise<Touched> {
  const tables = new Set<string>()
  const faults: string[] = []
  if (OF_THE_SESSION.test(text)) return { tables, faults }
  if (values[0] !== book) faults.push('its first value is not the book')
  const { rows } = await client.query<{ 'QUERY PLAN': unknown }>(
    `explain (generic_plan, format json) ${text}`,
  )
  const [explained] = Explained.parse(rows[0]?.['QUERY PLAN'])
  if (explained === undefined) throw new Error('a statement has a plan')
  walk(explained.Plan, tables, faults)
  for (const [, table = ''] of text.matchAll(INSERTS)) {
    // The plan does not show what is inserted: the text does.
    if (!OF_ITS_BOOK(table).test(text)) faults.push(`${table} is filled with rows of other books`)
  }
  return { tables, faults }
}

const INSERTS = /insert into (\w+)/g
const OF_ITS_BOOK = (table: string): RegExp =>
  new RegExp(`insert into ${table} \\(book, [^)]*\\)\\s+select \\$1(::text)?, `)

/** By its key or beside it, a table is asked for `book = $1`. */
const ONE_BOOK = /\bbook = \$1\b/

function walk(node: PlanNode, tables: Set<string>, faults: string[]): void {
  const table = node['Relation Name']
  if (table !== undefined) tables.add(table)
  // A place is where another scan of the same statement, which asked for the book, has found the row.
  const isByPlace = node['Node Type'] === 'Tid Scan'
  const isScan = node['Node Type'].endsWith('Scan') && table !== undefined && !isByPlace
  const { 'Index Cond': index = '', 'Recheck Cond': recheck = '', Filter: filter = '' } = node
  const condition = `${index} ${recheck} ${filter}`
  if (isScan && !ONE_BOOK.test(condition)) {
    faults.push(`${table} is read without its book: ${condition.trim() || 'no condition'}`)
  }
  for (const child of node['Plans'] ?? []) walk(child, tables, faults)
}
