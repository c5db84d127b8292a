/** Figures that say the same thing twice: in other money, in another place, or as part of a whole. */
import type { Interval } from '#kernel/figures/interval.ts'
import { checkOf, type Draft } from './drafts.ts'
import type { Layout } from './layout.ts'
import { likeness, linkOf, sameArea, samePeriod } from './linker.ts'
import { isBasisKnown, isReal } from './series.ts'
import { minus, over, pointAt } from '#kernel/figures/arithmetic.ts'
import { both, each, growthBetween, growthFactor, rangesOf } from './ranges.ts'
import type { Check, Claim, Readings } from './types.ts'
import { type AuditOptions, judge } from './verdicts.ts'

/** Beyond this a text is no press text, and pairs would be compared for minutes. */
const PAIRS_MAX = 5_000
const LEVELS: ReadonlySet<string> = new Set(['level', 'density', 'cumulative'])

export function restatementChecks(
  claims: readonly Claim[],
  { sentences }: Layout,
  options: AuditOptions,
): readonly Check[] {
  const rates = claims.flatMap((claim) => rateCheck(claim, claims, options))
  const draftsOf = (claim: Claim, at: number): readonly Draft[] => [
    ...partOf(claim, claims, sentences[claim.sentence]?.text ?? ''),
    ...direction(claim, claims[at - 1], sentences[claim.sentence]?.text ?? ''),
    ...yearly(claim),
    ...fromTo(claim, claims, sentences[claim.sentence]?.text ?? ''),
  ]
  const drafts = [...claims.flatMap(draftsOf), ...sameFacts(claims)]
  return [...rates, ...drafts.map((draft) => checkOf(draft, options))]
}

/** The rate that two amounts imply: no rate is stated, but a factor of a thousand shows. */
function rateCheck(
  claim: Claim,
  claims: readonly Claim[],
  options: AuditOptions,
): readonly Check[] {
  const yuan = claims.find(({ id }) => id === claim.frame.base)
  if (claim.frame.unit !== 'USD' || yuan?.frame.unit !== 'CNY') return []
  const computed = both(over, rangesOf(yuan), rangesOf(claim))
  const draft = {
    relation: 'currency restatement',
    operands: [yuan, claim],
    formula: `${yuan.id} / ${claim.id}`,
  }
  const plain = checkOf({ ...draft, link: 'automatic', missing: 'an exchange rate' }, options)
  if (computed === undefined) return [plain]
  const bound: Interval = {
    low: options.rateLow,
    high: options.rateHigh,
    lowClosed: true,
    highClosed: true,
  }
  const stated: Readings = { strict: bound, loose: bound }
  const { verdict, note, rule } = judge(
    { computed, stated, link: 'automatic', canSlip: true },
    options,
  )
  if (verdict === 'scale-slip') {
    return [
      {
        ...plain,
        computedRange: computed,
        statedRange: stated,
        verdict,
        note,
        rules: [...plain.rules, rule],
      },
    ]
  }
  // A rate out of bounds may be of another time or another dollar.
  const isOut = verdict === 'inconsistent'
  return [
    {
      ...plain,
      computedRange: computed,
      ...(isOut && { verdict: 'ambiguous', note: 'the implied rate is unusual' }),
    },
  ]
}

/** "100 of them": a part is not larger than the whole that was counted just before. */
function partOf(claim: Claim, claims: readonly Claim[], sentence: string): readonly Draft[] {
  if (claim.frame.kind !== 'count' || claim.quantity.noun !== undefined) return []
  if (!/\bof (?:them|which|these|those)\b/.test(sentence)) return []
  const at = claims.indexOf(claim)
  const counts = claims.slice(0, at).filter(({ frame }) => frame.kind === 'count')
  const whole =
    counts.findLast(
      (other) => claim.sentence - other.sentence < 2 && likeness(claim, other) === 2,
    ) ?? counts.at(-1)
  if (whole === undefined || claim.sentence - whole.sentence > 1) return []
  // "Last year there were 3,500 of them" counts others.
  if (whole.frame.period?.to !== claim.frame.period?.to) return []
  const computed = both(over, rangesOf(claim), rangesOf(whole))
  const all: Interval = { ...pointAt(1n), low: pointAt(0n).low }
  return [
    {
      relation: 'part of whole',
      operands: [claim, whole],
      stated: whole,
      link: 'proposed',
      formula: `${claim.id} <= ${whole.id}`,
      computed,
      statedRange: { strict: all, loose: all },
    },
  ]
}

