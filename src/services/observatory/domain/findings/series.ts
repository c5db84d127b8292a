/** What the claims of one indicator and area, and of its neighbours, say of one another. */
import { figure, growth, sum } from '#kernel/figures/formula.ts'
import { evaluate } from '#kernel/figures/formula-value.ts'
import type { Interval } from '#kernel/figures/interval.ts'
import { Fraction } from '#kernel/figures/rational.ts'
import type { Claim, ClaimView } from '../../contract.ts'
import { findArea } from '../areas.ts'
import { factOf } from '../facts.ts'
import { findIndicator } from '../indicators.ts'
import { areasWithin, rollUp } from '../memberships.ts'
import { lastDayOf } from '../periods.ts'
import { readingsOf } from '../readings.ts'
import type { Check, Doubt, Rule } from './check.ts'
import { type ClaimIndex, isLevel } from './claim-index.ts'

/** Beyond this, a series is a list that nobody compares by eye either. */
const SERIES_MAX = 60

type InSeries = (index: ClaimIndex, series: readonly ClaimView[]) => readonly Check[]

interface Pair {
  readonly rule: Rule
  readonly other: ClaimView
  readonly stated: ClaimView
  readonly relation?: Check['relation']
  readonly doubts?: readonly Doubt[]
}

const OTHER = 'other'

function pair({ rule, other, stated, relation = 'equal', doubts = [] }: Pair): Check {
  const operands = [{ name: OTHER, view: other }]
  return { rule, formula: figure(OTHER), operands, stated, relation, doubts }
}

/** Each two of a list, the earlier first; bounded, since they grow with the square. */
function* pairsOf(views: readonly ClaimView[]): Generator<readonly [ClaimView, ClaimView]> {
  const some = views.slice(0, SERIES_MAX)
  for (const [place, left] of some.entries()) {
    for (const right of some.slice(place + 1)) yield [left, right]
  }
}

/**
 * Figures of one fact: some two of them part if and only if the one that ends lowest and the one that
 * begins highest do. What is sound is compared apart, so that no doubtful figure stands in for it.
 */
export const sameFacts: InSeries = (_index, series) => {
  const facts = Map.groupBy(latest(series), ({ claim }) => factOf(claim))
  return [...facts.values()].flatMap((views) => {
    const sound = views.filter(({ claim }) => claim.unconfirmed !== true)
    return [...extremes(sound), ...extremes(views)]
  })
}

function extremes(views: readonly ClaimView[]): readonly Check[] {
  const [first, ...rest] = views
  if (first === undefined || rest.length === 0) return []
  let [other, stated] = [first, first]
  for (const view of rest) {
    const { low, high } = readingsOf(view.claim).strict
    if (high.compare(readingsOf(other.claim).strict.high) < 0) other = view
    if (low.compare(readingsOf(stated.claim).strict.low) > 0) stated = view
  }
  return other === stated ? [] : [pair({ rule: 'same_fact', other, stated })]
}

/** Corrections of what was read replace one another and contradict nobody. */
function latest(series: readonly ClaimView[]): readonly ClaimView[] {
  const newest = new Map<string, ClaimView>()
  for (const view of series) {
    const { source, vintage = 1 } = view.claim
    const place = `${factOf(view.claim)} ${source.id} ${source.locator}`
    const known = newest.get(place)
    if (known === undefined || (known.claim.vintage ?? 1) < vintage) newest.set(place, view)
  }
  return [...newest.values()]
}

/** The same fact under a name that may mean the same, or the same number under it. */
export const neighbours: InSeries = (index, series) => {
  const [first] = series
  if (first === undefined) return []
  const { indicator, area } = first.claim
  const checks: Check[] = []
  for (const near of findIndicator(indicator)?.near ?? []) {
    // Of two that name each other, one asks.
    const isMutual = findIndicator(near)?.near?.includes(indicator) === true
    if (isMutual && near < indicator) continue
    for (const other of index.series(near, area).slice(0, SERIES_MAX)) {
      for (const stated of series.slice(0, SERIES_MAX)) {
        const check = neighbourly(stated, other)
        if (check !== undefined) checks.push(check)
      }
    }
  }
  return checks
}

/** Small numbers are alike by chance. */
const TELLING_DIGITS = 3

