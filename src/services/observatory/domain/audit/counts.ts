/** Numbers without a unit that count things, and all that look like them and do not. */
import { type Found, hedgedQuantity } from './found.ts'
import { nounAfter } from './nouns.ts'
import { SIZED } from './numerals.ts'
import type { Numeral, Quantity } from './types.ts'

const ENDS =
  /(?:\bfrom|(?:percent|%|bring\w*|brought|took|takes|raised|pushed|lifted|taking|raising|pushing)\b[^,;]{0,40} to|\b(?:average|increase|rise|drop|decrease|decline|total|reduction|gain) of|\bor|averag\w+|carried|handled|topped|\bby|\bin \d{4} to|reach\w*|total\w*|against|versus|compared (?:with|to)|now has|already has|, it has|which has|hit|exceed\w*|number\w*|stood at|amount\w* to|grew to|rose to|increas\w+ to|was|is|at)(?: (?:a|the|total of|nearly|almost|over|about|around|more than|some))* $/i
const RISEN_TO =
  /\b(?:from \d[\d,.]*(?: (?!hours?\b|days?\b|minutes?\b|weeks?\b|months?\b|years?\b)[a-z-]+){0,3}(?: in \d{4})?|number of [^,;]{3,70}|(?:grow|ris|climb|increas|expand|fall|dropp|reach)(?:ing|en)|risen|grown|expanded|climbed|swelled) to $/i
const DEFINITE =
  /\b(?:the|these|those|both|all|other|first|last|latter|former|next|past|of|every)\s+$/i

const SIZED_AFTER = new RegExp(`^ ${SIZED}`)

/** "six of China's airlines", and "fifteen goals are binding and seven are not". */
const OF_THEM = /^ of (?:the|them|these|those|its|[A-Z]\w+'s)\b/

export function countOf(found: Found): Quantity | undefined {
  const { numeral, before, after, start, end } = found
  const base = hedgedQuantity(found, { before, start, length: 0, unit: 'count' })
  const rest = after.slice(base.end - end)
  const isOne = numeral.digits === '1' && numeral.exponent === 0
  if (isOne || /^[-\d]|^\.\d/.test(rest)) return undefined
  if (SIZED_AFTER.test(rest)) return { ...base, noun: sizedNoun(rest) }
  // "19 more companies"
  const noun = nounAfter(
    numeral.isWord ? rest : rest.replace(/^ (?:more|fewer)(?= (?!than\b)[a-z])/, ''),
  )
  if (numeral.isWord && OF_THEM.test(rest)) return base
  if (numeral.isWord) return wordCount(found, base, noun)
  if (noun !== undefined) return { ...base, noun: noun.words }
  return isBareCount(found, rest) ? base : undefined
}

/** "263 more than", "41 in all", "557 or 31 percent". */
const COUNTED =
  /^ (?:(?:more|fewer) (?:than|last|this|by|during)|in all|in total|altogether)\b|^,? or \d[\d.]* ?(?:%|percent)/

const LARGE_ENDS =
  /^(?: (?:mark|milestone|threshold)\b|[.,;)|]|$| [(|\u2013\u2014]| (?:by|in|at|last|this|from|so|on|of|during|to|and|a day|per|as|a year|the (?:year|month|week) before|one year)\b| times\b| [a-z]+ed[,.;]| [a-z]+(?:ed|en|t)? (?:on|in|by|at|for|from)\b)/

function isLarge({ exponent }: Numeral, text: string): boolean {
  return exponent >= 3 || /^\d{1,3},\d{3}/.test(text)
}

/** A number alone counts where the words around it leave no other reading. */
function isBareCount({ numeral, before, text }: Found, rest: string): boolean {
  if (isLarge(numeral, text) && LARGE_ENDS.test(rest)) return true
  if (COUNTED.test(rest) || (/^ to \d/.test(rest) && /\bfrom $/.test(before))) return true
  if (BARE.some(([ahead, behind]) => ahead.test(before) && behind.test(rest))) return true
  const isDaily = /^ (?:a|per|each|every) (?:day|year|month|week|hour)\b/.test(rest)
  const isOfThem =
    /^ (?:of (?:\d[\d,]* [a-z]+|them|which|these|those|the)|are|were|have|had)\b/.test(rest)
  const isEnd = /^(?:[.,;)。]|$| (?:by|in|at|last|this|from|so|today|now|currently)\b)/.test(rest)
  if (isEnd && RISEN_TO.test(before)) return true
  return isOfThem || ((isEnd || isDaily) && ENDS.test(before))
}

