/**
 * The only door of prepaid money under notarial deposit: what its parties may ask. Money is in fen, whole
 * numbers; days are legal days of Shanghai. Ids are made by whoever asks, so that each act has a natural
 * key of its own and asking twice is one act.
 */
import * as z from 'zod/mini'
import { PARTY_ID } from '#kernel/identity/principal.ts'
import { PLAIN_LINE } from '#kernel/std/plain-line.ts'
import { parseLegalDay } from '#kernel/time/legal-day.ts'

/** Ten million yuan: above any card, below any slip of a decimal point that could hurt. */
export const FEN_MAX = 1_000_000_000
/** What a bank may book in one line: settlements of many shops are paid one by one. */
export const BANK_FEN_MAX = 100_000_000_000
export const USES_MAX = 500
export const DAYS_MAX = 1_100
export const SETTLEMENT_SHOPS_MAX = 100
export const REASON_CHARS_MAX = 500

const id = (prefix: string) =>
  z.string().check(z.regex(new RegExp(`^${prefix}_[A-Za-z0-9_-]{4,40}$`)))
const text = (charsMax: number) =>
  z.string().check(z.minLength(1), z.maxLength(charsMax), z.regex(PLAIN_LINE))
/** As the bank has it: a line of money is never refused for the look of its words. */
const bankText = (charsMax: number) =>
  z.string().check(z.maxLength(charsMax), z.regex(/^[^\p{Cc}\p{Cs}]*$/u))
const fen = z.int().check(z.gte(1), z.lte(FEN_MAX))
const fenOrNone = z.int().check(z.gte(0), z.lte(FEN_MAX))
const bankFen = z.int().check(z.gte(0), z.lte(BANK_FEN_MAX))
const words = z.strictObject({ en: text(120), zh: text(120) })
export type Words = Readonly<z.infer<typeof words>>

export const Party = z.string().check(z.regex(PARTY_ID))
export const ContractId = id('con')
export const ProductId = id('prd')
export const UseId = id('use')
export const RefundId = id('rfd')
export const SettlementId = id('set')
export const BankEntryId = z.string().check(z.regex(/^[A-Za-z0-9-]{4,64}$/))
export const PayoutId = id('pay')
export const Day = z.string().check(
  z.regex(/^(?:19|20|21)\d{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/),
  z.refine((day) => parseLegalDay(day) !== undefined, 'Expected a day that exists.'),
)
export const TimeOfDay = z.string().check(z.regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/))
const Sha256Hex = z.string().check(z.regex(/^[0-9a-f]{64}$/))

/** Children's sports follow the rules of tutoring, not those of fitness. */
export const INDUSTRIES = ['fitness', 'tutoring', 'children-sports'] as const
export const Industry = z.enum(INDUSTRIES)
export type Industry = z.infer<typeof Industry>

/** The checks that the notary attests to before a shop may sell. */
export const SHOP_CHECKS = ['licence', 'lease', 'industry', 'account-name'] as const

/** A card of classes: `uses` are paid for, `giftUses` come on top; `listUnitMinor` is one without discount. */
const CountOffer = z.strictObject({
  kind: z.literal('count'),
  name: words,
  priceMinor: fen,
  listUnitMinor: fen,
  uses: z.int().check(z.gte(1), z.lte(USES_MAX)),
  giftUses: z.int().check(z.gte(0), z.lte(USES_MAX)),
  validityDays: z.int().check(z.gte(1), z.lte(DAYS_MAX)),
  /** A gift in kind is weighed by the notary when money goes back (art. 21), never by a formula. */
  giftInKind: z.optional(words),
})
/** A card of days; a tranche is earned for every thirty. */
const PeriodOffer = z.strictObject({
  kind: z.literal('period'),
  name: words,
  priceMinor: fen,
  listPriceMinor: fen,
  days: z.int().check(z.gte(1), z.lte(DAYS_MAX)),
  giftDays: z.int().check(z.gte(0), z.lte(DAYS_MAX)),
  giftInKind: z.optional(words),
})
export const Offer = z.discriminatedUnion('kind', [CountOffer, PeriodOffer])
export type Offer = z.infer<typeof Offer>

const workingDays = z.int().check(z.gte(1), z.lte(60))

/**
 * What no public source says of notarial deposit is configuration, recorded when the deposit account is
 * opened and printed in every contract.
 */
