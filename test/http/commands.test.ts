/** How answers of a book become HTTP. */
import { beforeEach, describe, expect, test } from 'vitest'
import { parseProof } from '#kernel/log/proof.ts'
import { parseReceipt } from '#kernel/log/receipt.ts'
import { BulkAnswer, CommandAnswer } from '#platform/http/answer-body.ts'
import { CHECKPOINT, recorded } from './fake-book.ts'
import { NOTES_BULK_MAX, openHub, Problem, type TestHub } from './hub.ts'

let hub: TestHub
let key: string

beforeEach(async () => {
  hub = await openHub()
  key = await hub.keyOf('publisher')
})

const note = { text: 'A first word.', page: 1 }

function write(payload: unknown = note, headers: Record<string, string> = {}) {
  return hub.app.inject({
    method: 'POST',
    url: '/v1/books/sh/notes',
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      'idempotency-key': 'note-1',
      ...headers,
    },
    payload: JSON.stringify(payload),
  })
}

function writeMany(payload: string, type = 'application/json') {
  return hub.app.inject({
    method: 'POST',
    url: '/v1/books/sh/notes/bulk',
    headers: { authorization: `Bearer ${key}`, 'content-type': type },
    payload,
  })
}

const items = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ key: `k${at}`, note: { ...note, page: at + 1 } }))

describe('a command', () => {
  test('is answered with 201 and its receipts', async () => {
    hub.sh.answerTo = () => recorded(5)
    const answer = await write()
    expect(answer.statusCode).toBe(201)
    const { repeated, receipts } = CommandAnswer.parse(answer.json())
    expect(repeated).toBe(false)
    expect(receipts).toHaveLength(1)
    expect(receipts[0]?.format).toBe('hongqiao-receipt/1')
    expect(parseReceipt(JSON.stringify(receipts[0]))).toMatchObject({ ok: true })
    const proof = parseProof(receipts[0]?.proof ?? '')
    expect(proof).toMatchObject({ ok: true, value: { index: 5, checkpoint: CHECKPOINT } })
  })

  test('reaches the book with its principal and key', async () => {
    await write()
    const [request] = hub.sh.asked
    expect(request?.command).toEqual({ type: 'notes.write', ...note })
    expect(request?.key).toBe('note-1')
    expect(request?.principal.roles).toEqual(['publisher'])
    expect(request?.principal.evidence).toEqual({
      method: 'api-key',
      credential: key.slice(3, 19),
    })
  })

  test('that was recorded before is answered with 200', async () => {
    hub.sh.answerTo = () => recorded(5, true)
    const answer = await write()
    expect(answer.statusCode).toBe(200)
    expect(answer.json().repeated).toBe(true)
  })
})

describe('a command that the book does not record', () => {
  test('has the sentence of its slice, in the language of the caller', async () => {
    hub.sh.answerTo = () => ({
      kind: 'refused',
      refusal: { type: 'page_taken', params: { page: 1 } },
    })
    const english = await write()
    expect(english.statusCode).toBe(409)
    expect(english.headers['content-type']).toContain('application/problem+json')
    expect(english.json()).toEqual({
      type: '/problems/page_taken',
      title: 'This page is written on.',
      status: 409,
      params: { page: 1 },
    })
    const chinese = await write(note, { 'accept-language': 'zh-CN,zh;q=0.9,en;q=0.5' })
    expect(chinese.json().title).toBe('此页已有文字。')
    expect(chinese.headers['content-language']).toBe('zh')
  })

  test('has the status that its slice gives', async () => {
    hub.sh.answerTo = () => ({ kind: 'refused', refusal: { type: 'page_missing' } })
    expect((await write()).statusCode).toBe(422)
  })

  test.each(['toString', 'page_forgotten'])(
    'says at least the type %s, which has no sentence',
    async (type) => {
      hub.sh.answerTo = () => ({ kind: 'refused', refusal: { type } })
      const answer = await write()
      expect(answer.statusCode).toBe(409)
      expect(answer.json().type).toBe(`/problems/${type}`)
    },
  )

  test.each([
    ['queue_full', false],
    ['not_writing', false],
    ['outcome_unknown', true],
  ] as const)('because of %s says when to ask again', async (reason, isUnknown) => {
    hub.sh.answerTo = () => ({ kind: 'unavailable', reason, retryAfterMs: 1200 })
    const answer = await write()
    expect(answer.statusCode).toBe(503)
    expect(answer.headers['retry-after']).toBe('2')
    expect(answer.json()).toMatchObject({ type: `/problems/${reason}`, outcomeUnknown: isUnknown })
  })

  test('because of a defect is a 500 with nothing but a request id', async () => {
    hub.sh.answerTo = () => ({ kind: 'failed' })
    const answer = await write()
    expect(answer.statusCode).toBe(500)
    expect(Object.keys(answer.json()).toSorted()).toEqual(['requestId', 'status', 'title', 'type'])
    expect(answer.json().requestId).toBe(answer.headers['x-request-id'])
  })

  test('because the book broke is a 500, and why is in the log alone', async () => {
    hub.sh.answerTo = () => Promise.reject(new Error('the worker ended'))
    const answer = await write()
    expect(answer.statusCode).toBe(500)
    expect(answer.body).not.toContain('worker')
    expect(hub.logged()).toContain('the worker ended')
  })
})

