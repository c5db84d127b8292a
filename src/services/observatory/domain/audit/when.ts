/** Of what time a figure is. */
import { based, levelBase } from './base-times.ts'
import { type Carried, firstOf, type Scene } from './scene.ts'
import { earlier, ROSE_FROM } from './earlier.ts'
import { isNow, isStanding } from './standing.ts'
import { timeOfThat, windowOfLevels } from './windows.ts'
import { lastFull, type PublicationDay, type TimeMention, window } from './times.ts'
import type { Claim, ClaimKind, Period, Quantity } from './types.ts'
import { type FoundPeriod, isClose, yearPeriod } from './years.ts'

const WINDOWED: ReadonlySet<ClaimKind> = new Set(['avg_growth', 'increment_avg'])
const COMPARED: ReadonlySet<ClaimKind> = new Set([
  'change_pct',
  'change_abs',
  'multiple_of_base',
  'change_multiple',
  'avg_growth',
])

export function periodFor(
  quantity: Quantity,
  kind: ClaimKind,
  scene: Scene,
  said: readonly Claim[] = [],
): FoundPeriod {
  const own =
    timeOfLevels(kind, said, scene) ?? timeOfThat(said, scene) ?? ownPeriod(quantity, kind, scene)
  if (isNow(quantity, scene.text)) return own
  const isFrom = kind === 'change_pct' && /\bfrom $/.test(scene.text.slice(0, quantity.start))
  if (kind === 'level' || kind === 'count' || kind === 'share' || isFrom)
    return earlier(quantity, own, scene)
  if (!COMPARED.has(kind) || own.period === undefined) return own
  return based(quantity, { own, kind }, scene)
}

function timeOfLevels(
  kind: ClaimKind,
  said: readonly Claim[],
  scene: Scene,
): FoundPeriod | undefined {
  return WINDOWED.has(kind) ? windowOfLevels(said, scene) : undefined
}

function ownPeriod(quantity: Quantity, kind: ClaimKind, scene: Scene): FoundPeriod {
  const { text, times, carried, day } = scene
  const when =
    whenIt(quantity, scene) ??
    endOfIt(quantity, scene) ??
    hanTime(quantity, scene) ??
    sameWindow(quantity, scene)
  if (when !== undefined) return when
  const plain = times.filter(
    (mention) =>
      !mention.isBase &&
      !isOfBase(mention, quantity, scene) &&
      !isInAside(mention, quantity, text) &&
      !/, so /.test(text.slice(mention.end, quantity.start)),
  )
  const close = plain.find(
    ({ start }) => start >= quantity.end && isClose(text.slice(quantity.end, start)),
  )
  const free = plain.filter((mention) => mention === close || !isTaken(mention, quantity, scene))
  const before = free.findLast(({ end }) => end <= quantity.start)
  if (WINDOWED.has(kind)) return ofWindow(quantity, [close, before, ...plain], scene)
  if (close === undefined && isStanding(quantity, { kind, before }, scene))
    return { period: present(day), periodFrom: 'clause' }
  const shared = plain.filter(
    ({ start }) => !CLAUSE.test(text.slice(quantity.end, Math.max(quantity.end, start))),
  )
  const near = plain.filter(
    ({ start }) => !text.slice(quantity.end, Math.max(quantity.end, start)).includes(';'),
  )
  const mention = firstOf(
    () => close ?? before,
    () => taken(shared, quantity),
    () => free[0],
    () => (carried.local === undefined ? taken(near, quantity) : undefined),
  )
  if (mention === undefined) return carriedPeriod(kind, carriedIn(scene), day)
  const periodFrom = mention === close || mention === before ? 'clause' : 'sentence'
  return { period: mention.period, periodFrom }
}

function ofWindow(
  quantity: Quantity,
  mentions: readonly (TimeMention | undefined)[],
  scene: Scene,
): FoundPeriod {
  const found = windowed(mentions, scene.carried)
  const since = found.periodFrom === 'clause' ? undefined : windowSince(quantity, scene)
  return since === undefined ? found : { period: since, periodFrom: 'sentence' }
}

/** What stands behind it is of another clause, and so is its time. */
const CLAUSE = /;|, (?:[a-z]+ )?(?:which|whom|where|while|whereas)\b/

/** "from 27 billion yuan in 2020 to 53 billion": the years since, up to the last full one or the one that is named. */
function windowSince(quantity: Quantity, scene: Scene): Period | undefined {
  const { day, times } = scene
  const base = times.find(({ isBase }) => isBase) ?? levelBase(quantity, scene)
  if (base === undefined || (base.period.years ?? 1) > 1) return undefined
  const later = times.filter(({ period }) => period.to > base.period.to && period.to <= day.year)
  const to = later.at(-1)?.period.to ?? lastFull(day)
  return to > base.period.to ? window(base.period.to + 1, to, day.anchor) : undefined
}

/** "over the same period": the window that the text spoke of last. */
function sameWindow({ start }: Quantity, { text, carried, times }: Scene): FoundPeriod | undefined {
  const isSaid = /\b(?:over|in|during) (?:the same|this|that) period\b[^,;]*$/i.test(
    text.slice(0, start),
  )
  if (!isSaid || carried.window === undefined || times.length > 0) return undefined
  return { period: carried.window, periodFrom: 'clause' }
}

/** "2020年的2.1亿": in Chinese the time of a figure stands right before it. */
function hanTime({ start, unit }: Quantity, { text, times }: Scene): FoundPeriod | undefined {
  if (unit === 'times') return undefined
  const mention = times.find(({ end }) => end <= start && /^年末?的$/.test(text.slice(end, start)))
  return mention === undefined ? undefined : { period: mention.period, periodFrom: 'clause' }
}

