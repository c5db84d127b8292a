/** The tables of supervision as CSV (RFC 4180): amounts in fen and counts, as text with all their digits. */
import type pg from 'pg'
import { z } from 'zod'
import { BookName } from '#platform/http/fields.ts'
import { sendProblem } from '#platform/http/problem.ts'
import { rawRoute, type RawRoute } from '#platform/http/raw-route.ts'
import { INDICATORS } from '../figures.ts'
import type { FiguresFile } from '../web/figures-paths.ts'
import type { Sums } from '../web/figures-views.ts'
import { type FiguresAsking, loadFigureRows } from './figures-pages.ts'
import { INDICATOR_NAMES } from './figures-rules.ts'

const Params = z.object({ book: BookName })
const FILES: Readonly<Record<FiguresFile, string>> = {
  months: 'Prepaid money of a book by month as CSV, in fen and counts.',
  areas: 'Prepaid money of a book by district as CSV, in fen and counts.',
  shops: 'Prepaid money of a book by shop as CSV, in fen and counts.',
}

export interface FiguresFiles {
  readonly pool: pg.Pool
  readonly books: () => readonly string[]
  readonly nowMs: () => number
}

export function figuresFiles({ pool, books, nowMs }: FiguresFiles): readonly RawRoute[] {
  return (['months', 'areas', 'shops'] as const).map((file) =>
    rawRoute({
      path: `/v1/books/:book/prepaid/figures/${file}.csv`,
      summary: FILES[file],
      access: 'prepaid.inspect',
      mediaType: 'text/csv; charset=utf-8',
      takesSession: true,
      async handle({ params }, reply) {
        const asked = Params.safeParse(params)
        if (!asked.success || !books().includes(asked.data.book)) {
          return sendProblem(reply, 'not_found')
        }
        const { book } = asked.data
        const text = await csvOf({ pool, book, nowMs: nowMs() }, file)
        return reply
          .type('text/csv; charset=utf-8; header=present')
          .header('cache-control', 'private, no-store')
          .header('content-disposition', `attachment; filename="prepaid-${book}-${file}.csv"`)
          .send(text)
      },
    }),
  )
}

const FIGURES = INDICATOR_NAMES.map((name) => INDICATORS[name].id)
const cellsOf = (sums: Sums): readonly string[] => INDICATOR_NAMES.map((name) => String(sums[name]))

async function csvOf(asking: FiguresAsking, file: FiguresFile): Promise<string> {
  const { shops, months, areas } = await loadFigureRows(asking)
  switch (file) {
    case 'months':
      return linesOf([
        ['month', ...FIGURES, 'held', 'refund-days-median', 'refund-days-p95'],
        ...months.map(({ month, sums, heldMinor, refundDays }) => [
          month,
          ...cellsOf(sums),
          String(heldMinor),
          refundDays === null ? '' : String(refundDays.median),
          refundDays === null ? '' : String(refundDays.p95),
        ]),
      ])
    case 'areas':
      return linesOf([
        ['area', 'shops', 'contracts', 'held'],
        ...areas.map(({ area, shops: count, contracts, heldMinor }) => [
          area,
          String(count),
          String(contracts),
          String(heldMinor),
        ]),
      ])
    default:
      return linesOf([
        ['shop', 'name-en', 'name-zh', 'area', 'state', ...FIGURES, 'for-consumers', 'earned'],
        ...shops.map((shop) => [
          shop.shop,
          shop.name.en,
          shop.name.zh,
          shop.area,
          shop.state,
          ...cellsOf(shop.sums),
          String(shop.consumersMinor),
          String(shop.earnedMinor),
        ]),
      ])
  }
}

/** Lines as RFC 4180 has them, with nothing that a spreadsheet would run. */
export function linesOf(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(quoted).join(',')}\r\n`).join('')
}

function quoted(text: string): string {
  // A spreadsheet takes what begins so for a formula, in wide characters too; a sum is a number and nothing else.
  const isFormula = /^[=+\-@＝＋－＠\t\r]/.test(text) && !/^-?\d+$/.test(text)
  const safe = isFormula ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
