/** A share of a whole: what the part is, what the whole is, and whether the grammar itself says so. */
import type { Draft } from './drafts.ts'
import { likeness, linkOf, sameArea, samePeriod, wordsOf } from './linker.ts'
import { over } from '#kernel/figures/arithmetic.ts'
import { meet } from '#kernel/figures/interval.ts'
import { both, rangesOf } from './ranges.ts'
import { isRestated, LEVELS, nearest } from './series.ts'
import type { Claim, LinkState, Readings } from './types.ts'

interface Whole {
  readonly whole: Claim
  readonly link: LinkState
}

export function share(claim: Claim, claims: readonly Claim[], sentence: string): readonly Draft[] {
  const pair = countOfCount(claim, claims, sentence)
  if (pair !== undefined) return [shareOf(claim, pair)]
  const part =
    partOf(claim, claims, sentence) ??
    partNamed(claim, claims) ??
    partBefore(claim, claims, sentence)
  const found = part === undefined ? undefined : wholeOf(claim, { part, claims, sentence })
  const link = linkOf([claim], true)
  if (part === undefined)
    return [{ relation: 'share', operands: [claim], link, missing: 'the whole', formula: claim.id }]
  if (found === undefined) {
    const computed = both(over, rangesOf(part), rangesOf(claim))
    const formula = `${part.id} / ${claim.id}`
    return [{ relation: 'implied whole', operands: [part, claim], link, formula, computed }]
  }
  const { whole } = found
  return [
    {
      relation: 'share',
      operands: [part, whole],
      stated: claim,
      link: isRivalled(claim, { part, whole }, claims) ? 'proposed' : found.link,
      formula: `${part.id} / ${whole.id} = ${claim.id}`,
      computed: both(over, rangesOf(part), rangesOf(whole)),
      statedRange: rangesOf(claim),
      canSlip: true,
    },
  ]
}

