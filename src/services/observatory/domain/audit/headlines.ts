/** A headline says again what the text says; only a figure of its own is one more. */
import type { Layout } from './layout.ts'
import type { Quantity } from './types.ts'

const HEADLINE_CHARS_MAX = 160
const SAID = /[.!?:;。！？]["”')]*$/

/**
 * The figures of the sentences without those of the head that the body repeats to the digit. What the head
 * says otherwise stays, so that it can be compared with the body.
 */
export function withoutRepeated(
  { sentences }: Layout,
  figures: readonly (readonly Quantity[])[],
): readonly (readonly Quantity[])[] {
  const body = sentences.findIndex(
    ({ text, cells }) => cells.length > 0 || text.length > HEADLINE_CHARS_MAX || SAID.test(text),
  )
  if (body < 1) return figures
  const said = new Set(figures.slice(body).flat().flatMap(valuesOf))
  return figures.map((own, at) =>
    at < body
      ? own.filter(
          (quantity) =>
            !isSlogan(quantity) && !said.has(valueOf(quantity)) && !isMark(quantity, said),
        )
      : own,
  )
}

/** "Three pledges" of a headline announce, and count nothing. */
function isSlogan({ unit, numeral }: Quantity): boolean {
  return unit === 'count' && numeral.isWord
}

/** "40m boxes" of a headline are the 40 million TEUs of the text. */
function valuesOf(quantity: Quantity): readonly string[] {
  const { hedge: _, ...plain } = quantity
  return [quantity, plain].flatMap((one) => [valueOf(one), valueOf({ ...one, unit: 'count' })])
}

function valueOf({ unit, hedge, numeral: { digits, exponent, fraction } }: Quantity): string {
  return [unit, hedge?.reading ?? '', digits, exponent, ...(fraction ?? [])].join(' ')
}

/** "Tops 40m boxes": the mark itself, without the hedge. */
function isMark(quantity: Quantity, said: ReadonlySet<string>): boolean {
  const { hedge, ...plain } = quantity
  return hedge?.reading === 'above' && quantity.unit === 'count' && said.has(valueOf(plain))
}
