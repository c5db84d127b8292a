/** Starting and stopping the hub as its operator sees it: after kill -9, by SIGTERM, and a second time. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findPostmaster } from '#platform/postgres/embedded-process.ts'
import { type Embedded, startEmbedded } from '#platform/postgres/embedded.ts'
import { clear, databaseOf, freePort, type HubPlace, HubProcess } from './hub-process.ts'
import { Probe } from './probe.ts'
import { get, publish, publishedOf, readiness } from './requests.ts'

const folder = mkdtempSync(join(tmpdir(), 'hongqiao-start-stop-'))
const serverFolder = mkdtempSync(join(tmpdir(), 'hongqiao-server-'))
const hubs: HubProcess[] = []
let server: Embedded | undefined
let place: HubPlace

beforeAll(async () => {
  place = { folder, port: await freePort() }
})

afterAll(async () => {
  await clear(folder, hubs)
  await server?.stop()
  rmSync(serverFolder, { recursive: true, force: true })
})

async function start(at = place): Promise<HubProcess> {
  const hub = await HubProcess.start(at)
  hubs.push(hub)
  return hub
}

/** As many as were sent and have not been answered. */
async function queueLength(): Promise<number> {
  const { body } = await get(place, '/metrics')
  return Number(/^hongqiao_book_queue_length\{book="sh"\} (\d+)$/m.exec(body)?.[1])
}

const isReady = async (): Promise<boolean> => (await readiness(place)).status === 200

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 60_000
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`waited in vain until ${what}`)
    await sleep(20)
  }
}

test('kill -9 of the hub leaves PostgreSQL running, and the next start works', async () => {
  const first = await start()
  const before = publishedOf(await publish(place, 1))
  first.signal('SIGKILL')
  await first.ended()
  expect(findPostmaster(join(folder, 'pg'))).toBeTypeOf('number')
  const second = await start()
  process.stdout.write(
    `first start ${first.startMs} ms, start after kill -9 ${second.startMs} ms\n`,
  )
  expect(second.said).toContain('Stopping the PostgreSQL that an earlier run left behind')
  expect(publishedOf(await publish(place, 1))).toEqual({ ...before, repeated: true })
  expect(await second.stop()).toEqual({ code: 0, signal: null })
  expect(findPostmaster(join(folder, 'pg'))).toBe(undefined)
})

test('SIGTERM answers everything that was admitted before the hub ends', async () => {
  const hub = await start()
  process.stdout.write(`start after a stop ${hub.startMs} ms\n`)
  const numbers = Array.from({ length: 100 }, (_, at) => 100 + at)
  const probe = await Probe.open(databaseOf(place).owner, 'sh')
  const held = probe.hold()
  const answers = numbers.map((n) => publish(place, n))
  await held
  await until('all wait', async () => (await queueLength()) === numbers.length)
  hub.signal('SIGTERM')
  await hub.untilSaid('Stopping')
  await probe.release()
  await probe.close()
  const answered = await Promise.all(answers)
  expect(answered.map(({ status }) => status)).toEqual(numbers.map(() => 201))
  expect(await hub.ended()).toEqual({ code: 0, signal: null })

  const again = await start()
  const repeated = await Promise.all(numbers.map((n) => publish(place, n)))
  expect(repeated.map(publishedOf)).toEqual(
    answered.map(publishedOf).map(({ index }) => ({ index, repeated: true })),
  )
  await again.stop()
})

test('a second hub on the same data folder is refused in one sentence', async () => {
  const first = await start()
  const second = new HubProcess({ folder, port: await freePort() })
  hubs.push(second)
  expect(await second.ended()).toEqual({ code: 1, signal: null })
  expect(second.said).toMatch(/^Hongqiao already runs on the data folder \S+: stop it, .*\.\n$/)
  await until('the first is ready', isReady)

  // A killed backend makes PostgreSQL end all connections, the one that owns it among them.
  const probe = await Probe.open(databaseOf(place).owner, 'sh')
  process.kill(await probe.writerBackend('sh'), 'SIGKILL')
  await probe.close()
  await until('PostgreSQL has recovered', async () => (await publish(place, 2)).status < 300)
  const third = new HubProcess({ folder, port: await freePort() })
  hubs.push(third)
  expect(await third.ended()).toEqual({ code: 1, signal: null })
  expect(third.said).toContain('already runs on the data folder')
  expect(first.isRunning).toBe(true)
  await until('the first is ready', isReady)
  await first.stop()
})

test('the next hub settles a transaction that a killed one left open', async () => {
  server = await startEmbedded({ folder: serverFolder, isFolderChosen: true })
  const own = {
    folder: mkdtempSync(join(folder, 'given-')),
    port: place.port,
    env: { DATABASE_URL: server.urls.owner },
  }
  const first = await start(own)
  const probe = await Probe.open(server.urls.owner, 'sh')
  const size = await probe.sizeOf('sh')
  const held = probe.hold()
  const unanswered = publish(own, 1)
  await held
  first.signal('SIGKILL')
  await expect(unanswered).rejects.toThrow('socket hang up')
  await first.ended()
  const starting = start(own)
  // The next hub asks for the book while the old transaction still has it.
  await sleep(1500)
  expect(await probe.sizeOf('sh')).toBe(size)
  await probe.release()
  await starting
  await until('it is written', async () => (await readiness(own)).books['sh'] === 'writing')
  // Whether it landed is up to PostgreSQL; either way the claim is recorded once.
  const repeated = (await probe.sizeOf('sh')) > size
  expect(publishedOf(await publish(own, 1))).toEqual({ index: size, repeated })
  expect(await probe.sizeOf('sh')).toBe(size + 1)
  await probe.close()
  expect(await (await starting).stop()).toEqual({ code: 0, signal: null })
})
