/** Chances are drawn from a seed: the same words, the same fault; and about as often as the rates say. */
import { describe, expect, test } from 'vitest'
import { BANK_FAULTS, chanceOf, faultAt, planPayIn, planPayout } from './faults.ts'

const TIMES = { usualMs: 10, lateMs: 1000, mendMs: 100 }
const payout = { payout: 'pay_one', amountMinor: 300n }

describe('a chance', () => {
  test('is the same for the same words and no other’s', () => {
    expect(chanceOf('seed', 'pay_one')).toBe(chanceOf('seed', 'pay_one'))
    const all = Array.from({ length: 1000 }, (_, n) => chanceOf('seed', String(n)))
    expect(new Set(all).size).toBe(1000)
    expect(all.every((chance) => chance >= 0 && chance < 1)).toBe(true)
    expect(chanceOf('other', 'pay_one')).not.toBe(chanceOf('seed', 'pay_one'))
  })

  test('falls on each fault about as often as its rate', () => {
    const rates = { late: 0.1, twice: 0.3, returned: 0.2 }
    const found = Array.from({ length: 4000 }, (_, n) => faultAt(rates, chanceOf('seed', `p${n}`)))
    const share = (fault: string | null): number =>
      found.filter((one) => one === fault).length / found.length
    expect(share('late')).toBeCloseTo(0.1, 1)
    expect(share('twice')).toBeCloseTo(0.3, 1)
    expect(share('returned')).toBeCloseTo(0.2, 1)
    expect(share(null)).toBeCloseTo(0.4, 1)
    expect(share('repeated')).toBe(0)
  })

  test('without rates falls on none', () => {
    expect(faultAt({}, 0)).toBeNull()
    expect(faultAt({ late: 1 }, 0.999)).toBe('late')
  })
})

describe('a plan', () => {
  test.each([null, ...BANK_FAULTS])('pays a payout once in the end: %s', (fault) => {
    const plan = planPayout(payout, fault, TIMES)
    const sums = plan.map(({ kind, amountMinor, repeats }) => {
      if (repeats !== undefined) return 0n
      return kind === 'debit' ? amountMinor : -amountMinor
    })
    const paidMinor = sums.reduce((sum, amount) => sum + amount, 0n)
    expect(paidMinor).toBe(fault === 'returned' ? 0n : 300n)
  })

  test('of a payment is one payment, whatever goes wrong', () => {
    const rent = { reference: 'con_one', amountMinor: 1000n, payer: 'Zhang San' }
    for (const fault of [null, ...BANK_FAULTS]) {
      const paid = planPayIn(rent, fault, TIMES).filter(({ repeats }) => repeats === undefined)
      expect(paid).toHaveLength(1)
    }
  })
})
