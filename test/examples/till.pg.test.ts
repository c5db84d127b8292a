/**
 * The example till against a live hub: the real door, the real writer, the real database. Everything before the
 * day, the office, the shop, the card, is done through the client as well, by whoever may do it.
 */
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect, type Hub } from '#client/hub.ts'
import type { Answer } from '#kernel/book/answer.ts'
import type { Role } from '#kernel/identity/principal.ts'
import { policyText } from '#kernel/log/policy.ts'
import { addDays, legalDayOf, startOfDayMs } from '#kernel/time/legal-day.ts'
import type { Request } from '#platform/book/port.ts'
import { issueKey } from '#platform/credentials/issue.ts'
import { createPool } from '#platform/postgres/pool.ts'
import { parties } from '#services/parties/index.ts'
import { partiesRoutes } from '#services/parties/api/routes.ts'
import { SHOP_CHECKS } from '#services/prepaid/contract.ts'
import { prepaidRoutes } from '#services/prepaid/api/routes.ts'
import { prepaid } from '#services/prepaid/index.ts'
import { FakeBook } from '#test/http/fake-book.ts'
import { openHub, type TestHub } from '#test/http/hub.ts'
import { freshDatabase } from '#test/pg/database.ts'
import { openRig, type Rig, TESTER } from '#test/slice/rig.ts'
import { checkReceipt } from '../../examples/till/check-receipt.ts'
import { runDay } from '../../examples/till/till.ts'

/** The port of a book that is written in this thread; it can be struck dumb after it has recorded. */
class WrittenBook extends FakeBook {
  readonly #rig: Rig
  dumbFor = 0

  constructor(name: string, rig: Rig) {
    super(name)
    this.#rig = rig
  }

  override async submit(requests: readonly Request[]): Promise<readonly Answer[]> {
    const answers = await this.#rig.submit(requests)
    if (this.dumbFor === 0) return answers
    this.dumbFor -= 1
    return requests.map(() => {
      return { kind: 'unavailable', reason: 'outcome_unknown', retryAfterMs: 1_000 } as const
    })
  }
}

/** Noon of yesterday, and on from there: what belongs to one day stays in it, whatever the hour is. */
const today = addDays(legalDayOf(Date.now()), -1)
const aheadMs = startOfDayMs(today) + 12 * 3_600_000 - Date.now()
const nowMs = (): number => Date.now() + aheadMs
const folder = mkdtempSync(join(tmpdir(), 'hongqiao-till-'))
const policyFile = join(folder, 'policy.txt')

let pool: pg.Pool
let rig: Rig
let book: WrittenBook
let hub: TestHub
let url: string

beforeAll(async () => {
  const urls = await freshDatabase()
  const writing = Promise.withResolvers<void>()
  rig = await openRig({
    urls,
    slices: [parties, prepaid],
    bookNowMs: nowMs,
    onState: ({ phase }) => phase === 'writing' && writing.resolve(),
  })
  await writing.promise
  pool = createPool({
    url: urls.app,
    name: 'till test',
    connectionsMax: 2,
    statementTimeoutMs: 5_000,
    lockTimeoutMs: 5_000,
    idleInTransactionTimeoutMs: 5_000,
    connectTimeoutMs: 5_000,
    onIdleError: () => undefined,
  })
  book = new WrittenBook('sh', rig)
  const routes = [...partiesRoutes(pool), ...prepaidRoutes(pool, nowMs)]
  hub = await openHub({ books: new Map([['sh', book]]), routes })
  url = await hub.app.listen({ host: '127.0.0.1', port: 0 })
  writeFileSync(policyFile, policyText([rig.signer]))
  await people()
  await aShopThatSells()
  await cards()
})

afterAll(async () => {
  await hub.app.close()
  await rig.stop()
  await pool.end()
})

async function keyOf(party: string, role: Role): Promise<string> {
  return (await issueKey(hub.store, { roles: [role], label: role, party }, hub.time.nowMs)).text
}

const as = async (party: string, role: Role): Promise<Hub> =>
  connect({ url, key: await keyOf(party, role) })

/** Each act of the story under a key of its own. */
let acts = 0
function named() {
  acts += 1
  return { 'Idempotency-Key': `story-${acts}` }
}
const inBook = () => ({ path: { book: 'sh' }, header: named() })

/** What has to succeed: the status, and with it the problem if there is one. */
function done({ response, error }: { readonly response: Response; readonly error?: unknown }) {
  expect({ status: response.status, error }).toEqual({ status: 201, error: undefined })
}

