/** What passes between the server's thread and a book's. Plain values only: each side has its own copy. */
import { z } from 'zod'
import type { LogKeys } from '#kernel/log/policy.ts'
import type { Answer, BookState } from '#kernel/book/answer.ts'
import type { SignerChoice } from '#platform/signer/choice.ts'
import type { SignerHealth } from '#platform/signer/kept.ts'
import type { BatchMeasurement, Request } from './port.ts'

const Key = z.custom<Uint8Array>(
  (value) => value instanceof Uint8Array && value.length === 32,
  'a key of 32 bytes',
)

/** What a book's thread is started with. */
export const BookThreadOptions = z.object({
  name: z.string(),
  origin: z.string(),
  databaseUrl: z.string(),
  signer: z.custom<SignerChoice>((value) => typeof value === 'object', 'which signer is meant'),
  /** Names the installation, whose database is nobody else's to write. */
  installationId: z.string(),
  /** The journal of what was erased of this book. */
  erasureJournal: z.string(),
  /** Wraps subject keys. */
  installationKey: Key,
  /** For the MACs of commands and idempotency keys. */
  macKey: Key,
  /** The book is another server's to write: this one takes it when it is left. */
  isReserve: z.boolean(),
  /** Names this server in the lease. */
  owner: z.string(),
  timersAfterGap: z.enum(['wait', 'run']),
})
export type BookThreadOptions = Readonly<z.infer<typeof BookThreadOptions>>

export type ToBook =
  | { readonly kind: 'submit'; readonly id: number; readonly requests: readonly Request[] }
  | { readonly kind: 'release-timers' }
  | { readonly kind: 'drain' }

export type FromBook =
  | ({ readonly kind: 'opened' } & LogKeys)
  | { readonly kind: 'answers'; readonly id: number; readonly answers: readonly Answer[] }
  | {
      readonly kind: 'state'
      readonly state: BookState
      /** Until when the lease is known to be ours, on the machine's monotonic clock in milliseconds. */
      readonly heldUntilMs: number
    }
  | { readonly kind: 'signer'; readonly health: SignerHealth }
  | { readonly kind: 'batch'; readonly measurement: BatchMeasurement }
  /** For the log of the person on duty. */
  | { readonly kind: 'problem'; readonly message: string; readonly error: string }
