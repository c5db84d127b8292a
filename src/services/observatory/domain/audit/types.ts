/** What an audit says of a text: the figures that it read, and how they stand to one another. */
import type { Interval } from '#kernel/figures/interval.ts'
import type { Kind } from '../../contract.ts'

/** Labels are rhetorical magnitudes, such as a "hundred-billion-yuan building". */
export type ClaimKind = Kind | 'label'

export const VERDICTS = [
  'consistent',
  'edge',
  'consistent-if-rounded',
  'inconsistent',
  'scale-slip',
  'basis-differs',
  'ambiguous',
  'not-checkable',
  'derived',
  'no-power',
] as const
export type Verdict = (typeof VERDICTS)[number]

/** How sure it is that figures belong together; a check inherits the weakest of its links. */
export type LinkState = 'automatic' | 'proposed' | 'confirmed'

export type HedgeReading = 'above' | 'at-least' | 'below' | 'around' | 'at-most' | 'less'

/** A printed number: digits with their trailing zeros times a power of ten, or a fraction. */
export interface Numeral {
  readonly digits: string
  readonly exponent: number
  readonly fraction?: readonly [bigint, bigint]
  readonly isWord: boolean
}

/** A number with its hedge and unit, where it stands in the cleaned text. */
export interface Quantity {
  readonly start: number
  readonly end: number
  readonly numeral: Numeral
  readonly unit: string
  readonly hedge?: { readonly words: string; readonly reading: HedgeReading }
  /** What is counted, as printed: "key projects". */
  readonly noun?: string
  /** A kind that the form of the figure already tells: a rank, a doubling, a label. */
  readonly form?: 'rank' | 'multiplied' | 'label' | 'size'
}

/** Calendar time: years, or a finer code for a single moment; a change goes from base to end. */
export interface Period {
  readonly from: number
  readonly to: number
  /** `2024`, `2023-H1`, `2021..2024`, `2020->2024`, `2023-end`. */
  readonly code: string
  readonly years?: number
  /** Read from the calendar, or counted from the day of publication. */
  readonly anchor: 'written' | 'published' | 'inferred'
}

/** Where a field of a frame was found. */
export type Origin = 'clause' | 'sentence' | 'carried' | 'topic'

export interface Frame {
  readonly kind: ClaimKind
  readonly unit: string
  readonly indicator?: string
  /** The id of the catalogue, where the words name one of its indicators. */
  readonly indicatorId?: string
  readonly indicatorFrom: Origin
  readonly area?: string
  readonly areaFrom: Origin
  readonly period?: Period
  readonly periodFrom: Origin
  readonly base?: string
  readonly basePeriod?: Period
  /** A fall makes the figure negative in the arithmetic, though it is printed without a sign. */
  readonly isFall: boolean
  /** The sentence itself says that its figures are of another basis, or pairs them in an order. */
  readonly isQualified?: true
  /** Current or constant prices, where a person said so. */
  readonly priceBasis?: 'nominal' | 'real'
}

export interface Claim {
  readonly id: string
  readonly quantity: Quantity
  readonly frame: Frame
  readonly sentence: number
  readonly paragraph: number
}

export interface Readings {
  readonly strict: Interval
  readonly loose: Interval
}

export interface Check {
  readonly relation: string
  readonly formula: string
  readonly operands: readonly string[]
  readonly stated?: string
  readonly computedRange?: Readings
  readonly statedRange?: Readings
  readonly verdict: Verdict
  readonly link: LinkState
  /** What the verdict would be if the proposed link were confirmed. */
  readonly possible?: Verdict
  readonly note: string
  readonly rules: readonly string[]
}
