/** One batch: commands in order, each on what the ones before it did; a refused one leaves no trace. */
import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import type { JsonObject } from '#kernel/std/json.ts'
import { Cells, measureFromJson, measureToJson } from '#kernel/figures/cell.ts'
import { account } from '#kernel/money/transfer.ts'
import { BatchRows, RowCache } from '#kernel/rows/rows.ts'
import { defineTable, tableKey } from '#kernel/rows/table.ts'
import { Batch, EVENTS_PER_COMMAND_MAX, type Decided } from './batch.ts'
import { registryOf } from './registry.ts'
import { existing, record, refuse, type Command, type Event, type Slice } from './slice.ts'

const tally = defineTable({ name: 'tally', key: { tally: 'text' }, columns: { count: 'index' } })

interface Count extends Command {
  readonly type: 'tally.count'
  readonly tally: string
  readonly by: number
  readonly events?: number
  readonly twist?: 'refuse' | 'throw' | 'touch' | 'overdraw' | 'existing'
}

const opening = {
  op: 'open',
  account: 'purse',
  currency: 'CNY',
  side: 'credit',
  overdraft: false,
} as const

const areaOf = (body: JsonObject): string => JSON.stringify(body['area']).slice(1, -1)

function counted({ tally: name, by, twist }: Count): Event {
  const area = name
  const event = { type: 'tally.counted', body: { area, by }, parties: [`pty_${name}`] }
  if (twist !== 'overdraw') return event
  const move = { op: 'move', debit: 'purse', credit: 'other', amountMinor: 1n } as const
  // The first transfer is accepted, the second is not: neither may stay.
  return { ...event, transfers: [opening, { ...opening, account: 'other' }, move] }
}

const slice: Slice = {
  name: 'tally',
  tables: [tally],
  commands: {
    'tally.count': {
      reads: ({ tally: name }: Count) => [tableKey(tally, name)],
      decide(rows, command: Count, { nowMs }) {
        rows.get(tally, command.tally)
        if (command.twist === 'refuse') return refuse('not_today', { nowMs })
        if (command.twist === 'existing') return existing(3)
        if (command.twist === 'touch') rows.get(tally, 'elsewhere')
        const count = command.events ?? 1
        const [first, ...rest] = Array.from({ length: count }, () => counted(command))
        if (first === undefined) throw new Error('an act has an event')
        return record(first, ...rest)
      },
    },
  },
  events: {
    'tally.counted': {
      v: 2,
      apply(rows, { body, index }) {
        const name = areaOf(body)
        const by = Number(body['by'])
        rows.put(tally, { tally: name, count: (rows.get(tally, name)?.count ?? 0) + by })
        rows.setDue('tally', name, index)
        if (by === 13) throw new Error('a defect in apply')
      },
      measures: ({ body }) => [
        {
          indicator: 'tally',
          area: areaOf(body),
          period: '2026',
          amount: BigInt(Number(body['by'])),
        },
      ],
    },
  },
  lapses: {},
}

const ORIGIN = 'sh.hub.example/book/1'

function emptyBatch(): Batch {
  const rows = new BatchRows(new RowCache(100))
  for (const name of ['a', 'b']) rows.load(tally, name, null)
  for (const name of ['purse', 'other']) rows.load(account, name, null)
  return new Batch({ book: ORIGIN, rows, registry: registryOf([slice]), size: 5, atMs: 100 })
}

function decide(batch: Batch, command: Omit<Count, 'type'>, clockMs = 100): Decided {
  return batch.decide(submissionOf({ type: 'tally.count', ...command }), clockMs)
}

function submissionOf(command: Command) {
  const evidence = { method: 'system', credential: 'system' } as const
  return { command, actor: 'pty_a', evidence, commandMac: new Uint8Array(32) }
}

const traceOf = (batch: Batch): unknown => ({
  size: batch.size,
  atMs: batch.atMs,
  transfers: batch.transfers,
  cells: batch.cells.list(),
  rows: [...batch.rows.changes()],
  due: batch.rows.dueChanges(),
})

