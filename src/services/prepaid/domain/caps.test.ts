/** The caps at their edges: exactly at one is allowed, a fen, a class or a day over is not. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, addMonths } from '#kernel/time/legal-day.ts'
import type { Industry, Offer } from '../contract.ts'
import { CAP_RULES } from './cap-rules.ts'
import { askCaps, capsToJson, findExceeded, stakeOf } from './caps.ts'
import { noExposure, release, reserve, restOf, useOne, type Stake } from './exposure.ts'
import type { ExposureRow } from './rows.ts'

const DAY = '2026-11-22'
const name = { en: 'Card', zh: '卡' }
const nothing = noExposure('pty_shop', 'pty_li')

function classes(priceMinor: number, uses: number, giftUses = 0): Offer {
  const rest = { name, listUnitMinor: 10_000_000, validityDays: 365 }
  return { kind: 'count', ...rest, priceMinor, uses, giftUses }
}

function days(priceMinor: number, count: number, giftDays = 0): Offer {
  return { kind: 'period', name, priceMinor, listPriceMinor: 10_000_000, days: count, giftDays }
}

interface Asked {
  readonly industry?: Industry
  readonly area?: string
  readonly day?: string
  readonly exposure?: Partial<ExposureRow>
}

/** The quantity that is exceeded, or `within`. */
function outcome(offer: Offer, asked: Asked = {}): string {
  const { exposure, ...rest } = asked
  const question = { industry: 'fitness', area: 'CHANGNING', day: DAY, offer, ...rest } as const
  const answers = askCaps({ ...question, exposure: { ...nothing, ...exposure } })
  return findExceeded(answers)?.check.quantity ?? 'within'
}

const TUTORING = { industry: 'tutoring' } as const
const edges: readonly [string, Offer, string, Asked?][] = [
  ['a year card of 5,000.00', days(500_000, 365), 'within'],
  ['a year card of 5,000.01', days(500_001, 365), 'period-balance'],
  ['a card to the day before two years from today', days(1, 731), 'within'],
  ['a card to two years from today', days(1, 732), 'period-term'],
  ['a card that its gift makes too long', days(1, 731, 1), 'period-term'],
  ['60 classes for 20,000.00', classes(2_000_000, 60), 'within'],
  ['60 classes for 20,000.01', classes(2_000_001, 60), 'count-balance'],
  ['61 classes', classes(1, 61), 'count-uses'],
  ['60 classes and one as a gift', classes(1, 60, 1), 'count-uses'],
  [
    'a renewal up to 20,000.00',
    classes(1_500_000, 30),
    'within',
    { exposure: { countMinor: 500_000n, uses: 30 } },
  ],
  [
    'a renewal a fen over 20,000.00',
    classes(1_500_001, 30),
    'count-balance',
    { exposure: { countMinor: 500_000n, uses: 30 } },
  ],
  [
    'a renewal a class over 60',
    classes(1_500_000, 31),
    'count-uses',
    { exposure: { countMinor: 500_000n, uses: 30 } },
  ],
  [
    'a second year card up to 5,000.00',
    days(200_000, 365),
    'within',
    { exposure: { periodMinor: 300_000n, periodThrough: '2027-05-01' } },
  ],
  [
    'a second year card a fen over',
    days(200_001, 365),
    'period-balance',
    { exposure: { periodMinor: 300_000n, periodThrough: '2027-05-01' } },
  ],
  [
    'a month beside a card that runs too long',
    days(1, 30),
    'period-term',
    { exposure: { periodMinor: 1n, periodThrough: '2028-11-22' } },
  ],
  [
    'classes and days together up to 20,000.00',
    classes(1_600_000, 10),
    'within',
    { exposure: { periodMinor: 400_000n, periodThrough: '2027-05-01' } },
  ],
  [
    'classes and days together a fen over',
    classes(1_600_001, 10),
    'total-balance',
    { exposure: { periodMinor: 400_000n, periodThrough: '2027-05-01' } },
  ],
  [
    'classes beside a card that runs too long: the classes do not make it longer',
    classes(1, 1),
    'within',
    { exposure: { periodMinor: 1n, periodThrough: '2028-11-22' } },
  ],
  [
    'the last day of the Shanghai measures',
    days(500_001, 30),
    'period-balance',
    { day: '2026-12-31' },
  ],
  ['the day after the Shanghai measures', days(500_001, 30), 'within', { day: '2027-01-01' }],
  [
    'the first day of the Shanghai measures',
    days(500_001, 30),
    'period-balance',
    { day: '2025-03-01' },
  ],
  ['the day before the Shanghai measures', days(500_001, 30), 'within', { day: '2025-02-28' }],
  [
    'a gym in Kunshan, of whose rule nothing is known',
    days(500_001, 30),
    'within',
    { area: 'KUNSHAN' },
  ],
  ['60 lessons for 5,000.00', classes(500_000, 60), 'within', TUTORING],
  ['a lesson for 5,000.01', classes(500_001, 1), 'charge', TUTORING],
  ['61 lessons', classes(1, 61), 'charge-uses', TUTORING],
  ['three months of lessons', days(1, 92), 'within', TUTORING],
  ['a day more than three months of lessons', days(1, 93), 'charge-term', TUTORING],
  ['lessons in Kunshan', days(1, 93), 'charge-term', { ...TUTORING, area: 'KUNSHAN' }],
  [
    'children’s sports follow tutoring',
    classes(500_001, 1),
    'charge',
    { industry: 'children-sports' },
  ],
  [
    'a charge is one contract, whatever was charged before',
    classes(500_000, 60),
    'within',
    { ...TUTORING, exposure: { countMinor: 500_000n, uses: 60 } },
  ],
]

