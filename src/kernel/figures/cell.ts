/**
 * What an event measures, folded into cells: one whole number for an indicator, an area and a period,
 * at the smallest area and period. Roll-ups are made when they are read, never stored.
 */
import type { Json } from '#kernel/std/json.ts'
import { joinKey } from '#kernel/rows/table.ts'

export interface Measure {
  readonly indicator: string
  readonly area: string
  /** A month `2026-11`, or another period code of the indicator. */
  readonly period: string
  readonly amount: bigint
}

/** Sums by cell; a batch writes each cell once. */
export class Cells {
  readonly #sums = new Map<string, { -readonly [N in keyof Measure]: Measure[N] }>()

  add(measure: Measure): void {
    const key = joinKey([measure.indicator, measure.area, measure.period])
    const sum = this.#sums.get(key)
    if (sum === undefined) this.#sums.set(key, { ...measure })
    else sum.amount += measure.amount
  }

  list(): readonly Measure[] {
    return [...this.#sums.values()]
  }
}

export function measureToJson({ indicator, area, period, amount }: Measure): Json {
  return [indicator, area, period, amount.toString()]
}

export function measureFromJson(json: Json): Measure | undefined {
  if (!Array.isArray(json) || json.length !== 4) return undefined
  const [indicator, area, period, amount] = json as readonly Json[]
  if (typeof indicator !== 'string' || typeof area !== 'string') return undefined
  if (typeof period !== 'string' || typeof amount !== 'string') return undefined
  if (!/^-?(0|[1-9]\d{0,17})$/.test(amount)) return undefined
  return { indicator, area, period, amount: BigInt(amount) }
}
