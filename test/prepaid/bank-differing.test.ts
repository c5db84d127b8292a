/** Money that comes back in the name of a payout is first what should not have been booked in its name. */
import { describe, expect, test } from 'vitest'
import { DIFFERENCES, shopAccount } from '#services/prepaid/domain/accounts.ts'
import { bankEntryTable, payoutTable } from '#services/prepaid/domain/rows.ts'
import { book, settled, SHOPS, signedWorld } from './bank-stage.ts'
import type { World } from './rig.ts'

const [SHOP] = SHOPS

const stateOf = (hub: World, bankEntry: string) => hub.get(bankEntryTable, bankEntry)?.state

describe('what was booked twice or with another amount, and is sent back in the name of the payout', () => {
  test('puts the difference right, and the payout stays paid', () => {
    const hub = signedWorld()
    const payout = settled(hub)
    const out = { reference: payout, amountMinor: 10_000 }
    book(hub, { bankEntry: 'out-1', kind: 'debit', ...out })
    book(hub, { bankEntry: 'out-2', kind: 'debit', ...out })
    expect(book(hub, { bankEntry: 'back-1', kind: 'return', ...out }).type).toBe(
      'prepaid.bank-corrected',
    )
    expect(hub.get(payoutTable, payout)?.state).toBe('paid')
    expect(stateOf(hub, 'out-2')).toBe('corrected')
    expect(hub.balance(DIFFERENCES)).toBe(0n)
    expect(hub.balance(shopAccount(SHOP))).toBe(0n)
    // When the account of the shop is closed, the bank sends back the right one as well.
    expect(book(hub, { bankEntry: 'back-2', kind: 'return', ...out }).type).toBe(
      'prepaid.payout-returned',
    )
    expect(hub.balance(shopAccount(SHOP))).toBe(10_000n)
  })

  test('also before the right amount was booked', () => {
    const hub = signedWorld()
    const payout = settled(hub)
    book(hub, { bankEntry: 'out-1', kind: 'debit', reference: payout, amountMinor: 9_999 })
    book(hub, { bankEntry: 'back-1', kind: 'return', reference: payout, amountMinor: 9_999 })
    expect(stateOf(hub, 'out-1')).toBe('corrected')
    expect(hub.get(payoutTable, payout)?.state).toBe('ordered')
    book(hub, { bankEntry: 'out-2', kind: 'debit', reference: payout, amountMinor: 10_000 })
    expect(hub.get(payoutTable, payout)?.state).toBe('paid')
  })

  test('another difference is kept in mind once the first was put right', () => {
    const hub = signedWorld()
    const out = { reference: settled(hub), amountMinor: 10_000 }
    for (const n of [1, 2]) book(hub, { bankEntry: `out-${n}`, kind: 'debit', ...out })
    book(hub, { bankEntry: 'fix-2', kind: 'correction', reference: 'out-2', amountMinor: 10_000 })
    book(hub, { bankEntry: 'out-3', kind: 'debit', ...out })
    book(hub, { bankEntry: 'back-3', kind: 'return', ...out })
    expect(stateOf(hub, 'out-3')).toBe('corrected')
    expect(hub.balance(DIFFERENCES)).toBe(0n)
  })
})