/** "up from" and "down from" say which of two levels is the larger. */
function direction(claim: Claim, before: Claim | undefined, sentence: string): readonly Draft[] {
  const words = sentence.slice(Math.max(0, claim.quantity.start - 12), claim.quantity.start)
  const said = /\b(up|down) from (?:a )?$/.exec(words)?.[1]
  if (
    said === undefined ||
    before?.sentence !== claim.sentence ||
    before.frame.unit !== claim.frame.unit
  )
    return []
  const [large, small] = said === 'up' ? [before, claim] : [claim, before]
  const computed = both(over, rangesOf(small), rangesOf(large))
  const below: Interval = { ...pointAt(1n), low: pointAt(0n).low, highClosed: false }
  return [
    {
      relation: 'growth',
      operands: [before, claim],
      link: linkOf([before, claim], true),
      formula: `${before.id} / ${claim.id} - 1`,
      computed: both(growthBetween, rangesOf(before), rangesOf(claim)),
    },
    {
      relation: 'direction',
      operands: [before, claim],
      stated: claim,
      link: linkOf([before, claim], true),
      formula: `${small.id} < ${large.id}`,
      computed,
      statedRange: { strict: below, loose: { ...below, highClosed: true } },
    },
  ]
}

/** "from A to B, a rise of X" and "B, up X from A": the grammar itself links the three. */
function fromTo(rate: Claim, claims: readonly Claim[], sentence: string): readonly Draft[] {
  if (rate.frame.kind !== 'change_pct' && rate.frame.kind !== 'change_abs') return []
  const own = claims.filter((other) => other.sentence === rate.sentence)
  const at = own.indexOf(rate)
  const pair =
    pairBefore(own.slice(0, at), rate, sentence) ??
    pairAround(own, at, sentence) ??
    pairAfter(own, at, sentence) ??
    pairFromTo(own, at, sentence) ??
    pairDated(own, at, sentence)
  if (pair === undefined || !isPair(pair, rate)) return []
  return [pairDraft(rate, pair)]
}

function pairDraft(rate: Claim, [base, now, isLoose]: Pair): Draft {
  const isRate = rate.frame.kind === 'change_pct'
  return {
    relation: isRate ? 'growth' : 'difference',
    operands: [now, base],
    stated: rate,
    link: linkOf([now, base], isBasisKnown(now) && isLoose === undefined),
    formula: isRate
      ? `${now.id} / ${base.id} = 1 + ${rate.id}`
      : `${now.id} - ${base.id} = ${rate.id}`,
    computed: both(isRate ? over : minus, rangesOf(now), rangesOf(base)),
    ...statedOf(rate),
    canSlip: true,
    ...(isRate && isReal(rate) && { priceYears: 1 }),
  }
}

function statedOf(rate: Claim): Pick<Draft, 'statedRange'> {
  const ranges = rangesOf(rate)
  const factor = rate.frame.kind === 'change_pct' ? each(growthFactor, ranges) : ranges
  return factor === undefined ? {} : { statedRange: factor }
}

/** The third says that the words leave a doubt whether the rate counts from this very base. */
type Pair = readonly [base: Claim, now: Claim, isLoose?: true]

/** Only what is apposed is about the pair: "from 3 to 4 billion, while profit rose 2 percent" is not. */
const APPOSED =
  /^(?: in \d{4}| last year| this year)?,? (?:(?:up|down)(?: by)?|(?:i\.e\.|that is|or),?(?: up| down)?(?: by)?|(?:representing |marking |with )?an? (?:[a-z-]+ ){0,3}(?:increase|rise|growth|decrease|decline|drop|jump|gain|surge) of) $/

function pairBefore(before: readonly Claim[], rate: Claim, sentence: string): Pair | undefined {
  const [base, now] = before.slice(-2)
  if (base === undefined || now === undefined) return undefined
  const isFrom = /\bfrom (?:an? )?$/.test(sentence.slice(0, base.quantity.start))
  const between = sentence.slice(base.quantity.end, now.quantity.start)
  const isTo = /^ (?:in \d{4} )?to (?:an? )?$/.test(between)
  const toRate = sentence.slice(now.quantity.end, rate.quantity.start)
  const isMore =
    /^,(?: which is| that is| or)? $/.test(toRate) &&
    /^ (?:more|less|higher|lower)\b/.test(sentence.slice(rate.quantity.end))
  const isOfPair = isMore || APPOSED.test(toRate)
  return isFrom && isTo && isOfPair ? [base, now] : undefined
}

function pairAround(own: readonly Claim[], at: number, sentence: string): Pair | undefined {
  const [now, rate, base] = [own[at - 1], own[at], own[at + 1]]
  if (now === undefined || rate === undefined || base === undefined) return undefined
  const toRate = sentence.slice(now.quantity.end, rate.quantity.start)
  const toBase = sentence.slice(rate.quantity.end, base.quantity.start)
  const isNear = /^(?: in \d{4}| last year| this year)?, (?:up|down|an? \w+ of) (?:by )?$/.test(
    toRate,
  )
  if (isNear && /^ from $/.test(toBase)) return [base, now]
  const isGoal = GOAL.test(sentence.slice(base.quantity.end))
  return NEAR.test(toRate) && THAN.test(toBase) && !isGoal ? [base, now, true] : undefined
}

