/** Interest by worked values, and what must hold of it always. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays } from '#kernel/time/legal-day.ts'
import type { Cause } from '../contract.ts'
import { interestOf, type InterestQuestion } from './interest.ts'
import { listRates, rateOn } from './rates.ts'

const byCause = { basis: 'by-cause', dayCount: 365 } as const
const question: InterestQuestion = {
  amountMinor: 180_000n,
  cause: 'shop',
  terms: byCause,
  signedOn: '2026-06-01',
  from: '2026-11-02',
  to: '2026-11-12',
}

test('1,800 yuan for 10 days through the shop: 1,800 × 3 % × 10 / 365 = 1.48', () => {
  expect(interestOf(question)).toMatchObject({
    interestMinor: 148n,
    rate: 'lpr-1y',
    ratePerMillion: 30_000,
    days: 10,
    isChoice: false,
  })
})

test('through the consumer at the deposit benchmark: 1,800 × 1.5 % × 10 / 365 = 0.74', () => {
  expect(interestOf({ ...question, cause: 'consumer' })).toMatchObject({
    interestMinor: 74n,
    rate: 'deposit-1y',
    isChoice: false,
  })
})

test('where neither caused it the law is silent: the better rate, marked as a choice', () => {
  for (const cause of ['neither', 'seven-day'] as const) {
    expect(interestOf({ ...question, cause })).toMatchObject({ rate: 'lpr-1y', isChoice: true })
  }
})

test('the rate is that of the day of the contract, not of the refund', () => {
  expect(interestOf({ ...question, signedOn: '2025-05-19' }).ratePerMillion).toBe(31_000)
  expect(interestOf({ ...question, signedOn: '2025-05-20' }).ratePerMillion).toBe(30_000)
})

test('the account’s own rate where the terms say so, for every cause', () => {
  const terms = { basis: 'account', accountRatePerMillion: 3_500, dayCount: 360 } as const
  // 1,800 × 0.35 % × 10 / 360 = 0.175, and half a fen goes up.
  expect(interestOf({ ...question, terms })).toMatchObject({ interestMinor: 18n, rate: 'account' })
  expect(() => interestOf({ ...question, terms: { basis: 'account', dayCount: 360 } })).toThrow(
    'terms by the account have its rate',
  )
})

test('a year of 360 days gives more than one of 365: 1.50 instead of 1.48', () => {
  expect(interestOf({ ...question, terms: { ...byCause, dayCount: 360 } }).interestMinor).toBe(150n)
})

test('every rate that nobody compared with its publisher is marked', () => {
  for (const name of ['lpr-1y', 'deposit-1y'] as const) {
    const days = listRates(name).map(({ from }) => from)
    expect(days).toEqual(days.toSorted())
    for (const { unconfirmed, source, from } of listRates(name)) {
      expect(unconfirmed).toBe(true)
      expect(source.length).toBeGreaterThan(10)
      expect(rateOn(name, from).from).toBe(from)
    }
  }
  expect(interestOf(question).unconfirmed).toBe(true)
})

const cause = fc.constantFrom<Cause[]>('seven-day', 'shop', 'consumer', 'neither')
const amountMinor = fc.bigInt({ min: 0n, max: 1_000_000_000n })

test('never less than nothing, nothing on the same day, and no less the longer it takes', () => {
  fc.assert(
    fc.property(amountMinor, cause, fc.nat({ max: 2_000 }), (amount, by, days) => {
      const asked = { ...question, amountMinor: amount, cause: by }
      const on = (count: number) =>
        interestOf({ ...asked, to: addDays(asked.from, count) }).interestMinor
      expect(on(0)).toBe(0n)
      expect(on(-1)).toBe(0n)
      expect(on(days) >= 0n && on(days) <= on(days + 1)).toBe(true)
    }),
  )
})

test('it is within half a fen of the exact value', () => {
  fc.assert(
    fc.property(amountMinor, fc.nat({ max: 2_000 }), (amount, days) => {
      const to = addDays(question.from, days)
      const { interestMinor, ratePerMillion } = interestOf({ ...question, amountMinor: amount, to })
      const scale = 365n * 1_000_000n
      const off = 2n * (interestMinor * scale - amount * BigInt(ratePerMillion) * BigInt(days))
      expect(off <= scale && off > -scale).toBe(true)
    }),
  )
})
