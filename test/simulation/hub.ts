/**
 * The hub of a run: three books with a signer each, witnesses of the other regions and one from outside, a
 * monitor a book, a bank, two servers, and the clients of every book.
 */
import { registryOf } from '#kernel/book/registry.ts'
import type { Slice } from '#kernel/book/slice.ts'
import { account, balanceMinor } from '#kernel/money/transfer.ts'
import type { AnyRow, KeyPart, Table } from '#kernel/rows/table.ts'
import { joinKey } from '#kernel/rows/table.ts'
import { bookPolicy } from '#platform/witnesses/book-policy.ts'
import { MACHINES as OF_HANDOVER } from '#services/handover/domain/machines.ts'
import { MACHINES as OF_PREPAID } from '#services/prepaid/domain/machines.ts'
import { handover } from '#services/handover/index.ts'
import { parties } from '#services/parties/index.ts'
import { prepaid } from '#services/prepaid/index.ts'
import { escrow } from '../slice/escrow.ts'
import { Auditor, type Audited } from './auditor.ts'
import { Bank } from './bank.ts'
import type { Public } from './beside.ts'
import type { Bugs } from './bugs.ts'
import { Clients, type Workload } from './clients.ts'
import { carry, Way } from './courier.ts'
import { Database } from './database.ts'
import { Disk } from './disk.ts'
import { EscrowWork } from './escrow-work.ts'
import type { Faults } from './faults.ts'
import { GossipMemory, goOnTelling, SimulatedGossip } from './gossip.ts'
import { Receiving, Sending, Together } from './handover-work.ts'
import { Journal } from './journal.ts'
import { SimulatedMonitor } from './monitor.ts'
import { PrepaidWork } from './prepaid-work.ts'
import { Machine } from './process.ts'
import { PublicLog } from './public-log.ts'
import { Receipts } from './receipts.ts'
import { Servers } from './servers.ts'
import { SimulatedSigner } from './signer.ts'
import type { BookOf } from './thread.ts'
import { Wire } from './wire.ts'
import { SimulatedWitness } from './witness.ts'
import type { World } from './world.ts'

const NAMES = ['sh', 'js', 'zj'] as const
type Name = (typeof NAMES)[number]
const OUTSIDE = 'outside'
/** There are so many timers that hardly any would meet what it must not meet if few were late. */
const LATE_TIMES = 10
const LATE_MS_MAX = 1500

const SLICES: Readonly<Record<Name, readonly Slice[]>> = {
  sh: [parties, prepaid],
  js: [parties, handover, escrow],
  zj: [parties, handover, escrow],
}

/** With these refusals a lapse or a reaction may be put aside: money that is promised away keeps a contract of the test slice. */
const PARKABLE = ['balance_insufficient', 'contract_unknown']

export interface SimulatedBook {
  readonly name: Name
  readonly book: BookOf
  readonly auditor: Auditor
  readonly clients: Clients
  readonly journal: Journal
  readonly receipts: Receipts
  readonly monitor: SimulatedMonitor
  readonly parkable: readonly string[]
}

export interface Hub {
  readonly books: readonly SimulatedBook[]
  /** Along which answers about consignments are carried. */
  readonly ways: readonly Way[]
  /** One a server, and what they share. */
  readonly gossips: readonly SimulatedGossip[]
  readonly heard: GossipMemory
  readonly servers: Servers
  readonly witnesses: readonly SimulatedWitness[]
  readonly faults: Faults
}

export interface HubParts {
  readonly world: World
  readonly faults: Faults
  readonly bugs: Bugs
}

