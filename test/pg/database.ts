/** A fresh, migrated database for the test file that asks, dropped when the file is done. */
import { randomBytes } from 'node:crypto'
import { afterAll, inject } from 'vitest'
import { type DatabaseUrls, databaseUrl } from '#platform/postgres/embedded.ts'
import { createClient } from '#platform/postgres/pool.ts'
import { TEMPLATE } from './server.ts'

export async function freshDatabase(template = TEMPLATE): Promise<DatabaseUrls> {
  const server = inject('databaseUrls')
  const name = `test_${randomBytes(6).toString('hex')}`
  await asOwner(server, `create database ${name} template ${template} owner hub_migrator`)
  // Connections that a failed test left open must not keep the database.
  afterAll(() => asOwner(server, `drop database ${name} with (force)`))
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
