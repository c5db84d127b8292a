/** For whom a reader acts, and who stands in for whom: rows that say whose work something is. */
import type pg from 'pg'
import type { PartyId } from '#kernel/identity/principal.ts'
import { readRows } from '#platform/postgres/table-reader.ts'
import { absenceTable, type AbsenceRow } from '../domain/rows.ts'

/** Nobody acts for more organisations than this. */
const APPOINTMENTS_MAX = 100
/** An office has tens of notaries, and each has one substitute at a time. */
const ABSENCES_MAX = 200

export interface StandingAppointment {
  readonly organisation: PartyId
  readonly role: string
  /** Whether the organisation is the office, or the bank, of this book's deposit account. */
  readonly isOfDepositary: boolean
}

/** The active appointments of a person in a book. */
export async function listAppointments(
  pool: pg.Pool,
  book: string,
  person: PartyId,
): Promise<readonly StandingAppointment[]> {
  const { rows } = await pool.query<StandingAppointment>(
    `select a.organisation, a.role, coalesce(
         a.role = 'notary' and d.office = a.organisation
           or a.role = 'teller' and d.bank = a.organisation, false) as "isOfDepositary"
       from appointment a
       left join prepaid_depositary d on d.book = a.book
       where a.book = $1 and a.person = $2 and a.is_active
       order by a.organisation limit ${APPOINTMENTS_MAX}`,
    [book, person],
  )
  return rows
}

/** Who stands in for whom, whoever was named last: days that are over included. */
export function listAbsences(pool: pg.Pool, book: string): Promise<readonly AbsenceRow[]> {
  return readRows(pool, absenceTable, {
    book,
    where: 'true',
    orderBy: 't.notary',
    limit: ABSENCES_MAX,
  })
}
