/** The fields of a frame, one by one: what is measured, where, and when. */
import { isAside, type Place } from './places.ts'
import { objectWords, type Subject, subjectWords } from './subjects.ts'
import { type Offset, type PublicationDay, type TimeMention } from './times.ts'
import type { Claim, ClaimKind, Origin, Period, Quantity } from './types.ts'

/** What the text said before this sentence. */
export interface Carried {
  readonly topic?: Place
  readonly named?: Place
  readonly area?: string
  readonly window?: Period
  /** What this paragraph has said before; it ends with the paragraph. */
  readonly local?: Period
}

export interface Scene {
  readonly text: string
  readonly day: PublicationDay
  readonly carried: Carried
  readonly times: readonly TimeMention[]
  readonly offsets: readonly Offset[]
  readonly places: readonly Place[]
  readonly subjects: readonly Subject[]
  readonly figures: readonly Quantity[]
}

export interface FoundIndicator {
  readonly indicator?: string
  readonly indicatorId?: string
  readonly indicatorFrom: Origin
}

const CLAUSE_CHARS_MAX = 400

const clauseStart = (text: string, at: number): number =>
  Math.max(
    text.lastIndexOf(';', at),
    text.lastIndexOf(', while ', at),
    text.lastIndexOf('；', at),
  ) + 1

/** The figure before this one, and whether it stands in the same sentence. */
export interface Before {
  readonly previous: Claim | undefined
  readonly last: Claim | undefined
}

export function indicatorFor(quantity: Quantity, scene: Scene, before: Before): FoundIndicator {
  const { previous, last } = before
  const own = ownWords(quantity, scene.text)
  if (own !== undefined) return own
  if (quantity.form === 'rank') return inherited(previous)
  if (isOfThem(quantity, scene.text)) return inherited(previous ?? last)
  if (isApposed(quantity, scene, previous))
    return { ...inherited(previous), indicatorFrom: 'clause' }
  return (
    objectFor(quantity, scene) ??
    subjectFor(quantity, scene, previous) ??
    inherited(previous ?? continued(last, scene.text))
  )
}

/** What the form of a figure itself names. */
function ownWords({ form, unit, noun, end }: Quantity, text: string): FoundIndicator | undefined {
  if (form === 'label') return { indicator: labelled(end, text), indicatorFrom: 'clause' }
  if (unit === 'km2') {
    return { indicator: 'land area', indicatorId: 'land-area', indicatorFrom: 'clause' }
  }
  return noun === undefined ? undefined : { indicator: noun, indicatorFrom: 'clause' }
}

function objectFor(quantity: Quantity, { text, subjects }: Scene): FoundIndicator | undefined {
  const after = subjects.find(
    ({ start }) =>
      start > quantity.end && /^ (?:of |in |worth of )?$/.test(text.slice(quantity.end, start)),
  )
  if (after !== undefined) return named(after)
  const object = objectOf(quantity, text)
  return object === undefined ? undefined : { indicator: object, indicatorFrom: 'clause' }
}

function subjectFor(
  quantity: Quantity,
  { text, subjects }: Scene,
  previous: Claim | undefined,
): FoundIndicator | undefined {
  const from = clauseStart(text, quantity.start)
  const subject = subjects.findLast(({ start, end }) => start >= from && end <= quantity.start)
  if (subject !== undefined) {
    return isInterrupted(subject, quantity, { text, previous }) ? undefined : named(subject)
  }
  const words = subjectWords(text.slice(from, quantity.end + 12).slice(0, CLAUSE_CHARS_MAX))
  return words === undefined ? undefined : { indicator: words, indicatorFrom: 'sentence' }
}

function named({ name, id }: Subject): FoundIndicator {
  return { indicator: name, ...(id !== undefined && { indicatorId: id }), indicatorFrom: 'clause' }
}

/** ", an increase of 5 percent" goes on about the figure before it. */
function isApposed({ start }: Quantity, { text, subjects }: Scene, previous?: Claim): boolean {
  if (previous === undefined) return false
  const between = text.slice(previous.quantity.end, start)
  const isOwn = subjects.some(
    (subject) => subject.start >= previous.quantity.end && subject.end <= start,
  )
  return !isOwn && APPOSED.test(between)
}

