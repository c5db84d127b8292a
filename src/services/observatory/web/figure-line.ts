/** A claim as one of the figures of the first page. */
import { entryPath } from '#web/pages/paths.ts'
import type { FigureLine } from '#web/pages/views.ts'
import type { ClaimView } from '../contract.ts'
import { titleWords } from './claim-words.ts'
import { rangeWords, unitWordsOf, valueWords } from './number-words.ts'
import { claimPath } from './paths.ts'

export function figureLine({ id, book, entry, claim }: ClaimView): FigureLine {
  const { publisher, date } = claim
  const range = rangeWords(claim)
  const source = { name: { en: publisher, zh: publisher }, href: claimPath(id) }
  return {
    id,
    title: titleWords(claim),
    value: valueWords(claim),
    unit: unitWordsOf(claim),
    state: 'quoted',
    // A day that is only known to lie between two others is told on the claim's own page.
    source: date.includes('..') ? source : { ...source, day: date },
    note: { en: `as printed: ${range.en}`, zh: `按所印数字：${range.zh}` },
    href: claimPath(id),
    entryHref: entryPath(book, entry),
  }
}
