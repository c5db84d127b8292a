/** Invented views of a shop's pages: full and empty, every state, for the head and for a clerk. */
import type { PageViews } from '#apps/web/pages.tsx'
import {
  own,
  asked,
  swimming,
  guest,
  silence,
  card,
  today,
  purse,
  noMoney,
  counter,
  paid,
  statement,
  offer,
  refund,
  application,
  areas,
} from './sample-shop-parts.ts'

type View = {
  [Name in keyof PageViews]: {
    readonly file: string
    readonly name: Name
    readonly view: PageViews[Name]
  }
}[keyof PageViews]

export const shopSamples: readonly View[] = [
  { file: 'counter', name: 'counter', view: counter },
  {
    file: 'counter-found',
    name: 'counter',
    view: { ...counter, q: '5120', found: { kind: 'cards', cards: [card] } },
  },
  {
    file: 'counter-several',
    name: 'counter',
    view: {
      ...counter,
      q: '5120',
      found: {
        kind: 'cards',
        cards: [
          card,
          { ...card, contract: 'con_other', kind: 'period', next: null, why: 'period' },
        ],
      },
    },
  },
  {
    file: 'counter-nobody',
    name: 'counter',
    view: { ...counter, own: asked, q: '1', found: { kind: 'nobody' }, today: [], purse: null },
  },
  {
    file: 'counter-malformed',
    name: 'counter',
    view: { ...counter, q: 'x', found: { kind: 'malformed' }, hasMore: true, purse: noMoney },
  },
  {
    file: 'today',
    name: 'today',
    view: {
      own,
      day: '2026-11-20',
      isToday: true,
      isMalformed: false,
      before: '2026-11-19',
      after: null,
      uses: today,
      hasMore: true,
      contested: today.filter(({ state }) => state === 'contested'),
      refunds: [
        {
          refund: 'rfd_a',
          guest,
          offerName: swimming,
          cause: 'neither',
          answerDue: silence,
          amountMinor: 70_000n,
        },
      ],
    },
  },
  {
    file: 'today-empty',
    name: 'today',
    view: {
      own,
      day: '2026-11-19',
      isToday: false,
      isMalformed: true,
      before: '2026-11-18',
      after: '2026-11-20',
      uses: [],
      hasMore: false,
      contested: [],
      refunds: [],
    },
  },
  ...today.map((line): View => ({
    file: `withdraw-${line.state}`,
    name: 'withdrawUse',
    view: { own, line },
  })),
  { file: 'shop-refund', name: 'shopRefund', view: refund },
  { file: 'shop-refund-late', name: 'shopRefund', view: { ...refund, mayAnswer: false } },
  {
    file: 'money',
    name: 'money',
    view: {
      own,
      purse,
      days: [
        { day: '2026-11-19', amountMinor: 35_000n, uses: 2, isOver: true },
        { day: '2026-11-24', amountMinor: 200_000n, uses: 13, isOver: false },
      ],
      open: {
        settlement: 'set_two',
        from: '2026-11-13',
        through: '2026-11-18',
        amountMinor: 200_000n,
        uses: 13,
        expiresOn: '2026-11-25',
      },
      paid: (['ordered', 'paid', 'returned', 'resent'] as const).map((state) => ({
        ...paid,
        payout: `pay_${state}`,
        state,
      })),
      hasMorePaid: true,
      settledThrough: '2026-11-12',
    },
  },
  {
    file: 'money-empty',
    name: 'money',
    view: {
      own: asked,
      purse: noMoney,
      days: [],
      open: null,
      paid: [],
      hasMorePaid: false,
      settledThrough: null,
    },
  },
  { file: 'statement', name: 'moneyStatement', view: statement },
  {
    file: 'statement-upcoming',
    name: 'moneyStatement',
    view: {
      ...statement,
      paid: null,
      fileHref: null,
      uses: [],
      usesCount: 0,
      usesMinor: 0n,
      refunds: [],
      refundsMinor: -12n,
      returned: [],
    },
  },
  {
    file: 'statement-turned',
    name: 'moneyStatement',
    view: {
      ...statement,
      usesCount: 301,
      usesMinor: 4_966_500n,
      amountMinor: 4_980_000n,
      uses: Array.from({ length: 3 }, (_, i) =>
        statement.uses.map((use) => ({ ...use, use: `use_${i}`, n: i + 1 })),
      ).flat(),
      isFirst: false,
      next: 'WyIyMDI2LTExLTEwIiw4MV0',
    },
  },
  {
    file: 'products',
    name: 'products',
    view: {
      own,
      products: [
        { product: 'prd_a', isListed: true, offer, entry: 20 },
        { product: 'prd_b', isListed: false, offer, entry: 21 },
      ],
    },
  },
  { file: 'products-empty', name: 'products', view: { own: asked, products: [] } },
  {
    file: 'product-new',
    name: 'newProduct',
    view: { own, kind: 'period', values: {}, errors: [], draft: null },
  },
  {
    file: 'product-draft',
    name: 'newProduct',
    view: {
      own,
      kind: 'count',
      values: { nameEn: 'Swimming' },
      errors: [{ name: 'price', sentence: { en: 'Enter an amount', zh: '请填写金额' } }],
      draft: {
        offer,
        eachMinor: 15_000n,
        listMinor: 140_000n,
        discountMinor: -10_000n,
        trancheMinor: 15_000n,
        tranches: 10,
        caps: [
          {
            title: { en: 'A rule', zh: '某规定' },
            number: '一号',
            article: null,
            from: null,
            until: null,
            isUnconfirmed: true,
            checks: [
              { quantity: 'charge', value: 150_000, max: 500_000, isWithin: true },
              { quantity: 'charge-term', value: '2027-05-01', max: '2027-02-19', isWithin: false },
            ],
          },
        ],
        why: null,
      },
    },
  },
  ...([null, 'applied', 'approved', 'declined', 'suspended'] as const).map((state): View => ({
    file: `apply-${state ?? 'none'}`,
    name: 'apply',
    view: {
      own: { ...own, state },
      areas,
      application: state === null ? null : application,
      decisionEntry: state === 'declined' ? 44 : null,
    },
  })),
  {
    file: 'staff',
    name: 'staff',
    view: {
      own,
      staff: [
        { person: 'pty_head', name: '店长 Head', role: 'head', entry: 3, isYou: true },
        { person: 'pty_clerk', name: null, role: 'clerk', entry: 4, isYou: false },
      ],
    },
  },
]
