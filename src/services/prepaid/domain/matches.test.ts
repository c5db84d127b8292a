/** Money in suspense is matched by two notaries, and by no one alone. */
import { describe, expect, test } from 'vitest'
import { endOfDayMs } from '#kernel/time/legal-day.ts'
import type { JsonObject } from '#kernel/std/json.ts'
import { asking, type World } from '#test/prepaid/rig.ts'
import {
  bankWorld,
  book,
  CONSUMER,
  COUNT,
  equation,
  ONE,
  PRICE,
  SHOPS,
  TELLER,
  THREE,
  TWO,
} from '#test/prepaid/bank-stage.ts'
import { contractAccount, IN_TRANSIT, SUSPENSE } from './accounts.ts'
import { bankEntryTable, contractTable, payoutTable } from './rows.ts'

const CONTRACT = 'con_first'

/** A signed contract, and its price in suspense under a wrong reference. */
function suspended(): World {
  const hub = bankWorld()
  hub.do(asking('stage.sign', { contract: CONTRACT, shop: SHOPS[0], offer: COUNT }), CONSUMER)
  book(hub, { bankEntry: 'in-1', reference: 'wrong' })
  return hub
}

const propose = (fields: JsonObject = {}) =>
  asking('prepaid.propose-match', { bankEntry: 'in-1', ...fields })
const approve = asking('prepaid.approve-match', { bankEntry: 'in-1' })
const approveContract = asking('prepaid.approve-match', { bankEntry: 'in-1', contract: CONTRACT })
const reject = asking('prepaid.reject-match', { bankEntry: 'in-1' })
const entry = (hub: World) => hub.get(bankEntryTable, 'in-1')

describe('refusals of a proposal, in order', () => {
  test.each([TELLER, CONSUMER, SHOPS[0]])('not_notary: %s', (actor) => {
    const none = propose({ bankEntry: 'none-1', contract: 'con_none' })
    expect(suspended().refusal(none, actor)).toBe('not_notary')
  })

  test('bank_entry_unknown', () => {
    const none = propose({ bankEntry: 'none-1', contract: 'con_none' })
    expect(suspended().refusal(none, ONE)).toBe('bank_entry_unknown')
  })

  test('bank_entry_not_suspended', () => {
    const hub = suspended()
    hub.do(propose(), ONE)
    expect(hub.refusal(propose({ contract: 'con_none' }), TWO)).toBe('bank_entry_not_suspended')
  })

  test('contract_unknown', () => {
    expect(suspended().refusal(propose({ contract: 'con_none' }), ONE)).toBe('contract_unknown')
  })

  test('contract_not_signed: paid already, or too late although nobody recorded that yet', () => {
    const paid = suspended()
    book(paid, { bankEntry: 'in-2', reference: CONTRACT })
    book(paid, { bankEntry: 'in-3', amountMinor: 1 })
    const other = propose({ bankEntry: 'in-3', contract: CONTRACT })
    expect(paid.refusal(other, ONE)).toBe('contract_not_signed')
    const late = suspended()
    const proposal = propose({ contract: CONTRACT })
    expect(late.refusal(proposal, ONE, endOfDayMs('2026-11-25'))).toBe('contract_not_signed')
  })

  test('amount_differs', () => {
    const hub = suspended()
    book(hub, { bankEntry: 'in-2', amountMinor: PRICE - 1 })
    const proposal = propose({ bankEntry: 'in-2', contract: CONTRACT })
    expect(hub.refusal(proposal, ONE)).toBe('amount_differs')
  })
})

