/** What a head types of a new card: what it comes to, what the caps say, and what would do instead. */
import { expect, test } from 'vitest'
import type { ShopRow } from '../domain/rows.ts'
import { tellCap } from './cap-words.ts'
import { draftIn } from './product-drafts.ts'

const shop: ShopRow = {
  shop: 'pty_shop',
  state: 'approved',
  industry: 'fitness',
  area: 'CHANGNING',
  licence: '1',
  leaseEndsOn: '2027-12-31',
  settledThrough: null,
  openSettlement: null,
  appliedAt: 0,
  decidedAt: null,
  entry: 1,
}
const nowMs = Date.parse('2026-11-22T04:00:00Z')
const typed = { nameEn: 'Gym', nameZh: '健身', price: '1,000', list: '120', count: '10' }
const draft = (kind: 'count' | 'period', values: Record<string, string>) =>
  draftIn(new URLSearchParams({ ...typed, ...values }), kind, { shop, nowMs })

test('nothing typed is a blank form', () => {
  const blank = draftIn(new URLSearchParams(), 'count', { shop, nowMs })
  expect(blank).toEqual({ values: {}, errors: [], draft: null })
})

test('a card of classes is reckoned with its gifts', () => {
  const { draft: drafted, errors } = draft('count', { gift: '2', validity: '90' })
  expect(errors).toEqual([])
  expect(drafted).toMatchObject({
    listMinor: 120_000n,
    discountMinor: 20_000n,
    eachMinor: 8_333n,
    trancheMinor: 8_333n,
    tranches: 12,
    why: null,
  })
})

test('a card of days is earned in parts of thirty', () => {
  const { draft: drafted } = draft('period', { list: '1200', count: '45' })
  expect(drafted).toMatchObject({ tranches: 2, trancheMinor: 66_666n, eachMinor: null, why: null })
})

test('a price above that without discount cannot be listed', () => {
  const { draft: drafted } = draft('count', { list: '99', validity: '90' })
  expect(drafted?.why).toBe('above-list')
})

test('the cap that is exceeded is named with its rule, and the others stand beside it', () => {
  const { draft: drafted } = draft('count', {
    count: '61',
    list: '400',
    price: '6,100',
    validity: '90',
  })
  expect(drafted?.why).toBe('over-cap')
  const [rule] = drafted?.caps ?? []
  expect(rule).toMatchObject({ number: '沪体规文〔2025〕1号', article: '8', from: '2025-03-01' })
  expect(rule?.checks).toContainEqual({
    quantity: 'count-uses',
    value: 61,
    max: 60,
    isWithin: false,
  })
})

test.each([
  ['price', 'much'],
  ['price', '0'],
  ['count', '0'],
  ['count', '501'],
  ['validity', ''],
  ['nameZh', ' '],
  ['giftEn', 'A towel'],
])('what is wrong with %s is said at it', (name, value) => {
  const wrong = name === 'giftEn' ? 'giftZh' : name
  const { draft: drafted, errors } = draft('count', { validity: '90', [name]: value })
  expect([drafted, errors.map((error) => error.name)]).toEqual([null, [wrong]])
})

test('a refused cap is a sentence with rule, article and days', () => {
  const words = tellCap({ rule: 'sh-fitness-2025/1', quantity: 'count-uses', value: 61, max: 60 })
  expect(words?.en).toContain('61, and at most 60 is allowed')
  expect(words?.en).toContain('article 8, in force from 1 March 2025 to 31 December 2026')
  expect(words?.zh).toContain('第8条')
  expect(tellCap({ rule: 'unknown', quantity: 'charge', value: 1, max: 0 })).toBeNull()
})
