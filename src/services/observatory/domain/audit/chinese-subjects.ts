/** What a Chinese figure measures: the words of its clause between what leads to it and what it does. */
import { type FoundIndicator, inherited } from './naming.ts'
import type { Before, Scene } from './scene.ts'
import { catalogued } from './subjects.ts'
import type { Quantity } from './types.ts'

const HAN = /\p{Script=Han}/u
const CLAUSE_START = /[，。；、：:,;（(]/g
const LEADING =
  /^(?:全年|全区|全市|本市|当年|其中|截至|目前|今年|去年|上半年|下半年|一季度|前三季度|累计|共|已|新增|引进|集聚|培育|建成|完成|实现|拥有|吸引|签约|形成|的)+/
const TRAILING =
  /(?:从|由|是|有|共|达到|达|约为|为|约|近|超过|超|突破|逾|完成|实现|总计|合计|累计|年均|同比|比上年|较上年|比去年|较去年)*(?:增长|增加|提高|提升|上升|扩大|下降|减少|降低|回落|增)?(?:了|到|至|约|近|超过|超|达到|达|的)*$/
/** What only says how a figure compares goes on about the figure before it. */
const COMPARES = /^(?:占|同比|比|较|年均|是|为|其|增长|增幅|增速|约|近|超|贡献|翻)/

export function hanFor(
  { start, end, unit }: Quantity,
  { text, times, places }: Scene,
  { previous }: Before,
): FoundIndicator | undefined {
  const before = text.slice(0, start)
  if (!HAN.test(before.slice(-8))) return undefined
  const clause = clauseOf(before, { text, times, places }, previous?.quantity.end ?? 0)
  const name = clause.replace(LEADING, '').replace(TRAILING, '')
  const isNamed = !COMPARES.test(clause) && name.length > 1
  const whole = SHARES.has(unit) ? OBJECT.exec(text.slice(end))?.[1] : undefined
  if (whole !== undefined && (!isNamed || HOLDS.test(name))) return namedHan(whole)
  if (isNamed) return namedHan(name)
  return previous === undefined ? undefined : inherited(previous)
}

const SHARES: ReadonlySet<string> = new Set(['percent', 'ratio'])
const HOLDS = /[占献]了?\p{Script=Han}{0,4}$/u

/** "贡献了近十分之一的经济总量": what a share is of. */
const OBJECT = /^的(\p{Script=Han}{2,8}?)(?=[，。；、]|$)/u

function namedHan(name: string): FoundIndicator {
  const id = catalogued(name)
  return { indicator: name, ...(id !== undefined && { indicatorId: id }), indicatorFrom: 'clause' }
}

/** The words of the clause behind the figure before, without times and places. */
function clauseOf(
  before: string,
  { text, times, places }: Pick<Scene, 'text' | 'times' | 'places'>,
  previousEnd: number,
): string {
  const from = Math.max([...before.matchAll(CLAUSE_START)].at(-1)?.index ?? -1, previousEnd - 1)
  const spans = [...times, ...places].toSorted((left, right) => left.start - right.start)
  let words = ''
  let at = from + 1
  for (const span of spans) {
    if (span.start < at || span.end > before.length) continue
    words += text.slice(at, span.start)
    at = span.end + (/^(?:年末?的?|[区市县]的?)/.exec(text.slice(span.end))?.[0].length ?? 0)
  }
  return (words + text.slice(Math.min(at, before.length), before.length)).trim()
}