export function openHub({ world, faults, bugs }: HubParts): Hub {
  world.lateMs = () =>
    faults.strikes('timer: comes late', LATE_TIMES) ? world.chance.below(LATE_MS_MAX) : 0
  const database = new Database(world, faults)
  database.planted.isFenceOpen = bugs.isFenceOpen ?? false
  const wire = new Wire(world, faults)
  const signers = NAMES.map((name) => {
    const machine = new Machine(world, `signer ${name}`)
    const origin = `${name}.hub.example/book/1`
    return new SimulatedSigner({ world, faults, machine, disk: new Disk(world, faults), origin })
  })
  const witnesses = openWitnesses({ world, faults, wire }, signers)
  const books = NAMES.map((name, n): BookOf => {
    const signer = signers[n]
    if (signer === undefined) throw new Error('a book has a signer')
    const { name: origin, verifierKey } = signer.key
    const tables = database.book(name)
    return {
      name,
      origin,
      registry: registryOf(SLICES[name].map((slice) => bugs.slice?.(slice) ?? slice)),
      signer,
      erased: new Set(),
      tables,
      public: publicOf({ name, verifierKey }, new PublicLog(tables), witnesses),
      ...(name === 'sh' ? { banked: bankedOf(world, name) } : {}),
    }
  })
  const servers = new Servers({ world, faults, wire, database, books, bugs })
  const opened = NAMES.map((name, n) => {
    const book = books[n]
    if (book === undefined) throw new Error('a book is open')
    return openBook({ world, faults, wire, database, servers, books, book, name })
  })
  const ways = openWays({ world, wire, database, servers, bugs }, books)
  const heard = new GossipMemory()
  const gossips = openGossip({ world, wire, database, servers, memory: heard, books }, opened)
  return { books: opened, ways, gossips, heard, servers, witnesses, faults }
}

function bankedOf(world: World, name: string) {
  const bank = new Bank(world, new Machine(world, 'bank'), name)
  return { bank, place: { sequence: 0, statedThrough: null }, parked: new Map<string, string>() }
}

/** A region's witness follows the books of the other two; the outside one follows all. */
function openWitnesses(
  parts: { readonly world: World; readonly faults: Faults; readonly wire: Wire },
  signers: readonly SimulatedSigner[],
): readonly SimulatedWitness[] {
  return [...NAMES, OUTSIDE].map((name) => {
    const followed = signers.filter((_, n) => NAMES[n] !== name)
    return new SimulatedWitness({
      ...parts,
      name,
      disk: new Disk(parts.world, parts.faults),
      machine: new Machine(parts.world, `witness ${name}`),
      logs: new Map(followed.map(({ key }) => [key.name, [key.key]])),
    })
  })
}

function publicOf(
  of: { readonly name: string; readonly verifierKey: string },
  log: PublicLog,
  all: readonly SimulatedWitness[],
): Public {
  const witnesses = all.filter(({ name }) => name !== of.name)
  const lines = witnesses.map(({ name, key }) => `witness ${name} ${key.verifierKey}\n`)
  const text = `${lines.join('')}group two 2 ${witnesses.map(({ name }) => name).join(' ')}\nquorum two\n`
  const urlOf = (name: string): string => witnesses.find((each) => each.name === name)?.url ?? ''
  return { log, witnesses, policy: bookPolicy(text, of, 'of the simulation', urlOf) }
}

function openBook({
  world,
  faults,
  wire,
  database,
  servers,
  books,
  book,
  name,
}: Omit<HubParts, 'bugs'> & {
  readonly wire: Wire
  readonly database: Database
  readonly servers: Servers
  readonly books: readonly BookOf[]
  readonly book: BookOf
  readonly name: Name
}): SimulatedBook {
  const { origin, registry, signer, tables } = book
  const journal = new Journal(world)
  const receipts = new Receipts(world, book.public.policy.policy)
  const auditor = new Auditor({
    world,
    origin,
    registry,
    tables,
    signed: signer.signed,
    cosigned: book.public.witnesses.map(
      ({ cosigned }) =>
        () =>
          cosigned.get(origin),
    ),
    latestMs: () => database.latestMs,
    onChange: (change) => countTransition(world, change),
  })
  const clients = new Clients({
    world,
    wire,
    journal,
    receipts,
    machine: new Machine(world, `clients of ${name}`),
    book: name,
    workload: workloadOf(world, book, books),
    threads: () => servers.threadsOf(name),
  })
  const monitor = new SimulatedMonitor({
    world,
    faults,
    wire,
    machine: new Machine(world, `monitor of ${name}`),
    name,
    registry,
    policy: book.public.policy.policy,
    level: 'witnessed',
    source: book.public.log.source(),
    server: () => servers.threadsOf(name).find(({ process }) => process.isAlive)?.process,
  })
  const parkable = name === 'sh' ? [] : PARKABLE
  return { name, book, auditor, clients, journal, receipts, monitor, parkable }
}

