/** The notary's desk, supervision and the bank over a book at work: who sees what, and acts by form. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { languages, localPath } from '#web/kit/language.ts'
import { freshDatabase } from '#test/pg/database.ts'
import { openWorkingHub, type WorkingHub } from './desk-hub.ts'

let hub: WorkingHub
const cookies = new Map<string, string>()

beforeAll(async () => {
  hub = await openWorkingHub(await freshDatabase())
  for (const persona of ['notary-shen', 'notary-qiu', 'inspector', 'teller', 'consumer-1']) {
    const { headers } = await post('/sign-in', { persona })
    cookies.set(persona, String(headers['set-cookie']).split(';')[0] ?? '')
  }
}, 120_000)
afterAll(() => hub.stop())

function post(url: string, fields: Record<string, string>, persona?: string) {
  return hub.app.inject({
    method: 'POST',
    url,
    payload: new URLSearchParams(fields).toString(),
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      host: 'localhost',
      origin: 'http://localhost',
      accept: 'text/html',
      ...(persona === undefined ? {} : { cookie: cookies.get(persona) }),
    },
  })
}

function get(url: string, persona: string) {
  const headers = { accept: 'text/html', cookie: cookies.get(persona) }
  return hub.app.inject({ url, headers })
}

/** What a page leads to. */
function hrefs(html: string, pattern: RegExp): readonly string[] {
  const found = [...html.matchAll(/href="([^"#]+)/g)].map(([, href = '']) => href)
  return [...new Set(found.map((href) => href.replaceAll('&amp;', '&')))].filter((href) =>
    pattern.test(href),
  )
}

async function firstCase(kind: string): Promise<string> {
  const { body } = await get('/prepaid/desk', 'notary-qiu')
  const [first] = hrefs(body, new RegExp(`^/prepaid/desk/${kind}/`))
  if (first === undefined) throw new Error(`the story leaves a ${kind} to do`)
  return first
}

const keyIn = (html: string): string => /name="key" value="([^"]+)"/.exec(html)?.[1] ?? ''

const PLACES = {
  'notary-qiu': [
    '/prepaid/desk',
    '/prepaid/desk/settle',
    '/prepaid/desk/substitute',
    '/prepaid/desk/shops',
  ],
  inspector: ['/prepaid/figures'],
  teller: ['/prepaid/bank'],
} as const

