/** The thread of a book on a server: the real writer, timers and reactions, on simulated ports. */
import type { Answer, BookState } from '#kernel/book/answer.ts'
import type { Registry } from '#kernel/book/registry.ts'
import { openGenesis } from '#platform/book/genesis.ts'
import type { Request } from '#platform/book/port.ts'
import { Reactions } from '#platform/book/reactions.ts'
import { nodeHashing, sealingTools } from '#platform/book/sealing-tools.ts'
import { SignerRefused } from '#platform/signer/port.ts'
import { Submissions } from '#platform/book/submissions.ts'
import { Timers } from '#platform/book/timers.ts'
import { Writer } from '#platform/book/writer.ts'
import type { Bugs } from './bugs.ts'
import { haveCosigned, keepInStep, type Banked, type Public } from './beside.ts'
import type { BookTables } from './book-tables.ts'
import { SimulatedBookStore } from './book-store.ts'
import type { Database } from './database.ts'
import { Process, type Machine } from './process.ts'
import type { SimulatedSigner } from './signer.ts'
import type { Wire } from './wire.ts'
import type { World } from './world.ts'

export interface BookOf {
  readonly name: string
  readonly origin: string
  readonly registry: Registry
  readonly signer: SimulatedSigner
  /** What was erased, as it is kept outside of the database: one disk for all servers. */
  readonly erased: Set<string>
  readonly tables: BookTables
  readonly public: Public
  /** Where the deposit account of a book of prepaid money is. */
  readonly banked?: Banked
}

export interface ThreadParts {
  readonly world: World
  readonly wire: Wire
  readonly database: Database
  readonly machine: Machine
  readonly book: BookOf
  readonly bugs: Bugs
}

/** The keys of the installation: the same for every server of it. */
const MAC_KEY = new Uint8Array(32).fill(5)
const WRAPPING_KEY = new Uint8Array(32).fill(7)

/** Small, so that rows leave the cache and batches meet their bounds. */
const LIMITS = { batchCommandsMax: 16, cacheRowsMax: 300 }

export class BookThread {
  readonly process: Process
  readonly machine: Machine
  readonly #world: World
  readonly #book: BookOf
  readonly #writer: Writer
  readonly #timers: Timers
  readonly #reactions: Reactions
  readonly #submissions = new Submissions(MAC_KEY)
  /** Whether this process took the book last. */
  readonly #isOurs: () => boolean
  readonly #heard: (answer: Answer) => Answer
  readonly #listeners = new Set<(state: BookState) => void>()
  #phase = 'starting'

  constructor(parts: ThreadParts) {
    const { world, database, machine, book, bugs } = parts
    this.#world = world
    this.#book = book
    this.machine = machine
    this.#isOurs = () => database.lease(book.name).owner === this.process.name
    this.process = new Process(machine, `${book.name} on ${machine.name}`)
    const { waits } = this.process
    const { registry } = book
    const clock = machine.clock
    const onProblem = (message: string, error: unknown): void => this.#problem(message, error)
    this.#heard = bugs.answers?.() ?? ((answer) => answer)
    // The writer's own connections are as in the hub: timers and reactions share them.
    const own = new SimulatedBookStore(database, book.name, this.process)
    const store = bugs.store?.(own) ?? own
    this.#writer = new Writer({
      tools: {
        book,
        registry,
        sealing: sealingTools(WRAPPING_KEY, (count) => world.bytes(count)),
        hashing: nodeHashing,
      },
      store,
      signer: book.signer.port(this.process),
      erasures: {
        keep: (erasures) => {
          for (const { subject, entry } of erasures) book.erased.add(`${subject} ${entry}`)
        },
      },
      clock,
      waits,
      owner: this.process.name,
      limits: LIMITS,
      onState: (state) => this.#changed(state),
      onBatch: () => world.count('batches'),
      onProblem,
    })
    const common = { store, registry, submissions: this.#submissions, onProblem, waits }
    const writer = this.#writer
    this.#timers = new Timers({ ...common, writer, nowMs: () => clock.nowMs(), afterGap: 'wait' })
    this.#reactions = new Reactions({ ...common, writer, origin: book.origin })
    writer.timersWait = () => this.#timers.wait
    this.#timers.start()
    this.#reactions.start()
    openGenesis(writer, this.#submissions, waits)
    void writer.run()
    this.#besides(parts)
  }

  #besides({ world, wire, database, book }: ThreadParts): void {
    const parts = {
      world,
      wire,
      database,
      process: this.process,
      book: book.name,
      state: () => this.state,
      onChange: (listener: (state: BookState) => void) => this.onChange(listener),
      submit: (request: Request) => this.submit(request),
    }
    haveCosigned(parts, book.public)
    if (book.banked !== undefined) keepInStep(parts, book.tables, book.banked)
  }

  get state(): BookState {
    return this.#writer.state
  }

  get bookName(): string {
    return this.#book.name
  }

  onChange(listener: (state: BookState) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  submit(request: Request): Promise<Answer> {
    return new Promise((resolve) => {
      const item = this.#submissions.fromRequest(request, (answer) => resolve(this.#heard(answer)))
      if (item !== undefined) this.#writer.offer('principal', [item])
    })
  }

  /** The operator has looked at the gap. */
  releaseTimers(): void {
    if (!this.#timers.wait) return
    this.#world.count('timers: released after a gap')
    this.#timers.release()
  }

  /** In good order, as for an update. */
  stop(): void {
    this.#timers.stop()
    this.#reactions.stop()
    this.#writer.stop()
  }

  #changed(state: BookState): void {
    this.#reactions.nudge()
    if (state.phase !== this.#phase) {
      this.#world.count(`writer: ${this.#phase} → ${state.phase}`)
      this.#world.note(`${this.process.name}: ${state.phase} ${state.size}`)
      this.#phase = state.phase
    }
    for (const listener of this.#listeners) listener(state)
  }

  #problem(message: string, error: unknown): void {
    const said = error instanceof Error ? error.message : String(error)
    this.#world.note(`${this.process.name}: ${message}: ${said}`)
    this.#world.count(`problem: ${message}`)
    if (message === 'the writer stops' && !isExpected(error, this.#isOurs())) {
      this.#world.fail(`${this.process.name} stops: ${said}`)
    }
    // A defect of ours, whatever happened outside.
    if (message === 'a command failed') this.#world.fail(`a command failed: ${said}`)
  }
}

/**
 * What a writer may not survive: a clock that jumped, a signer that is gone, or one that another server has
 * brought further meanwhile, while this one was frozen between its commit and its signature.
 */
function isExpected(error: unknown, isOurs: boolean): boolean {
  if (!(error instanceof Error)) return false
  if (error.name === 'ClockFault') return true
  if (error instanceof SignerRefused) return error.reason === 'size_smaller' && !isOurs
  return /signer has ended|^(write|sync) |bytes of a state|state could not be written/.test(
    error.message,
  )
}
