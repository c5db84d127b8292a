/**
 * The book in PostgreSQL. Two connections: one writes batches, the other reads rows for the next batch
 * meanwhile. A batch is one transaction in one round trip: begin, fence, all rows, commit.
 */
import { assert } from '#kernel/std/assert.ts'
import type { Cause } from '#kernel/book/slice.ts'
import type { Edge } from '#kernel/log/edge.ts'
import type { Hashing } from '#kernel/log/hash.ts'
import type { TileAt } from '#kernel/log/tile.ts'
import type { AnyRow, RowKey, Table } from '#kernel/rows/table.ts'
import type { Erasure } from '#platform/book/erasure-log.ts'
import { Fenced } from '#platform/book/store.ts'
import type { BatchWrite, BookStore, Cursor, Due, EntryRow } from '#platform/book/store.ts'
import type { IdempotencyRow, Lease, Tenure } from '#platform/book/store.ts'
import { batchStatement } from './book-batch.ts'
import { isCurrent, releaseLease, renewLease, retakeLease, takeLease } from './book-lease.ts'
import { BookReads } from './book-reads.ts'
import type { Statement } from './book-sql.ts'
import type { Query, Session, SessionSource } from './session.ts'
import { msOf } from './sql-values.ts'

const BOOK_NAME = /^[a-z][a-z0-9-]{0,15}$/

const STATEMENTS_MAX = 64

type Use = 'writing' | 'reading'

export class PostgresBookStore implements BookStore {
  readonly #book: string
  readonly #source: SessionSource
  readonly #reads: BookReads
  readonly #statements = new Map<string, string>()
  readonly #staged = new WeakMap<BatchWrite, Statement>()
  readonly #sessions = new Map<Use, Promise<Session>>()

  constructor(book: string, source: SessionSource, hashing: Hashing) {
    assert(BOOK_NAME.test(book), 'a book has a plain name')
    this.#book = book
    this.#source = source
    this.#reads = new BookReads(book, hashing, () => this.#session('reading'))
  }

  async takeLease(owner: string, leaseMs: number, freeForMs = 0): Promise<Lease | undefined> {
    return takeLease(await this.#afresh(), { book: this.#book, owner, leaseMs, freeForMs })
  }

  async retakeLease(owner: string, epoch: number, leaseMs: number): Promise<Lease | undefined> {
    return retakeLease(await this.#afresh(), { book: this.#book, owner, leaseMs }, epoch)
  }

  async renewLease(tenure: Tenure): Promise<number | undefined> {
    return renewLease(await this.#session('reading'), this.#book, tenure)
  }

  async releaseLease(tenure: Omit<Tenure, 'leaseMs'>): Promise<void> {
    await releaseLease(await this.#session('reading'), this.#book, tenure)
  }

  async isCurrent(epoch: number, size: number): Promise<boolean> {
    return isCurrent(await this.#session('writing'), this.#book, { epoch, size })
  }

  edge(size: number): Promise<Edge> {
    return this.#reads.edge(size)
  }

  fullTiles(wanted: readonly TileAt[]): Promise<Map<string, Uint8Array>> {
    return this.#reads.fullTiles(wanted)
  }

  load(table: Table, keys: readonly RowKey[]): Promise<readonly AnyRow[]> {
    return this.#reads.load(table, keys)
  }

  findIdempotent(keys: readonly Uint8Array[]): Promise<readonly IdempotencyRow[]> {
    return this.#reads.findIdempotent(keys)
  }

  findCaused(causes: readonly Cause[]): Promise<readonly Cause[]> {
    return this.#reads.findCaused(causes)
  }

  entries(from: number, to: number): Promise<readonly EntryRow[]> {
    return this.#reads.entries(from, to)
  }

  entriesAt(indexes: readonly number[]): Promise<readonly EntryRow[]> {
    return this.#reads.entriesAt(indexes)
  }

  dueBefore(atMs: number, limit: number): Promise<readonly Due[]> {
    return this.#reads.dueBefore(atMs, limit)
  }

  cursors(): Promise<readonly Cursor[]> {
    return this.#reads.cursors()
  }

  erasures(): Promise<readonly Erasure[]> {
    return this.#reads.erasures()
  }

  purgeIdempotency(beforeMs: number, limit: number): Promise<number> {
    return this.#reads.purgeIdempotency(beforeMs, limit)
  }

  stage(batch: BatchWrite): void {
    this.#staged.set(batch, batchStatement(this.#book, batch))
  }

  async write(batch: BatchWrite, tenure: Tenure): Promise<number> {
    const session = await this.#session('writing')
    const statement = this.#staged.get(batch) ?? batchStatement(this.#book, batch)
    const queries: Query[] = [{ text: 'begin' }, this.#fence(batch, tenure)]
    if (!statement.isEmpty) {
      const text = statement.text()
      queries.push({ text, values: statement.values, name: this.#named(text) })
    }
    queries.push({ text: 'commit' })
    try {
      const results = await session.pipeline(queries)
      // A transaction that failed answers COMMIT with ROLLBACK.
      const tag = results.at(-1)?.command
      if (tag !== 'COMMIT') throw new Error(`the commit was answered by ${tag}`)
      return Number(results[1]?.rows[0]?.[1])
    } catch (error) {
      throw isFence(error)
        ? new Fenced('the book has another epoch or size', { cause: error })
        : error
    }
  }

  /** The first statement of a batch: without my epoch and my size it fails, and all behind it. */
  #fence(batch: BatchWrite, { epoch, leaseMs, signed }: Tenure): Query {
    return {
      text: `with fence as (
          update book set size = $4, root = $5, at = to_timestamp($6::float8 / 1000),
            lease_until = clock_timestamp() + $7::int4 * interval '1 ms',
            signed = greatest(signed, $8)
          where book = $1 and epoch = $2 and size = $3
          returning ${msOf('clock_timestamp()')} as now)
        select 1 / count(*), max(now) from fence`,
      values: [
        this.#book,
        epoch,
        batch.sizeBefore,
        batch.sizeAfter,
        Buffer.from(batch.rootAfter),
        batch.atMs,
        leaseMs,
        signed,
      ],
      name: 'fence',
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.#drop('reading'), this.#drop('writing')])
  }

  /** Few combinations of tables occur, so few statements are planned; a strange one goes unnamed. */
  #named(text: string): string {
    const known = this.#statements.get(text)
    if (known !== undefined) return known
    const name = `write_${this.#statements.size}`
    if (this.#statements.size >= STATEMENTS_MAX) return ''
    this.#statements.set(text, name)
    return name
  }

  #session(use: Use): Promise<Session> {
    const known = this.#sessions.get(use)
    if (known !== undefined) return known
    const session = this.#source.open()
    this.#sessions.set(use, session)
    session.catch(() => {
      // A connection that could not be opened is tried again by whoever asks next.
      if (this.#sessions.get(use) === session) this.#sessions.delete(use)
    })
    return session
  }

  /** New connections: the old ones may be broken, or still hold an old transaction. */
  async #afresh(): Promise<Session> {
    await this.close()
    return this.#session('writing')
  }

  async #drop(use: Use): Promise<void> {
    const session = this.#sessions.get(use)
    this.#sessions.delete(use)
    const opened = await session?.catch(() => undefined)
    await opened?.close()
  }
}

/** The fence divides by the number of books that it found. */
function isFence(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '22012'
}
