/**
 * Turns the drafts of a batch into leaves: running numbers and secrets become salted commitments, the
 * values go into boxes, and the canonical bytes are hashed. Randomness, hashes and encryption are
 * arguments.
 */
import { numberField } from '#kernel/log/numbers.ts'
import { assert } from '#kernel/std/assert.ts'
import type { Json } from '#kernel/std/json.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { canonicalText } from '#kernel/std/canonical-json.ts'
import type { PartyId } from '#kernel/identity/principal.ts'
import { defineTable } from '#kernel/rows/table.ts'
import type { BatchRows } from '#kernel/rows/rows.ts'
import { LEAF_BYTES_MAX } from '#kernel/std/limits.ts'
import { erasureTable } from './erasure.ts'
import { leafText, NONCE_BYTES, type Draft } from './leaf.ts'
import type { Secret } from './slice.ts'

export const SALT_BYTES = 16

/** The last running number of a party; the store reads it from party_entries and writes it there. */
export const partyNumber = defineTable({
  name: 'party_number',
  key: { party: 'text' },
  columns: { last: 'index' },
})

/** A subject's data key, wrapped by the key of the installation. */
export const subjectKey = defineTable({
  name: 'subject_key',
  key: { subject: 'text' },
  columns: { wrapped: 'bytes' },
})

export interface SealingTools {
  /** Unpredictable bytes; the caller may keep them. */
  random(sizeBytes: number): Uint8Array
  base64Url(bytes: Uint8Array): string
  /** Base64url of an ASCII text. */
  base64UrlOfText(text: string): string
  /** Base64url of the SHA-256 of an ASCII text. */
  digest(text: string): string
  /** The UTF-8 of a well-formed text. */
  utf8(text: string): Uint8Array
  leafHash(leaf: Uint8Array): Uint8Array
  newSubjectKey(): Uint8Array
  /** AES-256-GCM under a wrapped key, bound to book, index and field. */
  encrypt(wrapped: Uint8Array, plain: Uint8Array, bound: string): Uint8Array
  /** The key is destroyed: whatever of it is kept in memory goes as well. */
  forget(wrapped: Uint8Array): void
}

export interface SealedEntry {
  readonly draft: Draft
  readonly leaf: string
  readonly leafBytes: Uint8Array
  readonly leafHash: Uint8Array
  /** What the actor may see, as SD-JWT disclosures. */
  readonly disclosures: readonly string[]
}

export interface PartyEntries {
  readonly party: PartyId
  readonly firstNumber: number
  readonly indexes: number[]
  readonly salts: Uint8Array[]
}

export interface Box {
  readonly index: number
  readonly field: string
  readonly subject: PartyId
  readonly readers: readonly PartyId[]
  readonly box: Uint8Array
}

/** Everything of the subject before this entry, and the key of it. */
export interface ErasedSubject {
  readonly subject: PartyId
  readonly index: number
  readonly atMs: number
  readonly wrapped: Uint8Array
  readonly keyPrint: string
}

export interface Sealed {
  readonly entries: readonly SealedEntry[]
  readonly partyEntries: readonly PartyEntries[]
  readonly boxes: readonly Box[]
  readonly erased: readonly ErasedSubject[]
}

/** What a box is bound to, so that it cannot be moved to another entry or field. */
export function boxBinding(book: string, index: number, field: string): string {
  return canonicalText([book, index, field])
}

/** Seals the drafts of one batch. Party numbers and subject keys must be loaded. */
export class Sealer {
  readonly #book: string
  readonly #rows: BatchRows
  readonly #tools: SealingTools
  readonly #parties = new Map<PartyId, PartyEntries>()
  #boxes: Box[] = []
  readonly #erased: ErasedSubject[] = []
  readonly #entries: SealedEntry[] = []

  constructor(book: string, rows: BatchRows, tools: SealingTools) {
    this.#book = book
    this.#rows = rows
    this.#tools = tools
  }

