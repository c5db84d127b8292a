/** What prepaid money measures, read from the cells that the writer folds in the transaction of each entry. */
import type pg from 'pg'
import { defineTable, type Row } from '#kernel/rows/table.ts'
import { INDICATORS } from '../figures.ts'
import { pageRows, type PageOr, type Turning } from './paged.ts'

/** As it is read: the area of a cell of this service is a shop, and its period a legal month. */
const cellTable = defineTable({
  name: 'cell',
  key: { indicator: 'text', area: 'text', period: 'text' },
  columns: { amount: 'amount' },
})
export type CellRow = Row<typeof cellTable>

export interface CellFilter {
  readonly indicator?: string | undefined
  readonly shop?: string | undefined
  readonly month?: string | undefined
}

/** By indicator, shop and month; amounts in fen or as a count, as the indicator says. */
export function listCells(
  pool: pg.Pool,
  book: string,
  { indicator, shop, month }: CellFilter,
  turning: Turning,
): Promise<PageOr<CellRow>> {
  const where = `starts_with(t.indicator, 'prepaid.')
    and ($2::text is null or t.indicator = $2) and ($3::text is null or t.area = $3)
    and ($4::text is null or t.period = $4)`
  const values = [indicator ?? null, shop ?? null, month ?? null]
  const order = ['indicator', 'area', 'period']
  return pageRows(pool, cellTable, { book, where, values, order, direction: 'asc' }, turning)
}

const TOTALLED = Object.values(INDICATORS).map(({ id }) => id)

/** Over all shops and months, by book and indicator. */
export async function listTotals(
  pool: pg.Pool,
  books: readonly string[],
): Promise<
  readonly { readonly book: string; readonly indicator: string; readonly amount: bigint }[]
> {
  const { rows } = await pool.query<{ book: string; indicator: string; amount: bigint }>(
    `select book, indicator, sum(amount)::int8 as amount from cell
     where book = any($1::text[]) and indicator = any($2::text[])
     group by book, indicator order by book, indicator`,
    [books, TOTALLED],
  )
  return rows
}
