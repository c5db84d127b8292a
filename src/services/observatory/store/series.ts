/** Claims of one indicator or one area, and the hub's own figures, for the pages that show them whole. */
import type pg from 'pg'
import * as z from 'zod/mini'
import type { ClaimView } from '../contract.ts'
import { listAreas } from '../domain/areas.ts'
import { listIndicators } from '../domain/indicators.ts'
import { type BookNames, COLUMNS, viewOf } from './claims.ts'

/** More than these a drawing cannot show; the list and the downloads have all. */
export const SERIES_CLAIMS_MAX = 100

/** What is said about an indicator of an area: the latest periods first. */
export async function listWholeSeries(
  pool: pg.Pool,
  books: BookNames,
  { indicator, area }: { readonly indicator: string; readonly area: string },
): Promise<readonly ClaimView[]> {
  const { rows } = await pool.query<unknown[]>(
    `select ${COLUMNS} from claim where indicator = $2 and area = $3 and book = any($1::text[])
       order by period desc, id desc, book desc limit ${SERIES_CLAIMS_MAX}`,
    [books, indicator, area],
  )
  return rows.map(viewOf)
}

const IDS = z.array(z.object({ id: z.string() }))

/** The areas of which an indicator is claimed: one look-up for each area that exists. */
export async function listClaimedAreas(
  pool: pg.Pool,
  books: BookNames,
  indicator: string,
): Promise<readonly string[]> {
  const { rows } = await pool.query(
    `select id from unnest($2::text[]) with ordinality as known (id, place)
       where exists (
         select from claim c where c.indicator = $3 and c.area = known.id and c.book = any($1::text[])
       ) order by place`,
    [books, listAreas().map(([id]) => id), indicator],
  )
  return IDS.parse(rows).map(({ id }) => id)
}

/** Of each indicator that is claimed of an area the claim of the latest period. */
export async function listLatestOfArea(
  pool: pg.Pool,
  books: BookNames,
  area: string,
): Promise<readonly ClaimView[]> {
  const { rows } = await pool.query<unknown[]>(
    `select ${COLUMNS} from unnest($2::text[]) with ordinality as known (known_indicator, place)
       cross join lateral (
         select ${COLUMNS} from claim c
         where c.area = $3 and c.indicator = known_indicator and c.book = any($1::text[])
         order by c.period desc, c.id desc, c.book desc limit 1
       ) latest order by place`,
    [books, listIndicators().map(([id]) => id), area],
  )
  return rows.map(viewOf)
}

/** Of each of these areas the level of the latest period. */
export async function listLatestLevels(
  pool: pg.Pool,
  books: BookNames,
  {
    indicator,
    unit,
    areas,
  }: {
    readonly indicator: string
    readonly unit: string
    readonly areas: readonly string[]
  },
): Promise<readonly ClaimView[]> {
  const { rows } = await pool.query<unknown[]>(
    `select ${COLUMNS} from unnest($2::text[]) with ordinality as wanted (wanted_area, place)
       cross join lateral (
         select ${COLUMNS} from claim c
         where c.area = wanted_area and c.indicator = $3 and c.book = any($1::text[])
           and c.claim ->> 'kind' in ('level', 'count', 'density') and c.claim ->> 'unit' = $4
         order by c.period desc, c.id desc, c.book desc limit 1
       ) latest order by place`,
    [books, areas, indicator, unit],
  )
  return rows.map(viewOf)
}

/** Those of these indicators that at least one of these areas has a level of. */
export async function listIndicatorsWithLevels(
  pool: pg.Pool,
  books: BookNames,
  {
    indicators,
    areas,
  }: { readonly indicators: readonly string[]; readonly areas: readonly string[] },
): Promise<readonly string[]> {
  const { rows } = await pool.query(
    `select id from unnest($2::text[]) with ordinality as known (id, place)
       where exists (
         select from claim c
         where c.indicator = known.id and c.area = any($3::text[]) and c.book = any($1::text[])
           and c.claim ->> 'kind' in ('level', 'count', 'density')
       ) order by place`,
    [books, indicators, areas],
  )
  return IDS.parse(rows).map(({ id }) => id)
}

const Cell = z.array(z.object({ period: z.string(), amount: z.string() }))

export interface OwnFigure {
  readonly period: string
  readonly amount: bigint
}

const OWN_FIGURES_MAX = 120

/** What the hub itself counted, over areas that no act is counted in twice; the latest periods first. */
export async function listOwnFigures(
  pool: pg.Pool,
  books: BookNames,
  { measure, areas }: { readonly measure: string; readonly areas: readonly string[] },
): Promise<readonly OwnFigure[]> {
  const { rows } = await pool.query(
    `select period, sum(amount)::text as amount from cell
       where indicator = $2 and area = any($3::text[]) and book = any($1::text[])
       group by period order by period desc limit ${OWN_FIGURES_MAX}`,
    [books, measure, areas],
  )
  return Cell.parse(rows).map(({ period, amount }) => ({ period, amount: BigInt(amount) }))
}

/** As many as are compared with one another at a time. */
export const CLAIMS_EXAMINED_MAX = 20_000

export async function listToExamine(
  pool: pg.Pool,
  books: BookNames,
): Promise<readonly ClaimView[]> {
  const { rows } = await pool.query<unknown[]>(
    `select ${COLUMNS} from claim where book = any($1::text[])
       order by indicator, area, period, id, book limit ${CLAIMS_EXAMINED_MAX}`,
    [books],
  )
  return rows.map(viewOf)
}

const Newest = z.array(z.object({ book: z.string(), entry: z.bigint() }))

/** Changes with every claim that is recorded. */
export async function markOfClaims(pool: pg.Pool, books: BookNames): Promise<string> {
  const { rows } = await pool.query(
    `select book, entry from unnest($1::text[]) as wanted (name)
       cross join lateral (
         select book, entry from claim where book = wanted.name order by entry desc limit 1
       ) newest`,
    [books],
  )
  return Newest.parse(rows)
    .map(({ book, entry }) => `${book} ${entry}`)
    .join(', ')
}
