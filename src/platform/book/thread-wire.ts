/** What passes between the server's thread and a book's. Plain values only: each side has its own copy. */
import type { Answer, BookState } from '#kernel/book/answer.ts'
import type { BatchMeasurement, Request } from './port.ts'

/** What a book's thread is started with. */
export interface BookThreadOptions {
  readonly name: string
  readonly origin: string
  readonly databaseUrl: string
  /** Where the signer of this book keeps its key and state. */
  readonly signerFolder: string
  /** 32 bytes that wrap subject keys. */
  readonly installationKey: Uint8Array
  /** 32 bytes for the MACs of commands and idempotency keys. */
  readonly macKey: Uint8Array
  /** Names this server in the lease. */
  readonly owner: string
  readonly timersAfterGap: 'wait' | 'run'
}

export type ToBook =
  | { readonly kind: 'submit'; readonly id: number; readonly requests: readonly Request[] }
  | { readonly kind: 'release-timers' }
  | { readonly kind: 'drain' }

export type FromBook =
  | { readonly kind: 'opened'; readonly verifierKey: string }
  | { readonly kind: 'answers'; readonly id: number; readonly answers: readonly Answer[] }
  | { readonly kind: 'state'; readonly state: BookState }
  | { readonly kind: 'batch'; readonly measurement: BatchMeasurement }
  /** For the log of the person on duty. */
  | { readonly kind: 'problem'; readonly message: string; readonly error: string }
