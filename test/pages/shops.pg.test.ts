/** The pages of a shop over a real book: what its people find there, what they do, and what they may not see. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { prepaid } from '#apps/demonstration/acts.ts'
import { castConsumers, castShops } from '#apps/demonstration/cast.ts'
import { Chance } from '#apps/demonstration/chance.ts'
import type { StoryOptions } from '#apps/demonstration/plot.ts'
import { guestName } from '#services/prepaid/api/guest-names.ts'
import { personsOf } from '#platform/postgres/persons.ts'
import { freshDatabase } from '#test/pg/database.ts'
import { readingPool, web } from './paged-hub.ts'
import { type CardRow, FORM, openShopHub, type ShopHub } from './shop-hub.ts'

const STORY: StoryOptions = {
  seed: 7,
  shops: 4,
  consumers: 30,
  from: '2026-09-01',
  to: '2026-10-20',
  usesPerDay: 8,
}
const [shop] = castShops(STORY.shops, 2026)
const consumers = castConsumers(STORY.consumers, new Chance(STORY.seed))
if (shop === undefined) throw new Error('the story has shops')
const clerkOf = (i: number): string => castShops(STORY.shops, 2026)[i]?.clerk ?? ''

let hub: ShopHub
const cookies = new Map<string, string>()

beforeAll(async () => {
  const urls = await freshDatabase()
  hub = await openShopHub(urls, STORY, { pool: readingPool(urls.app), web })
  for (const id of [
    'head-1',
    'clerk-1',
    'notary-qiu',
    'head-2',
    'clerk-2',
    'consumer-1',
    'inspector',
  ]) {
    cookies.set(id, await signIn(id))
  }
}, 120_000)
afterAll(() => hub.stop())

async function signIn(id: string): Promise<string> {
  const answer = await hub.app.inject({
    method: 'POST',
    url: '/sign-in',
    headers: FORM,
    payload: `persona=${id}`,
  })
  expect(answer.statusCode).toBe(303)
  return String(answer.headers['set-cookie']).split(';')[0] ?? ''
}

const cookieOf = (id: string): Record<string, string> => ({ cookie: cookies.get(id) ?? '' })
const get = (id: string, url: string) =>
  hub.app.inject({ url, headers: { accept: 'text/html', host: 'localhost', ...cookieOf(id) } })

/** Sends the form of a page as its reader would: with the key that the page carries. */
async function send(id: string, on: string, to: string, fields: Record<string, string>) {
  const page = await get(id, on)
  const [, key = ''] = /name="key" value="([A-Za-z0-9_-]{22})"/.exec(page.body) ?? []
  return hub.app.inject({
    method: 'POST',
    url: to,
    headers: { ...FORM, ...cookieOf(id) },
    payload: new URLSearchParams({ key, ...fields }).toString(),
  })
}

/** A card of classes of the first shop on which a class can be recorded now. */
async function usableCard(
  condition = 'uses_counted + uses_open < uses_total',
): Promise<CardRow & { readonly tail: string }> {
  const { rows } = await hub.pool.query<CardRow>(
    `select contract, consumer, uses_numbered from prepaid_contract
     where shop = $1 and state = 'active' and kind = 'count' and ${condition} order by contract`,
    [shop?.party],
  )
  const [row] = rows
  if (row === undefined) throw new Error('the story leaves a card in use')
  const phone = consumers.find(({ party }) => party === row.consumer)?.phone ?? ''
  return { ...row, tail: phone.slice(-4) }
}

const PAGES = {
  counter: '/prepaid/counter',
  today: '/prepaid/today',
  money: '/prepaid/money',
  upcoming: '/prepaid/money/upcoming',
  products: '/prepaid/products',
  classes: '/prepaid/products/new-classes',
  days: '/prepaid/products/new-days',
  staff: '/prepaid/staff',
  apply: '/prepaid/apply',
} as const
const OF_HEADS = ['money', 'upcoming', 'products', 'classes', 'days', 'staff'] as const