function neighbourly(stated: ClaimView, other: ClaimView): Check | undefined {
  const alike = { ...other.claim, indicator: stated.claim.indicator }
  const doubts: readonly Doubt[] = ['definition']
  if (factOf(alike) === factOf(stated.claim))
    return pair({ rule: 'same_fact', other, stated, doubts })
  const isTelling = stated.claim.value.replaceAll(/\D/g, '').length >= TELLING_DIGITS
  const isOneNumber = isLevel(stated.claim) && isLevel(other.claim) && isPrintedAlike(stated, other)
  return isTelling && isOneNumber
    ? pair({ rule: 'one_number_two_meanings', other, stated, doubts })
    : undefined
}

function isPrintedAlike({ claim: one }: ClaimView, { claim: other }: ClaimView): boolean {
  return one.value === other.value && one.scale === other.scale && one.unit === other.unit
}

/** Levels in the order of time. */
function levelsOf(series: readonly ClaimView[]): readonly ClaimView[] {
  return series
    .filter(({ claim }) => isLevel(claim))
    .toSorted((left, right) =>
      compareDays(lastDayOf(left.claim.period), lastDayOf(right.claim.period)),
    )
    .slice(0, SERIES_MAX)
}

function compareDays(left: string, right: string): number {
  if (left === right) return 0
  return left < right ? -1 : 1
}

/** A count that is only added to, or that a source counts as if it were. */
export const falls: InSeries = (_index, series) => {
  const levels = levelsOf(series)
  return levels.slice(1).flatMap((stated, place) => {
    const other = levels[place]
    if (other === undefined || !isOnlyAddedTo(stated.claim, other.claim)) return []
    return [pair({ rule: 'count_that_falls', other, stated, relation: 'at_most' })]
  })
}

function isOnlyAddedTo(stated: Claim, other: Claim): boolean {
  const isUnclear = ({ notes = [] }: Claim) => notes.includes('stock_or_flow_unclear')
  const isMonotone = findIndicator(stated.indicator)?.isMonotone === true
  return stated.kind === other.kind && (isMonotone || (isUnclear(stated) && isUnclear(other)))
}

/** A step that is half as large again as the largest of the two before. */
const BREAK_FACTOR = new Fraction(3, 2)

/** A jump that the steps before do not prepare: a revised base or another scope is likelier than growth. */
export const breaks: InSeries = (_index, series) => {
  const levels = yearly(levelsOf(series))
  return levels.slice(3).flatMap((stated, place) => {
    const [first, second, third] = levels.slice(place, place + 3)
    if (first === undefined || second === undefined || third === undefined) return []
    const steps = [stepOf(first, second), stepOf(second, third), stepOf(third, stated)]
    const [before, middle, last] = steps
    if (before === undefined || middle === undefined || last === undefined) return []
    const usual = hullOf(before, middle)
    if (usual.high.compare(0) <= 0) return []
    return last.low.compare(usual.high.mul(BREAK_FACTOR)) <= 0 ? [] : [jump(third, stated, usual)]
  })
}

function jump(before: ClaimView, stated: ClaimView, expected: Interval): Check {
  return {
    rule: 'break_in_series',
    formula: growth('now', 'before'),
    operands: [
      { name: 'now', view: stated },
      { name: 'before', view: before },
    ],
    stated,
    expected,
    relation: 'at_most',
    doubts: ['break'],
  }
}

/** One level for each year: of several the narrowest, since it says most. */
function yearly(levels: readonly ClaimView[]): readonly ClaimView[] {
  const byYear = new Map<string, ClaimView>()
  for (const view of levels) {
    const { period } = view.claim
    if (!/^\d{4}(?:-\d{2})?$/.test(period)) continue
    const year = period.slice(0, 4)
    const known = byYear.get(year)
    if (known === undefined || widthOf(view).compare(widthOf(known)) < 0) byYear.set(year, view)
  }
  const years = [...byYear.keys()].map(Number)
  const isGapless = years.every(
    (year, place) => place === 0 || year === (years[place - 1] ?? 0) + 1,
  )
  return isGapless ? [...byYear.values()] : []
}

function hullOf(left: Interval, right: Interval): Interval {
  const low = left.low.compare(right.low) < 0 ? left : right
  const high = left.high.compare(right.high) > 0 ? left : right
  return { ...high, low: low.low, lowClosed: low.lowClosed }
}

function widthOf({ claim }: ClaimView): Fraction {
  const { low, high } = readingsOf(claim).strict
  return high.sub(low)
}

function stepOf(before: ClaimView, now: ClaimView): Interval | undefined {
  const figures = new Map([
    ['now', readingsOf(now.claim).strict],
    ['before', readingsOf(before.claim).strict],
  ])
  const step = evaluate(growth('now', 'before'), figures)
  return step.kind === 'known' ? step.interval : undefined
}

