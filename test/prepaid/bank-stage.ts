/**
 * A stage for what happens between the book and its bank: an office with three notaries, a bank with a
 * teller, shops that were approved, and contracts that were signed, put there by events of the test's own.
 * Whatever is tested itself, the bank's entries, matches, settlements, refunds, is the real thing.
 */
import { record, type CommandHandler, type Command, type Slice } from '#kernel/book/slice.ts'
import { beginTransaction, retentionKey } from '#kernel/parties/retention.ts'
import type { Rows } from '#kernel/rows/rows.ts'
import { tableKey, type RowKey } from '#kernel/rows/table.ts'
import { assert } from '#kernel/std/assert.ts'
import { objectIn, textIn, wholeIn } from '#kernel/std/facts.ts'
import { account, balanceMinor, hold, type Transfer } from '#kernel/money/transfer.ts'
import { appointmentKey, appointmentTable } from '#kernel/parties/party.ts'
import { endOfDayMs, legalDayOf } from '#kernel/time/legal-day.ts'
import type { Fields, Offer, Terms } from '#services/prepaid/contract.ts'
import { absenceCommands, absenceEvents } from '#services/prepaid/domain/absences.ts'
import {
  BANK,
  contractAccount,
  DIFFERENCES,
  IN_TRANSIT,
  move,
  openAccount,
  shopAccount,
  SUSPENSE,
} from '#services/prepaid/domain/accounts.ts'
import { bankCommands, bankEvents } from '#services/prepaid/domain/bank-entries.ts'
import { matchCommands, matchEvents } from '#services/prepaid/domain/matches.ts'
import { paymentEndsMs, paymentEvents, UNPAID_DUE } from '#services/prepaid/domain/payments.ts'
import { payoutEvents } from '#services/prepaid/domain/payouts.ts'
import { offerToJson } from '#services/prepaid/domain/products.ts'
import { refundDecisionCommands } from '#services/prepaid/domain/refund-decisions.ts'
import { refundEvents } from '#services/prepaid/domain/refund-events.ts'
import { refundCommands } from '#services/prepaid/domain/refunds.ts'
import {
  contractTable,
  DEPOSITARY,
  depositaryTable,
  exposureTable,
  maturingTable,
  payoutTable,
  shopTable,
  type ContractRow,
} from '#services/prepaid/domain/rows.ts'
import { offerOf } from '#services/prepaid/domain/signed.ts'
import { settlementEvents, settlementLapses } from '#services/prepaid/domain/settlement-events.ts'
import { settlementCommands } from '#services/prepaid/domain/settlements.ts'
import { statementCommands, statementEvents } from '#services/prepaid/domain/statements.ts'
import { asking, START_MS, world, type World } from './rig.ts'

export const OFFICE = 'pty_office'
export const BANK_PARTY = 'pty_bank'
export const TELLER = 'pty_teller'
export const NOTARIES = ['pty_notary-one', 'pty_notary-two', 'pty_notary-three'] as const
export const SHOPS = ['pty_shop-one', 'pty_shop-two', 'pty_shop-three'] as const
export const CONSUMER = 'pty_consumer'
export const [ONE, TWO, THREE] = NOTARIES
export const PRICE = 300_000

export const TERMS = {
  objectionWorkingDays: 5,
  deemedWorkingDays: 15,
  remindersBeforeWorkingDays: [5],
  answerWorkingDays: 5,
  paymentDays: 3,
  approvalWorkingDays: 5,
  interest: { basis: 'by-cause', dayCount: 365 },
  feeBearer: 'none',
} as const satisfies Terms
const words = { en: 'Ten classes', zh: '十次课' }
export const COUNT = {
  kind: 'count',
  name: words,
  priceMinor: PRICE,
  listUnitMinor: 40_000,
  uses: 10,
  giftUses: 0,
  validityDays: 180,
} as const satisfies Offer
export const PERIOD = {
  kind: 'period',
  name: words,
  priceMinor: PRICE,
  listPriceMinor: PRICE,
  days: 90,
  giftDays: 5,
} as const satisfies Offer

interface Begin extends Command {
  readonly type: 'stage.begin'
}
interface Sign extends Command {
  readonly type: 'stage.sign'
  readonly contract: string
  readonly shop: string
  readonly offer: Offer
}
/** A shop has earned so much of a contract, which matures on a day. */
interface Earn extends Command {
  readonly type: 'stage.earn'
  readonly contract: string
  readonly shop: string
  readonly day: string
  readonly amountMinor: number
}
interface Dismiss extends Command {
  readonly type: 'stage.dismiss'
  readonly notary: string
}

