/** Organisations by kind and name. Persons are not listed: who they are is their own. */
import type pg from 'pg'
import type { OrganisationView } from '../contract.ts'

export async function listOrganisations(
  pool: pg.Pool,
  book: string,
  page: { readonly kind: string | undefined; readonly after: string; readonly limit: number },
): Promise<readonly OrganisationView[]> {
  const { rows } = await pool.query<OrganisationView>(
    `select party, kind, name, entry::float8 as entry from party
      where book = $1 and party > $2 and kind <> 'person' and name is not null
        and ($3::text is null or kind = $3)
      order by party limit $4`,
    [book, page.after, page.kind ?? null, page.limit],
  )
  return rows
}
