/** Every step of a refund's state machine, and what each leaves behind, taken once. */
import { describe, expect, test } from 'vitest'
import { IN_TRANSIT } from '#services/prepaid/domain/accounts.ts'
import { exposureTable, maturingTable, payoutTable } from '#services/prepaid/domain/rows.ts'
import { CLASSES, CONSUMER, SHOP, YEAR } from './refund-founding.ts'
import { agreed, approved, asked, DAY_MS, paid, returned, staged } from './refund-stage.ts'

const rfd = { refund: 'rfd_0001' }

test('asked: the contract stops at once, and nothing of it falls due but the answer', () => {
  const stage = asked()
  const { state, stoppedAt, refund } = stage.contract()
  expect({ state, stoppedAt, refund }).toEqual({
    state: 'stopping',
    stoppedAt: stage.hub.nowMs,
    refund: 'rfd_0001',
  })
  expect(stage.dues('con_0001')).toEqual([])
  expect(stage.dues('rfd_0001')).toEqual(['prepaid.refund'])
  const check = { use: 'use_9999', contract: 'con_0001', shop: SHOP }
  expect(stage.refusal('consumer', 'check-in', check)).toBe('contract_not_active')
})

test('asked → agreed, objected, or agreed by silence at the end of the fifth working day', () => {
  expect(agreed().refund()).toMatchObject({ state: 'agreed', answer: 'agreed' })
  const objecting = asked()
  objecting.object()
  expect(objecting.refund()).toMatchObject({ state: 'objected', answer: 'objected' })
  expect(objecting.dues('rfd_0001')).toEqual([])
  const silent = asked()
  // From Sunday 22 November the fifth working day is Friday 27.
  expect(silent.refund().answerDueAt).toBe(Date.UTC(2026, 10, 27, 16))
  silent.hub.passUntil(Date.UTC(2026, 10, 27, 16))
  expect(silent.refund()).toMatchObject({ state: 'agreed', answer: 'deemed' })
  expect(silent.dues('rfd_0001')).toEqual([])
})

test('asked, agreed, objected → withdrawn: the card goes on as if nothing had been asked', () => {
  for (const answer of [undefined, 'agree', 'object'] as const) {
    const stage = asked()
    if (answer === 'agree') stage.agree()
    if (answer === 'object') stage.object()
    stage.do('consumer', 'withdraw-refund', rfd)
    expect(stage.refund()).toMatchObject({ state: 'withdrawn', decidedAt: stage.hub.nowMs })
    expect(stage.contract()).toMatchObject({ state: 'active', stoppedAt: null, refund: null })
    expect(stage.dues('con_0001')).toEqual(['prepaid.validity'])
    expect(stage.dues('rfd_0001')).toEqual([])
    stage.uses(1)
    stage.ask('neither', { refund: 'rfd_0002' })
    expect(stage.refund('rfd_0002').state).toBe('asked')
  }
})

test('asked, objected, and by right → declined', () => {
  const decline = { ...rfd, reason: 'It was asked for by mistake.' }
  const objecting = asked()
  objecting.object()
  const right = paid()
  right.ask('seven-day')
  for (const stage of [asked(), objecting, right]) {
    stage.do('notary', 'decline-refund', decline)
    expect(stage.refund().state).toBe('declined')
    expect(stage.contract().state).toBe('active')
  }
})

test('a card that ran out meanwhile is expired when its refund is withdrawn, and may be asked for again', () => {
  const stage = asked()
  stage.object()
  stage.pass(200)
  stage.do('consumer', 'withdraw-refund', rfd)
  expect(stage.contract().state).toBe('expired')
  expect(stage.dues('con_0001')).toEqual([])
  stage.ask('neither', { refund: 'rfd_0002' })
  expect(stage.contract().state).toBe('stopping')
})

test('a card of days earns the tranches that were over meanwhile when its refund is withdrawn', () => {
  const stage = staged((it) => it.paid({ offer: YEAR }))
  stage.ask('shop')
  stage.object()
  stage.pass(40)
  stage.do('consumer', 'withdraw-refund', rfd)
  expect(stage.dues('con_0001')).toEqual(['prepaid.period', 'prepaid.validity'])
  stage.pass(0)
  expect(stage.contract().usesNumbered).toBe(1)
})