const HEDGED = '(?:(?:about|around|some|nearly|almost|over|more than|only|another) )?$'
/** What stands before and behind a number that counts things without naming them. */
const BARE: readonly (readonly [RegExp, RegExp])[] = [
  [/\b(?:of|among) (?:which|whom|them|these),?\s$/, /^/],
  // "43 more than last year's 120", "four documents rather than 11"
  [/\b(?:last year|the previous (?:year|edition)|the year before)'s $/, /^(?:[.,;]|$)/],
  [new RegExp(`\\b(?:rather than|instead of) ${HEDGED}`), /^(?:[.,;]|$| (?:in|as|a|before)\b)/],
  // "we ended it with 313, 13 more than the 300 at the end of 2024"
  [/\b(?:end|start|clos|finish|began|begin)[a-z]*\b[^,;]{0,30} with $/, /^[,.;]/],
  [
    /\b(?:than|over|on|from|against|with|to) the (?:only )?$/,
    /^ (?:of|in|at|a year|recorded|seen|it had|there were|last year)\b/,
  ],
  // "will add 3,000 more."
  [/\b(?:add|hire|open|build|need|recruit|train)[a-z]* (?:another )?$/, /^ more(?:[.,;]|$)/],
  // "a second batch of 24 was issued", "with a staff of 140", "when there were 285"
  [
    /\b(?:batch|group|set|series|list|staff|team|fleet|crew|workforce) of (?:about |some |nearly |over |more than )?$/,
    /^(?: (?:was|were|is|are|has|have|in|at)\b|[,.;]|$)/,
  ],
  [
    /\bwhen (?:it|they|there|the number) (?:was|were|had|stood at)(?: only| just| about)? $/,
    /^(?:[.,;]|$)/,
  ],
  // "fly 64 times a week"
  [/^/, /^ times (?:(?:a|per|each|every) (?:day|week|month|year)|since|this|last)\b/],
  // "now runs 240 and charges less"
  [/\bnow (?:[a-z]+ )?$/, /^(?:[.,;]|$| (?:and|in|across|at)\b)/],
  // "this year it will send 32."
  [new RegExp(`\\b(?:it|they) (?:will |now |has |have |had )?[a-z]+ ${HEDGED}`), /^(?:[.;]|$)/],
  // "Another 4,500 will be delivered"
  [/\bAnother $/, /^ (?:will|were|are|was|have|had)\b/],
  // "; 571 can give the money back"
  [/[;,] (?:and |while |but )?$/, /^ (?:can|will|could|would|may)\b/],
  // "90 headquarters, with 24 in the east"
  [/, with $/, /^ (?:in|from|at|of them)\b/],
  // "143 are regional headquarters and 97 belong to firms of the delta"
  [/\band $/, /^ (?:belong|serve|work|operate|are|were|have|come|came)\b/],
  // "Of its residents, about 80,000 cross the border"
  [
    new RegExp(`\\b(?:Of|Among) [^;]{3,70}, ${HEDGED}`),
    /^ (?!percent|per|of|million|billion|hundred|thousand|times)[a-z]+\b/,
  ],
]

/** Number words count things only where a plain noun follows; in names and after "the" they do not. */
function wordCount(
  found: Found,
  base: Quantity,
  noun: ReturnType<typeof nounAfter>,
): Quantity | undefined {
  const { before, after, numeral } = found
  if (noun === undefined) return isBareWord(found) ? base : undefined
  if (
    noun.isName ||
    (DEFINITE.test(before) && !/\bone of $|(?:^|[.;:"] ?)Of (?:the|all|these|its) $/.test(before))
  )
    return undefined
  // A slogan in quotes counts nothing.
  if (/"[^"]{0,30}$/.test(before) && /^[^"]{0,40}(?<![,.])"/.test(after)) return undefined
  if (numeral.digits.length <= 3 && before.endsWith('"')) return undefined
  return { ...base, noun: noun.words }
}

/** "15 goals are binding and seven are not", "from 14 documents to three". */
function isBareWord({ before, after }: Found): boolean {
  return BARE_WORDS.some(([ahead, behind]) => ahead.test(before) && behind.test(after))
}

/** What stands before and behind a number word that counts things without naming them. */
const BARE_WORDS: readonly (readonly [RegExp, RegExp])[] = [
  [/(?:,|\band|;)\s$/, /^ (?:are|were|have)\b/],
  [/\b[Rr]emaining $/, /^ (?:are|were|have|will|is)\b/],
  // "compared with only five in 2017"
  [
    /\b(?:compared (?:with|to)|(?:up|down) from|against|rather than|instead of) (?:only |just )?$/,
    /^(?: (?:in (?:19|20)\d\d|a (?:year|decade)|last|earlier|before)\b|[.;])/,
  ],
  // "added 16 routes and dropped three"
  [/\b(?:and|but) [a-z]+(?:ed|t) (?:only |another )?$/, /^[,.;]/],
  // "seven more than a year ago"
  [/^/, /^ (?:more|fewer) than (?:a year|in|last|the (?:year|previous))\b/],
  [/\b(?:grew|rose|increased|fell|dropped|declined) by $/, /^[,.;]/],
  [/\ball but $/, /^/],
  [/\bfrom \d[\d,.]* [a-z ]{2,30} to $/, /^/],
]

function sizedNoun(after: string): string {
  const rest = after.replace(/^ \S+/, '')
  return nounAfter(rest)?.words ?? 'things'
}
