/** Invented claims for the preview and the tests: what agrees, what does not, and what is in doubt. */
import type { Claim, ClaimView } from '#services/observatory/contract.ts'

const daily = {
  source: { id: 'a-daily-paper-2025', reference: 'A daily paper, report', locator: 'paragraph 3' },
  publisher: 'A daily paper',
  date: '2025-03-24',
}
const weekly = {
  source: { id: 'a-weekly-2025', reference: '某周刊，2025年第12期', locator: '第4页' },
  publisher: '某周刊',
  date: '2025-03-28',
}
const hubIn2024 = {
  indicator: 'gdp',
  area: 'HUB',
  period: '2024',
  kind: 'level',
  unit: 'CNY',
} as const
const gdp: Claim = { ...daily, ...hubIn2024, value: '3.2', scale: 'trillion' }

const claims: readonly Claim[] = [
  gdp,
  { ...weekly, ...hubIn2024, value: '3.3', scale: '万亿' },
  { ...daily, ...hubIn2024, period: '2023', value: '2.8', scale: 'trillion', hedge: 'nearly' },
  {
    ...daily,
    ...hubIn2024,
    kind: 'change_pct',
    value: '7.8',
    scale: 'percent',
    unit: 'ratio',
    base: { period: '2023' },
    basis: 'real',
  },
  {
    ...daily,
    indicator: 'outbound-zones',
    area: 'CORE',
    period: '2025-03',
    kind: 'count',
    value: '130',
    unit: 'count',
    hedge: 'more than',
    date: '2025-03-20..2025-03-24',
    notes: ['period_not_stated', 'scope_doubtful'],
    unconfirmed: true,
    vintage: 2,
  },
]

export const claimViews: readonly [ClaimView, ...ClaimView[]] = [
  viewOf(gdp, 0),
  ...claims.slice(1).map((claim, place) => viewOf(claim, place + 1)),
]

function viewOf(claim: Claim, place: number): ClaimView {
  const id = `clm_${String(place).padStart(22, '0')}`
  return { id, book: 'sh', entry: 61 + place, recordedAt: '2026-11-20T06:32:07.120Z', claim }
}

/** Of the list above, what is about one indicator of one area. */
export function seriesOf({ claim }: ClaimView): readonly ClaimView[] {
  return claimViews.filter(
    (other) => other.claim.indicator === claim.indicator && other.claim.area === claim.area,
  )
}

const inYear = (period: string, value: string, more: Partial<Claim> = {}): Claim => ({
  ...daily,
  ...hubIn2024,
  period,
  value,
  scale: 'trillion',
  ...more,
})

/** A series with a jump, a contradiction, a doubt and several kinds of figure. */
export const comparedViews: readonly ClaimView[] = [
  inYear('2024', '3.2'),
  inYear('2024', '3.4', { ...weekly, scale: '万亿' }),
  inYear('2023', '2.80'),
  inYear('2022', '2.69'),
  inYear('2020', '2.5', { hedge: 'nearly' }),
  inYear('2021', '2.58'),
  inYear('2024', '440', { ...weekly, scale: 'billion', unit: 'USD' }),
  inYear('2024', '10', {
    kind: 'share',
    scale: 'percent',
    unit: 'ratio',
    base: { area: 'YRD' },
    unconfirmed: true,
  }),
  inYear('2024', '7.8', {
    kind: 'change_pct',
    scale: 'percent',
    unit: 'ratio',
    base: { period: '2023' },
    basis: 'nominal',
  }),
].map((claim, place) => viewOf(claim, 100 + place))

/** Units with a figure, and most without. */
export const unitViews: readonly ClaimView[] = ['CHANGNING', 'MINHANG', 'KUNSHAN', 'HAINING'].map(
  (area, place) =>
    viewOf(inYear('2024', `${2 + place}00`, { area, scale: 'billion' }), 200 + place),
)
