/**
 * A book in memory: commands are read, decided and folded as the writer does, one batch each. Only the rows
 * that a command names are loaded; a row that it touches besides is written down, as it would wait there.
 */
import { Batch, type Decided } from '#kernel/book/batch.ts'
import type { Draft } from '#kernel/book/leaf.ts'
import { registryOf, type Registry } from '#kernel/book/registry.ts'
import { subjectKey } from '#kernel/book/seal.ts'
import type { Command, Event, Slice } from '#kernel/book/slice.ts'
import { SYSTEM_PARTY } from '#kernel/book/system.ts'
import { measureToJson, Cells } from '#kernel/figures/cell.ts'
import type { PartyId } from '#kernel/identity/principal.ts'
import { account, balanceMinor, transferToJson } from '#kernel/money/transfer.ts'
import { BatchRows, RowCache } from '#kernel/rows/rows.ts'
import { joinKey, type AnyRow, type KeyPart, type RowKey, type Table } from '#kernel/rows/table.ts'
import { canonicalText } from '#kernel/std/canonical-json.ts'
import type { JsonObject } from '#kernel/std/json.ts'
import { utf8Of } from '#kernel/std/utf8.ts'

/** 2026-11-22 09:00 in Shanghai, a Sunday. */
export const START_MS = Date.UTC(2026, 10, 22, 1)
export const BOOK = 'test.example/book/1'

const ROUNDS_MAX = 3
/** What depends on the time cannot be named beforehand: decide touches it, and waits for it. */
const WAITS_MAX = 16
const evidence = { method: 'system', credential: 'system' } as const

interface Due {
  readonly kind: string
  readonly key: string
  readonly dueAtMs: number
}

export class World {
  readonly entries: Draft[] = []
  readonly cells = new Cells()
  /** The command and the table of each row that was touched without having been named. */
  readonly waits: string[] = []
  nowMs = START_MS
  readonly registry: Registry
  readonly #stored = new Map<Table, Map<string, AnyRow>>()
  readonly #due = new Map<string, Due>()

  readonly book: string

  constructor(slices: readonly Slice[], book = BOOK) {
    this.registry = registryOf(slices)
    this.book = book
  }

  /** Submits a command now, or at an instant to which the world then moves on. */
  act(command: Command, actor: PartyId, atMs = this.nowMs): Decided {
    return this.#submit(command, actor, atMs)
  }

  /** The same, for what has to succeed: answers its first event. */
  do(command: Command, actor: PartyId, atMs = this.nowMs): Event {
    const decided = this.act(command, actor, atMs)
    const draft = decided.kind === 'recorded' ? this.entries[decided.first] : undefined
    if (draft === undefined) throw new Error(`${command.type}: ${JSON.stringify(decided)}`)
    return draft.event
  }

  /** The type of the refusal, or what became of the command otherwise. */
  refusal(command: Command, actor: PartyId, atMs = this.nowMs): string {
    const decided = this.act(command, actor, atMs)
    return decided.kind === 'refused' ? decided.refusal.type : decided.kind
  }

  get<R extends AnyRow>(table: Table<R>, ...parts: readonly KeyPart[]): R | undefined {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what lies under a table is its row.
    return this.#stored.get(table)?.get(joinKey(parts)) as R | undefined
  }

  list<R extends AnyRow>(table: Table<R>): readonly R[] {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what lies under a table is its row.
    return [...(this.#stored.get(table)?.values() ?? [])] as R[]
  }

  /** Of an account that may not have been opened yet: nothing. */
  balance(name: string): bigint {
    const row = this.get(account, name)
    return row === undefined ? 0n : balanceMinor(row)
  }

  /** What falls due, the earliest first. */
  due(): readonly Due[] {
    return [...this.#due.values()].toSorted(
      (a, b) => a.dueAtMs - b.dueAtMs || (a.kind + a.key < b.kind + b.key ? -1 : 1),
    )
  }

  /** Lets time pass: whatever falls due until then lapses at its instant, as the hub's timers do. */
  passUntil(untilMs: number): readonly Decided[] {
    const done: Decided[] = []
    for (;;) {
      const [next] = this.due()
      if (next === undefined || next.dueAtMs > untilMs) break
      done.push(this.lapse(next))
    }
    this.nowMs = Math.max(this.nowMs, untilMs)
    return done
  }

  lapse({ kind, key, dueAtMs }: Due): Decided {
    const command = this.registry.lapses.get(kind)?.(key)
    if (command === undefined) throw new Error(`nobody lapses ${kind}`)
    const decided = this.#submit(command, SYSTEM_PARTY, Math.max(this.nowMs, dueAtMs), {
      kind,
      key,
    })
    if (decided.kind !== 'recorded') throw new Error(`${kind} ${key}: ${JSON.stringify(decided)}`)
    return decided
  }

