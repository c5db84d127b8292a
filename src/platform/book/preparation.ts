/**
 * One batch from taken commands to a write: load what they read, decide them in order, seal the entries,
 * append to the tree. It may run while the batch before it is being written, on top of its rows and its
 * tree; if that one fails, this one is dropped and its commands are taken again.
 */
import { Batch } from '#kernel/book/batch.ts'
import type { Draft } from '#kernel/book/leaf.ts'
import type { Registry } from '#kernel/book/registry.ts'
import {
  partyNumber,
  Sealer,
  subjectKey,
  type SealedEntry,
  type SealingTools,
} from '#kernel/book/seal.ts'
import type { Refusal } from '#kernel/book/slice.ts'
import { append, inclusionLines, type Appended } from '#kernel/log/append.ts'
import type { Edge } from '#kernel/log/edge.ts'
import type { Hashing } from '#kernel/log/hash.ts'
import { BatchRows, type RowCache } from '#kernel/rows/rows.ts'
import { tableKey, type RowKey, type Table } from '#kernel/rows/table.ts'
import type { Item } from './lanes.ts'
import type { BatchWrite, BookStore, Cursor, IdempotencyRow, Parked } from './store.ts'

export type Outcome =
  | { readonly kind: 'recorded'; readonly first: number; readonly count: number }
  | { readonly kind: 'existing'; readonly first: number; readonly count: number }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'failed'; readonly error: unknown }
  /** A reaction's command that was done before, or a cursor without a command. */
  | { readonly kind: 'skipped' }

export interface PreparationTools {
  readonly book: { readonly name: string; readonly origin: string }
  readonly registry: Registry
  readonly store: BookStore
  readonly cache: RowCache
  readonly sealing: SealingTools
  readonly hashing: Hashing
  readonly nowMs: () => number
  readonly monotonicMs: () => number
}

export interface Base {
  readonly size: number
  readonly atMs: number
  readonly edge: Edge
  readonly rows?: BatchRows
}

const READ_ROUNDS_MAX = 3
/** A command whose rows never hold still is a defect of its slice. */
const RETURNS_MAX = 8

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** One command keeps the whole batch from being prepared: a defect of its slice. */
export class Spoiled extends Error {
  override readonly name = 'Spoiled'
  readonly item: Item

  constructor(item: Item, cause: unknown) {
    super(`${item.submission?.command.type} cannot be prepared`, { cause })
    this.item = item
  }
}

export class Preparation {
  readonly base: Base
  readonly rows: BatchRows
  readonly outcomes: { readonly item: Item; readonly outcome: Outcome }[] = []
  readonly #tools: PreparationTools
  readonly #batch: Batch
  readonly #sealer: Sealer
  readonly #sealed: SealedEntry[] = []
  readonly #idempotency: IdempotencyRow[] = []
  readonly #cursors = new Map<string, Cursor>()
  readonly #caused: BatchWrite['caused'][number][] = []
  readonly #parked: Parked[] = []
  #appended: Appended | undefined
  #lines: readonly string[] = []
  #write: BatchWrite | undefined