const begin: CommandHandler<Begin> = {
  reads: (): RowKey[] => [
    tableKey(depositaryTable, DEPOSITARY),
    appointmentKey(BANK_PARTY, TELLER),
    ...NOTARIES.map((notary) => appointmentKey(OFFICE, notary)),
    ...SHOPS.map((shop) => tableKey(shopTable, shop)),
    ...SHOPS.map((shop) => tableKey(account, shopAccount(shop))),
    ...[BANK, DIFFERENCES, SUSPENSE, IN_TRANSIT].map((name) => tableKey(account, name)),
  ],
  decide: () =>
    record({
      type: 'stage.begun',
      body: {},
      parties: [],
      transfers: [
        openAccount(BANK, 'debit'),
        openAccount(DIFFERENCES, 'debit'),
        openAccount(SUSPENSE, 'credit'),
        openAccount(IN_TRANSIT, 'credit'),
        ...SHOPS.map((shop): Transfer => openAccount(shopAccount(shop), 'credit')),
      ],
    }),
}

function begun(rows: Rows, index: number, atMs: number): void {
  const depositary = { depositary: DEPOSITARY, office: OFFICE, bank: BANK_PARTY, terms: TERMS }
  rows.put(depositaryTable, { ...depositary, entry: index })
  const active = { isActive: true, entry: index }
  rows.put(appointmentTable, {
    organisation: BANK_PARTY,
    person: TELLER,
    role: 'teller',
    ...active,
  })
  for (const person of NOTARIES) {
    rows.put(appointmentTable, { organisation: OFFICE, person, role: 'notary', ...active })
  }
  for (const shop of SHOPS) {
    rows.put(shopTable, {
      shop,
      state: 'approved',
      industry: 'fitness',
      area: 'CHANGNING',
      licence: 'licence',
      leaseEndsOn: '2030-12-31',
      settledThrough: legalDayOf(atMs),
      openSettlement: null,
      appliedAt: atMs,
      decidedAt: atMs,
      entry: index,
    })
  }
}

const sign: CommandHandler<Sign> = {
  reads: ({ contract, shop }) => [
    tableKey(contractTable, contract),
    tableKey(account, contractAccount(contract)),
    tableKey(exposureTable, shop, CONSUMER),
    retentionKey(CONSUMER),
  ],
  decide: (_rows, { contract, shop, offer }) =>
    record({
      type: 'stage.signed',
      body: { contract, shop, offer: offerToJson(offer) },
      parties: [],
      transfers: [openAccount(contractAccount(contract), 'credit')],
    }),
}

export function signedRow(contract: string, shop: string, offer: Offer, atMs: number): ContractRow {
  return {
    contract,
    shop,
    consumer: CONSUMER,
    product: 'prd_one',
    state: 'signed',
    offer: offerToJson(offer),
    terms: TERMS,
    kind: offer.kind,
    priceMinor: BigInt(offer.priceMinor),
    usesTotal: offer.kind === 'count' ? offer.uses : 4,
    usesNumbered: 0,
    usesCounted: 0,
    countedMinor: 0n,
    usesOpen: 0,
    openMinor: 0n,
    usesContested: 0,
    returnedMinor: 0n,
    hasPriorExperience: false,
    isRenewal: false,
    signedAt: atMs,
    paidAt: null,
    coolingOffEndsAt: null,
    validThrough: null,
    stoppedAt: null,
    bankEntry: null,
    refund: null,
    entry: 0,
    paidEntry: null,
  }
}

const earn: CommandHandler<Earn> = {
  reads: ({ contract, shop, day }) => [
    tableKey(maturingTable, shop, day),
    tableKey(contractTable, contract),
    tableKey(account, contractAccount(contract)),
    tableKey(account, shopAccount(shop)),
  ],
  decide: (_rows, { contract, shop, day, amountMinor }) =>
    record({
      type: 'stage.earned',
      body: { contract, shop, day, amountMinor },
      parties: [],
      transfers: move(contractAccount(contract), shopAccount(shop), BigInt(amountMinor)),
    }),
}

const dismiss: CommandHandler<Dismiss> = {
  reads: ({ notary }) => [appointmentKey(OFFICE, notary)],
  decide: (_rows, { notary }) => record({ type: 'stage.dismissed', body: { notary }, parties: [] }),
}

