/** What the reads answer: sums in fen, instants as RFC 3339, days as legal days of Shanghai. */
import { z } from 'zod'
import { Offer, Terms } from '../contract.ts'

const Words = z.strictObject({ en: z.string(), zh: z.string() })
const fen = () => z.int().describe('In fen.')
const instant = () => z.string().describe('An instant as of RFC 3339.')
const day = () => z.string().describe('A legal day of Shanghai, YYYY-MM-DD.')
const entry = () =>
  z
    .int()
    .describe('The index of an entry; its receipt is at /v1/books/{book}/entries/{index}/receipt.')
const party = () => z.string().describe('A pseudonym in this book, or an organisation.')

/** Rows are read after this checkpoint was signed, so they are at least as new as it. */
export const AsOf = z
  .strictObject({ book: z.string(), size: z.int(), checkpoint: z.string() })
  .describe('The signed checkpoint that the answer is at least as new as.')

export const DepositaryView = z.strictObject({
  office: party(),
  officeName: Words,
  bank: party(),
  bankName: Words,
  terms: Terms,
  entry: entry(),
})

export const ProductView = z.strictObject({
  product: z.string(),
  shop: party(),
  state: z.enum(['listed', 'withdrawn']),
  offer: Offer,
  entry: entry(),
})

/** A card with the contract that whoever buys it signs. */
export const ProductForSale = z.strictObject({
  ...ProductView.shape,
  contract: z
    .strictObject({
      version: z.int(),
      textSha256: z.string().describe('What `sign` is asked with: the digest of the Chinese text.'),
      text: Words,
    })
    .optional()
    .describe('Absent where it cannot be bought now.'),
})

export const ShopView = z.strictObject({
  book: z.string(),
  shop: party(),
  name: Words,
  state: z.enum(['applied', 'approved', 'declined', 'suspended']),
  industry: z.string(),
  area: z.string(),
  leaseEndsOn: day(),
  appliedAt: instant(),
  decidedAt: instant().nullable(),
  entry: entry(),
  products: z.array(ProductView),
})

export const ContractView = z.strictObject({
  contract: z.string(),
  shop: party(),
  consumer: party(),
  product: z.string(),
  state: z.enum(['signed', 'lapsed', 'active', 'stopping', 'expired', 'completed', 'ended']),
  offer: Offer,
  terms: Terms,
  priceMinor: fen(),
  heldMinor: fen().describe('In fen: what is held for the consumer now.'),
  usesTotal: z.int(),
  usesCounted: z.int(),
  countedMinor: fen(),
  usesOpen: z.int(),
  openMinor: fen(),
  usesContested: z.int(),
  returnedMinor: fen(),
  hasPriorExperience: z.boolean(),
  isRenewal: z.boolean(),
  signedAt: instant(),
  paidAt: instant().nullable(),
  coolingOffEndsAt: instant().nullable(),
  validThrough: day().nullable(),
  stoppedAt: instant().nullable(),
  refund: z.string().nullable(),
  entry: entry(),
  paidEntry: entry().nullable(),
})

export const UseView = z.strictObject({
  use: z.string(),
  contract: z.string(),
  shop: party(),
  consumer: party(),
  n: z.int(),
  state: z.enum([
    'requested',
    'confirmed',
    'deemed',
    'contested',
    'withdrawn',
    'for-shop',
    'for-consumer',
  ]),
  amountMinor: fen(),
  servedOn: day(),
  servedAt: z.string(),
  via: z.enum(['counter', 'code', 'counter-for-consumer', 'period']),
  requestedAt: instant(),
  deemedAt: instant(),
  answeredAt: instant().nullable(),
  objectionEndsAt: instant().nullable(),
  maturesOn: day().nullable(),
  entry: entry(),
  stateEntry: entry(),
})

