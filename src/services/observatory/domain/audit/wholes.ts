/** Shares whose clause names only what they are shares of. */
import type { FoundIndicator } from './naming.ts'
import type { Scene } from './scene.ts'
import { canonicalOf } from './subjects.ts'
import type { Claim, Quantity } from './types.ts'

const DONE =
  /(?:^|\b(?:with|on|generated|produced|recorded|received|handled|attracted|hosted|took in|earned|sold|made|creat(?:ed|ing)|employ(?:ed|s)|us(?:ed|ing)|held|holds|carried|covered|has|have|and)) (?:(?:just|only|about|some|around|nearly|over|more than|almost|roughly|at least) )?$|^(?:just|only|about|some|around|nearly|over|more than|almost|roughly)? ?$/i

/** "generated one-eighth of the country's chip output": a share without a subject is of what it names. */
export function wholeFor(quantity: Quantity, { text }: Scene): FoundIndicator | undefined {
  return DONE.test(text.slice(0, quantity.start)) || isOdds(quantity, text)
    ? wholeOf(quantity, text)
    : undefined
}

/** "8 in 10 visitors". */
function isOdds({ start, end }: Quantity, text: string): boolean {
  return /\b(?:in|out of|of)(?: every)? \w+$/i.test(text.slice(start, end))
}

export function wholeOf(quantity: Quantity, text: string): FoundIndicator | undefined {
  if (!SHARES.has(quantity.unit)) return undefined
  const isNamed = isOdds(quantity, text) || /^ of\b/.test(text.slice(quantity.end))
  if (!isNamed && !DONE.test(text.slice(0, quantity.start))) return undefined
  const words = upToPlural(WHOLE.exec(text.slice(quantity.end))?.[1]?.trim() ?? '')
  if (words.length < 3 || NO_WHOLE.test(words)) return undefined
  if (NAME.test(words)) return landOf(quantity, text)
  const { name, id } = canonicalOf(words)
  return { indicator: name, ...(id !== undefined && { indicatorId: id }), indicatorFrom: 'clause' }
}

const SHARES: ReadonlySet<string> = new Set(['percent', 'ratio'])

/** The words of what a share is of, up to the next verb or preposition. */
const WHOLE =
  /^ (?:of )?(?:all )?(?:the |its |their |our )?(?:\d[\d,]* )?(?:(?:[A-Za-z]+ ){0,3}[A-Za-z]+'s? )?(?:top (?:\d[\d,]* )?)?((?:(?!(?:in|were|are|is|was|has|have|had|for|and|but|or|as|the|its|their|to|at|on|by|of|with|less|more|than|from|that|which|who|whom|whose|while|when|where|over|about|nearly|two-thirds|accounts?|nationwide|last|this|came|come|live|work|hold|use|said|went|took|it|they|he|she|we)\b)[A-Za-z-]+ ?){1,4})/
const NO_WHOLE =
  /^(?:going|coming|being|rising|falling|flowing|working|living|using)\b|^(?:total|figure|whole|amount|average)s?$|^(?:[a-z-]+ ){0,3}(?:growth|increase|rise|decline|drop)\b/i
/** Of a place, and not of anything in it. */
const NAME = /^(?!(?:GDP|CPI|R&D|SME|IT|AI)\b)[A-Z]/

export function isOfWhole({ frame, quantity }: Claim, text: string): boolean {
  const whole = frame.kind === 'share' ? wholeOf(quantity, text) : undefined
  return whole !== undefined && whole.indicator === frame.indicator
}

/** "covers only 2 percent of the delta": of its land. */
function landOf({ start }: Quantity, text: string): FoundIndicator | undefined {
  return /\b(?:cover|occup|span)\w*(?: [a-z]+){0,3} $/.test(text.slice(0, start))
    ? { indicator: 'land area', indicatorId: 'land-area', indicatorFrom: 'clause' }
    : undefined
}

/** "two-fifths of the routes serve": behind the plural a verb follows, unless the plural is half of a name. */
function upToPlural(words: string): string {
  const all = words.split(' ')
  const at = all.findIndex((word) => /[^su]s$/.test(word) && !MODIFIERS.test(word))
  const next = all[at + 1]
  const isNoun = at === -1 || next === undefined || next.endsWith('s') || next.endsWith('ed')
  return isNoun ? words : all.slice(0, at + 1).join(' ')
}

const MODIFIERS =
  /^(?:sales|services?|goods|exports?|imports?|customs|headquarters|sports|logistics|electronics|telecommunications|arts|savings|operations|news)$/
