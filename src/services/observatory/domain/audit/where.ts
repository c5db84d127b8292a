/** Of which area a figure is: the nearest place that is not merely compared with. */
import { PROVINCE_NAMES } from './gazetteer.ts'
import { isAside, isDistrict, type Place } from './places.ts'
import type { Carried, Scene } from './scene.ts'
import type { Claim, Origin, Quantity } from './types.ts'

export interface FoundArea {
  readonly area?: string
  readonly areaFrom: Origin
}

export function areaFor(quantity: Quantity, scene: Scene, previous: Claim | undefined): FoundArea {
  const { text, places, carried } = scene
  const usable = places.filter(
    (place) =>
      !isAside(text, place, quantity.start) &&
      !isReference(text, place) &&
      !isContainer(text, place, places),
  )
  const site = siteOf(quantity, text)
  if (site !== undefined) return { area: site, areaFrom: 'clause' }
  const main = ofParticiple(usable, scene)
  if (main !== undefined) return resolved(main, carried, 'clause')
  const owner = ownerOf(quantity, scene)
  if (owner !== undefined) return resolved(owner, withNamed(carried, places, owner), 'clause')
  const before = usable.findLast(({ end }) => end <= quantity.start)
  // "It hosted 49 exhibitions": the building that the sentence before spoke of.
  const isOfPlace = before === undefined && PLACE_PRONOUN.test(text.slice(0, quantity.start))
  const inPlace = isOfPlace ? carried.place : undefined
  if (inPlace !== undefined) return { area: inPlace, areaFrom: 'carried' }
  if (before !== undefined) return resolved(before, withNamed(carried, places, before), 'clause')
  if (previous?.frame.area !== undefined) return { area: previous.frame.area, areaFrom: 'sentence' }
  return areaBehind(quantity, usable, scene)
}

/** "a semiconductor park of 3.2 square kilometers": the land of the park, and not of the town. */
function siteOf({ start, unit }: Quantity, text: string): string | undefined {
  if (unit !== 'km2') return undefined
  return /\ban? ((?:[a-z-]+ ){0,3}(?:park|zone|base|campus|site|cluster|complex|community|center|centre)) (?:of|covering|spanning|with)(?: (?:about|over|nearly|some|more than))? $/.exec(
    text.slice(0, start),
  )?.[1]
}

/** The subject closes a participle at the head of a sentence; names before it may be a list. */
function ofParticiple(usable: readonly Place[], { text, places }: Scene): Place | undefined {
  if (!PARTICIPLE_FIRST.test(text) || places[0]?.start === 0) return undefined
  return (
    usable.find(({ start }) => text.slice(0, start).endsWith(', the ')) ??
    usable.findLast(({ start }) => text.slice(0, start).endsWith(', '))
  )
}

function ownerOf({ start, end, unit }: Quantity, { text, places }: Scene): Place | undefined {
  if (RELATIVE_UNITS.has(unit)) return undefined
  // "32.9 percent of the 5.39 trillion yuan produced by the whole city"
  const maker = SHARED.test(text.slice(0, start))
    ? places.find((place) => place.start >= end && MADE.test(text.slice(end, place.start)))
    : undefined
  if (maker !== undefined) return maker
  return places.findLast(
    (place) =>
      place.end <= start &&
      OWNED.test(text.slice(place.end, start)) &&
      SHARED.test(text.slice(0, place.start)),
  )
}

/** "24.8 percent of the city's 4.19 trillion yuan": the level is that of the whole. */
const OWNED = /^'s? (?:(?!and\b|while\b|was\b|were\b|is\b|with\b)[a-z-]+ ){0,7}$/
const SHARED =
  /(?:percent|%|third|half|quarter|fifth|sixth|seventh|eighth|ninth|tenth|\d)s? of (?:the )?$/i
