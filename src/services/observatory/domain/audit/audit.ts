/** The figure audit of one text: read, framed, linked, related, judged. Pure, and the same everywhere. */
import { claimsOf } from './claims.ts'
import { cleanText } from './clean.ts'
import { layOut } from './layout.ts'
import { listingChecks } from './listings.ts'
import { checksOf } from './relations.ts'
import { type AuditJson, jsonOf } from './result.ts'
import { restatementChecks } from './restatements.ts'
import { type PublicationDay, publicationDay } from './times.ts'
import { type AuditOptions, DEFAULTS } from './verdicts.ts'

/** A longer text is not a press text; what is beyond is not read, and the result says so. */
export const TEXT_CHARS_MAX = 200_000

/** `date` is the day of publication, `2025-03-24`, where the text does not carry it. */
export function auditText(
  source: string,
  date?: string,
  options: AuditOptions = DEFAULTS,
): AuditJson {
  const cleaned = cleanText(source.slice(0, TEXT_CHARS_MAX))
  const layout = layOut(cleaned.text)
  const day =
    dayOf(date) ?? publicationDay(cleaned.text, layout.sentences.map(({ text }) => text).join('\n'))
  // Without any year in it a text can still be read; its periods then stay what they are.
  const claims = claimsOf(layout, day ?? NO_DAY)
  const found = [
    ...checksOf(claims, layout, options),
    ...restatementChecks(claims, layout, options),
    ...listingChecks(claims, layout, options),
  ]
  // The grammar of a sentence and the search for levels may find the same check.
  const checks = found.filter(
    (check, at) =>
      !found
        .slice(0, at)
        .some((other) => other.formula === check.formula && other.relation === check.relation),
  )
  return jsonOf({
    cleaned,
    layout,
    day,
    claims,
    checks,
    isTruncated: source.length > TEXT_CHARS_MAX,
  })
}

const NO_DAY: PublicationDay = { year: 0, anchor: 'inferred' }

function dayOf(date: string | undefined): PublicationDay | undefined {
  const parts = /^(\d{4})-(\d\d)-\d\d$/.exec(date ?? '')
  return parts === null
    ? undefined
    : { year: Number(parts[1]), month: Number(parts[2]), anchor: 'published' }
}
