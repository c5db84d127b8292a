/** Both sides of every way between two books of this hub, compared, and where the courier stands. */
import type pg from 'pg'
import type { BookPort } from '#platform/book/port.ts'
import { isOpen, standingOf, STANDINGS, type Standing } from '../domain/reconcile.ts'
import type { ArrivalRow, DispatchRow } from '../domain/rows.ts'
import { readSides, type Way } from '../store/handovers.ts'

/** Of each way, so many of the newest of either side. */
export const SIDES_MAX = 500

export interface Compared {
  readonly from: string
  readonly to: string
  readonly consignment: string
  readonly standing: Standing
  readonly isOpen: boolean
  readonly dispatch: DispatchRow | null
  readonly arrival: ArrivalRow | null
}

type Books = ReadonlyMap<string, Pick<BookPort, 'name' | 'origin'>>

/**
 * The ways that begin or end in one book, or all of them for null. The gravest first, and of the same gravity the
 * newest.
 */
export async function reconcile(
  pool: pg.Pool,
  books: Books,
  nameOfBook: string | null,
): Promise<readonly Compared[]> {
  const compared = await Promise.all(waysOf(books, nameOfBook).map((way) => compare(pool, way)))
  const rank = ({ standing }: Compared) => STANDINGS.indexOf(standing)
  return compared.flat().toSorted((a, b) => rank(a) - rank(b))
}

function waysOf(books: Books, own: string | null): readonly Way[] {
  const all = [...books.values()].map(({ name, origin }) => ({ name, origin }))
  const ways = all.flatMap((from) =>
    all.filter((to) => to !== from).map((to): Way => ({ from, to })),
  )
  return ways.filter(({ from, to }) => own === null || from.name === own || to.name === own)
}

async function compare(pool: pg.Pool, way: Way): Promise<readonly Compared[]> {
  const { dispatches, arrivals, leafHashes } = await readSides(pool, way, SIDES_MAX)
  const byEntry = new Map(arrivals.map((arrival) => [arrival.sentEntry, arrival]))
  const lines = dispatches.map((dispatch): Compared => {
    const arrival = byEntry.get(dispatch.entry)
    byEntry.delete(dispatch.entry)
    return line(way, { dispatch, arrival, sentLeafHash: leafHashes.get(dispatch.entry) ?? null })
  })
  const unsent = [...byEntry.values()].map((arrival) =>
    line(way, { dispatch: undefined, arrival, sentLeafHash: null }),
  )
  return [...unsent, ...lines]
}

function line({ from, to }: Way, sides: Parameters<typeof standingOf>[0]): Compared {
  const { dispatch, arrival } = sides
  const standing = standingOf(sides)
  return {
    from: from.name,
    to: to.name,
    consignment: dispatch?.consignment ?? arrival?.consignment ?? '',
    standing,
    isOpen: isOpen(standing),
    dispatch: dispatch ?? null,
    arrival: arrival ?? null,
  }
}
