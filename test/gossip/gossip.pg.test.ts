/** What is told of a book is judged by the book's own tiles; what proves a fork stays, and stops cosigning. */
import { ed25519 } from '@noble/curves/ed25519.js'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type pg from 'pg'
import { provesFork } from '#kernel/log/fork.ts'
import { tilePath } from '#kernel/log/tile.ts'
import { formatCheckpoint } from '#kernel/log/checkpoint.ts'
import { formatNote, signatureLine } from '#kernel/log/note.ts'
import { formatVkey } from '#kernel/log/vkey.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { nodeHashing } from '#platform/book/sealing-tools.ts'
import { Gossip } from '#platform/gossip/gossip.ts'
import { gossipRoutes } from '#platform/gossip/routes.ts'
import { type ForkEvidence, FORKS_MAX, postgresGossip } from '#platform/gossip/store.ts'
import { ReceiptBody } from '#platform/http/receipt-body.ts'
import { createPool } from '#platform/postgres/pool.ts'
import { headOfNote } from '#kernel/monitor/diagnosis.ts'
import { openHub } from '#test/http/hub.ts'
import { LOG_KEY, ORIGIN, PublishedLog } from '#test/monitor/published-log.ts'
import { freshDatabase } from '#test/pg/database.ts'
import { receiptWith } from '#test/receipts/made.ts'

const entries = Array.from({ length: 1500 }, (_, at) => utf8Of(`entry ${at}`))
const clock = { nowMs: () => 1_795_312_800_000, monotonicMs: () => performance.now() }

let pool: pg.Pool

beforeAll(async () => {
  const urls = await freshDatabase()
  pool = createPool({
    url: urls.app,
    name: 'gossip test',
    connectionsMax: 4,
    statementTimeoutMs: 5000,
    lockTimeoutMs: 2000,
    idleInTransactionTimeoutMs: 5000,
    connectTimeoutMs: 5000,
    onIdleError: () => undefined,
  })
  return () => pool.end()
})

class Rig {
  readonly log = new PublishedLog(entries)
  readonly alarms: ForkEvidence[] = []

  constructor(size: number) {
    this.log.size = size
  }

  open(): Promise<Gossip> {
    const { log } = this
    const book = {
      name: 'sh',
      origin: ORIGIN,
      verifierKey: formatVkey(LOG_KEY),
      state: () => ({ ...EMPTY_STATE, size: log.size, checkpoint: log.checkpoint() }),
    }
    return Gossip.open({
      books: new Map([['sh', book]]),
      log: {
        tile: (_, at) => log.read(tilePath(at), 0),
        latestCheckpoint: () => Promise.resolve(log.checkpoint()),
      },
      store: postgresGossip(pool),
      clock,
      onFork: (evidence) => this.alarms.push(evidence),
    })
  }
}

const EMPTY_STATE = {
  book: 'sh',
  origin: ORIGIN,
  phase: 'writing',
  reason: '',
  root: '',
  atMs: 0,
  queued: 0,
  timersWait: false,
} as const

beforeEach(async () => {
  // The role of the application cannot delete evidence; each test has tables of its own instead.
  await pool.query('delete from gossip_ahead')
})

/** What the holder of the key signed for somebody else: the same book with another entry. */
function otherPast(size: number, index = 3): string {
  const other = new PublishedLog(entries)
  other.replace(index, utf8Of('another entry'))
  return other.checkpoint(size)
}

describe('a checkpoint that is told', () => {
  test('of the same past is consistent, whatever its size, and nothing is kept', async () => {
    const rig = new Rig(1000)
    const gossip = await rig.open()
    for (const size of [1, 255, 256, 300, 512, 999, 1000]) {
      const heard = await gossip.hear(rig.log.checkpoint(size))
      expect(heard).toEqual({ ok: true, value: { origin: ORIGIN, size, verdict: 'consistent' } })
    }
    expect(await gossip.ahead()).toEqual([])
    expect(rig.alarms).toEqual([])
  })

  test('that the book did not sign is refused', async () => {
    const gossip = await new Rig(10).open()
    const text = formatCheckpoint({ origin: ORIGIN, size: 5, root: nodeHashing.empty })
    const forged = formatNote(text, [
      signatureLine(LOG_KEY, ed25519.sign(utf8Of(text), new Uint8Array(32).fill(9))),
    ])
    expect(await gossip.hear(forged)).toEqual({ ok: false, error: 'log_signature_wrong' })
    expect(await gossip.hear('nothing')).toEqual({ ok: false, error: 'note_malformed' })
    const strange = new Rig(10).log.checkpoint().replaceAll('test.hub', 'other.hub')
    expect(await gossip.hear(strange)).toEqual({ ok: false, error: 'origin_unknown' })
  })

  test('that is ahead is kept, the largest of its book, and judged when the book comes so far', async () => {
    const rig = new Rig(500)
    const gossip = await rig.open()
    for (const size of [700, 900, 800]) {
      expect(await gossip.hear(rig.log.checkpoint(size))).toMatchObject({
        value: { verdict: 'ahead' },
      })
    }
    expect(await gossip.ahead()).toMatchObject([{ origin: ORIGIN, size: 900 }])
    rig.log.size = 899
    await gossip.judgeAgain()
    expect(await gossip.ahead()).toHaveLength(1)
    rig.log.size = 900
    await gossip.judgeAgain()
    expect(await gossip.ahead()).toEqual([])
    expect(gossip.isForked(ORIGIN)).toBe(false)
  })
})

