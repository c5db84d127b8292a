/** Announced counts against the lists that follow, and rhetorical labels against their figures. */
import { Fraction } from '#kernel/figures/rational.ts'
import { checkOf, type Draft } from './drafts.ts'
import { multipliersOf } from './labels.ts'
import type { Layout } from './layout.ts'
import { over, pointAt } from '#kernel/figures/arithmetic.ts'
import { each, rangesOf } from './ranges.ts'
import type { Check, Claim } from './types.ts'
import type { AuditOptions } from './verdicts.ts'

const COUNT_MAX = 12
const ORDINALS = 'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ')
const MARKED = new RegExp(`^\\s*(?:\\(?(\\d{1,2})[.)] |(${ORDINALS.join('|')})(?:ly)?,)`, 'i')
const ANNOUNCES =
  /\b(?:aspects|areas|fields|parts|points|measures|tasks|priorities|directions|respects|features|highlights)$/

export function listingChecks(
  claims: readonly Claim[],
  layout: Layout,
  options: AuditOptions,
): readonly Check[] {
  const counts = claims.filter(
    ({ frame, quantity }) =>
      frame.kind === 'count' &&
      Number(quantity.numeral.digits) <= COUNT_MAX &&
      quantity.numeral.exponent === 0,
  )
  return [
    ...counts.flatMap((claim) => enumeration(claim, layout, options)),
    ...labelChecks(claims, layout, options),
  ]
}

/** A list is counted only in one sentence and only to confirm: reading lists is too unsure to accuse. */
function enumeration(claim: Claim, layout: Layout, options: AuditOptions): readonly Check[] {
  const count = Number(claim.quantity.numeral.digits)
  const text = layout.sentences[claim.sentence]?.text ?? ''
  const items = itemsOf(text.slice(claim.quantity.end))
  const draft: Draft = {
    relation: 'enumeration',
    operands: [claim],
    link: 'proposed',
    formula: `${claim.id} items`,
  }
  if (items === count) return [confirmed(draft, options)]
  if (!ANNOUNCES.test(claim.quantity.noun ?? '')) return []
  const markers = layout.sentences
    .filter(({ paragraph }) => paragraph > claim.paragraph)
    .filter(({ text: words }) => MARKED.test(words)).length
  if (markers === count) return [confirmed(draft, options)]
  const missing = layout.isCut
    ? 'the whole list, because it is cut off'
    : 'a list that can be counted'
  return [checkOf({ ...draft, missing }, options)]
}

function confirmed(draft: Draft, options: AuditOptions): Check {
  const { id } = draft.operands[0] ?? { id: '' }
  return {
    ...checkOf(draft, options),
    verdict: 'consistent',
    note: `as many items follow as ${id} announces`,
    rules: ['relation.enumeration', 'verdict.items', 'link.proposed'],
  }
}

const LIST =
  /(?:\brespectively\b|:|\bnamely\b|\bformed in\b|\bin\b|\bincluding\b|—)\s*([^.:;]{8,400}?)(?:, (?:with|which|where|while|making)\b|[.;]|$)/

/** Items between commas; the last may hang on "and" alone. */
function itemsOf(after: string): number | undefined {
  const list = LIST.exec(after)?.[1]
  if (list === undefined) return undefined
  const parts = list.split(/, /)
  const last = parts.at(-1) ?? ''
  if (parts.length < 2) return undefined
  return /^(?:and|as well as) /.test(last)
    ? parts.length
    : parts.length + (/ (?:and|as well as) /.test(last) ? 1 : 0)
}

interface Section {
  readonly label: Claim
  readonly figures: readonly Claim[]
}

/**
 * Labels that all slip by the same power of ten against what the text itself declares, unit times
 * multiplier, were scaled by a translator. Without a declaration the figures below a label must say so.
 */
function labelChecks(
  claims: readonly Claim[],
  { sentences }: Layout,
  options: AuditOptions,
): readonly Check[] {
  const labels = claims.filter(
    ({ frame, quantity }) => frame.kind === 'label' && quantity.form === 'label',
  )
  const unit = labels.find(
    ({ sentence }) => multipliersOf(sentences[sentence]?.text ?? '').length > 1,
  )
  if (unit === undefined) return []
  const multipliers = multipliersOf(sentences[unit.sentence]?.text ?? '')
  const quoted = labels.filter(
    (label) => label !== unit && isHeading(label, sentences[label.sentence]?.text ?? ''),
  )
  const sections = quoted.map((label, at) => sectionOf(label, { next: quoted[at + 1], claims }))
  if (quoted.length !== multipliers.length) return []
  const size = pointOf(unit)
  const ratios = quoted.map((label, at) => pointOf(label).div(size.mul(multipliers[at] ?? 1n)))
  const [first] = ratios
  if (first === undefined || !ratios.every((ratio) => ratio.equals(first))) return []
  return sections.map((section, at) =>
    labelCheck(section, { unit, multiplier: multipliers[at] ?? 1n, ratio: first, options }),
  )
}

function isHeading({ quantity }: Claim, sentence: string): boolean {
  return sentence.charAt(quantity.start) === '"' && sentence.slice(0, quantity.start).trim() === ''
}

function sectionOf(
  label: Claim,
  { next, claims }: { next: Claim | undefined; claims: readonly Claim[] },
): Section {
  const from = claims.indexOf(label) + 1
  const to = next === undefined ? claims.length : claims.indexOf(next)
  const figures = claims
    .slice(from, to)
    .filter(({ frame, paragraph }) => frame.unit === 'CNY' && paragraph === label.paragraph)
  return { label, figures }
}

function pointOf({ quantity }: Claim): Fraction {
  const { digits, exponent } = quantity.numeral
  return new Fraction(digits).mul(new Fraction(10n ** BigInt(exponent)))
}

interface Declared {
  readonly unit: Claim
  readonly multiplier: bigint
  readonly ratio: Fraction
  readonly options: AuditOptions
}

function labelCheck(
  { label, figures }: Section,
  { unit, multiplier, ratio, options }: Declared,
): Check {
  const declared = each((size) => over(size, pointAt(new Fraction(1n, multiplier))), rangesOf(unit))
  const draft: Draft = {
    relation: 'scale label',
    operands: [unit, ...figures],
    stated: label,
    link: 'automatic',
    formula: `${multiplier} x ${unit.id} = ${label.id}`,
    computed: declared,
    statedRange: rangesOf(label),
    canSlip: true,
  }
  // A label that fits its own figures is at most unusual, whatever unit was announced.
  const isBelow = figures.every(
    (figure) => pointOf(figure).compare(pointOf(label)) < 0 || figure.frame.kind === 'label',
  )
  const check = checkOf(draft, options)
  if (ratio.equals(1) || isBelow) return check
  return {
    ...check,
    verdict: 'ambiguous',
    possible: 'scale-slip',
    note: 'the label fits its figures, but not the unit that is announced',
  }
}