const APPOSED =
  /,? (?:(?:with |representing |marking |which was |which is )?an? (?:[a-z-]+ ){0,3}(?:increase|rise|growth|decrease|decline|drop|jump|gain)|up|down|and|or) (?:of |by |from )?(?:[a-z]+ ){0,2}$/i

/** A sentence that begins with a pronoun goes on about the last figure. */
function continued(last: Claim | undefined, text: string): Claim | undefined {
  return /^(?:It|Its|This|That|They|The (?:figure|number|total|amount|growth|increase|value)|In other words|Up to date|Among them|Of (?:them|these))\b/.test(
    text,
  )
    ? last
    : undefined
}

function isOfThem({ end, unit }: Quantity, text: string): boolean {
  return unit === 'count' && /^ of (?:them|which|these|those)\b/.test(text.slice(end))
}

/** What a magnitude is said to be of: "refers to office building output". */
function labelled(end: number, text: string): string {
  const after = text.slice(end, end + 80)
  const said =
    /^,?"? (?:refers? to|stems? from|means?|stands? for|comes? from) (?:the |its )?([^,;.]{3,60})/.exec(
      after,
    )
  const noun = /^ ([a-z]+(?: [a-z]+)?)/.exec(after)
  return (said ?? noun)?.[1]?.replaceAll('"', '') ?? 'magnitude'
}

/** A count of something else between subject and figure takes the subject over, unless a verb follows. */
function isInterrupted(
  subject: Subject,
  quantity: Quantity,
  { text, previous }: { text: string; previous: Claim | undefined },
): boolean {
  if (previous === undefined || previous.quantity.unit !== 'count') return false
  return (
    previous.quantity.start > subject.end &&
    !/[a-z]+(?:ed|ing|rew|ose)\b/.test(text.slice(previous.quantity.end, quantity.start))
  )
}

function objectOf(quantity: Quantity, text: string): string | undefined {
  if (quantity.unit === 'percent' || quantity.unit === 'ratio' || quantity.unit === 'times')
    return undefined
  const after = text.slice(quantity.end, quantity.end + 80)
  const hyphened =
    quantity.form === 'size' || /^\S+-[a-z]+$/i.test(text.slice(quantity.start, quantity.end))
  const sized = hyphened ? /^ ((?:[a-z-]+ ?){1,3})/.exec(after)?.[1]?.trim() : undefined
  return sized ?? objectWords(after)
}

function inherited(previous: Claim | undefined): FoundIndicator {
  if (previous === undefined) return { indicatorFrom: 'topic' }
  const { indicator, indicatorId } = previous.frame
  return {
    ...(indicator !== undefined && { indicator }),
    ...(indicatorId !== undefined && { indicatorId }),
    indicatorFrom: 'carried',
  }
}

export interface FoundArea {
  readonly area?: string
  readonly areaFrom: Origin
}

export function areaFor(quantity: Quantity, scene: Scene, previous: Claim | undefined): FoundArea {
  const { text, places, carried } = scene
  const usable = places.filter(
    (place) => !isAside(text, place, quantity.start) && !isReference(text, place),
  )
  if (/^\s*[A-Z][a-z]+ing\b/.test(text)) {
    // The subject closes the participle; names before it may be a list.
    const main =
      usable.find(({ start }) => text.slice(0, start).endsWith(', the ')) ??
      usable.findLast(({ start }) => text.slice(0, start).endsWith(', '))
    if (main !== undefined) return resolved(main, carried, 'clause')
  }
  const before = usable.findLast(({ end }) => end <= quantity.start)
  if (before !== undefined) return resolved(before, carried, 'clause')
  if (previous?.frame.area !== undefined) return { area: previous.frame.area, areaFrom: 'sentence' }
  const after = usable.find(
    ({ start }) =>
      start >= quantity.end &&
      start - quantity.end < 90 &&
      /\b(?:in|to|into|of|across|for|within)(?: the)? $/.test(text.slice(0, start)),
  )
  if (after !== undefined) return resolved(after, carried, 'sentence')
  if (carried.area !== undefined) return { area: carried.area, areaFrom: 'carried' }
  return carried.topic === undefined
    ? { areaFrom: 'topic' }
    : { area: carried.topic.area, areaFrom: 'topic' }
}

