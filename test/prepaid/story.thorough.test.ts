import { expect, test } from 'vitest'
import { addDays } from '#kernel/time/legal-day.ts'
import { settlementTable, shopTable } from '#services/prepaid/domain/rows.ts'
import { checkAll } from './invariants.ts'
import { playInMemory } from './played.ts'
import { EVENTS } from '#services/prepaid/contract.ts'

const LIFE = { shops: 4, consumers: 30, from: '2026-05-25', to: '2026-11-22', usesPerDay: 6 }

/** What a life of half a year does not need: it has a test of its own, elsewhere. */
const ELSEWHERE: readonly string[] = [
  'shop-declined',
  'shop-suspended',
  'shop-reinstated',
  'product-withdrawn',
  'match-proposed',
  'match-rejected',
  'suspense-returned',
  'payout-returned',
  'bank-differed',
  'bank-corrected',
  'settlement-rejected',
  'settlement-expired',
  'substitute-named',
  'refund-withdrawn',
  'refund-declined',
  'refund-account-given',
  'refund-resent',
]

test.each([1, 2, 3])('in a life from seed %i everything is covered at every step', async (seed) => {
  let steps = 0
  const book = await playInMemory({ ...LIFE, seed }, (now) => {
    steps += 1
    // Each check reads the whole book, so a life is looked at every few steps, and at its end.
    if (steps % 7 === 0) checkAll(now)
  })
  checkAll(book)
  expect(steps).toBeGreaterThan(1000)
})

test('the same seed tells the same story', async () => {
  const short = { ...LIFE, seed: 5, from: '2026-10-25' }
  const [one, other] = [await playInMemory(short), await playInMemory(short)]
  const events = ({ entries }: typeof one) => entries.map(({ event }) => event)
  expect(events(one)).toEqual(events(other))
})

test('whatever day it is told on, nobody is refused, and work is left for whoever comes to look', async () => {
  const short = { seed: 20_240_924, shops: 6, consumers: 40, usesPerDay: 6 }
  // Around the longest holidays, with the shortest month behind them, and in a year without a notice yet.
  for (const to of ['2026-12-31', '2027-02-14', '2027-04-02', '2027-10-08', '2028-03-01']) {
    const book = await playInMemory({ ...short, from: addDays(to, -60), to })
    const settlements = book.list(settlementTable).map(({ state }) => state)
    expect([to, settlements.filter((state) => state === 'proposed').length]).toEqual([to, 1])
    const waiting = book.list(shopTable).filter(({ state }) => state === 'applied')
    expect([to, waiting.length]).toEqual([to, 2])
  }
})

test('a story long enough takes every ordinary step', async () => {
  const book = await playInMemory({ ...LIFE, seed: 7, shops: 6, consumers: 80, usesPerDay: 14 })
  const seen = new Set(book.entries.map(({ event }) => event.type))
  const wanted = EVENTS.filter((name) => !ELSEWHERE.includes(name))
  expect(wanted.filter((name) => !seen.has(`prepaid.${name}`))).toEqual([])
})
