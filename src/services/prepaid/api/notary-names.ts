/** The names of an office's notaries, for the office alone: with four eyes one has to know whose the others are. */
import type pg from 'pg'
import type { PartyId } from '#kernel/identity/principal.ts'
import type { Persons } from '#platform/postgres/persons.ts'
import { listNotaries } from '../store/desk-cases.ts'

export async function namesOfNotaries(
  pool: pg.Pool,
  book: string,
  persons: Persons,
): Promise<ReadonlyMap<PartyId, string>> {
  const known = await persons.of(book, await listNotaries(pool, book))
  return new Map(
    [...known].flatMap(([party, { name }]): [PartyId, string][] =>
      name === null ? [] : [[party, name]],
    ),
  )
}
