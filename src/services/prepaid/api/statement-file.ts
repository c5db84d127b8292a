/** The statement of a settlement's line as CSV (RFC 4180): what a shop was paid, for what; the amounts add up. */
import { Readable } from 'node:stream'
import type pg from 'pg'
import { z } from 'zod'
import { BookName } from '#platform/http/fields.ts'
import { sendProblem } from '#platform/http/problem.ts'
import { rawRoute, type RawRoute } from '#platform/http/raw-route.ts'
import { noPersons } from '#platform/postgres/persons.ts'
import { Party, SettlementId } from '../contract.ts'
import type { StatementUse, StatementView } from '../web/money-views.ts'
import { allUsesOf, loadStatement } from './statement-pages.ts'
import { seesMoneyOf, viewerOf } from './viewer.ts'

const Params = z.object({ book: BookName, shop: Party, settlement: SettlementId })
const CSV = 'text/csv; charset=utf-8'

/** Customers are not named in a file that is kept: their cards stand in the entries. */
export function statementRoute(pool: pg.Pool, nowMs: () => number): RawRoute {
  return rawRoute({
    path: '/v1/books/:book/prepaid/shops/:shop/settlements/:settlement/statement.csv',
    summary: 'What a shop was paid in a settlement and for what, as CSV; amounts in fen.',
    access: 'prepaid.read',
    mediaType: CSV,
    takesSession: true,
    async handle({ params }, reply, principal) {
      const asked = Params.safeParse(params)
      if (!asked.success || principal === null) return sendProblem(reply, 'not_found')
      const { book, shop, settlement } = asked.data
      const viewer = await viewerOf(pool, book, principal)
      if (!seesMoneyOf(viewer, shop)) return sendProblem(reply, 'not_found')
      const name = { en: '', zh: '' }
      const known = { shopName: name, isHead: true, persons: noPersons, origin: '' }
      const asking = { pool, book, shop, ...known, nowMs: nowMs() }
      const view = await loadStatement(asking, settlement)
      if (view === undefined || view === 'unknown_cursor') return sendProblem(reply, 'not_found')
      return reply
        .type(`${CSV}; header=present`)
        .header('cache-control', 'private, no-store')
        .header('content-disposition', `attachment; filename="statement-${settlement}.csv"`)
        .send(Readable.from(csvOf(view, allUsesOf(asking, view))))
    },
  })
}

type Cell = string | number | bigint

const HEADER = [
  'matured_on',
  'kind',
  'id',
  'served_on',
  'served_at',
  'card',
  'n',
  'answered',
  'amount_fen',
  'entry',
] as const

/** One line a use, a rest, an interest, a payout that came back, and what is not listed; no line of the sum. */
export async function* csvOf(
  view: StatementView,
  uses: AsyncIterable<StatementUse>,
): AsyncGenerator<string> {
  yield lineOf(HEADER)
  for await (const use of uses) {
    yield lineOf([
      use.maturesOn,
      'use',
      use.use,
      use.servedOn,
      use.servedAt,
      use.offerName.zh,
      use.n,
      use.how,
      use.amountMinor,
      use.stateEntry,
    ])
  }
  for (const { day, refund, restMinor, interestMinor } of view.refunds) {
    yield lineOf(other(day, 'refund-rest', refund, restMinor))
    if (interestMinor !== 0n) yield lineOf(other(day, 'refund-interest', refund, -interestMinor))
  }
  for (const { day, payout, amountMinor } of view.returned) {
    yield lineOf(other(day, 'returned-payout', payout, amountMinor))
  }
  if (view.otherMinor !== 0n) {
    yield lineOf(other(view.through, 'not-listed', '', view.otherMinor))
  }
}

const lineOf = (cells: readonly Cell[]): string => `${cells.map(cellOf).join(',')}\r\n`

const other = (day: string, kind: string, id: string, amountMinor: bigint): readonly Cell[] => [
  day,
  kind,
  id,
  '',
  '',
  '',
  '',
  '',
  amountMinor,
  '',
]

/** Quoted where it must be; a spreadsheet never takes a name for a formula. */
function cellOf(cell: Cell): string {
  const text =
    typeof cell === 'string' ? cell.replace(/^[=+\-@＝＋－＠\t]/, "'$&") : cell.toString()
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
