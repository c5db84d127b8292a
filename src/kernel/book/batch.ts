/**
 * One batch: commands in order, each decided on what the ones before it did. Pure and synchronous; what
 * it needs from the database is loaded beforehand, and a row that is missing sends its command to the
 * next batch. A refused command leaves no trace.
 */
import { Cells } from '#kernel/figures/cell.ts'
import type { Transfer } from '#kernel/money/transfer.ts'
import type { PartyId } from '#kernel/identity/principal.ts'
import type { BatchRows } from '#kernel/rows/rows.ts'
import { NotLoaded } from '#kernel/rows/rows.ts'
import type { RowKey } from '#kernel/rows/table.ts'
import { foldEntry } from './fold.ts'
import type { Draft } from './leaf.ts'
import type { Registry } from './registry.ts'
import type { Command, CommandHandler, Event, Recorded, Refusal, Submission } from './slice.ts'

export type Decided =
  | { readonly kind: 'recorded'; readonly first: number; readonly count: number }
  | { readonly kind: 'existing'; readonly index: number }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'waits'; readonly key: RowKey }
  /** A defect of the slice: this command is dropped, the others go on. */
  | { readonly kind: 'failed'; readonly error: unknown }

/** One act is a handful of events; more belong into a reaction. */
export const EVENTS_PER_COMMAND_MAX = 64

export interface Written {
  readonly index: number
  readonly n: number
  readonly transfer: Transfer
}

export class Batch {
  readonly book: string
  readonly rows: BatchRows
  readonly sizeBefore: number
  readonly drafts: Draft[] = []
  readonly transfers: Written[] = []
  readonly cells = new Cells()
  atMs: number
  readonly #registry: Registry

  constructor(start: {
    readonly book: string
    readonly rows: BatchRows
    readonly registry: Registry
    readonly size: number
    readonly atMs: number
  }) {
    this.book = start.book
    this.rows = start.rows
    this.sizeBefore = start.size
    this.atMs = start.atMs
    this.#registry = start.registry
  }

  get size(): number {
    return this.sizeBefore + this.drafts.length
  }

  /** The keys that a command wants and that are not loaded, and whether these are all. */
  wants(
    command: Command,
    actor: PartyId,
  ): { readonly keys: readonly RowKey[]; readonly isComplete: boolean } {
    const handler = this.#registry.commands.get(command.type)
    if (handler === undefined) return { keys: [], isComplete: true }
    const keys: RowKey[] = []
    try {
      for (const key of handler.reads(command, this.rows, actor)) {
        if (this.rows.find(key.table, key.text) === undefined) keys.push(key)
      }
      return { keys, isComplete: true }
    } catch (error) {
      if (!(error instanceof NotLoaded)) throw error
      return { keys: keys.length === 0 ? [error.key] : keys, isComplete: false }
    }
  }

  decide(submission: Submission, clockMs: number): Decided {
    const handler = this.#registry.commands.get(submission.command.type)
    if (handler === undefined) return { kind: 'refused', refusal: { type: 'command_unknown' } }
    const atMs = Math.max(this.atMs, clockMs)
    try {
      return this.#decideAt(handler, submission, atMs)
    } catch (error) {
      this.rows.rollback()
      return error instanceof NotLoaded
        ? { kind: 'waits', key: error.key }
        : { kind: 'failed', error }
    }
  }

  #decideAt(handler: CommandHandler, submission: Submission, atMs: number): Decided {
    const decision = handler.decide(this.rows, submission.command, {
      nowMs: atMs,
      book: this.book,
      actor: submission.actor,
    })
    if (decision.kind === 'refuse') return { kind: 'refused', refusal: decision.refusal }
    if (decision.kind === 'existing') return decision
    const { events } = decision
    if (events.length > EVENTS_PER_COMMAND_MAX) throw new Error('too many events for one command')
    const drafts: Draft[] = []
    for (const event of events) {
      const draft = this.#draft(event, submission, { index: this.size + drafts.length, atMs })
      this.rows.begin(draft.index)
      const transfers = event.transfers ?? []
      const refusal = foldEntry(this.#registry, this.rows, recordedOf(draft), transfers)
      if (refusal !== null) {
        this.rows.rollback()
        return { kind: 'refused', refusal: { type: refusal } }
      }
      drafts.push(draft)
    }
    const { lapse } = submission
    // A lapse that leaves its row due would run again and again.
    if (lapse !== undefined && !this.rows.hasDueChange(lapse.kind, lapse.key)) {
      throw new Error(`the lapse of ${lapse.kind} does not clear what was due`)
    }
    return this.#accept(drafts, atMs)
  }

  #draft(event: Event, submission: Submission, at: { index: number; atMs: number }): Draft {
    const handler = this.#registry.events.get(event.type)
    if (handler === undefined) throw new Error(`no slice knows the event ${event.type}`)
    const measures = handler.measures?.(event, at.atMs) ?? []
    return { event, v: handler.v, ...at, submission, measures }
  }

  #accept(drafts: readonly Draft[], atMs: number): Decided {
    const first = this.size
    for (const draft of drafts) {
      this.drafts.push(draft)
      for (const measure of draft.measures) this.cells.add(measure)
      let n = 0
      for (const transfer of draft.event.transfers ?? []) {
        this.transfers.push({ index: draft.index, n, transfer })
        n += 1
      }
    }
    this.rows.keep()
    this.atMs = atMs
    return { kind: 'recorded', first, count: drafts.length }
  }
}

function recordedOf({ event, v, index, atMs, submission }: Draft): Recorded {
  const { type, body, parties } = event
  return { type, v, body, index, atMs, actor: submission.actor, parties }
}
