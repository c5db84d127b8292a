/** What a figure measures: its own words, what it is of, the subject of its clause, or what went before. */
import { nounAfter } from './nouns.ts'
import { actedOn, gappedPhrase, governedPhrase, type Phrase, subjectPhrase } from './phrases.ts'
import type { Place } from './places.ts'
import type { Before, Scene } from './scene.ts'
import { canonicalOf, objectWords, type Subject } from './subjects.ts'
import type { Claim, Origin, Quantity } from './types.ts'

export interface FoundIndicator {
  readonly indicator?: string
  readonly indicatorId?: string
  readonly indicatorFrom: Origin
}

export function indicatorFor(quantity: Quantity, scene: Scene, before: Before): FoundIndicator {
  const { previous, last } = before
  const own = ownWords(quantity, scene.text)
  if (own !== undefined) return own
  if (quantity.form === 'rank') return inherited(previous)
  if (isOfThem(quantity, scene.text)) return inherited(previous ?? last)
  if (isApposed(quantity, scene, previous))
    return { ...inherited(previous), indicatorFrom: 'clause' }
  return bySyntax(quantity, scene, before) ?? inherited(previous ?? continued(last, scene.text))
}

/** From what is nearest to the figure to what is farthest. */
function bySyntax(quantity: Quantity, scene: Scene, before: Before): FoundIndicator | undefined {
  return (
    governedBy(quantity, scene, before) ??
    objectFor(quantity, scene) ??
    wholeFor(quantity, scene) ??
    gappedFor(quantity, scene, before.previous) ??
    leadFor(quantity, scene, before) ??
    subjectFor(quantity, scene, before) ??
    nearestFor(quantity, scene)
  )
}

/** Nouns that say how something is counted, and not what. */
const UNITS_OF_COUNT = /^(?:units|items|sets|cases|pieces|times|vehicles?)$/

/** What the form of a figure itself names. */
function ownWords({ form, unit, noun, end }: Quantity, text: string): FoundIndicator | undefined {
  if (form === 'label') return { indicator: labelled(end, text), indicatorFrom: 'clause' }
  if (unit === 'km2') {
    return { indicator: 'land area', indicatorId: 'land-area', indicatorFrom: 'clause' }
  }
  const group =
    noun === undefined && unit === 'count'
      ? groupOf({ end, ...(form && { form }) }, text)
      : undefined
  if (group !== undefined) return { indicator: group, indicatorFrom: 'clause' }
  if (noun === undefined || UNITS_OF_COUNT.test(noun)) return undefined
  return { indicator: noun, indicatorFrom: 'clause' }
}

/** "102 of the 106 tasks"; "Of the headquarters, 211": the members of what is named beside them. */
function groupOf({ form, end }: Pick<Quantity, 'form' | 'end'>, text: string): string | undefined {
  const behind = text.slice(end)
  const members = form === undefined ? /^ of (?:the |its |these )?\d[\d,.]*/.exec(behind) : null
  const whole = members === null ? undefined : nounAfter(behind.slice(members[0].length))
  return whole?.words ?? /^Of (?:the|all|these|its) ([A-Za-z][A-Za-z -]{2,40}),/.exec(text)?.[1]
}

/** What says nothing of its own: revenue of whom is told by the subject. */
const GENERIC =
  /^(?:revenue|income|output|output value|sales|turnover|value|volume|profit|profits|added value|business revenue|operating revenue|operating income|transaction volume)$/i

/** "tax revenue of 39 billion yuan"; an "increase of" goes on about what was spoken of. */
function governedBy(
  quantity: Quantity,
  scene: Scene,
  { previous }: Before,
): FoundIndicator | undefined {
  const acted = actedOn(scene.text, numberAt(quantity))
  if (acted !== undefined) return namedBy(acted, scene)
  const phrase = governedPhrase(scene.text, quantity.start)
  if (phrase === undefined) return undefined
  const found = namedBy(phrase, scene)
  if (found === undefined) return previous === undefined ? undefined : inherited(previous)
  return owned(found, scene, phrase.start)
}

