/**
 * Entries as a monitor with a key reads them: each in its canonical form, of this book, in the order of time,
 * folded by the very code that the writer uses. Whatever the fold refuses cannot have happened. After each page
 * the money is counted: no account below zero that may not be, and per currency all debits are all credits.
 */
import { factOf, Replay } from '#kernel/book/replay.ts'
import { RowMemory } from '#kernel/book/replay-rows.ts'
import type { Registry } from '#kernel/book/registry.ts'
import { successionOf } from '#kernel/book/succession.ts'
import { type Leaf, readLeaf } from '#kernel/log/leaf.ts'
import type { AnyRow, Table } from '#kernel/rows/table.ts'
import { base64Of } from '#kernel/std/base64.ts'
import { formatInstant } from '#kernel/time/clock.ts'
import { Alarm } from './alarm.ts'
import { numberProblem, type NumbersAt } from './disclosed-numbers.ts'
import { MoneyCheck } from './money-check.ts'
import type { ChangedRow, PlaceStore } from './place.ts'

export interface EntryCheckOptions {
  readonly origin: string
  readonly registry: Registry
  readonly store: PlaceStore
  readonly numbersAt: NumbersAt
  /** The time of the last entry before. */
  readonly atMs: number
  /** How many rows stay in memory. */
  readonly rowsMax?: number
}

const ROWS_MAX = 200_000

export class EntryCheck {
  readonly #options: EntryCheckOptions
  readonly #memory: StoredRows
  readonly #replay: Replay
  readonly #money: MoneyCheck
  #atMs: number
  /** The closed log whose entries these are, until its successor says so. */
  #closed: string | null = null
  #isBegun = false

  constructor(options: EntryCheckOptions) {
    this.#options = options
    this.#memory = new StoredRows(options.store)
    this.#replay = new Replay(options.registry, this.#memory)
    this.#money = new MoneyCheck(options.store)
    this.#atMs = options.atMs
  }

  /** The time of the last entry, in milliseconds since 1970. */
  get atMs(): number {
    return this.#atMs
  }

  /** Throws an Alarm for an entry that no sound book has. */
  add(index: number, bytes: Uint8Array): void {
    const wrong = this.#problemOf(index, bytes)
    if (wrong === null) return
    throw new Alarm('entry_wrong', `entry ${index}: ${wrong}`, { index, leaf: base64Of(bytes) })
  }

  /** Ends a page: counts the money, and answers the rows that are to be kept. */
  take(): readonly ChangedRow[] {
    this.#money.look(this.#replay.rows.keep())
    const changed = this.#memory.changed()
    this.#money.count(changed)
    return changed
  }

  /** The rows that were taken are on disk. */
  kept(): void {
    this.#memory.kept(this.#options.rowsMax ?? ROWS_MAX)
  }

  #problemOf(index: number, bytes: Uint8Array): string | null {
    const leaf = readLeaf(bytes)
    if (!leaf.ok) return leaf.error
    const wrong = this.#bookProblem(index, leaf.value) ?? this.#headingProblem(leaf.value)
    if (wrong !== null) return wrong
    const fact = factOf(this.#options.registry, index, leaf.value)
    if (!fact.ok) return fact.error
    this.#atMs = leaf.value.atMs
    this.#isBegun = true
    try {
      const folded = this.#replay.add(fact.value)
      if (!folded.ok) return `cannot have happened (${folded.error})`
      const { origin, numbersAt } = this.#options
      return numberProblem(numbersAt(origin, index), folded.value)
    } catch (error) {
      // Apply throws for what cannot have happened, and that is what is looked for.
      return `cannot have happened (${error instanceof Error ? error.message : String(error)})`
    }
  }

  /**
   * Entries of a closed log are those of its successor, if the first entry after them says so, of exactly this
   * many entries. A book that never says it shows entries that were written for another one.
   */
  #bookProblem(index: number, { book, type, body }: Leaf): string | null {
    const said = successionOf(type, body)
    if (said !== null) {
      const { origin, predecessor, continued } = said
      const isRight = origin === book && continued.size === index
      if (!isRight || predecessor.origin !== this.#closed) return 'a succession that is not so'
      this.#closed = book === this.#options.origin ? null : book
      return null
    }
    const expected = this.#closed ?? this.#options.origin
    if (book === expected) return null
    // Only the first entry that is read may be another log's: from there on it is that one's until it is said.
    if (this.#closed !== null || this.#isBegun) return `written for ${book}`
    this.#closed = book
    return null
  }

  /** Throws an Alarm if the entries so far are another log's. Called where a signed tree ends. */
  finish(): void {
    if (this.#closed === null) return
    throw new Alarm('entry_wrong', `the entries were written for ${this.#closed}`, {})
  }

  #headingProblem({ atMs, parties, sd }: Leaf): string | null {
    if (atMs < this.#atMs) return `time runs backwards, from ${formatInstant(this.#atMs)}`
    if (new Set(parties).size < parties.length) return 'a party is named twice'
    // The numbers themselves are disclosed to their parties alone; that each has one is seen by all.
    return sd.length < parties.length ? 'a party has no running number' : null
  }
}

/** The rows of a replay, with a file behind them. */
class StoredRows extends RowMemory {
  readonly #store: PlaceStore
  readonly #dirty = new Map<Table, Set<string>>()

  constructor(store: PlaceStore) {
    super()
    this.#store = store
    // From here on a row that memory does not know may lie in the file.
    this.spill()
  }

  override find(table: Table, key: string): AnyRow | null {
    const known = super.find(table, key)
    if (known !== undefined) return known
    const stored = this.#store.findRow(table, key)
    super.set(table, key, stored)
    return stored
  }

  override set(table: Table, key: string, row: AnyRow | null): void {
    const keys = this.#dirty.get(table) ?? new Set()
    this.#dirty.set(table, keys.add(key))
    super.set(table, key, row)
  }

  changed(): readonly ChangedRow[] {
    return [...this.#dirty].flatMap(([table, keys]) =>
      [...keys].flatMap((key) => {
        const row = this.find(table, key)
        return row === null ? [] : [{ table, key, row }]
      }),
    )
  }

  kept(rowsMax: number): void {
    this.#dirty.clear()
    if (this.count > rowsMax) this.spill()
  }
}