describe('a malformed command', () => {
  test.each(['', 'with space', 'ünïcode', 'a'.repeat(129), 'two, keys', '-dash-first'])(
    'with the key %j is not submitted',
    async (bad) => {
      const answer = await write(note, { 'idempotency-key': bad })
      expect(answer.statusCode).toBe(400)
      expect(answer.json().type).toBe('/problems/idempotency_key_required')
      expect(hub.sh.asked).toHaveLength(0)
    },
  )

  test('with a wrong field is told where, in its language', async () => {
    const answer = await write({ text: '', page: 1, extra: true }, { 'accept-language': 'zh' })
    expect(answer.statusCode).toBe(400)
    const { type, errors = [] } = Problem.parse(answer.json())
    expect(type).toBe('/problems/invalid_request')
    expect(errors.map(({ at }) => at).toSorted()).toEqual(['body', 'body.text'])
    expect(errors[0]?.message).toMatch(/[\u4e00-\u9fff]/u)
  })

  test('for a book that is not here is a 404', async () => {
    const answer = await hub.app.inject({
      method: 'POST',
      url: '/v1/books/xx/notes',
      headers: { authorization: `Bearer ${key}`, 'idempotency-key': 'k' },
      payload: note,
    })
    expect(answer.statusCode).toBe(404)
    expect(answer.json().type).toBe('/problems/book_not_found')
  })
})

describe('a bulk', () => {
  test('keeps the order, and sends each checkpoint once', async () => {
    const answer = await writeMany(JSON.stringify({ items: items(3) }))
    expect(answer.statusCode).toBe(200)
    const { checkpoints, items: outcomes } = BulkAnswer.parse(answer.json())
    expect(checkpoints).toEqual([CHECKPOINT])
    expect(
      outcomes.map((item) => (item.outcome === 'recorded' ? item.entries[0]?.index : null)),
    ).toEqual([0, 1, 2])
    expect(hub.sh.asked.map((request) => request.key)).toEqual(['k0', 'k1', 'k2'])
  })

  test('has an outcome for each item', async () => {
    hub.sh.answerTo = (_, at) => {
      if (at === 0) return recorded(9)
      if (at === 1) return { kind: 'refused', refusal: { type: 'page_taken' } }
      if (at === 2) return { kind: 'unavailable', reason: 'outcome_unknown', retryAfterMs: 1 }
      return { kind: 'failed' }
    }
    const answer = await writeMany(JSON.stringify({ items: items(4) }))
    expect(answer.statusCode).toBe(200)
    const outcomes = BulkAnswer.parse(answer.json()).items
    expect(outcomes.map(({ outcome }) => outcome)).toEqual([
      'recorded',
      'refused',
      'unavailable',
      'failed',
    ])
    expect(outcomes[1]).toMatchObject({ problem: { title: 'This page is written on.' } })
    expect(outcomes[2]).toMatchObject({ problem: { outcomeUnknown: true } })
  })

  test('of which nothing was admitted is a 503', async () => {
    hub.sh.answerTo = () => ({ kind: 'unavailable', reason: 'queue_full', retryAfterMs: 1 })
    const answer = await writeMany(JSON.stringify({ items: items(4) }))
    expect(answer.statusCode).toBe(503)
    expect(answer.headers['retry-after']).toBe('1')
  })
})

describe('the form of a bulk', () => {
  test('reads JSON lines', async () => {
    const lines = items(3).map((item) => JSON.stringify(item))
    const answer = await writeMany(`${lines.join('\r\n')}\n`, 'application/x-ndjson')
    expect(answer.statusCode).toBe(200)
    expect(hub.sh.asked).toHaveLength(3)
  })

  test('with bad lines names them all, and submits nothing', async () => {
    const [first = {}, , third = {}] = items(3)
    const wrong = { ...third, note: { text: 'x', page: 0 } }
    const read = await writeMany(`${JSON.stringify(first)}\n{oops}\n[`, 'application/jsonl')
    expect(read.statusCode).toBe(400)
    expect(Problem.parse(read.json()).errors?.map(({ at }) => at)).toEqual(['line 2', 'line 3'])
    const checked = await writeMany(
      [first, wrong].map((item) => JSON.stringify(item)).join('\n'),
      'application/jsonl',
    )
    expect(checked.statusCode).toBe(400)
    expect(Problem.parse(checked.json()).errors?.[0]?.at).toBe('line 2.note.page')
    expect(hub.sh.asked).toHaveLength(0)
  })

  test.each([
    ['no items', { items: [] }],
    ['too many items', { items: items(NOTES_BULK_MAX + 1) }],
    ['a field beside the items', { items: items(1), more: 1 }],
    ['no object', items(1)],
  ])('with %s is refused whole', async (_, payload) => {
    const answer = await writeMany(JSON.stringify(payload))
    expect(answer.statusCode).toBe(400)
    expect(hub.sh.asked).toHaveLength(0)
  })

  test('with too many lines is refused whole', async () => {
    const lines = items(NOTES_BULK_MAX + 1).map((item) => JSON.stringify(item))
    const answer = await writeMany(lines.join('\n'), 'application/jsonl')
    expect(answer.statusCode).toBe(400)
    expect(hub.sh.asked).toHaveLength(0)
  })
})
