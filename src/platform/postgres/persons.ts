/**
 * Who persons are, for the few pages that may say so: names and telephones are secrets of the entries that
 * registered them, opened here by the key of the installation. What was opened stays in memory, bounded and
 * for minutes only, so that an erasure is soon true of it as well; it is never logged. Whoever asks has decided
 * that the reader may know it.
 */
import type pg from 'pg'
import { boxBinding } from '#kernel/book/seal.ts'
import type { PartyId } from '#kernel/identity/principal.ts'
import { parseDisclosure } from '#kernel/log/commitment.ts'
import { assert } from '#kernel/std/assert.ts'
import { openBox, unwrapKey } from '#platform/book/sealing-tools.ts'
import { originSql } from './successions.ts'

export interface KnownPerson {
  readonly name: string
  /** As it was registered: digits, and perhaps a plus, spaces and hyphens; null where none was given. */
  readonly phone: string | null
}

export interface Persons {
  /** Those who were registered here with a name that was not erased; others are left out. */
  of(book: string, parties: readonly PartyId[]): Promise<ReadonlyMap<PartyId, KnownPerson>>
}

/** Where nobody is to be named. */
export const noPersons: Persons = { of: () => Promise.resolve(new Map()) }

/** The customers of a few counters: a few megabytes. */
const KEPT_MAX = 20_000
/** How long an erased name may still be said. */
const KEPT_MS = 10 * 60_000
/** Of so many persons the boxes are fetched at once. */
const FETCHED_MAX = 5_000

interface Kept {
  readonly person: KnownPerson
  readonly untilMs: number
}

/** `nowMs` is a clock that never goes back. */
export function personsOf(
  pool: pg.Pool,
  wrappingKey: Uint8Array,
  nowMs: () => number = () => performance.now(),
): Persons {
  // In the order of insertion, so that the oldest goes first.
  const kept = new Map<string, Kept>()
  const keep = (place: string, person: KnownPerson): void => {
    const [oldest] = kept.size < KEPT_MAX ? [] : kept.keys()
    if (oldest !== undefined) kept.delete(oldest)
    kept.set(place, { person, untilMs: nowMs() + KEPT_MS })
  }
  return {
    async of(book, parties) {
      const found = new Map<PartyId, KnownPerson>()
      const missing: PartyId[] = []
      for (const party of new Set(parties)) {
        const known = kept.get(placeOf(book, party))
        if (known !== undefined && nowMs() < known.untilMs) found.set(party, known.person)
        else missing.push(party)
      }
      for (let from = 0; from < missing.length; from += FETCHED_MAX) {
        const opened = await open(pool, wrappingKey, book, missing.slice(from, from + FETCHED_MAX))
        for (const [party, person] of opened) {
          kept.delete(placeOf(book, party))
          keep(placeOf(book, party), person)
          found.set(party, person)
        }
      }
      return found
    },
  }
}

const placeOf = (book: string, party: PartyId): string => `${book}/${party}`

interface BoxRow {
  readonly party: PartyId
  readonly origin: string
  readonly idx: bigint
  readonly field: string
  readonly wrapped: Buffer
  readonly box: Buffer
}

/** One key a person, whose box or boxes it opens. A key that was erased opens nothing any more. */
async function open(
  pool: pg.Pool,
  wrappingKey: Uint8Array,
  book: string,
  parties: readonly PartyId[],
): Promise<ReadonlyMap<PartyId, KnownPerson>> {
  const { rows } = await pool.query<BoxRow>(
    `select p.party, ${originSql('d.idx')} as origin, d.idx, d.field, k.wrapped, d.box
     from party p
     join book b on b.book = p.book
     join disclosure d on d.book = p.book and d.idx = p.entry and d.subject = p.party
     join subject_key k on k.book = p.book and k.subject = p.party
     where p.book = $1 and p.party = any($2::text[]) and p.kind = 'person'
       and d.field in ('name', 'phone')`,
    [book, parties],
  )
  const found = new Map<PartyId, { name?: string; phone?: string }>()
  const keys = new Map<PartyId, Uint8Array>()
  for (const { party, origin, idx, field, wrapped, box } of rows) {
    const key = keys.get(party) ?? unwrapKey(wrappingKey, wrapped)
    keys.set(party, key)
    const text = Buffer.from(openBox(key, box, boxBinding(origin, Number(idx), field))).toString()
    const disclosure = parseDisclosure(text)
    assert(disclosure.ok, 'a box holds a disclosure')
    const { name, value } = disclosure.value
    assert(typeof value === 'string' && name === field, 'a person is disclosed in texts')
    found.set(party, { ...found.get(party), [field]: value })
  }
  return new Map(
    [...found].flatMap(([party, { name, phone = null }]): [PartyId, KnownPerson][] =>
      name === undefined ? [] : [[party, { name, phone }]],
    ),
  )
}
