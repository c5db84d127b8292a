/**
 * What no field of the API takes, whatever it is called: the fields are found in the routes' own schemas, so a
 * new one is tried as soon as it is there. Each value comes over HTTP at its place of an otherwise empty body; a
 * hub that refuses it names that place.
 */
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { serviceRoutes } from '#apps/server/routes.ts'
import { ROLES } from '#kernel/identity/principal.ts'
import { openApi } from '#platform/http/openapi.ts'
import { createPool } from '#platform/postgres/pool.ts'
import { fakeLog } from './fake-log.ts'
import { LEAKS, openHub, Problem, type TestHub } from './hub.ts'
import { leavesOf } from './schema-leaves.ts'

/** Never reached: what is refused by its form is refused before anything is read. */
const pool = createPool({
  url: 'postgres://nobody@127.0.0.1:1/none',
  name: 'boundaries',
  connectionsMax: 1,
  statementTimeoutMs: 1,
  lockTimeoutMs: 1,
  idleInTransactionTimeoutMs: 1,
  connectTimeoutMs: 1,
  onIdleError: () => undefined,
})
const routes = serviceRoutes({
  pool,
  books: () => ['sh', 'js'],
  log: fakeLog,
  nowMs: () => 0,
  wrappingKey: new Uint8Array(32),
})

const Operation = z.looseObject({
  parameters: z.array(
    z.looseObject({
      name: z.string(),
      in: z.string(),
      schema: z.looseObject({ pattern: z.string().optional() }),
    }),
  ),
  requestBody: z
    .looseObject({
      content: z.looseObject({ 'application/json': z.object({ schema: z.unknown() }) }),
    })
    .optional(),
})
const Document = z.looseObject({
  paths: z.record(z.string(), z.looseObject({ post: Operation.optional() })),
})

/** Each act of the API: its address with something allowed at each place of the path, and its fields. */
const acts = Object.entries(Document.parse(openApi(routes, '0')).paths).flatMap(
  ([path, { post }]) => {
    const schema = post?.requestBody?.content['application/json'].schema
    if (post === undefined || schema === undefined) return []
    const address = post.parameters.reduce(
      (text, { name, schema: { pattern } }) =>
        text.replace(`{${name}}`, name === 'book' ? 'sh' : sampleOf(pattern)),
      path,
    )
    return [{ path, address, leaves: leavesOf(schema) }]
  },
)
const fieldsOf = (kind: 'text' | 'number') =>
  acts.flatMap(({ path, address, leaves }) =>
    leaves.filter((leaf) => leaf.kind === kind).map((leaf) => ({ path, address, leaf })),
  )

function sampleOf(pattern = '^x$'): string {
  const [text] = fc.sample(fc.stringMatching(new RegExp(pattern)), { seed: 1, numRuns: 1 })
  if (text === undefined) throw new Error(`nothing is of the form ${pattern}`)
  return text
}

/** By what they could do to whoever reads them. */
const HOSTILE_TEXTS = {
  'ten thousand characters': 'x'.repeat(10_000),
  'a space of no width': '\u200B',
  spaces: ' \u3000 ',
  'an override of direction': 'to \u202Eyu',
  'an isolate': 'a\u2067b',
  'a line feed': 'a\nb',
  'a line separator': 'a\u2028b',
  'U+0000': 'a\u0000b',
  'half a character': 'a\uD800',
  'a pile of marks': `Z${'\u0351'.repeat(30)}`,
}
const HOSTILE_NUMBERS = {
  negative: -1,
  'less than a fen': 0.001,
  'with a fraction': 100.5,
  '1e20': 1e20,
  'beyond what a number holds': 9_223_372_036_854_775_808,
  'a text': '1,000',
  'digits of full width': '１００',
  nothing: null,
  yes: true,
}

/** Texts that are taken as they come, by their place, and why the form of a person's line is not theirs. */
const AS_THEY_COME: readonly (readonly [RegExp, string])[] = [
  [
    /bank-entries\S* body\.(?:items\.0\.)?(?:reference|payer)$/,
    'no line of money is refused for its words',
  ],
  [/ body\.(?:receipt|policy)$/, 'signed text, checked byte for byte'],
  [/\/claims\S* |\/audits /, 'quotes what was printed, as it was printed'],
]
const isAsItComes = (place: string) => AS_THEY_COME.some(([pattern]) => pattern.test(place))

