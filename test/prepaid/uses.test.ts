/** What becomes of a class: reminders, silence, windows, contests and their tranches. */
import { describe, expect, test } from 'vitest'
import { endOfDayMs, startOfDayMs } from '#kernel/time/legal-day.ts'
import type { CommandName, Fields, Offer } from '#services/prepaid/contract.ts'
import {
  exposureTable,
  maturingTable,
  payoutTable,
  useTable,
} from '#services/prepaid/domain/rows.ts'
import { CONSUMER, CONTRACT, COUNT, OTHER_CONSUMER, PERIOD, SHOP } from './opened.ts'
import { checkAll } from './invariants.ts'
import { asking } from './rig.ts'
import { ACTORS, staged, UseStage, type Actor } from './use-stage.ts'

const HOUR_MS = 3_600_000
/** The Monday before National Day 2026: off from 1 to 7 October, and Saturday the 10th is worked. */
const BEFORE_HOLIDAY_MS = startOfDayMs('2026-09-28') + 10 * HOUR_MS
const DAY_MS = 24 * HOUR_MS
const two: Offer = { ...COUNT, uses: 2, listUnitMinor: 150_000 }
const three: Offer = { ...COUNT, priceMinor: 100_000, uses: 3, listUnitMinor: 40_000 }

const at = (day: string, hour: number): number => startOfDayMs(day) + hour * HOUR_MS
const bucket = ({ hub }: UseStage, day: string) => hub.get(maturingTable, SHOP, day)

describe('silence', () => {
  test('is reminded of five working days and one before it counts, over the holidays', () => {
    const stage = staged({ atMs: BEFORE_HOLIDAY_MS }, (it) => it.request('use_first'))
    // After 28 September the 15th working day is 23 October, the 10th the 16th, and the 14th the 22nd.
    expect(stage.use('use_first').deemedAt).toBe(endOfDayMs('2026-10-23'))
    stage.hub.passUntil(endOfDayMs('2026-10-23'))
    const said = stage.hub.entries.filter(({ event }) => event.type.startsWith('prepaid.use-'))
    expect(said.map(({ event, atMs }) => [event.type, atMs]).slice(1)).toEqual([
      ['prepaid.use-reminded', at('2026-10-16', 9)],
      ['prepaid.use-reminded', at('2026-10-22', 9)],
      ['prepaid.use-deemed', endOfDayMs('2026-10-23')],
    ])
    expect(said.slice(1, 3).map(({ event }) => event.parties)).toEqual([[CONSUMER], [CONSUMER]])
    expect(stage.use('use_first')).toMatchObject({ state: 'deemed', reminders: 2 })
    expect(stage.earnedMinor).toBe(15_000n)
  })

  test('may be broken until its last millisecond, and a yes before it is nobody’s silence', () => {
    const stage = staged({}, (it) => {
      it.request('use_first')
      it.request('use_second')
    })
    const { deemedAt } = stage.use('use_first')
    stage.hub.passUntil(deemedAt - 1)
    stage.contest('use_first')
    stage.confirm('use_second')
    stage.hub.passUntil(deemedAt + DAY_MS)
    expect(stage.use('use_first').state).toBe('contested')
    expect(stage.use('use_second').state).toBe('confirmed')
  })

  test('that counted may be contested like any other yes', () => {
    const stage = staged({}, (it) => it.request('use_first'))
    stage.hub.passUntil(stage.use('use_first').deemedAt)
    expect(stage.use('use_first').objectionEndsAt).toBe(endOfDayMs('2026-12-16'))
    expect(stage.contest('use_first').body).toMatchObject({ wasCounted: true })
    expect([stage.heldMinor, stage.earnedMinor]).toEqual([300_000n, 0n])
  })
})

