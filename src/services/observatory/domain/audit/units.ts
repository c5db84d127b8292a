/** What stands around a number: currencies, units and hedges, each a closed lexicon in data. */
import type { HedgeReading } from './types.ts'

export interface Unit {
  readonly unit: string
  /** The unit's own power of ten in its base unit. */
  readonly exponent?: number
  readonly length: number
}

export const MONEY: ReadonlySet<string> = new Set(['CNY', 'USD', 'EUR', 'HKD', 'JPY'])

const AFTER: readonly (readonly [RegExp, string, number?])[] = [
  [/^[ -]?(?:percentage|percent|pct|%)[ -]?points?\b/i, 'percentage points'],
  [/^ of (?:a|one) percentage point\b/i, 'percentage points'],
  [/^[ -]?(?:basis[ -]points?|bps?)\b/i, 'percentage points', -2],
  [/^ (?:micrograms?|μg|µg) (?:per|a) cubic met(?:er|re)\b/i, 'ug/m3'],
  [/^(?:[ -]?%|[ -](?:percent|pct)\b)/i, 'percent'],
  [/^[ -](?:Chinese )?(?:yuan|renminbi|rmb|cny)\b(?: (?:RMB|renminbi)\b)?/i, 'CNY'],
  [/^[ -](?:hong kong dollars?|hkd)\b/i, 'HKD'],
  [/^[ -](?:us |u\.s\. |american )?dollars?\b|^[ -]usd\b/i, 'USD'],
  [/^[ -](?:euros?|eur)\b/i, 'EUR'],
  [/^[ -](?:yen|jpy)\b/i, 'JPY'],
  [/^[ -]?(?:square[ -]kilomet(?:er|re)s?|sq\.? ?(?:km|kilomet(?:er|re)s?)|km2|km²)(?!\w)/i, 'km2'],
  [/^[ -]?(?:square[ -]met(?:er|re)s?|sq(?:\.? ?|-)m(?:et(?:er|re)s?)?|m2|m²)(?!\w)/i, 'm2'],
  [/^[ -]hectares?\b/i, 'ha'],
  [/^[ -]mu\b/i, 'mu'],
  [/^[ -]?(?:kilomet(?:er|re)s?|km)\b(?!\/| per)/i, 'km'],
  [/^[ -](?:cubic[ -]met(?:er|re)s?)\b/i, 'm3'],
  [/^[ -](?:met(?:er|re)s?)\b/i, 'm'],
  [/^[ -](?:metric )?(?:tonnes?|tons?)\b/i, 't'],
  [/^ ?t\b(?= (?:of|in|last|this|a|per)\b|[,.;])/, 't'],
  [/^ years?\b/i, 'year'],
  [/^[ -]?(?:kilograms?|kg)\b/i, 'kg'],
  [/^[ -]?(?:terawatt[ -]hours?|twh)\b/i, 'kWh', 9],
  [/^[ -]?(?:gigawatt[ -]hours?|gwh)\b/i, 'kWh', 6],
  [/^[ -](?:megawatt[ -]hours?|mwh)\b/i, 'kWh', 3],
  [/^[ -](?:megawatts?|mw)\b/i, 'kW', 3],
  [/^[ -](?:gigawatts?|gw)\b/i, 'kW', 6],
  [/^[ -](?:kilowatt[ -]hours?|kwh)\b/i, 'kWh'],
  [/^[ -](?:kilowatts?|kw)\b/i, 'kW'],
  [
    /^[ -](?:twenty-foot (?:equivalent units?|containers?)|(?:standard )?teus?)(?: \(TEUs?\))?\b/i,
    'TEU',
  ],
]

const AREA_AFTER =
  /^ (?:per|a|an|for each|every) (?:square[ -]kilomet(?:er|re)|sq\.? ?km|km2)(?!\w)/i
const FLOOR_AFTER = /^ (?:per|a) (?:square[ -]met(?:er|re)|sq\.? ?m|m2)(?!\w)/i
const HEAD_AFTER = /^ (?:per capita|per person|per head|a head|a person|for each person)\b/i

const BEFORE: readonly (readonly [RegExp, string])[] = [
  [/(?:US ?\$ ?|USD ?|U\.S\. ?\$ ?)$/i, 'USD'],
  [/HK ?\$ ?$/i, 'HKD'],
  [/(?:RMB ?¥?|CNY ?|CN¥ ?|¥ ?)$/i, 'CNY'],
  [/(?:€ ?|EUR ?)$/i, 'EUR'],
  [/(?<![A-Z])\$ ?$/, 'USD'],
]

