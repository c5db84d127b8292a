/**
 * The formulas of refunds against the worked values of docs/domain/prepaid.md, and against what must hold of
 * every card: the law's own sentences as properties.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Cause, Offer } from '../contract.ts'
import { refundOf, refundOfBalance, type RefundQuestion } from './refund-formulas.ts'

const words = { en: 'Card', zh: '卡' }
const YUAN = 100

/** Paid 3,000 yuan for 20 classes that cost 200 each without discount. */
const classes: Offer = {
  kind: 'count',
  name: words,
  priceMinor: 3_000 * YUAN,
  listUnitMinor: 200 * YUAN,
  uses: 20,
  giftUses: 0,
  validityDays: 365,
}
const year: Offer = {
  kind: 'period',
  name: words,
  priceMinor: 3_650 * YUAN,
  listPriceMinor: 4_000 * YUAN,
  days: 365,
  giftDays: 0,
}

function ask(offer: Offer, cause: Cause, over: Partial<RefundQuestion> = {}) {
  return refundOf({
    offer,
    cause,
    usesCounted: 0,
    countedMinor: 0n,
    returnedMinor: 0n,
    daysUsed: 0,
    heldMinor: BigInt(offer.priceMinor),
    ...over,
  })
}

test('A: 8 of 20 classes used, not through the consumer: 3,000 − 8 × 150 = 1,800', () => {
  for (const cause of ['shop', 'neither'] as const) {
    const answer = ask(classes, cause, { usesCounted: 8 })
    expect(answer).toMatchObject({ formula: 'A', refundMinor: 180_000n, articles: [15, 18] })
    expect(answer.steps).toEqual([
      { code: 'paid', numbers: { amountMinor: 300_000 } },
      { code: 'used-at-discount-price', numbers: { uses: 8, usesTotal: 20, amountMinor: 120_000 } },
      { code: 'refund', numbers: { amountMinor: 180_000 } },
    ])
  }
})

test('B: the same through the consumer: 3,000 − 8 × 200 = 1,400', () => {
  const answer = ask(classes, 'consumer', { usesCounted: 8 })
  expect(answer).toMatchObject({ formula: 'B', refundMinor: 140_000n, articles: [15, 19] })
  expect(answer.steps).toEqual([
    { code: 'paid', numbers: { amountMinor: 300_000 } },
    {
      code: 'used-at-list-price',
      numbers: { uses: 8, unitMinor: 20_000, amountMinor: 160_000 },
    },
    { code: 'refund', numbers: { amountMinor: 140_000 } },
  ])
})

test('B ends at nothing while A is still 300: 18 of 20 used', () => {
  const answer = ask(classes, 'consumer', { usesCounted: 18 })
  expect(answer).toMatchObject({ refundMinor: 0n, articles: [15, 19, 20] })
  expect(answer.steps.map(({ code }) => code)).toContain('floor')
  expect(ask(classes, 'shop', { usesCounted: 18 }).refundMinor).toBe(30_000n)
})

test('money with a gift of money: paid 1,000 and given 500, 600 used: 1,000 − 600 × 1,000 / 1,500 = 600', () => {
  const balance = { paidMinor: 100_000n, giftMinor: 50_000n, usedMinor: 60_000n }
  expect(refundOfBalance(balance)).toBe(60_000n)
  expect(refundOfBalance({ ...balance, usedMinor: 150_000n })).toBe(0n)
})

test('gift classes count by the ratio: 10 paid and 5 given for 1,000, 6 used, is 600 as well', () => {
  const gifts: Offer = { ...classes, priceMinor: 100_000, uses: 10, giftUses: 5 }
  expect(ask(gifts, 'shop', { usesCounted: 6 }).refundMinor).toBe(60_000n)
})

test('C: a year for 3,650, stopped on day 100: 3,650 × 265 / 365 = 2,650, whoever caused it', () => {
  for (const cause of ['shop', 'consumer', 'neither'] as const) {
    const answer = ask(year, cause, { daysUsed: 100 })
    expect(answer).toMatchObject({ formula: 'C', refundMinor: 265_000n, articles: [15, 22] })
    expect(answer.steps[1]).toEqual({
      code: 'days-left',
      numbers: { daysLeft: 265, daysUsed: 100, daysTotal: 365, amountMinor: 265_000 },
    })
  }
})

test('C adds the tranches that were decided for the consumer', () => {
  const answer = ask(year, 'shop', { daysUsed: 100, returnedMinor: 30_000n })
  expect(answer.refundMinor).toBe(295_000n)
})

test('days that were given lengthen the card: 365 and 35 given, 100 used', () => {
  const longer: Offer = { ...year, priceMinor: 400_000, giftDays: 35 }
  expect(ask(longer, 'shop', { daysUsed: 100 }).refundMinor).toBe(300_000n)
})

test('seven days: the whole principal; uses inside them are a proposal at the discount price', () => {
  const whole = ask(classes, 'seven-day')
  expect(whole).toMatchObject({ formula: 'full', refundMinor: 300_000n, isProposal: false })
  const used = ask(classes, 'seven-day', { usesCounted: 2, countedMinor: 30_000n })
  expect(used).toMatchObject({ formula: 'full', refundMinor: 270_000n, isProposal: true })
  expect(ask(year, 'seven-day', { daysUsed: 6 }).refundMinor).toBe(365_000n)
})