describe('a yes', () => {
  test('of the clerk for a consumer without a phone may be contested for as long as a silence', () => {
    const stage = staged({}, (it) => it.request('use_first', true))
    const { state, via, objectionEndsAt, deemedAt } = stage.use('use_first')
    expect([state, via]).toEqual(['confirmed', 'counter-for-consumer'])
    expect(objectionEndsAt).toBe(deemedAt)
    stage.hub.passUntil(deemedAt - 1)
    stage.contest('use_first')
    expect(stage.earnedMinor).toBe(0n)
  })

  test.each([
    // The window ends on Wednesday 25 November, the seven days on Sunday 29, so on Monday.
    ['the seven days end after the window', '2026-11-22', false, '2026-11-30'],
    ['they were given up with prior experience', '2026-11-22', true, '2026-11-25'],
    // Seven days from 29 September are over after the holidays, on 8 October, three working days on the 9th.
    ['the window ends after the seven days', '2026-09-29', false, '2026-10-09'],
  ] as const)('matures on the later day: %s', (_, day, prior, maturesOn) => {
    const stage = staged({ prior, atMs: at(day, 9) }, (it) => it.checkIn('use_first'))
    expect(stage.use('use_first').maturesOn).toBe(maturesOn)
    expect(bucket(stage, maturesOn)).toMatchObject({ amountMinor: 15_000n, uses: 1 })
  })
})

describe('a contest', () => {
  test('holds its own tranche, and no other', () => {
    const stage = staged({ prior: true }, (it) => {
      for (const use of ['use_first', 'use_second', 'use_third']) it.checkIn(use)
      it.request('use_open')
    })
    const others = ['use_first', 'use_third', 'use_open'].map((use) => stage.use(use))
    expect([stage.heldMinor, stage.earnedMinor]).toEqual([255_000n, 45_000n])
    stage.contest('use_second')
    expect([stage.heldMinor, stage.earnedMinor]).toEqual([270_000n, 30_000n])
    expect(bucket(stage, '2026-11-25')).toMatchObject({ amountMinor: 30_000n, uses: 2 })
    expect(others).toEqual(others.map(({ use }) => stage.use(use)))
    expect(stage.card).toMatchObject({ usesCounted: 2, usesOpen: 2, usesContested: 1 })
  })

  test('decided for the shop, its tranche matures on the day of the decision', () => {
    const stage = staged({ prior: true }, (it) => it.request('use_first'))
    stage.contest('use_first')
    stage.hub.passUntil(at('2026-11-30', 9))
    stage.decide('use_first', 'for-shop')
    expect(stage.use('use_first')).toMatchObject({ state: 'for-shop', maturesOn: '2026-11-30' })
    expect(bucket(stage, '2026-11-30')).toMatchObject({ amountMinor: 15_000n, uses: 1 })
    checkAll(stage.hub)
  })

  test('decided for the shop within the seven days, it matures with them', () => {
    const stage = staged({}, (it) => it.request('use_first'))
    stage.contest('use_first')
    stage.decide('use_first', 'for-shop')
    expect(stage.use('use_first').maturesOn).toBe('2026-11-30')
  })

  test('after the last class reopens the card, and so its validity', () => {
    const stage = staged({ offer: two }, (it) => {
      it.checkIn('use_first')
      it.checkIn('use_second')
    })
    expect(stage.card.state).toBe('completed')
    expect(stage.hub.due()).toEqual([])
    stage.contest('use_second')
    expect(stage.card.state).toBe('active')
    expect(stage.hub.due().map(({ kind, dueAtMs }) => [kind, dueAtMs])).toEqual([
      ['prepaid.validity', endOfDayMs(stage.card.validThrough ?? '')],
    ])
    const exposure = { countMinor: 150_000n, uses: 1 }
    expect(stage.hub.get(exposureTable, SHOP, CONSUMER)).toMatchObject(exposure)
    stage.decide('use_second', 'for-shop')
    expect(stage.card.state).toBe('completed')
    expect(stage.hub.due()).toEqual([])
  })

  test('that reopens a card whose days are over leaves it expired, with its money', () => {
    const stage = new UseStage({ offer: two })
    stage.checkIn('use_first')
    stage.hub.passUntil(endOfDayMs(stage.card.validThrough ?? '') - DAY_MS)
    stage.request('use_second')
    stage.hub.passUntil(stage.use('use_second').deemedAt)
    expect(stage.card.state).toBe('completed')
    stage.contest('use_second')
    stage.hub.passUntil(stage.hub.nowMs)
    expect(stage.card.state).toBe('expired')
    stage.decide('use_second', 'for-consumer')
    expect([stage.heldMinor, stage.card.state]).toEqual([150_000n, 'expired'])
  })
})

