/** The levels that a change goes from and to, and what a figure of change states as a factor. */
import { likeness, linkOf, sameArea, samePeriod } from './linker.ts'
import { power } from '#kernel/figures/arithmetic.ts'
import { each, growthFactor, rangesOf } from './ranges.ts'
import type { Claim, ClaimKind, LinkState, Period, Readings } from './types.ts'
import { MONEY } from './units.ts'

export const LEVELS: ReadonlySet<ClaimKind> = new Set(['level', 'count', 'cumulative'])
/** Their growth is published at constant prices, while their levels are nominal. */
const REAL_BY_CUSTOM = /\bgdp\b|gross|value[- ]added|added value|output|income|consumption|econom/i

interface Series {
  readonly now?: Claim
  readonly base?: Claim
  readonly link: LinkState
}

/** The same amount again in other money, in brackets behind the first. */
export function isRestated({ frame }: Claim): boolean {
  return /^c\d+$/.test(frame.base ?? '')
}

/** Money of which a rate of growth is at current prices; of anything else nobody knows. */
const NOMINAL =
  /revenue|\btax|sales|exports?|imports?|trade|turnover|investment|profit|loans?|deposits?|premium|transaction|spending|expenditure|funds?|税|收入|出口|进口|投资|销售|利润/i

export function isBasisKnown(claim: Claim): boolean {
  const { indicator = '' } = claim.frame
  if (claim.frame.priceBasis !== undefined || !MONEY.has(claim.quantity.unit)) return true
  return isReal(claim) || NOMINAL.test(indicator)
}

/** Levels of the same series at the end and at the start of a change. */
export function seriesOf(claim: Claim, claims: readonly Claim[]): Series {
  const alike = claims.filter(
    (other) =>
      other !== claim &&
      LEVELS.has(other.frame.kind) &&
      !isRestated(other) &&
      sameArea(claim, other) &&
      likeness(claim, other) > 0,
  )
  const nows = alike.filter(
    ({ frame }) =>
      samePeriod(frame.period, claim.frame.period) || isStock(frame.period, claim.frame.period),
  )
  const bases = alike.filter(
    ({ frame }) =>
      samePeriod(frame.period, claim.frame.basePeriod) ||
      isYearOf(frame.period, claim.frame.basePeriod),
  )
  const now = nearest(claim, nows)
  const base =
    nearest(
      claim,
      bases.filter(({ frame }) => now === undefined || frame.unit === now.frame.unit),
    ) ?? baseBeside(claim, now, alike)
  const used = [claim, now, base].filter((one) => one !== undefined)
  // "8 percent to May and 7 percent in the half-year": which of the two the levels belong to is open.
  const isRivalled = claims.some(
    (other) =>
      other !== claim &&
      other.sentence === claim.sentence &&
      other.frame.kind === claim.frame.kind &&
      likeness(claim, other) === 2,
  )
  const isSure =
    !isRivalled &&
    nows.length < 2 &&
    bases.length === (base === undefined ? 0 : 1) &&
    alike.filter(({ sentence }) => sentence === claim.sentence).length < 3 &&
    used.every((one) => one.sentence === claim.sentence && likeness(claim, one) === 2)
  const isNamed = used.every(isBasisKnown)
  return { ...(now && { now }), ...(base && { base }), link: linkOf(used, isSure && isNamed) }
}

/** A stock of the day is where a change over years has come to. */
function isStock(now: Period | undefined, change: Period | undefined): boolean {
  return (
    now?.to === change?.to &&
    /^\d{4}-\d\d$/.test(now?.code ?? '') &&
    change?.code.includes('->') === true
  )
}

/** What is told of the day has its base in the year before, however that is dated. */
function isYearOf(level: Period | undefined, base: Period | undefined): boolean {
  const year = /^(\d{4})-\d\d$/.exec(base?.code ?? '')?.[1]
  return year !== undefined && level?.code === year
}

/** "In 2011 it was 31 million; in 2024 it was 82 million, 2.6 times as many". */
function baseBeside(
  claim: Claim,
  now: Claim | undefined,
  alike: readonly Claim[],
): Claim | undefined {
  if (claim.frame.kind !== 'multiple_of_base' || claim.frame.basePeriod !== undefined)
    return undefined
  return alike.findLast(
    (other) =>
      now !== undefined &&
      other !== now &&
      other.sentence === claim.sentence &&
      other.frame.unit === now.frame.unit &&
      (other.frame.period?.to ?? 0) < (now.frame.period?.to ?? 0),
  )
}

export function nearest(claim: Claim, candidates: readonly Claim[]): Claim | undefined {
  const far = (other: Claim): number => Math.abs(other.sentence - claim.sentence)
  return candidates.toSorted((left, right) => far(left) - far(right))[0]
}

export function yearsOf({ frame }: Claim): number | undefined {
  const { period, basePeriod } = frame
  if (period === undefined || basePeriod === undefined) return undefined
  const years = period.to - basePeriod.to
  return years >= 1 && years <= 60 ? years : undefined
}

/** How many times the base the level is, as the figure states it. */
export function statedFactor(claim: Claim): Readings | undefined {
  const stated = rangesOf(claim)
  if (claim.frame.kind === 'multiple_of_base' || claim.quantity.form === 'multiplied') return stated
  const factor = each(growthFactor, stated)
  if (claim.frame.kind !== 'avg_growth' || factor === undefined) return factor
  const years = yearsOf(claim)
  return years === undefined ? undefined : each((rate) => power(rate, years), factor)
}

export function isReal(claim: Claim): boolean {
  if (claim.frame.priceBasis !== undefined) return claim.frame.priceBasis === 'real'
  return REAL_BY_CUSTOM.test(claim.frame.indicator ?? '')
}
