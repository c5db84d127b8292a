/** How the rows follow from what happened to a use. Deadlines stand in the events; nothing is looked up. */
import { beginTransaction, endTransaction } from '#kernel/parties/retention.ts'
import { assert } from '#kernel/std/assert.ts'
import { findText, findWhole, flagIn, listIn, textIn, wholeIn } from '#kernel/std/facts.ts'
import type { JsonObject } from '#kernel/std/json.ts'
import type { Event, EventHandler, Recorded } from '#kernel/book/slice.ts'
import type { Measure } from '#kernel/figures/cell.ts'
import type { Rows } from '#kernel/rows/rows.ts'
import { endOfDayMs, legalMonthOf } from '#kernel/time/legal-day.ts'
import { exposureOf, giveBackOne, useOne, type Stake } from './exposure.ts'
import { applyRefundOrdered, getRefund } from './refund-orders.ts'
import {
  contractTable,
  exposureTable,
  maturingTable,
  payoutTable,
  useTable,
  type ContractRow,
  type UseRow,
} from './rows.ts'

/** The kinds of due rows. */
export const USE_DUE = 'prepaid.use'
export const PERIOD_DUE = 'prepaid.period'
export const VALIDITY_DUE = 'prepaid.validity'

export function contractIn(rows: Rows, body: JsonObject): ContractRow {
  const row = rows.get(contractTable, textIn(body, 'contract'))
  assert(row !== undefined, 'a use has a contract')
  return row
}

function useIn(rows: Rows, body: JsonObject): UseRow {
  const row = rows.get(useTable, textIn(body, 'use'))
  assert(row !== undefined, 'a use was requested before anything else')
  return row
}

const amountIn = (body: JsonObject): bigint => BigInt(wholeIn(body, 'amountMinor'))

function requested(rows: Rows, { body, atMs, index }: Recorded): void {
  const contract = contractIn(rows, body)
  const use = textIn(body, 'use')
  const deemedAt = wholeIn(body, 'deemedAtMs')
  const amountMinor = amountIn(body)
  const n = wholeIn(body, 'n')
  rows.put(useTable, {
    use,
    contract: contract.contract,
    shop: contract.shop,
    consumer: contract.consumer,
    n,
    state: 'requested',
    amountMinor,
    servedOn: textIn(body, 'servedOn'),
    servedAt: textIn(body, 'servedAt'),
    via: textIn(body, 'via'),
    requestedAt: atMs,
    deemedAt,
    reminders: 0,
    answeredAt: null,
    objectionEndsAt: null,
    maturesOn: null,
    entry: index,
    stateEntry: index,
  })
  rows.put(contractTable, {
    ...contract,
    usesNumbered: n,
    usesOpen: contract.usesOpen + 1,
    openMinor: contract.openMinor + amountMinor,
  })
  const [first = deemedAt] = listIn(body, 'remindAtMs').map(Number)
  rows.setDue(USE_DUE, use, first)
  if (textIn(body, 'via') === 'period') continuePeriod(rows, contract, body)
}

function continuePeriod(rows: Rows, { contract }: ContractRow, body: JsonObject): void {
  const next = body['nextTrancheEndsMs']
  if (next === undefined) rows.clearDue(PERIOD_DUE, contract)
  else rows.setDue(PERIOD_DUE, contract, wholeIn(body, 'nextTrancheEndsMs'))
}

function reminded(rows: Rows, { body, index }: Recorded): void {
  const use = useIn(rows, body)
  rows.put(useTable, { ...use, reminders: use.reminders + 1, stateEntry: index })
  rows.setDue(USE_DUE, use.use, wholeIn(body, 'nextMs'))
}

