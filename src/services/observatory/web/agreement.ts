/** Whether what several sources say about one fact can hold together, as printed. */
import { intervalInUnit, meet, type Interval } from '#kernel/figures/interval.ts'
import type { Claim, ClaimView } from '../contract.ts'
import { isCount } from './number-words.ts'

/** The claims that state the same fact as this one: same period, kind, unit, base and price basis. */
export function sameFact(claim: Claim, series: readonly ClaimView[]): readonly ClaimView[] {
  const fact = factOf(claim)
  return series.filter((other) => factOf(other.claim) === fact)
}

function factOf({ indicator, area, period, kind, unit, base = {}, basis }: Claim): string {
  const { indicator: ofIndicator, area: ofArea, period: ofPeriod } = base
  return JSON.stringify([indicator, area, period, kind, unit, basis, ofIndicator, ofArea, ofPeriod])
}

/** What all of them allow, in the unit; undefined where they cannot all hold. */
export function sharedInterval(claims: readonly ClaimView[]): Interval | undefined {
  const [first, ...rest] = claims.map(({ claim }) =>
    intervalInUnit({ ...claim, isCount: isCount(claim) }, 'strict'),
  )
  let shared = first
  for (const interval of rest) shared = shared && meet(shared, interval)
  return shared
}
