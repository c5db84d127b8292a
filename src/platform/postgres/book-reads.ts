/** What a writer reads of its book, by keys or in bounded pages, on a connection of its own. */
import { assert } from '#kernel/std/assert.ts'
import { partyNumber } from '#kernel/book/seal.ts'
import type { Cause } from '#kernel/book/slice.ts'
import { edgeTiles, restoreEdge, type Edge } from '#kernel/log/edge.ts'
import type { Hashing } from '#kernel/log/hash.ts'
import { tilePath, TILE_WIDTH, type TileAt } from '#kernel/log/tile.ts'
import type { AnyRow, RowKey, Table } from '#kernel/rows/table.ts'
import type { Erasure } from '#platform/book/erasure-log.ts'
import type { Cursor, Due, EntryRow, IdempotencyRow } from '#platform/book/store.ts'
import { encodeArray } from './binary-array.ts'
import { tableSql, type TableSql } from './book-sql.ts'
import type { Query, QueryResult, Session } from './session.ts'
import { bytesOfHex, msOf } from './sql-values.ts'

const ENTRY_COLUMNS = `e.idx, ${msOf('e.at')}, e.type, encode(e.leaf_hash, 'hex'), encode(e.leaf, 'hex')`

function entryOf([index, at, type, hash, leaf]: readonly (string | null)[]): EntryRow {
  return {
    index: Number(index),
    atMs: Number(at),
    type: type ?? '',
    leafHash: bytesOfHex(hash),
    leaf: bytesOfHex(leaf),
  }
}

const partyNumberSql: Pick<TableSql, 'select'> = {
  select: `select k.party, t.last from unnest($2::text[]) k(party) cross join lateral
    (select first_number + cardinality(indexes) - 1 as last from party_entries
     where book = $1 and party = k.party order by first_number desc limit 1) t`,
}

export class BookReads {
  readonly #book: string
  readonly #hashing: Hashing
  readonly #session: () => Promise<Session>
  readonly #tables = new Map<Table, TableSql>()

  constructor(book: string, hashing: Hashing, session: () => Promise<Session>) {
    this.#book = book
    this.#hashing = hashing
    this.#session = session
  }

