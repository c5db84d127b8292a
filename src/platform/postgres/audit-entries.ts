/** The entries of a book in order: each leaf is hashed, read and folded, and the tree is grown from them. */
import type { Registry } from '#kernel/book/registry.ts'
import { factOf, type Fact, Replay } from '#kernel/book/replay.ts'
import type { RowMemory } from '#kernel/book/replay-rows.ts'
import { append } from '#kernel/log/append.ts'
import { EMPTY_EDGE, type Edge } from '#kernel/log/edge.ts'
import type { Hash, Hashing } from '#kernel/log/hash.ts'
import { type Leaf, readLeaf } from '#kernel/log/leaf.ts'
import { NotLoaded } from '#kernel/rows/rows.ts'
import type { RowKey } from '#kernel/rows/table.ts'
import { equalBytes } from '#kernel/std/bytes.ts'
import { LEAF_BYTES_MAX } from '#kernel/std/limits.ts'
import type { Findings } from './audit-findings.ts'
import { addNumbers, exactMs, type Page, versionsOf } from './audit-page.ts'
import type { AuditedEntry, NumberRun } from './audit-page.ts'
import type { Query, QueryResult } from './session.ts'

/** Hashes and leaves come as two long texts, which cost a fraction of two columns of many rows. */
export function entriesQuery(book: string, from: number, to: number): Query {
  return {
    text: `select coalesce(json_agg(json_build_array(e.idx, ${exactMs('e.at')}, e.type,
        octet_length(e.leaf_hash), octet_length(e.leaf))), '[]')::text,
      coalesce(encode(string_agg(e.leaf_hash, ''), 'hex'), ''),
      coalesce(encode(string_agg(e.leaf, ''), 'hex'), '')
      from (select * from entry where book = $1 and idx >= $2 and idx < $3 order by idx) e`,
    values: [book, from, to],
  }
}

interface StoredEntry {
  readonly index: number
  /** As text, for a tampered instant need not be a whole number. */
  readonly atMs: string
  readonly type: string
  readonly leafHash: Uint8Array
  readonly leaf: Uint8Array
}

type Heading = readonly [index: number, atMs: string, type: string, hash: number, leaf: number]

// What is parsed is what entriesQuery made.
const parseHeadings: (text: string) => readonly Heading[] = JSON.parse

function storedEntries({ rows }: QueryResult): StoredEntry[] {
  const [headings, hashes, leaves] = rows[0] ?? []
  const allHashes = Buffer.from(hashes ?? '', 'hex')
  const allLeaves = Buffer.from(leaves ?? '', 'hex')
  let hashAt = 0
  let leafAt = 0
  return parseHeadings(headings ?? '[]').map(([index, atMs, type, hashBytes, leafBytes]) => {
    const leafHash = allHashes.subarray(hashAt, hashAt + hashBytes)
    const leaf = allLeaves.subarray(leafAt, leafAt + leafBytes)
    hashAt += hashBytes
    leafAt += leafBytes
    return { index, atMs, type, leafHash, leaf }
  })
}

const NO_HASH: Hash = new Uint8Array(32)

export interface EntryAuditOptions {
  readonly origin: string
  /** Of the entry at an index: a closed log's, or the book's own. */
  readonly originAt: (index: number) => string
  readonly registry: Registry
  readonly memory: RowMemory
  readonly hashing: Hashing
  readonly findings: Findings
  /** Brings rows back that were spilled. */
  readonly load: (keys: readonly RowKey[]) => Promise<void>
}

export class EntryAudit {
  readonly #options: EntryAuditOptions
  readonly #replay: Replay
  #edge: Edge = EMPTY_EDGE
  #atMs = 0

  constructor(options: EntryAuditOptions) {
    this.#options = options
    this.#replay = new Replay(options.registry, options.memory)
  }

  get edge(): Edge {
    return this.#edge
  }

  /** The time of the last entry. */
  get atMs(): number {
    return this.#atMs
  }