/** "At the end of the year": of the year that the text speaks of. */
function endOfIt({ start }: Quantity, { text, carried, times }: Scene): FoundPeriod | undefined {
  const isSaid =
    /\b(?:at|by|as of) (?:the )?(?:end of the year|year-end|year's end)\b(?:[^;\d]|\d(?! ?(?:percent|%))){0,90}$/i.test(
      text.slice(0, start),
    )
  const spoken = carried.local ?? carried.past
  if (!isSaid || spoken === undefined || times.length > 0) return undefined
  const { to, anchor } = spoken
  return { period: { from: to, to, code: `${to}-end`, anchor }, periodFrom: 'clause' }
}

/** "2.3 times the figure for 2022, when it was 8 billion": the base is the time of what follows. */
function whenIt({ start }: Quantity, { text, times, carried }: Scene): FoundPeriod | undefined {
  const own =
    /\b(?:the|its|their) ((?:19|20)\d\d) (?:figure|level|total|number|amount|value|record|sum) of (?:[a-z]+ )?$/.exec(
      text.slice(0, start),
    )
  const of = times.find(
    (time) => time.end <= start && /^'s (?:[a-z]+ )?$/.test(text.slice(time.end, start)),
  )
  if (of !== undefined) return { period: of.period, periodFrom: 'clause' }
  const spoken = carried.local ?? carried.past
  if (
    spoken !== undefined &&
    /\bthe (?:previous|preceding) year's (?:[a-z]+ )?$/.test(text.slice(0, start))
  )
    return { period: yearPeriod(spoken.to - 1, spoken.anchor), periodFrom: 'clause' }
  if (own !== null) return { period: yearPeriod(Number(own[1]), 'written'), periodFrom: 'clause' }
  if (
    !/,? when (?:it|they|there|(?:the|its|their) (?:[a-z']+ ){0,3}[a-z]+) (?:was|were|stood at|totall?ed|reached)(?: only| just)? $/.test(
      text.slice(0, start),
    )
  )
    return undefined
  const mention = times.findLast(({ end }) => end <= start)
  if (mention === undefined) return undefined
  const { period } = mention
  // "Since 2020, when it was 20 billion": in that year.
  const isSince = /^since\b/i.test(text.slice(mention.start, mention.end))
  return { period: isSince ? yearPeriod(period.from, period.anchor) : period, periodFrom: 'clause' }
}

/** "A rise of 11 points over 2020" counts from that year, and from no window. */
function carriedIn({ carried, times }: Scene): Carried {
  const isBased = carried.local !== undefined && times.some(({ isBase }) => isBase)
  return isBased ? { ...carried, window: undefined } : carried
}

function carriedPeriod(kind: ClaimKind, carried: Carried, day: PublicationDay): FoundPeriod {
  if (kind === 'change_abs' && carried.window !== undefined) {
    return { period: carried.window, periodFrom: 'carried' }
  }
  if (carried.local !== undefined) return { period: carried.local, periodFrom: 'carried' }
  // A change, unlike a stock, is of the last time that the text spoke of.
  if (carried.past !== undefined && COMPARED.has(kind) && carried.isEvent !== true) {
    return { period: carried.past, periodFrom: 'topic' }
  }
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

/** Times of levels that something rose from, which say nothing of what comes after. */
export function isBaseTime(
  mention: TimeMention,
  { text, figures }: Pick<Scene, 'text' | 'figures'>,
): boolean {
  return (
    mention.isBase ||
    figures.some(
      ({ start, end }) =>
        end <= mention.start &&
        FROM_LEVEL.test(text.slice(Math.max(0, start - 60), start)) &&
        isClose(text.slice(end, mention.start)),
    )
  )
}

const FROM_LEVEL =
  /\b(?:from|than)(?: (?:an? |the |only |just )?(?:[a-z]+ ){0,2})? ?$|\btimes (?:of )?(?:the |those |that )?$|(?:percent|%|increase|rise|growth|up) (?:over|on|above) the $/i

/** "up from 2.9 billion yuan in 2023": that year is of the level before, and of no other figure. */
function isOfBase(mention: TimeMention, quantity: Quantity, { text, figures }: Scene): boolean {
  return figures.some(
    ({ start, end }) =>
      start !== quantity.start &&
      end <= mention.start &&
      (ROSE_FROM.test(text.slice(Math.max(0, start - 60), start)) ||
        FROM_LEVEL.test(text.slice(Math.max(0, start - 60), start))) &&
      isClose(text.slice(end, mention.start)),
  )
}

/** "The center, which opened in late 2023, has …": a closed clause dates what it tells of alone. */
function isInAside(mention: TimeMention, { start: at }: Quantity, text: string): boolean {
  return [...text.slice(0, at).matchAll(ASIDE)].some(
    ({ index, 0: words }) => index <= mention.start && mention.end <= index + words.length,
  )
}

const ASIDE =
  /, (?:which|who|where|(?:first |officially )?(?:opened|launched|established|founded|introduced|set up|built|completed|released|approved|initiated)) (?:[^,]|, (?=(?:19|20)\d\d,)){3,90},/g

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

function windowed(mentions: readonly (TimeMention | undefined)[], carried: Carried): FoundPeriod {
  const found = mentions.find((mention) => (mention?.period.years ?? 1) > 1)
  if (found !== undefined) return { period: found.period, periodFrom: 'clause' }
  if (carried.window !== undefined) return { period: carried.window, periodFrom: 'carried' }
  const single = mentions.find((mention) => mention !== undefined)
  return single === undefined
    ? { periodFrom: 'topic' }
    : { period: single.period, periodFrom: 'sentence' }
}
