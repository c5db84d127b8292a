import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { quantityOf, quantityOfUnit, RATIO } from '#kernel/figures/formula-quantity.ts'
import { Claim, type ClaimView } from '#services/observatory/contract.ts'
import { claimIdOf } from '#services/observatory/domain/claim.ts'
import {
  DAYS,
  findIndicator,
  listIndicators,
  YEARS,
} from '#services/observatory/domain/indicators.ts'
import { daysOf, lastDayOf, yearsBetween } from '#services/observatory/domain/periods.ts'
import type { Doubt, Rule } from '#services/observatory/domain/findings/check.ts'
import { findContradictions } from '#services/observatory/domain/findings/findings.ts'

const FILE = join(import.meta.dirname, '../../data/claims/hub.jsonl')
const shipped = readFileSync(FILE, 'utf8')
  .trimEnd()
  .split('\n')
  .map((line, entry) => viewOf(Claim.parse(JSON.parse(line)), entry))

function viewOf(claim: Claim, entry: number): ClaimView {
  return { id: claimIdOf(claim), book: 'sh', entry, recordedAt: '2026-11-20T00:00:00.000Z', claim }
}

const gdp: Claim = {
  indicator: 'gdp',
  area: 'CHANGNING',
  period: '2024',
  kind: 'level',
  value: '200',
  scale: 'billion',
  unit: 'CNY',
  source: { id: 'a-paper', reference: 'A paper', locator: 'page 1' },
  publisher: 'A paper',
  date: '2025-03-24',
}
const other = { source: { ...gdp.source, id: 'another-paper' }, publisher: 'Another paper' }

function found(claims: readonly Claim[]) {
  return findContradictions(claims.map(viewOf)).findings.map(({ verdict, rule, doubts }) => [
    verdict,
    rule,
    ...doubts,
  ])
}

const all = findContradictions(shipped)

test('of the shipped claims exactly these contradict one another for certain', () => {
  const certain = all.findings.filter(({ verdict }) => verdict === 'contradiction')
  expect(certain.map(({ rule, stated: { claim } }) => [rule, claim.indicator, claim.area])).toEqual(
    [
      ['formula', 'passengers-per-day', 'CORE'],
      ['multiple_and_growth', 'gdp', 'CHANGNING'],
    ],
  )
})

/** What is known to part in the published figures, or to agree too well; each by rule and subject. */
test.each<[Rule, string, string, Doubt]>([
  ['formula', 'gdp-per-km2', 'HUB', 'edge'],
  ['break_in_series', 'gdp', 'HUB', 'break'],
  ['change', 'tax', 'CORE', 'definition'],
  ['same_fact', 'tax', 'CORE', 'definition'],
  ['one_figure_two_areas', 'key-projects', 'HUB', 'area'],
  ['one_figure_two_areas', 'key-project-investment', 'HUB', 'area'],
  ['change', 'key-project-investment', 'CORE', 'definition'],
  ['one_number_two_meanings', 'hq-and-rd-attracted', 'CORE', 'definition'],
  ['part_of_whole', 'hq-municipal', 'CORE', 'definition'],
  ['count_that_falls', 'plan-missions-completed', 'HUB', 'definition'],
  ['one_figure_two_areas', 'gdp', 'HUB', 'area'],
  ['ten_times', 'building-tax', 'JINHONGQIAO', 'scale'],
  ['count_that_falls', 'pinhui-products', 'CORE', 'definition'],
  ['same_fact', 'gdp', 'HUB', 'unconfirmed'],
])('%s: %s of %s is in doubt', (rule, indicator, area, doubt) => {
  const matching = all.findings.filter(
    ({ rule: by, stated: { claim } }) =>
      by === rule && claim.indicator === indicator && claim.area === area,
  )
  expect(matching.length).toBeGreaterThan(0)
  expect(matching.map(({ verdict }) => verdict)).not.toContain('contradiction')
  expect(matching.flatMap(({ doubts }) => doubts)).toContain(doubt)
})

test('what agrees is not told', () => {
  expect(found([gdp, { ...gdp, ...other, value: '200.0' }])).toEqual([])
  expect(found([gdp, { ...gdp, ...other, hedge: 'more than', value: '150' }])).toEqual([])
})

