/** Whole numbers as the C2SP formats write them: ASCII digits, no sign, no leading zero. */

/** The number, or null if the text is anything else or past 2^53 - 1, where numbers blur. */
export function wholeFromDecimal(text: string): number | null {
  if (text.length > 16 || !/^(?:0|[1-9][0-9]*)$/.test(text)) return null
  const value = Number(text)
  return Number.isSafeInteger(value) ? value : null
}
