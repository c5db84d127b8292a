/** A number where it stands, and how it becomes a figure with hedge and unit. */
import type { Span } from './noise.ts'
import type { Numeral, Quantity } from './types.ts'
import { type Hedge, hedgeAfter, hedgeBefore } from './units.ts'

export interface Found extends Span {
  readonly text: string
  readonly numeral: Numeral
  readonly before: string
  readonly after: string
}

interface Placed {
  /** The unit's own power of ten. */
  readonly moved?: number
  readonly before: string
  readonly start: number
  readonly length: number
  readonly unit: string
}

export function hedgedQuantity(
  found: Found,
  { before, start, length, unit, moved = 0 }: Placed,
): Quantity {
  const first = hedgeBefore(before)
  const odd = hedgeAfter(found.after)
  const after =
    odd !== undefined && odd.length < length
      ? { ...odd, length: 0 }
      : hedgeAfter(found.after.slice(length))
  const hedge: Hedge | undefined = first ?? after
  const end = found.end + length + (after?.length ?? 0)
  return {
    start: start - (first?.length ?? 0),
    end,
    numeral: moved === 0 ? found.numeral : shifted(found.numeral, moved),
    unit,
    ...(hedge !== undefined && { hedge: { words: hedge.words, reading: hedge.reading } }),
  }
}

/** A basis point is a hundredth of a percentage point, so its digits move behind the point. */
function shifted(numeral: Numeral, exponent: number): Numeral {
  if (exponent > 0 || numeral.digits.includes('.')) {
    return { ...numeral, exponent: Math.max(0, numeral.exponent + exponent) }
  }
  const digits = numeral.digits.padStart(1 - exponent, '0')
  return { ...numeral, digits: `${digits.slice(0, exponent)}.${digits.slice(exponent)}` }
}

export function isMeasured({ unit }: Quantity): boolean {
  return unit !== 'count' && unit !== 'ratio' && unit !== 'times'
}
