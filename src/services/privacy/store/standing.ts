/** How a person stands: what has to be kept, what was asked, what was erased. */
import type pg from 'pg'
import type { Subject } from '#platform/postgres/subject-rows.ts'
import { dutyFrom, type Duty } from '../domain/rules.ts'

export interface Standing {
  readonly duty: Duty
  readonly hasKey: boolean
  readonly request: {
    readonly state: string
    readonly basis: string
    readonly dueAtMs: number | null
    readonly entry: number
  } | null
  readonly erased: { readonly entry: number; readonly atMs: number } | null
}

interface Row {
  readonly running: number | null
  readonly completedAt: number | null
  readonly hasKey: boolean
  readonly state: string | null
  readonly basis: string | null
  readonly dueAt: number | null
  readonly requestEntry: bigint | null
  readonly erasedEntry: bigint | null
  readonly erasedAt: number | null
}

export async function standingOf(
  db: Pick<pg.Pool, 'query'>,
  { book, party }: Subject,
  nowMs: number,
): Promise<Standing> {
  const { rows } = await db.query<Row>(
    `select r.running, r.completed_at as "completedAt", k.subject is not null as "hasKey",
       q.state, q.basis, q.due_at as "dueAt", q.entry as "requestEntry",
       e.entry as "erasedEntry", e.erased_at as "erasedAt"
     from (select $1::text as book, $2::text as subject) s
     left join retention r on r.book = s.book and r.subject = s.subject
     left join subject_key k on k.book = s.book and k.subject = s.subject
     left join privacy_request q on q.book = s.book and q.subject = s.subject
     left join erasure e on e.book = s.book and e.subject = s.subject`,
    [book, party],
  )
  const [row] = rows
  if (row === undefined) throw new Error('a question of one row has an answer')
  const { state, basis, requestEntry, erasedEntry, erasedAt } = row
  return {
    duty: dutyFrom({ running: row.running ?? 0, completedAt: row.completedAt }, nowMs),
    hasKey: row.hasKey,
    request:
      state === null || basis === null
        ? null
        : { state, basis, dueAtMs: row.dueAt, entry: Number(requestEntry) },
    erased:
      erasedEntry === null || erasedAt === null
        ? null
        : { entry: Number(erasedEntry), atMs: erasedAt },
  }
}
