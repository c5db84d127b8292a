/**
 * Numbers as they are printed: digits, number words, scale words, hedges. The lexicons are closed: a word
 * that is not here is refused at the door, because the interval that it allows would be a guess.
 */

/** What was printed: `3.2`, `trillion`, `nearly`. */
export interface Printed {
  readonly value: string
  readonly scale?: string | undefined
  readonly hedge?: string | undefined
}

export type PrintedNumber =
  /** digits / 10^decimals; trailing zeros count, since they say how far the number was rounded. */
  | { readonly form: 'digits'; readonly digits: bigint; readonly decimals: number }
  /** A fraction word is rounder than its denominator looks. */
  | { readonly form: 'fraction'; readonly numerator: bigint; readonly denominator: bigint }

const DIGITS = /^([-\u2212]?)(\d{1,3}(?:,\d{3}){1,5}|\d{1,18})(?:\.(\d{1,9}))?$/

/** The digits one to nine of Chinese texts; 两 is 2 before a measure or a scale. */
export const CHINESE_DIGITS: Readonly<Record<string, bigint>> = {
  一: 1n,
  二: 2n,
  两: 2n,
  三: 3n,
  四: 4n,
  五: 5n,
  六: 6n,
  七: 7n,
  八: 8n,
  九: 9n,
}

const WORDS: Readonly<Record<string, bigint>> = {
  one: 1n,
  two: 2n,
  three: 3n,
  four: 4n,
  five: 5n,
  six: 6n,
  seven: 7n,
  eight: 8n,
  nine: 9n,
  ten: 10n,
  eleven: 11n,
  twelve: 12n,
  hundred: 100n,
  thousand: 1000n,
  first: 1n,
  second: 2n,
  third: 3n,
  fourth: 4n,
  fifth: 5n,
  ...CHINESE_DIGITS,
  十: 10n,
  第一: 1n,
  第二: 2n,
  第三: 3n,
}

const FRACTIONS: Readonly<Record<string, readonly [bigint, bigint]>> = {
  half: [1n, 2n],
  'one-half': [1n, 2n],
  'one-third': [1n, 3n],
  'two-thirds': [2n, 3n],
  'one-quarter': [1n, 4n],
  'three-quarters': [3n, 4n],
  'one-fifth': [1n, 5n],
  'one-tenth': [1n, 10n],
  一半: [1n, 2n],
  三分之一: [1n, 3n],
  三分之二: [2n, 3n],
  四分之一: [1n, 4n],
}

export function readPrintedNumber(text: string): PrintedNumber | undefined {
  const match = DIGITS.exec(text)
  if (match !== null) {
    const [, sign = '', whole = '', decimals = ''] = match
    const digits = BigInt(whole.replaceAll(',', '') + decimals)
    return { form: 'digits', digits: sign === '' ? digits : -digits, decimals: decimals.length }
  }
  const word = text.toLowerCase()
  const digits = own(WORDS, word)
  if (digits !== undefined) return { form: 'digits', digits, decimals: 0 }
  const fraction = own(FRACTIONS, word)
  if (fraction === undefined) return undefined
  return { form: 'fraction', numerator: fraction[0], denominator: fraction[1] }
}

/** Powers of ten. 十亿 is 10^9, 百亿 10^10, 千亿 10^11, 万亿 10^12: translators slip by ten here. */
const SCALES: Readonly<Record<string, number>> = {
  thousand: 3,
  million: 6,
  billion: 9,
  trillion: 12,
  percent: -2,
  'per cent': -2,
  '%': -2,
  'percentage points': -2,
  个百分点: -2,
  千: 3,
  万: 4,
  百万: 6,
  千万: 7,
  亿: 8,
  十亿: 9,
  百亿: 10,
  千亿: 11,
  万亿: 12,
}

/** The power of ten that a scale word stands for; 0 where none is printed. */
export function exponentOfScale(scale: string | undefined): number | undefined {
  return scale === undefined ? 0 : own(SCALES, scale)
}

/** What a hedge says about the printed number v. */
export type HedgeSense = 'above' | 'at-least' | 'below' | 'around'

const HEDGES: Readonly<Record<string, HedgeSense>> = {
  over: 'above',
  'more than': 'above',
  above: 'above',
  超: 'above',
  超过: 'above',
  exceeded: 'above',
  exceeding: 'above',
  逾: 'above',
  余: 'above',
  多: 'above',
  'at least': 'at-least',
  'no less than': 'at-least',
  不少于: 'at-least',
  以上: 'at-least',
  nearly: 'below',
  almost: 'below',
  approaching: 'below',
  'close to': 'below',
  近: 'below',
  将近: 'below',
  接近: 'below',
  about: 'around',
  around: 'around',
  approximately: 'around',
  some: 'around',
  约: 'around',
  大约: 'around',
  左右: 'around',
}

export function senseOfHedge(hedge: string): HedgeSense | undefined {
  return own(HEDGES, hedge)
}

function own<T>(lexicon: Readonly<Record<string, T>>, word: string): T | undefined {
  return Object.hasOwn(lexicon, word) ? lexicon[word] : undefined
}
