/** Replay equals the writer's live fold over random histories, versions included. */
import fc from 'fast-check'
import { BOOK_SUCCEEDED } from '#kernel/book/succession.ts'
import { expect, test } from 'vitest'
import { registryOf, type Registry } from '#kernel/book/registry.ts'
import { factOf, Replay } from '#kernel/book/replay.ts'
import { ReplayRows, RowMemory } from '#kernel/book/replay-rows.ts'
import { record, refuse, type Command, type Slice } from '#kernel/book/slice.ts'
import { readLeaf } from '#kernel/log/leaf.ts'
import { account } from '#kernel/money/transfer.ts'
import { NotLoaded } from '#kernel/rows/rows.ts'
import { joinKey, tableKey, type AnyRow } from '#kernel/rows/table.ts'
import { escrow, partyOf, school, schoolAccount as earned } from '../slice/escrow.ts'
import { history, type Act } from './history.ts'
import { LiveBook, putRow, type Rows } from './live.ts'

const RUNS = 25

/** The next releases: a school is admitted under `name`, and what was recorded before still counts. */
const nextEscrow: Slice = {
  ...escrow,
  events: {
    ...escrow.events,
    'escrow.school-admitted': {
      v: 3,
      upcasts: {
        1: (body) => ({ ...body, area: 'unknown' }),
        2: ({ school: name = null, ...body }) => ({ ...body, name }),
      },
      apply(rows, { body: { name } }) {
        if (typeof name !== 'string') throw new Error('a school has a name')
        rows.put(school, { school: name, classes: 0, closed: false })
      },
    },
  },
  commands: {
    ...escrow.commands,
    'escrow.admit-school': {
      reads: ({ school: name }: Admit) => [tableKey(school, name), tableKey(account, earned(name))],
      decide(rows, { school: name }: Admit) {
        if (rows.get(school, name) !== undefined) return refuse('school_exists')
        const open = { op: 'open', currency: 'CNY', side: 'credit', overdraft: false } as const
        return record({
          type: 'escrow.school-admitted',
          body: { name, area: 'CN-31' },
          parties: [partyOf('school', name)],
          transfers: [{ ...open, account: earned(name) }],
        })
      },
    },
  },
}

interface Admit extends Command {
  readonly school: string
}

function replayed(registry: Registry, leaves: readonly Uint8Array[]): RowMemory {
  const memory = new RowMemory()
  const replay = new Replay(registry, memory)
  for (const [index, bytes] of leaves.entries()) {
    const leaf = readLeaf(bytes)
    if (!leaf.ok) throw new Error(leaf.error)
    const fact = factOf(registry, index, leaf.value)
    if (!fact.ok) throw new Error(fact.error)
    expect(replay.add(fact.value)).toMatchObject({ ok: true })
    replay.rows.keep()
  }
  return memory
}

function rowsOf(memory: RowMemory): Rows {
  const rows: Rows = new Map()
  for (const [table, list] of memory.tables()) for (const row of list) putRow(rows, table, row)
  return rows
}

function typeOf(bytes: Uint8Array): string {
  const leaf = readLeaf(bytes)
  return leaf.ok ? leaf.value.type : leaf.error
}

function pages(acts: readonly Act[], sizes: readonly number[]): (readonly Act[])[] {
  const list: (readonly Act[])[] = []
  for (let at = 0; at < acts.length;) {
    const size = sizes[list.length % sizes.length] ?? 1
    list.push(acts.slice(at, at + size))
    at += size
  }
  return list
}

const batchSizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 })

test('replay from the leaves gives the rows, money, cells, dues and numbers of the live fold', () => {
  const registry = registryOf([escrow])
  const recorded = new Set<string>()
  fc.assert(
    fc.property(history({ actsMax: 150 }), batchSizes, (acts, sizes) => {
      const live = new LiveBook()
      for (const page of pages(acts, sizes)) live.batch(registry, page)
      expect(rowsOf(replayed(registry, live.leaves))).toEqual(live.rows)
      for (const bytes of live.leaves) recorded.add(typeOf(bytes))
    }),
    { numRuns: RUNS },
  )
  // Histories in which some event never happens would prove nothing about it. A succession is the first
  // entry of a book of its own; the corpus replays one.
  const written = [...registry.events.keys()].filter((type) => type !== BOOK_SUCCEEDED)
  expect(recorded).toEqual(new Set(written))
})

