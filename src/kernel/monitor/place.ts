/** What a monitor remembers of one log, and what it needs of whatever remembers it. */
import type { AnyRow, Table } from '#kernel/rows/table.ts'

export interface Place {
  /** One memory follows one log. */
  readonly origin: string
  /** How many entries are hashed, and folded where entries are read. */
  readonly size: number
  /** The right edge of that tree (see edge-text.ts). */
  readonly edge: string
  /** The largest checkpoint that the log has shown; empty before the first. */
  readonly seen: string
  /** The last one whose root was computed here; empty before the first. */
  readonly verified: string
  /** 1 where entries are read, 0 where not: what began without them cannot go on with them. */
  readonly replays: number
  /** The time of the last entry that was read, in milliseconds since 1970. */
  readonly atMs: number
}

export const START: Omit<Place, 'origin' | 'replays'> = {
  size: 0,
  edge: '[]',
  seen: '',
  verified: '',
  atMs: 0,
}

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

/** For one look, or for a test: place and rows are gone with the process. */
export class PlaceMemory implements PlaceStore {
  #place: Place | null = null
  readonly #rows = new Map<string, Map<string, AnyRow>>()
  readonly #rowsMax: number
  #count = 0

  /** Throws TooManyRows where more would have to be kept. */
  constructor(rowsMax = Number.POSITIVE_INFINITY) {
    this.#rowsMax = rowsMax
  }

  findPlace(): Place | null {
    return this.#place
  }

  findRow(table: Table, key: string): AnyRow | null {
    return this.#rows.get(table.name)?.get(key) ?? null
  }

  *rows(table: Table): Generator<AnyRow> {
    yield* this.#rows.get(table.name)?.values() ?? []
  }

  keep(place: Place, rows: Iterable<ChangedRow>): void {
    for (const { table, key, row } of rows) {
      const known = this.#rows.get(table.name) ?? new Map<string, AnyRow>()
      this.#rows.set(table.name, known)
      if (!known.has(key)) this.#count += 1
      if (this.#count > this.#rowsMax) throw new TooManyRows(`more than ${this.#rowsMax} rows`)
      known.set(key, row)
    }
    this.#place = place
  }
}

export class TooManyRows extends Error {
  override readonly name = 'TooManyRows'
}
