/**
 * What a writer needs of the database, as promises. Any error from `write` leaves the outcome in doubt:
 * only a new epoch, and the size that is then found, decide.
 */
import type { AnyRow, RowKey, Table } from '#kernel/rows/table.ts'
import type { DueChange, RowChange } from '#kernel/rows/rows.ts'
import type { Measure } from '#kernel/figures/cell.ts'
import type { Written } from '#kernel/book/batch.ts'
import type { Box, ErasedSubject, PartyEntries } from '#kernel/book/seal.ts'
import type { Cause, Command } from '#kernel/book/slice.ts'
import type { FullTile } from '#kernel/log/append.ts'
import type { Edge } from '#kernel/log/edge.ts'
import type { TileAt } from '#kernel/log/tile.ts'
import type { Hash } from '#kernel/log/hash.ts'
import type { Erasure } from './erasure-log.ts'

export interface Lease {
  readonly epoch: number
  readonly size: number
  readonly root: Hash
  readonly atMs: number
  /** How far the book is known to have been signed, by whoever wrote it. */
  readonly signed: number
  /** The database's clock when the lease was taken. */
  readonly databaseMs: number
  /** How long ago the last lease ended; 0 for a book that was never written. */
  readonly gapMs: number
}

export interface Tenure {
  readonly epoch: number
  readonly leaseMs: number
  /** How far this writer has had the book signed; it is kept with the lease. */
  readonly signed: number
}

export interface EntryRow {
  readonly index: number
  readonly atMs: number
  readonly type: string
  readonly leafHash: Hash
  readonly leaf: Uint8Array
}

export interface IdempotencyRow {
  readonly key: Uint8Array
  readonly commandMac: Uint8Array
  readonly index: number
  readonly entries: number
  readonly atMs: number
}

export interface Cursor {
  readonly reaction: string
  readonly index: number
  readonly ordinal: number
}

export interface Parked {
  readonly name: string
  readonly refusal: string
  readonly command: Command
  readonly atMs: number
}

/** Everything that one batch changes, in one transaction. */
export interface BatchWrite {
  readonly sizeBefore: number
  readonly sizeAfter: number
  readonly rootAfter: Hash
  readonly atMs: number
  readonly entries: readonly EntryRow[]
  readonly transfers: readonly Written[]
  readonly rows: readonly (readonly [Table, readonly RowChange[]])[]
  readonly partyEntries: readonly PartyEntries[]
  readonly boxes: readonly Box[]
  readonly erased: readonly ErasedSubject[]
  readonly cells: readonly Measure[]
  readonly idempotency: readonly IdempotencyRow[]
  readonly due: readonly DueChange[]
  readonly tiles: readonly FullTile[]
  readonly cursors: readonly Cursor[]
  readonly caused: readonly { readonly cause: Cause; readonly index: number }[]
  readonly parked: readonly Parked[]
}

/** The fence refused: epoch or size are not what this writer believes. */
export class Fenced extends Error {
  override readonly name = 'Fenced'
}

export interface Due {
  readonly kind: string
  readonly key: string
  readonly dueAtMs: number
}

export interface BookStore {
  /**
   * Takes a new epoch if nobody holds the lease or it ran out; undefined while another writer holds it. A
   * transaction that outlived its lease is waited for a moment, then its backend is ended. With `freeForMs`
   * the lease must have been over for so long.
   */
  takeLease(owner: string, leaseMs: number, freeForMs?: number): Promise<Lease | undefined>
  /** Takes a new epoch from oneself, after doubt: waits for, and after 2 s ends, the old transaction. */
  retakeLease(owner: string, epoch: number, leaseMs: number): Promise<Lease | undefined>
  /** Prolongs the lease; false if the epoch is another's. Also answers the database's clock. */
  renewLease(tenure: Tenure): Promise<number | undefined>
  releaseLease(tenure: Omit<Tenure, 'leaseMs'>): Promise<void>
  /** Whether epoch and size are still mine: asked before refusals go out. */
  isCurrent(epoch: number, size: number): Promise<boolean>
  edge(size: number): Promise<Edge>
  load(table: Table, keys: readonly RowKey[]): Promise<readonly AnyRow[]>
  findIdempotent(keys: readonly Uint8Array[]): Promise<readonly IdempotencyRow[]>
  findCaused(causes: readonly Cause[]): Promise<readonly Cause[]>
  /** Makes the SQL of a batch ahead of time, while the batch before it is being written. */
  stage(batch: BatchWrite): void
  /** Commits the batch under my epoch and prolongs the lease; answers the database's clock. */
  write(batch: BatchWrite, tenure: Tenure): Promise<number>
  entries(from: number, to: number): Promise<readonly EntryRow[]>
  entriesAt(indexes: readonly number[]): Promise<readonly EntryRow[]>
  /** Stored (full) tiles by their path. */
  fullTiles(wanted: readonly TileAt[]): Promise<Map<string, Uint8Array>>
  dueBefore(atMs: number, limit: number): Promise<readonly Due[]>
  cursors(): Promise<readonly Cursor[]>
  /** What was erased of the book, as its rows say. */
  erasures(): Promise<readonly Erasure[]>
  purgeIdempotency(beforeMs: number, limit: number): Promise<number>
  close(): Promise<void>
}
