/** The contradictions and doubts that published figures contain, found by arithmetic over all of them. */
import type { ClaimView } from '../../contract.ts'
import { type Finding, judge, RULES } from './check.ts'
import { ClaimIndex } from './claim-index.ts'
import { changes, completions, formulas, multiplesAndGrowth, shares } from './derived.ts'
import { breaks, falls, neighbours, parts, sameFacts, scales, twoAreas } from './series.ts'

export interface Findings {
  readonly findings: readonly Finding[]
  readonly claimsCount: number
  /** Comparisons that could be made, whatever came of them. */
  readonly checksCount: number
}

const IN_SERIES = [sameFacts, neighbours, falls, breaks, twoAreas, scales, parts]
const OF_CLAIM = [formulas, changes, multiplesAndGrowth, shares, completions]

/** One comparison after the other; undefined where there is nothing to tell. */
export function* examine(views: readonly ClaimView[]): Generator<Finding | undefined> {
  // In the order of ids: what is found depends on the claims, and not on who asked for them how.
  const sorted = views.toSorted((left, right) => (left.id < right.id ? -1 : 1))
  const index = new ClaimIndex(sorted)
  for (const series of index.allSeries()) {
    for (const rule of IN_SERIES) for (const check of rule(index, series)) yield judge(check)
    for (const view of series) {
      for (const rule of OF_CLAIM) for (const check of rule(index, view)) yield judge(check)
    }
  }
}

export function findContradictions(views: readonly ClaimView[]): Findings {
  const outcomes = [...examine(views)]
  return {
    findings: ordered(outcomes.filter((finding) => finding !== undefined)),
    claimsCount: views.length,
    checksCount: outcomes.length,
  }
}

/** Each once, contradictions first; in each the rules in order, then as they came. */
export function ordered(findings: readonly Finding[]): readonly Finding[] {
  const unique = [...new Map(findings.map((finding) => [finding.id, finding])).values()]
  return unique.toSorted((left, right) => rankOf(left) - rankOf(right))
}

function rankOf({ verdict, rule }: Finding): number {
  return (verdict === 'contradiction' ? 0 : RULES.length) + RULES.indexOf(rule)
}
