/** "From A to B, a rise of X" and "B, up X from A": pairs of levels that the grammar of a sentence itself links with a change. */
import { minus, over } from '#kernel/figures/arithmetic.ts'
import { type Interval, meet } from '#kernel/figures/interval.ts'
import { Fraction } from '#kernel/figures/rational.ts'
import type { Draft } from './drafts.ts'
import { likeness } from './linker.ts'
import { both, each, growthFactor, rangesOf } from './ranges.ts'
import { isBasisKnown, isReal, isRestated } from './series.ts'
import type { Claim, Period, Readings } from './types.ts'

/** The third says that the words leave a doubt whether the rate counts from this very base. */
type Pair = readonly [base: Claim, now: Claim, isLoose?: true]

const CHANGES: ReadonlySet<string> = new Set([
  'change_pct',
  'change_abs',
  'change_multiple',
  'multiple_of_base',
])

export function pairChecks(
  claim: Claim,
  claims: readonly Claim[],
  sentence: string,
): readonly Draft[] {
  if (!CHANGES.has(claim.frame.kind)) return []
  const own = claims.filter((other) => other.sentence === claim.sentence && !isRestated(other))
  const at = own.indexOf(claim)
  if (at === -1) return []
  const pair =
    pairBefore(own, at, sentence) ??
    pairAgainst(own, at, sentence) ??
    pairAround(own, at, sentence) ??
    pairWhen(own, at, sentence) ??
    pairAfter(own, at, sentence) ??
    pairFromTo(own, at, sentence) ??
    pairDated(own, at, sentence)
  return pair === undefined || !isPair(pair, claim) ? [] : [draftOf(claim, pair, sentence)]
}

function draftOf(change: Claim, pair: Pair, sentence: string): Draft {
  const [base, now] = pair
  const form = formOf(change)
  const statedRange = form.isFactor ? each(growthFactor, rangesOf(change)) : rangesOf(change)
  const computed = both(form.of, rangesOf(now), rangesOf(base))
  const isDoubted =
    !isSure(change, pair, sentence) || isDoubt(pair, { computed, stated: statedRange, of: form.of })
  return {
    relation: form.relation,
    operands: [now, base],
    stated: change,
    link: isDoubted ? 'proposed' : 'automatic',
    formula: `${now.id} ${form.sign} ${base.id} = ${form.isFactor ? '1 + ' : ''}${change.id}`,
    ...(computed && { computed }),
    ...(statedRange && { statedRange }),
    ...(change.frame.kind === 'change_multiple' &&
      form.isFactor && { otherStated: rangesOf(change) }),
    canSlip: true,
    ...(form.isFactor && isReal(change) && { priceYears: 1 }),
  }
}

interface Form {
  readonly relation: string
  readonly sign: '-' | '/'
  readonly of: typeof over
  /** Whether the change is what is added to one. */
  readonly isFactor: boolean
}

function formOf({ frame, quantity }: Claim): Form {
  if (frame.kind === 'change_abs')
    return { relation: 'difference', sign: '-', of: minus, isFactor: false }
  if (frame.kind === 'multiple_of_base')
    return { relation: 'multiple of base', sign: '/', of: over, isFactor: false }
  return { relation: 'growth', sign: '/', of: over, isFactor: quantity.form !== 'multiplied' }
}

/** What the sentence itself links is sure, unless it says that bases differ or dates the levels otherwise. */
function isSure(change: Claim, [base, now, isLoose]: Pair, sentence: string): boolean {
  return (
    isLoose === undefined &&
    !isOfParts([base, now]) &&
    ENDS.test(sentence.slice(base.quantity.end)) &&
    isBasisKnown(now) &&
    ![change, base, now].some(({ frame }) => frame.isQualified === true) &&
    !isOther(change.frame.basePeriod, base) &&
    !isOther(change.frame.period, now)
  )
}

interface Ranges {
  readonly computed: Readings | undefined
  readonly stated: Readings | undefined
  readonly of: typeof over
}

/** A small gap may be a base of another time or scope, or counts that are rounded: it is a doubt and no contradiction. */
function isDoubt([base, now]: Pair, { computed, stated, of }: Ranges): boolean {
  if (computed === undefined || stated === undefined) return false
  if (meet(computed.loose, stated.loose) !== undefined) return false
  const isDated = base.frame.periodFrom === 'clause' && base.frame.period !== undefined
  if (!isDated && isClose(computed.loose, stated.loose)) return true
  if (now.frame.unit !== 'count') return false
  const rounded = of(roundedOf(now), roundedOf(base))
  return rounded !== undefined && meet(rounded, stated.loose) !== undefined
}

