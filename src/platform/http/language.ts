/** Which of the two languages a caller reads: RFC 9110 §12.5.4, as far as two languages need it. */
import type { Language } from './route.ts'

/** A longer header than any browser sends is read no further. */
const HEADER_CHARS_MAX = 256

export function preferredLanguage(header: string | undefined): Language {
  if (header === undefined) return 'en'
  let zh = 0
  let en = 0
  for (const range of header.slice(0, HEADER_CHARS_MAX).toLowerCase().split(',')) {
    const [tag = '', ...parameters] = range.split(';').map((part) => part.trim())
    const weight = weightOf(parameters)
    if (tag === 'zh' || tag.startsWith('zh-')) zh = Math.max(zh, weight)
    if (tag === 'en' || tag.startsWith('en-') || tag === '*') en = Math.max(en, weight)
  }
  return zh > en ? 'zh' : 'en'
}

function weightOf(parameters: readonly string[]): number {
  const given = parameters.find((parameter) => parameter.startsWith('q='))
  if (given === undefined) return 1
  const weight = Number(given.slice('q='.length))
  return weight >= 0 && weight <= 1 ? weight : 0
}
