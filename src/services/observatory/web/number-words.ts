/**
 * Printed numbers in both languages. English sources are shown to Chinese readers in 万 and 亿, with the
 * digits shifted exactly and never rounded; beside it the page keeps what was printed.
 */
import { decimalText, type Interval, intervalAsPrinted, movedBy } from '#kernel/figures/interval.ts'
import { exponentOfScale, readPrintedNumber } from '#kernel/figures/printed.ts'
import { Fraction } from 'fraction.js'
import { catalogue, type Language, type Words } from '#web/kit/language.ts'
import type { Claim, Unit } from '../contract.ts'
import { isCounted } from '../domain/readings.ts'

const PLACES_MAX = 9

export const unitWords: Readonly<Record<Unit, Words>> = {
  CNY: { en: 'yuan', zh: '元' },
  USD: { en: 'US dollars', zh: '美元' },
  m2: { en: 'm²', zh: '平方米' },
  km2: { en: 'km²', zh: '平方公里' },
  'CNY/km2': { en: 'yuan per km²', zh: '元/平方公里' },
  count: { en: '', zh: '' },
  ratio: { en: '', zh: '' },
  times: { en: 'times', zh: '倍' },
  rank: { en: '', zh: '' },
}

/** How a scale word is said in a language, and by how many places the digits move for it. */
interface Said {
  readonly word: string
  readonly shift: number
}

const EN_SCALES: Readonly<Record<string, string>> = {
  千: 'thousand',
  万: 'ten thousand',
  百万: 'million',
  千万: 'ten million',
  亿: 'hundred million',
  十亿: 'billion',
  百亿: 'ten billion',
  千亿: 'hundred billion',
  万亿: 'trillion',
  个百分点: 'percentage points',
}

const ZH_SCALES: Readonly<Record<string, Said>> = {
  thousand: { word: '千', shift: 0 },
  billion: { word: '亿', shift: 1 },
  trillion: { word: '万亿', shift: 0 },
  percent: { word: '%', shift: 0 },
  'per cent': { word: '%', shift: 0 },
  'percentage points': { word: '个百分点', shift: 0 },
}

// From here on 亿 reads better than 万.
const HUNDRED = new Fraction(100)

function saidOf(language: Language, { value, scale }: Claim): Said {
  if (scale === undefined) return { word: '', shift: 0 }
  if (language === 'en') return { word: EN_SCALES[scale] ?? scale, shift: 0 }
  if (scale !== 'million') return ZH_SCALES[scale] ?? { word: scale, shift: 0 }
  const number = readPrintedNumber(value)
  const isLarge =
    number?.form === 'digits' &&
    new Fraction(number.digits, 10n ** BigInt(number.decimals)).abs().gte(HUNDRED)
  return isLarge ? { word: '亿', shift: -2 } : { word: '万', shift: 2 }
}

const HEDGES_ZH: Readonly<Record<string, string>> = {
  over: '超过',
  'more than': '超过',
  above: '超过',
  exceeded: '超过',
  exceeding: '超过',
  'at least': '至少',
  'no less than': '不少于',
  nearly: '近',
  almost: '近',
  approaching: '接近',
  'close to': '接近',
  about: '约',
  around: '约',
  approximately: '约',
  some: '约',
}

const HEDGES_EN: Readonly<Record<string, string>> = {
  超: 'over',
  超过: 'over',
  逾: 'over',
  余: 'over',
  多: 'over',
  不少于: 'at least',
  以上: 'at least',
  近: 'nearly',
  将近: 'nearly',
  接近: 'nearly',
  约: 'about',
  大约: 'about',
  左右: 'about',
}

/** The value with its hedge, for the large digits; the unit stands beside them. */
export function valueWords(claim: Claim): Words {
  return { en: valueIn('en', claim), zh: valueIn('zh', claim) }
}

export function unitWordsOf(claim: Claim): Words {
  const en = [saidOf('en', claim).word, unitWords[claim.unit].en].filter((word) => word !== '')
  return { en: en.join(' '), zh: saidOf('zh', claim).word + unitWords[claim.unit].zh }
}

/** As in the source, in the language of the source. */
export function printedText({ hedge, value, scale, unit }: Claim): string {
  const words = [hedge, value, scale].filter((word) => word !== undefined)
  // A Chinese source is told by its words: 3.3 万亿元, and never yuan.
  if (words.some((word) => /\p{Script=Han}/u.test(word))) {
    return words.join(' ') + unitWords[unit].zh
  }
  return [...words, unitWords[unit].en].filter((word) => word !== '').join(' ')
}

