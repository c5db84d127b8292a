/** The figures of a sentence: number, hedge and unit. Every other number is left alone. */
import { countOf } from './counts.ts'
import { foldsOf, multipliedOf, ranksOf } from './forms.ts'
import { type Found, hedgedQuantity, isMeasured } from './found.ts'
import { noiseOf, overlaps, type Span } from './noise.ts'
import { NUMERAL, readNumeral } from './numerals.ts'
import { fractionOf, ratioOf, timesOf } from './ratios.ts'
import { type Shared, sharedUnit } from './shared-units.ts'
import type { Quantity } from './types.ts'
import { MONEY, perArea, type Unit, unitAfter, unitBefore } from './units.ts'

const BEFORE_CHARS = 80
const AFTER_CHARS = 120

export function quantitiesOf(sentence: string): readonly Quantity[] {
  const numerals = numeralsOf(sentence)
  const noise = numerals.length === 0 ? [] : noiseOf(sentence).filter(isNoAge(sentence))
  const found = numerals
    .filter((span) => !noise.some((other) => overlaps(span, other)))
    .filter((span) => !goesOnWithTime(span, sentence, noise))
  const plain = readAll(found, sentence)
  return [...plain, ...ranksOf(sentence), ...multipliedOf(sentence), ...foldsOf(sentence)]
    .toSorted((left, right) => left.start - right.start)
    .filter((one, at, all) => !all.slice(0, at).some((other) => overlaps(one, other)))
}

/** Whether digits stand in a sentence that were read as nothing: what its figures say of one another is then a guess. */
export function hasUnread(sentence: string, figures: readonly Quantity[]): boolean {
  const numerals = numeralsOf(sentence).filter(({ numeral }) => !numeral.isWord)
  if (numerals.length === 0) return false
  const known = [...noiseOf(sentence), ...figures]
  return numerals.some((span) => !known.some((other) => overlaps(span, other)))
}

const CHANGED_BY = /\b(?:up|down|by|nearly|almost|about|than|rose|fell|grew|jumped|dropped) $/i

/** Years are time, except those that people may expect to live. */
function isNoAge(sentence: string): (span: Span) => boolean {
  return ({ start, end }) => {
    const [span, before] = [sentence.slice(start, end), sentence.slice(0, start)]
    // "takings are up a quarter": no time either.
    if (/^(?:a|one) quarter$/i.test(span)) return !CHANGED_BY.test(before)
    return !/ years?$/.test(span) || !/\blife expectancy\b[^.;]{0,60}$/i.test(before)
  }
}

/** From the last to the first, because what is bare takes its unit from the next. */
function readAll(found: readonly Found[], sentence: string): readonly Quantity[] {
  const read: Quantity[] = []
  let next: Shared | undefined
  for (const number of found.toReversed()) {
    const own = quantityOf(number)
    const quantity =
      own !== undefined && isMeasured(own)
        ? scaledAs(own, next)
        : (sharedUnit(number, next, sentence) ?? own)
    next = quantity === undefined ? undefined : { found: number, quantity }
    if (quantity !== undefined) read.unshift(quantity)
  }
  const all = read.map((quantity, at) => sameMeasure(quantity, read[at - 1], { sentence, read }))
  return found.length === all.length ? all : withElliptic(found, all, sentence)
}

/** "$1.5-2 billion": the scale stands behind the second end of a range. */
function scaledAs(own: Quantity, next: Shared | undefined): Quantity {
  const exponent = next?.quantity.numeral.exponent ?? 0
  const isRange =
    next !== undefined &&
    MONEY.has(own.unit) &&
    own.numeral.exponent === 0 &&
    exponent >= 3 &&
    /^ ?(?:-|\u2013|to|~) ?(?:[$¥€]|US\$|RMB)? ?$/.test(
      next.found.before.slice(own.end - next.found.start),
    )
  return isRange ? { ...own, numeral: { ...own.numeral, exponent } } : own
}

/** "from 6,800 square meters to 42,000", and "8 billion" among yuan: the measure was said before. */
function sameMeasure(
  quantity: Quantity,
  before: Quantity | undefined,
  { sentence, read }: { sentence: string; read: readonly Quantity[] },
): Quantity {
  if (quantity.unit !== 'count' || quantity.noun !== undefined) return quantity
  // A number of millions is no percentage: what is counted was said before the rate.
  const { exponent, digits } = quantity.numeral
  const isOther = before?.unit === 'percent' && (exponent >= 3 || Number(digits) >= 1000)
  if (
    before !== undefined &&
    !isOther &&
    isMeasured(before) &&
    isSameMeasure(before, quantity, sentence)
  )
    return { ...quantity, unit: before.unit }
  const money = read.find(({ unit }) => MONEY.has(unit))
  const isHuge = quantity.numeral.exponent >= 9
  return isHuge && money !== undefined ? { ...quantity, unit: money.unit } : quantity
}

const SPACES: ReadonlySet<string> = new Set(['m2', 'km2', 'ha', 'mu', 'km', 'm'])

