/** Invented cases of the notary's desk: every kind in every state that looks different. */
import type { CaseView } from '#services/prepaid/web/desk-views.ts'
import { AT, clock, offerName, plum, shen, wharf, you } from './sample-office.ts'
import { hex } from './sample-hub.ts'

const settlement: Extract<CaseView, { kind: 'settlement' }> = {
  kind: 'settlement',
  settlement: 'set_0411',
  state: 'proposed',
  through: '2026-11-19',
  proposedBy: shen,
  proposedAt: AT,
  approver: you,
  substitute: null,
  decidedBy: null,
  decidedAt: null,
  approval: 'may',
  expires: clock,
  amountMinor: 21_248_000n,
  uses: 1412,
  lines: [wharf, plum].map((name, place) => ({
    shop: `pty_shop${place}`,
    name,
    from: '2026-11-13',
    through: '2026-11-19',
    uses: 706,
    amountMinor: 10_624_000n,
  })),
  earnedMinor: 21_413_000n,
  recounted: { uses: 1412, amountMinor: 21_250_000n },
  contestedUses: 5,
  ledgerMinor: 142_920_740n,
  entry: 49_980,
  rootHex: hex('set_0411'),
}

const option = {
  cause: 'consumer',
  refundMinor: 140_000n,
  steps: [
    { code: 'paid', numbers: { amountMinor: 300_000 } },
    { code: 'used-at-list-price', numbers: { uses: 8, unitMinor: 20_000, amountMinor: 160_000 } },
    { code: 'refund', numbers: { amountMinor: 140_000 } },
  ],
  articles: [19, 20],
  isProposal: false,
  withheldMinor: 15_000n,
  restMinor: 25_000n,
  interest: {
    dueMinor: 41n,
    days: 7,
    ratePerMillion: 15_000,
    rate: 'deposit-1y',
    isChoice: false,
    unconfirmed: true,
  },
} as const

const refund: Extract<CaseView, { kind: 'refund' }> = {
  kind: 'refund',
  refund: 'rfd_objected',
  contract: 'con_5C9X22',
  shopName: wharf,
  offerName,
  giftInKind: { en: 'a towel', zh: '毛巾一条' },
  state: 'objected',
  standing: 'objected',
  cause: 'consumer',
  answer: 'objected',
  askedAt: AT,
  answerDue: clock,
  decidedAt: null,
  paidAt: null,
  words: {
    consumer: '搬家 (Suzhou)',
    shop: '10 月另有四次 (receipts)',
    notary: null,
    account: null,
  },
  hasPriorExperience: false,
  isRenewal: false,
  priceMinor: 300_000n,
  unansweredUses: 1,
  contestedUses: 1,
  options: [
    option,
    { ...option, cause: 'shop', refundMinor: 180_000n, articles: [18] },
    { ...option, cause: 'neither', refundMinor: 180_000n, articles: [18] },
  ],
  decided: null,
  hasAccount: true,
  givenAccount: false,
  entry: 49_000,
  rootHex: hex('rfd'),
}

const money: Extract<CaseView, { kind: 'money' }> = {
  kind: 'money',
  bankEntry: 'bank-77',
  bankKind: 'credit',
  state: 'suspended',
  reason: 'contract_unknown',
  amountMinor: 300_000n,
  reference: '7Q2K4I',
  payer: 'Lin Wen',
  valueDay: '2026-11-20',
  recordedAt: AT,
  likely: [
    {
      contract: 'con_7Q2K4l',
      shopName: wharf,
      priceMinor: 300_000n,
      signedAt: AT,
      payBy: '2026-11-23',
      isNamed: true,
    },
  ],
  proposedBy: null,
  proposedContract: null,
  approval: 'decided',
  entry: 49_500,
  rootHex: hex('money'),
}

const use: Extract<CaseView, { kind: 'use' }> = {
  kind: 'use',
  use: 'use_0031',
  contract: 'con_9A',
  shopName: plum,
  offerName,
  n: 31,
  state: 'contested',
  via: 'counter',
  amountMinor: 12_000n,
  servedOn: '2026-11-18',
  servedAt: '18:30',
  requestedAt: AT,
  contestedAt: AT,
  reason: 'not-there',
  detail: 'The pool was closed that day.',
  contractState: 'active',
  entry: 48_000,
  stateEntry: 48_100,
  rootHex: hex('use'),
}

const shop: Extract<CaseView, { kind: 'shop' }> = {
  kind: 'shop',
  shop: 'pty_riverside',
  name: { en: 'Riverside Pilates', zh: '江岸普拉提' },
  state: 'applied',
  industry: 'fitness',
  areaName: { en: 'Changning', zh: '长宁' },
  licence: 'INVENTED-0040',
  leaseEndsOn: '2027-12-31',
  isLeaseOver: false,
  appliedAt: AT,
  decidedAt: null,
  settledThrough: null,
  entry: 400,
}

