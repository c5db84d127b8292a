import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { emptyDatabase } from '#test/pg/database.ts'
import { databaseUrl } from './embedded.ts'
import { migrate } from './migrate.ts'
import { givenDatabase } from './migrate-roles.ts'
import { createClient } from './pool.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hongqiao-migrations-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function write(name: string, sql: string): void {
  writeFileSync(join(folder, name), sql)
}

async function query(url: string, sql: string): Promise<readonly unknown[]> {
  const client = createClient(url, 'migrate test')
  await client.connect()
  try {
    const { rows } = await client.query(sql)
    return rows
  } finally {
    await client.end()
  }
}

test('each file is applied once, in order', async () => {
  const { migrator } = await emptyDatabase()
  write('0001-first.sql', 'create table first (id int); insert into first values (1);')
  expect(await migrate(migrator, folder)).toEqual(['0001-first.sql'])
  write('0002-second.sql', 'insert into first values (2);')
  expect(await migrate(migrator, folder)).toEqual(['0002-second.sql'])
  expect(await migrate(migrator, folder)).toEqual([])
  expect(await query(migrator, 'select id from first order by id')).toEqual([{ id: 1 }, { id: 2 }])
})

test('two migrations at once apply each file once', async () => {
  const { migrator } = await emptyDatabase()
  write('0001-first.sql', 'create table first (id int); insert into first values (1);')
  const both = await Promise.all([migrate(migrator, folder), migrate(migrator, folder)])
  expect(both.flat()).toEqual(['0001-first.sql'])
})

test('a file that fails changes nothing and is named', async () => {
  const { migrator } = await emptyDatabase()
  write('0001-first.sql', 'create table first (id int);')
  write('0002-broken.sql', 'insert into first values (1); insert into nowhere values (1);')
  await expect(migrate(migrator, folder)).rejects.toThrow(
    '0002-broken.sql failed and changed nothing',
  )
  expect(await query(migrator, 'select * from first')).toEqual([])
  expect(await query(migrator, 'select number from migration')).toEqual([{ number: 1 }])
})

test('a file changed after it was applied is named', async () => {
  const { migrator } = await emptyDatabase()
  write('0001-first.sql', 'create table first (id int);')
  await migrate(migrator, folder)
  write('0001-first.sql', 'create table first (id bigint);')
  await expect(migrate(migrator, folder)).rejects.toThrow('0001-first.sql was changed')
})

test('a database newer than the release is named', async () => {
  const { migrator } = await emptyDatabase()
  write('0001-first.sql', 'select 1')
  write('0002-second.sql', 'select 1')
  await migrate(migrator, folder)
  rmSync(join(folder, '0002-second.sql'))
  await expect(migrate(migrator, folder)).rejects.toThrow('newer than this release')
})

test.each([
  ['a gap', ['0001-first.sql', '0003-third.sql']],
  ['a number twice', ['0001-first.sql', '0001-second.sql']],
  ['a stranger', ['0001-first.sql', 'notes.txt']],
])('%s in the files is named', async (_, names) => {
  for (const name of names) write(name, 'select 1')
  await expect(migrate('postgres://nobody@127.0.0.1:1/none', folder)).rejects.toThrow(
    'out of order',
  )
})

test('on a given server the roles are made once and taken at the start of each session', async () => {
  const { owner } = await emptyDatabase()
  await givenDatabase(owner)
  const urls = await givenDatabase(owner)
  write('0001-first.sql', 'create table first (id int); grant select on first to hub_app;')
  await migrate(urls.migrator, folder)
  expect(await query(urls.app, 'select current_user::text as me')).toEqual([{ me: 'hub_app' }])
  expect(await query(urls.app, 'select * from first')).toEqual([])
  await expect(query(urls.app, 'insert into first values (1)')).rejects.toThrow('permission denied')
})

test('a given server that does not answer is named without its password', async () => {
  const url = 'postgres://someone:geheim@127.0.0.1:1/none'
  await expect(givenDatabase(url)).rejects.toThrow(/^The server of DATABASE_URL cannot be used/)
  await expect(givenDatabase(url)).rejects.not.toThrow('geheim')
})

test('a login that may not make roles is told what is missing', async () => {
  const { app } = inject('databaseUrls')
  await expect(givenDatabase(databaseUrl(app, 'postgres'))).rejects.toThrow('hub_migrator')
})