async function people(): Promise<void> {
  const by = 'pty_registry'
  const ask = async (name: string, fields: object, party = TESTER.party) => {
    const command = { type: `parties.${name}`, ...fields }
    const [answer] = await rig.submit([{ command, principal: { ...TESTER, party } }])
    expect(answer).toMatchObject({ kind: 'recorded' })
  }
  await ask('found', { registry: by })
  const organisations = [
    ['pty_office', 'notary-office'],
    ['pty_bank', 'bank'],
    ['pty_shop', 'shop'],
  ] as const
  for (const [organisation, kind] of organisations) {
    const name = { en: 'Invented', zh: '虚构' }
    const fields = { registry: by, organisation, kind, name }
    await ask('register-organisation', fields)
  }
  for (const person of ['pty_notary', 'pty_teller', 'pty_head', 'pty_clerk', 'pty_li']) {
    await ask('register-person', { by, person, name: 'A Person' })
  }
  const appoint = (organisation: string, person: string, role: string, from = by) => {
    const fields = { organisation, person, role, by: from }
    return ask('appoint', fields, from === by ? TESTER.party : 'pty_head')
  }
  await appoint('pty_office', 'pty_notary', 'notary')
  await appoint('pty_bank', 'pty_teller', 'teller')
  await appoint('pty_shop', 'pty_head', 'head')
  await appoint('pty_shop', 'pty_clerk', 'clerk', 'pty_shop')
}

async function aShopThatSells(): Promise<void> {
  const [notary, head] = [await as('pty_notary', 'notary'), await as('pty_head', 'shop-head')]
  const words = { en: 'Two classes', zh: '两次课' }
  done(
    await notary.POST('/v1/books/{book}/prepaid/depositary', {
      params: inBook(),
      body: {
        office: 'pty_office',
        bank: 'pty_bank',
        accountName: words,
        terms: {
          objectionWorkingDays: 3,
          deemedWorkingDays: 15,
          remindersBeforeWorkingDays: [5],
          answerWorkingDays: 5,
          paymentDays: 3,
          approvalWorkingDays: 3,
          interest: { basis: 'by-cause', dayCount: 365 },
          feeBearer: 'none',
        },
      },
    }),
  )
  done(
    await head.POST('/v1/books/{book}/prepaid/shops', {
      params: inBook(),
      body: {
        shop: 'pty_shop',
        industry: 'fitness',
        area: 'CHANGNING',
        licence: 'INVENTED-1',
        leaseEndsOn: addDays(today, 900),
        account: 'SIMULATED-1',
      },
    }),
  )
  done(
    await notary.POST('/v1/books/{book}/prepaid/shops/{shop}/approve', {
      params: { path: { book: 'sh', shop: 'pty_shop' }, header: named() },
      body: { checks: [...SHOP_CHECKS] },
    }),
  )
  done(
    await head.POST('/v1/books/{book}/prepaid/products', {
      params: inBook(),
      body: {
        product: 'prd_two-classes',
        shop: 'pty_shop',
        offer: {
          kind: 'count',
          name: words,
          priceMinor: 30_000,
          listUnitMinor: 20_000,
          uses: 2,
          giftUses: 0,
          validityDays: 90,
        },
      },
    }),
  )
}

/** One card that is paid, and one that is not. */
async function cards(): Promise<void> {
  const [li, teller] = [await as('pty_li', 'consumer'), await as('pty_teller', 'bank')]
  for (const contract of ['con_paid', 'con_unpaid']) {
    const { data } = await li.GET('/v1/books/{book}/prepaid/products/{product}', {
      params: { path: { book: 'sh', product: 'prd_two-classes' } },
    })
    done(
      await li.POST('/v1/books/{book}/prepaid/contracts', {
        params: inBook(),
        body: {
          contract,
          product: 'prd_two-classes',
          hasPriorExperience: true,
          textSha256: data?.contract?.textSha256 ?? '',
        },
      }),
    )
  }
  done(
    await teller.POST('/v1/books/{book}/prepaid/bank-entries', {
      params: inBook(),
      body: {
        bankEntry: 'bank-0001',
        kind: 'credit',
        amountMinor: 30_000,
        reference: 'con_paid',
        valueDay: today,
      },
    }),
  )
}

