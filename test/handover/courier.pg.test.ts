/**
 * Two books on the real writer, signer and database: receipts cross by a courier that dies and comes again, the
 * two sides are compared, and both books are audited.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type pg from 'pg'
import type { Answer } from '#kernel/book/answer.ts'
import { registryOf } from '#kernel/book/registry.ts'
import type { Command } from '#kernel/book/slice.ts'
import { parseDisclosure } from '#kernel/log/commitment.ts'
import { policyText } from '#kernel/log/policy.ts'
import { parseReceipt } from '#kernel/log/receipt.ts'
import { formatInstant } from '#kernel/time/clock.ts'
import type { JsonObject } from '#kernel/std/json.ts'
import { nodeHashing } from '#platform/book/sealing-tools.ts'
import { auditBook } from '#platform/postgres/audit.ts'
import { disclosuresFrom } from '#platform/postgres/log-reader-disclosures.ts'
import { PostgresLogReader } from '#platform/postgres/log-reader.ts'
import type { DatabaseUrls } from '#platform/postgres/embedded.ts'
import { createClient } from '#platform/postgres/pool.ts'
import { fetchReceipt } from '#services/handover/api/checked.ts'
import { Courier } from '#services/handover/api/courier.ts'
import { reconcile } from '#services/handover/api/reconciliation.ts'
import type { CommandName, Fields } from '#services/handover/contract.ts'
import { handover } from '#services/handover/index.ts'
import { postgresCourierPlaces, readStretch } from '#services/handover/store/courier.ts'
import { findArrival, findDispatch } from '#services/handover/store/handovers.ts'
import { parties } from '#services/parties/index.ts'
import { FakeBook } from '#test/http/fake-book.ts'
import { readingPool } from '#test/pages/paged-hub.ts'
import { freshDatabase } from '#test/pg/database.ts'
import { asking } from '#test/prepaid/rig.ts'
import { openRig, type Rig } from '#test/slice/rig.ts'

const SECRET = new Uint8Array(32).fill(7)
const SLICES = [parties, handover]
const REGISTRAR = 'pty_registrar'
const JS = 'js.hub.example/book/1'
const SH = 'sh.hub.example/book/1'
const DAY_MS = 86_400_000

/** A book as the courier and the comparison see it. */
class WrittenBook extends FakeBook {
  readonly rig: Rig

  constructor(name: string, rig: Rig) {
    super(name)
    this.rig = rig
  }

  override submit(requests: Parameters<FakeBook['submit']>[0]): Promise<readonly Answer[]> {
    return this.rig.submit(requests)
  }
}

let urls: DatabaseUrls
let pool: pg.Pool
let js: WrittenBook
let sh: WrittenBook
let log: PostgresLogReader

async function opened(name: string): Promise<WrittenBook> {
  const writing = Promise.withResolvers<void>()
  const rig = await openRig({
    urls,
    book: name,
    slices: SLICES,
    secret: SECRET,
    onState: ({ phase }) => phase === 'writing' && writing.resolve(),
  })
  await writing.promise
  return new WrittenBook(name, rig)
}

async function act(book: WrittenBook, actor: string, command: Command): Promise<number> {
  const principal = {
    party: actor,
    roles: [],
    evidence: { method: 'api-key', credential: 'crd_test' },
  } as const
  const [answer] = await book.rig.submit([{ command, principal }])
  if (answer?.kind !== 'recorded') throw new Error(`${command.type}: ${JSON.stringify(answer)}`)
  return answer.entries[0].index
}

const tell = (book: WrittenBook, name: string, fields: JsonObject) =>
  act(book, REGISTRAR, asking(`parties.${name}`, fields))
const ask = <N extends CommandName>(name: N, fields: Fields<N>): Command => ({
  type: `handover.${name}`,
  ...fields,
})

async function company(book: WrittenBook, organisation: string, person: string): Promise<void> {
  const registry = 'pty_registry'
  const name = { en: organisation, zh: organisation }
  await tell(book, 'register-organisation', { registry, organisation, kind: 'company', name })
  await tell(book, 'register-person', { by: registry, person, name: 'A Person' })
  await tell(book, 'appoint', { organisation, person, role: 'head', by: registry })
}

const adopt = (book: WrittenBook, other: WrittenBook) =>
  act(
    book,
    REGISTRAR,
    ask('adopt-policy', {
      registry: 'pty_registry',
      origin: other.origin,
      policy: policyText([{ verifierKey: other.rig.signer.verifierKey }]),
      level: 'logged',
      maxAgeHours: 24,
    }),
  )