export function unitAfter(text: string): Unit | undefined {
  for (const [pattern, unit, exponent] of AFTER) {
    const length = pattern.exec(text)?.[0].length
    if (length === undefined) continue
    return { ...perArea(text, unit, length), ...(exponent !== undefined && { exponent }) }
  }
  return undefined
}

export function perArea(text: string, unit: string, length: number): Unit {
  const rest = text.slice(length)
  const area = AREA_AFTER.exec(rest)?.[0].length
  if (area !== undefined) return { unit: `${unit}/km2`, length: length + area }
  const floor = FLOOR_AFTER.exec(rest)?.[0].length
  if (floor !== undefined) return { unit: `${unit}/m2`, length: length + floor }
  const head = HEAD_AFTER.exec(rest)?.[0].length
  return head === undefined ? { unit, length } : { unit: `${unit}/person`, length: length + head }
}

export function unitBefore(text: string): Unit | undefined {
  for (const [pattern, unit] of BEFORE) {
    const length = pattern.exec(text)?.[0].length
    if (length !== undefined) return { unit, length }
  }
  return undefined
}

export interface Hedge {
  readonly words: string
  readonly reading: HedgeReading
  readonly length: number
}

const HEDGES: readonly (readonly [string, HedgeReading])[] = [
  ['no (?:less|fewer) than|not less than|at least|a minimum of', 'at-least'],
  ['at most|capped at|no more than|not more than|up to|a maximum of|within', 'at-most'],
  ['less than|fewer than|lower than|under|below', 'less'],
  [
    'more than|greater than|larger than|upwards of|(?<!the )past|in excess of|higher than|over|above|beyond|exceed(?:s|ed|ing)?|' +
      'surpass(?:es|ed|ing)?|topp(?:ed|ing)|tops|(?<=(?:will|would|to|should|could|may) )(?:top|pass)|pass(?:ed|es|ing)|cross(?:ed|es|ing)',
    'above',
  ],
  [
    'nearly|almost|approach(?:es|ed|ing)?|close to|just under|just below|nearing|near|shy of',
    'below',
  ],
  ['about|around|approximately|roughly|some|an estimated|an average of about|circa', 'around'],
]
const HEDGE_BEFORE = HEDGES.map(
  ([words, reading]) =>
    [new RegExp(`(?:^|[^\\w-])(${words})(?: a total of| the)?[ (]?$`, 'i'), reading] as const,
)
/** "over", "some" and "near" are hedges before a number only; "per capita over" never comes. */
const HEDGE_AFTER: readonly (readonly [RegExp, HedgeReading])[] = [
  [/^ ?\+|^-plus\b|^ (?:or|and) (?:more|above)\b/i, 'above'],
  [/^-odd\b|^ or so\b/i, 'around'],
]

const ROSE_UP =
  /\b(?:pick|edg|mov|went|push|climb|rose|inch|tick|shot|add|ramp|scal|catch|caught|speed|sped)\w* $/i
const COMPARED = /than$/i
const COMPARES =
  /(?:percent|%|points?|times|yuan|tonnes|tons|\d|half|third|quarter|twice|double) $/i

export function hedgeBefore(text: string): Hedge | undefined {
  for (const [pattern, reading] of HEDGE_BEFORE) {
    const match = pattern.exec(text)
    const words = match?.[1]
    if (match === null || words === undefined) continue
    const length = text.length - match.index - match[0].indexOf(words)
    if (isNoHedge(words, text, length)) return undefined
    return { words: words.toLowerCase(), reading, length }
  }
  return undefined
}

/** "5 percent more than the 20 million of last year" compares, and what "picks up to" a level has got there. */
function isNoHedge(words: string, text: string, length: number): boolean {
  const before = text.slice(0, text.length - length)
  if (/^up to$/i.test(words)) return ROSE_UP.test(before)
  const isThe = / the $/i.test(text)
  // "crossed the 50-billion-yuan mark" is at the mark.
  if (/^(?:pass|cross)/i.test(words)) return isThe
  if (COMPARED.test(words)) return isThe || COMPARES.test(before)
  return isThe && /\b(?:far|well|just|percent|%) $/i.test(before)
}

export function hedgeAfter(text: string): Hedge | undefined {
  for (const [pattern, reading] of HEDGE_AFTER) {
    const words = pattern.exec(text)?.[0]
    if (words === undefined) continue
    return { words: reading === 'above' ? 'more than' : 'about', reading, length: words.length }
  }
  return undefined
}
