/**
 * Claims read back for pages and machine clients. Lists follow the facts (indicator, area, period), so
 * that what several sources say about one fact stands side by side, and are turned over by cursor.
 */
import type pg from 'pg'
import * as z from 'zod/mini'
import { formatInstant } from '#kernel/time/clock.ts'
import { Claim, ClaimId, CLAIMS_COUNTED_MAX, type ClaimView } from '../contract.ts'
import { CLAIMS_RECORDED } from '../domain/claim.ts'
import type { Headline } from '../domain/headlines.ts'
import { areasNamed, indicatorsNamed } from '../domain/names.ts'

/** Short names of the books that this server shows. */
export type BookNames = readonly string[]

export interface ClaimFilter {
  readonly indicator?: string | undefined
  readonly area?: string | undefined
  readonly period?: string | undefined
  readonly publisher?: string | undefined
  readonly source?: string | undefined
  /** Words of a person: found in names of indicators and areas, publishers, references, printed values. */
  readonly q?: string | undefined
}

export interface ClaimPage {
  readonly items: readonly ClaimView[]
  /** The cursor of the next page; absent on the last one. */
  readonly next?: string
}

// int8 comes as bigint from the hub's pool; an index of an entry is far below 2^53.
const ClaimRow = z.object({
  id: ClaimId,
  book: z.string(),
  entry: z.bigint(),
  recorded_at: z.int(),
  claim: Claim,
})

export const COLUMNS = 'id, book, entry, recorded_at, claim'
const ORDER = 'indicator, area, period, id, book'

/** A place in the order of lists, as it stands in a cursor. */
const Place = z.tuple([z.string(), z.string(), z.string(), z.string(), z.string()])

