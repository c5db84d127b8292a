/** The writer's store over the simulated database: the same promises as PostgreSQL's, and the same two connections. */
import { restoreEdge, edgeTiles, type Edge } from '#kernel/log/edge.ts'
import { tilePath, TILE_WIDTH, type TileAt } from '#kernel/log/tile.ts'
import { erasureTable } from '#kernel/book/erasure.ts'
import type { Cause } from '#kernel/book/slice.ts'
import type { AnyRow, RowKey, Table } from '#kernel/rows/table.ts'
import { assert } from '#kernel/std/assert.ts'
import type { Erasure } from '#platform/book/erasure-log.ts'
import { nodeHashing } from '#platform/book/sealing-tools.ts'
import type { BatchWrite, BookStore, Cursor, Due, EntryRow } from '#platform/book/store.ts'
import type { IdempotencyRow, Lease, Tenure } from '#platform/book/store.ts'
import type { BookTables } from './book-tables.ts'
import type { Connection, Database } from './database.ts'
import type { Process } from './process.ts'

type Use = 'writing' | 'reading'

export class SimulatedBookStore implements BookStore {
  readonly #database: Database
  readonly #book: string
  readonly #process: Process
  readonly #connections = new Map<Use, Promise<Connection>>()

  constructor(database: Database, book: string, process: Process) {
    this.#database = database
    this.#book = book
    this.#process = process
  }

