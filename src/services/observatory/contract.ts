/**
 * The only door of the observatory: claims, that is figures that somebody published, as they were printed.
 * A claim keeps the digits, the scale word and the hedge of its source; nobody's sentences are kept.
 */
import * as z from 'zod/mini'
import { exponentOfScale, readPrintedNumber, senseOfHedge } from '#kernel/figures/printed.ts'

/** A line of an import file is far shorter; a longer one is not a claim. */
export const CLAIM_LINE_CHARS_MAX = 4_096
export const CLAIMS_BULK_MAX = 500
export const NOTES_MAX = 8
export const VINTAGE_MAX = 99
/** Beyond this many that match, nobody reads the number: a page says that there are more. */
export const CLAIMS_COUNTED_MAX = 1_000

/** Short text without control characters, which also keeps U+001F out of keys. */
const text = (charsMax: number) =>
  z
    .string()
    .check(
      z.minLength(1),
      z.maxLength(charsMax),
      z.regex(/^[^\p{Cc}\p{Cs}]+$/u, 'Expected text without control characters.'),
      z.regex(/^\S(?:[^]*\S)?$/, 'Expected no space at either end.'),
    )

export const IndicatorId = z.string().check(z.regex(/^[a-z][a-z0-9-]{1,47}$/))
export const AreaId = z.string().check(z.regex(/^[A-Z][A-Z0-9-]{1,23}$/))
export const ClaimId = z.string().check(z.regex(/^clm_[A-Za-z0-9_-]{22}$/))

const MONTH = '(?:0[1-9]|1[0-2])'
const MOMENT = `(?:19|20|21)\\d{2}(?:-(?:H[12]|Q[1-4]|${MONTH}(?:-(?:0[1-9]|[12]\\d|3[01]))?))?`

/** Both ends are of one length, so their order is the order of their texts. */
function isForward(code: string): boolean {
  const [from = '', to] = code.split('..')
  return to === undefined || (from.length === to.length && from < to)
}

const span = (moment: string) =>
  z
    .string()
    .check(
      z.regex(new RegExp(`^${moment}(?:\\.\\.${moment})?$`)),
      z.refine(isForward, 'Expected the earlier end first, both ends alike.'),
    )

/**
 * `2024`, `2023-H1`, `2024-Q3`, `2025-03`, `2025-03-24`; both ends included: `2021..2023`. For a stock it
 * is the time at whose end it stood so; for a change, the time at which it had come about.
 */
export const Period = span(MOMENT)

const DAY = `(?:19|20|21)\\d{2}-${MONTH}-(?:0[1-9]|[12]\\d|3[01])`
/** The day of publication, or `from..to` where all that is known is that it was one of these days. */
export const PublicationDate = span(DAY)

export const KINDS = [
  'level',
  'count',
  'cumulative',
  'density',
  'share',
  'threshold',
  'rank',
  'change_abs',
  'change_pct',
  'change_multiple',
  'avg_growth',
  'increment_avg',
  'multiple_of_base',
  'multiple_of_peer',
] as const
export const Kind = z.enum(KINDS)
export type Kind = z.infer<typeof Kind>

export const UNITS = [
  'CNY',
  'USD',
  'm2',
  'km2',
  'CNY/km2',
  'count',
  'ratio',
  'times',
  'rank',
] as const
export const Unit = z.enum(UNITS)
export type Unit = z.infer<typeof Unit>

/** Price basis, where the source states it. Growth rates of two bases are two figures. */
export const Basis = z.enum(['nominal', 'real'])

/** What a reader must know before using the figure; the words stand in the messages. */
export const NOTES = [
  'period_not_stated',
  'basis_not_stated',
  'scope_doubtful',
  'definition_doubtful',
  'stock_or_flow_unclear',
  'scale_doubtful',
  'read_in_translation',
  'read_second_hand',
] as const
export const Note = z.enum(NOTES)
export type Note = z.infer<typeof Note>

