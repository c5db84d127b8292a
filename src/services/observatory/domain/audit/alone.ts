/** Figures that no relation reaches: the text says each once, and nothing that it could be compared with. */
import { checkOf } from './drafts.ts'
import type { Check, Claim } from './types.ts'
import type { AuditOptions } from './verdicts.ts'

/** One check for a paragraph, so that every figure stands in one and a reader sees what was not checked. */
export function aloneChecks(
  claims: readonly Claim[],
  checks: readonly Check[],
  options: AuditOptions,
): readonly Check[] {
  const checked = new Set(
    checks.flatMap(({ operands, stated }) =>
      stated === undefined ? operands : [...operands, stated],
    ),
  )
  const alone = claims.filter(({ id, frame }) => frame.kind !== 'label' && !checked.has(id))
  const byParagraph = Map.groupBy(alone, ({ paragraph }) => paragraph)
  return [...byParagraph.values()].map((operands) =>
    checkOf(
      {
        relation: 'stands alone',
        operands,
        link: 'automatic',
        formula: operands.map(({ id }) => id).join(', '),
        missing: 'a figure to compare with',
      },
      options,
    ),
  )
}
