import fc from 'fast-check'
import { Fraction } from 'fraction.js'
import { expect, test } from 'vitest'
import {
  decimalText,
  includes,
  intervalAsPrinted,
  intervalInUnit,
  meet,
  pointOf,
} from './interval.ts'
import type { Interval, PrintedFigure, Reading } from './interval.ts'
import { readPrintedNumber } from './printed.ts'

function bracketed({ low, high, lowClosed, highClosed }: Interval): string {
  const ends = `${decimalText(low, 9)} to ${decimalText(high, 9)}`
  return `${lowClosed ? '[' : '('}${ends}${highClosed ? ']' : ')'}`
}

test.each<[Omit<PrintedFigure, 'isCount'> & { isCount?: boolean }, Reading, string]>([
  [{ value: '3.2', scale: 'trillion' }, 'strict', '[3.15 to 3.25]'],
  [{ value: '2.80' }, 'strict', '[2.795 to 2.805]'],
  [{ value: '450', scale: 'million' }, 'strict', '[449.5 to 450.5]'],
  [{ value: '450', scale: 'million' }, 'loose', '[445 to 455]'],
  [{ value: '7,000' }, 'strict', '[6,999.5 to 7,000.5]'],
  [{ value: '7,000' }, 'loose', '[6,500 to 7,500]'],
  [{ value: '77', isCount: true }, 'loose', '[77 to 77]'],
  [{ value: '1.5', scale: 'million', isCount: true }, 'strict', '[1.45 to 1.55]'],
  [{ value: '3.3', hedge: 'approaching' }, 'strict', '[2.97 to 3.3)'],
  [{ value: '900', hedge: 'nearly', isCount: true }, 'strict', '[810 to 900)'],
  [{ value: '130', hedge: 'more than', isCount: true }, 'strict', '(130 to 140]'],
  [{ value: '40', scale: '%', hedge: 'over' }, 'strict', '(40 to 50]'],
  [{ value: '100', hedge: 'at least' }, 'strict', '[100 to 200]'],
  [{ value: '20', hedge: 'about' }, 'strict', '[10 to 30]'],
  [{ value: 'one-third' }, 'strict', '[0.3 to 0.366666667]'],
  [{ value: 'five' }, 'strict', '[4.5 to 5.5]'],
  [{ value: '\u22125', hedge: 'nearly' }, 'strict', '(\u22125 to \u22124.5]'],
  [{ value: '0' }, 'loose', '[\u22120.5 to 0.5]'],
])('%j read %s allows %s', (figure, reading, allowed) => {
  expect(bracketed(intervalAsPrinted({ isCount: false, ...figure }, reading))).toBe(allowed)
})

test.each([
  ['3.2', 'trillion', '3,200,000,000,000'],
  ['21.4', 'percent', '0.214'],
  ['1', '百亿', '10,000,000,000'],
  ['2.3', '万亿', '2,300,000,000,000'],
  ['hundred', 'billion', '100,000,000,000'],
])('%s %s is %s', (value, scale, inUnit) => {
  expect(decimalText(pointOf({ value, scale }), 9)).toBe(inUnit)
})

test.each(['', '3,2', '1,00', '.5', '5.', '1e3', '0x10', 'several', ' 3', 'constructor'])(
  '%j is no printed number',
  (value) => expect(readPrintedNumber(value)).toBeUndefined(),
)

test('3.2 trillion over 7,000 km2 meets 450 million only at the edge', () => {
  const output = intervalInUnit({ value: '3.2', scale: 'trillion', isCount: false }, 'strict')
  const area = intervalInUnit({ value: '7,000', isCount: false }, 'strict')
  const density = {
    low: output.low.div(area.high),
    high: output.high.div(area.low),
    lowClosed: true,
    highClosed: true,
  }
  const printed = intervalInUnit({ value: '450', scale: 'million', isCount: false }, 'strict')
  const both = meet(density, printed)
  expect(both && decimalText(both.low, 0)).toBe('449,967,859')
  expect(both && decimalText(both.high, 0)).toBe('450,500,000')
})

const interval = fc
  .tuple(fc.integer({ min: -9, max: 9 }), fc.nat(5), fc.boolean(), fc.boolean())
  .map(([low, width, lowClosed, highClosed]) => ({
    low: new Fraction(low),
    high: new Fraction(low + width),
    lowClosed,
    highClosed,
  }))

test('a value lies in the meeting of two intervals exactly if it lies in both', () => {
  fc.assert(
    fc.property(interval, interval, fc.integer({ min: -40, max: 60 }), (left, right, quarters) => {
      const value = new Fraction(quarters, 4)
      const both = meet(left, right)
      const inBoth = includes(left, value) && includes(right, value)
      expect(both !== undefined && includes(both, value)).toBe(inBoth)
    }),
  )
})

test('a printed number lies in the interval that it allows, and loose allows what strict does', () => {
  const printed = fc.tuple(fc.bigInt(-999_999n, 999_999n), fc.nat(3)).map(([digits, places]) => {
    const text = new Fraction(digits, 10n ** BigInt(places))
    return decimalText(text, places)
  })
  fc.assert(
    fc.property(printed, (value) => {
      const strict = intervalAsPrinted({ value, isCount: false }, 'strict')
      const loose = intervalAsPrinted({ value, isCount: false }, 'loose')
      expect(includes(strict, pointOf({ value }))).toBe(true)
      expect(loose.low.compare(strict.low)).toBeLessThanOrEqual(0)
      expect(loose.high.compare(strict.high)).toBeGreaterThanOrEqual(0)
    }),
  )
})
