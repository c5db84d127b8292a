/**
 * The book in PostgreSQL. Two connections: one writes batches, the other loads rows for the next batch
 * meanwhile. A batch is one transaction of three round trips: begin and fence, all rows, commit.
 */
import { assert } from '#kernel/std/assert.ts'
import { partyNumber } from '#kernel/book/seal.ts'
import type { Cause } from '#kernel/book/slice.ts'
import { edgeTiles, restoreEdge, type Edge } from '#kernel/log/edge.ts'
import type { Hashing } from '#kernel/log/hash.ts'
import { tilePath, TILE_WIDTH, type TileAt } from '#kernel/log/tile.ts'
import type { AnyRow, RowKey, Table } from '#kernel/rows/table.ts'
import { Fenced } from '#platform/book/store.ts'
import type { BatchWrite, BookStore, Cursor, Due, EntryRow } from '#platform/book/store.ts'
import type { IdempotencyRow, Lease, Tenure } from '#platform/book/store.ts'
import { encodeArray } from './binary-array.ts'
import { batchStatement } from './book-batch.ts'
import { tableSql, type Statement, type TableSql } from './book-sql.ts'
import type { Query, QueryResult, Session, SessionSource } from './session.ts'

const BOOK_NAME = /^[a-z][a-z0-9-]{0,15}$/

/** How long a new epoch waits for the old transaction before its backend is ended. */
const OLD_TRANSACTION_WAIT_MS = 2000

const MS = (column: string): string => `(extract(epoch from ${column}) * 1000)::int8`
const bytesOf = (hex: string | null | undefined): Uint8Array =>
  Uint8Array.from(Buffer.from(hex ?? '', 'hex'))

const partyNumberSql: Pick<TableSql, 'select'> = {
  select: `select k.party, t.last from unnest($2::text[]) k(party) cross join lateral
    (select first_number + cardinality(indexes) - 1 as last from party_entries
     where book = $1 and party = k.party order by first_number desc limit 1) t`,
}

export class PostgresBookStore implements BookStore {
  readonly #book: string
  readonly #source: SessionSource
  readonly #hashing: Hashing
  readonly #tables = new Map<Table, TableSql>()
  readonly #statements = new Map<string, string>()
  readonly #staged = new WeakMap<BatchWrite, Statement>()
  #writing: Session | undefined
  #reading: Session | undefined

  constructor(book: string, source: SessionSource, hashing: Hashing) {
    // The name is written into the fence as it is.
    assert(BOOK_NAME.test(book), 'a book has a plain name')
    this.#book = book
    this.#source = source
    this.#hashing = hashing
  }

