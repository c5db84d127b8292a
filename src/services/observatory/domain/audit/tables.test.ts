/** Tables that were pasted as text, with tabs or bars, or taken from a page. */
import { describe, expect, test } from 'vitest'
import { auditText } from './audit.ts'
import { plainTextOf } from './plain-text.ts'

const read = (text: string) =>
  auditText(text, '2025-03-24').claims.map(({ value, unit, kind, indicator, area, period }) =>
    [value, unit, kind, indicator, area ?? '-', period].join(' '),
  )

describe('a table', () => {
  test('gives each cell the unit of its row, and the year of its column', () => {
    const rows = [
      'Indicator\t2023\t2024',
      'GDP (billion yuan)\t64.8\t68.4',
      'Exports (US$ million)\t831\t812',
      'Permanent residents (10,000 persons)\t31.00\t31.25',
    ]
    expect(read(rows.join('\n'))).toEqual([
      '64800000000 CNY level GDP - 2023',
      '68400000000 CNY level GDP - 2024',
      '831000000 USD level Exports - 2023',
      '812000000 USD level Exports - 2024',
      '310000 count count population (Permanent residents) - 2023',
      '312500 count count population (Permanent residents) - 2024',
    ])
  })

  test('names places in its rows, and what is measured in its columns', () => {
    const rows = [
      '| | GDP in 2024 (billion yuan) | Growth |',
      '|---|---|---|',
      '| Kunshan | 540.2 | +5.9% |',
    ]
    expect(read(rows.join('\n'))).toEqual([
      '540200000000 CNY level GDP KUNSHAN 2024',
      '5.9 percent change_pct GDP KUNSHAN 2024',
    ])
  })

  test('is read from the cells of a page as well', () => {
    const page =
      '<table><tr><th>Item</th><th>2024</th></tr><tr><td>Tax revenue (billion yuan)</td><td>50.1</td></tr></table>'
    expect(read(plainTextOf(page))).toEqual(['50100000000 CNY level tax revenue - 2024'])
  })

  test('is checked like any other text', () => {
    const rows = ['Indicator\t2023\t2024\tGrowth', 'Sales (billion yuan)\t41.7\t52.3\t12%']
    const { checks } = auditText(rows.join('\n'), '2025-03-24')
    expect(checks.map(({ relation, possible }) => `${relation} ${possible}`)).toEqual([
      'growth inconsistent',
    ])
  })

  test('does not swallow a line of prose that has a bar in it', () => {
    expect(read('News | Exports of Kunshan rose 5 percent in 2024 | Archive')).toEqual([
      '5 percent change_pct Exports KUNSHAN 2024',
    ])
  })
})
