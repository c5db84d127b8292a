/** What a figure measures: an indicator of the lexicon, or the words of the clause that carry it. */
import { listIndicators } from '../indicators.ts'

export interface Subject {
  readonly name: string
  readonly id?: string
  readonly start: number
  readonly end: number
}

/** Longest meaning first: "GDP per square kilometre" must not be read as GDP. */
const LEXICON: readonly (readonly [string, string, string?])[] = [
  [
    'economic density|(?:GDP|output|gross domestic product) per (?:sq(?:uare)?\\.? ?(?:km|kilomet(?:er|re))|unit (?:of )?(?:land|area))',
    'economic density (GDP per square kilometer)',
    'gdp-per-km2',
  ],
  [
    '(?:GDP|disposable income|gross domestic product|income) per (?:capita|person)|per capita (?:GDP|disposable income|income)',
    '',
  ],
  [
    'gross (?:domestic|regional) product|regional GDP|\\bGDP\\b|economic output|economic aggregate',
    'GDP',
    'gdp',
  ],
  [
    '(?:district-level )?general public budget revenue|public budget revenue|(?:local )?fiscal revenue',
    'general public budget revenue',
    'district-revenue',
  ],
  [
    'value[- ]added (?:output )?of [a-z -]{4,60}?(?= (?:grew|rose|increas|reach|jump|expand|hit|was|account|totall?))|added value of [a-z -]{4,60}?(?= (?:grew|rose|increas|reach|jump|expand|hit|was|account|totall?))',
    '',
  ],
  ['tax (?:contribution|revenue|revenues|income|receipts)|taxes|total tax', 'tax revenue', 'tax'],
  ['fixed[- ]assets? investments?', 'fixed asset investment', 'fixed-asset-investment'],
  [
    '(?:total )?retail sales(?: of (?:social )?consumer goods)?',
    'total retail sales',
    'retail-sales',
  ],
  [
    '(?:total )?(?:import and export|imports and exports|export and import|foreign trade)(?: value)?(?: (?:for|of|in) goods)?|trade in goods|goods trade',
    'goods imports and exports',
    'goods-trade',
  ],
  ['trade in services|services? trade', 'trade in services', 'services-trade'],
  [
    '(?:export value|exports?) (?:with|to) (?:partner countries|[A-Z][\\w -]{3,50}?)(?= (?:surg|grew|rose|increas|jump|reach|hit|soar))|export value|\\bexports\\b',
    '',
  ],
  ['import value|\\bimports\\b', 'imports'],
  [
    "(?:total )?transaction volume(?: of (?:the )?[a-z' -]{3,50}?(?= (?:reach|grew|rose|exceed|hit|total)))?|turnover|transaction value",
    '',
  ],
  [
    '(?:actual(?:ly)? (?:use of |used |utilized )?)?(?:foreign (?:direct )?investment|foreign capital)(?: in actual use)?',
    'foreign investment',
  ],
  [
    'total investment|investments?(?= (?:of|reach|total|grew|rose|spik|increas|surg|exceed|amount))',
    'total investment',
  ],
  ['output value|industrial output', 'industrial output value'],
  ['passenger (?:traffic|throughput|volume|trips|flow)', 'passenger traffic'],
  ['cargo (?:throughput|volume)', 'cargo throughput'],
  ['(?:permanent |resident )?population|permanent residents', 'population'],
  ['(?:contracted|contract) (?:value|amount)|intended deals|deals(?= worth)', ''],
  ['operating (?:income|revenue)|business revenue|\\brevenues?\\b|\\bsales\\b', ''],
  [
    '(?:land |planned |total )?area(?= of \\d)|covering|covers an area|\\bspans?\\b',
    'land area',
    'land-area',
  ],
  ['special credit|credit (?:line|quota|support)|\\bloans?\\b', ''],
]

