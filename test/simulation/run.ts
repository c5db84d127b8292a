/** One run from one seed: a hub is made, lives for so many hours with faults, comes to rest, and is looked over. */
import { checkAll } from '../prepaid/invariants.ts'
import type { Bugs } from './bugs.ts'
import { checkConsignments } from './consignments.ts'
import { Faults } from './faults.ts'
import { checkSettled } from './final-check.ts'
import { tellOfAFork } from './gossip.ts'
import { openHub, rowsOf, type Hub } from './hub.ts'
import { tellALie } from './lies.ts'
import { simulatedKey } from './signer.ts'
import { World } from './world.ts'

export interface Plan {
  readonly seed: number
  /** Of the simulated time, which passes in bursts of work with leaps between them. */
  readonly hours: number
  /** Those that are planted. */
  readonly bugs?: Bugs
  /** Every line of the trace, as it comes. */
  readonly watch?: (line: string) => void
}

export interface Report {
  readonly seed: number
  readonly wrong: readonly string[]
  readonly counts: ReadonlyMap<string, number>
  readonly traceHash: string
  readonly events: number
  readonly entries: number
  readonly simulatedMs: number
}

const HOUR_MS = 3_600_000
const BURST_MS = 4000
const TICK_MS = 500
/** After the faults have stopped everybody is answered within this. */
const REST_MS_MAX = 120_000
const REST_STEP_MS = 2000
/** What was due so long ago should have lapsed. */
const DUE_MS = 3000
const LEAP_MS_MAX = 30 * HOUR_MS
const FOUNDING_MS_MAX = 90_000

export async function simulate({ seed, hours, bugs = {}, watch }: Plan): Promise<Report> {
  const world = new World(seed, watch)
  const faults = new Faults(world)
  const hub = openHub({ world, faults, bugs })
  for (const { clients } of hub.books) void clients.start()
  await live(world, hub, hours)
  await rest(world, faults, hub)
  await lookOver(world, hub)
  return {
    seed,
    wrong: world.wrong,
    counts: world.counts,
    traceHash: world.traceHash,
    events: world.events,
    entries: hub.books.reduce((sum, { book }) => sum + book.tables.size, 0),
    simulatedMs: world.nowMs - world.startMs,
  }
}

async function live(world: World, hub: Hub, hours: number): Promise<void> {
  const endMs = world.nowMs + hours * HOUR_MS
  const foundingMs = world.nowMs + FOUNDING_MS_MAX
  while (world.nowMs < endMs && world.wrong.length === 0) {
    const burstEndMs = world.nowMs + BURST_MS / 2 + world.chance.below(BURST_MS)
    letWork(hub, true)
    while (world.nowMs < burstEndMs && world.wrong.length === 0) {
      disaster(world, hub)
      // oxlint-disable-next-line no-await-in-loop -- time passes step by step.
      await world.runUntil(Math.min(burstEndMs, world.nowMs + TICK_MS))
    }
    letWork(hub, false)
    look(world, hub)
    const isFounded = hub.books.every(({ clients }) => clients.isFounded)
    const isLeaping = isFounded || world.nowMs > foundingMs
    const restMs = Math.max(1, Math.min(LEAP_MS_MAX, endMs - world.nowMs))
    if (isLeaping) world.leap(world.chance.below(restMs))
  }
}

function letWork(hub: Hub, isOpen: boolean): void {
  for (const { clients } of hub.books) clients.isOpen = isOpen
}

function disaster(world: World, { servers, witnesses, faults }: Hub): void {
  servers.disaster()
  for (const witness of witnesses) {
    if (faults.strikes('witness: machine crashes')) witness.crash()
    if (faults.strikes('witness: wall clock jumps', 0.3)) {
      witness.machine.wallAheadMs = world.chance.between(-60_000, 60_000)
      world.after(2000 + world.chance.below(8000), () => (witness.machine.wallAheadMs = 0))
    }
  }
}

/** At the end of each burst. */
function look(world: World, { books }: Hub): void {
  for (const { auditor, book, name } of books) {
    auditor.look()
    if (book.banked === undefined) continue
    try {
      checkAll(rowsOf(book.tables))
    } catch (error) {
      world.fail(`${name}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
}

/** Faults stop; then everybody is answered, and what is due is done. */
async function rest(world: World, faults: Faults, hub: Hub): Promise<void> {
  faults.isOn = false
  hub.servers.calm()
  for (const { machine } of hub.witnesses) machine.wallAheadMs = 0
  const endMs = world.nowMs + REST_MS_MAX
  for (let open = restless(world, hub); world.wrong.length === 0; open = restless(world, hub)) {
    if (open.length === 0) return
    if (world.nowMs >= endMs) for (const sentence of open) world.fail(sentence)
    // oxlint-disable-next-line no-await-in-loop -- time passes step by step.
    await world.runUntil(world.nowMs + REST_STEP_MS)
  }
}

/** What has not come to rest yet, as sentences. */
function restless(world: World, { books, ways, heard }: Hub): readonly string[] {
  const carrying = ways
    .filter((way) => !way.isDone)
    .map((way) => `the courier from ${way.name} came to ${way.place.nextEntry}`)
  const ofBooks = books.flatMap(({ clients, name, book, monitor }) => {
    const { size } = book.public.log
    const { tables } = book
    const due = tables.dueBefore(world.nowMs - DUE_MS, 1)
    return [
      ...(clients.busy > 0 ? [`${name}: ${clients.busy} clients were never answered`] : []),
      ...(size === tables.size ? [] : [`${name}: ${size} of ${tables.size} were published`]),
      ...(monitor.size === size ? [] : [`${name}: the monitor came to ${monitor.size} of ${size}`]),
      ...book.public.witnesses
        .filter(({ cosigned }) => cosigned.get(book.origin)?.has(tables.size) !== true)
        .map((witness) => `${name}: ${witness.name} never cosigned the ${tables.size} entries`),
      ...due.map(({ kind, key }) => `${name}: ${kind} ${key} was due and did not lapse`),
    ]
  })
  const ahead = [...heard.ahead.values()].map(
    ({ origin, size }) => `gossip never judged the ${size} entries of ${origin}`,
  )
  return [...ofBooks, ...carrying, ...ahead]
}

/** What follows from a thing that is wrong says nothing more. */
async function lookOver(world: World, hub: Hub): Promise<void> {
  if (world.wrong.length === 0) look(world, hub)
  for (const { name, book, auditor, journal, receipts, parkable } of hub.books) {
    if (world.wrong.length > 0) return
    const { tables } = book
    checkSettled({
      world,
      book: name,
      tables,
      auditor,
      asked: journal.all,
      numbers: receipts.numbers,
      parkable,
    })
  }
  for (const way of hub.ways) checkConsignments(world, way)
  const one = hub.books[world.seed % hub.books.length]
  if (one === undefined || world.wrong.length > 0) return
  const { origin, signer, tables, registry } = one.book
  for (const fork of hub.heard.forks) world.fail(`gossip keeps evidence against ${fork.origin}`)
  const otherKey = simulatedKey(world, origin, 'ed25519')
  await tellALie({ world, origin, key: signer.key, otherKey, tables, registry })
  const [judge] = hub.gossips
  if (judge !== undefined) await tellOfAFork(world, one.book, judge)
}
