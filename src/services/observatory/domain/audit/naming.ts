/** From the words of a phrase to the name of what is measured. */
import { NOUNS_IN_ING } from './nouns.ts'
import type { Phrase } from './phrases.ts'
import type { Scene } from './scene.ts'
import { canonicalOf, type Subject } from './subjects.ts'
import type { Claim, Origin, Quantity } from './types.ts'

export interface FoundIndicator {
  readonly indicator?: string
  readonly indicatorId?: string
  readonly indicatorFrom: Origin
}

/** Where the number itself begins, behind a hedge. */
export function numberAt({ start, end, hedge, form }: Quantity): number {
  if (hedge === undefined || form === 'multiplied') return start
  return Math.min(start + hedge.words.length + 1, end)
}

export const isRelative = ({ unit }: Quantity): boolean =>
  unit === 'percent' || unit === 'ratio' || unit === 'times' || unit === 'percentage points'

/** "The growth rate" is an indicator where nothing else is said. */
export function rateOf({ start, end }: Phrase, { text }: Scene): FoundIndicator | undefined {
  const words = text.slice(start, end).trim().replace(/^the /i, '')
  if (
    isParticiple(words) ||
    AREA_NOUN.test(words) ||
    /^(?:of|in|at|by|from|to|for|with)\b| the$/.test(words)
  )
    return undefined
  return /^(?!figure|number|total|amount)[a-z -]{4,40}$/.test(words)
    ? { indicator: words, indicatorFrom: 'sentence' }
    : undefined
}

export function named({ name, id }: Subject): FoundIndicator {
  return { indicator: name, ...(id !== undefined && { indicatorId: id }), indicatorFrom: 'clause' }
}

/** "the cumulative increase in revenue" is about revenue, and so is "revenue growth". */
const CHANGE_BEFORE =
  /^(?:(?:cumulative|average|annual|yearly|year-on-year|net|total|combined|overall|accumulated) )*(?:increase|growth|rise|increment|decline|decrease|drop|number|amount|value|size|scale|proportion|share|percentage|volume(?= of (?:imports|exports|trade)))s?(?: rate)? (?:in|of) /i
const CHANGE_BEHIND =
  / ?\b(?:growth|increases?|rises?|increments?|declines?|drops?|decreases?)(?: rates?)?$/i
const QUALIFIERS =
  /^(?:(?:the|its|their|an?|this|that|total|overall|combined|annual|yearly|average|daily|accumulated|cumulative|local|year-on-year|compound|mean|record|new|further|another|maximum|minimum|highs?|lows?|peak|records?|single-day|all-time|previous|historic|share|proportion|rate|level|base|amount|figures?|number|value|growth|increases?|rises?|increments?|declines?|drops?|decreases?|jump|surge|gain|additions?|reductions?|fall|expansion|speed|pace|investment(?= of))\s*)+$/i
const LEADING =
  /^(?:(?:(?:(?:more than|over|nearly|about|some|around|almost|another|as many as) )?\d[\d,.]*(?: (?:million|billion))?|together,|and|but|while|the|its|their|an?|this|that|our|total|overall|combined|annual|yearly|some|all|such|said|average|cumulative|also|then|meanwhile|last year|this year|in \d{4}|in|by|with) )+/i

