/** Sessions in PostgreSQL. A session whose persona is gone is none. */
import type pg from 'pg'
import { z } from 'zod'
import { PARTY_ID, ROLES } from '#kernel/identity/principal.ts'
import { SESSIONS_MAX, type SessionStore } from './session.ts'

const Row = z.object({
  id: z.string(),
  secretHash: z.instanceof(Uint8Array),
  party: z.string().regex(PARTY_ID),
  organisation: z.string().regex(PARTY_ID).nullable(),
  roles: z.array(z.enum(ROLES)).readonly(),
  createdAtMs: z.int(),
  expiresAtMs: z.int(),
  revokedAtMs: z.int().nullable(),
  book: z.string(),
  nameEn: z.string(),
  nameZh: z.string(),
  whatEn: z.string(),
  whatZh: z.string(),
  organisationEn: z.string().nullable(),
  organisationZh: z.string().nullable(),
})
const Roles = z.object({ roles: z.array(z.enum(ROLES)).readonly() })

const FIND_SQL = `
  select s.id, s.secret_hash as "secretHash", s.party, s.organisation, s.roles,
    s.created_at as "createdAtMs", s.expires_at as "expiresAtMs", s.revoked_at as "revokedAtMs",
    p.book, p.name_en as "nameEn", p.name_zh as "nameZh", p.what_en as "whatEn",
    p.what_zh as "whatZh", p.organisation_en as "organisationEn",
    p.organisation_zh as "organisationZh"
  from session s join persona p on p.id = s.persona and p.party = s.party where s.id = $1`

/** What is over goes first, then the oldest where there would be too many. */
const PURGE_SQL = `
  delete from session where expires_at <= $1 or revoked_at <= $1
    or id in (select id from session order by created_at desc offset ${SESSIONS_MAX - 1})`

export function postgresSessions(pool: pg.Pool): SessionStore {
  return {
    async find(id) {
      const { rows } = await pool.query(FIND_SQL, [id])
      if (rows.length === 0) return null
      const row = Row.parse(rows[0])
      const { nameEn, nameZh, whatEn, whatZh, organisationEn, organisationZh, book, ...rest } = row
      const organisation =
        organisationEn === null || organisationZh === null
          ? null
          : { en: organisationEn, zh: organisationZh }
      return {
        ...rest,
        person: {
          name: { en: nameEn, zh: nameZh },
          what: { en: whatEn, zh: whatZh },
          organisation,
          book,
        },
      }
    },

    async insert({ id, secretHash, personaId, createdAtMs, expiresAtMs }) {
      const created = new Date(createdAtMs)
      await pool.query(PURGE_SQL, [created])
      const { rows } = await pool.query(
        `insert into session (id, secret_hash, party, organisation, roles, persona, created_at,
           expires_at)
         select $1, $2, party, organisation, roles, id, $4, $5 from persona where id = $3
         returning roles`,
        [id, Buffer.from(secretHash), personaId, created, new Date(expiresAtMs)],
      )
      return rows.length === 0 ? null : Roles.parse(rows[0]).roles
    },

    async prolong(id, expiresAtMs) {
      await pool.query('update session set expires_at = greatest(expires_at, $2) where id = $1', [
        id,
        new Date(expiresAtMs),
      ])
    },

    async revoke(id, atMs) {
      await pool.query('update session set revoked_at = coalesce(revoked_at, $2) where id = $1', [
        id,
        new Date(atMs),
      ])
    },
  }
}
