/** Organisations by name. Persons have no name here: it is a secret of the entry that registered them. */
import type pg from 'pg'
import type { PartyId } from '#kernel/identity/principal.ts'
import type { Words } from '../contract.ts'

export interface Organisation {
  readonly party: PartyId
  readonly kind: string
  readonly name: Words
}

export async function findParty(
  pool: pg.Pool,
  book: string,
  party: PartyId,
): Promise<Organisation | undefined> {
  const { rows } = await pool.query<Organisation>(
    'select party, kind, name from party where book = $1 and party = $2 and name is not null',
    [book, party],
  )
  return rows[0]
}