describe('a command', () => {
  test('sees what an earlier one of its batch did', () => {
    const batch = emptyBatch()
    expect(decide(batch, { tally: 'a', by: 2 })).toEqual({ kind: 'recorded', first: 5, count: 1 })
    expect(decide(batch, { tally: 'a', by: 3, events: 2 })).toMatchObject({ first: 6, count: 2 })
    expect(batch.rows.get(tally, 'a')).toEqual({ tally: 'a', count: 8 })
    expect(batch.drafts.map(({ index, v }) => [index, v])).toEqual([
      [5, 2],
      [6, 2],
      [7, 2],
    ])
    expect(batch.cells.list()).toEqual([
      { indicator: 'tally', area: 'a', period: '2026', amount: 8n },
    ])
  })

  test.each([
    ['refused by decide', { by: 1, twist: 'refuse' }, { kind: 'refused' }],
    ['refused by the accounts', { by: 1, twist: 'overdraw' }, { kind: 'refused' }],
    ['in the book already', { by: 1, twist: 'existing' }, { kind: 'existing', index: 3 }],
    ['touching what is not loaded', { by: 1, twist: 'touch' }, { kind: 'waits' }],
    ['failing in apply', { by: 13, events: 2 }, { kind: 'failed' }],
    ['of too many events', { by: 1, events: EVENTS_PER_COMMAND_MAX + 1 }, { kind: 'failed' }],
    ['of no event', { by: 1, events: 0 }, { kind: 'failed' }],
  ] as const)('%s leaves no trace', (_, command, decided) => {
    const batch = emptyBatch()
    decide(batch, { tally: 'a', by: 1 })
    const before = traceOf(batch)
    expect(decide(batch, { tally: 'a', ...command }, 900)).toMatchObject(decided)
    expect(traceOf(batch)).toEqual(before)
    expect(decide(batch, { tally: 'a', by: 1 })).toEqual({ kind: 'recorded', first: 6, count: 1 })
  })

  test('that waits names the row, and one that nobody knows is refused', () => {
    const batch = emptyBatch()
    const waits = decide(batch, { tally: 'a', by: 1, twist: 'touch' })
    expect(waits).toEqual({ kind: 'waits', key: tableKey(tally, 'elsewhere') })
    const unknown = batch.decide(submissionOf({ type: 'tally.forget' }), 100)
    expect(unknown).toEqual({ kind: 'refused', refusal: { type: 'command_unknown' } })
  })

  test('of as many events as there may be is recorded', () => {
    const decided = decide(emptyBatch(), { tally: 'a', by: 1, events: EVENTS_PER_COMMAND_MAX })
    expect(decided).toMatchObject({ kind: 'recorded', count: EVENTS_PER_COMMAND_MAX })
  })

  test('is decided at a time that never runs backwards', () => {
    const batch = emptyBatch()
    for (const clockMs of [90, 250, 120]) decide(batch, { tally: 'a', by: 1 }, clockMs)
    expect(batch.drafts.map(({ atMs }) => atMs)).toEqual([100, 250, 250])
    const refused = decide(batch, { tally: 'a', by: 1, twist: 'refuse' }, 240)
    expect(refused).toMatchObject({ refusal: { params: { nowMs: 250 } } })
  })

  test('of a timer has to clear what was due', () => {
    const batch = emptyBatch()
    const command: Count = { type: 'tally.count', tally: 'a', by: 1 }
    const lapse = { kind: 'tally', key: 'b' }
    expect(batch.decide({ ...submissionOf(command), lapse }, 100).kind).toBe('failed')
    expect(batch.size).toBe(5)
    const own = { ...submissionOf(command), lapse: { kind: 'tally', key: 'a' } }
    expect(batch.decide(own, 100).kind).toBe('recorded')
  })
})

describe('what a command wants', () => {
  test('is what is not loaded yet, absent rows not included', () => {
    const batch = emptyBatch()
    const wants = (name: string) =>
      batch.wants({ type: 'tally.count', tally: name } as Command, 'pty_tester')
    expect(wants('a')).toEqual({ keys: [], isComplete: true })
    expect(wants('c')).toEqual({ keys: [tableKey(tally, 'c')], isComplete: true })
    expect(batch.wants({ type: 'tally.forget' }, 'pty_tester')).toEqual({
      keys: [],
      isComplete: true,
    })
  })
})

describe('cells', () => {
  const part = fc.constantFrom('x', 'y', 'xy')
  const measure = fc.record({
    indicator: part,
    area: part,
    period: part,
    amount: fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }),
  })

  test('hold the sum of each indicator, area and period, once', () => {
    fc.assert(
      fc.property(fc.array(measure), (measures) => {
        const cells = new Cells()
        for (const one of measures) cells.add(one)
        const sums = new Map<string, bigint>()
        for (const { indicator, area, period, amount } of measures) {
          const name = [indicator, area, period].join('|')
          sums.set(name, (sums.get(name) ?? 0n) + amount)
        }
        const listed = cells.list()
        const found = listed.map(({ indicator, area, period, amount }) => ({
          name: [indicator, area, period].join('|'),
          amount,
        }))
        expect(new Map(found.map(({ name, amount }) => [name, amount]))).toEqual(sums)
        expect(listed).toHaveLength(sums.size)
      }),
    )
  })

  test('are read back from a leaf as they were', () => {
    fc.assert(
      fc.property(measure, (one) => {
        expect(measureFromJson(measureToJson(one))).toEqual(one)
      }),
    )
    for (const none of [
      null,
      [],
      ['a', 'b', 'c', 1],
      ['a', 'b', 'c', '01'],
      ['a', 'b', 'c', '-'],
    ]) {
      expect(measureFromJson(none)).toBeUndefined()
    }
  })
})
