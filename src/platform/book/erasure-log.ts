/** Where a writer keeps, outside of the database, what it has erased. */
import type { PartyId } from '#kernel/identity/principal.ts'

export interface Erasure {
  /** Short name of the book. */
  readonly book: string
  readonly subject: PartyId
  /** The entry of the erasure: whatever was sealed for the subject before it is gone. */
  readonly entry: number
  readonly atMs: number
  /** The fingerprint of the key that was destroyed (`keyPrintOf`). */
  readonly keyPrint: string
}

export interface ErasureLog {
  /** Returns once all of them are on disk; what is there already is not written again. Throws if it cannot. */
  keep(erasures: readonly Erasure[]): void
}
