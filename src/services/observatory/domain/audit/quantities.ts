/** The figures of a sentence: number, hedge and unit. Every other number is left alone. */
import { noiseOf, overlaps, type Span } from './noise.ts'
import { nounAfter } from './nouns.ts'
import { NUMERAL, readNumeral } from './numerals.ts'
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
  readonly numeral: Numeral
  readonly before: string
  readonly after: string
}

export function quantitiesOf(sentence: string): readonly Quantity[] {
  const noise = noiseOf(sentence)
  const found = numeralsOf(sentence).filter((span) => !noise.some((other) => overlaps(span, other)))
  const plain = found.flatMap((number, at) => {
    const quantity = quantityOf(number) ?? sharedUnit(number, found[at + 1], sentence)
    return quantity === undefined ? [] : [quantity]
  })
  return [...plain, ...ranksOf(sentence), ...multipliedOf(sentence)]
    .toSorted((left, right) => left.start - right.start)
    .filter((one, at, all) => !all.slice(0, at).some((other) => overlaps(one, other)))
}

function numeralsOf(sentence: string): readonly Found[] {
  const found: Found[] = []
  NUMERAL.lastIndex = 0
  for (let match = NUMERAL.exec(sentence); match !== null; match = NUMERAL.exec(sentence)) {
    const numeral = readNumeral(match)
    if (numeral === undefined) continue
    const start = match.index
    const end = start + match[0].length
    const before = sentence.slice(Math.max(0, start - BEFORE_CHARS), start)
    found.push({ start, end, numeral, before, after: sentence.slice(end, end + AFTER_CHARS) })
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
  return timesOf(found) ?? countOf(found)
}

function measured(found: Found, unit: Unit, beforeLength: number): Quantity {
  const { before, after } = found
  const quantity = hedgedQuantity(found, {
    before: before.slice(0, before.length - beforeLength),
    start: found.start - beforeLength,
    length: unit.length,
    unit: unit.unit,
  })
  // "a hundred-billion-yuan building" names a size; with a noun behind it the hyphen makes it one.
  const isSize = found.numeral.isWord && after.startsWith('-')
  return { ...quantity, ...(isSize && { form: 'size' as const }) }
}

interface Placed {
  readonly before: string
  readonly start: number
  readonly length: number
  readonly unit: string
}

function hedgedQuantity(found: Found, { before, start, length, unit }: Placed): Quantity {
  const first = hedgeBefore(before)
  const after = first === undefined ? hedgeAfter(found.after.slice(length)) : undefined
  const hedge: Hedge | undefined = first ?? after
  const end = found.end + length + (after?.length ?? 0)
  return {
    start: start - (first?.length ?? 0),
    end,
    numeral: found.numeral,
    unit,
    ...(hedge !== undefined && { hedge: { words: hedge.words, reading: hedge.reading } }),
  }
}

/** "one-third of the total" is a share; "half a day" was noise before. */
function fractionOf(found: Found): Quantity | undefined {
  if (!/^(?: of\b| the\b|,| more\b| less\b|$|\.)/.test(found.after)) return undefined
  const { before, start } = found
  const isSlash = !found.numeral.isWord
  if (
    !isSlash &&
    !/^ (?:of|the)\b/.test(found.after) &&
    !/(?:for|by|to|than|nearly|over|about)\s*$/.test(before)
  ) {
    return undefined
  }
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
  /(?:\bfrom|\bin \d{4} to|reach\w*|total\w*|hit|exceed\w*|number\w*|stood at|amount\w* to|grew to|rose to|increas\w+ to|was|is|at)(?: (?:a|the|total of|nearly|almost|over|about|around|more than|some))* $/i
const DEFINITE =
  /\b(?:the|these|those|both|all|its|their|our|other|first|last|latter|former|next|past|of|every)\s+$/i

function countOf(found: Found): Quantity | undefined {
  const { numeral, before, after, start, end } = found
  const base = hedgedQuantity(found, { before, start, length: 0, unit: 'count' })
  const rest = after.slice(base.end - end)
  const isOne = numeral.digits === '1' && numeral.exponent === 0
  if (isOne || /^[-\d]|^\.\d/.test(rest)) return undefined
  const noun = nounAfter(rest)
  if (numeral.isWord) return wordCount(found, base, noun)
  if (noun !== undefined) return { ...base, noun: noun.words }
  const isOfThem = /^ (?:of (?:them|which|these|those|the)|are|were|have|had)\b/.test(rest)
  const isEnd = /^(?:[.,;)。]|$| (?:by|in|at|last|this|from|so)\b)/.test(rest) && ENDS.test(before)
  return isOfThem || isEnd ? base : undefined
}

/** Number words count things only where a plain noun follows; in names and after "the" they do not. */
function wordCount(
  found: Found,
  base: Quantity,
  noun: ReturnType<typeof nounAfter>,
): Quantity | undefined {
  const { before, numeral, after } = found
  const size = /^ (?=(?:\w+)-(?:thousand|million|billion|trillion)-(?:yuan|dollar))/.test(after)
  if (size) return { ...base, noun: sizedNoun(after) }
  if (noun === undefined || noun.isName || DEFINITE.test(before)) return undefined
  if (numeral.digits.length > 3) return { ...base, noun: noun.words }
  return before.endsWith('"') ? undefined : { ...base, noun: noun.words }
}

function sizedNoun(after: string): string {
  const rest = after.replace(/^ \S+/, '')
  return nounAfter(rest)?.words ?? 'things'
}

/** "12 to 15 percent", "five or six million yuan": what is bare takes scale and unit from the next. */
function sharedUnit(found: Found, next: Found | undefined, sentence: string): Quantity | undefined {
  if (next === undefined || found.numeral.exponent !== 0) return undefined
  const between = sentence.slice(found.end, next.start)
  if (!/^(?:-| to | or | and |~)(?:US\$|\$|¥)?$/.test(between)) return undefined
  const shared = quantityOf(next)
  if (shared === undefined) return undefined
  const numeral = { ...found.numeral, exponent: next.numeral.exponent }
  const quantity = hedgedQuantity(
    { ...found, numeral, after: '' },
    {
      before: found.before,
      start: found.start,
      length: 0,
      unit: shared.unit,
    },
  )
  return { ...quantity, ...(shared.noun !== undefined && { noun: shared.noun }) }
}

const RANK =
  /\b(?:rank(?:s|ed|ing)?|plac(?:ed|ing)|comes?|coming|stood|stands|standing)(?: (?:at|in|as))?(?: the)? (first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|No\.? ?\d+|number one|top|\d+(?:st|nd|rd|th))\b/gi
const ORDINALS = 'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ')

