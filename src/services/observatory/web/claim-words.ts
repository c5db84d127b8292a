/** A claim in words, in both languages: what it is about, and what must be known before it is used. */
import { DOT, formatDay } from '#web/kit/format.ts'
import { catalogue, type Language, type Words } from '#web/kit/language.ts'
import type { Claim, Kind, Note } from '../contract.ts'
import { findArea } from '../domain/areas.ts'
import { findIndicator } from '../domain/indicators.ts'

const periodMessages = catalogue(
  {
    months: 'January February March April May June July August September October November December',
    year: ({ year }: { year: string }) => year,
    month: ({ year, name }: { year: string; month: number; name: string }) => `${name} ${year}`,
    firstHalf: ({ year }: { year: string }) => `first half of ${year}`,
    secondHalf: ({ year }: { year: string }) => `second half of ${year}`,
    quarter: ({ year, quarter }: { year: string; quarter: string }) =>
      `quarter ${quarter} of ${year}`,
    span: ({ from, to }: { from: string; to: string }) => `${from} to ${to}`,
  },
  {
    months: '',
    year: ({ year }) => `${year}年`,
    month: ({ year, month }) => `${year}年${month}月`,
    firstHalf: ({ year }) => `${year}年上半年`,
    secondHalf: ({ year }) => `${year}年下半年`,
    quarter: ({ year, quarter }) => `${year}年第${quarter}季度`,
    span: ({ from, to }) => `${from}至${to}`,
  },
)

export function periodIn(language: Language, code: string): string {
  const [from = '', to] = code.split('..')
  const t = periodMessages[language]
  const start = momentIn(language, from)
  return to === undefined ? start : t.span({ from: start, to: momentIn(language, to) })
}

function momentIn(language: Language, code: string): string {
  const t = periodMessages[language]
  const [year = '', part, day] = code.split('-')
  if (part === undefined) return t.year({ year })
  if (day !== undefined) return formatDay(language, code)
  if (part === 'H1') return t.firstHalf({ year })
  if (part === 'H2') return t.secondHalf({ year })
  if (part.startsWith('Q')) return t.quarter({ year, quarter: part.slice(1) })
  const month = Number(part)
  return t.month({ year, month, name: t.months.split(' ')[month - 1] ?? part })
}

type Named = { readonly on: string; readonly whole: string; readonly peer: string }

/** What kind of figure it is, where that is more than a level; with what it refers to. */
const kindMessages = catalogue(
  {
    level: '',
    count: '',
    density: '',
    cumulative: 'in total',
    threshold: 'order of magnitude',
    rank: ({ peer }: Named) => `rank in ${peer}`,
    share: ({ whole }: Named) => `share of ${whole}`,
    change_abs: ({ on }: Named) => `change on ${on}`,
    change_pct: ({ on }: Named) => `change on ${on}`,
    change_multiple: ({ on }: Named) => `change in multiples of ${on}`,
    avg_growth: 'average yearly growth',
    increment_avg: 'average yearly increment',
    multiple_of_base: ({ on }: Named) => `multiple of ${on}`,
    multiple_of_peer: ({ peer }: Named) => `multiple of the average of ${peer}`,
  } satisfies Record<Kind, string | ((named: Named) => string)>,
  {
    level: '',
    count: '',
    density: '',
    cumulative: '累计',
    threshold: '量级',
    rank: ({ peer }) => `在${peer}的位次`,
    share: ({ whole }) => `占${whole}的比重`,
    change_abs: ({ on }) => `较${on}的增减额`,
    change_pct: ({ on }) => `较${on}的增减`,
    change_multiple: ({ on }) => `较${on}的增减倍数`,
    avg_growth: '年均增长',
    increment_avg: '年均增量',
    multiple_of_base: ({ on }) => `与${on}之比`,
    multiple_of_peer: ({ peer }) => `与${peer}平均之比`,
  },
)

export function nameOfIndicator(language: Language, id: string): string {
  return findIndicator(id)?.[language] ?? id
}

/** Names begin with a capital where they stand alone. */
function insideSentence(language: Language, id: string): string {
  const name = nameOfIndicator(language, id)
  return name.charAt(0).toLowerCase() + name.slice(1)
}

export function nameOfArea(language: Language, id: string): string {
  return findArea(id)?.[language] ?? id
}

export function kindIn(language: Language, { kind, base = {} }: Claim): string {
  const message = kindMessages[language][kind]
  if (typeof message === 'string') return message
  const peer = base.area === undefined ? '' : nameOfArea(language, base.area)
  const whole = base.indicator === undefined ? peer : insideSentence(language, base.indicator)
  return message({
    on: base.period === undefined ? '' : periodIn(language, base.period),
    whole,
    peer,
  })
}

/** What it is about: “Gross domestic product · the hub · 2024”. */
export function titleWords(claim: Claim): Words {
  return { en: titleIn('en', claim), zh: titleIn('zh', claim) }
}

export function titleIn(language: Language, claim: Claim): string {
  const kind = kindIn(language, claim)
  const name = nameOfIndicator(language, claim.indicator)
  const what = kind === '' ? [name] : [name, kind]
  const subject = what.join(language === 'zh' ? '，' : ', ')
  const where = nameOfArea(language, claim.area)
  return [subject, where, periodIn(language, claim.period)].join(DOT)
}

export const noteMessages = catalogue(
  {
    period_not_stated: 'The source does not state the period; it is inferred from the date.',
    basis_not_stated: 'The source does not say whether prices are current or constant.',
    scope_doubtful: 'Other sources give this figure to another area.',
    definition_doubtful: 'Other sources define this figure differently.',
    stock_or_flow_unclear: 'The text can be read as a stock or as a flow.',
    scale_doubtful: 'The scale word may be ten times too large: 亿 is often rendered as billion.',
    read_in_translation: 'Read in a translation, not in the original.',
    read_second_hand:
      'Read in a collection of figures, not in the publication itself; its digits and words may have been recast.',
  } satisfies Record<Note, string>,
  {
    period_not_stated: '来源未写明时期，由日期推定。',
    basis_not_stated: '来源未写明是现价还是不变价。',
    scope_doubtful: '其他来源把这一数字归于另一范围。',
    definition_doubtful: '其他来源对这一数字的定义不同。',
    stock_or_flow_unclear: '原文既可读作存量，也可读作流量。',
    scale_doubtful: '量级可能偏大十倍：“亿”常被译作 billion。',
    read_in_translation: '依据译文，未见原文。',
    read_second_hand: '录自数字汇编，未见原出版物；数字与用语可能经过改写。',
  },
)
