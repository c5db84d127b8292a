/** One run from one seed: a world is made, lives for so many hours with faults, comes to rest, and is looked over. */
import { registryOf } from '#kernel/book/registry.ts'
import type { BookStore } from '#platform/book/store.ts'
import { escrow } from '../slice/escrow.ts'
import { Auditor } from './auditor.ts'
import { Clients } from './clients.ts'
import { Database } from './database.ts'
import { Disk } from './disk.ts'
import { EscrowWork } from './escrow-work.ts'
import { Faults } from './faults.ts'
import { checkSettled } from './final-check.ts'
import { Journal } from './journal.ts'
import { Machine } from './process.ts'
import { Servers } from './servers.ts'
import { SimulatedSigner } from './signer.ts'
import type { BookOf } from './thread.ts'
import { Wire } from './wire.ts'
import { World } from './world.ts'

export interface Plan {
  readonly seed: number
  /** Of the simulated time, which passes in bursts of work with leaps between them. */
  readonly hours: number
  /** A bug in the writer's store, or in the database's fence. */
  readonly plant?: (store: BookStore) => BookStore
  readonly isFenceOpen?: boolean
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
const BURST_MS = 8000
/** After the faults have stopped everybody is answered within this. */
const REST_MS_MAX = 60_000

export async function simulate({ seed, hours, plant, isFenceOpen, watch }: Plan): Promise<Report> {
  const world = new World(seed, watch)
  const faults = new Faults(world)
  const database = new Database(world, faults)
  database.planted.isFenceOpen = isFenceOpen ?? false
  const wire = new Wire(world, faults)
  const journal = new Journal(world)
  const machine = new Machine(world, 'signers')
  const disk = new Disk(world, faults)
  const origin = 'js.hub.example/book/1'
  const signer = new SimulatedSigner({ world, faults, machine, disk, origin })
  const registry = registryOf([escrow])
  const book: BookOf = { name: 'js', origin, registry, signer, erased: new Set() }
  const servers = new Servers({
    world,
    faults,
    database,
    books: [book],
    plant: plant ?? ((store) => store),
  })
  const tables = database.book(book.name)
  const auditor = new Auditor({
    world,
    origin,
    registry,
    tables,
    signed: signer.signed,
    latestMs: () => database.latestMs,
  })
  const clients = new Clients({
    world,
    wire,
    journal,
    machine: new Machine(world, 'clients'),
    book: book.name,
    workload: new EscrowWork(world),
    threads: () => servers.threadsOf(book.name),
  })
  void clients.start()
  await live({ world, hours, clients, auditor, disasters: [() => servers.disaster(signer)] })
  await rest({ world, faults, clients, servers })
  auditor.look()
  // What follows from a thing that is wrong says nothing more.
  if (world.wrong.length === 0)
    checkSettled({
      world,
      book: book.name,
      tables,
      auditor,
      asked: journal.all,
      // Money that is promised away keeps a contract of the test slice from ending.
      parkable: ['balance_insufficient', 'contract_unknown'],
    })
  return {
    seed,
    wrong: world.wrong,
    counts: world.counts,
    traceHash: world.traceHash,
    events: world.events,
    entries: tables.size,
    simulatedMs: world.nowMs - world.startMs,
  }
}

async function live({
  world,
  hours,
  clients,
  auditor,
  disasters,
}: {
  readonly world: World
  readonly hours: number
  readonly clients: Clients
  readonly auditor: Auditor
  readonly disasters: readonly (() => void)[]
}): Promise<void> {
  const endMs = world.nowMs + hours * HOUR_MS
  while (world.nowMs < endMs && world.wrong.length === 0) {
    clients.isOpen = true
    const burstEndMs = world.nowMs + BURST_MS / 2 + world.chance.below(BURST_MS)
    while (world.nowMs < burstEndMs) {
      for (const disaster of disasters) disaster()
      // oxlint-disable-next-line no-await-in-loop -- time passes step by step.
      await world.runUntil(Math.min(burstEndMs, world.nowMs + 500))
    }
    clients.isOpen = false
    auditor.look()
    world.leap(world.chance.below(Math.min(8 * HOUR_MS, Math.max(1, endMs - world.nowMs))))
  }
}

/** Faults stop; then everybody is answered, and what is due is done. */
async function rest({
  world,
  faults,
  clients,
  servers,
}: {
  readonly world: World
  readonly faults: Faults
  readonly clients: Clients
  readonly servers: Servers
}): Promise<void> {
  faults.isOn = false
  clients.isOpen = false
  servers.calm()
  const endMs = world.nowMs + REST_MS_MAX
  await world.runUntil(endMs, () => world.wrong.length > 0)
  if (world.wrong.length === 0 && clients.busy > 0)
    world.fail(`${clients.busy} clients were not answered after the faults stopped`)
}
