/** Chinese texts: what a figure measures, its time, and the relations that the commonest sentences state. */
import { describe, expect, test } from 'vitest'
import { auditText } from './audit.ts'

const read = (text: string) =>
  auditText(text, '2025-03-24').claims.map(({ value, unit, kind, indicator, area, period }) =>
    [value, unit, kind, indicator, area ?? '-', period].join(' '),
  )
const checks = (text: string) =>
  auditText(text, '2025-03-24').checks.map(({ relation, verdict }) => `${relation} ${verdict}`)

describe('what is measured', () => {
  test.each([
    [
      '2024年，进出口总额856.4亿元，较2020年翻一番；累计引进重点项目304个，总投资1540亿元，同比增长54%。',
      [
        '85640000000 CNY level 进出口总额 - 2024',
        '2 times change_multiple 进出口总额 - 2020->2024',
        '304 count count 重点项目 - 2024',
        '154000000000 CNY level 总投资 - 2024',
        '54 percent change_pct 总投资 - 2024',
      ],
    ],
    [
      '昆山市2024年税收收入从2023年的300亿元增至360亿元，占苏州市的28.5%。',
      [
        '30000000000 CNY level 税收收入 KUNSHAN 2023',
        '36000000000 CNY level 税收收入 KUNSHAN 2024',
        '28.5 percent share 税收收入 KUNSHAN 2024',
      ],
    ],
    [
      '该区占全市不到2%的土地，贡献了近十分之一的经济总量，集聚总部企业超过500家。',
      [
        '2 percent share 土地 - 2025-03',
        '0.1 ratio share 经济总量 - 2025-03',
        '500 count count 总部企业 - 2025-03',
      ],
    ],
  ])('%s', (text, found) => {
    expect(read(text).map((line) => line.replace(/ (?:the city|SHANGHAI|CHINA) /, ' - '))).toEqual(
      found,
    )
  })
})

describe('relations', () => {
  test('a multiple and a yearly rate of one series', () => {
    const text = '2024年，长宁区地区生产总值达2789亿元，是2020年的1.8倍，年均增长7.8%。'
    expect(checks(text)).toContain('multiple over years inconsistent')
    expect(checks(text.replace('7.8%', '15.8%'))).toContain('multiple over years consistent')
  })

  test('a rate and the levels that it goes from and to', () => {
    const text = '长宁区2024年税收收入从2023年的300亿元增至336亿元，增长12%。'
    expect(checks(text)).toContain('growth consistent')
  })
})
