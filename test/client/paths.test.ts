/** The client says what the routes say: its types are made from them, and are as they were made. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { connect, untilAnswered } from '#client/hub.ts'
import { serviceRoutes } from '#apps/server/routes.ts'
import { fakeLog } from '#test/http/fake-log.ts'
import { openHub } from '#test/http/hub.ts'
import { nowhere } from '#test/prepaid/door.ts'
import { CLIENT_TYPES, writtenClient } from '#tools/client.ts'
import { clientTypes } from '#tools/client-types.ts'

test('the types are those of the routes: run `npm run client` where this fails', async () => {
  const kept = readFileSync(join(import.meta.dirname, '../..', CLIENT_TYPES), 'utf8')
  expect(kept).toBe(await writtenClient())
})

test('all services together make a hub: one route for an address, one sentence for a problem', async () => {
  const routes = serviceRoutes({
    pool: nowhere(),
    books: () => ['sh'],
    log: fakeLog,
    nowMs: () => 0,
    wrappingKey: new Uint8Array(32),
  })
  const hub = await openHub({ routes })
  const document = await hub.app.inject('/v1/openapi.json')
  expect(document.statusCode).toBe(200)
  expect(document.body).toContain('/prepaid/uses/{use}/confirm')
  await hub.app.close()
})

test('a schema that nobody understands stops the making', () => {
  const operation = {
    summary: 'Odd.',
    parameters: [{ name: 'odd', in: 'query', required: true, schema: { type: 'colour' } }],
    responses: { 200: { content: { 'application/json': { schema: { type: 'string' } } } } },
  }
  expect(() => clientTypes({ paths: { '/odd': { get: operation } } })).toThrow('no type for')
})

test('what the routes do not have does not compile', () => {
  const hub = connect({ url: 'http://127.0.0.1:1', key: 'hq_none' })
  const calls = [
    // @ts-expect-error -- there is no such address.
    () => hub.GET('/v1/nowhere'),
    // @ts-expect-error -- an act needs its idempotency key.
    () => hub.POST('/v1/books/{book}/prepaid/check-ins', { params: { path: { book: 'sh' } } }),
    () =>
      hub.POST('/v1/books/{book}/prepaid/uses/{use}/confirm', {
        params: { path: { book: 'sh', use: 'use_1' }, header: { 'Idempotency-Key': 'a' } },
        // @ts-expect-error -- nothing is said twice: the use is in the address.
        body: { use: 'use_1' },
      }),
  ]
  expect(calls).toHaveLength(3)
})

describe('asking until there is an answer', () => {
  const answers = (...statuses: readonly (number | 'broken')[]) => {
    const left = [...statuses]
    return () => {
      const status = left.shift()
      if (status === undefined || status === 'broken') {
        return Promise.reject(new TypeError('fetch failed'))
      }
      const headers = status === 503 ? { 'retry-after': '7' } : {}
      return Promise.resolve({ response: new Response(null, { status, headers }) })
    }
  }
  const asking = async (send: ReturnType<typeof answers>, attemptsMax: number) => {
    const waited: number[] = []
    const sleep = (ms: number) => {
      waited.push(ms)
      return Promise.resolve()
    }
    const { response } = await untilAnswered(send, { attemptsMax, sleep })
    return { status: response.status, waited }
  }

  test('waits as long as the hub says, or longer each time', async () => {
    expect(await asking(answers('broken', 503, 'broken', 201), 8)).toEqual({
      status: 201,
      waited: [500, 7_000, 2_000],
    })
  })

  test('takes a refusal for an answer', async () => {
    expect(await asking(answers(409), 8)).toEqual({ status: 409, waited: [] })
  })

  test('ends, and says how it ended', async () => {
    expect(await asking(answers(503, 503, 503), 2)).toEqual({ status: 503, waited: [7_000] })
    await expect(asking(answers('broken', 'broken'), 2)).rejects.toThrow('fetch failed')
  })
})
