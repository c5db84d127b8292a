/** What somebody who means harm, or is merely unlucky, would try with prepaid money; none of it works. */
import { describe, expect, test } from 'vitest'
import { addDays, endOfDayMs } from '#kernel/time/legal-day.ts'
import { linesOf as csvLinesOf } from '#services/prepaid/api/figures-files.ts'
import { COMMANDS, Day } from '#services/prepaid/contract.ts'
import { payoutTable, settlementTable } from '#services/prepaid/domain/rows.ts'
import { linesOf } from '#services/prepaid/domain/settlement-lines.ts'
import { ONE, SHOPS } from './bank-stage.ts'
import { checkAll } from './invariants.ts'
import { COLLEAGUE, NOTARY, SHOP, STRANGER } from './refund-founding.ts'
import { asked, DAY_MS, RefundStage, staged } from './refund-stage.ts'
import { asking, type World } from './rig.ts'
import { earn, earned, propose } from './settlement-acts.ts'
import { UseStage } from './use-stage.ts'

const FIRST = { settlement: 'set_first' }
const settle = (through: string, settlement = 'set_first') =>
  asking('prepaid.propose-settlement', { settlement, through, shops: [SHOP], approver: COLLEAGUE })
const lineOf = (hub: World, settlement = 'set_first'): number | undefined => {
  const row = hub.get(settlementTable, settlement)
  return row === undefined ? undefined : linesOf(row.lines)[0]?.amountMinor
}

/**
 * Of one card eight classes matured on 30 November and two on 2 December; of a second one five can be contested
 * still; of a third nothing was used, and its refund is agreed on and waits since 22 November. Today is 4 December.
 */
function withInterestDue(): RefundStage {
  return staged((it) => {
    it.paid()
    it.uses(8)
    it.paid({ contract: 'con_0003' })
    it.ask('neither', { refund: 'rfd_0003', contract: 'con_0003' })
    it.agree('rfd_0003')
    it.pass(3)
    it.uses(2)
    it.pass(9)
    it.paid({ contract: 'con_0002' })
    it.uses(5, 'con_0002')
  })
}

/** 3,000 × 3 % × 12 / 365. */
const INTEREST = 296

describe('interest that a shop pays out of what it has earned', () => {
  test('is not paid to the shop once more by a settlement through an earlier day', () => {
    const stage = withInterestDue()
    const { hub } = stage
    expect(stage.approve('neither', { refund: 'rfd_0003' }).body['interestMinor']).toBe(INTEREST)
    checkAll(hub)
    hub.do(settle(addDays(stage.today(), -1)), NOTARY)
    expect(lineOf(hub)).toBe(150_000 - INTEREST)
    hub.do(asking('prepaid.approve-settlement', FIRST), COLLEAGUE)
    // What is left is what can be contested still, so each contest finds its tranche.
    for (let n = 1; n <= 5; n += 1) stage.contest(n, 'con_0002')
    expect(stage.earned()).toBe(0n)
    checkAll(hub)
  })

  test.each(['approve-settlement', 'reject-settlement', 'its time'] as const)(
    'is not paid to the shop either while a settlement waits that ends by %s',
    (end) => {
      const stage = withInterestDue()
      const { hub } = stage
      hub.do(settle('2026-11-30'), NOTARY)
      expect(lineOf(hub)).toBe(120_000)
      expect(stage.approve('neither', { refund: 'rfd_0003' }).body['interestMinor']).toBe(INTEREST)
      const reason = end === 'reject-settlement' ? { reason: 'Not today.' } : {}
      if (end === 'its time') stage.pass(8)
      else hub.do(asking(`prepaid.${end}`, { ...FIRST, ...reason }), COLLEAGUE)
      checkAll(hub)
      const isPaid = end === 'approve-settlement'
      hub.do(settle(isPaid ? '2026-12-03' : '2026-11-30', 'set_second'), NOTARY)
      expect(lineOf(hub, 'set_second')).toBe((isPaid ? 30_000 : 120_000) - INTEREST)
      hub.do(asking('prepaid.approve-settlement', { settlement: 'set_second' }), COLLEAGUE)
      if (end !== 'its time') {
        for (let n = 1; n <= 5; n += 1) stage.contest(n, 'con_0002')
      }
      checkAll(hub)
    },
  )
})

