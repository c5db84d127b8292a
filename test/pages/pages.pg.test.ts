/** Every page in both languages, as a browser gets it: made by the product from real books. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createPages } from '#apps/server/pages/pages.ts'
import { PUBLIC_TYPES } from '#apps/server/public-types.ts'
import { verifyPortably } from '#kernel/log/ed25519.ts'
import { parsePolicy } from '#kernel/log/policy.ts'
import { verifyReceipt } from '#kernel/log/verify.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { sha256 } from '#platform/book/sealing-tools.ts'
import type { BookPort } from '#platform/book/port.ts'
import { publicationStore } from '#platform/postgres/publication-store.ts'
import { CONTENT_SECURITY_POLICY } from '#platform/web/web.ts'
import { commandOf } from '#services/observatory/api/routes.ts'
import type { Claim } from '#services/observatory/contract.ts'
import { seedClaims } from '#services/observatory/api/seed.ts'
import { loadHeadlines } from '#services/observatory/api/pages.ts'
import { languages, localPath, type Language } from '#web/kit/language.ts'
import { openHub } from '#test/http/hub.ts'
import { freshDatabase } from '#test/pg/database.ts'
import { makeSliceTables, TESTER } from '#test/slice/rig.ts'
import { openPagedHub, type PagedHub, readingPool, web, written } from './paged-hub.ts'

let paged: PagedHub
let claimPath: string
let claimEntry: number
let hidden: number

beforeAll(async () => {
  const urls = await freshDatabase()
  await makeSliceTables(urls)
  paged = await openPagedHub(urls)
  const { books, pool, rigOf } = paged
  await seedClaims(books.get('sh')!, TESTER)
  await written(rigOf('zj'), { type: 'escrow.found' })
  const school = { type: 'escrow.admit-school', school: 'sunken-garden' }
  hidden = await written(rigOf('zj'), school)
  const [headline] = await loadHeadlines(pool, [...books.keys()])
  claimPath = `/figures/${headline!.id}`
  claimEntry = headline!.entry
})

afterAll(() => paged.stop())

async function get(path: string, headers: Readonly<Record<string, string>> = {}) {
  const accept = 'text/html,application/xhtml+xml'
  return paged.app.inject({ method: 'GET', url: path, headers: { accept, ...headers } })
}

async function sizeOf(book: string): Promise<number> {
  return paged.rigOf(book).writer.state.size
}

/** By what is shown; the addresses that hold an id are known only when the books are written. */
const PAGES: readonly (readonly [string, () => string, Readonly<Record<Language, string>>])[] = [
  ['home', () => '/', { en: 'What is recorded and provable', zh: '此刻' }],
  ['figures', () => '/figures', { en: 'What is said about the hub', zh: '关于枢纽的说法' }],
  ['a search', () => '/figures?q=Changning', { en: 'What is said', zh: '关于枢纽的说法' }],
  ['a claim', () => claimPath, { en: 'Gross domestic product', zh: '地区生产总值' }],
  [
    'an indicator',
    () => '/indicators/gdp?area=CHANGNING',
    { en: 'Gross domestic product: Changning', zh: '地区生产总值：长宁区' },
  ],
  [
    'its own figure',
    () => '/indicators/claims-recorded',
    { en: 'Claims recorded by the hub: the hub', zh: '枢纽记录的发布值：虹桥国际开放枢纽' },
  ],
  ['areas', () => '/areas?indicator=tax', { en: 'Areas of the hub', zh: '枢纽的各地区' }],
  ['an area', () => '/areas/CORE', { en: 'Hongqiao central', zh: '虹桥国际中央商务区' }],
  [
    'contradictions',
    () => '/contradictions',
    { en: 'What does not fit together', zh: '彼此不符的数字' },
  ],
  ['the books', () => '/log', { en: 'The books', zh: '账簿' }],
  ['a book', () => '/log/sh', { en: 'The book of Shanghai', zh: '上海账簿' }],
  ['older entries', () => '/log/sh?before=20', { en: 'The book of Shanghai', zh: '上海账簿' }],
  ['an entry', () => '/log/sh/7', { en: 'Claim recorded · Entry 7', zh: '发布值已记录 · 条目 7' }],
  ['a first entry', () => '/log/js/0', { en: 'Book opened', zh: '账簿开立' }],
  ['a hidden entry', () => `/log/zj/${hidden}`, { en: 'Entry · Entry', zh: '条目 · 条目' }],
  ['a checkpoint', () => '/log/sh/checkpoint', { en: 'Checkpoint 217', zh: '检查点 217' }],
  ['verify', () => '/verify', { en: 'Check a receipt', zh: '验证回执' }],
  ['about', () => '/about', { en: 'How to read these pages', zh: '怎样读这些页面' }],
]

