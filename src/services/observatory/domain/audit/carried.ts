/** What a text goes on about: what each sentence and each paragraph leaves to the next. */
import { endOf } from './flows.ts'
import { isDistrict, type Place } from './places.ts'
import type { Carried, Scene } from './scene.ts'
import type { TimeMention } from './times.ts'
import { lastOf } from './topics.ts'
import type { Claim, Period } from './types.ts'
import { isBaseTime } from './when.ts'
import { isReference } from './where.ts'

/** A new paragraph keeps what the text is about and the last window, not the subject of the last. */
export function atParagraph(before: Carried): Carried {
  const { local, past, topic } = before
  // A year that was only looked back to is not what the next paragraph is about.
  const latest = local !== undefined && local.to >= (past?.to ?? 0) ? local : past
  const named = topic !== undefined && isDistrict(topic) ? topic : before.named
  const none = { local: undefined, area: undefined, place: undefined }
  return { ...before, ...none, named, past: latest }
}

export function afterSentence(
  carried: Carried,
  scene: Scene,
  { first, isBack }: { readonly first: Claim | undefined; readonly isBack: boolean },
): Carried {
  const { places } = scene
  const window = scene.times.findLast(isWindow)?.period ?? carried.window
  const local = isBack ? carried.local : (localOf(scene) ?? carried.local)
  const named = namedIn(scene) ?? carried.named
  // An area is carried to the next sentence only; further on the text itself is what is spoken of.
  const area = carriedArea(scene, first?.frame.area)
  const place = places.find(({ isPlace }) => isPlace)?.area ?? (first ? carried.place : undefined)
  const lastArea = area ?? carried.lastArea
  return {
    ...carried,
    ...lastNamed(places),
    ofType: typed(carried, scene),
    window,
    local,
    named,
    area,
    lastArea,
    place,
  }
}

/** What "the park" stands for: the last place that is called one. */
function typed({ ofType }: Carried, { places, text }: Scene): ReadonlyMap<string, string> {
  const named = places.filter(({ stands }) => stands === undefined)
  return new Map([
    ...(ofType ?? []),
    ...named.map(({ type, start, end, area }): [string, string] => [
      type ?? /[a-z]*$/.exec(text.slice(start, end).toLowerCase())?.[0] ?? '',
      area,
    ]),
  ])
}

/** The city and the province that were named last; what was not named stays as it was. */
function lastNamed(places: readonly Place[]): Pick<Carried, 'ofCity' | 'ofProvince'> {
  const [ofCity, ofProvince] = [lastOf('city', places), lastOf('province', places)]
  return { ...(ofCity && { ofCity }), ...(ofProvince && { ofProvince }) }
}

/** What "the district" stands for from here on. */
function namedIn({ places, text }: Scene): Place | undefined {
  return places.findLast((one) => isDistrict(one) && !isPart(one, text) && !isReference(text, one))
}

function isWindow({ period, isBase }: Scene['times'][number]): boolean {
  return !isBase && (period.years ?? 1) > 1
}

/** "In the Minhang part": the next sentence is about the whole again. */
function isPart({ end }: Place, text: string): boolean {
  return /^ (?:part|section|portion|side)\b/.test(text.slice(end))
}

/** A single building or street is not what the next sentence is about. */
function carriedArea({ places, text }: Scene, ofFigure: string | undefined): string | undefined {
  if (places.some(({ isPlace, area }) => isPlace && area === ofFigure)) return undefined
  const at = places.findIndex(({ isPlace, stands }) => !isPlace && stands === undefined)
  const [first, next] = [places[at], places[at + 1]]
  // "In Minhang district's South Hongqiao": the smaller one.
  const isInner = first !== undefined && next !== undefined && next.start - first.end < 14
  const inner = isInner && /^(?: [Dd]istrict)?'s $/.test(text.slice(first.end, next.start))
  return ofFigure ?? (inner ? next : first)?.area
}

/** The first time of a sentence is what it is about; a window stands for its last year. */
function localOf(scene: Scene): Period | undefined {
  const { year } = scene.day
  // What is planned for a later year says nothing about the figures of the next sentence.
  const past = scene.times.filter(
    (time) =>
      !isBaseTime(time, scene) &&
      time.period.to <= year &&
      !isExcursion(time, scene) &&
      !isPlan(time, scene),
  )
  const period = past.toSorted((left, right) => right.period.to - left.period.to)[0]?.period
  return period === undefined ? undefined : endOf(period)
}

/** "In September alone": the text goes on about what it spoke of before. */
function isExcursion({ end }: TimeMention, { text }: Scene): boolean {
  return /^ alone\b/.test(text.slice(end))
}

/** "It expects 5 percent this year": what is hoped for is not yet what the text speaks of. */
function isPlan({ start, period }: TimeMention, { text, day }: Scene): boolean {
  return (
    period.to === day.year &&
    period.code === String(day.year) &&
    /\b(?:expects?|will|aims?|plans?|targets?|hopes?|forecasts?|projected|expected|sets?)\b/.test(
      text.slice(0, start),
    )
  )
}
