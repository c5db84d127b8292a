/** What the parts of the story share. */
import type { LegalDay } from '#kernel/time/legal-day.ts'
import type { Consumer, Shop } from './cast.ts'
import type { Chance } from './chance.ts'

export interface Payment {
  /** What the payer wrote; the contract, if they wrote it right. */
  readonly reference: string
  readonly amountMinor: number
  readonly payer: string
}

export interface StoryOptions {
  readonly seed: number
  readonly shops: number
  readonly consumers: number
  /** The first and the last legal day, both with. */
  readonly from: LegalDay
  readonly to: LegalDay
  /** Classes that are given on the last day; it begins with a fifth of them. */
  readonly usesPerDay: number
}

/** All that the parts of the story share. */
export interface Plot {
  readonly options: StoryOptions
  readonly chance: Chance
  readonly shops: readonly [Shop, ...Shop[]]
  readonly consumers: readonly [Consumer, ...Consumer[]]
}
