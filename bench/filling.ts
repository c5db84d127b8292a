/** Tables with more rows than real commands could write in the time of a bench. */
import type pg from 'pg'
import { createPool } from '#platform/postgres/pool.ts'

/** Fills a table without its indexes beside the key: over all rows at once they are made far quicker. */
export async function fillUnindexed(
  owner: pg.Client,
  table: string,
  fill: () => Promise<unknown>,
): Promise<void> {
  const { rows } = await owner.query<{ name: string; definition: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
       from pg_index where indrelid = $1::regclass and not indisprimary`,
    [table],
  )
  for (const { name } of rows) await owner.query(`drop index ${name}`)
  await fill()
  for (const { definition } of rows) await owner.query(definition)
}

export interface Copying {
  /** Columns that name what each copy has of its own. */
  readonly named: readonly string[]
  /** Columns that hold indexes of entries. */
  readonly indexed: readonly string[]
  /** Columns made otherwise, in SQL on `t`, the copy's number `c.n` and its first entry `c.first`. */
  readonly made?: Readonly<Record<string, string>>
  /** Which rows are copied, in SQL on `t`; all if unset. */
  readonly where?: string
}

/** Adds so many copies of the rows of a table, each as if the same had happened to others later in the book. */
export async function copyRows(
  owner: pg.Client,
  table: string,
  { named, indexed, made = {}, where = 'true' }: Copying,
  { copies, entries }: { readonly copies: number; readonly entries: number },
): Promise<void> {
  const { rows } = await owner.query<{ name: string }>(
    `select attname as name from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`,
    [table],
  )
  const values = rows.map(({ name }) => {
    if (name in made) return made[name]
    if (named.includes(name)) return `t.${name} || '-' || c.n`
    return indexed.includes(name) ? `t.${name} + c.first` : `t.${name}`
  })
  await fillUnindexed(owner, table, () =>
    owner.query(
      `insert into ${table} select ${values.join(', ')}
       from ${table} t cross join (select n, n::int8 * $2 as first from generate_series(1, $1::int) n) c
       where ${where}`,
      [copies, entries],
    ),
  )
}

/** The connections over which the pages of a bench read. */
export function openReadingPool(url: string): pg.Pool {
  return createPool({
    url,
    name: 'bench reading',
    connectionsMax: 4,
    statementTimeoutMs: 60_000,
    lockTimeoutMs: 5_000,
    idleInTransactionTimeoutMs: 60_000,
    connectTimeoutMs: 5_000,
    onIdleError: () => undefined,
  })
}