test('a release with newer versions replays what older ones recorded', () => {
  const [before, after] = [registryOf([escrow]), registryOf([nextEscrow])]
  fc.assert(
    fc.property(history({ actsMax: 60 }), history({ actsMax: 60 }), (first, second) => {
      const live = new LiveBook()
      live.batch(before, first)
      live.batch(after, second.map(renamed))
      expect(rowsOf(replayed(after, live.leaves))).toEqual(live.rows)
    }),
    { numRuns: RUNS },
  )
})

/** The second history names schools of its own, so that both versions stand in the log. */
function renamed({ command, afterMs }: Act): Act {
  if (!('school' in command) || typeof command.school !== 'string') return { command, afterMs }
  const other: Admit = { ...command, school: `new-${command.school}` }
  return { command: other, afterMs }
}

test('an older release refuses what it does not know instead of guessing', () => {
  const live = new LiveBook()
  const [before, after] = [registryOf([escrow]), registryOf([nextEscrow])]
  const admit = { type: 'escrow.admit-school', school: 'swim' } as const
  live.batch(after, [{ command: admit, afterMs: 1 }])
  const leaf = readLeaf(live.leaves[0]!)
  if (!leaf.ok) throw new Error(leaf.error)
  expect(factOf(before, 0, leaf.value)).toEqual({ ok: false, error: 'version_unknown' })
  const { [leaf.value.type]: _, ...events } = escrow.events
  const without = registryOf([{ ...escrow, events }])
  expect(factOf(without, 0, leaf.value)).toEqual({ ok: false, error: 'event_unknown' })
})

test('money is conserved: debits equal credits, posted and pending, after every entry', () => {
  const registry = registryOf([escrow])
  fc.assert(
    fc.property(history({ actsMax: 150 }), (acts) => {
      const live = new LiveBook()
      live.batch(registry, acts)
      const memory = replayed(registry, live.leaves)
      const sums = { debitsPosted: 0n, creditsPosted: 0n, debitsPending: 0n, creditsPending: 0n }
      for (const name of rowsOf(memory).get('account')?.keys() ?? []) {
        const row = new ReplayRows(memory).get(account, name)
        for (const side of [
          'debitsPosted',
          'creditsPosted',
          'debitsPending',
          'creditsPending',
        ] as const) {
          sums[side] += row?.[side] ?? 0n
        }
      }
      expect(sums.debitsPosted).toBeGreaterThan(0n)
      expect(sums.debitsPosted).toBe(sums.creditsPosted)
      expect(sums.debitsPending).toBe(sums.creditsPending)
    }),
    { numRuns: RUNS },
  )
})

test('rows that were spilled are asked for, and the replay goes on from them', () => {
  const registry = registryOf([escrow])
  const live = new LiveBook()
  const [acts = []] = fc.sample(history({ actsMax: 200 }), { numRuns: 1, seed: 7 })
  live.batch(registry, acts)
  const store = new Map<string, AnyRow>()
  const memory = new RowMemory()
  const replay = new Replay(registry, memory)
  let loads = 0
  for (const [index, bytes] of live.leaves.entries()) {
    const leaf = readLeaf(bytes)
    const fact = leaf.ok ? factOf(registry, index, leaf.value) : leaf
    if (!fact.ok) throw new Error(fact.error)
    for (let isDone = false; !isDone;) {
      const mark = replay.rows.mark()
      try {
        expect(replay.add(fact.value).ok).toBe(true)
        isDone = true
      } catch (error) {
        if (!(error instanceof NotLoaded)) throw error
        replay.rows.rollback(mark)
        const { table, text } = error.key
        memory.set(table, text, store.get(joinKey([table.name, text])) ?? null)
        loads += 1
      }
    }
    replay.rows.keep()
    for (const [table, rows] of memory.tables()) {
      for (const row of rows) store.set(joinKey([table.name, table.keyOf(row)]), row)
    }
    memory.spill()
  }
  expect(loads).toBeGreaterThan(live.leaves.length)
  const expected = [...live.rows].flatMap(([name, rows]) =>
    [...rows].map(([key, row]) => [joinKey([name, key]), row] as const),
  )
  expect(store).toEqual(new Map(expected))
})
