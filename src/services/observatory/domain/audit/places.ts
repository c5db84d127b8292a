/** Areas in a sentence: the names of the catalogue with their aliases, other named places, and "the hub". */
import { findArea, listAreas } from '../areas.ts'
import { CITY_NAMES, NAMES, SPELLINGS } from './gazetteer.ts'

export type Standing = 'district' | 'city' | 'province' | 'zone'

export interface Place {
  readonly start: number
  readonly end: number
  /** An id of the catalogue, or the name as printed. */
  readonly area: string
  readonly isPlace: boolean
  /** "the district" stands for the last one that was named. */
  readonly stands?: Standing
  /** What it calls itself, or is called where it is not named: `port`, `zone`. */
  readonly type?: string
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
  [
    'CORE',
    '(?<=\\b[Tt]he (?:surrounding |whole |entire )?)(?:CBD|[Cc]entral [Bb]usiness [Dd]istrict|[Bb]usiness [Dd]istrict)',
  ],
  ['HUB', '(?<=[Tt]he )(?:[Oo]pen(?:ing-up)? )?[Hh]ub(?! area of)'],
  ['LINGANG', 'Lin-?gang(?: (?:Special|New) Area)?'],
  ['E-HQ', 'East Hongqiao'],
  ['S-HQ', 'South Hongqiao'],
  ['W-HQ', 'West Hongqiao'],
  ['N-HQ', 'North Hongqiao'],
  ['SILICON-LANE', 'Shanghai Silicon Lane|Silicon Lane'],
  ['JINHONGQIAO', 'Jinhongqiao(?: International)?(?: Cent(?:er|re))?'],
  ['YRD', 'Yangtze (?:River )?Delta|\\bYRD\\b|长江三角洲'],
  [
    'CHINA',
    "(?<![A-Z]\\w+ of |South |East |Air )\\bChina\\b(?! \\([A-Z][a-z]+\\)|'s [A-Z][a-z]| Daily| Construction| International| president| head| chief| unit| operations| CEO| general manager|[A-Z])|(?<=[Tt]he )(?:country|nation)\\b|(?<=[Tt]he )(?:entire |whole )(?:country|nation)\\b|\\b[Nn]ationwide\\b|(?<=\\b[Tt]he )national (?=industry|economy|market)|全国",
  ],
  [
    'SHANGHAI',
    "(?<!China \\()Shanghai(?! Municipal| Pilot| Silicon| Stock| Institute| Party|'s Party| Expo| Customs)",
  ],
]
const NAMED =
  /\b((?:[A-Z][a-z']+(?:-[A-Z]?[a-z]+)? ){0,3}[A-Z][a-z']+(?:-[A-Z]?[a-z]+)?)(?:,)? (?:[Dd]istrict|[Cc]ounty|[Pp]rovince|[Cc]ity|town|Town|(?:(?:comprehensive|pilot|bonded|high-tech|economic|industrial|development|science|technology|free-trade|free trade|demonstration) )*(?:zone|park|port|airport|township|island)|Township)\b/g
/** What calls itself a zone or a port keeps all of its name. */
const ENTITLED =
  /\b(?:China \([A-Z][a-z]+\) )?(?:(?![A-Z][a-z]+'s )[A-Z][a-z']+(?:-[A-Z]?[a-z]+)? ){1,6}?(?:New Area|Special Area|Free[- ]Trade (?:Port|Zone)|(?:Special )?Economic Zone|Bonded (?:Zone|Area|Port)|(?:Cooperation|Development|Demonstration|Innovation|High-[Tt]ech|Industrial|Logistics|Science)(?: and [A-Z]\w+)? (?:Zone|Area|Park)|[Dd]evelopment [Zz]one|Port|Airport|Park|Zone|Island)\b(?! (?:Group|Co|Authority|Company|Corporation|Bureau|Administration))/g
const PORT_OF = /\b[Pp]ort of ([A-Z][a-z]+(?:-[A-Z][a-z]+)?)\b/g
/** Whoever has a GDP, trade or a population is an area, named or not. */
const POSSESSOR =
  /\b([A-Z][a-z]{2,})(?='s (?:total |annual |overall |per capita |general |first-half |whole )*(?:GDP|gross|economy|economic|foreign trade|imports|exports|fiscal|tax revenue|retail sales|industrial|population|added value|public budget|residents)\b)/g
/** Cities beside Shanghai; county-level ones call themselves so. */
export const OTHER_CITIES: ReadonlySet<string> = new Set([
  ...CITY_NAMES,
  ...'SUZHOU JIAXING KUNSHAN TAICANG PINGHU HAINING'.split(' '),
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
  'SILICON-LANE',
])

const STANDING: readonly (readonly [RegExp, Standing])[] = [
  [/\b[Tt]he (?:whole )?district\b(?! (?:chief|head|leadership|government))/g, 'district'],
  [
    /\b(?:[Tt]he|[Tt]his) (?:whole |entire )?(?:city|municipality)\b(?! (?:government|of))/g,
    'city',
  ],
  [
    /\b(?:[Tt]he|[Tt]his) (?:zone|area|park|new area|county|town|port|airport|island|free trade (?:zone|port))\b(?! (?:of|in))/g,
    'zone',
  ],
  [/\b(?:[Tt]he|[Tt]his) (?:whole |entire )?province\b(?! (?:of|in))/g, 'province'],
]

const PATTERNS: readonly (readonly [string, RegExp, boolean])[] = [
  ...ALIASES.map(([id, words]) => [id, new RegExp(words, 'g'), isPlaceId(id)] as const),
  ...listAreas().map(
    ([id, { en, zh, kind }]) =>
      [
        id,
        // Any other hub is none of ours.
        new RegExp(`\\b${en.replace(/^the (?!hub$)/, '')}\\b|${zh.replace(/[市区县]$/, '')}`, 'g'),
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
function standingName(words: string): string {
  const name = /(?:new area|\w+)$/.exec(words.toLowerCase())?.[0] ?? 'area'
  return name === 'municipality' ? 'city' : name
}

/** "An International Boutique District" is a slogan, and "Each Zone" is none. */
const NO_NAME =
  /^(?:(?:North|South|East|West|Central)[a-z]* China's|(?:The|This|That|Each|Every|Our|Its|A|Party)$|(?:International|Global|Modern|World|National|Pilot|Special|Central|Core|Boutique|Comprehensive|Innovative|Smart|Green)\b(?! [A-Z]\w+ [A-Z]\w+))/

/** "The hub" and "the business district" of a text that never names Hongqiao are others. */
const GENERIC = /^(?:(?:open(?:ing-up)? )?hub|CBD|(?:central )?business district)$/i

export function placesOf(sentence: string, isOfHongqiao = true): readonly Place[] {
  const found: Place[] = []
  const add = (place: Place): void => {
    if (!found.some((other) => place.start < other.end && other.start < place.end))
      found.push(place)
  }
  for (const place of catalogued(sentence, isOfHongqiao)) add(place)
  for (const find of [ports, entitled, named, areas, possessors, alone, standing]) {
    for (const place of find(sentence)) add(place)
  }
  return found.toSorted((left, right) => left.start - right.start)
}

function spanOf({ index, 0: words }: RegExpExecArray): Pick<Place, 'start' | 'end'> {
  return { start: index, end: index + words.length }
}

function catalogued(sentence: string, isOfHongqiao: boolean): readonly Place[] {
  if (!ANY_NAME.test(sentence)) return []
  return PATTERNS.flatMap(([area, pattern, isPlace]) =>
    [...sentence.matchAll(pattern)]
      .filter(([words]) => isOfHongqiao || !GENERIC.test(words))
      .map((match) => ({ ...spanOf(match), area, isPlace })),
  )
}

function ports(sentence: string): readonly Place[] {
  return [...sentence.matchAll(PORT_OF)].map((match) => {
    const [, name = ''] = match
    const area = name === 'Shanghai' ? 'SHANGHAI' : name
    return { ...spanOf(match), area, isPlace: false, type: 'port' }
  })
}

function entitled(sentence: string): readonly Place[] {
  return [...sentence.matchAll(ENTITLED)].flatMap((match) => {
    const area = match[0]
      .replace(/^(?:The|In|At|From|By|And|For|China \((?=[A-Z])) ?/, '')
      .replace(') ', ' ')
    if (!area.includes(' ') || NO_NAME.test(area)) return []
    return [
      { ...spanOf(match), area: area.replace(NEW_AREA, ''), isPlace: false, type: lastWord(area) },
    ]
  })
}

/** Pudong is the same with and without the words that it calls itself by. */
const NEW_AREA = /(?<=^(?:Pudong|Binhai|Xiong'an|Liangjiang|Tianfu)) New Area$/

function named(sentence: string): readonly Place[] {
  return [...sentence.matchAll(NAMED)].flatMap((match) => {
    const area = (match[1] ?? '').replace(/^(?:The|In|At|From|By|And|For) /, '')
    return NO_NAME.test(area) || area.endsWith("'")
      ? []
      : [{ ...spanOf(match), area, isPlace: false }]
  })
}

/** "the Meishan area". */
function areas(sentence: string): readonly Place[] {
  return [...sentence.matchAll(/(?<=\bthe )[A-Z][a-z]+(?: [A-Z][a-z]+)?(?= area\b)/g)].map(
    (match) => ({ ...spanOf(match), area: match[0], isPlace: false }),
  )
}

function possessors(sentence: string): readonly Place[] {
  return [...sentence.matchAll(POSSESSOR)].map((match) => ({
    ...spanOf(match),
    area: match[0],
    isPlace: false,
  }))
}

function alone(sentence: string): readonly Place[] {
  return [...sentence.matchAll(NAMES)].map((match) => ({
    ...spanOf(match),
    area: SPELLINGS[match[0]] ?? match[0],
    isPlace: false,
  }))
}

function standing(sentence: string): readonly Place[] {
  return STANDING.flatMap(([pattern, stands]) =>
    [...sentence.matchAll(pattern)].map((match) => {
      const area = `the ${standingName(match[0])}`
      return { ...spanOf(match), area, isPlace: false, stands, type: lastWord(area) }
    }),
  )
}

function lastWord(words: string): string {
  return words.split(' ').at(-1)?.toLowerCase() ?? ''
}

const NO_DISTRICT: ReadonlySet<string> = new Set(
  // Parts of districts: "the district" behind them is the whole one.
  'HUB YRD CHINA SHANGHAI E-HQ S-HQ W-HQ N-HQ'.split(' '),
)

/** What "the district" may stand for. */
export function isDistrict({ area, stands, isPlace }: Place): boolean {
  return stands === undefined && !isPlace && !NO_DISTRICT.has(area)
}

/** Of none of the areas of the catalogue. */
export function isElsewhere({ area, stands }: Place): boolean {
  return stands === undefined && findArea(area) === undefined
}

/** Apposition and relative clauses that are closed before the figure say nothing about its area. */
const ASIDE =
  /, (?:an? (?:[a-z-]+ ){0,3}(?:city|district|county|town|zone|part|suburb|port|area|province|base|platform|engine|gateway|cent(?:er|re))\b[^,]{0,50}|(?:the|one of the) (?:[a-z-]+ ){0,2}(?:only|first|largest|biggest|busiest|sole|oldest|latest)\b[^,]{0,60}|the [^,]{3,40} (?:area|part|heart|core|hub|center|centre) of [^,]{3,40}|the hub's [^,]{3,30}|(?:at|in|on|near) the [a-z]+ (?:tip|end|edge|part|side|heart|core|cent(?:er|re)|gate) of [^,]{3,40}|(?:which|who|whose|covering|including|spanning|straddling|comprising|linking) (?:[^,]|,(?= (?:and )?[A-Z][\w'-]+(?:,| and ))){3,120}|according to [^,]{3,60}),|(?<=[a-z%\d]) (?:since|after|before|when) [^,;]{3,80},/g

export function isAside(sentence: string, place: Place, figureAt: number): boolean {
  return [...sentence.matchAll(ASIDE)].some(
    ({ index, 0: words }) =>
      index <= place.start && place.end <= index + words.length && index + words.length <= figureAt,
  )
}
