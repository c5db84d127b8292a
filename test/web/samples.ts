/** Invented views for the preview and the tests of the pages; the product never sees them. */
import { drawCode } from '#web/kit/code-drawing.ts'
import type { PageViews } from '#apps/web/pages.tsx'
import { NOBODY, type Visit } from '#web/kit/page-context.ts'
import { auditView } from '#services/observatory/web/audit-view.ts'
import { type ClaimView, NOTHING_KNOWN } from '#services/observatory/contract.ts'
import { findContradictions } from '#services/observatory/domain/findings/findings.ts'
import { claimViews, comparedViews, seriesOf, unitViews } from './sample-claims.ts'
import {
  hex,
  shanghai,
  jiangsu,
  zhejiang,
  books,
  latest,
  figures,
  note,
  leaf,
  policy,
} from './sample-hub.ts'

/** Invented, with a contradiction and a slip in it. */
const PRESS_TEXT = `In 2024, Lanting's output reached 411.7 billion yuan ($57.3 billion), 1.8 times that of 2020, with an average annual growth of 7.8% from 2021 to 2024.

Lanting covers 267 square kilometers. Retail sales rose 5.2 percent to 31.4 billion yuan, up from 2.98 billion yuan in 2023.`

export type Sample = {
  readonly file: string
  readonly path: string
  /** Nobody's where it is not said. */
  readonly visit?: Visit
} & {
  [Name in keyof PageViews]: { readonly name: Name; readonly view: PageViews[Name] }
}[keyof PageViews]

const [contested] = claimViews
const doubtful = claimViews.at(-1) ?? contested
const compared = findContradictions(comparedViews)

function claimPage(view: ClaimView): PageViews['claim'] {
  const { name: bookName, rootHex } = shanghai
  return { view, series: seriesOf(view), bookName, rootHex, level: { kind: 'recorded' } }
}

