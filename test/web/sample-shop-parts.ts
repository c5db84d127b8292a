/** What the samples of a shop's pages are made of. */
import type { GuestCard, OwnShop, Purse, TodayLine } from '#services/prepaid/web/counter-views.ts'
import type { PaidLine, StatementView } from '#services/prepaid/web/money-views.ts'

export const own: OwnShop = {
  book: 'sh',
  shop: 'pty_lakeside',
  name: { en: 'Lakeside Swim School', zh: '湖畔游泳学校' },
  state: 'approved',
  isHead: true,
}
export const asked: OwnShop = { ...own, state: 'applied' }
export const swimming = { en: 'Swimming, 10 classes', zh: '游泳课10次' }
export const guest = { name: { en: 'Chen H.', zh: '陈*' }, tail: '5120' }
export const silence = {
  day: '2026-11-25',
  days: [
    { day: '2026-11-24', kind: 'working' },
    { day: '2026-11-25', kind: 'working' },
  ],
  isProvisional: false,
} as const

export const card: GuestCard = {
  contract: 'con_Lakeside',
  guest,
  offerName: swimming,
  kind: 'count',
  heldMinor: 99_000n,
  usesTotal: 10,
  usesCounted: 3,
  usesOpen: 1,
  usesContested: 0,
  validThrough: '2027-03-01',
  next: {
    n: 5,
    amountMinor: 16_500n,
    silence,
    deemedWorkingDays: 15,
    contestUntil: '2026-12-11',
    servedOn: '2026-11-20',
    servedAt: '14:31',
  },
  why: null,
}

const STATES = [
  'requested',
  'confirmed',
  'deemed',
  'contested',
  'withdrawn',
  'for-shop',
  'for-consumer',
] as const
export const today: readonly TodayLine[] = STATES.map((state, n) => ({
  use: `use_${state}`,
  at: '2026-11-20T06:31:00.000Z',
  guest,
  offerName: swimming,
  kind: 'count',
  n: n + 1,
  usesTotal: 10,
  amountMinor: 16_500n,
  servedOn: '2026-11-20',
  servedAt: '14:31',
  via: n === 1 ? 'counter-for-consumer' : n === 2 ? 'period' : 'counter',
  state,
  answeredAt: state === 'requested' ? null : '2026-11-20T06:40:00.000Z',
  answerBy: '2026-12-11',
  maturesOn: null,
  reason: state === 'contested' ? 'not-there' : null,
  entry: 60 + n,
  stateEntry: 70 + n,
  mayWithdraw: state === 'requested' || state === 'contested',
}))

export const purse: Purse = {
  waiting: { uses: 6, amountMinor: 90_000n },
  contested: { uses: 1, amountMinor: 15_000n },
  maturingMinor: 200_000n,
  nextDay: '2026-11-24',
  readyMinor: 35_000n,
  promisedMinor: 200_000n,
  ownMinor: 435_000n,
}
export const noMoney: Purse = {
  waiting: { uses: 0, amountMinor: 0n },
  contested: { uses: 0, amountMinor: 0n },
  maturingMinor: 0n,
  nextDay: null,
  readyMinor: 0n,
  promisedMinor: 0n,
  ownMinor: 0n,
}

// A drawing like one: what a camera reads of the real one is tested beside it.
const code = {
  href: 'http://localhost:7000/prepaid/at/pty_lakeside',
  d: 'M4 4h7v1h-7zM4 5h1v1h-1z',
  size: 37,
}
export const counter = {
  own,
  q: '',
  found: { kind: 'none' },
  code,
  today,
  hasMore: false,
  purse,
} as const

export const paid: PaidLine = {
  payout: 'pay_one',
  settlement: 'set_one',
  from: '2026-11-06',
  through: '2026-11-12',
  amountMinor: 480_000n,
  uses: 30,
  state: 'paid',
  orderedAt: '2026-11-14T02:00:00.000Z',
  resolvedAt: '2026-11-15T03:00:00.000Z',
}

export const statement: StatementView = {
  own,
  from: paid.from,
  through: paid.through,
  paid,
  amountMinor: 30_000n,
  usesCount: 1,
  usesMinor: 16_500n,
  uses: [
    {
      use: 'use_a',
      maturesOn: '2026-11-10',
      servedOn: '2026-11-05',
      servedAt: '10:00',
      guest,
      offerName: swimming,
      isPeriod: false,
      n: 4,
      how: 'deemed',
      amountMinor: 16_500n,
      stateEntry: 81,
    },
  ],
  isFirst: true,
  next: null,
  refunds: [{ refund: 'rfd_a', day: '2026-11-09', guest, restMinor: 5_000n, interestMinor: 12n }],
  refundsMinor: 4_988n,
  returned: [{ payout: 'pay_old', day: '2026-11-08', amountMinor: 8_500n }],
  returnedMinor: 8_500n,
  otherMinor: 12n,
  fileHref: '/v1/books/sh/prepaid/shops/pty_lakeside/settlements/set_one/statement.csv',
}

export const offer = {
  kind: 'count',
  name: swimming,
  priceMinor: 150_000,
  listUnitMinor: 20_000,
  uses: 10,
  giftUses: 0,
  validityDays: 90,
} as const

export const refund = {
  own,
  guest,
  offerName: swimming,
  offer,
  heldMinor: 99_000n,
  mayAnswer: true,
  words: { consumer: '搬家 (Suzhou)', shop: null, notary: null, account: null },
  refund: {
    refund: 'rfd_a',
    cause: 'consumer',
    state: 'asked',
    answer: null,
    askedAt: '2026-11-20T06:31:00.000Z',
    answerDue: silence,
    decidedAt: null,
    paidAt: null,
    amountMinor: null,
    interestMinor: null,
    interestOwedMinor: null,
    entry: 90,
  },
  preview: {
    cause: 'consumer',
    refundMinor: 70_000n,
    steps: [
      { code: 'paid', numbers: { amountMinor: 150_000 } },
      { code: 'used-at-list-price', numbers: { uses: 4, unitMinor: 20_000, amountMinor: 80_000 } },
      { code: 'held', numbers: { amountMinor: 70_000 } },
      { code: 'refund', numbers: { amountMinor: 70_000 } },
    ],
    articles: [15, 19],
    isProposal: true,
  },
} as const

export const application = {
  industry: 'children-sports',
  areaName: { en: 'Changning', zh: '长宁区' },
  licence: 'INVENTED-0001',
  leaseEndsOn: '2028-12-31',
  appliedAt: '2026-05-22T03:00:00.000Z',
  decidedAt: null,
  entry: 12,
} as const
export const areas = [{ id: 'CHANGNING', name: { en: 'Changning', zh: '长宁区' } }]
