import { expect, test } from 'vitest'
import { riskOf } from './risk-line.ts'

const YUAN = 100n

/** By balance, last year's revenue and age: why, and what would have to be deposited; in yuan. */
const CASES: readonly (readonly [
  bigint,
  bigint | null,
  boolean | null,
  string,
  bigint,
  boolean,
])[] = [
  [0n, null, null, 'below', 0n, false],
  [200_000n, null, true, 'below', 0n, false],
  [214_600n, null, null, 'over-line', 85_840n, true],
  [214_600n, 2_000_000n, false, 'over-line', 85_840n, false],
  [214_600n, null, true, 'young', 214_600n, false],
  // A fifth of 1.05 million is 210,000.
  [214_600n, 1_050_000n, false, 'over-revenue', 214_600n, false],
  [210_000n, 1_050_000n, false, 'over-line', 84_000n, false],
  // A fifth that is not above 200,000 is no line.
  [214_600n, 500_000n, false, 'over-line', 85_840n, false],
  // A fifth of 400 million is over the greatest line.
  [50_000_001n, 400_000_000n, false, 'over-revenue', 50_000_001n, false],
  [50_000_000n, 400_000_000n, false, 'over-line', 20_000_000n, false],
]

test.each(CASES)('%d yuan, revenue %s, young %s: %s', (...given) => {
  const [balance, revenue, isYoung, reason, required, isLeast] = given
  const answer = riskOf({
    balanceMinor: balance * YUAN,
    revenueMinor: revenue === null ? null : revenue * YUAN,
    isYoung,
  })
  expect(answer).toMatchObject({ reason, requiredMinor: required * YUAN, isLeast })
})

test('a part of a fen is rounded up', () => {
  const answer = riskOf({ balanceMinor: 20_000_001n, revenueMinor: null, isYoung: false })
  expect(answer.requiredMinor).toBe(8_000_001n)
})
