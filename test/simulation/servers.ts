/**
 * Two servers on one database, each with a thread for every book, and the person on duty: what has stopped is
 * started again after a while, a clock that jumped is put right, timers that wait for somebody are released.
 */
import type { Bugs } from './bugs.ts'
import type { Database } from './database.ts'
import type { Faults } from './faults.ts'
import { Machine } from './process.ts'
import { BookThread, type BookOf } from './thread.ts'
import type { Wire } from './wire.ts'
import type { World } from './world.ts'

export interface ServersParts {
  readonly world: World
  readonly faults: Faults
  readonly wire: Wire
  readonly database: Database
  readonly books: readonly BookOf[]
  readonly bugs: Bugs
}

interface Place {
  readonly machine: Machine
  readonly book: BookOf
  thread: BookThread
}

const WATCH_MS = 1000
const RESTART_MS_MAX = 4000
const FREEZE_MS_MAX = 9000
const JUMP_MS_MAX = 20_000

export class Servers {
  readonly machines: readonly Machine[]
  readonly #parts: ServersParts
  readonly #places: Place[] = []
  readonly #restarting = new Set<Place>()

  constructor(parts: ServersParts) {
    this.#parts = parts
    const { world, books } = parts
    this.machines = ['one', 'two'].map((name) => new Machine(world, `server ${name}`))
    for (const machine of this.machines) {
      for (const book of books)
        this.#places.push({ machine, book, thread: this.#thread(machine, book) })
    }
    this.#watch()
  }

  threadsOf(book: string): readonly BookThread[] {
    return this.#places.filter(({ thread }) => thread.bookName === book).map(({ thread }) => thread)
  }

  /** Every clock is right from here on, and nothing is frozen. */
  calm(): void {
    const { database, world } = this.#parts
    database.machine.wallAheadMs = 0
    for (const machine of this.machines) {
      machine.wallAheadMs = 0
      machine.frozenUntilMs = Math.min(machine.frozenUntilMs, world.nowMs)
    }
  }

  /** Twice a second something large may happen. */
  disaster(): void {
    const { world, faults, database, books } = this.#parts
    const { chance } = world
    for (const machine of this.machines) {
      if (faults.strikes('machine: crashes')) {
        for (const process of machine.processes) process.kill()
      }
      if (faults.strikes('machine: freezes')) {
        machine.frozenUntilMs = world.nowMs + chance.below(FREEZE_MS_MAX)
      }
      if (faults.strikes('machine: wall clock jumps', 0.5)) {
        machine.wallAheadMs += chance.between(-JUMP_MS_MAX, JUMP_MS_MAX)
      }
    }
    if (faults.strikes('database: restarts')) database.restart()
    for (const { name } of books) {
      if (faults.strikes('database: connection cut', 4)) database.cut(name)
    }
    if (faults.strikes('database: wall clock jumps', 0.3)) {
      database.machine.wallAheadMs = chance.between(-JUMP_MS_MAX, JUMP_MS_MAX)
      world.after(3000 + chance.below(5000), () => (database.machine.wallAheadMs = 0))
    }
    for (const { signer } of books) if (faults.strikes('signer: machine crashes')) signer.crash()
  }

  #thread(machine: Machine, book: BookOf): BookThread {
    const { world, wire, database, bugs } = this.#parts
    return new BookThread({ world, wire, database, machine, book, bugs })
  }

  #watch(): void {
    const { world } = this.#parts
    world.after(WATCH_MS, () => {
      for (const place of this.#places) this.#lookAt(place)
      this.#watch()
    })
  }

  #lookAt(place: Place): void {
    const { world } = this.#parts
    const { thread, machine } = place
    thread.releaseTimers()
    const hasEnded = !thread.process.isAlive || thread.state.phase === 'stopped'
    if (!hasEnded || this.#restarting.has(place)) return
    this.#restarting.add(place)
    world.after(world.chance.below(RESTART_MS_MAX), () => {
      thread.process.kill()
      machine.wallAheadMs = 0
      this.#restarting.delete(place)
      world.count('thread: started again')
      place.thread = this.#thread(machine, place.book)
    })
  }
}
