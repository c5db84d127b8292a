/** The figures that the first page shows: of each the latest that was published. */
import type { Kind } from '../contract.ts'

export interface Headline {
  readonly indicator: string
  readonly area: string
  readonly kind: Kind
}

export const HEADLINES: readonly Headline[] = [
  { indicator: 'gdp', area: 'HUB', kind: 'level' },
  { indicator: 'gdp-per-km2', area: 'HUB', kind: 'density' },
  { indicator: 'fixed-asset-investment', area: 'HUB', kind: 'cumulative' },
  { indicator: 'plan-missions-completed', area: 'HUB', kind: 'count' },
  { indicator: 'goods-trade', area: 'CORE', kind: 'change_pct' },
  { indicator: 'outbound-zones', area: 'CORE', kind: 'count' },
]
