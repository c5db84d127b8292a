/** Figures that say the same thing twice: in other money, in another place, or as part of a whole. */
import type { Interval } from '#kernel/figures/interval.ts'
import { checkOf, type Draft } from './drafts.ts'
import type { Layout } from './layout.ts'
import { likeness, linkOf, sameArea, samePeriod } from './linker.ts'
import { pairChecks } from './pairs.ts'
import { riseChecks } from './rises.ts'
import { over, pointAt } from '#kernel/figures/arithmetic.ts'
import { both, each, growthBetween, rangesOf } from './ranges.ts'
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
    ...riseChecks(claim, claims, sentences[claim.sentence]?.text ?? ''),
    ...pairChecks(claim, claims, sentences[claim.sentence]?.text ?? ''),
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
