/** The bank's entries: each is recorded once, whatever it is, and no money is taken for another's. */
import { describe, expect, test } from 'vitest'
import { endOfDayMs, legalDayOf } from '#kernel/time/legal-day.ts'
import { asking, START_MS, type World } from '#test/prepaid/rig.ts'
import {
  CONTRACT,
  book,
  booking,
  type Booking,
  CONSUMER,
  equation,
  OFFICE,
  ONE,
  PERIOD,
  PRICE,
  settled,
  SHOPS,
  signedWorld,
  TELLER,
  TWO,
} from '#test/prepaid/bank-stage.ts'
import {
  BANK,
  contractAccount,
  DIFFERENCES,
  IN_TRANSIT,
  shopAccount,
  SUSPENSE,
} from './accounts.ts'
import {
  bankEntryTable,
  contractTable,
  exposureTable,
  maturingTable,
  payoutTable,
  refundTable,
} from './rows.ts'

const [SHOP] = SHOPS
const DAY_MS = 86_400_000

const entry = (fields: Booking) => asking('prepaid.record-bank-entry', booking(fields))

const cell = (hub: World, indicator: string): bigint =>
  hub.cells
    .list()
    .filter((one) => one.indicator === indicator)
    .reduce((sum, { amount }) => sum + amount, 0n)

const stateOf = (hub: World, bankEntry: string) => hub.get(bankEntryTable, bankEntry)?.state

/** A contract that was paid, and whose refund within the seven days is ordered: answers the payout. */
function refundOrdered(hub: World): string {
  book(hub, { bankEntry: 'in-1', reference: CONTRACT })
  const ask = { refund: 'rfd_first', contract: CONTRACT, cause: 'seven-day' }
  hub.do(asking('prepaid.ask-refund', ask), CONSUMER)
  const approval = { refund: 'rfd_first', cause: 'seven-day', deductionMinor: 0 }
  hub.do(asking('prepaid.approve-refund', approval), ONE)
  return hub.get(refundTable, 'rfd_first')!.payout!
}

describe('who may record, and what is recorded before', () => {
  test('only the teller of the designated bank', () => {
    const hub = signedWorld()
    for (const actor of [CONSUMER, ONE, SHOP, OFFICE]) {
      expect(hub.refusal(entry({ bankEntry: 'in-1' }), actor)).toBe('not_teller')
    }
  })

  test('the same entry again is the entry that recorded it; another one under its id is refused', () => {
    const hub = signedWorld()
    const first = { bankEntry: 'in-1', reference: CONTRACT, payer: 'Zhang San' }
    book(hub, first)
    const size = hub.entries.length
    expect(hub.refusal(entry(first), TELLER)).toBe('existing')
    const others = [
      { amountMinor: 1 },
      { kind: 'debit' as const },
      { valueDay: '2026-11-21' },
      { reference: 'con_other' },
    ]
    for (const other of others) {
      expect(hub.refusal(entry({ ...first, ...other }), TELLER)).toBe('bank_entry_differs')
      // Who may not record does not learn what was recorded either.
      expect(hub.refusal(entry({ ...first, ...other }), CONSUMER)).toBe('not_teller')
    }
    expect(hub.entries.length).toBe(size)
    expect(hub.balance(BANK)).toBe(BigInt(PRICE))
  })

  test('rows that it touches are named beforehand', () => {
    const hub = signedWorld()
    book(hub, { bankEntry: 'in-1', reference: CONTRACT })
    book(hub, { bankEntry: 'in-2', reference: 'hello' })
    expect(hub.waits).toEqual([])
  })
})

