import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { readConfig } from '#platform/config/config.ts'
import { type Embedded, findEmbedded, startEmbedded } from './embedded.ts'
import { visitDatabase } from './embedded-or-given.ts'
import { createClient } from './pool.ts'

const START_MS = 5_000

let folder: string
let running: Embedded[]

/** One finished folder, copied for most tests: making it is what takes time. */
let finished: string
beforeAll(async () => {
  finished = mkdtempSync(join(tmpdir(), 'hongqiao-embedded-'))
  const first = await startEmbedded({ folder: finished, isFolderChosen: true })
  await first.stop()
})
afterAll(() => rmSync(finished, { recursive: true, force: true }))

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hongqiao-embedded-'))
  running = []
  chmodSync(folder, 0o755)
})

afterEach(async () => {
  await Promise.all(running.map((server) => server.stop()))
  rmSync(folder, { recursive: true, force: true })
})

function copyFinished(): void {
  // Unlike Node's own copy it keeps the owner.
  execFileSync('cp', ['-a', join(finished, 'pg'), join(folder, 'pg')])
}

async function start(at = folder): Promise<Embedded> {
  const server = await startEmbedded({ folder: at, isFolderChosen: true })
  running.push(server)
  return server
}

async function ask(url: string, sql: string): Promise<unknown> {
  const client = createClient(url, 'embedded test')
  // A server that is killed under its client is what several tests are about.
  client.on('error', () => undefined)
  await client.connect()
  try {
    const { rows } = await client.query(sql)
    return rows
  } finally {
    await client.end()
  }
}

/** Starts the server from a process of its own and kills that process, not the server. */
async function leaveRunning(): Promise<void> {
  const program = `import { startEmbedded } from '#platform/postgres/embedded.ts'
    await startEmbedded({ folder: process.argv[1], isFolderChosen: true })
    process.kill(process.pid, 'SIGKILL')`
  const child = spawn('node', ['--input-type=module-typescript', '-e', program, folder], {
    stdio: 'inherit',
  })
  await once(child, 'exit')
  expect(child.signalCode).toBe('SIGKILL')
}

async function timed(): Promise<number> {
  const started = performance.now()
  await start()
  return performance.now() - started
}

test('what was written is there after a restart, and nothing of the server remains after a stop', async () => {
  copyFinished()
  const first = await start()
  await ask(first.urls.owner, 'create table kept (id int); insert into kept values (7)')
  await first.stop()
  expect(() => process.kill(first.pid, 0)).toThrow('ESRCH')
  const second = await start()
  expect(await ask(second.urls.owner, 'select id from kept')).toEqual([{ id: 7 }])
})

test('the server is durable, checks its pages, speaks C and UTF-8, and asks for passwords', async () => {
  copyFinished()
  const { urls, pgFolder } = await start()
  const names = [
    'fsync',
    'full_page_writes',
    'data_checksums',
    'max_wal_size',
    'listen_addresses',
    'server_encoding',
    'lc_collate',
    'TimeZone',
  ]
  const values = names.map((name) => `current_setting('${name}', true)`).join(` || ' ' || `)
  expect(
    await ask(
      urls.owner,
      `select ${values.replace("current_setting('lc_collate', true)", "(select datcollate from pg_database where datname = 'hub')")} as settings`,
    ),
  ).toEqual([{ settings: 'on on on 4GB  UTF8 C UTC' }])
  expect(statSync(join(pgFolder, 'hongqiao.json')).mode & 0o777).toBe(0o600)
  const stranger = new URL(urls.app)
  stranger.password = 'guessed'
  await expect(ask(stranger.href, 'select 1')).rejects.toThrow('password authentication failed')
})

test('two servers on two folders run side by side', async () => {
  const [one, two] = await Promise.all([start(join(folder, 'one')), start(join(folder, 'two'))])
  await ask(one.urls.owner, 'create table only_here (id int)')
  await expect(ask(two.urls.owner, 'select * from only_here')).rejects.toThrow('does not exist')
})

test('a server that a killed hub left running is replaced within the time of a start', async () => {
  copyFinished()
  await leaveRunning()
  expect(await timed()).toBeLessThan(START_MS)
})

