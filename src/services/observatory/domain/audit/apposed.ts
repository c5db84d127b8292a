/** Figures that go on about the one before them, and those that stand for what was counted. */
import type { Before, Scene } from './scene.ts'
import type { Claim, Quantity } from './types.ts'
import { MONEY } from './units.ts'

/** ", an increase of 5 percent" goes on about the figure before it. */
export function isApposed(
  { start, unit }: Quantity,
  { text, subjects }: Scene,
  previous?: Claim,
): boolean {
  if (previous === undefined) return false
  const { noun } = previous.quantity
  const behind = text.slice(previous.quantity.end, start)
  const isNoun = noun !== undefined && behind.startsWith(` ${noun}`)
  const between = withoutTimes(isNoun ? behind.slice(noun.length + 1) : behind)
  const isOwn = subjects.some(
    (subject) =>
      subject.start >= previous.quantity.end &&
      subject.end <= start &&
      !/^ (?:of|in|worth of) (?:the )?(?:[a-z-]+ ){0,3}$/.test(
        text.slice(previous.quantity.end, subject.start),
      ),
  )
  if (isOwn) return false
  if (
    DEALS.test(noun ?? '') &&
    /^ [^,;]{0,40} (?:for|valued at|totall?ing)(?: (?:a total of|an estimated|about|nearly|over|more than))? $/.test(
      behind,
    )
  )
    return true
  // Two figures of different units that "and" joins are of two things.
  const isPair = !/,? (?:and|or)\b/.test(between) || previous.quantity.unit === unit
  return APPOSED.test(between) || DIRECT.test(between) || (isPair && JOINED.test(between))
}

/** "declarations between January and June, or 17,600 a day": the time between them says nothing of what is measured. */
function withoutTimes(between: string): string {
  return between.replace(TIMED, '')
}

const TIMED =
  /^ (?:between|from|in|during|over|by|at) (?:the )?(?:(?:January|February|March|April|May|June|July|August|September|October|November|December)(?: (?:and|to|through) (?:January|February|March|April|May|June|July|August|September|October|November|December))?(?: (?:19|20)\d\d)?|(?:first|second|third|fourth|last|past) (?:[a-z]+ )?(?:half|quarters?|months|years)(?: of (?:(?:19|20)\d\d|(?:this|last|the) year))?|end of (?:(?:19|20)\d\d|(?:this|last|the) year|[A-Z][a-z]+))(?=,)/

/** "63 deals for 7.3 billion dollars": what they are worth. */
const DEALS = /(?:^| )(?:deals|contracts|agreements|orders|purchases|transactions)$/

const APPOSED =
  /^(?: \([^)]*\))?[^,;]{0,40}(?:, | )(?:(?:with |representing |marking |which was |which is |and )?an? (?:[a-z-]+ ){0,3}(?:increase|rise|growth|decrease|decline|drop|jump|gain|surge|fall|reduction)|up|down|compared with|against|equivalent to|equal to|equaling|equalling|representing|contributing|accounting for|making up|an?)(?: of| by| from)?(?: (?:average|total|mean) of)?(?: (?!of\b)[a-z]+){0,2} $/i
/** ", 3.4 percent lower than a year ago": nothing but a comma stands between. */
const DIRECT =
  /^(?: \([^)]*\))?(?: (?:of|in|worth of) [a-z -]{3,40})?(?: (?:more|less|higher|lower) than (?:in )?[^,;]{2,24})?(?: in (?:19|20)\d\d| last year| this year)?, (?:(?:about|around|nearly|over|more than|almost|some|or) )?$/i
const JOINED =
  /^(?: \([^)]*\))?(?: [a-z]+)?(?: in (?:19|20)\d\d| last year| this year)?,? (?:to|from|and|or|compared with|worth)(?: (?:about|around|nearly|over|more than|almost|some|an?))? $/i

/** A sentence that begins with a pronoun goes on about the last figure. */
export function continued(last: Claim | undefined, text: string): Claim | undefined {
  return /^(?:It|Its|This|That|They|The (?:figure|number|total|amount|growth|increase|value)|In other words|Up to date|Among them|Of (?:them|these|this))\b/.test(
    text,
  )
    ? last
    : undefined
}

/** "60 to 80 billion yuan in credit": what is measured stands behind the second. */
export function rangeEnd({ end, unit }: Quantity, { text, figures }: Scene): Quantity | undefined {
  const next = figures.find(({ start }) => start >= end)
  const isRange =
    next?.unit === unit && /^(?: to | or | ?[-~\u2013] ?)$/.test(text.slice(end, next.start))
  return isRange ? next : undefined
}

/** "900 results in 13 fields, a rise of 20 percent": of the results. */
export function headOf({ previous, earlier }: Before, text: string): Claim | undefined {
  const isModifier =
    previous?.frame.kind === 'count' &&
    previous.quantity.noun !== undefined &&
    /\b(?:in|across|from|covering|spanning|among|by|for)(?: [a-z]+){0,2} $/.test(
      text.slice(0, previous.quantity.start),
    )
  return isModifier && earlier !== undefined ? earlier : previous
}

/** "78 percent hold a degree": a share that is the subject itself is of those who were counted last. */
export function isSubject({ start, end, unit }: Quantity, text: string): boolean {
  return (
    (unit === 'percent' || unit === 'ratio') &&
    !/\b(?:in|out of)(?: every)? \w+$/i.test(text.slice(start, end)) &&
    /^(?:\W*|.*[,;] (?:and |while |but )?)(?:about |some |nearly |over |more than |almost )?$/i.test(
      text.slice(0, start),
    ) &&
    /^ (?:hold|have|had|are|were|come|came|live|work|use|used|said|say|own|rated|chose|plan|expect|involve|went|go|need)\b/.test(
      text.slice(end),
    )
  )
}

/** "of which 297": of the things that were counted, and not of the fields that they are in. */
export function isOfWhich({ start, unit, noun }: Quantity, text: string): boolean {
  const isPart = unit === 'count' ? noun === undefined : unit === 'percent' || unit === 'ratio'
  return (
    isPart &&
    /(?:,? (?:of|among) (?:which|whom)|[;,] among (?:them|these)|^(?:Of|Among) (?:them|these)),? $/.test(
      text.slice(0, start),
    )
  )
}

/** "a population of 2 million, including 1.2 million from other provinces". */
export function isIncluded({ start, end, unit, noun }: Quantity, text: string): boolean {
  return (
    unit === 'count' &&
    noun === undefined &&
    /, (?:including|among them)(?: [a-z]+){0,2} $/.test(text.slice(0, start)) &&
    /^(?: (?:from|in|at|with|who|that)\b|[,.;])/.test(text.slice(end))
  )
}

/** "43 more than last year's 120": of what is compared. */
export function isCompared({ start, unit, noun }: Quantity, text: string): boolean {
  return (
    unit === 'count' &&
    noun === undefined &&
    /\b(?:(?:than|from|with|to|against) (?:last|the previous) year's|(?:instead of|rather than)(?: only| just)?) $/.test(
      text.slice(0, start),
    )
  )
}

export function isOfThem({ start, end, unit }: Quantity, text: string): boolean {
  const after = text.slice(end)
  if (MONEY.has(unit))
    return (
      /^ of (?:it|that|this|them)\b/.test(after) && /[,;(] (?:[a-z]+ )?$/.test(text.slice(0, start))
    )
  return (unit === 'count' || unit === 'ratio') && /^ of (?:them|which|these|those)\b/.test(after)
}
