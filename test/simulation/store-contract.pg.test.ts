/**
 * The simulated store keeps the promises of PostgreSQL's: the same random batches, right and wrong, go to both,
 * and both say the same of them and of everything that can be read afterwards.
 */
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { registryOf } from '#kernel/book/registry.ts'
import { partyNumber } from '#kernel/book/seal.ts'
import { EMPTY_EDGE } from '#kernel/log/edge.ts'
import { account, hold } from '#kernel/money/transfer.ts'
import { RowCache } from '#kernel/rows/rows.ts'
import { tableKey, type Table } from '#kernel/rows/table.ts'
import { isOfCommands } from '#platform/book/failures.ts'
import type { Item } from '#platform/book/lanes.ts'
import { Preparation, type Base, type PreparationTools } from '#platform/book/preparation.ts'
import { nodeHashing, sealingTools } from '#platform/book/sealing-tools.ts'
import { Fenced, type BatchWrite, type BookStore, type Lease } from '#platform/book/store.ts'
import { cursorItem, Submissions } from '#platform/book/submissions.ts'
import { PostgresBookStore } from '#platform/postgres/book-store.ts'
import { ensureBook } from '#platform/postgres/book-row.ts'
import { postgresSessions } from '#platform/postgres/session.ts'
import { history, START_MS, type Act } from '../book/history.ts'
import { sliceDatabase } from '../faults/stage.ts'
import { classUse, contract, escrow, school } from '../slice/escrow.ts'
import { SimulatedBookStore } from './book-store.ts'
import { Database } from './database.ts'
import { Faults } from './faults.ts'
import { Machine, Process } from './process.ts'
import { World } from './world.ts'

const LEASE_MS = 60_000
const BATCH_ACTS = 9
const TIMEOUTS = { statementMs: 30_000, lockMs: 10_000, idleInTransactionMs: 10_000 }
const registry = registryOf([escrow])
const submissions = new Submissions(new Uint8Array(32).fill(3))
const book = { name: 'sh', origin: 'sh.hub.example/book/1' }
const closings: (() => Promise<void>)[] = []

afterAll(async () => {
  await Promise.all(closings.map((close) => close()))
})

interface Both {
  readonly real: BookStore
  readonly simulated: BookStore
  /** Lets the simulated one answer. */
  readonly inWorld: <T>(act: () => Promise<T>) => Promise<T>
}

async function openBoth(): Promise<Both> {
  const urls = await sliceDatabase()
  await ensureBook(urls.app, book)
  const real = new PostgresBookStore(
    book.name,
    postgresSessions(urls.app, 'contract', TIMEOUTS),
    nodeHashing,
  )
  closings.push(() => real.close())
  const world = new World(1)
  const faults = new Faults(world)
  faults.isOn = false
  const process = new Process(new Machine(world, 'contract'), 'contract')
  const simulated = new SimulatedBookStore(new Database(world, faults), book.name, process)
  return {
    real,
    simulated,
    async inWorld(act) {
      let isDone = false
      const answer = act().finally(() => (isDone = true))
      await world.runUntil(world.nowMs + LEASE_MS, () => isDone)
      return answer
    },
  }
}

/** What became of it, in words that both can say. */
async function said(act: () => Promise<unknown>): Promise<string> {
  try {
    await act()
    return 'committed'
  } catch (error) {
    if (error instanceof Fenced) return 'fenced'
    return isOfCommands(error) ? 'refused' : String(error)
  }
}

/** A Buffer says of itself what is in it before anybody else is asked. */
const plain = (value: unknown): string =>
  JSON.stringify(simplified(value), (_, part: unknown) =>
    typeof part === 'bigint' ? `${part}n` : part,
  )

