/** What supervision makes of cells: sums, months, days until a refund, and which shops need a look. Pure. */
import { addDays, daysBetween, type LegalDay } from '#kernel/time/legal-day.ts'
import { workingDaysBetween } from '#kernel/time/working-days.ts'
import { riskOf } from '../domain/risk-line.ts'
import { INDICATORS, REFUND_DAYS_MAX, refundDaysIndicator } from '../figures.ts'
import type { MonthSum, Sum } from '../store/supervision.ts'
import type {
  IndicatorName,
  Look,
  MonthLine,
  Seen,
  ShopFigures,
  Sums,
  WaitingBand,
} from '../web/figures-views.ts'
import {
  CONTESTED_PERCENT,
  CONTESTS_MIN,
  DEEMED_MIN,
  DEEMED_PERCENT,
  LEASE_DAYS,
} from '../web/figures-thresholds.ts'

const NAMES = Object.keys(INDICATORS).filter((name): name is IndicatorName => name in INDICATORS)

/** By the name of the indicator, added up; 0 where nothing was measured. */
export function sumsOf(cells: readonly Sum[]): Sums {
  const totals = new Map<string, bigint>()
  for (const { indicator, amount } of cells) {
    totals.set(indicator, (totals.get(indicator) ?? 0n) + amount)
  }
  const at = (name: IndicatorName): bigint => totals.get(INDICATORS[name].id) ?? 0n
  return {
    deposited: at('deposited'),
    released: at('released'),
    refunded: at('refunded'),
    interest: at('interest'),
    contracts: at('contracts'),
    usesConfirmed: at('usesConfirmed'),
    usesDeemed: at('usesDeemed'),
    usesContested: at('usesContested'),
    usesWithdrawn: at('usesWithdrawn'),
    refunds: at('refunds'),
  }
}

export const INDICATOR_NAMES: readonly IndicatorName[] = NAMES

/** Held = paid in − released − refunded − interest. */
export function heldOfSums({ deposited, released, refunded, interest }: Sums): bigint {
  return deposited - released - refunded - interest
}

/** Every month that has a cell, in order; what is held is added up from the first one on. */
export function monthLines(cells: readonly MonthSum[]): readonly MonthLine[] {
  const byMonth = Map.groupBy(cells, ({ month }) => month)
  let heldMinor = 0n
  return [...byMonth.keys()].toSorted().map((month) => {
    const own = byMonth.get(month) ?? []
    const sums = sumsOf(own)
    heldMinor += heldOfSums(sums)
    return { month, sums, heldMinor, refundDays: refundDaysOf(own) }
  })
}

function refundDaysOf(cells: readonly Sum[]): MonthLine['refundDays'] {
  const counts = Array.from({ length: REFUND_DAYS_MAX + 1 }, (_, days) => {
    const id = refundDaysIndicator(days)
    return cells.find(({ indicator }) => indicator === id)?.amount ?? 0n
  })
  // A refund that came back counts as less than one, and may leave a month with nothing.
  const paid = counts.map((count) => (count > 0n ? count : 0n))
  const total = paid.reduce((sum, count) => sum + count, 0n)
  if (total === 0n) return null
  return { median: quantileOf(paid, total, 50n), p95: quantileOf(paid, total, 95n) }
}

/** The fewest days within which so many percent were paid. */
function quantileOf(counts: readonly bigint[], total: bigint, percent: bigint): number {
  let seen = 0n
  for (const [days, count] of counts.entries()) {
    seen += count
    if (seen * 100n >= total * percent) return days
  }
  return counts.length - 1
}

const BANDS: readonly (readonly [number, number | null])[] = [
  [0, 2],
  [3, 5],
  [6, 10],
  [11, null],
]

/** Classes that wait, by the working days since the shop asked. */
export function waitingBands(
  days: readonly { readonly day: LegalDay; readonly uses: number }[],
  today: LegalDay,
): readonly WaitingBand[] {
  const aged = days.map(({ day, uses }) => ({ age: workingDaysBetween(day, today), uses }))
  return BANDS.map(([from, to]) => ({
    from,
    to,
    uses: aged
      .filter(({ age }) => from <= age && (to === null || age <= to))
      .reduce((sum, { uses }) => sum + uses, 0),
  }))
}

/** Shops over a line of the law, or over one of our own thresholds; the graver before the others. */
export function looksOf(
  shops: readonly ShopFigures[],
  ofMonth: ReadonlyMap<string, Sums>,
  today: LegalDay,
): readonly Look[] {
  const looks = shops.flatMap((shop) =>
    seenOf(shop, ofMonth.get(shop.shop), today).map((seen) => ({
      shop: shop.shop,
      name: shop.name,
      seen,
    })),
  )
  return looks.toSorted((a, b) => ORDER.indexOf(a.seen.code) - ORDER.indexOf(b.seen.code))
}

const ORDER: readonly Seen['code'][] = ['over-line', 'contests', 'lease', 'silence']

function seenOf(
  { consumersMinor, leaseEndsOn }: ShopFigures,
  month: Sums | undefined,
  today: LegalDay,
): readonly Seen[] {
  const seen: Seen[] = []
  const risk = riskOf({ balanceMinor: consumersMinor, revenueMinor: null, isYoung: null })
  if (risk.reason !== 'below') {
    seen.push({ code: 'over-line', balanceMinor: consumersMinor, risk })
  }
  if (month !== undefined) seen.push(...seenInMonth(month))
  const isEnding = leaseEndsOn <= addDays(today, LEASE_DAYS) && daysBetween(today, leaseEndsOn) >= 0
  if (isEnding && consumersMinor > 0n) {
    seen.push({ code: 'lease', leaseEndsOn, balanceMinor: consumersMinor })
  }
  return seen
}

function seenInMonth({ usesConfirmed, usesDeemed, usesContested }: Sums): readonly Seen[] {
  const answered = usesConfirmed + usesDeemed + usesContested
  const counted = usesConfirmed + usesDeemed
  const isContested =
    usesContested >= CONTESTS_MIN && usesContested * 100n >= answered * CONTESTED_PERCENT
  const isSilent = usesDeemed >= DEEMED_MIN && usesDeemed * 100n >= counted * DEEMED_PERCENT
  return [
    ...(isContested
      ? [{ code: 'contests', contested: usesContested, counted: answered } as const]
      : []),
    ...(isSilent ? [{ code: 'silence', deemed: usesDeemed, counted } as const] : []),
  ]
}
