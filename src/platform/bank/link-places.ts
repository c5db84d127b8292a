/** Where a link stands, and what was put aside, in PostgreSQL, outside of the books. */
import type pg from 'pg'
import { z } from 'zod'
import type { LinkOptions, LinkPlaceStore } from './link.ts'

const Row = z.object({
  sequence: z.bigint().transform(Number),
  statedThrough: z.string().nullable(),
})

export function postgresLinkPlaces(pool: pg.Pool, book: string): LinkPlaceStore {
  return {
    async read() {
      const { rows } = await pool.query(
        `select sequence, stated_through as "statedThrough" from bank_link where book = $1`,
        [book],
      )
      return rows.length === 0 ? { sequence: 0, statedThrough: null } : Row.parse(rows[0])
    },
    async write({ sequence, statedThrough }) {
      // Another server may have heard more since: greatest passes over a null.
      await pool.query(
        `insert into bank_link (book, sequence, stated_through) values ($1, $2, $3)
         on conflict (book) do update set
           sequence = greatest(bank_link.sequence, excluded.sequence),
           stated_through = greatest(bank_link.stated_through, excluded.stated_through)`,
        [book, sequence, statedThrough],
      )
    },
  }
}

export function postgresParking(pool: pg.Pool, book: string): LinkOptions['park'] {
  return async (name, refusal) => {
    await pool.query(
      `insert into bank_link_parked (book, name, refusal) values ($1, $2, $3)
       on conflict (book, name) do nothing`,
      [book, name, refusal],
    )
  }
}
