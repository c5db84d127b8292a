/** Forms of pages: who may send, what is taken, what comes back, and that one form is one act. */
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  isPermitted,
  PERMISSIONS,
  type Principal,
  ROLES,
  type Role,
} from '#kernel/identity/principal.ts'
import { newSecret } from '#platform/credentials/key.ts'
import { FORM_BYTES_MAX, FORM_FIELDS_MAX, parseForm, withDates } from '#platform/http/form-body.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { recorded } from './fake-book.ts'
import {
  CARD_FORM,
  FORM_KEY,
  formPath,
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

const good = {
  key: FORM_KEY,
  reason: 'was not there',
  amount: '¥1,800.5',
  'day.year': '2026',
  'day.month': '5',
  'day.day': '2',
}
const encoded = (fields: Record<string, string>) => new URLSearchParams(fields).toString()
const send = (fields: Record<string, string> = good, path = CARD_FORM) =>
  hub.post(path, encoded(fields), { cookie: consumer })

describe('whoever may not', () => {
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

  test('reaches neither page nor form, in any combination of session, persona and permission', async () => {
    const cases = fc.record({
      kind: fc.constantFrom(...SESSIONS),
      role: fc.constantFrom(...ROLES),
      permission: fc.constantFrom(...PERMISSIONS),
      isForm: fc.boolean(),
      language: fc.constantFrom('', '/zh'),
    })
    await fc.assert(
      fc.asyncProperty(cases, async ({ kind, role, permission, isForm, language }) => {
        hub.sh.asked.length = 0
        const cookie = await cookieFor(kind, role)
        const evidence = { method: 'persona', credential: '' } as const
        const somebody: Principal = { party: '', roles: [role], evidence }
        const may = kind === 'valid' && isPermitted(somebody, permission)
        const answer = isForm
          ? await hub.post(language + formPath(permission), `key=${FORM_KEY}`, { cookie })
          : await hub.get(language + pagePath(permission), cookie)
        expect(hub.sh.asked).toHaveLength(may && isForm ? 1 : 0)
        if (kind !== 'valid') {
          expect(answer.statusCode).toBe(303)
          expect(answer.headers.location).toMatch(/^(?:\/zh)?\/sign-in\?next=/)
        } else if (!may) {
          expect(answer.statusCode).toBe(403)
          expect(shownBy(answer.body).view.kind).toBe('forbidden')
        } else if (isForm) {
          expect(answer.headers.location).toContain('done=sh.7')
          expect(hub.sh.asked[0]?.principal.party).toBe(`pty_${role}`)
        } else {
          expect(shownBy(answer.body).path).toBe(`/of/pty_${role}`)
        }
      }),
      { numRuns: 600, seed: 7004 },
    )
  })

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
      const answer = await hub.post(path, encoded(good), { cookie: consumer, ...headers })
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
    const answer = await hub.post(CARD_FORM, encoded(good), { cookie: consumer, ...headers })
    expect(answer.statusCode).toBe(303)
  })
})

describe('what is recorded', () => {
  test('leads to the page with its receipt, in the language of the form', async () => {
    const answer = await send(good, `/zh${CARD_FORM}?code=5120`)
    expect([answer.statusCode, answer.headers.location, answer.headers['cache-control']]).toEqual([
      303,
      '/zh/test/card/one?repeated=false&done=sh.7',
      'no-store',
    ])
    expect(hub.sh.asked[0]?.command).toMatchObject({
      type: 'test.contest',
      card: 'one',
      reason: 'was not there',
      amount: '180050',
      day: '2026-05-02',
      copy: false,
    })
  })

  test('is one act however often the form is sent, in either language', async () => {
    await send()
    await send()
    await send(good, `/zh${CARD_FORM}`)
    const [first, ...others] = hub.sh.asked
    expect(others.map(({ key, command }) => ({ key, command }))).toEqual(
      [0, 1].map(() => ({ key: first?.key, command: first?.command })),
    )
    expect(first?.key).toMatch(/^[A-Za-z0-9_-]{43}$/)
  })

  test('is another act from another showing of the page, and from another form of the same', async () => {
    await send()
    await send({ ...good, key: 'B'.repeat(22) })
    await send(good, CARD_FORM.replace('one', 'two'))
    expect(new Set(hub.sh.asked.map(({ key }) => key)).size).toBe(3)
  })

  test('of others is not told: a page says what was done only to whom it concerns', async () => {
    const { body } = await hub.get('/test/card/one?done=sh.2', consumer)
    expect(shownBy(body).visit.done).toBeNull()
  })
})

