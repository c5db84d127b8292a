/** Calendar time in a sentence: years, halves, quarters, months, windows, plan periods, and offsets. */
import type { Period } from './types.ts'

export interface PublicationDay {
  readonly year: number
  readonly month?: number
  readonly anchor: 'published' | 'inferred'
}

export interface TimeMention {
  readonly start: number
  readonly end: number
  readonly period: Period
  /** What follows "from", "than" or "of" is what a change is measured from. */
  readonly isBase: boolean
}

/** "four years ago" counts from the figure's own period, which is not known yet. */
export interface Offset {
  readonly start: number
  readonly end: number
  readonly years: number
  readonly isBase: boolean
}

const NUMBER_WORDS = 'zero one two three four five six seven eight nine ten eleven twelve'.split(
  ' ',
)
const N = `(\\d{1,2}|${NUMBER_WORDS.slice(1).join('|')})`
const Y = '((?:19|20)\\d\\d)'
const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
const MONTH =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\b\\.?'
const PLAN = '(\\d{1,2})(?:st|nd|rd|th) Five-Year'

export function smallNumber(text: string): number {
  const word = NUMBER_WORDS.indexOf(text.toLowerCase())
  return word === -1 ? Number(text) : word
}

type Parts = readonly (string | undefined)[]
type Rule = readonly [RegExp, (parts: Parts, day: PublicationDay) => Period | undefined]

const at = (parts: Parts, index: number): string => parts[index] ?? ''
const year = (code: number, anchor: Period['anchor']): Period => ({
  from: code,
  to: code,
  code: String(code),
  anchor,
})

export function window(from: number, to: number, anchor: Period['anchor']): Period {
  return { from, to, code: `${from}..${to}`, years: to - from + 1, anchor }
}

function planStart(ordinal: string): number {
  return 2021 + (Number(ordinal) - 14) * 5
}

function within(code: string, of: number): Period {
  return { from: of, to: of, code: `${of}-${code}`, anchor: 'written' }
}

const monthOf = (name: string): number => MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1

/** The year in which a month last was: in January a text speaks of the December before. */
function yearOfMonth(month: number, day: PublicationDay): number {
  return day.month !== undefined && month > day.month ? day.year - 1 : day.year
}

function monthly(name: string, day: PublicationDay): Period {
  const month = monthOf(name)
  return { ...within(pad(month), yearOfMonth(month, day)), anchor: day.anchor }
}

const pad = (month: number): string => String(month).padStart(2, '0')

/** The last full year before the day of publication. */
const lastYear = (day: PublicationDay): number => day.year - 1

/** In its last months a year counts as one of "the past five". */
export const lastFull = (day: PublicationDay): number =>
  (day.month ?? 1) > 9 ? day.year : day.year - 1

