/**
 * The value of a formula as an interval, and backwards: what one figure must be if the formula has a given
 * value. Both hold every number that the figures allow, so two intervals that do not meet are a certain
 * contradiction. A figure that is missing makes the answer missing; it is never taken for zero.
 */
import { assert, unreachable } from '#kernel/std/assert.ts'
import { minus, over, plus, pointAt, power, root, times } from './arithmetic.ts'
import { type Formula, namesIn, operandsOf, type PairFormula } from './formula.ts'
import type { Interval } from './interval.ts'

export type Value =
  | { readonly kind: 'known'; readonly interval: Interval }
  /** Nobody has said these figures. */
  | { readonly kind: 'missing'; readonly names: readonly string[] }
  | { readonly kind: 'undefined'; readonly why: Undefined }

export type Undefined =
  | 'base_may_be_zero'
  | 'rate_of_less_than_nothing'
  /** The figure in question stands twice, or not at all. */
  | 'not_solvable'

/** What each named figure allows; absent where nobody has said it. */
export type Figures = ReadonlyMap<string, Interval>

const ONE = pointAt(1n)

export function evaluate(formula: Formula, figures: Figures): Value {
  const missing = missingIn(formula, figures)
  if (missing.length > 0) return { kind: 'missing', names: missing }
  return valueOf(formula, figures)
}

function missingIn(formula: Formula, figures: Figures): readonly string[] {
  return [...new Set(namesIn(formula))].filter((name) => !figures.has(name))
}

function valueOf(formula: Formula, figures: Figures): Value {
  if (formula.op === 'figure') {
    const interval = figures.get(formula.name)
    return interval === undefined
      ? { kind: 'missing', names: [formula.name] }
      : { kind: 'known', interval }
  }
  const intervals: Interval[] = []
  for (const operand of operandsOf(formula)) {
    const value = valueOf(operand, figures)
    if (value.kind !== 'known') return value
    intervals.push(value.interval)
  }
  return applied(formula, intervals)
}

function applied(
  formula: Exclude<Formula, { op: 'figure' }>,
  intervals: readonly Interval[],
): Value {
  const [of, base] = intervals
  assert(of !== undefined, 'a formula has operands')
  if (formula.op === 'sum' || formula.op === 'cumulative') {
    return { kind: 'known', interval: intervals.slice(1).reduce(plus, of) }
  }
  assert(base !== undefined, 'a formula of two operands has both')
  if (formula.op === 'difference') return { kind: 'known', interval: minus(of, base) }
  const quotient = over(of, base)
  if (quotient === undefined) return { kind: 'undefined', why: 'base_may_be_zero' }
  return ofQuotient(formula, quotient)
}

function ofQuotient(
  formula: Exclude<PairFormula, { op: 'difference' }>,
  quotient: Interval,
): Value {
  switch (formula.op) {
    case 'share':
    case 'multiple':
    case 'per':
      return { kind: 'known', interval: quotient }
    case 'growth':
      return { kind: 'known', interval: minus(quotient, ONE) }
    case 'cagr': {
      const factor = root(quotient, formula.years)
      return factor === undefined
        ? { kind: 'undefined', why: 'rate_of_less_than_nothing' }
        : { kind: 'known', interval: minus(factor, ONE) }
    }
    default:
      return unreachable(formula)
  }
}

/** What the figure of this name must be, if the formula has this value and the others hold. */
export function solve(formula: Formula, name: string, result: Interval, figures: Figures): Value {
  if (namesIn(formula).filter((other) => other === name).length !== 1) {
    return { kind: 'undefined', why: 'not_solvable' }
  }
  const missing = missingIn(formula, figures).filter((other) => other !== name)
  if (missing.length > 0) return { kind: 'missing', names: missing }
  return solved(formula, name, result, figures)
}

function solved(formula: Formula, name: string, result: Interval, figures: Figures): Value {
  if (formula.op === 'figure') return { kind: 'known', interval: result }
  const operands = operandsOf(formula)
  const place = operands.findIndex((operand) => namesIn(operand).includes(name))
  const sought = operands[place]
  assert(sought !== undefined, 'the figure stands in one operand')
  const others: Interval[] = []
  for (const operand of operands.filter((_, at) => at !== place)) {
    const value = valueOf(operand, figures)
    if (value.kind !== 'known') return value
    others.push(value.interval)
  }
  const implied = impliedBy(formula, { isBase: place > 0, others, result })
  return implied.kind === 'known' ? solved(sought, name, implied.interval, figures) : implied
}

interface Implied {
  readonly isBase: boolean
  readonly others: readonly Interval[]
  readonly result: Interval
}

function impliedBy(
  formula: Exclude<Formula, { op: 'figure' }>,
  { isBase, others, result }: Implied,
): Value {
  if (formula.op === 'sum' || formula.op === 'cumulative') {
    return { kind: 'known', interval: others.reduce(minus, result) }
  }
  const [other] = others
  assert(other !== undefined, 'a formula of two operands has both')
  if (formula.op === 'difference') {
    return { kind: 'known', interval: isBase ? minus(other, result) : plus(other, result) }
  }
  const factor = factorOf(formula, result)
  if (factor === undefined) return { kind: 'undefined', why: 'rate_of_less_than_nothing' }
  if (!isBase) return { kind: 'known', interval: times(other, factor) }
  const base = over(other, factor)
  return base === undefined
    ? { kind: 'undefined', why: 'base_may_be_zero' }
    : { kind: 'known', interval: base }
}

/** By what the base was multiplied: exact also for a yearly rate, whose forward value is a root. */
function factorOf(
  formula: Exclude<PairFormula, { op: 'difference' }>,
  result: Interval,
): Interval | undefined {
  switch (formula.op) {
    case 'share':
    case 'multiple':
    case 'per':
      return result
    case 'growth':
      return plus(ONE, result)
    case 'cagr':
      return power(plus(ONE, result), formula.years)
    default:
      return unreachable(formula)
  }
}
