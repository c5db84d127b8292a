/**
 * Rows that refer to a person, as each slice names its own: so that whoever asks what is held hears of every
 * table, and nobody reads another's by heart. They are read page by page, in the order of their key.
 */
import type pg from 'pg'
import type { Words } from '#platform/http/route.ts'

/** What a kind of record is kept for; law and period are said where it is shown. */
export type Purpose = 'identity' | 'contract' | 'duty' | 'sign-in' | 'proof'

export interface SubjectRows {
  /** As the database calls it. */
  readonly table: string
  /** The column that orders them, unique among those of one subject. */
  readonly key: string
  /** A condition on `t`: $1 is the book, $2 the pseudonym. Names come from code. */
  readonly where: string
  readonly what: Words
  readonly purpose: Purpose
  /** Columns that are a secret of the hub and tell nothing of anybody: hashes of secrets. */
  readonly hidden?: readonly string[]
  /** Whether it lies outside of the books. */
  readonly isOutside?: boolean
}

const PAGE_ROWS = 200

type Db = Pick<pg.Pool, 'query'>

export interface Subject {
  readonly book: string
  readonly party: string
}

export async function countSubjectRows(
  db: Db,
  { table, where }: SubjectRows,
  { book, party }: Subject,
): Promise<number> {
  const { rows } = await db.query<{ n: number }>(
    `select count(*)::int as n from ${table} t where $1::text is not null and (${where})`,
    [book, party],
  )
  return rows[0]?.n ?? 0
}

/** Each row as JSON text, without the columns that are hidden. */
export async function* listSubjectRows(
  db: Db,
  { table, key, where, hidden = [] }: SubjectRows,
  { book, party }: Subject,
): AsyncGenerator<string> {
  const row = ['to_jsonb(t)', ...hidden.map((column) => `'${column}'`)].join(' - ')
  for (let after = ''; ;) {
    const { rows } = await db.query<{ key: string; row: string }>(
      `select t.${key}::text as key, (${row})::text as row from ${table} t
       where $1::text is not null and (${where}) and t.${key}::text collate "C" > $3
       order by t.${key}::text collate "C" limit ${PAGE_ROWS}`,
      [book, party, after],
    )
    for (const each of rows) yield each.row
    const last = rows.at(-1)
    if (last === undefined || rows.length < PAGE_ROWS) return
    after = last.key
  }
}
