/** Where the pages of the observatory live, without the language prefix. */
import type { FiguresFilter } from '../contract.ts'

export const figuresPath = '/figures'
export const areasPath = '/areas'
export const indicatorsPath = '/indicators'
export const contradictionsPath = '/contradictions'

export function claimPath(id: string): string {
  return `${figuresPath}/${encodeURIComponent(id)}`
}

export function areaPath(id: string): string {
  return `${areasPath}/${encodeURIComponent(id)}`
}

/** The figures of an indicator, of the area that is asked for. */
export function indicatorPath(id: string, area?: string): string {
  return withQuery(`${indicatorsPath}/${encodeURIComponent(id)}`, { area })
}

/** The map, coloured by an indicator. */
export function mapPath(indicator: string): string {
  return withQuery(areasPath, { indicator })
}

export function findingPath(id: string): string {
  return `${contradictionsPath}#${encodeURIComponent(id)}`
}

export function downloadPath(id: string, area: string, format: 'csv' | 'json'): string {
  return withQuery(`/v1/indicators/${encodeURIComponent(id)}/claims.${format}`, { area })
}

/** The list with a filter, and from a cursor on; fields that were left empty are left out. */
export function figuresHref(filter: FiguresFilter, cursor?: string): string {
  return withQuery(figuresPath, { ...filter, cursor })
}

function withQuery(path: string, fields: Readonly<Record<string, string | undefined>>): string {
  const query = Object.entries(fields)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `${name}=${encodeURIComponent(value ?? '')}`)
  return query.length === 0 ? path : `${path}?${query.join('&')}`
}