describe.each(languages)('in %s', (language) => {
  test.each(PAGES)('%s', async (_, path, title) => {
    const response = await get(localPath(language, path()))
    const { body, headers, statusCode } = response
    expect(statusCode).toBe(200)
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
    expect(headers['content-language']).toBe(language === 'zh' ? 'zh-CN' : 'en')
    expect(headers['content-security-policy']).toBe(CONTENT_SECURITY_POLICY)
    expect(body).toContain(`<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">`)
    expect(/<title>(.*) · (?:Hongqiao|虹桥)<\/title>/.exec(body)?.[1]).toContain(title[language])
    expect(body.match(/<h1/g)).toHaveLength(1)
    // Whole words: a digest may well hold the digits of a year.
    expect(/\bundefined\b|\[object|\bNaN\b|\b1970\b/.exec(body)?.[0]).toBeUndefined()
  })

  test('every link on every page leads somewhere', async () => {
    const wanted = new Set<string>()
    for (const [, path] of PAGES) {
      const { body } = await get(localPath(language, path()))
      for (const [, href = ''] of body.matchAll(/(?:href|src)="(\/[^"#]*)/g)) {
        wanted.add(href.replaceAll('&amp;', '&'))
      }
    }
    expect(wanted.size).toBeGreaterThan(100)
    const missing: string[] = []
    for (const href of wanted) {
      const { statusCode } = await get(href)
      // Nobody's browser installs in this process: the manifest is a file of the build.
      if (statusCode !== 200 && href !== '/manifest.webmanifest') missing.push(href)
    }
    expect(missing).toEqual([])
  })

  test.each([
    '/nowhere',
    '/log/xx',
    '/log/sh/999',
    '/log/sh/07',
    '/figures/clm_x',
    '/areas/MARS',
    '/indicators/luck',
    '/log/sh/-1',
  ])('there is nothing at %s', async (path) => {
    const { statusCode, body, headers } = await get(localPath(language, path))
    expect(statusCode).toBe(404)
    expect(headers['cache-control']).toBe('no-store')
    expect(body).toContain(`<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">`)
    expect(body).toContain(language === 'zh' ? '此地址没有内容' : 'nothing at this address')
  })

  test.each(['x', '0', '-1', '', '1e3', '99999999999999999999'])(
    'a place in a list that is no number is refused: %s',
    async (before) => {
      const { statusCode, body } = await get(localPath(language, `/log/sh?before=${before}`))
      expect(statusCode).toBe(400)
      expect(body).toContain('cursor_malformed')
    },
  )
})

test('a program that asks for nothing that is there is answered in JSON', async () => {
  const { statusCode, headers } = await get('/nowhere', { accept: 'application/json' })
  expect([statusCode, headers['content-type']]).toEqual([
    404,
    'application/problem+json; charset=utf-8',
  ])
})

test('the first page has the headline figures, the books and what was written last', async () => {
  const { body } = await get('/')
  expect(body).toContain('All 216 figures')
  for (const value of ['3.2', '450', '2.1', 'more than 130']) {
    expect(body).toContain(`<p class="fig">${value} `)
  }
  for (const book of ['Shanghai', 'Jiangsu', 'Zhejiang']) expect(body).toContain(`>${book}</a>`)
  expect(body).toContain(`href="/log/sh/${claimEntry}"`)
  expect(body.match(/data-live-total="">(\d+)/)?.[1]).toBe(
    String((await sizeOf('sh')) + (await sizeOf('js')) + (await sizeOf('zj'))),
  )
})

test('turned over from the newest, a book shows each of its entries once', async () => {
  const seen: number[] = []
  for (let path: string | undefined = '/log/sh'; path !== undefined;) {
    const { body } = await get(path)
    const table = /<tbody.*<\/tbody>/s.exec(body)?.[0] ?? ''
    for (const [, index] of table.matchAll(/href="\/log\/sh\/(\d+)"/g)) seen.push(Number(index))
    path = /href="([^"]+)" class="btn plain" rel="next"/.exec(body)?.[1]
  }
  const size = await sizeOf('sh')
  expect(seen).toEqual(Array.from({ length: size }, (_, place) => size - 1 - place))
})