  constructor(tools: PreparationTools, base: Base) {
    this.#tools = tools
    this.base = base
    this.rows = new BatchRows(tools.cache, base.rows)
    this.#batch = new Batch({
      book: tools.book.origin,
      rows: this.rows,
      registry: tools.registry,
      size: base.size,
      atMs: base.atMs,
    })
    this.#sealer = new Sealer(tools.book.origin, this.rows, tools.sealing)
  }

  get items(): readonly Item[] {
    return this.outcomes.map(({ item }) => item)
  }

  get count(): number {
    return this.outcomes.length
  }

  get size(): number {
    return this.#batch.size
  }

  get atMs(): number {
    return this.#batch.atMs
  }

  takesMore(max: number): boolean {
    return this.count < max && !this.isErasing
  }

  /** A batch ends with an erasure: the key goes, and a new one comes at the earliest in the batch after it. */
  get isErasing(): boolean {
    return this.#batch.drafts.at(-1)?.event.erases !== undefined
  }

  /** Nothing to write: refusals and repeats only. */
  get isEmpty(): boolean {
    return this.#batch.drafts.length === 0 && this.#cursors.size === 0 && this.#parked.length === 0
  }

  /**
   * Adds commands. Those for which the time did not suffice come back, and so do a command that met a row
   * which was not loaded and all behind it: whoever comes later may depend on it.
   */
  async add(items: readonly Item[], syncMsMax: number): Promise<readonly Item[]> {
    if (this.isErasing) return items
    const known = await this.#load(items)
    const startMs = this.#tools.monotonicMs()
    const firstDraft = this.#batch.drafts.length
    let done = 0
    for (const item of items) {
      // Looking at the clock for each command would cost as much as deciding it.
      if (done % 16 === 15 && this.#tools.monotonicMs() - startMs > syncMsMax) break
      if (!this.#decide(item, known)) break
      done += 1
      // What comes later may seal for the same subject, and needs a key that is not there yet.
      if (this.isErasing) break
    }
    await this.#seal(firstDraft)
    return items.slice(done)
  }

  /** Hashes the tree on. After this nothing can be added. */
  close(): Appended {
    const hashes = this.#sealed.map(({ leafHash }) => leafHash)
    this.#appended ??= append(this.base.edge, hashes, this.#tools.hashing)
    return this.#appended
  }

  /** What is to be written; the batch is closed by it. */
  write(): BatchWrite {
    const { edge, root, tiles } = this.close()
    const { partyEntries, boxes, erased } = this.#sealer.sealed()
    this.#write ??= {
      sizeBefore: this.base.size,
      sizeAfter: edge.size,
      rootAfter: root,
      atMs: this.#batch.atMs,
      entries: this.#sealed.map(({ draft, leafBytes, leafHash }) => ({
        index: draft.index,
        atMs: draft.atMs,
        type: draft.event.type,
        leafHash,
        leaf: leafBytes,
      })),
      transfers: this.#batch.transfers,
      rows: [...this.rows.changes()],
      partyEntries,
      boxes,
      erased,
      cells: this.#batch.cells.list(),
      idempotency: this.#idempotency,
      due: this.rows.dueChanges(),
      tiles,
      cursors: [...this.#cursors.values()],
      caused: this.#caused,
      parked: this.#parked,
    }
    return this.#write
  }

  /** An entry of this batch and its inclusion path; the batch must be closed. */
  entry(index: number): { readonly sealed: SealedEntry; readonly path: string } {
    if (this.#lines.length === 0) this.#lines = inclusionLines(this.close(), this.#tools.hashing)
    const sealed = this.#sealed[index - this.base.size]
    const path = this.#lines[index - this.base.size]
    if (sealed === undefined || path === undefined) throw new Error(`entry ${index} is not here`)
    return { sealed, path }
  }

  async #load(all: readonly Item[]): Promise<Known> {
    const items = all.filter(({ spoiledBy }) => spoiledBy === undefined)
    const wanted = new Map<Table, Map<string, RowKey>>()
    const want = (key: RowKey): void => {
      const keys = wanted.get(key.table) ?? new Map<string, RowKey>()
      wanted.set(key.table, keys)
      keys.set(key.text, key)
    }
    for (const item of items) for (const key of item.wanted) want(key)
    const [idempotent, done] = await Promise.all([
      this.#findIdempotent(items),
      this.#findCaused(items),
    ])
    let open = items
    for (let round = 0; round < READ_ROUNDS_MAX; round += 1) {
      // Only a command whose keys depend on rows that were missing has to be asked again.
      open = open.filter((item) => {
        const { keys, isComplete } = this.#wants(item)
        for (const key of keys) want(key)
        return !isComplete
      })
      if (wanted.size === 0) break
      await this.#fetch(wanted)
      wanted.clear()
    }
    return { idempotent, done }
  }

  #wants(item: Item): ReturnType<Batch['wants']> {
    if (item.submission === undefined) return { keys: [], isComplete: true }
    try {
      return this.#batch.wants(item.submission.command, item.submission.actor)
    } catch (cause) {
      throw new Spoiled(item, cause)
    }
  }

  async #fetch(wanted: ReadonlyMap<Table, ReadonlyMap<string, RowKey>>): Promise<void> {
    await Promise.all(
      [...wanted].map(async ([table, keys]) => {
        const missing = [...keys.values()].filter(
          ({ text }) => this.rows.find(table, text) === undefined,
        )
        if (missing.length === 0) return
        const rows = await this.#tools.store.load(table, missing)
        for (const { text } of missing) this.rows.load(table, text, null)
        for (const row of rows) this.rows.load(table, table.keyOf(row), row)
      }),
    )
  }

  async #findIdempotent(items: readonly Item[]): Promise<ReadonlyMap<string, IdempotencyRow>> {
    const keys = items.flatMap(({ submission }) => submission?.idempotencyKey ?? [])
    if (keys.length === 0) return new Map()
    const rows = await this.#tools.store.findIdempotent(keys)
    return new Map(rows.map((row) => [hex(row.key), row]))
  }

  async #findCaused(items: readonly Item[]): Promise<ReadonlySet<string>> {
    const causes = items.flatMap(({ submission }) => submission?.cause ?? [])
    if (causes.length === 0) return new Set()
    const rows = await this.#tools.store.findCaused(causes)
    return new Set(rows.map((cause) => JSON.stringify(Object.values(cause))))
  }

  /** False if the command has to wait for a row. */
  #decide(item: Item, known: Known): boolean {
    const outcome = this.#earlier(item, known) ?? this.#decided(item)
    if (outcome === undefined) return false
    this.#resolve(item, outcome)
    return true
  }

  /** What is known without deciding: the same key, or the same cause, was resolved before. */
  #earlier({ submission, spoiledBy }: Item, known: Known): Outcome | undefined {
    if (spoiledBy !== undefined) return { kind: 'failed', error: spoiledBy }
    if (submission === undefined) return { kind: 'skipped' }
    const { idempotencyKey, cause, commandMac } = submission
    const earlier = idempotencyKey && known.idempotent.get(hex(idempotencyKey))
    if (earlier !== undefined) return repeated(earlier, commandMac)
    if (cause === undefined) return undefined
    const { book, index, reaction, ordinal } = cause
    const name = JSON.stringify([book, index, reaction, ordinal])
    return known.done.has(name) ? { kind: 'skipped' } : undefined
  }

  #decided(item: Item): Outcome | undefined {
    if (item.submission === undefined) return { kind: 'skipped' }
    const decided = this.#batch.decide(item.submission, this.#tools.nowMs())
    if (decided.kind === 'existing') return { kind: 'existing', first: decided.index, count: 1 }
    if (decided.kind !== 'waits') return decided
    const { key } = decided
    if (item.returns >= RETURNS_MAX) {
      const error = new Error(`${key.table.name} ${key.text} is touched but never named by reads`)
      return { kind: 'failed', error }
    }
    item.returns += 1
    item.wanted = [...item.wanted, key]
    return undefined
  }

  #resolve(item: Item, outcome: Outcome): void {
    this.outcomes.push({ item, outcome })
    const { submission, reaction } = item
    if (reaction !== undefined) this.#cursors.set(reaction.cursor.reaction, reaction.cursor)
    if (outcome.kind === 'recorded' && submission !== undefined) {
      const { idempotencyKey, commandMac, cause } = submission
      const { first: index, count: entries } = outcome
      if (idempotencyKey !== undefined) {
        const atMs = this.#batch.atMs
        this.#idempotency.push({ key: idempotencyKey, commandMac, index, entries, atMs })
      }
      if (cause !== undefined) this.#caused.push({ cause, index })
    }
    const refusal = unexpected(item, outcome)
    if (refusal === undefined || submission === undefined) return
    const { lapse } = submission
    // What is no longer due was done by somebody else, and nobody needs to look.
    if (lapse !== undefined && this.rows.hasDueChange(lapse.kind, lapse.key)) return
    const atMs = this.#batch.atMs
    const name = parkedName(item)
    const { type } = submission.command
    // What PostgreSQL would not take once is not given to it again.
    const command = item.spoiledBy === undefined ? submission.command : { type }
    this.#parked.push({ name, refusal, command, atMs })
  }

  async #seal(firstDraft: number): Promise<void> {
    const drafts = this.#batch.drafts.slice(firstDraft)
    const wanted = new Map<Table, Map<string, RowKey>>()
    const want = (table: Table, name: string): void => {
      if (this.rows.find(table, name) !== undefined) return
      const keys = wanted.get(table) ?? new Map<string, RowKey>()
      wanted.set(table, keys)
      if (!keys.has(name)) keys.set(name, tableKey(table, name))
    }
    for (const { event } of drafts) {
      for (const party of event.parties) want(partyNumber, party)
      for (const { subject } of event.secrets ?? []) want(subjectKey, subject)
      if (event.erases !== undefined) want(subjectKey, event.erases)
    }
    if (wanted.size > 0) await this.#fetch(wanted)
    for (const draft of drafts) this.#sealed.push(this.#sealOne(draft))
  }

  /** A leaf may be too long, or a body not canonical: only sealing shows it. */
  #sealOne(draft: Draft): SealedEntry {
    try {
      return this.#sealer.add(draft)
    } catch (cause) {
      const spoiling = this.items.find(({ submission }) => submission === draft.submission)
      if (spoiling === undefined) throw cause
      throw new Spoiled(spoiling, cause)
    }
  }
}

interface Known {
  readonly idempotent: ReadonlyMap<string, IdempotencyRow>
  readonly done: ReadonlySet<string>
}

function repeated(earlier: IdempotencyRow, commandMac: Uint8Array): Outcome {
  if (hex(earlier.commandMac) !== hex(commandMac)) {
    return { kind: 'refused', refusal: { type: 'idempotency_key_reused' } }
  }
  return { kind: 'existing', first: earlier.index, count: earlier.entries }
}

/** A refusal that a timer or a reaction did not expect, and that an operator is to see. */
function unexpected({ lane, reaction }: Item, outcome: Outcome): string | undefined {
  if (lane === 'principal') return undefined
  if (outcome.kind === 'failed') return 'failed'
  if (outcome.kind !== 'refused') return undefined
  const { type } = outcome.refusal
  return reaction?.expected.includes(type) === true ? undefined : type
}

function parkedName({ submission }: Item): string {
  if (submission?.lapse !== undefined) {
    return `lapse/${submission.lapse.kind}/${submission.lapse.key}`
  }
  const cause = submission?.cause
  return `reaction/${cause?.reaction}/${cause?.index}/${cause?.ordinal}`
}
