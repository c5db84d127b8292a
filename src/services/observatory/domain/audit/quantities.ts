/** The figures of a sentence: number, hedge and unit. Every other number is left alone. */
import { noiseOf, overlaps, type Span } from './noise.ts'
import { nounAfter } from './nouns.ts'
import { foldsOf, multipliedOf, ranksOf } from './forms.ts'
import { NUMERAL, readNumeral, SIZED } from './numerals.ts'
import type { Numeral, Quantity } from './types.ts'
import {
  type Hedge,
  hedgeAfter,
  hedgeBefore,
  perArea,
  type Unit,
  unitAfter,
  unitBefore,
} from './units.ts'

const BEFORE_CHARS = 40
const AFTER_CHARS = 120

interface Found extends Span {
  readonly text: string
  readonly numeral: Numeral
  readonly before: string
  readonly after: string
}

export function quantitiesOf(sentence: string): readonly Quantity[] {
  const numerals = numeralsOf(sentence)
  const noise = numerals.length === 0 ? [] : noiseOf(sentence)
  const found = numerals
    .filter((span) => !noise.some((other) => overlaps(span, other)))
    .filter((span) => !goesOnWithTime(span, sentence, noise))
  const plain = readAll(found, sentence)
  return [...plain, ...ranksOf(sentence), ...multipliedOf(sentence), ...foldsOf(sentence)]
    .toSorted((left, right) => left.start - right.start)
    .filter((one, at, all) => !all.slice(0, at).some((other) => overlaps(one, other)))
}

/** From the last to the first, because what is bare takes its unit from the next. */
function readAll(found: readonly Found[], sentence: string): readonly Quantity[] {
  const read: Quantity[] = []
  let next: Shared | undefined
  for (const number of found.toReversed()) {
    const own = quantityOf(number)
    const quantity =
      own !== undefined && isMeasured(own) ? own : (sharedUnit(number, next, sentence) ?? own)
    next = quantity === undefined ? undefined : { found: number, quantity }
    if (quantity !== undefined) read.unshift(quantity)
  }
  const all = read.map((quantity, at) => sameMeasure(quantity, read[at - 1], { sentence, read }))
  return found.length === all.length ? all : withElliptic(found, all, sentence)
}

/** "from 6,800 square meters to 42,000", and "8 billion" among yuan: the measure was said before. */
function sameMeasure(
  quantity: Quantity,
  before: Quantity | undefined,
  { sentence, read }: { sentence: string; read: readonly Quantity[] },
): Quantity {
  if (quantity.unit !== 'count' || quantity.noun !== undefined) return quantity
  const between = before === undefined ? '' : sentence.slice(before.end, quantity.start)
  const isRange = /^ to $/.test(between) && /\bfrom $/.test(sentence.slice(0, before?.start ?? 0))
  if (before !== undefined && isRange && isMeasured(before))
    return { ...quantity, unit: before.unit }
  const money = read.find(({ unit }) => MONEY.has(unit))
  const isHuge = quantity.numeral.exponent >= 9
  return isHuge && money !== undefined ? { ...quantity, unit: money.unit } : quantity
}

const MONEY: ReadonlySet<string> = new Set(['CNY', 'USD', 'EUR', 'HKD', 'JPY'])

interface Shared {
  readonly found: Found
  readonly quantity: Quantity
}

