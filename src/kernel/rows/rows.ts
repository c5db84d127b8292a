/**
 * The rows that a batch sees: committed rows from the cache or freshly loaded, under the changes of the
 * batch that is being written, under the changes of this one. *Absent* and *not loaded* are different:
 * touching a row that nobody loaded throws NotLoaded, and the command waits for the next batch.
 */
import { assert } from '#kernel/std/assert.ts'
import { joinKey, keyParts, tableKey } from './table.ts'
import type { AnyRow, KeyPart, RowKey, Table } from './table.ts'

export class NotLoaded extends Error {
  override readonly name = 'NotLoaded'
  readonly key: RowKey

  constructor(key: RowKey) {
    super(`${key.table.name} ${key.text} is not loaded`)
    this.key = key
  }
}

/** What decide and reads may do. */
export interface Reader {
  /** The row, or undefined when it is known to be absent. Throws NotLoaded when it is neither. */
  get<R extends AnyRow>(table: Table<R>, ...parts: readonly KeyPart[]): R | undefined
}

/** What apply may do besides: write a row over, and set or clear the instant at which a timer is due. */
export interface Rows extends Reader {
  put<R extends AnyRow>(table: Table<R>, row: R): void
  setDue(kind: string, key: string, dueAtMs: number): void
  clearDue(kind: string, key: string): void
}

/** A row, or null where it is known to be absent. */
type Known = AnyRow | null
type RowMaps = Map<Table, Map<string, Known>>

/** Values of JSON are the same where the object is the same: a row is made of the one before it. */
function keepsFixed({ fixed }: Table, before: AnyRow, after: AnyRow): boolean {
  for (const name of fixed) if (before[name] !== after[name]) return false
  return true
}

function mapOf(maps: RowMaps, table: Table): Map<string, Known> {
  let map = maps.get(table)
  if (map === undefined) {
    map = new Map()
    maps.set(table, map)
  }
  return map
}

/**
 * Committed rows in bounded memory, in two generations: when the young one is full it becomes the old
 * one, and what is used again moves back. It changes only after COMMIT, and is emptied by any doubt.
 */
export class RowCache {
  readonly #rowsMax: number
  #young: RowMaps = new Map()
  #old: RowMaps = new Map()
  #count = 0

  constructor(rowsMax: number) {
    this.#rowsMax = rowsMax
  }

  get(table: Table, key: string): Known | undefined {
    const young = this.#young.get(table)?.get(key)
    if (young !== undefined) return young
    const old = this.#old.get(table)?.get(key)
    if (old !== undefined) this.set(table, key, old)
    return old
  }

  set(table: Table, key: string, row: Known): void {
    const map = mapOf(this.#young, table)
    if (!map.has(key)) this.#count += 1
    map.set(key, row)
    if (this.#count * 2 > this.#rowsMax) {
      this.#old = this.#young
      this.#young = new Map()
      this.#count = 0
    }
  }

  clear(): void {
    this.#young = new Map()
    this.#old = new Map()
    this.#count = 0
  }
}

export interface RowChange {
  readonly row: AnyRow
  /** Whether the row was there before this batch: it decides between insert and update. */
  readonly existed: boolean
  /** The entry that touched it last. */
  readonly index: number
}

export interface DueChange {
  readonly kind: string
  readonly key: string
  readonly dueAtMs: number | null
}

/** One batch's view of a table. */
interface TableView {
  /** What this batch has seen so far, its own changes included: one look-up instead of one a layer. */
  readonly seen: Map<string, Known>
  readonly loaded: Map<string, Known>
  readonly changes: Map<string, RowChange>
  readonly removed: Set<string>
}

/** What a put replaced. */
interface Undo {
  readonly view: TableView
  readonly key: string
  readonly seen: Known
  readonly change: RowChange | undefined
}

/** One batch's view and changes. `before` is the batch that is being written, if there is one. */
export class BatchRows implements Rows {
  readonly #cache: RowCache
  #before: BatchRows | undefined
  readonly #views = new Map<Table, TableView>()
  readonly #due = new Map<string, DueChange>()
  #undo: Undo[] = []
  #undoDue: { readonly name: string; readonly earlier: DueChange | undefined }[] = []
  #index = -1

  constructor(cache: RowCache, before?: BatchRows) {
    this.#cache = cache
    this.#before = before
  }

  get<R extends AnyRow>(table: Table<R>, ...parts: readonly KeyPart[]): R | undefined {
    const known = this.find(table, joinKey(parts))
    if (known === undefined) throw new NotLoaded(tableKey(table, ...parts))
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what lies under a table is its row.
    return known === null ? undefined : (known as R)
  }

