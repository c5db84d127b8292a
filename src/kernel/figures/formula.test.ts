import fc from 'fast-check'
import { expect, test } from 'vitest'
import { assert } from '#kernel/std/assert.ts'
import { pointAt } from './arithmetic.ts'
import {
  cagr,
  cumulative,
  difference,
  figure,
  type Formula,
  formulaText,
  growth,
  multiple,
  namesIn,
  operandsOf,
  per,
  share,
  sum,
} from './formula.ts'
import { type Nature, quantityOf, quantityOfUnit, unitText } from './formula-quantity.ts'
import { evaluate, type Figures, solve, type Value } from './formula-value.ts'
import { includes, type Interval, intervalInUnit } from './interval.ts'
import { Fraction } from './rational.ts'

const printed = (value: string, scale?: string): Interval =>
  intervalInUnit({ value, scale, isCount: false }, 'strict')

function textOf(value: Value): string {
  if (value.kind !== 'known') return JSON.stringify(value)
  const { low, high, lowClosed, highClosed } = value.interval
  return `${lowClosed ? '[' : '('}${low.toFraction()}, ${high.toFraction()}${highClosed ? ']' : ')'}`
}

test('density: 3.2 trillion on 7,000 km2', () => {
  const figures = new Map([
    ['gdp', printed('3.2', 'trillion')],
    ['area', printed('7,000')],
  ])
  const density = evaluate(per('gdp', 'area'), figures)
  assert(density.kind === 'known', 'both are given')
  expect(includes(density.interval, new Fraction(450_000_000))).toBe(true)
  expect(includes(density.interval, new Fraction(449_900_000))).toBe(false)
})

test('the growth that is printed and the levels that are printed, backwards', () => {
  const figures = new Map([['now', pointAt(4_733n)]])
  const base = solve(growth('now', 'before'), 'before', printed('52.8', 'percent'), figures)
  assert(base.kind === 'known', 'one is missing and asked for')
  expect([base.interval.low.valueOf(), base.interval.high.valueOf()]).toEqual([
    4_733 / 1.5285,
    4_733 / 1.5275,
  ])
})

test('a yearly rate: 7.8 % over four years is not 1.8 times', () => {
  const figures = new Map([['2020', pointAt(1n)]])
  const rate = printed('7.8', 'percent')
  const factor = solve(cagr('2024', '2020', 4), '2024', rate, figures)
  assert(factor.kind === 'known', 'the base is given')
  expect(factor.interval.high.compare(new Fraction('1.36'))).toBe(-1)
})

test('a root is met where it is rational, and enclosed where it is not', () => {
  const figures = new Map([
    ['four', pointAt(4n)],
    ['two', pointAt(2n)],
    ['one', pointAt(1n)],
  ])
  expect(textOf(evaluate(cagr('four', 'one', 2), figures))).toBe('[1, 1]')
  const rate = evaluate(cagr('two', 'one', 2), figures)
  assert(rate.kind === 'known', 'both are given')
  const { low, high } = rate.interval
  const squared = (end: Fraction) => end.add(1).mul(end.add(1)).compare(2)
  expect([squared(low), squared(high)]).toEqual([-1, 1])
  expect(high.sub(low).compare(new Fraction(1n, 10n ** 15n))).toBe(0)
})

test('what may be zero does not divide', () => {
  const figures = new Map([
    ['a', pointAt(1n)],
    ['b', { low: new Fraction(0), high: new Fraction(1), lowClosed: false, highClosed: true }],
  ])
  expect(evaluate(share('a', 'b'), figures)).toEqual({ kind: 'undefined', why: 'base_may_be_zero' })
})

test('a figure that stands twice is not solved for', () => {
  const twice = share('a', sum(['a', 'b']))
  const figures = new Map([['b', pointAt(1n)]])
  const answer = { kind: 'undefined', why: 'not_solvable' }
  expect(solve(twice, 'a', pointAt(1n), figures)).toEqual(answer)
  expect(solve(twice, 'c', pointAt(1n), figures)).toEqual(answer)
})

test('a formula reads as its arithmetic', () => {
  const write = (name: string) => name
  const nested = growth(per('gdp', 'area'), difference('x', 'y'))
  expect(formulaText(nested, write)).toBe('(gdp ÷ area) ÷ (x − y) − 1')
  expect(formulaText(cagr('b', 'a', 4), write)).toBe('(b ÷ a)^(1/4) − 1')
  expect(formulaText(sum(['a', 'b']), write)).toBe('a + b')
})

const NAMES = ['a', 'b', 'c', 'd', 'e']

const formulas = fc.letrec<{ leaf: Formula; node: Formula; formula: Formula }>((tie) => ({
  leaf: fc.constantFrom(...NAMES).map(figure),
  formula: fc.oneof({ maxDepth: 3, withCrossShrink: true }, tie('leaf'), tie('node')),
  node: fc.oneof(
    fc
      .tuple(
        fc.constantFrom(growth, share, multiple, per, difference),
        tie('formula'),
        tie('formula'),
      )
      .map(([make, of, base]) => make(of, base)),
    fc
      .tuple(tie('formula'), tie('formula'), fc.integer({ min: 1, max: 5 }))
      .map(([of, base, years]) => cagr(of, base, years)),
    fc
      .tuple(
        fc.constantFrom(sum, cumulative),
        fc.array(tie('formula'), { minLength: 1, maxLength: 4 }),
      )
      .map(([make, parts]) => make(parts)),
  ),
})).formula

const fractions = fc
  .tuple(fc.bigInt({ min: -50n, max: 400n }), fc.bigInt({ min: 1n, max: 20n }))
  .map(([n, d]) => new Fraction(n, d))

