/** What the tables say about a page of entries, question by question. */
import { boxBinding, SALT_BYTES } from '#kernel/book/seal.ts'
import { numberField } from '#kernel/log/numbers.ts'
import { parseDisclosure } from '#kernel/log/commitment.ts'
import { rootOf } from '#kernel/log/edge.ts'
import type { Hashing } from '#kernel/log/hash.ts'
import { TILE_WIDTH } from '#kernel/log/tile.ts'
import { canonicalText } from '#kernel/std/canonical-json.ts'
import type { Erasure } from '#platform/book/erasure-log.ts'
import { openBox, unwrapKey, type sealingTools } from '#platform/book/sealing-tools.ts'
import type { Finding, Findings } from './audit-findings.ts'
import {
  exactMs,
  jsonRows,
  type Cell,
  type Cells,
  type Page,
  type PageCheck,
} from './audit-page.ts'
import { encodeArray } from './binary-array.ts'
import { transferColumns } from './book-batch.ts'
import type { Query } from './session.ts'

export interface CheckTools {
  readonly book: string
  readonly origin: string
  /** Of the entry at an index: a closed log's, or the book's own. */
  readonly originAt: (index: number) => string
  readonly findings: Findings
  readonly hashing: Hashing
  readonly sealing: Pick<
    ReturnType<typeof sealingTools>,
    'base64Url' | 'base64UrlOfText' | 'digest'
  >
  readonly installationKey: Uint8Array
}

function range({ book }: CheckTools, { from, to }: Page, text: string): Query {
  return { text, values: [book, from, to] }
}

const hexBytes = (cell: Cell | undefined): Buffer => Buffer.from(String(cell), 'hex')

/** Both lists are in order of entry and place; the first place where they part is the finding. */
export class TransferCheck implements PageCheck {
  readonly #tools: CheckTools

  constructor(tools: CheckTools) {
    this.#tools = tools
  }

  ask(page: Page): Query {
    const columns = 't.idx, t.n, t.op, t.debit, t.credit, t.amount_minor::text, t.hold'
    return range(
      this.#tools,
      page,
      jsonRows(
        columns,
        '(select * from transfer where book = $1 and idx >= $2 and idx < $3 order by idx, n) t',
      ),
    )
  }

  compare({ entries }: Page, stored: Cells): void {
    let at = 0
    for (const [index, { fact }] of entries) {
      for (const [n, transfer] of fact.transfers.entries()) {
        const { debit, credit, amountMinor, hold } = transferColumns(transfer)
        const amount = amountMinor === null ? null : amountMinor.toString()
        const computed = [index, n, transfer.op, debit, credit, amount, hold]
        while (isBefore(stored[at], [index, n])) {
          this.#find('added', stored[at], undefined)
          at += 1
        }
        const row = stored[at]
        if (row?.[0] !== index || row[1] !== n) {
          this.#find('missing', undefined, computed)
          continue
        }
        at += 1
        if (row.some((cell, column) => cell !== computed[column]))
          this.#find('changed', row, computed)
      }
    }
    for (const row of stored.slice(at)) this.#find('added', row, undefined)
  }

  #find(
    problem: string,
    stored: readonly Cell[] | undefined,
    computed: readonly Cell[] | undefined,
  ) {
    const [index, n] = stored ?? computed ?? []
    const key = `${this.#tools.origin} ${index}/${n}`
    const texts = { stored: textOf(stored), computed: textOf(computed) }
    this.#tools.findings.add({ table: 'transfer', problem, key, ...texts })
  }
}

type Place = readonly [index: number, n: number]

function isBefore(row: readonly Cell[] | undefined, [index, n]: Place): boolean {
  if (row === undefined) return false
  const [rowIndex, rowN] = row
  return Number(rowIndex) < index || (rowIndex === index && Number(rowN) < n)
}

function textOf(row: readonly Cell[] | undefined): string {
  return row === undefined ? 'nothing' : JSON.stringify(row)
}

