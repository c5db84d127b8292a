/** PostgreSQL 15 as Debian has it, to copy from; a cluster of its own in a folder that goes with the test. */
import { spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseUrls } from '#platform/postgres/embedded.ts'
import { serverUser } from '#platform/postgres/embedded-user.ts'
import { migrate } from '#platform/postgres/migrate.ts'
import { createClient } from '#platform/postgres/pool.ts'

const BINARIES = '/usr/lib/postgresql/15/bin'

export const hasOlderServer = existsSync(join(BINARIES, 'postgres'))

export interface OlderServer {
  readonly urls: DatabaseUrls
  stop(): void
}

/** A migrated database. The folder must be one that the server's user can enter, with a short path. */
export async function startOlderServer(folder: string): Promise<OlderServer> {
  const user = serverUser()
  mkdirSync(folder, { mode: 0o700 })
  if (user !== undefined) chownSync(folder, user.uid, user.gid)
  const cluster = join(folder, 'pg')
  const run = (name: string, args: readonly string[]): void => {
    const options = { ...user, cwd: '/', env: { LC_ALL: 'C' }, encoding: 'utf8' } as const
    const { status, stderr } = spawnSync(join(BINARIES, name), args, options)
    if (status !== 0) throw new Error(`${name} of PostgreSQL 15: ${stderr}`)
  }
  run('initdb', ['-D', cluster, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C'])
  const settings = `-c listen_addresses='' -c unix_socket_directories='${folder}'`
  run('pg_ctl', ['start', '-w', '-D', cluster, '-l', join(folder, 'log'), '-o', settings])
  const urlOf = (role: string, database = 'hub'): string =>
    `postgres://${role}@127.0.0.1/${database}?host=${encodeURIComponent(folder)}`
  const client = createClient(urlOf('postgres', 'postgres'), 'older server')
  await client.connect()
  for (const statement of [
    'create role hub_migrator login',
    'create role hub_app login',
    'create database hub owner hub_migrator',
  ]) {
    await client.query(statement)
  }
  await client.end()
  const urls = {
    owner: urlOf('postgres'),
    migrator: urlOf('hub_migrator'),
    app: urlOf('hub_app'),
  }
  await migrate(urls.migrator)
  return { urls, stop: () => run('pg_ctl', ['stop', '-w', '-m', 'immediate', '-D', cluster]) }
}
