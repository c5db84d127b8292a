/**
 * How long the server takes for each page of prepaid money in a book of many entries: from the request to the
 * whole answer, in this process. A story of some months is told by real commands; then its contracts, uses,
 * refunds and entries are copied, for other consumers of the same shops. Copies are rows for reading: their
 * leaves are cut short, they are not in the tree, and their consumers have no names.
 */
import type pg from 'pg'
import type { StoryOptions } from '#apps/demonstration/plot.ts'
import type { PageFrame } from '#apps/server/pages/page.ts'
import type { PageViews } from '#apps/web/pages.tsx'
import { createClient } from '#platform/postgres/pool.ts'
import { openWeb } from '#platform/web/web.ts'
import { areaFiguresPath, contractFiguresPath } from '#services/prepaid/web/figures-paths.ts'
import { shopFiguresPath } from '#services/prepaid/web/figures-paths.ts'
import {
  bankPath,
  casePath,
  listPath,
  settlePath,
  shopsPath,
} from '#services/prepaid/web/desk-paths.ts'
import { ALL, QUEUES } from '#services/prepaid/web/desk-paths.ts'
import * as paths from '#services/prepaid/web/paths.ts'
import { counterSearch, staffPath, statementPath } from '#services/prepaid/web/shop-paths.ts'
import { upcomingPath } from '#services/prepaid/web/shop-paths.ts'
import { openShopHub, type ShopHub } from '#test/pages/shop-hub.ts'
import type { Bench } from './bench.ts'
import { percentile } from './figures.ts'
import { copyRows, openReadingPool, type Copying } from './filling.ts'

export interface PagesSize {
  readonly story: StoryOptions
  readonly warmUps: number
  readonly reads: number
}

const PAGES_SIZE: PagesSize = {
  story: {
    seed: 7,
    shops: 40,
    consumers: 400,
    from: '2026-08-24',
    to: '2026-11-20',
    usesPerDay: 60,
  },
  warmUps: 3,
  reads: 20,
}

const OF_CONTRACTS = `t.account like 'prepaid.contract/%'`

/** What each copy has of its own; shops, products and figures are those of the story. */
const COPIED: Readonly<Record<string, Copying>> = {
  entry: {
    named: [],
    indexed: ['idx'],
    // The reason of a contest is read from its leaf.
    made: { leaf: `case when t.type = 'prepaid.use-contested' then t.leaf else 'x'::bytea end` },
  },
  account: { named: ['account'], indexed: ['entry', 'since'], where: OF_CONTRACTS },
  party_entries: {
    named: ['party'],
    indexed: [],
    made: { indexes: 'array(select i + c.first from unnest(t.indexes) i)' },
    where: 't.party in (select consumer from prepaid_contract)',
  },
  prepaid_use: {
    named: ['use', 'contract', 'consumer'],
    indexed: ['entry', 'state_entry'],
  },
  prepaid_exposure: { named: ['consumer'], indexed: [] },
  prepaid_bank_entry: {
    named: ['bank_entry', 'reference', 'contract'],
    indexed: ['entry'],
    where: `t.kind = 'credit'`,
  },
  prepaid_refund: {
    named: ['refund', 'contract', 'consumer', 'payout'],
    indexed: ['entry', 'account_entry'],
  },
  prepaid_payout: {
    named: ['payout', 'subject', 'beneficiary', 'to_payer_of'],
    indexed: ['entry'],
    where: `t.kind <> 'settlement'`,
  },
  // Last, because the others ask it who is a consumer.
  prepaid_contract: {
    named: ['contract', 'consumer', 'bank_entry', 'refund'],
    indexed: ['entry', 'paid_entry'],
  },
}

/** What matures and what was settled is summed up of the copies as well: as many times as much. */
async function raiseSums(owner: pg.Client, times: number): Promise<void> {
  await owner.query(
    'update prepaid_maturing set amount_minor = amount_minor * $1, uses = uses * $1',
    [times],
  )
  await owner.query(
    `update prepaid_settlement s set amount_minor = amount_minor * $1, uses = uses * $1,
       lines = (select jsonb_agg(line || jsonb_build_object(
           'amountMinor', (line -> 'amountMinor')::int8 * $1, 'uses', (line -> 'uses')::int8 * $1)
           order by n)
         from jsonb_array_elements(s.lines) with ordinality l (line, n))`,
    [times],
  )
}

async function multiply(bench: Bench, url: string): Promise<number> {
  const owner = createClient(url, 'bench pages')
  await owner.connect()
  try {
    const count = async (): Promise<number> => {
      const { rows } = await owner.query<{ entries: bigint }>(
        'select count(*) as entries from entry',
      )
      return Number(rows[0]?.entries)
    }
    const entries = await count()
    const copies = Math.max(0, Math.ceil(bench.options.entries / entries) - 1)
    bench.progress(`copying ${entries} entries ${copies} times`)
    for (const [table, copying] of Object.entries(COPIED)) {
      await copyRows(owner, table, copying, { copies, entries })
    }
    await raiseSums(owner, copies + 1)
    await owner.query('vacuum analyze')
    return await count()
  } finally {
    await owner.end()
  }
}

