/** What each reader of prepaid money sees, over everybody there is, in each of their roles, on real rows. */
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { ROLES, type Role } from '#kernel/identity/principal.ts'
import { endOfDayMs, legalDayOf } from '#kernel/time/legal-day.ts'
import { issueKey } from '#platform/credentials/issue.ts'
import { createPool } from '#platform/postgres/pool.ts'
import { FakeBook } from '#test/http/fake-book.ts'
import { openHub, type TestHub } from '#test/http/hub.ts'
import { freshDatabase } from '#test/pg/database.ts'
import * as stage from '#test/prepaid/opened.ts'
import { APPLICANT, INSPECTOR, lived } from '#test/prepaid/lived.ts'
import type { World } from '#test/prepaid/rig.ts'
import { storeWorld } from '#test/prepaid/stored.ts'
import { textOfProduct } from '#test/prepaid/text.ts'
import { payoutTable } from '../domain/rows.ts'
import { ContractView, ProductForSale, ShopView, TotalsView } from './reading-views.ts'
import { prepaidRoutes } from './routes.ts'

const { SHOP, OTHER_SHOP, HEAD, CLERK, OTHER_HEAD, CONSUMER, OTHER_CONSUMER } = stage
const { NOTARY, TELLER } = stage
const STRANGER = 'pty_stranger'
const PERSONS = [
  CONSUMER,
  OTHER_CONSUMER,
  HEAD,
  CLERK,
  OTHER_HEAD,
  NOTARY,
  TELLER,
  INSPECTOR,
  APPLICANT,
  STRANGER,
]
const NO_READERS = ['operator', 'publisher', 'auditor', 'logistics', 'registrar']
const READERS = ROLES.filter((role) => !NO_READERS.includes(role))

let pool: pg.Pool
let hub: TestHub
let world: World
let through: string
const keys = new Map<string, string>()

beforeAll(async () => {
  ;({ world, through } = lived())
  const { app } = await freshDatabase()
  pool = createPool({
    url: app,
    name: 'prepaid reading test',
    connectionsMax: 4,
    statementTimeoutMs: 5_000,
    lockTimeoutMs: 5_000,
    idleInTransactionTimeoutMs: 5_000,
    connectTimeoutMs: 5_000,
    onIdleError: () => undefined,
  })
  await storeWorld(pool, 'sh', world)
  const routes = prepaidRoutes(pool, () => world.nowMs)
  hub = await openHub({ books: new Map([['sh', new FakeBook('sh')]]), routes })
  for (const party of PERSONS) {
    for (const role of ROLES) {
      const order = { roles: [role], label: role, party }
      keys.set(`${party} ${role}`, (await issueKey(hub.store, order, hub.time.nowMs)).text)
    }
  }
})
afterAll(async () => {
  await hub.app.close()
  await pool.end()
})

const of = (path: string) => `/v1/books/sh/prepaid${path}`

async function get(url: string, party?: string, role: Role = 'consumer') {
  const key = party === undefined ? undefined : keys.get(`${party} ${role}`)
  const headers = key === undefined ? {} : { authorization: `Bearer ${key}` }
  return hub.app.inject({ url, headers })
}

/** Who is shown something, as person and role: said here anew, not taken from the code. */
const AT_COUNTER = ['shop-head', 'shop-clerk']
const isOffice = (party: string, role: Role) => role === 'notary' && party === NOTARY
const isSupervision = (party: string, role: Role) => role === 'regulator' && party === INSPECTOR
const isAll = (party: string, role: Role) => isOffice(party, role) || isSupervision(party, role)
const isBank = (party: string, role: Role) =>
  isOffice(party, role) || (role === 'bank' && party === TELLER)
const isStaff = (party: string, role: Role) =>
  AT_COUNTER.includes(role) && [HEAD, CLERK].includes(party)
const isOwner = (party: string, role: Role) => role === 'consumer' && party === CONSUMER

type Sees = (party: string, role: Role) => boolean
const either =
  (...those: readonly Sees[]): Sees =>
  (party, role) =>
    those.some((sees) => sees(party, role))
