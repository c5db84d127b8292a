/** Handovers as pages and the API read them: by party, newest first, and both sides of a way between two books. */
import type pg from 'pg'
import type { PartyId } from '#kernel/identity/principal.ts'
import { base64UrlOf } from '#kernel/std/base64.ts'
import { columnsOf, findRow, readRows, rowOf } from '#platform/postgres/table-reader.ts'
import {
  arrivalTable,
  dispatchTable,
  policyTable,
  type ArrivalRow,
  type DispatchRow,
} from '../domain/rows.ts'

/** A page of a list, newest first: entries before this one; null for the newest. */
export interface Turning {
  readonly before: number | null
  readonly limit: number
}

const NEWEST = Number.MAX_SAFE_INTEGER

/** What a party of this book sent, or carries. */
export function listSent(
  pool: pg.Pool,
  book: string,
  party: PartyId,
  { before, limit }: Turning,
): Promise<readonly DispatchRow[]> {
  return readRows(pool, dispatchTable, {
    book,
    where: '(t.consignor = $2 or t.carrier = $2) and t.entry < $3',
    values: [party, before ?? NEWEST],
    orderBy: 't.entry desc',
    limit,
  })
}

/** What another book sent to a party of the book with this origin. */
export function listAddressed(
  pool: pg.Pool,
  sender: string,
  to: { readonly origin: string; readonly consignee: PartyId },
  { before, limit }: Turning,
): Promise<readonly DispatchRow[]> {
  return readRows(pool, dispatchTable, {
    book: sender,
    where: 't.to_book = $2 and t.consignee = $3 and t.entry < $4',
    values: [to.origin, to.consignee, before ?? NEWEST],
    orderBy: 't.entry desc',
    limit,
  })
}

export function listArrived(
  pool: pg.Pool,
  book: string,
  party: PartyId,
  { before, limit }: Turning,
): Promise<readonly ArrivalRow[]> {
  return readRows(pool, arrivalTable, {
    book,
    where: '(t.consignee = $2 or t.carrier = $2) and t.entry < $3',
    values: [party, before ?? NEWEST],
    orderBy: 't.entry desc',
    limit,
  })
}

export function findDispatch(pool: pg.Pool, book: string, consignment: string) {
  return findRow(pool, dispatchTable, book, consignment)
}

export function findArrival(pool: pg.Pool, book: string, origin: string, sentEntry: number) {
  return findRow(pool, arrivalTable, book, origin, sentEntry)
}

/** Policies that hold, by origin. */
export function listPolicies(pool: pg.Pool, book: string) {
  return readRows(pool, policyTable, {
    book,
    where: 't.is_adopted',
    orderBy: 't.origin',
    limit: POLICIES_MAX,
  })
}

export function findPolicy(pool: pg.Pool, book: string, origin: string) {
  return findRow(pool, policyTable, book, origin)
}

const POLICIES_MAX = 200

/** A way from one book to another, both with their origins. */
export interface Way {
  readonly from: { readonly name: string; readonly origin: string }
  readonly to: { readonly name: string; readonly origin: string }
}

export interface SidesRead {
  readonly dispatches: readonly DispatchRow[]
  readonly arrivals: readonly ArrivalRow[]
  /** By entry of the sending book: base64url. */
  readonly leafHashes: ReadonlyMap<number, string>
}

/**
 * The newest dispatches of a way and the newest arrivals, each with its counterpart however old that is. The two
 * books are read by two queries, for no query joins books.
 */
export async function readSides(
  pool: pg.Pool,
  { from, to }: Way,
  limit: number,
): Promise<SidesRead> {
  const [sent, arrived] = await Promise.all([
    readRows(pool, dispatchTable, {
      book: from.name,
      where: 't.to_book = $2',
      values: [to.origin],
      orderBy: 't.entry desc',
      limit,
    }),
    readRows(pool, arrivalTable, {
      book: to.name,
      where: 't.origin = $2',
      values: [from.origin],
      orderBy: 't.sent_entry desc',
      limit,
    }),
  ])
  const known = new Set(sent.map(({ consignment }) => consignment))
  const entries = new Set(arrived.map(({ sentEntry }) => sentEntry))
  const [others, answers] = await Promise.all([
    listByConsignment(
      pool,
      from.name,
      arrived.map(({ consignment }) => consignment).filter((one) => !known.has(one)),
    ),
    listByEntry(
      pool,
      { book: to.name, origin: from.origin },
      sent.map(({ entry }) => entry).filter((entry) => !entries.has(entry)),
    ),
  ])
  const arrivals = [...arrived, ...answers]
  const leafHashes = await hashesOf(
    pool,
    from.name,
    arrivals.map(({ sentEntry }) => sentEntry),
  )
  return { dispatches: [...sent, ...others], arrivals, leafHashes }
}

async function listByConsignment(pool: pg.Pool, book: string, consignments: readonly string[]) {
  const { rows } = await pool.query<Record<string, unknown>>(
    `select ${columnsOf(dispatchTable)} from handover_dispatch t
      where t.book = $1 and t.consignment = any($2::text[])`,
    [book, consignments],
  )
  return rows.map((row) => rowOf(dispatchTable, row))
}

async function listByEntry(
  pool: pg.Pool,
  { book, origin }: { readonly book: string; readonly origin: string },
  entries: readonly number[],
) {
  const { rows } = await pool.query<Record<string, unknown>>(
    `select ${columnsOf(arrivalTable)} from handover_arrival t
      where t.book = $1 and t.origin = $2 and t.sent_entry = any($3::int8[])`,
    [book, origin, entries],
  )
  return rows.map((row) => rowOf(arrivalTable, row))
}

async function hashesOf(
  pool: pg.Pool,
  book: string,
  entries: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  const { rows } = await pool.query<{ idx: bigint; leaf_hash: Buffer }>(
    'select idx, leaf_hash from entry where book = $1 and idx = any($2::int8[])',
    [book, entries],
  )
  return new Map(rows.map(({ idx, leaf_hash: hash }) => [Number(idx), base64UrlOf(hash)]))
}
