/** A sentence with what was found in it, and what the text said before: all that frames are made from. */
import type { Place } from './places.ts'
import type { Subject } from './subjects.ts'
import type { Offset, PublicationDay, TimeMention } from './times.ts'
import type { Claim, Period, Quantity } from './types.ts'

/** What the text said before this sentence. */
export interface Carried {
  readonly topic?: Place
  readonly named?: Place
  readonly area?: string
  readonly window?: Period
  /** What this paragraph has said before; it ends with the paragraph. */
  readonly local?: Period
  /** The time that the paragraphs before spoke of last. */
  readonly past?: Period
}

export interface Scene {
  readonly text: string
  readonly day: PublicationDay
  readonly carried: Carried
  readonly times: readonly TimeMention[]
  readonly offsets: readonly Offset[]
  readonly places: readonly Place[]
  readonly subjects: readonly Subject[]
  readonly figures: readonly Quantity[]
}

/** The figure before this one, and whether it stands in the same sentence. */
export interface Before {
  readonly previous: Claim | undefined
  readonly last: Claim | undefined
}