/** The same number for an area and for one that lies within it: one of them is mistaken for the other. */
export const twoAreas: InSeries = (index, series) => {
  const [first] = series
  if (first === undefined) return []
  const { indicator, area } = first.claim
  const checks: Check[] = []
  for (const stated of series.slice(0, SERIES_MAX)) {
    const within = areasWithin(area, lastDayOf(stated.claim.period))
    for (const [inner, others] of index.areasOf(indicator)) {
      if (inner === area || !within.has(inner)) continue
      for (const other of others.slice(0, SERIES_MAX)) {
        if (!isOneFigure(stated, other)) continue
        checks.push(pair({ rule: 'one_figure_two_areas', other, stated, doubts: ['area'] }))
      }
    }
  }
  return checks
}

function isOneFigure(stated: ClaimView, other: ClaimView): boolean {
  const alike = { ...other.claim, area: stated.claim.area }
  return factOf(alike) === factOf(stated.claim) && isPrintedAlike(stated, other)
}

/** Scale words of Chinese slip by ten in translation: 百亿 is ten billion. */
export const scales: InSeries = (_index, series) =>
  [...pairsOf(series)]
    .filter(([one, other]) => one.claim.kind === 'threshold' && other.claim.kind === 'threshold')
    .filter(([one, other]) =>
      isTenTimes(readingsOf(one.claim).point, readingsOf(other.claim).point),
    )
    .map(([stated, other]) => pair({ rule: 'ten_times', other, stated, doubts: ['scale'] }))

function isTenTimes(one: Fraction, other: Fraction): boolean {
  if (other.n === 0n) return false
  const factor = one.div(other)
  return factor.compare(10) === 0 || factor.compare(new Fraction(1, 10)) === 0
}

/** A part of an area is no more than the area, and neither is the sum of parts that share no ground. */
export const parts: InSeries = (index, series) => {
  const [first] = series
  if (first === undefined || findIndicator(first.claim.indicator)?.unit === 'CNY/km2') return []
  const { indicator, area } = first.claim
  return levelsOf(series).flatMap((whole) => {
    const day = lastDayOf(whole.claim.period)
    const within = areasWithin(area, day)
    const own = partsFor(index, { indicator, whole, within, doubts: [] })
    const near = (findIndicator(indicator)?.near ?? []).flatMap((other) =>
      partsFor(index, { indicator: other, whole, within, doubts: ['definition'] }),
    )
    const single = [...own, ...near]
    const districts = own.filter(({ view }) => findArea(view.claim.area)?.kind === 'district')
    return [
      ...single.map(({ view, doubts }) => partCheck(view, whole, doubts)),
      ...summed(districts, whole, day),
    ]
  })
}

interface Part {
  readonly view: ClaimView
  readonly doubts: readonly Doubt[]
}

interface PartsWanted {
  readonly indicator: string
  readonly whole: ClaimView
  readonly within: ReadonlySet<string>
  readonly doubts: readonly Doubt[]
}

function partsFor(
  index: ClaimIndex,
  { indicator, whole, within, doubts }: PartsWanted,
): readonly Part[] {
  const found: Part[] = []
  for (const [area, views] of index.areasOf(indicator)) {
    if (area === whole.claim.area || !within.has(area)) continue
    const view = views.find(({ claim }) => isLevel(claim) && isOfSameTime(claim, whole.claim))
    if (view !== undefined) found.push({ view, doubts })
  }
  return found
}

/** Flows of one period; stocks of one year stand close enough for a part to be no more than its whole. */
function isOfSameTime(part: Claim, whole: Claim): boolean {
  if (part.period === whole.period) return part.kind === whole.kind
  const isStock = findIndicator(part.indicator)?.nature === 'stock'
  return isStock && part.period.slice(0, 4) === whole.period.slice(0, 4)
}

function partCheck(view: ClaimView, stated: ClaimView, doubts: readonly Doubt[]): Check {
  const operands = [{ name: 'part', view }]
  return {
    rule: 'part_of_whole',
    formula: figure('part'),
    operands,
    stated,
    relation: 'at_most',
    doubts,
  }
}

function summed(districts: readonly Part[], stated: ClaimView, day: string): readonly Check[] {
  if (districts.length < 2) return []
  const areas = districts.map(({ view }) => view.claim.area)
  if (!rollUp(stated.claim.area, areas, day).ok) return []
  const operands = districts.map(({ view }) => ({ name: view.claim.area, view }))
  return [{ rule: 'sum_of_parts', formula: sum(areas), operands, stated, relation: 'at_most' }]
}
