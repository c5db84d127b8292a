/** Claims by what they are about, so that each comparison finds its operands without a search. */
import type { Claim, ClaimView, Kind } from '../../contract.ts'
import { findIndicator } from '../indicators.ts'

/** Amounts and counts themselves; all other kinds say how two of them compare. */
const LEVELS: ReadonlySet<Kind> = new Set(['level', 'count', 'cumulative', 'density'])

export function isLevel({ kind, unit, indicator }: Claim): boolean {
  return LEVELS.has(kind) && unit === findIndicator(indicator)?.unit
}

export interface Wanted {
  readonly indicator: string
  readonly area: string
  readonly period: string
  /** Figures of one publication are most likely of one basis. */
  readonly source: string
}

export class ClaimIndex {
  readonly #series = new Map<string, Map<string, ClaimView[]>>()

  constructor(views: readonly ClaimView[]) {
    for (const view of views) {
      const { indicator, area } = view.claim
      const byArea = this.#series.get(indicator) ?? new Map<string, ClaimView[]>()
      this.#series.set(indicator, byArea)
      const series = byArea.get(area)
      if (series === undefined) byArea.set(area, [view])
      else series.push(view)
    }
  }

  allSeries(): readonly (readonly ClaimView[])[] {
    return [...this.#series.values()].flatMap((byArea) => [...byArea.values()])
  }

  series(indicator: string, area: string): readonly ClaimView[] {
    return this.#series.get(indicator)?.get(area) ?? []
  }

  /** What is said about an indicator, by area. */
  areasOf(indicator: string): ReadonlyMap<string, readonly ClaimView[]> {
    return this.#series.get(indicator) ?? new Map()
  }

  /** The level to compute with: of the same publication, else the one with the least against it. */
  level({ indicator, area, period, source }: Wanted): ClaimView | undefined {
    const [best] = this.series(indicator, area)
      .filter(({ claim }) => isLevel(claim) && isOfPeriod(claim, period))
      .toSorted((left, right) => rankOf(left, source) - rankOf(right, source))
    return best
  }
}

/** Land does not change with the year in which somebody says how much it is. */
function isOfPeriod(claim: Claim, period: string): boolean {
  return claim.period === period || claim.indicator === 'land-area'
}

function rankOf({ claim }: ClaimView, source: string): number {
  const doubts = (claim.unconfirmed === true ? 8 : 0) + (claim.notes?.length ?? 0)
  return claim.source.id === source ? doubts - 100 : doubts
}