export const RefundView = z.strictObject({
  refund: z.string(),
  contract: z.string(),
  shop: party(),
  consumer: party(),
  state: z.enum([
    'asked',
    'agreed',
    'objected',
    'approved',
    'paid',
    'returned',
    'declined',
    'withdrawn',
  ]),
  cause: z.enum(['seven-day', 'shop', 'consumer', 'neither']),
  answer: z.string().nullable(),
  askedAt: instant(),
  answerDueAt: instant().nullable(),
  decidedAt: instant().nullable(),
  amountMinor: fen().nullable(),
  interestMinor: fen().nullable(),
  interestOwedMinor: fen().nullable(),
  arithmetic: z.unknown().describe('The steps as they were decided.'),
  payout: z.string().nullable(),
  paidAt: instant().nullable(),
  entry: entry(),
})

const SettledLine = z.strictObject({
  shop: party(),
  from: day(),
  through: day(),
  uses: z.int(),
  amountMinor: fen(),
  payout: z.string(),
})

export const PaidView = z.strictObject({
  settlement: z.string(),
  ...SettledLine.shape,
  state: z.enum(['ordered', 'paid', 'returned', 'resent']),
  orderedAt: instant(),
  resolvedAt: instant().nullable(),
  entry: entry(),
})

export const SettlementView = z.strictObject({
  settlement: z.string(),
  state: z.enum(['proposed', 'approved', 'rejected', 'expired']),
  through: day(),
  proposedBy: party(),
  proposedAt: instant(),
  approver: party(),
  expiresAt: instant(),
  decidedBy: party().nullable(),
  decidedAt: instant().nullable(),
  amountMinor: fen(),
  uses: z.int(),
  lines: z.array(SettledLine),
  entry: entry(),
})

export const ShopStatementView = z.strictObject({
  shop: party(),
  month: z.string(),
  settledThrough: day().nullable(),
  earnedMinor: fen().describe('In fen: what uses have earned and was not paid.'),
  promisedMinor: fen().describe('In fen: what a settlement holds that waits for its approval.'),
  days: z.array(z.strictObject({ day: day(), amountMinor: fen(), uses: z.int() })),
})

export const BankEntryView = z.strictObject({
  bankEntry: z.string(),
  kind: z.enum(['credit', 'debit', 'return', 'correction']),
  amountMinor: fen(),
  reference: z.string(),
  valueDay: day(),
  state: z.enum(['matched', 'suspended', 'proposed', 'returned', 'differed', 'corrected']),
  reason: z.string().nullable(),
  contract: z.string().nullable(),
  payout: z.string().nullable(),
  proposedBy: party().nullable(),
  proposedContract: z.string().nullable(),
  recordedAt: instant(),
  entry: entry(),
})

export const PayoutView = z.strictObject({
  payout: z.string(),
  kind: z.enum(['settlement', 'refund', 'suspense']),
  subject: z.string(),
  beneficiary: party().nullable(),
  amountMinor: fen(),
  state: z.enum(['ordered', 'paid', 'returned', 'resent']),
  toPayerOf: z.string().nullable(),
  orderedAt: instant(),
  resolvedAt: instant().nullable(),
  entry: entry(),
})

export const StatementView = z.strictObject({
  day: day(),
  closingMinor: fen(),
  bookMinor: fen(),
  heldMinor: fen(),
  recordedAt: instant(),
  entry: entry(),
})

export const AbsenceView = z.strictObject({
  notary: party(),
  substitute: party(),
  fromDay: day(),
  untilDay: day(),
  entry: entry(),
})

export const CellView = z.strictObject({
  indicator: z.string(),
  shop: party(),
  month: z.string(),
  amount: z.int().describe('In fen or a count, as the indicator says.'),
})

export const TotalsView = z.strictObject({
  book: z.string(),
  asOf: AsOf,
  figures: z.array(
    z.strictObject({
      indicator: z.string(),
      unit: z.enum(['fen', 'count']),
      name: Words,
      definition: Words,
      amount: z.int(),
    }),
  ),
  heldMinor: fen().describe('In fen: deposited, less released, refunded and interest.'),
})