const MADE =
  /^ (?:[a-z]+ ){0,2}?(?:(?:produced|generated|created|recorded|earned|made|collected|handled|attracted) )?(?:by|in|of|for|across) (?:the )?$/
const RELATIVE_UNITS: ReadonlySet<string> = new Set(['percent', 'ratio', 'times'])

function areaBehind(
  quantity: Quantity,
  usable: readonly Place[],
  { text, carried, figures }: Scene,
): FoundArea {
  const next = figures.find(({ start }) => start >= quantity.end)?.start ?? text.length
  const after = usable.find(
    ({ start }) =>
      start >= quantity.end &&
      // Behind another figure, it is the place of that one.
      (start < next || !text.slice(quantity.end, start).includes(',')) &&
      start - quantity.end < 90 &&
      /\b(?:in|to|into|of|across|for|within)(?: the)? $/.test(text.slice(0, start)) &&
      !/\b(?:that|those|than)\b[^,;]{0,20}$/.test(text.slice(0, start)),
  )
  const isOwned = /\b(?:its|their|it|they)\b|^(?:That|This) [a-z]+s\b/i.test(
    text.slice(0, quantity.start),
  )
  if (isOwned && carried.area !== undefined) return { area: carried.area, areaFrom: 'carried' }
  const isThere = /\bthere\b/.test(text) || /^(?:It|Its|They|Their)\b/.test(text)
  if (isThere && carried.area === undefined && carried.lastArea !== undefined)
    return { area: carried.lastArea, areaFrom: 'topic' }
  if (after !== undefined) return resolved(after, carried, 'sentence')
  if (carried.area !== undefined) return { area: carried.area, areaFrom: 'carried' }
  return carried.topic === undefined
    ? { areaFrom: 'topic' }
    : { area: carried.topic.area, areaFrom: 'topic' }
}

