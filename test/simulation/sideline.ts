/** A connection of a process to the database besides the writer's, made anew when it breaks: for what is no part of a book. */
import type { Connection, Database } from './database.ts'
import type { Process } from './process.ts'

export class Sideline {
  readonly #database: Database
  readonly #process: Process
  #connection: Connection | undefined

  constructor(database: Database, process: Process) {
    this.#database = database
    this.#process = process
  }

  /** Rejects when it is not known whether it was done. */
  async ask<T>(name: string, act: () => T): Promise<T> {
    this.#connection ??= await this.#database.open(this.#process)
    try {
      return await this.#database.ask(this.#connection, name, act)
    } catch (error) {
      if (this.#connection !== undefined) this.#database.end(this.#connection)
      this.#connection = undefined
      throw error
    }
  }
}