const PATTERNS = LEXICON.map(([words, name, id]) => ({
  pattern: new RegExp(words, 'gi'),
  name,
  id,
}))
const NUMBER_OF =
  /\bnumber of ((?:(?!(?:rose|grew|increas\w+|reach\w+|jump\w+|has|have|was|is|in|to|by|of)\b)[\w'&-]+ ?){1,9})/gi

const CATALOGUE = listIndicators().map(([id, { zh }]) => ({ id, zh }))

export function subjectsOf(sentence: string): readonly Subject[] {
  const found: Subject[] = []
  const add = (subject: Subject): void => {
    if (!found.some((other) => subject.start < other.end && other.start < subject.end))
      found.push(subject)
  }
  for (const match of sentence.matchAll(NUMBER_OF)) {
    const name = (match[1] ?? '').trim()
    add({ name, start: match.index, end: match.index + match[0].length })
  }
  for (const { pattern, name, id } of PATTERNS) {
    for (const match of sentence.matchAll(pattern)) {
      const [start, end] = [match.index, match.index + match[0].length]
      const printed = match[0].trim().replace(/\bthe |'s\b/g, '')
      add({
        name: name === '' ? printed : withPrinted(name, printed),
        start,
        end,
        ...(id !== undefined && { id }),
      })
    }
  }
  for (const { id, zh } of CATALOGUE) {
    const start = sentence.indexOf(zh)
    if (start !== -1) add({ name: zh, id, start, end: start + zh.length })
  }
  return found.toSorted((left, right) => left.start - right.start)
}

const WHOLE = LEXICON.map(([words, name, id]) => ({
  pattern: new RegExp(`^(?:${words})$`, 'i'),
  name,
  id,
}))

/** The indicator of the catalogue that has this Chinese name. */
export function catalogued(words: string): string | undefined {
  return CATALOGUE.find(({ zh }) => zh === words)?.id
}

/** The indicator that these words are as a whole; a part of a total is never taken for the total. */
export function canonicalOf(words: string): { readonly name: string; readonly id?: string } {
  // "The region's economy grew to": what is measured of an economy is its product.
  if (/^(?:economy|economic growth)$/i.test(words)) return { name: `GDP (${words})`, id: 'gdp' }
  const known = WHOLE.find(({ pattern }) => pattern.test(words))
  if (known === undefined || known.name === '') return { name: words }
  return { name: withPrinted(known.name, words), ...(known.id !== undefined && { id: known.id }) }
}

/** The name of the lexicon, with the printed words in brackets where they are others. */
function withPrinted(known: string, words: string): string {
  const name = known.toLowerCase()
  const isSaid = !(words.toLowerCase().match(/[a-z]{4,}/g) ?? []).some(
    (word) => !name.includes(word),
  )
  return isSaid || words.length > 40 ? known : `${known} (${words})`
}

/** "2.1 trillion yuan of fixed asset investment", "200-billion-yuan special credit". */
export function objectWords(after: string): string | undefined {
  const of =
    /^ (?:(?:coming |came |generated |earned |contributed )?(?:of|in|worth of|from)) (?!(?:[a-z]+ (?:year|month|quarter|period)s?\b|a year|(?:the )?(?:past |last |first |next )?(?:one|two|three|four|five|six|seven|eight|nine|ten)\b|[A-Z]|the (?:first|second|same|last|year|past)|first|one|recent|total|each|every|a (?:year|day|month)|(?:the )?(?:(?:Jan|Febr)uary|March|April|May|June|July|August|September|October|November|December)\b))(?:the )?((?:(?!(?:from|by|in|to|with|for|and|was|were|is|are|over|on|at|last|this|and|per|them|which|these|those|all|that|its|their|will|would|can|could|has|have|had|when|as|but|while|during|since|within|between)\b)[A-Za-z'-]+ ?){1,5})/.exec(
      after,
    )?.[1]
  const words = of?.trim()
  return words === 'the' ? undefined : words
}
