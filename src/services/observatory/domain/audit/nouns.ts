/** What is counted: the words after a number, up to and with the plural that closes them. */

/** Words in -ing that are nouns, and no participles. */
export const NOUNS_IN_ING =
  /^(?:shipping|manufacturing|training|spending|funding|trading|financing|housing|building|parking|processing|printing|engineering|leasing|mining|banking|advertising|catering|retailing|lending|listing|learning|dining|ageing|aging|existing|outstanding|leading|operating|working|marketing|farming|fishing|logging|nursing|teaching|testing|charging|landing|investing|emerging|shopping|sporting|publishing|packaging|dwelling|opening|living|outbound|incoming|growing|bonded|clearing|consulting|accounting|pricing|dredging|planting|fundraising|crowdfunding|recycling|warehousing|purchasing|borrowing|offering|holding|computing|programming|streaming|live-streaming|gaming|boarding|mooring|berthing)$/

const IRREGULAR = new Set(
  'people personnel staff talent children men women aircraft series headquarters species'.split(
    ' ',
  ),
)
/** They end in s and are no plurals. */
const SINGULAR = new Set(
  (
    'overseas as is was has its this thus us plus gas bus does across business process progress access ' +
    'express campus status versus always perhaps besides towards afterwards yes'
  ).split(' '),
)
const STOP = new Set(
  (
    'of in on at to for from by with as than that which who whose has have had was were is are been be ' +
    'will would can could may while when after before since during over under up down per including the ' +
    'a an its their his her it they he she said also more less year years month months times percent yuan'
  ).split(' '),
)
const WORDS_MAX = 8
const WORD =
  /^(?:[ -]|, (?=[a-z]+-|high))"?([A-Za-z][A-Za-z'&]*(?:-[A-Za-z&']+)*|\d{1,3}(?= [a-z]))/

export interface Noun {
  readonly words: string
  readonly length: number
  readonly isName: boolean
}

function isPlural(word: string): boolean {
  const tail = word.toLowerCase().split('-').at(-1) ?? ''
  if (IRREGULAR.has(tail)) return true
  return tail.length > 2 && /[^su]s$/.test(tail) && !/(?:'s|sis)$/.test(tail) && !SINGULAR.has(tail)
}

function goesOn(word: string, before: string, hasPlural: boolean): boolean {
  if (STOP.has(word.toLowerCase())) return false
  // "Fortune 500 firms": a number goes on only with a name.
  if (/^\d/.test(word) && !/^[A-Z]/.test(before)) return false
  // After the plural only a second one, joined by "and", still belongs to the phrase.
  return !hasPlural || word === 'and' || before === 'and' || isPlural(word)
}

/** The phrase of a count, or undefined where no plural follows. */
export function nounAfter(text: string): Noun | undefined {
  const words: string[] = []
  let length = 0
  let plural: { readonly words: string; readonly length: number } | undefined
  while (words.length < WORDS_MAX) {
    const match = WORD.exec(text.slice(length))
    const word = match?.[1]
    if (match === null || word === undefined) break
    if (word === 'and' && words.length === 0) break
    if (!goesOn(word, words.at(-1) ?? '', plural !== undefined)) break
    words.push(word)
    length += match[0].length
    if (isPlural(word)) plural = { words: words.join(' '), length }
  }
  if (plural === undefined) return undefined
  const first = ownPart(plural, text)
  if (first !== undefined) return first
  // "two Chinese firms" are counted, and "Eight Great Cards" are a name.
  const isName = /(?:^| )[A-Z]\S*$/.test(plural.words)
  return { ...plural, isName }
}

/** "600 headquarters and services trade of 120 billion": what has a figure of its own is not counted. */
function ownPart({ words, length }: Omit<Noun, 'isName'>, text: string): Noun | undefined {
  const at = words.indexOf(' and ')
  const head = words.slice(0, at)
  if (at === -1 || !isPlural(head.split(' ').at(-1) ?? '')) return undefined
  if (!/^(?: [a-z-]+){0,2} (?:of|worth|valued at) (?:[a-z]+ ){0,2}\W?\d/.test(text.slice(length)))
    return undefined
  return { words: head, length: text.indexOf(' and '), isName: /(?:^| )[A-Z]\S*$/.test(head) }
}
