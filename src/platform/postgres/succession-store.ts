/** Closing a log in the database: its row of `succession`, and the new origin of its book, both or neither. */
import type pg from 'pg'
import { z } from 'zod'

export interface ClosingOrder {
  readonly book: string
  readonly size: number
  readonly origin: string
  readonly successor: string
  readonly policy: string
  /** What the successor's first entry will say: kept until it is recorded, and for ever. */
  readonly said: unknown
}

/** The owner of the tables does this; the application may only read it. */
export async function closeLog(client: pg.Client, order: ClosingOrder): Promise<void> {
  const { book, size, origin, successor } = order
  await client.query('begin')
  try {
    // A new epoch: whoever believed to hold the book can write nothing any more.
    const { rowCount } = await client.query(
      // The successor's key binds the book anew.
      `update book set origin = $4, epoch = epoch + 1, lease_until = '-infinity', verifier_key = null
       where book = $1 and size = $2 and origin = $3`,
      [book, size, origin, successor],
    )
    if (rowCount !== 1) throw new Error(`the book ${book} is not what was decided upon`)
    await client.query(
      `insert into succession (book, size, origin, successor, policy, said)
       values ($1, $2, $3, $4, $5, $6)`,
      [book, size, origin, successor, order.policy, JSON.stringify(order.said)],
    )
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

const Standing = z.object({
  origin: z.string(),
  size: z.number(),
  root: z.instanceof(Uint8Array),
  /** Of the last closing, if its successor has said nothing yet. */
  closed: z.string().nullable(),
  said: z.unknown(),
})
export type Standing = z.infer<typeof Standing>

export async function readStanding(client: pg.Client, book: string): Promise<Standing | null> {
  const { rows } = await client.query(
    `select b.origin, b.size::float8 as size, b.root, s.origin as closed, s.said
     from book b left join succession s
       on s.book = b.book and s.successor = b.origin and s.size = b.size
     where b.book = $1`,
    [book],
  )
  return rows.length === 0 ? null : Standing.parse(rows[0])
}

/** The newest checkpoint that was published under this origin, as a note. */
export async function lastPublished(
  client: pg.Client,
  book: string,
  origin: string,
): Promise<string | null> {
  const { rows } = await client.query<{ note: string }>(
    `select note from checkpoint where book = $1 and starts_with(note, $2) order by size desc limit 1`,
    [book, `${origin}\n`],
  )
  return rows[0]?.note ?? null
}
