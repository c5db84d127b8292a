import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { auditText } from './audit.ts'

const DAY = '2025-05-06'

function read(text: string): readonly string[] {
  return auditText(text, DAY).claims.map(({ value, unit, hedge, kind }) =>
    [value, unit, hedge, kind].filter((field) => field !== null).join(' '),
  )
}

function verdicts(text: string): readonly string[] {
  return auditText(text, DAY)
    .checks.filter(({ statedClaim }) => statedClaim !== null)
    .map(({ relation, verdict }) => `${relation}: ${verdict}`)
}

test.each<[string, readonly string[]]>([
  ['The port earned 4.16 trillion yuan.', ['4160000000000 CNY level']],
  ['The plant cost US$2.5bn.', ['2500000000 USD level']],
  ['Sales hit 12 million yuan ($1.7 million).', ['12000000 CNY level', '1700000 USD level']],
  ['A 30-billion-yuan fund was set up.', ['30000000000 CNY level']],
  ['Rents rose 1.2 percentage points.', ['1.2 percentage points change_abs']],
  ['Taxes grew 54 percent.', ['54 percent change_pct']],
  ['Taxes fell by nearly 6 per cent.', ['6 percent nearly change_pct']],
  ['Exports rose 4 to 6 percent.', ['4 percent change_pct', '6 percent change_pct']],
  ['Trade in goods doubled.', ['2 times change_multiple']],
  ['Fees make up two-thirds of revenue.', ['0.666667 ratio fraction share']],
  ['The park has 31 labs and 12 design studios.', ['31 count count', '12 count count']],
  [
    'Some 2,400 firms and more than 70 banks came.',
    ['2400 count some count', '70 count more than count'],
  ],
  ['five hundred-million-yuan workshops opened', ['5 count count', '100000000 CNY at least level']],
  ['The county ranked third in the province.', ['3 rank rank']],
  [
    'Taxes rose 8 per\u00ADcent to 3 bil-\nlion yuan.',
    ['8 percent change_pct', '3000000000 CNY level'],
  ],
  ['The lake covers 12 sq km.', ['12 km2 level']],
  ['Revenue grew by an average of 9.5% annually from 2021 to 2024.', ['9.5 percent avg_growth']],
])('%s', (text, figures) => {
  expect(read(text)).toEqual(figures)
})

test.each([
  'On May 6, 2025, at 10:30 the 5th fair opened in Hall 3.',
  'Its three-year plan of 2021 ends after the first half of next year.',
  'Call 021-5555-0199 or see https://example.org/2024/17.',
  'One of the best, with one-stop service on Line 17 and a 5G network.',
])('no figure in: %s', (text) => {
  expect(read(text)).toEqual([])
})

test.each([
  ['产值达1.5万亿元。', '1500000000000 CNY level'],
  ['投资超过320亿元。', '32000000000 CNY 超过 level'],
  ['面积为45平方公里。', '45 km2 level'],
  ['税收增长三成。', '30 percent change_pct'],
  ['产量翻两番。', '4 times change_multiple'],
  ['比重提高2.5个百分点。', '2.5 percentage points change_abs'],
  ['形成千亿级产业。', '100000000000 CNY label'],
  ['投入三百二十万元。', '3200000 CNY level'],
  ['占全市四分之一。', '0.25 ratio fraction share'],
  ['年均增长7.5%。', '7.5 percent avg_growth'],
  ['建成百亿级园区。', '10000000000 CNY label'],
])('%s is %s', (text, figure) => {
  expect(read(text)).toEqual([figure])
})

const GROWTH = (level: string, base: string, rate: string): string =>
  `In 2024, the tax revenue of Kunshan reached ${level} billion yuan, up ${rate} percent from ${base} billion yuan in 2023.`

const DENSITY = (gdp: string, area: string, density: string): string =>
  `Pinghu covers ${area} square kilometers. In 2024, Pinghu's GDP reached ${gdp} billion yuan. In 2024, Pinghu's GDP per square kilometer stood at ${density} million yuan.`

