/** Areas in a sentence: the names of the catalogue with their aliases, other named places, and "the hub". */
import { listAreas } from '../areas.ts'

export interface Place {
  readonly start: number
  readonly end: number
  /** An id of the catalogue, or the name as printed. */
  readonly area: string
  readonly isPlace: boolean
  /** "the district" stands for the last one that was named. */
  readonly stands?: 'district' | 'city' | 'zone'
}

const ALIASES: readonly (readonly [string, string])[] = [
  [
    'HUB',
    'Hongqiao (?:[Ii]nternational )?(?:[Oo]pen(?:ing[ -][Uu]p)? )?[Hh]ub(?: for [Oo]pening[ -][Uu]p)?|虹桥国际开放枢纽',
  ],
  [
    'CORE',
    'Hongqiao (?:[Ii]nternational )?(?:[Cc]entral )?[Bb]usiness [Dd]istrict|Hongqiao CBD|虹桥(?:国际)?(?:中央)?商务区',
  ],
  ['CORE', '(?<=[Tt]he )(?:CBD|[Cc]entral [Bb]usiness [Dd]istrict|[Bb]usiness [Dd]istrict)'],
  ['HUB', '(?<=[Tt]he )(?:[Oo]pen(?:ing-up)? )?[Hh]ub(?! area of)'],
  ['E-HQ', 'East Hongqiao'],
  ['S-HQ', 'South Hongqiao'],
  ['W-HQ', 'West Hongqiao'],
  ['N-HQ', 'North Hongqiao'],
  ['SILICON-LANE', 'Shanghai Silicon Lane|Silicon Lane'],
  ['JINHONGQIAO', 'Jinhongqiao(?: International)?(?: Cent(?:er|re))?'],
  ['YRD', 'Yangtze (?:River )?Delta|\\bYRD\\b|长江三角洲'],
  [
    'CHINA',
    '(?<![A-Z]\\w+ of |South |East |Air )\\bChina\\b(?! Daily| Construction| International| president| head| chief| unit| operations| CEO| general manager|[A-Z])|(?<=[Tt]he )(?:country|nation)\\b|全国',
  ],
  ['SHANGHAI', "Shanghai(?! Municipal| Silicon| Stock| Institute| Party|'s Party| Expo| Customs)"],
]
const NAMED =
  /\b((?:[A-Z][a-z']+ ){0,2}[A-Z][a-z']+)(?:,)? (?:[Dd]istrict|[Cc]ounty|[Pp]rovince|[Cc]ity|New Area|town|Town|Free Trade Zone|[Dd]evelopment [Zz]one|(?:(?:comprehensive|pilot|bonded|high-tech|economic|industrial|development|science|technology|free-trade|free trade|demonstration) )*(?:zone|park|port|airport|township|island)|Port|Airport|Park|Zone|Island|Township)\b/g
/** Whoever has a GDP, trade or a population is an area, named or not. */
const POSSESSOR =
  /\b([A-Z][a-z]{2,})(?='s (?:total |annual |overall |per capita |general |first-half |whole )*(?:GDP|gross|economy|economic|foreign trade|imports|exports|fiscal|tax revenue|retail sales|industrial|population|added value|public budget|residents)\b)/g
/** Provinces and cities that press texts name without saying what they are. */
const AROUND =
  /\b(?:Zhejiang|Jiangsu|Anhui|Suzhou|Jiaxing|Hangzhou|Nanjing|Ningbo|Wuxi|Hefei|Beijing|Shenzhen|Guangzhou|Pudong|Lingang)\b(?! (?:University|Road|Airport))/g

/** Cities that press texts of the delta speak of, beside Shanghai; county-level ones call themselves so. */
export const OTHER_CITIES: ReadonlySet<string> = new Set([
  'SUZHOU',
  'JIAXING',
  'Suzhou',
  'Jiaxing',
  'Hangzhou',
  'Nanjing',
  'Ningbo',
  'Wuxi',
  'Hefei',
  'Beijing',
  'Shenzhen',
  'Guangzhou',
  'KUNSHAN',
  'TAICANG',
  'PINGHU',
  'HAINING',
])
export const IN_SHANGHAI: ReadonlySet<string> = new Set([
  'CORE',
  'CHANGNING',
  'MINHANG',
  'QINGPU',
  'JIADING',
  'SONGJIANG',
  'JINSHAN',
  'LINGANG',
  'Pudong',
  'Lingang',
  'SILICON-LANE',
])

const STANDING: readonly (readonly [RegExp, 'district' | 'city' | 'zone'])[] = [
  [/\b[Tt]he (?:whole )?district\b(?! (?:chief|head|leadership|government))/g, 'district'],
  [
    /\b(?:[Tt]he|[Tt]his) (?:whole |entire )?(?:city|municipality)\b(?! (?:government|of))/g,
    'city',
  ],
  [
    /\b(?:[Tt]he|[Tt]his) (?:zone|area|park|new area|county|province|town|port|airport|island)\b(?! (?:of|in))/g,
    'zone',
  ],
]

const PATTERNS: readonly (readonly [string, RegExp, boolean])[] = [
  ...ALIASES.map(([id, words]) => [id, new RegExp(words, 'g'), isPlaceId(id)] as const),
  ...listAreas().map(
    ([id, { en, zh, kind }]) =>
      [
        id,
        new RegExp(`\\b${en.replace(/^the /, '')}\\b|${zh.replace(/[市区县]$/, '')}`, 'g'),
        kind === 'place',
      ] as const,
  ),
]

function isPlaceId(id: string): boolean {
  return id === 'SILICON-LANE' || id === 'JINHONGQIAO'
}

/** Most sentences name none of them, and asking once is cheaper than asking for each. */
const ANY_NAME = new RegExp(PATTERNS.map(([, { source }]) => `(?:${source})`).join('|'))

/** "The whole county" is the county; a municipality is a city. */
function standing(words: string): string {
  const name = /(?:new area|\w+)$/.exec(words.toLowerCase())?.[0] ?? 'area'
  return name === 'municipality' ? 'city' : name
}

/** "An International Boutique District" is a slogan, and "Each Zone" is none. */
const NO_NAME =
  /^(?:(?:The|This|That|Each|Every|Our|Its|A|Party)$|(?:International|Global|Modern|World|National|Pilot|Special|Central|Core|Boutique|Comprehensive|Innovative|Smart|Green)\b(?! [A-Z]\w+ [A-Z]\w+))/

export function placesOf(sentence: string): readonly Place[] {
  const found: Place[] = []
  const add = (place: Place): void => {
    if (!found.some((other) => place.start < other.end && other.start < place.end))
      found.push(place)
  }
  for (const [area, pattern, isPlace] of ANY_NAME.test(sentence) ? PATTERNS : []) {
    for (const match of sentence.matchAll(pattern)) {
      add({ start: match.index, end: match.index + match[0].length, area, isPlace })
    }
  }
  for (const match of sentence.matchAll(NAMED)) {
    const name = (match[1] ?? '').replace(/^(?:The|In|At|From|By|And|For) /, '')
    if (!NO_NAME.test(name)) {
      add({ start: match.index, end: match.index + match[0].length, area: name, isPlace: false })
    }
  }
  for (const match of sentence.matchAll(POSSESSOR)) {
    const [area] = match
    add({ start: match.index, end: match.index + area.length, area, isPlace: false })
  }
  for (const match of sentence.matchAll(AROUND)) {
    const [area] = match
    add({ start: match.index, end: match.index + area.length, area, isPlace: false })
  }
  for (const [pattern, stands] of STANDING) {
    for (const match of sentence.matchAll(pattern)) {
      const area = `the ${standing(match[0])}`
      add({ start: match.index, end: match.index + match[0].length, area, isPlace: false, stands })
    }
  }
  return found.toSorted((left, right) => left.start - right.start)
}

const NO_DISTRICT: ReadonlySet<string> = new Set(
  // Parts of districts: "the district" behind them is the whole one.
  'HUB YRD CHINA SHANGHAI E-HQ S-HQ W-HQ N-HQ'.split(' '),
)

/** What "the district" may stand for. */
export function isDistrict({ area, stands, isPlace }: Place): boolean {
  return stands === undefined && !isPlace && !NO_DISTRICT.has(area)
}

/** Apposition and relative clauses that are closed before the figure say nothing about its area. */
const ASIDE =
  /, (?:an? (?:[a-z-]+ ){0,3}(?:city|district|county|town|zone|part|suburb|port|area)\b[^,]{0,50}|the [^,]{3,40} (?:area|part|heart|core|hub|center|centre) of [^,]{3,40}|the hub's [^,]{3,30}|(?:which|who|whose) [^,]{3,90}|according to [^,]{3,60}),/g

export function isAside(sentence: string, place: Place, figureAt: number): boolean {
  return [...sentence.matchAll(ASIDE)].some(
    ({ index, 0: words }) =>
      index <= place.start && place.end <= index + words.length && index + words.length <= figureAt,
  )
}
