/** The figures that the first page shows: of each the latest that was published. */
import type { Kind, Unit } from '../contract.ts'

export interface Headline {
  readonly indicator: string
  readonly area: string
  readonly kind: Kind
  /** Sources restate yuan in dollars; the page keeps to one. */
  readonly unit: Unit
}

export const HEADLINES: readonly Headline[] = [
  { indicator: 'gdp', area: 'HUB', kind: 'level', unit: 'CNY' },
  { indicator: 'gdp-per-km2', area: 'HUB', kind: 'density', unit: 'CNY/km2' },
  { indicator: 'fixed-asset-investment', area: 'HUB', kind: 'cumulative', unit: 'CNY' },
  { indicator: 'plan-missions-completed', area: 'HUB', kind: 'count', unit: 'count' },
  { indicator: 'goods-trade', area: 'CORE', kind: 'change_pct', unit: 'ratio' },
  { indicator: 'outbound-zones', area: 'CORE', kind: 'count', unit: 'count' },
]