export async function listClaims(
  pool: pg.Pool,
  books: BookNames,
  filter: ClaimFilter,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<ClaimPage | 'unknown_cursor'> {
  const place = cursor === undefined ? undefined : placeOf(cursor)
  if (place === null) return 'unknown_cursor'
  const where = conditions(books, filter)
  if (place !== undefined) {
    const values = place.map((part) => where.parameter(part)).join(', ')
    where.clauses.push(`(${ORDER}) > (${values})`)
  }
  const wanted = where.parameter(limit + 1)
  const ways = matching(where, filter.q, {
    columns: `${ORDER}, entry, recorded_at, claim`,
    isOrdered: true,
    wanted,
  })
  const { rows } = await pool.query<unknown[]>(
    `select ${COLUMNS} from (${ways.join(' union ')}) found order by ${ORDER} limit ${wanted}`,
    where.values,
  )
  const items = rows.slice(0, limit).map(viewOf)
  const last = items.at(-1)
  return rows.length <= limit || last === undefined ? { items } : { items, next: cursorOf(last) }
}

/** How many match; CLAIMS_COUNTED_MAX + 1 stands for more. */
export async function countClaims(
  pool: pg.Pool,
  books: BookNames,
  filter: ClaimFilter,
): Promise<number> {
  const where = conditions(books, filter)
  const wanted = where.parameter(CLAIMS_COUNTED_MAX + 1)
  const ways = matching(where, filter.q, { columns: 'book, id', isOrdered: false, wanted })
  const count = (those: readonly string[]): string =>
    `(select least(count(*), ${wanted}) from (${those.join(' union ')}) found)`
  // Names are counted in a moment; where they are enough, the texts of a million claims are left alone.
  const named = ways.slice(0, -1)
  const all = count(ways)
  const { rows } = await pool.query<{ count: bigint }>(
    named.length === 0
      ? `select ${all} as count`
      : `select case when ${count(named)} = ${wanted} then ${wanted} else ${all} end as count`,
    where.values,
  )
  return Number(rows[0]?.count ?? 0n)
}

/** All that the books recorded, by the hub's own count of them. */
export async function countAllClaims(pool: pg.Pool, books: BookNames): Promise<number> {
  const { rows } = await pool.query<{ count: string }>(
    `select coalesce(sum(amount), 0)::text as count from cell
       where indicator = $2 and book = any($1::text[])`,
    [books, CLAIMS_RECORDED],
  )
  return Number(rows[0]?.count ?? 0)
}

/** A claim that two books have recorded has one id; the first of the named books is shown. */
export async function findClaim(
  pool: pg.Pool,
  books: BookNames,
  id: string,
): Promise<ClaimView | undefined> {
  const { rows } = await pool.query<unknown[]>(
    `select ${COLUMNS} from claim where book = any($1::text[]) and id = $2
       order by array_position($1::text[], book) limit 1`,
    [books, id],
  )
  const [row] = rows
  return row === undefined ? undefined : viewOf(row)
}

/** Beyond this many, a fact has become a list of its own. */
const FACT_CLAIMS_MAX = 50

/** What is said about an indicator of an area, over all periods. */
export async function listSeries(
  pool: pg.Pool,
  books: BookNames,
  { indicator, area }: { readonly indicator: string; readonly area: string },
): Promise<readonly ClaimView[]> {
  const { rows } = await pool.query<unknown[]>(
    `select ${COLUMNS} from claim where book = any($1::text[]) and indicator = $2 and area = $3
       order by period desc, id, book limit $4`,
    [books, indicator, area, FACT_CLAIMS_MAX],
  )
  return rows.map(viewOf)
}

/** For each headline the claim of the latest period; of several the one that was published last. */
export async function listHeadlines(
  pool: pg.Pool,
  books: BookNames,
  headlines: readonly Headline[],
): Promise<readonly ClaimView[]> {
  const { rows } = await pool.query<unknown[]>(
    `select ${COLUMNS} from unnest($2::text[], $3::text[], $4::text[], $5::text[])
         with ordinality as wanted (indicator, area, kind, unit, place)
       cross join lateral (
         select ${COLUMNS} from claim c
         where c.book = any($1::text[]) and c.indicator = wanted.indicator
           and c.area = wanted.area and c.claim ->> 'kind' = wanted.kind
           and c.claim ->> 'unit' = wanted.unit
         order by c.period desc, c.claim ->> 'date' desc, c.id limit 1
       ) latest
       order by wanted.place`,
    [
      books,
      headlines.map(({ indicator }) => indicator),
      headlines.map(({ area }) => area),
      headlines.map(({ kind }) => kind),
      headlines.map(({ unit }) => unit),
    ],
  )
  return rows.map(viewOf)
}

const PUBLISHERS_MAX = 200

/** Each once: from one to the next through the index, however many claims they have. */
export async function listPublishers(pool: pg.Pool, books: BookNames): Promise<readonly string[]> {
  const { rows } = await pool.query<{ publisher: string }>(
    `with recursive known (publisher) as (
       (select publisher from claim where book = any($1::text[]) order by publisher limit 1)
       union all
       select next.publisher from known cross join lateral (
         select publisher from claim c
         where c.book = any($1::text[]) and c.publisher > known.publisher
         order by publisher limit 1
       ) next
     ) select publisher from known limit ${PUBLISHERS_MAX}`,
    [books],
  )
  return rows.map(({ publisher }) => publisher)
}

export function viewOf(row: unknown): ClaimView {
  const { id, book, entry, recorded_at: recordedAtMs, claim } = ClaimRow.parse(row)
  return { id, book, entry: Number(entry), recordedAt: formatInstant(recordedAtMs), claim }
}

/** As the index of words has it. */
const WORDS = `claim_words(publisher || ' ' || (claim -> 'source' ->> 'reference') || ' ' || (claim ->> 'value'))`

interface Conditions {
  readonly clauses: string[]
  readonly values: unknown[]
  readonly parameter: (value: unknown) => string
}

function conditions(books: BookNames, filter: ClaimFilter): Conditions {
  const values: unknown[] = []
  const parameter = (value: unknown) => `$${values.push(value)}`
  const clauses = [`book = any(${parameter(books)}::text[])`]
  for (const name of ['indicator', 'area', 'period', 'publisher', 'source'] as const) {
    const value = filter[name]
    if (value !== undefined) clauses.push(`${name} = ${parameter(value)}`)
  }
  return { clauses, values, parameter }
}

interface Sought {
  readonly columns: string
  /** Whether the first in the order of lists are wanted, or any. */
  readonly isOrdered: boolean
  /** The parameter that says how many are wanted. */
  readonly wanted: string
}

/**
 * What matches, at least as far as it is wanted: the words of a person are looked for in three ways, names first
 * and texts last, and each goes through an index of its own, in the order of lists where it can.
 */
function matching(
  { clauses, parameter }: Conditions,
  q: string | undefined,
  { columns, isOrdered, wanted }: Sought,
): readonly string[] {
  const those = (...also: readonly string[]): string =>
    `select ${columns} from claim where ${[...clauses, ...also].join(' and ')}
       ${isOrdered ? `order by ${ORDER}` : ''} limit ${wanted}`
  if (q === undefined) return [those()]
  const each = (column: string, ids: readonly string[]): string =>
    `select ${columns} from unnest(${parameter(ids)}::text[]) as named (sought)
       cross join lateral (${those(`${column} = sought`)}) of_one`
  // All words of the question, in any order; one without a word in it is found nowhere.
  const query = `plainto_tsquery('pg_catalog.simple', set_apart(${parameter(q)}))`
  return [
    each('indicator', indicatorsNamed(q)),
    each('area', areasNamed(q)),
    `(${those(`${WORDS} @@ ${query}`)})`,
  ]
}

function cursorOf({ id, book, claim }: ClaimView): string {
  const place: z.infer<typeof Place> = [claim.indicator, claim.area, claim.period, id, book]
  return Buffer.from(JSON.stringify(place)).toString('base64url')
}

function placeOf(cursor: string): z.infer<typeof Place> | null {
  try {
    return Place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
  } catch {
    // Whatever is wrong with a cursor, the answer is the same: it is not one of ours.
    return null
  }
}
