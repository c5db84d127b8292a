/** A row for each refusal of the acts on refunds, in their order of precedence. */
import { describe, expect, test } from 'vitest'
import { checkAll } from './invariants.ts'
import { OFFICE } from './refund-founding.ts'
import { agreed, approved, asked, paid, RefundStage, returned, staged } from './refund-stage.ts'

const rfd = { refund: 'rfd_0001' }
const ask = { ...rfd, contract: 'con_0001', cause: 'seven-day' } as const
const spoil = { type: 'stage.spoil', contract: 'con_0001', usesOpen: 1 } as const

describe('ask-refund is refused, in this order', () => {
  test('refund_differs: another act under a known id, by whomever and for whatever', () => {
    const stage = asked()
    expect(stage.refusal('consumer', 'ask-refund', { ...ask, contract: 'con_none1' })).toBe(
      'refund_differs',
    )
    expect(stage.refusal('consumer', 'ask-refund', ask)).toBe('refund_differs')
    expect(stage.refusal('stranger', 'ask-refund', { ...ask, cause: 'neither' })).toBe(
      'refund_differs',
    )
  })
  test('contract_unknown', () => {
    expect(new RefundStage().refusal('consumer', 'ask-refund', ask)).toBe('contract_unknown')
  })
  test('not_your_contract, before its state', () => {
    const stage = staged((it) => it.signed())
    expect(stage.refusal('stranger', 'ask-refund', ask)).toBe('not_your_contract')
  })
  test('contract_not_refundable, before the seven days', () => {
    const stage = staged((it) => it.signed())
    expect(stage.refusal('consumer', 'ask-refund', ask)).toBe('contract_not_refundable')
  })
  test('seven_days_over, at the instant at which they end, before prior experience', () => {
    const stage = staged((it) => it.paid({ hasPriorExperience: true }))
    stage.hub.nowMs = stage.contract().coolingOffEndsAt ?? 0
    expect(stage.refusal('consumer', 'ask-refund', ask)).toBe('seven_days_over')
  })
  test('prior_experience, declared or by renewal', () => {
    for (const over of [{ hasPriorExperience: true }, { isRenewal: true }]) {
      const stage = staged((it) => it.paid(over))
      expect(stage.refusal('consumer', 'ask-refund', ask)).toBe('prior_experience')
    }
  })
})

describe('a use that nobody has answered', () => {
  const USE = { use: 'use_con_0001-1' }
  const inSevenDays = { ...rfd, cause: 'seven-day', deductionMinor: 0 } as const

  test('never keeps a refund from being asked for, so no shop can end the seven days by entering one', () => {
    const stage = paid()
    requestUse(stage)
    expect(stage.refusal('consumer', 'ask-refund', ask)).toBe('recorded')
    // The sum that was asked for takes it for given: what it is about is told beside it.
    expect(stage.refund()).toMatchObject({ state: 'asked', answer: 'right' })
    expect(stage.refusal('notary', 'approve-refund', inSevenDays)).toBe('use_unanswered')
    expect(stage.refusal('clerk', 'request-use', { ...served(stage), use: 'use_later' })).toBe(
      'contract_not_active',
    )
  })

  test.each([
    ['a yes', { act: 'confirm-use', refundMinor: 285_000n, heldMinor: 0n }],
    ['a contest', { act: 'contest-use', refundMinor: 285_000n, heldMinor: 15_000n }],
    ['the shop’s taking it back', { act: 'withdraw-use', refundMinor: 300_000n, heldMinor: 0n }],
    ['silence', { act: 'silence', refundMinor: 285_000n, heldMinor: 0n }],
  ] as const)(
    'is answered after asking as before it, by %s, and then it is decided',
    (_by, end) => {
      const stage = paid()
      requestUse(stage)
      stage.ask('seven-day')
      if (end.act === 'confirm-use') stage.do('consumer', 'confirm-use', USE)
      else if (end.act === 'contest-use')
        stage.do('consumer', end.act, { ...USE, reason: 'not-there' })
      else if (end.act === 'withdraw-use') stage.do('clerk', 'withdraw-use', USE)
      else stage.pass(40)
      stage.approve('seven-day')
      expect(stage.refund().amountMinor).toBe(end.refundMinor)
      expect(stage.held()).toBe(end.heldMinor)
      checkAll(stage.hub)
    },
  )
})

const served = (stage: RefundStage) => ({
  contract: 'con_0001',
  servedOn: stage.today(),
  servedAt: '08:00',
  isForConsumer: false,
})

function requestUse(stage: RefundStage): void {
  stage.do('clerk', 'request-use', { use: 'use_con_0001-1', ...served(stage) })
}

