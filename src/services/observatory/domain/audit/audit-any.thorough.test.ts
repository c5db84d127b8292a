/** Whatever text comes: the audit ends in bounded steps, and never with a failure. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { auditText } from './audit.ts'
import { VERDICTS } from './types.ts'

const DAY = '2025-05-06'

test('a text without end is read in bounded steps, and the answer says that it was cut', () => {
  for (const piece of ['1,', '\n1. ', '增长5%', ', including 3 billion yuan', '3 firms of the ']) {
    const { claims, isTruncated } = auditText(piece.repeat(60_000 / piece.length), DAY)
    expect(claims.length).toBeLessThan(1_000)
    expect(isTruncated || claims.length < 500).toBe(true)
  }
})

test('random texts never break it', () => {
  const pieces = [
    '12',
    '3.4',
    ' billion',
    ' yuan',
    ' percent',
    '亿',
    '千',
    'GDP ',
    ' of ',
    ' rose ',
    ' from ',
    ', up ',
    'ten',
    '-',
    ' hundred',
    '"',
    '(',
    '$',
    ')',
    '. ',
    '\n',
    ' 2024',
    ' firms',
    ' in ',
    '%',
    '分之',
    ' times',
    ' the ',
    '1/',
    ',',
    ' average annual growth',
  ]
  const text = fc.oneof(
    fc.string({ maxLength: 400, unit: 'binary' }),
    fc.array(fc.constantFrom(...pieces), { maxLength: 120 }).map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(text, (words) => {
      const { claims, checks } = auditText(words)
      expect(claims.every(({ start, end }) => start < end && end <= words.length)).toBe(true)
      expect(checks.every(({ verdict }) => VERDICTS.includes(verdict))).toBe(true)
    }),
    { numRuns: 10_000 },
  )
})
