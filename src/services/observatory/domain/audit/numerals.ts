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
  eleventh: 11n,
  twelfth: 12n,
  fifteenth: 15n,
  twentieth: 20n,
  thirtieth: 30n,
  hundredth: 100n,
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
/** "twelve hundred-million-yuan buildings": so many things of one size, and no amount. */
export const SIZED =
  '(?:(?:ten|hundred|thousand)-)*(?:hundred|thousand|million|billion|trillion)-(?:yuan|dollar|RMB)(?:-level)? (?:(?!(?:for|in|to|of|that|and|is|was|has|from)\\b)[a-z-]+ ){0,3}[a-z]{3,}s\\b'
const FRACTION_WORDS = `(?:(?:a|one|two|three|four|five|seven|nine)[ -](?:third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|fifteenth|twentieth|thirtieth|hundredth)s?\\b(?! of (?:the |that |its )?time\\b)(?! (?:of )?(?:(?:the |a |this |last )?(?:year|20\\d\\d)|quarter|time|phase|batch))|one[ -]half\\b|half\\b)`
const SLASH = String.raw`\d{1,3}\/(?:\d{1,3}(?:,\d{3})+|\d{1,6})`

const COUNTS = 'one|two|three|four|five|six|seven|eight|nine'
/** "one in six", "nine out of every ten". */
const ODDS = `(?:${COUNTS}|[1-9]) (?:in|out of|of(?= (?:every )?(?:ten|10)\\b))(?: every)? (?:two|three|four|five|six|seven|eight|nine|ten|10|[2-9])\\b(?![.,]?\\d)(?! (?:years|months|days|weeks|hours|minutes|cities|countries|districts|batches|categories|fields|areas|sectors))`

export const NUMERAL = new RegExp(
  `(?:(?<=\\b(?:RMB|CNY|USD|EUR|HKD))|(?<![\\w.,/]|[\\w]\\+))(?:(?<odds>${ODDS})|(?<fraction>${FRACTION_WORDS})|(?<slash>${SLASH})(?![\\d/])|(?<digits>${DIGITS})(?<half> and a half\\b)?(?<scale>(?:(?! ${SIZED})${SCALE}){0,2})|\\b(?<dozens>(?:a|two|three|four) dozen)\\b|\\b(?<words>${WORDS})\\b(?<wordHalf> and a half\\b)?(?<wordScale>(?:(?! ${SIZED})[ -](?:million|billion|trillion)\\b){0,2})|\\b(?<bare>million|billion|trillion)(?=-(?:yuan|dollar|RMB)\\b))`,
  'gi',
)

/** The first number of a text, and where it stands. */
export function numeralAt(
  text: string,
): { readonly numeral: Numeral; readonly index: number; readonly length: number } | undefined {
  NUMERAL.lastIndex = 0
  const match = NUMERAL.exec(text)
  const numeral = match === null ? undefined : readNumeral(match)
  if (match === null || numeral === undefined) return undefined
  return { numeral, index: match.index, length: match[0].length }
}

export function readNumeral(match: RegExpExecArray): Numeral | undefined {
  const groups = match.groups ?? {}
  const { odds, fraction, slash, digits, bare } = groups
  if (odds !== undefined) return oddsOf(odds.toLowerCase())
  if (fraction !== undefined) return fractionOf(fraction.toLowerCase())
  if (slash !== undefined) return slashed(slash)
  if (digits !== undefined) {
    const exponent = exponentOf(groups['scale'] ?? '')
    const plain = digits.replaceAll(',', '')
    if (groups['half'] !== undefined) return { digits: `${plain}.5`, exponent, isWord: false }
    return { digits: plain, exponent, isWord: false }
  }
  if (bare !== undefined) return { digits: '1', exponent: exponentOf(bare), isWord: true }
  return wordNumeral(groups)
}

function wordNumeral(groups: Readonly<Record<string, string | undefined>>): Numeral | undefined {
  const { dozens, words, wordHalf, wordScale = '' } = groups
  if (dozens !== undefined) {
    const many = SMALL[dozens.split(' ')[0] ?? ''] ?? 1n
    return { digits: String(many * 12n), exponent: 0, isWord: true }
  }
  if (words === undefined) return undefined
  const digits = wordsValue(words.toLowerCase()).toString() + (wordHalf === undefined ? '' : '.5')
  return { digits, exponent: exponentOf(wordScale), isWord: true }
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

function oddsOf(words: string): Numeral | undefined {
  const parts = words.split(' ')
  const valueOf = (word = '1'): bigint => SMALL[word] ?? BigInt(word)
  const [over, under] = [valueOf(parts.at(0)), valueOf(parts.at(-1))]
  if (under <= over) return undefined
  return { digits: '1', exponent: 0, fraction: [over, under], isWord: true }
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
