/** Bare numbers that are in the measure of what they go on about. */
import type { Scene } from './scene.ts'
import type { Claim, Quantity } from './types.ts'
import { MONEY } from './units.ts'

/** "passed the 40 million mark" of boxes, "on the 1.8 million of 2024": in the measure of what it is compared with. */
export function measuredAs(
  quantity: Quantity,
  { text }: Scene,
  claims: readonly Claim[],
): Quantity {
  const { unit, noun, numeral, start, end } = quantity
  const last = claims.findLast(
    (one) => isMeasure(one.quantity) && one.quantity.numeral.exponent >= 6,
  )
  if (unit !== 'count' || noun !== undefined || last === undefined) return quantity
  const isMark = /^ (?:mark|milestone|threshold)\b/.test(text.slice(end))
  const isBase = /\b(?:on|over|than|from|against|with|exceeding) the $/.test(text.slice(0, start))
  const isRow =
    /^[^.;]{2,60}(?::| [-\u2013\u2014]) $/.test(text.slice(0, start)) && numeral.exponent >= 9
  const measured = isMark || isBase || isRow ? measureOf(last, numeral.exponent) : undefined
  return measured === undefined ? quantity : { ...quantity, unit: measured }
}

/** Boxes, tonnes and the like of the same power of ten. */
function measureOf({ quantity: { unit, numeral } }: Claim, exponent: number): string | undefined {
  return numeral.exponent === exponent && exponent >= 6 ? unit : undefined
}

function isMeasure({ unit }: Quantity): boolean {
  return unit === 'TEU' || unit === 't' || unit === 'kWh' || MONEY.has(unit)
}
