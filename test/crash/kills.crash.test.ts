/**
 * kill -9 of the hub, of PostgreSQL, of its postmaster alone and of the writer's backend alone, while a
 * client in another process publishes: what was acknowledged is there, once, provably, at the same place.
 */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createClient } from '#platform/postgres/pool.ts'
import { findPostmaster, killPostmaster } from '#platform/postgres/embedded-process.ts'
import { ClientProcess } from './client-process.ts'
import {
  clear,
  databaseOf,
  freePort,
  type HubPlace,
  HubProcess,
  operatorKeyOf,
} from './hub-process.ts'
import { checkDatabase } from './insider.ts'
import { checkJournal, checkServedTiles, readPolicy, type Seen } from './outsider.ts'
import { Probe } from './probe.ts'

type Victim = 'hub' | 'database' | 'postmaster' | 'backend'
interface Round {
  readonly victim: Victim
  /** Held between fence and COMMIT when it is killed, or killed at any moment. */
  readonly aim: 'held' | 'any'
}

const PLAN: readonly Round[] = [
  { victim: 'hub', aim: 'held' },
  { victim: 'database', aim: 'any' },
  { victim: 'backend', aim: 'held' },
  { victim: 'hub', aim: 'any' },
  { victim: 'postmaster', aim: 'held' },
  { victim: 'hub', aim: 'any' },
  { victim: 'database', aim: 'held' },
  { victim: 'backend', aim: 'any' },
  { victim: 'postmaster', aim: 'any' },
  { victim: 'hub', aim: 'any' },
]
/** On a machine that does much else besides. */
const ROUND_MS_MAX = 180_000
const ROUNDS = process.env['HONGQIAO_LONG'] === '1' ? 50 : 5
const IN_WINDOW_MIN = 0.2
/** Acknowledged between two kills, so that there is always something to lose. */
const CLAIMS_PER_ROUND = 400
const DELAY_MS_MAX = 300

const folder = mkdtempSync(join(tmpdir(), 'hongqiao-crash-'))
const journal = join(folder, 'client.journal')
const hubs: HubProcess[] = []
let client: ClientProcess | undefined

afterAll(async () => {
  client?.kill()
  await clear(folder, hubs)
})

let place: HubPlace
beforeAll(async () => {
  place = { folder, port: await freePort() }
})

async function start(): Promise<HubProcess> {
  const hub = await HubProcess.start(place)
  hubs.push(hub)
  return hub
}

/** With what a hub logged about it: by its request id, which a fault quotes. */
function explained(fault: string): string {
  const id = /"requestId":"([^"]+)"/.exec(fault)?.[1] ?? 'no request id'
  const lines = hubs.flatMap(({ said }) => said.split('\n').filter((line) => line.includes(id)))
  return [fault, ...lines].join('\n')
}

/** What one kill came to. */
interface Kill extends Round {
  readonly isInWindow: boolean
}

async function killOne(round: Round, hub: HubProcess): Promise<Kill> {
  const probe = await Probe.open(databaseOf(place).owner, 'sh')
  try {
    if (round.aim === 'held') await probe.hold()
    else await sleep(Math.random() * DELAY_MS_MAX)
    const before = await probe.openTransaction()
    await strike(round.victim, hub, probe)
    if (round.victim !== 'hub') return { ...round, isInWindow: round.aim === 'held' }
    // PostgreSQL lives on, so it can be asked whether the same transaction is still open.
    const after = await probe.openTransaction()
    return { ...round, isInWindow: before !== undefined && before === after }
  } finally {
    await probe.close()
  }
}

async function strike(victim: Victim, hub: HubProcess, probe: Probe): Promise<void> {
  if (victim === 'hub') {
    hub.signal('SIGKILL')
    await hub.ended()
    return
  }
  if (victim === 'backend') {
    process.kill(await probe.writerBackend('sh'), 'SIGKILL')
    return
  }
  const postmaster = findPostmaster(join(place.folder, 'pg'))
  if (postmaster === undefined) throw new Error('PostgreSQL does not run')
  if (victim === 'database') killPostmaster(postmaster)
  else process.kill(postmaster, 'SIGKILL')
}

