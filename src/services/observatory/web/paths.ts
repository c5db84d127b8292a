/** Where the pages of the observatory live, without the language prefix. */
import type { FiguresFilter } from '../contract.ts'

export const figuresPath = '/figures'

export function claimPath(id: string): string {
  return `${figuresPath}/${encodeURIComponent(id)}`
}

/** The list with a filter, and from a cursor on; fields that were left empty are left out. */
export function figuresHref(filter: FiguresFilter, cursor?: string): string {
  const fields = { ...filter, cursor }
  const query = Object.entries(fields)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `${name}=${encodeURIComponent(value ?? '')}`)
  return query.length === 0 ? figuresPath : `${figuresPath}?${query.join('&')}`
}
