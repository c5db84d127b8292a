/**
 * The contract between a slice and the writer. A slice names its tables; for each command what it reads
 * and how it is decided; for each event how rows are folded and what it measures; what falls due; and how
 * it reacts to events. Deciders and folds are pure and synchronous: no clock, no database, no await.
 */
import type { Json, JsonObject } from '#kernel/std/json.ts'
import type { Evidence, PartyId } from '#kernel/identity/principal.ts'
import type { Transfer } from '#kernel/money/transfer.ts'
import type { Measure } from '#kernel/figures/cell.ts'
import type { Reader, Rows } from '#kernel/rows/rows.ts'
import type { RowKey, Table } from '#kernel/rows/table.ts'

/** What a party asks. It is plain JSON, parsed by the slice's contract before it comes here. */
export interface Command {
  readonly type: string
}

/** Why an act was not done: an answer with a stable type, never an exception, and not recorded. */
export interface Refusal {
  readonly type: string
  readonly params?: JsonObject
}

/** A personal or confidential value: the leaf has its salted digest, a box its ciphertext. */
export interface Secret {
  /** Whose key encrypts it; erasing that key erases the value. */
  readonly subject: PartyId
  readonly name: string
  readonly value: Json
  /** Who may read it besides the subject and the actor; the key stays the subject's alone. */
  readonly readers?: readonly PartyId[]
}

/** What happened, as decide says it. */
export interface Event {
  readonly type: string
  /** Facts without personal data: all that apply, transfers and figures need. */
  readonly body: JsonObject
  /** The parties concerned, each of which counts its entries with a running number of its own. */
  readonly parties: readonly PartyId[]
  readonly transfers?: readonly Transfer[]
  readonly secrets?: readonly Secret[]
  /** Whose values and key go with this entry; its apply calls foldErasure. */
  readonly erases?: PartyId
}

/** An entry as apply sees it: only what its leaf holds. */
export interface Recorded {
  readonly type: string
  readonly v: number
  readonly body: JsonObject
  readonly index: number
  readonly atMs: number
  readonly actor: PartyId
  readonly parties: readonly PartyId[]
}

/** What an accepted command comes to: new entries, or the entry that recorded the same act before. */
export type Decision =
  | { readonly kind: 'record'; readonly events: readonly [Event, ...Event[]] }
  | { readonly kind: 'existing'; readonly index: number }
  | { readonly kind: 'refuse'; readonly refusal: Refusal }

export function record(...events: readonly [Event, ...Event[]]): Decision {
  return { kind: 'record', events }
}

/** The act is in the book already, under its natural key: the answer is that entry, not a second one. */
export function existing(index: number): Decision {
  return { kind: 'existing', index }
}

export function refuse(type: string, params?: JsonObject): Decision {
  return { kind: 'refuse', refusal: params === undefined ? { type } : { type, params } }
}

export interface Circumstances {
  /** The book's time: never before that of an earlier entry. */
  readonly nowMs: number
  /** The book's origin, e.g. `sh.hub.example/book/1`. */
  readonly book: string
  readonly actor: PartyId
}

export interface CommandHandler<C extends Command = Command> {
  /**
   * The keys of the rows that decide and apply will touch. A key may depend on a row: `rows.get` of a
   * row that was just named ends the round, and the next round starts the function again. Three rounds.
   * What depends on the time is not named: decide touches it, and waits a batch if it is not loaded.
   */
  reads(command: C, rows: Reader, actor: PartyId): Iterable<RowKey>
  decide(rows: Reader, command: C, circumstances: Circumstances): Decision
}

export interface EventHandler {
  /** The version that this code writes. */
  readonly v: number
  /** By older version: its body in terms of the next one. Published versions never change meaning. */
  readonly upcasts?: Readonly<Record<number, (body: JsonObject) => JsonObject>>
  apply(rows: Rows, event: Recorded): void
  /** What the event measures. It is computed once, stands in the leaf, and is folded from there. */
  measures?(event: Event, atMs: number): readonly Measure[]
}

/** Another slice's event becomes commands of this one, each submitted once, in order. */
export interface Reaction {
  readonly name: string
  readonly on: readonly string[]
  react(event: Recorded): Iterable<Command> | AsyncIterable<Command>
  /** Refusals that are an ordinary outcome; any other is parked where the operator sees it. */
  readonly expected: readonly string[]
}

export interface Slice {
  readonly name: string
  readonly tables: readonly Table[]
  readonly commands: Readonly<Record<string, CommandHandler<never>>>
  readonly events: Readonly<Record<string, EventHandler>>
  /** By kind of due row: the command that lapses it. */
  readonly lapses?: Readonly<Record<string, (key: string) => Command>>
  readonly reactions?: readonly Reaction[]
}

/** Which act of which entry made a reaction submit this command; unique for ever. */
export interface Cause {
  readonly book: string
  readonly index: number
  readonly reaction: string
  readonly ordinal: number
}

/** A command on its way to the writer. */
export interface Submission {
  readonly command: Command
  readonly actor: PartyId
  readonly evidence: Evidence
  /** HMAC-SHA-256 of the canonical command with its type: evidence, and the body of an idempotency key. */
  readonly commandMac: Uint8Array
  /** HMAC of (principal, Idempotency-Key), or absent for timers and reactions. */
  readonly idempotencyKey?: Uint8Array
  readonly cause?: Cause
  /** The due row that this command lapses. */
  readonly lapse?: { readonly kind: string; readonly key: string }
}