describe('relations', () => {
  test.each<[string, string]>([
    [GROWTH('111.7', '101.3', '10.3'), 'growth: consistent'],
    [GROWTH('131.7', '101.3', '10.3'), 'growth: inconsistent'],
    [GROWTH('1117', '101.3', '10.3'), 'growth: scale-slip'],
    [DENSITY('91.3', '513', '178'), 'per: consistent'],
    [DENSITY('91.3', '513', '17.8'), 'per: scale-slip'],
    [DENSITY('91.3', '513', '213'), 'per: inconsistent'],
    [
      'In 2024, the GDP of Taicang reached 107.3 billion yuan, up 4.2 percent from 100.6 billion yuan in 2023.',
      'growth: basis-differs',
    ],
    [
      'In 2024, the GDP of Taicang was 1.3 times that of 2021, with an average annual growth of 9 percent from 2022 to 2024.',
      'multiple over years: consistent',
    ],
    [
      'In 2024, the tax revenue of Taicang was 1.9 times that of 2021, with an average annual growth of 9 percent from 2022 to 2024.',
      'multiple over years: inconsistent',
    ],
  ])('%s is %s', (text, verdict) => {
    expect(verdicts(text)).toContain(verdict)
  })

  test('an amount restated a thousand times too small in dollars is a slip', () => {
    const { checks } = auditText('Haining sold goods worth 30 billion yuan ($4.2 million).', DAY)
    expect(checks.map(({ verdict }) => verdict)).toEqual(['scale-slip'])
  })

  test('a rate with one level is an implied base, with none it cannot be checked', () => {
    const dropped =
      'In 2024, the tax revenue of Kunshan reached 110.0 billion yuan, up 10.0 percent.'
    expect(verdicts(dropped)).toEqual([])
    const all = auditText('In 2024, the tax revenue of Kunshan rose 10.0 percent.', DAY).checks
    expect(all.map(({ verdict }) => verdict)).toEqual(['not-checkable'])
  })

  test('a contradiction through a guessed area is only possible, and not counted', () => {
    const text = `Kunshan is growing. Much is new. Retail sales reached 110.0 billion yuan.

Retail sales were up 90.0 percent in 2025 and reached 100.0 billion yuan in 2024.`
    expect(auditText(text, DAY).checks.map(({ verdict }) => verdict)).not.toContain('inconsistent')
  })
})

describe('properties', () => {
  test('the verdict flips exactly where the intervals part', () => {
    // In units of a thousandth: base 101.25 to 101.35, factor 1.1025 to 1.1035.
    fc.assert(
      fc.property(fc.integer({ min: 1050, max: 1200 }), (tenths) => {
        const level = `${Math.floor(tenths / 10)}.${tenths % 10}`
        const found = verdicts(GROWTH(level, '101.3', '10.3'))
        const low = BigInt(tenths * 10 - 5) * 10_000n
        const high = BigInt(tenths * 10 + 5) * 10_000n
        const meets = high >= 10_125n * 11_025n && low <= 10_135n * 11_035n
        const agrees = found.some((one) => /^growth: (?:consistent|edge)$/.test(one))
        expect(agrees).toBe(meets)
      }),
    )
  })

  test.each([1, 2, 3])('a scale that is wrong by 10^%i is a slip', (power) => {
    const level = `${1117 * 10 ** (power - 1)}`
    expect(verdicts(GROWTH(level, '101.3', '10.3'))).toContain('growth: scale-slip')
  })

  test.each([
    'In 2024, sales in Kunshan rose from 11.3 to 13.7 billion yuan, while profits increased 2.3 percent.',
    'In 2024, exports of Kunshan grew 7.1 percent and reached 41.3 billion yuan; imports were 23.9 billion yuan in 2023.',
    'In 2024, 31.2 percent of 1,450 firms in Kunshan exported, and 12.7 percent of 960 shops did.',
    'Taxes in Kunshan were 3.37 billion yuan in the first half of 2024 and 6.91 billion yuan in 2024.',
    'In 2024, the tax revenue of Kunshan was 90.1 billion yuan. In 2024, the tax revenue of foreign firms in Kunshan was 31.7 billion yuan, up 8.1 percent.',
  ])('unrelated figures are no contradiction: %s', (text) => {
    const found = auditText(text, DAY).checks.map(({ verdict }) => verdict)
    expect(found).not.toContain('inconsistent')
    expect(found).not.toContain('scale-slip')
  })

  test('a dropped operand never makes an accusation', () => {
    const sentences = DENSITY('91.3', '513', '213').split(/(?<=\.) /)
    for (const [at] of sentences.entries()) {
      const rest = sentences.filter((_, index) => index !== at).join(' ')
      const found = auditText(rest, DAY).checks.map(({ verdict }) => verdict)
      expect(found).not.toContain('inconsistent')
      expect(found).not.toContain('scale-slip')
    }
  })

  test('the order of whole statements does not change what is found', () => {
    const [area = '', gdp = '', density = ''] = DENSITY('91.3', '513', '178').split(/(?<=\.) /)
    expect(verdicts([density, area, gdp].join(' '))).toEqual(
      verdicts([area, gdp, density].join(' ')),
    )
  })
})

describe('any text', () => {
  test('offsets are those of the text as it was given', () => {
    const text =
      'The\u00AD plan: \u201C35\u200B.5 percent\u201D of 1,200 firms, nearly 3 billion yuan.'
    for (const { start, end, text: words } of auditText(text, DAY).claims) {
      expect(text.slice(start, end).replaceAll(/[\u00AD\u200B]/g, '')).toBe(words)
    }
  })
})