test('agreed → approved: money, account, maturing day, exposure and arithmetic', () => {
  const stage = agreed()
  const earnedBefore = stage.earned()
  const { body } = stage.approve()
  expect(body).toMatchObject({ refundMinor: 180_000, restMinor: 0, interestMinor: 0 })
  expect(stage.refund()).toMatchObject({
    state: 'approved',
    amountMinor: 180_000n,
    arithmetic: { formula: 'A', heldMinor: 180_000, withheldMinor: 0, deductionMinor: 0 },
  })
  expect(stage.contract().state).toBe('ended')
  expect(stage.held()).toBe(0n)
  expect(stage.earned()).toBe(earnedBefore)
  expect(stage.hub.balance(IN_TRANSIT)).toBe(180_000n)
  expect(stage.hub.get(exposureTable, SHOP, CONSUMER)).toMatchObject({ countMinor: 0n, uses: 0 })
  expect(stage.hub.get(payoutTable, stage.refund().payout ?? '')).toMatchObject({
    kind: 'refund',
    subject: 'rfd_0001',
    beneficiary: CONSUMER,
    amountMinor: 180_000n,
    toPayerOf: 'in-con_0001',
  })
  expect(stage.figure('refunded')).toBe(180_000n)
  expect(stage.figure('refunds')).toBe(0n)
})

test('objected → approved with the cause that the notary found: list price, and the rest is earned', () => {
  const stage = asked()
  stage.object()
  stage.pass(10)
  const earnedBefore = stage.earned()
  const { body } = stage.approve('consumer')
  // 1,400 back, 400 more to the shop; 1.5 % of 1,400 for 10 days is 0.58 (57.5 fen).
  expect(body).toMatchObject({ refundMinor: 140_000, restMinor: 40_000, interestMinor: 58 })
  expect(stage.refund()).toMatchObject({ cause: 'consumer', answer: 'objected' })
  expect(stage.earned()).toBe(earnedBefore + 40_000n - 58n)
  const bucket = stage.hub.get(maturingTable, SHOP, stage.today())
  expect(bucket).toMatchObject({ amountMinor: 40_000n - 58n, uses: 0 })
  expect(stage.figure('interest')).toBe(58n)
})

test('by right → approved: the whole principal, without the shop', () => {
  const stage = paid()
  stage.ask('seven-day')
  expect(stage.dues('rfd_0001')).toEqual([])
  stage.approve('seven-day')
  expect(stage.refund()).toMatchObject({ amountMinor: 300_000n, answer: 'right' })
})

test('classes used inside the seven days are taken off by proposal, contested ones until they are decided', () => {
  const stage = paid()
  stage.uses(2)
  stage.contest(2)
  stage.ask('seven-day')
  stage.approve('seven-day')
  expect(stage.refund()).toMatchObject({
    amountMinor: 270_000n,
    arithmetic: { formula: 'full', isProposal: true, withheldMinor: 15_000, restMinor: 0 },
  })
  stage.do('clerk', 'withdraw-use', { use: 'use_con_0001-2' })
  expect(stage.refund().amountMinor).toBe(285_000n)
})

test('silence that is over is agreement, also before the clock has recorded it', () => {
  const stage = asked()
  stage.hub.nowMs = stage.refund().answerDueAt ?? 0
  stage.approve()
  expect(stage.refund()).toMatchObject({ state: 'approved', answer: 'deemed' })
  expect(stage.dues('rfd_0001')).toEqual([])
})

test('approved → paid, with the working days that it took', () => {
  const stage = approved()
  stage.pass(9)
  stage.bank('debit', stage.refund().payout)
  expect(stage.refund()).toMatchObject({ state: 'paid', paidAt: stage.hub.nowMs })
  expect(stage.figure('refunds')).toBe(1n)
  // Sunday 22 November to Tuesday 1 December.
  expect(stage.figure('refund-days.7')).toBe(1n)
})

