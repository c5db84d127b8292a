/** Credentials in PostgreSQL. Rows are parsed like everything else that comes from outside. */
import type pg from 'pg'
import { z } from 'zod'
import { PARTY_ID, ROLES } from '#kernel/identity/principal.ts'
import { CREDENTIALS_MAX, type CredentialStore } from './credential.ts'

const shown = {
  id: z.string(),
  party: z.string().regex(PARTY_ID),
  organisation: z.string().regex(PARTY_ID).nullable(),
  roles: z.array(z.enum(ROLES)).readonly(),
  label: z.string(),
  createdAtMs: z.int(),
  expiresAtMs: z.int().nullable(),
  revokedAtMs: z.int().nullable(),
}
const ShownRow = z.object(shown)
const StoredRow = z.object({ ...shown, secretHash: z.instanceof(Uint8Array) })

const SHOWN = `id, party, organisation, roles, label, created_at as "createdAtMs", expires_at as "expiresAtMs",
  revoked_at as "revokedAtMs"`

export function postgresCredentials(pool: pg.Pool): CredentialStore {
  return {
    async find(id) {
      const { rows } = await pool.query(
        `select ${SHOWN}, secret_hash as "secretHash" from credential where id = $1`,
        [id],
      )
      return rows.length === 0 ? null : StoredRow.parse(rows[0])
    },

    async insert(credential) {
      const { id, party, organisation, roles, secretHash, label, ...times } = credential
      await pool.query(
        `insert into credential (id, party, roles, secret_hash, label, created_at, expires_at,
           revoked_at, organisation)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [
          id,
          party,
          roles,
          Buffer.from(secretHash),
          label,
          instant(times.createdAtMs),
          instant(times.expiresAtMs),
          instant(times.revokedAtMs),
          organisation,
        ],
      )
    },

    async revoke(id, atMs) {
      const { rowCount } = await pool.query(
        'update credential set revoked_at = coalesce(revoked_at, $2) where id = $1',
        [id, instant(atMs)],
      )
      return rowCount === 1
    },

    async list() {
      const { rows } = await pool.query(
        `select ${SHOWN} from credential order by created_at desc, id limit ${CREDENTIALS_MAX}`,
      )
      return rows.map((row) => ShownRow.parse(row))
    },
  }
}

function instant(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms)
}
