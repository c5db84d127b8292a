/**
 * A whole hub out of one PostgreSQL and into another, of whatever version: each table by COPY, in its text
 * form, which every version reads, from one snapshot into one transaction. So a copy that is cut short leaves
 * the target as empty as it was.
 *
 * It copies rows and knows nothing of their meaning: that the books are the same is for the audit to say.
 */
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout } from 'node:timers/promises'
import type pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { z } from 'zod'
import { LEASE_MS } from '#platform/book/tenure.ts'
import { StartupProblem } from '#platform/config/startup-problem.ts'
import { sqlName } from './book-sql.ts'
import { createClient } from './pool.ts'

export const TableToCopy = z.object({
  name: z.string(),
  /** In the order of the source, with their types; those that PostgreSQL computes are left out. */
  columns: z.array(z.object({ name: z.string(), type: z.string() })).min(1),
})
export type TableToCopy = z.infer<typeof TableToCopy>

/** What was applied is remembered by each database itself. */
const MIGRATIONS = 'migration'

const TABLES_SQL = `
  select c.relname::text as name, json_agg(json_build_object(
    'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) order by a.attnum) as columns
  from pg_class c join pg_attribute a on a.attrelid = c.oid
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname <> $1
    and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
  group by c.relname order by c.relname`

async function listTables(client: pg.Client): Promise<readonly TableToCopy[]> {
  const { rows } = await client.query(TABLES_SQL, [MIGRATIONS])
  return z.array(TableToCopy).parse(rows)
}

/** Everything that is in a database at one moment. */
export class TableSource {
  readonly client: pg.Client
  readonly tables: readonly TableToCopy[]

  private constructor(client: pg.Client, tables: readonly TableToCopy[]) {
    this.client = client
    this.tables = tables
  }

  /** The snapshot lasts until it is closed. */
  static async open(url: string): Promise<TableSource> {
    const client = createClient(url, 'hongqiao copy')
    await client.connect()
    try {
      await client.query('begin isolation level repeatable read, read only')
      return new TableSource(client, await listTables(client))
    } catch (error) {
      await client.end()
      throw error
    }
  }

  rows(table: TableToCopy): Readable {
    return this.client.query(copyTo(`copy ${listed(table)} to stdout`))
  }

  async close(): Promise<void> {
    await this.client.end()
  }
}

/** A migrated database without rows, which gets all of them or none. */
export class TableTarget {
  readonly #client: pg.Client
  readonly #tables: readonly TableToCopy[]

  private constructor(client: pg.Client, tables: readonly TableToCopy[]) {
    this.#client = client
    this.#tables = tables
  }

  /** The url is the owner's of the tables. Throws unless it has exactly these tables, and all are empty. */
  static async open(url: string, expected: readonly TableToCopy[]): Promise<TableTarget> {
    const client = createClient(url, 'hongqiao copy')
    await client.connect()
    try {
      await client.query('begin')
      const target = new TableTarget(client, await listTables(client))
      await target.#check(expected)
      return target
    } catch (error) {
      await client.end()
      throw error
    }
  }

  async write(table: TableToCopy, rows: Readable): Promise<number> {
    const into = this.#client.query(copyFrom(`copy ${listed(table)} from stdin`))
    await pipeline(rows, into)
    return into.rowCount
  }

  async commit(): Promise<void> {
    await this.#continueSequences()
    const { command } = await this.#client.query('commit')
    if (command !== 'COMMIT') throw new Error(`the copy was answered by ${command}`)
  }

  async close(): Promise<void> {
    await this.#client.end()
  }

