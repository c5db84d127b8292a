/** Levels that something rose from: they stand before the time that the sentence is about. */
import type { Scene } from './scene.ts'
import type { Offset, TimeMention } from './times.ts'
import type { Period, Quantity } from './types.ts'
import { type FoundPeriod, isClose, yearPeriod, yearsBefore } from './years.ts'

/** "from 90 billion yuan a year earlier" stands a year before what the sentence is about. */
export function earlier(quantity: Quantity, said: FoundPeriod, scene: Scene): FoundPeriod {
  const { text, carried } = scene
  const before = text.slice(Math.max(0, quantity.start - 60), quantity.start)
  const isWhen = WHEN.test(before)
  if (!ROSE_FROM.test(before) && !isWhen && !isFromTo(quantity, text)) return said
  const isSpokenOf = said.periodFrom === 'topic' && carried.past !== undefined
  const own: FoundPeriod = isSpokenOf ? { period: carried.past, periodFrom: 'carried' } : said
  if (own.period === undefined) return said
  const year = writtenYear(quantity, scene)
  if (year !== undefined) return { ...own, ...sameIn(year, { period: own.period, text }, quantity) }
  const offset = offsetOf(quantity, scene, isWhen)
  if (isWhen && offset === undefined) return said
  if (offset !== undefined) return { ...own, period: yearsBefore(own.period, offset.years) }
  return beforeIt(quantity, { ...own, period: own.period }, scene)
}

/** "compared with 780 billion yuan in the same period of 2024": the year stands behind it. */
function writtenYear({ end }: Quantity, { text, times }: Scene): TimeMention | undefined {
  return times.find(
    (time) => time.isBase && time.start >= end && isClose(text.slice(end, time.start)),
  )
}

function sameIn(
  year: TimeMention,
  { period, text }: { readonly period: Period; readonly text: string },
  { end }: Quantity,
): FoundPeriod {
  const isSame = /\bsame\b/.test(text.slice(end, year.start)) && year.period.to < period.to
  const same = isSame ? yearsBefore(period, period.to - year.period.to) : year.period
  return { period: same, periodFrom: 'clause' }
}

function offsetOf(
  { start, end }: Quantity,
  { text, offsets }: Scene,
  isWhen: boolean,
): Offset | undefined {
  if (isWhen) return offsets.findLast((offset) => offset.end <= start)
  return offsets.find((offset) => offset.start >= end && isClose(text.slice(end, offset.start)))
}

function beforeIt(
  quantity: Quantity,
  own: FoundPeriod & { readonly period: Period },
  { text, times }: Scene,
): FoundPeriod {
  const { period, periodFrom } = own
  const isWindow = (period.years ?? 1) > 1
  const isDated = times.some(
    ({ start }) => start >= quantity.end && isClose(text.slice(quantity.end, start)),
  )
  const isOfRate = !isDated && isOfRateBefore(quantity, text)
  if (!isWindow && periodFrom !== 'topic' && isOfRate)
    return { period: { ...yearsBefore(period, 1), anchor: 'inferred' }, periodFrom: 'carried' }
  if (isWindow && /\bfrom (?:[a-z]+ ){0,2}$/.test(text.slice(0, quantity.start))) {
    const isSince = times.some(
      (time) => time.period === period && /^since\b/i.test(text.slice(time.start, time.end)),
    )
    return { ...own, period: yearPeriod(isSince ? period.from : period.from - 1, period.anchor) }
  }
  // A level that something rose from, without a date of its own, is of no known time.
  return periodFrom === 'clause' &&
    /^(?: [a-z-]+){0,4} (?:in|at|by|of|for)\b/.test(text.slice(quantity.end))
    ? own
    : { periodFrom: 'topic' }
}

function isOfRateBefore(quantity: Quantity, text: string): boolean {
  const before = text.slice(0, quantity.start)
  const isWithRate =
    / to [^,;]{2,30} from (?:[a-z]+ )?$/.test(before) && RATE_AFTER.test(text.slice(quantity.end))
  return (
    isFromTo(quantity, text) || RATE_FROM.test(before) || RATE_TO_FROM.test(before) || isWithRate
  )
}

/** "5.8 percent up from 39.8 million": by custom a rate without a date counts from a year before. */
const RATE_FROM = /(?:percent|%),? (?:(?:up|down|more|less|higher|lower) )?from (?:[a-z]+ )?$/

/** "more than a year ago, when they earned 187 billion". */
const WHEN =
  /(?:ago|earlier|before|year), when (?:it|they|there|the [a-z]+) [a-z]+(?: only| just| at)? $/

/** "fell to 122 billion from 139 billion, a decline of 12 percent". */
const RATE_AFTER =
  /^, (?:up|down|an? (?:[a-z-]+ ){0,2}(?:increase|rise|growth|decrease|decline|drop|jump|gain|surge|fall) of)\b/

/** "dropped 15 percent to $8 billion from $9.4 billion". */
const RATE_TO_FROM = /(?:percent|%) to [^,;]{2,30} from (?:[a-z]+ )?$/

/** "climbed 4 percent last year, from 1.95 trillion to 2.03 trillion". */
function isFromTo({ start, end }: Quantity, text: string): boolean {
  return (
    /(?:\b(?:went|rose|grew|climbed|increased|jumped|expanded|surged|fell|dropped|declined|shrank|moved)|percent|%)(?: last year| this year| in (?:19|20)\d\d| year[- ]on[- ]year)?,? from (?:[a-z]+ )?$/.test(
      text.slice(0, start),
    ) && /^ to (?:[a-z]+ ){0,2}[$¥\d]/.test(text.slice(end))
  )
}

export const ROSE_FROM =
  /(?:percent|%|increase|rise|growth|up) (?:over|on|above) the $|\b(?:percent|%|points?|yuan|more|less|higher|lower|fewer) (?:(?:more|less|higher|lower|fewer) )?than the $|\b(?:up|down|rose|grew|jumped|increas\w+|expanded|climbed|soared|surged|fell|dropped|declin\w+|decreas\w+|percent|%|compared)\b[^,;]{0,40}?(?:from|with) (?:[a-z]+ ){0,2}$|,? (?:against|versus|compared (?:with|to)) (?:[a-z]+ ){0,2}$|\bto (?:[a-z]+ ){0,2}[$\d][^;]{0,30},? from (?:[a-z]+ ){0,2}$/
