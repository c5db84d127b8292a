/**
 * One book as a database holds it, small and apart from the SQL: what a batch changes is checked whole and
 * then done whole. The store's contract test holds it to PostgreSQL.
 */
import { partyNumber, subjectKey, type Box, type PartyEntries } from '#kernel/book/seal.ts'
import type { Cause } from '#kernel/book/slice.ts'
import type { Written } from '#kernel/book/batch.ts'
import { joinKey, type AnyRow, type RowKey, type Table } from '#kernel/rows/table.ts'
import type { RowChange } from '#kernel/rows/rows.ts'
import { tilePath, TILE_WIDTH } from '#kernel/log/tile.ts'
import type { Hash } from '#kernel/log/hash.ts'
import { equalBytes } from '#kernel/std/bytes.ts'
import { nodeHashing } from '#platform/book/sealing-tools.ts'
import {
  Fenced,
  type BatchWrite,
  type Cursor,
  type Due,
  type EntryRow,
  type IdempotencyRow,
  type Parked,
} from '#platform/book/store.ts'

/** What PostgreSQL would say, with its code. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

const UNIQUE_VIOLATION = '23505'
/** Of the root of -1 by which the batch's statement says that it updated another number of rows. */
const COUNT_DIFFERS = '2201F'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

const causeText = ({ book, index, reaction, ordinal }: Cause): string =>
  JSON.stringify([book, index, reaction, ordinal])

/** A bug that is planted: the fence lets everybody through. */
export interface Planted {
  isFenceOpen: boolean
}

export class BookTables {
  size = 0
  root: Hash = nodeHashing.empty
  atMs = 0
  epoch = 0
  /** How far the book is known to have been signed. */
  signed = 0
  readonly entries: EntryRow[] = []
  readonly transfers: Written[] = []
  readonly rows = new Map<string, Map<string, AnyRow>>()
  readonly partyEntries = new Map<string, PartyEntries[]>()
  readonly boxes: Box[] = []
  readonly cells = new Map<string, bigint>()
  readonly idempotency = new Map<string, IdempotencyRow>()
  readonly due = new Map<string, Due>()
  readonly tiles = new Map<string, Uint8Array>()
  readonly cursors = new Map<string, Cursor>()
  readonly caused = new Map<string, { readonly cause: Cause; readonly index: number }>()
  readonly parked = new Map<string, Parked>()

  signedTo(size: number): void {
    this.signed = Math.max(this.signed, size)
  }

  /** All or nothing; throws Fenced or Refused. */
  commit(batch: BatchWrite, epoch: number, { isFenceOpen }: Planted): void {
    const isMine = epoch === this.epoch && batch.sizeBefore === this.size
    if (!isMine && !isFenceOpen) throw new Fenced('the book has another epoch or size')
    this.#check(batch)
    this.size = batch.sizeAfter
    this.root = batch.rootAfter
    this.atMs = batch.atMs
    this.#parkStillDue(batch.parked)
    this.#addEntries(batch)
    for (const [table, changes] of batch.rows) this.#putRows(table, changes)
    this.#erase(batch)
    for (const { kind, key, dueAtMs } of batch.due) {
      const name = joinKey([kind, key])
      if (dueAtMs === null) this.due.delete(name)
      else this.due.set(name, { kind, key, dueAtMs })
    }
    for (const { indicator, area, period, amount } of batch.cells) {
      const cell = joinKey([indicator, area, period])
      this.cells.set(cell, (this.cells.get(cell) ?? 0n) + amount)
    }
    for (const cursor of batch.cursors) this.cursors.set(cursor.reaction, cursor)
  }