test('an entry that is not public shows its hash and its path, and no more', async () => {
  const { body } = await get(`/log/zj/${hidden}`)
  expect(/sunken-garden|admit|school|\/receipt|pty_/.exec(body)?.[0]).toBeUndefined()
  expect(body).toContain('The text of this entry goes to its parties and to auditors.')
  expect(body).toContain('Fingerprint')
  const list = await get('/log/zj')
  expect(/sunken-garden|school/.exec(list.body)?.[0]).toBeUndefined()
})

test('the policy on the page that checks verifies the receipt of an entry, in its own book only', async () => {
  const { body } = await get('/verify')
  const policies = [...body.matchAll(/data-verify-policy="([^"]+)"[^>]*>([^<]*)</g)].map(
    ([, origin = '', text = '']) => {
      const policy = parsePolicy(utf8Of(text.trimStart()), sha256)
      if (!policy.ok) throw new Error(`${origin}: ${policy.error}`)
      return { origin, policy: policy.value }
    },
  )
  expect(policies.map(({ origin }) => origin)).toEqual([
    'sh.hub.example/book/1',
    'js.hub.example/book/1',
    'zj.hub.example/book/1',
  ])
  const receipt = await get('/v1/books/sh/entries/7/receipt')
  const verdicts = policies.map(async ({ policy }) => {
    const trust = { policies: [policy], sha256, verifyEd25519: verifyPortably, nowMs: Date.now() }
    return (await verifyReceipt(receipt.body, { ...trust, level: 'logged' })).verified
  })
  expect(await Promise.all(verdicts)).toEqual([true, false, false])
})

test('the language switch keeps what was asked for, and nothing that was not understood', async () => {
  const search = await get('/figures?q=Changning&area=no+area&utm_source=x')
  expect(search.body).toContain('href="/zh/figures?q=Changning" lang="zh-CN"')
  const asked = '/v1/books/sh/entries/7/receipt'
  const linked = await get(`/verify?receipt=${encodeURIComponent(asked)}`)
  expect(linked.body).toContain(`href="/zh/verify?receipt=${encodeURIComponent(asked)}"`)
  const foreign = await get('/verify?receipt=https://elsewhere.example/')
  expect(/elsewhere\.example/.exec(foreign.body)).toBeNull()
})

test('what the reader has already is not sent again, until something is recorded', async () => {
  const first = await get('/log/js')
  const etag = String(first.headers.etag)
  expect(first.headers['cache-control']).toBe('no-cache')
  const again = await get('/log/js', { 'if-none-match': `"other", ${etag}` })
  expect([again.statusCode, again.body]).toEqual([304, ''])
  const chinese = await get('/zh/log/js', { 'if-none-match': etag })
  expect(chinese.statusCode).toBe(200)
  const fact = {
    indicator: 'gdp',
    area: 'HUB',
    period: '2019',
    kind: 'level',
    unit: 'CNY',
  } as const
  const source = { id: 'a-paper-2020', reference: 'A <b>paper</b>', locator: 'page 1' }
  const claim: Claim = { ...fact, value: '2', source, publisher: 'A & B', date: '2020-01-01' }
  await written(paged.rigOf('js'), commandOf(claim))
  const changed = await get('/log/js', { 'if-none-match': etag })
  expect(changed.statusCode).toBe(200)
  const entry = await get('/log/js/1')
  expect(entry.body).toContain('A &amp; B')
  expect(entry.body).not.toContain('<b>paper')
})