function owned(found: FoundIndicator, scene: Scene, start: number): FoundIndicator {
  if (!GENERIC.test(found.indicator ?? '')) return found
  const at = { at: start, isVerb: false, hasPrevious: false }
  const subject = subjectPhrase(scene.text, at)
  const owner =
    subject === undefined || typeof subject === 'string'
      ? undefined
      : namedBy(subject, scene)?.indicator
  return owner === undefined ? found : { ...found, indicator: `${found.indicator} of ${owner}` }
}

/** Where the number itself begins, behind a hedge. */
function numberAt({ start, end, hedge, form }: Quantity): number {
  if (hedge === undefined || form === 'multiplied') return start
  return Math.min(start + hedge.words.length + 1, end)
}

const DONE =
  /(?:^|\b(?:with|on|generated|produced|recorded|received|handled|attracted|hosted|took in|earned|sold|made|creat(?:ed|ing)|employ(?:ed|s)|us(?:ed|ing)|held|holds|carried|covered|has|have|and))\s+$|^$/i

/** "generated one-eighth of the country's chip output": a share without a subject is of what it names. */
function wholeFor(quantity: Quantity, { text }: Scene): FoundIndicator | undefined {
  if (quantity.unit !== 'percent' && quantity.unit !== 'ratio') return undefined
  if (!DONE.test(text.slice(0, quantity.start))) return undefined
  const whole =
    /^ (?:of )?(?:all )?(?:the |its |their |our )?(?:[A-Za-z ]{2,30}'s? )?((?:(?!(?:in|were|are|is|was|has|have|for|and|to|at|on|by|of|with|less|more|than|from|that|which|while|over)\b)[A-Za-z-]+ ?){1,4})/.exec(
      text.slice(quantity.end),
    )?.[1]
  const words = whole?.trim()
  return words === undefined || words.length < 3
    ? undefined
    : { indicator: words, indicatorFrom: 'clause' }
}

/** "From a base of 4 billion yuan in 2020, services revenue reached …": what follows names it. */
function leadFor(
  quantity: Quantity,
  scene: Scene,
  { previous }: Before,
): FoundIndicator | undefined {
  const { text } = scene
  const comma = text.indexOf(', ', quantity.end)
  if (
    previous !== undefined ||
    comma === -1 ||
    !/^(?:From|Compared with|Up from|After)\b/.test(text)
  )
    return undefined
  const at = scene.figures.find(({ start }) => start > comma)?.start
  if (at === undefined || text.slice(0, quantity.start).includes(',')) return undefined
  const phrase = subjectPhrase(text, { at, isVerb: false, hasPrevious: false })
  return phrase === undefined || typeof phrase === 'string' ? undefined : namedBy(phrase, scene)
}

function gappedFor(
  quantity: Quantity,
  scene: Scene,
  previous: Claim | undefined,
): FoundIndicator | undefined {
  if (previous === undefined) return undefined
  const phrase = gappedPhrase(scene.text, previous.quantity.end, numberAt(quantity))
  return phrase === undefined ? undefined : namedBy(phrase, scene)
}

const isRelative = ({ unit }: Quantity): boolean =>
  unit === 'percent' || unit === 'ratio' || unit === 'times' || unit === 'percentage points'

function objectFor(quantity: Quantity, scene: Scene): FoundIndicator | undefined {
  const { text, subjects } = scene
  if (isRelative(quantity)) return undefined
  const after = subjects.find(
    ({ start }) =>
      start > quantity.end && /^ (?:of |in |worth of )?$/.test(text.slice(quantity.end, start)),
  )
  if (after !== undefined) return owned(named(after), scene, quantity.start)
  const object = objectOf(quantity, text)
  return object === undefined ? undefined : { indicator: object, indicatorFrom: 'clause' }
}