/** "48 of 60 projects, or 85 percent": part and whole stand one behind the other. */
function countOfCount(
  claim: Claim,
  claims: readonly Claim[],
  sentence: string,
): readonly [part: Claim, whole: Claim] | undefined {
  const at = claims.indexOf(claim)
  const [part, whole] = claims.slice(Math.max(0, at - 2), at)
  if (part === undefined || whole === undefined || part.sentence !== claim.sentence)
    return undefined
  const isCount = part.frame.kind === 'count' && whole.frame.kind === 'count'
  const isOf = /^ of (?:the |its |all )?$/.test(
    sentence.slice(part.quantity.end, whole.quantity.start),
  )
  const isSaid = /^(?: [a-z][a-z' -]{2,40})?, or (?:about |nearly |some )?$/.test(
    sentence.slice(whole.quantity.end, claim.quantity.start),
  )
  return isCount && isOf && isSaid ? [part, whole] : undefined
}

function shareOf(claim: Claim, [part, whole]: readonly [Claim, Claim]): Draft {
  const isSure = ![claim, part, whole].some(({ frame }) => frame.isQualified === true)
  return {
    relation: 'share',
    operands: [part, whole],
    stated: claim,
    link: isSure ? 'automatic' : 'proposed',
    formula: `${part.id} / ${whole.id} = ${claim.id}`,
    computed: both(over, rangesOf(part), rangesOf(whole)),
    statedRange: rangesOf(claim),
    canSlip: true,
  }
}

/** "28 million at one port and 55 million at another, 48 percent of the total": of which of them, the words leave open. */
function isRivalled(
  claim: Claim,
  { part, whole }: { readonly part: Claim; readonly whole: Claim },
  claims: readonly Claim[],
): boolean {
  return claims.some(
    (other) =>
      other.sentence === claim.sentence &&
      other.quantity.start < claim.quantity.start &&
      other !== part &&
      other !== whole &&
      isAmount(other) &&
      other.frame.unit === part.frame.unit,
  )
}

/** ", or 37 percent": the share is of the figure right before it. */
const OF_BEFORE =
  /^(?: of (?:(?:the|its|these|those) )?[\d,]*\d)?(?:[^,;\d]{0,50},| (?:[a-z&A-Z]+ ){1,4}in (?:19|20)\d\d,)? (?:or|equivalent to|equal to|accounting for|making up|representing|which (?:is|was|accounts for|accounted for|equals)|contributing|occupying|(?:for |giving |with |at )?an? (?:[a-z]+ ){0,3}(?:rate|share|proportion|ratio) of)(?: (?:about|around|nearly|over|more than|almost|some|roughly))? $/

/** A share that only follows other figures may be of anything. */
function partOf(claim: Claim, claims: readonly Claim[], sentence: string): Claim | undefined {
  const before = claims[claims.indexOf(claim) - 1]
  if (before?.sentence === claim.sentence && isAmount(before) && isBefore(before, claim, sentence))
    return before
  const isOfAll = /^(?:all|(?:the )?total)\b/.test(claim.frame.base ?? '')
  const next = claims[claims.indexOf(claim) + 1]
  const isOfNext =
    next !== undefined &&
    / of (?:the|its|[^;.\d]{3,60}(?:, which (?:was|were|is|stood at|totall?ed|reached|came to)| of|'s)) $/.test(
      sentence.slice(claim.quantity.end, next.quantity.start),
    )
  if (claim.frame.indicatorFrom === 'carried' && !isOfAll && !isOfNext) return undefined
  const parts = claims.filter(
    (other) =>
      isAmount(other) &&
      sameArea(claim, other) &&
      likeness(claim, other) === 2 &&
      other.sentence === claim.sentence,
  )
  return nearest(claim, parts)
}

/** "The tertiary industry accounted for 52 percent of GDP", where both levels stand in sentences before. */
function partNamed(claim: Claim, claims: readonly Claim[]): Claim | undefined {
  const { base = '', indicatorFrom, indicator = '' } = claim.frame
  if (indicatorFrom !== 'clause' || indicator === '') return undefined
  const near = claims.filter(
    (other) =>
      isAmount(other) &&
      other.frame.kind !== 'count' &&
      claim.sentence - other.sentence >= 0 &&
      claim.sentence - other.sentence <= BACK_SENTENCES &&
      sameArea(claim, other) &&
      samePeriod(claim.frame.period, other.frame.period),
  )
  const isPart = (other: Claim): boolean =>
    (other.frame.indicator ?? '').toLowerCase().endsWith(` of the ${indicator.toLowerCase()}`) ||
    (other.frame.indicator ?? '').toLowerCase().endsWith(` of ${indicator.toLowerCase()}`)
  const isWhole = ({ frame }: Claim): boolean =>
    frame.indicator !== undefined && base.toLowerCase().startsWith(frame.indicator.toLowerCase())
  const parts = near.filter(isPart)
  return parts.length === 1 && near.some(isWhole) ? parts[0] : undefined
}

/** "Imports reached 19 trillion yuan. Their share rose to 57 percent": of the last amount before. */
function partBefore(claim: Claim, claims: readonly Claim[], sentence: string): Claim | undefined {
  const isOwn = /^(?:Their|Its|The|This) (?:share|proportion)\b[^;]*$/.test(
    sentence.slice(0, claim.quantity.start),
  )
  if (!isOwn || claim.frame.kind !== 'share') return undefined
  return claims.findLast(
    (other) =>
      isAmount(other) &&
      other.frame.kind !== 'count' &&
      other.sentence === claim.sentence - 1 &&
      other.paragraph === claim.paragraph,
  )
}

function isAmount(claim: Claim): boolean {
  return LEVELS.has(claim.frame.kind) && !isRestated(claim)
}

function isBefore(before: Claim, claim: Claim, sentence: string): boolean {
  return OF_BEFORE.test(sentence.slice(before.quantity.end, claim.quantity.start))
}

interface Around {
  readonly part: Claim
  readonly claims: readonly Claim[]
  readonly sentence: string
}

function wholeOf(claim: Claim, { part, claims, sentence }: Around): Whole | undefined {
  return (
    wholeBehind(claim, { part, claims, sentence }) ??
    wholeOfCount(claim, { part, claims, sentence }) ??
    wholeThatFits(claim, { part, claims, sentence }) ??
    wholeNamed(claim, part, claims)
  )
}

/** "37.6 percent of the tax revenue of 25 billion": the words lead from the share to its whole. */
function wholeBehind(claim: Claim, { part, claims, sentence }: Around): Whole | undefined {
  const next = claims[claims.indexOf(claim) + 1]
  if (next?.sentence !== claim.sentence || next.frame.unit !== part.frame.unit) return undefined
  const between = sentence.slice(claim.quantity.end, next.quantity.start)
  if (
    !LEVELS.has(next.frame.kind) ||
    !/^ of (?:[^,;.\d]{3,80}(?: of|'s?) (?:[a-z]+ )?|(?:the|its|all) |[^;.\d]{3,60}, which (?:was|were|is|stood at|totall?ed|reached|came to) )$/.test(
      between,
    )
  )
    return undefined
  const isDirect = isBefore(part, claim, sentence)
  return { whole: next, link: isDirect ? 'automatic' : 'proposed' }
}

/** "Of 96 tasks, 88 are done, or nearly 92 percent"; "102 of the 106 tasks, or 96 percent". */
function wholeOfCount(claim: Claim, { part, claims, sentence }: Around): Whole | undefined {
  if (part.frame.unit !== 'count' || !isBefore(part, claim, sentence)) return undefined
  const own = claims.filter((other) => other.sentence === claim.sentence && other !== part)
  const whole = own.find(
    ({ frame, quantity }) =>
      frame.kind === 'count' &&
      quantity.start < claim.quantity.start &&
      (/^Of (?:[A-Za-z]+(?:'s?)? ){0,4}$/.test(sentence.slice(0, quantity.start)) ||
        / of (?:the |all |its )?$/.test(sentence.slice(part.quantity.end, quantity.start))),
  )
  // "of which 30, or 25 percent": of what was counted last, and not of all.
  const last = own.findLast(
    ({ frame, quantity }) => frame.kind === 'count' && quantity.start < part.quantity.start,
  )
  const isInner = /\b(?:of|among) (?:which|whom|them|these),? $/.test(
    sentence.slice(0, part.quantity.start),
  )
  if (isInner && last !== undefined) return { whole: last, link: 'proposed' }
  if (whole === undefined)
    return wholeBefore(part, claims, sentence) ?? wholeNumbered(part, claims, sentence)
  return { whole, link: /\brespectively\b/.test(sentence) ? 'proposed' : 'automatic' }
}

/** "15 of the 22, or 68 percent": of those that were counted as 22 before. */
function wholeNumbered(part: Claim, claims: readonly Claim[], sentence: string): Whole | undefined {
  const number = /^ of (?:the|its|these|those) (\d[\d,]*)\b/.exec(
    sentence.slice(part.quantity.end),
  )?.[1]
  if (number === undefined) return undefined
  const before = claims.slice(0, claims.indexOf(part))
  const whole = before.findLast(
    ({ frame, quantity }) =>
      frame.kind === 'count' &&
      quantity.numeral.exponent === 0 &&
      quantity.numeral.digits === number.replaceAll(',', ''),
  )
  return whole === undefined ? undefined : { whole, link: 'proposed' }
}

/** "Seventeen of them, or 8 percent": of what the sentence before counted. */
function wholeBefore(part: Claim, claims: readonly Claim[], sentence: string): Whole | undefined {
  if (!/^ of (?:them|these|those)\b/.test(sentence.slice(part.quantity.end))) return undefined
  const whole = claims.findLast(
    (other) =>
      other.frame.kind === 'count' &&
      other.sentence === part.sentence - 1 &&
      other.quantity.noun !== undefined,
  )
  return whole === undefined ? undefined : { whole, link: 'proposed' }
}

const BACK_SENTENCES = 4

const TOTAL = /\b(?:the )?(?:total|overall|whole|entire|all)\b|^(?:it|that|them|this)\b/i

/**
 * The whole is named behind "of", or is "the total" and stands right before. Which whole a share is of is
 * told by words alone, so this link is never sure.
 */
function wholeNamed(claim: Claim, part: Claim, claims: readonly Claim[]): Whole | undefined {
  const words = (claim.frame.base ?? '').toLowerCase()
  const near = claims.filter(
    (other) =>
      other !== part &&
      other !== claim &&
      LEVELS.has(other.frame.kind) &&
      other.frame.unit === part.frame.unit &&
      Math.abs(other.sentence - claim.sentence) <=
        (part.sentence === claim.sentence ? 1 : BACK_SENTENCES),
  )
  const name = words.replace(/^(?:(?:the|total|all|overall|its|their) )+/, '')
  const isNamed = ({ frame: { indicator = '?' } }: Claim): boolean =>
    words !== '' && words.includes(indicator.toLowerCase())
  const named = near.find(isNamed) ?? exactly(name, part, claims)
  if (named !== undefined) return { whole: named, link: 'proposed' }
  // "Of total exports" is of no other total.
  if (/^(?:total|all|overall) [a-z]{4}/.test(words) && !/^(?:total|all|overall) of\b/.test(words))
    return undefined
  const [total] = near
    .filter(
      (other) =>
        claims.indexOf(other) < claims.indexOf(part) &&
        rangesOf(other).strict.high.compare(rangesOf(part).strict.low) > 0 &&
        samePeriod(other.frame.period, part.frame.period) &&
        sameArea(other, part),
    )
    .toSorted((left, right) => rangesOf(right).strict.low.compare(rangesOf(left).strict.low))
  return TOTAL.test(words) && total !== undefined ? { whole: total, link: 'proposed' } : undefined
}

/** The level of just this name, wherever the text gave it for the same time and area. */
function exactly(name: string, part: Claim, claims: readonly Claim[]): Claim | undefined {
  const same = claims.filter(
    (other) =>
      other !== part &&
      name !== '' &&
      LEVELS.has(other.frame.kind) &&
      !isRestated(other) &&
      other.frame.unit === part.frame.unit &&
      (other.frame.indicator ?? '').toLowerCase() === name &&
      samePeriod(other.frame.period, part.frame.period) &&
      sameArea(other, part),
  )
  return same.length === 1 ? same[0] : undefined
}

/**
 * "of the total", or no whole at all: the level shortly before that the part fits with. It confirms a share,
 * and where none fits nothing follows.
 */
function wholeThatFits(claim: Claim, { part, claims }: Around): Whole | undefined {
  const words = claim.frame.base ?? ''
  const isTotal = words === '' || TOTAL.test(words)
  const stated = rangesOf(claim)
  const whole = claims
    .slice(0, claims.indexOf(part))
    .findLast(
      (other) =>
        LEVELS.has(other.frame.kind) &&
        !isRestated(other) &&
        other.frame.unit === part.frame.unit &&
        (isTotal
          ? claim.sentence - other.sentence <= BACK_SENTENCES || isKindOf(part, other)
          : isNamedBy(other, words)) &&
        (other.frame.area === part.frame.area || /^(?:them|it|that|this)\b/.test(words)) &&
        samePeriod(other.frame.period, part.frame.period) &&
        fits(both(over, rangesOf(part), rangesOf(other)), stated),
    )
  return whole === undefined ? undefined : { whole, link: 'proposed' }
}

/** The deals of a delegation among all "intended deals" of a fair. */
function isKindOf(part: Claim, whole: Claim): boolean {
  const words = wordsOf(part.frame.indicator ?? '')
  return words.size > 0 && words.isSubsetOf(wordsOf(whole.frame.indicator ?? ''))
}

/** "7.1 percent of the hub's foreign trade", of which the text gave the value in its own words. */
function isNamedBy({ frame: { indicator = '?' } }: Claim, words: string): boolean {
  const [name, all] = [indicator.toLowerCase(), words.toLowerCase()]
  const isTrade =
    /trade|imports? and exports?/.test(all) && /trade|import|export|\bgoods\b/.test(name)
  return all.includes(name) || isTrade
}

function fits(computed: Readings | undefined, stated: Readings): boolean {
  return computed !== undefined && meet(computed.strict, stated.strict) !== undefined
}
