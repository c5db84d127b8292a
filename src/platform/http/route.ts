/**
 * Routes as a slice gives them: what is parsed, who may call, what is answered. A slice writes no HTTP:
 * statuses, problems, receipts, keys, permissions and the OpenAPI document are made from these in one
 * place. There are four kinds. A read answers from rows. A command becomes one command of a book, a bulk
 * becomes many, both answered with receipts. An act changes something outside the books, and doing it
 * twice comes to the same.
 */
import type { Command } from '#kernel/book/slice.ts'
import type { Permission, Principal } from '#kernel/identity/principal.ts'
import type { JsonObject } from '#kernel/std/json.ts'
import type { BookPort } from '#platform/book/port.ts'
import type { $ZodType } from 'zod/v4/core'

export type Language = 'en' | 'zh'
export type Words = Readonly<Record<Language, string>>

/** Who may call: everybody, or a principal with this permission. */
export type Access = 'public' | Permission

/** Without a schema there are no fields, and a field that nobody named is refused. */
export type NoFields = Readonly<Record<string, never>>

/** A refusal or problem of a slice, as a sentence in both languages. Its type is its key. */
export interface ProblemText extends Words {
  /** 409 (the default): the state of the book forbids it. 422: what was sent cannot be right. 429: too often. */
  readonly status?: 403 | 404 | 409 | 422 | 429
}
export type ProblemTexts<T extends string = string> = Readonly<Record<T, ProblemText>>

/** Books by short name; a route whose path has `:book` is only called with one that is served here. */
export type Books = ReadonlyMap<string, BookPort>

export interface Call<P, A extends Access = Access> {
  readonly params: P
  /** Null only on public routes, for a caller without a key. */
  readonly principal: A extends 'public' ? Principal | null : Principal
  readonly language: Language
  readonly books: Books
}

export interface ReadCall<P, Q, A extends Access = Access> extends Call<P, A> {
  readonly query: Q
  /** Whether the caller has the route's `beyond` permission. */
  readonly seesBeyond: boolean
}

export interface BodyCall<P, B, A extends Access = Access> extends Call<P, A> {
  readonly body: B
}

/** What a read or an act comes to. A problem's type is one of the route's `problems`. */
export type Reading<R> =
  | { readonly kind: 'found'; readonly value: R; readonly cache?: 'brief' | 'immutable' }
  | { readonly kind: 'problem'; readonly type: string; readonly params?: JsonObject }

export function found<R>(value: R, cache?: 'brief' | 'immutable'): Reading<R> {
  return cache === undefined ? { kind: 'found', value } : { kind: 'found', value, cache }
}

export function problem(type: string, params?: JsonObject): Reading<never> {
  return params === undefined ? { kind: 'problem', type } : { kind: 'problem', type, params }
}

interface Described<P, A extends Access> {
  /** One sentence, for the OpenAPI document. */
  readonly summary: string
  readonly access: A
  /**
   * A strict object with each `:name` of the path; values arrive as text. Without it there are none,
   * but for the `:book` of a command.
   */
  readonly params?: $ZodType<P>
  readonly problems?: ProblemTexts
}

export interface ReadRoute<
  P = unknown,
  Q = unknown,
  R = unknown,
  A extends Access = Access,
> extends Described<P, A> {
  readonly kind: 'read'
  readonly path: `/${string}`
  /** What a public route shows more of to whoever has this permission. */
  readonly beyond?: Permission
  /** Whether a page's reader is known by the session, too; other routes know keys alone. */
  readonly takesSession?: boolean
  /** A strict object; values arrive as text. */
  readonly query?: $ZodType<Q>
  readonly response: $ZodType<R>
  read(call: ReadCall<P, Q, A>): Promise<Reading<R>> | Reading<R>
}

export interface ActRoute<
  P = unknown,
  B = unknown,
  R = unknown,
  A extends Access = Access,
> extends Described<P, A> {
  readonly kind: 'act'
  readonly path: `/${string}`
  readonly body?: $ZodType<B>
  readonly response: $ZodType<R>
  act(call: BodyCall<P, B, A>): Promise<Reading<R>> | Reading<R>
}

/** Answered with a receipt: 201, or 200 when the act stood in the book before. Needs Idempotency-Key. */
export interface CommandRoute<P extends OfBook = OfBook, B = unknown> extends Described<
  P,
  Permission
> {
  readonly kind: 'command'
  readonly path: `/v1/books/:book/${string}`
  readonly body: $ZodType<B>
  /** The sentences of everything that the command's decide may refuse. */
  readonly refusals: ProblemTexts
  command(call: BodyCall<P, B, Permission>): Command | Promise<Command>
}

/**
 * Many commands of one book in one request: `{"items": [...]}` as JSON, or an item a line as JSON lines.
 * Admission is all or nothing, the order is kept, each item has its own outcome, and the checkpoint is
 * sent once. An item that is malformed refuses the whole request and is named by its place.
 */
export interface BulkRoute<P extends OfBook = OfBook, I = unknown> extends Described<
  P,
  Permission
> {
  readonly kind: 'bulk'
  readonly path: `/v1/books/:book/${string}`
  readonly item: $ZodType<I>
  readonly itemsMax: number
  readonly refusals: ProblemTexts
  /** Each item's own idempotency key: a field of it (see IdempotencyKey), or made from what it says. */
  request(item: I, call: Call<P, Permission>): { readonly key: string; readonly command: Command }
}

export interface OfBook {
  readonly book: string
}

export type Route = ReadRoute | ActRoute | CommandRoute | BulkRoute

// The four below only infer: inside them a handler knows the types that its own schemas parse.

export function readRoute<R, A extends Access, P = NoFields, Q = NoFields>(
  route: Omit<ReadRoute<P, Q, R, A>, 'kind'>,
): Route {
  return { kind: 'read', ...route }
}

export function actRoute<R, A extends Access, P = NoFields, B = NoFields>(
  route: Omit<ActRoute<P, B, R, A>, 'kind'>,
): Route {
  return { kind: 'act', ...route }
}

export function commandRoute<P extends OfBook = OfBook, B = unknown>(
  route: Omit<CommandRoute<P, B>, 'kind'>,
): Route {
  return { kind: 'command', ...route }
}

export function bulkRoute<P extends OfBook = OfBook, I = unknown>(
  route: Omit<BulkRoute<P, I>, 'kind'>,
): Route {
  return { kind: 'bulk', ...route }
}