/** Within a twentieth of one another. */
function isClose(one: Interval, other: Interval): boolean {
  const [lower, upper] = one.high.compare(other.low) < 0 ? [one, other] : [other, one]
  return lower.high.compare(0) > 0 && upper.low.compare(lower.high.mul(NEAR_FACTOR)) <= 0
}

const NEAR_FACTOR = new Fraction(105, 100)

/** Half a unit of the last digit that is not zero, either way. */
function roundedOf(claim: Claim): Interval {
  const { loose } = rangesOf(claim)
  const { digits, exponent } = claim.quantity.numeral
  const zeros = /0*$/.exec(digits)?.[0].length ?? 0
  if (zeros < 3 || digits.includes('.') || exponent > 0) return loose
  const half = new Fraction(10n ** BigInt(zeros), 2n)
  return { ...loose, low: loose.low.sub(half), high: loose.high.add(half) }
}

/** A quarter is compared with a quarter; what is of a part of a year says nothing of a whole one. */
function isOfParts([base, now]: Pair): boolean {
  return partOf(base) !== partOf(now)
}

function partOf({ frame: { period } }: Claim): string {
  return /^\d{4}-([QHM].*)$/.exec(period?.code ?? '')?.[1] ?? ''
}

/** Both are written, and they are not of one year. */
function isOther(said: Period | undefined, { frame: { period, periodFrom } }: Claim): boolean {
  if (said === undefined || period === undefined || said.anchor === 'inferred') return false
  return periodFrom === 'clause' && period.to !== said.to
}

function isPair([base, now]: Pair, change: Claim): boolean {
  const isLevel = [base, now].every(({ frame }) => LEVELS.has(frame.kind))
  if (!isLevel || base.frame.unit !== now.frame.unit) return false
  if (change.frame.kind !== 'change_abs') return true
  const isPoints = change.frame.unit === 'percentage points' && now.frame.unit === 'percent'
  return isPoints || change.frame.unit === now.frame.unit
}

const LEVELS: ReadonlySet<string> = new Set(['level', 'count', 'share', 'density'])

/** What is counted, and money in brackets. */
const COUNTED =
  "(?: (?!and\\b|while\\b|but\\b|or\\b|to\\b|from\\b|with\\b|as\\b|in\\b|at\\b|by\\b|up\\b|down\\b|than\\b|compared\\b|on\\b|of\\b|for\\b|last\\b|a\\b|the\\b)[a-z][a-z'-]*){0,4}(?: \\([^)]*\\))?"
/** What may stand behind a level before the next words of its clause: what is counted, and a time. */
const BEHIND = `${COUNTED}(?: (?:in|during|by|at|as of|for|over|on|of) (?!which\\b)[^,;]{2,45}?| last year| this year| a year (?:ago|earlier|before)| year[- ]on[- ]year)?`
const HEDGED = '(?: (?:about|around|nearly|over|more than|almost|some|roughly|only|just|an?|the))*'
const RISE =
  '(?:up|down|(?:i\\.e\\.|that is|or)(?:,? (?:up|down))?|(?:representing |marking |with |which is )?an? (?:[a-z-]+ ){0,3}(?:increase|rise|growth|decrease|decline|drop|jump|gain|surge|fall|reduction)(?: of)?|(?:increasing|rising|growing|falling|declining|jumping|surging|climbing))(?: by)?'
const FROM = '(?:up from|down from|from|compared (?:with|to)|against|versus)'
const behind = (words: string): RegExp => new RegExp(`^${BEHIND}${words}${HEDGED} $`, 'i')

