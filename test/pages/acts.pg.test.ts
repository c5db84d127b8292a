/** An act by a form, the whole way: from the page over the real book to the note with its receipt. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { typedText } from '#platform/http/form-fields.ts'
import { formRoute } from '#platform/http/form-route.ts'
import { savePersonas } from '#platform/sessions/persona.ts'
import { freshDatabase } from '#test/pg/database.ts'
import { makeSliceTables, TESTER } from '#test/slice/rig.ts'
import { openPagedHub, type PagedHub, written } from './paged-hub.ts'

const PATH = '/test/schools'
const FORM = '/test/schools/admit'

const admit = formRoute({
  path: FORM,
  page: PATH,
  permission: 'parties.register',
  schema: z.strictObject({ school: typedText(40) }),
  sentences: { school: { en: 'Name the school', zh: '请填学校' } },
  refusals: { school_exists: { en: 'This school is here already.', zh: '该学校已登记。' } },
  fieldOf: { school_exists: 'school' },
  command: ({ fields: { school } }) => {
    const command = { type: 'escrow.admit-school', school }
    return { book: 'zj', command }
  },
})

let paged: PagedHub
let cookie: string

beforeAll(async () => {
  const urls = await freshDatabase()
  await makeSliceTables(urls)
  paged = await openPagedHub(urls, {
    pages: [
      {
        path: PATH,
        access: 'parties.register',
        load: () => ({ name: 'about', view: {}, path: PATH, foot: null }),
      },
    ],
    forms: [admit],
  })
  await written(paged.rigOf('zj'), { type: 'escrow.found' })
  const words = { en: 'Somebody', zh: '某人' }
  const somebody = { organisation: null, name: words, what: words, rank: 1, book: 'zj' }
  await savePersonas(paged.pool, [
    { ...somebody, id: 'tester', party: TESTER.party, roles: ['operator'] },
    { ...somebody, id: 'other', party: 'pty_other', roles: ['operator'] },
  ])
  cookie = await signIn('tester')
})
afterAll(() => paged.stop())

function post(url: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
  return paged.app.inject({
    method: 'POST',
    url,
    payload: new URLSearchParams(fields).toString(),
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      host: 'localhost',
      origin: 'http://localhost',
      accept: 'text/html',
      ...headers,
    },
  })
}

const get = (url: string, by = cookie) =>
  paged.app.inject({ url, headers: { accept: 'text/html', cookie: by } })

async function signIn(persona: string): Promise<string> {
  const { headers } = await post('/sign-in', { persona })
  return String(headers['set-cookie']).split(';')[0] ?? ''
}

const size = () => paged.rigOf('zj').writer.state.size

test('sent twice at once and once more is one entry, and its note has the receipt', async () => {
  const before = size()
  const fields = { key: 'K'.repeat(22), school: 'a' }
  const [first, second] = await Promise.all([
    post(FORM, fields, { cookie }),
    post(FORM, fields, { cookie }),
  ])
  const third = await post(`/zh${FORM}`, fields, { cookie })
  const to = `${PATH}?done=zj.${before}`
  expect(
    [first, second, third].map(({ statusCode, headers }) => [statusCode, headers.location]),
  ).toEqual([
    [303, to],
    [303, to],
    [303, `/zh${to}`],
  ])
  expect(size()).toBe(before + 1)
  const { body } = await get(to)
  const receipt = /data-done.*?href="([^"]+\/receipt)" download/s.exec(body)?.[1]
  expect(receipt).toBe(`/v1/books/zj/entries/${before}/receipt`)
  expect((await get(receipt ?? '')).statusCode).toBe(200)
  expect((await get(to, await signIn('other'))).body).not.toContain('data-done')
})

test('refused, it shows the page again with the sentence, the code, and what was not recorded', async () => {
  const before = size()
  const answer = await post(`/zh${FORM}`, { key: 'L'.repeat(22), school: 'a' }, { cookie })
  expect(answer.statusCode).toBe(409)
  expect(answer.body).toContain('该学校已登记。')
  expect(answer.body).toContain('<code>school_exists</code>')
  expect(answer.body).toContain('<title>错误: ')
  expect(size()).toBe(before)
})

test('sent again with other words after it was recorded, it says to open the page anew', async () => {
  const answer = await post(FORM, { key: 'K'.repeat(22), school: 'b' }, { cookie })
  expect(answer.statusCode).toBe(422)
  expect(answer.body).toContain('Open this page anew')
  expect(answer.body).toContain('<code>idempotency_key_reused</code>')
})
