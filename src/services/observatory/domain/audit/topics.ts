/** What a text is about, and what "the city" and "the province" stand for in it. */
import { PROVINCE_NAMES } from './gazetteer.ts'
import type { Layout } from './layout.ts'
import { IN_SHANGHAI, isDistrict, OTHER_CITIES, type Place, placesOf } from './places.ts'
import { isReference } from './where.ts'

/** Headline and lead say what a text is about. */
const LEAD_SENTENCES = 2
/** Names of authors and the day are shorter. */
const BYLINE_CHARS = 60
const LEAD_WEIGHT = 3

/** A part that the lead names gives way only to what is spoken of much more. */
const FAR = 1.5

const NO_TOPIC: ReadonlySet<string> = new Set(['CHINA', 'YRD', 'the city', 'the area', 'the zone'])

interface Counted {
  readonly place: Place
  readonly weight: number
  readonly isLead: boolean
}

/**
 * The area that it names most often, headline and lead before all else; "the district" counts for the last
 * one named. A city in which much lies is the topic only where no part of it is.
 */
export function topicOf(
  { sentences, dateline }: Layout,
  places: readonly (readonly Place[])[],
): Place | undefined {
  const written = writtenIn(dateline)
  const texts = sentences.map(({ text }) => text)
  const lead = leadOf(texts)
  const counted = countedIn({ texts, lead, places, written })
  const most = mostOf(counted)
  const wide = nationOf(texts.slice(0, lead), places)
  if (wide !== undefined && isOfMany(wide, counted)) return wide
  if (most === undefined) return wide ?? written
  return most.stands === undefined ? most : (written ?? most)
}

interface Named {
  readonly texts: readonly string[]
  readonly lead: number
  readonly places: readonly (readonly Place[])[]
  readonly written: Place | undefined
}

function countedIn({ texts, lead, places, written }: Named): readonly Counted[] {
  const counts = new Map<string, Counted>()
  const before: Place[] = []
  let named = written
  for (const [at, found] of places.entries()) {
    for (const place of found) {
      if (place.isPlace || NO_TOPIC.has(place.area)) continue
      if (isDistrict(place)) named = place
      const meant = meantBy(place, named, before)
      before.push(place)
      const weight = (at < lead ? LEAD_WEIGHT : 1) * (isReference(texts[at] ?? '', place) ? 0.5 : 1)
      count(counts, { place: meant, weight, isLead: at < lead })
    }
  }
  return [...counts.values()]
}

/** "The port" counts for the last port that was named, and "the district" for the last district. */
function meantBy(place: Place, named: Place | undefined, before: readonly Place[]): Place {
  if (place.stands === 'district') return named ?? place
  if (place.stands === undefined || place.type === undefined) return place
  return before.findLast(({ stands, type }) => stands === undefined && type === place.type) ?? place
}

/** "JIADING --": where it was written, for a text that names no other place. */
function writtenIn(dateline: string | undefined): Place | undefined {
  const name = dateline?.toLowerCase().replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase())
  return name === undefined ? undefined : placesOf(name)[0]
}

/** "The delta's economy", and then four provinces, none of them more than the others: about the whole. */
function isOfMany({ start }: Place, counted: readonly Counted[]): boolean {
  const all = counted.filter(({ place }) => place.stands === undefined)
  const weights = all.map(({ weight }) => weight)
  const sum = weights.reduce((left, right) => left + right, 0)
  return start < HEAD_CHARS && all.length >= PARTS_MIN && Math.max(...weights) * 2 < sum
}

const HEAD_CHARS = 12
const PARTS_MIN = 3

/** A text that names no part of the country is about the country, if its lead says so. */
function nationOf(
  texts: readonly string[],
  places: readonly (readonly Place[])[],
): Place | undefined {
  return texts.flatMap((text, at) =>
    (places[at] ?? []).filter(
      (place) => (place.area === 'CHINA' || place.area === 'YRD') && !isReference(text, place),
    ),
  )[0]
}

/** The headline and the first sentences that are longer than the names of authors. */
function leadOf(texts: readonly string[]): number {
  const said = texts.flatMap((text, at) => (text.length > BYLINE_CHARS ? [at] : []))
  return (said[LEAD_SENTENCES - 1] ?? texts.length) + 1
}

function mostOf(counted: readonly Counted[]): Place | undefined {
  const all = counted.toSorted((left, right) => right.weight - left.weight)
  const whole = all.find(({ place }) => place.area === 'SHANGHAI')
  const part = all.find(({ place }) => place.area !== 'SHANGHAI')
  return (isOfWhole(whole, part) ? whole : part)?.place
}

function count(counts: Map<string, Counted>, { place, weight, isLead }: Counted): void {
  const known = counts.get(place.area)
  counts.set(place.area, {
    place: known?.place ?? place,
    weight: (known?.weight ?? 0) + weight,
    isLead: isLead || known?.isLead === true,
  })
}

function isOfWhole(whole: Counted | undefined, part: Counted | undefined): boolean {
  if (whole === undefined || part === undefined) return whole !== undefined
  return whole.weight > part.weight * (part.isLead ? FAR : 1)
}

/** "The city" of a text: the one that it names, or the one in which the districts that it names lie. */
export function cityOf(
  places: readonly (readonly Place[])[],
  topic: Place | undefined,
): string | undefined {
  const areas = new Set(places.flat().map(({ area }) => area))
  const others = [...areas].filter((area) => OTHER_CITIES.has(area))
  if (topic !== undefined && OTHER_CITIES.has(topic.area)) return topic.area
  if (areas.has('SHANGHAI') || others.length > 1)
    return areas.has('SHANGHAI') ? 'SHANGHAI' : undefined
  return others[0] ?? ([...areas].some((area) => IN_SHANGHAI.has(area)) ? 'SHANGHAI' : undefined)
}

export function lastOf(kind: 'city' | 'province', places: readonly Place[]): Place | undefined {
  const names = kind === 'city' ? OTHER_CITIES : PROVINCE_NAMES
  return places.findLast(({ area }) => names.has(area) || (kind === 'city' && area === 'SHANGHAI'))
}
