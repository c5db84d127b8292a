/** What was said about a refund as facts of its page: whoever said nothing has none. */
import type { Fact } from '#web/kit/Section.tsx'
import type { RefundWords } from './consumer-views.ts'

const WHOSE = ['consumer', 'shop', 'notary', 'account'] as const

export function saidFacts(
  words: RefundWords | null,
  terms: Readonly<Record<(typeof WHOSE)[number], string>>,
): readonly Fact[] {
  return WHOSE.flatMap((whose) => {
    const value = words?.[whose] ?? null
    return value === null ? [] : [{ term: terms[whose], value }]
  })
}