describe('what is not recorded shows the page again', () => {
  test('with what was typed and what would do', async () => {
    const typed = { ...good, reason: ' ', 'day.month': '13', amount: 'much' }
    const answer = await send(typed, `${CARD_FORM}?code=5120`)
    expect(answer.statusCode).toBe(422)
    const { path, visit } = shownBy(answer.body)
    expect(path).toBe('/test/card/one?code=5120')
    const { key, ...values } = typed
    expect(visit.formKey).toBe(key)
    expect(visit.returned).toMatchObject({ action: CARD_FORM, values, answer: null })
    expect(visit.returned?.errors.map(({ name, sentence }) => [name, sentence.en])).toEqual([
      ['reason', 'Say why'],
      ['amount', 'Enter the sum'],
      ['day', 'Enter the day'],
    ])
    expect(hub.sh.asked).toHaveLength(0)
    expect(answer.headers['cache-control']).toBe('private, no-store')
    expect(answer.headers.etag).toBeUndefined()
  })

  test('when the book refuses: the sentence with its sum, the code, the field', async () => {
    hub.sh.answerTo = () => ({
      kind: 'refused',
      refusal: { type: 'over_held', params: { heldMinor: '1800' } },
    })
    const answer = await send()
    expect(answer.statusCode).toBe(422)
    const { returned } = shownBy(answer.body).visit
    expect(returned?.answer).toEqual({
      kind: 'refused',
      code: 'over_held',
      sentence: { en: 'Enter 1800 or less' },
    })
    expect(returned?.errors.map(({ name }) => name)).toEqual(['amount'])
  })

  test('when it cannot become a command, or the slice named no sentence', async () => {
    const closed = await send(good, CARD_FORM.replace('one', 'closed'))
    expect(closed.statusCode).toBe(409)
    expect(shownBy(closed.body).visit.returned?.answer?.code).toBe('card_closed')
    hub.sh.answerTo = () => ({ kind: 'refused', refusal: { type: 'unheard_of' } })
    const unheard = await send()
    expect(unheard.statusCode).toBe(409)
    expect(shownBy(unheard.body).visit.returned?.answer).toMatchObject({
      code: 'unheard_of',
      sentence: { en: 'The book refused this act.' },
    })
    hub.sh.answerTo = () => ({ kind: 'refused', refusal: { type: 'idempotency_key_reused' } })
    expect((await send()).statusCode).toBe(422)
  })

  test.each([
    ['queue_full', 'busy', 'Nothing was recorded'],
    ['not_writing', 'busy', 'Nothing was recorded'],
    ['outcome_unknown', 'unknown', 'recorded once, however often you press'],
  ] as const)(
    'when the book is away (%s) it says %s, and keeps the key',
    async (reason, kind, words) => {
      hub.sh.answerTo = () => ({ kind: 'unavailable', reason, retryAfterMs: 1000 })
      const answer = await send()
      expect(answer.statusCode).toBe(503)
      const { visit } = shownBy(answer.body)
      expect(visit.formKey).toBe(FORM_KEY)
      expect(visit.returned?.answer).toMatchObject({ kind, code: reason })
      expect(visit.returned?.answer?.sentence.en).toContain(words)
    },
  )

  test('when the book does not answer in time, and when it failed', async () => {
    hub.sh.answerTo = () => new Promise(() => undefined)
    const late = await send()
    expect(shownBy(late.body).visit.returned?.answer?.code).toBe('outcome_unknown')
    hub.sh.answerTo = () => ({ kind: 'failed' })
    const failed = await send()
    expect([failed.statusCode, shownBy(failed.body).visit.returned?.answer?.code]).toEqual([
      500,
      'internal',
    ])
  })

  test('unless what it was about is gone', async () => {
    expect((await send({ ...good, reason: '' }, CARD_FORM.replace('one', 'gone'))).statusCode).toBe(
      404,
    )
  })
})

