/**
 * A fresh, migrated database for the test file that asks. It goes with its server: to drop it alone would make
 * the server write out everything of all databases first.
 */
import { randomBytes } from 'node:crypto'
import { inject } from 'vitest'
import { type DatabaseUrls, databaseUrl } from '#platform/postgres/embedded.ts'
import { createClient } from '#platform/postgres/pool.ts'
import { TEMPLATE } from './server.ts'

export async function freshDatabase(template = TEMPLATE): Promise<DatabaseUrls> {
  const server = inject('databaseUrls')
  const name = `test_${randomBytes(6).toString('hex')}`
  await asOwner(server, `create database ${name} template ${template} owner hub_migrator`)
  return {
    owner: databaseUrl(server.owner, name),
    migrator: databaseUrl(server.migrator, name),
    app: databaseUrl(server.app, name),
  }
}

/** Without tables: for tests of the migrations themselves. */
export function emptyDatabase(): Promise<DatabaseUrls> {
  return freshDatabase('template1')
}

async function asOwner(server: DatabaseUrls, statement: string): Promise<void> {
  const client = createClient(server.owner, 'test databases')
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
