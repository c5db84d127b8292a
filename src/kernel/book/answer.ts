/** What a caller hears from a book. No answer leaves before the batch that decided it is resolved. */
import type { Refusal } from './slice.ts'

/** An entry with what proves it: all that its receipt needs besides the checkpoint. */
export interface ProvenEntry {
  readonly index: number
  /** The exact canonical text whose UTF-8 bytes were hashed into the tree. */
  readonly leaf: string
  /** Its inclusion path as the lines of a tlog-proof: each hash in base64 with a line feed, leaf first. */
  readonly path: string
  /** The disclosures that the caller may see, each as in SD-JWT: base64url of JCS([salt, name, value]). */
  readonly disclosures: readonly string[]
}

export type UnavailableReason =
  /** The queue is full: nothing was admitted. */
  | 'queue_full'
  /** The book is not being written here now: nothing was admitted. */
  | 'not_writing'
  /** The outcome is unknown: the act may or may not have been recorded; ask again with the same key. */
  | 'outcome_unknown'

export type Answer =
  | {
      readonly kind: 'recorded'
      readonly entries: readonly [ProvenEntry, ...ProvenEntry[]]
      /** The signed checkpoint (tlog-checkpoint) to which the paths lead. */
      readonly checkpoint: string
      /** Whether the act stood in the book before this command: a repeated key or a natural key. */
      readonly repeated: boolean
    }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | {
      readonly kind: 'unavailable'
      readonly reason: UnavailableReason
      readonly retryAfterMs: number
    }
  /** A defect of ours: the command was dropped alone, and the log says why. */
  | { readonly kind: 'failed' }

/** What the writer is doing, for pages, health and metrics. */
export interface BookState {
  readonly book: string
  readonly origin: string
  readonly phase: 'starting' | 'writing' | 'standing-by' | 'in-doubt' | 'stopping' | 'stopped'
  /** Why it is not writing, as a sentence; empty while it is. */
  readonly reason: string
  readonly size: number
  /** Base64 of the root at `size`. */
  readonly root: string
  /** The last signed checkpoint, or empty before the first. */
  readonly checkpoint: string
  readonly atMs: number
  readonly queued: number
  /** Timers that wait for the operator after a gap. */
  readonly timersWait: boolean
}
