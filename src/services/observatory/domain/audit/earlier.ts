/** Levels that something rose from: they stand before the time that the sentence is about. */
import type { Scene } from './scene.ts'
import type { Offset } from './times.ts'
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
  const offset = offsetOf(quantity, scene, isWhen)
  if (offset !== undefined) return { ...own, period: yearsBefore(own.period, offset.years) }
  return beforeIt(quantity, { ...own, period: own.period }, text)
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
  text: string,
): FoundPeriod {
  const { period, periodFrom } = own
  const isWindow = (period.years ?? 1) > 1
  if (!isWindow && periodFrom !== 'topic' && isFromTo(quantity, text))
    return { period: { ...yearsBefore(period, 1), anchor: 'inferred' }, periodFrom: 'carried' }
  if (isWindow && /\bfrom (?:[a-z]+ ){0,2}$/.test(text.slice(0, quantity.start)))
    return { ...own, period: yearPeriod(period.from - 1, period.anchor) }
  // A level that something rose from, without a date of its own, is of no known time.
  return periodFrom === 'clause' &&
    /^(?: [a-z-]+){0,4} (?:in|at|by|of|for)\b/.test(text.slice(quantity.end))
    ? own
    : { periodFrom: 'topic' }
}

/** "more than a year ago, when they earned 187 billion". */
const WHEN = /(?:ago|earlier|before), when (?:it|they|the [a-z]+) [a-z]+(?: only| just| at)? $/

/** "climbed 4 percent last year, from 1.95 trillion to 2.03 trillion". */
function isFromTo({ start, end }: Quantity, text: string): boolean {
  return (
    /(?:percent|%)(?: last year| this year| in (?:19|20)\d\d| year[- ]on[- ]year)?,? from (?:[a-z]+ )?$/.test(
      text.slice(0, start),
    ) && /^ to (?:[a-z]+ ){0,2}[$¥\d]/.test(text.slice(end))
  )
}

export const ROSE_FROM =
  /\b(?:percent|%|points?|yuan|more|less|higher|lower|fewer) (?:(?:more|less|higher|lower|fewer) )?than the $|\b(?:up|down|rose|grew|jumped|increas\w+|expanded|climbed|soared|surged|fell|dropped|declin\w+|decreas\w+|percent|%|compared)\b[^,;]{0,40}?(?:from|with) (?:[a-z]+ ){0,2}$|,? (?:against|versus|compared (?:with|to)) (?:[a-z]+ ){0,2}$|\bto (?:[a-z]+ ){0,2}[$\d][^;]{0,30},? from (?:[a-z]+ ){0,2}$/
