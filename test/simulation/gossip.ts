/**
 * Gossip: people tell the servers which checkpoints they were given, old ones and new ones, and each server judges
 * them by its own copy of the books. It is the real judge, with a memory that both servers share.
 */
import { formatCheckpoint } from '#kernel/log/checkpoint.ts'
import { Gossip, type Heard } from '#platform/gossip/gossip.ts'
import type { Ahead, ForkEvidence, GossipStore } from '#platform/gossip/store.ts'
import type { Database } from './database.ts'
import { Process, type Machine } from './process.ts'
import type { Receipts } from './receipts.ts'
import { Sideline } from './sideline.ts'
import type { BookOf, BookThread } from './thread.ts'
import { NoAnswer, type Wire } from './wire.ts'
import type { World } from './world.ts'

/** What both servers know of forks: in the database, outside of the books. */
export class GossipMemory {
  readonly forks: ForkEvidence[] = []
  readonly ahead = new Map<string, Ahead>()

  store(sideline: Sideline): GossipStore {
    return {
      keepFork: (evidence) => sideline.ask('keep fork', () => void this.forks.push(evidence)),
      listForks: () => sideline.ask('forks', () => [...this.forks]),
      keepAhead: (ahead) =>
        sideline.ask('keep ahead', () => {
          const known = this.ahead.get(ahead.origin)
          if (known === undefined || known.size < ahead.size) this.ahead.set(ahead.origin, ahead)
        }),
      listAhead: () => sideline.ask('ahead', () => [...this.ahead.values()]),
      dropAhead: ({ origin, size }) =>
        sideline.ask('drop ahead', () => {
          if (this.ahead.get(origin)?.size === size) this.ahead.delete(origin)
        }),
    }
  }
}

export interface GossipSetting {
  readonly world: World
  readonly wire: Wire
  readonly database: Database
  readonly memory: GossipMemory
  readonly books: readonly BookOf[]
  /** The thread of a book on a machine. */
  readonly threadOn: (machine: Machine, book: string) => BookThread | undefined
}

const JUDGE_MS = 5000
const TELL_MS_MAX = 3000
const TIMEOUT_MS = 4000
const RESTART_MS_MAX = 3000

/** The judge of one server. */
export class SimulatedGossip {
  readonly #setting: GossipSetting
  readonly #machine: Machine
  process: Process
  #gossip: Gossip | undefined

  constructor(setting: GossipSetting, machine: Machine) {
    this.#setting = setting
    this.#machine = machine
    this.process = this.#start()
  }

  async hear(note: string): Promise<Heard> {
    const gossip = this.#gossip
    if (gossip === undefined) throw new NoAnswer(false)
    const heard = await gossip.hear(note)
    if (!heard.ok) throw new Error(`a checkpoint was refused: ${heard.error}`)
    return heard.value
  }

  #start(): Process {
    const { world } = this.#setting
    const process = new Process(this.#machine, `gossip on ${this.#machine.name}`)
    this.#gossip = undefined
    process.onEnd(() => {
      world.after(200 + world.chance.below(RESTART_MS_MAX), () => (this.process = this.#start()))
    })
    void this.#listen(process)
    return process
  }

  async #listen(process: Process): Promise<void> {
    const { world, books, database, memory, threadOn } = this.#setting
    const sideline = new Sideline(database, process)
    const bookOf = (name: string): BookOf => books.find((book) => book.name === name) ?? missing()
    const parts = {
      books: new Map(books.map((book) => [book.name, this.#portOf(book, threadOn)])),
      log: {
        tile: (book: string, at: Parameters<BookOf['public']['log']['tile']>[0]) =>
          sideline.ask('tile', () => bookOf(book).public.log.tile(at)),
        latestCheckpoint: (book: string) =>
          sideline.ask('checkpoint', () => bookOf(book).public.log.note || null),
      },
      store: memory.store(sideline),
      clock: this.#machine.clock,
      onFork: () => world.count('gossip: a fork was found'),
    }
    for (;;) {
      try {
        // oxlint-disable-next-line no-await-in-loop -- one round after the other.
        if (this.#gossip === undefined) this.#gossip = await Gossip.open(parts)
        // oxlint-disable-next-line no-await-in-loop -- see above.
        else await this.#gossip.judgeAgain()
      } catch (error) {
        // The database was away; the next round asks again.
        if (!(error instanceof Error) || error.name !== 'ConnectionLost') throw error
      }
      // oxlint-disable-next-line no-await-in-loop -- see above.
      await new Promise<void>((resolve) => process.later(JUDGE_MS, resolve))
    }
  }

  #portOf({ name, origin, signer }: BookOf, threadOn: GossipSetting['threadOn']) {
    return {
      name,
      origin,
      verifierKey: signer.key.verifierKey,
      state: () => threadOn(this.#machine, name)?.state ?? missing(),
    }
  }
}

function missing(): never {
  throw new Error('a server has a thread for every book')
}

/** Tells what it finds in the receipts of a book, again and again. */
export function goOnTelling(
  { world, wire }: Pick<GossipSetting, 'world' | 'wire'>,
  { machine, receipts, book }: Telling,
  judges: readonly SimulatedGossip[],
): void {
  const process = new Process(machine, `gossip about ${book}`)
  const tell = async (): Promise<void> => {
    const note = receipts.someCheckpoint()
    const judge = judges[world.chance.below(judges.length)]
    if (note === undefined || judge === undefined) return
    const { verdict, size } = await wire.ask({
      from: process,
      to: () => judge.process,
      act: () => judge.hear(note),
      timeoutMs: TIMEOUT_MS,
    })
    world.count(`gossip: ${verdict}`)
    if (verdict === 'forked') world.fail(`${book}: gossip calls its own ${size} entries a fork`)
  }
  const again = (): void => {
    process.later(300 + world.chance.below(TELL_MS_MAX), () => {
      tell()
        .catch((error: unknown) => {
          const isAway = error instanceof Error && /ConnectionLost|NoAnswer/.test(error.name)
          if (!isAway) world.fail(`${book}: gossip failed: ${String(error)}`)
        })
        .finally(again)
    })
  }
  again()
}

export interface Telling {
  readonly machine: Machine
  readonly receipts: Receipts
  readonly book: string
}

/** A checkpoint of another past, signed all the same: whoever is told of it must keep it as evidence. */
export async function tellOfAFork(
  world: World,
  { origin, signer, tables }: BookOf,
  judge: SimulatedGossip,
): Promise<void> {
  const size = 1 + world.chance.below(Math.max(1, tables.size))
  const note = signer.key.signNote(formatCheckpoint({ origin, size, root: world.bytes(32) }))
  let heard: Heard | undefined
  judge.hear(note).then(
    (answer) => (heard = answer),
    (error: unknown) => world.fail(`${origin}: gossip failed: ${String(error)}`),
  )
  await world.runUntil(world.nowMs + TIMEOUT_MS, () => heard !== undefined)
  if (heard === undefined) world.fail(`${origin}: gossip did not answer about a fork`)
  else if (heard.verdict !== 'forked') world.fail(`${origin}: a fork was called ${heard.verdict}`)
  else world.count('lie found: a fork that gossip was told of')
}