describe('refusals of an approval, in order', () => {
  test('not_notary, bank_entry_unknown, match_not_proposed, own_proposal, match_changed, contract_not_signed', () => {
    const hub = suspended()
    const none = asking('prepaid.approve-match', { bankEntry: 'none-1' })
    expect(hub.refusal(none, TELLER)).toBe('not_notary')
    expect(hub.refusal(none, TWO)).toBe('bank_entry_unknown')
    expect(hub.refusal(approve, TWO)).toBe('match_not_proposed')
    hub.do(propose({ contract: CONTRACT }), ONE)
    book(hub, { bankEntry: 'in-2', reference: CONTRACT })
    expect(hub.refusal(approve, ONE)).toBe('own_proposal')
    expect(hub.refusal(approve, TWO)).toBe('match_changed')
    expect(hub.refusal(approveContract, TWO)).toBe('contract_not_signed')
  })

  test('match_changed: what the second notary did not see is not approved', () => {
    const hub = suspended()
    hub.do(propose(), ONE)
    // While the other one looks at it, the proposer takes it back and proposes a contract instead.
    hub.do(reject, ONE)
    hub.do(propose({ contract: CONTRACT }), ONE)
    expect(hub.refusal(approve, TWO)).toBe('match_changed')
    hub.do(reject, ONE)
    hub.do(propose(), ONE)
    expect(hub.refusal(approveContract, TWO)).toBe('match_changed')
    expect(hub.refusal(approve, TWO)).toBe('recorded')
  })

  test('a notary who was dismissed is none', () => {
    const hub = suspended()
    hub.do(propose(), ONE)
    hub.do(asking('stage.dismiss', { notary: TWO }), ONE)
    expect(hub.refusal(approve, TWO)).toBe('not_notary')
  })
})

test('refusals of a rejection, in order', () => {
  const hub = suspended()
  const none = asking('prepaid.reject-match', { bankEntry: 'none-1' })
  expect(hub.refusal(none, TELLER)).toBe('not_notary')
  expect(hub.refusal(none, TWO)).toBe('bank_entry_unknown')
  expect(hub.refusal(reject, TWO)).toBe('match_not_proposed')
})

describe('what becomes of money in suspense', () => {
  test('a contract is paid with it', () => {
    const hub = suspended()
    expect(hub.do(propose({ contract: CONTRACT }), ONE).type).toBe('prepaid.match-proposed')
    expect(entry(hub)).toMatchObject({ state: 'proposed', proposedBy: ONE })
    expect(hub.do(approveContract, TWO).type).toBe('prepaid.contract-paid')
    expect(entry(hub)).toMatchObject({ state: 'matched', contract: CONTRACT, proposedBy: null })
    expect(hub.get(contractTable, CONTRACT)).toMatchObject({ state: 'active', bankEntry: 'in-1' })
    expect(hub.balance(contractAccount(CONTRACT))).toBe(BigInt(PRICE))
    expect(hub.balance(SUSPENSE)).toBe(0n)
    expect(hub.refusal(approve, THREE)).toBe('match_not_proposed')
    expect(hub.waits).toEqual([])
  })

  test('it goes back to whoever paid', () => {
    const hub = suspended()
    hub.do(propose(), ONE)
    expect(hub.do(approve, TWO).type).toBe('prepaid.suspense-returned')
    expect(entry(hub)?.state).toBe('returned')
    expect(hub.list(payoutTable)).toMatchObject([
      { kind: 'suspense', subject: 'in-1', toPayerOf: 'in-1', beneficiary: null, state: 'ordered' },
    ])
    expect(hub.balance(SUSPENSE)).toBe(0n)
    expect(hub.balance(IN_TRANSIT)).toBe(BigInt(PRICE))
    const { here, owed } = equation(hub)
    expect(here).toBe(owed)
  })

  test('a proposal that is rejected may be made again, and by somebody else', () => {
    const hub = suspended()
    hub.do(propose(), ONE)
    expect(hub.do(reject, ONE).type).toBe('prepaid.match-rejected')
    expect(entry(hub)).toMatchObject({ state: 'suspended', proposedBy: null })
    hub.do(propose({ contract: CONTRACT }), TWO)
    hub.do(approveContract, ONE)
    expect(hub.get(contractTable, CONTRACT)?.state).toBe('active')
  })
})
