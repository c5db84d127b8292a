/** Invented books, figures and entries that several samples show. */
import { sha256 } from '@noble/hashes/sha2.js'
import { hexOf } from '#kernel/std/hex.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import type { FootCheckpoint } from '#web/kit/page-context.ts'
import type { BookState, EntryLine, FigureLine } from '#web/pages/views.ts'
import { sampleReceipt } from './sample-receipt.ts'

export const hex = (text: string): string => hexOf(sha256(utf8Of(text)))

export const shanghai: BookState = {
  id: 'sh',
  name: { en: 'Shanghai', zh: '上海' },
  origin: 'sh.hub.example/book/1',
  size: 1284,
  rootHex: '590cf2e72e60b479db399574c027502e9a14251b33bf09ef3ae53449b3dde03c',
  at: '2026-11-20T06:32:07.120Z',
  cosigners: [],
}
export const jiangsu: BookState = {
  ...shanghai,
  id: 'js',
  name: { en: 'Jiangsu', zh: '江苏' },
  origin: 'js.hub.example/book/1',
  size: 31,
  rootHex: hex('js'),
  cosigners: [
    { en: 'Shanghai', zh: '上海' },
    { en: 'the Chamber of Commerce', zh: '商会' },
  ],
}
export const zhejiang: BookState = {
  ...shanghai,
  id: 'zj',
  name: { en: 'Zhejiang', zh: '浙江' },
  origin: 'zj.hub.example/book/1',
  size: 0,
  rootHex: hex(''),
}

export const books = [shanghai, jiangsu, zhejiang] as const

export const latest: readonly EntryLine[] = Array.from({ length: 8 }, (_, back) => ({
  book: back % 3 === 1 ? jiangsu : shanghai,
  index: 1283 - back,
  at: `2026-11-20T06:3${2 - Math.floor(back / 4)}:0${9 - back}.000Z`,
  act: { en: 'Claim recorded', zh: '发布值已记录' },
  subject:
    back % 2 === 0
      ? { en: 'GDP of the hub, 2024', zh: '枢纽地区生产总值，2024年' }
      : { en: 'Share of technology service firms, 2024', zh: '科技服务企业占比，2024年' },
  level: back < 3 ? { kind: 'recorded' } : { kind: 'witnessed', cosigners: 2 },
}))

const source = {
  name: { en: 'A daily paper', zh: '某日报' },
  day: '2025-03-24',
  href: 'https://example.com/report',
}

export const figures: readonly FigureLine[] = [
  {
    id: 'gdp-2024',
    title: { en: 'GDP of the hub, 2024', zh: '枢纽地区生产总值，2024年' },
    value: { en: '3.2', zh: '3.2' },
    unit: { en: 'trillion yuan', zh: '万亿元' },
    state: 'quoted',
    source,
    note: { en: 'as printed: 3.15 to 3.25', zh: '按印刷位数：3.15 至 3.25' },
    href: '/figures/hub.gdp',
    entryHref: '/log/sh/61',
  },
  {
    id: 'density',
    title: { en: 'Output per square kilometre, 2024', zh: '经济密度，2024年' },
    value: { en: '450', zh: '4.5' },
    unit: { en: 'million yuan per km²', zh: '亿元/平方公里' },
    state: 'closed',
    source,
    note: {
      en: 'checked: agrees with 3.2 tn ÷ 7,000 km², at the edge',
      zh: '已核：与 3.2 万亿 ÷ 7,000 平方公里相符，在边缘',
    },
    href: '/figures/hub.density',
    entryHref: '/log/sh/62',
  },
  {
    id: 'missions',
    title: {
      en: 'Missions of the 2021 plan completed, to March 2024',
      zh: '2021年方案任务完成数，至2024年3月',
    },
    value: { en: '100', zh: '100' },
    unit: { en: 'of 104', zh: '/ 104 项' },
    state: 'broken',
    source,
    note: { en: 'contradicted: 104 reported a year earlier', zh: '有矛盾：一年前曾报 104 项' },
    href: '/figures/plan.missions',
    entryHref: '/log/sh/63',
  },
  {
    id: 'share',
    title: { en: 'Share of technology service firms, 2024', zh: '科技服务企业占比，2024年' },
    value: { en: '21.4', zh: '21.4' },
    unit: { en: '%', zh: '%' },
    state: 'quoted',
    source,
    note: { en: 'one source; nothing to check it with', zh: '仅一个来源，无可比对' },
    href: '/figures/firms.tech',
    entryHref: '/log/sh/64',
  },
]

export const note = `sh.hub.example/book/1\n1284\nWQzy5y5gtHnbOZV0wCdQLpoUJRszvwnvOuU0SbPd4Dw=\n\n— sh.hub.example/book/1 Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n`

export const leaf = {
  actor: 'pty_4Zr1k7',
  at: '2026-11-20T06:32:07.120Z',
  body: {
    area: 'HUB',
    indicator: 'hub.gdp',
    period: '2024',
    printed: '3.2',
    scale: 'trillion',
    unit: 'CNY',
  },
  book: 'sh.hub.example/book/1',
  type: 'claim_recorded',
  v: 1,
}

export const checkpoint: FootCheckpoint = {
  bookName: shanghai.name,
  size: shanghai.size,
  rootHex: shanghai.rootHex,
  at: shanghai.at,
  cosigners: [],
  href: '/log/sh/checkpoint',
}

export const policy = sampleReceipt(false).policy