test('two figures of one fact that part are a contradiction, and with a doubt about one a doubt', () => {
  const parting = { ...gdp, ...other, value: '251' }
  expect(found([gdp, parting])).toEqual([['contradiction', 'same_fact']])
  expect(found([gdp, { ...parting, notes: ['scope_doubtful'] }])).toEqual([
    ['doubt', 'same_fact', 'area'],
  ])
  expect(found([gdp, { ...parting, unconfirmed: true }])).toEqual([
    ['doubt', 'same_fact', 'unconfirmed'],
  ])
  expect(found([gdp, { ...parting, value: '240' }])).toEqual([['doubt', 'same_fact', 'rounding']])
})

test('a corrected reading contradicts nobody', () => {
  expect(found([gdp, { ...gdp, value: '251', vintage: 2 }])).toEqual([])
})

test('growth and levels: prices may explain a little, and not everything', () => {
  const before = { ...gdp, period: '2023', value: '180' }
  const rate = {
    ...gdp,
    kind: 'change_pct',
    scale: 'percent',
    unit: 'ratio',
    base: { period: '2023' },
  } as const
  const verdict = (value: string, basis?: 'nominal') =>
    found([
      { ...gdp, value: '200.4' },
      { ...before, value: '180.4' },
      { ...rate, value, ...(basis && { basis }) },
    ])
  expect(verdict('11.1')).toEqual([])
  expect(verdict('7.8')).toEqual([['doubt', 'change', 'price_basis']])
  expect(verdict('7.8', 'nominal')).toEqual([['contradiction', 'change']])
  expect(verdict('2.1')).toEqual([['contradiction', 'change']])
})

test('districts that share no ground are no more than the city', () => {
  const city = { ...gdp, area: 'HUB-SZ', value: '300' }
  const kunshan = { ...gdp, area: 'KUNSHAN', value: '211' }
  const taicang = { ...gdp, area: 'TAICANG', value: '212' }
  expect(found([city, kunshan])).toEqual([])
  expect(found([city, kunshan, taicang])).toEqual([['contradiction', 'sum_of_parts']])
})

test('the order of the claims changes nothing', () => {
  const ids = (views: readonly ClaimView[]) =>
    findContradictions(views).findings.map(({ id }) => id)
  fc.assert(
    fc.property(fc.integer({ min: 1, max: shipped.length - 1 }), (cut) => {
      const turned = [...shipped.slice(cut), ...shipped.slice(0, cut)].toReversed()
      expect(ids(turned)).toEqual(ids(shipped))
    }),
    { numRuns: 10 },
  )
})

test('the formula of an indicator measures what the indicator measures', () => {
  const known = (name: string) => {
    if (name === DAYS || name === YEARS) return RATIO
    const indicator = findIndicator(name)
    return indicator && quantityOfUnit(indicator.unit, indicator.nature)
  }
  for (const [id, { formula, unit, nature }] of listIndicators()) {
    if (formula === undefined) continue
    const quantity = quantityOf(formula, known)
    expect([id, quantity]).toEqual([id, { ok: true, value: quantityOfUnit(unit, nature) }])
  }
})

test('what an indicator names is in the catalogue', () => {
  const named = listIndicators().flatMap(([, { near = [], within }]) => [...near, within ?? 'gdp'])
  expect(named.filter((id) => findIndicator(id) === undefined)).toEqual([])
})

test.each([
  ['2024', '2024-12-31', 366],
  ['2023-H1', '2023-06-30', 181],
  ['2024-Q1', '2024-03-31', 91],
  ['2023-02', '2023-02-28', 28],
  ['2024-03-01', '2024-03-01', 1],
  ['2016..2020', '2020-12-31', 1827],
  ['2022-01..2022-09', '2022-09-30', 273],
])('%s ends on %s after %i days', (period, last, days) => {
  expect([lastDayOf(period), daysOf(period)]).toEqual([last, days])
})

test('between the ends of years lie whole years', () => {
  expect(yearsBetween('2020', '2021..2024')).toBe(4)
  expect(yearsBetween('2022-H1', '2023-H1')).toBe(1)
  expect(yearsBetween('2022', '2023-H1')).toBeUndefined()
})
