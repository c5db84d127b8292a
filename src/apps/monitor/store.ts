/**
 * What a monitor remembers of one log: how far it has hashed, the checkpoints that it has seen, and the rows
 * that replay came to. One SQLite file in WAL mode with synchronous=FULL, so that after any crash place and
 * rows are those of one moment.
 */
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { z } from 'zod'
import type { AnyRow, Table } from '#kernel/rows/table.ts'
import { rowFromText, rowText } from './row-text.ts'

const Place = z.object({
  /** One folder follows one log. */
  origin: z.string(),
  /** How many entries are hashed, and folded where entries are read. */
  size: z.int(),
  /** The right edge of that tree (see edge-text.ts). */
  edge: z.string(),
  /** The largest checkpoint that the log has shown; empty before the first. */
  seen: z.string(),
  /** The last one whose root was computed here; empty before the first. */
  verified: z.string(),
  /** Whether entries are read: what began without them cannot go on with them. */
  replays: z.int(),
  /** The time of the last entry that was read, in milliseconds since 1970. */
  atMs: z.int(),
})
export type Place = z.infer<typeof Place>

export const START: Omit<Place, 'origin' | 'replays'> = {
  size: 0,
  edge: '[]',
  seen: '',
  verified: '',
  atMs: 0,
}

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

export interface ChangedRow {
  readonly table: Table
  readonly key: string
  readonly row: AnyRow
}

/** What a monitor needs of its memory: what was kept is there after any crash, whole or not at all. */
export interface PlaceStore {
  findPlace(): Place | null
  findRow(table: Table, key: string): AnyRow | null
  rows(table: Table): Iterable<AnyRow>
  keep(place: Place, rows: Iterable<ChangedRow>): void
}

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
    return found === undefined ? null : Place.parse(found)
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
      this.#keep.run(place)
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
