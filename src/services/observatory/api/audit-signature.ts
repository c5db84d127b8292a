/** What a signature stands for: digests of text, result and corrections, and what was counted. */
import { sha256 } from '@noble/hashes/sha2.js'
import { base64UrlOf } from '#kernel/std/base64.ts'
import { canonicalText } from '#kernel/std/canonical-json.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { type Correction, type KnownSet, SIGN_AUDIT, type SignAudit } from '../contract.ts'
import { auditText } from '../domain/audit/audit.ts'
import { standing } from '../domain/audit/corrections.ts'
import { resultText } from '../domain/audit/result.ts'

interface Signed {
  readonly text: string
  readonly date?: string | undefined
  readonly corrections?: readonly Correction[] | undefined
}

/** The same for the same text, day, corrections and published figures, wherever it is made. */
export function signatureOf({ text, date, corrections = [] }: Signed, known: KnownSet): SignAudit {
  const audit = auditText(text, date, { corrections, known })
  const verdicts: Record<string, number> = {}
  for (const { verdict } of audit.checks) verdicts[verdict] = (verdicts[verdict] ?? 0) + 1
  return {
    type: SIGN_AUDIT,
    engine: audit.engine,
    textDigest: digestOf(text),
    resultDigest: digestOf(resultText(audit)),
    correctionsDigest: digestOf(canonicalText(corrections.map((one) => ({ ...one })))),
    knownVersion: known.version,
    claims: audit.claims.length,
    corrections: standing(corrections).length,
    verdicts,
  }
}

function digestOf(text: string): string {
  return base64UrlOf(sha256(utf8Of(text)))
}
