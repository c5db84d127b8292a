/**
 * Who persons are, for the few pages that may say so: names and telephones are secrets of the entries that
 * registered them, opened here by the key of the installation. What was opened stays in memory, bounded and
 * for minutes only, and goes within two seconds of an erasure; it is never logged. Whoever asks has decided that the
 * reader may know it.
 */
import type pg from 'pg'
import { boxBinding } from '#kernel/book/seal.ts'
import type { PartyId } from '#kernel/identity/principal.ts'
import { parseDisclosure } from '#kernel/log/commitment.ts'
import { assert } from '#kernel/std/assert.ts'
import { openBox, unwrapKey } from '#platform/book/sealing-tools.ts'
import { originSql } from './successions.ts'

export interface KnownPerson {
  /** Null: erased. */
  readonly name: string | null
  /** As it was registered: digits, and perhaps a plus, spaces and hyphens; null where none was given. */
  readonly phone: string | null
  /** When the name was erased; null while it is there. */
  readonly erasedAtMs: number | null
}

export interface Persons {
  /** Those who were registered here; others are left out. */
  of(book: string, parties: readonly PartyId[]): Promise<ReadonlyMap<PartyId, KnownPerson>>
}

/** Where nobody is to be named. */
export const noPersons: Persons = { of: () => Promise.resolve(new Map()) }

/** The customers of a few counters: a few megabytes. */
const KEPT_MAX = 20_000
const KEPT_MS = 10 * 60_000
/** How long an erased name may still be said. */
const ERASURES_MS = 2_000
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
  // By book: the last erasure that was heard of, and when it was asked.
  const heard = new Map<string, { entry: bigint; askedMs: number }>()
  const forgetErased = async (book: string): Promise<void> => {
    const last = heard.get(book) ?? { entry: -1n, askedMs: -Infinity }
    if (nowMs() - last.askedMs < ERASURES_MS) return
    heard.set(book, { ...last, askedMs: nowMs() })
    const { rows } = await pool.query<{ subject: PartyId; entry: bigint }>(
      'select subject, entry from erasure where book = $1 and entry > $2 order by entry',
      [book, last.entry],
    )
    for (const { subject } of rows) kept.delete(placeOf(book, subject))
    const entry = rows.at(-1)?.entry ?? last.entry
    heard.set(book, { entry, askedMs: heard.get(book)?.askedMs ?? last.askedMs })
  }
  return {
    async of(book, parties) {
      await forgetErased(book)
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
  readonly wrapped: Buffer | null
  readonly box: Buffer | null
  readonly erased: number | null
}

/** One key a person, whose box or boxes it opens. A key that was erased opens nothing any more. */
async function open(
  pool: pg.Pool,
  wrappingKey: Uint8Array,
  book: string,
  parties: readonly PartyId[],
): Promise<ReadonlyMap<PartyId, KnownPerson>> {
  const { rows } = await pool.query<BoxRow>(
    `select p.party, ${originSql('d.idx')} as origin, d.idx, d.field, k.wrapped, d.box,
       e.erased_at as erased
     from party p
     join book b on b.book = p.book
     join disclosure d on d.book = p.book and d.idx = p.entry and d.subject = p.party
     left join subject_key k on k.book = p.book and k.subject = p.party
     left join erasure e on e.book = p.book and e.subject = p.party
     where p.book = $1 and p.party = any($2::text[]) and p.kind = 'person'
       and d.field in ('name', 'phone')`,
    [book, parties],
  )
  const found = new Map<PartyId, KnownPerson>()
  const keys = new Map<PartyId, Uint8Array>()
  for (const { party, origin, idx, field, wrapped, box, erased } of rows) {
    const known = found.get(party) ?? { name: null, phone: null, erasedAtMs: null }
    if (wrapped === null || box === null) {
      found.set(party, { ...known, erasedAtMs: erased })
      continue
    }
    const key = keys.get(party) ?? unwrapKey(wrappingKey, wrapped)
    keys.set(party, key)
    const value = textIn(openBox(key, box, boxBinding(origin, Number(idx), field)))
    found.set(party, { ...known, [field]: value })
  }
  return found
}

function textIn(opened: Uint8Array): string {
  const disclosure = parseDisclosure(Buffer.from(opened).toString())
  assert(disclosure.ok, 'a box holds a disclosure')
  const { value } = disclosure.value
  assert(typeof value === 'string', 'a person is disclosed in texts')
  return value
}