/** Each number stands where the party's count says, and opens a digest of that entry's leaf. */
export class NumberCheck implements PageCheck {
  readonly #tools: CheckTools

  constructor(tools: CheckTools) {
    this.#tools = tools
  }

  ask({ numbers }: Page): Query | null {
    if (numbers.size === 0) return null
    const runs = [...numbers.values()]
    const text = jsonRows(
      "k.place, p.first_number, p.indexes, encode(p.salts, 'hex')",
      `unnest($2::text[], $3::int8[], $4::int8[]) with ordinality k(party, first, last, place)
       cross join lateral (select * from party_entries p where p.book = $1 and p.party = k.party
         and p.first_number <= k.last and p.first_number >= coalesce(
           (select first_number from party_entries f where f.book = $1 and f.party = k.party
            and f.first_number <= k.first order by f.first_number desc limit 1), k.first)
         order by p.first_number offset 0) p`,
    )
    const lasts = runs.map(({ first, indexes }) => first + indexes.length - 1)
    const firsts = runs.map(({ first }) => first)
    const arrays = [encodeArray('index', firsts), encodeArray('index', lasts)]
    return { text, values: [this.#tools.book, encodeArray('text', [...numbers.keys()]), ...arrays] }
  }

  compare(page: Page, stored: Cells): void {
    let at = 0
    for (const [place, [party, { first, indexes }]] of [...page.numbers].entries()) {
      const rows: NumberRow[] = []
      for (; stored[at]?.[0] === place + 1; at += 1) rows.push(numberRow(stored[at]))
      // The name is quoted once for the run: writing the whole disclosure anew costs as much as hashing it.
      const name = canonicalText(numberField(party))
      let row = 0
      for (const [offset, index] of indexes.entries()) {
        const number = first + offset
        while (row < rows.length && endOf(rows[row]) <= number) row += 1
        const problem = this.#problemOf(page, { name, number, index }, rows[row])
        if (problem === null) continue
        const key = `${this.#tools.origin} ${party} ${number}`
        const finding = { table: 'party_entries', key, computed: `entry ${index}` }
        this.#tools.findings.add({ ...finding, ...problem })
      }
    }
  }

  #problemOf(
    { entries }: Page,
    {
      name,
      number,
      index,
    }: { readonly name: string; readonly number: number; readonly index: number },
    row: NumberRow | undefined,
  ): Pick<Finding, 'problem' | 'stored'> | null {
    const place = row === undefined ? -1 : number - row.firstNumber
    if (row === undefined || place < 0) return { problem: 'missing', stored: 'nothing' }
    if (row.indexes[place] !== index)
      return { problem: 'changed', stored: `entry ${row.indexes[place]}` }
    const salt = row.salts.subarray(place * SALT_BYTES, (place + 1) * SALT_BYTES)
    const { base64Url, base64UrlOfText, digest } = this.#tools.sealing
    const disclosure = base64UrlOfText(`["${base64Url(salt)}",${name},${number}]`)
    if (entries.get(index)?.unexplained.delete(digest(disclosure)) === true) return null
    return { problem: 'digest_not_in_leaf', stored: `salt ${salt.toString('hex')}` }
  }
}

interface NumberRow {
  readonly firstNumber: number
  readonly indexes: readonly number[]
  readonly salts: Buffer
}

function numberRow(row: readonly unknown[] = []): NumberRow {
  const [, firstNumber, indexes, salts] = row
  return {
    firstNumber: Number(firstNumber),
    indexes: Array.isArray(indexes) ? indexes.map(Number) : [],
    salts: hexBytes(String(salts)),
  }
}

function endOf(row: NumberRow | undefined): number {
  return row === undefined ? 0 : row.firstNumber + row.indexes.length
}

/** When the entry of a box was recorded. */
const AT_MS = `(select ${exactMs('n.at')}::numeric from entry n where n.book = $1 and n.idx = d.idx)`

/**
 * Each box opens with its subject's key to a value that its leaf commits to. An empty box is an erased value if
 * an entry after it erased its subject, and so is a digest that nothing else explains; whatever else is gone,
 * or still there after such an entry, is a finding. The journal explains what is gone where that entry was lost.
 */
export class DisclosureCheck implements PageCheck {
  opened = 0
  erased = 0
  erasedByJournal = 0
  readonly #tools: CheckTools
  readonly #journaled: ReadonlyMap<string, readonly Erasure[]>