beforeAll(async () => {
  urls = await freshDatabase()
  pool = readingPool(urls.app)
  js = await opened('js')
  sh = await opened('sh')
  const checkpoint = (book: string) => (book === 'js' ? js : sh).rig.writer.state.checkpoint
  log = new PostgresLogReader({
    pool,
    hashing: nodeHashing,
    signedCheckpoint: checkpoint,
    witnessedCheckpoint: () => '',
    disclosuresOf: disclosuresFrom(pool, SECRET),
  })
  for (const book of [js, sh]) await tell(book, 'found', { registry: 'pty_registry' })
  await company(js, 'pty_shipper', 'pty_sender')
  await company(sh, 'pty_warehouse', 'pty_keeper')
  await adopt(js, sh)
  await adopt(sh, js)
})

afterAll(async () => {
  await Promise.all([js.rig.stop(), sh.rig.stop()])
  await pool.end()
})

async function send(consignment: string, packages: number): Promise<number> {
  return act(
    js,
    'pty_sender',
    ask('send', {
      consignment,
      consignor: 'pty_shipper',
      to: { book: SH, consignee: 'pty_warehouse' },
      placeOfDispatch: 'KUNSHAN',
      placeOfReceipt: 'QINGPU',
      packages,
      grossWeightGrams: 1000,
      receiveBy: formatInstant(Date.now() + DAY_MS),
      goods: 'Velocipedes',
      seal: 'SEAL-4711',
    }),
  )
}

async function receiptOf(book: WrittenBook, index: number, sharedBy: string | null) {
  const receipt = await fetchReceipt({ log }, { book: book.name, index }, sharedBy)
  if (receipt === null) throw new Error('what is signed has a receipt')
  return receipt
}

/** A courier that dies before it writes down its place, so many times. */
function courierOf(from: WrittenBook, to: WrittenBook, deaths = 0): Courier {
  const places = postgresCourierPlaces(pool, { book: from.name, destination: to.name })
  let left = deaths
  return new Courier({
    from,
    to,
    log,
    places: {
      ...places,
      write(place) {
        left -= 1
        return left >= 0 ? Promise.reject(new Error('killed')) : places.write(place)
      },
    },
    readStretch: (entry) => readStretch(pool, from.name, entry),
    onProblem: () => undefined,
  })
}

async function count(book: string, type: string): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(
    'select count(*)::int as n from entry where book = $1 and type = $2',
    [book, type],
  )
  return rows[0]?.n ?? 0
}

async function standings(): Promise<readonly string[]> {
  const books = new Map([js, sh].map((book) => [book.name, book]))
  const lines = await reconcile(pool, books, 'js')
  return lines.map(({ consignment, standing }) => `${consignment}: ${standing}`)
}

describe('two books on one database', () => {
  test('hand over by receipts, and say in between how they stand', async () => {
    const whole = await send('csg_whole', 3)
    const short = await send('csg_short', 5)
    const away = await send('csg_away', 2)
    await send('csg_open', 7)
    const receive = async (entry: number, packages: number) => {
      const receipt = await receiptOf(js, entry, 'pty_shipper')
      return act(
        sh,
        'pty_keeper',
        ask('receive', { receipt, packages, damaged: 0, seal: 'intact' }),
      )
    }
    await receive(whole, 3)
    await receive(short, 4)
    const returnBy = formatInstant(Date.now() + DAY_MS)
    const receipt = await receiptOf(js, away, null)
    const reasons = ['not-ordered'] as const
    await act(
      sh,
      'pty_keeper',
      ask('refuse', { receipt, packages: 2, reasons: [...reasons], returnBy }),
    )
    expect(await standings()).toEqual([
      'csg_short: answer-not-carried',
      'csg_whole: answer-not-carried',
      'csg_away: return-not-carried',
      'csg_open: on-the-way',
    ])
  })

  test('share goods and seal with the consignee, and no running number', async () => {
    const row = await findDispatch(pool, 'js', 'csg_whole')
    const shared = await receiptOf(js, row?.entry ?? -1, 'pty_shipper')
    const parsed = parseReceipt(shared)
    const names = (parsed.ok ? parsed.value.disclosures : []).map((text) => {
      const disclosure = parseDisclosure(text)
      return disclosure.ok ? disclosure.value.name : ''
    })
    expect(new Set(names)).toEqual(new Set(['goods', 'seal']))
    const { rows } = await pool.query<{ text: string }>(
      `select convert_from(leaf, 'UTF8') as text from entry
       union all select t::text from handover_dispatch t union all select t::text from handover_arrival t`,
    )
    expect(rows.map(({ text }) => text).join('\n')).not.toMatch(/Velocipedes|SEAL-4711/)
  })
})

