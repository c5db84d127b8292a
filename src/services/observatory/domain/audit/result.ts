/** The answer of an audit as JSON: values and ranges are decimal strings, offsets are those of the file. */
import { Fraction } from '#kernel/figures/rational.ts'
import type { Interval } from '#kernel/figures/interval.ts'
import type { KnownFigure, KnownSet } from '../../contract.ts'
import type { Cleaned } from './clean.ts'
import { ENGINE } from './drafts.ts'
import type { Layout } from './layout.ts'
import type { PublicationDay } from './times.ts'
import type { Check, Claim, Frame, LinkState, Quantity, Readings, Verdict } from './types.ts'

export interface RangeJson {
  readonly low: string
  readonly high: string
  /** `[]`, `(]`, `[)` or `()`: whether each end is allowed itself. */
  readonly closed: string
}

export interface ReadingsJson {
  readonly strict: RangeJson
  readonly loose: RangeJson
}

interface FrameJson {
  readonly indicator: string | null
  readonly indicatorId: string | null
  readonly area: string | null
  readonly period: string | null
  readonly base: string | null
  readonly anchor: string | null
  readonly isFall: boolean
}

export interface ClaimJson extends FrameJson {
  readonly id: string
  readonly start: number
  readonly end: number
  readonly text: string
  readonly value: string
  readonly unit: string
  readonly hedge: string | null
  readonly kind: string
}

export interface CheckJson {
  readonly id: string
  readonly relation: string
  readonly formula: string
  readonly operands: readonly string[]
  /** The claim that states what the operands lead to. */
  readonly statedClaim: string | null
  readonly computed: ReadingsJson | null
  readonly stated: ReadingsJson | null
  readonly verdict: Verdict
  readonly link: LinkState
  readonly possible: Verdict | null
  readonly note: string
  readonly rules: readonly string[]
}

/** A published figure that a check uses. */
export interface KnownJson {
  readonly id: string
  readonly indicator: string
  readonly area: string
  readonly period: string
  readonly kind: string
  readonly value: string
  readonly unit: string
  readonly hedge: string | null
  readonly publisher: string
  readonly date: string
}

export interface AuditJson {
  readonly engine: string
  readonly published: string | null
  readonly isCut: boolean
  readonly isTruncated: boolean
  /** What the text was compared with besides itself: the version of the set, and what of it is in a check. */
  readonly known: {
    readonly version: string
    readonly isWhole: boolean
    readonly figures: readonly KnownJson[]
  }
  readonly claims: readonly ClaimJson[]
  readonly checks: readonly CheckJson[]
}

interface Parts {
  readonly cleaned: Cleaned
  readonly layout: Layout
  readonly day: PublicationDay | undefined
  readonly claims: readonly Claim[]
  readonly checks: readonly Check[]
  readonly known: KnownSet
  readonly isTruncated: boolean
}

export function jsonOf(parts: Parts): AuditJson {
  const { cleaned, layout, day, claims, checks, known, isTruncated } = parts
  return {
    engine: ENGINE,
    published: publishedText(day),
    isCut: layout.isCut,
    isTruncated,
    known: {
      version: known.version,
      isWhole: known.isWhole,
      figures: usedOf(known, checks).map(knownJson),
    },
    claims: claims.map((claim) => claimJson(claim, cleaned, layout)),
    checks: checks.map((check, at) => checkJson(check, `k${at + 1}`)),
  }
}

function usedOf({ figures }: KnownSet, checks: readonly Check[]): readonly KnownFigure[] {
  const used = new Set(checks.flatMap(({ operands }) => operands))
  return figures.filter(({ id }) => used.has(id))
}

function knownJson(figure: KnownFigure): KnownJson {
  const { id, indicator, area, period, kind, unit, hedge, publisher, date } = figure
  const { digits, exponent } = figure
  const value = digitsText(digits, exponent)
  const fact = { id, indicator, area, period, kind, value, unit }
  return { ...fact, hedge: hedge?.words ?? null, publisher, date }
}

function publishedText(day: PublicationDay | undefined): string | null {
  if (day === undefined) return null
  const month = day.month === undefined ? '' : `-${String(day.month).padStart(2, '0')}`
  return `${day.year}${month}${day.anchor === 'inferred' ? ' (inferred)' : ''}`
}

function claimJson(
  { id, quantity, frame, sentence }: Claim,
  cleaned: Cleaned,
  layout: Layout,
): ClaimJson {
  const { start = 0 } = layout.sentences[sentence] ?? {}
  const [from, to] = [start + quantity.start, start + quantity.end]
  return {
    id,
    start: cleaned.offsetOf(from),
    end: cleaned.endOf(to),
    text: cleaned.text.slice(from, to),
    value: valueText(quantity),
    unit: frame.unit,
    hedge: quantity.hedge?.words ?? (quantity.numeral.fraction === undefined ? null : 'fraction'),
    kind: frame.kind,
    ...frameJson(frame),
  }
}

function frameJson({ indicator, indicatorId, area, period, base, isFall }: Frame): FrameJson {
  return {
    indicator: indicator ?? null,
    indicatorId: indicatorId ?? null,
    area: area ?? null,
    period: period === undefined || period.to <= 0 ? null : period.code,
    base: base ?? null,
    anchor: period?.anchor ?? null,
    isFall,
  }
}

/** The result as the bytes that digests, files and the server's answer are made of. */
export function resultText(audit: AuditJson): string {
  return `${JSON.stringify(audit, null, 2)}\n`
}

const PLACES = 6

/** The full value in the base unit, with the printed places: "2.80" stays 2.80, 4.16 trillion has none. */
export function valueText({ numeral }: Quantity): string {
  const { digits, exponent, fraction } = numeral
  if (fraction !== undefined) return decimal(new Fraction(fraction[0], fraction[1]), PLACES)
  return digitsText(digits, exponent)
}

function digitsText(digits: string, exponent: number): string {
  const [whole = '0', places = ''] = digits.split('.')
  const moved = (whole + places.slice(0, exponent).padEnd(exponent, '0')).replace(/^0+(?=\d)/, '')
  const rest = places.slice(exponent)
  return rest === '' ? moved : `${moved}.${rest}`
}

function decimal(value: Fraction, places: number): string {
  const scaled = value.mul(new Fraction(10n ** BigInt(places))).round()
  const digits = scaled
    .abs()
    .toString()
    .padStart(places + 1, '0')
  const text = `${digits.slice(0, -places)}.${digits.slice(-places)}`.replace(/\.?0+$/, '')
  return (scaled.compare(0) < 0 ? '-' : '') + text
}

function rangeJson({ low, high, lowClosed, highClosed }: Interval): RangeJson {
  const closed = `${lowClosed ? '[' : '('}${highClosed ? ']' : ')'}`
  return { low: decimal(low, PLACES), high: decimal(high, PLACES), closed }
}

function readingsJson(readings: Readings | undefined): ReadingsJson | null {
  return readings === undefined
    ? null
    : { strict: rangeJson(readings.strict), loose: rangeJson(readings.loose) }
}

function checkJson(check: Check, id: string): CheckJson {
  const { relation, formula, operands, verdict, link, note, rules } = check
  return {
    id,
    relation,
    formula,
    operands,
    statedClaim: check.stated ?? null,
    computed: readingsJson(check.computedRange),
    stated: readingsJson(check.statedRange),
    verdict,
    link,
    possible: check.possible ?? null,
    note,
    rules,
  }
}