/** "A in the first half, 3 percent more than the B of a year earlier". */
const NEAR =
  /^(?: (?:in|during|by|at|as of|for|over) [^,;]{2,50}| last year| this year)?(?:,|, which (?:is|was)|, or| which (?:is|was))(?: up| down| an? [a-z -]{3,30} of)?(?: by)?(?: (?:about|around|nearly|over|more than|almost|some))? $/
const THAN =
  /^ (?:from|(?:more|less|higher|lower|fewer|larger|smaller) than|compared (?:with|to)|on|over)(?: the)? $/
const GOAL = /^[^,;.]{0,20}\b(?:target|goal|quota|plan|forecast|average|expected|budget|limit)\b/

/** "fell 3 percent to B from A". */
function pairAfter(own: readonly Claim[], at: number, sentence: string): Pair | undefined {
  const [rate, now, base] = own.slice(at, at + 3)
  if (rate === undefined || now === undefined || base === undefined) return undefined
  const toNow = sentence.slice(rate.quantity.end, now.quantity.start)
  const toBase = sentence.slice(now.quantity.end, base.quantity.start)
  return toNow.endsWith(' to ') && /^ from $/.test(toBase) ? [base, now] : undefined
}

/** "climbed 4 percent last year, from A to B". */
function pairFromTo(own: readonly Claim[], at: number, sentence: string): Pair | undefined {
  const [rate, base, now] = own.slice(at, at + 3)
  if (rate === undefined || base === undefined || now === undefined) return undefined
  const toBase = sentence.slice(rate.quantity.end, base.quantity.start)
  const toNow = sentence.slice(base.quantity.end, now.quantity.start)
  const isFrom = /^(?: last year| this year| in \d{4}| year[- ]on[- ]year)?,? from $/.test(toBase)
  return isFrom && /^ to (?:[a-z]+ ){0,2}$/.test(toNow) ? [base, now, true] : undefined
}

/** "numbered A at the end of 2021 and B at the end of 2024, up 8 percent": the dates tell base and end. */
function pairDated(own: readonly Claim[], at: number, sentence: string): Pair | undefined {
  const [base, now, rate] = own.slice(Math.max(0, at - 2), at + 1)
  const [from, to] = [base?.frame.period, now?.frame.period]
  if (base === undefined || now === undefined || rate === undefined) return undefined
  if (from === undefined || to === undefined || from.to >= to.to) return undefined
  const isOfPair = DATED.test(sentence.slice(now.quantity.end, rate.quantity.start))
  return isOfPair && likeness(base, now) > 0 ? [base, now, true] : undefined
}

const DATED =
  /^(?: (?:at|by|in) [^,;]{2,40})?,? (?:up|down|an? (?:[a-z-]+ ){0,3}(?:increase|rise|growth|decrease|decline|drop|jump) of)(?: by)?(?: (?:about|nearly|over|more than|almost))? $/

function isPair([base, now]: Pair, rate: Claim): boolean {
  const isLevel = [base, now].every(({ frame }) => frame.kind === 'level' || frame.kind === 'count')
  const isUnit = base.frame.unit === now.frame.unit
  return (
    isLevel && isUnit && (rate.frame.kind === 'change_pct' || rate.frame.unit === now.frame.unit)
  )
}

function yearly(claim: Claim): readonly Draft[] {
  const years = claim.frame.period?.years
  if (claim.frame.kind !== 'cumulative' || years === undefined) return []
  const computed = each((whole) => over(whole, pointAt(BigInt(years))), rangesOf(claim))
  return [
    {
      relation: 'cumulative over years',
      operands: [claim],
      link: 'automatic',
      formula: `${claim.id} / ${years}`,
      computed,
    },
  ]
}

/** The same fact in two places; only where indicator, area and period leave no doubt. */
function sameFacts(claims: readonly Claim[]): readonly Draft[] {
  const drafts: Draft[] = []
  let pairs = 0
  const levels = claims.filter(
    ({ frame }) =>
      LEVELS.has(frame.kind) && frame.indicator !== undefined && frame.indicatorFrom === 'clause',
  )
  for (const [at, claim] of levels.entries()) {
    for (const other of levels.slice(0, at)) {
      pairs += 1
      if (pairs > PAIRS_MAX) return drafts
      if (isSameFact(claim, other)) drafts.push(sameFact(other, claim))
    }
  }
  return drafts
}

function isSameFact(left: Claim, right: Claim): boolean {
  const [one, other] = [left.frame, right.frame]
  const isKind = one.kind === other.kind && one.unit === other.unit
  const isTimed = one.unit === 'km2' || samePeriod(one.period, other.period)
  return (
    isKind &&
    isTimed &&
    left.sentence !== right.sentence &&
    sameArea(left, right) &&
    likeness(left, right) === 2
  )
}

function sameFact(first: Claim, second: Claim): Draft {
  return {
    relation: 'same fact twice',
    operands: [first],
    stated: second,
    // Two totals of one name may still be of two scopes.
    link: 'proposed',
    formula: `${first.id} = ${second.id}`,
    computed: rangesOf(first),
    statedRange: rangesOf(second),
    canSlip: true,
  }
}
