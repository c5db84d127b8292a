/** All claims as one file, as CSV or as JSON lines, written while it is read: no list is held whole. */
import { Readable } from 'node:stream'
import type pg from 'pg'
import { assert } from '#kernel/std/assert.ts'
import { sendProblem } from '#platform/http/problem.ts'
import { rawRoute, type RawRoute } from '#platform/http/raw-route.ts'
import { z } from 'zod'
import type { Fraction } from '#kernel/figures/rational.ts'
import { AreaId, type ClaimView, IndicatorId } from '../contract.ts'
import { findIndicator } from '../domain/indicators.ts'
import { readingsOf } from '../domain/readings.ts'
import { type BookNames, type ClaimFilter, listClaims } from '../store/claims.ts'

const PAGE_CLAIMS = 200

export function exportRoutes(pool: pg.Pool, books: () => BookNames): readonly RawRoute[] {
  return [
    rawRoute({
      path: '/v1/claims.csv',
      summary: 'All claims as CSV (RFC 4180).',
      access: 'public',
      mediaType: 'text/csv; charset=utf-8',
      handle: (_, reply) =>
        reply
          .type('text/csv; charset=utf-8; header=present')
          .header('content-disposition', 'attachment; filename="claims.csv"')
          .send(Readable.from(csvOf(allClaims(pool, books())))),
    }),
    rawRoute({
      path: '/v1/claims.jsonl',
      summary: 'All claims as JSON lines; the claim of each can be imported again.',
      access: 'public',
      mediaType: 'application/jsonl; charset=utf-8',
      handle: (_, reply) =>
        reply
          .type('application/jsonl; charset=utf-8')
          .header('content-disposition', 'attachment; filename="claims.jsonl"')
          .send(Readable.from(jsonLinesOf(allClaims(pool, books())))),
    }),
    indicatorRoute('csv', pool, books),
    indicatorRoute('json', pool, books),
  ]
}

const Params = z.object({ id: IndicatorId })
const Query = z.object({ area: z.optional(AreaId) })

const MEDIA = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
} as const

/** All claims on an indicator, of one area or of all; numbers are strings, so that no digit is lost. */
function indicatorRoute(
  format: keyof typeof MEDIA,
  pool: pg.Pool,
  books: () => BookNames,
): RawRoute {
  return rawRoute({
    path: `/v1/indicators/:id/claims.${format}`,
    summary: `The claims on one indicator as ${format.toUpperCase()}, values and ranges as strings.`,
    access: 'public',
    mediaType: MEDIA[format],
    handle({ params, query }, reply) {
      const asked = { params: Params.safeParse(params), query: Query.safeParse(query) }
      const indicator = asked.params.success ? asked.params.data.id : ''
      if (!asked.query.success || findIndicator(indicator) === undefined) {
        return sendProblem(reply, 'not_found')
      }
      const { area } = asked.query.data
      const claims = allClaims(pool, books(), { indicator, area })
      const name = area === undefined ? indicator : `${indicator}-${area.toLowerCase()}`
      return reply
        .type(format === 'csv' ? `${MEDIA.csv}; header=present` : MEDIA.json)
        .header('content-disposition', `attachment; filename="${name}.${format}"`)
        .send(Readable.from(format === 'csv' ? csvOf(claims) : jsonOf(indicator, claims)))
    },
  })
}

async function* allClaims(
  pool: pg.Pool,
  books: BookNames,
  filter: ClaimFilter = {},
): AsyncGenerator<ClaimView> {
  let cursor: string | undefined
  do {
    const page = await listClaims(pool, books, filter, { cursor, limit: PAGE_CLAIMS })
    assert(page !== 'unknown_cursor', 'the cursor came from the page before')
    yield* page.items
    cursor = page.next
  } while (cursor !== undefined)
}

type Claims = AsyncIterable<ClaimView> | Iterable<ClaimView>

export async function* jsonLinesOf(claims: Claims): AsyncGenerator<string> {
  for await (const view of claims) yield `${JSON.stringify(view)}\n`
}

/** One object, written claim by claim. */
export async function* jsonOf(indicator: string, claims: Claims): AsyncGenerator<string> {
  yield `{"indicator":${JSON.stringify(indicator)},"claims":[`
  let isFirst = true
  for await (const view of claims) {
    const { strict, point } = readingsOf(view.claim)
    const value = {
      value: exactText(point),
      low: exactText(strict.low),
      high: exactText(strict.high),
      lowClosed: strict.lowClosed,
      highClosed: strict.highClosed,
    }
    yield `${isFirst ? '' : ','}\n${JSON.stringify({ ...view, computed: value })}`
    isFirst = false
  }
  yield '\n]}\n'
}

/** A decimal where it ends, `1/3` where it does not: no digit is rounded. */
function exactText(value: Fraction): string {
  const text = value.toString()
  return text.includes('(') ? value.toFraction() : text
}

type Cell = string | number | undefined

const COLUMNS: readonly (readonly [string, (view: ClaimView) => Cell])[] = [
  ['id', ({ id }) => id],
  ['book', ({ book }) => book],
  ['entry', ({ entry }) => entry],
  ['recorded_at', ({ recordedAt }) => recordedAt],
  ['indicator', ({ claim }) => claim.indicator],
  ['area', ({ claim }) => claim.area],
  ['period', ({ claim }) => claim.period],
  ['kind', ({ claim }) => claim.kind],
  ['value', ({ claim }) => claim.value],
  ['scale', ({ claim }) => claim.scale],
  ['unit', ({ claim }) => claim.unit],
  ['hedge', ({ claim }) => claim.hedge],
  ['base_indicator', ({ claim }) => claim.base?.indicator],
  ['base_area', ({ claim }) => claim.base?.area],
  ['base_period', ({ claim }) => claim.base?.period],
  ['basis', ({ claim }) => claim.basis],
  ['publisher', ({ claim }) => inert(claim.publisher)],
  ['date', ({ claim }) => claim.date],
  ['source', ({ claim }) => claim.source.id],
  ['reference', ({ claim }) => inert(claim.source.reference)],
  ['locator', ({ claim }) => inert(claim.source.locator)],
  ['notes', ({ claim }) => claim.notes?.join(' ')],
  ['unconfirmed', ({ claim }) => (claim.unconfirmed === true ? 'true' : undefined)],
  ['vintage', ({ claim }) => claim.vintage ?? 1],
  ['number', ({ claim }) => exactText(readingsOf(claim).point)],
  ['low', ({ claim }) => exactText(readingsOf(claim).strict.low)],
  ['high', ({ claim }) => exactText(readingsOf(claim).strict.high)],
]

export async function* csvOf(claims: Claims): AsyncGenerator<string> {
  yield lineOf(COLUMNS.map(([name]) => name))
  for await (const view of claims) yield lineOf(COLUMNS.map(([, cell]) => cell(view)))
}

/** A spreadsheet would run free text that begins like a formula. */
function inert(text: string): string {
  return /^[=+\-@]/.test(text) ? `'${text}` : text
}

function lineOf(cells: readonly Cell[]): string {
  return `${cells.map(quoted).join(',')}\r\n`
}

function quoted(cell: Cell): string {
  const text = String(cell ?? '')
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
