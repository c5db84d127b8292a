/** Who reaches a page or a form: session, persona, permission, and the site that a form stands on. */
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  isPermitted,
  type Permission,
  PERMISSIONS,
  type Role,
  ROLES,
} from '#kernel/identity/principal.ts'
import { newSecret } from '#platform/credentials/key.ts'
import { recorded } from './fake-book.ts'
import {
  CARD_FORM,
  encoded,
  FORM_KEY,
  formPath,
  GOOD,
  openSignedInHub,
  ORIGIN,
  pagePath,
  shownBy,
  type SignedInHub,
} from './signed-in-hub.ts'

let hub: SignedInHub
let consumer: string
beforeAll(async () => {
  hub = await openSignedInHub()
  consumer = await hub.signIn('consumer')
})
beforeEach(() => {
  hub.sh.asked.length = 0
  hub.sh.answerTo = () => recorded(7)
})
afterAll(() => hub.app.close())

const SESSIONS = ['valid', 'none', 'foreign', 'wrong secret', 'ended', 'expired'] as const
type Kind = (typeof SESSIONS)[number]

async function cookieFor(kind: Kind, role: Role): Promise<string> {
  if (kind === 'none') return ''
  if (kind === 'foreign') return `hongqiao_session=0123456789abcdef.${newSecret()}`
  const cookie = await hub.signIn(role)
  const id = cookie.slice('hongqiao_session='.length).split('.')[0] ?? ''
  if (kind === 'wrong secret') return `hongqiao_session=${id}.${newSecret()}`
  if (kind === 'ended') await hub.post('/sign-out', '', { cookie })
  if (kind === 'expired') await hub.sessionStore.prolong(id, hub.time.nowMs)
  return cookie
}

interface Attempt {
  readonly kind: Kind
  readonly role: Role
  readonly permission: Permission
  readonly isForm: boolean
  readonly language: '' | '/zh'
}

async function outcomeOf({ kind, role, permission, isForm, language }: Attempt) {
  const cookie = await cookieFor(kind, role)
  hub.sh.asked.length = 0
  const answer = isForm
    ? await hub.post(language + formPath(permission), `key=${FORM_KEY}`, { cookie })
    : await hub.get(language + pagePath(permission), cookie)
  const { statusCode, headers, body } = answer
  const shown = statusCode === 303 ? null : shownBy(body)
  return {
    statusCode,
    to: headers.location?.split('?')[0] ?? shown?.view.kind ?? shown?.path,
    actors: hub.sh.asked.map(({ principal }) => principal.party),
  }
}

function expectedOf({ kind, role, permission, isForm, language }: Attempt) {
  if (kind !== 'valid') return { statusCode: 303, to: `${language}/sign-in`, actors: [] }
  const evidence = { method: 'persona', credential: '' } as const
  if (!isPermitted({ party: '', roles: [role], evidence }, permission)) {
    return { statusCode: 403, to: 'forbidden', actors: [] }
  }
  return isForm
    ? { statusCode: 303, to: language + pagePath(permission), actors: [`pty_${role}`] }
    : { statusCode: 200, to: `/of/pty_${role}`, actors: [] }
}

test('no combination of session, persona and role reaches a page or form that it may not', async () => {
  const attempt: fc.Arbitrary<Attempt> = fc.record({
    kind: fc.constantFrom(...SESSIONS),
    role: fc.constantFrom(...ROLES),
    permission: fc.constantFrom(...PERMISSIONS),
    isForm: fc.boolean(),
    language: fc.constantFrom('', '/zh'),
  })
  await fc.assert(
    fc.asyncProperty(attempt, async (one) => {
      expect(await outcomeOf(one)).toEqual(expectedOf(one))
    }),
    { numRuns: 600, seed: 7004 },
  )
})

describe('a form', () => {
  test.each([
    { origin: 'https://evil.example' },
    { origin: 'http://localhost:7001' },
    { origin: 'http://localhost.evil.example' },
    { origin: 'null' },
    { origin: '' },
    { origin: ORIGIN, 'sec-fetch-site': 'cross-site' },
    { origin: ORIGIN, 'sec-fetch-site': 'same-site' },
    { origin: 'null', 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
  ])('stands on another site does nothing: %j', async (headers) => {
    for (const path of [CARD_FORM, '/sign-in', '/sign-out']) {
      const answer = await hub.post(path, encoded(GOOD), { cookie: consumer, ...headers })
      expect(answer.statusCode).toBe(403)
      expect(shownBy(answer.body).view.code).toBe('cross_site')
      expect(answer.headers['set-cookie']).toBeUndefined()
    }
    expect(hub.sh.asked).toHaveLength(0)
  })

  test.each([
    { origin: ORIGIN },
    { origin: ORIGIN, 'sec-fetch-site': 'same-origin' },
    { origin: 'null', 'sec-fetch-site': 'same-origin' },
    { origin: 'https://localhost' },
  ])('but a page of ours may: %j', async (headers) => {
    const answer = await hub.post(CARD_FORM, encoded(GOOD), { cookie: consumer, ...headers })
    expect(answer.statusCode).toBe(303)
  })
})

describe('pages', () => {
  test('that are private are kept by nobody', async () => {
    for (const path of ['/test/signed-in', pagePath('prepaid.buy')]) {
      const { headers } = await hub.get(path, consumer)
      expect(headers['cache-control']).toBe('private, no-store')
      expect(headers.etag).toBeUndefined()
      expect(headers.vary).toContain('cookie')
    }
  })

  test('that are public are kept as ever by who is signed out, and never shared by who is in', async () => {
    const [nobody, one, other] = await Promise.all([
      hub.get('/test/open'),
      hub.get('/test/open', consumer),
      hub.get('/test/open', await hub.signIn('consumer')),
    ])
    expect(nobody.headers['cache-control']).toBe('no-cache')
    expect(one.headers['cache-control']).toBe('private, no-cache')
    const tags = [nobody, one, other].map(({ headers }) => headers.etag)
    expect(new Set(tags).size).toBe(3)
    expect([nobody, one].map(({ headers }) => headers.vary)).toEqual(['cookie', 'cookie'])
    expect((await hub.get('/test/open')).headers.etag).toBe(tags[0])
  })

  test('carry a key of their own each time they are shown', async () => {
    const keys = await Promise.all(
      [0, 1].map(
        async () => shownBy((await hub.get('/test/signed-in', consumer)).body).visit.formKey,
      ),
    )
    expect(keys[0]).toMatch(/^[A-Za-z0-9_-]{22}$/)
    expect(keys[0]).not.toBe(keys[1])
  })

  test('show the places of their reader that exist', async () => {
    const { places } = shownBy((await hub.get('/test/open')).body)
    expect(places.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['figures', 'book', 'verify']),
    )
    const signedIn = shownBy((await hub.get('/test/open', consumer)).body)
    expect(signedIn.places.map(({ id }) => id)).not.toContain('figures')
  })
})
