/** The contradictions and doubts that published figures contain, found by arithmetic over all of them. */
import type { ClaimView } from '../../contract.ts'
import { type Check, type Finding, judge, RULES } from './check.ts'
import { ClaimIndex } from './claim-index.ts'
import { changes, completions, formulas, multiplesAndGrowth, shares } from './derived.ts'
import { breaks, falls, neighbours, parts, sameFacts, scales, twoAreas } from './series.ts'

export interface Findings {
  /** Contradictions first; in each the rules in order, then by subject. */
  readonly findings: readonly Finding[]
  readonly claimsCount: number
  /** Comparisons that could be made, whatever came of them. */
  readonly checksCount: number
}

const IN_SERIES = [sameFacts, neighbours, falls, breaks, twoAreas, scales, parts]
const OF_CLAIM = [formulas, changes, multiplesAndGrowth, shares, completions]

export function findContradictions(views: readonly ClaimView[]): Findings {
  // In the order of ids: what is found depends on the claims, and not on who asked for them how.
  const ordered = views.toSorted((left, right) => (left.id < right.id ? -1 : 1))
  const index = new ClaimIndex(ordered)
  const checks: Check[] = [
    ...index.allSeries().flatMap((series) => IN_SERIES.flatMap((rule) => rule(index, series))),
    ...ordered.flatMap((view) => OF_CLAIM.flatMap((rule) => rule(index, view))),
  ]
  const found = checks.flatMap((check) => judge(check) ?? [])
  const unique = [...new Map(found.map((finding) => [finding.id, finding])).values()]
  return {
    findings: unique.toSorted((left, right) => rankOf(left) - rankOf(right)),
    claimsCount: views.length,
    checksCount: checks.length,
  }
}

function rankOf({ verdict, rule }: Finding): number {
  return (verdict === 'contradiction' ? 0 : RULES.length) + RULES.indexOf(rule)
}