describe('money in', () => {
  test('that names a signed contract with its price makes it active, and its clocks begin', () => {
    const hub = signedWorld()
    const paid = book(hub, { bankEntry: 'in-1', reference: CONTRACT, payer: 'Zhang San' })
    expect(paid.type).toBe('prepaid.contract-paid')
    expect(paid.secrets).toEqual([{ subject: CONSUMER, name: 'payer', value: 'Zhang San' }])
    const row = hub.get(contractTable, CONTRACT)
    // Paid on Sunday 22 November: seven days end with Sunday the 29th, so with Monday the 30th (art. 203).
    expect(row).toMatchObject({
      state: 'active',
      paidAt: START_MS,
      coolingOffEndsAt: endOfDayMs('2026-11-30'),
      validThrough: '2027-05-21',
      bankEntry: 'in-1',
      paidEntry: hub.entries.length - 1,
    })
    expect(hub.get(exposureTable, SHOP, CONSUMER)?.paidContracts).toBe(1)
    expect(hub.due().map(({ kind }) => kind)).toEqual(['prepaid.validity'])
    expect(hub.due()[0]?.dueAtMs).toBe(endOfDayMs('2027-05-21'))
    expect(hub.balance(contractAccount(CONTRACT))).toBe(BigInt(PRICE))
    expect(stateOf(hub, 'in-1')).toBe('matched')
    expect(cell(hub, 'prepaid.deposited')).toBe(BigInt(PRICE))
    expect(cell(hub, 'prepaid.contracts')).toBe(1n)
  })

  test('for a card of days: the day of payment is its first, and a tranche ends after thirty', () => {
    const hub = signedWorld(PERIOD)
    book(hub, { bankEntry: 'in-1', reference: CONTRACT })
    expect(hub.get(contractTable, CONTRACT)?.validThrough).toBe('2027-02-24')
    expect(hub.due()).toEqual([
      { kind: 'prepaid.period', key: CONTRACT, dueAtMs: endOfDayMs('2026-12-21') },
      { kind: 'prepaid.validity', key: CONTRACT, dueAtMs: endOfDayMs('2027-02-24') },
    ])
  })

  test('on a working day whose seventh is one, too, the seven days are seven', () => {
    const hub = signedWorld()
    book(hub, { bankEntry: 'in-1', reference: CONTRACT }, START_MS + DAY_MS)
    expect(hub.get(contractTable, CONTRACT)?.coolingOffEndsAt).toBe(endOfDayMs('2026-11-30'))
  })
})

describe('money in that is not expected', () => {
  test.each([
    ['contract_unknown', { reference: 'con_none' }, 0],
    ['contract_unknown', { reference: 'Zhang San, ten classes' }, 0],
    ['contract_unknown', { reference: '' }, 0],
    // Signed on Sunday with three days to pay: the end of Wednesday.
    ['payment_overdue', { reference: CONTRACT }, endOfDayMs('2026-11-25') - START_MS],
    ['amount_differs', { reference: CONTRACT, amountMinor: PRICE - 1 }, 0],
    ['amount_differs', { reference: CONTRACT, amountMinor: PRICE + 1 }, 0],
  ])('waits in suspense: %s %o', (reason, fields, laterMs) => {
    const hub = signedWorld()
    const event = book(hub, { bankEntry: 'in-1', ...fields }, START_MS + laterMs)
    expect(event.type).toBe('prepaid.money-suspended')
    expect(hub.get(bankEntryTable, 'in-1')).toMatchObject({ state: 'suspended', reason })
    expect(hub.balance(SUSPENSE)).toBe(
      BigInt(booking({ bankEntry: 'in-1', ...fields }).amountMinor),
    )
    expect(hub.get(contractTable, CONTRACT)?.state).toBe('signed')
  })

  test('in the last instant before the deadline is in time', () => {
    const hub = signedWorld()
    const last = endOfDayMs('2026-11-25') - 1
    const event = book(hub, { bankEntry: 'in-1', reference: CONTRACT }, last)
    expect(event.type).toBe('prepaid.contract-paid')
  })

  test('a second time for one contract waits in suspense', () => {
    const hub = signedWorld()
    book(hub, { bankEntry: 'in-1', reference: CONTRACT })
    book(hub, { bankEntry: 'in-2', reference: CONTRACT })
    expect(hub.get(bankEntryTable, 'in-2')?.reason).toBe('contract_not_signed')
    expect(hub.balance(contractAccount(CONTRACT))).toBe(BigInt(PRICE))
    expect(hub.balance(SUSPENSE)).toBe(BigInt(PRICE))
  })

  test('what a person wrote is disclosed to the office alone and is nowhere in the rows', () => {
    const hub = signedWorld()
    const reference = 'Zhang San 13812345678'
    const event = book(hub, { bankEntry: 'in-1', reference, payer: 'Zhang San' })
    expect(event.secrets?.map(({ subject, name }) => [subject, name])).toEqual([
      [OFFICE, 'payer'],
      [OFFICE, 'reference'],
    ])
    expect(hub.get(bankEntryTable, 'in-1')?.reference).toBe('')
    expect(hub.refusal(entry({ bankEntry: 'in-1', reference }), TELLER)).toBe('existing')
  })
})

