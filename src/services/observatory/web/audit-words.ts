/** Verdicts, relations, links and rules of the audit, in both languages, and amounts as people write them. */
import type { Language, Words } from '#web/kit/language.ts'
import type { ProofState } from '#web/kit/symbols.ts'
import type { LinkState, Verdict } from '../domain/audit/types.ts'

export const VERDICT_WORDS: Readonly<Record<Verdict, Words>> = {
  consistent: { en: 'Consistent', zh: '一致' },
  edge: { en: 'Consistent, at the edge', zh: '勉强一致' },
  'consistent-if-rounded': { en: 'Consistent if rounded', zh: '取整后一致' },
  inconsistent: { en: 'Inconsistent as written', zh: '所述不一致' },
  'scale-slip': { en: 'Scale slip', zh: '量级错位' },
  'basis-differs': { en: 'Basis differs', zh: '口径不同' },
  ambiguous: { en: 'Ambiguous', zh: '存在歧义' },
  'not-checkable': { en: 'Not checkable', zh: '无法核查' },
  derived: { en: 'Derived', zh: '推算所得' },
  'no-power': { en: 'Too wide to tell', zh: '区间过宽' },
}

export const VERDICT_STATES: Readonly<Record<Verdict, ProofState>> = {
  consistent: 'closed',
  edge: 'closed',
  'consistent-if-rounded': 'closed',
  inconsistent: 'broken',
  'scale-slip': 'broken',
  'basis-differs': 'open',
  ambiguous: 'open',
  'not-checkable': 'quoted',
  derived: 'quoted',
  'no-power': 'quoted',
}

/** What must be looked at comes first. */
export const VERDICT_ORDER: readonly Verdict[] = [
  'inconsistent',
  'scale-slip',
  'basis-differs',
  'ambiguous',
  'edge',
  'consistent-if-rounded',
  'consistent',
  'no-power',
  'derived',
  'not-checkable',
]

export const VERDICT_MARKS: Readonly<Record<Verdict, 'ok' | 'edge' | 'no' | 'basis' | 'na'>> = {
  consistent: 'ok',
  edge: 'edge',
  'consistent-if-rounded': 'edge',
  inconsistent: 'no',
  'scale-slip': 'basis',
  'basis-differs': 'basis',
  ambiguous: 'basis',
  'not-checkable': 'na',
  derived: 'na',
  'no-power': 'na',
}

export const LINK_WORDS: Readonly<Record<LinkState, Words>> = {
  automatic: { en: 'automatic', zh: '自动' },
  proposed: {
    en: 'proposed: it is not sure that these figures belong together',
    zh: '建议：尚不能确定这些数字属于同一事项',
  },
  confirmed: { en: 'confirmed by a person', zh: '已由人确认' },
}

export const KIND_WORDS: Readonly<Record<string, Words>> = {
  level: { en: 'level', zh: '水平值' },
  count: { en: 'count', zh: '计数' },
  cumulative: { en: 'cumulative', zh: '累计值' },
  density: { en: 'density', zh: '密度' },
  share: { en: 'share', zh: '占比' },
  threshold: { en: 'threshold', zh: '门槛' },
  rank: { en: 'rank', zh: '名次' },
  change_abs: { en: 'change', zh: '增减量' },
  change_pct: { en: 'growth', zh: '增速' },
  change_multiple: { en: 'growth, times', zh: '增长倍数' },
  avg_growth: { en: 'average growth', zh: '年均增速' },
  increment_avg: { en: 'average change', zh: '年均增量' },
  multiple_of_base: { en: 'multiple of before', zh: '为基期倍数' },
  multiple_of_peer: { en: 'multiple of another', zh: '为他处倍数' },
  label: { en: 'label', zh: '量级名称' },
}

