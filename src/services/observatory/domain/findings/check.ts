/**
 * One comparison of published figures: what a formula makes of some, against what another says. The verdict
 * follows from intervals alone. A contradiction needs certainty; where a word, a definition or a basis may
 * explain the gap, it is a doubt, with its reasons.
 */
import { over, plus, pointAt, power } from '#kernel/figures/arithmetic.ts'
import type { Formula } from '#kernel/figures/formula.ts'
import { evaluate, type Figures } from '#kernel/figures/formula-value.ts'
import { includes, type Interval, meet } from '#kernel/figures/interval.ts'
import { Fraction } from '#kernel/figures/rational.ts'
import { contentId } from '#kernel/identity/content-id.ts'
import type { ClaimView, Note } from '../../contract.ts'
import { findIndicator } from '../indicators.ts'
import { type Readings, readingsOf } from '../readings.ts'

export const RULES = [
  'same_fact',
  'formula',
  'change',
  'yearly_growth',
  'multiple_and_growth',
  'share',
  'part_of_whole',
  'sum_of_parts',
  'completed_of_assigned',
  'count_that_falls',
  'break_in_series',
  'one_figure_two_areas',
  'one_number_two_meanings',
  'ten_times',
] as const
export type Rule = (typeof RULES)[number]

export const DOUBTS = [
  /** The intervals meet, but not where the printed numbers stand. */
  'edge',
  /** They meet if zeros are rounding, or the hedge is taken generously. */
  'rounding',
  /** Levels are at current prices, and growth may be at constant ones. */
  'price_basis',
  /** The two may be defined differently, or recognised by somebody else. */
  'definition',
  /** It may be of another area. */
  'area',
  'scale',
  'period',
  /** Nobody has compared one of them with its source. */
  'unconfirmed',
  /** Growth is possible, but a revised base or another scope is likelier. */
  'break',
] as const
export type Doubt = (typeof DOUBTS)[number]

export interface Operand {
  /** As the formula calls it. */
  readonly name: string
  readonly view: ClaimView
}

export interface Check {
  readonly rule: Rule
  readonly formula: Formula
  readonly operands: readonly Operand[]
  /** Figures of the formula that nobody claims, such as the days of a year. */
  readonly constants?: Figures
  readonly stated: ClaimView
  /** What is compared instead of the stated value: how it moved before. */
  readonly expected?: Interval
  /** What the computed value should be to the stated one. */
  readonly relation: 'equal' | 'at_most'
  /** What the rule itself leaves open. */
  readonly doubts?: readonly Doubt[]
  /** For how many years a deflator could work, where the two sides may stand on two price bases. */
  readonly deflatedYears?: number
}

export interface Finding extends Check {
  readonly id: string
  readonly verdict: 'contradiction' | 'doubt'
  /** Empty for a contradiction. */
  readonly doubts: readonly Doubt[]
  readonly computed: Interval
  readonly claimed: Interval
}

type Reading = 'strict' | 'worded' | 'generous'

/** Undefined where the figures agree, or where one of them cannot be compared. */
export function judge(check: Check): Finding | undefined {
  const computed = valueOf(check, 'strict')
  const generous = valueOf(check, 'generous')
  if (computed === undefined || generous === undefined) return undefined
  const stated = statedOf(check)
  const doubts = holds(check, computed, stated.strict)
    ? doubtsOfWhatHolds(check)
    : doubtsOfGap(check, generous, stated)
  if (doubts === undefined) return undefined
  const verdict = doubts.length === 0 ? 'contradiction' : 'doubt'
  return { ...check, id: findingId(check), verdict, doubts, computed, claimed: stated.strict }
}

/** Undefined where nothing is to be said of figures that agree. */
function doubtsOfWhatHolds(check: Check): readonly Doubt[] | undefined {
  if (isOneFigureTwice(check.rule)) return check.doubts ?? []
  return isAtEdge(check) ? ['edge'] : undefined
}