function subjectFor(
  quantity: Quantity,
  scene: Scene,
  { previous, last }: Before,
): FoundIndicator | undefined {
  const phrase = subjectPhrase(scene.text, {
    at: numberAt(quantity),
    isVerb: quantity.form === 'multiplied',
    hasPrevious: previous !== undefined,
  })
  if (phrase === undefined) return undefined
  if (phrase === 'pronoun') return inherited(previous ?? last)
  if (phrase === 'before') {
    const before = previous ?? continued(last, scene.text)
    return before === undefined ? undefined : inherited(before)
  }
  const found = namedBy(phrase, scene)
  if (found !== undefined || previous === undefined) return found ?? rateOf(phrase, scene)
  return inherited(previous)
}

/** "The growth rate" is an indicator where nothing else is said. */
function rateOf({ start, end }: Phrase, { text }: Scene): FoundIndicator | undefined {
  const words = text.slice(start, end).trim().replace(/^the /i, '')
  return /^(?!figure|number|total|amount)[a-z -]{4,40}$/.test(words)
    ? { indicator: words, indicatorFrom: 'sentence' }
    : undefined
}

/** Where no verb is known: the last indicator of the lexicon before the figure. */
function nearestFor(quantity: Quantity, { text, subjects }: Scene): FoundIndicator | undefined {
  const from = Math.max(
    text.lastIndexOf(';', quantity.start),
    text.lastIndexOf('；', quantity.start),
  )
  const subject = subjects.findLast(({ start, end }) => start > from && end <= quantity.start)
  return subject === undefined ? undefined : named(subject)
}

function named({ name, id }: Subject): FoundIndicator {
  return { indicator: name, ...(id !== undefined && { indicatorId: id }), indicatorFrom: 'clause' }
}

/** "the cumulative increase in revenue" is about revenue, and so is "revenue growth". */
const CHANGE_BEFORE =
  /^(?:(?:cumulative|average|annual|yearly|year-on-year|net|total|combined|overall|accumulated) )*(?:increase|growth|rise|increment|decline|decrease|drop|number|amount|value|size|scale|proportion|share|percentage|volume(?= of (?:imports|exports|trade)))s?(?: rate)? (?:in|of) /i
const CHANGE_BEHIND =
  / ?(?:growth|increases?|rises?|increments?|declines?|drops?|decreases?)(?: rates?)?$/i
const QUALIFIERS =
  /^(?:(?:the|its|their|an?|this|that|total|overall|combined|annual|yearly|average|daily|accumulated|cumulative|local|year-on-year|compound|mean|record|new|further|another|maximum|minimum|rate|level|base|amount|figures?|number|value|growth|increases?|rises?|increments?|declines?|drops?|decreases?|jump|surge|gain|additions?|reductions?|fall|expansion|speed|pace|investment(?= of))\s*)+$/i
const LEADING =
  /^(?:(?:and|but|while|the|its|their|an?|this|that|our|total|overall|combined|annual|yearly|some|all|such|said|average|cumulative|also|then|meanwhile|last year|this year|in \d{4}|in|by|with) )+/i

/** The words of a phrase without places and articles, or the indicator of the lexicon that they are. */
function namedBy({ start, end }: Phrase, { text, places }: Scene): FoundIndicator | undefined {
  const plain = withoutPlaces(text, { start, end }, places)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(LEADING, '')
    .trim()
  const bare = plain
    .replace(/ (?:for|in|of) (?:19|20)\d\d$/, '')
    .replace(CHANGE_BEFORE, '')
    .replace(CHANGE_BEHIND, '')
    .replace(LEADING, '')
    .trim()
  if (!/[a-z]{2}/i.test(bare) || QUALIFIERS.test(bare) || /^(?:and|or|of|it)\b/i.test(bare))
    return undefined
  const { name, id } = canonicalOf(bare)
  return {
    indicator: name.slice(0, INDICATOR_CHARS_MAX),
    ...(id !== undefined && { indicatorId: id }),
    indicatorFrom: 'clause',
  }
}

const INDICATOR_CHARS_MAX = 120