const anyConsumer: Sees = (_, role) => role === 'consumer'
const head: Sees = (party, role) => role === 'shop-head' && party === HEAD
const otherStaff: Sees = (party, role) => AT_COUNTER.includes(role) && party === OTHER_HEAD
const applicant: Sees = (party, role) => AT_COUNTER.includes(role) && party === APPLICANT
const otherHead: Sees = (party, role) => role === 'shop-head' && party === OTHER_HEAD
const otherOwner: Sees = (party, role) => role === 'consumer' && party === OTHER_CONSUMER

const READS: readonly (readonly [path: string, otherwise: 403 | 404, sees: Sees])[] = [
  ['/contracts', 403, either(anyConsumer, isAll)],
  [`/contracts/${stage.CONTRACT}`, 404, either(isOwner, isStaff, isAll)],
  [`/contracts/${stage.CONTRACT}/uses`, 404, either(isOwner, isStaff, isAll)],
  ['/contracts/con_other', 404, either(otherOwner, otherStaff, isAll)],
  ['/contracts/con_other/uses', 404, either(otherOwner, otherStaff, isAll)],
  ['/contracts/con_nobody-has', 404, () => false],
  ['/shops', 403, either(isStaff, otherStaff, applicant, isAll)],
  [`/shops/${SHOP}/contracts`, 403, either(isStaff, isAll)],
  [`/shops/${OTHER_SHOP}/contracts`, 403, either(otherStaff, isAll)],
  [`/shops/${SHOP}/uses`, 403, either(isStaff, isAll)],
  [`/shops/${SHOP}/refunds`, 403, either(isStaff, isAll)],
  [`/shops/${OTHER_SHOP}/refunds`, 403, either(otherStaff, isAll)],
  [`/shops/${SHOP}/settlements`, 403, either(head, isAll)],
  [`/shops/${OTHER_SHOP}/settlements`, 403, either(otherHead, isAll)],
  [`/shops/${SHOP}/statements/2026-11`, 403, either(head, isAll)],
  ['/uses/use_open', 404, either(isOwner, isStaff, isAll)],
  ['/uses/contested', 403, isAll],
  ['/refunds', 403, either(anyConsumer, isAll)],
  ['/refunds/waiting', 403, isAll],
  ['/refunds/rfd_other', 404, either(otherOwner, otherStaff, isAll)],
  ['/settlements', 403, isAll],
  ['/settlements/set_first', 403, isAll],
  ['/substitutes', 403, isOffice],
  ['/suspense', 403, isOffice],
  ['/bank-entries/bank-lost', 403, isBank],
  ['/payouts/ordered', 403, isBank],
]

describe('of private reads', () => {
  test.each(READS)('%s is for whom it is for, others hear %i', async (path, otherwise, sees) => {
    const readers = PERSONS.flatMap((party) => READERS.map((role) => ({ party, role })))
    const answered = await Promise.all(
      readers.map(async ({ party, role }) => {
        const { statusCode } = await get(of(path), party, role)
        return { party, role, statusCode }
      }),
    )
    expect(answered).toEqual(
      readers.map(({ party, role }) => {
        return { party, role, statusCode: sees(party, role) ? 200 : otherwise }
      }),
    )
  })

  test('every one needs a key of a role that reads', async () => {
    for (const [path] of READS) {
      expect([path, (await get(of(path))).statusCode]).toEqual([path, 401])
      for (const role of ['operator', 'publisher', 'auditor'] as const) {
        expect([path, (await get(of(path), NOTARY, role)).statusCode]).toEqual([path, 403])
      }
    }
  })

  test('every one of them is tried above', () => {
    const tried = new Set(
      READS.map(([path]) =>
        path
          .replaceAll(/(?:pty|con|use|rfd|set)_[a-z-]+|bank-lost|2026-11/g, '*')
          .replace(/^/, '/v1/books/*/prepaid'),
      ),
    )
    const declared = prepaidRoutes(pool, () => 0)
      .filter(({ kind, access }) => kind === 'read' && access === 'prepaid.read')
      .map(({ path }) => path.replaceAll(/:[a-zA-Z]+/g, '*'))
    expect([...tried].toSorted()).toEqual(declared.toSorted())
  })
})

