/**
 * Two books on the real writer, signer and database: receipts cross by a courier that dies and comes again, the
 * two sides are compared, and both books are audited.
 */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { registryOf } from '#kernel/book/registry.ts'
import { parseDisclosure } from '#kernel/log/commitment.ts'
import { parseReceipt } from '#kernel/log/receipt.ts'
import { formatInstant } from '#kernel/time/clock.ts'
import { auditBook } from '#platform/postgres/audit.ts'
import { createClient } from '#platform/postgres/pool.ts'
import { Courier } from '#services/handover/api/courier.ts'
import { reconcile } from '#services/handover/api/reconciliation.ts'
import { postgresCourierPlaces, readStretch } from '#services/handover/store/courier.ts'
import { findArrival, findDispatch } from '#services/handover/store/handovers.ts'
import { hongqiao } from '#test/crash/command.ts'
import {
  act,
  adopting,
  ask,
  DAY_MS,
  JS,
  KEEPER,
  openWritten,
  REGISTRAR,
  SECRET,
  SENDER,
  SLICES,
  type Written,
  type WrittenBook,
} from './written.ts'

let hub: Written
beforeAll(async () => {
  hub = await openWritten()
})
afterAll(() => hub.stop())

/** A courier that dies before it writes down its place, so many times. */
function courierOf(from: WrittenBook, to: WrittenBook, deaths = 0): Courier {
  const { pool, log } = hub
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

async function standings(): Promise<readonly string[]> {
  const lines = await reconcile(hub.pool, hub.books, 'js')
  return lines.map(({ consignment, standing }) => `${consignment}: ${standing}`)
}

describe('two books on one database', () => {
  test('hand over by receipts, and say in between how they stand', async () => {
    const whole = await hub.send('csg_whole', 3)
    const short = await hub.send('csg_short', 5)
    const away = await hub.send('csg_away', 2)
    await hub.send('csg_open', 7)
    const receive = async (entry: number, packages: number) => {
      const receipt = await hub.receiptOf(hub.js, entry, 'pty_shipper')
      return act(hub.sh, KEEPER, ask('receive', { receipt, packages, damaged: 0, seal: 'intact' }))
    }
    await receive(whole, 3)
    await receive(short, 4)
    const returnBy = formatInstant(Date.now() + DAY_MS)
    const receipt = await hub.receiptOf(hub.js, away, null)
    const reasons = ['not-ordered'] as const
    await act(
      hub.sh,
      KEEPER,
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
    const row = await findDispatch(hub.pool, 'js', 'csg_whole')
    const shared = await hub.receiptOf(hub.js, row?.entry ?? -1, 'pty_shipper')
    const parsed = parseReceipt(shared)
    const names = (parsed.ok ? parsed.value.disclosures : []).map((text) => {
      const disclosure = parseDisclosure(text)
      return disclosure.ok ? disclosure.value.name : ''
    })
    expect(new Set(names)).toEqual(new Set(['goods', 'seal']))
    const { rows } = await hub.pool.query<{ text: string }>(
      `select convert_from(leaf, 'UTF8') as text from entry
       union all select t::text from handover_dispatch t union all select t::text from handover_arrival t`,
    )
    expect(rows.map(({ text }) => text).join('\n')).not.toMatch(/Velocipedes|SEAL-4711/)
  })
})

describe('receipts', () => {
  test('are carried by a courier that may be killed before it writes where it is', async () => {
    await expect(courierOf(hub.sh, hub.js, 1).round()).rejects.toThrow('killed')
    expect(await hub.count('js', 'handover.acknowledged')).toBe(1)
    await expect(courierOf(hub.sh, hub.js, 1).round()).rejects.toThrow('killed')
    expect(await courierOf(hub.sh, hub.js).round()).toBe('rest')
    // Each answer led to one entry, however often it was carried.
    expect(await hub.count('js', 'handover.acknowledged')).toBe(2)
    expect(await hub.count('js', 'handover.return-acknowledged')).toBe(1)
    expect(await standings()).toEqual([
      'csg_open: on-the-way',
      'csg_away: on-the-way-back',
      'csg_short: counts-differ',
      'csg_whole: agreed',
    ])
  })

  test('wait for each other where one does not believe the other, visibly', async () => {
    const away = await findDispatch(hub.pool, 'js', 'csg_away')
    const back = await hub.receiptOf(hub.sh, away?.returnEntry ?? -1, null)
    await act(hub.js, SENDER, ask('take-back', { receipt: back, packages: 2, seal: 'none' }))
    const registry = 'pty_registry'
    await act(hub.sh, REGISTRAR, ask('withdraw-policy', { registry, origin: JS }))
    expect(await courierOf(hub.js, hub.sh).round()).toBe('waits')
    const place = postgresCourierPlaces(hub.pool, { book: 'js', destination: 'sh' })
    expect(await place.read()).toMatchObject({ waitsFor: 'origin_unknown' })
    expect(await standings()).toContain('csg_away: take-back-not-carried')
    await act(hub.sh, REGISTRAR, adopting(hub.js))
    expect(await courierOf(hub.js, hub.sh).round()).toBe('rest')
    expect(await place.read()).toMatchObject({ waitsFor: null })
    expect(await standings()).toContain('csg_away: agreed')
    const arrival = await findArrival(hub.pool, 'sh', JS, away?.entry ?? -1)
    expect(arrival).toMatchObject({ state: 'closed', takenBackPackages: 2 })
  })
})

describe('the command of the operator', () => {
  const reconciled = (...args: readonly string[]) =>
    hongqiao({
      args: ['handover', 'reconcile', ...args],
      place: { folder: mkdtempSync(join(tmpdir(), 'hongqiao-reconcile-')) },
      env: { DATABASE_URL: hub.urls.owner },
    })

  test('says how every consignment stands, and by its exit code whether a person must look', async () => {
    const { code, output, said } = await reconciled()
    const lines = output.trimEnd().split('\n')
    expect(lines.map((line) => line.split('\t').slice(0, 5).join(' '))).toEqual([
      'js to sh csg_open on-the-way sent 7 arrived -',
      'js to sh csg_short counts-differ sent 5 arrived 4',
      'js to sh csg_away agreed sent 2 arrived 2',
      'js to sh csg_whole agreed sent 3 arrived 3',
    ])
    expect([code, said]).toEqual([0, expect.stringContaining('1 open, 0 for a person')])
    const place = postgresCourierPlaces(hub.pool, { book: 'js', destination: 'sh' })
    await place.park(0, 'proof_wrong')
    const asked = await reconciled('--book', 'sh', '--open', '--json')
    expect(JSON.parse(asked.output)).toMatchObject({ consignment: 'csg_open', arrived: null })
    expect([asked.code, asked.said]).toEqual([1, expect.stringContaining('put 1 receipts aside')])
    expect((await reconciled('--book', 'gd')).code).toBe(2)
  })
})

describe('figures', () => {
  test('count by area and month what was sent, received and returned', async () => {
    const { rows } = await hub.pool.query<{ line: string }>(
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
    auditBook({ url: hub.urls.app, book, registry: registryOf(SLICES), installationKey: SECRET })

  test('rebuilds both books from their entries, and finds whatever somebody changed', async () => {
    expect((await audit('js')).findings).toEqual([])
    expect((await audit('sh')).findings).toEqual([])
    const changes = [
      ['js', 'handover_policy', "level = 'witnessed'"],
      ['js', 'handover_dispatch', 'packages = packages + 1'],
      ['sh', 'handover_arrival', "differences = '[]', sent_packages = 1"],
    ] as const
    const owner = createClient(hub.urls.owner, 'tampering')
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
