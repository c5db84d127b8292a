/** The statement of a settlement's line as CSV (RFC 4180): what a shop was paid, for what; the amounts add up. */
import type pg from 'pg'
import { z } from 'zod'
import { BookName } from '#platform/http/fields.ts'
import { sendProblem } from '#platform/http/problem.ts'
import { rawRoute, type RawRoute } from '#platform/http/raw-route.ts'
import { noPersons } from '#platform/postgres/persons.ts'
import { Party, SettlementId } from '../contract.ts'
import type { StatementView } from '../web/money-views.ts'
import { loadStatement } from './money-pages.ts'
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
      const asking = { pool, book, shop, shopName: name, isHead: true, persons: noPersons }
      const view = await loadStatement({ ...asking, origin: '', nowMs: nowMs() }, settlement)
      if (view === undefined) return sendProblem(reply, 'not_found')
      return reply
        .type(`${CSV}; header=present`)
        .header('cache-control', 'private, no-store')
        .header('content-disposition', `attachment; filename="statement-${settlement}.csv"`)
        .send(csvOf(view))
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
export function csvOf(view: StatementView): string {
  const lines: (readonly Cell[])[] = [
    HEADER,
    ...view.uses.map((use) => [
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
    ]),
    ...view.refunds.flatMap(({ day, refund, restMinor, interestMinor }) => [
      other(day, 'refund-rest', refund, restMinor),
      ...(interestMinor === 0n ? [] : [other(day, 'refund-interest', refund, -interestMinor)]),
    ]),
    ...view.returned.map(({ day, payout, amountMinor }) =>
      other(day, 'returned-payout', payout, amountMinor),
    ),
    ...(view.otherMinor === 0n ? [] : [other(view.through, 'not-listed', '', view.otherMinor)]),
  ]
  return lines.map((cells) => `${cells.map(cellOf).join(',')}\r\n`).join('')
}

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
