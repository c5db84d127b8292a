/** The rows of prepaid money. Each is folded from entries; `entry` is the one that made it. */
import { defineTable, type Row } from '#kernel/rows/table.ts'

/** One row a book: the notary's office, its bank, and the terms of new contracts. */
export const DEPOSITARY = 'depositary'
export const depositaryTable = defineTable({
  name: 'prepaid_depositary',
  key: { depositary: 'text' },
  columns: { office: 'text', bank: 'text', terms: 'json', entry: 'index' },
})
export type DepositaryRow = Row<typeof depositaryTable>

export type ShopState = 'applied' | 'approved' | 'declined' | 'suspended'
export const shopTable = defineTable({
  name: 'prepaid_shop',
  key: { shop: 'text' },
  columns: {
    state: 'text',
    industry: 'text',
    area: 'text',
    licence: 'text',
    leaseEndsOn: 'text',
    /** Everything that matured up to and including this day was settled; before the first, the day of approval. */
    settledThrough: 'text?',
    /** The settlement that was proposed and not decided: its days must not be in a second one. */
    openSettlement: 'text?',
    appliedAt: 'instant',
    decidedAt: 'instant?',
    entry: 'index',
  },
})
export type ShopRow = Row<typeof shopTable>

export type ProductState = 'listed' | 'withdrawn'
export const productTable = defineTable({
  name: 'prepaid_product',
  key: { product: 'text' },
  columns: { shop: 'text', state: 'text', offer: 'json', entry: 'index' },
})

export type ContractState =
  | 'signed'
  | 'lapsed'
  | 'active'
  | 'stopping'
  | 'expired'
  | 'completed'
  | 'ended'
export const contractTable = defineTable({
  name: 'prepaid_contract',
  key: { contract: 'text' },
  columns: {
    shop: 'text',
    consumer: 'text',
    product: 'text',
    state: 'text',
    /** The offer and the terms as signed: neither changes under a contract (art. 12). */
    offer: 'json',
    terms: 'json',
    kind: 'text',
    priceMinor: 'amount',
    usesTotal: 'integer',
    /** Ordinals given out, withdrawn ones included. */
    usesNumbered: 'integer',
    /** Confirmed, deemed or decided for the shop, and what they are worth. */
    usesCounted: 'integer',
    countedMinor: 'amount',
    /** Requested or contested: not decided yet, and what they are worth. */
    usesOpen: 'integer',
    openMinor: 'amount',
    /** Of those, the contested ones. */
    usesContested: 'integer',
    /** Of a period card: tranches that were decided for the consumer. */
    returnedMinor: 'amount',
    hasPriorExperience: 'boolean',
    isRenewal: 'boolean',
    signedAt: 'instant',
    paidAt: 'instant?',
    coolingOffEndsAt: 'instant?',
    /** The last legal day of validity. */
    validThrough: 'text?',
    /** When it was terminated: interest runs from here (art. 17). */
    stoppedAt: 'instant?',
    /** The bank's entry that paid it: refunds go back where it came from. */
    bankEntry: 'text?',
    refund: 'text?',
    entry: 'index',
    paidEntry: 'index?',
  },
  fixed: [
    'shop',
    'consumer',
    'product',
    'offer',
    'terms',
    'kind',
    'priceMinor',
    'usesTotal',
    'hasPriorExperience',
    'isRenewal',
    'signedAt',
    'entry',
  ],
})
export type ContractRow = Row<typeof contractTable>

export type UseState =
  | 'requested'
  | 'confirmed'
  | 'deemed'
  | 'contested'
  | 'withdrawn'
  | 'for-shop'
  | 'for-consumer'
export const useTable = defineTable({
  name: 'prepaid_use',
  key: { use: 'text' },
  columns: {
    contract: 'text',
    shop: 'text',
    consumer: 'text',
    n: 'integer',
    state: 'text',
    amountMinor: 'amount',
    servedOn: 'text',
    servedAt: 'text',
    /** `counter`, `code`, `counter-for-consumer` or `period`. */
    via: 'text',
    requestedAt: 'instant',
    /** When silence becomes a yes. */
    deemedAt: 'instant',
    reminders: 'integer',
    answeredAt: 'instant?',
    /** Until when a yes may be contested. */
    objectionEndsAt: 'instant?',
    /** The legal day at whose end the tranche may be paid out. */
    maturesOn: 'text?',
    entry: 'index',
    /** The entry of the last change of state. */
    stateEntry: 'index',
  },
  fixed: [
    'contract',
    'shop',
    'consumer',
    'n',
    'servedOn',
    'servedAt',
    'via',
    'requestedAt',
    'deemedAt',
    'entry',
  ],
})
export type UseRow = Row<typeof useTable>

/** What becomes payable to a shop on a day: the sum of the tranches that mature on it. */
export const maturingTable = defineTable({
  name: 'prepaid_maturing',
  key: { shop: 'text', day: 'text' },
  columns: { amountMinor: 'amount', uses: 'integer' },
})

