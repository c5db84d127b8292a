/**
 * The signer of one book: a process of its own that holds the key and one fsynced state, which is
 * written before a signature is released. It never signs a smaller size or another root of the same
 * size, and a larger size only with a proof that what it signed before is a prefix.
 */
import type { Hash } from '#kernel/log/hash.ts'
import type { EarlierKey } from '#kernel/log/policy.ts'

export interface SignedState {
  readonly size: number
  readonly root: Hash
}

export interface Advance extends SignedState {
  /** Consistency proof from the state that the signer holds to this one; empty from size 0. */
  readonly proof: readonly Hash[]
}

export type SignerRefusal =
  /** Signing would shrink the log: the database is older than what was signed. */
  | 'size_smaller'
  /** Same size, other root: a fork. */
  | 'root_differs'
  | 'proof_invalid'
  /** The book was signed further than this state knows: another signer with another state has the key. */
  | 'state_behind'
  /** There is a key but no state: only witnesses or an operator's ceremony may name the last size. */
  | 'state_missing'

export class SignerRefused extends Error {
  override readonly name = 'SignerRefused'
  readonly reason: SignerRefusal
  constructor(reason: SignerRefusal) {
    super(`the signer refuses: ${reason}`)
    this.reason = reason
  }
}

export interface SignerPort {
  /** The book's public key as a verifier key line (signed-note vkey). */
  readonly verifierKey: string
  /** The keys before it, the last one first. */
  readonly earlierKeys?: readonly EarlierKey[]
  /** What was signed last; size 0 for a new log. */
  last(): Promise<SignedState>
  /** The signed checkpoint (tlog-checkpoint), released after the state is on disk. Throws SignerRefused. */
  sign(to: Advance): Promise<string>
  close(): Promise<void>
}
