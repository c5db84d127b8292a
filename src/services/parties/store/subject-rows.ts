/** What the register of parties keeps of a person. */
import type { SubjectRows } from '#platform/postgres/subject-rows.ts'

export const partiesSubjectRows: readonly SubjectRows[] = [
  {
    table: 'party',
    key: 'party',
    where: 't.book = $1 and t.party = $2',
    what: { en: 'Registration', zh: '登记' },
    purpose: 'identity',
  },
  {
    table: 'appointment',
    key: 'organisation',
    where: 't.book = $1 and t.person = $2',
    what: { en: 'Appointments', zh: '任命' },
    purpose: 'duty',
  },
]
