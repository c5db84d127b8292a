/** Uses of a card, from the counter's word to the notary's decision: a row per refusal, in order of precedence. */
import { expect, test } from 'vitest'
import { endOfDayMs } from '#kernel/time/legal-day.ts'
import { moneyRefusals } from '#services/prepaid/api/refusals-money.ts'
import { REFUSALS } from '#services/prepaid/api/refusals.ts'
import type { CommandName, Offer } from '#services/prepaid/contract.ts'
import * as opened from './opened.ts'
import { asking, START_MS, type World } from './rig.ts'
import { ask, type Fields } from './sale-stage.ts'
import { staged, SYSTEM, UseStage } from './use-stage.ts'

const { CLERK, CONSUMER, CONTRACT, COUNT, HEAD, NOTARY, OTHER_HEAD, PERIOD, SHOP } = opened
const NOBODY = 'pty_nobody'
const DAY_MS = 86_400_000
const DECIDED = { outcome: 'for-shop', reason: 'So it was found' } as const

interface Row {
  readonly name: CommandName
  readonly type: string
  readonly at: World
  readonly fields: Fields
  readonly actor: string
}

function row(
  name: CommandName,
  type: string,
  { hub }: Pick<UseStage, 'hub'>,
  [fields, actor]: [Fields, string],
): Row {
  return { name, type, at: hub, fields, actor }
}

const use = { use: 'use_first' }
const none = { use: 'use_none' }
const future = { servedOn: '2027-01-01', servedAt: '08:00', isForConsumer: false }
const onFirst = { contract: CONTRACT, ...future }
const entered = { use: 'use_other', ...onFirst }
/** Given before the card was paid for, which is more than a week ago. */
const before = { ...entered, servedOn: '2026-11-10' }
const scanned = { use: 'use_other', contract: CONTRACT, shop: opened.OTHER_SHOP }
const here = { ...scanned, shop: SHOP }
const one = { ...COUNT, uses: 1, listUnitMinor: 300_000 }

const requested = staged({}, (it) => it.request('use_first'))
const confirmed = staged({}, (it) => it.checkIn('use_first'))
const fresh = new UseStage()
const stopped = staged({ offer: PERIOD }, (it) => it.stop())
const days = new UseStage({ offer: PERIOD })
const usedUp = staged({ offer: one }, (it) => it.request('use_first'))
const withdrawn = staged({}, (it) => {
  it.request('use_first')
  it.do('clerk', 'withdraw-use', { use: 'use_first' })
})
/** The notary has come to work at the shop as well. */
const ownMatter = staged({}, (it) => {
  it.request('use_first')
  const clerk = { organisation: SHOP, person: NOTARY, role: 'clerk', by: SHOP }
  it.hub.do(asking('parties.appoint', clerk), HEAD)
})
const overdue = staged({}, (it) => {
  it.checkIn('use_first')
  it.hub.nowMs = it.use('use_first').objectionEndsAt ?? 0
})

/** Past the last day of validity, before the clock has recorded that. */
function ranOut(offer: Offer): UseStage {
  return staged({ offer }, (it) => {
    it.hub.nowMs = endOfDayMs(it.card.validThrough ?? '')
  })
}

