/** Which claims are about one fact, and whether they can hold together as printed. */
import { meet, type Interval } from '#kernel/figures/interval.ts'
import type { Claim, ClaimView } from '../contract.ts'
import { readingsOf } from './readings.ts'

/** The same for all that state one fact: same period, kind, unit, base and price basis. */
export function factOf(claim: Claim): string {
  const { indicator, area, period, kind, unit, base = {}, basis } = claim
  const { indicator: ofIndicator, area: ofArea, period: ofPeriod } = base
  return JSON.stringify([indicator, area, period, kind, unit, basis, ofIndicator, ofArea, ofPeriod])
}

export function sameFact(claim: Claim, series: readonly ClaimView[]): readonly ClaimView[] {
  const fact = factOf(claim)
  return series.filter((other) => factOf(other.claim) === fact)
}

/** What all of them allow, in the unit; undefined where they cannot all hold. */
export function sharedInterval(claims: readonly ClaimView[]): Interval | undefined {
  const [first, ...rest] = claims.map(({ claim }) => readingsOf(claim).strict)
  let shared = first
  for (const interval of rest) shared = shared && meet(shared, interval)
  return shared
}
