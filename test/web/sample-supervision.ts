/** Invented views of supervision and of the bank; the product never sees them. */
import type { PageViews } from '#apps/web/pages.tsx'
import { RISK_RULE } from '#services/prepaid/domain/risk-line.ts'
import type { MonthLine, ShopFigures, Sums } from '#services/prepaid/web/figures-views.ts'
import { AT, offerName, plum, type Sample, wharf } from './sample-office.ts'
import { hex } from './sample-hub.ts'

const sums: Sums = {
  deposited: 391_248_000n,
  released: 226_893_550n,
  refunded: 21_433_710n,
  interest: 0n,
  contracts: 2061n,
  usesConfirmed: 9140n,
  usesDeemed: 1200n,
  usesContested: 140n,
  usesWithdrawn: 41n,
  refunds: 88n,
}
const months: readonly MonthLine[] = [61_200_000n, 90_500_000n, 142_920_740n].map(
  (heldMinor, place) => ({
    month: `2026-${String(place + 9).padStart(2, '0')}`,
    sums: { ...sums, released: heldMinor / 3n },
    heldMinor,
    refundDays: place === 0 ? null : { median: 3 - place, p95: place === 1 ? 31 : 4 },
  }),
)
const figures: ShopFigures = {
  shop: 'pty_shop0',
  name: wharf,
  state: 'approved',
  industry: 'fitness',
  area: 'CHANGNING',
  areaName: { en: 'Changning', zh: '长宁' },
  leaseEndsOn: '2027-12-31',
  sums,
  consumersMinor: 21_460_000n,
  earnedMinor: 1_240_000n,
  entry: 40,
}
const risk = {
  rule: RISK_RULE,
  reason: 'over-line',
  percent: 40,
  requiredMinor: 8_584_000n,
  revenueLineMinor: 21_000_000n,
  isLeast: true,
} as const
const contract = {
  contract: 'con_5C9X22WMWMWMWMWMWMWMWM',
  offerName,
  kind: 'count',
  state: 'active',
  priceMinor: 300_000n,
  heldMinor: 180_000n,
  signedAt: AT,
} as const

const overview: PageViews['prepaidFigures'] = {
  book: 'sh',
  bookName: { en: 'Shanghai', zh: '上海' },
  at: AT,
  size: 50_214,
  totals: sums,
  heldMinor: 142_920_740n,
  owedToConsumersMinor: 121_672_740n,
  owedToShopsMinor: 21_248_000n,
  reconciliation: {
    statement: {
      day: '2026-11-19',
      closingMinor: 142_835_740n,
      bookMinor: 142_835_740n,
      heldMinor: 142_535_740n,
      entry: 49_990,
    },
    countedMinor: 142_920_740n,
    ledgerMinor: 142_920_740n,
    differencesMinor: 0n,
  },
  looks: [
    { shop: 'pty_1', name: wharf, seen: { code: 'over-line', balanceMinor: 21_460_000n, risk } },
    { shop: 'pty_2', name: plum, seen: { code: 'contests', contested: 9n, counted: 140n } },
    { shop: 'pty_2', name: plum, seen: { code: 'silence', deemed: 60n, counted: 100n } },
    {
      shop: 'pty_1',
      name: wharf,
      seen: { code: 'lease', leaseEndsOn: '2026-12-31', balanceMinor: 1n },
    },
  ],
  months,
  waiting: [
    { from: 0, to: 2, uses: 412 },
    { from: 3, to: 5, uses: 188 },
    { from: 6, to: 10, uses: 61 },
    { from: 11, to: null, uses: 23 },
  ],
  contested: 5,
  areas: [
    {
      area: 'CHANGNING',
      name: { en: 'Changning', zh: '长宁' },
      shops: 14,
      contracts: 612n,
      heldMinor: 48_231_000n,
    },
    {
      area: 'ELSEWHERE',
      name: { en: 'ELSEWHERE', zh: 'ELSEWHERE' },
      shops: 1,
      contracts: 2n,
      heldMinor: 0n,
    },
  ],
}

const shopFigures: PageViews['prepaidShop'] = {
  book: 'sh',
  size: 50_214,
  shop: figures,
  months,
  risk,
  revenue: '',
  isYoung: false,
  isRevenueWrong: false,
  contracts: [contract],
  next: 'WzFd',
}

export const supervisionSamples: readonly Sample[] = [
  { file: 'prepaid-figures', name: 'prepaidFigures', view: overview },
  {
    file: 'prepaid-figures-empty',
    name: 'prepaidFigures',
    view: {
      ...overview,
      reconciliation: { ...overview.reconciliation, statement: null },
      looks: [],
      months: [],
      areas: [],
    },
  },
  {
    file: 'prepaid-area',
    name: 'prepaidArea',
    view: {
      book: 'sh',
      size: 50_214,
      area: 'CHANGNING',
      name: figures.areaName,
      shops: [figures],
      months,
    },
  },
  { file: 'prepaid-shop', name: 'prepaidShop', view: shopFigures },
  {
    file: 'prepaid-shop-empty',
    name: 'prepaidShop',
    view: {
      ...shopFigures,
      risk: {
        ...risk,
        rule: RISK_RULE,
        reason: 'below',
        percent: 0,
        requiredMinor: 0n,
        revenueLineMinor: null,
        isLeast: false,
      },
      revenue: 'much',
      isRevenueWrong: true,
      months: [],
      contracts: [],
      next: null,
    },
  },
  {
    file: 'prepaid-contract',
    name: 'prepaidContract',
    view: {
      book: 'sh',
      size: 50_214,
      contract,
      shop: 'pty_shop0',
      shopName: wharf,
      consumer: 'pty_consumer0',
      paidAt: AT,
      validThrough: '2027-11-20',
      countedMinor: 120_000n,
      uses: [
        {
          use: 'use_1',
          n: 1,
          state: 'confirmed',
          amountMinor: 15_000n,
          servedOn: '2026-11-18',
          servedAt: '18:30',
          via: 'counter',
          requestedAt: AT,
          answeredAt: AT,
          contestUntil: null,
          maturesOn: '2026-11-24',
          entry: 48_000,
          stateEntry: 48_100,
          stateRootHex: hex('use'),
        },
      ],
      hasMoreUses: true,
      refund: { refund: 'rfd_1', state: 'paid', amountMinor: 1n, entry: 49_000 },
      entry: 41,
      paidEntry: 42,
    },
  },
  {
    file: 'prepaid-bank',
    name: 'prepaidBank',
    view: {
      book: 'sh',
      entries: [
        {
          bankEntry: 'bank-78',
          bankKind: 'debit',
          amountMinor: 100n,
          valueDay: '2026-11-20',
          state: 'differed',
          entry: 9,
        },
      ],
      ordered: [{ payout: 'pay_1', kind: 'refund', amountMinor: 90n, orderedAt: AT, entry: 8 }],
      statements: [{ day: '2026-11-19', closingMinor: 1n, bookMinor: 2n, entry: 7 }],
    },
  },
  {
    file: 'prepaid-bank-empty',
    name: 'prepaidBank',
    view: { book: 'sh', entries: [], ordered: [], statements: [] },
  },
]
