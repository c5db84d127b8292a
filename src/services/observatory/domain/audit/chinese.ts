/** Chinese figures: 万 亿 万亿, 百亿, 千亿级, 成, 番, 个百分点, with their hedges and units. */
import { CHINESE_DIGITS } from '#kernel/figures/printed.ts'
import type { HedgeReading, Numeral, Quantity } from './types.ts'

const DIGIT_VALUES: Readonly<Record<string, bigint>> = {
  零: 0n,
  〇: 0n,
  ...CHINESE_DIGITS,
}
const PLACES: Readonly<Record<string, bigint>> = { 十: 10n, 百: 100n, 千: 1000n }
const SCALES: Readonly<Record<string, number>> = { 十: 1, 百: 2, 千: 3, 万: 4, 亿: 8 }
const NUMBER =
  '\\d{1,3}(?:,\\d{3}){1,5}(?:\\.\\d{1,9})?|\\d{1,18}(?:\\.\\d{1,9})?|[零〇一二两三四五六七八九十百千]{1,9}'
const HEDGE = '超过|超|突破|逾|不少于|至少|不低于|近|将近|接近|约|大约|不足|不到|最多'
const UNIT =
  '个百分点|人民币|元人民币|美元|欧元|港元|日元|元|平方公里|平方千米|平方米|公顷|公里|亩|万吨|吨|倍|番|成|人次|人|家|个|项|幢|栋|所|座|条|件|只|款|名|位|户|种|类|次|架次|标箱|%'
const FIGURE = new RegExp(
  `(?<hedge>${HEDGE})?(?<cents>百分之)?(?:(?<under>[一二三四五六七八九十])分之(?<over>[一二三四五六七八九])|(?<number>${NUMBER})(?<odd>余|多)?(?<scale>[十百千]?[万亿]{1,2}级?)?(?<odd2>余|多)?)(?<unit>${UNIT})?(?<tail>以上|左右)?`,
  'g',
)
const SIZE = /(?<![\d一二三四五六七八九两])(?<size>[十百千]亿|万亿)(?<grade>级|元)/g
const NOT_A_FIGURE =
  /^(?:年|月|日|号|周|时|点|分|届|期|楼|路|线|级|条路|小时|分钟|个月|天|以来|季度)/

const UNITS: Readonly<Record<string, readonly [string, number?]>> = {
  个百分点: ['percentage points'],
  '%': ['percent'],
  元: ['CNY'],
  人民币: ['CNY'],
  元人民币: ['CNY'],
  美元: ['USD'],
  欧元: ['EUR'],
  港元: ['HKD'],
  日元: ['JPY'],
  平方公里: ['km2'],
  平方千米: ['km2'],
  平方米: ['m2'],
  公顷: ['ha'],
  公里: ['km'],
  亩: ['mu'],
  吨: ['t'],
  万吨: ['t', 4],
  标箱: ['TEU'],
  倍: ['times'],
}
const READINGS: Readonly<Record<string, HedgeReading>> = {
  超过: 'above',
  超: 'above',
  突破: 'above',
  逾: 'above',
  余: 'above',
  多: 'above',
  不少于: 'at-least',
  至少: 'at-least',
  不低于: 'at-least',
  以上: 'at-least',
  近: 'below',
  将近: 'below',
  接近: 'below',
  约: 'around',
  大约: 'around',
  左右: 'around',
  不足: 'less',
  不到: 'less',
  最多: 'at-most',
}

export function chineseQuantitiesOf(sentence: string): readonly Quantity[] {
  const found: Quantity[] = []
  for (const match of sentence.matchAll(FIGURE)) {
    const quantity = figureOf(match, sentence)
    if (quantity !== undefined) found.push(quantity)
  }
  const sizes = [...sentence.matchAll(SIZE)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    numeral: { digits: '1', exponent: scaleOf(match.groups?.['size'] ?? ''), isWord: true },
    unit: 'CNY',
    form: 'label' as const,
  }))
  return [
    ...found.filter((one) => !sizes.some((size) => one.start < size.end && size.start < one.end)),
    ...sizes,
  ]
}