describe.each(Object.entries(PAGES))('%s', (name, path) => {
  test('is drawn for the head in both languages, and kept by nobody', async () => {
    for (const url of [path, `/zh${path}`]) {
      const { statusCode, headers, body } = await get('head-1', url)
      expect([url, statusCode]).toEqual([url, 200])
      expect(headers['cache-control']).toBe('private, no-store')
      expect(body).toContain(url.startsWith('/zh') ? shop.name.zh : shop.name.en)
      expect(body).not.toContain('undefined')
    }
  })

  test('is a clerk’s only where no money is counted', async () => {
    const isOfHeads = OF_HEADS.some((one) => one === name)
    expect((await get('clerk-1', path)).statusCode).toBe(isOfHeads ? 403 : 200)
  })

  test('is nobody’s who does not act for a shop', async () => {
    for (const id of ['consumer-1', 'inspector']) {
      expect((await get(id, path)).statusCode).toBe(403)
    }
  })
})

describe('the counter', () => {
  test('finds a customer of its own by four digits, and shows neither the name nor the number whole', async () => {
    const { tail, consumer, contract } = await usableCard()
    const person = consumers.find(({ party }) => party === consumer)
    const { body } = await get('clerk-1', `/prepaid/counter?q=${tail}`)
    expect(body).toContain(`/prepaid/counter/${contract}/record`)
    expect(body).toContain(`···${tail}`)
    expect(body).not.toContain(person?.phone)
    expect(body).not.toContain(person?.name.en)
    expect(body).not.toContain(person?.name.zh)
  })

  test('finds nobody who holds no card of this shop, by digits or by number', async () => {
    const { tail, contract } = await usableCard(
      `consumer not in (select c.consumer from prepaid_contract c
        join appointment a on a.organisation = c.shop
        where a.person = '${clerkOf(1)}' and c.state = 'active')`,
    )
    for (const q of [tail, contract]) {
      const ours = await get('clerk-1', `/prepaid/counter?q=${q}`)
      const theirs = await get('clerk-2', `/prepaid/counter?q=${q}`)
      expect([ours, theirs].map(({ body }) => body.includes('class="guest"'))).toEqual([
        true,
        false,
      ])
      expect(theirs.body).not.toContain(`···${tail}`)
    }
  })
})

describe('at the counter a clerk', () => {
  test('records a class once however often the form is sent, and says so with its receipt', async () => {
    const { tail, contract, uses_numbered: before } = await usableCard()
    const on = `/prepaid/counter?q=${tail}`
    const page = await get('clerk-1', on)
    const [, servedOn = ''] = /name="servedOn\.day" value="(\d+)"/.exec(page.body) ?? []
    const [, key = ''] = /name="key" value="([A-Za-z0-9_-]{22})"/.exec(page.body) ?? []
    const payload = new URLSearchParams({
      key,
      'servedOn.day': servedOn,
      'servedOn.month': '10',
      'servedOn.year': '2026',
      servedAt: '21:30',
    }).toString()
    const post = () =>
      hub.app.inject({
        method: 'POST',
        url: `/prepaid/counter/${contract}/record?q=${tail}`,
        headers: { ...FORM, ...cookieOf('clerk-1') },
        payload,
      })
    const [first, second] = [await post(), await post()]
    expect([first.statusCode, second.statusCode]).toEqual([303, 303])
    expect(second.headers.location).toBe(first.headers.location)
    const shown = await get('clerk-1', String(first.headers.location))
    expect(shown.body).toContain('id="done"')
    expect(shown.body).toContain(`···${tail}`)
    const { rows } = await hub.pool.query<{ uses_numbered: number }>(
      'select uses_numbered from prepaid_contract where contract = $1',
      [contract],
    )
    expect(rows[0]?.uses_numbered).toBe(before + 1)
  })

  test('answers for a customer without a phone, and the entry says that the counter did', async () => {
    const { tail, contract } = await usableCard()
    const answer = await send(
      'clerk-1',
      `/prepaid/counter?q=${tail}`,
      `/prepaid/counter/${contract}/record`,
      {
        'servedOn.day': '20',
        'servedOn.month': '10',
        'servedOn.year': '2026',
        servedAt: '21:40',
        isForConsumer: 'on',
      },
    )
    expect(answer.statusCode).toBe(303)
    const { rows } = await hub.pool.query<{ via: string; state: string }>(
      'select via, state from prepaid_use where contract = $1 order by entry desc limit 1',
      [contract],
    )
    expect(rows[0]).toEqual({ via: 'counter-for-consumer', state: 'confirmed' })
  })
})

