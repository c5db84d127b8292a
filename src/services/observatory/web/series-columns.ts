/** Where the claims of a series stand on a drawing: one column a period, side by side within it. */
import { axisOf, type Axis, type Range } from '#web/kit/ranges.ts'
import type { Claim, ClaimView, Kind } from '../contract.ts'
import { lastDayOf } from '../domain/periods.ts'
import { readingsOf } from '../domain/readings.ts'
import { drawnRange } from './drawn-range.ts'

/** Claims that are measured on one axis. */
export interface SeriesGroup {
  readonly key: string
  readonly kind: Kind
  readonly views: readonly ClaimView[]
}

const LEVELS: ReadonlySet<Kind> = new Set(['level', 'count', 'density'])

/** Amounts and counts themselves, in the indicator's own unit. */
export function plainLevels(views: readonly ClaimView[]): readonly ClaimView[] {
  return views.filter(({ claim }) => LEVELS.has(claim.kind) && claim.unit !== 'USD')
}

/** Levels first, then every other kind by itself; sums in dollars apart from sums in yuan. */
export function groupsOf(views: readonly ClaimView[]): readonly SeriesGroup[] {
  const groups = Map.groupBy(views, ({ claim }) => {
    return `${LEVELS.has(claim.kind) ? 'level' : claim.kind} ${claim.unit}`
  })
  return [...groups]
    .map(([key, members]): SeriesGroup => {
      const kind = members[0]?.claim.kind ?? 'level'
      return { key, kind, views: members }
    })
    .toSorted((left, right) => rankOf(left) - rankOf(right))
}

function rankOf({ key, views }: SeriesGroup): number {
  if (key.endsWith(' USD')) return 1_000
  return key.startsWith('level ') ? 0 : 1_000 - views.length
}

export interface Mark {
  readonly view: ClaimView
  /** In units of the axis. */
  readonly range: Range
  readonly value: number
}

export interface Column {
  readonly period: string
  readonly marks: readonly Mark[]
}

export function columnsOf(views: readonly ClaimView[], exponent: number): readonly Column[] {
  const columns = Map.groupBy(views, ({ claim }) => claim.period)
  return [...columns]
    .toSorted(([left], [right]) => {
      const [one, other] = [lastDayOf(left), lastDayOf(right)]
      if (one === other) return left < right ? -1 : 1
      return one < other ? -1 : 1
    })
    .map(([period, members]) => ({
      period,
      marks: members
        .map((view) => markOf(view, exponent))
        .toSorted((left, right) => left.value - right.value),
    }))
}

function markOf(view: ClaimView, exponent: number): Mark {
  const { claim } = view
  return {
    view,
    value: readingsOf(claim).point.valueOf() / 10 ** exponent,
    range: drawnRange(readingsOf(claim).strict, exponent),
  }
}

export function axisOfColumns(columns: readonly Column[]): Axis {
  return axisOf(columns.flatMap(({ marks }) => marks.map(({ range }) => range)))
}

export function greatestOf(claims: readonly Claim[]): number {
  return Math.max(...claims.map((claim) => Math.abs(readingsOf(claim).point.valueOf())))
}

/** Short enough to stand under a column. */
export function shortPeriod(period: string): string {
  return period.replace('..', '–')
}
