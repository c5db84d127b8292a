/** Settlements: a tranche is paid once, two notaries decide, and until then nothing moves. */
import { describe, expect, test } from 'vitest'
import { addDays, endOfDayMs, legalDayOf } from '#kernel/time/legal-day.ts'
import { asking, START_MS } from '#test/prepaid/rig.ts'
import { CONSUMER, ONE, pendingHolds, SHOPS, TELLER, THREE, TWO } from '#test/prepaid/bank-stage.ts'
import {
  approve,
  DAY,
  earn,
  earned,
  propose,
  reject,
  row,
  SECOND,
  SHOP,
  substitute,
} from '#test/prepaid/settlement-acts.ts'
import { IN_TRANSIT, shopAccount } from './accounts.ts'
import { payoutTable, shopTable } from './rows.ts'
import { linesOf } from './settlement-lines.ts'

describe('refusals of a proposal, in order', () => {
  const all = { through: '2026-11-25', shops: ['pty_none', 'pty_none'], approver: ONE }

  test('settlement_differs comes before all, and the same proposal is the same entry', () => {
    const hub = earned()
    hub.do(propose(), ONE)
    expect(hub.refusal(propose(), ONE)).toBe('existing')
    const others = [{ through: '2026-11-23' }, { approver: THREE }, { shops: [SECOND, SHOP] }]
    for (const other of [...others, { shops: [SHOP] }, all]) {
      expect(hub.refusal(propose(other), ONE)).toBe('settlement_differs')
    }
    expect(hub.refusal(propose(), THREE)).toBe('settlement_differs')
  })

  test('not_notary', () => {
    expect(earned().refusal(propose({ ...all, approver: TELLER }), TELLER)).toBe('not_notary')
  })

  test('approver_not_notary', () => {
    const hub = earned()
    expect(hub.refusal(propose({ ...all, approver: TELLER }), ONE)).toBe('approver_not_notary')
    hub.do(asking('stage.dismiss', { notary: TWO }), ONE)
    expect(hub.refusal(propose(), ONE)).toBe('approver_not_notary')
  })

  test('own_approval', () => {
    expect(earned().refusal(propose(all), ONE)).toBe('own_approval')
  })

  test('day_not_over, and a day that does not exist never is', () => {
    const hub = earned()
    expect(hub.refusal(propose({ ...all, approver: TWO }), ONE)).toBe('day_not_over')
    const never = { ...all, approver: TWO, through: '2026-02-30' }
    expect(hub.refusal(propose(never), ONE)).toBe('day_not_over')
    expect(hub.refusal(propose({ shops: [SHOP] }), ONE)).toBe('recorded')
  })

  test('shop_repeated', () => {
    const repeated = { shops: ['pty_none', 'pty_none'] }
    expect(earned().refusal(propose(repeated), ONE)).toBe('shop_repeated')
  })

  test('shop_unknown', () => {
    expect(earned().refusal(propose({ shops: [SHOP, 'pty_none'] }), ONE)).toBe('shop_unknown')
  })

  test('settlement_open: no two proposals over the same days', () => {
    const hub = earned()
    hub.do(propose({ shops: [SHOP] }), ONE)
    const second = { settlement: 'set_other', through: '2030-01-01' }
    hub.nowMs = endOfDayMs('2030-01-01')
    expect(hub.refusal(propose(second), THREE)).toBe('settlement_open')
  })

  test('through_too_far: more than four hundred days at once', () => {
    const hub = earned()
    const latest = addDays(legalDayOf(START_MS), 400)
    hub.nowMs = endOfDayMs(addDays(latest, 1))
    const far = propose({ through: addDays(latest, 1) })
    expect(hub.refusal(far, ONE)).toBe('through_too_far')
    expect(hub.refusal(propose({ through: latest }), ONE)).toBe('recorded')
    expect(hub.waits).toEqual([])
  })

  test('nothing_matured: for one of the shops, or because interest was more than what it earned', () => {
    const hub = earned()
    expect(hub.refusal(propose({ shops: [SHOP, SHOPS[2]] }), ONE)).toBe('nothing_matured')
    expect(hub.refusal(propose({ through: '2026-11-23' }), ONE)).toBe('nothing_matured')
    earn(hub, SHOPS[2], DAY, 100)
    hub.do(propose({ shops: [SHOPS[2]] }), ONE)
    expect(row(hub)?.amountMinor).toBe(100n)
  })
})