export const samples: readonly Sample[] = [
  {
    file: 'home',
    path: '/',
    name: 'home',
    view: {
      figures,
      figuresCount: 68,
      figuresHref: '/figures',
      auditHref: '/audit',
      held: {
        heldMinor: 142_920_740n,
        depositedMinor: 391_248_000n,
        releasedMinor: 226_893_550n,
        refundedMinor: 21_433_710n,
        interestMinor: 0n,
        contracts: 2061,
        shops: 38,
      },
      books,
      latest,
    },
  },
  { file: 'books', path: '/log', name: 'books', view: { books, latest } },
  {
    file: 'book',
    path: '/log/sh',
    name: 'book',
    view: {
      book: shanghai,
      entries: latest.filter((line) => line.book.id === 'sh'),
      pager: { newestHref: '/log/sh', olderHref: '/log/sh?before=1276' },
      isForked: false,
      witnesses: [
        { name: jiangsu.name, size: shanghai.size, lag: 0, at: '2026-11-20T06:32:07Z' },
        { name: zhejiang.name, size: shanghai.size - 4, lag: 4, at: '2026-11-20T06:31:59Z' },
        { name: { en: 'an outside witness', zh: '外部见证方' }, size: 0, lag: 1, trouble: 'late' },
        {
          name: { en: 'a university', zh: '一所大学' },
          size: 7,
          lag: 0,
          at: '2026-11-20T06:31:59Z',
          trouble: 'inconsistent',
        },
      ],
    },
  },
  {
    file: 'book-empty',
    path: '/log/zj',
    name: 'book',
    view: { book: zhejiang, entries: [], pager: {}, witnesses: [], isForked: true },
  },
  {
    file: 'entry',
    path: '/log/sh/61',
    name: 'entry',
    view: {
      book: shanghai,
      index: 61,
      at: '2026-11-20T06:32:07.120Z',
      act: { en: 'Claim recorded', zh: '发布值已记录' },
      summary: {
        en: 'A daily paper printed on 24 March 2025: GDP of the hub in 2024, 3.2 trillion yuan.',
        zh: '某日报 2025年3月24日刊载：2024年枢纽地区生产总值 3.2 万亿元。',
      },
      leafHashHex: hex('leaf'),
      level: { kind: 'recorded' },
      content: {
        facts: [
          {
            term: { en: 'As printed', zh: '原文' },
            value: { en: '3.2 trillion yuan', zh: '3.2 万亿元' },
            href: '/figures/contested',
          },
          {
            term: { en: 'Area', zh: '地区' },
            value: { en: 'the hub, 14 units', zh: '枢纽，14 个单元' },
          },
        ],
        leafText: JSON.stringify(leaf, null, 2),
        leafBytes: 411,
        receipt: { href: '/v1/books/sh/entries/61/receipt', name: 'receipt-sh-61.json' },
        code: drawCode('https://hub.example/verify?receipt=/v1/books/sh/entries/61/receipt'),
        transfers: [
          {
            id: 't1',
            debit: 'bank/deposit',
            credit: 'contract/con_7Q2K41',
            amountMinor: 150000n,
            phase: { en: 'posted', zh: '已入账' },
          },
        ],
        measures: [{ indicator: 'claims.recorded', area: 'HUB', period: '2026-11', amount: '+1' }],
        parties: ['pty_4Zr1k7'],
        disclosed: [],
      },
      proof: {
        size: 1284,
        rootHex: shanghai.rootHex,
        siblingsHex: Array.from({ length: 11 }, (_, step) => hex(`sibling ${step}`)),
      },
      previousHref: '/log/sh/60',
      nextHref: '/log/sh/62',
    },
  },
  {
    file: 'entry-hidden',
    path: '/log/sh/62',
    name: 'entry',
    view: {
      book: shanghai,
      index: 62,
      at: '2026-11-20T06:32:08.000Z',
      act: { en: 'Hold expired', zh: '预留到期' },
      summary: { en: 'What it says goes to its parties.', zh: '内容只给当事方。' },
      leafHashHex: hex('hidden leaf'),
      level: { kind: 'recorded' },
      content: null,
      proof: { size: 1284, rootHex: shanghai.rootHex, siblingsHex: [hex('sibling')] },
    },
  },
  {
    file: 'checkpoint',
    path: '/log/sh/checkpoint',
    name: 'checkpoint',
    view: {
      book: shanghai,
      note,
      signatures: [{ name: 'sh.hub.example/book/1', keyIdHex: '03dde0ae', kind: 'log' }],
      rawHref: 'http://localhost:7000/book/sh/checkpoint',
      verifierKey: policy.split('\n')[0]?.replace('log ', '') ?? '',
    },
  },
  {
    file: 'evidence',
    path: '/log/evidence',
    name: 'evidence',
    view: {
      forks: [
        {
          id: 'fork',
          origin: shanghai.origin,
          olderNote: note,
          newerNote: note,
          olderSize: 1200,
          newerSize: 1284,
          otherRootHex: hex('other'),
          foundAt: '2026-11-22T02:00:00.000Z',
        },
      ],
      ahead: [{ origin: shanghai.origin, size: 1300, note, heardAt: '2026-11-22T02:01:00.000Z' }],
    },
  },
  {
    file: 'verify',
    path: '/verify',
    name: 'verify',
    view: {
      policies: [{ id: 'sh', name: shanghai.name, origin: shanghai.origin, policy }],
    },
  },
  {
    file: 'audit',
    path: '/audit',
    name: 'audit',
    view: auditView({ text: PRESS_TEXT, date: '2025-03-24' }, NOTHING_KNOWN),
  },
  {
    file: 'audit-refused',
    path: '/audit',
    name: 'audit',
    view: auditView({ text: '', date: '' }, NOTHING_KNOWN),
  },
  {
    file: 'figures',
    path: '/figures?q=product',
    name: 'figures',
    view: {
      claims: claimViews,
      count: 52,
      filter: { q: 'product' },
      publishers: ['A daily paper', '某周刊'],
      named: { indicators: ['gdp'], areas: [] },
      next: 'WyJnZHAiXQ',
      isFirst: true,
    },
  },
  {
    file: 'figures-none',
    path: '/figures?q=nothing',
    name: 'figures',
    view: {
      claims: [],
      count: 0,
      filter: { q: 'nothing' },
      publishers: [],
      named: { indicators: [], areas: [] },
      isFirst: true,
    },
  },
  { file: 'claim', path: '/figures/contested', name: 'claim', view: claimPage(contested) },
  { file: 'claim-doubtful', path: '/figures/doubtful', name: 'claim', view: claimPage(doubtful) },
  {
    file: 'indicator',
    path: '/indicators/gdp?area=HUB',
    name: 'indicator',
    view: {
      indicator: 'gdp',
      area: 'HUB',
      areas: ['HUB', 'CORE'],
      claims: comparedViews,
      isWhole: false,
      own: null,
      findings: compared.findings,
    },
  },
  {
    file: 'indicator-own',
    path: '/indicators/claims-recorded',
    name: 'indicator',
    view: {
      indicator: 'claims-recorded',
      area: 'HUB',
      areas: [],
      claims: [],
      isWhole: true,
      own: [{ period: '2026-11', amount: 216n }],
      findings: [],
    },
  },
  {
    file: 'areas',
    path: '/areas',
    name: 'areas',
    view: { indicator: 'gdp', choices: ['gdp', 'tax'], levels: unitViews },
  },
  {
    file: 'area',
    path: '/areas/HUB',
    name: 'area',
    view: {
      area: 'HUB',
      day: '2026-11-22',
      latest: claimViews.slice(0, 3),
      findings: compared.findings,
    },
  },
  {
    file: 'contradictions',
    path: '/contradictions',
    name: 'contradictions',
    view: { ...compared, isWhole: true },
  },
  {
    file: 'contradictions-none',
    path: '/contradictions',
    name: 'contradictions',
    view: { findings: [], claimsCount: 20_000, checksCount: 0, isWhole: false },
  },
  { file: 'about', path: '/about', name: 'about', view: {} },
  { file: 'not-found', path: '/nowhere', name: 'problem', view: { kind: 'not_found' } },
  {
    file: 'sign-in',
    path: '/sign-in',
    name: 'signIn',
    view: {
      next: '/zh/prepaid/desk',
      personas: (['consumer', 'shop-head', 'notary'] as const).map((role, at) => ({
        id: `somebody-${at}`,
        role,
        name: { en: `Somebody ${at}`, zh: `某人${at}` },
        what: { en: 'Made up for the preview', zh: '为预览虚构' },
        organisation: at === 0 ? null : { en: 'Their house', zh: '其机构' },
      })),
    },
  },
  { file: 'no-sign-in', path: '/sign-in', name: 'signIn', view: { personas: null, next: null } },
  {
    file: 'forbidden',
    path: '/prepaid/desk',
    name: 'problem',
    view: { kind: 'forbidden' },
    visit: {
      ...NOBODY,
      hasSignIn: true,
      person: {
        name: { en: 'Somebody', zh: '某人' },
        what: { en: 'Made up for the preview', zh: '为预览虚构' },
        organisation: null,
      },
    },
  },
  {
    file: 'refused',
    path: '/figures',
    name: 'problem',
    view: {
      kind: 'refused',
      code: 'cursor_malformed',
      why: {
        en: 'The place in the list is not one that this list has. Open the list anew.',
        zh: '列表中没有这个位置。请重新打开列表。',
      },
    },
  },
  {
    file: 'unavailable',
    path: '/',
    name: 'problem',
    view: { kind: 'unavailable', retryAfterSeconds: 5 },
  },
]