  constructor(tools: CheckTools, erasures: readonly Erasure[]) {
    this.#tools = tools
    const own = erasures.filter(({ book }) => book === tools.book)
    this.#journaled = Map.groupBy(own, ({ subject }) => subject)
  }

  ask(page: Page): Query {
    const columns = `d.idx, d.field, d.subject, encode(d.box, 'hex'), encode(k.wrapped, 'hex'), e.entry,
       case when d.box is null then ${AT_MS} end`
    return range(
      this.#tools,
      page,
      jsonRows(
        columns,
        `(select * from disclosure where book = $1 and idx >= $2 and idx < $3 order by idx, field) d
         left join lateral (select wrapped from subject_key k
           where k.book = $1 and k.subject = d.subject limit 1) k on true
         left join lateral (select entry from erasure e
           where e.book = $1 and e.subject = d.subject limit 1) e on true`,
      ),
    )
  }

  compare(page: Page, stored: Cells): void {
    const emptied = new Map<number, number>()
    for (const row of stored) {
      const index = Number(row[0])
      this.#compareErased(row)
      // What does not open is said once, and not missing besides.
      if (row[3] === null || !this.#open(page, row))
        emptied.set(index, (emptied.get(index) ?? 0) + 1)
    }
    for (const [index, { unexplained }] of page.entries) {
      const known = emptied.get(index) ?? 0
      if (unexplained.size === known) continue
      const isMissing = unexplained.size > known
      const key = `${this.#tools.origin} ${index}`
      const computed = `${unexplained.size} values that no box opens`
      this.#find(isMissing ? 'missing' : 'added', key, `${known} empty boxes`, computed)
    }
  }

  #compareErased([index, field, subject, box, , erasedBy, atMs]: readonly Cell[]): void {
    const isErased = erasedBy !== null && Number(index) < Number(erasedBy)
    const key = `${this.#tools.origin} ${index} ${field} of ${subject}`
    if (box === null) {
      this.erased += 1
      if (isErased) return
      if (this.#isJournaled(String(subject), Number(index), Number(atMs))) this.erasedByJournal += 1
      else this.#find('emptied_without_erasure', key, 'an empty box')
    } else if (isErased) this.#find('kept_after_erasure', key, 'a box')
  }

  /** Sealed before an erasure that the journal knows, by place and by time. */
  #isJournaled(subject: string, index: number, sealedAtMs: number): boolean {
    const known = this.#journaled.get(subject) ?? []
    return known.some(({ entry, atMs }) => index < entry && sealedAtMs <= atMs)
  }

  #find(problem: string, key: string, stored: string, computed = 'as the erasures say'): void {
    this.#tools.findings.add({ table: 'disclosure', problem, key, stored, computed })
  }