  #submit(
    command: Command,
    actor: PartyId,
    atMs: number,
    lapse?: { readonly kind: string; readonly key: string },
  ): Decided {
    const rows = new BatchRows(new RowCache(1))
    const batch = new Batch({
      book: this.book,
      rows,
      registry: this.registry,
      size: this.entries.length,
      atMs: this.nowMs,
    })
    this.#load(batch, command, actor)
    const submission = {
      command,
      actor,
      evidence,
      commandMac: new Uint8Array(32),
      ...(lapse === undefined ? {} : { lapse }),
    }
    let decided = batch.decide(submission, atMs)
    for (let waited = 0; decided.kind === 'waits' && waited < WAITS_MAX; waited += 1) {
      this.waits.push(`${command.type}: ${decided.key.table.name}`)
      this.#loadRow(batch, decided.key)
      decided = batch.decide(submission, atMs)
    }
    if (decided.kind === 'waits') throw new Error(`${command.type} waits for ever`)
    if (decided.kind === 'failed') {
      throw new Error(`${command.type} failed: ${String(decided.error)}`, { cause: decided.error })
    }
    this.nowMs = Math.max(this.nowMs, atMs)
    if (decided.kind === 'recorded') this.#keep(batch)
    return decided
  }

  #loadRow(batch: Batch, { table, text }: RowKey): void {
    batch.rows.load(table, text, this.#stored.get(table)?.get(text) ?? null)
  }

  #load(batch: Batch, command: Command, actor: PartyId): void {
    for (let round = 1; ; round += 1) {
      const { keys, isComplete } = batch.wants(command, actor)
      for (const key of keys) this.#loadRow(batch, key)
      if (isComplete) return
      if (round === ROUNDS_MAX) throw new Error(`${command.type} reads in more than three rounds`)
    }
  }

  /** What sealing and an erasure do: here a key is any bytes that no other key has. */
  #keepKeys({ event, index }: Draft): void {
    const keys = this.#stored.get(subjectKey) ?? new Map<string, AnyRow>()
    this.#stored.set(subjectKey, keys)
    for (const { subject } of event.secrets ?? []) {
      if (!keys.has(subject)) keys.set(subject, { subject, wrapped: utf8Of(`${subject} ${index}`) })
    }
    if (event.erases !== undefined) keys.delete(event.erases)
  }

  #keep(batch: Batch): void {
    for (const draft of batch.drafts) {
      checkLeaf(draft)
      this.entries.push(draft)
      for (const measure of draft.measures) this.cells.add(measure)
      this.#keepKeys(draft)
    }
    for (const [table, changes] of batch.rows.changes()) {
      const stored = this.#stored.get(table) ?? new Map<string, AnyRow>()
      this.#stored.set(table, stored)
      for (const { row } of changes) {
        checkColumns(table, row)
        stored.set(table.keyOf(row), row)
      }
    }
    for (const { kind, key, dueAtMs } of batch.rows.dueChanges()) {
      const name = joinKey([kind, key])
      if (dueAtMs === null) this.#due.delete(name)
      else this.#due.set(name, { kind, key, dueAtMs })
    }
  }
}

export function world(slices: readonly Slice[], book = BOOK): World {
  return new World(slices, book)
}

/** A command as its slice would have parsed it. */
export function asking(type: string, fields: JsonObject): Command {
  return { type, ...fields }
}

/** What the writer and the leaf would not take, or what a leaf must not hold. */
function checkLeaf({ event, measures }: Draft): void {
  const text = canonicalText({
    body: event.body,
    measures: measures.map(measureToJson),
    transfers: (event.transfers ?? []).map(transferToJson),
  })
  for (const { name, value } of event.secrets ?? []) {
    const secret = canonicalText(value)
    if (secret.length > 6 && text.includes(secret)) throw new Error(`${event.type} tells ${name}`)
  }
  if (new Set(event.parties).size !== event.parties.length) {
    throw new Error(`${event.type} names a party twice`)
  }
}

/** The database would say the same: every column has a value, and nothing else is there. */
function checkColumns(table: Table, row: AnyRow): void {
  const columns = [...table.keyColumns, ...table.columns]
  for (const { name, nullable } of columns) {
    const value = row[name]
    if (value === undefined || (value === null && !nullable)) {
      throw new Error(`${table.name} has no ${name}`)
    }
  }
  const extra = Object.keys(row).filter((name) => columns.every((column) => column.name !== name))
  if (extra.length > 0) throw new Error(`${table.name} has no column ${extra.join(', ')}`)
}