const EVERYWHERE = 'everywhere'

let hub: TestHub
const keys: string[] = []
beforeAll(async () => {
  hub = await openHub({ routes })
  for (const role of ROLES) keys.push(await hub.keyOf(role))
})

/** Where the hub finds something wrong with this body; the key of whichever role may send it. */
async function wrongPlaces(address: string, body: unknown): Promise<readonly string[]> {
  for (const key of keys) {
    const answer = await hub.app.inject({
      method: 'POST',
      url: address,
      headers: {
        authorization: `Bearer ${key}`,
        'idempotency-key': 'boundary',
        'content-type': 'application/json',
      },
      payload: JSON.stringify(body),
    })
    if (answer.statusCode === 403) continue
    expect([address, answer.body]).not.toEqual([address, expect.stringMatching(LEAKS)])
    if (answer.statusCode < 300) return []
    const problem = Problem.parse(answer.json())
    if (problem.type === '/problems/malformed_json') return [EVERYWHERE]
    expect([address, problem.type]).toEqual([address, '/problems/invalid_request'])
    return (problem.errors ?? []).map(({ at }) => at)
  }
  throw new Error(`no role may send ${address}`)
}

describe('fields of the API', () => {
  test('are found: those of money and of words among them', () => {
    const places = [...fieldsOf('text'), ...fieldsOf('number')].map(placeOf)
    expect(places).toEqual(
      expect.arrayContaining([
        '/v1/books/{book}/organisations body.name.zh',
        '/v1/books/{book}/prepaid/products body.offer.priceMinor',
        '/v1/books/{book}/prepaid/uses/bulk body.items.0.servedOn',
        '/v1/books/{book}/prepaid/refunds/{refund}/approve body.deductionMinor',
      ]),
    )
    expect(
      AS_THEY_COME.filter(([pattern]) => !places.some((place) => pattern.test(place))),
    ).toEqual([])
  })

  test.each(Object.entries(HOSTILE_TEXTS))('take no text of %s', async (_name, text) => {
    const taken = []
    for (const field of fieldsOf('text')) {
      const { address, leaf } = field
      if (isAsItComes(placeOf(field))) continue
      if (!isWrongAt(await wrongPlaces(address, leaf.bodyWith(text)), leaf.at))
        taken.push(placeOf(field))
    }
    expect(taken).toEqual([])
  })

  test.each(Object.entries(HOSTILE_NUMBERS))('take no number that is %s', async (_name, value) => {
    const taken = []
    for (const field of fieldsOf('number')) {
      const { address, leaf } = field
      if (!isWrongAt(await wrongPlaces(address, leaf.bodyWith(value)), leaf.at))
        taken.push(placeOf(field))
    }
    expect(taken).toEqual([])
  })

  test('take what is plain: a name with markup is a name', async () => {
    const names = fieldsOf('text').filter(({ leaf }) =>
      /\.(?:name|reason|ground|account|goods)(?:\.|$)/.test(leaf.at),
    )
    expect(names.length).toBeGreaterThan(10)
    const refused = []
    for (const field of names) {
      const places = await wrongPlaces(
        field.address,
        field.leaf.bodyWith('<b>O’Brien</b> 奥布赖恩 👨‍👩‍👧'),
      )
      // Alone it is the whole of some acts, which are then recorded; of others something else is missing.
      if (isWrongAt(places, field.leaf.at)) refused.push(placeOf(field))
    }
    expect(refused).toEqual([])
  })
})

function placeOf({
  path,
  leaf,
}: {
  readonly path: string
  readonly leaf: { readonly at: string }
}): string {
  return `${path} ${leaf.at}`
}

/** A text that is no JSON at all is wrong everywhere. */
function isWrongAt(places: readonly string[], at: string): boolean {
  return places.includes(at) || places.includes(EVERYWHERE)
}
