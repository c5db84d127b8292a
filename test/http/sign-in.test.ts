/** Signing in and out, and what a session is worth: cookies, ends, redirects, other sites. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { localPathFrom } from '#apps/server/pages/local-path.ts'
import { ROLES } from '#kernel/identity/principal.ts'
import { sessionCookie, sessionTokenOf } from '#platform/sessions/cookie.ts'
import { SESSION_IDLE_MS, SESSION_LIFE_MS } from '#platform/sessions/session.ts'
import { openSignedInHub, shownBy, type SignedInHub } from './signed-in-hub.ts'

let hub: SignedInHub
beforeAll(async () => {
  hub = await openSignedInHub()
})
afterAll(() => hub.app.close())

/** What the browser keeps of a Set-Cookie. */
const kept = (header: unknown) => String(header).split(';')[0] ?? ''

async function personOf(cookie?: string): Promise<string | undefined> {
  const { body } = await hub.get('/test/open', cookie)
  return shownBy(body).visit.person?.name.en
}

describe('signing in', () => {
  test('shows everybody of the demonstration', async () => {
    const { statusCode, body, headers } = await hub.get('/sign-in')
    expect([statusCode, headers['cache-control']]).toEqual([200, 'no-cache'])
    expect(shownBy(body).view['personas']).toHaveLength(ROLES.length)
  })

  test.each([
    ['consumer', '/prepaid/cards'],
    ['shop-head', '/prepaid/counter'],
    ['shop-clerk', '/prepaid/counter'],
    ['notary', '/prepaid/desk'],
    ['regulator', '/prepaid/figures'],
    ['bank', '/prepaid/bank'],
  ])('a %s begins at %s, in the language of the page', async (role, home) => {
    const english = await hub.post('/sign-in', `persona=a-${role}`)
    expect([english.statusCode, english.headers.location]).toEqual([303, home])
    const chinese = await hub.post('/zh/sign-in', `persona=a-${role}`)
    expect(chinese.headers.location).toBe(`/zh${home}`)
    expect(await personOf(kept(english.headers['set-cookie']))).toBe(`Name of ${role}`)
  })

  test('makes a session anew and ends the one before, whoever made that', async () => {
    const planted = await hub.signIn('regulator')
    const { headers } = await hub.post('/sign-in', 'persona=a-consumer', { cookie: planted })
    const fresh = kept(headers['set-cookie'])
    expect(fresh).not.toBe(planted)
    expect(await personOf(planted)).toBeUndefined()
    expect(await personOf(fresh)).toBe('Name of consumer')
  })

  test('does not take a token that a browser brings along', async () => {
    const made = `hongqiao_session=${'0'.repeat(16)}.${'A'.repeat(43)}`
    const { headers } = await hub.post('/sign-in', 'persona=a-consumer', { cookie: made })
    expect(kept(headers['set-cookie'])).not.toBe(made)
    expect(await personOf(made)).toBeUndefined()
  })

  test.each([
    'persona=nobody',
    '',
    'persona=a-bank&persona=a-notary',
    'persona=a-bank&roles=notary',
  ])('is refused for %j', async (fields) => {
    const { statusCode, headers } = await hub.post('/sign-in', fields)
    expect([statusCode, headers['set-cookie']]).toEqual([400, undefined])
  })

  test('signing out ends the session at once, not only the cookie', async () => {
    const cookie = await hub.signIn('notary')
    expect(await personOf(cookie)).toBe('Name of notary')
    const { statusCode, headers } = await hub.post('/zh/sign-out', '', { cookie })
    expect([statusCode, headers.location]).toEqual([303, '/zh'])
    expect(headers['set-cookie']).toContain('hongqiao_session=; Path=/; Max-Age=0')
    expect(await personOf(cookie)).toBeUndefined()
  })
})