describe('at its edge', () => {
  test.each(edges)('%s', (_, offer, expected, asked) => {
    expect(outcome(offer, asked)).toBe(expected)
  })

  test('every quantity that a rule limits is met and exceeded above', () => {
    const limited = CAP_RULES.flatMap(({ limits }) => limits.map(({ quantity }) => quantity))
    const exceeded = new Set(edges.map(([, , expected]) => expected))
    expect([...new Set(limited)].filter((quantity) => !exceeded.has(quantity))).toEqual([])
  })
})

test('an answer names rule, article, days, what was compared and what is unconfirmed', () => {
  const question = { industry: 'fitness', area: 'CHANGNING', day: DAY, exposure: nothing } as const
  expect(capsToJson(askCaps({ ...question, offer: days(480_000, 365) }))).toEqual({
    day: DAY,
    asked: [
      {
        rule: 'sh-fitness-2025/1',
        number: '沪体规文〔2025〕1号',
        article: '8',
        from: '2025-03-01',
        until: '2026-12-31',
        unconfirmed: ['gifts'],
        checks: [
          { quantity: 'period-balance', value: 480_000, max: 500_000, isWithin: true },
          { quantity: 'period-term', value: '2027-11-21', max: '2028-11-21', isWithin: true },
          { quantity: 'total-balance', value: 480_000, max: 2_000_000, isWithin: true },
        ],
      },
    ],
    notInForce: [],
  })
})

test('that a rule has run out is an answer, and so is that none is known', () => {
  const question = { industry: 'fitness', offer: days(500_001, 30), exposure: nothing } as const
  const over = askCaps({ ...question, area: 'CHANGNING', day: '2027-01-01' })
  expect(over.answers).toEqual([])
  expect(over.notInForce.map(({ id }) => id)).toEqual(['sh-fitness-2025/1'])
  const elsewhere = askCaps({ ...question, area: 'KUNSHAN', day: DAY })
  expect([elsewhere.answers, elsewhere.notInForce]).toEqual([[], []])
})

const offers: fc.Arbitrary<Offer> = fc.oneof(
  fc
    .tuple(fc.integer({ min: 1, max: 2_500_000 }), fc.integer({ min: 1, max: 70 }), fc.nat(10))
    .map(([price, uses, gifts]) => classes(price, uses, gifts)),
  fc
    .tuple(fc.integer({ min: 1, max: 600_000 }), fc.integer({ min: 1, max: 800 }), fc.nat(40))
    .map(([price, count, gifts]) => days(price, count, gifts)),
)
const aDay = fc.integer({ min: 0, max: 670 }).map((after) => addDays('2025-03-01', after))

