/** Starts one PostgreSQL for a whole test run and makes the migrated template of its databases. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { type DatabaseUrls, databaseUrl, startEmbedded } from '#platform/postgres/embedded.ts'
import { migrate } from '#platform/postgres/migrate.ts'
import { createClient } from '#platform/postgres/pool.ts'

export const TEMPLATE = 'hub_template'

declare module 'vitest' {
  interface ProvidedContext {
    databaseUrls: DatabaseUrls
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'hongqiao-pg-tests-'))
  const server = await startEmbedded({ folder, isFolderChosen: true })
  const client = createClient(server.urls.owner, 'test template')
  await client.connect()
  await client.query(`create database ${TEMPLATE} owner hub_migrator`)
  await client.end()
  await migrate(databaseUrl(server.urls.migrator, TEMPLATE))
  project.provide('databaseUrls', server.urls)
  return async () => {
    // Nothing of it is wanted any more, so nothing is written out.
    await server.kill()
    rmSync(folder, { recursive: true, force: true })
  }
}