function isSameMeasure(before: Quantity, { start }: Quantity, sentence: string): boolean {
  const between = sentence.slice(before.end, start)
  if (/^[^;]{0,40}\b(?:(?:up|down) from|compared (?:with|to)|against|versus) $/.test(between))
    return true
  if (/ (?:now|today) (?:measures|covers|spans|occupies|has|takes up)(?: [a-z]+)? $/.test(between))
    return SPACES.has(before.unit)
  if (/[;,] (?:it|the figure) (?:was|were|had been|stood at)(?: only| just)? $/.test(between))
    return true
  // "shrank to 9.6 million yuan from 21.7 million"
  if (between === ' from ' && /\bto $/.test(sentence.slice(0, before.start))) return true
  return between === ' to ' && /\bfrom $/.test(sentence.slice(0, before.start))
}

/** "18 projects in textiles, 21 in glass and 14 in toys": the bare ones count what the first counts. */
function withElliptic(
  found: readonly Found[],
  read: readonly Quantity[],
  sentence: string,
): readonly Quantity[] {
  const all = [...read]
  for (const number of found) {
    const before = all.findLast(({ start, unit }) => start < number.start && unit === 'count')
    const isRead = all.some((one) => overlaps(one, number))
    if (isRead || before === undefined || !isElliptic(number, before, sentence)) continue
    const { start, before: words } = number
    const placed = { before: words, start, length: 0, unit: before.unit }
    const { noun } = before
    const quantity = hedgedQuantity({ ...number, after: '' }, placed)
    all.push({ ...quantity, ...(noun !== undefined && { noun }) })
    all.sort((left, right) => left.start - right.start)
  }
  return all
}

function isElliptic({ start, after, numeral }: Found, before: Quantity, sentence: string): boolean {
  const preposition = /^ (in|from|for|at|of|on|by|with|under|to)\b/.exec(after)?.[1]
  return (
    preposition !== undefined &&
    numeral.exponent === 0 &&
    before.unit === 'count' &&
    new RegExp(`\\b${preposition}\\b[^.;]{2,80}(?:,| and|, and) $`).test(sentence.slice(0, start))
  )
}

/** "took 3 days, down from 11": the number goes on about days. */
function goesOnWithTime(
  { start, after, text, numeral }: Found,
  sentence: string,
  noise: readonly Span[],
): boolean {
  const last = noise.findLast(({ end }) => end <= start)
  const isLarge = /^\d{1,3},\d{3}/.test(text) || numeral.exponent > 0
  if (last === undefined || isLarge || !/^(?:[.,;)]|$| in (?:19|20)\d\d)/.test(after)) return false
  const isSpan = SPAN_END.test(sentence.slice(last.start, last.end))
  return (
    isSpan &&
    /^,? (?:up|down|compared|instead)?[^,;\d]{0,12}(?:from|of|to|with) $/.test(
      sentence.slice(last.end, start),
    )
  )
}

const SPAN_END = /(?:year|month|week|day|hour|minute|second)s?$/i

function numeralsOf(sentence: string): readonly Found[] {
  const found: Found[] = []
  NUMERAL.lastIndex = 0
  for (let match = NUMERAL.exec(sentence); match !== null; match = NUMERAL.exec(sentence)) {
    const numeral = readNumeral(match)
    if (numeral === undefined) continue
    const start = match.index
    const end = start + match[0].length
    const before = sentence.slice(Math.max(0, start - BEFORE_CHARS), start)
    found.push({
      start,
      end,
      text: match[0],
      numeral,
      before,
      after: sentence.slice(end, end + AFTER_CHARS),
    })
  }
  return found
}

function quantityOf(found: Found): Quantity | undefined {
  const { numeral, before, after } = found
  const currency = unitBefore(before)
  const unit = currency ?? unitAfter(after) ?? oddUnit(after)
  if (numeral.fraction !== undefined && unit === undefined) return fractionOf(found)
  if (currency !== undefined)
    return measured(found, perArea(after, currency.unit, 0), currency.length)
  if (unit !== undefined) return measured(found, unit, 0)
  return timesOf(found) ?? ratioOf(found) ?? countOf(found)
}

/** "151-odd square kilometers": the unit stands behind the hedge. */
function oddUnit(after: string): Unit | undefined {
  const odd = /^-(?:odd|plus)(?= )/.exec(after)?.[0].length
  const unit = odd === undefined ? undefined : unitAfter(after.slice(odd))
  return unit === undefined || odd === undefined
    ? undefined
    : { ...unit, length: unit.length + odd }
}

function measured(found: Found, unit: Unit, beforeLength: number): Quantity {
  const { before, after } = found
  const quantity = hedgedQuantity(found, {
    before: before.slice(0, before.length - beforeLength),
    start: found.start - beforeLength,
    length: unit.length,
    unit: unit.unit,
    moved: unit.exponent ?? 0,
  })
  // "a hundred-billion-yuan building" names a size; with a noun behind it the hyphen makes it one.
  const isSize = found.numeral.isWord && after.startsWith('-')
  return { ...quantity, ...(isSize && { form: 'size' as const }) }
}
