/** Who may do what: every route, every role, every kind of key. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isPermitted, type Permission, ROLES, type Role } from '#kernel/identity/principal.ts'
import { unreachable } from '#kernel/std/assert.ts'
import { newKey } from '#platform/credentials/key.ts'
import { openHub, type TestHub } from './hub.ts'

const KEYS = ['valid', 'none', 'foreign', 'wrong secret', 'expired', 'revoked', 'garbage'] as const
type KeyKind = (typeof KEYS)[number]

interface Operation {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly access: Permission | 'public'
}

let hub: TestHub
let operations: readonly Operation[]

interface Document {
  readonly paths: Record<string, Record<string, { 'x-permission': Permission | 'public' }>>
}

beforeAll(async () => {
  hub = await openHub()
  const document: Document = (await hub.app.inject('/v1/openapi.json')).json()
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method === 'get' ? ('GET' as const) : ('POST' as const),
      url: path
        .replace('{book}', 'sh')
        .replace('{index}', '0')
        .replace('{path}', '000.p/8')
        .replace('/tile/000', '/tile/0/000')
        .replace(/\{[a-z]+\}/i, 'x'),
      access: operation['x-permission'],
    })),
  )
  // A stream does not end by itself, and inject waits for the end.
  operations = operations.filter(({ url }) => !url.endsWith('/events'))
})
afterAll(() => hub.app.close())

async function keyOf(kind: KeyKind, role: Role): Promise<string | null> {
  switch (kind) {
    case 'none':
      return null
    case 'foreign':
      return newKey().text
    case 'garbage':
      return 'hq_nothing'
    case 'wrong secret':
      return (await hub.keyOf(role)).slice(0, 20) + newKey().secret
    case 'expired':
      return hub.keyOf(role, hub.time.nowMs)
    case 'revoked': {
      const key = await hub.keyOf(role)
      await hub.store.revoke(key.slice(3, 19), hub.time.nowMs)
      return key
    }
    case 'valid':
      return hub.keyOf(role)
    default:
      return unreachable(kind)
  }
}

type Verdict = 'let in' | 'unauthenticated' | 'forbidden'

function expectedFor({ access, url }: Operation, role: Role, kind: KeyKind): Verdict {
  if (/^\/(?:healthz|readyz|metrics)(?:\/|$)/.test(url)) return 'let in'
  if (kind === 'none') return access === 'public' ? 'let in' : 'unauthenticated'
  if (kind !== 'valid') return 'unauthenticated'
  const evidence = { method: 'api-key', credential: '' } as const
  const principal = { party: 'pty_somebody', roles: [role], evidence }
  return access === 'public' || isPermitted(principal, access) ? 'let in' : 'forbidden'
}

function verdictOf(status: number): Verdict {
  if (status === 401) return 'unauthenticated'
  return status === 403 ? 'forbidden' : 'let in'
}

function ask({ method, url }: Operation, key: string | null) {
  const headers = key === null ? {} : { authorization: `Bearer ${key}` }
  return hub.app.inject({ method, url, headers })
}

describe('the gate', () => {
  test('knows the routes of this server and its slices', () => {
    expect(operations.length).toBeGreaterThanOrEqual(18)
    expect(new Set(operations.map(({ access }) => access)).size).toBeGreaterThanOrEqual(5)
  })

  test('lets in exactly whom the permissions let in', async () => {
    const cases = fc.record({
      operation: fc.constantFrom(...operations),
      role: fc.constantFrom(...ROLES),
      kind: fc.constantFrom(...KEYS),
    })
    await fc.assert(
      fc.asyncProperty(cases, async ({ operation, role, kind }) => {
        const answer = await ask(operation, await keyOf(kind, role))
        expect(verdictOf(answer.statusCode)).toBe(expectedFor(operation, role, kind))
        expect(answer.headers['www-authenticate'] !== undefined).toBe(answer.statusCode === 401)
      }),
      { numRuns: 400, seed: 7001 },
    )
    expect(hub.sh.asked).toHaveLength(0)
  })

  test.each(['Basic aHE6aHE=', 'Bearer', 'Bearer  two', 'Bearer a b', 'hq_'])(
    'refuses the authorization %j even where none is needed',
    async (authorization) => {
      const answer = await hub.app.inject({ url: '/v1/books', headers: { authorization } })
      expect(answer.statusCode).toBe(401)
    },
  )

  test('stops a revoked key within two seconds', async () => {
    const key = await hub.keyOf('auditor')
    const secrets = { method: 'GET', url: '/v1/secrets/x', access: 'entries.read' } as const
    expect((await ask(secrets, key)).statusCode).toBe(200)
    await hub.store.revoke(key.slice(3, 19), hub.time.nowMs)
    hub.time.nowMs += 2_000
    expect((await ask(secrets, key)).statusCode).toBe(401)
  })

  test('answers 503 and not 500 while keys cannot be looked up', async () => {
    hub.store.isBroken = true
    const answer = await ask(
      { method: 'GET', url: '/v1/secrets/x', access: 'entries.read' },
      newKey().text,
    )
    hub.store.isBroken = false
    expect(answer.statusCode).toBe(503)
    expect(answer.json().type).toBe('/problems/not_ready')
    expect(answer.body).not.toContain('ECONN')
  })
})

describe('a hub for its own machine', () => {
  test.each([
    { 'x-forwarded-for': '192.0.2.7' },
    { 'x-forwarded-for': '127.0.0.1, 192.0.2.7' },
    { 'x-forwarded-for': 'unknown' },
    { 'x-real-ip': '2001:db8::1' },
    { forwarded: 'for=127.0.0.1' },
  ])('answers nobody for whom a proxy or a tunnel here asks: %j', async (told) => {
    const headers = { host: 'localhost', ...told }
    const answer = await hub.app.inject({ url: '/v1/books', headers })
    expect(answer.statusCode).toBe(421)
  })

  test('answers a proxy that asks for this machine', async () => {
    const headers = { host: 'localhost', 'x-forwarded-for': '127.0.0.1, ::1' }
    const answer = await hub.app.inject({ url: '/v1/books', headers })
    expect(answer.statusCode).toBe(200)
  })
})

describe('the rates', () => {
  const config = { isLoopbackOnly: true, trustedProxies: [], version: '0' }

  test('count callers without a key by address', async () => {
    const rates = { addressPerMinute: 3, credentialPerMinute: 100 }
    const { app } = await openHub({ config: { ...config, rates } })
    const codes: number[] = []
    for (let at = 0; at < 5; at += 1) codes.push((await app.inject('/v1/books')).statusCode)
    expect(codes).toEqual([200, 200, 200, 429, 429])
    const limited = await app.inject('/v1/books')
    expect(limited.headers['retry-after']).toBeDefined()
    expect(limited.json().type).toBe('/problems/rate_limited')
    expect((await app.inject('/healthz')).statusCode).toBe(200)
    expect((await app.inject('/nowhere')).statusCode).toBe(429)
  })

  test('count a key by itself, and guesses at keys by address', async () => {
    const rates = { addressPerMinute: 4, credentialPerMinute: 6 }
    const limited = await openHub({ config: { ...config, rates } })
    const authorization = `Bearer ${await limited.keyOf('auditor')}`
    const asKnown = async () =>
      (await limited.app.inject({ url: '/v1/books', headers: { authorization } })).statusCode
    const codes: number[] = []
    for (let at = 0; at < 7; at += 1) codes.push(await asKnown())
    expect(codes).toEqual([200, 200, 200, 200, 200, 200, 429])
    const before = limited.store.lookUps
    for (let at = 0; at < 20; at += 1) {
      const headers = { authorization: `Bearer ${newKey().text}` }
      await limited.app.inject({ url: '/v1/books', headers })
    }
    expect(limited.store.lookUps - before).toBeLessThanOrEqual(3)
  })
})
