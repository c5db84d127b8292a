/**
 * What a viewer may read of the values that a leaf only commits to: the actor what it sent, a subject
 * what is about itself, and every party its own running number. Whoever acts for an organisation reads the
 * organisation's as well. Others, whatever their role, nothing.
 */
import type pg from 'pg'
import { boxBinding, SALT_BYTES } from '#kernel/book/seal.ts'
import { numberField } from '#kernel/log/numbers.ts'
import type { Principal } from '#kernel/identity/principal.ts'
import { formatDisclosure } from '#kernel/log/commitment.ts'
import { readLeaf } from '#kernel/log/leaf.ts'
import { base64UrlOf } from '#kernel/std/base64.ts'
import type { ErasedField } from '#platform/http/log-reader.ts'
import { openBox, unwrapKey } from '#platform/book/sealing-tools.ts'

export interface DisclosedEntry {
  readonly book: string
  readonly index: number
  readonly leaf: Uint8Array
}

export interface Disclosed {
  /** As in SD-JWT: base64url of [salt, name, value]. */
  readonly disclosures: readonly string[]
  /** What the viewer might read, had it not been erased. */
  readonly erased: readonly ErasedField[]
}

export type DisclosuresOf = (entry: DisclosedEntry, viewer: Principal) => Promise<Disclosed>

export function disclosuresFrom(pool: pg.Pool, installationKey: Uint8Array): DisclosuresOf {
  return async (entry, { party, organisation }) => {
    const leaf = readLeaf(entry.leaf)
    if (!leaf.ok) throw new Error(`entry ${entry.index} of ${entry.book}: ${leaf.error}`)
    const { actor, book: origin, parties } = leaf.value
    const own = organisation === undefined ? [party] : [party, organisation]
    const numbers: string[] = []
    for (const one of own.filter((each) => parties.includes(each))) {
      const number = await findNumber(pool, entry, one)
      if (number !== null) numbers.push(number)
    }
    const boxes = await listBoxes(pool, entry, actor === party ? null : own)
    const opened: string[] = []
    const erased: ErasedField[] = []
    for (const { field, wrapped, box, erasedAtMs } of boxes) {
      if (wrapped === null || box === null) {
        erased.push({ name: field, erasedAtMs })
        continue
      }
      const bound = boxBinding(origin, entry.index, field)
      opened.push(Buffer.from(openBox(unwrapKey(installationKey, wrapped), box, bound)).toString())
    }
    return { disclosures: [...numbers, ...opened], erased }
  }
}

interface BoxRow {
  readonly field: string
  readonly wrapped: Buffer | null
  readonly box: Buffer | null
  readonly erasedAtMs: number | null
}

/** The boxes of these readers or, for null, of all. A value whose key was erased is gone for everybody. */
async function listBoxes(
  pool: pg.Pool,
  { book, index }: DisclosedEntry,
  readers: readonly string[] | null,
): Promise<readonly BoxRow[]> {
  const { rows } = await pool.query<BoxRow>(
    `select d.field, k.wrapped, d.box, e.erased_at as "erasedAtMs" from disclosure d
     left join subject_key k on k.book = d.book and k.subject = d.subject
     left join erasure e on e.book = d.book and e.subject = d.subject
     where d.book = $1 and d.idx = $2
       and ($3::text[] is null or d.subject = any($3) or d.readers && $3) order by d.field`,
    [book, index, readers],
  )
  return rows
}

interface NumberRow {
  readonly first_number: bigint
  readonly place: number
  readonly salts: Buffer
}

/**
 * A party has a row for each batch that concerned it, in the order of its numbers and so of its entries:
 * the row of an entry is found by halving, for an index on entries would cost every command.
 */
const NUMBER_SQL = `
  with recursive step(low, high, first_number) as (
    select 1::int8, first_number + cardinality(indexes) - 1, null::int8
    from (select * from party_entries where book = $1 and party = $2
          order by first_number desc limit 1) newest
    union all
    select
      case when r.indexes[1] > $3::int8 then s.low else r.first_number + cardinality(r.indexes) end,
      case when r.indexes[1] > $3::int8 then r.first_number - 1 else s.high end,
      case when $3::int8 = any(r.indexes) then r.first_number end
    from step s cross join lateral (
      select * from party_entries where book = $1 and party = $2
      and first_number <= (s.low + s.high) / 2 order by first_number desc limit 1) r
    where s.first_number is null and s.low <= s.high
  )
  select p.first_number, array_position(p.indexes, $3::int8) - 1 as place, p.salts
  from step s join party_entries p
    on p.book = $1 and p.party = $2 and p.first_number = s.first_number`

async function findNumber(
  pool: pg.Pool,
  { book, index }: DisclosedEntry,
  party: string,
): Promise<string | null> {
  const { rows } = await pool.query<NumberRow>(NUMBER_SQL, [book, party, index])
  const [row] = rows
  if (row === undefined) return null
  const salt = row.salts.subarray(row.place * SALT_BYTES, (row.place + 1) * SALT_BYTES)
  const value = Number(row.first_number) + row.place
  return formatDisclosure({ salt: base64UrlOf(salt), name: numberField(party), value })
}
