/**
 * What a formula measures: its unit and whether it is a flow, a stock or a cumulative count. A formula that
 * adds yuan to square kilometres, or a flow to a stock, has no quantity, and is refused before any number
 * is looked at.
 */
import { unreachable } from '#kernel/std/assert.ts'
import { err, ok, type Result } from '#kernel/std/result.ts'
import { type Formula, operandsOf } from './formula.ts'

/**
 * A flow adds up over time, a stock stands at a moment, a cumulative count only grows. A ratio of like
 * things is none of them.
 */
export type Nature = 'flow' | 'stock' | 'cumulative' | 'ratio'

export interface Quantity {
  /** Powers of base units, in alphabetical order: `[['CNY', 1], ['km2', -1]]`; a ratio has none. */
  readonly unit: readonly (readonly [unit: string, power: number])[]
  readonly nature: Nature
}

export type QuantityFault =
  | { readonly kind: 'unknown_figure'; readonly name: string }
  | { readonly kind: 'units_differ'; readonly units: readonly [string, string] }
  | { readonly kind: 'natures_differ'; readonly natures: readonly [Nature, Nature] }
  /** Only flows of several times add up to one amount. */
  | { readonly kind: 'not_a_flow'; readonly nature: Nature }

export const RATIO: Quantity = { unit: [], nature: 'ratio' }

const RATIOS: ReadonlySet<string> = new Set(['ratio', 'times', 'rank'])

/** `CNY/km2` as it stands in catalogues and claims. */
export function quantityOfUnit(unit: string, nature: Nature): Quantity {
  if (RATIOS.has(unit)) return RATIO
  const [above = '', ...below] = unit.split('/')
  const powers: readonly (readonly [string, number])[] = [
    [above, 1],
    ...below.map((name) => [name, -1] as const),
  ]
  return { unit: gathered(powers), nature }
}

export function unitText({ unit }: Quantity): string {
  const above = unit.filter(([, power]) => power > 0).map(([name]) => name)
  const below = unit.filter(([, power]) => power < 0).map(([name]) => `/${name}`)
  return above.join('·') + below.join('')
}

export function quantityOf(
  formula: Formula,
  known: (name: string) => Quantity | undefined,
): Result<Quantity, QuantityFault> {
  if (formula.op === 'figure') {
    const quantity = known(formula.name)
    return quantity === undefined
      ? err({ kind: 'unknown_figure', name: formula.name })
      : ok(quantity)
  }
  const quantities: Quantity[] = []
  for (const operand of operandsOf(formula)) {
    const quantity = quantityOf(operand, known)
    if (!quantity.ok) return quantity
    quantities.push(quantity.value)
  }
  const [first = RATIO, ...rest] = quantities
  if (formula.op === 'per') return perOf(first, rest[0] ?? RATIO)
  for (const other of rest) {
    const fault = differenceOf(first, other)
    if (fault !== undefined) return err(fault)
  }
  return likeOf(formula, first)
}

/** What a formula over like operands measures. */
function likeOf(
  formula: Exclude<Formula, { op: 'figure' | 'per' }>,
  first: Quantity,
): Result<Quantity, QuantityFault> {
  switch (formula.op) {
    case 'growth':
    case 'cagr':
    case 'share':
    case 'multiple':
      return ok(RATIO)
    case 'difference':
    case 'sum':
      return ok(first)
    case 'cumulative':
      return first.nature === 'flow' ? ok(first) : err({ kind: 'not_a_flow', nature: first.nature })
    default:
      return unreachable(formula)
  }
}

function differenceOf(left: Quantity, right: Quantity): QuantityFault | undefined {
  const units = [unitText(left), unitText(right)] as const
  if (units[0] !== units[1]) return { kind: 'units_differ', units }
  if (left.nature !== right.nature) {
    return { kind: 'natures_differ', natures: [left.nature, right.nature] }
  }
  return undefined
}

function perOf(of: Quantity, base: Quantity): Result<Quantity, QuantityFault> {
  const inverse = base.unit.map(([name, power]) => [name, -power] as const)
  const unit = gathered([...of.unit, ...inverse])
  return ok(unit.length === 0 ? RATIO : { unit, nature: of.nature })
}

function gathered(powers: readonly (readonly [string, number])[]): Quantity['unit'] {
  const total = new Map<string, number>()
  for (const [name, power] of powers) total.set(name, (total.get(name) ?? 0) + power)
  return [...total].filter(([, power]) => power !== 0).toSorted(([a], [b]) => (a < b ? -1 : 1))
}
