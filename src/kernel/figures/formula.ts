/**
 * Formulas over figures: how a figure follows from others. One expression is read three ways: its quantity
 * is checked (`formula-quantity.ts`), it is evaluated forwards for a page, and solved backwards for the
 * operand that is missing or in doubt (`formula-value.ts`). Figures are named; who evaluates knows them.
 */
import { assert, unreachable } from '#kernel/std/assert.ts'

/** Two operands: what is looked at, and what it is looked at against. */
export interface Pair {
  readonly of: Formula
  readonly base: Formula
}

export type Formula =
  | { readonly op: 'figure'; readonly name: string }
  /** (of − base) ÷ base, as a ratio. */
  | ({ readonly op: 'growth' } & Pair)
  /** The yearly rate that leads from the base to it: (of ÷ base)^(1 ÷ years) − 1. */
  | ({ readonly op: 'cagr'; readonly years: number } & Pair)
  /** of ÷ base, where it is a part of the base. */
  | ({ readonly op: 'share' } & Pair)
  /** of ÷ base, of one kind: 1.8 times that of 2020. */
  | ({ readonly op: 'multiple' } & Pair)
  /** of ÷ base, of any kinds: yuan per square kilometre. */
  | ({ readonly op: 'per' } & Pair)
  /** of − base. */
  | ({ readonly op: 'difference' } & Pair)
  /** Parts of one whole at one time. */
  | { readonly op: 'sum'; readonly parts: readonly Formula[] }
  /** Flows of one thing over times that follow one another. */
  | { readonly op: 'cumulative'; readonly steps: readonly Formula[] }

/** What divides or is subtracted. */
export type PairFormula = Extract<Formula, Pair>

export const YEARS_MAX = 100
export const PARTS_MAX = 400

type Operand = Formula | string

const read = (operand: Operand): Formula =>
  typeof operand === 'string' ? { op: 'figure', name: operand } : operand

export const figure = (name: string): Formula => ({ op: 'figure', name })

export function growth(of: Operand, base: Operand): Formula {
  return { op: 'growth', of: read(of), base: read(base) }
}

/** Both figures are levels; `years` is the number of steps between them: 4 from 2020 to 2024. */
export function cagr(of: Operand, base: Operand, years: number): Formula {
  assert(Number.isInteger(years), 'a rate is for whole years')
  assert(years >= 1 && years <= YEARS_MAX, 'a rate is for a year or more')
  return { op: 'cagr', of: read(of), base: read(base), years }
}

export function share(of: Operand, base: Operand): Formula {
  return { op: 'share', of: read(of), base: read(base) }
}

export function multiple(of: Operand, base: Operand): Formula {
  return { op: 'multiple', of: read(of), base: read(base) }
}

export function per(of: Operand, base: Operand): Formula {
  return { op: 'per', of: read(of), base: read(base) }
}

export function difference(of: Operand, base: Operand): Formula {
  return { op: 'difference', of: read(of), base: read(base) }
}

export function sum(parts: readonly Operand[]): Formula {
  return { op: 'sum', parts: bounded(parts) }
}

export function cumulative(steps: readonly Operand[]): Formula {
  return { op: 'cumulative', steps: bounded(steps) }
}

function bounded(operands: readonly Operand[]): readonly Formula[] {
  assert(operands.length >= 1 && operands.length <= PARTS_MAX, 'a sum has parts')
  return operands.map(read)
}

export function operandsOf(formula: Formula): readonly Formula[] {
  switch (formula.op) {
    case 'figure':
      return []
    case 'sum':
      return formula.parts
    case 'cumulative':
      return formula.steps
    default:
      return [formula.of, formula.base]
  }
}

/** Each name as often as it is used. */
export function namesIn(formula: Formula): readonly string[] {
  return formula.op === 'figure' ? [formula.name] : operandsOf(formula).flatMap(namesIn)
}

/** The arithmetic in signs, with each figure as `write` says it: `(3.2 − 2.3) ÷ 2.3`. */
export function formulaText(formula: Formula, write: (name: string) => string): string {
  const inner = (operand: Formula): string => {
    const text = formulaText(operand, write)
    return operand.op === 'figure' ? text : `(${text})`
  }
  switch (formula.op) {
    case 'figure':
      return write(formula.name)
    case 'growth':
      return `${inner(formula.of)} ÷ ${inner(formula.base)} − 1`
    case 'cagr':
      return `(${inner(formula.of)} ÷ ${inner(formula.base)})^(1/${formula.years}) − 1`
    case 'share':
    case 'multiple':
    case 'per':
      return `${inner(formula.of)} ÷ ${inner(formula.base)}`
    case 'difference':
      return `${inner(formula.of)} − ${inner(formula.base)}`
    case 'sum':
      return formula.parts.map(inner).join(' + ')
    case 'cumulative':
      return formula.steps.map(inner).join(' + ')
    default:
      return unreachable(formula)
  }
}
