/** Defects that other systems had with refunds, each named after what went wrong there, none of which happens here. */
import { expect, test } from 'vitest'
import { exposureTable, payoutTable, refundTable } from '#services/prepaid/domain/rows.ts'
import { CONSUMER, OFFICE, SHOP, YEAR } from './refund-founding.ts'
import { approved, asked, paid, returned, RefundStage, staged } from './refund-stage.ts'

const payouts = (stage: RefundStage) => stage.hub.list(payoutTable)

test('two refunds of the same amount collapsed into one: here each has an id, an order and a payment', () => {
  const stage = staged((it) => {
    for (const n of [1, 2]) {
      it.paid({ contract: `con_000${n}` })
      it.ask('seven-day', { refund: `rfd_000${n}`, contract: `con_000${n}` })
      it.approve('seven-day', { refund: `rfd_000${n}` })
    }
  })
  expect(payouts(stage).map(({ amountMinor }) => amountMinor)).toEqual([300_000n, 300_000n])
  expect(new Set(payouts(stage).map(({ payout }) => payout)).size).toBe(2)
  for (const { payout } of payouts(stage)) stage.bank('debit', payout)
  expect(stage.figure('refunds')).toBe(2n)
})

test('a retry after the commit minted a second refund: here asking again is the same entry', () => {
  const stage = asked()
  const again = { refund: 'rfd_0001', contract: 'con_0001', cause: 'neither' } as const
  expect(stage.refusal('consumer', 'ask-refund', again)).toBe('existing')
  stage.object()
  // Also when the notary has found another cause meanwhile.
  stage.approve('shop')
  expect(stage.refusal('consumer', 'ask-refund', again)).toBe('existing')
  const decision = { refund: 'rfd_0001', cause: 'neither', deductionMinor: 0 } as const
  expect(stage.refusal('notary', 'approve-refund', decision)).toBe('refund_not_ready')
  expect(payouts(stage)).toHaveLength(1)
})

test('a double click with a random key refunded twice: here a contract has one refund at a time', () => {
  const stage = asked()
  const second = { refund: 'rfd_0002', contract: 'con_0001', cause: 'neither' } as const
  expect(stage.refusal('consumer', 'ask-refund', second)).toBe('contract_not_refundable')
  stage.agree()
  stage.approve()
  expect(stage.refusal('consumer', 'ask-refund', second)).toBe('contract_not_refundable')
  expect(stage.hub.list(refundTable)).toHaveLength(1)
})

test('it said "refunded" when only a credit was issued: here it is paid once the bank has booked it', () => {
  const stage = approved()
  expect(stage.refund()).toMatchObject({ state: 'approved', paidAt: null })
  expect(stage.figure('refunds')).toBe(0n)
  expect(stage.bank('debit', stage.refund().payout)).toBe('prepaid.payout-booked')
  expect(stage.refund().state).toBe('paid')
  expect(stage.figure('refunds')).toBe(1n)
})

test('the refund screen did not say how much is due: here the entry that asks has the sum and its steps', () => {
  const stage = paid()
  stage.uses(8)
  const { body } = stage.ask('consumer')
  expect(body['expected']).toMatchObject({
    formula: 'B',
    refundMinor: 140_000,
    articles: [15, 19],
    steps: [
      { code: 'paid', numbers: { amountMinor: 300_000 } },
      { code: 'used-at-list-price', numbers: { uses: 8, unitMinor: 20_000, amountMinor: 160_000 } },
      { code: 'refund', numbers: { amountMinor: 140_000 } },
    ],
  })
  stage.agree()
  expect(stage.approve('consumer').body['refundMinor']).toBe(140_000)
})

test('a debit was skipped in silence on a low balance: here the interest that is not paid is written down as owed', () => {
  const stage = paid()
  stage.ask('neither')
  stage.agree()
  stage.pass(10)
  // Nothing was ever used, so the shop has earned nothing to pay it from: 3,000 × 3 % × 10 / 365 = 2.47.
  const { body } = stage.approve()
  expect(body).toMatchObject({ refundMinor: 300_000, interestMinor: 0, interestOwedMinor: 247 })
  expect(stage.refund().interestOwedMinor).toBe(247n)
  expect(payouts(stage)).toMatchObject([{ amountMinor: 300_000n }])
})

test('the classes left stayed as they were after a cancellation: here the card is ended and nothing counts as prepaid', () => {
  const stage = approved()
  const use = { use: 'use_9999', contract: 'con_0001', shop: SHOP }
  expect(stage.refusal('consumer', 'check-in', use)).toBe('contract_not_active')
  expect(stage.hub.get(exposureTable, SHOP, CONSUMER)).toMatchObject({ countMinor: 0n, uses: 0 })
})

test('what was left after expiry was undefined: here it stays the consumer’s, by the same formula', () => {
  const stage = paid()
  stage.uses(8)
  stage.pass(200)
  expect(stage.contract().state).toBe('expired')
  expect(stage.held()).toBe(180_000n)
  stage.ask()
  stage.agree()
  expect(stage.approve().body['refundMinor']).toBe(180_000)
})

test('unused time was refunded in fractions of a cent: here in whole fen, and the parts sum to the price', () => {
  const stage = new RefundStage()
  stage.paid({ offer: { ...YEAR, priceMinor: 100_000, days: 7 } })
  stage.ask()
  stage.agree()
  // 1,000 × 6 / 7 = 857.142…: to the consumer 857.15, to the shop 142.85.
  expect(stage.approve().body).toMatchObject({ refundMinor: 85_715, restMinor: 14_285 })
  expect(stage.held()).toBe(0n)
})

test('a shared reference was reversed twice: here a payout comes back once, and is sent again once', () => {
  const stage = returned()
  const { payout } = stage.refund()
  expect(stage.bank('return', payout)).toBe('prepaid.money-suspended')
  expect(stage.held()).toBe(180_000n)
  const resend = { refund: 'rfd_0001' }
  stage.do('notary', 'resend-refund', resend)
  expect(stage.refusal('notary', 'resend-refund', resend)).toBe('refund_not_returned')
  expect(stage.held()).toBe(0n)
})

test('a refund was blocked until the merchant agreed: here silence is agreement, and an objection is decided', () => {
  const silent = asked()
  silent.pass(10)
  silent.approve()
  expect(silent.refund()).toMatchObject({ state: 'approved', answer: 'deemed' })
  const blocked = asked()
  blocked.object()
  blocked.approve('shop')
  expect(blocked.refund()).toMatchObject({ state: 'approved', cause: 'shop' })
})

test('a refund was declined without a reason: here both sides and the office read it, under one key, and no leaf has it', () => {
  const stage = asked()
  const { secrets, body } = stage.do('notary', 'decline-refund', {
    refund: 'rfd_0001',
    reason: 'All classes were given.',
  })
  expect(secrets).toMatchObject([{ subject: CONSUMER, readers: [SHOP, OFFICE] }])
  expect(JSON.stringify(body)).not.toContain('classes')
})
