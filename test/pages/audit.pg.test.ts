/** The figure audit over HTTP: for a machine, for a form without a script, and signed into a book. */
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { auditText } from '#services/observatory/domain/audit/audit.ts'
import { readClaimLines } from '#services/observatory/api/claim-lines.ts'
import { HUB_CLAIMS_FILE } from '#services/observatory/api/seed.ts'
import { AUDIT_SIGNED, AUDIT_TEXT_CHARS_MAX, KnownSet } from '#services/observatory/contract.ts'
import { knownSetOf } from '#services/observatory/domain/known.ts'
import { signatureOf } from '#services/observatory/api/audit-signature.ts'
import { CommandAnswer } from '#platform/http/answer-body.ts'
import { languages, localPath } from '#web/kit/language.ts'
import { freshDatabase } from '#test/pg/database.ts'
import { makeSliceTables } from '#test/slice/rig.ts'
import { openPagedHub, type PagedHub } from './paged-hub.ts'

const DATE = '2025-03-24'
const TEXT =
  'In 2024, the GDP of Lanting was 1.8 times that of 2020, with an average annual growth of 7.8% from 2021 to 2024. «Taxes» rose 5 percent.'

let paged: PagedHub

beforeAll(async () => {
  const urls = await freshDatabase()
  await makeSliceTables(urls)
  paged = await openPagedHub(urls)
})

afterAll(() => paged.stop())

function ask(payload: unknown) {
  return paged.app.inject({
    method: 'POST',
    url: '/v1/observatory/audits',
    headers: { 'content-type': 'application/json' },
    payload: JSON.stringify(payload),
  })
}

async function knownHere(): Promise<KnownSet> {
  const answer = await paged.app.inject({ method: 'GET', url: '/v1/observatory/known-figures' })
  return KnownSet.parse(answer.json())
}

describe('a machine', () => {
  test('gets what the rules find, without a key', async () => {
    const answer = await ask({ text: TEXT, date: DATE })
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toEqual(auditText(TEXT, DATE, { known: await knownHere() }))
    expect(answer.json().checks).toContainEqual(
      expect.objectContaining({ verdict: 'inconsistent' }),
    )
  })

  test.each([
    ['no text', {}],
    ['an empty text', { text: '' }],
    ['a day that is none', { text: TEXT, date: 'yesterday' }],
    ['a text that is too long', { text: 'a'.repeat(AUDIT_TEXT_CHARS_MAX + 1) }],
    ['an unknown field', { text: TEXT, model: 'x' }],
  ])('is refused for %s', async (_, payload) => {
    expect((await ask(payload)).statusCode).toBe(400)
  })
})

describe('the claims of the observatory', () => {
  const GDP =
    'In 2024, the GDP of the Hongqiao International Open Hub reached 4.7 trillion yuan, an increase of nearly 1 trillion yuan from four years ago.'

  test('are what a text is compared with, from the next audit after they were recorded', async () => {
    const before = await knownHere()
    expect(before.figures).toEqual([])
    const lines = readClaimLines(await readFile(HUB_CLAIMS_FILE))
    const claims = lines.ok ? lines.value.map(({ claim }) => claim) : []
    const meant = claims.filter(({ indicator, area }) => indicator === 'gdp' && area === 'HUB')
    const key = await paged.hub.keyOf('publisher')
    const recorded = await paged.app.inject({
      method: 'POST',
      url: '/v1/books/sh/claims/bulk',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      payload: JSON.stringify({ items: meant }),
    })
    expect(recorded.statusCode).toBe(200)
    const known = await knownHere()
    expect(known).toEqual(knownSetOf(meant))
    const answer = await ask({ text: GDP, date: DATE })
    expect(answer.json()).toEqual(auditText(GDP, DATE, { known }))
    expect(answer.json().known.version).toBe(known.version)
    expect(answer.json().checks).toContainEqual(
      expect.objectContaining({
        relation: 'published elsewhere',
        verdict: 'ambiguous',
        possible: 'inconsistent',
      }),
    )
  })
})

describe('a page', () => {
  test.each(languages)('takes a text in %s and shows each figure marked', async (language) => {
    const url = localPath(language, '/audit')
    expect((await paged.app.inject({ method: 'GET', url })).statusCode).toBe(200)
    const answer = await paged.app.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ text: TEXT, date: DATE }).toString(),
    })
    expect(answer.statusCode).toBe(200)
    expect(answer.body).toMatch(/<a class="m no" href="#k\d+">1.8 times/)
    expect(answer.body).toContain('class="chart ranges"')
    expect(answer.body).toContain(language === 'en' ? 'Inconsistent as written' : '所述不一致')
  })

  test.each(languages)(
    'is two steps from home in %s, with an example to look at',
    async (language) => {
      const get = async (path: string) => {
        const { statusCode, body } = await paged.app.inject({ method: 'GET', url: path })
        expect(statusCode).toBe(200)
        return body
      }
      const asks = localPath(language, '/audit')
      const example = localPath(language, `/audit?example=${language}`)
      for (const before of ['/', '/figures']) {
        expect(await get(localPath(language, before))).toContain(`href="${asks}"`)
      }
      expect(await get(asks)).toContain(`href="${example}"`)
      expect(await get(example)).toMatch(/<a class="m no" href="#k\d+">12.5/)
      expect(await get(localPath(language, '/audit?example=xx'))).not.toContain('class="m no"')
    },
  )

  test('says what to do when nothing was sent', async () => {
    const answer = await paged.app.inject({
      method: 'POST',
      url: '/audit',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'text=&date=',
    })
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain('role="alert"')
  })
})

describe('a signature', () => {
  const sign = (key: string) =>
    paged.app.inject({
      method: 'POST',
      url: '/v1/books/sh/audits',
      headers: {
        authorization: `Bearer ${key}`,
        'content-type': 'application/json',
        'idempotency-key': 'audit-1',
      },
      payload: JSON.stringify({ text: TEXT, date: DATE }),
    })

  test('is an entry with a receipt that holds digests and counts, and not the text', async () => {
    const answer = await sign(await paged.hub.keyOf('publisher'))
    expect(answer.statusCode).toBe(201)
    const [receipt] = CommandAnswer.parse(answer.json()).receipts
    const leaf = receipt?.leaf ?? ''
    const known = await knownHere()
    const { type: _, ...facts } = signatureOf({ text: TEXT, date: DATE }, known)
    expect(JSON.parse(leaf)).toMatchObject({
      type: AUDIT_SIGNED,
      body: { ...facts, knownVersion: known.version },
    })
    expect(leaf).not.toContain('Lanting')
  })

  test('needs the permission to import', async () => {
    expect((await sign(await paged.hub.keyOf('auditor'))).statusCode).toBe(403)
  })
})
