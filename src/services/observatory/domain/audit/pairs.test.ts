/** Levels that the words of a sentence link with their change, whatever their frames say. All is invented. */
import { describe, expect, test } from 'vitest'
import { auditText } from './audit.ts'

/** The verdict on the figure that a sentence states, with what it would be where its link is a doubt. */
function verdicts(sentence: string): readonly string[] {
  return auditText(sentence, '2025-03-24')
    .checks.filter(({ statedClaim }) => statedClaim !== null)
    .map(({ relation, verdict }) => `${relation}: ${verdict}`)
}

describe('a change beside its two levels', () => {
  test.each([
    [
      'In 2024 car sales soared 30 percent to 585,000 vehicles, from 450,000 in 2023.',
      'consistent',
    ],
    [
      'In 2024 car sales soared 62.5 percent to 585,000 vehicles, from 450,000 in 2023.',
      'inconsistent',
    ],
    [
      'Exports were 38.7 billion yuan, 18.2 percent more than the 32.74 billion yuan of 2023.',
      'consistent',
    ],
    [
      'Exports were 38.7 billion yuan, 28.2 percent more than the 32.74 billion yuan of 2023.',
      'inconsistent',
    ],
    [
      'Exports rose from 18.2 billion yuan in 2023 to 21.9 billion yuan in 2024, a rise of 20.3 percent.',
      'consistent',
    ],
    [
      'Exports rose from 18.2 billion yuan in 2023 to 21.9 billion yuan in 2024, a rise of 12.3 percent.',
      'inconsistent',
    ],
  ])('%s', (sentence, verdict) => {
    expect(verdicts(sentence)).toContain(`growth: ${verdict}`)
  })

  test('a rise beside its rate leads to the level behind both', () => {
    const rise = (rate: string): readonly string[] =>
      verdicts(`Exports grew by 12.4 billion yuan, or ${rate} percent, to 85.6 billion yuan.`)
    expect(rise('16.9')).toContain('growth: consistent')
    expect(rise('14.5')).toContain('growth: inconsistent')
  })

  test('a part of a count is a share of it', () => {
    expect(verdicts('Of late 48 of 60 projects, or 80 percent, were done.')).toContain(
      'share: consistent',
    )
    expect(verdicts('Of late 48 of 60 projects, or 85 percent, were done.')).toContain(
      'share: inconsistent',
    )
  })
})

describe('doubts that accuse nobody', () => {
  test('digits that were read as nothing leave open what the others are of', () => {
    const [found] = verdicts(
      'Exports rose to 38.7 billion yuan at 12/x/9, 28.2 percent more than the 32.74 billion yuan of 2023.',
    )
    expect(found).not.toBe('growth: inconsistent')
  })

  test('what is theirs is not the whole trade of an area', () => {
    const text =
      "In 2024, Kunshan's exports were 236.9 billion yuan and its imports 174.7 billion yuan. " +
      'Private firms did well. Their imports and exports were 223.5 billion yuan.'
    expect(verdicts(text)).not.toContain('sum of parts: inconsistent')
  })
})
