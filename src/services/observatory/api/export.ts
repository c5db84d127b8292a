/** All claims as one file, as CSV or as JSON lines, written while it is read: no list is held whole. */
import { Readable } from 'node:stream'
import type pg from 'pg'
import { assert } from '#kernel/std/assert.ts'
import { rawRoute, type RawRoute } from '#platform/http/raw-route.ts'
import type { ClaimView } from '../contract.ts'
import { type BookNames, listClaims } from '../store/claims.ts'

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
  ]
}

async function* allClaims(pool: pg.Pool, books: BookNames): AsyncGenerator<ClaimView> {
  let cursor: string | undefined
  do {
    const page = await listClaims(pool, books, {}, { cursor, limit: PAGE_CLAIMS })
    assert(page !== 'unknown_cursor', 'the cursor came from the page before')
    yield* page.items
    cursor = page.next
  } while (cursor !== undefined)
}

type Claims = AsyncIterable<ClaimView> | Iterable<ClaimView>

export async function* jsonLinesOf(claims: Claims): AsyncGenerator<string> {
  for await (const view of claims) yield `${JSON.stringify(view)}\n`
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
