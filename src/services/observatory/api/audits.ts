/** The figure audit for machines: anybody may ask for one, and who may import claims may sign one. */
import { z } from 'zod'
import { actRoute, commandRoute, found, readRoute, type Route } from '#platform/http/route.ts'
import { AuditAsk, Corrections, KnownSet } from '../contract.ts'
import { auditText } from '../domain/audit/audit.ts'
import { signatureOf } from './audit-signature.ts'
import { VERDICTS } from '../domain/audit/types.ts'
import type { KeptKnown } from './known-figures.ts'

const Range = z.strictObject({ low: z.string(), high: z.string(), closed: z.string() })
const Readings = z.strictObject({ strict: Range, loose: Range })
const text = z.string().nullable()

const ClaimFound = z.strictObject({
  id: z.string(),
  /** UTF-16 code units of the text as it was sent. */
  start: z.int(),
  end: z.int(),
  text: z.string(),
  /** The full value in the base unit: `4160000000000`; a percentage as printed: `54`. */
  value: z.string(),
  unit: z.string(),
  hedge: text,
  kind: z.string(),
  indicator: text,
  indicatorId: text,
  area: text,
  period: text,
  base: text,
  anchor: text,
  isFall: z.boolean(),
})

const CheckMade = z.strictObject({
  id: z.string(),
  relation: z.string(),
  formula: z.string(),
  operands: z.array(z.string()).readonly(),
  statedClaim: text,
  computed: Readings.nullable(),
  stated: Readings.nullable(),
  verdict: z.enum(VERDICTS),
  link: z.enum(['automatic', 'proposed', 'confirmed']),
  possible: z.enum(VERDICTS).nullable(),
  note: z.string(),
  rules: z.array(z.string()).readonly(),
})

const KnownUsed = z.strictObject({
  id: z.string(),
  indicator: z.string(),
  area: z.string(),
  period: z.string(),
  kind: z.string(),
  value: z.string(),
  unit: z.string(),
  hedge: text,
  publisher: z.string(),
  date: z.string(),
})

const Audited = z.strictObject({
  engine: z.string(),
  published: text,
  isCut: z.boolean(),
  isTruncated: z.boolean(),
  /** The version of the published figures that the text was compared with, and those that a check uses. */
  known: z.strictObject({
    version: z.string(),
    isWhole: z.boolean(),
    figures: z.array(KnownUsed).readonly(),
  }),
  claims: z.array(ClaimFound).readonly(),
  checks: z.array(CheckMade).readonly(),
})

const AuditToSign = z.strictObject({
  text: AuditAsk.shape.text,
  date: AuditAsk.shape.date,
  corrections: z.optional(Corrections),
})

export function auditRoutes(known: KeptKnown): readonly Route[] {
  return [
    readRoute({
      path: '/v1/observatory/known-figures',
      summary:
        'The published figures that an audit compares a text with, as one set with a version.',
      access: 'public',
      response: KnownSet,
      read: async () => found(await known.load(), 'brief'),
    }),
    actRoute({
      path: '/v1/observatory/audits',
      summary:
        'Reads the figures of a press text and checks those that must agree; nothing is kept.',
      access: 'public',
      body: AuditAsk,
      response: Audited,
      async act({ body: { text: words, date } }) {
        return found(auditText(words, date, { known: await known.load() }))
      },
    }),
    commandRoute({
      path: '/v1/books/:book/audits',
      summary: 'Signs the audit of a text: digests and counts are recorded, the text is not.',
      access: 'claims.import',
      body: AuditToSign,
      refusals: {},
      command: async ({ body }) => signatureOf(body, await known.load()),
    }),
  ]
}
