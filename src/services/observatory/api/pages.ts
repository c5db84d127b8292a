/** What the pages of figures show, read from rows. The receipt is added by whoever reads the log. */
import type pg from 'pg'
import {
  AreaId,
  type ClaimInSeries,
  ClaimId,
  type ClaimView,
  FiguresFilter,
  type FiguresView,
  IndicatorId,
} from '../contract.ts'
import { HEADLINES } from '../domain/headlines.ts'
import { areasNamed, indicatorsNamed } from '../domain/names.ts'
import {
  type BookNames,
  countAllClaims,
  countClaims,
  findClaim,
  listClaims,
  listHeadlines,
  listPublishers,
  listSeries,
} from '../store/claims.ts'

const PAGE_CLAIMS = 50

/** The query of a page is what a person typed or an old link holds: what is not understood is left out. */
export async function loadFigures(
  pool: pg.Pool,
  books: BookNames,
  query: URLSearchParams,
): Promise<FiguresView> {
  const filter = filterOf(query)
  const asked = query.get('cursor') ?? undefined
  // Side by side: what a common word finds takes the database some time to put in order and to count.
  const [page, count, publishers] = await Promise.all([
    listClaims(pool, books, filter, { cursor: asked, limit: PAGE_CLAIMS }),
    Object.keys(filter).length === 0
      ? countAllClaims(pool, books)
      : countClaims(pool, books, filter),
    listPublishers(pool, books),
  ])
  if (page === 'unknown_cursor') {
    const first = new URLSearchParams(query)
    first.delete('cursor')
    return loadFigures(pool, books, first)
  }
  const next = page.next === undefined ? {} : { next: page.next }
  const named = { indicators: indicatorsNamed(filter.q ?? ''), areas: areasNamed(filter.q ?? '') }
  const isFirst = asked === undefined
  return { claims: page.items, count, filter, publishers, isFirst, named, ...next }
}

export async function loadClaim(
  pool: pg.Pool,
  books: BookNames,
  id: string,
): Promise<ClaimInSeries | undefined> {
  if (!ClaimId.safeParse(id).success) return undefined
  const view = await findClaim(pool, books, id)
  if (view === undefined) return undefined
  return { view, series: await listSeries(pool, books, view.claim) }
}

export function loadHeadlines(pool: pg.Pool, books: BookNames): Promise<readonly ClaimView[]> {
  return listHeadlines(pool, books, HEADLINES)
}

function filterOf(query: URLSearchParams): FiguresFilter {
  const filter: Record<string, string> = {}
  for (const name of ['q', 'indicator', 'area', 'publisher'] as const) {
    const value = query.get(name)?.trim() ?? ''
    if (value !== '' && isUnderstood(name, value)) filter[name] = value
  }
  return FiguresFilter.parse(filter)
}

function isUnderstood(name: 'q' | 'indicator' | 'area' | 'publisher', value: string): boolean {
  if (name === 'indicator') return IndicatorId.safeParse(value).success
  if (name === 'area') return AreaId.safeParse(value).success
  // PostgreSQL cannot hold it, and nobody types it.
  return !value.includes('\0') && FiguresFilter.shape[name].safeParse(value).success
}
