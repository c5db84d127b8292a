/** Forms of pages: what is taken, what comes back, and that one form is one act. */
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { FORM_BYTES_MAX } from '#platform/http/form-body.ts'
import { recorded } from './fake-book.ts'
import {
  CARD_FORM,
  encoded,
  FORM_KEY,
  GOOD,
  openSignedInHub,
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

const send = (fields: Record<string, string> = GOOD, path = CARD_FORM) =>
  hub.post(path, encoded(fields), { cookie: consumer })

describe('what is recorded', () => {
  test('leads to the page with its receipt, in the language of the form', async () => {
    const answer = await send(GOOD, `/zh${CARD_FORM}?code=5120`)
    expect([answer.statusCode, answer.headers.location, answer.headers['cache-control']]).toEqual([
      303,
      '/zh/test/card/one?repeated=false&done=sh.7#uses',
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
    await send(GOOD, `/zh${CARD_FORM}`)
    const [first, ...others] = hub.sh.asked
    expect(others.map(({ key, command }) => ({ key, command }))).toEqual(
      [0, 1].map(() => ({ key: first?.key, command: first?.command })),
    )
    expect(first?.key).toMatch(/^[A-Za-z0-9_-]{43}$/)
  })

  test('is another act from another showing of the page, and from another form of the same', async () => {
    await send()
    await send({ ...GOOD, key: 'B'.repeat(22) })
    await send(GOOD, CARD_FORM.replace('one', 'two'))
    expect(new Set(hub.sh.asked.map(({ key }) => key)).size).toBe(3)
  })

  test('of others is not told: a page says what was done only to whom it concerns', async () => {
    const { body } = await hub.get('/test/card/one?done=sh.2', consumer)
    expect(shownBy(body).visit.done).toBeNull()
  })
})

describe('what is not recorded shows the page again', () => {
  test('with what was typed and what would do', async () => {
    const typed = { ...GOOD, reason: ' ', 'day.month': '13', amount: 'much' }
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
    const closed = await send(GOOD, CARD_FORM.replace('one', 'closed'))
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
})

describe('a book that does not answer shows the page again', () => {
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
    expect((await send({ ...GOOD, reason: '' }, CARD_FORM.replace('one', 'gone'))).statusCode).toBe(
      404,
    )
  })
})

describe('what is no form of ours', () => {
  test.each([
    ['no key', { ...GOOD, key: '' }],
    ['a short key', { ...GOOD, key: 'A' }],
    ['an unknown field', { ...GOOD, colour: 'red' }],
    ['a prototype', { ...GOOD, __proto__x: '1' }],
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
      const answer = await hub.post(CARD_FORM, encoded(GOOD), { cookie: consumer, ...headers })
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