const RELATIONS: Readonly<Record<string, Words>> = {
  per: { en: 'Amount over area', zh: '总量除以面积' },
  growth: { en: 'Growth against its levels', zh: '增速与水平值' },
  cagr: { en: 'Average growth against its levels', zh: '年均增速与水平值' },
  'multiple of base': { en: 'Multiple against its levels', zh: '倍数与水平值' },
  'multiple over years': { en: 'Average growth against the multiple', zh: '年均增速与倍数' },
  'multiple of peer': { en: 'Multiple of another', zh: '与他处的倍数' },
  'implied base': { en: 'What it was before', zh: '推算基期值' },
  'implied peer': { en: 'What the other must be', zh: '推算对照值' },
  'implied whole': { en: 'What the whole must be', zh: '推算总量' },
  difference: { en: 'Rise against its levels', zh: '增量与水平值' },
  'difference by growth': { en: 'Rise against growth', zh: '增量与增速' },
  'average increment': { en: 'Yearly rise', zh: '年均增量' },
  share: { en: 'Part over whole', zh: '部分占总量' },
  'sum of parts': { en: 'Sum of the parts', zh: '分项之和' },
  'part of whole': { en: 'A part is not more than its whole', zh: '部分不大于总量' },
  direction: { en: 'Up from, or down from', zh: '升降方向' },
  'cumulative over years': { en: 'Cumulative over years', zh: '累计值除以年数' },
  'currency restatement': { en: 'The same in other money', zh: '折算币种' },
  'same fact twice': { en: 'The same fact twice', zh: '同一事实两处所述' },
  'published elsewhere': { en: 'Against what was published elsewhere', zh: '与他处发布值比对' },
  'scale label': { en: 'Label against the announced unit', zh: '量级名称与单位' },
  enumeration: { en: 'As many items as announced', zh: '列举项数' },
  'rank among': { en: 'Rank among so many', zh: '名次与总数' },
  'average a day': { en: 'Average a day', zh: '日均值' },
  'sizes against output': { en: 'Sizes of industries against output', zh: '产业规模与产出' },
  'taxes against revenue kept': { en: 'All taxes against revenue kept', zh: '税收总额与地方留成' },
  'stands alone': { en: 'Nothing to compare with', zh: '文中无可比对的数字' },
  'stock or flow': { en: 'Stock or flow', zh: '存量或流量' },
  weekday: { en: 'Day of the week', zh: '星期' },
}

export function relationWords(language: Language, relation: string): string {
  return RELATIONS[relation]?.[language] ?? relation
}

/** The engine's notes are English; a Chinese reader gets the sentence of the rule that decided. */
const RULES: Readonly<Record<string, string>> = {
  'verdict.meet': '两个区间相交。',
  'verdict.edge': '两个区间仅在边缘相交。',
  'verdict.loose': '仅当末尾的零视为取整时才一致。',
  'verdict.disjoint': '无论宽严两种读法，区间均不相交。',
  'verdict.power-of-ten': '相差十的整数次幂后一致，可能是单位换算有误。',
  'verdict.no-power': '计算区间过宽，任何所述值都会落入其中。',
  'verdict.missing': '文中缺少所需的另一数字。',
  'verdict.no-value': '除数可能为零。',
  'verdict.derived': '由文中数字推得，文中未另行写明。',
  'verdict.soft-hedge': '“超过”“约”等数字的一端并不确定，或可弥合差距；不能断定互不相符。',
  'verdict.proposed-link': '若这些数字确属同一事项，则互不相符；但尚不能确定。',
  'verdict.two-readings': '“增长 n 倍”与“为 n 倍”两种读法结果不同。',
  'verdict.items': '列举项数与所述一致。',
  'verdict.rank': '名次与总数相比较。',
  'verdict.calendar': '按日历核对。',
  'basis.price': '一为现价、一为不变价即可同时成立，价格变动在设定范围之内。',
  'basis.price-unknown': '现价与不变价之差不明。',
  'basis.turnover': '产业规模是营业额，产出是增加值，前者可以更大。',
  'basis.tax-share': '税收总额大于区级财政留成，口径不同。',
  'basis.stock-or-flow': '所述为年末存量还是当年流量，文中未写明。',
}

export function noteWords(language: Language, note: string, rules: readonly string[]): string {
  if (language === 'en') return `${note.charAt(0).toUpperCase()}${note.slice(1)}.`
  return rules.map((rule) => RULES[rule]).find((words) => words !== undefined) ?? note
}

type Scale = readonly [size: number, word: string]

const SCALES: Readonly<Record<Language, readonly Scale[]>> = {
  en: [
    [1e12, ' trillion'],
    [1e9, ' billion'],
    [1e6, ' million'],
  ],
  zh: [
    [1e12, '万亿'],
    [1e8, '亿'],
    [1e4, '万'],
  ],
}

/** The scale in which a range is shortest, so that its ends can be compared at a glance. */
export function scaleOf(language: Language, ends: readonly string[]): Scale {
  const most = Math.max(...ends.map((end) => Math.abs(Number(end))))
  return SCALES[language].find(([size]) => most >= size) ?? [1, '']
}

const DIGITS = 5

export function amountWords(value: string, [size, word]: Scale): string {
  const scaled = Number(value) / size
  const text = scaled.toLocaleString('en', { maximumSignificantDigits: DIGITS })
  return text + word
}
