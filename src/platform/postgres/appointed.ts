/** For whom somebody acts in a book now: asked of its appointments, never of the credential alone. */
import type pg from 'pg'
import type { Principal } from '#kernel/identity/principal.ts'

/**
 * The principal as the book knows it now: without the organisation that its key or session names, unless it
 * is appointed there. So whoever was dismissed reads no more of the organisation's, with whatever key.
 */
export async function asAppointed(
  pool: pg.Pool,
  book: string,
  principal: Principal,
): Promise<Principal> {
  const { organisation, ...alone } = principal
  if (organisation === undefined) return principal
  const { rowCount } = await pool.query(
    `select from appointment where book = $1 and organisation = $2 and person = $3 and is_active`,
    [book, organisation, principal.party],
  )
  return rowCount === 1 ? principal : alone
}