/** The words of a phrase without places and articles, or the indicator of the lexicon that they are. */
export function namedBy(
  { start, end }: Phrase,
  { text, places, times }: Scene,
): FoundIndicator | undefined {
  const spans = [...places, ...times].toSorted((left, right) => left.start - right.start)
  const plain = withoutSpans(text, { start, end }, spans)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(LEADING, '')
    .trim()
  const bare = plain
    .replace(/(?: ,)+(?: and\b)?|,? and$/g, '')
    .replace(/ (?:for|in|of) (?:19|20)\d\d$/, '')
    .replace(CHANGE_BEFORE, '')
    .replace(CHANGE_BEHIND, '')
    .replace(/ in (?:yuan|RMB|renminbi|(?:US )?dollar|local currency) terms$/, '')
    .replace(
      / (?:with|of|to|from|for) (?:it|them)$| (?:with|at|through|via|across)$| (?:there|here|paid|collected|generated|recorded|handled|earned|received)$| (?:among|of) (?:them|these|those)$| the (?:remaining|rest|other)$/,
      '',
    )
    .replace(LEADING, '')
    .trim()
  if (isParticiple(bare) || AREA_NOUN.test(bare) || NO_MEASURE.test(bare)) return undefined
  if (
    !/[a-z]{2}/i.test(bare) ||
    QUALIFIERS.test(bare) ||
    CALENDAR.test(bare) ||
    /^(?:and|or|of|it)\b/i.test(bare)
  )
    return undefined
  const { name, id } = canonicalOf(bare)
  return {
    indicator: name.slice(0, INDICATOR_CHARS_MAX),
    ...(id !== undefined && { indicatorId: id }),
    indicatorFrom: 'clause',
  }
}

/** "becoming the first port to pass" is a clause of its own; "shipping" and "spending" are nouns. */
function isParticiple(words: string): boolean {
  const first = /^[a-z]+ing(?= )/.exec(words)?.[0]
  return first !== undefined && !NOUNS_IN_ING.test(first)
}

/** "the first time the figure had passed": what it is of was said before. */
const NO_MEASURE =
  /^(?:yuan|dollars?|percent|tonnes|tons|(?:square )?(?:kilo)?meters)$|^(?:with|at|by|on|to|for|of|in|from|and|off|also)$|^whole of$|^(?:[a-z]+ )?(?:batch|group|set|series)$|\b(?:we|it|they|he|she|you)\b(?! )|^(?:so|then|thus) (?:we|it|they)\b|^(?:two|three|four|five|six|all|both)$|^(?:[a-z-]+ )?(?:city|county|district|town) (?:under|in|near)\b|^(?:first|second|third|last) time\b|\b(?:figure|number|total)$/i

/** Whose figure it is, and not what is measured. */
const AREA_NOUN =
  /^(?:the |its |two |three |four )?(?:ports?|districts?|zones?|cit(?:y|ies)|hubs?|parks?|count(?:y|ies)|towns?|airports?|stations?|cent(?:er|re)s?|regions?|deltas?|provinces?|municipalit(?:y|ies)|countr(?:y|ies)|terminals?|venues?|complex|officials?|government|administration|committee|bureau|authorit(?:y|ies)|customs|commission|operator|management|company|group|firm|bank|statistics|figures|data|reports?)$/i

/** "October 1 saw a record of …": a day measures nothing. */
const CALENDAR =
  /^(?:(?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:jan|febr)uary|march|april|may|june|july|august|september|october|november|december|(?:this|last|next) (?:year|month|quarter|week)|the year|yesterday|today)\b[ \d,]*$/i

const INDICATOR_CHARS_MAX = 120

/** Without places and times, and the prepositions that lead to them. */
function withoutSpans(text: string, { start, end }: Phrase, places: readonly Phrase[]): string {
  let words = ''
  let from = start
  for (const place of places) {
    if (place.end <= from || place.end > end) continue
    words += text
      .slice(from, Math.max(from, place.start))
      .replace(
        /(?:(?:^|\s)(?:of|in|for|from|at|across|to|by|during|over|since|as of|throughout|on))?(?:(?:^|\s)the)?\s?$/,
        ' ',
      )
    const rest = /^(?:'s|')?(?: (?:area|part|section))?/.exec(text.slice(place.end, end))
    from = place.end + (rest?.[0].length ?? 0)
  }
  return words + text.slice(from, end)
}

export function inherited(previous: Claim | undefined): FoundIndicator {
  if (previous === undefined) return { indicatorFrom: 'topic' }
  const { indicator, indicatorId } = previous.frame
  return {
    ...(indicator !== undefined && { indicator }),
    ...(indicatorId !== undefined && { indicatorId }),
    indicatorFrom: 'carried',
  }
}
