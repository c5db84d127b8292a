/**
 * The only door of the handover of consignments between books: what its parties may ask. A consignment is sent
 * in one book and received in another by the receipt of the first; every answer goes back the same way. Weights
 * are whole grams, packages are counted, instants are RFC 3339 in UTC. Terms are those of UN/CEFACT's
 * Recommendation 16 and the Multi-Modal Transport reference data model: consignor, consignee, carrier.
 */
import * as z from 'zod/mini'
import { PARTY_ID } from '#kernel/identity/principal.ts'
import { PLAIN_LINE } from '#kernel/std/plain-line.ts'
import { parseInstant } from '#kernel/time/clock.ts'

export const PACKAGES_MAX = 10_000
/** A thousand tonnes: more than any train of trucks, less than any slip of a decimal point that could hurt. */
export const GRAMS_MAX = 1_000_000_000
/** What is on its way longer than this is no consignment of this service. */
export const DAYS_MAX = 90
/** A leaf of a handover, its path, a checkpoint with a score of signatures, and a few disclosures. */
export const RECEIPT_CHARS_MAX = 24_576
export const POLICY_CHARS_MAX = 16_384
export const AGE_HOURS_MAX = 24 * 366
export const GOODS_CHARS_MAX = 200
export const SEAL_CHARS_MAX = 40
export const NOTE_CHARS_MAX = 500

const text = (charsMax: number) =>
  z.string().check(z.minLength(1), z.maxLength(charsMax), z.regex(PLAIN_LINE))
/** A receipt and a policy have lines. */
const lines = (charsMax: number) =>
  z
    .string()
    .check(z.minLength(1), z.maxLength(charsMax), z.regex(/^(?:[^\p{Cc}\p{Cs}]|[\n\t\r])+$/u))

export const Party = z.string().check(z.regex(PARTY_ID))
export const ConsignmentId = z.string().check(z.regex(/^csg_[A-Za-z0-9_-]{4,40}$/))
/** The origin of a book's log, e.g. `sh.hub.example/book/1`. */
export const Origin = z
  .string()
  .check(z.regex(/^[a-z0-9][a-z0-9.-]{0,99}(?:\/[A-Za-z0-9._-]{1,60}){1,4}$/))
/** An area of the hub, e.g. `KUNSHAN`. */
export const Area = z.string().check(z.regex(/^[A-Z][A-Z0-9-]{1,23}$/))
export const Packages = z.int().check(z.gte(1), z.lte(PACKAGES_MAX))
export const Grams = z.int().check(z.gte(1), z.lte(GRAMS_MAX))
const Index = z.int().check(z.gte(0), z.lte(Number.MAX_SAFE_INTEGER))
const Instant = z
  .string()
  .check(z.refine((at) => parseInstant(at) !== undefined, 'Expected 2026-11-22T02:00:00.000Z.'))
/** As it was downloaded; what it holds is proven by the decider. */
export const ReceiptText = lines(RECEIPT_CHARS_MAX)
const Note = z.optional(text(NOTE_CHARS_MAX))

export const LEVELS = ['logged', 'witnessed'] as const

/** How the seal was found; `none` where there was none to find. */
export const SEALS = ['intact', 'broken', 'none'] as const

/** Why a consignment is turned away at the door, or sent back later. */
export const RETURN_REASONS = [
  'damaged',
  'seal-broken',
  'short-count',
  'over-count',
  'not-ordered',
  'consignee-absent',
] as const
export type ReturnReason = (typeof RETURN_REASONS)[number]

/** What differs between what was sent and what arrived; computed, never typed. */
export const DIFFERENCES = [
  'short-count',
  'over-count',
  'damaged',
  'seal-broken',
  'weight-differs',
] as const
export type Difference = (typeof DIFFERENCES)[number]

