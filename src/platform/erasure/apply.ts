/**
 * Erases anew what the journal says, in a database that may be an older copy: before anything of it is served.
 * Keys are found by their fingerprints, so that a later key of the same subject stays. Doing it twice is
 * doing it once.
 */
import type pg from 'pg'
import type { Erasure } from '#platform/book/erasure-log.ts'
import { COPIED_FIELDS } from '#platform/postgres/book-batch.ts'

export interface Reapplied {
  /** What had come back, and is gone again. */
  readonly keys: number
  readonly boxes: number
}

const KEYS_SQL = `
  delete from subject_key k using unnest($1::text[], $2::text[], $3::text[]) u(book, subject, print)
  where k.book = u.book and k.subject = u.subject and encode(sha256(k.wrapped), 'hex') = u.print`

/**
 * What was sealed before the erasure, by place and by time: where its entry was lost, a successor has given its place
 * to another one, and what is recorded there later is not erased.
 */
const BOXES_SQL = `
  update disclosure d set box = null, subject = u.subject
  from unnest($1::text[], $2::text[], $3::int8[], $4::int8[]) u(book, subject, before, at)
  cross join lateral (select unnest(p.indexes) as idx from party_entries p
    where p.book = u.book and p.party = u.subject) n
  where d.book = u.book and d.idx = n.idx and d.idx < u.before and d.box is not null
    and (d.subject = u.subject or d.field in (${COPIED_FIELDS}))
    and exists (select from entry e where e.book = d.book and e.idx = d.idx
      and e.at <= timestamptz 'epoch' + u.at * interval '1 millisecond')`

/** One transaction for so many erasures. */
const TOGETHER_MAX = 1000

export async function applyErasures(
  db: Pick<pg.Pool, 'query'>,
  erasures: readonly Erasure[],
): Promise<Reapplied> {
  let keys = 0
  let boxes = 0
  for (let from = 0; from < erasures.length; from += TOGETHER_MAX) {
    const some = erasures.slice(from, from + TOGETHER_MAX)
    const books = some.map(({ book }) => book)
    const subjects = some.map(({ subject }) => subject)
    const prints = some.map(({ keyPrint }) => keyPrint)
    const before = some.map(({ entry }) => entry)
    const at = some.map(({ atMs }) => atMs)
    const deleted = await db.query(KEYS_SQL, [books, subjects, prints])
    const emptied = await db.query(BOXES_SQL, [books, subjects, before, at])
    keys += deleted.rowCount ?? 0
    boxes += emptied.rowCount ?? 0
  }
  return { keys, boxes }
}