describe('payouts that the bank books', () => {
  test('of a refund: it is paid, and counted by its working days', () => {
    const hub = signedWorld()
    const payout = refundOrdered(hub)
    hub.nowMs = START_MS + DAY_MS
    const out = { bankEntry: 'out-1', kind: 'debit' as const, reference: payout }
    expect(book(hub, out).type).toBe('prepaid.payout-booked')
    expect(hub.get(payoutTable, payout)).toMatchObject({ state: 'paid', resolvedAt: hub.nowMs })
    expect(hub.get(refundTable, 'rfd_first')).toMatchObject({ state: 'paid', paidAt: hub.nowMs })
    expect(hub.balance(BANK)).toBe(0n)
    expect(hub.balance(IN_TRANSIT)).toBe(0n)
    expect(cell(hub, 'prepaid.refund-days.1')).toBe(1n)
    expect(hub.waits.filter((wait) => wait.startsWith('prepaid.record'))).toEqual([])
  })

  test('of a settlement', () => {
    const hub = signedWorld()
    const payout = settled(hub)
    book(hub, { bankEntry: 'out-1', kind: 'debit', reference: payout, amountMinor: 10_000 })
    expect(hub.get(payoutTable, payout)?.state).toBe('paid')
    expect(stateOf(hub, 'out-1')).toBe('matched')
    expect(hub.balance(BANK)).toBe(BigInt(PRICE) - 10_000n)
  })

  test.each([
    ['payout_unknown', { reference: 'pay_none' }],
    ['payout_unknown', { reference: 'rent' }],
    ['amount_differs', { amountMinor: 9_999 }],
  ])('otherwise than ordered is a difference until it is put right: %s', (reason, fields) => {
    const hub = signedWorld()
    const payout = settled(hub)
    const out = {
      bankEntry: 'out-1',
      kind: 'debit' as const,
      reference: payout,
      amountMinor: 10_000,
    }
    expect(book(hub, { ...out, ...fields }).type).toBe('prepaid.bank-differed')
    const amount = BigInt({ ...out, ...fields }.amountMinor)
    expect(hub.get(bankEntryTable, 'out-1')).toMatchObject({ state: 'differed', reason })
    expect(hub.balance(DIFFERENCES)).toBe(amount)
    expect(hub.get(payoutTable, payout)?.state).toBe('ordered')
    const right = { bankEntry: 'fix-1', kind: 'correction' as const, reference: 'out-1' }
    expect(book(hub, { ...right, amountMinor: Number(amount) }).type).toBe('prepaid.bank-corrected')
    expect(stateOf(hub, 'out-1')).toBe('corrected')
    expect(hub.balance(DIFFERENCES)).toBe(0n)
    book(hub, { ...out, bankEntry: 'out-2' })
    expect(hub.get(payoutTable, payout)?.state).toBe('paid')
  })

  test('twice: the second is a difference, even if the account is empty by then', () => {
    const hub = signedWorld()
    const payout = refundOrdered(hub)
    const out = { kind: 'debit' as const, reference: payout }
    book(hub, { bankEntry: 'out-1', ...out })
    book(hub, { bankEntry: 'out-2', ...out })
    expect(hub.get(bankEntryTable, 'out-2')).toMatchObject({
      state: 'differed',
      reason: 'payout_not_ordered',
      payout,
    })
    expect(hub.balance(BANK)).toBe(-BigInt(PRICE))
    expect(equation(hub)).toEqual({ here: 0n, owed: 0n })
  })
})

