/** Numbers that take scale and unit from the next one: ranges and lists. */
import { type Found, hedgedQuantity, isMeasured } from './found.ts'
import type { Quantity } from './types.ts'
import { unitBefore } from './units.ts'

export interface Shared {
  readonly found: Found
  readonly quantity: Quantity
}

/** "12 to 15 percent", "2.1, 3 and 4 billion yuan": what is bare takes scale and unit from the next. */
export function sharedUnit(
  found: Found,
  next: Shared | undefined,
  sentence: string,
): Quantity | undefined {
  if (next === undefined) return undefined
  const { quantity: shared } = next
  const between = sentence.slice(found.end, next.found.start)
  if (!isList(found, between, shared) && !RANGE.test(between)) return undefined
  if (isOther(found, next, between)) return undefined
  // "800,000 to 1 million" and "0.9 to 1.2 million": who brings a thousand brings the scale as well.
  const isWhole = found.numeral.exponent !== 0 || Number(found.numeral.digits) >= 1000
  const exponent = isWhole ? found.numeral.exponent : shared.numeral.exponent
  const numeral = { ...found.numeral, exponent }
  const before = unitBefore(found.before)?.length ?? 0
  const quantity = hedgedQuantity(
    { ...found, numeral, after: '' },
    {
      before: found.before.slice(0, found.before.length - before),
      start: found.start - before,
      length: 0,
      unit: shared.unit,
    },
  )
  return { ...quantity, ...(shared.noun !== undefined && { noun: shared.noun }) }
}

const RANGE = /^(?: ?[-~\u2013\u2014] ?| to | or | and )(?:US\$|\$|¥)?$/

/** Two things are not joined by a comma and "and"; three are. */
function isList({ before }: Found, between: string, shared: Quantity): boolean {
  const isLast = /^(?:, | and )(?:minus |negative )?$/.test(between)
  const isThird = /^, and (?:minus |negative )?$/.test(between) && /\d,? $/.test(before)
  return (isLast || isThird) && isMeasured(shared)
}

/** "557 or 31 percent" says one thing twice, and "5 or 6 percent" leaves it open; fractions have no unit. */
function isOther(found: Found, next: Shared, between: string): boolean {
  if (found.numeral.fraction !== undefined) return true
  return (between === ' or ' && isFar(found, next)) || isApart(found, next, between)
}

/** "438 million, 7.6 percent more": a number of things, and how it changed. */
function isApart({ numeral }: Found, { found: next, quantity }: Shared, between: string): boolean {
  if (quantity.unit !== 'percent' && quantity.unit !== 'percentage points') return false
  const isLarge = numeral.exponent >= 3 || Number(numeral.digits) >= 1000
  const isChange = /^(?: ?%| percent)? (?:more|less|up|down|higher|lower|above|below)\b/.test(
    next.after,
  )
  return isLarge || (between === ', ' && isChange)
}

const FAR = 4

function isFar({ numeral }: Found, { found: next }: Shared): boolean {
  const [one, other] = [Number(numeral.digits), Number(next.numeral.digits)]
  return (
    numeral.exponent === next.numeral.exponent && Math.max(one, other) > FAR * Math.min(one, other)
  )
}
