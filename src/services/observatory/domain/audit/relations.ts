/** The closed list of relations between figures; each has a monotone closed form. */
import { density, difference, increment } from './amounts.ts'
import { checkOf, type Draft } from './drafts.ts'
import type { Layout } from './layout.ts'
import { endsAt, likeness, linkOf, sameArea } from './linker.ts'
import { over } from '#kernel/figures/arithmetic.ts'
import { both, rangesOf } from './ranges.ts'
import { share } from './shares.ts'
import { isReal, LEVELS, seriesOf, statedFactor, yearsOf } from './series.ts'
import { sumChecks } from './sums.ts'
import type { Check, Claim, ClaimKind, LinkState, Readings } from './types.ts'
import type { AuditOptions } from './verdicts.ts'

type Relate = (claim: Claim, claims: readonly Claim[], sentence: string) => readonly Draft[]

export function checksOf(
  claims: readonly Claim[],
  { sentences }: Layout,
  options: AuditOptions,
): readonly Check[] {
  const words = sentences.map(({ text }) => text)
  const drafts = [
    ...joined(
      claims.flatMap((claim) => {
        const relate = RELATIONS[claim.frame.kind]
        return relate?.(claim, claims, words[claim.sentence] ?? '') ?? []
      }),
    ),
    ...sumChecks(claims, words),
  ]
  return drafts.map((draft) => checkOf(draft, options))
}

/** Rates of one sentence that all want for their levels are told together. */
function joined(drafts: readonly Draft[]): readonly Draft[] {
  const wanting = (draft: Draft): string | undefined =>
    draft.missing === undefined || draft.operands.length !== 1
      ? undefined
      : `${draft.relation} ${draft.missing} ${draft.operands[0]?.sentence ?? ''}`
  return drafts.flatMap((draft, at) => {
    const key = wanting(draft)
    if (key === undefined) return [draft]
    if (drafts.findIndex((other) => wanting(other) === key) !== at) return []
    const all = drafts.filter((other) => wanting(other) === key)
    const operands = all.flatMap((other) => other.operands)
    return [{ ...draft, operands, formula: operands.map(({ id }) => id).join(', ') }]
  })
}

const RELATIONS: Partial<Record<ClaimKind, Relate>> = {
  density,
  change_pct: growth,
  change_multiple: growth,
  avg_growth: growth,
  multiple_of_base: multiple,
  multiple_of_peer: peer,
  change_abs: difference,
  increment_avg: increment,
  share,
}

function growth(claim: Claim, claims: readonly Claim[]): readonly Draft[] {
  const { now, base, link } = seriesOf(claim, claims)
  const factor = statedFactor(claim)
  const name = claim.frame.kind === 'avg_growth' ? 'cagr' : 'growth'
  if (now === undefined || factor === undefined) {
    const others = multiples(claim, claims)
    return others.length > 0 ? others : [levelless(claim, link, factor)]
  }
  if (base === undefined)
    return [impliedBase(claim, now, { factor, link }), ...multiples(claim, claims)]
  const computed = both(over, rangesOf(now), rangesOf(base))
  const years = yearsOf(claim) ?? 1
  const draft: Draft = {
    relation: name,
    operands: [now, base],
    stated: claim,
    link,
    formula: `${now.id} / ${base.id} = ${name === 'cagr' ? `(1 + ${claim.id})^${years}` : claim.quantity.form === 'multiplied' ? claim.id : `1 + ${claim.id}`}`,
    computed,
    statedRange: factor,
    canSlip: true,
    ...(isReal(claim) && { priceYears: years }),
  }
  return [...(isTwofold(claim) ? [twofold(draft, claim)] : [draft]), ...multiples(claim, claims)]
}

/** A yearly rate over known years is at least a multiple; any other rate needs a level. */
function levelless(claim: Claim, link: LinkState, factor: Readings | undefined): Draft {
  const years = yearsOf(claim)
  const isYearly = claim.frame.kind === 'avg_growth'
  const relation = isYearly ? 'cagr' : 'growth'
  const draft: Draft = { relation, operands: [claim], link, formula: claim.id }
  if (isYearly && years !== undefined && factor !== undefined) {
    return { ...draft, formula: `(1 + ${claim.id})^${years}`, computed: factor }
  }
  return { ...draft, missing: isYearly ? 'the years of the window' : 'the level' }
}