/** "18 projects in textiles, 21 in glass and 14 in toys": the bare ones count what the first counts. */
function withElliptic(
  found: readonly Found[],
  read: readonly Quantity[],
  sentence: string,
): readonly Quantity[] {
  const all = [...read]
  for (const number of found) {
    const before = all.findLast(({ start }) => start < number.start)
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
  const between = sentence.slice(before.end, start)
  return (
    preposition !== undefined &&
    numeral.exponent === 0 &&
    before.unit === 'count' &&
    new RegExp(`\\b${preposition}\\b[^.;]{2,60}(?:,| and|, and) $`).test(between)
  )
}

/** "took 3 days, down from 11": the number goes on about days. */
function goesOnWithTime(
  { start, after }: Found,
  sentence: string,
  noise: readonly Span[],
): boolean {
  const last = noise.findLast(({ end }) => end <= start)
  if (last === undefined || !/^(?:[.,;)]|$)/.test(after)) return false
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
  const unit = currency ?? unitAfter(after)
  if (numeral.fraction !== undefined && unit === undefined) return fractionOf(found)
  if (currency !== undefined)
    return measured(found, perArea(after, currency.unit, 0), currency.length)
  if (unit !== undefined) return measured(found, unit, 0)
  return timesOf(found) ?? ratioOf(found) ?? countOf(found)
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

interface Placed {
  /** The unit's own power of ten. */
  readonly moved?: number
  readonly before: string
  readonly start: number
  readonly length: number
  readonly unit: string
}

function hedgedQuantity(
  found: Found,
  { before, start, length, unit, moved = 0 }: Placed,
): Quantity {
  const first = hedgeBefore(before)
  const after = hedgeAfter(found.after.slice(length))
  const hedge: Hedge | undefined = first ?? after
  const end = found.end + length + (after?.length ?? 0)
  return {
    start: start - (first?.length ?? 0),
    end,
    numeral: moved === 0 ? found.numeral : shifted(found.numeral, moved),
    unit,
    ...(hedge !== undefined && { hedge: { words: hedge.words, reading: hedge.reading } }),
  }
}

/** A basis point is a hundredth of a percentage point, so its digits move behind the point. */
function shifted(numeral: Numeral, exponent: number): Numeral {
  if (exponent > 0 || numeral.digits.includes('.')) {
    return { ...numeral, exponent: Math.max(0, numeral.exponent + exponent) }
  }
  const digits = numeral.digits.padStart(1 - exponent, '0')
  return { ...numeral, digits: `${digits.slice(0, exponent)}.${digits.slice(exponent)}` }
}

/** "one-third of the total" is a share; "half a day" was noise before. */
function fractionOf(found: Found): Quantity | undefined {
  const isOdds = /^\w+ (?:in|out of) /i.test(found.text)
  if (
    !isOdds &&
    !/^(?: of\b| the\b|,| more\b| less\b|$|\.| (?:are|were|is|was|have|had|came|come|hold|live|use|went|go)\b)/.test(
      found.after,
    )
  )
    return undefined
  const { before, start } = found
  const isSlash = !found.numeral.isWord
  if (
    !isSlash &&
    !isOdds &&
    !/^ (?:of|the|are|were|have|came|come|hold|live|use|went)\b/.test(found.after) &&
    !/(?:for|by|to|than|nearly|over|about|roughly|almost|around|topp\w+|exceed\w+|surpass\w+|reach\w+|approach\w+|is|was|hit|least|only|just|some|of)\s*$/.test(
      before,
    )
  ) {
    return undefined
  }
  return hedgedQuantity(found, { before, start, length: 0, unit: 'ratio' })
}

/** "the income ratio narrowed to 1.61". */
function ratioOf(found: Found): Quantity | undefined {
  const { before, start, numeral } = found
  if (!numeral.digits.includes('.') || !/\bratio\b[^,;]{0,30}$/.test(before)) return undefined
  return hedgedQuantity(found, { before, start, length: 0, unit: 'ratio' })
}

const TIMES =
  /^[ -](?:times|fold)\b(?=,| (?:that|those|the|as|more|higher|larger|greater|bigger|faster|of|its|their|what|over|compared|from|since|in|year|between|against|average|increase|growth|rise|expansion)\b|\.|$|;|\))/
const GREW =
  /(?:grew|grown|grow|increas\w+|r[io]se|risen|jump\w*|surg\w+|expand\w*|soar\w*|up|multiplied|climb\w*|skyrocket\w*)(?: [a-z]+){0,3} (?:by )?(?:[a-z]+ ){0,2}$/

function timesOf(found: Found): Quantity | undefined {
  const { after, before, start } = found
  const match =
    TIMES.exec(after) ?? (GREW.test(before) ? /^[ -]?(?:times|fold)\b/.exec(after) : null)
  if (match === null) return undefined
  return hedgedQuantity(found, { before, start, length: match[0].length, unit: 'times' })
}

const ENDS =
  /(?:\bfrom|(?:percent|%|bring\w*|taking|raising|pushing)\b[^,;]{0,40} to|\b(?:average|increase|rise|drop|decrease|decline|total|reduction|gain) of|\bor|averag\w+|carried|handled|topped|\bby|\bin \d{4} to|reach\w*|total\w*|against|versus|compared (?:with|to)|now has|already has|, it has|hit|exceed\w*|number\w*|stood at|amount\w* to|grew to|rose to|increas\w+ to|was|is|at)(?: (?:a|the|total of|nearly|almost|over|about|around|more than|some))* $/i
const DEFINITE =
  /\b(?:the|these|those|both|all|its|their|our|other|first|last|latter|former|next|past|of|every)\s+$/i

const SIZED_AFTER = new RegExp(`^ ${SIZED}`)