const stage: Slice = {
  name: 'stage',
  tables: [],
  commands: {
    'stage.begin': begin,
    'stage.sign': sign,
    'stage.earn': earn,
    'stage.dismiss': dismiss,
  },
  events: {
    'stage.begun': { v: 1, apply: (rows, { index, atMs }) => begun(rows, index, atMs) },
    'stage.signed': {
      v: 1,
      apply(rows, { body, atMs }) {
        const shop = textIn(body, 'shop')
        const signed = offerOf(objectIn(body, 'offer'))
        const row = signedRow(textIn(body, 'contract'), shop, signed, atMs)
        rows.put(contractTable, row)
        beginTransaction(rows, CONSUMER)
        const before = rows.get(exposureTable, shop, CONSUMER)
        const none = { countMinor: 0n, uses: 0, periodMinor: 0n, periodThrough: null }
        const exposure = before ?? { shop, consumer: CONSUMER, ...none, paidContracts: 0 }
        const isCount = signed.kind === 'count'
        rows.put(exposureTable, {
          ...exposure,
          countMinor: exposure.countMinor + (isCount ? row.priceMinor : 0n),
          uses: exposure.uses + (isCount ? row.usesTotal : 0),
          periodMinor: exposure.periodMinor + (isCount ? 0n : row.priceMinor),
        })
        rows.setDue(UNPAID_DUE, row.contract, paymentEndsMs(row))
      },
    },
    'stage.earned': {
      v: 1,
      apply(rows, { body }) {
        const [shop, day] = [textIn(body, 'shop'), textIn(body, 'day')]
        const bucket = rows.get(maturingTable, shop, day)
        rows.put(maturingTable, {
          shop,
          day,
          amountMinor: (bucket?.amountMinor ?? 0n) + BigInt(wholeIn(body, 'amountMinor')),
          uses: (bucket?.uses ?? 0) + 1,
        })
      },
    },
    'stage.dismissed': {
      v: 1,
      apply(rows, { body }) {
        const row = rows.get(appointmentTable, OFFICE, textIn(body, 'notary'))
        if (row !== undefined) rows.put(appointmentTable, { ...row, isActive: false })
      },
    },
  },
}

const bankSide: Slice = {
  name: 'prepaid',
  tables: [],
  commands: {
    ...bankCommands,
    ...matchCommands,
    ...statementCommands,
    ...settlementCommands,
    ...absenceCommands,
    ...refundCommands,
    ...refundDecisionCommands,
  },
  events: {
    ...paymentEvents,
    ...payoutEvents,
    ...bankEvents,
    ...matchEvents,
    ...statementEvents,
    ...settlementEvents,
    ...absenceEvents,
    ...refundEvents,
  },
  lapses: settlementLapses,
}

/** The stage at its beginning: 2026-11-22, a Sunday. */
export function bankWorld(): World {
  const made = world([stage, bankSide])
  made.do({ type: 'stage.begin' }, OFFICE, START_MS)
  return made
}

export interface Booking {
  readonly bankEntry: string
  readonly kind?: Fields<'record-bank-entry'>['kind']
  readonly amountMinor?: number
  readonly reference?: string
  readonly valueDay?: string
  readonly payer?: string
}

/** What the bank says by default: the price came in, for nothing that anybody knows. */
export function booking(fields: Booking) {
  const usual = { kind: 'credit', amountMinor: PRICE, reference: '', valueDay: '2026-11-22' }
  return { ...usual, ...fields }
}

/** Records an entry of the bank and answers the event that it became. */
export function book(hub: World, fields: Booking, atMs = hub.nowMs) {
  return hub.do(asking('prepaid.record-bank-entry', booking(fields)), TELLER, atMs)
}

/** bank + differences = suspense + in transit + Σ contracts + Σ shops */
export function equation(hub: World): { readonly here: bigint; readonly owed: bigint } {
  let owed = 0n
  for (const row of hub.list(account)) {
    if (row.account !== BANK && row.account !== DIFFERENCES) owed += balanceMinor(row)
  }
  return { here: hub.balance(BANK) + hub.balance(DIFFERENCES), owed }
}

/** What is held for a settlement and neither posted nor given back. */
export function pendingHolds(hub: World): number {
  return hub.list(hold).filter(({ state }) => state === 'pending').length
}

export const CONTRACT = 'con_first'

export function signedWorld(
  offer: typeof COUNT | typeof PERIOD = COUNT,
  contract = CONTRACT,
): World {
  const hub = bankWorld()
  hub.do(asking('stage.sign', { contract, shop: SHOPS[0], offer }), CONSUMER)
  return hub
}

/** A shop that earned a hundred yuan, which were settled: answers the payout. */
export function settled(hub: World): string {
  book(hub, { bankEntry: 'in-1', reference: CONTRACT })
  const [shop] = SHOPS
  const day = '2026-11-24'
  const earned = { contract: CONTRACT, shop, day, amountMinor: 10_000 }
  hub.do(asking('stage.earn', earned), shop)
  hub.nowMs = endOfDayMs(day)
  const asked = { settlement: 'set_first', through: day, shops: [shop], approver: TWO }
  hub.do(asking('prepaid.propose-settlement', asked), ONE)
  hub.do(asking('prepaid.approve-settlement', { settlement: 'set_first' }), TWO)
  const [ordered] = hub.list(payoutTable)
  assert(ordered !== undefined, 'the settlement ordered a payout')
  return ordered.payout
}