/** A point with an interval around it, whose ends may be left out where the point is not on them. */
const around = fc
  .tuple(fractions, fractions, fractions, fc.boolean(), fc.boolean())
  .map(([point, below, above, lowClosed, highClosed]) => {
    const low = point.sub(below.abs())
    const high = point.add(above.abs())
    const interval: Interval = {
      low,
      high,
      lowClosed: lowClosed || below.n === 0n,
      highClosed: highClosed || above.n === 0n,
    }
    return { point, interval }
  })

const worlds = fc.tuple(around, around, around, around, around).map((given) => ({
  points: new Map(given.map(({ point }, at) => [NAMES[at] ?? '', pointAt(point)])),
  intervals: new Map(given.map(({ interval }, at) => [NAMES[at] ?? '', interval])),
}))

test('whatever the figures allow, the value allows', () => {
  let seen = 0
  fc.assert(
    fc.property(formulas, worlds, (formula, { points, intervals }) => {
      const wide = evaluate(formula, intervals)
      const exact = evaluate(formula, points)
      if (wide.kind !== 'known') return
      // What has a value over a range has one at each point of it.
      assert(exact.kind === 'known', 'a point is within its interval')
      const { low, high } = exact.interval
      if (low.compare(high) === 0) seen += 1
      // A root is not rational: its enclosure lies within the other's.
      expect(low.compare(high) !== 0 || includes(wide.interval, low)).toBe(true)
      expect(low.compare(wide.interval.low)).toBeGreaterThanOrEqual(0)
      expect(high.compare(wide.interval.high)).toBeLessThanOrEqual(0)
    }),
    { numRuns: 2_000 },
  )
  expect(seen).toBeGreaterThan(100)
})

test('backwards, the figure that led to a value is among those that are implied', () => {
  let seen = 0
  fc.assert(
    fc.property(formulas, worlds, fc.constantFrom(...NAMES), (formula, world, name) => {
      const exact = evaluate(formula, world.points)
      if (exact.kind !== 'known') return
      const implied = solve(formula, name, exact.interval, without(name, world.intervals))
      if (implied.kind !== 'known') return
      const point = world.points.get(name)?.low
      assert(point !== undefined, 'the world has every name')
      seen += 1
      expect(includes(implied.interval, point)).toBe(true)
    }),
    { numRuns: 4_000 },
  )
  expect(seen).toBeGreaterThan(100)
})

test('a missing figure is named, and never taken for anything', () => {
  fc.assert(
    fc.property(formulas, worlds, fc.constantFrom(...NAMES), (formula, { intervals }, name) => {
      const value = evaluate(formula, without(name, intervals))
      const isUsed = namesIn(formula).includes(name)
      const whole = evaluate(formula, intervals)
      expect(value).toEqual(isUsed ? { kind: 'missing', names: [name] } : whole)
    }),
  )
})

function without(name: string, figures: Figures): Figures {
  return new Map([...figures].filter(([other]) => other !== name))
}

const NATURES: Readonly<Record<string, readonly [string, Nature]>> = {
  a: ['CNY', 'flow'],
  b: ['CNY', 'flow'],
  c: ['km2', 'stock'],
  d: ['CNY', 'stock'],
  e: ['CNY', 'cumulative'],
}
const known = (name: string) => {
  const entry = NATURES[name]
  return entry && quantityOfUnit(...entry)
}

test.each<[string, Formula, object]>([
  ['CNY + km2', sum(['a', 'c']), { kind: 'units_differ', units: ['CNY', 'km2'] }],
  ['flow + stock', sum(['a', 'd']), { kind: 'natures_differ', natures: ['flow', 'stock'] }],
  ['flow − cumulative', difference('a', 'e'), { natures: ['flow', 'cumulative'] }],
  ['a share of another unit', share('a', 'c'), { kind: 'units_differ' }],
  ['the growth of a flow over a stock', growth('a', 'd'), { kind: 'natures_differ' }],
  ['stocks of several times', cumulative(['d', 'd']), { kind: 'not_a_flow', nature: 'stock' }],
  ['a density plus an amount', sum([per('a', 'c'), 'b']), { units: ['CNY/km2', 'CNY'] }],
  ['what nobody knows', sum(['a', 'z']), { kind: 'unknown_figure', name: 'z' }],
])('%s is refused', (_, formula, error) => {
  expect(quantityOf(formula, known)).toMatchObject({ ok: false, error })
})

test('units multiply out', () => {
  const density = quantityOf(per('a', 'c'), known)
  assert(density.ok, 'a density is sound')
  expect([unitText(density.value), density.value.nature]).toEqual(['CNY/km2', 'flow'])
  expect(quantityOf(share(per('a', 'c'), per('b', 'c')), known)).toEqual({
    ok: true,
    value: { unit: [], nature: 'ratio' },
  })
})

test('no formula that adds or compares unlike things passes', () => {
  fc.assert(
    fc.property(formulas, (formula) => {
      const quantity = quantityOf(formula, known)
      if (!quantity.ok) return
      for (const part of partsOf(formula)) {
        if (part.op === 'per' || part.op === 'figure') continue
        const sides = operandsOf(part).map((operand) => {
          const side = quantityOf(operand, known)
          assert(side.ok, 'the parts of what is sound are sound')
          return `${unitText(side.value)} ${side.value.nature}`
        })
        expect(new Set(sides).size).toBe(1)
      }
    }),
    { numRuns: 2_000 },
  )
})

function partsOf(formula: Formula): readonly Formula[] {
  return [formula, ...operandsOf(formula).flatMap(partsOf)]
}
