/** For which organisation of a book somebody acts now: asked of the appointments, not of the credential. */
import type pg from 'pg'
import type { PartyId, Principal } from '#kernel/identity/principal.ts'

/** Null for whoever acts for none; of several, the one that the principal came for, or the first by id. */
export async function findOwnOrganisation(
  pool: pg.Pool,
  book: string,
  { party, organisation }: Pick<Principal, 'party' | 'organisation'>,
): Promise<PartyId | null> {
  const { rows } = await pool.query<{ organisation: PartyId }>(
    `select organisation from appointment
      where book = $1 and person = $2 and is_active and role in ('head', 'clerk')
        and ($3::text is null or organisation = $3)
      order by organisation limit 1`,
    [book, party, organisation ?? null],
  )
  return rows[0]?.organisation ?? null
}