/** A yes of whoever said it: the tranche is earned, and matures later. */
function counted(state: 'confirmed' | 'deemed'): EventHandler['apply'] {
  return (rows, { body, atMs, index }) => {
    const use = useIn(rows, body)
    const maturesOn = textIn(body, 'maturesOn')
    rows.put(useTable, {
      ...use,
      state,
      answeredAt: atMs,
      objectionEndsAt: wholeIn(body, 'objectionEndsAtMs'),
      maturesOn,
      stateEntry: index,
    })
    rows.clearDue(USE_DUE, use.use)
    const contract = contractIn(rows, body)
    const rest = { usesOpen: contract.usesOpen - 1, openMinor: less(contract, use) }
    count(rows, { ...contract, ...rest }, use, atMs)
    mature(rows, use, maturesOn, 1)
  }
}

const less = ({ openMinor }: ContractRow, { amountMinor }: UseRow): bigint =>
  openMinor - amountMinor

/** The tranche leaves what is open and becomes the shop's; with the last one the contract is complete. */
function count(rows: Rows, contract: ContractRow, { amountMinor }: UseRow, atMs: number): void {
  const countedMinor = contract.countedMinor + amountMinor
  const isRunning = contract.state === 'active' || contract.state === 'expired'
  const isComplete = isRunning && countedMinor === contract.priceMinor
  rows.put(contractTable, {
    ...contract,
    usesCounted: contract.usesCounted + 1,
    countedMinor,
    state: isComplete ? 'completed' : contract.state,
  })
  if (isComplete) {
    rows.clearDue(VALIDITY_DUE, contract.contract)
    // Once in the life of a contract, so no command names the row: the last use waits a batch for it.
    endTransaction(rows, contract.consumer, atMs)
  }
  // What was prepaid and not used ended with the contract.
  if (contract.state === 'ended') return
  const before = exposureOf(rows, contract.shop, contract.consumer)
  rows.put(exposureTable, useOne(before, kindOf(contract), amountMinor))
}

const kindOf = ({ kind }: ContractRow): Stake['kind'] => (kind === 'count' ? kind : 'period')

function mature(rows: Rows, { shop, amountMinor }: UseRow, day: string, sign: 1 | -1): void {
  const row = rows.get(maturingTable, shop, day) ?? { shop, day, amountMinor: 0n, uses: 0 }
  rows.put(maturingTable, {
    ...row,
    amountMinor: row.amountMinor + BigInt(sign) * amountMinor,
    uses: row.uses + sign,
  })
}

function contested(rows: Rows, { body, index }: Recorded): void {
  const use = useIn(rows, body)
  const contract = contractIn(rows, body)
  const wasCounted = flagIn(body, 'wasCounted')
  rows.put(useTable, { ...use, state: 'contested', maturesOn: null, stateEntry: index })
  rows.clearDue(USE_DUE, use.use)
  const usesContested = contract.usesContested + 1
  if (!wasCounted) {
    rows.put(contractTable, { ...contract, usesContested })
    return
  }
  assert(use.maturesOn !== null, 'what was counted matures on a day')
  mature(rows, use, use.maturesOn, -1)
  const isReopened = contract.state === 'completed'
  rows.put(contractTable, {
    ...contract,
    usesContested,
    usesCounted: contract.usesCounted - 1,
    countedMinor: contract.countedMinor - use.amountMinor,
    usesOpen: contract.usesOpen + 1,
    openMinor: contract.openMinor + use.amountMinor,
    state: isReopened ? 'active' : contract.state,
  })
  assert(contract.validThrough !== null, 'a use is of a paid contract')
  const stake = {
    kind: kindOf(contract),
    amountMinor: use.amountMinor,
    through: contract.validThrough,
  }
  rows.put(exposureTable, giveBackOne(exposureOf(rows, contract.shop, contract.consumer), stake))
  if (!isReopened) return
  rows.setDue(VALIDITY_DUE, contract.contract, endOfDayMs(contract.validThrough))
  beginTransaction(rows, contract.consumer)
}

