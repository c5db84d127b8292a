/**
 * The made-up people of the demonstration. One click signs in as one of them, so they exist only where the
 * server serves its own machine alone.
 */
import type pg from 'pg'
import { z } from 'zod'
import { PARTY_ID, type PartyId, type Role, ROLES } from '#kernel/identity/principal.ts'
import type { Words } from '#platform/http/route.ts'

export interface Persona {
  /** Lower-case letters, digits and hyphens, at most 60: `notary-qiu`. */
  readonly id: string
  /** Short name of the book in which the party is known. */
  readonly book: string
  readonly party: PartyId
  /** The organisation that they act for, and what it is called; null for somebody who acts alone. */
  readonly organisation: { readonly party: PartyId; readonly name: Words } | null
  /** At least one; the first is the one that the page groups them by. */
  readonly roles: readonly [Role, ...Role[]]
  readonly name: Words
  /** What they are, e.g. `Notary, proposes settlements`. */
  readonly what: Words
  /** The order on the page within a role, smallest first. */
  readonly rank: number
}

/** One page shows them all. */
export const PERSONAS_MAX = 200

const PersonaId = z.string().regex(/^[a-z0-9-]{1,60}$/)

const Row = z.object({
  id: PersonaId,
  book: z.string(),
  party: z.string().regex(PARTY_ID),
  organisation: z.string().regex(PARTY_ID).nullable(),
  roles: z.tuple([z.enum(ROLES)], z.enum(ROLES)),
  name_en: z.string(),
  name_zh: z.string(),
  what_en: z.string(),
  what_zh: z.string(),
  organisation_en: z.string().nullable(),
  organisation_zh: z.string().nullable(),
  rank: z.int(),
})

/** Afterwards exactly these personas exist. Sessions of others end with them. */
export async function savePersonas(pool: pg.Pool, personas: readonly Persona[]): Promise<void> {
  if (personas.length > PERSONAS_MAX) throw new Error('more personas than a page shows')
  const rows = personas.map(({ organisation, name, what, ...persona }) =>
    Row.parse({
      ...persona,
      organisation: organisation?.party ?? null,
      organisation_en: organisation?.name.en ?? null,
      organisation_zh: organisation?.name.zh ?? null,
      name_en: name.en,
      name_zh: name.zh,
      what_en: what.en,
      what_zh: what.zh,
    }),
  )
  await pool.query(
    `with given as (select * from jsonb_populate_recordset(null::persona, $1::jsonb)),
       gone as (delete from persona where id not in (select id from given))
     insert into persona select * from given
     on conflict (id) do update set (book, party, organisation, roles, name_en, name_zh, what_en,
       what_zh, organisation_en, organisation_zh, rank) = (excluded.book, excluded.party,
       excluded.organisation, excluded.roles, excluded.name_en, excluded.name_zh, excluded.what_en,
       excluded.what_zh, excluded.organisation_en, excluded.organisation_zh, excluded.rank)`,
    [JSON.stringify(rows)],
  )
}

/** By rank, at most PERSONAS_MAX. */
export async function listPersonas(pool: pg.Pool): Promise<readonly Persona[]> {
  const { rows } = await pool.query(`select * from persona order by rank, id limit ${PERSONAS_MAX}`)
  return rows.map((row) => personaOf(Row.parse(row)))
}

function personaOf(row: z.infer<typeof Row>): Persona {
  const { id, book, party, organisation, roles, rank } = row
  return {
    id,
    book,
    party,
    organisation:
      organisation === null
        ? null
        : {
            party: organisation,
            name: { en: row.organisation_en ?? '', zh: row.organisation_zh ?? '' },
          },
    roles,
    name: { en: row.name_en, zh: row.name_zh },
    what: { en: row.what_en, zh: row.what_zh },
    rank,
  }
}