/** Undefined where the words close the gap; none where nothing does. */
function doubtsOfGap(
  check: Check,
  generous: Interval,
  stated: Pick<Readings, Reading>,
): readonly Doubt[] | undefined {
  const worded = valueOf(check, 'worded')
  const isWorded = worded !== undefined && holds(check, worded, stated.worded)
  // A scale word that is ten times another is told, whatever a hedge makes of it.
  if (isWorded && check.rule !== 'ten_times') return undefined
  const doubts = [...new Set([...(check.doubts ?? []), ...doubtsOf(check, generous)])]
  const isRounding = doubts.length === 0 && holds(check, generous, stated.generous)
  return isRounding ? ['rounding'] : doubts
}

function statedOf({ stated, expected }: Check): Pick<Readings, Reading> {
  return expected === undefined
    ? readingsOf(stated.claim)
    : { strict: expected, worded: expected, generous: expected }
}

/** These rules find figures that agree too well: one number that stands for two things. */
function isOneFigureTwice(rule: Rule): boolean {
  return rule === 'one_figure_two_areas' || rule === 'one_number_two_meanings'
}

function valueOf(
  { formula, operands, constants = new Map() }: Check,
  reading: Reading,
): Interval | undefined {
  const figures = new Map(constants)
  for (const { name, view } of operands) figures.set(name, readingsOf(view.claim)[reading])
  const value = evaluate(formula, figures)
  return value.kind === 'known' ? value.interval : undefined
}

function holds({ relation }: Check, computed: Interval, stated: Interval): boolean {
  if (relation === 'equal') return meet(computed, stated) !== undefined
  const order = computed.low.compare(stated.high)
  return order < 0 || (order === 0 && computed.lowClosed && stated.highClosed)
}

/** Whether the printed numbers, taken as exact, would not do. */
function isAtEdge({ formula, operands, constants = new Map(), stated, relation }: Check): boolean {
  const hedged = [stated, ...operands.map(({ view }) => view)].some(
    ({ claim }) => claim.hedge !== undefined,
  )
  if (relation !== 'equal' || hedged || formula.op === 'figure') return false
  const points = new Map(constants)
  for (const { name, view } of operands) points.set(name, pointAt(readingsOf(view.claim).point))
  const exact = evaluate(formula, points)
  if (exact.kind !== 'known') return false
  return !includes(readingsOf(stated.claim).strict, exact.interval.low)
}

const NOTED: Partial<Record<Note, Doubt>> = {
  scope_doubtful: 'area',
  definition_doubtful: 'definition',
  stock_or_flow_unclear: 'definition',
  scale_doubtful: 'scale',
  period_not_stated: 'period',
}

function doubtsOf(check: Check, computed: Interval): readonly Doubt[] {
  const views = [check.stated, ...check.operands.map(({ view }) => view)]
  const doubts = views.flatMap(({ claim }): readonly Doubt[] => {
    const noted = (claim.notes ?? []).flatMap((note) => NOTED[note] ?? [])
    return claim.unconfirmed === true ? [...noted, 'unconfirmed'] : noted
  })
  return canDeflate(check, computed) ? [...doubts, 'price_basis'] : doubts
}

/** Yearly changes of prices that are believed without a word: a fall of 2 % to a rise of 5 %. */
const DEFLATOR: Interval = {
  low: new Fraction(98, 100),
  high: new Fraction(105, 100),
  lowClosed: true,
  highClosed: true,
}

/** Whether prices that moved within the believed bound explain the whole gap. */
function canDeflate({ stated, deflatedYears }: Check, computed: Interval): boolean {
  const { claim } = stated
  const hasBasis = findIndicator(claim.indicator)?.hasPriceBasis === true
  if (deflatedYears === undefined || !hasBasis || claim.basis === 'nominal') return false
  const one = pointAt(1n)
  const gap = over(plus(one, computed), plus(one, readingsOf(claim).generous))
  const believed = power(DEFLATOR, deflatedYears)
  return gap !== undefined && believed !== undefined && meet(gap, believed) !== undefined
}

/** The same finding has the same id as long as the same claims make it. */
function findingId({ rule, operands, stated }: Check): string {
  const names = operands.flatMap(({ name, view }) => [name, view.id])
  return contentId('fnd_', [rule, stated.id, ...names])
}