describe.each(languages)('in %s', (language) => {
  test.each(Object.entries(PLACES))(
    '%s reads their pages and whatever they lead to',
    async (persona, places) => {
      const wanted = new Set(places.map((path) => localPath(language, path)))
      // A set that grows while it is walked: pages lead to pages, as far as they are of this service.
      for (const url of wanted) {
        const { statusCode, body } = await get(url, persona)
        expect([url, statusCode]).toEqual([url, 200])
        expect(
          /\bundefined\b|\[object|\bNaN\b|\bInfinity\b|\b1970\b/.exec(body)?.[0],
        ).toBeUndefined()
        if (!url.includes('/prepaid/') || wanted.size > 150) continue
        const prefix = localPath(language, '/prepaid')
        for (const href of hrefs(body, /^\//)) if (href.startsWith(`${prefix}/`)) wanted.add(href)
      }
      expect(wanted.size).toBeGreaterThanOrEqual(places.length)
    },
  )
})

test.each([
  ['consumer-1', '/prepaid/desk', 403],
  ['inspector', '/prepaid/desk', 403],
  ['teller', '/prepaid/figures', 403],
  ['notary-qiu', '/prepaid/figures', 403],
  ['notary-qiu', '/prepaid/bank', 403],
  ['notary-qiu', '/prepaid/desk/refund/rfd_unknown', 404],
  ['notary-qiu', '/prepaid/desk/shop/nobody', 404],
  ['inspector', '/prepaid/figures/shops/pty_unknown', 404],
  ['inspector', '/prepaid/figures/contracts/con_unknown', 404],
  ['inspector', '/prepaid/figures/areas/NOWHERE', 404],
])('%s at %s is answered %i', async (persona, path, status) => {
  expect((await get(path, persona)).statusCode).toBe(status)
})

test('a settlement is approved by another notary who looked at it, and by nobody else', async () => {
  const page = await firstCase('settlement')
  const own = await get(page, 'notary-shen')
  expect(own.body).toContain('You proposed it, so another notary approves it.')
  const shown = await get(page, 'notary-qiu')
  const blind = await post(`${page}/approve`, { key: keyIn(shown.body) }, 'notary-qiu')
  expect(blind.statusCode).toBe(422)
  expect(blind.body).toContain('Look at the checks, and tick that you have.')
  const refused = await post(`${page}/approve`, { key: keyIn(own.body), seen: 'on' }, 'notary-shen')
  expect(refused.body).toContain('own_proposal')
  const done = await post(`${page}/approve`, { key: keyIn(shown.body), seen: 'on' }, 'notary-qiu')
  expect(done.statusCode).toBe(303)
  const after = await get(String(done.headers.location), 'notary-qiu')
  expect(after.body).toContain('Recorded:')
  expect(after.body).toContain('Approved: the bank has the payouts')
  const bank = await get('/prepaid/bank', 'teller')
  expect(bank.body).toContain('To a shop')
})

test('a shop is approved when all four checks are ticked', async () => {
  const page = await firstCase('shop')
  const { body } = await get(page, 'notary-qiu')
  const ticks = { licence: 'on', lease: 'on', industry: 'on' }
  const three = await post(`${page}/approve`, { key: keyIn(body), ...ticks }, 'notary-qiu')
  expect(three.statusCode).toBe(422)
  expect(three.body).toContain('Check the name of the account, and tick it.')
  const all = { key: keyIn(body), ...ticks, 'account-name': 'on' }
  const done = await post(`${page}/approve`, all, 'notary-qiu')
  expect(done.statusCode).toBe(303)
  const again = await get(String(done.headers.location), 'notary-qiu')
  expect(again.body).toContain('Suspend its sales')
})

test('a substitute is named for days, and both are told', async () => {
  const { body } = await get('/prepaid/desk/substitute', 'notary-qiu')
  const [, substitute = ''] = /<option value="(pty_[^"]+)"/.exec(body) ?? []
  const day = (name: string, year: string) => ({
    [`${name}.day`]: '1',
    [`${name}.month`]: '2',
    [`${name}.year`]: year,
  })
  const fields = { key: keyIn(body), substitute, ...day('from', '2099'), ...day('until', '2098') }
  const reversed = await post('/prepaid/desk/substitute', fields, 'notary-qiu')
  expect(reversed.body).toContain('days_reversed')
  const right = { ...fields, ...day('until', '2099') }
  const done = await post('/prepaid/desk/substitute', right, 'notary-qiu')
  expect(done.statusCode).toBe(303)
  const after = await get('/prepaid/desk/substitute', 'notary-shen')
  expect(after.body).toContain('2099-02-01 to 2099-02-01')
})

test('what is held is what is owed, on the page and in the files', async () => {
  const { body } = await get('/prepaid/figures', 'inspector')
  expect(body).toMatch(/All three agree|Contracts and ledger agree/)
  const values = [...body.matchAll(/<dd class="v"><data class="money" value="(-?\d+)"/g)].map(
    ([, value = '']) => BigInt(value),
  )
  const [paid, released, refunded, interest, held, consumers, shops, ledger] = values
  expect(values).toHaveLength(8)
  expect(held).toBe(paid! - released! - refunded! - interest!)
  expect(consumers! + shops!).toBe(ledger)
  expect(held).toBe(ledger)
  const file = await get('/v1/books/sh/prepaid/figures/months.csv', 'inspector')
  expect(file.headers['content-type']).toContain('text/csv')
  const [head = '', ...rows] = file.body.trimEnd().split('\r\n')
  const at = head.split(',').indexOf('held')
  expect(rows.at(-1)?.split(',')[at]).toBe(String(held))
  expect((await get('/v1/books/sh/prepaid/figures/months.csv', 'consumer-1')).statusCode).toBe(403)
})

test('supervision follows a figure to a contract, and no name of a consumer is on the way', async () => {
  const walk = async (from: string, pattern: RegExp): Promise<string> => {
    const { body } = await get(from, 'inspector')
    const [next] = hrefs(body, pattern)
    if (next === undefined) throw new Error(`${from} leads on`)
    return next
  }
  const area = await walk('/prepaid/figures', /\/areas\//)
  const shop = await walk(area, /\/figures\/shops\//)
  const contract = await walk(shop, /\/contracts\//)
  const { body } = await get(contract, 'inspector')
  expect(body).toMatch(/pty_[\w-]{22}/)
  expect(body).toContain('/log/sh/')
  const { body: calculated } = await get(`${shop}?revenue=1,050,000&young=on`, 'inspector')
  expect(calculated).toContain('value="1,050,000"')
  const wrong = await get(`${shop}?revenue=much`, 'inspector')
  expect(wrong.body).toContain('Give an amount in yuan')
})