/** "An increase of 1.6 times" is 2.6 times as much, or 1.6 times: English leaves it open. */
function isTwofold({ frame, quantity }: Claim): boolean {
  return frame.kind === 'change_multiple' && quantity.form !== 'multiplied'
}

function twofold(draft: Draft, claim: Claim): Draft {
  return { ...draft, otherStated: rangesOf(claim) }
}

function impliedBase(
  claim: Claim,
  now: Claim,
  { factor, link }: { factor: Readings; link: LinkState },
): Draft {
  return {
    relation: 'implied base',
    operands: [now, claim],
    link,
    formula: `${now.id} / ${claim.frame.kind === 'avg_growth' ? `(1 + ${claim.id})^${yearsOf(claim) ?? 1}` : `(1 + ${claim.id})`}`,
    computed: both(over, rangesOf(now), factor),
  }
}

/** A yearly rate and a multiple of the same series over the same years. */
function multiples(claim: Claim, claims: readonly Claim[]): readonly Draft[] {
  const years = yearsOf(claim)
  if (claim.frame.kind !== 'avg_growth' || years === undefined) return []
  return claims
    .filter(
      (other) =>
        (other.frame.kind === 'multiple_of_base' || other.quantity.form === 'multiplied') &&
        sameArea(claim, other) &&
        likeness(claim, other) > 0 &&
        endsAt(other) === endsAt(claim) &&
        yearsOf(other) === years,
    )
    .map((other) => ({
      relation: 'multiple over years',
      operands: [claim],
      stated: other,
      link: linkOf(
        [claim, other],
        claim.sentence === other.sentence && likeness(claim, other) === 2,
      ),
      formula: `(1 + ${claim.id})^${years} = ${other.id}`,
      computed: statedFactor(claim),
      statedRange: rangesOf(other),
      ...(isReal(claim) && { priceYears: years }),
    }))
}

function multiple(claim: Claim, claims: readonly Claim[]): readonly Draft[] {
  const { now, base, link } = seriesOf(claim, claims)
  const stated = rangesOf(claim)
  if (now === undefined) {
    return [
      {
        relation: 'multiple of base',
        operands: [claim],
        link,
        missing: 'the level',
        formula: claim.id,
      },
    ]
  }
  if (base === undefined) {
    const computed = both(over, rangesOf(now), stated)
    return [
      {
        relation: 'implied base',
        operands: [now, claim],
        link,
        formula: `${now.id} / ${claim.id}`,
        computed,
      },
    ]
  }
  const computed = both(over, rangesOf(now), rangesOf(base))
  const formula = `${now.id} / ${base.id} = ${claim.id}`
  return [
    {
      relation: 'multiple of base',
      operands: [now, base],
      stated: claim,
      link,
      formula,
      computed,
      statedRange: stated,
      canSlip: true,
    },
  ]
}

function peer(claim: Claim, claims: readonly Claim[]): readonly Draft[] {
  const own = claims.findLast(
    (other) =>
      other.sentence <= claim.sentence &&
      claim.sentence - other.sentence <= 1 &&
      (other.frame.kind === 'density' || LEVELS.has(other.frame.kind)) &&
      sameArea(claim, other) &&
      likeness(claim, other) > 0,
  )
  const link = linkOf(own === undefined ? [claim] : [claim, own], true)
  if (own === undefined)
    return [
      {
        relation: 'multiple of peer',
        operands: [claim],
        link,
        missing: 'the own value',
        formula: claim.id,
      },
    ]
  const computed = both(over, rangesOf(own), rangesOf(claim))
  return [
    {
      relation: 'implied peer',
      operands: [own, claim],
      link,
      formula: `${own.id} / ${claim.id}`,
      computed,
    },
  ]
}