test('what was used is rounded down, so what goes back is rounded up: 100.00 for 3 classes, 1 used', () => {
  const three: Offer = { ...classes, priceMinor: 10_000, uses: 3 }
  expect(ask(three, 'shop', { usesCounted: 1 }).refundMinor).toBe(6_667n)
  const week: Offer = { ...year, priceMinor: 10_000, days: 7 }
  expect(ask(week, 'shop', { daysUsed: 1 }).refundMinor).toBe(8_572n)
})

test('no more goes back than is held, and the steps say so', () => {
  const answer = ask(classes, 'shop', { usesCounted: 8, heldMinor: 179_999n })
  expect(answer.refundMinor).toBe(179_999n)
  expect(answer.steps.at(-2)).toEqual({ code: 'held', numbers: { amountMinor: 179_999 } })
})

const amount = fc.integer({ min: 1, max: 1_000_000_000 })
/** The list price is never below the discount price: the shop could not list it otherwise. */
const countOffer = fc
  .record({
    priceMinor: amount,
    uses: fc.integer({ min: 1, max: 500 }),
    giftUses: fc.integer({ min: 0, max: 500 }),
    aboveMinor: fc.integer({ min: 0, max: 1_000_000 }),
  })
  .map(({ priceMinor, uses, giftUses, aboveMinor }): Offer & { kind: 'count' } => ({
    kind: 'count',
    name: words,
    validityDays: 365,
    priceMinor,
    uses,
    giftUses,
    listUnitMinor: Math.ceil(priceMinor / uses) + aboveMinor,
  }))
const periodOffer = fc
  .record({
    priceMinor: amount,
    days: fc.integer({ min: 1, max: 1_100 }),
    giftDays: fc.integer({ min: 0, max: 1_100 }),
  })
  .map((offer): Offer & { kind: 'period' } => ({
    kind: 'period',
    name: words,
    listPriceMinor: offer.priceMinor,
    ...offer,
  }))
const cause = fc.constantFrom<Cause[]>('seven-day', 'shop', 'consumer', 'neither')
const usedOf = fc.nat()

test('of every count card: between nothing and what is held, and what is not refunded sums to the price', () => {
  fc.assert(
    fc.property(countOffer, cause, usedOf, amount, (offer, by, seed, held) => {
      const usesCounted = seed % (offer.uses + offer.giftUses + 1)
      const heldMinor = BigInt(Math.min(held, offer.priceMinor))
      const { refundMinor, steps } = ask(offer, by, { usesCounted, heldMinor })
      expect(refundMinor >= 0n && refundMinor <= heldMinor).toBe(true)
      expect(steps.at(-1)).toEqual({
        code: 'refund',
        numbers: { amountMinor: Number(refundMinor) },
      })
    }),
  )
})

test('A is never less than B, and both fall or stay as more is used', () => {
  fc.assert(
    fc.property(countOffer, usedOf, (offer, seed) => {
      const usesCounted = seed % (offer.uses + offer.giftUses)
      const [a, b] = (['shop', 'consumer'] as const).map((by) => ask(offer, by, { usesCounted }))
      const [a1, b1] = (['shop', 'consumer'] as const).map((by) =>
        ask(offer, by, { usesCounted: usesCounted + 1 }),
      )
      if (a === undefined || b === undefined || a1 === undefined || b1 === undefined)
        throw new Error()
      expect(a.refundMinor >= b.refundMinor).toBe(true)
      expect(a.refundMinor >= a1.refundMinor).toBe(true)
      expect(b.refundMinor >= b1.refundMinor).toBe(true)
    }),
  )
})

test('A gives everything back of a card that was not used, nothing of one that was used up', () => {
  fc.assert(
    fc.property(countOffer, (offer) => {
      expect(ask(offer, 'shop').refundMinor).toBe(BigInt(offer.priceMinor))
      const usesCounted = offer.uses + offer.giftUses
      expect(ask(offer, 'shop', { usesCounted }).refundMinor).toBe(0n)
    }),
  )
})

test('A errs by less than a fen, and for the consumer', () => {
  fc.assert(
    fc.property(countOffer, usedOf, (offer, seed) => {
      const total = offer.uses + offer.giftUses
      const usesCounted = seed % (total + 1)
      const { refundMinor } = ask(offer, 'shop', { usesCounted })
      // In units of a fen divided by all uses, where the exact value is whole.
      const over =
        refundMinor * BigInt(total) - BigInt(offer.priceMinor) * BigInt(total - usesCounted)
      expect(over >= 0n && over < BigInt(total)).toBe(true)
    }),
  )
})

test('C lies between nothing and what was paid, falls with the days, and ends with the card', () => {
  fc.assert(
    fc.property(periodOffer, usedOf, (offer, seed) => {
      const total = offer.days + offer.giftDays
      const daysUsed = seed % total
      const { refundMinor } = ask(offer, 'consumer', { daysUsed })
      expect(refundMinor > 0n && refundMinor <= BigInt(offer.priceMinor)).toBe(true)
      const later = ask(offer, 'consumer', { daysUsed: daysUsed + 1 }).refundMinor
      expect(later <= refundMinor).toBe(true)
      expect(ask(offer, 'shop', { daysUsed: total + seed }).refundMinor).toBe(0n)
    }),
  )
})