  async takeLease(owner: string, leaseMs: number): Promise<Lease | undefined> {
    const connection = await this.#afresh()
    return this.#database.ask(connection, 'take', () => {
      const { backend, untilMs } = this.#lease
      const isHeld = backend?.isOpen === true && untilMs >= this.#nowMs
      this.#count(isHeld ? 'lease: held by another' : 'lease: taken')
      return isHeld ? undefined : this.#take(connection, owner, leaseMs)
    })
  }

  async retakeLease(owner: string, epoch: number, leaseMs: number): Promise<Lease | undefined> {
    const connection = await this.#afresh()
    return this.#database.ask(connection, 'retake', () => {
      const isMine = this.#tables.epoch === epoch
      this.#count(isMine ? 'lease: retaken' : 'lease: lost to another')
      return isMine ? this.#take(connection, owner, leaseMs) : undefined
    })
  }

  renewLease({ epoch, leaseMs, signed }: Tenure): Promise<number | undefined> {
    return this.#ask('reading', 'renew', () => {
      const isMine = this.#tables.epoch === epoch
      this.#count(isMine ? 'lease: renewed' : 'lease: lost to another')
      if (isMine) this.#lease.untilMs = this.#nowMs + leaseMs
      if (isMine) this.#tables.signedTo(signed)
      return isMine ? this.#nowMs : undefined
    })
  }

  async releaseLease({ epoch, signed }: Omit<Tenure, 'leaseMs'>): Promise<void> {
    await this.#ask('reading', 'release', () => {
      if (this.#tables.epoch !== epoch) return
      this.#count('lease: released')
      this.#tables.signedTo(signed)
      this.#lease.untilMs = this.#nowMs
    })
  }

  isCurrent(epoch: number, size: number): Promise<boolean> {
    const tables = this.#tables
    return this.#ask('writing', 'is-current', () => tables.epoch === epoch && tables.size === size)
  }

  async edge(size: number): Promise<Edge> {
    const tiles = await this.fullTiles(edgeTiles(size))
    const partial = size % TILE_WIDTH
    const leaves = await this.entries(size - partial, size)
    const readTile = (at: TileAt): Uint8Array => {
      const tile = tiles.get(tilePath(at))
      assert(tile !== undefined, `tile ${tilePath(at)} is stored`)
      return tile
    }
    const hashes = leaves.map(({ leafHash }) => leafHash)
    return restoreEdge({ size, leaves: hashes, readTile }, nodeHashing)
  }

  load(table: Table, keys: readonly RowKey[]): Promise<readonly AnyRow[]> {
    return this.#ask('reading', `load ${table.name}`, () => this.#tables.load(table, keys))
  }

  findIdempotent(keys: readonly Uint8Array[]): Promise<readonly IdempotencyRow[]> {
    return this.#ask('reading', 'find-idempotent', () => this.#tables.findIdempotent(keys))
  }

  findCaused(causes: readonly Cause[]): Promise<readonly Cause[]> {
    return this.#ask('reading', 'find-caused', () => this.#tables.findCaused(causes))
  }

  stage(): void {
    // There is no SQL to make ahead of time.
  }

  write(batch: BatchWrite, { epoch, leaseMs, signed }: Tenure): Promise<number> {
    return this.#ask('writing', 'write', () => {
      this.#tables.commit(batch, epoch, this.#database.planted)
      this.#tables.signedTo(signed)
      this.#lease.untilMs = this.#nowMs + leaseMs
      return this.#nowMs
    })
  }

  entries(from: number, to: number): Promise<readonly EntryRow[]> {
    return this.#ask('reading', 'entries', () => this.#tables.entries.slice(from, to))
  }

  entriesAt(indexes: readonly number[]): Promise<readonly EntryRow[]> {
    return this.#ask('reading', 'entries-at', () =>
      indexes.flatMap((index) => this.#tables.entries[index] ?? []),
    )
  }

  fullTiles(wanted: readonly TileAt[]): Promise<Map<string, Uint8Array>> {
    return this.#ask('reading', 'tiles', () => {
      const tiles = new Map<string, Uint8Array>()
      for (const at of wanted) {
        const path = tilePath({ ...at, width: TILE_WIDTH })
        const bytes = this.#tables.tiles.get(path)
        if (bytes !== undefined) tiles.set(path, bytes)
      }
      return tiles
    })
  }

  dueBefore(atMs: number, limit: number): Promise<readonly Due[]> {
    return this.#ask('reading', 'due', () => this.#tables.dueBefore(atMs, limit))
  }

  cursors(): Promise<readonly Cursor[]> {
    return this.#ask('reading', 'cursors', () => [...this.#tables.cursors.values()])
  }

  erasures(): Promise<readonly Erasure[]> {
    return this.#ask('reading', 'erasures', () =>
      [...(this.#tables.rows.get(erasureTable.name)?.values() ?? [])].map((row) => ({
        book: this.#book,
        subject: String(row['subject']),
        entry: Number(row['entry']),
        atMs: Number(row['erasedAt']),
        keyPrint: String(row['keyPrint']),
      })),
    )
  }

  purgeIdempotency(beforeMs: number, limit: number): Promise<number> {
    return this.#ask('reading', 'purge', () => this.#tables.purgeIdempotency(beforeMs, limit))
  }

  async close(): Promise<void> {
    for (const opening of this.#connections.values()) {
      opening.then(
        (connection) => this.#database.end(connection),
        // What was never opened needs no closing.
        () => undefined,
      )
    }
    this.#connections.clear()
  }

  get #tables(): BookTables {
    return this.#database.book(this.#book)
  }

  get #lease(): ReturnType<Database['lease']> {
    return this.#database.lease(this.#book)
  }

  get #nowMs(): number {
    return this.#database.machine.clock.nowMs()
  }

  #count(name: string): void {
    this.#process.machine.world.count(name)
  }

  #take(connection: Connection, owner: string, leaseMs: number): Lease {
    const tables = this.#tables
    const lease = this.#lease
    const nowMs = this.#nowMs
    const gapMs = lease.untilMs === -Infinity ? 0 : Math.max(0, nowMs - lease.untilMs)
    tables.epoch += 1
    Object.assign(lease, { owner, backend: connection, untilMs: nowMs + leaseMs })
    const { epoch, size, root, atMs, signed } = tables
    return { epoch, size, root, atMs, signed, databaseMs: nowMs, gapMs }
  }

  async #ask<T>(use: Use, name: string, act: () => T): Promise<T> {
    return this.#database.ask(await this.#connection(use), name, act)
  }

  #connection(use: Use): Promise<Connection> {
    const known = this.#connections.get(use)
    if (known !== undefined) return known
    const opening = this.#database.open(this.#process)
    this.#connections.set(use, opening)
    opening.catch(() => {
      // A connection that could not be opened is tried again by whoever asks next.
      if (this.#connections.get(use) === opening) this.#connections.delete(use)
    })
    return opening
  }

  async #afresh(): Promise<Connection> {
    await this.close()
    return this.#connection('writing')
  }
}