describe('withdraw-refund and answer-refund are refused, in this order', () => {
  test('withdraw: refund_unknown, not_your_refund, refund_not_open', () => {
    expect(paid().refusal('consumer', 'withdraw-refund', rfd)).toBe('refund_unknown')
    const stage = approved()
    expect(stage.refusal('stranger', 'withdraw-refund', rfd)).toBe('not_your_refund')
    expect(stage.refusal('consumer', 'withdraw-refund', rfd)).toBe('refund_not_open')
  })
  const agree = { ...rfd, answer: 'agree' } as const
  test('answer: refund_unknown, not_head, refund_not_asked', () => {
    expect(paid().refusal('head', 'answer-refund', agree)).toBe('refund_unknown')
    const stage = agreed()
    expect(stage.refusal('clerk', 'answer-refund', agree)).toBe('not_head')
    expect(stage.refusal('head', 'answer-refund', agree)).toBe('refund_not_asked')
  })
  test('answer: refund_not_asked once silence is over, recorded or not', () => {
    const stage = asked()
    stage.hub.nowMs = stage.refund().answerDueAt ?? 0
    expect(stage.refund().state).toBe('asked')
    expect(stage.refusal('head', 'answer-refund', { ...rfd, answer: 'object' })).toBe(
      'refund_not_asked',
    )
  })
  test('answer: answer_not_needed inside the seven days', () => {
    const stage = paid()
    stage.ask('seven-day')
    expect(stage.refusal('clerk', 'answer-refund', agree)).toBe('not_head')
    expect(stage.refusal('head', 'answer-refund', agree)).toBe('answer_not_needed')
  })
  test('deem: refund_unknown, refund_not_asked, not_due_yet', () => {
    expect(paid().refusal('stranger', 'deem-refund', rfd)).toBe('refund_unknown')
    expect(agreed().refusal('stranger', 'deem-refund', rfd)).toBe('refund_not_asked')
    const stage = asked()
    stage.hub.nowMs = (stage.refund().answerDueAt ?? 0) - 1
    expect(stage.refusal('stranger', 'deem-refund', rfd)).toBe('not_due_yet')
    expect(stage.refusal('stranger', 'answer-refund', { ...rfd, answer: 'agree' })).toBe('not_head')
  })
})

describe('approve-refund is refused, in this order', () => {
  const approve = { ...rfd, cause: 'consumer', deductionMinor: 999_999 } as const

  test('not_notary, before anything is looked up', () => {
    for (const actor of ['head', 'teller', 'consumer'] as const) {
      expect(paid().refusal(actor, 'approve-refund', approve)).toBe('not_notary')
    }
  })
  test('refund_unknown', () => {
    expect(paid().refusal('notary', 'approve-refund', approve)).toBe('refund_unknown')
  })
  test('refund_not_ready while the shop may answer, and after it was decided', () => {
    expect(asked().refusal('notary', 'approve-refund', approve)).toBe('refund_not_ready')
    expect(approved().refusal('notary', 'approve-refund', approve)).toBe('refund_not_ready')
  })
  test('cause_not_asked: what both agreed on stands', () => {
    expect(agreed().refusal('notary', 'approve-refund', approve)).toBe('cause_not_asked')
  })
  test('cause_not_asked: the seven days are the consumer’s to use, also after an objection', () => {
    const stage = asked()
    stage.object()
    const given = { ...approve, cause: 'seven-day' } as const
    expect(stage.refusal('notary', 'approve-refund', given)).toBe('cause_not_asked')
  })
  test('use_unanswered, whatever else was agreed on', () => {
    const stage = agreed()
    stage.hub.do(spoil, OFFICE)
    const given = { ...approve, cause: 'neither' } as const
    expect(stage.refusal('notary', 'approve-refund', given)).toBe('use_unanswered')
  })
  test('deduction_unexplained, before deduction_too_large', () => {
    const stage = agreed()
    const over = { ...approve, cause: 'neither' } as const
    expect(stage.refusal('notary', 'approve-refund', over)).toBe('deduction_unexplained')
    const explained = { ...over, deductionReason: 'A bag was given along.' }
    expect(stage.refusal('notary', 'approve-refund', explained)).toBe('deduction_too_large')
    const whole = { ...explained, deductionMinor: 180_000 }
    expect(stage.refusal('notary', 'approve-refund', whole)).toBe('recorded')
  })
})

describe('the other acts are refused, in this order', () => {
  const decline = { ...rfd, reason: 'Nobody was there.' }

  test('decline: not_notary, refund_unknown, refund_not_open, refund_agreed', () => {
    expect(paid().refusal('head', 'decline-refund', decline)).toBe('not_notary')
    expect(paid().refusal('notary', 'decline-refund', decline)).toBe('refund_unknown')
    expect(approved().refusal('notary', 'decline-refund', decline)).toBe('refund_not_open')
    expect(agreed().refusal('notary', 'decline-refund', decline)).toBe('refund_agreed')
    const stage = asked()
    stage.hub.nowMs = stage.refund().answerDueAt ?? 0
    expect(stage.refusal('notary', 'decline-refund', decline)).toBe('refund_agreed')
  })
  test('give-account: refund_unknown, not_your_refund, refund_not_returned', () => {
    const account = { ...rfd, account: '6222 0000 1111' }
    expect(paid().refusal('consumer', 'give-account', account)).toBe('refund_unknown')
    expect(approved().refusal('stranger', 'give-account', account)).toBe('not_your_refund')
    expect(approved().refusal('consumer', 'give-account', account)).toBe('refund_not_returned')
  })
  test('resend: account_missing where nobody knows who paid, until an account is given', () => {
    const stage = returned()
    stage.hub.do(spoil, OFFICE)
    expect(stage.refusal('notary', 'resend-refund', rfd)).toBe('account_missing')
    stage.do('consumer', 'give-account', { ...rfd, account: '6222 0000 1111' })
    expect(stage.refusal('notary', 'resend-refund', rfd)).toBe('recorded')
  })
  test('resend: not_notary, refund_unknown, refund_not_returned', () => {
    expect(paid().refusal('head', 'resend-refund', rfd)).toBe('not_notary')
    expect(paid().refusal('notary', 'resend-refund', rfd)).toBe('refund_unknown')
    expect(approved().refusal('notary', 'resend-refund', rfd)).toBe('refund_not_returned')
  })
})
