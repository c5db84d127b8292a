/** How a person stands: what has to be kept, what was asked, what was erased. */
import type pg from 'pg'
import type { PartyId } from '#kernel/identity/principal.ts'
import type { Subject } from '#platform/postgres/subject-rows.ts'
import { RULE_ID } from '../contract.ts'
import { PERIOD_OF_LAW, type Period } from '../domain/periods.ts'
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
  readonly years: number | null
  readonly ground: string | null
  readonly periodEntry: bigint | null
}

type PeriodRow = Pick<Row, 'years' | 'ground' | 'periodEntry'>

function periodFrom({ years, ground, periodEntry }: PeriodRow): Period {
  if (years === null || ground === null) return PERIOD_OF_LAW
  return { years, set: { entry: Number(periodEntry), ground } }
}

/** For how long a book keeps. */
export async function findPeriod(db: Pick<pg.Pool, 'query'>, book: string): Promise<Period> {
  const { rows } = await db.query<PeriodRow>(
    `select years, ground, entry as "periodEntry" from privacy_period where book = $1 and rule = $2`,
    [book, RULE_ID],
  )
  const [row] = rows
  return row === undefined ? PERIOD_OF_LAW : periodFrom(row)
}

/** Whether somebody is a registrar of the book's registry now. */
export async function isRegistrar(
  db: Pick<pg.Pool, 'query'>,
  book: string,
  { party, organisation }: { readonly party: PartyId; readonly organisation: PartyId },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `select from appointment a join party p on p.book = a.book and p.party = a.organisation
     where a.book = $1 and a.organisation = $2 and a.person = $3 and a.role = 'registrar'
       and a.is_active and p.kind = 'registry'`,
    [book, organisation, party],
  )
  return rowCount === 1
}

export async function standingOf(
  db: Pick<pg.Pool, 'query'>,
  { book, party }: Subject,
  nowMs: number,
): Promise<Standing> {
  const { rows } = await db.query<Row>(
    `select r.running, r.completed_at as "completedAt", k.subject is not null as "hasKey",
       q.state, q.basis, q.due_at as "dueAt", q.entry as "requestEntry",
       e.entry as "erasedEntry", e.erased_at as "erasedAt",
       p.years, p.ground, p.entry as "periodEntry"
     from (select $1::text as book, $2::text as subject) s
     left join retention r on r.book = s.book and r.subject = s.subject
     left join subject_key k on k.book = s.book and k.subject = s.subject
     left join privacy_request q on q.book = s.book and q.subject = s.subject
     left join erasure e on e.book = s.book and e.subject = s.subject
     left join privacy_period p on p.book = s.book and p.rule = $3`,
    [book, party, RULE_ID],
  )
  const [row] = rows
  if (row === undefined) throw new Error('a question of one row has an answer')
  const { state, basis, requestEntry, erasedEntry, erasedAt } = row
  return {
    duty: dutyFrom(
      { running: row.running ?? 0, completedAt: row.completedAt },
      nowMs,
      periodFrom(row),
    ),
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