/** What a consumer has prepaid at a shop and not used: the caps of the law are on this. */
export const exposureTable = defineTable({
  name: 'prepaid_exposure',
  key: { shop: 'text', consumer: 'text' },
  columns: {
    countMinor: 'amount',
    uses: 'integer',
    periodMinor: 'amount',
    /** The last day of the longest period card. */
    periodThrough: 'text?',
    /** Contracts that were ever paid: a further one is a renewal. */
    paidContracts: 'integer',
  },
})
export type ExposureRow = Row<typeof exposureTable>

export type BankEntryState =
  | 'matched'
  | 'suspended'
  | 'proposed'
  | 'returned'
  | 'differed'
  | 'corrected'
export const bankEntryTable = defineTable({
  name: 'prepaid_bank_entry',
  key: { bankEntry: 'text' },
  columns: {
    kind: 'text',
    amountMinor: 'amount',
    reference: 'text',
    valueDay: 'text',
    state: 'text',
    /** Why it was not matched: the refusal's type. */
    reason: 'text?',
    contract: 'text?',
    payout: 'text?',
    proposedBy: 'text?',
    /** What was proposed: a contract, or null to send the money back. */
    proposedContract: 'text?',
    recordedAt: 'instant',
    entry: 'index',
  },
})
export type BankEntryRow = Row<typeof bankEntryTable>

export type RefundState =
  | 'asked'
  | 'agreed'
  | 'objected'
  | 'approved'
  | 'paid'
  | 'returned'
  | 'declined'
  | 'withdrawn'
export const refundTable = defineTable({
  name: 'prepaid_refund',
  key: { refund: 'text' },
  columns: {
    contract: 'text',
    shop: 'text',
    consumer: 'text',
    state: 'text',
    /** As asked, and once decided as decided. */
    cause: 'text',
    /** `agreed`, `deemed`, `objected`, or `right` where no consent is needed. */
    answer: 'text?',
    askedAt: 'instant',
    answerDueAt: 'instant?',
    decidedAt: 'instant?',
    amountMinor: 'amount?',
    interestMinor: 'amount?',
    /** Interest that the shop still owes, because nothing of its own was held to pay it from. */
    interestOwedMinor: 'amount?',
    /** The steps of the arithmetic as they were decided. */
    arithmetic: 'json?',
    payout: 'text?',
    /** The entry that has the account which the consumer gave after a return. */
    accountEntry: 'index?',
    paidAt: 'instant?',
    entry: 'index',
  },
})
export type RefundRow = Row<typeof refundTable>

export type SettlementState = 'proposed' | 'approved' | 'rejected' | 'expired'
export const settlementTable = defineTable({
  name: 'prepaid_settlement',
  key: { settlement: 'text' },
  columns: {
    state: 'text',
    through: 'text',
    proposedBy: 'text',
    proposedAt: 'instant',
    approver: 'text',
    /** Nobody may approve it from here on. */
    expiresAt: 'instant',
    decidedBy: 'text?',
    decidedAt: 'instant?',
    amountMinor: 'amount',
    uses: 'integer',
    /** `[{shop, from, through, amountMinor, uses, payout}]` */
    lines: 'json',
    entry: 'index',
  },
  fixed: [
    'through',
    'proposedBy',
    'proposedAt',
    'approver',
    'expiresAt',
    'amountMinor',
    'uses',
    'lines',
    'entry',
  ],
})
export type SettlementRow = Row<typeof settlementTable>

export type PayoutState = 'ordered' | 'paid' | 'returned' | 'resent'
export const payoutTable = defineTable({
  name: 'prepaid_payout',
  key: { payout: 'text' },
  columns: {
    /** `settlement`, `refund` or `suspense`. */
    kind: 'text',
    /** The settlement, the refund or the bank's entry that it pays. */
    subject: 'text',
    /** The shop or the consumer; null where nobody knows who had paid. */
    beneficiary: 'text?',
    amountMinor: 'amount',
    state: 'text',
    /** The bank's entry whose payer is paid back; null for a shop's own account. */
    toPayerOf: 'text?',
    orderedAt: 'instant',
    resolvedAt: 'instant?',
    entry: 'index',
  },
  fixed: ['kind', 'subject', 'beneficiary', 'amountMinor', 'toPayerOf', 'orderedAt', 'entry'],
})
export type PayoutRow = Row<typeof payoutTable>

/** What the bank booked otherwise under a payout's name, until it is put right: at most one is kept in mind. */
export const differingTable = defineTable({
  name: 'prepaid_differing',
  key: { payout: 'text' },
  columns: {
    /** The bank's debit; null when nothing is to be put right any more. */
    bankEntry: 'text?',
    amountMinor: 'amount',
  },
})

/** While a notary is away another one decides in its place. */
export const absenceTable = defineTable({
  name: 'prepaid_absence',
  key: { notary: 'text' },
  columns: { substitute: 'text', fromDay: 'text', untilDay: 'text', entry: 'index' },
})
export type AbsenceRow = Row<typeof absenceTable>

export const statementTable = defineTable({
  name: 'prepaid_statement',
  key: { day: 'text' },
  columns: {
    closingMinor: 'amount',
    bookMinor: 'amount',
    heldMinor: 'amount',
    recordedAt: 'instant',
    entry: 'index',
  },
})
