/** The entries in which somebody said something about a refund, found by its consumer's own entries. */
import type pg from 'pg'
import type { EventName } from '../contract.ts'
import type { RefundRow } from '../domain/rows.ts'

/** What was asked, answered and decided; a refund that is declined may be asked for again under another id. */
const SAYING = [
  'refund-asked',
  'refund-agreed',
  'refund-objected',
  'refund-approved',
  'refund-declined',
  'refund-account-given',
] as const satisfies readonly EventName[]
export type RefundSaying = (typeof SAYING)[number]

const ENTRIES_MAX = 20
const PREFIX = 'prepaid.'

export interface RefundEntry {
  readonly index: number
  readonly saying: RefundSaying
}

/** The oldest first. A consumer has tens of entries, and their numbers are kept by party. */
export async function listRefundEntries(
  pool: pg.Pool,
  book: string,
  { consumer, refund, entry }: Pick<RefundRow, 'consumer' | 'refund' | 'entry'>,
): Promise<readonly RefundEntry[]> {
  const { rows } = await pool.query<{ idx: bigint; type: string }>(
    `select e.idx, e.type
     from party_entries p cross join lateral unnest(p.indexes) as own (idx)
     join entry e on e.book = p.book and e.idx = own.idx
     where p.book = $1 and p.party = $2 and own.idx >= $3 and e.type = any($4::text[])
       and convert_from(e.leaf, 'utf8')::jsonb -> 'body' ->> 'refund' = $5
     order by e.idx limit ${ENTRIES_MAX}`,
    [book, consumer, entry, SAYING.map((name) => `${PREFIX}${name}`), refund],
  )
  return rows.flatMap(({ idx, type }) => {
    const saying = SAYING.find((name) => type === `${PREFIX}${name}`)
    return saying === undefined ? [] : [{ index: Number(idx), saying }]
  })
}