function ranksOf(sentence: string): readonly Quantity[] {
  return [...sentence.matchAll(RANK)].map((match) => {
    const word = (match[1] ?? '').toLowerCase()
    const at = ORDINALS.indexOf(word)
    const digits = at === -1 ? (/\d+/.exec(word)?.[0] ?? '1') : String(at + 1)
    const numeral: Numeral = { digits, exponent: 0, isWord: true }
    const end = match.index + match[0].length
    return { start: match.index, end, numeral, unit: 'rank', form: 'rank' as const }
  })
}

const MULTIPLIED =
  /(?:(?:more than|nearly|almost|over|about|roughly) )?\b(doubl|tripl|trebl|quadrupl|quintupl|halv)(?:ed|es|ing|e)\b(?! (?:down|digit|as|room))/gi
const MULTIPLIED_BY: Readonly<Record<string, string>> = {
  doubl: '2',
  tripl: '3',
  trebl: '3',
  quadrupl: '4',
  quintupl: '5',
  halv: '0.5',
}

function multipliedOf(sentence: string): readonly Quantity[] {
  return [...sentence.matchAll(MULTIPLIED)].map((match) => {
    const digits = MULTIPLIED_BY[(match[1] ?? '').toLowerCase()] ?? '2'
    const hedge = hedgeBefore(/^.* (?=\w+$)/.exec(match[0])?.[0] ?? '')
    return {
      start: match.index,
      end: match.index + match[0].length,
      numeral: { digits, exponent: 0, isWord: true },
      unit: 'times',
      form: 'multiplied' as const,
      ...(hedge !== undefined && { hedge: { words: hedge.words, reading: hedge.reading } }),
    }
  })
}
