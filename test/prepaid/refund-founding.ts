/**
 * What a stage for refunds begins with: an office with a notary, a bank with a teller, a shop with a head and a
 * clerk, and contracts that were signed. The stage's own events put it there; all that follows is the real thing.
 */
import { record, type Command, type CommandHandler, type Slice } from '#kernel/book/slice.ts'
import { account, type Transfer } from '#kernel/money/transfer.ts'
import { appointmentKey, appointmentTable } from '#kernel/parties/party.ts'
import { beginTransaction, retentionKey } from '#kernel/parties/retention.ts'
import type { Rows } from '#kernel/rows/rows.ts'
import { tableKey, type RowKey } from '#kernel/rows/table.ts'
import { assert } from '#kernel/std/assert.ts'
import { flagIn, objectIn, textIn, wholeIn } from '#kernel/std/facts.ts'
import type { JsonObject } from '#kernel/std/json.ts'
import { legalDayOf } from '#kernel/time/legal-day.ts'
import type { Offer, Terms } from '#services/prepaid/contract.ts'
import {
  BANK,
  contractAccount,
  DIFFERENCES,
  IN_TRANSIT,
  openAccount,
  shopAccount,
  SUSPENSE,
} from '#services/prepaid/domain/accounts.ts'
import { exposureKey, exposureOf, reserve } from '#services/prepaid/domain/exposure.ts'
import { offerToJson } from '#services/prepaid/domain/products.ts'
import {
  contractTable,
  DEPOSITARY,
  depositaryTable,
  exposureTable,
  shopTable,
} from '#services/prepaid/domain/rows.ts'
import { offerOf, usesTotalOf } from '#services/prepaid/domain/signed.ts'

export const OFFICE = 'pty_office'
export const BANK_PARTY = 'pty_bank'
export const SHOP = 'pty_shop-one'
export const NOTARY = 'pty_notary-one'
export const COLLEAGUE = 'pty_notary-two'
export const TELLER = 'pty_teller'
export const HEAD = 'pty_head'
export const CLERK = 'pty_clerk'
export const CONSUMER = 'pty_consumer'
export const STRANGER = 'pty_stranger'

const APPOINTED = [
  [OFFICE, NOTARY, 'notary'],
  [OFFICE, COLLEAGUE, 'notary'],
  [BANK_PARTY, TELLER, 'teller'],
  [SHOP, HEAD, 'head'],
  [SHOP, CLERK, 'clerk'],
] as const

export const TERMS = {
  objectionWorkingDays: 5,
  deemedWorkingDays: 15,
  remindersBeforeWorkingDays: [],
  answerWorkingDays: 5,
  paymentDays: 3,
  approvalWorkingDays: 5,
  interest: { basis: 'by-cause', dayCount: 365 },
  feeBearer: 'none',
} as const satisfies Terms
const words = { en: 'Card', zh: '卡' }

/** The law's own example: 3,000 yuan for 20 classes that cost 200 each without discount. */
export const CLASSES = {
  kind: 'count',
  name: words,
  priceMinor: 300_000,
  listUnitMinor: 20_000,
  uses: 20,
  giftUses: 0,
  validityDays: 180,
} as const satisfies Offer
export const YEAR = {
  kind: 'period',
  name: words,
  priceMinor: 365_000,
  listPriceMinor: 400_000,
  days: 365,
  giftDays: 0,
} as const satisfies Offer

export interface Sign extends Command {
  readonly type: 'stage.sign'
  readonly contract: string
  readonly offer: Offer
  readonly hasPriorExperience: boolean
  readonly isRenewal: boolean
}

const found: CommandHandler = {
  reads: (): RowKey[] => [
    tableKey(depositaryTable, DEPOSITARY),
    tableKey(shopTable, SHOP),
    ...APPOINTED.map(([organisation, person]) => appointmentKey(organisation, person)),
    ...[BANK, DIFFERENCES, SUSPENSE, IN_TRANSIT, shopAccount(SHOP)].map((name) =>
      tableKey(account, name),
    ),
  ],
  decide: () => {
    const credits = [SUSPENSE, IN_TRANSIT, shopAccount(SHOP)]
    const transfers: Transfer[] = [BANK, DIFFERENCES].map((name) => openAccount(name, 'debit'))
    transfers.push(...credits.map((name) => openAccount(name, 'credit')))
    return record({ type: 'stage.founded', body: {}, parties: [], transfers })
  },
}