/** The area of a peer, a whole or a rank is what a figure is compared with, not what it is of. */
function isReference(text: string, { start, end }: Place): boolean {
  const before = text.slice(Math.max(0, start - 45), start)
  if (
    /(?:times|percent|%|third|half|quarter|share) (?:of )?(?:that of )?(?:the )?(?:average (?:level )?(?:in|of) )?(?:the )?$/.test(
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

/** County-level cities call themselves the city; a district means the city around it. */
const CITIES: ReadonlySet<string> = new Set(['KUNSHAN', 'TAICANG', 'PINGHU', 'HAINING'])

function resolved(place: Place, carried: Carried, areaFrom: Origin): FoundArea {
  const area = place.stands === undefined ? undefined : standsFor(place.stands, carried)
  if (area === undefined || carried.topic?.stands === place.stands) {
    return { area: place.area, areaFrom }
  }
  return { area, areaFrom: 'carried' }
}

function standsFor(stands: Place['stands'], { area, named: last }: Carried): string | undefined {
  if (stands === 'city' && !CITIES.has(last?.area ?? '')) return undefined
  return stands === 'zone' ? (area ?? last?.area) : last?.area
}

export interface FoundPeriod {
  readonly period?: Period
  readonly periodFrom: Origin
  readonly basePeriod?: Period
}

/** "from 90 billion yuan a year earlier" stands a year before what the sentence is about. */
function earlier(quantity: Quantity, own: FoundPeriod, { text, offsets }: Scene): FoundPeriod {
  const { period } = own
  const isFrom = ROSE_FROM.test(text.slice(Math.max(0, quantity.start - 60), quantity.start))
  if (period === undefined || !isFrom) return own
  const offset = offsets.find(
    ({ start }) => start >= quantity.end && isClose(text.slice(quantity.end, start)),
  )
  if (offset !== undefined) {
    return { ...own, period: yearsBefore(period, offset.years) }
  }
  // A level that something rose from, without a date of its own, is of no known time.
  return own.periodFrom === 'clause' && /^ in\b/.test(text.slice(quantity.end))
    ? own
    : { periodFrom: 'topic' }
}

const ROSE_FROM =
  /\b(?:up|down|rose|grew|jumped|increas\w+|expanded|climbed|soared|surged|fell|dropped|declin\w+|decreas\w+|percent|%|compared)\b[^,;]{0,40}?(?:from|with) (?:[a-z]+ ){0,2}$/

const WINDOWED: ReadonlySet<ClaimKind> = new Set(['avg_growth', 'increment_avg'])
const COMPARED: ReadonlySet<ClaimKind> = new Set([
  'change_pct',
  'change_abs',
  'multiple_of_base',
  'change_multiple',
  'avg_growth',
])

export function periodFor(quantity: Quantity, kind: ClaimKind, scene: Scene): FoundPeriod {
  const own = ownPeriod(quantity, kind, scene)
  if (kind === 'level' || kind === 'count') return earlier(quantity, own, scene)
  if (!COMPARED.has(kind) || own.period === undefined) return own
  return based(quantity, { own, kind }, scene)
}

function ownPeriod(quantity: Quantity, kind: ClaimKind, scene: Scene): FoundPeriod {
  const { text, times, carried, day } = scene
  const plain = times.filter(({ isBase }) => !isBase)
  const close = plain.find(
    ({ start }) => start >= quantity.end && isClose(text.slice(quantity.end, start)),
  )
  const free = plain.filter((mention) => mention === close || !isTaken(mention, quantity, scene))
  const before = free.findLast(({ end }) => end <= quantity.start)
  if (WINDOWED.has(kind)) return windowed([close, before, ...plain], carried)
  const mention = close ?? before ?? taken(plain, quantity) ?? free[0]
  if (mention === undefined) return carriedPeriod(kind, carried, day)
  const periodFrom = mention === close || mention === before ? 'clause' : 'sentence'
  return { period: mention.period, periodFrom }
}

function carriedPeriod(kind: ClaimKind, carried: Carried, day: PublicationDay): FoundPeriod {
  if (kind === 'change_abs' && carried.window !== undefined) {
    return { period: carried.window, periodFrom: 'carried' }
  }
  if (carried.local !== undefined) return { period: carried.local, periodFrom: 'carried' }
  return { period: present(day), periodFrom: 'topic' }
}

/** The time of another figure is the best guess; of a window it is the last year. */
function taken(plain: readonly TimeMention[], { start }: Quantity): TimeMention | undefined {
  const earlierOnes = plain.filter(({ end }) => end <= start)
  const all = earlierOnes.length === 0 ? plain : earlierOnes
  const mention = all.toSorted((left, right) => right.period.to - left.period.to)[0]
  if (mention === undefined || mention.period.years === undefined) return mention
  return { ...mention, period: yearPeriod(mention.period.to, mention.period.anchor) }
}

/** A time that stands right behind an earlier figure is the time of that figure. */
function isTaken(mention: TimeMention, quantity: Quantity, { text, figures }: Scene): boolean {
  return figures.some(
    ({ start, end }) =>
      start !== quantity.start && end <= mention.start && isClose(text.slice(end, mention.start)),
  )
}

/** A stock without a date stands as of the day of publication. */
function present(day: PublicationDay): Period {
  const { year, month, anchor } = day
  const code = month === undefined ? String(year) : `${year}-${String(month).padStart(2, '0')}`
  return { from: year, to: year, code, anchor }
}

function isClose(between: string): boolean {
  return between.length <= 40 && !/[,;]|\d/.test(between.replace(/^ \([^)]*\)/, ''))
}

function windowed(mentions: readonly (TimeMention | undefined)[], carried: Carried): FoundPeriod {
  const found = mentions.find((mention) => (mention?.period.years ?? 1) > 1)
  if (found !== undefined) return { period: found.period, periodFrom: 'clause' }
  if (carried.window !== undefined) return { period: carried.window, periodFrom: 'carried' }
  const single = mentions.find((mention) => mention !== undefined)
  return single === undefined
    ? { periodFrom: 'topic' }
    : { period: single.period, periodFrom: 'sentence' }
}

/** The base of "from N years ago" counts from the figure's own period, not from the day of publication. */
function based(
  quantity: Quantity,
  { own, kind }: { own: FoundPeriod; kind: ClaimKind },
  scene: Scene,
): FoundPeriod {
  const { text, times, offsets } = scene
  const { period } = own
  if (period === undefined) return own
  if ((period.years ?? 1) > 1) {
    const base = period.from - 1
    return kind === 'avg_growth'
      ? { ...own, basePeriod: yearPeriod(base, period.anchor) }
      : spanned(own, base, period.anchor)
  }
  const base = times.find(
    ({ isBase, start }) =>
      isBase && start >= quantity.end && !/[;]/.test(text.slice(quantity.end, start)),
  )
  const written = base ?? levelBase(quantity, scene)
  if (written !== undefined && written.period.to < period.to)
    return spanned(own, written.period.to, 'written')
  const offset =
    offsets.find(({ start }) => start >= quantity.end) ?? offsets.find(({ years }) => years === 1)
  if (offset === undefined) return own
  if (offset.years > 1) return spanned(own, period.to - offset.years, period.anchor)
  return { ...own, basePeriod: yearsBefore(period, 1) }
}

/** "up 5 percent from 1.6 trillion yuan in 2022": the year of the level is the base. */
function levelBase(quantity: Quantity, { text, times, figures }: Scene): TimeMention | undefined {
  const level = figures.find(
    ({ start }) =>
      start >= quantity.end && /\b(?:from|than|compared with) (?:a )?$/.test(text.slice(0, start)),
  )
  if (level === undefined) return undefined
  return times.find(({ start }) => start >= level.end && isClose(text.slice(level.end, start)))
}

function yearPeriod(year: number, anchor: Period['anchor']): Period {
  return { from: year, to: year, code: String(year), anchor }
}

/** The same months or quarter, years before. */
function yearsBefore(period: Period, years: number): Period {
  const to = period.to - years
  return { ...period, from: to, to, code: period.code.replace(String(period.to), String(to)) }
}

function spanned(own: FoundPeriod, baseYear: number, anchor: Period['anchor']): FoundPeriod {
  const { period } = own
  if (period === undefined) return own
  const code = `${baseYear}->${period.to}`
  return {
    ...own,
    period: { ...period, code, years: period.to - baseYear },
    basePeriod: yearPeriod(baseYear, anchor),
  }
}
