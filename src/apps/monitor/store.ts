/**
 * What a monitor remembers of one log: how far it has hashed, the checkpoints that it has seen, and the rows
 * that replay came to. One SQLite file in WAL mode with synchronous=FULL, so that after any crash place and
 * rows are those of one moment.
 */
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { z } from 'zod'
import type { ChangedRow, Place, PlaceStore } from '#kernel/monitor/place.ts'
import type { AnyRow, Table } from '#kernel/rows/table.ts'
import { rowFromText, rowText } from './row-text.ts'

const StoredPlace: z.ZodType<Place> = z.object({
  origin: z.string(),
  size: z.int(),
  edge: z.string(),
  seen: z.string(),
  verified: z.string(),
  replays: z.int(),
  atMs: z.int(),
})

const SCHEMA = `
  pragma journal_mode = wal;
  pragma synchronous = full;
  create table if not exists place (
    one integer primary key check (one = 1),
    origin text not null,
    size integer not null,
    edge text not null,
    seen text not null,
    verified text not null,
    replays integer not null,
    at_ms integer not null
  ) strict;
  create table if not exists row (
    name text not null,
    key text not null,
    value text not null,
    primary key (name, key)
  ) strict, without rowid;`

const Value = z.object({ value: z.string() })

export class MonitorStore implements PlaceStore {
  readonly #database: DatabaseSync
  readonly #find: StatementSync
  readonly #put: StatementSync
  readonly #keep: StatementSync

  constructor(path: string) {
    this.#database = new DatabaseSync(path)
    this.#database.exec(SCHEMA)
    this.#find = this.#database.prepare('select value from row where name = ? and key = ?')
    this.#put = this.#database.prepare(
      'insert into row (name, key, value) values (?, ?, ?) on conflict do update set value = excluded.value',
    )
    this.#keep = this.#database.prepare(
      `insert into place (one, origin, size, edge, seen, verified, replays, at_ms)
       values (1, :origin, :size, :edge, :seen, :verified, :replays, :atMs)
       on conflict do update set size = excluded.size, edge = excluded.edge, seen = excluded.seen,
         verified = excluded.verified, at_ms = excluded.at_ms`,
    )
  }

  findPlace(): Place | null {
    const found = this.#database
      .prepare(
        'select origin, size, edge, seen, verified, replays, at_ms as "atMs" from place where one = 1',
      )
      .get()
    return found === undefined ? null : StoredPlace.parse(found)
  }

  findRow(table: Table, key: string): AnyRow | null {
    const found = this.#find.get(table.name, key)
    return found === undefined ? null : rowFromText(table, Value.parse(found).value)
  }

  *rows(table: Table): Generator<AnyRow> {
    const all = this.#database.prepare('select value from row where name = ?')
    for (const found of all.iterate(table.name)) {
      yield rowFromText(table, Value.parse(found).value)
    }
  }

  /** Place and rows are on disk together when this returns. */
  keep(place: Place, rows: Iterable<ChangedRow>): void {
    this.#database.exec('begin immediate')
    try {
      for (const { table, key, row } of rows) this.#put.run(table.name, key, rowText(table, row))
      this.#keep.run({ ...place })
      this.#database.exec('commit')
    } catch (error) {
      this.#database.exec('rollback')
      throw error
    }
  }

  close(): void {
    this.#database.close()
  }
}
