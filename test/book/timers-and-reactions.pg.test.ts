/** What the book does by itself: what is due lapses once and in order, what an event causes is done once. */
import { describe, expect, test } from 'vitest'
import type { Answer } from '#kernel/book/answer.ts'
import type { Slice } from '#kernel/book/slice.ts'
import { Submissions } from '#platform/book/submissions.ts'
import type { Fault } from '../faults/sessions.ts'
import { kindsOf } from '../faults/journal.ts'
import { lines, startRunners } from '../faults/runners.ts'
import {
  asMigrator,
  BEGINNING,
  confirm,
  openContract,
  openStage,
  POLL,
  SECRET,
  sliceDatabase,
} from '../faults/stage.ts'
import type { EscrowCommand } from '../slice/commands.ts'
import { escrow } from '../slice/escrow.ts'

const HOUR_MS = 3_600_000

/** Goes on by itself, and further when it is told to: deadlines pass without being waited for. */
class BookTime {
  aheadMs: number

  constructor(aheadMs = 0) {
    this.aheadMs = aheadMs
  }

  readonly nowMs = (): number => Date.now() + this.aheadMs
}

const ENDED = `select body->>'contract' as line from (select idx, convert_from(leaf, 'UTF8')::jsonb->'body'
  as body from entry where type in ('escrow.lapsed', 'escrow.closed')) e order by idx`
const DUE = 'select kind || key as line from due order by due_at'
const PARKED = "select name || ' ' || refusal as line from parked order by name"
const EXPIRED = "select hold as line from transfer where op = 'expire'"

describe('timers lapse', () => {
  test('each contract once, in due order, when it is due and not before', async () => {
    const time = new BookTime()
    const { nowMs } = time
    const stage = await openStage({ bookNowMs: nowMs })
    await stage.ask(...BEGINNING)
    const startMs = nowMs()
    const whole = { type: 'escrow.promise', contract: 'c1', amountMinor: '100000' } as const
    const made = await stage.ask(
      openContract('third', { expiresAtMs: startMs + 4 * HOUR_MS }),
      openContract('first', { expiresAtMs: startMs + HOUR_MS }),
      openContract('second', { expiresAtMs: startMs + 2 * HOUR_MS }),
      { ...whole, promise: 'p1', expiresAtMs: startMs + 3 * HOUR_MS },
    )
    expect(kindsOf(made)).toEqual(Array(4).fill('recorded'))
    const runners = startRunners(stage, { nowMs })
    time.aheadMs = HOUR_MS
    // A deadline is judged by the clock, whether its lapse has run or not.
    expect(kindsOf(await stage.ask(confirm('u1', 'first')))[0]).toMatch(
      /^refused contract_(expired|not_open)$/,
    )
    await expect.poll(() => lines(stage.urls, ENDED), POLL).toEqual(['first'])
    time.aheadMs = 4 * HOUR_MS
    await expect.poll(() => lines(stage.urls, ENDED), POLL).toEqual(['first', 'second', 'third'])
    await expect.poll(() => lines(stage.urls, EXPIRED), POLL).toEqual(['p1'])
    expect(kindsOf(await stage.ask(confirm('u2', 'c1')))).toEqual(['recorded'])
    expect(await lines(stage.urls, DUE)).toEqual(['contractc1', 'contractc2'])
    expect(await lines(stage.urls, PARKED)).toEqual([])
    await runners.stop()
    await stage.finish()
  })

  test('nothing after a gap of more than an hour, until the operator has looked', async () => {
    const urls = await sliceDatabase()
    const before = await openStage({ urls })
    await before.ask(...BEGINNING, openContract('due', { expiresAtMs: Date.now() + HOUR_MS }))
    await before.finish()
    await asMigrator(urls, "update book set lease_until = now() - interval '61 minutes'")
    const { journal, rig } = before
    const { nowMs } = new BookTime(HOUR_MS)
    const { signerFolder } = rig
    const stage = await openStage({ urls, journal, signerFolder, bookNowMs: nowMs })
    const runners = startRunners(stage, { afterGap: 'wait', nowMs })
    expect(stage.rig.writer.state.timersWait).toBe(true)
    // Two rounds of the timers pass without a lapse, while acts go on.
    await new Promise((resolve) => setTimeout(resolve, 1200))
    expect(await lines(urls, ENDED)).toEqual([])
    expect(kindsOf(await stage.ask(confirm('u1', 'c1'), confirm('u2', 'due')))).toEqual([
      'recorded',
      'refused contract_expired',
    ])
    runners.timers.release()
    await expect.poll(() => lines(urls, ENDED), POLL).toEqual(['due'])
    expect(stage.rig.writer.state.timersWait).toBe(false)
    await runners.stop()
    await stage.finish()
  })
})

test('timers lapse what is refused only once, and park it where an operator sees it', async () => {
  const stage = await openStage()
  await stage.ask(...BEGINNING)
  const startMs = Date.now()
  await stage.ask(
    openContract('bad', { expiresAtMs: startMs + HOUR_MS }),
    openContract('good', { expiresAtMs: startMs + HOUR_MS + 1 }),
  )
  await asMigrator(stage.urls, "update contract set state = 'frozen' where contract = 'bad'")
  await stage.rig.stop()
  const { journal, rig, urls } = stage
  const { nowMs } = new BookTime(2 * HOUR_MS)
  const { signerFolder } = rig
  const next = await openStage({ urls, journal, signerFolder, bookNowMs: nowMs })
  const runners = startRunners(next, { nowMs })
  await expect.poll(() => lines(urls, ENDED), POLL).toEqual(['good'])
  expect(await lines(urls, PARKED)).toEqual(['lapse/contract/bad contract_not_open'])
  await runners.stop()
  await asMigrator(urls, "update contract set state = 'open' where contract = 'bad'")
  await next.finish()
})