/** Every command: its type is `handover.` and its name here, its fields are these. */
export const COMMANDS = {
  /** From then on, receipts of that log are judged by this policy; an earlier one is replaced. */
  'adopt-policy': z.strictObject({
    registry: Party,
    origin: Origin,
    /** c2sp.org/tlog-policy. */
    policy: lines(POLICY_CHARS_MAX),
    /** The least that a receipt must be: logged by its book, or seen by the witnesses of the policy. */
    level: z.enum(LEVELS),
    /** How old the latest time that a receipt proves may be. */
    maxAgeHours: z.int().check(z.gte(1), z.lte(AGE_HOURS_MAX)),
  }),
  'withdraw-policy': z.strictObject({ registry: Party, origin: Origin }),
  send: z.strictObject({
    consignment: ConsignmentId,
    consignor: Party,
    /** The carrier as this book knows it, and as the other one does. */
    carrier: z.optional(z.strictObject({ here: Party, there: Party })),
    /** The book of the place of receipt, and the consignee's pseudonym there. */
    to: z.strictObject({ book: Origin, consignee: Party }),
    placeOfDispatch: Area,
    placeOfReceipt: Area,
    packages: Packages,
    grossWeightGrams: Grams,
    /** Without a receipt from there by then, the consignment is overdue. */
    receiveBy: Instant,
    /** Confidential: what it is. */
    goods: text(GOODS_CHARS_MAX),
    /** Confidential: the number on the seal; whoever receives compares it. */
    seal: z.optional(text(SEAL_CHARS_MAX)),
    /** Confidential: the consignor's own reference, such as the number of the waybill. */
    reference: z.optional(text(SEAL_CHARS_MAX)),
  }),
  receive: z.strictObject({
    receipt: ReceiptText,
    /** As they were counted; what differs from what was sent is recorded as a difference. */
    packages: Packages,
    damaged: z.int().check(z.gte(0), z.lte(PACKAGES_MAX)),
    seal: z.enum(SEALS),
    grossWeightGrams: z.optional(Grams),
    /** Confidential. */
    note: Note,
  }),
  /** Turned away at the door, before anything was taken in. */
  refuse: z.strictObject({
    receipt: ReceiptText,
    packages: Packages,
    reasons: z
      .array(z.enum(RETURN_REASONS))
      .check(z.minLength(1), z.maxLength(RETURN_REASONS.length)),
    returnBy: Instant,
    note: Note,
  }),
  /** Sent back after it was received, whole or in part, once. */
  return: z.strictObject({
    origin: Origin,
    sentEntry: Index,
    packages: Packages,
    reason: z.enum(RETURN_REASONS),
    returnBy: Instant,
    note: Note,
  }),
  /** What the other book answered, brought by its receipt. */
  acknowledge: z.strictObject({ receipt: ReceiptText }),
  /** Goods came back: by the receipt of their refusal or return. */
  'take-back': z.strictObject({
    receipt: ReceiptText,
    packages: Packages,
    seal: z.enum(SEALS),
    note: Note,
  }),
  /** Overdue, or overdue on the way back, and nobody expects it any more. */
  'write-off': z.strictObject({ consignment: ConsignmentId, note: Note }),
  'lapse-dispatch': z.strictObject({ consignment: ConsignmentId }),
  'lapse-return': z.strictObject({ origin: Origin, sentEntry: Index }),
} as const

export type CommandName = keyof typeof COMMANDS
export type Fields<N extends CommandName> = Readonly<z.infer<(typeof COMMANDS)[N]>>
export type HandoverCommand<N extends CommandName> = {
  readonly type: `handover.${N}`
} & Fields<N>

/** Why a receipt proves nothing here, in the order in which it is found out. */
export const PROOF_REFUSALS = [
  'origin_unknown',
  'proof_wrong',
  'key_unknown',
  'signature_wrong',
  'receipt_not_witnessed',
  'receipt_from_future',
  'disclosure_wrong',
  'receipt_stale',
] as const
export type ProofRefusal = (typeof PROOF_REFUSALS)[number]

const ARRIVING = [
  'receipt_malformed',
  'not_a_consignment',
  'addressed_elsewhere',
  'not_consignee',
  'arrived_before',
  ...PROOF_REFUSALS,
  'entry_forked',
] as const

