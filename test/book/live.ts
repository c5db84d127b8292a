/** The writer's own steps (decide, fold, seal) over rows in memory: what replay is compared with. */
import { Batch } from '#kernel/book/batch.ts'
import type { Registry } from '#kernel/book/registry.ts'
import { partyNumber, Sealer, type SealingTools, subjectKey } from '#kernel/book/seal.ts'
import type { Command, Submission } from '#kernel/book/slice.ts'
import { cellRow } from '#kernel/book/replay.ts'
import { dueRow } from '#kernel/book/replay-rows.ts'
import { Cells, type Measure } from '#kernel/figures/cell.ts'
import { BatchRows, RowCache } from '#kernel/rows/rows.ts'
import { joinKey, type AnyRow, type Table } from '#kernel/rows/table.ts'
import { sealingTools } from '#platform/book/sealing-tools.ts'
import { START_MS, type Act } from './history.ts'

export const ORIGIN = 'test.hub.example/book/1'

/** Rows by table name and key. */
export type Rows = Map<string, Map<string, AnyRow>>

export function putRow(rows: Rows, table: Table, row: AnyRow): void {
  const map = rows.get(table.name) ?? new Map<string, AnyRow>()
  rows.set(table.name, map)
  map.set(table.keyOf(row), row)
}

function submissionOf(command: Command): Submission {
  return {
    command,
    actor: 'pty_tester',
    evidence: { method: 'api-key', credential: 'crd_tester' },
    commandMac: new Uint8Array(32),
  }
}

export class LiveBook {
  readonly rows: Rows = new Map()
  readonly leaves: Uint8Array[] = []
  readonly #cache = new RowCache(Number.MAX_SAFE_INTEGER)
  readonly #sealing: SealingTools
  #cells: Measure[] = []
  #atMs: number

  constructor(options: { readonly sealing?: SealingTools; readonly startMs?: number } = {}) {
    this.#sealing = options.sealing ?? sealingTools(new Uint8Array(32).fill(7))
    this.#atMs = options.startMs ?? START_MS
  }

  /** Decides the acts as one batch. A registry of another release may follow on the same rows. */
  batch(registry: Registry, acts: readonly Act[]): void {
    const rows = new BatchRows(this.#cache)
    const batch = new Batch({
      book: ORIGIN,
      rows,
      registry,
      size: this.leaves.length,
      atMs: this.#atMs,
    })
    for (const { command, afterMs } of acts) {
      this.#atMs += afterMs
      decide(batch, rows, command, this.#atMs)
    }
    const sealer = new Sealer(ORIGIN, rows, this.#sealing)
    for (const draft of batch.drafts) {
      for (const party of draft.event.parties) loadAbsent(rows, partyNumber, party)
      for (const { subject } of draft.event.secrets ?? []) loadAbsent(rows, subjectKey, subject)
      this.leaves.push(sealer.add(draft).leafBytes)
    }
    this.#keep(batch, rows)
    rows.commit()
  }

  #keep(batch: Batch, rows: BatchRows): void {
    for (const [table, changes] of rows.changes()) {
      if (table === subjectKey) continue
      for (const { row } of changes) putRow(this.rows, table, row)
    }
    for (const { kind, key, dueAtMs } of rows.dueChanges()) {
      putRow(this.rows, dueRow, { kind, key, dueAt: dueAtMs })
    }
    const sums = new Cells()
    for (const measure of [...this.#cells, ...batch.cells.list()]) sums.add(measure)
    this.#cells = [...sums.list()]
    for (const cell of this.#cells) putRow(this.rows, cellRow, { ...cell })
  }
}

/** All committed rows are in the cache, so what is not known is absent. */
export function loadAbsent(rows: BatchRows, known: Table, ...parts: string[]): void {
  const key = joinKey(parts)
  if (rows.find(known, key) === undefined) rows.load(known, key, null)
}

function decide(batch: Batch, rows: BatchRows, command: Command, atMs: number): void {
  for (let round = 0; round < 16; round += 1) {
    for (const { table, text } of batch.wants(command, 'pty_tester').keys)
      rows.load(table, text, null)
    const decided = batch.decide(submissionOf(command), atMs)
    if (decided.kind === 'failed') throw decided.error
    if (decided.kind !== 'waits') return
    rows.load(decided.key.table, decided.key.text, null)
  }
  throw new Error(`${command.type} waits for ever`)
}