/** A base with a scope of its own, "from 1.3 million in 2023 on workdays", may be of other things. */
const ENDS = new RegExp(
  `^${COUNTED}(?: (?:in|during|by|at|of|for|as of) (?:the )?(?:same period |same months |end |first [a-z]+ (?:months |quarters )?|[a-z]+ quarter )?(?:(?:of|in) )?(?:[A-Z][a-z]+ )?(?:(?:19|20)\\d\\d|last year|a year (?:ago|earlier|before)|the (?:previous|same) (?:year|period)|the year before|the (?:end of the )?\\d+th Five-Year Plan(?: period)?)| last year| a year (?:ago|earlier|before)| (?:the )?previous year| the year before)?(?:[,.;:)"]|$| (?:and|while|but|or|to|as|that|who|which|when|up|down)\\b)`,
)
const TO = behind(' to')
const CHANGED = behind(`,? ${RISE}`)
const MORE_AFTER = /^ (?:more|less|higher|lower|fewer|larger|smaller)\b/
const BARE = behind('(?:,|, which is|, that is|, or)')
const AGAINST = behind(`,? ${FROM}`)
const MULTIPLIED = behind('(?:,|, which is|, or| and)')

/** "from A in 2020 to B, a rise of X". */
function pairBefore(own: readonly Claim[], at: number, sentence: string): Pair | undefined {
  const [base, now, change] = own.slice(Math.max(0, at - 2), at + 1)
  if (base === undefined || now === undefined || change === undefined) return undefined
  const isFrom = /\bfrom (?:an? |only |just |about )?$/.test(sentence.slice(0, base.quantity.start))
  if (!isFrom || !TO.test(between(base, now, sentence))) return undefined
  return isApposed(now, change, sentence) ? [base, now] : undefined
}

/** "B, compared with A a year ago, an increase of X"; "B, up from A in 2020, almost doubling". */
function pairAgainst(own: readonly Claim[], at: number, sentence: string): Pair | undefined {
  const [now, base, change] = own.slice(Math.max(0, at - 2), at + 1)
  if (base === undefined || now === undefined || change === undefined) return undefined
  if (!AGAINST.test(between(now, base, sentence)) || isGoal(base, sentence)) return undefined
  return isApposed(base, change, sentence) ? yearly(base, now, change) : undefined
}

/** A rate without a base of its own may be of a year, whatever level stands beside it: only the year before leaves no doubt. */
function yearly(base: Claim, now: Claim, change: Claim): Pair {
  const { period, periodFrom } = base.frame
  const isDated = periodFrom === 'clause' && period !== undefined
  const isOfYear = !isDated || (now.frame.period?.to ?? 0) - period.to === 1
  return isOfYear || change.quantity.form === 'multiplied' ? [base, now] : [base, now, true]
}

function isApposed(level: Claim, change: Claim, sentence: string): boolean {
  const words = between(level, change, sentence)
  if (change.quantity.form === 'multiplied') return MULTIPLIED.test(words)
  if (CHANGED.test(words)) return true
  return BARE.test(words) && MORE_AFTER.test(sentence.slice(change.quantity.end))
}

/** "B in the first half, 3 percent more than the A of a year earlier"; "B, up X from A"; "B, 1.6 times the A of 2020". */
function pairAround(own: readonly Claim[], at: number, sentence: string): Pair | undefined {
  const [near, change, base] = [own[at - 1], own[at], own[at + 1]]
  const now = isPlaceCount(near, sentence) ? own[at - 2] : near
  if (near === undefined || now === undefined || change === undefined || base === undefined)
    return undefined
  if (isGoal(base, sentence)) return undefined
  const [toChange, toBase] = [between(near, change, sentence), between(change, base, sentence)]
  const isMultiple = change.frame.kind === 'multiple_of_base'
  if (isMultiple) return BARE.test(toChange) && TIMES.test(toBase) ? [base, now] : undefined
  return NEAR.test(toChange) && THAN.test(toBase) ? [base, now] : undefined
}

/** "moved 2 million boxes to 28 regions, a jump of 23 percent": of the boxes. */
function isPlaceCount(claim: Claim | undefined, sentence: string): boolean {
  return (
    claim?.frame.kind === 'count' &&
    claim.quantity.noun !== undefined &&
    /\b(?:to|from|in|across|with|at|between)(?: [a-z]+)? $/.test(
      sentence.slice(0, claim.quantity.start),
    )
  )
}

