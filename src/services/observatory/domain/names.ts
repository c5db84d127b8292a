/** Indicators and areas by what a person calls them: their id, their names, or an alias, in any language. */
import { listAreas } from './areas.ts'
import { listIndicators } from './indicators.ts'

interface Named {
  readonly en: string
  readonly zh: string
  readonly aliases?: readonly string[]
}

export function indicatorsNamed(words: string): readonly string[] {
  return idsNamed(words, listIndicators())
}

export function areasNamed(words: string): readonly string[] {
  return idsNamed(words, listAreas())
}

function idsNamed(words: string, named: readonly (readonly [string, Named])[]): readonly string[] {
  const sought = words.trim().toLowerCase()
  if (sought === '') return []
  return named
    .filter(([id, { en, zh, aliases = [] }]) =>
      [id, en, zh, ...aliases].some((name) => name.toLowerCase().includes(sought)),
    )
    .map(([id]) => id)
}