const Items = z.object({ items: z.array(z.looseObject({})), next: z.string().optional() })
const itemsOf = async (url: string, party: string, role: Role) =>
  Items.parse((await get(url, party, role)).json()).items

test('a consumer lists its own contracts and refunds alone', async () => {
  expect(await itemsOf(of('/contracts'), CONSUMER, 'consumer')).toMatchObject([
    { contract: stage.CONTRACT, consumer: CONSUMER },
  ])
  expect(await itemsOf(of('/contracts'), OTHER_CONSUMER, 'consumer')).toMatchObject([
    { contract: 'con_other' },
  ])
  expect(await itemsOf(of('/contracts'), STRANGER, 'consumer')).toEqual([])
  expect(await itemsOf(of('/refunds'), CONSUMER, 'consumer')).toEqual([])
  expect(await itemsOf(of('/refunds'), OTHER_CONSUMER, 'consumer')).toMatchObject([
    { refund: 'rfd_other', state: 'asked' },
  ])
})

test('a contract says what is held for it, to the fen', async () => {
  const answer = await get(of(`/contracts/${stage.CONTRACT}`), CONSUMER)
  const { priceMinor, heldMinor, countedMinor } = ContractView.parse(answer.json())
  expect(heldMinor).toBe(priceMinor - countedMinor)
  expect(heldMinor).toBe(Number(world.balance(`prepaid.contract/${stage.CONTRACT}`)))
})

test('a shop reads what it was paid and what is to come, and nothing of the others', async () => {
  const [paid] = await itemsOf(of(`/shops/${SHOP}/settlements`), HEAD, 'shop-head')
  const [payout] = world.list(payoutTable)
  expect(paid).toMatchObject({
    settlement: 'set_first',
    payout: payout?.payout,
    amountMinor: Number(payout?.amountMinor),
    uses: 1,
    through,
    state: 'ordered',
  })
  expect(await itemsOf(of(`/shops/${OTHER_SHOP}/settlements`), OTHER_HEAD, 'shop-head')).toEqual([])
  const statement = await get(of(`/shops/${SHOP}/statements/2026-11`), HEAD, 'shop-head')
  expect(statement.json()).toMatchObject({ shop: SHOP, settledThrough: through, promisedMinor: 0 })
})

test('whoever applied sees its own application, and the office sees all', async () => {
  const shopsOf = async (party: string, role: Role) =>
    (await itemsOf(of('/shops'), party, role)).map(({ shop, state }) => [shop, state])
  expect(await shopsOf(APPLICANT, 'shop-head')).toEqual([['pty_waiting', 'applied']])
  expect(await shopsOf(HEAD, 'shop-head')).toEqual([[SHOP, 'approved']])
  expect(await shopsOf(NOTARY, 'notary')).toHaveLength(3)
  expect((await get(of('/shops/pty_waiting'))).statusCode).toBe(404)
})

test('work waits where it belongs', async () => {
  expect(await itemsOf(of('/uses/contested'), NOTARY, 'notary')).toMatchObject([
    { use: 'use_contested' },
  ])
  expect(await itemsOf(of('/suspense'), NOTARY, 'notary')).toMatchObject([
    { bankEntry: 'bank-lost', reason: 'contract_unknown' },
  ])
  expect(await itemsOf(of('/payouts/ordered'), TELLER, 'bank')).toHaveLength(1)
  expect(await itemsOf(of('/refunds/waiting'), NOTARY, 'notary')).toHaveLength(1)
})

