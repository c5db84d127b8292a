/** Which origin an entry of a book says: its own, or that of a log which was closed and taken over. */
import type pg from 'pg'
import { z } from 'zod'

export interface SuccessionRow {
  readonly book: string
  /** Entries before this index are the closed log's. */
  readonly size: number
  readonly origin: string
  readonly successor: string
  readonly policy: string
}

const Rows = z.array(
  z.object({
    book: z.string(),
    size: z.number(),
    origin: z.string(),
    successor: z.string(),
    policy: z.string(),
  }),
)

/** In the order in which they closed. */
export async function listSuccessions(
  db: Pick<pg.Client | pg.Pool, 'query'>,
): Promise<readonly SuccessionRow[]> {
  const { rows } = await db.query(
    `select book, size::float8 as size, origin, successor, policy from succession
     order by book, size`,
  )
  return Rows.parse(rows)
}

/** The origin that this entry's leaf says. */
export function originAt(
  successions: readonly Pick<SuccessionRow, 'size' | 'origin'>[],
  origin: string,
  index: number,
): string {
  return successions.find(({ size }) => index < size)?.origin ?? origin
}

/** The same as SQL; `b` is the row of `book`, and the argument an expression for the index. */
export function originSql(index: string): string {
  return `coalesce((select s.origin from succession s where s.book = b.book and ${index} < s.size
    order by s.size limit 1), b.origin)`
}

/** A book is known by the origin that it began with, and goes on under its last successor's. */
export async function currentOrigins<B extends { readonly name: string; readonly origin: string }>(
  db: Pick<pg.Client | pg.Pool, 'query'>,
  books: readonly B[],
): Promise<readonly B[]> {
  const successions = await listSuccessions(db)
  return books.map((book) => {
    const own = successions.filter((row) => row.book === book.name)
    return own[0]?.origin === book.origin
      ? { ...book, origin: own.at(-1)?.successor ?? book.origin }
      : book
  })
}
