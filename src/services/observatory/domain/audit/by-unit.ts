/** What the unit of a figure tells of what it measures. */
import { type FoundIndicator, inherited } from './naming.ts'
import type { Before } from './scene.ts'
import type { Claim, Quantity } from './types.ts'

/** What is counted in boxes is what was moved, whoever moved it. */
const BOXES =
  /contain|box|^trains$|^barges$|^trucks$|volume|throughput|traffic|transport|shipment|shipping|cargo|freight(?! trains)|capacity|trade|port\b|export|import/i
const PEOPLE = /population|residents|people/i

/** "On its 87 square kilometers this means 18 million yuan per square kilometer": of the money, and not of the land. */
export function densityOf(
  { unit }: Quantity,
  found: FoundIndicator,
  { money }: Before,
): FoundIndicator | undefined {
  const isOfLand =
    (unit.endsWith('/km2') && found.indicatorId === 'land-area') ||
    (unit.endsWith('/person') && PEOPLE.test(found.indicator ?? ''))
  if (!isOfLand || money === undefined) return undefined
  // Which amount it is of is a guess, and accuses nobody.
  return { ...inherited(money), indicatorFrom: 'topic' }
}

/** The output of each square kilometer is the density of the economy. */
export function densityName({ indicator, indicatorId }: FoundIndicator): Partial<FoundIndicator> {
  const isOutput = indicatorId === 'gdp' || /^(?:economic )?output$/i.test(indicator ?? '')
  return isOutput
    ? { indicator: 'economic density (GDP per square kilometer)', indicatorId: 'gdp-per-km2' }
    : {}
}

const SPACE: ReadonlySet<string> = new Set(['m2', 'ha', 'mu'])

/** "showed 300 products in 5,000 square meters": a space goes on about no number of things. */
export function spaceOf(
  { unit }: Quantity,
  found: FoundIndicator,
  previous: Claim | undefined,
): FoundIndicator {
  const isOther = previous !== undefined && !SPACE.has(previous.frame.unit)
  const isOfBoxes = BOXES.test(found.indicator ?? '')
  if (unit === 'TEU' && !isOfBoxes) return containers({ unit }) ?? found
  return SPACE.has(unit) && isOther && found.indicatorFrom === 'carried'
    ? { indicator: 'area', indicatorFrom: 'clause' }
    : found
}

/** What boxes are counted in names what was moved. */
export function containers({ unit }: Pick<Quantity, 'unit'>): FoundIndicator | undefined {
  return unit === 'TEU' ? { indicator: 'container throughput', indicatorFrom: 'clause' } : undefined
}