const RULES: readonly Rule[] = [
  // "Since the hub was set up in 2021": up to the last full year.
  [
    new RegExp(
      `\\bsince (?:the|its|it|they) [a-z '()-]{3,90} (?:in|on) (?:${MONTH} (?:\\d{1,2}, )?)?${Y}(?=,)`,
      'gi',
    ),
    (p, day) =>
      Number(at(p, 2)) < day.year ? window(Number(at(p, 2)), lastYear(day), 'written') : undefined,
  ],
  // "Since it was established four years ago".
  [
    new RegExp(`\\bsince [^,;.]{3,60}? ${N} years ago`, 'gi'),
    (p, day) => window(day.year - smallNumber(at(p, 1)), lastYear(day), day.anchor),
  ],
  [
    new RegExp(`(end|start|beginning|close|eve) of (?:the )?${PLAN}(?: Plan)?(?: period)?`, 'gi'),
    (p) =>
      /end|close/i.test(at(p, 1))
        ? within('end', planStart(at(p, 2)) + 4)
        : year(planStart(at(p, 2)) - (/eve/i.test(at(p, 1)) ? 1 : 0), 'written'),
  ],
  [
    new RegExp(`first ${N} years (?:of|in) (?:the |its )?(?:city's )?"?${PLAN}`, 'gi'),
    (p) => window(planStart(at(p, 2)), planStart(at(p, 2)) + smallNumber(at(p, 1)) - 1, 'written'),
  ],
  [
    new RegExp(
      `(?:since|from) (?:the )?(?:start |beginning |launch )?(?:of )?(?:the )?${PLAN}`,
      'gi',
    ),
    (p, day) =>
      window(planStart(at(p, 1)), Math.min(planStart(at(p, 1)) + 4, lastYear(day)), day.anchor),
  ],
  [
    new RegExp(
      `(?:during|in|over|throughout|of) (?:the )?"?${PLAN}(?: Plan)?(?: period)?(?! [a-z]* ?(?:achievements|outline))`,
      'gi',
    ),
    (p) => window(planStart(at(p, 1)), planStart(at(p, 1)) + 4, 'written'),
  ],
  [
    new RegExp(`(?:first|last|past) ${N} months of ${Y}`, 'gi'),
    (p) => within(`M01..M${pad(smallNumber(at(p, 1)))}`, Number(at(p, 2))),
  ],
  [
    new RegExp(`(?:the|its) first ${N} months(?! (?:of|in|after))`, 'gi'),
    (p, day) => {
      const last = smallNumber(at(p, 1))
      return { ...within(`M01..M${pad(last)}`, yearOfMonth(last, day)), anchor: day.anchor }
    },
  ],
  [
    new RegExp(`first ${N} months of (this|last) year`, 'gi'),
    (p, day) => ({
      ...within(`M01..M${pad(smallNumber(at(p, 1)))}`, day.year - (at(p, 2) === 'last' ? 1 : 0)),
      anchor: day.anchor,
    }),
  ],
  [
    new RegExp(
      `(first|second) half(?: of (?:${Y}|(this|last) year|the year)|(?! of| century|-))`,
      'gi',
    ),
    (p, day) => within(at(p, 1) === 'first' ? 'H1' : 'H2', partOfYear(p, day)),
  ],
  [
    new RegExp(`first (two|three|2|3) quarters(?: of (?:${Y}|(this|last) year|the year))?`, 'gi'),
    (p, day) => {
      const last = smallNumber(at(p, 1)) * 3
      const of = /of (?!the)/i.test(at(p, 0)) ? yearOf(p, day) : yearOfMonth(last, day)
      return within(`M01..M${pad(last)}`, of)
    },
  ],
  [
    new RegExp(
      `(first|second|third|fourth) quarter(?: of (?:${Y}|(this|last) year|the year))?`,
      'gi',
    ),
    (p, day) =>
      within(
        `Q${['first', 'second', 'third', 'fourth'].indexOf(at(p, 1).toLowerCase()) + 1}`,
        partOfYear(p, day),
      ),
  ],
  [
    new RegExp(`(?:from|between) ${Y} (?:to|and|through) ${Y}|\\b${Y}-${Y}\\b`, 'gi'),
    (p) => {
      const [from, to] = [Number(p[1] ?? p[3]), Number(p[2] ?? p[4])]
      return from < to ? window(from, to, 'written') : undefined
    },
  ],
  [
    new RegExp(`(?:end|close) of ${Y}|end-${Y}|year-end ${Y}`, 'gi'),
    (p) => within('end', Number(p[1] ?? p[2] ?? p[3])),
  ],
  [
    /(?:by |at )?the end of (last|this) year/gi,
    (p, day) => ({
      ...within('end', day.year - (at(p, 1) === 'last' ? 1 : 0)),
      anchor: day.anchor,
    }),
  ],
  [
    new RegExp(`\\b${MONTH} (?:\\d{1,2}(?:st|nd|rd|th)?,? )?${Y}`, 'gi'),
    (p) => within(pad(monthOf(at(p, 1))), Number(at(p, 2))),
  ],
  [
    new RegExp(
      `(?:from |between )?${MONTH}(?: (?:to|and|through) |-)${MONTH}(?: period)?(?: (?:of (?:the year|this year)|this year))?(?! ?(?:\\d|of|last))`,
      'gi',
    ),
    (p, day) => {
      const [from, to] = [monthOf(at(p, 1)), monthOf(at(p, 2))]
      if (from >= to) return undefined
      return { ...within(`M${pad(from)}..M${pad(to)}`, yearOfMonth(to, day)), anchor: day.anchor }
    },
  ],
  [
    new RegExp(
      `\\b${MONTH} \\d{1,2}(?:st|nd|rd|th)?(?: ?(?:to|and|-|\\u2013) ?\\d{1,2}(?![\\d,.]*\\d| ?(?:%|percent|million|billion)))?(?!\\d|[,.]\\d|,? (?:19|20)\\d\\d)`,
      'gi',
    ),
    (p, day) => monthly(at(p, 1), day),
  ],
  [
    new RegExp(
      `\\b(?:in|since|by|during|for|of|late|early|mid|end of) ${MONTH}(?= [a-z(]|[,.;)]|$)(?! (?:\\d|of))`,
      'gi',
    ),
    (p, day) => monthly(at(p, 1), day),
  ],
  [
    new RegExp(
      `(?:over|in|during|for|within) (?:the )?(?:past|last|previous|recent) ${N} years`,
      'gi',
    ),
    (p, day) => window(lastFull(day) - smallNumber(at(p, 1)) + 1, lastFull(day), day.anchor),
  ],
  [
    new RegExp(
      `in ${N} years' time|(?:over|in|during) (?:(?:the|these) )?${N} years\\b(?! ago)`,
      'gi',
    ),
    (p, day) => window(day.year - smallNumber(p[1] ?? p[2] ?? '1'), lastYear(day), day.anchor),
  ],
  [
    /\b(?:the|its) (?:previous|last) (?:expo|edition|fair|session|event)\b/gi,
    (_, day) => year(lastYear(day), day.anchor),
  ],
  [
    // "the fastest since 2021" says nothing of a time.
    new RegExp(
      `(?<!(?:est|most|first|high|low|record|best|worst)(?: [a-z]+){0,2} )since ${Y}`,
      'gi',
    ),
    (p, day) =>
      Number(at(p, 1)) < day.year ? window(Number(at(p, 1)), lastYear(day), 'written') : undefined,
  ],
  [/\bnext year\b/gi, (_, day) => year(day.year + 1, day.anchor)],
  [/\blast year(?!'s end)\b/gi, (_, day) => year(lastYear(day), day.anchor)],
  [
    /(?<!(?:est|most|record|best|worst)(?: [a-z]+){0,2} (?:of )?)\b(?:this year|so far this year)\b/gi,
    (_, day) => year(day.year, day.anchor),
  ],
  [
    new RegExp(
      `(?<![\\d.,$¥-]|(?:est|most|first|high|low|record|best|worst)(?: [a-z]+){0,2} since )${Y}(?![\\d]|[.,]\\d|s\\b|-\\d| ?(?:%|percent|yuan|million|billion|km|square))`,
      'g',
    ),
    (p) => year(Number(at(p, 1)), 'written'),
  ],
]

/** Early in a year a text speaks of the quarters of the year before. */
function partOfYear(parts: Parts, day: PublicationDay): number {
  const isSaid = parts[0]?.includes(' of ') === true
  return isSaid || (day.month ?? 12) > 2 ? yearOf(parts, day) : day.year - 1
}

function yearOf(parts: Parts, day: PublicationDay): number {
  const written = parts.slice(2).find((part) => part !== undefined && /^\d{4}$/.test(part))
  if (written !== undefined) return Number(written)
  return parts.includes('last') ? day.year - 1 : day.year
}

const BASE_BEFORE =
  /(?:比|较|是|从|\bfrom|\bover|\bthan|\bthat of|\bthose of|\bthat in|\bthose in|\bas in|compared (?:with|to)(?: that (?:of|in))?|\bthe figure (?:in|of|for)|\b(?:level|figure|number|amount|total|value) (?:in|of|at)|\bwhat (?:it|they) (?:was|were)(?: (?:at|in))?|\bversus|up on|(?:percent|%|points?|growth|increase|rise|decline|drop|fall) on|as (?:many|much|high|large) as|as (?:many|much|high|large) as (?:that |those )?(?:in|at|of)|times (?:of )?(?:the )?|\bsame (?:[a-z]+ )?(?:days?|weeks?|holiday|time|period|months?|quarter|stage)(?: (?:of|in))?)\s*(?:(?:(?:in|at|by) )?(?:the )?(?:same (?:[a-z]+ )?(?:period|months?|quarter|time|day) (?:of|in)?|end of|in) ?)?(?:(?:in|at|by) )?(?:the )?$/i

export function timesOf(sentence: string, day: PublicationDay): readonly TimeMention[] {
  const found: TimeMention[] = []
  for (const [pattern, read] of RULES) {
    for (const match of sentence.matchAll(pattern)) {
      const [start, end] = [match.index, match.index + match[0].length]
      const period = read([...match], day)
      if (period === undefined || found.some((other) => start < other.end && other.start < end))
        continue
      const isBase =
        BASE_BEFORE.test(sentence.slice(Math.max(0, start - 50), start)) ||
        /^(?:(?:'s)? (?:level|figure|total)s?\b|'s (?:[a-z]+ )?[$¥€]?\d)/.test(sentence.slice(end))
      found.push({ start, end, period, isBase })
    }
  }
  return found.toSorted((left, right) => left.start - right.start)
}

const AGO = new RegExp(`\\b${N} years? (?:ago|earlier|before)`, 'gi')
const BEFORE =
  /\b(?:in|during|of|with|from|to) the same (?:period|time|months?|quarter|days?)(?: of)? (?:last year|the previous year|a year (?:ago|earlier)|the year before)\b|\b(?:the )?(?:previous year|year before|year earlier|preceding year|year-earlier)\b|\byear[- ](?:on|over)[- ]year\b|\bon an annual basis\b|\bfrom a year (?:ago|earlier)\b|\ba year (?:ago|earlier)\b|\byoy\b|同比|[比较](?:上年|去年)(?:同期)?/gi

export function offsetsOf(sentence: string): readonly Offset[] {
  const ago = [...sentence.matchAll(AGO)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    years: smallNumber(match[1] ?? '1'),
    isBase: BASE_BEFORE.test(sentence.slice(Math.max(0, match.index - 30), match.index)),
  }))
  const before = [...sentence.matchAll(BEFORE)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    years: 1,
    isBase: true,
  }))
  return [...ago, ...before]
}

const DATELINE = new RegExp(
  `\\b${MONTH} (\\d{1,2}),? ${Y}\\b|\\b(\\d{1,2}) ${MONTH} ${Y}\\b|\\b${Y}[-/.年](\\d{1,2})[-/.月](\\d{1,2})`,
  'i',
)
const HEAD_CHARS = 400

/** The day in the head or foot of the text; otherwise the year after the last that it speaks of. */
export function publicationDay(text: string, body: string): PublicationDay | undefined {
  const dated = DATELINE.exec(text.slice(0, HEAD_CHARS))
  if (dated !== null) {
    const years = dated[3] ?? dated[6] ?? dated[7] ?? '0'
    const name = (dated[1] ?? dated[5])?.slice(0, 3).toLowerCase()
    const month = name === undefined ? Number(dated[8]) : MONTHS.indexOf(name) + 1
    return { year: Number(years), month, anchor: 'published' }
  }
  const years = [...body.matchAll(/(?<![\d.,])(20\d\d)(?![\d.,%]*\d)/g)].map((match) =>
    Number(match[1]),
  )
  const last = years.filter((one) => one < 2040)
  return last.length === 0 ? undefined : { year: Math.max(...last) + 1, anchor: 'inferred' }
}
