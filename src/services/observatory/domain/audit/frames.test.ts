/** Where a figure belongs: its area, its time and what it measures, where its own clause does not say so. */
import { describe, expect, test } from 'vitest'
import { auditText } from './audit.ts'

const DAY = '2025-02-20'

function frames(text: string): readonly string[] {
  return auditText(text, DAY).claims.map(
    ({ indicator, area, period }) => `${indicator ?? '-'} | ${area ?? '-'} | ${period ?? '-'}`,
  )
}

describe('areas', () => {
  test.each([
    ['In Hainan, exports reached 90 billion yuan in 2024.', 'Hainan'],
    ["Shenzhen in South China's Guangdong province exported 2 million cars.", 'Shenzhen'],
    [
      'The Yangshan Special Comprehensive Bonded Zone, the only one of its kind in the country, earned 3 billion yuan.',
      'Yangshan Special Comprehensive Bonded Zone',
    ],
    ["Foshan grew. The city's exports hit 5 billion yuan.", 'Foshan'],
    [
      'The Port of Ningbo was busy, unlike Waigaoqiao.\n\nThe port handled 9 million boxes.',
      'Ningbo',
    ],
    ['Sales of the logistics hub hit 5 billion yuan.', '-'],
    ['Sales of the hub hit 5 billion yuan.', 'HUB'],
  ])('%s', (text, area) => {
    expect(frames(text).map((frame) => frame.split(' | ')[1])).toEqual([area])
  })
})

describe('times', () => {
  test('the day and the place of an agency are of no figure', () => {
    expect(frames('HAIKOU, Jan. 22 (Xinhua) -- Trade hit 9 billion yuan in 2024.')).toEqual([
      'Trade | - | 2024',
    ])
  })

  test('what was gathered stands as of the day, and what was handled is of the year before', () => {
    const told =
      'In 2024 the port grew. It has gathered 61 firms.\n\nIt handled 5 million tonnes of ore.'
    expect(frames(told).map((frame) => frame.split(' | ')[2])).toEqual(['2025-02', '2024'])
  })

  test('years since a beginning are a window', () => {
    const [frame] = frames('Since the zone was set up in June 2020, it has drawn 7 billion yuan.')
    expect(frame).toMatch(/2020\.\.2024$/)
  })
})

describe('what is measured', () => {
  test.each([
    ['Sales grew 9 percent a year and output 5 percent in 2024.', ['Sales', 'output']],
    ['Services grew 9 percent, followed by finance with 8 percent.', ['Services', 'finance']],
    ['Takings grew by a third to reach 5 billion yuan.', ['Takings', 'Takings']],
    ['Trade with Laos, a neighbor of the province, came to 5 billion yuan.', ['Trade with Laos']],
    ['Pinghu saw exports gain 9.8 percent to 41.9 billion yuan.', ['exports', 'exports']],
  ])('%s', (text, names) => {
    expect(frames(text).map((frame) => frame.split(' | ')[0])).toEqual(names)
  })
})

describe('headlines', () => {
  const body = 'Exports rose 5.1 percent to 3 billion yuan in 2024, officials said.'

  test('what a headline says again is one figure', () => {
    expect(frames(`Exports up 5.1 percent\n${body}`)).toHaveLength(2)
  })

  test('what a headline says otherwise is a figure of its own', () => {
    expect(frames(`Exports up 5.7 percent\n${body}`)).toHaveLength(3)
  })
})

describe('every figure stands in a check', () => {
  test('figures without a second one are told together, paragraph by paragraph', () => {
    const { checks } = auditText('The park has 31 labs and 12 studios.\n\nIt has 5 cafes.', DAY)
    expect(checks.map(({ relation, operands, verdict }) => [relation, operands, verdict])).toEqual([
      ['stands alone', ['c1', 'c2'], 'not-checkable'],
      ['stands alone', ['c3'], 'not-checkable'],
    ])
  })

  test('rates of one sentence without levels are one check', () => {
    const { checks } = auditText('In 2024 exports rose 5 percent and imports 3 percent.', DAY)
    expect(checks.map(({ formula, verdict }) => `${formula} ${verdict}`)).toEqual([
      'c1, c2 not-checkable',
    ])
  })
})