/** The use is none: its tranche is the consumer's again, for another class or for the refund. */
function freed(rows: Rows, use: UseRow, { body, index, atMs }: Recorded): void {
  const contract = contractIn(rows, body)
  const wasContested = use.state === 'contested'
  rows.put(contractTable, {
    ...contract,
    usesOpen: contract.usesOpen - 1,
    openMinor: less(contract, use),
    usesContested: contract.usesContested - (wasContested ? 1 : 0),
    returnedMinor: contract.returnedMinor + (contract.kind === 'period' ? use.amountMinor : 0n),
  })
  const payout = findText(body, 'payout')
  if (payout === null) return
  // The contract had ended with this tranche withheld: what it comes to is paid back now.
  const refund = textIn(body, 'refund')
  const amountMinor = BigInt(wholeIn(body, 'refundMinor'))
  // To the account that the consumer gave, if a part before this one came back.
  const { accountEntry } = getRefund(rows, refund)
  rows.put(payoutTable, {
    payout,
    kind: 'refund',
    subject: refund,
    beneficiary: use.consumer,
    amountMinor,
    state: 'ordered',
    toPayerOf: accountEntry === null ? contract.bankEntry : null,
    orderedAt: atMs,
    resolvedAt: null,
    entry: index,
  })
  applyRefundOrdered(rows, refund, payout, amountMinor)
}

function withdrawn(rows: Rows, event: Recorded): void {
  const { index, atMs } = event
  const use = useIn(rows, event.body)
  rows.put(useTable, { ...use, state: 'withdrawn', answeredAt: atMs, stateEntry: index })
  rows.clearDue(USE_DUE, use.use)
  freed(rows, use, event)
}

function decided(rows: Rows, event: Recorded): void {
  const { body, index, atMs } = event
  const use = useIn(rows, body)
  if (textIn(body, 'outcome') === 'for-consumer') {
    rows.put(useTable, { ...use, state: 'for-consumer', answeredAt: atMs, stateEntry: index })
    freed(rows, use, event)
    return
  }
  const contract = contractIn(rows, body)
  const maturesOn = textIn(body, 'maturesOn')
  // After the end of a contract the withheld part may be another sum than the tranche was.
  const earned = { ...use, amountMinor: BigInt(wholeIn(body, 'earnedMinor')) }
  rows.put(useTable, {
    ...earned,
    state: 'for-shop',
    answeredAt: atMs,
    maturesOn,
    stateEntry: index,
  })
  const usesContested = contract.usesContested - 1
  const usesOpen = contract.usesOpen - 1
  const rest = { usesContested, usesOpen, openMinor: less(contract, use) }
  count(rows, { ...contract, ...rest }, earned, atMs)
  mature(rows, earned, maturesOn, 1)
}

function measuredRefund(event: Event, atMs: number): readonly Measure[] {
  const { body } = event
  const refundMinor = findWhole(body, 'refundMinor')
  if (refundMinor === null) return []
  const at = { area: textIn(body, 'shop'), period: legalMonthOf(atMs) }
  return [{ indicator: 'prepaid.refunded', ...at, amount: BigInt(refundMinor) }]
}

/** One of these in the shop's month. */
function measured(name: 'confirmed' | 'deemed' | 'contested' | 'withdrawn') {
  return ({ body }: Event, atMs: number): readonly Measure[] => [
    {
      indicator: `prepaid.uses-${name}`,
      area: textIn(body, 'shop'),
      period: legalMonthOf(atMs),
      amount: 1n,
    },
  ]
}

export const useEvents: Readonly<Record<string, EventHandler>> = {
  'prepaid.use-requested': { v: 1, apply: requested },
  'prepaid.use-reminded': { v: 1, apply: reminded },
  'prepaid.use-confirmed': { v: 1, apply: counted('confirmed'), measures: measured('confirmed') },
  'prepaid.use-deemed': { v: 1, apply: counted('deemed'), measures: measured('deemed') },
  'prepaid.use-contested': { v: 1, apply: contested, measures: measured('contested') },
  'prepaid.use-withdrawn': {
    v: 1,
    apply: withdrawn,
    measures: (event, atMs) => [
      ...measured('withdrawn')(event, atMs),
      ...measuredRefund(event, atMs),
    ],
  },
  'prepaid.use-decided': { v: 1, apply: decided, measures: measuredRefund },
}
