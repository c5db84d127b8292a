/** What a writer is given, its bounds, and what it has on its way. */
import type { BookState } from '#kernel/book/answer.ts'
import type { Clock } from '#kernel/time/clock.ts'
import type { SignerPort } from '#platform/signer/port.ts'
import type { ErasureLog } from './erasure-log.ts'
import type { BatchMeasurement } from './port.ts'
import type { PreparationTools } from './preparation.ts'
import type { BookStore } from './store.ts'
import type { Waits } from './waits.ts'

export interface WriterOptions {
  readonly tools: Omit<PreparationTools, 'cache' | 'nowMs' | 'monotonicMs' | 'store'>
  readonly store: BookStore
  readonly signer: SignerPort
  readonly erasures: ErasureLog
  readonly clock: Clock
  /** The timers of the system, if unset. */
  readonly waits?: Waits
  /** The book's time where it is not this server's: a history that is told after the event. */
  readonly bookNowMs?: () => number
  /** Names this process in the lease row. */
  readonly owner: string
  /** The book is another server's to write, and taken here only when that one leaves it. */
  readonly isReserve?: boolean
  readonly limits?: Partial<WriterLimits>
  onState(state: BookState): void
  onBatch(measurement: BatchMeasurement): void
  /** What the person on duty should see; never holds personal data. */
  onProblem(message: string, error: unknown): void
}

export interface WriterLimits {
  readonly batchCommandsMax: number
  readonly batchBytesMax: number
  readonly syncMsMax: number
  readonly cacheRowsMax: number
  /** How long a caller waits for an outcome that is in doubt. */
  readonly doubtMsMax: number
}

/** Design limits are 1,024 commands, 4 MiB, 20 ms; half of 1,024 keeps writing and deciding in step. */
export const WRITER_LIMITS: WriterLimits = {
  batchCommandsMax: 512,
  batchBytesMax: 4 * 1024 * 1024,
  syncMsMax: 20,
  cacheRowsMax: 400_000,
  doubtMsMax: 10_000,
}

export const HELD = 'Another server writes this book, or the database is away.'
export const STOPPING = 'The server is being stopped.'

/** A pause before what failed is tried again, so that a failure that stays does not become a busy loop. */
export const AGAIN_MS = 50

/** A signer that stays away is asked for more and more seldom, by whoever takes the book. */
export const SIGNER_AGAIN_MS = 1000
export const SIGNER_AGAIN_MS_MAX = 10_000

/** For so long a lease must have been over before a reserve takes the book: others ask more than once meanwhile. */
export const RESERVE_FREE_MS = 750
