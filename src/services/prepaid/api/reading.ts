/** What the reads of this service share: rows as JSON, pages, problems, and who may see what. */
import type pg from 'pg'
import { z } from 'zod'
import type { AnyRow, Column, Table } from '#kernel/rows/table.ts'
import { formatInstant } from '#kernel/time/clock.ts'
import { BookName, pageFields, pageOf } from '#platform/http/fields.ts'
import {
  type Books,
  found,
  problem,
  type Reading,
  readRoute,
  type Route,
} from '#platform/http/route.ts'
import type { Page, PageOr, Turning } from '../store/paged.ts'
import { refusals } from './refusals.ts'
import { viewerOf, type Viewer } from './viewer.ts'

const {
  shop_unknown,
  product_unknown,
  contract_unknown,
  use_unknown,
  refund_unknown,
  settlement_unknown,
  bank_entry_unknown,
} = refusals

export const problems = {
  // What may not be seen is not there: an answer that told them apart would tell that it is.
  shop_unknown,
  product_unknown,
  contract_unknown,
  use_unknown,
  refund_unknown,
  settlement_unknown,
  bank_entry_unknown,
  depositary_unknown: {
    status: 404,
    en: 'No deposit account was opened in this book yet. A notary opens it.',
    zh: '本账簿尚未开立提存账户，由公证员开立。',
  },
  not_appointed_to_read: {
    status: 403,
    en: 'You are not appointed in this book for what this list shows. Ask the organisation to appoint you.',
    zh: '您在本账簿中没有查阅此列表的任命，请联系相应机构。',
  },
  unknown_cursor: {
    status: 422,
    en: 'This cursor is not one of ours: start without one.',
    zh: '该游标无效：请不带游标重新开始。',
  },
} as const
export type ReadProblem = keyof typeof problems

export type Plain = Readonly<Record<string, unknown>>

/** A row as JSON has it: the schema of the answer leaves out what nobody is shown. */
export function plain<R extends AnyRow>(table: Table<R>, row: R): Plain {
  return Object.fromEntries(
    [...table.keyColumns, ...table.columns].map((column) => [
      column.name,
      plainValue(column, row[column.name]),
    ]),
  )
}

function plainValue({ type }: Column, value: unknown): unknown {
  if (type === 'amount' && typeof value === 'bigint') return Number(value)
  if (type === 'instant' && typeof value === 'number') return formatInstant(value)
  return value
}

/** Parses a row into what is shown of it: fields that the view does not name are dropped. */
export function viewing<S extends z.ZodRawShape, R extends AnyRow>(
  view: z.ZodObject<S>,
  table: Table<R>,
): (row: R, more?: Plain) => z.infer<z.ZodObject<S>> {
  const open = z.object(view.shape)
  return (row, more = {}) => open.parse({ ...plain(table, row), ...more })
}

/** One of the books, as everything but the public register is read. */
interface InBook {
  readonly book: string
}

export interface Seen<P> {
  readonly pool: pg.Pool
  readonly viewer: Viewer
  readonly params: P & InBook
}

interface OneRead<P extends InBook, S extends z.ZodType> {
  readonly path: `/${string}`
  readonly summary: string
  readonly params: z.ZodType<P>
  readonly response: S
  /** What is there and may be seen, or why not. */
  read(seen: Seen<P>): Promise<z.infer<S> | ReadProblem>
}

/** One thing, for whoever may see it. */
export function oneRoute<P extends InBook, S extends z.ZodType>(
  pool: pg.Pool,
  one: OneRead<P, S>,
): Route {
  const { path, summary, params, response } = one
  return readRoute({
    path: `/v1/books/:book/prepaid${path}`,
    summary,
    access: 'prepaid.read',
    problems,
    params,
    response,
    async read({ params: parsed, principal }): Promise<Reading<z.infer<S>>> {
      const viewer = await viewerOf(pool, parsed.book, principal)
      const value = await one.read({ pool, viewer, params: parsed })
      return isProblem(value) ? problem(value) : found(value)
    },
  })
}

interface ListRead<P extends InBook, S extends z.ZodType, R> {
  readonly path: `/${string}`
  readonly summary: string
  readonly params: z.ZodType<P>
  readonly item: S
  list(seen: Seen<P> & { readonly turning: Turning }): Promise<PageOr<R> | ReadProblem>
  /** The rows of a page as they are shown. */
  show(rows: readonly R[], seen: Seen<P>): Promise<z.infer<S>[]> | z.infer<S>[]
}

/** A page of a list, for whoever may see it. */
export function listRoute<P extends InBook, S extends z.ZodType, R>(
  pool: pg.Pool,
  many: ListRead<P, S, R>,
): Route {
  const { path, summary, params, item } = many
  return readRoute({
    path: `/v1/books/:book/prepaid${path}`,
    summary,
    access: 'prepaid.read',
    problems,
    params,
    query: z.strictObject(pageFields),
    response: pageOf(item),
    async read({ params: parsed, query, principal }) {
      const viewer = await viewerOf(pool, parsed.book, principal)
      const seen = { pool, viewer, params: parsed }
      const page = await many.list({ ...seen, turning: query })
      if (isProblem(page)) return problem(page)
      return found(await shownPage(page, (rows) => many.show(rows, seen)))
    },
  })
}

export async function shownPage<R, V>(
  { items, next }: Page<R>,
  show: (rows: readonly R[]) => Promise<V[]> | V[],
): Promise<{ items: V[]; next?: string }> {
  const shown = await show(items)
  return next === undefined ? { items: shown } : { items: shown, next }
}

function isProblem(value: unknown): value is ReadProblem {
  return typeof value === 'string' && Object.hasOwn(problems, value)
}

export const OfBook = z.strictObject({ book: BookName })

/** The checkpoint of a book before its rows are read. */
export function asOfOf(books: Books, name: string) {
  const state = books.get(name)?.state()
  return { book: name, size: state?.size ?? 0, checkpoint: state?.checkpoint ?? '' }
}
