/** Servers that share the books out between them, and servers that should not have been started beside others. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Pair } from './pair.ts'
import { publish, publishedOf, readiness } from './requests.ts'

const STARTS_MAX = 3
const START_MS_MAX = 180_000

let pair: Pair
beforeAll(async () => {
  // A reserve waits five seconds for those that start late; where a start took longer, both are started anew.
  for (let left = STARTS_MAX; left > 0; left -= 1) {
    pair = await Pair.open([{ HONGQIAO_BOOKS: 'sh' }, { HONGQIAO_BOOKS: 'js,zj' }], 'at-once')
    await pair.until('every book is written', async () => {
      const found = await phases()
      return ['sh', 'js', 'zj'].every((book) => found.some((of) => of[book] === 'writing'))
    })
    const [one, two] = await phases()
    if ([one?.['sh'], two?.['js'], two?.['zj']].every((phase) => phase === 'writing')) return
    await pair.close()
  }
  throw new Error('the two were never up within five seconds of each other')
}, STARTS_MAX * START_MS_MAX)
afterAll(() => pair?.close())

const phases = async (): Promise<readonly Readonly<Record<string, string>>[]> =>
  (await Promise.all(pair.servers.map(({ place }) => readiness(place)))).map(({ books }) => books)

test('each writes its own books and stands by for the others', async () => {
  const [one, two] = pair.servers
  const expected = [
    { sh: 'writing', js: 'standing-by', zj: 'standing-by' },
    { sh: 'standing-by', js: 'writing', zj: 'writing' },
  ]
  await pair.until('each has its own', async () => {
    return JSON.stringify(await phases()) === JSON.stringify(expected)
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