export const Terms = z.strictObject({
  /** How long a confirmed use may still be contested. */
  objectionWorkingDays: workingDays,
  /** Silence counts as yes after so many; 15 where the national tutoring platform sets it. */
  deemedWorkingDays: workingDays,
  /** Reminders before that, so many working days ahead of it, the earliest first. */
  remindersBeforeWorkingDays: z.array(workingDays).check(z.maxLength(4)),
  /** Silence of the shop counts as agreement to a refund after so many. */
  answerWorkingDays: workingDays,
  /** A signed contract that is not paid by then lapses. */
  paymentDays: z.int().check(z.gte(1), z.lte(30)),
  /** A proposed settlement that nobody approves expires. */
  approvalWorkingDays: workingDays,
  interest: z.strictObject({
    /** By cause (art. 16): a rate by the contract's day; or the deposit account's own rate. */
    basis: z.enum(['by-cause', 'account']),
    accountRatePerMillion: z.optional(z.int().check(z.gte(0), z.lte(1_000_000))),
    dayCount: z.union([z.literal(365), z.literal(360)]),
  }),
  /** Who bears the notary's fee; the tariff is unknown, so none is charged. */
  feeBearer: z.enum(['shop', 'consumer', 'none']),
})
export type Terms = z.infer<typeof Terms>

export const CAUSES = ['seven-day', 'shop', 'consumer', 'neither'] as const
export const Cause = z.enum(CAUSES)
export type Cause = z.infer<typeof Cause>

export const CONTEST_REASONS = ['not-there', 'not-delivered', 'counted-twice', 'other'] as const

/** Every command: its type is `prepaid.` and its name here, its fields are these. */
export const COMMANDS = {
  'open-depositary': z.strictObject({
    office: Party,
    bank: Party,
    accountName: words,
    terms: Terms,
  }),
  apply: z.strictObject({
    shop: Party,
    industry: Industry,
    /** The area of the place of service, e.g. `CHANGNING`. */
    area: z.string().check(z.regex(/^[A-Z][A-Z0-9-]{1,23}$/)),
    licence: text(40),
    leaseEndsOn: Day,
    /** Confidential: where the shop is paid. */
    account: text(60),
  }),
  'approve-shop': z.strictObject({
    shop: Party,
    checks: z.array(z.enum(SHOP_CHECKS)).check(z.maxLength(SHOP_CHECKS.length)),
  }),
  'decline-shop': z.strictObject({ shop: Party, reason: text(REASON_CHARS_MAX) }),
  'suspend-shop': z.strictObject({ shop: Party, reason: text(REASON_CHARS_MAX) }),
  'reinstate-shop': z.strictObject({ shop: Party }),
  'list-product': z.strictObject({ product: ProductId, shop: Party, offer: Offer }),
  'withdraw-product': z.strictObject({ product: ProductId }),
  sign: z.strictObject({
    contract: ContractId,
    product: ProductId,
    /** Whether the consumer had this service before, from this shop or another (art. 14). */
    hasPriorExperience: z.boolean(),
    /** The text that was read, in Chinese; another text is another contract. */
    textSha256: Sha256Hex,
  }),
  'record-bank-entry': z.strictObject({
    bankEntry: BankEntryId,
    /** Money in; a payout that was booked; a payout that came back; the bank puts an entry right. */
    kind: z.enum(['credit', 'debit', 'return', 'correction']),
    // A line of nothing is none: it could be sent back only as a payout of nothing.
    amountMinor: bankFen.check(z.gte(1)),
    /** A contract, a payout, or for a correction the entry that it puts right; as the bank has it. */
    reference: bankText(140),
    valueDay: Day,
    /** Confidential. */
    payer: z.optional(bankText(120).check(z.minLength(1))),
  }),
  'propose-match': z.strictObject({
    bankEntry: BankEntryId,
    /** The contract that the money is for; without one it goes back to whoever paid. */
    contract: z.optional(ContractId),
  }),
  'approve-match': z.strictObject({
    bankEntry: BankEntryId,
    /** What was proposed when the approver looked, in the same words: another proposal is not approved unseen. */
    contract: z.optional(ContractId),
  }),
  'reject-match': z.strictObject({ bankEntry: BankEntryId }),
  'request-use': z.strictObject({
    use: UseId,
    contract: ContractId,
    servedOn: Day,
    servedAt: TimeOfDay,
    /** The clerk also answers for a consumer without a phone; it may be contested for as long as a silence. */
    isForConsumer: z.boolean(),
  }),
  /** The consumer scans the shop's code and answers in the same act. */
  'check-in': z.strictObject({ use: UseId, contract: ContractId, shop: Party }),
  'confirm-use': z.strictObject({ use: UseId }),
  'contest-use': z.strictObject({
    use: UseId,
    reason: z.enum(CONTEST_REASONS),
    /** Confidential. */
    detail: z.optional(text(REASON_CHARS_MAX)),
  }),
  /** The shop gives in to a contest. */
  'withdraw-use': z.strictObject({ use: UseId }),
  'decide-use': z.strictObject({
    use: UseId,
    outcome: z.enum(['for-shop', 'for-consumer']),
    /** Confidential. */
    reason: text(REASON_CHARS_MAX),
  }),
  'propose-settlement': z.strictObject({
    settlement: SettlementId,
    /** What matured up to and including this day, which must be over. */
    through: Day,
    shops: z.array(Party).check(z.minLength(1), z.maxLength(SETTLEMENT_SHOPS_MAX)),
    /** The notary who is to approve it. */
    approver: Party,
  }),
  'approve-settlement': z.strictObject({ settlement: SettlementId }),
  'reject-settlement': z.strictObject({ settlement: SettlementId, reason: text(REASON_CHARS_MAX) }),
  'name-substitute': z.strictObject({ substitute: Party, from: Day, until: Day }),
  'ask-refund': z.strictObject({
    refund: RefundId,
    contract: ContractId,
    cause: Cause,
    /** Confidential. */
    detail: z.optional(text(REASON_CHARS_MAX)),
  }),
  'withdraw-refund': z.strictObject({ refund: RefundId }),
  'answer-refund': z.strictObject({
    refund: RefundId,
    answer: z.enum(['agree', 'object']),
    /** Confidential. */
    reason: z.optional(text(REASON_CHARS_MAX)),
  }),
  'approve-refund': z.strictObject({
    refund: RefundId,
    /** As the notary finds it; it may differ from what was asked only if the shop objected. */
    cause: Cause,
    /** For gifts in kind (art. 21) and for uses inside the seven days; with its reason. */
    deductionMinor: fenOrNone,
    deductionReason: z.optional(text(REASON_CHARS_MAX)),
  }),
  'decline-refund': z.strictObject({ refund: RefundId, reason: text(REASON_CHARS_MAX) }),
  /** After the bank sent a refund back: another account of the same holder. */
  'give-account': z.strictObject({ refund: RefundId, account: text(60) }),
  'resend-refund': z.strictObject({ refund: RefundId }),
  'record-statement': z.strictObject({ day: Day, closingMinor: bankFen }),
  // The clock's own: nobody submits these by HTTP.
  'lapse-unpaid': z.strictObject({ contract: ContractId }),
  'lapse-validity': z.strictObject({ contract: ContractId }),
  'lapse-period': z.strictObject({ contract: ContractId }),
  'lapse-use': z.strictObject({ use: UseId }),
  'deem-refund': z.strictObject({ refund: RefundId }),
  'lapse-settlement': z.strictObject({ settlement: SettlementId }),
} as const