  add(draft: Draft): SealedEntry {
    const digests: string[] = []
    const disclosures: string[] = []
    const commit = (salt: Uint8Array, name: string, value: Json): string => {
      // A whole number has one text; anything else is made canonical.
      const salted = `["${this.#tools.base64Url(salt)}",${JSON.stringify(name)},`
      const text = typeof value === 'number' ? String(value) : canonicalText(value)
      const disclosure = this.#tools.base64UrlOfText(`${salted}${text}]`)
      digests.push(this.#tools.digest(disclosure))
      return disclosure
    }
    const { parties } = draft.event
    // Two numbers of one party would be two values of one name, and no receipt may disclose that.
    assert(new Set(parties).size === parties.length, 'an entry names each party once')
    this.#rows.begin(draft.index)
    for (const party of parties) {
      const [salt, number] = this.#number(party, draft.index)
      const disclosure = commit(salt, numberField(party), number)
      if (party === draft.submission.actor) disclosures.push(disclosure)
    }
    for (const secret of draft.event.secrets ?? []) {
      const disclosure = commit(this.#tools.random(SALT_BYTES), secret.name, secret.value)
      this.#box(draft.index, secret, disclosure)
      disclosures.push(disclosure)
    }
    if (draft.event.erases !== undefined) this.#erase(draft, draft.event.erases)
    this.#rows.keep()
    digests.sort()
    const nonce = this.#tools.random(NONCE_BYTES)
    const leaf = leafText(this.#book, draft, { nonce: this.#tools.base64Url(nonce), digests })
    const leafBytes = this.#tools.utf8(leaf)
    assert(leafBytes.length <= LEAF_BYTES_MAX, 'a leaf is at most 65,535 bytes')
    const leafHash = this.#tools.leafHash(leafBytes)
    const entry: SealedEntry = { draft, leaf, leafBytes, leafHash, disclosures }
    this.#entries.push(entry)
    return entry
  }

  sealed(): Sealed {
    const partyEntries = [...this.#parties.values()]
    return { entries: this.#entries, partyEntries, boxes: this.#boxes, erased: this.#erased }
  }

  #number(party: PartyId, index: number): [Uint8Array, number] {
    const salt = this.#tools.random(SALT_BYTES)
    const number = (this.#rows.get(partyNumber, party)?.last ?? 0) + 1
    this.#rows.put(partyNumber, { party, last: number })
    const known = this.#parties.get(party)
    if (known === undefined) {
      this.#parties.set(party, { party, firstNumber: number, indexes: [index], salts: [salt] })
    } else {
      known.indexes.push(index)
      known.salts.push(salt)
    }
    return [salt, number]
  }

  #box(index: number, { name: field, subject, readers = [] }: Secret, disclosure: string): void {
    let key = this.#rows.get(subjectKey, subject)
    if (key === undefined) {
      key = { subject, wrapped: this.#tools.newSubjectKey() }
      this.#rows.put(subjectKey, key)
    }
    const bound = boxBinding(this.#book, index, field)
    const box = this.#tools.encrypt(key.wrapped, utf8Of(disclosure), bound)
    this.#boxes.push({ index, field, subject, readers, box })
  }

  /** What this very batch has sealed for the subject is not even written. */
  #erase({ index, atMs, event }: Draft, subject: PartyId): void {
    const row = this.#rows.get(erasureTable, subject)
    assert(row?.entry === index, `the apply of ${event.type} keeps the erasure`)
    const key = this.#rows.get(subjectKey, subject)
    assert(key !== undefined, 'only what was sealed is erased')
    this.#boxes = this.#boxes.filter((box) => box.subject !== subject)
    this.#rows.remove(subjectKey, subject)
    this.#tools.forget(key.wrapped)
    const { wrapped } = key
    this.#erased.push({ subject, index, atMs, wrapped, keyPrint: row.keyPrint })
  }
}