describe('a checkpoint of another past', () => {
  test.each([1000, 700, 256])(
    'of %i entries is evidence that anybody can check, and stops cosigning for ever',
    async (size) => {
      const rig = new Rig(1000)
      const gossip = await rig.open()
      expect(await gossip.hear(otherPast(size))).toMatchObject({ value: { verdict: 'forked' } })
      expect(gossip.isForked(ORIGIN)).toBe(true)
      expect(gossip.isForked('other.example/book')).toBe(false)
      const [evidence] = (await gossip.forks()).filter(({ olderSize }) => olderSize === size)
      const { olderNote, newerNote, otherRoot, proof } = evidence!
      expect(olderNote).toBe(otherPast(size))
      const [older, newer] = [
        headOfNote(olderNote, nodeHashing),
        headOfNote(newerNote, nodeHashing),
      ]
      expect(provesFork(older, newer, { otherRoot, proof }, nodeHashing)).toBe(true)
      expect(rig.alarms).toHaveLength(1)
      // Told again it is the same evidence, and another server knows it, too.
      await gossip.hear(otherPast(size))
      expect((await gossip.forks()).filter(({ olderSize }) => olderSize === size)).toHaveLength(1)
      expect((await rig.open()).isForked(ORIGIN)).toBe(true)
    },
  )

  test('ahead is evidence as soon as it can be', async () => {
    const rig = new Rig(500)
    const gossip = await rig.open()
    await gossip.hear(otherPast(900))
    rig.log.size = 1200
    await gossip.judgeAgain()
    expect((await gossip.forks()).map(({ olderSize }) => olderSize)).toContain(900)
    expect(await gossip.ahead()).toEqual([])
  })

  test('told many times over is kept so many times and no more', async () => {
    const gossip = await new Rig(1000).open()
    for (let at = 0; at < FORKS_MAX + 4; at += 1) await gossip.hear(otherPast(600 + at))
    expect(await gossip.forks()).toHaveLength(FORKS_MAX)
  })
})

test('evidence cannot be taken back by the program that keeps it', async () => {
  const denied = { code: '42501' }
  await expect(pool.query('delete from fork_evidence')).rejects.toMatchObject(denied)
  await expect(pool.query("update fork_evidence set origin = 'x'")).rejects.toMatchObject(denied)
})

describe('over HTTP', () => {
  test('anybody tells and anybody reads, without a key', async () => {
    const rig = new Rig(1000)
    const { app } = await openHub({ routes: gossipRoutes(await rig.open(), clock) })
    const tell = (body: object) => app.inject({ method: 'POST', url: '/gossip', payload: body })
    const told = await tell({ checkpoint: rig.log.checkpoint(400) })
    expect([told.statusCode, told.json()]).toEqual([
      200,
      { origin: ORIGIN, size: 400, verdict: 'consistent' },
    ])
    const strange = await tell({ receipt: ReceiptBody.parse(JSON.parse(receiptWith())) })
    expect([strange.statusCode, strange.json().type]).toEqual([422, '/problems/gossip_unsigned'])
    expect((await tell({ checkpoint: 'x' })).json().type).toBe('/problems/gossip_malformed')
    expect((await tell({ checkpoint: 'x', more: 1 })).statusCode).toBe(400)
    const listed = (await app.inject('/gossip/evidence')).json<{ readonly forks: unknown[] }>()
    expect(listed.forks.length).toBeGreaterThan(0)
    await app.close()
  })

  test('too much at once is turned away', async () => {
    const rig = new Rig(10)
    const still = { nowMs: () => 0, monotonicMs: () => 0 }
    const { app } = await openHub({ routes: gossipRoutes(await rig.open(), still) })
    const statuses = new Set<number>()
    for (let at = 0; at < 1201; at += 1) {
      const told = await app.inject({ method: 'POST', url: '/gossip', payload: { checkpoint: '' } })
      statuses.add(told.statusCode)
    }
    expect([...statuses]).toEqual([422, 429])
    await app.close()
  })
})
