import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Decision } from '#kernel/book/slice.ts'
import { BatchRows, RowCache } from '#kernel/rows/rows.ts'
import type { JsonObject } from '#kernel/std/json.ts'
import { NOTES, PUBLISH_CLAIM, REFUSALS } from '../contract.ts'
import type { Claim } from '../contract.ts'
import { CLAIMS_RECORDED, claimIdOf, claimPublished, claimTable, publishClaim } from './claim.ts'

// 2026-11-21 17:00 in Greenwich, when it is the 22nd in Shanghai.
const NOW_MS = Date.UTC(2026, 10, 21, 17)
const ACTOR = 'pty_publisher'

const gdp: Claim = {
  indicator: 'gdp',
  area: 'HUB',
  period: '2024',
  kind: 'level',
  value: '3.2',
  scale: 'trillion',
  unit: 'CNY',
  source: { id: 'paper-2025', reference: 'A paper', locator: 'page 1' },
  publisher: 'A paper',
  date: '2025-03-24',
}

/** A book with nothing but these tables: each command is read, decided and folded as the writer does. */
class Book {
  readonly #rows = new BatchRows(new RowCache(1_000))
  #size = 0

  submit(claim: Claim): Decision {
    const command = { type: PUBLISH_CLAIM, claim } as const
    for (const { table, text } of publishClaim.reads(command, this.#rows, 'pty_tester')) {
      if (this.#rows.find(table, text) === undefined) this.#rows.load(table, text, null)
    }
    const decision = publishClaim.decide(this.#rows, command, {
      nowMs: NOW_MS,
      book: 'test.example/book/1',
      actor: ACTOR,
    })
    if (decision.kind === 'record') for (const { body } of decision.events) this.#fold(body)
    return decision
  }

  #fold(body: JsonObject): void {
    this.#rows.begin(this.#size)
    const who = { actor: ACTOR, parties: [ACTOR] }
    const event = { type: 'observatory.claim-published', v: 1, body, ...who }
    claimPublished.apply(this.#rows, { ...event, index: this.#size, atMs: NOW_MS })
    this.#size += 1
  }

  find(claim: Claim) {
    return this.#rows.get(claimTable, claimIdOf(claim))
  }
}

const unknown = { ...gdp, indicator: 'happiness', area: 'MARS', unit: 'km2' } as const
// In order of precedence: each row has every fault of the rows under it.
const refused: readonly [string, Claim, JsonObject][] = [
  ['claim_differs', { ...gdp, value: '3.3' }, { entry: 0 }],
  ['unknown_indicator', { ...unknown, date: '2027-01-01' }, { indicator: 'happiness' }],
  [
    'unknown_indicator',
    { ...gdp, base: { indicator: 'happiness', area: 'MARS' } },
    { indicator: 'happiness' },
  ],
  ['unknown_area', { ...unknown, indicator: 'gdp', date: '2027-01-01' }, { area: 'MARS' }],
  ['unknown_area', { ...gdp, base: { area: 'MARS' } }, { area: 'MARS' }],
  [
    'unit_does_not_fit',
    { ...gdp, kind: 'avg_growth', unit: 'km2', date: '2027-01-01' },
    { unit: 'km2', fitting: ['ratio'] },
  ],
  [
    'base_missing',
    { ...gdp, kind: 'avg_growth', unit: 'ratio', base: { area: 'YRD' }, date: '2027-01-01' },
    { kind: 'avg_growth', missing: ['period'] },
  ],
  [
    'published_in_future',
    { ...gdp, date: '2026-11-23', vintage: 3 },
    { date: '2026-11-23', today: '2026-11-22' },
  ],
  ['vintage_skipped', { ...gdp, vintage: 3 }, { missing: 2 }],
]

test.each(refused)('%s', (type, claim, params) => {
  const book = new Book()
  book.submit(gdp)
  expect(book.submit(claim)).toEqual({ kind: 'refuse', refusal: { type, params } })
})

test('every refusal has a row above, in the order of the contract', () => {
  expect([...new Set(refused.map(([type]) => type))]).toEqual(REFUSALS)
})

test('the same claim again is the entry that recorded it', () => {
  const book = new Book()
  book.submit({ ...gdp, period: '2023' })
  book.submit(gdp)
  expect(book.submit(gdp)).toEqual({ kind: 'existing', index: 1 })
})

test('another value at the same place is a new vintage, and the first one stays', () => {
  const book = new Book()
  book.submit(gdp)
  expect(book.submit({ ...gdp, value: '3.25', vintage: 2 }).kind).toBe('record')
  expect(book.find(gdp)?.claim).toEqual(gdp)
})

test('today in Shanghai is no future', () => {
  expect(new Book().submit({ ...gdp, date: '2026-11-22' }).kind).toBe('record')
})

test('a range of dates that has begun is no future', () => {
  expect(new Book().submit({ ...gdp, date: '2026-11-20..2026-11-30' }).kind).toBe('record')
})

test('dollars restate yuan, and are a claim of their own', () => {
  const book = new Book()
  book.submit(gdp)
  expect(book.submit({ ...gdp, value: '440', scale: 'billion', unit: 'USD' }).kind).toBe('record')
})

test('a claim counts once in its area and in the Shanghai month of its entry', () => {
  const decision = new Book().submit(gdp)
  const event = decision.kind === 'record' ? decision.events[0] : undefined
  expect(event && claimPublished.measures?.(event, Date.UTC(2026, 10, 30, 17))).toEqual([
    { indicator: CLAIMS_RECORDED, area: 'HUB', period: '2026-12', amount: 1n },
  ])
})

const claims = fc.record(
  {
    indicator: fc.constantFrom('gdp', 'tax'),
    area: fc.constantFrom('HUB', 'CORE'),
    period: fc.constantFrom('2023', '2024'),
    kind: fc.constant('level' as const),
    value: fc.constantFrom('1', '2'),
    unit: fc.constantFrom('CNY' as const, 'USD' as const),
    source: fc.constantFrom(gdp.source, { ...gdp.source, locator: 'page 2' }),
    publisher: fc.constant('A paper'),
    date: fc.constant('2025-03-24'),
    notes: fc.subarray([...NOTES], { minLength: 1, maxLength: 2 }),
    vintage: fc.integer({ min: 2, max: 4 }),
  },
  {
    requiredKeys: [
      'indicator',
      'area',
      'period',
      'kind',
      'value',
      'unit',
      'source',
      'publisher',
      'date',
    ],
  },
)

test('what was recorded never changes, and vintages have no gap', () => {
  fc.assert(
    fc.property(fc.array(claims, { maxLength: 40 }), (submitted) => {
      const book = new Book()
      const recorded: Claim[] = []
      const repeated: Claim[] = []
      for (const claim of submitted) {
        const { kind } = book.submit(claim)
        if (kind === 'record') recorded.push(claim)
        if (kind === 'existing') repeated.push(claim)
      }
      expect(repeated.map((claim) => book.find(claim)?.claim)).toEqual(repeated)
      for (const [index, claim] of recorded.entries()) {
        expect(book.find(claim)).toMatchObject({ entry: index, claim })
        const { vintage } = claim
        if (vintage === undefined) continue
        const { vintage: _, ...first } = claim
        const before = vintage === 2 ? first : { ...first, vintage: vintage - 1 }
        expect(book.find(before)).toBeDefined()
      }
    }),
  )
})