describe('lists', () => {
  test('are turned over by cursor, each row once', async () => {
    const url = of(`/contracts/${stage.CONTRACT}/uses?limit=1`)
    const seen: unknown[] = []
    let cursor = ''
    for (let page = 0; page < 4; page += 1) {
      const { items, next } = Items.parse((await get(url + cursor, CONSUMER)).json())
      seen.push(...items.map((item) => item['use']))
      if (next === undefined) break
      cursor = `&cursor=${next}`
    }
    expect(seen).toEqual(['use_paid', 'use_contested', 'use_open'])
    const uses = of(`/shops/${SHOP}/uses?limit=2`)
    const first = Items.parse((await get(uses, CLERK, 'shop-clerk')).json())
    const second = Items.parse(
      (await get(`${uses}&cursor=${first.next}`, CLERK, 'shop-clerk')).json(),
    )
    expect([...first.items, ...second.items].map((item) => item['use'])).toEqual([
      'use_paid',
      'use_open',
      'use_contested',
    ])
  })

  test.each(['nonsense', 'WzFd', 'WyJcdTAwMDAiLDFd', 'WzEsMl0'])('refuse %s', async (cursor) => {
    for (const path of [`/contracts`, `/settlements`, `/uses/contested`, '/payouts/ordered']) {
      const { statusCode } = await get(of(`${path}?cursor=${cursor}`), NOTARY, 'notary')
      expect(statusCode).toBe(422)
    }
    const { statusCode } = await get(`/v1/prepaid/shops?cursor=${cursor}`)
    expect(statusCode).toBe(422)
  })
})

describe('everybody', () => {
  test('finds the supervised shops with what they sell, as of a checkpoint', async () => {
    const answer = await get('/v1/prepaid/shops')
    const { items, asOf } = z
      .object({ items: z.array(ShopView), asOf: z.array(z.looseObject({ book: z.string() })) })
      .parse(answer.json())
    expect(items.map(({ shop, state, products }) => [shop, state, products.length])).toEqual([
      [OTHER_SHOP, 'approved', 1],
      [SHOP, 'approved', 1],
    ])
    expect(asOf.map(({ book }) => book)).toEqual(['sh'])
    expect(answer.headers['etag']).toBeDefined()
    for (const [query, count] of [
      ['q=other', 1],
      ['q=%25', 0],
      ['area=CHANGNING', 2],
      ['area=PUDONG', 0],
      ['industry=tutoring', 0],
      ['book=js', 0],
    ] as const) {
      const found = Items.parse((await get(`/v1/prepaid/shops?${query}`)).json())
      expect([query, found.items.length]).toEqual([query, count])
    }
  })

  test('reads the contract that would be signed, with its digest', async () => {
    const { contract } = ProductForSale.parse((await get(of(`/products/${stage.PRODUCT}`))).json())
    expect(contract?.textSha256).toBe(textOfProduct(world, stage.PRODUCT))
    expect(contract?.text.zh).toContain('公证')
    expect((await get(of('/products/prd_nothing'))).statusCode).toBe(404)
  })

  test('reads office, bank, statements and totals', async () => {
    expect((await get(of('/depositary'))).json()).toMatchObject({ office: stage.OFFICE })
    expect(Items.parse((await get(of('/statements'))).json()).items).toMatchObject([
      { day: through },
    ])
    const { items } = z
      .object({ items: z.array(TotalsView) })
      .parse((await get('/v1/prepaid/totals')).json())
    expect(items[0]?.heldMinor).toBe(
      Number(world.balance(`prepaid.contract/${stage.CONTRACT}`)) +
        Number(world.balance('prepaid.contract/con_other')) +
        Number(world.balance(`prepaid.shop/${SHOP}`)),
    )
  })

  test('sees no shop that only applied', async () => {
    expect((await get(of(`/shops/${SHOP}`))).statusCode).toBe(200)
    expect((await get(of('/shops/pty_nowhere'))).statusCode).toBe(404)
  })
})

test('figures by shop and month are for supervision and auditors', async () => {
  for (const role of ROLES) {
    const { statusCode } = await get(of('/figures'), INSPECTOR, role)
    const may = role === 'regulator' || role === 'auditor'
    expect([role, statusCode]).toEqual([role, may ? 200 : 403])
  }
  const url = of(
    `/figures?indicator=prepaid.deposited&month=${legalDayOf(endOfDayMs(through)).slice(0, 7)}`,
  )
  const cells = await itemsOf(url, INSPECTOR, 'regulator')
  expect(cells).toMatchObject([{ indicator: 'prepaid.deposited', shop: OTHER_SHOP }])
})
