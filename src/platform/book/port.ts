/** A book as the rest of the server sees it: commands in, answers out; the writer is in a worker thread. */
import type { Answer, BookState } from '#kernel/book/answer.ts'
import type { Command } from '#kernel/book/slice.ts'
import type { Principal } from '#kernel/identity/principal.ts'
import type { EarlierKey } from '#kernel/log/policy.ts'
import type { SignerHealth } from '#platform/signer/kept.ts'
import type { BookWitnesses } from '#platform/witnesses/port.ts'

export interface Request {
  readonly command: Command
  readonly principal: Principal
  /** The caller's Idempotency-Key, 1 to 128 characters; scoped to (book, principal). */
  readonly key: string
}

export interface BatchMeasurement {
  readonly commands: number
  readonly entries: number
  readonly refusals: Readonly<Record<string, number>>
  readonly commitMs: number
}

export interface BookPort {
  /** Short name, e.g. `sh`. */
  readonly name: string
  readonly origin: string
  /** The book's public key as a verifier key line (signed-note vkey). */
  readonly verifierKey: string
  /** The keys before it, the last one first; absent if there were none. */
  readonly earlierKeys?: readonly EarlierKey[]
  /** Absent if nobody is asked to cosign this book. */
  readonly witnesses?: BookWitnesses
  /** Whether the book is known to have signed two pasts. Absent where nobody listens for it. */
  isForked?(): boolean
  /** How its signer is; absent where that is no process of its own. */
  readonly signer?: SignerHealth | undefined
  state(): BookState
  /** Admits all or none, keeps the order, answers each. A later request sees what an earlier one did. */
  submit(requests: readonly Request[]): Promise<readonly Answer[]>
  /** Called after each batch and each change of phase; returns the way to stop listening. */
  onChange(listener: (state: BookState) => void): () => void
  onBatch(listener: (measurement: BatchMeasurement) => void): () => void
  /** The operator lets timers run after a gap. */
  releaseTimers(): void
  /** Stops admitting, finishes what was admitted, releases the lease. */
  drain(): Promise<void>
}
