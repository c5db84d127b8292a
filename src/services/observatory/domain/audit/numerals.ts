/** English numbers: digits, number words, scale words and fractions, as the longest that can be read. */
import type { Numeral } from './types.ts'

const SMALL: Readonly<Record<string, bigint>> = Object.fromEntries(
  (
    'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen ' +
    'sixteen seventeen eighteen nineteen'
  )
    .split(' ')
    .map((word, value) => [word, BigInt(value)]),
)
const TENS: Readonly<Record<string, bigint>> = Object.fromEntries(
  'twenty thirty forty fifty sixty seventy eighty ninety'
    .split(' ')
    .map((word, at) => [word, BigInt(at + 2) * 10n]),
)
const SCALES: Readonly<Record<string, number>> = {
  hundred: 2,
  thousand: 3,
  k: 3,
  million: 6,
  mln: 6,
  mn: 6,
  m: 6,
  billion: 9,
  bln: 9,
  bn: 9,
  b: 9,
  trillion: 12,
  trn: 12,
  tn: 12,
}
const DENOMINATORS: Readonly<Record<string, bigint>> = {
  half: 2n,
  third: 3n,
  quarter: 4n,
  fourth: 4n,
  fifth: 5n,
  sixth: 6n,
  seventh: 7n,
  eighth: 8n,
  ninth: 9n,
  tenth: 10n,
}

const small = [...Object.keys(TENS), ...Object.keys(SMALL)].toSorted((a, b) => b.length - a.length)
const SMALL_WORDS = small.join('|')
const SCALE_WORDS = 'hundred|thousand|million|billion|trillion'
// "four hundred-billion-yuan clusters" are four things of one size, not four hundred.
const NOT_A_SIZE = `(?!(?:hundred|thousand|${SMALL_WORDS})-(?:${SCALE_WORDS})-)`
const WORDS = `(?:(?:${SMALL_WORDS})|hundred|thousand)(?:(?:-| (?:and )?)${NOT_A_SIZE}(?:${SMALL_WORDS}|hundred|thousand)\\b){0,6}`
const DIGITS = String.raw`\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,9})?(?!\d)|\d{1,18}(?:\.\d{1,9})?(?!\d)`
const ABBREVIATIONS = String.raw`(?:mln|bln|trn|mn|bn|tn|m|b|k)(?![A-Za-z0-9²])`
const SCALE = `(?:[ -]?(?:${SCALE_WORDS})\\b| ?${ABBREVIATIONS})`
const FRACTION_WORDS = `(?:(?:a|one|two|three|four|five|seven|nine)[ -](?:third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth)s?\\b(?! (?:of )?(?:year|quarter|time|phase|batch))|one[ -]half\\b|half\\b)`
const SLASH = String.raw`\d{1,4}\/\d{1,3}(?:,\d{3})*`

export const NUMERAL = new RegExp(
  `(?<![\\w.,/+])(?:(?<fraction>${FRACTION_WORDS})|(?<slash>${SLASH})(?![\\d/])|(?<digits>${DIGITS})(?<scale>(?:${SCALE}){0,2})|\\b(?<words>${WORDS})\\b(?<wordScale>(?:[ -](?:million|billion|trillion)\\b){0,2}))`,
  'gi',
)

export function readNumeral(match: RegExpExecArray): Numeral | undefined {
  const groups = match.groups ?? {}
  const { fraction, slash, digits, words } = groups
  if (fraction !== undefined) return fractionOf(fraction.toLowerCase())
  if (slash !== undefined) return slashed(slash)
  if (digits !== undefined) {
    const exponent = exponentOf(groups['scale'] ?? '')
    return { digits: digits.replaceAll(',', ''), exponent, isWord: false }
  }
  if (words === undefined) return undefined
  const exponent = exponentOf(groups['wordScale'] ?? '')
  return { digits: wordsValue(words.toLowerCase()).toString(), exponent, isWord: true }
}

function exponentOf(scale: string): number {
  const names = scale.toLowerCase().match(/[a-z]+/g) ?? []
  return names.reduce((sum, name) => sum + (SCALES[name] ?? 0), 0)
}

function fractionOf(words: string): Numeral {
  const [first = '', second = first] = words.split(/[ -]/)
  const numerator = first === 'half' || first === 'a' ? 1n : (SMALL[first] ?? 1n)
  const denominator = DENOMINATORS[second.replace(/s$/, '')] ?? 2n
  return { digits: '1', exponent: 0, fraction: [numerator, denominator], isWord: true }
}

function slashed(text: string): Numeral | undefined {
  const [numerator = '', denominator = ''] = text.replaceAll(',', '').split('/')
  const [over, under] = [BigInt(numerator), BigInt(denominator)]
  if (under <= over) return undefined
  return { digits: '1', exponent: 0, fraction: [over, under], isWord: false }
}

/** "two thousand and forty" adds up; "ten thousand" multiplies. */
function wordsValue(words: string): bigint {
  let total = 0n
  let group = 0n
  for (const word of words.split(/[ -]/)) {
    if (word === 'hundred') group = (group === 0n ? 1n : group) * 100n
    else if (word === 'thousand') {
      total += (group === 0n ? 1n : group) * 1000n
      group = 0n
    } else group += SMALL[word] ?? TENS[word] ?? 0n
  }
  return total + group
}