test('paid → returned → approved → paid: to the payer, or to the account that was given', () => {
  const stage = returned()
  expect(stage.refund()).toMatchObject({ state: 'returned', paidAt: null })
  expect(stage.held()).toBe(180_000n)
  expect(stage.figure('refunds')).toBe(0n)
  expect(stage.figure('refunded')).toBe(0n)
  const first = stage.refund().payout ?? ''
  stage.do('notary', 'resend-refund', rfd)
  expect(stage.hub.get(payoutTable, first)?.state).toBe('resent')
  const second = stage.refund().payout ?? ''
  expect(stage.hub.get(payoutTable, second)).toMatchObject({
    amountMinor: 180_000n,
    toPayerOf: 'in-con_0001',
  })
  stage.bank('debit', second)
  stage.bank('return', second)
  stage.do('consumer', 'give-account', { ...rfd, account: '6222 0000 1111' })
  stage.do('notary', 'resend-refund', rfd)
  const third = stage.refund().payout ?? ''
  expect(stage.hub.get(payoutTable, third)).toMatchObject({ toPayerOf: null })
  expect(new Set([first, second, third]).size).toBe(3)
  stage.bank('debit', third)
  expect(stage.refund().state).toBe('paid')
  expect(stage.figure('refunds')).toBe(1n)
  expect(stage.figure('refunded')).toBe(180_000n)
  expect(stage.held()).toBe(0n)
})

test('a refund of nothing ends the contract without a payout', () => {
  const stage = paid()
  stage.uses(18)
  stage.ask('consumer')
  stage.agree()
  const { body } = stage.approve('consumer')
  expect(body).toMatchObject({ refundMinor: 0, payoutMinor: 0, restMinor: 30_000 })
  expect(stage.refund()).toMatchObject({ state: 'paid', payout: null, paidAt: null })
  expect(stage.figure('refunds')).toBe(0n)
})

test('expired → stopping → ended: a card of days that ran out gives nothing back, one of classes does', () => {
  const days = staged((it) => it.paid({ offer: YEAR }))
  days.pass(366 + 40)
  expect(days.contract().state).toBe('completed')
  const stage = paid()
  stage.uses(8)
  stage.pass(200)
  expect(stage.contract().state).toBe('expired')
  stage.ask('shop')
  stage.agree()
  stage.approve('shop')
  expect(stage.refund().amountMinor).toBe(180_000n)
  expect(stage.contract().state).toBe('ended')
})

describe('what is contested when a contract ends', () => {
  /** 8 used, 2 of which are contested, and the refund approved through the consumer’s cause. */
  const withheld = () => {
    const stage = paid()
    stage.uses(8)
    stage.contest(7)
    stage.contest(8)
    stage.ask('consumer')
    stage.agree()
    stage.approve('consumer')
    return stage
  }

  test('it counts as used, and the difference that it makes stays in the account', () => {
    const stage = withheld()
    // 3,000 − 8 × 200 = 1,400 now; 3,000 − 6 × 200 = 1,800 if both are decided for the consumer.
    expect(stage.refund().amountMinor).toBe(140_000n)
    expect(stage.refund().arithmetic).toMatchObject({ withheldMinor: 40_000, restMinor: 30_000 })
    expect(stage.held()).toBe(40_000n)
  })

  test('paid → approved → paid: decided for the consumer it is a further payout of the refund', () => {
    const stage = withheld()
    stage.bank('debit', stage.refund().payout)
    expect(stage.refund().state).toBe('paid')
    const paidAt = stage.hub.nowMs
    stage.pass(3)
    const decided = {
      use: 'use_con_0001-7',
      outcome: 'for-consumer',
      reason: 'The camera.',
    } as const
    stage.do('notary', 'decide-use', decided)
    expect(stage.refund()).toMatchObject({ state: 'approved', amountMinor: 160_000n })
    stage.bank('debit', stage.refund().payout)
    expect(stage.refund()).toMatchObject({ state: 'paid', paidAt })
    expect(stage.figure('refunds')).toBe(1n)
    const { held, earned } = { held: stage.held(), earned: stage.earned() }
    stage.do('notary', 'decide-use', { ...decided, use: 'use_con_0001-8', outcome: 'for-shop' })
    expect(held).toBe(20_000n)
    expect(stage.held()).toBe(0n)
    expect(stage.earned()).toBe(earned + 20_000n)
    expect(stage.contract().countedMinor + (stage.refund().amountMinor ?? 0n)).toBe(300_000n)
  })

  test('one payout is booked while another waits: the refund is not paid yet', () => {
    const stage = withheld()
    const first = stage.refund().payout
    stage.do('clerk', 'withdraw-use', { use: 'use_con_0001-7' })
    const second = stage.refund().payout
    stage.bank('debit', first)
    expect(stage.refund().state).toBe('approved')
    stage.bank('debit', second)
    expect(stage.refund().state).toBe('paid')
    expect(stage.figure('refunds')).toBe(1n)
  })

  test('approved → returned: two payouts that came back are sent again as one', () => {
    const stage = withheld()
    const first = stage.refund().payout
    stage.bank('debit', first)
    stage.do('clerk', 'withdraw-use', { use: 'use_con_0001-7' })
    const second = stage.refund().payout
    stage.bank('return', first)
    expect(stage.refund().state).toBe('returned')
    stage.bank('debit', second)
    expect(stage.refund().state).toBe('returned')
    stage.bank('return', second)
    // One tranche is still withheld beside what came back.
    expect(stage.held()).toBe(160_000n + 20_000n)
    const { body } = stage.do('notary', 'resend-refund', rfd)
    expect(body).toMatchObject({ payoutMinor: 160_000, returned: [first, second], to: 'payer' })
    expect(stage.held()).toBe(20_000n)
    stage.bank('debit', stage.refund().payout)
    expect(stage.refund().state).toBe('paid')
  })
})