/** The pages over the same books, with something else about them. */
async function hubWith(changes: {
  readonly state?: Partial<ReturnType<BookPort['state']>>
  readonly databaseUrl?: string
}) {
  const { state = {}, databaseUrl } = changes
  const books = new Map(
    [...paged.books].map(([name, port]): [string, BookPort] => [
      name,
      { ...port, state: () => ({ ...port.state(), ...state }) },
    ]),
  )
  const pool = databaseUrl === undefined ? paged.pool : readingPool(databaseUrl)
  const parts = { pool, books, log: paged.log, web, publicTypes: PUBLIC_TYPES }
  return openHub({
    books,
    log: paged.log,
    pages: createPages({ ...parts, isDemonstration: false }),
  })
}

test('a server that only stands by shows what was published', async () => {
  const { checkpoint } = paged.rigOf('sh').writer.state
  await publicationStore(paged.pool).publishCheckpoint('sh', checkpoint)
  const { app } = await hubWith({
    state: { phase: 'standing-by', checkpoint: '', size: 0, atMs: 0 },
  })
  const { body, statusCode } = await app.inject('/log/sh')
  expect(statusCode).toBe(200)
  expect(body).toContain('<strong>Checkpoint 217</strong>')
  expect(body).not.toContain('1970')
  await app.close()
})

test('a book without a checkpoint yet has nothing signed, and no page pretends otherwise', async () => {
  const { app } = await hubWith({ state: { phase: 'starting', checkpoint: '', size: 0, atMs: 0 } })
  const { body, statusCode } = await app.inject('/log/js')
  expect(statusCode).toBe(200)
  expect(body).toContain('No entries yet.')
  expect(body).not.toContain('1970')
  expect((await app.inject('/log/js/checkpoint')).statusCode).toBe(404)
  await app.close()
})

test.each(languages)(
  'without the database a page says so in %s, and when to come back',
  async (l) => {
    const { app, logged } = await hubWith({
      databaseUrl: 'postgres://nobody:secret@127.0.0.1:1/none',
    })
    const { statusCode, headers, body } = await app.inject(localPath(l, '/'))
    expect([statusCode, headers['retry-after'], headers['cache-control']]).toEqual([
      503,
      '5',
      'no-store',
    ])
    expect(body).toContain(l === 'zh' ? '请 5 秒后再试' : 'Try again in 5 seconds')
    expect(body).not.toMatch(/ECONN|secret|127\.0\.0\.1/)
    expect(logged()).toContain('a page could not be made')
    // What needs no database is there all the same.
    expect((await app.inject(localPath(l, '/verify'))).statusCode).toBe(200)
    await app.close()
  },
)

test('files have their policy and their caching; other methods are refused', async () => {
  const worker = await get('/sw.js')
  expect(worker.headers['content-security-policy']).toBe(CONTENT_SECURITY_POLICY)
  expect((await get('/sw.js', { 'if-none-match': String(worker.headers.etag) })).statusCode).toBe(
    304,
  )
  expect((await get('/favicon.ico')).headers.location).toBe('/icon.svg')
  expect((await get('/robots.txt')).body).toContain('Disallow: /v1/')
  expect((await get('/zh/')).headers.location).toBe('/zh')
  const head = await paged.app.inject({ method: 'HEAD', url: '/zh/log' })
  expect([head.statusCode, head.body]).toEqual([200, ''])
  const post = await paged.app.inject({ method: 'POST', url: '/log' })
  expect([post.statusCode, post.headers['allow']]).toEqual([405, 'GET, HEAD'])
})