describe('a class that is refused', () => {
  test('comes back with what was typed', async () => {
    const { tail, contract } = await usableCard()
    const answer = await send(
      'clerk-1',
      `/prepaid/counter?q=${tail}`,
      `/prepaid/counter/${contract}/record?q=${tail}`,
      {
        'servedOn.day': '21',
        'servedOn.month': '10',
        'servedOn.year': '2026',
        servedAt: '09:00',
      },
    )
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain('This class lies in the future')
    expect(answer.body).toContain('value="09:00"')
  })

  test('of another shop records nothing on it', async () => {
    const { contract } = await usableCard()
    const answer = await send('clerk-2', '/prepaid/today', `/prepaid/counter/${contract}/record`, {
      key: 'A'.repeat(22),
      'servedOn.day': '20',
      'servedOn.month': '10',
      'servedOn.year': '2026',
      servedAt: '09:00',
    })
    expect(answer.statusCode).toBe(403)
    expect(answer.body).toContain('not_of_shop')
  })
})

describe('a shop’s day', () => {
  test('leads to a use that can be withdrawn, and withdraws it', async () => {
    const { rows } = await hub.pool.query<{ use: string }>(
      `select use from prepaid_use where shop = $1 and state = 'requested' limit 1`,
      [shop?.party],
    )
    const use = rows[0]?.use ?? ''
    const path = `/prepaid/uses/${use}/withdraw`
    expect((await get('clerk-2', path)).statusCode).toBe(404)
    expect((await get('clerk-1', path)).statusCode).toBe(200)
    expect((await send('clerk-1', path, path, {})).statusCode).toBe(303)
    const after = await get('clerk-1', path)
    expect(after.body).not.toContain('<form class="flow acts"')
  })

  test('takes a date as three fields and says when it is none', async () => {
    const day = await get('head-1', '/prepaid/today?day.day=5&day.month=10&day.year=2026')
    expect(day.body).toContain('5 October 2026')
    const none = await get('head-1', '/prepaid/today?day.day=31&day.month=2&day.year=2026')
    expect([none.statusCode, none.body.includes('role="alert"')]).toEqual([200, true])
  })
})

describe('a refund that waits for the shop', () => {
  test('is agreed to by its head, and the page then says so', async () => {
    const refund = await askRefund(await usableCard())
    const path = `/prepaid/shop-refunds/${refund}`
    expect((await get('head-1', '/prepaid/today')).body).toContain(path)
    expect((await get('clerk-1', path)).statusCode).toBe(403)
    expect((await get('head-2', path)).statusCode).toBe(404)
    const empty = await send('head-1', path, path, { reason: '' })
    expect(empty.statusCode).toBe(422)
    expect((await get('head-1', path)).body).toContain('I moved to Suzhou.')
    const answer = await send('head-1', path, path, { answer: 'agree', reason: 'Fare well.' })
    expect(answer.statusCode).toBe(303)
    const after = await get('head-1', path)
    expect(after.body).toContain('Agreed, the notary is to approve')
    expect(after.body).toContain('Fare well.')
    expect(after.body).not.toContain('name="answer"')
    // Whoever decides it reads what both sides said, as they were told when they wrote it.
    const decided = await get('notary-qiu', `/prepaid/desk/refund/${refund}`)
    expect(decided.body).toContain('I moved to Suzhou.')
    expect(decided.body).toContain('Fare well.')
  })
})

/** A consumer of the story asks, whom nobody can sign in as. */
async function askRefund({ contract, consumer }: CardRow): Promise<string> {
  const refund = 'rfd_of-the-test'
  const detail = 'I moved to Suzhou.'
  const asked = { refund, contract, cause: 'consumer', detail } as const
  const { command } = prepaid(consumer, 'ask-refund', asked)
  const answer = await hub.act(consumer, command)
  expect(answer).toBe('recorded')
  return refund
}

