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
/** Names of organisations of a book, by party; those that are unknown are left out. */
export async function listNames(
  pool: pg.Pool,
  book: string,
  parties: readonly PartyId[],
): Promise<ReadonlyMap<PartyId, { readonly en: string; readonly zh: string }>> {
  const { rows } = await pool.query<{ party: PartyId; name: { en: string; zh: string } }>(
    `select party, name from party
      where book = $1 and party = any($2::text[]) and kind <> 'person' and name is not null`,
    [book, [...new Set(parties)]],
  )
  return new Map(rows.map(({ party, name }) => [party, name]))
}

/** Companies of a book, by id, for whoever chooses a consignee. */
export async function listCompanies(
  pool: pg.Pool,
  book: string,
): Promise<readonly { readonly party: PartyId; readonly name: { en: string; zh: string } }[]> {
  const { rows } = await pool.query<{ party: PartyId; name: { en: string; zh: string } }>(
    `select party, name from party where book = $1 and kind = 'company' and name is not null
      order by party limit ${COMPANIES_MAX}`,
    [book],
  )
  return rows
}

const COMPANIES_MAX = 200