/** What a change, a share, a multiple or a rank refers to. */
const Base = z
  .strictObject({
    indicator: z.optional(IndicatorId),
    area: z.optional(AreaId),
    period: z.optional(Period),
  })
  .check(z.refine((base) => Object.keys(base).length > 0, 'Expected an indicator, area or period.'))
export type Base = z.infer<typeof Base>

const Source = z.strictObject({
  /** One id for all claims of one publication, e.g. `china-daily-2025-03-24`. */
  id: z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{2,63}$/)),
  /** What kind of publication it is and how to find it; never its sentences. */
  reference: text(200),
  /** Where in it the figure is printed. */
  locator: text(80),
})

export const Claim = z.strictObject({
  indicator: IndicatorId,
  area: AreaId,
  period: Period,
  kind: Kind,
  /** The printed digits or number word, commas and trailing zeros included. */
  value: z.string().check(
    z.maxLength(32),
    z.refine((value) => readPrintedNumber(value) !== undefined, 'Expected a number as printed.'),
  ),
  /** The printed multiplier: `trillion`, `percent`, `%`, `万亿`. */
  scale: z.optional(
    z.string().check(
      z.maxLength(20),
      z.refine((word) => exponentOfScale(word) !== undefined, 'Expected a known scale word.'),
    ),
  ),
  unit: Unit,
  /** The printed hedge: `nearly`, `more than`, `约`. */
  hedge: z.optional(
    z.string().check(
      z.maxLength(20),
      z.refine((word) => senseOfHedge(word) !== undefined, 'Expected a known hedge.'),
    ),
  ),
  source: Source,
  publisher: text(120),
  date: PublicationDate,
  base: z.optional(Base),
  basis: z.optional(Basis),
  notes: z.optional(
    z.array(Note).check(
      z.minLength(1),
      z.maxLength(NOTES_MAX),
      z.refine((notes) => new Set(notes).size === notes.length, 'Expected each note once.'),
    ),
  ),
  /** True where nobody has yet compared the figure with its source. */
  unconfirmed: z.optional(z.literal(true)),
  /** A correction of what was read at the same place is the next vintage; the first is 1. */
  vintage: z.optional(z.int().check(z.gte(2), z.lte(VINTAGE_MAX))),
})
export type Claim = z.infer<typeof Claim>

export const PUBLISH_CLAIM = 'observatory.publish-claim'
export type PublishClaim = { readonly type: typeof PUBLISH_CLAIM; readonly claim: Claim }

export const CLAIM_PUBLISHED = 'observatory.claim-published'

/** In order of precedence. */
export const REFUSALS = [
  'claim_differs',
  'unknown_indicator',
  'unknown_area',
  'unit_does_not_fit',
  'base_missing',
  'published_in_future',
  'vintage_skipped',
] as const
export type ClaimRefusal = (typeof REFUSALS)[number]

/** A claim as it is read back, with the entry that recorded it. */
export const ClaimView = z.strictObject({
  id: ClaimId,
  book: z.string(),
  entry: z.int(),
  recordedAt: z.string(),
  claim: Claim,
})
export type ClaimView = z.infer<typeof ClaimView>

/** What a reader asks of the list of figures; it stands in the address of the page. */
export const FiguresFilter = z.strictObject({
  q: z.optional(z.string().check(z.maxLength(80))),
  indicator: z.optional(IndicatorId),
  area: z.optional(AreaId),
  publisher: z.optional(z.string().check(z.maxLength(120))),
})
export type FiguresFilter = z.infer<typeof FiguresFilter>

/** What the list of figures shows. */
export type FiguresView = {
  readonly claims: readonly ClaimView[]
  /** Of all that match, on this page and on others. */
  readonly count: number
  readonly filter: FiguresFilter
  readonly publishers: readonly string[]
  /** What the words of the filter name: pages of their own. */
  readonly named: { readonly indicators: readonly string[]; readonly areas: readonly string[] }
  /** The cursor of the next page. */
  readonly next?: string
  readonly isFirst: boolean
}

/** What the page of one claim shows, besides its receipt. */
export type ClaimInSeries = {
  readonly view: ClaimView
  /** All that is said about the indicator of the area, this claim among it. */
  readonly series: readonly ClaimView[]
}