function valueIn(language: Language, claim: Claim): string {
  const { value, hedge } = claim
  if (language === 'en') {
    const words = hedge === undefined ? [value] : [HEDGES_EN[hedge] ?? hedge, value]
    return words.join(' ')
  }
  const digits = shiftedDigits(value, saidOf('zh', claim).shift)
  const said = claim.unit === 'rank' ? `第 ${digits}` : digits
  return hedge === undefined ? said : `${HEDGES_ZH[hedge] ?? hedge} ${said}`
}

const FRACTIONS_ZH = catalogue(
  { of: ({ part, whole }: { part: string; whole: string }) => `${part}/${whole}` },
  { of: ({ part, whole }) => `${whole}分之${part}` },
)

/** Digits as printed, moved by whole places: 450 by −2 is 4.50, and 278.9 by 1 is 2,789. */
function shiftedDigits(value: string, shift: number): string {
  const number = readPrintedNumber(value)
  if (number === undefined) return value
  if (number.form === 'fraction') {
    const { numerator, denominator } = number
    return FRACTIONS_ZH.zh.of({ part: numerator.toString(), whole: denominator.toString() })
  }
  const decimals = number.decimals - shift
  const digits = decimals < 0 ? number.digits * 10n ** BigInt(-decimals) : number.digits
  const places = Math.max(decimals, 0)
  const text = decimalText(new Fraction(digits, 10n ** BigInt(places)), places)
  // The last digits were printed, even where they are zeros.
  const printed = text.includes('.') ? text.length - text.indexOf('.') - 1 : 0
  if (printed === places) return text
  return text + (printed === 0 ? '.' : '') + '0'.repeat(places - printed)
}

export const rangeMessages = catalogue(
  {
    exactly: ({ value }: { value: string }) => `exactly ${value}`,
    closed: ({ low, high }: { low: string; high: string }) => `${low} to ${high}`,
    openLow: ({ low, high }: { low: string; high: string }) => `over ${low}, to ${high}`,
    openHigh: ({ low, high }: { low: string; high: string }) => `${low} to under ${high}`,
    open: ({ low, high }: { low: string; high: string }) => `over ${low}, under ${high}`,
  },
  {
    exactly: ({ value }) => `恰为 ${value}`,
    closed: ({ low, high }) => `${low} 至 ${high}`,
    openLow: ({ low, high }) => `超过 ${low}，至 ${high}`,
    openHigh: ({ low, high }) => `${low} 至不足 ${high}`,
    open: ({ low, high }) => `超过 ${low}，不足 ${high}`,
  },
)

/** What the printed digits allow, in words, in the scale in which the language says the value. */
export function rangeWords(claim: Claim): Words {
  return { en: rangeIn('en', claim), zh: rangeIn('zh', claim) }
}

export function strictInterval(claim: Claim): Interval {
  return intervalAsPrinted({ ...claim, isCount: isCounted(claim) }, 'strict')
}

/** Computed ends run on; three places are more than printed digits bear. */
const COMPUTED_PLACES = 3

/** An interval in base units, said in the scale and unit of a claim: `450.0 to 464.3 million yuan`. */
export function computedWords(interval: Interval, like: Claim): Words {
  const said = (language: Language): string => {
    const shift = saidOf(language, like).shift - (exponentOfScale(like.scale) ?? 0)
    return intervalText(language, interval, shift, COMPUTED_PLACES)
  }
  const unit = unitWordsOf(like)
  return { en: `${said('en')} ${unit.en}`.trim(), zh: `${said('zh')} ${unit.zh}`.trim() }
}

/** A ratio as a percentage: `10.526 to 18.182 %`. */
export function percentWords(interval: Interval): Words {
  return {
    en: `${intervalText('en', interval, 2, COMPUTED_PLACES)} %`,
    zh: `${intervalText('zh', interval, 2, COMPUTED_PLACES)} %`,
  }
}

function rangeIn(language: Language, claim: Claim): string {
  return intervalText(language, strictInterval(claim), saidOf(language, claim).shift)
}

export function intervalText(
  language: Language,
  interval: Interval,
  shift = 0,
  placesMax = PLACES_MAX,
): string {
  const t = rangeMessages[language]
  const moved = movedBy(interval, shift)
  const low = decimalText(moved.low, placesMax)
  const high = decimalText(moved.high, placesMax)
  if (low === high) return t.exactly({ value: low })
  if (interval.lowClosed)
    return interval.highClosed ? t.closed({ low, high }) : t.openHigh({ low, high })
  return interval.highClosed ? t.openLow({ low, high }) : t.open({ low, high })
}