function figureOf(match: RegExpExecArray, sentence: string): Quantity | undefined {
  const groups = match.groups ?? {}
  const { cents, under, over, unit = '' } = groups
  const start = match.index
  const end = start + match[0].length
  const hedged = hedgeOf(groups)
  if (under !== undefined && over !== undefined) {
    return { start, end, unit: 'ratio', numeral: fractionOf(over, under), ...hedged }
  }
  const numeral = numeralOf(groups)
  if (numeral === undefined || NOT_A_FIGURE.test(sentence.slice(end))) return undefined
  if (cents !== undefined) return { start, end, numeral, unit: 'percent', ...hedged }
  return united({ start, end, numeral, unit: '', ...hedged }, unit, sentence)
}

type Groups = Readonly<Record<string, string | undefined>>

function hedgeOf({ hedge, odd, odd2, tail }: Groups): Pick<Quantity, 'hedge'> {
  const words = hedge ?? odd ?? odd2 ?? tail
  const reading = words === undefined ? undefined : READINGS[words]
  return words === undefined || reading === undefined ? {} : { hedge: { words, reading } }
}

function fractionOf(over: string, under: string): Numeral {
  const denominator = PLACES[under] ?? DIGIT_VALUES[under] ?? 1n
  return {
    digits: '1',
    exponent: 0,
    fraction: [DIGIT_VALUES[over] ?? 1n, denominator],
    isWord: true,
  }
}

function united(bare: Quantity, unit: string, sentence: string): Quantity | undefined {
  const { numeral, start } = bare
  // 三成 is 30 %, and what turns over n times (翻n番) is multiplied by 2^n.
  if (unit === '成')
    return { ...bare, unit: 'percent', numeral: { ...numeral, exponent: numeral.exponent + 1 } }
  if (unit === '番') return turnedOver(bare, sentence)
  const known = UNITS[unit]
  if (known !== undefined) {
    return {
      ...bare,
      unit: known[0],
      numeral: { ...numeral, exponent: numeral.exponent + (known[1] ?? 0) },
    }
  }
  const isOrdinal = /第\s*$/.test(sentence.slice(0, start))
  if (unit === '' || isOrdinal) return undefined
  const noun = /^[\p{Script=Han}A-Za-z]{1,12}?(?=[，。；、：,;]|以来|$)/u.exec(
    sentence.slice(bare.end),
  )?.[0]
  return { ...bare, unit: 'count', ...(noun !== undefined && { noun }) }
}

function turnedOver(bare: Quantity, sentence: string): Quantity | undefined {
  const times = Number(bare.numeral.digits)
  if (!/翻了?$/.test(sentence.slice(0, bare.start)) || !Number.isInteger(times) || times > 10)
    return undefined
  const numeral = { digits: (2n ** BigInt(times)).toString(), exponent: 0, isWord: true }
  const start = bare.start - (sentence.charAt(bare.start - 1) === '了' ? 2 : 1)
  return { ...bare, start, unit: 'times', numeral, form: 'multiplied' }
}

function numeralOf({ number, scale }: Groups): Numeral | undefined {
  if (number === undefined) return undefined
  const exponent = scaleOf((scale ?? '').replace('级', ''))
  if (/^\d/.test(number)) return { digits: number.replaceAll(',', ''), exponent, isWord: false }
  return { digits: hanValue(number).toString(), exponent, isWord: true }
}

function scaleOf(words: string): number {
  return Array.from(words).reduce((sum, word) => sum + (SCALES[word] ?? 0), 0)
}

/** 三千二百 is 3,200; 十 alone is ten. */
function hanValue(words: string): bigint {
  let total = 0n
  let digit = 0n
  for (const word of words) {
    const place = PLACES[word]
    if (place === undefined) digit = DIGIT_VALUES[word] ?? 0n
    else {
      total += (digit === 0n ? 1n : digit) * place
      digit = 0n
    }
  }
  return total + digit
}