  async edge(size: number): Promise<Edge> {
    const tiles = await this.fullTiles(edgeTiles(size))
    const partial = size % TILE_WIDTH
    const last = await this.#query({
      text: `select encode(leaf_hash, 'hex') from entry
             where book = $1 and idx >= $2 and idx < $3 order by idx`,
      values: [this.#book, size - partial, size],
    })
    const leaves = last.rows.map(([hash]) => bytesOfHex(hash))
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
    const found = await this.#query({
      text: `select t.level, t.n, encode(t.hashes, 'hex') from unnest($2::int4[], $3::int8[]) k(level, n)
             cross join lateral (select * from tile t
               where t.book = $1 and t.level = k.level and t.n = k.n limit 1) t`,
      values: [
        this.#book,
        encodeArray(
          'integer',
          wanted.map(({ level }) => level),
        ),
        encodeArray(
          'index',
          wanted.map(({ index }) => index),
        ),
      ],
      name: 'full_tiles',
    })
    for (const [level, n, hashes] of found.rows) {
      const at = { level: Number(level), index: Number(n), width: TILE_WIDTH }
      tiles.set(tilePath(at), bytesOfHex(hashes))
    }
    return tiles
  }

  async findIdempotent(keys: readonly Uint8Array[]): Promise<readonly IdempotencyRow[]> {
    const { rows } = await this.#query({
      text: `select encode(t.key, 'hex'), encode(t.command_mac, 'hex'), t.idx, t.entries, ${msOf('t.at')}
             from unnest($2::bytea[]) k(key) cross join lateral
               (select * from idempotency_key t where t.book = $1 and t.key = k.key limit 1) t`,
      values: [this.#book, encodeArray('bytes', keys)],
      name: 'find_idempotent',
    })
    return rows.map(([key, mac, index, entries, at]) => ({
      key: bytesOfHex(key),
      commandMac: bytesOfHex(mac),
      index: Number(index),
      entries: Number(entries),
      atMs: Number(at),
    }))
  }

  async findCaused(causes: readonly Cause[]): Promise<readonly Cause[]> {
    const { rows } = await this.#query({
      text: `select t.cause_book, t.cause_idx, t.reaction, t.ordinal
             from unnest($2::text[], $3::int8[], $4::text[], $5::int4[]) k(book, idx, reaction, ordinal)
             cross join lateral (select * from caused t where t.book = $1 and t.cause_book = k.book
               and t.cause_idx = k.idx and t.reaction = k.reaction and t.ordinal = k.ordinal limit 1) t`,
      values: [
        this.#book,
        encodeArray(
          'text',
          causes.map(({ book }) => book),
        ),
        encodeArray(
          'index',
          causes.map(({ index }) => index),
        ),
        encodeArray(
          'text',
          causes.map(({ reaction }) => reaction),
        ),
        encodeArray(
          'integer',
          causes.map(({ ordinal }) => ordinal),
        ),
      ],
    })
    return rows.map(([book, index, reaction, ordinal]) => ({
      book: book ?? '',
      index: Number(index),
      reaction: reaction ?? '',
      ordinal: Number(ordinal),
    }))
  }

  async entries(from: number, to: number): Promise<readonly EntryRow[]> {
    const { rows } = await this.#query({
      text: `select ${ENTRY_COLUMNS} from entry e
             where e.book = $1 and e.idx >= $2 and e.idx < $3 order by e.idx`,
      values: [this.#book, from, to],
      name: 'entries',
    })
    return rows.map(entryOf)
  }

  async entriesAt(indexes: readonly number[]): Promise<readonly EntryRow[]> {
    const { rows } = await this.#query({
      text: `select ${ENTRY_COLUMNS} from unnest($2::int8[]) k(idx) cross join lateral
               (select * from entry e where e.book = $1 and e.idx = k.idx limit 1) e`,
      values: [this.#book, encodeArray('index', indexes)],
      name: 'entries_at',
    })
    return rows.map(entryOf)
  }

  async dueBefore(atMs: number, limit: number): Promise<readonly Due[]> {
    const { rows } = await this.#query({
      text: `select d.kind, d.key, ${msOf('d.due_at')} from due d
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
    const { rows } = await this.#query({
      text: 'select reaction, idx, ordinal from reaction_cursor where book = $1',
      values: [this.#book],
    })
    return rows.map(([reaction, index, ordinal]) => ({
      reaction: reaction ?? '',
      index: Number(index),
      ordinal: Number(ordinal),
    }))
  }

  async erasures(): Promise<readonly Erasure[]> {
    const { rows } = await this.#query({
      text: `select e.subject, e.entry, ${msOf('e.erased_at')}, e.key_print from erasure e
             where e.book = $1 order by e.entry`,
      values: [this.#book],
    })
    return rows.map(([subject, entry, at, keyPrint]) => ({
      book: this.#book,
      subject: subject ?? '',
      entry: Number(entry),
      atMs: Number(at),
      keyPrint: keyPrint ?? '',
    }))
  }

  async load(table: Table, keys: readonly RowKey[]): Promise<readonly AnyRow[]> {
    const sql = this.#sqlOf(table)
    const special = table.name === partyNumber.name
    const { rows } = await this.#query({
      text: special ? partyNumberSql.select : sql.select,
      values: [this.#book, ...sql.keyArrays(keys.map(({ parts }) => parts))],
      name: `load_${table.name}`,
    })
    return rows.map((values) => sql.rowOf(values))
  }

  async purgeIdempotency(beforeMs: number, limit: number): Promise<number> {
    const { rowCount } = await this.#query({
      text: `delete from idempotency_key where book = $1 and key in (select key from idempotency_key
               where book = $1 and at < to_timestamp($2::float8 / 1000) limit $3)`,
      values: [this.#book, beforeMs, limit],
    })
    return rowCount
  }

  #sqlOf(table: Table): TableSql {
    const known = this.#tables.get(table)
    if (known !== undefined) return known
    const sql = tableSql(table)
    this.#tables.set(table, sql)
    return sql
  }

  async #query(query: Query): Promise<QueryResult> {
    return (await this.#session()).query(query)
  }
}
