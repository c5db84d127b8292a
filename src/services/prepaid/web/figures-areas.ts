/** The names of the areas in which shops are: those of the hub's units, and its own code for any other. */
import { units } from '#web/kit/hub-map.ts'
import type { Words } from '../contract.ts'

const NAMES: ReadonlyMap<string, Words> = new Map(
  units.map(({ id, name }) => [id.toUpperCase(), name]),
)

export function areaWords(area: string): Words {
  return NAMES.get(area) ?? { en: area, zh: area }
}