describe('a proposal', () => {
  test('holds what matured through the day, and nothing of the day after', () => {
    const hub = earned()
    hub.do(propose(), ONE)
    const lines = linesOf(row(hub)!.lines)
    expect(lines).toMatchObject([
      { shop: SHOP, from: '2026-11-23', through: DAY, amountMinor: 10_000, uses: 1 },
      { shop: SECOND, from: '2026-11-23', through: DAY, amountMinor: 20_000, uses: 1 },
    ])
    expect(row(hub)).toMatchObject({ state: 'proposed', amountMinor: 30_000n, uses: 2 })
    expect(hub.balance(IN_TRANSIT)).toBe(0n)
    expect(hub.balance(shopAccount(SHOP))).toBe(10_700n)
    expect(pendingHolds(hub)).toBe(2)
    expect(hub.list(payoutTable)).toEqual([])
    expect(hub.get(shopTable, SHOP)?.openSettlement).toBe('set_first')
    // A notice of what others are paid goes to nobody.
    expect(hub.entries.at(-1)?.event.parties).toEqual(['pty_office'])
    expect(hub.waits).toEqual([])
  })

  test('lapses by its own clock before its holds expire', () => {
    const hub = earned()
    hub.do(propose(), ONE)
    const [due] = hub.due().filter(({ kind }) => kind === 'prepaid.settlement')
    // Proposed on Wednesday the 25th; five working days end with Wednesday, 2 December.
    expect(due?.dueAtMs).toBe(endOfDayMs('2026-12-02'))
    expect(hub.refusal(approve(), TWO, due!.dueAtMs)).toBe('settlement_not_proposed')
    expect(hub.refusal(reject(), TWO)).toBe('settlement_not_proposed')
    hub.passUntil(endOfDayMs('2026-12-10'))
    expect(row(hub)).toMatchObject({ state: 'expired', decidedBy: null })
    expect(pendingHolds(hub)).toBe(0)
    expect(hub.balance(shopAccount(SHOP))).toBe(10_700n)
    expect(hub.due().filter(({ kind }) => kind === 'hold')).toEqual([])
    expect(hub.refusal(propose({ settlement: 'set_other' }), ONE)).toBe('recorded')
  })

  test('its lapse: settlement_unknown, settlement_not_proposed, not_due_yet', () => {
    const hub = earned()
    const lapse = asking('prepaid.lapse-settlement', { settlement: 'set_first' })
    expect(hub.refusal(lapse, 'pty_system')).toBe('settlement_unknown')
    hub.do(propose(), ONE)
    expect(hub.refusal(lapse, 'pty_system')).toBe('not_due_yet')
    hub.do(reject(), TWO)
    expect(hub.refusal(lapse, 'pty_system')).toBe('settlement_not_proposed')
  })
})