test('a lapse that somebody forestalled is no matter for an operator', async () => {
  const stage = await openStage()
  await stage.ask(...BEGINNING, openContract('s0'))
  const { writer } = stage.rig
  const lapse = (contract: string): Promise<Answer> =>
    new Promise((resolve) => {
      const command: EscrowCommand = { type: 'escrow.lapse-contract', contract }
      const of = { kind: 'contract', key: contract }
      const item = new Submissions(SECRET).fromSystem('timer', command, { lapse: of }, resolve)
      writer.offer('timer', [item])
    })
  // Sent twice, as when it was read again before the first was written; and after somebody closed it.
  const twice = await Promise.all([lapse('c1'), lapse('c1')])
  expect(kindsOf(twice)).toEqual(['recorded', 'refused contract_not_open'])
  await stage.ask({ type: 'escrow.close-contract', contract: 'c2' })
  expect(kindsOf([await lapse('c2')])).toEqual(['refused contract_not_open'])
  expect(await lines(stage.urls, PARKED)).toEqual([])
  await asMigrator(stage.urls, "insert into due values ('sh', now(), 'contract', 'gone')")
  expect(kindsOf([await lapse('gone')])).toEqual(['refused contract_unknown'])
  expect(await lines(stage.urls, PARKED)).toEqual(['lapse/contract/gone contract_unknown'])
  await asMigrator(stage.urls, "delete from due where key = 'gone'")
  await stage.finish()
})

const NAMES = Array.from({ length: 9 }, (_, i) => `s${i}`)

const closeSchool: EscrowCommand = { type: 'escrow.close-school', school: 'swim', contracts: NAMES }

/** The second of its commands has a key that PostgreSQL does not take. */
const reacting: Slice = {
  ...escrow,
  reactions: [
    {
      name: 'escrow.close-contracts',
      on: ['escrow.school-closed'],
      expected: [],
      react: () =>
        ['s0', 'nul\0', 's1'].map((name): EscrowCommand => ({
          type: 'escrow.close-contract',
          contract: name,
        })),
    },
  ],
}

const FAULTS: readonly (Fault | undefined)[] = [
  undefined,
  { at: 'commit', effect: 'lost' },
  { at: 'commit', effect: 'answer-lost' },
  { at: 'write_', effect: 'answer-lost' },
]

describe('a reaction', () => {
  test.each(FAULTS)('closes each contract once, across restarts: %o', async (fault) => {
    const urls = await sliceDatabase()
    const limits = { batchCommandsMax: 2 }
    let stage = await openStage({ urls, limits })
    const { journal } = stage
    const { signerFolder } = stage.rig
    await stage.ask(...BEGINNING, ...NAMES.map((name) => openContract(name)), confirm('u1', 's3'))
    await stage.ask(closeSchool)
    for (let round = 1; round <= 3; round += 1) {
      // Each round ends in the middle: as soon as some more contracts are closed.
      if (fault !== undefined) stage.faults.arm(fault)
      const runners = startRunners(stage)
      await expect
        .poll(async () => (await lines(urls, ENDED)).length, { ...POLL, interval: 1 })
        .toBeGreaterThanOrEqual(Math.min(NAMES.length, round * 3))
      await runners.stop()
      await stage.rig.stop()
      stage = await openStage({ urls, limits, journal, signerFolder })
    }
    const runners = startRunners(stage)
    await expect.poll(() => lines(urls, ENDED), POLL).toEqual(NAMES)
    // The last command moves the cursor to the entry behind its event.
    const cursors = "select idx || '/' || ordinal as line from reaction_cursor"
    const closed = "select idx + 1 || '/0' as line from entry where type = 'escrow.school-closed'"
    await expect.poll(() => lines(urls, cursors), POLL).toEqual(await lines(urls, closed))
    expect(await lines(urls, PARKED)).toEqual([])
    await runners.stop()
    await stage.finish()
  })

  test('passes over what it expected, and parks what it did not', async () => {
    const stage = await openStage()
    await stage.ask(...BEGINNING, openContract('s0'), openContract('s1'), openContract('s2'))
    const close = { type: 'escrow.close-contract', contract: 's1' } as const
    await stage.ask(close)
    const contracts = ['s0', 's1', 'unknown', 's2']
    await stage.ask({ type: 'escrow.close-school', school: 'swim', contracts })
    const runners = startRunners(stage)
    await expect.poll(() => lines(stage.urls, ENDED), POLL).toEqual(['s1', 's0', 's2'])
    expect(await lines(stage.urls, PARKED)).toEqual([
      expect.stringMatching(/^reaction\/escrow\.close-contracts\/\d+\/2 contract_unknown$/),
    ])
    await runners.stop()
    await stage.finish()
  })

  test('parks a command that PostgreSQL refuses, and loses none behind it', async () => {
    const stage = await openStage({ slices: [reacting] })
    await stage.ask(...BEGINNING, openContract('s0'), openContract('s1'))
    await stage.ask(closeSchool)
    const runners = startRunners(stage, { slices: [reacting] })
    await expect.poll(() => lines(stage.urls, ENDED), POLL).toEqual(['s0', 's1'])
    expect(await lines(stage.urls, PARKED)).toEqual([
      expect.stringMatching(/^reaction\/escrow\.close-contracts\/\d+\/1 failed$/),
    ])
    await runners.stop()
    await stage.finish()
  })
})
