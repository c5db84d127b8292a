/** Chance in the tests: the same in every ordinary run, another in every long one. */
import fc from 'fast-check'
import { expect, test } from 'vitest'

const isLong = process.env['HONGQIAO_LONG'] === '1'

function tried(): readonly number[] {
  const seen: number[] = []
  fc.assert(fc.property(fc.nat(), (n) => void seen.push(n)))
  return seen
}

test('an ordinary run tries what every ordinary run tries, and a long one searches on', () => {
  expect(typeof fc.readConfigureGlobal().seed).toBe(isLong ? 'undefined' : 'number')
  const [first, second] = [tried(), tried()].map(String)
  expect(first === second).toBe(!isLong)
  expect(new Set(tried()).size).toBeGreaterThan(50)
})
