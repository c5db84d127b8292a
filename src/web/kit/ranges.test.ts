import { describe, expect, test } from 'vitest'
import { axisOf, gapBetween, writeTick } from './ranges.ts'

const computed = { low: 1.284, high: 1.289 }
const stated = { low: 1.55, high: 1.65 }

describe('ranges on a line', () => {
  test('the axis has round ticks and holds both', () => {
    const axis = axisOf([computed, stated])
    expect(axis.ticks.map((tick) => writeTick(tick, axis))).toEqual([
      '1.2',
      '1.3',
      '1.4',
      '1.5',
      '1.6',
      '1.7',
    ])
    expect(axis.low).toBeLessThanOrEqual(computed.low)
    expect(axis.high).toBeGreaterThanOrEqual(stated.high)
  })

  test('a single value still has an axis', () => {
    expect(axisOf([{ low: 5, high: 5 }]).ticks.length).toBeGreaterThan(1)
  })

  test('a gap is named in either order, and none where they meet', () => {
    expect(gapBetween(computed, stated)).toEqual([1.289, 1.55])
    expect(gapBetween(stated, computed)).toEqual([1.289, 1.55])
    expect(gapBetween({ low: 1, high: 2 }, { low: 2, high: 3 })).toBeNull()
  })

  test('an end that is left out does not meet', () => {
    expect(gapBetween({ low: 1, high: 2, isHighOpen: true }, { low: 2, high: 3 })).toEqual([2, 2])
  })
})