// In order of precedence within an act: each row has the faults of the rows under it, as far as they go together.
const refused: readonly Row[] = [
  row('request-use', 'use_differs', requested, [
    { ...entered, ...use, contract: 'con_none' },
    NOBODY,
  ]),
  row('request-use', 'contract_unknown', fresh, [{ ...entered, contract: 'con_none' }, NOBODY]),
  row('request-use', 'not_of_shop', stopped, [entered, OTHER_HEAD]),
  row('request-use', 'not_of_shop', stopped, [entered, CONSUMER]),
  row('request-use', 'contract_not_active', stopped, [entered, CLERK]),
  row('request-use', 'period_card_has_no_uses', ranOut(PERIOD), [
    { ...entered, servedOn: '2027-12-31' },
    CLERK,
  ]),
  row('request-use', 'validity_over', ranOut(COUNT), [
    { ...entered, servedOn: '2027-12-31' },
    HEAD,
  ]),
  row('request-use', 'served_in_future', usedUp, [{ ...entered, servedOn: '2026-11-23' }, CLERK]),
  row('request-use', 'served_too_long_ago', usedUp, [before, CLERK]),
  row('request-use', 'served_before_payment', usedUp, [
    { ...before, servedOn: '2026-11-21' },
    CLERK,
  ]),
  row('request-use', 'uses_used_up', usedUp, [{ ...before, servedOn: '2026-11-22' }, CLERK]),
  row('check-in', 'use_differs', requested, [{ ...scanned, ...use, contract: 'con_none' }, NOBODY]),
  row('check-in', 'contract_unknown', fresh, [{ ...scanned, contract: 'con_none' }, NOBODY]),
  row('check-in', 'not_your_contract', stopped, [scanned, opened.OTHER_CONSUMER]),
  row('check-in', 'shop_differs', stopped, [scanned, CONSUMER]),
  row('check-in', 'contract_not_active', stopped, [here, CONSUMER]),
  row('check-in', 'period_card_has_no_uses', ranOut(PERIOD), [here, CONSUMER]),
  row('check-in', 'validity_over', ranOut(COUNT), [here, CONSUMER]),
  row('check-in', 'uses_used_up', usedUp, [here, CONSUMER]),
  row('confirm-use', 'use_unknown', fresh, [none, NOBODY]),
  row('confirm-use', 'not_your_use', withdrawn, [use, CLERK]),
  row('confirm-use', 'use_not_requested', withdrawn, [use, CONSUMER]),
  row('contest-use', 'use_unknown', fresh, [{ ...none, reason: 'other' }, NOBODY]),
  row('contest-use', 'not_your_use', overdue, [{ ...use, reason: 'other' }, HEAD]),
  row('contest-use', 'use_not_contestable', withdrawn, [{ ...use, reason: 'other' }, CONSUMER]),
  row(
    'contest-use',
    'use_not_contestable',
    staged({}, (it) => {
      it.checkIn('use_first')
      it.end()
      it.hub.nowMs += 30 * DAY_MS
    }),
    [{ ...use, reason: 'other' }, CONSUMER],
  ),
  row('contest-use', 'objection_over', overdue, [{ ...use, reason: 'other' }, CONSUMER]),
  row('withdraw-use', 'use_unknown', fresh, [none, NOBODY]),
  row('withdraw-use', 'not_of_shop', confirmed, [use, OTHER_HEAD]),
  row('withdraw-use', 'use_decided', confirmed, [use, CLERK]),
  row('decide-use', 'not_notary', fresh, [{ ...none, ...DECIDED }, HEAD]),
  row('decide-use', 'use_unknown', fresh, [{ ...none, ...DECIDED }, NOTARY]),
  row('decide-use', 'own_matter', ownMatter, [{ ...use, ...DECIDED }, NOTARY]),
  row('decide-use', 'use_not_contested', requested, [{ ...use, ...DECIDED }, NOTARY]),
  row('lapse-use', 'use_unknown', fresh, [none, SYSTEM]),
  row('lapse-use', 'use_not_requested', confirmed, [use, SYSTEM]),
  row('lapse-use', 'not_due_yet', requested, [use, SYSTEM]),
  row('lapse-period', 'contract_unknown', fresh, [{ contract: 'con_none' }, SYSTEM]),
  row('lapse-period', 'contract_not_active', stopped, [{ contract: CONTRACT }, SYSTEM]),
  row('lapse-period', 'contract_not_active', fresh, [{ contract: CONTRACT }, SYSTEM]),
  row('lapse-period', 'not_due_yet', days, [{ contract: CONTRACT }, SYSTEM]),
  row('lapse-validity', 'contract_unknown', fresh, [{ contract: 'con_none' }, SYSTEM]),
  row('lapse-validity', 'contract_not_active', stopped, [{ contract: CONTRACT }, SYSTEM]),
  row('lapse-validity', 'not_due_yet', days, [{ contract: CONTRACT }, SYSTEM]),
]

