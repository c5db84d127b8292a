/** What a change counts from: the year that is written, the years before, or by custom the year before. */
import { isRelative } from './naming.ts'
import type { Scene } from './scene.ts'
import { lastFull, type TimeMention, window } from './times.ts'
import type { ClaimKind, Period, Quantity } from './types.ts'
import { type FoundPeriod, isClose, yearPeriod, yearsBefore } from './years.ts'

/** The base of "from N years ago" counts from the figure's own period, not from the day of publication. */
export function based(
  quantity: Quantity,
  { own, kind }: { own: FoundPeriod; kind: ClaimKind },
  scene: Scene,
): FoundPeriod {
  const { period } = own
  if (period === undefined) return own
  if ((period.years ?? 1) > 1) return sinceOf(own, kind, scene) ?? basedOnWindow(own, period, kind)
  if (isYearOnYear(quantity, scene)) return { ...own, basePeriod: yearsBefore(period, 1) }
  const written = writtenBase(quantity, scene)
  if (written !== undefined && isSamePart(written, period, scene))
    return { ...own, basePeriod: yearsBefore(period, 1) }
  if (written !== undefined && written.period.to < period.to)
    return spanned(
      own,
      written.period.to,
      isBeside(quantity, { written, period, kind }, scene) ? 'inferred' : 'written',
    )
  return ofOffset(quantity, { own, kind }, scene)
}

function ofOffset(
  { end }: Quantity,
  { own, kind }: { own: FoundPeriod; kind: ClaimKind },
  { offsets }: Scene,
): FoundPeriod {
  const { period } = own
  const offset =
    offsets.find(({ start }) => start >= end) ?? offsets.find(({ years }) => years === 1)
  if (period === undefined || offset === undefined) return yearBefore(own, kind)
  if (offset.years > 1) return spanned(own, period.to - offset.years, period.anchor)
  return { ...own, basePeriod: yearsBefore(period, 1) }
}

function writtenBase(quantity: Quantity, scene: Scene): TimeMention | undefined {
  const { text, times } = scene
  const base = times.find(
    ({ isBase, start }) =>
      isBase &&
      start >= quantity.end &&
      !text.slice(quantity.end, start).includes(';') &&
      !isOfOther(quantity, start, scene),
  )
  const before = times.find(({ isBase, end }) => isBase && end <= quantity.start)
  return base ?? levelBase(quantity, scene) ?? before
}

/** "12 percent to 15 billion in 2023, up from 12 billion in 2019": the rate may be of a year, whatever stands beside it. */
function isBeside(
  { start, end }: Quantity,
  said: { readonly written: TimeMention; readonly period: Period; readonly kind: ClaimKind },
  { text }: Scene,
): boolean {
  const { written, period, kind } = said
  if (kind !== 'change_pct' || period.to - written.period.to < 2) return false
  const words =
    written.start >= end ? text.slice(end, written.start) : text.slice(written.end, start)
  return (
    /,/.test(words) &&
    /\d/.test(text.slice(Math.min(end, written.start), Math.max(start, written.start)))
  )
}

/** "7 percent, to 268,000, or 95 percent of the 2019 level": that year is the base of the second rate alone. */
function isOfOther({ end }: Quantity, baseAt: number, { text, figures }: Scene): boolean {
  return figures.some(
    (one) =>
      one.start >= end &&
      one.end <= baseAt &&
      isRelative(one) &&
      /, or (?:[a-z]+ ){0,2}$/.test(text.slice(end, one.start)),
  )
}

/** "In the same period last year": the same months. */
function isSamePart(written: TimeMention, period: Period, { offsets }: Scene): boolean {
  return (
    written.period.to === period.to - 1 &&
    offsets.some(({ start, end }) => start <= written.start && written.start < end)
  )
}

/** "Cut by 22 percent since 2020": that year itself is the base. */
function sinceOf(
  own: FoundPeriod,
  kind: ClaimKind,
  { text, times, day }: Scene,
): FoundPeriod | undefined {
  const mention = times.find(({ period }) => period === own.period)
  if (mention === undefined) return undefined
  const isSince = /^since (?:19|20)\d\d$/i.test(text.slice(mention.start, mention.end))
  const { from, anchor } = mention.period
  const to = lastFull(day)
  if (!isSince || to <= from) return undefined
  if (kind === 'avg_growth')
    return { ...own, period: window(from + 1, to, anchor), basePeriod: yearPeriod(from, anchor) }
  const code = `${from}->${to}`
  return {
    ...own,
    period: { from: to, to, code, years: to - from, anchor },
    basePeriod: yearPeriod(from, anchor),
  }
}

/** The base of a window is the year before it. */
function basedOnWindow(own: FoundPeriod, { from, anchor }: Period, kind: ClaimKind): FoundPeriod {
  return kind === 'avg_growth'
    ? { ...own, basePeriod: yearPeriod(from - 1, anchor) }
    : spanned(own, from - 1, anchor)
}

/** "5 percent year-on-year to 3 billion yuan, up from 2 billion in 2019": the nearest words decide. */
function isYearOnYear({ start, end }: Quantity, { text, offsets }: Scene): boolean {
  if (/(?:同比|[比较](?:上年|去年)(?:同期)?)[^，；。]{0,8}$/.test(text.slice(0, start))) return true
  const near = offsets.find(
    (offset) => offset.start >= end && isClose(text.slice(end, offset.start)),
  )
  return near?.years === 1
}

/** By custom a rate without a base counts from a year before; what rests on the custom stays a proposal. */
function yearBefore(own: FoundPeriod, kind: ClaimKind): FoundPeriod {
  const { period } = own
  if (period === undefined || kind !== 'change_pct') return own
  return { ...own, basePeriod: { ...yearsBefore(period, 1), anchor: 'inferred' } }
}

/** "up 5 percent from 1.6 trillion yuan in 2022": the year of the level is the base. */
export function levelBase(
  quantity: Quantity,
  { text, times, figures }: Scene,
): TimeMention | undefined {
  const isFrom = ({ start }: Quantity): boolean =>
    start !== quantity.start &&
    /\b(?:from|than|times|compared (?:with|to)|against) (?:of )?(?:an? |the |only |just |last year's |the previous year's )?(?:base of )?$/i.test(
      text.slice(0, start),
    )
  const level =
    figures.find((one) => one.start >= quantity.end && isFrom(one)) ?? figures.findLast(isFrom)
  if (level === undefined) return undefined
  return (
    times.find(({ end }) => /^'s (?:[a-z]+ )?$/.test(text.slice(end, level.start))) ??
    times.find(({ start }) => start >= level.end && isClose(text.slice(level.end, start)))
  )
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
