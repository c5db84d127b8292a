/** The figure audit of one text: read, framed, linked, related, judged. Pure, and the same everywhere. */
import { knownChecks } from './against.ts'
import { aloneChecks } from './alone.ts'
import { basisChecks } from './bases.ts'
import { CLAIMS_MAX, claimsOf } from './claims.ts'
import { cleanText } from './clean.ts'
import { type Correction, type KnownSet, NOTHING_KNOWN } from '../../contract.ts'
import { corrected, isRejected, linksOf } from './corrections.ts'
import { keyOf } from './drafts.ts'
import { layOut } from './layout.ts'
import { listingChecks } from './listings.ts'
import { plausibilityChecks } from './plausibility.ts'
import { checksOf } from './relations.ts'
import { type AuditJson, jsonOf } from './result.ts'
import { restatementChecks } from './restatements.ts'
import type { Check } from './types.ts'
import { type PublicationDay, publicationDay } from './times.ts'
import { type AuditOptions, DEFAULTS } from './verdicts.ts'

/** A longer text is not a press text; what is beyond is not read, and the result says so. */
export const TEXT_CHARS_MAX = 200_000

export interface AuditWith {
  readonly options?: AuditOptions
  readonly corrections?: readonly Correction[]
  /** Figures that were published elsewhere; the text is compared with them, and they accuse nobody. */
  readonly known?: KnownSet
}

/** `date` is the day of publication, `2025-03-24`, where the text does not carry it. */
export function auditText(source: string, date?: string, more: AuditWith = {}): AuditJson {
  const { corrections = [], known = NOTHING_KNOWN } = more
  const links = linksOf(corrections)
  const options = { ...(more.options ?? DEFAULTS), links }
  const cleaned = cleanText(source.slice(0, TEXT_CHARS_MAX))
  const layout = layOut(cleaned.text)
  const day =
    dayOf(date) ?? publicationDay(cleaned.text, layout.sentences.map(({ text }) => text).join('\n'))
  // Without any year in it a text can still be read; its periods then stay what they are.
  const claims = corrected(claimsOf(layout, day ?? NO_DAY), corrections)
  const found = [
    ...checksOf(claims, layout, options),
    ...restatementChecks(claims, layout, options),
    ...listingChecks(claims, layout, options),
    ...plausibilityChecks(claims, layout, options),
    ...basisChecks(claims, layout, options),
    ...knownChecks(claims, known.figures, options),
  ]
  // The grammar of a sentence and the search for levels may find the same check.
  const keys = new Set<string>()
  const related = surestFirst(found).filter((check) => {
    const key = keyOf(check)
    const isFirst = !keys.has(key) && !isRejected(check, links)
    keys.add(key)
    return isFirst
  })
  const sure = withoutRivals(related)
  const checks = [...sure, ...aloneChecks(claims, sure, options)]
  return jsonOf({
    cleaned,
    layout,
    day,
    claims,
    checks,
    known,
    isTruncated:
      layout.isTruncated || source.length > TEXT_CHARS_MAX || claims.length >= CLAIMS_MAX,
  })
}

/** Of one check that was found twice, the one whose link is sure stands at the place of the first. */
function surestFirst(checks: readonly Check[]): readonly Check[] {
  const sure = new Map<string, Check>()
  for (const check of checks) if (check.link !== 'proposed') sure.set(keyOf(check), check)
  return checks.map((check) => sure.get(keyOf(check)) ?? check)
}

/** What a sentence itself links with a figure leaves no room for levels that were searched for. */
function withoutRivals(checks: readonly Check[]): readonly Check[] {
  const sure = new Set(
    checks.flatMap(({ relation, stated, link }) =>
      stated !== undefined && link === 'automatic' ? [`${relation} ${stated}`] : [],
    ),
  )
  return checks.filter(
    ({ relation, stated, link }) => link !== 'proposed' || !sure.has(`${relation} ${stated ?? ''}`),
  )
}

const NO_DAY: PublicationDay = { year: 0, anchor: 'inferred' }

function dayOf(date: string | undefined): PublicationDay | undefined {
  const parts = /^(\d{4})-(\d\d)-\d\d$/.exec(date ?? '')
  return parts === null
    ? undefined
    : { year: Number(parts[1]), month: Number(parts[2]), anchor: 'published' }
}