/** Consignments go from js to zj, and what becomes of them comes back. */
const SENDER = 'js'
const RECEIVER = 'zj'

function workloadOf(world: World, own: BookOf, books: readonly BookOf[]): Workload {
  const { name, banked, tables } = own
  if (banked !== undefined) return new PrepaidWork(world, tables, banked.bank)
  const other = bookOf(books, name === SENDER ? RECEIVER : SENDER)
  const between = { world, own, other }
  const handing = name === SENDER ? new Sending(between) : new Receiving(between)
  return new Together(world, new EscrowWork(world), handing)
}

function bookOf(books: readonly BookOf[], name: Name): BookOf {
  const book = books.find((each) => each.name === name)
  if (book === undefined) throw new Error('a book is open')
  return book
}

/** A courier on each server for each way, as in the hub. */
function openWays(
  {
    servers,
    ...parts
  }: Pick<HubParts, 'world' | 'bugs'> & {
    readonly wire: Wire
    readonly database: Database
    readonly servers: Servers
  },
  books: readonly BookOf[],
): readonly Way[] {
  const [sender, receiver] = [bookOf(books, SENDER), bookOf(books, RECEIVER)]
  const ways = [new Way(sender, receiver), new Way(receiver, sender)]
  for (const way of ways) {
    for (const machine of servers.machines) {
      const thread = () => servers.threadsOf(way.to.name).find((each) => each.machine === machine)
      carry({ ...parts, machine, way, thread })
    }
  }
  return ways
}

function openGossip(
  {
    servers,
    ...parts
  }: Omit<ConstructorParameters<typeof SimulatedGossip>[0], 'threadOn'> & {
    readonly servers: Servers
  },
  books: readonly SimulatedBook[],
): readonly SimulatedGossip[] {
  const threadOn = (machine: Machine, book: string) =>
    servers.threadsOf(book).find((thread) => thread.machine === machine)
  const judges = servers.machines.map(
    (machine) => new SimulatedGossip({ ...parts, threadOn }, machine),
  )
  for (const { name: book, receipts } of books) {
    const machine = new Machine(parts.world, `gossip about ${book}`)
    goOnTelling(parts, { machine, receipts, book }, judges)
  }
  return judges
}

const MACHINE_OF = new Map(
  Object.entries({ ...OF_PREPAID, ...OF_HANDOVER }).map(
    ([name, { table }]) => [table.name, name] as const,
  ),
)

function countTransition(
  world: World,
  { leaf, table, before, after }: Parameters<NonNullable<Audited['onChange']>>[0],
): void {
  const machine = MACHINE_OF.get(table.name)
  const stateOf = (row: AnyRow | undefined): string => {
    const state = row?.['state']
    return typeof state === 'string' ? state : 'nothing'
  }
  const [from, to] = [stateOf(before), stateOf(after)]
  if (machine === undefined || from === to) return
  const event = leaf.type.replace(/^(prepaid|handover)\./, '')
  world.count(`transition ${machine}: ${from} → ${to} by ${event}`)
}

/** The rows of a book as the checks of prepaid money read them. */
export function rowsOf({ rows }: BookOf['tables']) {
  const list = <R extends AnyRow>(table: Table<R>): readonly R[] =>
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what lies under a table is its row.
    [...(rows.get(table.name)?.values() ?? [])] as R[]
  const get = <R extends AnyRow>(table: Table<R>, ...parts: readonly KeyPart[]): R | undefined =>
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above.
    rows.get(table.name)?.get(joinKey(parts)) as R | undefined
  const balance = (name: string): bigint => {
    const row = get(account, name)
    return row === undefined ? 0n : balanceMinor(row)
  }
  return { list, get, balance }
}