  /** Whether it is what the leaf commits to. */
  #open({ entries }: Page, [index, field, subject, box, wrapped]: readonly Cell[]): boolean {
    const key = `${this.#tools.origin} ${index} ${field} of ${subject}`
    const add = (problem: string, stored: string, computed: string): void =>
      this.#tools.findings.add({ table: 'disclosure', problem, key, stored, computed })
    const text = this.#decrypt(Number(index), String(field), { box, wrapped })
    if (text === undefined) {
      add('does_not_open', `a box of ${String(box).length / 2} bytes`, "the subject's key opens it")
      return false
    }
    this.opened += 1
    const disclosure = parseDisclosure(text)
    if (!disclosure.ok || disclosure.value.name !== field) {
      add(
        'is_of_other_field',
        disclosure.ok ? disclosure.value.name : disclosure.error,
        String(field),
      )
      return false
    }
    const digest = this.#tools.sealing.digest(text)
    const isCommitted = entries.get(Number(index))?.unexplained.delete(digest)
    if (isCommitted !== true) add('digest_not_in_leaf', digest, 'a digest of the leaf')
    return isCommitted === true
  }

  #decrypt(
    index: number,
    field: string,
    { box, wrapped }: { readonly box: Cell | undefined; readonly wrapped: Cell | undefined },
  ): string | undefined {
    try {
      const key = unwrapKey(this.#tools.installationKey, hexBytes(wrapped))
      const bound = boxBinding(this.#tools.originAt(index), index, field)
      return Buffer.from(openBox(key, hexBytes(box), bound)).toString()
    } catch {
      // Authenticated encryption throws for whatever was changed or moved, and that is the answer.
      return undefined
    }
  }
}

/** The tiles that a page completes, byte for byte. */
export class TileCheck implements PageCheck {
  readonly #tools: CheckTools

  constructor(tools: CheckTools) {
    this.#tools = tools
  }

  ask({ appended: { tiles } }: Page): Query | null {
    if (tiles.length === 0) return null
    const text = jsonRows(
      "k.place, encode(t.hashes, 'hex')",
      `unnest($2::int4[], $3::int8[]) with ordinality k(level, n, place)
       cross join lateral (select * from tile t
         where t.book = $1 and t.level = k.level and t.n = k.n limit 1) t`,
    )
    const levels = tiles.map(({ level }) => level)
    const places = tiles.map(({ index }) => index)
    const arrays = [encodeArray('integer', levels), encodeArray('index', places)]
    return { text, values: [this.#tools.book, ...arrays] }
  }

  compare({ appended: { tiles } }: Page, stored: Cells): void {
    const found = new Map(stored.map(([place, hashes]) => [Number(place) - 1, hexBytes(hashes)]))
    for (const [place, { level, index, bytes }] of tiles.entries()) {
      const hashes = found.get(place)
      if (hashes !== undefined && Buffer.compare(hashes, bytes) === 0) continue
      const part = hashes === undefined ? 0 : bytes.findIndex((byte, at) => byte !== hashes[at])
      const node = index * TILE_WIDTH + Math.floor(part / 32)
      const start = Math.floor(part / 32) * 32
      const hex = (of: Uint8Array): string =>
        Buffer.from(of.subarray(start, start + 32)).toString('hex')
      this.#tools.findings.add({
        table: 'tile',
        problem: hashes === undefined ? 'missing' : 'changed',
        key: `${this.#tools.origin} level ${level} tile ${index}`,
        stored: hashes === undefined ? 'nothing' : `node ${node}: ${hex(hashes)}`,
        computed: `node ${node}: ${hex(bytes)}`,
      })
    }
  }
}

/** The checkpoints that were published while the book had a size of this page. */
export class CheckpointCheck implements PageCheck {
  readonly #tools: CheckTools

  constructor(tools: CheckTools) {
    this.#tools = tools
  }

  ask(page: Page): Query {
    const text = jsonRows(
      "c.size, encode(c.root, 'base64'), c.note",
      '(select * from checkpoint where book = $1 and size > $2 and size <= $3 order by size) c',
    )
    return range(this.#tools, page, text)
  }

  compare({ appended: { rows } }: Page, stored: Cells): void {
    const { hashing, findings } = this.#tools
    for (const [size, root, note] of stored) {
      const origin = this.#tools.originAt(Number(size) - 1)
      const computed = rootOf({ size: Number(size), rows }, hashing)
      const expected = Buffer.from(computed).toString('base64')
      const key = `${origin} ${size}`
      const finding = { table: 'checkpoint', key, stored: `${root}: ${note}`, computed: expected }
      if (root !== expected) findings.add({ ...finding, problem: 'root_differs' })
      else if (!String(note).startsWith(`${origin}\n${size}\n${expected}\n`)) {
        findings.add({ ...finding, problem: 'note_differs' })
      }
    }
  }
}