describe('a session', () => {
  test('is over after twelve hours without use, and after a day whatever is done', async () => {
    const idle = await hub.signIn('consumer')
    const busy = await hub.signIn('consumer')
    for (let hours = 0; hours < 11; hours += 1) {
      hub.time.nowMs += SESSION_IDLE_MS / 11
      expect(await personOf(busy)).toBe('Name of consumer')
    }
    expect(await personOf(idle)).toBeUndefined()
    hub.time.nowMs += SESSION_LIFE_MS - SESSION_IDLE_MS - 1
    expect(await personOf(busy)).toBe('Name of consumer')
    hub.time.nowMs += 1
    expect(await personOf(busy)).toBeUndefined()
    const third = await hub.signIn('consumer')
    for (let hours = 0; hours < 24; hours += 1) {
      expect(await personOf(third)).toBe('Name of consumer')
      hub.time.nowMs += SESSION_LIFE_MS / 24
    }
    expect(await personOf(third)).toBeUndefined()
  })

  test('that another process ended counts for two seconds at most', async () => {
    const cookie = await hub.signIn('bank')
    expect(await personOf(cookie)).toBe('Name of bank')
    const id = sessionTokenOf(cookie)?.split('.')[0] ?? ''
    await hub.sessionStore.revoke(id, hub.time.nowMs)
    hub.time.nowMs += 2000
    expect(await personOf(cookie)).toBeUndefined()
  })

  test('is looked up once for many pages', async () => {
    const cookie = await hub.signIn('notary')
    const before = hub.sessionStore.lookUps
    for (let at = 0; at < 5; at += 1) await personOf(cookie)
    expect(hub.sessionStore.lookUps - before).toBe(1)
  })

  test('needs its secret: the public id stands in entries', async () => {
    const cookie = await hub.signIn('notary')
    const [id = ''] = sessionTokenOf(cookie)?.split('.') ?? []
    expect(await personOf(`hongqiao_session=${id}.${'A'.repeat(43)}`)).toBeUndefined()
    await hub.post('/sign-out', '', { cookie: `hongqiao_session=${id}.${'A'.repeat(43)}` })
    expect(await personOf(cookie)).toBe('Name of notary')
  })

  test('of a store that cannot answer is answered as a page, and no one is let in', async () => {
    const cookie = await hub.signIn('notary')
    hub.sessionStore.isBroken = true
    const { statusCode, body } = await hub.get('/test/signed-in', cookie)
    hub.sessionStore.isBroken = false
    expect([statusCode, shownBy(body).view.kind]).toEqual([503, 'unavailable'])
    expect(hub.logged()).toContain('could not be looked up')
  })

  test('does nothing at the API', async () => {
    const cookie = await hub.signIn('operator')
    const headers = { cookie, 'idempotency-key': 'k' }
    const payload = { text: 'a', page: 1 }
    const post = await hub.app.inject({
      method: 'POST',
      url: '/v1/books/sh/notes',
      headers,
      payload,
    })
    expect(post.statusCode).toBe(401)
    expect((await hub.get('/v1/secrets/x', cookie)).statusCode).toBe(401)
  })
})

describe('the cookie', () => {
  test('is for this host, no script, no other site, and encrypted but on this machine', async () => {
    expect(sessionCookie('t', false)).toBe(
      'hongqiao_session=t; Path=/; Max-Age=86400; HttpOnly; SameSite=Strict; Secure',
    )
    expect(sessionCookie('t', true)).not.toContain('Secure')
    expect(sessionCookie(null, true)).toContain('Max-Age=0')
    const { headers } = await hub.post('/sign-in', 'persona=a-bank')
    expect(headers['set-cookie']).toMatch(
      /^hongqiao_session=[0-9a-f]{16}\.[A-Za-z0-9_-]{43}; Path=\/; Max-Age=86400; HttpOnly; SameSite=Strict$/,
    )
    expect(headers['cache-control']).toBe('no-store')
  })

  test('that comes twice is none', () => {
    expect(sessionTokenOf('a=1; hongqiao_session=x; b=2')).toBe('x')
    expect(sessionTokenOf('hongqiao_session=x; hongqiao_session=y')).toBeNull()
    expect(sessionTokenOf('xhongqiao_session=x')).toBeNull()
    expect(sessionTokenOf(undefined)).toBeNull()
  })
})

describe('the way back after signing in', () => {
  test('leads to the page that was asked for', async () => {
    const { statusCode, headers } = await hub.get('/zh/test/signed-in?a=%E4%B8%80')
    expect([statusCode, headers['cache-control']]).toEqual([303, 'no-store'])
    const to = new URL(String(headers.location), 'http://localhost')
    expect(to.pathname).toBe('/zh/sign-in')
    const page = await hub.get(to.pathname + to.search)
    expect(shownBy(page.body).view['next']).toBe('/zh/test/signed-in?a=%E4%B8%80')
    const next = encodeURIComponent('/zh/test/signed-in?a=%E4%B8%80')
    const back = await hub.post('/zh/sign-in', `persona=a-bank&next=${next}`)
    expect(back.headers.location).toBe('/zh/test/signed-in?a=%E4%B8%80')
  })

  test.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\tevil',
    '/%0d%0aset-cookie:x\r\n',
    'javascript:alert(1)',
    'test/open',
    ' /test/open',
    '/a#b',
    `/${'a'.repeat(2000)}`,
    '',
  ])('never leads elsewhere: %j', async (next) => {
    const { headers } = await hub.post(
      '/sign-in',
      `persona=a-bank&next=${encodeURIComponent(next)}`,
    )
    expect(headers.location).toBe('/prepaid/bank')
  })

  test('never leaves the origin, whatever is asked', () => {
    const piece = fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      '@',
      ':',
      'evil.example',
      '?',
      '%2f',
      '\t',
      'a',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const path = localPathFrom(pieces.join(''))
        if (path === null) return
        expect(new URL(path, 'http://localhost:7000/zh/sign-in').origin).toBe(
          'http://localhost:7000',
        )
      }),
      { numRuns: 5000 },
    )
  })
})

describe('without a demonstration', () => {
  test('there is no sign-in, and a cookie is worth nothing', async () => {
    const plain = await openSignedInHub({ hasSignIn: false })
    const page = await plain.get('/sign-in')
    expect([page.statusCode, shownBy(page.body).view['personas']]).toEqual([200, null])
    expect(shownBy(page.body).visit.hasSignIn).toBe(false)
    expect((await plain.post('/sign-in', 'persona=a-bank')).statusCode).toBe(405)
    const cookie = await plain.signIn('bank')
    expect(shownBy((await plain.get('/test/open', cookie)).body).visit.person).toBeNull()
    expect((await plain.get('/test/signed-in', cookie)).statusCode).toBe(303)
    await plain.app.close()
  })
})