/** The area of a peer, a whole or a rank is what a figure is compared with, not what it is of. */
export function isReference(text: string, { start, end }: Place): boolean {
  const before = text.slice(Math.max(0, start - 45), start)
  if (/[占居]$/.test(before)) return true
  if (
    /^-(?:[A-Z]|based|funded|listed|headquartered|registered|made|born)/.test(text.slice(end)) ||
    PARTNER.test(before) ||
    PART_OF.test(before)
  )
    return true
  // "Lin-gang Special Area of the China (Shanghai) Pilot Free Trade Zone" is not the city.
  if (/\bhome to (?:the )?$|\bof the China \($/.test(before)) return true
  if (WITHIN.test(before) || /\bamong (?:all )?(?:the )?$/.test(before)) return true
  if (/\bbetween (?:[A-Z]\w+(?:,| and) )*$/.test(text.slice(0, start))) return true
  if (
    /(?:times|percent|%|third|half|quarter|fifth|sixth|seventh|eighth|ninth|tenth|(?<!\b(?:19|20)\d)\d|share)s? (?:of )?(?:that of )?(?:the )?(?:average (?:level )?(?:in|of) )?(?:the )?$/.test(
      before,
    )
  )
    return true
  return (
    /\b(?:first|second|third|top) in (?:the )?$/.test(before) ||
    /^'s (?:vice|mayor|party|average)/i.test(text.slice(end, end + 12)) ||
    /(?:vice-mayor|mayor|governor|director|head|chief|Party secretary) of (?:the )?$/.test(before)
  )
}

/** "Changning" and "Beijing" only look like one. */
const PARTICIPLE_FIRST = /^\s*(?:[A-Z][a-z]+(?:ing|ed)|Built|Set|Home|Spread)\b/

const PLACE_PRONOUN =
  /(?:^|[,;] (?:and |while )?|\b(?:19|20)\d\d,? )(?:[Ii]ts?|[Tt]he (?:cent(?:er|re)|venue|building|station|complex|facility|site|platform|tower|hall))\b/

/** "Shenzhen in South China's Guangdong", "the area of the zone": where the place before it lies. */
function isContainer(text: string, place: Place, places: readonly Place[]): boolean {
  const inner = places.findLast(({ end }) => end <= place.start)
  if (inner === undefined || inner.stands !== undefined) return false
  const between = text.slice(inner.end, place.start)
  if (PROVINCE_NAMES.has(place.area) && between === ', ') return true
  return CONTAINED.test(between)
}

const CONTAINED =
  /^(?: (?:district|county|city|province|town|port))?(?:,? (?:in|of|at)|, (?:an?|the) [a-z][a-z -]{2,50} (?:in|of))(?: the)?(?: (?:north|south|east|west|central)[a-z]*)?(?: China's)?(?: city of| province of)? $/i

/** Who recognises, and where goods and travellers go, is not what a figure is of. */
const PARTNER =
  /(?:(?<!followed )\bby|\b(?:that|those|flights?|trains?|routes?|lines?|roads?|railways?|bridges?|exports?|exported|sales|shipments?|links?|linked|imports?|trade|goods|services|connect\w*|contributions?|outbound|inbound) (?:to|from|with|between)) (?:the )?$/

/** "the business district in western Shanghai", "Kunshan, East China's Jiangsu province": where it lies. */
const WITHIN =
  /(?:[Dd]istrict|[Hh]ub|[Zz]one|[Pp]ark|[Cc]ity|[A-Z][a-z]+) in (?:the )?(?:north|south|east|west|central|downtown)[a-z]* $|, (?:in )?(?:north|south|east|west|central)[a-z]* China's $/i

/** "a tenth of the output of the delta": of what the share is a part. */
const PART_OF =
  /(?:percent|%|third|half|quarter|fifth|sixth|seventh|eighth|ninth|tenth)s? of (?:the )?(?:[a-z-]+ ){1,4}(?:of|in) (?:the )?$/

/** "An official of the business district said the district's revenue": it was named in the sentence itself. */
function withNamed(carried: Carried, places: readonly Place[], place: Place): Carried {
  const named = places.findLast((one) => one.end <= place.start && isDistrict(one))
  if (place.stands === 'zone' && named !== undefined) return { ...carried, area: named.area }
  if (place.stands !== 'district') return carried
  return { ...carried, named: named ?? carried.named ?? carried.topic }
}

/** County-level cities call themselves the city; a district means the city around it. */
const CITIES: ReadonlySet<string> = new Set(['KUNSHAN', 'TAICANG', 'PINGHU', 'HAINING'])

function resolved(place: Place, carried: Carried, areaFrom: Origin): FoundArea {
  const area = place.stands === undefined ? undefined : standsFor(place, carried)
  if (area === undefined || carried.topic?.stands === place.stands) {
    return { area: place.area, areaFrom }
  }
  return { area, areaFrom: 'carried' }
}

function standsFor({ stands, type }: Place, carried: Carried): string | undefined {
  const { named, ofProvince } = carried
  const last = named?.area
  switch (stands) {
    case 'province':
      return (ofProvince ?? named)?.area
    case 'city':
      return cityFor(last, carried)
    case 'zone':
      return zoneFor(type, carried)
    default:
      return last
  }
}

/** A park that was not named is none of the districts that were. */
function zoneFor(type: string | undefined, carried: Carried): string | undefined {
  const own = carried.ofType?.get(type ?? '') ?? called(type, carried)?.area
  if (own !== undefined || type === 'park') return own
  return carried.area ?? carried.named?.area
}

function cityFor(last: string | undefined, { topic, city, ofCity }: Carried): string | undefined {
  const isCounty = CITIES.has(last ?? '') && topic?.area !== city
  return isCounty ? last : (city ?? ofCity?.area)
}

/** "The port" of a text about one. */
function called(type: string | undefined, { topic, named }: Carried): Place | undefined {
  return [topic, named].find((one) => one?.type === type && one?.stands === undefined)
}
