/** The caps of the law in words: what is limited, to how much, by which rule and article, and since when. */
import { unreachable } from '#kernel/std/assert.ts'
import { formatCount, formatDay, formatMoney } from '#web/kit/format.ts'
import { catalogue, type Language } from '#web/kit/language.ts'
import type { CapQuantity } from '../domain/cap-rules.ts'
import type { CapLine } from './products-views.ts'

export const capMessages = catalogue(
  {
    'period-balance': 'Prepaid for cards of days, per customer',
    'period-term': 'Last day of cards of days',
    'count-balance': 'Prepaid for classes, per customer',
    'count-uses': 'Classes not given yet, per customer',
    'total-balance': 'Prepaid in all, per customer',
    charge: 'One charge',
    'charge-term': 'Last day of one charge',
    'charge-uses': 'Classes in one charge',
    article: ({ article }: { article: string }) => `article ${article}`,
    noArticle: 'article not known',
    since: ({ from, until }: { from: string; until: string }) =>
      `in force from ${from} to ${until}`,
    unknownDay: 'a day that is not known',
    noDays: 'the days of its force are not known',
    unconfirmed: 'Parts of this rule could not be confirmed; it is taken to be in force.',
  },
  {
    'period-balance': '每位顾客的期限卡预付款',
    'period-term': '期限卡的最后一天',
    'count-balance': '每位顾客的课时预付款',
    'count-uses': '每位顾客未上的课次',
    'total-balance': '每位顾客的预付款合计',
    charge: '一次收费',
    'charge-term': '一次收费的最后一天',
    'charge-uses': '一次收费的课次',
    article: ({ article }) => `第${article}条`,
    noArticle: '条款不详',
    since: ({ from, until }) => `施行期间 ${from} 至 ${until}`,
    unknownDay: '日期不详',
    noDays: '施行期间不详',
    unconfirmed: '该规定部分内容未能核实，按现行有效处理。',
  },
)

/** Fen, classes or a day, as the quantity has it. */
export function capValue(
  language: Language,
  quantity: CapQuantity,
  value: number | string,
): string {
  if (typeof value === 'string') return formatDay(language, value)
  switch (quantity) {
    case 'period-balance':
    case 'count-balance':
    case 'total-balance':
    case 'charge':
      return formatMoney(BigInt(value))
    case 'count-uses':
    case 'charge-uses':
    case 'period-term':
    case 'charge-term':
      return formatCount(value)
    default:
      return unreachable(quantity)
  }
}

/** The document with its article and its days, in one line. */
export function capSource(
  language: Language,
  { title, number, article, from, until }: Omit<CapLine, 'checks' | 'isUnconfirmed'>,
): string {
  const t = capMessages[language]
  const day = (text: string | null): string =>
    text === null ? t.unknownDay : formatDay(language, text)
  const parts = [
    language === 'zh' ? `《${title.zh}》${number}` : `${title.en}, ${number}`,
    article === null ? t.noArticle : t.article({ article }),
    from === null && until === null ? t.noDays : t.since({ from: day(from), until: day(until) }),
  ]
  return parts.join(language === 'zh' ? '，' : ', ')
}
