/** Parts that add up to a whole: identities of statistics, and lists that a sentence itself gives as parts. */
import type { Draft } from './drafts.ts'
import { linkOf, samePeriod } from './linker.ts'
import { plus, pointAt } from '#kernel/figures/arithmetic.ts'
import { rangesOf } from './ranges.ts'
import { isRestated, LEVELS } from './series.ts'
import { Fraction } from '#kernel/figures/rational.ts'
import { meet } from '#kernel/figures/interval.ts'
import type { Claim, Readings } from './types.ts'

interface Identity {
  readonly whole: RegExp
  readonly parts: readonly RegExp[]
}

/** Totals that are by definition the sum of these; each named by what its words must and must not hold. */
const IDENTITIES: readonly [Identity, ...Identity[]] = [
  {
    whole: /imports? and exports?|exports? and imports?|foreign trade|trade in goods|进出口/i,
    parts: [
      /^(?:goods )?exports?(?: value)?(?: of goods)?$|^出口/i,
      /^(?:goods )?imports?(?: value)?(?: of goods)?$|^进口/i,
    ],
  },
  {
    whole: /^GDP|^gross domestic product/i,
    parts: [/primary/i, /secondary/i, /tertiary|services? (?:sector|industry)/i],
  },
]

export function sumChecks(
  claims: readonly Claim[],
  sentences: readonly string[],
): readonly Draft[] {
  const levels = claims.filter((claim) => LEVELS.has(claim.frame.kind) && !isRestated(claim))
  return [
    ...identities(levels),
    ...unnamed(levels),
    ...levels.flatMap((claim) => listed(claim, levels, sentences)),
  ]
}

function identities(levels: readonly Claim[]): readonly Draft[] {
  return IDENTITIES.flatMap(({ whole, parts }) =>
    levels
      .filter(({ frame }) => whole.test(frame.indicator ?? ''))
      .flatMap((total) => identity(total, parts, levels)),
  )
}

function identity(
  total: Claim,
  parts: readonly RegExp[],
  levels: readonly Claim[],
): readonly Draft[] {
  const found = parts.map((part) =>
    levels.filter(
      (other) =>
        other !== total &&
        part.test(other.frame.indicator ?? '') &&
        other.frame.unit === total.frame.unit &&
        other.frame.area === total.frame.area &&
        Math.abs(other.sentence - total.sentence) <= 2 &&
        samePeriod(other.frame.period, total.frame.period),
    ),
  )
  const operands = found.flatMap(([first]) => first ?? [])
  if (operands.length !== parts.length) return []
  const isUnique = found.every(({ length }) => length === 1)
  const isSure = isUnique && total.frame.area !== undefined && !isSmaller(total, operands)
  return [sum(total, operands, linkOf([total, ...operands], isSure))]
}

/** What is less than one of the parts is another total, unless it slipped by a power of ten. */
function isSmaller(total: Claim, parts: readonly Claim[]): boolean {
  const { high } = rangesOf(total).loose
  return parts.some((part) => {
    const { low } = rangesOf(part).loose
    return low.compare(high) > 0 && low.compare(high.mul(SLIP)) < 0
  })
}

const SLIP = new Fraction(4)

/**
 * A total that no word of the lexicon names, "the value of goods passing through": exports and imports
 * right behind it that add up to it confirm it, and nothing else follows.
 */
function unnamed(levels: readonly Claim[]): readonly Draft[] {
  const [{ parts, whole }] = IDENTITIES
  return levels.flatMap((total, at) => {
    const pair = levels.slice(at + 1, at + 3)
    const isPair = pair.every(
      ({ frame, sentence }) =>
        frame.unit === total.frame.unit &&
        sentence - total.sentence <= 1 &&
        samePeriod(frame.period, total.frame.period),
    )
    const isNamed = parts.every((part) =>
      pair.some(({ frame }) => part.test(frame.indicator ?? '')),
    )
    if (!isPair || !isNamed || whole.test(total.frame.indicator ?? '')) return []
    const draft = sum(total, pair, 'proposed')
    const { computed, statedRange } = draft
    const isSum =
      computed !== undefined &&
      statedRange !== undefined &&
      meet(computed.strict, statedRange.strict) !== undefined
    return isSum ? [draft] : []
  })
}

function sum(total: Claim, parts: readonly Claim[], link: Draft['link']): Draft {
  return {
    relation: 'sum of parts',
    operands: parts,
    stated: total,
    link,
    formula: `${parts.map(({ id }) => id).join(' + ')} = ${total.id}`,
    computed: summed(parts),
    statedRange: rangesOf(total),
    canSlip: true,
  }
}

function summed(parts: readonly Claim[]): Readings {
  const zero = pointAt(0n)
  return parts.map(rangesOf).reduce(
    (left, right) => ({
      strict: plus(left.strict, right.strict),
      loose: plus(left.loose, right.loose),
    }),
    { strict: zero, loose: zero },
  )
}

const PARTS_LEAD =
  /\b(?:of which|of these|of them|among (?:them|these|which)|including|consisting of|comprising|made up of|they include|these include|composed of)\b/i
const PARTS_MAX = 8

/**
 * Figures of one unit behind "of which" or "they include". A list of parts need not be whole, so it is
 * reported only where it adds up, or where it is more than the whole.
 */
function listed(
  total: Claim,
  levels: readonly Claim[],
  sentences: readonly string[],
): readonly Draft[] {
  const behind = levels.slice(levels.indexOf(total) + 1)
  const same = behind.filter((other) => other.frame.unit === total.frame.unit)
  const next = same[0]
  if (next === undefined || next.sentence - total.sentence > 2) return []
  const parts = same.filter((other) => other.sentence === next.sentence).slice(0, PARTS_MAX)
  const sentence = sentences[next.sentence] ?? ''
  const from = next.sentence === total.sentence ? total.quantity.end : 0
  const lead = sentence.slice(from, next.quantity.start)
  const isLed = PARTS_LEAD.test(lead) || /:\s*$/.test(lead)
  if (!isLed || parts.length < 2) return []
  const draft = sum(total, parts, 'proposed')
  const { statedRange, computed } = draft
  if (statedRange === undefined || computed === undefined) return []
  const isMore = computed.loose.low.compare(statedRange.loose.high) > 0
  return isMore || meet(computed.loose, statedRange.loose) !== undefined ? [draft] : []
}
