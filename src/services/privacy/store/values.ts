/**
 * The values that a book holds on a person, by entry and field, newest last: opened with the person's own key,
 * for that person or for the operator who answers a request. Read page by page.
 */
import type pg from 'pg'
import { boxBinding } from '#kernel/book/seal.ts'
import { parseDisclosure } from '#kernel/log/commitment.ts'
import { assert } from '#kernel/std/assert.ts'
import type { Json } from '#kernel/std/json.ts'
import { openBox, unwrapKey } from '#platform/book/sealing-tools.ts'
import { originSql } from '#platform/postgres/successions.ts'
import type { Subject } from '#platform/postgres/subject-rows.ts'

export interface HeldValue {
  readonly entry: number
  readonly type: string
  readonly atMs: number
  readonly field: string
  /** Undefined: erased. */
  readonly value: Json | undefined
  readonly erasedAtMs: number | null
}

interface Row {
  readonly origin: string
  readonly idx: bigint
  readonly type: string
  readonly at: number
  readonly field: string
  readonly box: Buffer | null
  readonly wrapped: Buffer | null
  readonly erased: number | null
}

/** Entries are found by the running numbers of the person, so nothing is searched through. */
const SQL = `
  select ${originSql('d.idx')} as origin, d.idx, e.type, e.at, d.field, d.box, k.wrapped, x.erased_at as erased
  from (select distinct unnest(indexes) as idx from party_entries where book = $1 and party = $2) n
  join disclosure d on d.book = $1 and d.idx = n.idx and d.subject = $2
  join entry e on e.book = $1 and e.idx = d.idx
  join book b on b.book = $1
  left join subject_key k on k.book = $1 and k.subject = $2
  left join erasure x on x.book = $1 and x.subject = $2
  where (d.idx, d.field) > ($3::int8, $4)
  order by d.idx, d.field limit $5`

const PAGE_VALUES = 200

export async function* listHeldValues(
  db: Pick<pg.Pool, 'query'>,
  installationKey: Uint8Array,
  { book, party }: Subject,
): AsyncGenerator<HeldValue> {
  for (let after: readonly [bigint, string] = [-1n, '']; ;) {
    const { rows } = await db.query<Row>(SQL, [book, party, ...after, PAGE_VALUES])
    for (const row of rows) yield heldValue(row, installationKey)
    const last = rows.at(-1)
    if (last === undefined || rows.length < PAGE_VALUES) return
    after = [last.idx, last.field]
  }
}

function heldValue(
  { origin, idx, type, at, field, box, wrapped, erased }: Row,
  installationKey: Uint8Array,
): HeldValue {
  const entry = Number(idx)
  const place = { entry, type, atMs: at, field }
  if (box === null || wrapped === null) return { ...place, value: undefined, erasedAtMs: erased }
  const key = unwrapKey(installationKey, wrapped)
  const text = Buffer.from(openBox(key, box, boxBinding(origin, entry, field))).toString()
  const disclosure = parseDisclosure(text)
  assert(disclosure.ok, 'a box holds a disclosure')
  return { ...place, value: disclosure.value.value, erasedAtMs: null }
}
