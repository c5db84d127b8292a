/**
 * The only door of subject access and erasure. A person asks for itself; for somebody who asks on paper, one
 * notary or registrar proposes and another approves. Nothing here holds personal data: subjects are pseudonyms,
 * and what was erased is told by entry, legal basis and rule.
 */
import * as z from 'zod/mini'
import { PARTY_ID } from '#kernel/identity/principal.ts'
import { PLAIN_LINE } from '#kernel/std/plain-line.ts'

const Party = z.string().check(z.regex(PARTY_ID))

/** The grounds of the Personal Information Protection Law, art. 47, first paragraph, in its order. */
export const BASES = ['purpose-met', 'service-ended', 'consent-withdrawn', 'unlawful'] as const
export const Basis = z.enum(BASES)
export type Basis = (typeof BASES)[number]

/** At once, or on the day on which the last duty to keep records ends. */
export const WHEN = ['now', 'duty-ends'] as const
/** No rule that was read keeps anything longer. */
export const RETENTION_YEARS_MAX = 50
export const GROUND_CHARS_MAX = 300

const asked = { subject: Party, basis: Basis, when: z.enum(WHEN) }

/** Every command: its type is `privacy.` and its name here, its fields are these. */
export const COMMANDS = {
  /** By the subject itself. */
  erase: z.strictObject(asked),
  /** The subject thinks better of an erasure that is planned. */
  'withdraw-erasure': z.strictObject({ subject: Party }),
  /** For a subject that asked on paper, by a notary or registrar of `by`. */
  'propose-erasure': z.strictObject({ ...asked, by: Party }),
  /** By another one of the same office; erases, or plans the erasure, as it was proposed. */
  'approve-erasure': z.strictObject({ subject: Party }),
  'reject-erasure': z.strictObject({ subject: Party }),
  /** The book's clock, on the day that was planned. */
  'lapse-erasure': z.strictObject({ subject: Party }),
  /** For how long this book keeps what the rule is about, and on which ground it is longer than the law asks. */
  'set-retention': z.strictObject({
    registry: Party,
    years: z.int().check(z.gte(1), z.lte(RETENTION_YEARS_MAX)),
    ground: z.string().check(z.minLength(1), z.maxLength(GROUND_CHARS_MAX), z.regex(PLAIN_LINE)),
  }),
} as const

export type CommandName = keyof typeof COMMANDS
export type PrivacyCommand<N extends CommandName> = { readonly type: `privacy.${N}` } & Readonly<
  z.infer<(typeof COMMANDS)[N]>
>

const HELD = ['nothing_to_erase', 'retention_running', 'retention_until'] as const
const NOT_OPEN = ['not_office', 'own_data', 'erasure_not_proposed'] as const

/** The refusals of each command, in order of precedence. */
export const REFUSALS = {
  erase: ['subject_unknown', 'not_your_data', ...HELD],
  'withdraw-erasure': ['not_your_data', 'erasure_not_planned'],
  'propose-erasure': ['subject_unknown', 'not_office', 'own_data', 'erasure_asked', ...HELD],
  'approve-erasure': [...NOT_OPEN, 'own_erasure_proposal', ...HELD],
  'reject-erasure': NOT_OPEN,
  'lapse-erasure': ['erasure_not_planned', 'not_due_yet', 'nothing_to_erase'],
  'set-retention': ['retention_not_yours', 'retention_below_law'],
} as const satisfies Readonly<Record<CommandName, readonly string[]>>
export type PrivacyRefusal = (typeof REFUSALS)[CommandName][number]

export const EVENTS = [
  'erased',
  'planned',
  'withdrawn',
  'proposed',
  'rejected',
  'retention-set',
] as const
export type EventType = `privacy.${(typeof EVENTS)[number]}`

/** Anybody may know for how long a book keeps what it knows of persons, and why. */
export const PUBLIC_EVENTS: readonly EventType[] = ['privacy.retention-set']

/** A rule under which records are kept, and the answer that it gave. */
export const RULE_ID = 'ecommerce-31'

/** What a kind of record is kept for. */
export type Purpose = 'identity' | 'contract' | 'duty' | 'sign-in' | 'proof'