describe('what is no form of ours', () => {
  test.each([
    ['no key', { ...good, key: '' }],
    ['a short key', { ...good, key: 'A' }],
    ['an unknown field', { ...good, colour: 'red' }],
    ['a prototype', { ...good, __proto__x: '1' }],
  ])('is turned away: %s', async (_, fields) => {
    const answer = await send(fields)
    expect([answer.statusCode, shownBy(answer.body).view.code]).toEqual([400, 'malformed_form'])
    expect(hub.sh.asked).toHaveLength(0)
  })

  test('is turned away when too long, compressed, or of another type', async () => {
    const long = await hub.post(CARD_FORM, `key=${'a'.repeat(FORM_BYTES_MAX)}`, {
      cookie: consumer,
    })
    expect([long.statusCode, shownBy(long.body).view.code]).toEqual([413, 'body_too_large'])
    const others = [
      { 'content-encoding': 'gzip' },
      { 'content-type': 'multipart/form-data; boundary=x' },
      { 'content-type': 'text/plain' },
    ]
    for (const headers of others) {
      const answer = await hub.post(CARD_FORM, encoded(good), { cookie: consumer, ...headers })
      expect(answer.statusCode).toBe(400)
    }
    expect(hub.sh.asked).toHaveLength(0)
  })

  test('has an address that leads to its page', async () => {
    const answer = await hub.get(`/zh${CARD_FORM}`, consumer)
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/zh/test/card/one'])
  })

  test('never breaks the server, whatever bytes come', async () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'key=',
        FORM_KEY,
        '&',
        '=',
        'reason',
        'day.day=',
        '%',
        '%00',
        '%ff',
        '+',
        'a.b.c=',
      ),
      fc.string({ maxLength: 12 }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 30 }), async (pieces) => {
        const answer = await hub.post(CARD_FORM, pieces.join(''), { cookie: consumer })
        expect([303, 400, 422]).toContain(answer.statusCode)
        if (answer.statusCode !== 303) shownBy(answer.body)
      }),
      { numRuns: 500, seed: 32 },
    )
  })
})

describe('the parser', () => {
  test('reads what a browser writes, whatever was typed', () => {
    const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,20}$/)
    const value = fc
      .string({ unit: 'grapheme', maxLength: 40 })
      .map((text) => text.replaceAll('\0', ''))
    fc.assert(
      fc.property(fc.dictionary(name, value, { maxKeys: 20, noNullPrototype: true }), (fields) => {
        const typed = Object.fromEntries(
          Object.entries(fields).map(([key, text]) => [key, text.replaceAll('\r\n', '\n')]),
        )
        expect(parseForm(utf8Of(encoded(fields)))).toEqual({ ok: true, value: typed })
      }),
    )
  })

  test.each([
    ['a=1&a=2', 'repeated_name'],
    ['a=%00', 'unsafe_text'],
    ['a=%zz', 'malformed_value'],
    ['a=%ff', 'malformed_value'],
    ['a%3Cb=1', 'malformed_name'],
    ['=1', 'malformed_name'],
    ['__proto__=1', 'malformed_name'],
    [
      Array.from({ length: FORM_FIELDS_MAX + 1 }, (_, at) => `a${at}=1`).join('&'),
      'too_many_fields',
    ],
  ])('refuses %j', (text, error) => {
    expect(parseForm(utf8Of(text))).toEqual({ ok: false, error })
  })

  test('makes one day of three fields, and none of what is none', () => {
    const day = (year: string, month: string, date: string) =>
      withDates({ 'at.year': year, 'at.month': month, 'at.day': date, why: 'x' })
    expect(day('2026', '5', ' 02 ')).toEqual({ at: '2026-05-02', why: 'x' })
    expect(day('26', '', 'x')).toEqual({ at: '0026-00-0x', why: 'x' })
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
