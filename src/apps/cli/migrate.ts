/** `hongqiao migrate`: what `start` does before it listens, alone. */
import { readConfig } from '#platform/config/config.ts'
import { visitDatabase } from '#platform/postgres/embedded-or-given.ts'
import { migrate } from '#platform/postgres/migrate.ts'
import { note } from './note.ts'

export async function run(): Promise<number> {
  const database = await visitDatabase(readConfig(process.env), note)
  try {
    const applied = await migrate(database.urls.migrator)
    for (const name of applied) note(`Applied ${name}.`)
    note(applied.length === 0 ? 'The database was up to date.' : 'The database is up to date.')
    return 0
  } finally {
    await database.close()
  }
}
