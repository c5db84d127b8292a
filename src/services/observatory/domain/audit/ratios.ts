/** Fractions, ratios and multiples. */
import { type Found, hedgedQuantity } from './found.ts'
import type { Quantity } from './types.ts'

/** "one-third of the total" is a share; "half a day" was noise before. */
export function fractionOf(found: Found): Quantity | undefined {
  const isOdds = /^\w+ (?:in|out of|of) /i.test(found.text)
  if (
    !isOdds &&
    !/^(?: of\b| the\b|,|;| and\b| while\b| more\b| less\b|$|\.| (?:to|are|were|is|was|have|had|came|come|hold|live|use|went|go)\b)/.test(
      found.after,
    )
  )
    return undefined
  const { before, start } = found
  const isSlash = !found.numeral.isWord
  if (
    !isSlash &&
    !isOdds &&
    !/^ (?:of|the|more|less|higher|lower|up|down|are|were|have|came|come|hold|live|use|went)\b/.test(
      found.after,
    ) &&
    !/(?:for|by|to|up|down|rose|fell|grew|jumped|dropped|contribut\w+|than|nearly|over|about|roughly|almost|around|topp\w+|exceed\w+|surpass\w+|reach\w+|approach\w+|is|was|hit|least|only|just|some|of|from)\s*$/.test(
      before,
    )
  ) {
    return undefined
  }
  return hedgedQuantity(found, { before, start, length: 0, unit: 'ratio' })
}

/** "the income ratio narrowed to 1.61". */
export function ratioOf(found: Found): Quantity | undefined {
  const { before, start, numeral } = found
  if (!numeral.digits.includes('.') || !/\bratio\b[^,;]{0,30}$/.test(before)) return undefined
  return hedgedQuantity(found, { before, start, length: 0, unit: 'ratio' })
}

const TIMES =
  /^[ -](?:times|fold)\b(?=,| (?:that|those|the|as|more|higher|larger|greater|bigger|faster|of|its|their|what|over|compared|from|since|in|year|between|against|average|increase|growth|rise|expansion)\b|\.|$|;|\))/
const GREW =
  /(?:grew|grown|grow|increas\w+|r[io]se|risen|jump\w*|surg\w+|expand\w*|soar\w*|up|multiplied|climb\w*|skyrocket\w*)(?: [a-z]+){0,3} (?:by )?(?:[a-z]+ ){0,2}$/

export function timesOf(found: Found): Quantity | undefined {
  const { after, before, start, numeral } = found
  // "used 9 million times": so often, and no multiple.
  if (numeral.exponent >= 3 || Number(numeral.digits) >= 1000) return undefined
  if (
    /\b(?:run|ran|flown|flew|fly|flies|used|operated|visited|met|sailed)(?: (?:over|more than|about|some|nearly|almost))? $/.test(
      before,
    ) &&
    /^ times (?!the|that|as|more|what)/.test(after)
  )
    return undefined
  const match =
    TIMES.exec(after) ?? (GREW.test(before) ? /^[ -]?(?:times|fold)\b/.exec(after) : null)
  if (match === null) return undefined
  return hedgedQuantity(found, { before, start, length: match[0].length, unit: 'times' })
}
