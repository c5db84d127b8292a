/**
 * Replay: a book's rows, money, figures and running numbers from its leaves alone. It shares the fold with
 * the writer and nothing else, so an audit that compares the two finds what either got wrong.
 */
import { measureFromJson, type Measure } from '#kernel/figures/cell.ts'
import type { PartyId } from '#kernel/identity/principal.ts'
import type { Leaf } from '#kernel/log/leaf.ts'
import { transferFromJson, type Transfer } from '#kernel/money/transfer.ts'
import { defineTable } from '#kernel/rows/table.ts'
import type { JsonObject } from '#kernel/std/json.ts'
import { err, ok, type Result } from '#kernel/std/result.ts'
import { foldEntry } from './fold.ts'
import { recordedOf } from './recorded.ts'
import type { Registry } from './registry.ts'
import { dueRow, ReplayRows, type RowMemory } from './replay-rows.ts'
import { partyNumber } from './seal.ts'
import type { Cause, Recorded } from './slice.ts'

export const cellRow = defineTable({
  name: 'cell',
  key: { indicator: 'text', area: 'text', period: 'text' },
  columns: { amount: 'amount' },
})

/** The first entry of each command that a reaction submitted. */
export const causedRow = defineTable({
  name: 'caused',
  key: { causeBook: 'text', causeIdx: 'index', reaction: 'text', ordinal: 'index' },
  columns: { idx: 'index' },
})

/** What replay keeps besides the tables of the slices. */
export const REPLAY_TABLES = [cellRow, causedRow, dueRow, partyNumber]

/** An entry in today's terms, all of it read from its leaf. */
export interface Fact {
  readonly recorded: Recorded
  readonly transfers: readonly Transfer[]
  readonly measures: readonly Measure[]
  readonly cause: Cause | null
}

export type FactRefusal =
  | 'event_unknown'
  | 'version_unknown'
  | 'transfer_malformed'
  | 'measure_malformed'
  | 'cause_malformed'

export function factOf(registry: Registry, index: number, leaf: Leaf): Result<Fact, FactRefusal> {
  const handler = registry.events.get(leaf.type)
  if (handler === undefined) return err('event_unknown')
  if (leaf.v > handler.v) return err('version_unknown')
  const transfers = leaf.transfers.map(transferFromJson).filter(isThere)
  if (transfers.length < leaf.transfers.length) return err('transfer_malformed')
  const measures = leaf.measures.map(measureFromJson).filter(isThere)
  if (measures.length < leaf.measures.length) return err('measure_malformed')
  const cause = leaf.cause === undefined ? null : causeOf(leaf.cause)
  if (cause === undefined) return err('cause_malformed')
  return ok({ recorded: recordedOf(registry, index, leaf), transfers, measures, cause })
}

function isThere<T>(value: T | undefined): value is T {
  return value !== undefined
}

function causeOf({ book, index, ordinal, reaction }: JsonObject): Cause | undefined {
  if (typeof book !== 'string' || typeof reaction !== 'string') return undefined
  if (typeof index !== 'number' || typeof ordinal !== 'number') return undefined
  return { book, index, ordinal, reaction }
}

/** The place of an entry in the count of one of its parties. */
export interface Numbered {
  readonly party: PartyId
  readonly number: number
}

export class Replay {
  readonly rows: ReplayRows
  readonly #registry: Registry

  constructor(registry: Registry, memory: RowMemory) {
    this.#registry = registry
    this.rows = new ReplayRows(memory)
  }

  /**
   * Folds an entry and answers its running numbers, or why it cannot be, which a sound log never shows.
   * Throws NotLoaded for a row that was spilled, and whatever apply throws for an impossible event; then
   * the caller rolls back.
   */
  add({ recorded, transfers, measures, cause }: Fact): Result<readonly Numbered[], string> {
    const { rows } = this
    rows.begin(recorded.index)
    const refusal = foldEntry(this.#registry, rows, recorded, transfers)
    if (refusal !== null) return err(refusal)
    for (const { indicator, area, period, amount } of measures) {
      const before = rows.get(cellRow, indicator, area, period)?.amount ?? 0n
      rows.put(cellRow, { indicator, area, period, amount: before + amount })
    }
    if (cause !== null) this.#keepCause(cause, recorded.index)
    return ok(recorded.parties.map((party) => this.#count(party)))
  }

  #count(party: PartyId): Numbered {
    const number = (this.rows.get(partyNumber, party)?.last ?? 0) + 1
    this.rows.put(partyNumber, { party, last: number })
    return { party, number }
  }

  #keepCause({ book, index, reaction, ordinal }: Cause, idx: number): void {
    if (this.rows.get(causedRow, book, index, reaction, ordinal) !== undefined) return
    this.rows.put(causedRow, { causeBook: book, causeIdx: index, reaction, ordinal, idx })
  }
}
