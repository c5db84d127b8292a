/** What can be checked without a second amount: ranks, averages a day, weekdays, stocks against flows. */
import type { Interval } from '#kernel/figures/interval.ts'
import { Fraction } from '#kernel/figures/rational.ts'
import { checkOf, type Draft, judged } from './drafts.ts'
import type { Layout } from './layout.ts'
import { over, pointAt } from '#kernel/figures/arithmetic.ts'
import { both, each, rangesOf } from './ranges.ts'
import { LEVELS } from './series.ts'
import type { Check, Claim, Readings } from './types.ts'
import type { AuditOptions } from './verdicts.ts'

export function plausibilityChecks(
  claims: readonly Claim[],
  { sentences }: Layout,
  options: AuditOptions,
): readonly Check[] {
  const drafts = claims.flatMap((claim, at) => {
    const sentence = sentences[claim.sentence]?.text ?? ''
    const before = claims[at - 1]
    return [
      ...yearlyAverage(claim, before, sentence),
      ...dailyAverage(claim, before, sentence),
      ...eachOf(claim, claims, sentence),
    ]
  })
  return [
    ...drafts.map((draft) => checkOf(draft, options)),
    ...claims.flatMap((claim, at) =>
      rankAmong(claim, claims[at + 1], sentences[claim.sentence]?.text ?? ''),
    ),
    ...claims.flatMap((claim) => stockOrFlow(claim, claims, sentences[claim.sentence]?.text ?? '')),
    ...weekdays(sentences.map(({ text }) => text)),
  ]
}

/** "third among 169 zones": a rank is not beyond the number of those that are ranked. */
function rankAmong(claim: Claim, next: Claim | undefined, sentence: string): readonly Check[] {
  if (claim.frame.kind !== 'rank' || next?.sentence !== claim.sentence) return []
  if (next.frame.kind !== 'count' || next.quantity.noun === undefined) return []
  const between = sentence.slice(claim.quantity.end, next.quantity.start)
  if (!/^ (?:among|of|out of) (?:the |all |all the )?$/.test(between)) return []
  const isWithin = rangesOf(claim).strict.low.compare(rangesOf(next).loose.high) <= 0
  const draft: Draft = {
    relation: 'rank among',
    operands: [next],
    stated: claim,
    link: 'automatic',
    formula: `${claim.id} <= ${next.id}`,
  }
  return [
    judged(draft, {
      verdict: isWithin ? 'consistent' : 'ambiguous',
      note: isWithin
        ? 'the rank is among as many as are counted'
        : 'the rank is beyond what is counted, so they are not of one list',
      rule: 'verdict.rank',
    }),
  ]
}

/** "213 billion yuan, or 42.6 billion yuan a year on average". */
function yearlyAverage(
  claim: Claim,
  before: Claim | undefined,
  sentence: string,
): readonly Draft[] {
  const years = before?.frame.period?.years
  if (before === undefined || years === undefined || !isApposed(claim, before, sentence)) return []
  if (before.frame.kind !== 'cumulative' && before.frame.kind !== 'count') return []
  if (
    !/^ (?:a|per|each|every) year\b|^ annually\b|^ on average\b/.test(
      sentence.slice(claim.quantity.end),
    )
  )
    return []
  return [
    {
      relation: 'cumulative over years',
      operands: [before],
      stated: claim,
      // Whether the window counts its first year is said by words alone.
      link: 'proposed',
      formula: `${before.id} / ${years} = ${claim.id}`,
      computed: each((whole) => over(whole, pointAt(BigInt(years))), rangesOf(before)),
      statedRange: rangesOf(claim),
      canSlip: true,
    },
  ]
}

const DAYS: Interval = {
  low: new Fraction(365),
  high: new Fraction(366),
  lowClosed: true,
  highClosed: true,
}
const HALF = new Fraction(1, 2)

/** "41,500 new firms in 2024, averaging 114 a day": an average of things counted is rounded. */
function dailyAverage(claim: Claim, before: Claim | undefined, sentence: string): readonly Draft[] {
  const { period } = before?.frame ?? {}
  if (before === undefined || period === undefined) return []
  // Of the count of one year, or of its average a year.
  const isYearly = /^(?: [a-z]+)? (?:a|per|each|every) year\b/.test(
    sentence.slice(before.quantity.end),
  )
  if (!isYearly && !/^\d{4}$/.test(period.code)) return []
  if (!isApposed(claim, before, sentence)) return []
  if (
    !/^ (?:[a-z]+ )?(?:a|per|each|every) day\b|^ daily\b/.test(sentence.slice(claim.quantity.end))
  )
    return []
  const rounded = ({ low, high }: Interval): Interval => ({
    low: low.sub(HALF),
    high: high.add(HALF),
    lowClosed: true,
    highClosed: true,
  })
  const stated = rangesOf(claim)
  const isWhole = !claim.quantity.numeral.digits.includes('.')
  const statedRange: Readings | undefined = isWhole ? each(rounded, stated) : stated
  return [
    {
      relation: 'average a day',
      operands: [before],
      stated: claim,
      // Working days and calendar days are seldom told apart.
      link: 'proposed',
      formula: `${before.id} / 365 = ${claim.id}`,
      computed: each((whole) => over(whole, DAYS), rangesOf(before)),
      ...(statedRange && { statedRange }),
    },
  ]
}