describe('tranches', () => {
  test('are equal parts, and the last one takes what is left', () => {
    const stage = staged({ offer: three }, (it) => {
      for (const use of ['use_first', 'use_second', 'use_third']) it.checkIn(use)
    })
    const parts = ['use_first', 'use_second', 'use_third'].map((use) => stage.use(use).amountMinor)
    expect(parts).toEqual([33_333n, 33_333n, 33_334n])
    expect([stage.heldMinor, stage.card.state]).toEqual([0n, 'completed'])
  })

  test('a class that was withdrawn gives its part back, for another class', () => {
    const stage = staged({ offer: three }, (it) => {
      for (const use of ['use_first', 'use_second', 'use_third']) it.request(use)
    })
    expect(stage.ask('clerk', 'request-use', stage.class('use_fourth'))).toBe('uses_used_up')
    stage.do('clerk', 'withdraw-use', { use: 'use_first' })
    expect(stage.request('use_fourth').body).toMatchObject({ n: 4, amountMinor: 33_333 })
    for (const use of ['use_second', 'use_third', 'use_fourth']) stage.confirm(use)
    expect([stage.heldMinor, stage.card.state]).toEqual([0n, 'completed'])
  })

  test('of a card of days are earned for each thirty, and sum to the price', () => {
    const stage = new UseStage({ offer: { ...PERIOD, priceMinor: 100_000, days: 65, giftDays: 2 } })
    stage.hub.passUntil(stage.hub.nowMs + 120 * DAY_MS)
    const requests = stage.hub.entries
      .filter(({ event }) => event.type === 'prepaid.use-requested')
      .map(({ event: { body } }) => [body['servedOn'], body['amountMinor'], body['via']])
    // 30, 30 and 7 of 67 days; the card was paid on 22 November.
    expect(requests).toEqual([
      ['2026-12-21', 44_776, 'period'],
      ['2027-01-20', 44_776, 'period'],
      ['2027-01-27', 10_448, 'period'],
    ])
    expect([stage.heldMinor, stage.card.state]).toEqual([0n, 'completed'])
  })

  test.each([['prepaid.period'], ['prepaid.validity']])(
    'the last one and the card end at the same instant, whichever is recorded first: %s',
    (first) => {
      const stage = new UseStage({ offer: PERIOD })
      stage.hub.passUntil(endOfDayMs(stage.card.validThrough ?? '') - 1)
      const ends = stage.hub.due().filter(({ key }) => key === CONTRACT)
      expect(new Set(ends.map(({ dueAtMs }) => dueAtMs)).size).toBe(1)
      for (const due of ends.toSorted(({ kind }) => (kind === first ? -1 : 1))) stage.hub.lapse(due)
      expect(stage.card).toMatchObject({ state: 'expired', usesNumbered: 3, usesTotal: 3 })
    },
  )

  test('of a card of days that the notary decides for the consumer go back with the refund', () => {
    const stage = new UseStage({ offer: PERIOD })
    stage.hub.passUntil(endOfDayMs('2026-12-21'))
    const use = stage.hub.list(useTable)[0]?.use ?? ''
    stage.contest(use)
    stage.decide(use, 'for-consumer')
    expect(stage.card).toMatchObject({ returnedMinor: 144_000n, usesCounted: 0, state: 'active' })
    stage.end('shop')
    // All but the 31st of 75 days, on which it was asked for.
    expect(stage.hub.list(payoutTable).map(({ amountMinor }) => amountMinor)).toEqual([355_200n])
  })
})

