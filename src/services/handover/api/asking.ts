/** Who looks at handovers, for which organisation of which book, and what the loaders of its pages share. */
import type pg from 'pg'
import type { PartyId, Principal } from '#kernel/identity/principal.ts'
import type { Books, Words } from '#platform/http/route.ts'
import type { LogReader } from '#platform/http/log-reader.ts'
import { findOwnOrganisation } from '../store/staff.ts'

export interface Served {
  readonly pool: pg.Pool
  readonly books: Books
  readonly log: Pick<LogReader, 'entry' | 'provenEntry'>
  /** What a book and an area are called; its id where it is unknown. */
  readonly nameOfBook: (name: string) => Words
  /** What a policy’s witness is called. */
  readonly nameOfWitness: (name: string) => Words
  readonly nameOfArea: (area: string) => Words
  readonly areas: readonly { readonly id: string; readonly name: Words }[]
  readonly nowMs: () => number
}

export interface Asking extends Served {
  /** The reader's book. */
  readonly book: string
  readonly origin: string
  readonly own: PartyId
}

/** Undefined for whoever acts for no organisation there. */
export async function askingOf(
  served: Served,
  book: string,
  principal: Principal,
): Promise<Asking | undefined> {
  const origin = served.books.get(book)?.origin
  const own = await findOwnOrganisation(served.pool, book, principal)
  return origin === undefined || own === null ? undefined : { ...served, book, origin, own }
}

export function bookOfOrigin({ books }: Pick<Served, 'books'>, origin: string): string | undefined {
  return [...books.values()].find((book) => book.origin === origin)?.name
}

export const plainWords = (text: string): Words => ({ en: text, zh: text })