describe('a decision', () => {
  test('approved: the holds are posted, each shop has a payout, and its days are settled', () => {
    const hub = earned()
    hub.do(propose(), ONE)
    const event = hub.do(approve(), TWO)
    expect(event.type).toBe('prepaid.settlement-approved')
    expect(row(hub)).toMatchObject({ state: 'approved', decidedBy: TWO })
    expect(hub.balance(IN_TRANSIT)).toBe(30_000n)
    expect(hub.balance(shopAccount(SHOP))).toBe(700n)
    expect(hub.list(payoutTable)).toMatchObject([
      { kind: 'settlement', subject: 'set_first', beneficiary: SHOP, amountMinor: 10_000n },
      { kind: 'settlement', subject: 'set_first', beneficiary: SECOND, amountMinor: 20_000n },
    ])
    expect(hub.get(shopTable, SHOP)).toMatchObject({ settledThrough: DAY, openSettlement: null })
    const released = hub.cells.list().filter(({ indicator }) => indicator === 'prepaid.released')
    expect(released.map(({ area, period, amount }) => [area, period, amount])).toEqual([
      [SHOP, '2026-11', 10_000n],
      [SECOND, '2026-11', 20_000n],
    ])
    expect(hub.refusal(approve(), TWO)).toBe('settlement_not_proposed')
    expect(hub.waits).toEqual([])
  })

  test('refusals of an approval, in order', () => {
    const hub = earned()
    expect(hub.refusal(approve(), CONSUMER)).toBe('settlement_unknown')
    hub.do(propose(), ONE)
    expect(hub.refusal(approve(), ONE)).toBe('own_proposal')
    for (const actor of [THREE, TELLER, SHOP]) {
      expect(hub.refusal(approve(), actor)).toBe('not_approver')
    }
    hub.do(asking('stage.dismiss', { notary: TWO }), ONE)
    expect(hub.refusal(approve(), TWO)).toBe('not_approver')
    hub.do(reject(), THREE)
    expect(hub.refusal(approve(), ONE)).toBe('settlement_not_proposed')
  })

  test('rejected: the money is the shops’ again, and may be proposed again', () => {
    const hub = earned()
    expect(hub.refusal(reject(), CONSUMER)).toBe('settlement_unknown')
    hub.do(propose(), ONE)
    expect(hub.refusal(reject(), TELLER)).toBe('not_notary')
    const event = hub.do(reject(), THREE)
    expect(event.secrets?.map(({ subject }) => subject)).toEqual(['pty_office'])
    expect(row(hub)).toMatchObject({ state: 'rejected', decidedBy: THREE })
    expect(pendingHolds(hub)).toBe(0)
    expect(hub.get(shopTable, SHOP)).toMatchObject({
      settledThrough: '2026-11-22',
      openSettlement: null,
    })
    expect(hub.refusal(reject(), THREE)).toBe('settlement_not_proposed')
    expect(hub.refusal(propose({ settlement: 'set_other' }), TWO)).toBe('own_approval')
    expect(hub.refusal(propose({ settlement: 'set_other' }), ONE)).toBe('recorded')
  })
})

describe('substitutes', () => {
  test('refusals, in order', () => {
    const hub = earned()
    const bad = { substitute: TELLER, from: '2026-11-24', until: '2026-11-23' }
    expect(hub.refusal(substitute(bad), TELLER)).toBe('not_notary')
    expect(hub.refusal(substitute(bad), ONE)).toBe('substitute_not_notary')
    expect(hub.refusal(substitute({ ...bad, substitute: ONE }), ONE)).toBe('own_substitute')
    expect(hub.refusal(substitute({ ...bad, substitute: TWO }), ONE)).toBe('days_reversed')
    const over = { from: '2026-11-23', until: '2026-11-24' }
    expect(hub.refusal(substitute(over), ONE)).toBe('days_over')
    expect(hub.do(substitute(), ONE).type).toBe('prepaid.substitute-named')
  })

  test('decide on the named days, and on no other', () => {
    const hub = earned()
    hub.do(propose(), ONE)
    hub.do(substitute({ from: '2026-11-26', until: '2026-11-27' }), TWO)
    expect(hub.refusal(approve(), THREE)).toBe('not_approver')
    expect(hub.refusal(approve(), THREE, endOfDayMs('2026-11-25') - 1)).toBe('not_approver')
    expect(hub.refusal(approve(), THREE, endOfDayMs('2026-11-27') - 1)).toBe('recorded')
    expect(row(hub)?.decidedBy).toBe(THREE)
  })

  test('no longer decide when the days are over, or when another one was named', () => {
    const hub = earned()
    hub.do(propose(), ONE)
    hub.do(substitute(), TWO)
    expect(hub.refusal(approve(), THREE, endOfDayMs('2026-11-25'))).toBe('not_approver')
    hub.do(substitute({ until: '2026-12-01' }), TWO)
    hub.do(substitute({ substitute: ONE, until: '2026-12-01' }), TWO)
    expect(hub.refusal(approve(), THREE)).toBe('not_approver')
  })

  test('whoever proposed does not approve, not even as a substitute', () => {
    const hub = earned()
    hub.do(propose(), ONE)
    hub.do(substitute({ substitute: ONE }), TWO)
    expect(hub.refusal(approve(), ONE)).toBe('own_proposal')
  })
})