test('a card that expires keeps its money, for what is open and for its refund', () => {
  const stage = new UseStage()
  stage.checkIn('use_first')
  stage.hub.passUntil(endOfDayMs(stage.card.validThrough ?? '') - DAY_MS)
  stage.request('use_last')
  stage.hub.passUntil(endOfDayMs(stage.card.validThrough ?? ''))
  expect([stage.card.state, stage.heldMinor]).toEqual(['expired', 285_000n])
  const late = stage.ask('clerk', 'request-use', stage.class('use_late'))
  expect(late).toBe('contract_not_active')
  stage.confirm('use_last')
  expect([stage.card.state, stage.heldMinor]).toEqual(['expired', 270_000n])
  stage.end()
  expect(stage.hub.list(payoutTable).map(({ amountMinor }) => amountMinor)).toEqual([270_000n])
  checkAll(stage.hub)
})

describe('what a contest withheld when the card ended', () => {
  const ended = () =>
    staged({}, (it) => {
      it.checkIn('use_first')
      it.contest('use_first')
      it.end()
    })

  test('is paid to the shop with what matures on the day of the decision', () => {
    const stage = ended()
    expect([stage.heldMinor, stage.earnedMinor]).toEqual([15_000n, 0n])
    stage.decide('use_first', 'for-shop')
    expect([stage.heldMinor, stage.earnedMinor]).toEqual([0n, 15_000n])
    expect(stage.hub.list(payoutTable)).toHaveLength(1)
    checkAll(stage.hub)
  })

  test.each([
    ['notary decides', 'notary', 'decide-use', { outcome: 'for-consumer', reason: 'No record.' }],
    ['shop gives in', 'clerk', 'withdraw-use', {}],
  ] as const)('goes back as a further payout when the %s', (_, actor, name, more) => {
    const stage = ended()
    stage.hub.do(asking(`prepaid.${name}`, { use: 'use_first', ...more }), ACTORS[actor])
    expect([stage.heldMinor, stage.earnedMinor]).toEqual([0n, 0n])
    const ordered = stage.hub.list(payoutTable).map(({ amountMinor }) => amountMinor)
    expect(ordered).toEqual([285_000n, 15_000n])
    checkAll(stage.hub)
  })
})

test('a second tap is the same act, whichever it was', () => {
  const taps = <N extends CommandName>(
    it: UseStage,
    actor: Actor,
    name: N,
    fields: Fields<N>,
  ): void => {
    const first = it.hub.entries.length
    expect([name, it.ask(actor, name, fields)]).toEqual([name, 'recorded'])
    const size = it.hub.entries.length
    expect([name, it.ask(actor, name, fields)]).toEqual([name, 'existing'])
    const again = it.hub.act({ type: `prepaid.${name}`, ...fields }, ACTORS[actor])
    expect(again).toMatchObject({ kind: 'existing', index: first })
    expect(it.hub.entries).toHaveLength(size)
  }
  const stage = new UseStage()
  const use = (name: string) => ({ use: name })
  taps(stage, 'consumer', 'check-in', { ...use('use_code'), contract: CONTRACT, shop: SHOP })
  taps(stage, 'clerk', 'request-use', stage.class('use_first'))
  taps(stage, 'consumer', 'confirm-use', use('use_first'))
  taps(stage, 'consumer', 'contest-use', { ...use('use_first'), reason: 'not-delivered' })
  const reason = 'So it was found'
  taps(stage, 'notary', 'decide-use', { ...use('use_first'), outcome: 'for-shop', reason })
  taps(stage, 'clerk', 'request-use', stage.class('use_second'))
  taps(stage, 'clerk', 'withdraw-use', use('use_second'))
  const stranger = asking('prepaid.confirm-use', use('use_code'))
  expect(stage.hub.refusal(stranger, OTHER_CONSUMER)).toBe('not_your_use')
})