function simplified(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  if (value instanceof Map) return [...value].map(simplified)
  if (Array.isArray(value)) return value.map(simplified)
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.entries(value).map(([name, part]) => [name, simplified(part)] as const)
  return Object.fromEntries(fields.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/** Rows come in any order. */
const unordered = (rows: readonly unknown[]): string => rows.map(plain).toSorted().join('\n')

function items(acts: readonly Act[], at: number): Item[] {
  const ignore = (): void => undefined
  return acts.flatMap(({ command }, n): Item[] => {
    const place = at + n
    const reaction = { reaction: 'escrow.close-contracts', index: place, ordinal: n % 3 }
    if (place % 7 === 3) return [cursorItem(reaction, ignore)]
    if (place % 5 === 2) {
      const cause = { book: book.origin, ...reaction }
      const item = submissions.fromSystem('reaction', command, { cause }, ignore)
      return [{ ...item, reaction: { cursor: reaction, expected: ['contract_unknown'] } }]
    }
    const evidence = { method: 'api-key', credential: 'crd_tester' } as const
    const principal = { party: 'pty_tester', roles: [], evidence }
    const item = submissions.fromRequest({ command, principal, key: `key-${place}` }, ignore)
    return item === undefined ? [] : [item]
  })
}

class Writing {
  readonly #both: Both
  readonly #tools: Omit<PreparationTools, 'cache'>
  #base: Base = { size: 0, atMs: 0, edge: EMPTY_EDGE }
  #nowMs = START_MS

  constructor(both: Both) {
    this.#both = both
    this.#tools = {
      book,
      registry,
      store: both.simulated,
      sealing: sealingTools(new Uint8Array(32).fill(7)),
      hashing: nodeHashing,
      nowMs: () => this.#nowMs,
      monotonicMs: () => 0,
    }
  }

  /** Prepares a batch on the simulated store, and answers it with what follows once it is committed. */
  async prepare(acts: readonly Act[], at: number): Promise<[BatchWrite, () => void]> {
    for (const { afterMs } of acts) this.#nowMs += afterMs
    const batch = new Preparation({ ...this.#tools, cache: new RowCache(0) }, this.#base)
    let rest: readonly Item[] = items(acts, at)
    for (let round = 0; rest.length > 0 && round < 9; round += 1) {
      const now = rest
      // oxlint-disable-next-line no-await-in-loop -- what comes back is taken again.
      rest = await this.#both.inWorld(() => batch.add(now, 1000))
    }
    const write = batch.write()
    const { edge } = batch.close()
    return [write, () => (this.#base = { size: write.sizeAfter, atMs: write.atMs, edge })]
  }
}

const keysOf = (table: Table, names: readonly string[]) =>
  names.map((name) => tableKey(table, name))
const numbered = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, n) => `${prefix}${n}`)

async function expectSameReads(
  { real, simulated, inWorld }: Both,
  size: number,
  keys: readonly Uint8Array[],
): Promise<void> {
  const same = async (read: (store: BookStore) => Promise<unknown>): Promise<void> => {
    expect(plain(await inWorld(() => read(simulated)))).toBe(plain(await read(real)))
  }
  const sameRows = async (
    read: (store: BookStore) => Promise<readonly unknown[]>,
  ): Promise<void> => {
    expect(unordered(await inWorld(() => read(simulated)))).toBe(unordered(await read(real)))
  }
  const wanted: readonly (readonly [Table, readonly string[]])[] = [
    [contract, numbered('c', 7)],
    [school, ['swim', 'piano', 'go', 'none']],
    [classUse, numbered('u', 40)],
    [account, ['bank', 'fees', ...numbered('held/c', 7), 'earned/go']],
    [hold, numbered('p', 6)],
    [partyNumber, ['pty_consumer-li', 'pty_school-go', 'pty_notary-one', 'pty_nobody']],
  ]
  for (const [table, names] of wanted) {
    // oxlint-disable-next-line no-await-in-loop -- the two are asked one thing after the other.
    await sameRows((store) => store.load(table, keysOf(table, names)))
  }
  await same((store) => store.entries(Math.max(0, size - 5), size + 3))
  await sameRows((store) => store.entriesAt([0, size - 1, size + 9]))
  await same((store) => store.dueBefore(START_MS + 40 * 86_400_000, 7))
  await sameRows((store) => store.cursors())
  await sameRows((store) => store.findIdempotent(keys))
  await same((store) => store.fullTiles([{ level: 0, index: 0, width: 256 }]))
  await same((store) => store.edge(size))
  await sameRows((store) =>
    store.findCaused(
      Array.from({ length: 60 }, (_, index) => ({
        book: book.origin,
        index,
        reaction: 'escrow.close-contracts',
        ordinal: index % 3,
      })),
    ),
  )
}

/** The same batch with something wrong in it. */
function spoiled(batch: BatchWrite): BatchWrite {
  const flipped = batch.rows.map(
    ([table, changes]) =>
      [table, changes.map((change) => ({ ...change, existed: !change.existed }))] as const,
  )
  return { ...batch, rows: flipped }
}

const touchesCurrentRows = ({ rows }: BatchWrite): boolean =>
  rows.some(([table, changes]) => {
    const isPlain = table.kept === 'current' && table !== partyNumber && table.columns.length > 0
    return isPlain && changes.length > 0
  })

test('both stores say the same of random batches, right and wrong, and of what is read afterwards', async () => {
  const runs = process.env['HONGQIAO_LONG'] === '1' ? 20 : 2
  const acts = history({ actsMin: 100, actsMax: 330 })
  await fc.assert(
    fc.asyncProperty(acts, async (lived) => {
      const both = await openBoth()
      await expectSameTakes(both)
      const writing = new Writing(both)
      const write = (batch: BatchWrite, epoch: number): Promise<readonly string[]> => {
        const tenure = { epoch, leaseMs: LEASE_MS, signed: 0 }
        return bothSaid(both, (store) => store.write(batch, tenure))
      }
      let size = 0
      const keys: Uint8Array[] = [new Uint8Array(32)]
      for (let at = 0; at < lived.length; at += BATCH_ACTS) {
        // oxlint-disable-next-line no-await-in-loop -- each batch rests on the one before it.
        const [batch, commit] = await writing.prepare(lived.slice(at, at + BATCH_ACTS), at)
        expect(await write(batch, 1)).toEqual(['fenced', 'fenced'])
        expect(await write({ ...batch, sizeBefore: size + 1 }, 2)).toEqual(['fenced', 'fenced'])
        const isSpoiled = touchesCurrentRows(batch)
        const [spoiledSaid = ''] = isSpoiled
          ? await sameSaid(write(spoiled(batch), 2))
          : ['refused']
        expect(spoiledSaid).toBe('refused')
        expect(await write(batch, 2)).toEqual(['committed', 'committed'])
        commit()
        size = batch.sizeAfter
        keys.push(...batch.idempotency.map(({ key }) => key))
        const grows = batch.sizeAfter > batch.sizeBefore
        const [againSaid = ''] = grows ? await sameSaid(write(batch, 2)) : ['fenced']
        expect(againSaid).toBe('fenced')
        if (at % (BATCH_ACTS * 8) === 0) await expectSameReads(both, size, keys)
      }
      await expectSameReads(both, size, keys)
      const purged = (store: BookStore) => store.purgeIdempotency(START_MS + 5 * 86_400_000, 1000)
      expect(await both.inWorld(() => purged(both.simulated))).toBe(await purged(both.real))
      await expectSameReads(both, size, keys)
    }),
    { numRuns: runs, seed: 7, endOnFailure: true },
  )
})

/** What both said, where they said the same. */
async function sameSaid(both: Promise<readonly string[]>): Promise<readonly string[]> {
  const [one, other] = await both
  return one === other ? [one ?? ''] : [`${one}, but simulated ${other}`]
}

async function bothSaid(
  { real, simulated, inWorld }: Both,
  act: (store: BookStore) => Promise<unknown>,
): Promise<readonly string[]> {
  return [await said(() => act(real)), await inWorld(() => said(() => act(simulated)))]
}

const SIGNED = { leaseMs: LEASE_MS, signed: 0 }

const taken = (lease: Pick<Lease, 'epoch' | 'size' | 'signed'> | undefined) =>
  lease && { epoch: lease.epoch, size: lease.size, signed: lease.signed }

/** Ends with the second epoch. */
async function expectSameTakes({ real, simulated, inWorld }: Both): Promise<void> {
  for (const [store, turn] of [
    [real, <T>(act: () => Promise<T>) => act()],
    [simulated, inWorld],
  ] as const) {
    // oxlint-disable-next-line no-await-in-loop -- one store after the other.
    const lease = await turn(() => store.takeLease('one', LEASE_MS))
    expect([taken(lease), lease?.gapMs]).toEqual([{ epoch: 1, size: 0, signed: 0 }, 0])
    expect(await turn(() => store.renewLease({ epoch: 9, ...SIGNED }))).toBeUndefined()
    expect(await turn(() => store.renewLease({ epoch: 1, ...SIGNED, signed: 3 }))).toBeTypeOf(
      'number',
    )
    expect(taken(await turn(() => store.retakeLease('one', 9, LEASE_MS)))).toBeUndefined()
    expect(taken(await turn(() => store.retakeLease('one', 1, LEASE_MS)))).toEqual({
      epoch: 2,
      size: 0,
      signed: 3,
    })
    expect(await turn(() => store.isCurrent(2, 0))).toBe(true)
    expect(await turn(() => store.isCurrent(2, 1))).toBe(false)
    expect(await turn(() => store.isCurrent(1, 0))).toBe(false)
  }
}

test('a book that somebody holds is not taken, and one whose holder is gone is', async () => {
  const urls = await sliceDatabase()
  await ensureBook(urls.app, book)
  const sessions = postgresSessions(urls.app, 'contract', TIMEOUTS)
  const stores = [1, 2].map(() => new PostgresBookStore(book.name, sessions, nodeHashing))
  const [first, second] = stores
  expect(taken(await first?.takeLease('one', LEASE_MS))).toEqual({ epoch: 1, size: 0, signed: 0 })
  expect(taken(await second?.takeLease('two', LEASE_MS))).toBeUndefined()
  await first?.close()
  await expect
    .poll(async () => taken(await second?.takeLease('two', LEASE_MS)))
    .toEqual({ epoch: 2, size: 0, signed: 0 })
  await second?.close()
  const world = new World(2)
  const faults = new Faults(world)
  faults.isOn = false
  const database = new Database(world, faults)
  const machine = new Machine(world, 'contract')
  const [one, two] = ['one', 'two'].map((name) => {
    const process = new Process(machine, name)
    return new SimulatedBookStore(database, book.name, process)
  })
  const heard: unknown[] = []
  const act = async (): Promise<void> => {
    heard.push(taken(await one?.takeLease('one', LEASE_MS)))
    heard.push(taken(await two?.takeLease('two', LEASE_MS)))
    await one?.close()
    await new Promise((resolve) => world.after(100, () => resolve(undefined)))
    heard.push(taken(await two?.takeLease('two', LEASE_MS)))
  }
  const done = act()
  await world.runUntil(world.nowMs + 5000)
  await done
  expect(heard).toEqual([
    { epoch: 1, size: 0, signed: 0 },
    undefined,
    { epoch: 2, size: 0, signed: 0 },
  ])
})