/** By what is shown: who reads it, and where it is. */
type Pages = Readonly<Record<string, readonly [string | null, string]>>

async function pagesOf({ pool }: ShopHub): Promise<Pages> {
  const { rows } = await pool.query<{ contract: string; shop: string; product: string }>(
    `select c.contract, c.shop, c.product from prepaid_contract c join persona p on p.party = c.consumer
     where p.id = 'consumer-1' and c.state = 'active' order by c.entry limit 1`,
  )
  const settled = await pool.query<{ settlement: string; state: string }>(
    `select distinct on (state) settlement, state from prepaid_settlement order by state, entry desc`,
  )
  const [card] = rows
  const of = (wanted: string): string =>
    settled.rows.find(({ state }) => state === wanted)?.settlement ?? ''
  if (card === undefined) throw new Error('the story has a card of its first consumer')
  return {
    home: [null, '/'],
    register: [null, paths.registerPath],
    shop: [null, paths.shopPath(card.shop)],
    cards: ['consumer-1', paths.cardsPath],
    card: ['consumer-1', paths.cardPath(card.contract)],
    buy: ['consumer-1', paths.buyPath(card.product)],
    receipts: ['consumer-1', paths.receiptsPath],
    'check-in': ['consumer-1', paths.checkInPath(card.shop)],
    counter: ['clerk-1', paths.counterPath],
    'counter/search': ['clerk-1', counterSearch('Lin')],
    today: ['clerk-1', paths.todayPath],
    money: ['head-1', paths.moneyPath],
    'money/upcoming': ['head-1', upcomingPath],
    'money/statement': ['head-1', statementPath(of('approved'))],
    products: ['head-1', paths.productsPath],
    staff: ['head-1', staffPath],
    desk: ['notary-shen', listPath(ALL)],
    ...Object.fromEntries(
      QUEUES.map((queue) => [`desk/${queue}`, ['notary-shen', listPath({ ...ALL, queue })]]),
    ),
    'desk/settlement': ['notary-qiu', casePath('settlement', of('proposed'))],
    'desk/settle': ['notary-shen', settlePath],
    'desk/shops': ['notary-shen', shopsPath],
    bank: ['teller', bankPath],
    figures: ['inspector', paths.figuresPath],
    'figures/area': ['inspector', areaFiguresPath('CHANGNING')],
    'figures/shop': ['inspector', shopFiguresPath(card.shop)],
    'figures/contract': ['inspector', contractFiguresPath(card.contract)],
  }
}

const FORM = {
  'content-type': 'application/x-www-form-urlencoded',
  host: 'localhost',
  origin: 'http://localhost',
}

async function signIn({ app }: ShopHub, persona: string | null): Promise<string> {
  if (persona === null) return ''
  const answer = await app.inject({
    method: 'POST',
    url: '/sign-in',
    headers: FORM,
    payload: new URLSearchParams({ persona }).toString(),
  })
  return String(answer.headers['set-cookie']).split(';')[0] ?? ''
}

/** From the request to the whole answer, in both languages by turns. */
async function timesOf(
  { app }: ShopHub,
  { url, cookie }: { readonly url: string; readonly cookie: string },
  { warmUps, reads }: PagesSize,
): Promise<Float64Array> {
  const times = new Float64Array(reads)
  for (let turn = -warmUps; turn < reads; turn += 1) {
    const startMs = performance.now()
    const { statusCode } = await app.inject({
      url: turn % 2 === 0 ? url : `/zh${url === '/' ? '' : url}`,
      headers: { accept: 'text/html', host: 'localhost', cookie },
    })
    if (statusCode !== 200) throw new Error(`${url} was answered by ${statusCode}`)
    if (turn >= 0) times[turn] = performance.now() - startMs
  }
  return times.toSorted()
}

export async function measurePages(
  bench: Bench,
  name: string,
  size: PagesSize = PAGES_SIZE,
): Promise<void> {
  const urls = await bench.stage.migrated()
  const pool = openReadingPool(urls.app)
  const web = await openWeb<PageViews, PageFrame>({ rootDir: process.cwd() })
  const hub = await openShopHub(urls, size.story, { pool, web })
  try {
    bench.report(`${name}/entries`, await multiply(bench, urls.migrator), 'entries')
    for (const [page, [persona, url]] of Object.entries(await pagesOf(hub))) {
      const times = await timesOf(hub, { url, cookie: await signIn(hub, persona) }, size)
      bench.report(`${name}/${page}/p50`, percentile(times, 0.5), 'ms')
      bench.report(`${name}/${page}/p95`, percentile(times, 0.95), 'ms')
    }
  } finally {
    await hub.stop()
    await bench.stage.drop(urls)
  }
}
