/** A sentence with what was found in it, and what the text said before: all that frames are made from. */
import type { Place } from './places.ts'
import type { Subject } from './subjects.ts'
import type { Offset, PublicationDay, TimeMention } from './times.ts'
import type { Claim, Period, Quantity } from './types.ts'

/** The first that any of these ways finds; they are tried in their order. */
export function firstOf<Found>(...ways: readonly (() => Found | undefined)[]): Found | undefined {
  for (const way of ways) {
    const found = way()
    if (found !== undefined) return found
  }
  return undefined
}

/** What the text said before this sentence. */
export interface Carried {
  readonly topic?: Place | undefined
  /** What "the city" stands for in this text. */
  readonly city?: string | undefined
  readonly named?: Place | undefined
  /** The last city and the last province that were named. */
  readonly ofCity?: Place | undefined
  readonly ofProvince?: Place | undefined
  /** The last place that calls itself a park, a port and so on, by that word. */
  readonly ofType?: ReadonlyMap<string, string>
  readonly area?: string | undefined
  /** The same, though paragraphs ago. */
  readonly lastArea?: string | undefined
  /** A building or a street that the sentence before spoke of. */
  readonly place?: string | undefined
  readonly window?: Period | undefined
  /** The text reports an event of its own days, so what has no time is of them. */
  readonly isEvent?: true
  /** What this paragraph has said before; it ends with the paragraph. */
  readonly local?: Period | undefined
  /** The time that the paragraphs before spoke of last. */
  readonly past?: Period | undefined
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
  /** Digits of the sentence were read as nothing. */
  readonly hasUnread: boolean
}

/** The figure before this one, and whether it stands in the same sentence. */
export interface Before {
  readonly previous: Claim | undefined
  /** The figure before the previous one, in the same sentence. */
  readonly earlier: Claim | undefined
  readonly last: Claim | undefined
  /** The last figure of the same paragraph, and the last of it that counts things. */
  readonly near: Claim | undefined
  readonly counted: Claim | undefined
  /** The last amount of money of the paragraph. */
  readonly money?: Claim | undefined
  /** The figures of the paragraph so far. */
  readonly said?: readonly Claim[] | undefined
}