test(
  `nothing acknowledged is lost, doubled or forked in ${ROUNDS} kills`,
  async () => {
    let hub = await start()
    client = new ClientProcess({
      ports: [place.port],
      key: operatorKeyOf(place),
      journal,
      singles: 48,
      bulks: 2,
      bulkItems: 50,
    })
    const kills: Kill[] = []
    const startsMs: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      await client.progressed(CLAIMS_PER_ROUND)
      const plan = PLAN[round % PLAN.length]!
      kills.push(await killOne(plan, hub))
      // PostgreSQL mends itself when a backend is killed, and the hub goes on; otherwise both end.
      if (plan.victim === 'backend') continue
      const { code } = await hub.ended()
      expect(code).toBe(plan.victim === 'hub' ? null : 1)
      hub = await start()
      startsMs.push(hub.startMs)
    }
    await client.progressed(CLAIMS_PER_ROUND)
    const { sent, recorded, repeats, faults } = await client.finish()
    expect(faults.map(explained)).toEqual([])
    expect(recorded).toBe(sent)

    const inWindow = kills.filter(({ isInWindow }) => isInWindow).length
    process.stdout.write(
      `${ROUNDS} kills, ${inWindow} between fence and COMMIT; ${recorded} claims, ` +
        `${repeats} requests repeated; starts after a kill took ${startsMs.join(', ')} ms\n`,
    )
    expect(inWindow / ROUNDS).toBeGreaterThanOrEqual(IN_WINDOW_MIN)

    const policy = readPolicy(await (await fetch(`http://127.0.0.1:${place.port}/policy`)).text())
    const seen = await checkJournal(journal, policy)
    expect(seen.faults).toEqual([])
    expect(seen.acknowledged.size).toBe(sent)
    expect(seen.receipts).toBeGreaterThanOrEqual(sent)
    expect(seen.repeats).toBeGreaterThan(0)
    expect(await checkServedTiles(seen, { port: place.port, book: 'sh' })).toEqual([])
    const database = createClient(databaseOf(place).owner, 'crash test')
    await database.connect()
    const inside = await checkDatabase(database, seen)
    expect(inside.faults).toEqual([])
    expect(inside.claims).toBe(sent)
    await expectFound(database, seen)
    await database.end()
    expect(await hub.stop()).toEqual({ code: 0, signal: null })
  },
  ROUNDS * ROUND_MS_MAX,
)

/** An entry that the test sent: the figures that come with the hub stand before it. */
const SENT = 260

/** What a crash could do to a book; each must be found by the same check that has just found nothing. */
const LOSSES = [
  `delete from entry where book = 'sh' and idx = (select size - 1 from book where book = 'sh')`,
  `delete from entry where book = 'sh' and idx = ${SENT}`,
  `update entry set leaf = leaf || ' ' where book = 'sh' and idx = ${SENT}`,
  `update book set size = size + 1 where book = 'sh'`,
  `update book set root = sha256(root) where book = 'sh'`,
  `delete from tile where book = 'sh' and level = 0 and n = 0`,
  `delete from claim where book = 'sh' and entry = ${SENT}`,
  `update claim set entry = 0 where book = 'sh' and entry = ${SENT}`,
  `update cell set amount = amount + 1 where book = 'sh'`,
  `delete from idempotency_key where book = 'sh' and idx = ${SENT}`,
  `delete from party_entries where book = 'sh' and first_number = 1`,
  `update party_entries set indexes[1] = 0 where book = 'sh' and ${SENT} = any(indexes)`,
]

async function expectFound(database: pg.Client, seen: Seen): Promise<void> {
  for (const loss of LOSSES) {
    await database.query('begin')
    await database.query(loss)
    const { faults } = await checkDatabase(database, seen)
    expect([loss, faults.length > 0]).toEqual([loss, true])
    await database.query('rollback')
  }
  const [n, size] = [Math.max(...seen.sent), Math.max(...seen.roots.keys())]
  const entry = seen.acknowledged.get(n)!
  const elsewhere = new Map(seen.acknowledged).set(n, { ...entry, index: 0 })
  const forked = new Map(seen.roots).set(size, seen.roots.get(Math.min(...seen.roots.keys()))!)
  for (const other of [{ acknowledged: elsewhere }, { roots: forked }]) {
    expect((await checkDatabase(database, { ...seen, ...other })).faults).not.toEqual([])
  }
  const served = { port: place.port, book: 'sh' }
  expect(await checkServedTiles({ roots: forked }, served)).not.toEqual([])
}
