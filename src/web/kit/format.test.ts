import { describe, expect, test } from 'vitest'
import {
  showHidden,
  formatBytes,
  formatCount,
  formatDay,
  formatInstant,
  formatList,
  formatMoney,
  shortHash,
} from './format.ts'

const AT = '2026-11-20T06:32:07.120Z'

describe('numbers', () => {
  test.each([
    [0, '0'],
    [999, '999'],
    [50_214, '50,214'],
    [-1_000, '−1,000'],
    [9_007_199_254_740_993n, '9,007,199,254,740,993'],
  ])('%s is %s', (value, text) => {
    expect(formatCount(value)).toBe(text)
  })

  test.each([
    [150_000n, '¥1,500.00'],
    [5n, '¥0.05'],
    [0n, '¥0.00'],
    [-150_000n, '−¥1,500.00'],
    [-5n, '−¥0.05'],
  ])('%s fen are %s', (amountMinor, text) => {
    expect(formatMoney(amountMinor)).toBe(text)
  })

  test('bytes have their word in both languages', () => {
    expect(formatBytes('en', 2311)).toBe('2,311 bytes')
    expect(formatBytes('zh', 2311)).toBe('2,311 字节')
  })
})

describe('instants in legal time', () => {
  test.each([
    ['en', 'long', 'Friday 20 November 2026, 14:32:07'],
    ['zh', 'long', '2026年11月20日（周五）14:32:07'],
    ['en', 'plain', '20 November 2026, 14:32:07'],
    ['zh', 'plain', '2026年11月20日 14:32:07'],
    ['en', 'table', '2026-11-20 14:32:07'],
    ['zh', 'clock', '14:32:07'],
  ] as const)('%s %s', (language, format, text) => {
    expect(formatInstant(language, AT, format)).toBe(text)
  })

  test('an evening in UTC is the next legal day', () => {
    expect(formatInstant('en', '2026-12-31T16:00:00Z', 'long')).toBe(
      'Friday 1 January 2027, 00:00:00',
    )
  })

  test('what is no instant stays as it came', () => {
    expect(formatInstant('en', 'soon', 'long')).toBe('soon')
  })
})

describe('days', () => {
  test('are written out', () => {
    expect(formatDay('en', '2025-03-04')).toBe('4 March 2025')
    expect(formatDay('zh', '2025-03-04')).toBe('2025年3月4日')
  })

  test('a source that names only a month keeps what it printed', () => {
    expect(formatDay('en', '2025-03')).toBe('2025-03')
  })
})

describe('words', () => {
  test('lists join in each language', () => {
    expect(formatList('en', [])).toBe('')
    expect(formatList('en', ['a'])).toBe('a')
    expect(formatList('en', ['a', 'b', 'c'])).toBe('a, b and c')
    expect(formatList('zh', ['甲', '乙', '丙'])).toBe('甲、乙和丙')
  })

  test('a hash is shortened to recognise', () => {
    expect(shortHash('590cf2e72e60b479dde03c')).toBe('590cf2e7…e03c')
    expect(shortHash('590cf2e7')).toBe('590cf2e7')
  })
})

describe('words as they came', () => {
  test('show what hides in them, and are else as they were', () => {
    expect(showHidden('王小明 \u202Egnp\u200B\u2028')).toBe('王小明 ⟨U+202E⟩gnp⟨U+200B⟩⟨U+2028⟩')
    expect(showHidden('con_7 · ¥1,650.00 👨‍👩‍👧')).toBe('con_7 · ¥1,650.00 👨‍👩‍👧')
  })
})