test.each(refused)('$name: $type', ({ name, type, at, fields, actor }) => {
  const size = at.entries.length
  expect(at.refusal(ask(name, fields), actor)).toBe(type)
  expect(at.entries).toHaveLength(size)
})

test('every refusal of these acts that the API tells of has a row above, in that order', () => {
  // A check-in is of the class that is being given: its day is the book's and cannot be wrong.
  const told = (name: CommandName): readonly string[] =>
    REFUSALS[name].filter(
      (type) => !(type in moneyRefusals) && !(name === 'check-in' && type.startsWith('served_')),
    )
  const found = Map.groupBy(refused, ({ name }) => name)
  for (const [name, rows] of found) {
    expect([name, [...new Set(rows.map(({ type }) => type))]]).toEqual([name, told(name)])
  }
  expect(found.size).toBe(9)
})

test('every act names each row that it touches, save the day on which a tranche matures', () => {
  // That day follows from the time at which it is decided.
  const waits = refused.flatMap(({ at }) => at.waits)
  expect(waits.filter((wait) => !wait.endsWith(': prepaid_maturing'))).toEqual([])
})

test('the instant itself decides: the last millisecond is in time, the end of the day is not', () => {
  const last = endOfDayMs(fresh.card.validThrough ?? '')
  const asked = { use: 'use_late', contract: CONTRACT, shop: SHOP }
  const inTime = new UseStage()
  expect(inTime.hub.refusal(ask('check-in', asked), CONSUMER, last - 1)).toBe('recorded')
  expect(new UseStage().hub.refusal(ask('check-in', asked), CONSUMER, last)).toBe('validity_over')
  const ended = (it: UseStage) => it.use('use_first').objectionEndsAt ?? 0
  for (const [earlierMs, answer] of [
    [1, 'recorded'],
    [0, 'objection_over'],
  ] as const) {
    const stage = staged({}, (it) => it.checkIn('use_first'))
    const contest = ask('contest-use', { ...use, reason: 'not-there' })
    expect(stage.hub.refusal(contest, CONSUMER, ended(stage) - earlierMs)).toBe(answer)
  }
})

test('a counter may enter what it forgot for seven days, and no longer', () => {
  const stage = new UseStage()
  stage.hub.passUntil(START_MS + 20 * DAY_MS)
  const forgotten = (servedOn: string) => stage.class(`use_of-${servedOn}`, { servedOn })
  expect(stage.ask('clerk', 'request-use', forgotten('2026-12-04'))).toBe('served_too_long_ago')
  expect(stage.ask('clerk', 'request-use', forgotten('2026-12-05'))).toBe('recorded')
})

test.each([
  ['another card', { contract: 'con_none' }],
  ['another day', { servedOn: '2026-11-21' }],
  ['another hour', { servedAt: '09:30' }],
  ['another way', { isForConsumer: true }],
])('the id of a use under %s is another act', (_, over) => {
  const stage = staged({}, (it) => it.request('use_first'))
  expect(stage.ask('clerk', 'request-use', stage.class('use_first'))).toBe('existing')
  expect(stage.ask('clerk', 'request-use', stage.class('use_first', over))).toBe('use_differs')
})

test('a check-in under the id of what the counter requested is no answer to that', () => {
  const stage = staged({}, (it) => it.request('use_first'))
  const asked = { use: 'use_first', contract: CONTRACT, shop: SHOP }
  expect(stage.ask('consumer', 'check-in', asked)).toBe('use_differs')
  expect(stage.use('use_first').state).toBe('requested')
})