const LINES = [
  'visit,contract,served_on,served_at,for_consumer',
  `use_one-1,con_paid,${today},08:00,no`,
  `use_two-1,con_paid,${today},09:00,yes`,
  `use_three,con_paid,${today},10:00,no`,
  `use_four,con_unpaid,${today},11:00,no`,
  `use_five,con_none,${today},12:00,no`,
]

async function runTill(name: string, lines = LINES) {
  const visitsFile = join(folder, `${name}.csv`)
  writeFileSync(visitsFile, `${lines.join('\n')}\n`)
  const said: string[] = []
  const waited: number[] = []
  const receiptsFolder = join(folder, name)
  const isDone = await runDay({
    url,
    key: await keyOf('pty_clerk', 'shop-clerk'),
    book: 'sh',
    visitsFile,
    receiptsFolder,
    policyFile,
    nowMs: Date.now(),
    patience: {
      sleep: (ms) => {
        waited.push(ms)
        return Promise.resolve()
      },
    },
    say: (line) => said.push(line),
  })
  return { isDone, said, waited, receiptsFolder }
}

test('a day is booked once, although the hub fell silent and the day was sent twice', async () => {
  book.dumbFor = 2
  const { isDone, said, waited, receiptsFolder } = await runTill('first')
  expect(isDone).toBe(true)
  expect(waited).toEqual([1_000, 1_000])
  expect(said.slice(0, 5)).toEqual([
    'use_one-1  stood there before',
    'use_two-1  stood there before',
    'use_three  refused: Every class of this card is used or waits for an answer. The consumer can buy another card.',
    'use_four  refused: This card cannot be used now: it is unpaid, stopped by a refund, expired or ended. Its state says which.',
    'use_five  refused: No contract of this id is in this book. Check the id on the contract.',
  ])
  expect(said[5]).toMatch(/use_one-1\.json {2}Verified: entry \d+, prepaid\.use-requested\.$/)
  expect(said[6]).toBe('5 visits: 2 recorded, 3 refused, 0 to be sent again.')
  expect(readdirSync(receiptsFolder).toSorted()).toEqual([
    'use_one-1.json',
    'use_two-1-2.json',
    'use_two-1.json',
  ])
  const again = await runTill('again')
  expect(again.said.slice(0, 5)).toEqual(said.slice(0, 5))
  expect(again.waited).toEqual([])
  const clerk = await as('pty_clerk', 'shop-clerk')
  const { data } = await clerk.GET('/v1/books/{book}/prepaid/shops/{shop}/uses', {
    params: { path: { book: 'sh', shop: 'pty_shop' } },
  })
  expect(data?.items.map(({ use, state }) => [use, state]).toSorted()).toEqual([
    ['use_one-1', 'requested'],
    ['use_two-1', 'confirmed'],
  ])
})

test('a receipt that was changed is found out, and a policy of others does not do', async () => {
  const { receiptsFolder } = await runTill('changed')
  const receipt = readFileSync(join(receiptsFolder, 'use_one-1.json'), 'utf8')
  const policy = Uint8Array.from(readFileSync(policyFile))
  expect(await checkReceipt(receipt, policy, Date.now())).toMatchObject({ isVerified: true })
  const changed = receipt.replace('use_one-1', 'use_one-9')
  expect(changed).not.toBe(receipt)
  expect(await checkReceipt(changed, policy, Date.now())).toMatchObject({ isVerified: false })
  const others = new TextEncoder().encode(policyText([hub.sh]))
  expect(await checkReceipt(receipt, others, Date.now())).toMatchObject({ isVerified: false })
})

test.each([
  ['another header', ['use,contract']],
  ['a line that is cut off', [LINES[0] ?? '', 'use_one-1,con_paid']],
  ['a visit that stands there twice', [LINES[0] ?? '', LINES[1] ?? '', LINES[1] ?? '']],
])('a file with %s is not booked at all', async (name, lines) => {
  await expect(runTill(name.replaceAll(' ', '-'), lines)).rejects.toThrow(/line \d|twice/)
})

test('a key without the right stops the till, and says why', async () => {
  const visitsFile = join(folder, 'wrong-key.csv')
  writeFileSync(visitsFile, `${LINES.join('\n')}\n`)
  const day = {
    url,
    key: await keyOf('pty_li', 'consumer'),
    book: 'sh',
    visitsFile,
    receiptsFolder: join(folder, 'wrong-key'),
    policyFile,
    nowMs: Date.now(),
    patience: { sleep: () => Promise.resolve() },
    say: () => undefined,
  }
  await expect(runDay(day)).rejects.toThrow('does not have the permission')
})