  async page(result: QueryResult, from: number, to: number): Promise<Page> {
    const entries = new Map<number, AuditedEntry>()
    const hashes: Hash[] = []
    const stored = storedEntries(result)
    let at = 0
    for (let index = from; index < to; index += 1) {
      const row = stored[at]
      if (row === undefined || row.index !== index) {
        this.#find('missing', index, '', 'an entry')
        hashes.push(NO_HASH)
        continue
      }
      at += 1
      hashes.push(this.#hash(row))
      const entry = this.#read(row)
      if (entry !== undefined) entries.set(index, entry)
    }
    const appended = append(this.#edge, hashes, this.#options.hashing)
    this.#edge = appended.edge
    const numbers = new Map<string, NumberRun>()
    await this.#fold([...entries.values()], { numbers })
    const versions = versionsOf(this.#replay.rows.keep())
    return { from, to, entries, numbers, versions, appended }
  }

  #find(problem: string, index: number, stored: string, computed: string): void {
    const key = `${this.#options.origin} ${index}`
    this.#options.findings.add({ table: 'entry', problem, key, stored, computed })
  }

  /** The tree is grown from the leaves themselves, so that a hash that was fixed up shows in it. */
  #hash({ index, leaf, leafHash }: StoredEntry): Hash {
    if (leaf.length > LEAF_BYTES_MAX) return NO_HASH
    const hash = this.#options.hashing.leaf(leaf)
    if (!equalBytes(hash, leafHash)) {
      const computed = Buffer.from(hash).toString('hex')
      this.#find('leaf_hash_differs', index, Buffer.from(leafHash).toString('hex'), computed)
    }
    return hash
  }

  #read(row: StoredEntry): AuditedEntry | undefined {
    const leaf = readLeaf(row.leaf)
    if (!leaf.ok) {
      this.#find(leaf.error, row.index, Buffer.from(row.leaf).toString(), 'a canonical leaf')
      return undefined
    }
    this.#compareHeading(row, leaf.value)
    const fact = factOf(this.#options.registry, row.index, leaf.value)
    if (!fact.ok) {
      this.#find(
        fact.error,
        row.index,
        `${leaf.value.type} version ${leaf.value.v}`,
        'a known fact',
      )
      return undefined
    }
    return { index: row.index, fact: fact.value, unexplained: new Set(leaf.value.sd) }
  }

  #compareHeading({ index, atMs, type }: StoredEntry, leaf: Leaf): void {
    const origin = this.#options.originAt(index)
    if (leaf.book !== origin) this.#find('book_differs', index, leaf.book, origin)
    if (leaf.type !== type) this.#find('type_differs', index, type, leaf.type)
    if (String(leaf.atMs) !== atMs) this.#find('at_differs', index, atMs, String(leaf.atMs))
    if (leaf.atMs < this.#atMs) {
      this.#find('at_runs_backwards', index, String(leaf.atMs), `at least ${this.#atMs}`)
    }
    this.#atMs = Math.max(this.#atMs, leaf.atMs)
  }

  async #fold(entries: readonly AuditedEntry[], page: Pick<Page, 'numbers'>): Promise<void> {
    let at = 0
    while (at < entries.length) {
      const stopped = this.#foldFrom(entries, at, page)
      if (stopped === undefined) return
      await this.#options.load([...stopped.missing.values()])
      at = stopped.at
    }
  }

  /**
   * Folds until a row is missing; then the rest of the page is folded for show, to learn all that is
   * missing in one go, and undone.
   */
  #foldFrom(
    entries: readonly AuditedEntry[],
    from: number,
    page: Pick<Page, 'numbers'>,
  ): { readonly at: number; readonly missing: ReadonlyMap<string, RowKey> } | undefined {
    const { rows } = this.#replay
    const missing = new Map<string, RowKey>()
    let stoppedAt = from
    let stoppedMark = rows.mark()
    for (const [place, { index, fact }] of entries.entries()) {
      if (place < from) continue
      const mark = rows.mark()
      const folded = this.#tryFold(fact)
      if (folded instanceof NotLoaded) {
        if (missing.size === 0) [stoppedAt, stoppedMark] = [place, mark]
        missing.set(`${folded.key.table.name} ${folded.key.text}`, folded.key)
      }
      if (folded instanceof Error || !folded.ok) rows.rollback(mark)
      if (missing.size > 0) continue
      if (folded instanceof Error)
        this.#find('not_applicable', index, folded.message, 'a possible event')
      else if (!folded.ok) this.#find('not_applicable', index, folded.error, 'a possible event')
      else addNumbers(page, index, folded.value)
    }
    if (missing.size === 0) return undefined
    rows.rollback(stoppedMark)
    return { at: stoppedAt, missing }
  }

  #tryFold(fact: Fact): ReturnType<Replay['add']> | Error {
    try {
      return this.#replay.add(fact)
    } catch (error) {
      // Apply throws for what cannot have happened, and that is what an audit looks for.
      return error instanceof Error ? error : new Error(String(error))
    }
  }
}