describe('a shop that earned nothing for years', () => {
  test('is settled alone, and holds up no other', () => {
    const hub = earned()
    const [, , dormant] = SHOPS
    earn(hub, dormant, '2029-03-01', 500)
    hub.nowMs = endOfDayMs('2029-03-01')
    const through = '2029-03-01'
    const both = propose({ through, shops: [SHOPS[0], dormant] })
    expect(hub.refusal(both, ONE)).toBe('through_too_far')
    hub.do(propose({ through, shops: [dormant] }), ONE)
    expect(lineOf(hub)).toBe(500)
    expect(hub.waits).toEqual([])
  })
})

describe('an id that somebody else took', () => {
  test('of a refund tells nothing of the entry that stands under it', () => {
    const stage = asked()
    const command = asking('prepaid.ask-refund', {
      refund: 'rfd_0001',
      contract: 'con_0001',
      cause: 'neither',
    })
    expect(stage.hub.act(command, STRANGER)).toEqual({
      kind: 'refused',
      refusal: { type: 'refund_differs' },
    })
  })
})

describe('a day that does not exist', () => {
  test.each(['2026-02-29', '2026-02-30', '2026-11-31', '2100-02-29'])('%s is none', (day) => {
    expect(Day.safeParse(day).success).toBe(false)
    const use = { use: 'use_0001', contract: 'con_0001', servedAt: '12:00', isForConsumer: false }
    expect(COMMANDS['request-use'].safeParse({ ...use, servedOn: day }).success).toBe(false)
    expect(COMMANDS['request-use'].safeParse({ ...use, servedOn: '2028-02-29' }).success).toBe(true)
  })
})

describe('an account that a consumer gave after a refund came back', () => {
  test('is where what a contest brings later goes as well', () => {
    const stage = staged((it) => {
      it.paid()
      it.uses(8)
      it.contest(8)
      it.ask()
      it.agree()
      it.approve()
    })
    const { payout } = stage.refund()
    stage.bank('debit', payout)
    stage.bank('return', payout)
    stage.do('consumer', 'give-account', { refund: 'rfd_0001', account: '6222 0000 0000' })
    stage.do('notary', 'resend-refund', { refund: 'rfd_0001' })
    stage.do('head', 'withdraw-use', { use: 'use_con_0001-8' })
    const orders = stage.hub.list(payoutTable).filter(({ state }) => state === 'ordered')
    expect(orders.map(({ toPayerOf }) => toPayerOf)).toEqual([null, null])
  })
})

describe('a name in a file that a spreadsheet opens', () => {
  test.each(['=1+1', '+1+1', '-1+1', '-2+3+cmd|" /C calc"!A0', '@SUM(A1)', '＝1+1', '－1+1'])(
    '%s is text',
    (name) => {
      expect(
        csvLinesOf([[name]])
          .replaceAll('"', '')
          .startsWith("'"),
      ).toBe(true)
    },
  )

  test('a sum stays a number, below nothing as well', () => {
    expect(csvLinesOf([['-120', '0', '9007199254740993']])).toBe('-120,0,9007199254740993\r\n')
  })
})

/** A list of rest days that is published, or changed, after a deadline was worked out and stands in an entry. */
describe('a calendar that moves a deadline by a day', () => {
  test('lets a reminder go out that was due by the older one, and no sooner than any could be', () => {
    const stage = new UseStage()
    stage.request('use_0001')
    const due = stage.hub.due().find(({ kind }) => kind === 'prepaid.use')
    if (due === undefined) throw new Error('a request is reminded of')
    const command = asking('prepaid.lapse-use', { use: 'use_0001' })
    // Ten working days cannot be over on the ninth day, whatever the calendar.
    expect(stage.hub.refusal(command, 'pty_system', due.dueAtMs - 6 * DAY_MS)).toBe('not_due_yet')
    stage.hub.lapse({ ...due, dueAtMs: due.dueAtMs - DAY_MS })
    expect(stage.use('use_0001')).toMatchObject({ state: 'requested', reminders: 1 })
    stage.hub.passUntil(due.dueAtMs + 40 * DAY_MS)
    expect(stage.use('use_0001').state).toBe('deemed')
  })

  test('lets a contract lapse that was to be paid by the older one', () => {
    const stage = new RefundStage()
    // A Wednesday: three days later is a Saturday, and the last day for paying the Monday after.
    stage.pass(3)
    stage.signed()
    const command = asking('prepaid.lapse-unpaid', { contract: 'con_0001' })
    const signedMs = stage.hub.nowMs
    const friday = signedMs + 2 * DAY_MS
    expect(stage.hub.refusal(command, 'pty_system', friday)).toBe('payment_not_overdue')
    const sunday = signedMs + 4 * DAY_MS
    expect(stage.hub.refusal(command, 'pty_system', sunday)).toBe('recorded')
  })
})
