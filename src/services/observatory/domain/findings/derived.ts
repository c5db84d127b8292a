/** Claims that follow from others: a rate from two levels, a share from part and whole, a sum from parts. */
import { pointAt } from '#kernel/figures/arithmetic.ts'
import {
  cagr,
  difference,
  figure,
  type Formula,
  growth,
  multiple,
  namesIn,
  share,
} from '#kernel/figures/formula.ts'
import type { Figures } from '#kernel/figures/formula-value.ts'
import type { Claim, ClaimView } from '../../contract.ts'
import { DAYS, findIndicator, YEARS } from '../indicators.ts'
import { daysOf, lastYearOf, yearsBetween, yearsOf } from '../periods.ts'
import type { Check, Doubt, Operand } from './check.ts'
import { type ClaimIndex, isLevel } from './claim-index.ts'

const NOW = 'now'
const BEFORE = 'before'

type Derived = (index: ClaimIndex, stated: ClaimView) => readonly Check[]

/** How a kind of claim follows from two levels; undefined where it does not. */
function changeFormula({ kind, period, base }: Claim): Formula | undefined {
  if (base?.period === undefined) return undefined
  switch (kind) {
    case 'change_pct':
    case 'change_multiple':
      return growth(NOW, BEFORE)
    case 'change_abs':
      return difference(NOW, BEFORE)
    case 'multiple_of_base':
      return multiple(NOW, BEFORE)
    case 'avg_growth': {
      const years = yearsBetween(base.period, period)
      return years === undefined || years < 1 ? undefined : cagr(NOW, BEFORE, years)
    }
    default:
      return undefined
  }
}

/** A level of the indicator, or of one that publishers may mean by the same words. */
function levelOf(
  index: ClaimIndex,
  { claim: { indicator, area, source } }: ClaimView,
  period: string,
): { readonly view: ClaimView; readonly doubts: readonly Doubt[] } | undefined {
  const wanted = { area, period, source: source.id }
  const own = index.level({ ...wanted, indicator })
  if (own !== undefined) return { view: own, doubts: [] }
  for (const near of findIndicator(indicator)?.near ?? []) {
    const view = index.level({ ...wanted, indicator: near })
    if (view !== undefined) return { view, doubts: ['definition'] }
  }
  return undefined
}

/** Changes, multiples and yearly growth against the two levels. */
export const changes: Derived = (index, stated) => {
  const { claim } = stated
  const formula = changeFormula(claim)
  const from = claim.base?.period
  if (formula === undefined || from === undefined) return []
  const isAverage = claim.kind === 'avg_growth'
  const end = isAverage ? (lastYearOf(claim.period) ?? claim.period) : claim.period
  const now = levelOf(index, stated, end)
  const before = levelOf(index, stated, from)
  if (now === undefined || before === undefined) return []
  return [
    {
      rule: isAverage ? 'yearly_growth' : 'change',
      formula,
      operands: [
        { name: NOW, view: now.view },
        { name: BEFORE, view: before.view },
      ],
      stated,
      relation: 'equal',
      doubts: [...now.doubts, ...before.doubts],
      ...deflation(claim, isAverage ? 1 : yearsBetween(from, end)),
    },
  ]
}

/** Rates may be at constant prices; amounts and multiples are of what was paid. */
function deflation({ kind }: Claim, years: number | undefined): Pick<Check, 'deflatedYears'> {
  const isRate = kind === 'avg_growth' || kind === 'change_pct'
  return isRate && years !== undefined ? { deflatedYears: years } : {}
}

const ONE = 'one'

/** A multiple of a base year against the yearly growth since that year. */
export const multiplesAndGrowth: Derived = (index, stated) => {
  const { kind, indicator, area, period, base } = stated.claim
  if (kind !== 'avg_growth' || base?.period === undefined) return []
  const years = yearsBetween(base.period, period)
  if (years === undefined || years < 1) return []
  return index
    .series(indicator, area)
    .filter(
      ({ claim }) =>
        claim.kind === 'multiple_of_base' &&
        claim.period === lastYearOf(period) &&
        claim.base?.period === base.period,
    )
    .map((view) => ({
      rule: 'multiple_and_growth',
      formula: cagr('multiple', ONE, years),
      operands: [{ name: 'multiple', view }],
      constants: new Map([[ONE, pointAt(1n)]]),
      stated,
      relation: 'equal',
      deflatedYears: 1,
    }))
}

export const shares: Derived = (index, stated) => {
  const { kind, indicator, area, period, base = {}, source } = stated.claim
  if (kind !== 'share') return []
  const part = index.level({ indicator, area, period, source: source.id })
  const whole = index.level({
    indicator: base.indicator ?? indicator,
    area: base.area ?? area,
    period,
    source: source.id,
  })
  if (part === undefined || whole === undefined) return []
  return [
    {
      rule: 'share',
      formula: share('part', 'whole'),
      operands: [
        { name: 'part', view: part },
        { name: 'whole', view: whole },
      ],
      stated,
      relation: 'equal',
    },
  ]
}

/** A level against the formula of its indicator. */
export const formulas: Derived = (index, stated) => {
  const formula = findIndicator(stated.claim.indicator)?.formula
  if (formula === undefined || !isLevel(stated.claim)) return []
  const constants = constantsOf(stated.claim.period)
  const operands: Operand[] = []
  for (const name of new Set(namesIn(formula))) {
    if (constants.has(name)) continue
    const view = levelOf(index, named(stated, name), stated.claim.period)?.view
    if (view === undefined) return []
    operands.push({ name, view })
  }
  return [{ rule: 'formula', formula, operands, constants, stated, relation: 'equal' }]
}

/** The same place and source, for another indicator. */
function named(view: ClaimView, indicator: string): ClaimView {
  return { ...view, claim: { ...view.claim, indicator } }
}

function constantsOf(period: string): Figures {
  const days = pointAt(BigInt(daysOf(period)))
  const years = yearsOf(period)
  return years === undefined
    ? new Map([[DAYS, days]])
    : new Map([
        [DAYS, days],
        [YEARS, pointAt(BigInt(years))],
      ])
}

/** What is completed against what was assigned, at that time or before. */
export const completions: Derived = (index, stated) => {
  const { indicator, area, source } = stated.claim
  const within = findIndicator(indicator)?.within
  if (within === undefined || !isLevel(stated.claim)) return []
  const assigned = index
    .series(within, area)
    .filter(({ claim }) => isLevel(claim) && claim.period <= stated.claim.period)
    .toSorted(
      (left, right) =>
        Number(right.claim.source.id === source.id) - Number(left.claim.source.id === source.id),
    )
  const [whole] = assigned
  if (whole === undefined) return []
  const operands = [{ name: 'completed', view: stated }]
  return [
    {
      rule: 'completed_of_assigned',
      formula: figure('completed'),
      operands,
      stated: whole,
      relation: 'at_most',
    },
  ]
}