  /** The row, null where it is absent, undefined where nobody knows. */
  find(table: Table, key: string): Known | undefined {
    const view = this.#viewOf(table)
    const seen = view.seen.get(key)
    if (seen !== undefined) return seen
    // A null from the batch before is an answer, too: the row is absent.
    const before = this.#before?.find(table, key)
    const known = before === undefined ? this.#cache.get(table, key) : before
    if (known !== undefined) view.seen.set(key, known)
    return known
  }

  /** A committed row as the store read it; null where it is absent. */
  load(table: Table, key: string, row: Known): void {
    const view = this.#viewOf(table)
    view.loaded.set(key, row)
    view.seen.set(key, row)
  }

  put<R extends AnyRow>(table: Table<R>, row: R): void {
    const key = table.keyOf(row)
    const seen = this.find(table, key)
    if (seen === undefined) throw new NotLoaded(tableKey(table, ...keyParts(table, row)))
    const view = this.#viewOf(table)
    const change = view.changes.get(key)
    this.#undo.push({ view, key, seen, change })
    const existed = change === undefined ? seen !== null : change.existed
    // An update leaves out what is fixed, so a change of it would be lost in the store and nowhere else.
    if (seen !== null) assert(keepsFixed(table, seen, row), 'what is fixed in a row stays')
    view.changes.set(key, { row, existed, index: this.#index })
    view.seen.set(key, row)
  }

  /**
   * The row is taken away, past decide and apply: between commands, after the last `keep`. A row that this
   * batch has put is not written at all; one that was there before is deleted by whoever writes the batch.
   */
  remove(table: Table, key: string): void {
    const view = this.#viewOf(table)
    view.changes.delete(key)
    view.seen.set(key, null)
    view.removed.add(key)
  }

  setDue(kind: string, key: string, dueAtMs: number): void {
    this.#putDue({ kind, key, dueAtMs })
  }

  clearDue(kind: string, key: string): void {
    this.#putDue({ kind, key, dueAtMs: null })
  }

  #putDue(change: DueChange): void {
    const name = joinKey([change.kind, change.key])
    this.#undoDue.push({ name, earlier: this.#due.get(name) })
    this.#due.set(name, change)
  }

  /** What is put from here on belongs to the entry at this index. */
  begin(index: number): void {
    this.#index = index
  }

  /** The command is accepted: its changes stay. */
  keep(): void {
    this.#undo = []
    this.#undoDue = []
  }

  /** The command is refused or waits: it leaves no trace. */
  rollback(): void {
    for (const { view, key, seen, change } of this.#undo.toReversed()) {
      view.seen.set(key, seen)
      if (change === undefined) view.changes.delete(key)
      else view.changes.set(key, change)
    }
    for (const { name, earlier } of this.#undoDue.toReversed()) {
      if (earlier === undefined) this.#due.delete(name)
      else this.#due.set(name, earlier)
    }
    this.keep()
  }

  *changes(): Generator<readonly [Table, readonly RowChange[]]> {
    for (const [table, { changes }] of this.#views) {
      if (changes.size > 0) yield [table, [...changes.values()]]
    }
  }

  /** Whether this batch has set or cleared what was due. */
  hasDueChange(kind: string, key: string): boolean {
    return this.#due.has(joinKey([kind, key]))
  }

  dueChanges(): readonly DueChange[] {
    return [...this.#due.values()]
  }

  /** After COMMIT: what was read and written is now what the cache knows. */
  commit(): void {
    assert(this.#undo.length === 0, 'a batch commits between commands')
    assert(this.#before === undefined, 'batches commit in order')
    for (const [table, { loaded, changes, removed }] of this.#views) {
      for (const [key, row] of loaded) this.#cache.set(table, key, row)
      for (const key of removed) this.#cache.set(table, key, null)
      for (const [key, { row }] of changes) this.#cache.set(table, key, row)
    }
  }

  /** The batch before this one is committed: its rows are in the cache now. */
  detach(): void {
    this.#before = undefined
  }

  #lastTable: Table | undefined
  #lastView: TableView | undefined

  /** The same table is asked for several times in a row. */
  #viewOf(table: Table): TableView {
    if (table === this.#lastTable && this.#lastView !== undefined) return this.#lastView
    let view = this.#views.get(table)
    if (view === undefined) {
      view = { seen: new Map(), loaded: new Map(), changes: new Map(), removed: new Set() }
      this.#views.set(table, view)
    }
    this.#lastTable = table
    this.#lastView = view
    return view
  }
}