function founded(rows: Rows, entry: number, atMs: number): void {
  rows.put(depositaryTable, {
    depositary: DEPOSITARY,
    office: OFFICE,
    bank: BANK_PARTY,
    terms: TERMS,
    entry,
  })
  for (const [organisation, person, role] of APPOINTED) {
    rows.put(appointmentTable, { organisation, person, role, isActive: true, entry })
  }
  rows.put(shopTable, {
    shop: SHOP,
    state: 'approved',
    industry: 'fitness',
    area: 'CHANGNING',
    licence: 'licence',
    leaseEndsOn: '2030-12-31',
    settledThrough: legalDayOf(atMs),
    openSettlement: null,
    appliedAt: atMs,
    decidedAt: atMs,
    entry,
  })
}

const sign: CommandHandler<Sign> = {
  reads: ({ contract }) => [
    tableKey(contractTable, contract),
    tableKey(account, contractAccount(contract)),
    exposureKey(SHOP, CONSUMER),
    retentionKey(CONSUMER),
  ],
  decide: (_rows, { contract, offer, hasPriorExperience, isRenewal }) =>
    record({
      type: 'stage.signed',
      body: { contract, offer: offerToJson(offer), hasPriorExperience, isRenewal },
      parties: [],
      transfers: [openAccount(contractAccount(contract), 'credit')],
    }),
}

function signed(rows: Rows, body: JsonObject, entry: number, atMs: number): void {
  const json = objectIn(body, 'offer')
  const offer = offerOf(json)
  const priceMinor = BigInt(offer.priceMinor)
  const usesTotal = usesTotalOf(offer)
  rows.put(contractTable, {
    contract: textIn(body, 'contract'),
    shop: SHOP,
    consumer: CONSUMER,
    product: 'prd_one',
    state: 'signed',
    offer: json,
    terms: TERMS,
    kind: offer.kind,
    priceMinor,
    usesTotal,
    usesNumbered: 0,
    usesCounted: 0,
    countedMinor: 0n,
    usesOpen: 0,
    openMinor: 0n,
    usesContested: 0,
    returnedMinor: 0n,
    hasPriorExperience: flagIn(body, 'hasPriorExperience'),
    isRenewal: flagIn(body, 'isRenewal'),
    signedAt: atMs,
    paidAt: null,
    coolingOffEndsAt: null,
    validThrough: null,
    stoppedAt: null,
    bankEntry: null,
    refund: null,
    entry,
    paidEntry: null,
  })
  const stake =
    offer.kind === 'count'
      ? ({ kind: 'count', amountMinor: priceMinor, uses: usesTotal } as const)
      : ({ kind: 'period', amountMinor: priceMinor, through: null } as const)
  rows.put(exposureTable, reserve(exposureOf(rows, SHOP, CONSUMER), stake))
  beginTransaction(rows, CONSUMER)
}

/** What no act of today leads to: a request that came in after the stop, a payment of which nobody knows the payer. */
interface Spoil extends Command {
  readonly type: 'stage.spoil'
  readonly contract: string
  readonly usesOpen: number
}

const spoil: CommandHandler<Spoil> = {
  reads: ({ contract }) => [tableKey(contractTable, contract)],
  decide: (_rows, { contract, usesOpen }) =>
    record({ type: 'stage.spoiled', body: { contract, usesOpen }, parties: [] }),
}

function spoiled(rows: Rows, body: JsonObject): void {
  const row = rows.get(contractTable, textIn(body, 'contract'))
  assert(row !== undefined, 'the contract was signed')
  rows.put(contractTable, { ...row, usesOpen: wholeIn(body, 'usesOpen'), bankEntry: null })
}

export const founding: Slice = {
  name: 'stage',
  tables: [],
  commands: { 'stage.found': found, 'stage.sign': sign, 'stage.spoil': spoil },
  events: {
    'stage.founded': { v: 1, apply: (rows, { index, atMs }) => founded(rows, index, atMs) },
    'stage.signed': {
      v: 1,
      apply: (rows, { body, index, atMs }) => signed(rows, body, index, atMs),
    },
    'stage.spoiled': { v: 1, apply: (rows, { body }) => spoiled(rows, body) },
  },
}