describe('products', () => {
  const typed = {
    nameEn: 'Gym',
    nameZh: '健身',
    list: '150',
    count: '10',
    gift: '',
    validity: '60',
    giftEn: '',
    giftZh: '',
  }
  const page = (price: string) =>
    `/prepaid/products/new-classes?${new URLSearchParams({ ...typed, price }).toString()}`

  test('are reckoned first, and listed once', async () => {
    const drafted = await get('head-1', page('1,200'))
    expect(drafted.body).toContain('¥120.00')
    const answer = await send('head-1', page('1,200'), '/prepaid/products/new-classes', {
      ...typed,
      price: '1,200',
    })
    expect([answer.statusCode, String(answer.headers.location).split('?')[0]]).toEqual([
      303,
      '/prepaid/products',
    ])
    expect((await get('head-1', '/prepaid/products')).body).toContain('Gym')
  })

  test('over a cap are shown with the rule and its limit, and refused with both', async () => {
    const many = { ...typed, count: '100', list: '1000', price: '90,000' }
    const url = `/prepaid/products/new-classes?${new URLSearchParams(many).toString()}`
    const drafted = await get('head-1', url)
    expect(drafted.body).toContain('Over the cap')
    const answer = await send('head-1', page('1,200'), '/prepaid/products/new-classes', many)
    expect([answer.statusCode, answer.body.includes('cap_exceeded')]).toEqual([409, true])
    expect(answer.body).toMatch(/教监管〔2022〕4号|沪体规文〔2025〕1号/)
  })

  test('that are typed wrongly come back with what would do', async () => {
    const { body } = await get('head-1', page('cheap'))
    expect(body).toContain('Enter an amount in yuan')
    expect(body).toContain('value="cheap"')
  })
})

test('a head dismisses a clerk, who then sees nothing, and appoints the clerk again', async () => {
  const dismissed = await send(
    'head-2',
    '/prepaid/staff',
    `/prepaid/staff/${clerkOf(1)}/dismiss`,
    {},
  )
  expect(dismissed.statusCode).toBe(303)
  expect((await get('clerk-2', '/prepaid/counter')).statusCode).toBe(403)
  const again = await send('head-2', '/prepaid/staff', '/prepaid/staff', { person: clerkOf(1) })
  expect(again.statusCode).toBe(303)
  expect((await get('clerk-2', '/prepaid/counter')).statusCode).toBe(200)
})

test('an application is taken once, and shown with what happens next', async () => {
  const { body } = await get('head-1', '/prepaid/apply')
  expect(body).toContain('The shop is supervised')
  expect(body).not.toContain('name="licence"')
})

describe('the names of persons', () => {
  const [known] = consumers.slice(-1)
  const last = known?.party ?? ''

  test('are those that they were registered with; others are left out', async () => {
    const persons = personsOf(hub.pool, hub.keys.wrapping)
    const found = await persons.of('sh', [last, 'pty_nobody', shop.party])
    expect([...found]).toEqual([
      [
        last,
        { name: `${known?.name.zh} ${known?.name.en}`, phone: known?.phone, erasedAtMs: null },
      ],
    ])
    expect((await persons.of('js', [last])).size).toBe(0)
  })

  test('open with no other key than that of the installation', async () => {
    await expect(personsOf(hub.pool, hub.keys.mac).of('sh', [last])).rejects.toThrow('authenticate')
  })

  test('are forgotten two seconds after they were erased', async () => {
    let nowMs = 0
    const persons = personsOf(hub.pool, hub.keys.wrapping, () => nowMs)
    await persons.of('sh', [last])
    await hub.pool.query('delete from subject_key where subject = $1', [last])
    await hub.pool.query(`insert into erasure values ('sh', $1, 999999, now(), 'print')`, [last])
    nowMs = 2_001
    const erased = (await persons.of('sh', [last])).get(last)
    expect(erased).toMatchObject({ name: null, phone: null })
    expect(guestName(erased).name.en).toMatch(/^Erased on \d{4}-\d\d-\d\d$/)
  })
})
