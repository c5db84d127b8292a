/**
 * A book whose acknowledged entries are lost for good is closed, and a successor goes on from what is left: it
 * has an origin and a key of its own, takes the entries over byte for byte, so that its tree begins with
 * theirs, and says in the first entry of its own whose they were, how far they reach, and what was signed beyond.
 */
import { bytesFromBase64 } from '#kernel/std/base64.ts'
import type { Json, JsonObject } from '#kernel/std/json.ts'
import { HASH_BYTES } from '#kernel/log/hash.ts'
import { record, type Command, type CommandHandler, type EventHandler } from './slice.ts'

export const BOOK_SUCCEEDED = 'book.succeeded'

/** A tree: how many entries, and the base64 of its root. */
export interface NamedTree {
  readonly size: number
  readonly root: string
}

/** A tree that the closed log signed, with the signed checkpoint. */
export interface SignedTree extends NamedTree {
  readonly checkpoint: string
  /** Whether it is the last one; false where nobody knows that any more, and this is the largest that is known. */
  readonly isLast: boolean
}

export interface Succession {
  /** The successor's own. */
  readonly origin: string
  readonly predecessor: {
    readonly origin: string
    readonly signed: SignedTree
    /** The last checkpoint that its witnesses cosigned, as far as is known; null if nobody knows of one. */
    readonly witnessed: string | null
  }
  /** What is taken over: all entries before this one. */
  readonly continued: NamedTree
  readonly reason: string
}

export interface SucceedBook extends Command {
  readonly type: 'book.succeed'
  readonly succession: Succession
}

export const succeedBook: CommandHandler<SucceedBook> = {
  reads: () => [],
  decide: (_rows, { succession }) =>
    record({ type: BOOK_SUCCEEDED, parties: [], body: bodyOf(succession) }),
}

/** It changes no row: the state of what is taken over is the state that the successor begins with. */
export const bookSucceeded: EventHandler = {
  v: 2,
  // Version 1 does not say whether the tree is the last one, for nobody could succeed without knowing it.
  upcasts: { 1: (body) => body },
  apply: () => undefined,
}

function bodyOf({ origin, predecessor, continued, reason }: Succession): JsonObject {
  return {
    origin,
    predecessor: {
      origin: predecessor.origin,
      signed: { ...predecessor.signed },
      witnessed: predecessor.witnessed,
    },
    continued: { ...continued },
    reason,
  }
}

/** What an entry says, or null for one that says something else. */
export function successionOf(type: string, body: JsonObject): Succession | null {
  if (type !== BOOK_SUCCEEDED) return null
  const { origin, predecessor, continued, reason } = body
  const before = predecessorOf(predecessor)
  const tree = treeOf(continued)
  if (before === null || tree === null) return null
  if (typeof origin !== 'string' || typeof reason !== 'string') return null
  return { origin, predecessor: before, continued: tree, reason }
}

function predecessorOf(value: Json | undefined): Succession['predecessor'] | null {
  if (!isObject(value)) return null
  const { origin, signed, witnessed } = value
  const tree = treeOf(signed)
  if (typeof origin !== 'string' || tree === null || !isObject(signed)) return null
  const { checkpoint, isLast = true } = signed
  if (typeof checkpoint !== 'string' || typeof isLast !== 'boolean') return null
  if (typeof witnessed !== 'string' && witnessed !== null) return null
  return { origin, signed: { ...tree, checkpoint, isLast }, witnessed }
}

function treeOf(value: Json | undefined): NamedTree | null {
  if (!isObject(value)) return null
  const { size, root } = value
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) return null
  if (typeof root !== 'string' || bytesFromBase64(root)?.length !== HASH_BYTES) return null
  return { size, root }
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** `sh.hub.example/book/1` is followed by `sh.hub.example/book/2`; null for a name without a number. */
export function successorOrigin(origin: string): string | null {
  const [, stem, number] = /^(.*\/)([1-9][0-9]{0,8})$/.exec(origin) ?? []
  return stem === undefined ? null : `${stem}${Number(number) + 1}`
}
