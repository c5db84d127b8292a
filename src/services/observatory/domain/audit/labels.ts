/** Rhetorical magnitudes: "Ten billion" in quotes, or a "hundred-billion-yuan building". */
import { NUMERAL, readNumeral } from './numerals.ts'
import type { Quantity } from './types.ts'

/** Only a power of ten is a magnitude. */
const QUOTED =
  /"([A-Za-z][A-Za-z -]{2,40}?(?:million|billion|trillion))(?:[ -](?:yuan|RMB))?"(?= (?:refers?|stems?|means?|stands?|represents?|denotes?|comes?|is|for)\b)/gi
const POWER = /^10*$/

export function labelsOf(sentence: string): readonly Quantity[] {
  return [...sentence.matchAll(QUOTED)].flatMap((match) => {
    const words = match[1] ?? ''
    NUMERAL.lastIndex = 0
    const number = NUMERAL.exec(words)
    const numeral = number === null ? undefined : readNumeral(number)
    if (numeral === undefined || number?.[0].length !== words.length || !POWER.test(numeral.digits))
      return []
    const end = match.index + match[0].length
    return [{ start: match.index, end, numeral, unit: 'CNY', form: 'label' as const }]
  })
}

/** A size inside quotes, or at a "level", is a magnitude and no measured amount. */
export function isLabel({ form, start, end }: Quantity, sentence: string): boolean {
  if (form !== 'size') return false
  const isQuoted =
    sentence.slice(0, start).endsWith('"') && /^[^"]{0,30}"/.test(sentence.slice(end))
  return (
    isQuoted || /^ (?:level|mark|class|club|magnitude|scale|threshold)\b/.test(sentence.slice(end))
  )
}

/** "at the hundred-million-yuan level across "ten, hundred, thousand" metrics": unit and multipliers. */
const LISTED =
  /"((?:ten-thousand|ten thousand|ten|hundred|thousand|one|million)(?:, (?:and )?(?:ten-thousand|ten thousand|ten|hundred|thousand|one|million))+),?"/i

export function multipliersOf(sentence: string): readonly bigint[] {
  const words = LISTED.exec(sentence)?.[1]?.split(/, (?:and )?/) ?? []
  return words.flatMap((word) => {
    NUMERAL.lastIndex = 0
    const match = NUMERAL.exec(word)
    const numeral = match === null ? undefined : readNumeral(match)
    return numeral === undefined ? [] : [BigInt(numeral.digits)]
  })
}
