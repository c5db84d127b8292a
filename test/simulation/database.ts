/**
 * A database server with its own clock, to which processes have connections that break. What it has answered
 * as committed is never lost, because PostgreSQL syncs; what was on its way may be done, or not, or later.
 */
import type { Faults } from './faults.ts'
import { Machine, never, type Process } from './process.ts'
import { BookTables, type Planted } from './book-tables.ts'
import type { World } from './world.ts'

export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost'
}

export interface Connection {
  readonly process: Process
  /** As its client sees it. */
  isBroken: boolean
  /** As the server sees it: its backend is there. */
  isOpen: boolean
}

interface Lease {
  owner: string
  backend: Connection | undefined
  /** By the database's clock; before any other instant for a book that was never written. */
  untilMs: number
}

const LATE_MS_MAX = 4000
const LATENCY_MS_MAX = 3

export class Database {
  readonly machine: Machine
  readonly planted: Planted = { isFenceOpen: false }
  readonly #world: World
  readonly #faults: Faults
  readonly #books = new Map<string, BookTables>()
  readonly #leases = new Map<string, Lease>()
  readonly #connections = new Set<Connection>()
  /** The latest instant that its clock has shown to anybody. */
  latestMs = 0
  #isAway = false

  constructor(world: World, faults: Faults) {
    this.#world = world
    this.#faults = faults
    this.machine = new Machine(world, 'database')
  }

  book(name: string): BookTables {
    const known = this.#books.get(name)
    if (known !== undefined) return known
    const made = new BookTables()
    this.#books.set(name, made)
    return made
  }

  lease(name: string): Lease {
    const known = this.#leases.get(name)
    if (known !== undefined) return known
    const made = { owner: '', backend: undefined, untilMs: -Infinity }
    this.#leases.set(name, made)
    return made
  }

  async open(process: Process): Promise<Connection> {
    await this.#pause(process)
    if (this.#isAway) throw new ConnectionLost('the database is away')
    const connection = { process, isBroken: false, isOpen: true }
    this.#connections.add(connection)
    process.onEnd(() => {
      // The system closes what an ended process had open; of a machine that is gone nobody hears for long.
      this.#world.after(this.#world.chance.below(40), () => this.end(connection))
    })
    return connection
  }

  /** The backend ends: no message that arrives later is done. */
  end(connection: Connection): void {
    connection.isOpen = false
    connection.isBroken = true
    this.#connections.delete(connection)
  }

  /** Asks over a connection: what is done is done at one instant, between the question and its answer. */
  async ask<T>(connection: Connection, name: string, act: () => T): Promise<T> {
    const { process } = connection
    if (!process.isAlive) return never()
    if (connection.isBroken) throw new ConnectionLost('the connection is broken')
    if (this.#faults.strikes('thread: ends at a call', 0.2)) return this.#dieAt(connection, act)
    if (this.#faults.strikes('database: message lost')) {
      return this.#lose(connection, `${name} lost`)
    }
    if (this.#faults.strikes('database: message lands late')) {
      connection.isBroken = true
      this.#world.after(20 + this.#world.chance.below(LATE_MS_MAX), () => {
        if (connection.isOpen) this.#doLate(name, act)
        this.end(connection)
      })
      throw new ConnectionLost(`${name} is late`)
    }
    await this.#pause(process)
    if (!connection.isOpen) throw new ConnectionLost(`${name} met no backend`)
    const done = this.#done(act)
    if (this.#faults.strikes('database: answer lost')) {
      return this.#lose(connection, `the answer to ${name} lost`)
    }
    await this.#pause(process)
    if (connection.isBroken) throw new ConnectionLost(`${name} was not answered`)
    if (!done.ok) throw done.error
    return done.value
  }

  /** Its backend is gone, and its client does not know: it hears so when it asks next. */
  cut(book: string): void {
    const { backend } = this.lease(book)
    if (backend !== undefined) backend.isOpen = false
  }

  /** Everything that was answered as committed is there afterwards, and every connection is gone. */
  restart(): void {
    for (const connection of this.#connections) this.end(connection)
    this.#isAway = true
    this.#world.after(200 + this.#world.chance.below(3000), () => {
      this.#isAway = false
    })
  }

  #done<T>(act: () => T): { ok: true; value: T } | { ok: false; error: unknown } {
    this.latestMs = Math.max(this.latestMs, this.machine.clock.nowMs())
    try {
      return { ok: true, value: act() }
    } catch (error) {
      // The database's own refusal is its answer.
      return { ok: false, error }
    }
  }

  #doLate(name: string, act: () => unknown): void {
    const { ok } = this.#done(act)
    this.#world.count(`late message: ${ok ? 'done' : 'refused'}`)
    this.#world.note(`late ${name} ${ok ? 'done' : 'refused'}`)
  }

  /** Its process ends before the message leaves, or with the message on its way. */
  #dieAt<T>(connection: Connection, act: () => T): Promise<T> {
    const isSent = this.#world.chance.perMille(500)
    connection.process.kill()
    if (isSent) {
      this.#world.after(this.#world.chance.below(60), () => {
        if (connection.isOpen) this.#doLate('from the dead', act)
      })
    }
    return never()
  }

  async #lose<T>(connection: Connection, sentence: string): Promise<T> {
    connection.isBroken = true
    await this.#pause(connection.process)
    this.end(connection)
    throw new ConnectionLost(sentence)
  }

  #pause(process: Process): Promise<void> {
    const ms = this.#world.chance.below(LATENCY_MS_MAX + 1)
    return new Promise((resolve) => process.later(ms, resolve))
  }
}
