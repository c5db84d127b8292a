/** Claims without end, known by number, so that whoever reads the book knows which was sent when. */
import type { JsonObject } from '#kernel/std/json.ts'

export const MADE_UP_SOURCE = 'crash-test'

export function madeUpClaim(n: number): JsonObject {
  return {
    indicator: 'key-projects',
    area: 'HUB',
    period: '2023',
    kind: 'count',
    value: String(n + 1),
    unit: 'count',
    source: { id: MADE_UP_SOURCE, reference: 'Made up for a test', locator: `line ${n}` },
    publisher: 'Nobody',
    date: '2024-03-02',
  }
}

/** Its number, or undefined for a claim that is not made up. */
export function numberOf(source: { readonly id: string; readonly locator: string }) {
  const number = /^line ([0-9]+)$/.exec(source.locator)?.[1]
  return source.id === MADE_UP_SOURCE && number !== undefined ? Number(number) : undefined
}
