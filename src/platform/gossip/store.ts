/** Evidence of forks, and what was heard ahead of time, in PostgreSQL and outside the books. */
import type pg from 'pg'
import type { SignedFork } from '#kernel/log/fork.ts'

export interface ForkEvidence extends SignedFork {
  /** The first 128 bits, in hex, of a hash over what was heard. */
  readonly id: string
  readonly origin: string
  readonly olderSize: number
  readonly newerSize: number
  readonly foundAtMs: number
}

export interface Ahead {
  readonly origin: string
  readonly size: number
  readonly note: string
  readonly heardAtMs: number
}

export interface GossipStore {
  /** Kept once, and only so many of one log; whether it is there now. */
  keepFork(evidence: ForkEvidence): Promise<void>
  listForks(): Promise<readonly ForkEvidence[]>
  /** The larger of what is kept and this. */
  keepAhead(ahead: Ahead): Promise<void>
  listAhead(): Promise<readonly Ahead[]>
  dropAhead(ahead: Ahead): Promise<void>
}

/** One fork proves as much as a thousand; a few show how it went on. */
export const FORKS_MAX = 32

interface ForkRow {
  readonly id: string
  readonly origin: string
  readonly older_note: string
  readonly newer_note: string
  readonly older_size: bigint
  readonly newer_size: bigint
  readonly other_root: Buffer
  readonly proof: readonly Buffer[]
  readonly found_at: number
}

interface AheadRow {
  readonly origin: string
  readonly size: bigint
  readonly note: string
  readonly heard_at: number
}

export function postgresGossip(pool: pg.Pool): GossipStore {
  return {
    async keepFork(evidence) {
      const { id, origin, olderNote, newerNote, olderSize, newerSize } = evidence
      await pool.query(
        `insert into fork_evidence (id, origin, older_note, newer_note, older_size, newer_size,
           other_root, proof, found_at)
         select $1, $2, $3, $4, $5, $6, $7, $8, to_timestamp($9 / 1000.0)
         where (select count(*) from fork_evidence where origin = $2) < ${FORKS_MAX}
         on conflict do nothing`,
        [
          id,
          origin,
          olderNote,
          newerNote,
          olderSize,
          newerSize,
          evidence.otherRoot,
          evidence.proof,
          evidence.foundAtMs,
        ],
      )
    },
    async listForks() {
      const { rows } = await pool.query<ForkRow>(
        'select * from fork_evidence order by origin, found_at, id limit 1000',
      )
      return rows.map((row) => ({
        id: row.id,
        origin: row.origin,
        olderNote: row.older_note,
        newerNote: row.newer_note,
        olderSize: Number(row.older_size),
        newerSize: Number(row.newer_size),
        otherRoot: row.other_root,
        proof: row.proof,
        foundAtMs: row.found_at,
      }))
    },
    async keepAhead({ origin, size, note, heardAtMs }) {
      await pool.query(
        `insert into gossip_ahead as a (origin, size, note, heard_at)
         values ($1, $2, $3, to_timestamp($4 / 1000.0))
         on conflict (origin) do update set size = excluded.size, note = excluded.note,
           heard_at = excluded.heard_at where excluded.size > a.size`,
        [origin, size, note, heardAtMs],
      )
    },
    async listAhead() {
      const { rows } = await pool.query<AheadRow>('select * from gossip_ahead order by origin')
      return rows.map(({ origin, size, note, heard_at: heardAtMs }) => ({
        origin,
        size: Number(size),
        note,
        heardAtMs,
      }))
    },
    async dropAhead({ origin, size }) {
      await pool.query('delete from gossip_ahead where origin = $1 and size = $2', [origin, size])
    },
  }
}
