/** Where the courier stands, in PostgreSQL, outside of the books: a place for each way from book to book. */
import type pg from 'pg'
import { ANSWERS } from '../contract.ts'

export interface CourierPlace {
  readonly nextEntry: number
  /** Why it waits there; null while it goes on. */
  readonly waitsFor: string | null
}

export interface CourierPlaces {
  read(): Promise<CourierPlace>
  /** Durable when it resolves. A place never goes back. */
  write(place: CourierPlace): Promise<void>
  /** The same again changes nothing. */
  park(entry: number, refusal: string): Promise<void>
}

export function postgresCourierPlaces(
  pool: pg.Pool,
  { book, destination }: { readonly book: string; readonly destination: string },
): CourierPlaces {
  return {
    async read() {
      const { rows } = await pool.query<{ next_entry: bigint; waits_for: string | null }>(
        'select next_entry, waits_for from handover_courier where book = $1 and destination = $2',
        [book, destination],
      )
      const [row] = rows
      if (row === undefined) return { nextEntry: 0, waitsFor: null }
      return { nextEntry: Number(row.next_entry), waitsFor: row.waits_for }
    },
    async write({ nextEntry, waitsFor }) {
      // Another server may have carried more since.
      await pool.query(
        `insert into handover_courier (book, destination, next_entry, waits_for)
         values ($1, $2, $3, $4)
         on conflict (book, destination) do update set
           next_entry = excluded.next_entry, waits_for = excluded.waits_for, changed_at = now()
         where handover_courier.next_entry <= excluded.next_entry`,
        [book, destination, nextEntry, waitsFor],
      )
    },
    async park(entry, refusal) {
      await pool.query(
        `insert into handover_courier_parked (book, destination, entry, refusal)
         values ($1, $2, $3, $4) on conflict do nothing`,
        [book, destination, entry, refusal],
      )
    },
  }
}

export interface AnswerAt {
  readonly entry: number
  readonly leaf: Uint8Array
}

/** A stretch of a book that was looked through, and the answers in it. */
export interface Stretch {
  readonly nextEntry: number
  readonly answers: readonly AnswerAt[]
  /** Whether there is more of the book behind it. */
  readonly isMore: boolean
}

/** Looks through so many entries at once: most of them are no answers. */
const STRETCH_ENTRIES = 4096

export async function readStretch(pool: pg.Pool, book: string, from: number): Promise<Stretch> {
  const { rows: books } = await pool.query<{ size: bigint }>(
    'select size from book where book = $1',
    [book],
  )
  const size = Number(books[0]?.size ?? 0n)
  const nextEntry = Math.min(size, from + STRETCH_ENTRIES)
  const { rows } = await pool.query<{ idx: bigint; leaf: Buffer }>(
    `select idx, leaf from entry
      where book = $1 and idx >= $2 and idx < $3 and type = any($4) order by idx`,
    [book, from, nextEntry, ANSWERS],
  )
  return {
    nextEntry,
    answers: rows.map(({ idx, leaf }) => ({ entry: Number(idx), leaf })),
    isMore: nextEntry < size,
  }
}

export interface CourierState {
  readonly book: string
  readonly destination: string
  readonly nextEntry: number
  readonly waitsFor: string | null
  /** How many receipts were put aside for an operator. */
  readonly parked: number
}

export async function listCourierStates(
  pool: pg.Pool,
  book: string,
): Promise<readonly CourierState[]> {
  const { rows } = await pool.query<CourierState>(
    `select c.book, c.destination, c.next_entry::float8 as "nextEntry", c.waits_for as "waitsFor",
            (select count(*)::int from handover_courier_parked p
              where p.book = c.book and p.destination = c.destination) as parked
       from handover_courier c where c.book = $1 or c.destination = $1
      order by c.book, c.destination`,
    [book],
  )
  return rows
}