test('whatever is bought while the caps hold, what is prepaid stays within them', () => {
  fc.assert(
    fc.property(aDay, fc.array(offers, { maxLength: 20 }), (day, wanted) => {
      let exposure = nothing
      for (const offer of wanted) {
        const question = { industry: 'fitness', area: 'CHANGNING', day, offer, exposure } as const
        const exceeded = findExceeded(askCaps(question))
        if (exceeded === undefined) exposure = reserve(exposure, stakeOf(offer, day))
      }
      const { countMinor, periodMinor, uses, periodThrough } = exposure
      expect(periodMinor).toBeLessThanOrEqual(500_000n)
      expect(countMinor + periodMinor).toBeLessThanOrEqual(2_000_000n)
      expect(uses).toBeLessThanOrEqual(60)
      expect((periodThrough ?? day) < addMonths(day, 24)).toBe(true)
    }),
  )
})

describe('exposure', () => {
  test('what is reserved, used and released comes to nothing in the end', () => {
    const stakes = fc.array(fc.record({ offer: offers, used: fc.integer({ min: 0, max: 100 }) }), {
      minLength: 1,
      maxLength: 12,
    })
    fc.assert(
      fc.property(stakes, (contracts) => {
        let row = nothing
        const rests: Stake[] = []
        for (const { offer, used } of contracts) {
          const stake = stakeOf(offer, DAY)
          row = reserve(row, stake)
          const part = stake.amountMinor / 100n
          if (stake.kind === 'count') {
            const times = Math.min(used, stake.uses)
            for (let time = 0; time < times; time += 1) row = useOne(row, 'count', part)
            rests.push({
              ...stake,
              amountMinor: stake.amountMinor - part * BigInt(times),
              uses: stake.uses - times,
            })
          } else {
            row = useOne(row, 'period', part * BigInt(used))
            rests.push({ ...stake, amountMinor: stake.amountMinor - part * BigInt(used) })
          }
        }
        const sum = rests.reduce((total, { amountMinor }) => total + amountMinor, 0n)
        expect(row.countMinor + row.periodMinor).toBe(sum)
        for (const rest of rests) row = release(row, rest)
        expect(row).toEqual(nothing)
      }),
    )
  })

  test('more than was prepaid cannot be used', () => {
    const row = reserve(nothing, { kind: 'count', amountMinor: 300n, uses: 2 })
    expect(() => useOne(row, 'count', 301n)).toThrow('no more is used')
    expect(() => release(row, { kind: 'count', amountMinor: 1n, uses: 3 })).toThrow(
      'no more is used',
    )
    expect(() => useOne(row, 'period', 1n)).toThrow('no more is used')
  })

  test('of the last card of days its last day goes, too', () => {
    const one = reserve(nothing, { kind: 'period', amountMinor: 5n, through: '2027-01-01' })
    const two = reserve(one, { kind: 'period', amountMinor: 7n, through: '2026-12-01' })
    expect(two.periodThrough).toBe('2027-01-01')
    const left = release(two, { kind: 'period', amountMinor: 5n, through: '2027-01-01' })
    expect(left.periodThrough).toBe('2027-01-01')
    expect(useOne(left, 'period', 7n).periodThrough).toBeNull()
  })

  test('the rest of a contract is what no use has earned', () => {
    const contract = { priceMinor: 300n, countedMinor: 120n, usesTotal: 20, usesCounted: 8 }
    const through = '2027-01-01'
    const restOfKind = (kind: string) =>
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the other columns are not read.
      restOf({ ...contract, kind, validThrough: through } as Parameters<typeof restOf>[0])
    expect(restOfKind('count')).toEqual({ kind: 'count', amountMinor: 180n, uses: 12 })
    expect(restOfKind('period')).toEqual({ kind: 'period', amountMinor: 180n, through })
  })
})
