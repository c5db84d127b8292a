/** Invented views of the notary's desk, of supervision and of the bank; the product never sees them. */
import type { PageViews } from '#apps/web/pages.tsx'
import type { Visit } from '#web/kit/page-context.ts'
import type { CaseView, DeskView, WorkLine } from '#services/prepaid/web/desk-views.ts'
import type { MonthLine, ShopFigures, Sums } from '#services/prepaid/web/figures-views.ts'
import { ALL } from '#services/prepaid/web/desk-paths.ts'
import { hex } from './samples.ts'

const AT = '2026-11-20T05:50:00.000Z'
const wharf = { en: 'Old Wharf Fitness', zh: '老码头健身馆' }
const plum = { en: 'Plum Lane Calligraphy', zh: '梅巷书法馆' }
const offerName = { en: 'Gym, 20 classes', zh: '健身20次' }
const you = { party: 'pty_you0000000', isYou: true }
const shen = { party: 'pty_Sh3nNotary', isYou: false }
const clock = {
  day: '2026-11-25',
  isProvisional: false,
  days: [
    { day: '2026-11-20', kind: 'working' },
    { day: '2026-11-21', kind: 'rest' },
    { day: '2026-11-22', kind: 'rest' },
    { day: '2026-11-23', kind: 'working' },
    { day: '2026-11-24', kind: 'working' },
    { day: '2026-11-25', kind: 'working' },
  ],
} as const

/** Somebody who may send forms. */
export const notaryVisit: Visit = {
  person: {
    name: { en: 'Notary Qiu', zh: '邱公证员' },
    what: { en: 'Notary', zh: '公证员' },
    organisation: { en: 'Demonstration Notary Office', zh: '示范公证处' },
  },
  hasSignIn: true,
  formKey: 'AAAAAAAAAAAAAAAAAAAAAA',
  returned: null,
  done: null,
}

const line = (changes: Partial<WorkLine> & Pick<WorkLine, 'id' | 'matter'>): WorkLine => ({
  kind: 'refund',
  queue: 'refunds',
  name: wharf,
  about: 'con_5C9X22',
  shops: 0,
  amountMinor: 142_000n,
  due: null,
  since: AT,
  likely: 0,
  ...changes,
})

const lines: readonly WorkLine[] = [
  line({
    kind: 'settlement',
    id: 'set_0411',
    queue: 'settlements',
    matter: 'settlement-proposed',
    name: null,
    about: '2026-11-19',
    shops: 18,
    amountMinor: 21_248_000n,
    due: { day: '2026-11-20', workingDays: 0, isProvisional: false },
  }),
  line({
    id: 'rfd_asked',
    matter: 'refund-asked',
    due: { day: '2026-11-23', workingDays: 1, isProvisional: false },
  }),
  line({
    kind: 'money',
    id: 'bank-77',
    queue: 'money',
    matter: 'money-suspended',
    name: null,
    about: '7Q2K4I',
    amountMinor: 300_000n,
    due: { day: '2027-01-05', workingDays: 30, isProvisional: true },
    likely: 1,
  }),
  line({ id: 'rfd_objected', matter: 'refund-objected' }),
  line({ id: 'rfd_returned', matter: 'refund-returned' }),
  line({
    kind: 'use',
    id: 'use_0031',
    queue: 'uses',
    matter: 'use-contested',
    name: plum,
    about: '31',
    amountMinor: 12_000n,
  }),
  line({
    kind: 'shop',
    id: 'pty_riverside',
    queue: 'shops',
    matter: 'shop-applied',
    about: 'INVENTED-0040',
    amountMinor: null,
  }),
  line({
    kind: 'difference',
    id: 'bank-78',
    queue: 'differences',
    matter: 'bank-differed',
    name: null,
    about: 'bank-78',
    amountMinor: 100n,
  }),
]

const desk: DeskView = {
  book: 'sh',
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
  counts: { settlements: 1, refunds: 3, money: 1, uses: 1, shops: 1, differences: 1 },
  filter: ALL,
  lines,
  found: 42,
  pageLines: 20,
  selected: null,
}

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

const cases: readonly (readonly [string, CaseView])[] = [
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
      notaries: [shen.party],
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
      notaries: [shen.party],
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
  reason: 'over-line',
  percent: 40,
  requiredMinor: 8_584_000n,
  revenueLineMinor: 21_000_000n,
  isLeast: true,
} as const
const contract = {
  contract: 'con_5C9X22',
  offerName,
  kind: 'count',
  state: 'active',
  priceMinor: 300_000n,
  heldMinor: 180_000n,
  signedAt: AT,
} as const

type Sample = {
  readonly [Name in keyof PageViews]: {
    readonly file: string
    readonly name: Name
    readonly view: PageViews[Name]
  }
}[keyof PageViews]

const overview: PageViews['prepaidFigures'] = {
  book: 'sh',
  bookName: { en: 'Shanghai', zh: '上海' },
  at: AT,
  size: 50_214,
  totals: sums,
  heldMinor: 142_920_740n,
  owedToConsumersMinor: 121_672_740n,
  owedToShopsMinor: 21_248_000n,
  reconciliation: desk.reconciliation,
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

export const deskSamples: readonly Sample[] = [
  { file: 'desk', name: 'desk', view: desk },
  {
    file: 'desk-apart',
    name: 'desk',
    view: {
      ...desk,
      filter: { queue: 'refunds', q: 'wharf', from: 20 },
      reconciliation: {
        ...desk.reconciliation,
        statement: { ...desk.reconciliation.statement!, closingMinor: 1n },
        ledgerMinor: 1n,
        differencesMinor: 100n,
      },
    },
  },
  {
    file: 'desk-empty',
    name: 'desk',
    view: {
      ...desk,
      reconciliation: { ...desk.reconciliation, statement: null },
      counts: { settlements: 0, refunds: 0, money: 0, uses: 0, shops: 0, differences: 0 },
      lines: [],
      found: 0,
    },
  },
  ...cases.map(([file, selected]): Sample => ({
    file: `desk-${file}`,
    name: 'desk',
    view: { ...desk, selected },
  })),
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