  load(table: Table, keys: readonly RowKey[]): readonly AnyRow[] {
    if (table.name === partyNumber.name) return keys.flatMap(({ text }) => this.#numberOf(text))
    const rows = this.rows.get(table.name)
    return keys.flatMap(({ text }): readonly AnyRow[] => {
      const row = rows?.get(text)
      return row === undefined ? [] : [row]
    })
  }

  findIdempotent(keys: readonly Uint8Array[]): readonly IdempotencyRow[] {
    return keys.flatMap((key) => this.idempotency.get(hex(key)) ?? [])
  }

  findCaused(causes: readonly Cause[]): readonly Cause[] {
    return causes.filter((cause) => this.caused.has(causeText(cause)))
  }

  dueBefore(atMs: number, limit: number): readonly Due[] {
    return [...this.due.values()]
      .filter(({ kind, key, dueAtMs }) => dueAtMs <= atMs && !this.parked.has(lapseName(kind, key)))
      .toSorted((a, b) => a.dueAtMs - b.dueAtMs || order(a.kind, b.kind) || order(a.key, b.key))
      .slice(0, limit)
  }

  purgeIdempotency(beforeMs: number, limit: number): number {
    const old = [...this.idempotency].filter(([, { atMs }]) => atMs < beforeMs).slice(0, limit)
    for (const [key] of old) this.idempotency.delete(key)
    return old.length
  }

  #numberOf(party: string): readonly AnyRow[] {
    const last = this.partyEntries.get(party)?.at(-1)
    return last === undefined ? [] : [{ party, last: last.firstNumber + last.indexes.length - 1 }]
  }

  #check(batch: BatchWrite): void {
    const unique = (isThere: boolean, what: string): void => {
      if (isThere) throw new Refused(UNIQUE_VIOLATION, `${what} is there already`)
    }
    for (const { index } of batch.entries)
      unique(this.entries[index] !== undefined, `entry ${index}`)
    for (const { key } of batch.idempotency) unique(this.idempotency.has(hex(key)), 'a key')
    for (const { cause } of batch.caused) unique(this.caused.has(causeText(cause)), 'a cause')
    for (const tile of batch.tiles) unique(this.tiles.has(pathOf(tile)), `tile ${pathOf(tile)}`)
    for (const { party, firstNumber } of batch.partyEntries) {
      const known = this.partyEntries.get(party) ?? []
      unique(
        known.some((row) => row.firstNumber === firstNumber),
        `number ${firstNumber} of ${party}`,
      )
    }
    for (const [table, changes] of batch.rows) this.#checkRows(table, changes)
  }

  #checkRows(table: Table, changes: readonly RowChange[]): void {
    if (table.name === partyNumber.name || table.kept === 'history') return
    const rows = this.rows.get(table.name)
    for (const { row, existed } of changes) {
      const isThere = rows?.has(table.keyOf(row)) === true
      if (isThere && !existed) throw new Refused(UNIQUE_VIOLATION, `a row of ${table.name}`)
      // A table without columns besides its key has nothing to update.
      if (!isThere && existed && table.columns.length > 0) {
        throw new Refused(COUNT_DIFFERS, `no such row of ${table.name}`)
      }
    }
  }

  #putRows(table: Table, changes: readonly RowChange[]): void {
    if (table.name === partyNumber.name) return
    const rows = this.rows.get(table.name) ?? new Map<string, AnyRow>()
    this.rows.set(table.name, rows)
    for (const { row } of changes) rows.set(table.keyOf(row), row)
  }

  #erase({ erased }: BatchWrite): void {
    for (const { subject, wrapped } of erased) {
      const keys = this.rows.get(subjectKey.name)
      const stored = keys?.get(subject)?.['wrapped']
      const isThere = stored instanceof Uint8Array && equalBytes(stored, wrapped)
      if (isThere) keys?.delete(subject)
    }
  }

  #addEntries(batch: BatchWrite): void {
    for (const entry of batch.entries) this.entries[entry.index] = entry
    this.transfers.push(...batch.transfers)
    this.boxes.push(...batch.boxes)
    for (const row of batch.partyEntries) {
      this.partyEntries.set(row.party, [...(this.partyEntries.get(row.party) ?? []), row])
    }
    for (const row of batch.idempotency) this.idempotency.set(hex(row.key), row)
    for (const row of batch.caused) this.caused.set(causeText(row.cause), row)
    for (const tile of batch.tiles) this.tiles.set(pathOf(tile), tile.bytes)
  }

  /** What is not due any more before this batch was done by somebody else. */
  #parkStillDue(parked: readonly Parked[]): void {
    for (const row of parked) {
      const [first, kind = '', ...key] = row.name.split('/')
      const isLapse = first === 'lapse'
      if (isLapse && !this.due.has(joinKey([kind, key.join('/')]))) continue
      if (!this.parked.has(row.name)) this.parked.set(row.name, row)
    }
  }
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const lapseName = (kind: string, key: string): string => `lapse/${kind}/${key}`
const pathOf = ({ level, index }: { readonly level: number; readonly index: number }): string =>
  tilePath({ level, index, width: TILE_WIDTH })
