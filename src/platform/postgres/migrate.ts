/**
 * Forward-only migrations. Each file is applied once, in its own transaction, by the owner of the
 * tables; what was applied is remembered with its hash, so that a file changed afterwards, or a
 * database from a newer release, is named instead of being built upon.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { z } from 'zod'
import { StartupProblem } from '#platform/config/startup-problem.ts'
import { createClient } from './pool.ts'

export type Migration = {
  readonly number: number
  readonly name: string
  readonly sql: string
  readonly sha256: string
}

export const MIGRATIONS_FOLDER = join(import.meta.dirname, '../../../migrations')

/** Two starts at once migrate one after the other. */
const MIGRATION_LOCK = 7_001

const Applied = z.array(z.object({ number: z.int(), name: z.string(), sha256: z.string() }))
type Applied = z.infer<typeof Applied>

/**
 * Answers with the names of what was applied now. With `countMax`, a database gets as far as another one is
 * whose rows it is to take, and not further.
 */
export async function migrate(
  migratorUrl: string,
  folder = MIGRATIONS_FOLDER,
  countMax?: number,
): Promise<readonly string[]> {
  const files = readMigrations(folder).slice(0, countMax)
  const client = createClient(migratorUrl, 'migrate')
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    const pending = await findPending(client, files)
    for (const migration of pending) await apply(client, migration)
    return pending.map(({ name }) => name)
  } finally {
    await client.end()
  }
}

export function readMigrations(folder: string): readonly Migration[] {
  const names = readdirSync(folder).toSorted()
  return names.map((name, at) => {
    const number = Number(/^(\d{4})-[a-z0-9-]+\.sql$/.exec(name)?.[1])
    if (number !== at + 1) {
      throw new StartupProblem(
        `migrations/${name} is out of order: the files are numbered 0001-name.sql, 0002-name.sql and so on, without a gap.`,
      )
    }
    const sql = readFileSync(join(folder, name), 'utf8')
    return { number, name, sql, sha256: createHash('sha256').update(sql).digest('hex') }
  })
}

async function findPending(
  client: pg.Client,
  files: readonly Migration[],
): Promise<readonly Migration[]> {
  await client.query(`create table if not exists migration (
    number integer primary key,
    name text not null,
    sha256 text not null,
    applied_at timestamptz not null default now()
  )`)
  const { rows } = await client.query('select number, name, sha256 from migration order by number')
  const applied: Applied = Applied.parse(rows)
  for (const past of applied) {
    const file = files[past.number - 1]
    if (!file) {
      throw new StartupProblem(
        `The database is newer than this release: it has migration ${past.name}, which is not in migrations/; start the newer release.`,
      )
    }
    if (file.sha256 !== past.sha256) {
      throw new StartupProblem(
        `migrations/${file.name} was changed after it had been applied to this database: restore it and put the change into a new file.`,
      )
    }
  }
  return files.slice(applied.length)
}

async function apply(client: pg.Client, { number, name, sql, sha256 }: Migration): Promise<void> {
  try {
    await client.query('begin')
    await client.query(sql)
    await client.query('insert into migration (number, name, sha256) values ($1, $2, $3)', [
      number,
      name,
      sha256,
    ])
    await client.query('commit')
  } catch (cause) {
    await client.query('rollback')
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new StartupProblem(`migrations/${name} failed and changed nothing: ${why}.`, { cause })
  }
}
