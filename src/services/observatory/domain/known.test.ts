/** The set that audits compare with: bounded, the same for the same claims, and of what is printed in digits. */
import { describe, expect, test } from 'vitest'
import { type Claim, KNOWN_MAX } from '../contract.ts'
import { auditText } from './audit/audit.ts'
import { knownSetOf } from './known.ts'

function claim(more: Partial<Claim>): Claim {
  return {
    indicator: 'gdp',
    area: 'HUB',
    period: '2020',
    kind: 'level',
    value: '2.3',
    scale: 'trillion',
    unit: 'CNY',
    source: { id: 'invented-2021', reference: 'Invented report', locator: 'line 1' },
    publisher: 'Invented Press',
    date: '2021-03-01',
    ...more,
  }
}

describe('a set', () => {
  test('is the same in whatever order its claims come, and another with another digit', () => {
    const [one, other] = [claim({}), claim({ period: '2021', value: '2.5' })]
    expect(knownSetOf([one, other])).toEqual(knownSetOf([other, one]))
    expect(knownSetOf([claim({ value: '2.30' })]).version).not.toBe(knownSetOf([one]).version)
  })

  test('takes a correction for what it corrects, and a claim of two books once', () => {
    const second = claim({ value: '2.4', vintage: 2 })
    const { figures } = knownSetOf([second, claim({}), claim({})])
    expect(figures.map(({ digits }) => digits)).toEqual(['2.4'])
  })

  test('says a percentage as an audit does, and leaves out what has no digits', () => {
    const rate = claim({
      kind: 'change_pct',
      value: '1,054',
      scale: 'percent',
      unit: 'ratio',
      base: { period: '2019' },
    })
    const word = claim({ kind: 'share', value: 'one-third', unit: 'ratio', base: { area: 'YRD' } })
    const { scale: _, ...unscaled } = word
    const { figures } = knownSetOf([rate, unscaled])
    expect(figures).toEqual([
      expect.objectContaining({ unit: 'percent', digits: '1054', exponent: 0 }),
    ])
  })

  test('holds the latest where there are too many, and says so', () => {
    const many = Array.from({ length: KNOWN_MAX + 1 }, (_, at) =>
      claim({
        date: at === 0 ? '2020-01-01' : '2021-01-01',
        source: { id: 'invented-2021', reference: 'Invented report', locator: `line ${at}` },
      }),
    )
    const set = knownSetOf(many)
    expect(set.isWhole).toBe(false)
    expect(set.figures).toHaveLength(KNOWN_MAX)
    expect(set.figures.map(({ date }) => date)).not.toContain('2020-01-01')
  })
})

describe('a text beside it', () => {
  const audit = (text: string, claims: readonly Claim[]) =>
    auditText(text, '2025-03-24', { known: knownSetOf(claims) }).checks.filter(({ operands }) =>
      operands.some((id) => id.startsWith('clm_')),
    )
  const land = claim({ indicator: 'land-area', value: '7,000', unit: 'km2', period: '2021' })
  const { scale: _, ...area } = land

  test.each([
    [
      'a rise from a base',
      'an increase of nearly 1 trillion yuan from four years ago',
      'difference',
      'consistent',
    ],
    ['a multiple', '1.4 times that of 2020', 'multiple of base', 'consistent'],
    ['a rate over a base', 'up 39.1 percent from 2020', 'growth', 'consistent'],
    [
      'a rise that cannot be',
      'an increase of nearly 2 trillion yuan from four years ago',
      'difference',
      'ambiguous',
    ],
  ])('%s is computed with what was published', (_name, words, relation, verdict) => {
    const text = `In 2024, the GDP of the Hongqiao International Open Hub reached 3.2 trillion yuan, ${words}.`
    expect(audit(text, [claim({})])).toContainEqual(expect.objectContaining({ relation, verdict }))
  })

  test('a density is computed over the area that was published', () => {
    const text =
      "In 2024, the GDP of the Hongqiao International Open Hub reached 3.2 trillion yuan. The hub's GDP per square kilometer was 450 million yuan in 2024."
    expect(audit(text, [area])).toContainEqual(
      expect.objectContaining({ relation: 'per', verdict: 'edge', link: 'proposed' }),
    )
  })

  test('is never accused, however far apart they are', () => {
    const text = 'In 2020, the GDP of the Hongqiao International Open Hub reached 23 trillion yuan.'
    const [check] = audit(text, [claim({})])
    expect(check).toMatchObject({ verdict: 'ambiguous', possible: 'scale-slip' })
  })
})