/** A press text to be audited; it is read, answered, and not kept. Longer than this it is no press text. */
export const AUDIT_TEXT_CHARS_MAX = 60_000
export const AuditAsk = z.strictObject({
  text: z.string().check(z.minLength(1), z.maxLength(AUDIT_TEXT_CHARS_MAX)),
  /** The day of publication, where the text does not carry it. */
  date: z.optional(z.string().check(z.regex(new RegExp(`^${DAY}$`)))),
})
export type AuditAsk = z.infer<typeof AuditAsk>

const KnownFigure = z.strictObject({
  /** The claim that it is: `clm_…`. */
  id: ClaimId,
  indicator: IndicatorId,
  indicatorName: z.string(),
  area: AreaId,
  period: Period,
  kind: Kind,
  /** As an audit names it: `percent` for a percentage. */
  unit: z.string(),
  /** The printed digits, without commas, and the power of ten that they stand before. */
  digits: z.string().check(z.regex(/^\d{1,18}(?:\.\d{1,9})?$/)),
  exponent: z.int(),
  hedge: z.optional(
    z.strictObject({
      words: z.string(),
      reading: z.enum(['above', 'at-least', 'below', 'around']),
    }),
  ),
  publisher: z.string(),
  date: PublicationDate,
})
/** A figure that was published elsewhere, as the audit compares a text with it. */
export type KnownFigure = z.infer<typeof KnownFigure>

/** A text is compared with the figures that were published last, if there are more. */
export const KNOWN_MAX = 2_000

/** What an audit compares a text with, besides the text: as much an input of it as the text. */
export const KnownSet = z.strictObject({
  /** Made from the figures, so the same set has the same version wherever it comes from. */
  version: z.string(),
  /** Whether all claims are in it. */
  isWhole: z.boolean(),
  figures: z.array(KnownFigure).check(z.maxLength(KNOWN_MAX)),
})
export type KnownSet = z.infer<typeof KnownSet>

/** Where nothing is at hand to compare with; a set without figures has another version. */
export const NOTHING_KNOWN: KnownSet = { version: 'none', isWhole: true, figures: [] }

/** What a person put right in an audit: an event with author and reason, and undo as one more of them. */
export const CORRECTIONS_MAX = 200
const words = text(200)
const ClaimName = z.string().check(z.regex(/^c[1-9]\d{0,5}$/))
const said = { author: words, reason: words }

export const Correction = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('field'),
    claim: ClaimName,
    field: z.enum(['indicator', 'area', 'period', 'kind']),
    value: words,
    ...said,
  }),
  z.strictObject({
    type: z.literal('link'),
    /** The relation and formula of the check, which stay while its figures do. */
    check: words,
    state: z.enum(['confirmed', 'rejected']),
    ...said,
  }),
  z.strictObject({
    type: z.literal('basis'),
    claim: ClaimName,
    basis: z.enum(['nominal', 'real']),
    ...said,
  }),
  /** Takes back the correction at this place of the list, the first being 0. */
  z.strictObject({ type: z.literal('undo'), of: z.int().check(z.gte(0)), ...said }),
])
export type Correction = z.infer<typeof Correction>

export const Corrections = z.array(Correction).check(z.maxLength(CORRECTIONS_MAX))

export const SIGN_AUDIT = 'observatory.sign-audit'
/** Digests are SHA-256 as base64url; the text itself and what people wrote stay outside of the book. */
export type SignAudit = {
  readonly type: typeof SIGN_AUDIT
  readonly engine: string
  readonly textDigest: string
  readonly resultDigest: string
  readonly correctionsDigest: string
  /** The version of the published figures that the text was compared with. */
  readonly knownVersion: string
  readonly claims: number
  readonly corrections: number
  /** How many checks came to each verdict; verdicts that none came to are left out. */
  readonly verdicts: Readonly<Record<string, number>>
}

export const AUDIT_SIGNED = 'observatory.audit-signed'
