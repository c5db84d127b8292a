/** Erasures that an office proposed and nobody has decided, oldest first. */
import type pg from 'pg'
import type { PartyId } from '#kernel/identity/principal.ts'

export interface ProposalRow {
  readonly subject: PartyId
  readonly basis: string
  readonly asked: 'now' | 'duty-ends'
  readonly atMs: number
  readonly entry: number
  readonly proposedBy: PartyId | null
}

const SHOWN_MAX = 200

export async function listProposals(
  pool: pg.Pool,
  book: string,
  office: PartyId,
): Promise<readonly ProposalRow[]> {
  const { rows } = await pool.query<ProposalRow & { readonly index: bigint }>(
    `select q.subject, q.basis, q.asked, q.entry as index, q.proposed_by as "proposedBy",
       e.at as "atMs"
     from privacy_request q join entry e on e.book = q.book and e.idx = q.entry
     where q.book = $1 and q.state = 'proposed' and q.office = $2
     order by q.entry limit ${SHOWN_MAX}`,
    [book, office],
  )
  return rows.map(({ index, ...row }) => ({ ...row, entry: Number(index) }))
}