/** "464 projects with a total investment of 550 billion yuan, an average of 1.19 billion yuan per project". */
function eachOf(claim: Claim, claims: readonly Claim[], sentence: string): readonly Draft[] {
  const things = EACH.exec(sentence.slice(claim.quantity.end))
  if (things === null || claim.frame.unit === 'count') return []
  const own = claims
    .slice(0, claims.indexOf(claim))
    .filter((one) => one.sentence === claim.sentence)
  const amount = own.findLast(
    ({ frame }) => frame.unit === claim.frame.unit && LEVELS.has(frame.kind),
  )
  const noun = things[1] ?? things[2]
  const counted = own.findLast(
    ({ frame, quantity }) =>
      frame.kind === 'count' &&
      (noun === undefined || new RegExp(`${noun}(?:s|es)?$`).test(quantity.noun ?? '')),
  )
  if (amount === undefined || counted === undefined) return []
  return [
    {
      relation: 'average each',
      operands: [amount, counted],
      stated: claim,
      link: 'proposed',
      formula: `${amount.id} / ${counted.id} = ${claim.id}`,
      computed: both(over, rangesOf(amount), rangesOf(counted)),
      statedRange: rangesOf(claim),
      canSlip: true,
    },
  ]
}

const EACH =
  /^ (?:each\b|apiece\b|for (?:each|every) ([a-z]+)|per (project|company|firm|deal|ship|store|shop|enterprise|visitor|tourist|flight|household|building)\b)/

function isApposed(claim: Claim, before: Claim, sentence: string): boolean {
  if (before.sentence !== claim.sentence || before.frame.unit !== claim.frame.unit) return false
  return /^[^;.\d]{0,60}(?:20\d\d)?[^;.\d]{0,40}(?:20\d\d)?(?:,? (?:or|averaging|an average of|equivalent to)|,)(?: [a-z]+){0,3} $/.test(
    sentence.slice(before.quantity.end, claim.quantity.start),
  )
}

const INTRODUCED =
  /\b(?:introduced|attracted|signed|launched|settled|established|approved|registered|landed)\b/
const YEARLY = /year[- ](?:on|over)[- ]year|than a year (?:ago|earlier)|from a year (?:ago|earlier)/

/** "By the end of 2023, 304 projects …, up 54 percent year-on-year": all so far, or those of the year. */
function stockOrFlow(claim: Claim, claims: readonly Claim[], sentence: string): readonly Check[] {
  if (claim.frame.kind !== 'change_pct' || !YEARLY.test(sentence)) return []
  if (!/^(?:By|As of) (?:the )?end\b/.test(sentence) || !INTRODUCED.test(sentence)) return []
  const own = claims.filter(
    (other) => other.sentence === claim.sentence && LEVELS.has(other.frame.kind),
  )
  const counted = own.find(({ frame }) => frame.kind === 'count')
  if (counted === undefined) return []
  const draft: Draft = {
    relation: 'stock or flow',
    operands: [counted, claim, ...own.filter((other) => other !== counted)],
    link: 'automatic',
    formula: `${counted.id} with ${claim.id}`,
  }
  return [
    judged(draft, {
      verdict: 'ambiguous',
      note: 'what stands at the end of a year is compared with the year before: all so far, or those of the year',
      rule: 'basis.stock-or-flow',
    }),
  ]
}

const DAY_NAMES = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ')
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')
const DATED = new RegExp(
  `\\b(${DAY_NAMES.join('|')}),? (?:\\()?(${MONTHS.join('|')})[a-z]*\\.? (\\d{1,2}),? ((?:19|20)\\d\\d)\\b`,
  'g',
)

/** "Saturday, March 2, 2024": the calendar knows. */
function weekdays(sentences: readonly string[]): readonly Check[] {
  return sentences.flatMap((sentence) =>
    [...sentence.matchAll(DATED)].map(([, name = '', month = '', day = '', year = '']) => {
      const number = MONTHS.indexOf(month) + 1
      const real = DAY_NAMES[weekdayOf(Number(year), number, Number(day))] ?? ''
      const draft: Draft = {
        relation: 'weekday',
        operands: [],
        link: 'automatic',
        formula: `${year}-${String(number).padStart(2, '0')}-${day.padStart(2, '0')} is a ${name}`,
      }
      return judged(draft, {
        verdict: real === name ? 'consistent' : 'inconsistent',
        note: real === name ? 'the calendar agrees' : `by the calendar it is a ${real}`,
        rule: 'verdict.calendar',
      })
    }),
  )
}

const SHIFTS = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4]

/** Sakamoto's rule for the Gregorian calendar; 0 is Sunday. */
function weekdayOf(year: number, month: number, day: number): number {
  const y = month < 3 ? year - 1 : year
  const leaps = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400)
  return (y + leaps + (SHIFTS[month - 1] ?? 0) + day) % 7
}
