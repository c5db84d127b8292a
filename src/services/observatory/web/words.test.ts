import { expect, test } from 'vitest'
import { NOTES, type Claim } from '../contract.ts'
import { sameFact, sharedInterval } from '../domain/facts.ts'
import { figureLine } from './figure-line.ts'
import { noteMessages, periodIn, titleWords } from './claim-words.ts'
import { intervalText, printedText, rangeWords, unitWordsOf, valueWords } from './number-words.ts'

const gdp: Claim = {
  indicator: 'gdp',
  area: 'HUB',
  period: '2024',
  kind: 'level',
  value: '3.2',
  scale: 'trillion',
  unit: 'CNY',
  source: { id: 'paper-2025', reference: 'A paper', locator: 'page 1' },
  publisher: 'A paper',
  date: '2025-03-24',
}

const count = {
  indicator: 'outbound-zones',
  kind: 'count',
  unit: 'count',
  scale: undefined,
} as const

/** Value and unit in both languages, and the range in both. */
test.each<[Partial<Claim>, readonly [string, string], readonly [string, string]]>([
  [{}, ['3.2 trillion yuan', '3.2 万亿元'], ['3.15 to 3.25', '3.15 至 3.25']],
  [
    { value: '278.9', scale: 'billion' },
    ['278.9 billion yuan', '2,789 亿元'],
    ['278.85 to 278.95', '2,788.5 至 2,789.5'],
  ],
  [
    { value: '450', scale: 'million' },
    ['450 million yuan', '4.50 亿元'],
    ['449.5 to 450.5', '4.495 至 4.505'],
  ],
  [{ value: '3', scale: 'million' }, ['3 million yuan', '300 万元'], ['2.5 to 3.5', '250 至 350']],
  [
    { value: '1', hedge: 'nearly' },
    ['nearly 1 trillion yuan', '近 1 万亿元'],
    ['0.9 to under 1', '0.9 至不足 1'],
  ],
  [
    { value: '2.3', scale: '万亿', hedge: '近' },
    ['nearly 2.3 trillion yuan', '近 2.3 万亿元'],
    ['2.07 to under 2.3', '2.07 至不足 2.3'],
  ],
  [
    { value: '21.4', scale: 'percent', unit: 'ratio' },
    ['21.4 percent', '21.4 %'],
    ['21.35 to 21.45', '21.35 至 21.45'],
  ],
  [{ ...count, value: '77' }, ['77', '77'], ['exactly 77', '恰为 77']],
  [
    { ...count, value: '130', hedge: 'more than' },
    ['more than 130', '超过 130'],
    ['over 130, to 140', '超过 130，至 140'],
  ],
  [
    { value: 'five', scale: undefined, unit: 'times' },
    ['five times', '5 倍'],
    ['4.5 to 5.5', '4.5 至 5.5'],
  ],
  [
    { value: 'one-third', scale: undefined, unit: 'ratio' },
    ['one-third', '3分之1'],
    ['0.3 to 0.366666667', '0.3 至 0.366666667'],
  ],
  [{ value: 'first', scale: undefined, unit: 'rank' }, ['first', '第 1'], ['exactly 1', '恰为 1']],
])('%j is said in both languages', (part, said, range) => {
  const claim: Claim = { ...gdp, ...part }
  const value = valueWords(claim)
  const unit = unitWordsOf(claim)
  expect([`${value.en} ${unit.en}`.trim(), `${value.zh} ${unit.zh}`.trim()]).toEqual(said)
  expect([rangeWords(claim).en, rangeWords(claim).zh]).toEqual(range)
})

test.each([
  ['2024', '2024', '2024年'],
  ['2021..2023', '2021 to 2023', '2021年至2023年'],
  ['2025-03', 'March 2025', '2025年3月'],
  ['2023-H1', 'first half of 2023', '2023年上半年'],
  ['2023-Q4', 'quarter 4 of 2023', '2023年第4季度'],
  ['2024-03-01', '1 March 2024', '2024年3月1日'],
])('the period %s', (code, en, zh) => {
  expect([periodIn('en', code), periodIn('zh', code)]).toEqual([en, zh])
})

test.each<[Partial<Claim>, string, string]>([
  [
    {},
    'Gross domestic product\u00a0· the hub\u00a0· 2024',
    '地区生产总值\u00a0· 虹桥国际开放枢纽\u00a0· 2024年',
  ],
  [
    { kind: 'multiple_of_peer', base: { area: 'YRD' } },
    'Gross domestic product, multiple of the average of Yangtze River Delta\u00a0· the hub\u00a0· 2024',
    '地区生产总值，与长三角平均之比\u00a0· 虹桥国际开放枢纽\u00a0· 2024年',
  ],
  [
    { kind: 'change_pct', base: { period: '2020' } },
    'Gross domestic product, change on 2020\u00a0· the hub\u00a0· 2024',
    '地区生产总值，较2020年的增减\u00a0· 虹桥国际开放枢纽\u00a0· 2024年',
  ],
])('%j has a title', (part, en, zh) => {
  expect(titleWords({ ...gdp, ...part })).toEqual({ en, zh })
})

test('each note has its sentence in both languages', () => {
  for (const language of ['en', 'zh'] as const) {
    expect(NOTES.filter((note) => noteMessages[language][note] === '')).toEqual([])
  }
})

test('a headline says who, when, and what the digits allow', () => {
  const view = { id: 'clm_x', book: 'sh', entry: 61, recordedAt: '', claim: gdp }
  expect(figureLine(view)).toMatchObject({
    value: { en: '3.2', zh: '3.2' },
    unit: { en: 'trillion yuan', zh: '万亿元' },
    source: { name: { en: 'A paper' }, day: '2025-03-24' },
    note: { en: 'as printed: 3.15 to 3.25' },
    entryHref: '/log/sh/61',
  })
})

const view = (claim: Claim) => ({ id: 'clm_x', book: 'sh', entry: 0, recordedAt: '', claim })

test('figures of one fact share what all of them allow', () => {
  const finer = view({ ...gdp, value: '3,210', scale: 'billion' })
  const shared = sharedInterval([view(gdp), finer])
  expect(shared && intervalText('en', shared)).toBe('3,209,500,000,000 to 3,210,500,000,000')
})

test('figures that cannot all hold share nothing', () => {
  expect(sharedInterval([view(gdp), view({ ...gdp, value: '3.4' })])).toBeUndefined()
})

test('another period is another fact', () => {
  expect(sameFact(gdp, [view(gdp), view({ ...gdp, period: '2023' })])).toHaveLength(1)
})

test('what was printed stays as it was printed', () => {
  expect(printedText({ ...gdp, hedge: '近', value: '3.3', scale: '万亿' })).toBe('近 3.3 万亿元')
  expect(printedText({ ...gdp, hedge: 'nearly', value: '3.20' })).toBe('nearly 3.20 trillion yuan')
})