/** The refusals of each command, in order of precedence. */
export const REFUSALS = {
  'adopt-policy': [
    'registrar_only',
    'own_origin',
    'policy_malformed',
    'policy_names_other',
    'quorum_missing',
  ],
  'withdraw-policy': ['registrar_only', 'policy_unknown'],
  send: [
    'not_of_consignor',
    'consignment_differs',
    'carrier_unknown',
    'book_unknown',
    'time_limit_past',
    'time_limit_too_far',
  ],
  receive: [...ARRIVING, 'damaged_exceed_count'],
  refuse: [...ARRIVING, 'time_limit_past', 'time_limit_too_far'],
  return: [
    'arrival_unknown',
    'not_consignee',
    'returned_before',
    'return_exceeds_received',
    'time_limit_past',
    'time_limit_too_far',
  ],
  acknowledge: [
    'receipt_malformed',
    'not_an_answer',
    'answers_elsewhere',
    'consignment_unknown',
    'not_your_consignment',
    'nothing_to_close',
    'answer_older',
    ...PROOF_REFUSALS,
  ],
  'take-back': [
    'receipt_malformed',
    'not_a_return',
    'answers_elsewhere',
    'consignment_unknown',
    'not_of_consignor',
    'taken_back_before',
    'answer_older',
    ...PROOF_REFUSALS,
  ],
  'write-off': ['consignment_unknown', 'not_of_consignor', 'not_overdue'],
  'lapse-dispatch': ['consignment_unknown', 'not_open', 'not_due_yet'],
  'lapse-return': ['arrival_unknown', 'not_returning', 'not_due_yet'],
} as const satisfies Readonly<Record<CommandName, readonly string[]>>
export type HandoverRefusal = (typeof REFUSALS)[CommandName][number]

export const EVENTS = [
  'policy-adopted',
  'policy-withdrawn',
  'sent',
  'overdue',
  'acknowledged',
  'return-acknowledged',
  'taken-back',
  'written-off',
  'received',
  'refused',
  'returned',
  'return-overdue',
  'return-closed',
] as const
export type EventName = (typeof EVENTS)[number]
export type EventType = `handover.${EventName}`

/** Leaves that anybody may read: which keys and witnesses a book believes, and since when. */
export const PUBLIC_EVENTS: readonly EventType[] = [
  'handover.policy-adopted',
  'handover.policy-withdrawn',
]

/** What one book says and another one has to hear. Each names the other book in `to.book`. */
export const ANSWERS: readonly EventType[] = [
  'handover.received',
  'handover.refused',
  'handover.returned',
  'handover.taken-back',
  'handover.written-off',
]

/**
 * What crosses from book to book, as the other side reads it: nobody else's entries are trusted to be what our
 * own deciders write. Members that are not named here may be there.
 */
const Count = z.int().check(z.gte(0), z.lte(PACKAGES_MAX))
const Ms = z.int().check(z.gte(0), z.lte(Number.MAX_SAFE_INTEGER))
const Differences = z.array(z.enum(DIFFERENCES)).check(z.maxLength(DIFFERENCES.length))
const Sha256 = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/))

const Sent = z.object({
  consignment: ConsignmentId,
  consignor: Party,
  to: z.object({ book: Origin, consignee: Party, carrier: z.optional(Party) }),
  placeOfDispatch: Area,
  placeOfReceipt: Area,
  packages: Packages,
  grossWeightGrams: Grams,
  receiveByMs: Ms,
})

const arrival = {
  to: z.object({ book: Origin }),
  sentEntry: Index,
  leafHash: Sha256,
  consignment: ConsignmentId,
  consignee: Party,
}
const Received = z.object({
  ...arrival,
  packages: z.object({ sent: Packages, received: Packages, damaged: Count }),
  differences: Differences,
})
const Refused = z.object({
  ...arrival,
  packages: z.object({ sent: Packages, offered: Packages }),
  differences: Differences,
  returnByMs: Ms,
})
const Returned = z.object({
  ...arrival,
  packages: z.object({ sent: Packages, received: Packages, returned: Packages }),
  returnByMs: Ms,
})
const ofReturn = { to: z.object({ book: Origin }), sentEntry: Index, consignment: ConsignmentId }
const TakenBack = z.object({
  ...ofReturn,
  answer: Index,
  packages: z.object({ returned: Packages, takenBack: Packages }),
})
const WrittenOff = z.object({ ...ofReturn, packages: Packages })
export const BODIES = {
  sent: Sent,
  received: Received,
  refused: Refused,
  returned: Returned,
  'taken-back': TakenBack,
  'written-off': WrittenOff,
} as const
export type SentBody = z.infer<typeof Sent>