describe('receipts', () => {
  test('are carried by a courier that may be killed before it writes where it is', async () => {
    await expect(courierOf(sh, js, 1).round()).rejects.toThrow('killed')
    expect(await count('js', 'handover.acknowledged')).toBe(1)
    await expect(courierOf(sh, js, 1).round()).rejects.toThrow('killed')
    expect(await courierOf(sh, js).round()).toBe('rest')
    // Each answer led to one entry, however often it was carried.
    expect(await count('js', 'handover.acknowledged')).toBe(2)
    expect(await count('js', 'handover.return-acknowledged')).toBe(1)
    expect(await standings()).toEqual([
      'csg_open: on-the-way',
      'csg_away: on-the-way-back',
      'csg_short: counts-differ',
      'csg_whole: agreed',
    ])
  })

  test('wait for each other where one does not believe the other, visibly', async () => {
    const away = await findDispatch(pool, 'js', 'csg_away')
    const back = await receiptOf(sh, away?.returnEntry ?? -1, null)
    await act(js, 'pty_sender', ask('take-back', { receipt: back, packages: 2, seal: 'none' }))
    const registry = 'pty_registry'
    await act(sh, REGISTRAR, ask('withdraw-policy', { registry, origin: JS }))
    expect(await courierOf(js, sh).round()).toBe('waits')
    const place = postgresCourierPlaces(pool, { book: 'js', destination: 'sh' })
    expect(await place.read()).toMatchObject({ waitsFor: 'origin_unknown' })
    expect(await standings()).toContain('csg_away: take-back-not-carried')
    await adopt(sh, js)
    expect(await courierOf(js, sh).round()).toBe('rest')
    expect(await place.read()).toMatchObject({ waitsFor: null })
    expect(await standings()).toContain('csg_away: agreed')
    const arrival = await findArrival(pool, 'sh', JS, away?.entry ?? -1)
    expect(arrival).toMatchObject({ state: 'closed', takenBackPackages: 2 })
  })
})

describe('figures', () => {
  test('count by area and month what was sent, received and returned', async () => {
    const { rows } = await pool.query<{ line: string }>(
      `select book || ' ' || indicator || ' ' || area || ' ' || sum(amount) as line from cell
        where indicator like 'handover.%' group by book, indicator, area order by 1`,
    )
    expect(rows.map(({ line }) => line)).toEqual([
      'js handover.packages-sent KUNSHAN 17',
      'js handover.sent KUNSHAN 4',
      'js handover.taken-back KUNSHAN 1',
      'sh handover.packages-received QINGPU 7',
      'sh handover.received QINGPU 2',
      'sh handover.returned QINGPU 1',
    ])
  })
})

describe('the audit', () => {
  const audit = (book: string) =>
    auditBook({ url: urls.app, book, registry: registryOf(SLICES), installationKey: SECRET })

  test('rebuilds both books from their entries, and finds whatever somebody changed', async () => {
    expect((await audit('js')).findings).toEqual([])
    expect((await audit('sh')).findings).toEqual([])
    const changes = [
      ['js', 'handover_policy', "level = 'witnessed'"],
      ['js', 'handover_dispatch', 'packages = packages + 1'],
      ['sh', 'handover_arrival', "differences = '[]', sent_packages = 1"],
    ] as const
    const owner = createClient(urls.owner, 'tampering')
    await owner.connect()
    for (const [book, table, change] of changes) {
      await owner.query(
        `update ${table} set ${change}
          where ctid = (select min(ctid) from ${table} where book = $1)`,
        [book],
      )
    }
    await owner.end()
    const tables = async (book: string) =>
      (await audit(book)).findings.map(({ table, problem }) => `${table} ${problem}`).toSorted()
    expect(await tables('js')).toEqual(['handover_dispatch changed', 'handover_policy changed'])
    expect(await tables('sh')).toEqual(['handover_arrival changed'])
  })
})