test('interest runs from the day of asking, and is paid from what the shop has earned', () => {
  const stage = agreed()
  const earned = stage.earned()
  stage.hub.passUntil(stage.hub.nowMs + 10 * DAY_MS)
  const { body } = stage.approve()
  expect(body).toMatchObject({ refundMinor: 180_000, interestMinor: 148, payoutMinor: 180_148 })
  expect(stage.earned()).toBe(earned - 148n)
  expect(stage.refund().arithmetic).toMatchObject({
    interest: { days: 10, rate: 'lpr-1y', dueMinor: 148, unconfirmed: true, isChoice: true },
  })
})

test('a deduction is the shop’s, and its reason is in no leaf', () => {
  const stage = agreed()
  const { body } = stage.approve('neither', {
    deductionMinor: 5_000,
    deductionReason: 'A bag was given along.',
  })
  expect(body).toMatchObject({ refundMinor: 175_000, restMinor: 5_000 })
  expect(stage.contract().countedMinor).toBe(125_000n)
})

test('the rest that is earned with the refund can pay its interest, where the shop had nothing before', () => {
  const stage = staged((it) => it.paid({ offer: { ...YEAR, priceMinor: 100_000, days: 7 } }))
  stage.ask()
  stage.agree()
  stage.pass(10)
  expect(stage.earned()).toBe(0n)
  // 857.15 × 3 % × 10 / 365 = 0.70
  expect(stage.approve().body).toMatchObject({ interestMinor: 70, interestOwedMinor: 0 })
  expect(stage.earned()).toBe(14_285n - 70n)
})

test('interest is never taken from a class that may still be contested', () => {
  const stage = paid()
  stage.ask()
  stage.agree()
  stage.pass(10)
  stage.paid({ contract: 'con_0002' })
  stage.uses(1, 'con_0002')
  expect(stage.earned()).toBe(15_000n)
  expect(stage.approve().body).toMatchObject({ interestMinor: 0, interestOwedMinor: 247 })
  stage.contest(1, 'con_0002')
  expect(stage.earned()).toBe(0n)
})

test('interest is taken from what matured and was not settled, as far as it reaches', () => {
  const stage = paid()
  stage.paid({ contract: 'con_0002', offer: { ...CLASSES, priceMinor: 2_000 } })
  stage.uses(1, 'con_0002')
  stage.ask()
  stage.agree()
  stage.pass(10)
  expect(stage.earned()).toBe(100n)
  expect(stage.approve().body).toMatchObject({ interestMinor: 100, interestOwedMinor: 147 })
  expect(stage.earned()).toBe(0n)
})
