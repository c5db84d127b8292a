/** Servers that share the books out between them, and servers that should not have been started beside others. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Pair } from './pair.ts'
import { publish, publishedOf, readiness } from './requests.ts'

let pair: Pair
beforeAll(async () => {
  // At once: whoever comes much later finds its books taken by the reserve.
  pair = await Pair.open([{ HONGQIAO_BOOKS: 'sh' }, { HONGQIAO_BOOKS: 'js,zj' }], 'at-once')
})
afterAll(() => pair?.close())

test('each writes its own books and stands by for the others', async () => {
  const [one, two] = pair.servers
  const expected = [
    { sh: 'writing', js: 'standing-by', zj: 'standing-by' },
    { sh: 'standing-by', js: 'writing', zj: 'writing' },
  ]
  await pair.until('each has its own', async () => {
    const found = await Promise.all(pair.servers.map(({ place }) => readiness(place)))
    return JSON.stringify(found.map(({ books }) => books)) === JSON.stringify(expected)
  })
  await pair.until('the first writes', () => pair.saysItWrites(one))
  expect(await pair.saysItWrites(two)).toBe(false)
  expect(publishedOf(await publish(one.place, 1)).repeated).toBe(false)
  expect((await publish(two.place, 2, pair.key)).status).toBe(503)
})

describe('one that is started by mistake says so in a sentence, and ends', () => {
  const mistaken = async (name: string, env: Readonly<Record<string, string>>) => {
    const hub = pair.startedBeside(name, env)
    const { code } = await hub.ended()
    // The log goes to standard output in JSON; what a person reads is the rest.
    const sentences = hub.said.split('\n').filter((line) => line !== '' && !line.startsWith('{'))
    return { code, last: sentences.at(-1) ?? '' }
  }

  test('without their keys', async () => {
    const { code, last } = await mistaken('no-keys', {})
    expect([code, last]).toEqual([1, expect.stringMatching(/^The database .*HONGQIAO_KEYS.*\.$/)])
  })

  test('with their keys, and signers of its own', async () => {
    const { code, last } = await mistaken('own-signers', pair.environment())
    expect([code, last]).toEqual([1, expect.stringMatching(/^The book \w+ .*HONGQIAO_SIGNER.*\.$/)])
  })

  test('for a book that is not there', async () => {
    const { code, last } = await mistaken('strange-book', {
      ...pair.environment(),
      HONGQIAO_BOOKS: 'gd',
    })
    expect([code, last]).toEqual([1, 'HONGQIAO_BOOKS names gd, which is none of sh, js, zj.'])
  })

  test('and none of them took a book', async () => {
    const [one, two] = pair.servers
    // On a busy machine a server may not be sure of its lease for a moment.
    await pair.until('the first writes', () => pair.saysItWrites(one))
    expect(await pair.saysItWrites(two)).toBe(false)
    expect(publishedOf(await publish(one.place, 3)).repeated).toBe(false)
  })
})

test('the books of a server that is stopped are taken, and an act that it recorded is the same act', async () => {
  const [one, two] = pair.servers
  const { index } = publishedOf(await publish(one.place, 4))
  expect(await one.hub.stop()).toEqual({ code: 0, signal: null })
  await pair.until('the other one writes', () => pair.saysItWrites(two))
  expect(publishedOf(await publish(two.place, 4, pair.key))).toEqual({ index, repeated: true })
})