function withoutPlaces(text: string, { start, end }: Phrase, places: readonly Place[]): string {
  let words = ''
  let from = start
  for (const place of places) {
    if (place.end <= from || place.end > end) continue
    words += text
      .slice(from, Math.max(from, place.start))
      .replace(/(?:\s(?:of|in|for|from|at|across|to))?(?:\sthe)?\s?$/, ' ')
    const rest = /^(?:'s|')?(?: (?:area|part|section))?/.exec(text.slice(place.end, end))
    from = place.end + (rest?.[0].length ?? 0)
  }
  return words + text.slice(from, end)
}

/** ", an increase of 5 percent" goes on about the figure before it. */
function isApposed({ start }: Quantity, { text, subjects }: Scene, previous?: Claim): boolean {
  if (previous === undefined) return false
  const between = text.slice(previous.quantity.end, start)
  const isOwn = subjects.some(
    (subject) =>
      subject.start >= previous.quantity.end &&
      subject.end <= start &&
      !/^ (?:of|in|worth of) (?:the )?$/.test(text.slice(previous.quantity.end, subject.start)),
  )
  return !isOwn && (APPOSED.test(between) || JOINED.test(between) || DIRECT.test(between))
}

const APPOSED =
  /^(?: \([^)]*\))?[^,;]{0,40}(?:, | )(?:(?:with |representing |marking |which was |which is |and )?an? (?:[a-z-]+ ){0,3}(?:increase|rise|growth|decrease|decline|drop|jump|gain|surge|fall|reduction)|up|down|compared with|against|equivalent to|accounting for|making up|an?)(?: of| by| from)?(?: [a-z]+){0,2} $/i
/** ", 3.4 percent lower than a year ago": nothing but a comma stands between. */
const DIRECT =
  /^(?: \([^)]*\))?(?: (?:of|in|worth of) [a-z -]{3,40})?(?: in (?:19|20)\d\d| last year| this year)?, (?:(?:about|around|nearly|over|more than|almost|some|or) )?$/i
const JOINED =
  /^(?: \([^)]*\))?(?: [a-z]+)?(?: in (?:19|20)\d\d| last year| this year)?,? (?:to|from|and|or|compared with|worth)(?: (?:about|around|nearly|over|more than|almost|some|an?))? $/i

/** A sentence that begins with a pronoun goes on about the last figure. */
function continued(last: Claim | undefined, text: string): Claim | undefined {
  return /^(?:It|Its|This|That|They|The (?:figure|number|total|amount|growth|increase|value)|In other words|Up to date|Among them|Of (?:them|these|this))\b/.test(
    text,
  )
    ? last
    : undefined
}

function isOfThem({ end, unit }: Quantity, text: string): boolean {
  return unit === 'count' && /^ of (?:them|which|these|those)\b/.test(text.slice(end))
}

/** What a magnitude is said to be of: "refers to office building output". */
function labelled(end: number, text: string): string {
  const after = text.slice(end, end + 80)
  const said =
    /^,?"? (?:refers? to|stems? from|means?|stands? for|comes? from) (?:the |its )?([^,;.]{3,60})/.exec(
      after,
    )
  const noun = /^ ([a-z]+(?: [a-z]+)?)/.exec(after)
  return (said ?? noun)?.[1]?.replaceAll('"', '') ?? 'magnitude'
}

function objectOf(quantity: Quantity, text: string): string | undefined {
  const after = text.slice(quantity.end, quantity.end + 80)
  const hyphened =
    quantity.form === 'size' || /^\S+-[a-z]+$/i.test(text.slice(quantity.start, quantity.end))
  const sized = hyphened ? /^ ((?:[a-z-]+ ?){1,3})/.exec(after)?.[1]?.trim() : undefined
  return sized ?? objectWords(after)
}

function inherited(previous: Claim | undefined): FoundIndicator {
  if (previous === undefined) return { indicatorFrom: 'topic' }
  const { indicator, indicatorId } = previous.frame
  return {
    ...(indicator !== undefined && { indicator }),
    ...(indicatorId !== undefined && { indicatorId }),
    indicatorFrom: 'carried',
  }
}