/** "six of China's airlines", and "fifteen goals are binding and seven are not". */
const OF_THEM = /^ of (?:the|them|these|those|its|[A-Z]\w+'s)\b/

function countOf(found: Found): Quantity | undefined {
  const { numeral, before, after, start, end } = found
  const base = hedgedQuantity(found, { before, start, length: 0, unit: 'count' })
  const rest = after.slice(base.end - end)
  const isOne = numeral.digits === '1' && numeral.exponent === 0
  if (isOne || /^[-\d]|^\.\d/.test(rest)) return undefined
  if (SIZED_AFTER.test(rest)) return { ...base, noun: sizedNoun(rest) }
  const noun = nounAfter(rest)
  if (numeral.isWord && OF_THEM.test(rest)) return base
  if (numeral.isWord) return wordCount(found, base, noun)
  if (noun !== undefined) return { ...base, noun: noun.words }
  return isBareCount(found, rest) ? base : undefined
}

/** A number alone counts where the words around it leave no other reading. */
function isBareCount({ numeral, before, text }: Found, rest: string): boolean {
  const isLarge = numeral.exponent >= 3 || /^\d{1,3},\d{3}/.test(text)
  const isPlace =
    /^(?:[.,;)|]|$| [(|\u2013\u2014]| (?:by|in|at|last|this|from|so|on|during|to|and|a day|per|as)\b)/
  const isDaily = /^ (?:a|per|each|every) (?:day|year|month|week|hour)\b/.test(rest)
  if (
    isLarge &&
    (isPlace.test(rest) || /^ [a-z]+(?:ed|en|t)? (?:on|in|by|at|for|from)\b/.test(rest))
  )
    return true
  if (/^ (?:(?:more|fewer) than|in all|in total|altogether)\b/.test(rest)) return true
  if (/\b(?:of|among) (?:which|whom|them|these),?\s$/.test(before)) return true
  const isOfThem = /^ (?:of (?:them|which|these|those|the)|are|were|have|had)\b/.test(rest)
  const isEnd = /^(?:[.,;)。]|$| (?:by|in|at|last|this|from|so)\b)/.test(rest)
  return isOfThem || ((isEnd || isDaily) && ENDS.test(before))
}

/** Number words count things only where a plain noun follows; in names and after "the" they do not. */
function wordCount(
  found: Found,
  base: Quantity,
  noun: ReturnType<typeof nounAfter>,
): Quantity | undefined {
  const { before, numeral } = found
  if (
    noun === undefined &&
    /(?:,|\band|;)\s$/.test(before) &&
    /^ (?:are|were|have)\b/.test(found.after)
  )
    return base
  if (noun === undefined || noun.isName || DEFINITE.test(before)) return undefined
  if (/"[^"]{0,30}$/.test(before) && /^[^"]{0,40}"/.test(found.after)) return undefined
  if (numeral.digits.length > 3) return { ...base, noun: noun.words }
  return before.endsWith('"') ? undefined : { ...base, noun: noun.words }
}

function sizedNoun(after: string): string {
  const rest = after.replace(/^ \S+/, '')
  return nounAfter(rest)?.words ?? 'things'
}

/** "12 to 15 percent", "2.1, 3 and 4 billion yuan": what is bare takes scale and unit from the next. */
function sharedUnit(
  found: Found,
  next: Shared | undefined,
  sentence: string,
): Quantity | undefined {
  if (next === undefined) return undefined
  const { quantity: shared } = next
  const between = sentence.slice(found.end, next.found.start)
  // Two things are not joined by a comma and "and"; three are.
  const isLast = /^(?:, | and )(?:minus |negative )?$/.test(between)
  const isThird = /^, and (?:minus |negative )?$/.test(between) && /\d,? $/.test(found.before)
  const isList = (isLast || isThird) && isMeasured(shared)
  if (!isList && !/^(?: ?[-~\u2013\u2014] ?| to | or | and )(?:US\$|\$|¥)?$/.test(between))
    return undefined
  // "800,000 to 1 million" and "0.9 to 1.2 million": who brings a thousand brings the scale as well.
  const isWhole = found.numeral.exponent !== 0 || Number(found.numeral.digits) >= 1000
  const exponent = isWhole ? found.numeral.exponent : next.found.numeral.exponent
  const numeral = { ...found.numeral, exponent }
  const before = unitBefore(found.before)?.length ?? 0
  const quantity = hedgedQuantity(
    { ...found, numeral, after: '' },
    {
      before: found.before.slice(0, found.before.length - before),
      start: found.start - before,
      length: 0,
      unit: shared.unit,
    },
  )
  return { ...quantity, ...(shared.noun !== undefined && { noun: shared.noun }) }
}

function isMeasured({ unit }: Quantity): boolean {
  return unit !== 'count' && unit !== 'ratio' && unit !== 'times'
}