  async #check(expected: readonly TableToCopy[]): Promise<void> {
    const [ours, theirs] = [wordsOf(this.#tables), wordsOf(expected)]
    const [first] = ours.symmetricDifference(theirs)
    if (first !== undefined) {
      throw new StartupProblem(
        `The two databases differ in ${first}: the target must be an empty database of its own.`,
      )
    }
    for (const { name } of this.#tables) {
      const { rows } = await this.#client.query(`select 1 from ${sqlName(name)} limit 1`)
      if (rows.length === 0) continue
      throw new StartupProblem(
        `The target has rows already (in ${name}), and a copy never mixes with others: give an empty database.`,
      )
    }
  }

  /** COPY takes the numbers as they are, and leaves the counter at its beginning. */
  async #continueSequences(): Promise<void> {
    const { rows } = await this.#client.query<{ table: string; column: string }>(`
      select c.relname::text as "table", a.attname::text as "column"
      from pg_class c join pg_attribute a on a.attrelid = c.oid
      where c.relnamespace = 'public'::regnamespace and a.attidentity <> '' and not a.attisdropped`)
    for (const { table, column } of rows) {
      await this.#client.query(
        `select setval(pg_get_serial_sequence('${sqlName(table)}', '${sqlName(column)}'), max(${sqlName(column)}))
         from ${sqlName(table)} having max(${sqlName(column)}) is not null`,
      )
    }
  }
}

/** Names come from catalogues, or from a backup: only plain ones become SQL. */
function listed({ name, columns }: TableToCopy): string {
  return `${sqlName(name)} (${columns.map((column) => sqlName(column.name)).join(', ')})`
}

function wordsOf(tables: readonly TableToCopy[]): Set<string> {
  return new Set(
    tables.flatMap(({ name, columns }) =>
      columns.map((column) => `${name}.${column.name} (${column.type})`),
    ),
  )
}

export interface CopyOptions {
  readonly fromUrl: string
  /** The owner's of a database that was migrated exactly as far as the source. */
  readonly toUrl: string
  /** The copy goes on when it has ended. */
  onTable?(table: string, rows: number): void | Promise<void>
}

/** Fails, and leaves the target empty, if a book of the source was written meanwhile. */
export async function copyTables(options: CopyOptions): Promise<void> {
  const { fromUrl, toUrl } = options
  const source = await TableSource.open(fromUrl)
  try {
    const target = await TableTarget.open(toUrl, source.tables)
    try {
      const before = await booksOf(source.client)
      for (const table of source.tables) {
        const rows = await target.write(table, source.rows(table))
        await options.onTable?.(table.name, rows)
      }
      await source.client.query('commit')
      refuseChanged(before, await booksOf(source.client))
      await target.commit()
    } finally {
      await target.close()
    }
  } finally {
    await source.close()
  }
}

interface Held {
  readonly book: string
  /** For how long its lease would still run, in milliseconds. */
  readonly remains: number
}

/**
 * What a hub writes after the snapshot would be lost. A hub that was killed leaves a lease behind, so one
 * that is there is waited for: a hub at work prolongs it meanwhile.
 */
export async function refuseWriting(url: string): Promise<void> {
  const client = createClient(url, 'hongqiao copy')
  await client.connect()
  try {
    const left = await heldBook(client)
    if (left === undefined) return
    await setTimeout(Math.min(left.remains, LEASE_MS))
    const held = await heldBook(client)
    if (held === undefined) return
    throw new StartupProblem(
      `A hub writes the book ${held.book}: stop it first, for what it records after the copy has begun would be lost.`,
    )
  } finally {
    await client.end()
  }
}

/** The book whose lease runs longest. */
async function heldBook(client: pg.Client): Promise<Held | undefined> {
  const { rows } = await client.query<Held>(
    `select book, ceil(extract(epoch from lease_until - clock_timestamp()) * 1000)::float8 as remains
     from book where lease_until > clock_timestamp() order by lease_until desc limit 1`,
  )
  return rows[0]
}

async function booksOf(client: pg.Client): Promise<ReadonlyMap<string, string>> {
  const { rows } = await client.query<{ book: string; state: string }>(
    `select book, size || ' ' || encode(root, 'hex') as state from book order by book`,
  )
  return new Map(rows.map(({ book, state }) => [book, state]))
}

function refuseChanged(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): void {
  const changed = [...after].find(([book, state]) => before.get(book) !== state)
  if (changed === undefined) return
  throw new StartupProblem(
    `The book ${changed[0]} was written while it was copied, and the target is as empty as before: stop the hub and copy again.`,
  )
}
