/** A clock that jumps while the database is asked for the book: nothing is recorded under it. */
import { expect, test } from 'vitest'
import type { Lease } from './store.ts'
import { acquire, type AskedLease, ClockFault, CLOCK_DRIFT_MS_MAX, Tenancy } from './tenure.ts'

const LEASE: Omit<Lease, 'databaseMs'> = {
  epoch: 7,
  size: 0,
  root: new Uint8Array(32),
  atMs: 0,
  signed: 0,
  gapMs: 0,
}

/** The book is taken; meanwhile so much time passes, and the wall clock goes ahead by so much. */
async function taken(passMs: number, jumpMs: number) {
  const time = { wallMs: 1_000_000, bootedMs: 5_000 }
  const clock = { nowMs: () => time.wallMs, monotonicMs: () => time.bootedMs }
  const takeLease = async (): Promise<Lease> => {
    const databaseMs = time.wallMs
    time.wallMs += passMs + jumpMs
    time.bootedMs += passMs
    return { ...LEASE, databaseMs }
  }
  const lease = await acquire({ takeLease }, 'test', {
    waits: { after: () => () => undefined },
    pause: async () => undefined,
    isStopping: () => false,
    onProblem: () => undefined,
    onHeld: () => undefined,
    clock,
    freeForMs: 0,
  })
  const begin = (asked: AskedLease | undefined): Tenancy => {
    if (asked === undefined) throw new Error('the book was free')
    const tenancy = new Tenancy({ renewLease: async () => undefined }, clock)
    tenancy.begin(asked)
    return tenancy
  }
  return { begin: () => begin(lease), time }
}

test('a slow answer is no jump, and a jump before the answer is one', async () => {
  const slow = await taken(10 * CLOCK_DRIFT_MS_MAX, 0)
  expect(slow.begin().epoch).toBe(7)
  const still = await taken(0, 0)
  expect(still.begin().epoch).toBe(7)
  for (const jumpMs of [CLOCK_DRIFT_MS_MAX + 1, -CLOCK_DRIFT_MS_MAX - 1]) {
    // oxlint-disable-next-line no-await-in-loop -- a clock each.
    const jumped = await taken(100, jumpMs)
    expect(() => jumped.begin()).toThrow(ClockFault)
  }
})

test('a clock that has jumped gives no time to record under, until it is right again', async () => {
  const { begin, time } = await taken(0, 0)
  const tenancy = begin()
  expect(tenancy.nowMs()).toBe(time.wallMs)
  time.wallMs += CLOCK_DRIFT_MS_MAX + 1
  expect(() => tenancy.nowMs()).toThrow(ClockFault)
  time.wallMs -= CLOCK_DRIFT_MS_MAX + 1
  expect(tenancy.nowMs()).toBe(time.wallMs)
})