  async takeLease(owner: string, leaseMs: number): Promise<Lease | undefined> {
    await this.#drop('reading')
    const session = await this.#freshWriter()
    // A lease whose backend is gone is nobody's: its owner must take a new epoch to write again.
    const result = await session.query({
      text: `update book b set epoch = epoch + 1, lease_owner = $2, lease_backend = pg_backend_pid(),
               lease_until = clock_timestamp() + $3::int4 * interval '1 ms'
             where b.book = $1 and (b.lease_until < clock_timestamp() or not exists (
               select from pg_stat_activity a where a.pid = b.lease_backend
               and a.application_name = current_setting('application_name')))
             returning ${LEASE_COLUMNS}`,
      values: [this.#book, owner, leaseMs],
    })
    return leaseOf(result)
  }

  async retakeLease(owner: string, epoch: number, leaseMs: number): Promise<Lease | undefined> {
    await this.#drop('reading')
    const session = await this.#freshWriter()
    const retake: Query = {
      text: `update book set epoch = epoch + 1, lease_owner = $2, lease_backend = pg_backend_pid(),
               lease_until = clock_timestamp() + $4::int4 * interval '1 ms'
             where book = $1 and epoch = $3
             returning ${LEASE_COLUMNS}`,
      values: [this.#book, owner, epoch, leaseMs],
    }
    await session.query({ text: `set lock_timeout = ${OLD_TRANSACTION_WAIT_MS}` })
    try {
      return leaseOf(await session.query(retake))
    } catch (error) {
      if (!isLockTimeout(error)) throw error
      // The old transaction still holds the row: its backend is named in the lease, and ended.
      await session.query({
        text: 'select pg_terminate_backend(lease_backend, 2000) from book where book = $1',
        values: [this.#book],
      })
      return leaseOf(await session.query(retake))
    }
  }

  async renewLease(epoch: number, leaseMs: number): Promise<number | undefined> {
    const { rows } = await (
      await this.#reader()
    ).query({
      text: `update book set lease_until = clock_timestamp() + $3::int4 * interval '1 ms'
             where book = $1 and epoch = $2 returning ${MS('clock_timestamp()')}`,
      values: [this.#book, epoch, leaseMs],
    })
    const [row] = rows
    return row === undefined ? undefined : Number(row[0])
  }

  async releaseLease(epoch: number): Promise<void> {
    await (
      await this.#reader()
    ).query({
      text: `update book set lease_until = clock_timestamp() where book = $1 and epoch = $2`,
      values: [this.#book, epoch],
    })
  }

  async isCurrent(epoch: number, size: number): Promise<boolean> {
    const { rows } = await (
      await this.#writer()
    ).query({
      text: 'select 1 from book where book = $1 and epoch = $2 and size = $3 for share',
      values: [this.#book, epoch, size],
      name: 'is_current',
    })
    return rows.length === 1
  }

  async edge(size: number): Promise<Edge> {
    const reader = await this.#reader()
    const tiles = await this.fullTiles(edgeTiles(size))
    const partial = size % TILE_WIDTH
    const last = await reader.query({
      text: `select encode(leaf_hash, 'hex') from entry
             where book = $1 and idx >= $2 and idx < $3 order by idx`,
      values: [this.#book, size - partial, size],
    })
    const leaves = last.rows.map(([hash]) => bytesOf(hash))
    const readTile = (at: TileAt): Uint8Array => {
      const tile = tiles.get(tilePath(at))
      assert(tile !== undefined, `tile ${tilePath(at)} is stored`)
      return tile
    }
    return restoreEdge({ size, leaves, readTile }, this.#hashing)
  }

  async fullTiles(wanted: readonly TileAt[]): Promise<Map<string, Uint8Array>> {
    const tiles = new Map<string, Uint8Array>()
    if (wanted.length === 0) return tiles
    const found = await (
      await this.#reader()
    ).query({
      text: `select t.level, t.n, encode(t.hashes, 'hex') from unnest($2::int4[], $3::int8[]) k(level, n)
             cross join lateral (select * from tile t
               where t.book = $1 and t.level = k.level and t.n = k.n limit 1) t`,
      values: [
        this.#book,
        encodeArray('integer', wanted.map(({ level }) => level)),
        encodeArray('index', wanted.map(({ index }) => index)),
      ],
      name: 'full_tiles',
    })
    for (const [level, n, hashes] of found.rows) {
      const at = { level: Number(level), index: Number(n), width: TILE_WIDTH }
      tiles.set(tilePath(at), bytesOf(hashes))
    }
    return tiles
  }

  async load(table: Table, keys: readonly RowKey[]): Promise<readonly AnyRow[]> {
    const reader = await this.#reader()
    const sql = this.#sqlOf(table)
    const special = table === (partyNumber as unknown as Table)
    const { rows } = await reader.query({
      text: special ? partyNumberSql.select : sql.select,
      values: [this.#book, ...sql.keyArrays(keys.map(({ parts }) => parts))],
      name: `load_${table.name}`,
    })
    return rows.map((values) => sql.rowOf(values))
  }

  async findIdempotent(keys: readonly Uint8Array[]): Promise<readonly IdempotencyRow[]> {
    const { rows } = await (
      await this.#reader()
    ).query({
      text: `select encode(t.key, 'hex'), encode(t.command_mac, 'hex'), t.idx, t.entries, ${MS('t.at')}
             from unnest($2::bytea[]) k(key) cross join lateral
               (select * from idempotency_key t where t.book = $1 and t.key = k.key limit 1) t`,
      values: [this.#book, encodeArray('bytes', keys)],
      name: 'find_idempotent',
    })
    return rows.map(([key, mac, index, entries, at]) => ({
      key: bytesOf(key),
      commandMac: bytesOf(mac),
      index: Number(index),
      entries: Number(entries),
      atMs: Number(at),
    }))
  }

  async findCaused(causes: readonly Cause[]): Promise<readonly Cause[]> {
    const { rows } = await (
      await this.#reader()
    ).query({
      text: `select t.cause_book, t.cause_idx, t.reaction, t.ordinal
             from unnest($2::text[], $3::int8[], $4::text[], $5::int4[]) k(book, idx, reaction, ordinal)
             cross join lateral (select * from caused t where t.book = $1 and t.cause_book = k.book
               and t.cause_idx = k.idx and t.reaction = k.reaction and t.ordinal = k.ordinal limit 1) t`,
      values: [
        this.#book,
        encodeArray('text', causes.map(({ book }) => book)),
        encodeArray('index', causes.map(({ index }) => index)),
        encodeArray('text', causes.map(({ reaction }) => reaction)),
        encodeArray('integer', causes.map(({ ordinal }) => ordinal)),
      ],
    })
    return rows.map(([book, index, reaction, ordinal]) => ({
      book: book ?? '',
      index: Number(index),
      reaction: reaction ?? '',
      ordinal: Number(ordinal),
    }))
  }

  stage(batch: BatchWrite): void {
    this.#staged.set(batch, batchStatement(this.#book, batch))
  }

  async write(batch: BatchWrite, { epoch, leaseMs }: Tenure): Promise<number> {
    const session = await this.#writer()
    const statement = this.#staged.get(batch) ?? batchStatement(this.#book, batch)
    const queries: Query[] = [{ text: 'begin' }, this.#fence(batch, { epoch, leaseMs })]
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
      throw isFence(error) ? new Fenced('the book has another epoch or size', { cause: error }) : error
    }
  }

  /** The first statement of a batch: without my epoch and my size it fails, and all behind it. */
  #fence(batch: BatchWrite, { epoch, leaseMs }: Tenure): Query {
    return {
      text: `with fence as (
          update book set size = $4, root = $5, at = to_timestamp($6::float8 / 1000),
            lease_until = clock_timestamp() + $7::int4 * interval '1 ms'
          where book = $1 and epoch = $2 and size = $3
          returning ${MS('clock_timestamp()')} as now)
        select 1 / count(*), max(now) from fence`,
      values: [
        this.#book,
        epoch,
        batch.sizeBefore,
        batch.sizeAfter,
        Buffer.from(batch.rootAfter),
        batch.atMs,
        leaseMs,
      ],
      name: 'fence',
    }
  }

  async entries(from: number, to: number): Promise<readonly EntryRow[]> {
    const { rows } = await (
      await this.#reader()
    ).query({
      text: `select ${ENTRY_COLUMNS} from entry e
             where e.book = $1 and e.idx >= $2 and e.idx < $3 order by e.idx`,
      values: [this.#book, from, to],
      name: 'entries',
    })
    return rows.map(entryOf)
  }

  async entriesAt(indexes: readonly number[]): Promise<readonly EntryRow[]> {
    const { rows } = await (
      await this.#reader()
    ).query({
      text: `select ${ENTRY_COLUMNS} from unnest($2::int8[]) k(idx) cross join lateral
               (select * from entry e where e.book = $1 and e.idx = k.idx limit 1) e`,
      values: [this.#book, encodeArray('index', indexes)],
      name: 'entries_at',
    })
    return rows.map(entryOf)
  }

  async dueBefore(atMs: number, limit: number): Promise<readonly Due[]> {
    const { rows } = await (
      await this.#reader()
    ).query({
      text: `select d.kind, d.key, ${MS('d.due_at')} from due d
             where d.book = $1 and d.due_at <= to_timestamp($2::float8 / 1000)
               and not exists (select from parked p where p.book = d.book
                 and p.name = 'lapse/' || d.kind || '/' || d.key)
             order by d.due_at, d.kind, d.key limit $3`,
      values: [this.#book, atMs, limit],
      name: 'due_before',
    })
    return rows.map(([kind, key, at]) => ({
      kind: kind ?? '',
      key: key ?? '',
      dueAtMs: Number(at),
    }))
  }

  async cursors(): Promise<readonly Cursor[]> {
    const { rows } = await (
      await this.#reader()
    ).query({
      text: 'select reaction, idx, ordinal from reaction_cursor where book = $1',
      values: [this.#book],
    })
    return rows.map(([reaction, index, ordinal]) => ({
      reaction: reaction ?? '',
      index: Number(index),
      ordinal: Number(ordinal),
    }))
  }

  async purgeIdempotency(beforeMs: number, limit: number): Promise<number> {
    const { rowCount } = await (
      await this.#reader()
    ).query({
      text: `delete from idempotency_key where book = $1 and key in (select key from idempotency_key
               where book = $1 and at < to_timestamp($2::float8 / 1000) limit $3)`,
      values: [this.#book, beforeMs, limit],
    })
    return rowCount
  }

  async close(): Promise<void> {
    await this.#drop('reading')
    await this.#drop('writing')
  }

  #sqlOf(table: Table): TableSql {
    const known = this.#tables.get(table)
    if (known !== undefined) return known
    const sql = tableSql(table)
    this.#tables.set(table, sql)
    return sql
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

  async #reader(): Promise<Session> {
    this.#reading ??= await this.#source.open()
    return this.#reading
  }

  async #writer(): Promise<Session> {
    this.#writing ??= await this.#source.open()
    return this.#writing
  }

  /** A new connection: the old one may be broken, or still hold an old transaction. */
  async #freshWriter(): Promise<Session> {
    await this.#drop('writing')
    return this.#writer()
  }

  async #drop(which: 'reading' | 'writing'): Promise<void> {
    const session = which === 'reading' ? this.#reading : this.#writing
    if (which === 'reading') this.#reading = undefined
    else this.#writing = undefined
    await session?.close()
  }
}

const STATEMENTS_MAX = 64

const ENTRY_COLUMNS = `e.idx, ${MS('e.at')}, e.type, encode(e.leaf_hash, 'hex'), encode(e.leaf, 'hex')`

function entryOf([index, at, type, hash, leaf]: readonly (string | null)[]): EntryRow {
  return {
    index: Number(index),
    atMs: Number(at),
    type: type ?? '',
    leafHash: bytesOf(hash),
    leaf: bytesOf(leaf),
  }
}

const LEASE_COLUMNS = `new.epoch, new.size, encode(new.root, 'hex'), ${MS('new.at')},
  ${MS('clock_timestamp()')}, case when isfinite(old.lease_until)
    then greatest(0, ${MS('clock_timestamp()')} - ${MS('old.lease_until')}) else 0 end`

function leaseOf({ rows }: QueryResult): Lease | undefined {
  const [row] = rows
  if (row === undefined) return undefined
  const [epoch, size, root, at, now, gap] = row
  return {
    epoch: Number(epoch),
    size: Number(size),
    root: bytesOf(root),
    atMs: Number(at),
    databaseMs: Number(now),
    gapMs: Number(gap),
  }
}

/** The fence divides by the number of books that it found. */
function isFence(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '22012'
}

function isLockTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '55P03'
}
