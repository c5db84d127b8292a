/** A shop's statements over a real book: of what each sum is made, however many classes it has. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { castShops } from '#apps/demonstration/cast.ts'
import type { StoryOptions } from '#apps/demonstration/plot.ts'
import type { DatabaseUrls } from '#platform/postgres/embedded.ts'
import { createClient } from '#platform/postgres/pool.ts'
import { freshDatabase } from '#test/pg/database.ts'
import { readingPool, web } from './paged-hub.ts'
import { FORM, openShopHub, type ShopHub } from './shop-hub.ts'

const STORY: StoryOptions = {
  seed: 7,
  shops: 4,
  consumers: 16,
  from: '2026-09-01',
  to: '2026-10-10',
  usesPerDay: 6,
}
const [shop] = castShops(STORY.shops, 2026)
if (shop === undefined) throw new Error('the story has shops')

let urls: DatabaseUrls
let hub: ShopHub
const cookies = new Map<string, string>()

beforeAll(async () => {
  urls = await freshDatabase()
  hub = await openShopHub(urls, STORY, { pool: readingPool(urls.app), web })
  for (const id of ['head-1', 'clerk-1', 'head-2', 'consumer-1']) cookies.set(id, await signIn(id))
}, 120_000)
afterAll(() => hub.stop())

async function signIn(id: string): Promise<string> {
  const payload = `persona=${id}`
  const answer = await hub.app.inject({ method: 'POST', url: '/sign-in', headers: FORM, payload })
  expect(answer.statusCode).toBe(303)
  return String(answer.headers['set-cookie']).split(';')[0] ?? ''
}

const get = (id: string, url: string) =>
  hub.app.inject({
    url,
    headers: { accept: 'text/html', host: 'localhost', cookie: cookies.get(id) ?? '' },
  })

describe('a statement', () => {
  test('of every settlement adds up to what was paid, on the page and in the file', async () => {
    const { rows } = await hub.pool.query<{ subject: string; amount_minor: bigint }>(
      `select subject, amount_minor from prepaid_payout where kind = 'settlement' and beneficiary = $1`,
      [shop.party],
    )
    expect(rows.length).toBeGreaterThan(1)
    for (const { subject, amount_minor: amountMinor } of rows) {
      const page = await get('head-1', `/prepaid/money/settlements/${subject}`)
      expect(page.statusCode).toBe(200)
      expect(page.body).not.toContain('Not in the lists below')
      const file = `/v1/books/sh/prepaid/shops/${shop.party}/settlements/${subject}/statement.csv`
      const { body } = await get('head-1', file)
      const [header = '', ...lines] = body.trim().split('\r\n')
      const column = header.split(',').indexOf('amount_fen')
      const sum = lines.reduce((fen, line) => fen + BigInt(line.split(',')[column] ?? ''), 0n)
      expect(sum).toBe(amountMinor)
      for (const id of ['clerk-1', 'head-2', 'consumer-1']) {
        expect((await get(id, file)).statusCode).toBe(404)
      }
    }
  })
})

/** More uses on the days of a settlement than a page shows, as rows for reading, and gone afterwards. */
async function withManyUses(settlement: string, many: number, look: () => Promise<void>) {
  const owner = createClient(urls.migrator, 'many uses')
  await owner.connect()
  try {
    const { rowCount } = await owner.query(
      `with line as (
         select s.book, l ->> 'shop' as shop, l ->> 'from' as first, l ->> 'through' as last
         from prepaid_settlement s cross join lateral jsonb_array_elements(s.lines) l
         where s.settlement = $1 and l ->> 'shop' = $2
       ), one as (
         select u.* from prepaid_use u join line l on u.book = l.book and u.shop = l.shop
           and u.matures_on >= l.first and u.matures_on <= l.last
         order by u.matures_on desc, u.entry limit 1
       )
       insert into prepaid_use select book, 'use_many-' || g.n, contract, shop, consumer, g.n, state, 100,
         served_on, served_at, via, requested_at, deemed_at, reminders, answered_at, objection_ends_at,
         matures_on, ${MANY_FROM} + g.n, ${MANY_FROM} + g.n from one cross join generate_series(1, $3::int4) g(n)`,
      [settlement, shop?.party, many],
    )
    expect(rowCount).toBe(many)
    await look()
  } finally {
    await owner.query(`delete from prepaid_use where use like 'use_many-%'`)
    await owner.end()
  }
}

const MANY_FROM = 1_000_000

describe('a statement of more classes than a page shows', () => {
  const entriesIn = (body: string): readonly number[] =>
    [...body.matchAll(/<a href="\/log\/sh\/(\d+)"/g)].map(([, entry]) => Number(entry))

  /** Every page by its link to the next, as a reader turns them. */
  async function turn(first: string): Promise<readonly string[]> {
    const bodies: string[] = []
    for (let at: string | undefined = first; at !== undefined;) {
      const { statusCode, body } = await get('head-1', at)
      expect([at, statusCode]).toEqual([at, 200])
      bodies.push(body)
      const [, next] = /<a href="([^"#]*)#uses" rel="next"/.exec(body) ?? []
      at = next?.replaceAll('&amp;', '&')
    }
    return bodies
  }

  test('is turned over to its end, shows each class once in order, and sums up all of them', async () => {
    const { rows } = await hub.pool.query<{ subject: string; amount_minor: bigint }>(
      `select subject, amount_minor from prepaid_payout
       where kind = 'settlement' and beneficiary = $1 order by entry desc limit 1`,
      [shop.party],
    )
    const [paid] = rows
    if (paid === undefined) throw new Error('the story has settled')
    const at = `/prepaid/money/settlements/${paid.subject}`
    const own = entriesIn((await get('head-1', at)).body)
    await withManyUses(paid.subject, 230, async () => {
      const bodies = await turn(at)
      expect(bodies.length).toBe(3)
      const shown = bodies.flatMap(entriesIn)
      const many = Array.from({ length: 230 }, (_, i) => MANY_FROM + i + 1)
      expect(shown).toEqual([...own, ...many])
      for (const body of bodies) expect(body).toContain(`${shown.length} classes`)
      // The copies are paid by nobody, which the sum has to say.
      expect(bodies[0]).toContain('Not in the lists below')
      expect(bodies[2]).toContain('From the first class')

      const file = `/v1/books/sh/prepaid/shops/${shop.party}/settlements/${paid.subject}/statement.csv`
      const [, ...lines] = (await get('head-1', file)).body.trim().split('\r\n')
      const cells = lines.map((line) => line.split(','))
      const uses = cells.filter(([, kind]) => kind === 'use')
      expect(uses.map((line) => Number(line.at(-1)))).toEqual(shown)
      const sum = cells.reduce((fen, line) => fen + BigInt(line.at(-2) ?? ''), 0n)
      expect(sum).toBe(paid.amount_minor)
    })
  })

  test('has no place that its list does not give out', async () => {
    const { statusCode, body } = await get('head-1', '/prepaid/money/upcoming?cursor=WzFd')
    expect(statusCode).toBe(400)
    expect(body).toContain('The place in the list')
  })
})