test('the postmaster.pid of a killed server is no obstacle', async () => {
  copyFinished()
  const first = await start()
  await ask(first.urls.owner, 'create table kept (id int); insert into kept values (7)')
  await first.kill()
  expect(readdirSync(first.pgFolder)).toContain('postmaster.pid')
  expect(await timed()).toBeLessThan(START_MS)
  expect(await ask(first.urls.owner, 'select id from kept')).toEqual([{ id: 7 }])
})

test('a postmaster.pid whose number now belongs to a stranger is no obstacle', async () => {
  copyFinished()
  const first = await start()
  await first.kill()
  const path = join(first.pgFolder, 'postmaster.pid')
  const [, ...rest] = readFileSync(path, 'utf8').split('\n')
  // A stranger with the same user as the server, which is the one case PostgreSQL gives up on.
  const { uid, gid } = statSync(first.pgFolder)
  const stranger = spawn('sleep', ['60'], process.getuid?.() === 0 ? { uid, gid } : {})
  try {
    writeFileSync(path, [stranger.pid, ...rest].join('\n'))
    expect(await timed()).toBeLessThan(START_MS)
    expect(stranger.exitCode).toBe(null)
  } finally {
    stranger.kill()
  }
})

test('a second hub on the same folder is refused and the first goes on', async () => {
  copyFinished()
  const first = await start()
  await expect(start()).rejects.toThrow('already runs on the data folder')
  expect(await ask(first.urls.app, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('a tool beside a running hub uses its server and leaves it alone', async () => {
  copyFinished()
  const config = readConfig({ HONGQIAO_DATA: folder })
  const first = await start()
  const visit = await visitDatabase(config, () => undefined)
  expect(visit.urls).toEqual(first.urls)
  await visit.close()
  expect(await ask(first.urls.app, 'select 1 as one')).toEqual([{ one: 1 }])
  await first.stop()
  expect(findEmbedded({ folder, isFolderChosen: true })).toBe(undefined)
})

test('a folder without the mark of a finished one is named', async () => {
  mkdirSync(join(folder, 'pg'))
  writeFileSync(join(folder, 'pg', 'PG_VERSION'), '18\n')
  await expect(start()).rejects.toThrow('half-initialised')
})

test('a first start that was cut short leaves nothing that looks whole', async () => {
  const abandoned = join(folder, 'pg.init-99999999')
  mkdirSync(abandoned)
  await start()
  expect(readdirSync(folder).filter((name) => name.startsWith('pg.init-'))).toEqual([])
})

test.each([
  ['newer', '19', 'start the newer release'],
  ['older', '17', 'export it with the release that made it'],
])('a database of a %s PostgreSQL is named', async (_, major, advice) => {
  copyFinished()
  writeFileSync(join(folder, 'pg', 'PG_VERSION'), `${major}\n`)
  await expect(start()).rejects.toThrow(advice)
})

test('a data folder that cannot be written to is named', async () => {
  const file = join(folder, 'file')
  writeFileSync(file, '')
  await expect(start(join(file, 'below'))).rejects.toThrow('cannot be written to')
})

test.runIf(process.platform === 'linux')(
  'a file system that takes no folders is named',
  async () => {
    await expect(start('/proc/below')).rejects.toThrow('cannot be written to')
  },
)

test.runIf(process.getuid?.() === 0)(
  'root is told of a folder its database user cannot reach',
  async () => {
    const closed = join(folder, 'closed')
    mkdirSync(join(closed, 'chosen'), { recursive: true })
    chmodSync(closed, 0o700)
    await expect(start(join(closed, 'chosen'))).rejects.toThrow('whose parents everybody may enter')
  },
)

test.runIf(process.getuid?.() === 0)('root does not run the server as root', async () => {
  copyFinished()
  const { pid } = await start()
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  expect(/^Uid:\s+(\d+)/m.exec(status)?.[1]).toBe(
    execFileSync('id', ['-u', 'hongqiao-pg'], { encoding: 'utf8' }).trim(),
  )
})