export type CommandName = keyof typeof COMMANDS
export type Fields<N extends CommandName> = z.infer<(typeof COMMANDS)[N]>
export type PrepaidCommand<N extends CommandName> = { readonly type: `prepaid.${N}` } & Readonly<
  Fields<N>
>

/** The events, by what happened; each is `prepaid.` and a name here. */
export const EVENTS = [
  'depositary-opened',
  'shop-applied',
  'shop-approved',
  'shop-declined',
  'shop-suspended',
  'shop-reinstated',
  'product-listed',
  'product-withdrawn',
  'contract-signed',
  'contract-lapsed',
  'contract-paid',
  'contract-expired',
  'money-suspended',
  'match-proposed',
  'match-rejected',
  'suspense-returned',
  'payout-booked',
  'payout-returned',
  'bank-differed',
  'bank-corrected',
  'use-requested',
  'use-reminded',
  'use-confirmed',
  'use-deemed',
  'use-contested',
  'use-withdrawn',
  'use-decided',
  'settlement-proposed',
  'settlement-approved',
  'settlement-rejected',
  'settlement-expired',
  'substitute-named',
  'refund-asked',
  'refund-withdrawn',
  'refund-agreed',
  'refund-deemed',
  'refund-objected',
  'refund-approved',
  'refund-declined',
  'refund-account-given',
  'refund-resent',
  'statement-recorded',
] as const
export type EventName = (typeof EVENTS)[number]
export type EventType = `prepaid.${EventName}`

/** Leaves that anybody may read: they are about organisations alone and hold what the register shows. */
export const PUBLIC_EVENTS: readonly EventType[] = [
  'prepaid.depositary-opened',
  'prepaid.shop-approved',
  'prepaid.shop-suspended',
  'prepaid.shop-reinstated',
  'prepaid.product-listed',
  'prepaid.product-withdrawn',
  'prepaid.statement-recorded',
]
