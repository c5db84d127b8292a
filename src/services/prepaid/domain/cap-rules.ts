/**
 * How much may be prepaid: dated rules as data, each with its source and article. What is not known of a
 * rule is null here and said to be unknown wherever the rule is shown; nothing is guessed.
 */
import type { LegalDay } from '#kernel/time/legal-day.ts'
import type { Industry } from '../contract.ts'

/**
 * What a limit is on. A `…-balance` is what is not used yet, the new contract included; a `charge` is one
 * contract alone. Gifts count as uses and as days: the rules do not exempt them, and a card of one class with
 * sixty gifts would otherwise be within any limit.
 */
export type CapQuantity =
  | 'period-balance'
  | 'period-term'
  | 'count-balance'
  | 'count-uses'
  | 'total-balance'
  | 'charge'
  | 'charge-term'
  | 'charge-uses'

/** Fen for money, months for a term, classes for uses. */
export interface CapLimit {
  readonly quantity: CapQuantity
  readonly max: number
}

export interface CapRule {
  readonly id: string
  readonly title: { readonly en: string; readonly zh: string }
  /** The number of the document. */
  readonly number: string
  /** `8` is article 8; null where only the document is known. */
  readonly article: string | null
  readonly industries: readonly Industry[]
  /** Areas of the place of service; null for the whole country. */
  readonly areas: readonly string[] | null
  /** The first and the last day; null where it is unknown. A rule of unknown days is taken to be in force. */
  readonly from: LegalDay | null
  readonly until: LegalDay | null
  /** Where it was read. */
  readonly readAt: string
  /** What of this could not be confirmed. */
  readonly unconfirmed: readonly ('from' | 'until' | 'article' | 'gifts')[]
  readonly limits: readonly [CapLimit, ...CapLimit[]]
}

/** The districts of Shanghai, and the parts of them for which the hub has a name. */
const SHANGHAI: readonly string[] = [
  'SHANGHAI',
  'HUANGPU',
  'XUHUI',
  'CHANGNING',
  'JINGAN',
  'PUTUO',
  'HONGKOU',
  'YANGPU',
  'MINHANG',
  'BAOSHAN',
  'JIADING',
  'PUDONG',
  'JINSHAN',
  'SONGJIANG',
  'QINGPU',
  'FENGXIAN',
  'CHONGMING',
  'HUB-SH',
  'CORE',
  'E-HQ',
  'S-HQ',
  'W-HQ',
  'N-HQ',
]

export const CAP_RULES: readonly CapRule[] = [
  {
    id: 'sh-fitness-2025/1',
    title: {
      en: 'Shanghai measures for supervising prepaid consumption in sports and fitness (trial)',
      zh: '上海市体育健身行业预付式消费经营活动监管实施办法（试行）',
    },
    number: '沪体规文〔2025〕1号',
    article: '8',
    industries: ['fitness'],
    areas: SHANGHAI,
    from: '2025-03-01',
    until: '2026-12-31',
    readAt: 'tyj.sh.gov.cn/zcfg/20250116; Xinhua, 2025-01-14, on article 8',
    unconfirmed: ['gifts'],
    limits: [
      { quantity: 'period-balance', max: 500_000 },
      { quantity: 'period-term', max: 24 },
      { quantity: 'count-balance', max: 2_000_000 },
      { quantity: 'count-uses', max: 60 },
      { quantity: 'total-balance', max: 2_000_000 },
    ],
  },
  {
    id: 'cn-tutoring-2022/4',
    title: {
      en: 'Opinions of thirteen ministries on non-academic tutoring for pupils',
      zh: '教育部等十三部门关于规范面向中小学生的非学科类校外培训的意见',
    },
    number: '教监管〔2022〕4号',
    article: null,
    // The Shanghai measures exclude children's sports tutoring: the rules of tutoring hold for it.
    industries: ['tutoring', 'children-sports'],
    areas: null,
    from: null,
    until: null,
    readAt: 'reports of its publication on 2022-12-29 (Securities Times)',
    unconfirmed: ['from', 'until', 'article', 'gifts'],
    limits: [
      { quantity: 'charge', max: 500_000 },
      { quantity: 'charge-term', max: 3 },
      { quantity: 'charge-uses', max: 60 },
    ],
  },
]