const TIMES =
  /^ (?:of |as (?:much|many|high|large) as )?(?:the |its |that )?(?:(?:19|20)\d\d |last year's )?(?:(?:figure|level|total|number|amount) of )?(?:only |just )?$/
const NEAR = behind(`(?:,? ${RISE}|(?:,|, which (?:is|was)|, or| which (?:is|was)))`)
const THAN =
  /^(?: year[- ]on[- ]year)?,? (?:from|(?:more|less|higher|lower|fewer|larger|smaller) than|compared (?:with|to)|on|over|above|below)(?: the| last year's| the previous year's)?(?: (?:only|just|about))? $/
const GOAL =
  /^[^,;.]{0,20}\b(?:target|goal|quota|plan|forecast|average|expected|budget|limit|planned|scheduled|budgeted|targeted|pledged|needed|required|allowed|promised)\b/

function isGoal({ quantity }: Claim, sentence: string): boolean {
  return GOAL.test(sentence.slice(quantity.end))
}

/** "B, 9 points more than in 2020, when it was A". */
function pairWhen(own: readonly Claim[], at: number, sentence: string): Pair | undefined {
  const [now, change, base] = [own[at - 1], own[at], own[at + 1]]
  if (now === undefined || change === undefined || base === undefined) return undefined
  const isBeside = /^[^;.\d]{0,60},(?: or)?(?: [a-z]+){0,2} $/.test(between(now, change, sentence))
  const isWhen =
    /^ (?:(?:more|less|higher|lower|fewer|up|down)(?: than| from)?|as (?:many|much|high|large) as|(?:that|those|the (?:figure|number|level)) of)(?: in| at)?[^,;]{2,30}, when (?:it|they|there|the [a-z]+) (?:was|were|stood at|totall?ed|reached)(?: only| just)? $/.test(
      between(change, base, sentence),
    )
  return isBeside && isWhen ? [base, now] : undefined
}

/** "fell 3 percent to B, down from A"; "grew 5 percent to B, compared with A a year earlier". */
function pairAfter(own: readonly Claim[], at: number, sentence: string): Pair | undefined {
  const [change, now, base] = own.slice(at, at + 3)
  if (change === undefined || now === undefined || base === undefined) return undefined
  const isTo = TO_NOW.test(between(change, now, sentence))
  if (!isTo || isGoal(base, sentence)) return undefined
  const words = between(now, base, sentence)
  if (!AGAINST.test(words)) return undefined
  return words.includes(',') ? yearly(base, now, change) : [base, now]
}

const TO_NOW =
  /^(?: (?:year[- ]on[- ]year|(?:from|over|on) (?:a year (?:ago|earlier)|the (?:previous|same|year)[^,;]{2,30})|last year|this year|(?:in|during) [^,;]{2,30}),?)? to(?: (?:about|around|nearly|over|more than|almost|some|a record|an?))* $/

/** "climbed 4 percent last year, from A to B"; "doubled from A in 2020 to B". */
function pairFromTo(own: readonly Claim[], at: number, sentence: string): Pair | undefined {
  const [change, base, now] = own.slice(at, at + 3)
  if (change === undefined || base === undefined || now === undefined) return undefined
  const isFrom = /^(?: last year| this year| in \d{4}| year[- ]on[- ]year)?,? from $/.test(
    between(change, base, sentence),
  )
  return isFrom && TO.test(between(base, now, sentence)) ? [base, now, true] : undefined
}

/** "numbered A at the end of 2021 and B at the end of 2024, up 8 percent": the dates tell base and end. */
function pairDated(own: readonly Claim[], at: number, sentence: string): Pair | undefined {
  const [base, now, change] = own.slice(Math.max(0, at - 2), at + 1)
  if (base === undefined || now === undefined || change === undefined) return undefined
  if (!isLater(now, base) || !RATES.has(change.frame.kind)) return undefined
  const isOfPair = DATED.test(between(now, change, sentence))
  return isOfPair && likeness(base, now) > 0 ? [base, now, true] : undefined
}

function isLater(now: Claim, base: Claim): boolean {
  const [from, to] = [base.frame.period, now.frame.period]
  return from !== undefined && to !== undefined && from.to < to.to
}

const RATES: ReadonlySet<string> = new Set(['change_pct', 'change_abs'])

const DATED =
  /^(?: (?:at|by|in) [^,;]{2,40})?,? (?:up|down|an? (?:[a-z-]+ ){0,3}(?:increase|rise|growth|decrease|decline|drop|jump) of)(?: by)?(?: (?:about|nearly|over|more than|almost))? $/

/** What stands between two figures; a hedge belongs to its figure. */
function between(left: Claim, right: Claim, sentence: string): string {
  return sentence.slice(left.quantity.end, right.quantity.start)
}