describe('payouts that come back', () => {
  test('of a settlement: the shop has it again, and the next settlement pays it', () => {
    const hub = signedWorld()
    const payout = settled(hub)
    const out = { reference: payout, amountMinor: 10_000 }
    book(hub, { bankEntry: 'out-1', kind: 'debit', ...out })
    expect(cell(hub, 'prepaid.released')).toBe(10_000n)
    hub.nowMs += DAY_MS
    const event = book(hub, { bankEntry: 'back-1', kind: 'return', ...out })
    expect(event.type).toBe('prepaid.payout-returned')
    expect(hub.get(payoutTable, payout)?.state).toBe('returned')
    expect(hub.balance(shopAccount(SHOP))).toBe(10_000n)
    expect(cell(hub, 'prepaid.released')).toBe(0n)
    const today = legalDayOf(hub.nowMs)
    expect(hub.get(maturingTable, SHOP, today)).toMatchObject({ amountMinor: 10_000n, uses: 0 })
    hub.nowMs = endOfDayMs(today)
    const again = { settlement: 'set_again', through: today, shops: [SHOP], approver: TWO }
    hub.do(asking('prepaid.propose-settlement', again), ONE)
    hub.do(asking('prepaid.approve-settlement', { settlement: 'set_again' }), TWO)
    expect(hub.list(payoutTable).map(({ amountMinor, state }) => [amountMinor, state])).toEqual([
      [10_000n, 'returned'],
      [10_000n, 'ordered'],
    ])
  })

  test('of a refund: it is returned, measured as less, and can be sent again', () => {
    const hub = signedWorld()
    const payout = refundOrdered(hub)
    book(hub, { bankEntry: 'out-1', kind: 'debit', reference: payout })
    book(hub, { bankEntry: 'back-1', kind: 'return', reference: payout })
    expect(hub.get(refundTable, 'rfd_first')).toMatchObject({ state: 'returned', paidAt: null })
    expect(hub.balance(contractAccount(CONTRACT))).toBe(BigInt(PRICE))
    expect(cell(hub, 'prepaid.refunded')).toBe(0n)
    expect(cell(hub, 'prepaid.refunds')).toBe(0n)
    hub.do(asking('prepaid.resend-refund', { refund: 'rfd_first' }), TWO)
    const next = hub.get(refundTable, 'rfd_first')!.payout!
    expect(next).not.toBe(payout)
    book(hub, { bankEntry: 'out-2', kind: 'debit', reference: next })
    expect(hub.get(refundTable, 'rfd_first')?.state).toBe('paid')
    expect(cell(hub, 'prepaid.refunded')).toBe(BigInt(PRICE))
  })

  test('of money that had been sent back: a notary looks at it again, and it goes where it came from', () => {
    const hub = signedWorld()
    book(hub, { bankEntry: 'in-1', reference: 'whoever' })
    const sendBack = (bankEntry: string): string => {
      hub.do(asking('prepaid.propose-match', { bankEntry }), ONE)
      hub.do(asking('prepaid.approve-match', { bankEntry }), TWO)
      return hub.list(payoutTable).at(-1)!.payout
    }
    const payout = sendBack('in-1')
    book(hub, { bankEntry: 'out-1', kind: 'debit', reference: payout })
    book(hub, { bankEntry: 'back-1', kind: 'return', reference: payout })
    expect(hub.get(bankEntryTable, 'back-1')).toMatchObject({
      state: 'suspended',
      reason: 'payout_returned',
    })
    const next = sendBack('back-1')
    expect(next).not.toBe(payout)
    expect(hub.get(payoutTable, next)).toMatchObject({ subject: 'back-1', toPayerOf: 'in-1' })
  })
})

describe('returns that are not expected', () => {
  test.each([
    ['payout_unknown', { reference: 'pay_none' }],
    ['payout_not_paid', {}],
  ])('before they were paid, or unknown, wait in suspense: %s', (reason, fields) => {
    const hub = signedWorld()
    const payout = settled(hub)
    const back = { bankEntry: 'back-1', kind: 'return' as const, amountMinor: 10_000 }
    book(hub, { ...back, reference: payout, ...fields })
    expect(hub.get(bankEntryTable, 'back-1')).toMatchObject({ state: 'suspended', reason })
  })

  test('with another amount, or twice, wait in suspense', () => {
    const hub = signedWorld()
    const out = { reference: settled(hub), amountMinor: 10_000 }
    book(hub, { bankEntry: 'out-1', kind: 'debit', ...out })
    book(hub, { bankEntry: 'back-1', kind: 'return', ...out, amountMinor: 9_999 })
    expect(hub.get(bankEntryTable, 'back-1')?.reason).toBe('amount_differs')
    book(hub, { bankEntry: 'back-2', kind: 'return', ...out })
    book(hub, { bankEntry: 'back-3', kind: 'return', ...out })
    expect(hub.get(bankEntryTable, 'back-3')?.reason).toBe('payout_not_paid')
    expect(hub.balance(shopAccount(SHOP))).toBe(10_000n)
  })
})

describe('corrections', () => {
  test('of nothing, of what was right, of another amount or twice wait in suspense', () => {
    const hub = signedWorld()
    const out = { reference: settled(hub), amountMinor: 10_000 }
    book(hub, { bankEntry: 'out-1', kind: 'debit', ...out })
    book(hub, { bankEntry: 'out-2', kind: 'debit', ...out })
    const fix = (bankEntry: string, reference: string, amountMinor: number) => {
      book(hub, { bankEntry, kind: 'correction', reference, amountMinor })
      return hub.get(bankEntryTable, bankEntry)?.reason
    }
    expect(fix('fix-1', 'none-1', 10_000)).toBe('bank_entry_unknown')
    expect(fix('fix-2', 'out-1', 10_000)).toBe('bank_entry_not_differed')
    expect(fix('fix-3', 'out-2', 9_999)).toBe('amount_differs')
    expect(fix('fix-4', 'out-2', 10_000)).toBe(null)
    expect(fix('fix-5', 'out-2', 10_000)).toBe('bank_entry_not_differed')
    expect(hub.balance(DIFFERENCES)).toBe(0n)
  })
})
