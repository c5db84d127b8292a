/** What witnesses say of a book, for pages, API and metrics. */

/** Why a witness did not cosign when it was asked last. */
export type WitnessTrouble =
  /** Nothing answers at its address. */
  | 'unreachable'
  /** It took longer than its deadline. */
  | 'late'
  /** It asked to be asked less often. */
  | 'busy'
  /** It does not follow this log, or does not know its key. */
  | 'not_followed'
  /** An answer that the specification does not allow, or a cosignature that is wrong. */
  | 'answer_wrong'
  /** Its cosignature states a time that is more than half a minute from ours. */
  | 'clock_differs'
  /** It has cosigned more entries than this book has: the database is an older copy. */
  | 'ahead'
  /** It holds another tree than this book, or says so. */
  | 'inconsistent'

export interface WitnessState {
  /** Its name in the policy. */
  readonly name: string
  /** Its name in signature lines. */
  readonly keyName: string
  readonly verifierKey: string
  /** Its submission prefix. */
  readonly url: string
  /** The largest tree that it is known to have cosigned. */
  readonly size: number
  /** When it last cosigned, by its own clock, in milliseconds since 1970; 0 for not yet. */
  readonly cosignedAtMs: number
  readonly trouble: WitnessTrouble | null
}

export interface Witnessed {
  /** The last checkpoint whose cosignatures meet the policy, with these; empty before the first. */
  readonly checkpoint: string
  readonly size: number
  /** The policy's names of those who cosigned it. */
  readonly cosigners: readonly string[]
}

export interface BookWitnesses {
  /** c2sp.org/tlog-policy: the key of the book, its witnesses and the rule over them. */
  readonly policy: string
  witnessed(): Witnessed
  states(): readonly WitnessState[]
  /** Called after each change of either; returns the way to stop listening. */
  onChange(listener: () => void): () => void
}

/** What this hub asks before it has a book cosigned. */
export interface ForkWatch {
  /** Whether there is evidence that this log has signed two pasts. It never becomes false again. */
  isForked(origin: string): boolean
}

/** Those that a person must look at: the book or the witness shows a past that the other does not know. */
export function isAlarm(trouble: WitnessTrouble | null): boolean {
  return trouble === 'ahead' || trouble === 'inconsistent'
}
