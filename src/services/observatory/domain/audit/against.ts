/**
 * The text against figures that were published elsewhere. They join the same relations as the text's own
 * claims; every link to them is a proposal, since another publication may mean another scope or vintage.
 */
import { checkOf, type Draft } from './drafts.ts'
import { likeness, samePeriod } from './linker.ts'
import { minus, over } from '#kernel/figures/arithmetic.ts'
import { both, rangesOf } from './ranges.ts'
import { LEVELS } from './series.ts'
import type { Check, Claim, ClaimKind, HedgeReading, Period } from './types.ts'
import type { AuditOptions } from './verdicts.ts'

/** A figure of the observatory, as it was printed. */
export interface KnownFigure {
  /** How it is named in the checks: `clm_…`, or the id of a figure of the hub. */
  readonly id: string
  readonly indicator: string
  readonly indicatorName: string
  readonly area: string
  readonly period: string
  readonly kind: ClaimKind
  readonly unit: string
  readonly digits: string
  readonly exponent: number
  readonly hedge?: { readonly words: string; readonly reading: HedgeReading }
}

export const KNOWN_MAX = 2_000

export function knownChecks(
  claims: readonly Claim[],
  known: readonly KnownFigure[],
  options: AuditOptions,
): readonly Check[] {
  const published = known.slice(0, KNOWN_MAX).map(claimOf)
  const drafts = claims.flatMap((claim) => [
    ...published.flatMap((other) => sameFact(claim, other)),
    ...change(claim, claims, published),
  ])
  return drafts.map((draft) => checkOf(draft, options))
}

function claimOf(figure: KnownFigure): Claim {
  const { id, indicator, indicatorName, area, kind, unit, digits, exponent, hedge } = figure
  return {
    id,
    sentence: -1,
    paragraph: -1,
    quantity: {
      start: 0,
      end: 0,
      unit,
      numeral: { digits, exponent, isWord: false },
      ...(hedge && { hedge }),
    },
    frame: {
      kind,
      unit,
      indicator: indicatorName,
      indicatorId: indicator,
      indicatorFrom: 'clause',
      area,
      areaFrom: 'clause',
      period: periodOf(figure.period),
      periodFrom: 'clause',
      isFall: false,
    },
  }
}

function periodOf(code: string): Period {
  const years = [...code.matchAll(/(?:19|20|21)\d\d(?=-|$|\.)/g)].map(([year]) => Number(year))
  const [from = 0] = years
  return { from, to: years.at(-1) ?? from, code, anchor: 'written' }
}

function isOfOne(claim: Claim, other: Claim): boolean {
  return (
    claim.frame.unit === other.frame.unit &&
    claim.frame.area === other.frame.area &&
    claim.frame.indicatorId !== undefined &&
    (claim.frame.indicatorId === other.frame.indicatorId || likeness(claim, other) === 2)
  )
}

function sameFact(claim: Claim, other: Claim): readonly Draft[] {
  const isKind = claim.frame.kind === other.frame.kind
  const isTimed = claim.frame.unit === 'km2' || samePeriod(claim.frame.period, other.frame.period)
  if (!isKind || !isTimed || !isOfOne(claim, other)) return []
  return [
    {
      relation: 'published elsewhere',
      operands: [other],
      stated: claim,
      link: 'proposed',
      formula: `${other.id} = ${claim.id}`,
      computed: rangesOf(other),
      statedRange: rangesOf(claim),
      canSlip: true,
    },
  ]
}

/** A rise or a multiple whose level is in the text and whose base was published elsewhere. */
function change(
  claim: Claim,
  claims: readonly Claim[],
  published: readonly Claim[],
): readonly Draft[] {
  const { kind, basePeriod } = claim.frame
  if (kind !== 'change_abs' && kind !== 'multiple_of_base') return []
  const now = claims.find(
    (other) =>
      LEVELS.has(other.frame.kind) &&
      other.frame.area === claim.frame.area &&
      likeness(claim, other) === 2 &&
      samePeriod(other.frame.period, claim.frame.period),
  )
  if (now === undefined || basePeriod === undefined) return []
  const bases = published.filter(
    (other) =>
      LEVELS.has(other.frame.kind) &&
      isOfOne(now, other) &&
      samePeriod(other.frame.period, basePeriod),
  )
  const isRise = kind === 'change_abs'
  return bases.map((base) => ({
    relation: isRise ? 'difference' : 'multiple of base',
    operands: [now, base],
    stated: claim,
    link: 'proposed',
    formula: `${now.id} ${isRise ? '-' : '/'} ${base.id} = ${claim.id}`,
    computed: both(isRise ? minus : over, rangesOf(now), rangesOf(base)),
    statedRange: rangesOf(claim),
    canSlip: true,
  }))
}
