/**
 * The rows of a replay. Without a store behind it the memory is all there is, and a row that it does not
 * know is absent. Once rows were spilled, a row that it does not know may lie in the store: touching it
 * throws NotLoaded, and the entry is folded again when it was brought back.
 */
import { NotLoaded, type Rows } from '#kernel/rows/rows.ts'
import { defineTable, joinKey, tableKey } from '#kernel/rows/table.ts'
import type { AnyRow, KeyPart, Table } from '#kernel/rows/table.ts'

/** What is due, as a row; one that was cleared keeps a null, for rows are never taken away. */
export const dueRow = defineTable({
  name: 'due',
  key: { kind: 'text', key: 'text' },
  columns: { dueAt: 'instant?' },
})

type Known = AnyRow | null

export class RowMemory {
  readonly #tables = new Map<Table, Map<string, Known>>()
  #count = 0
  #isWhole = true

  get count(): number {
    return this.#count
  }

  find(table: Table, key: string): Known | undefined {
    const known = this.#tables.get(table)?.get(key)
    if (known !== undefined) return known
    return this.#isWhole ? null : undefined
  }

  /** The row itself is kept: rows are never changed, only replaced. */
  set(table: Table, key: string, row: Known): void {
    let map = this.#tables.get(table)
    if (map === undefined) {
      map = new Map()
      this.#tables.set(table, map)
    }
    if (!map.has(key)) this.#count += 1
    map.set(key, row)
  }

  forget(table: Table, key: string): void {
    if (this.#tables.get(table)?.delete(key) === true) this.#count -= 1
  }

  *tables(): Generator<readonly [Table, Iterable<AnyRow>]> {
    for (const [table, map] of this.#tables) yield [table, present(map.values())]
  }

  /** Everything lies in a store now, and is brought back when it is asked for. */
  spill(): void {
    this.#tables.clear()
    this.#count = 0
    this.#isWhole = false
  }
}

function* present(rows: Iterable<Known>): Generator<AnyRow> {
  for (const row of rows) if (row !== null) yield row
}

/** A version of a row of a history table: what an audit compares the stored versions with. */
export interface Touch {
  readonly table: Table
  readonly key: string
  readonly index: number
  readonly row: AnyRow
}

interface Undo {
  readonly table: Table
  readonly key: string
  readonly prior: Known | undefined
}

export interface Mark {
  readonly undo: number
  readonly touches: number
}

export class ReplayRows implements Rows {
  readonly memory: RowMemory
  #touches: Touch[] = []
  #undo: Undo[] = []
  #index = -1

  constructor(memory: RowMemory) {
    this.memory = memory
  }

  get<R extends AnyRow>(table: Table<R>, ...parts: readonly KeyPart[]): R | undefined {
    const known = this.memory.find(table, joinKey(parts))
    if (known === undefined) throw new NotLoaded(tableKey(table, ...parts))
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what lies under a table is its row.
    return known === null ? undefined : (known as R)
  }

  put<R extends AnyRow>(table: Table<R>, row: R): void {
    const key = table.keyOf(row)
    this.#put(table, key, row)
    if (table.kept !== 'history') return
    this.#touches.push({ table: table, key, index: this.#index, row })
  }

  setDue(kind: string, key: string, dueAtMs: number): void {
    this.#put(dueRow, joinKey([kind, key]), { kind, key, dueAt: dueAtMs })
  }

  clearDue(kind: string, key: string): void {
    this.#put(dueRow, joinKey([kind, key]), { kind, key, dueAt: null })
  }

  #put(table: Table, key: string, row: AnyRow): void {
    this.#undo.push({ table, key, prior: this.memory.find(table, key) })
    this.memory.set(table, key, row)
  }

  /** What is put from here on belongs to the entry at this index. */
  begin(index: number): void {
    this.#index = index
  }

  mark(): Mark {
    return { undo: this.#undo.length, touches: this.#touches.length }
  }

  rollback({ undo, touches }: Mark): void {
    while (this.#undo.length > undo) {
      const last = this.#undo.pop()
      if (last === undefined) break
      const { table, key, prior } = last
      if (prior === undefined || prior === null) this.memory.forget(table, key)
      else this.memory.set(table, key, prior)
    }
    this.#touches.length = touches
  }

  /** What was put so far stays; the versions that it made are given out once. */
  keep(): readonly Touch[] {
    const touches = this.#touches
    this.#undo = []
    this.#touches = []
    return touches
  }
}