const difference: Extract<CaseView, { kind: 'difference' }> = {
  kind: 'difference',
  bankEntry: 'bank-78',
  bankKind: 'debit',
  state: 'differed',
  reason: 'amount_differs',
  amountMinor: 100n,
  payout: { payout: 'pay_1', amountMinor: 90n },
  valueDay: '2026-11-20',
  recordedAt: AT,
  entry: 49_600,
}

const decidedRefund = { amountMinor: 140_000n, interestMinor: 41n, interestOwedMinor: 3n }

export const cases: readonly (readonly [string, CaseView])[] = [
  ['settlement', settlement],
  ['settlement-own', { ...settlement, approval: 'own-proposal', proposedBy: you, approver: shen }],
  ['settlement-away', { ...settlement, approval: 'not-approver', approver: shen, substitute: you }],
  [
    'settlement-approved',
    {
      ...settlement,
      state: 'approved',
      approval: 'decided',
      decidedBy: you,
      decidedAt: AT,
      earnedMinor: null,
      recounted: null,
    },
  ],
  ['settlement-expired', { ...settlement, state: 'expired', approval: 'decided' }],
  ['refund', refund],
  [
    'refund-agreed',
    { ...refund, standing: 'agreed', state: 'agreed', answer: 'agreed', options: [option] },
  ],
  [
    'refund-asked',
    { ...refund, standing: 'asked', state: 'asked', answer: null, options: [option] },
  ],
  [
    'refund-right',
    {
      ...refund,
      standing: 'right',
      state: 'asked',
      answer: 'right',
      cause: 'seven-day',
      options: [
        {
          ...option,
          cause: 'seven-day',
          articles: [14],
          steps: [
            ...option.steps,
            { code: 'used-in-seven-days', numbers: { uses: 1, amountMinor: 1 } },
          ],
        },
      ],
    },
  ],
  [
    'refund-returned',
    {
      ...refund,
      standing: 'closed',
      state: 'returned',
      options: [],
      decided: decidedRefund,
      decidedAt: AT,
    },
  ],
  [
    'refund-homeless',
    {
      ...refund,
      standing: 'closed',
      state: 'returned',
      options: [],
      decided: decidedRefund,
      hasAccount: false,
    },
  ],
  [
    'refund-paid',
    {
      ...refund,
      standing: 'closed',
      state: 'paid',
      options: [],
      decided: decidedRefund,
      decidedAt: AT,
      paidAt: AT,
    },
  ],
  ['money', money],
  ['money-nothing', { ...money, likely: [], reference: '', payer: null, reason: 'of_tomorrow' }],
  [
    'money-proposed',
    {
      ...money,
      state: 'proposed',
      proposedBy: shen,
      proposedContract: 'con_7Q2K4l',
      approval: 'may',
    },
  ],
  ['money-own', { ...money, state: 'proposed', proposedBy: you, approval: 'own-proposal' }],
  ['money-matched', { ...money, state: 'matched', likely: [] }],
  ['use', use],
  ['use-period', { ...use, via: 'period', state: 'for-consumer', contestedAt: null, reason: null }],
  ['shop', shop],
  ['shop-over', { ...shop, isLeaseOver: true }],
  ['shop-approved', { ...shop, state: 'approved', decidedAt: AT, settledThrough: '2026-11-19' }],
  ['shop-suspended', { ...shop, state: 'suspended', decidedAt: AT }],
  ['difference', difference],
  ['difference-over', { ...difference, state: 'corrected', payout: null }],
  [
    'settle',
    {
      kind: 'settle',
      through: '2026-11-19',
      latest: '2026-11-19',
      shops: settlement.lines,
      notaries: [{ ...shen, name: '沈 Shen' }],
    },
  ],
  [
    'settle-nobody',
    {
      kind: 'settle',
      through: '2026-11-19',
      latest: '2026-11-19',
      shops: settlement.lines,
      notaries: [],
    },
  ],
  [
    'settle-nothing',
    { kind: 'settle', through: '2026-11-19', latest: '2026-11-19', shops: [], notaries: [] },
  ],
  [
    'substitute',
    {
      kind: 'substitute',
      today: '2026-11-20',
      notaries: [{ ...shen, name: '沈 Shen' }],
      absences: [
        { notary: you, substitute: shen, from: '2026-11-20', until: '2026-11-27', entry: 49_001 },
      ],
    },
  ],
  ['substitute-alone', { kind: 'substitute', today: '2026-11-20', notaries: [], absences: [] }],
  [
    'shops',
    {
      kind: 'shops',
      shops: [
        {
          shop: 'pty_1',
          name: wharf,
          state: 'approved',
          leaseEndsOn: '2027-12-31',
          settledThrough: '2026-11-19',
        },
        {
          shop: 'pty_2',
          name: null,
          state: 'declined',
          leaseEndsOn: '2026-12-31',
          settledThrough: null,
        },
      ],
    },
  ],
]
