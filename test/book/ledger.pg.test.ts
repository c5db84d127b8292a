/** What users of other ledgers met, from a command to the tables: holds, repeats, one hot account. */
import { describe, expect, test } from 'vitest'
import { nodeHashing } from '#platform/book/sealing-tools.ts'
import { PostgresBookStore } from '#platform/postgres/book-store.ts'
import { createClient } from '#platform/postgres/pool.ts'
import { postgresSessions } from '#platform/postgres/session.ts'
import { kindsOf } from '../faults/journal.ts'
import { BEGINNING, confirm, openContract, openStage, YEAR_MS } from '../faults/stage.ts'
import type { EscrowCommand } from '../slice/commands.ts'

const HOUR_MS = 3_600_000

function promise(
  name: string,
  amountMinor: string,
  expiresAtMs = Date.now() + YEAR_MS,
): EscrowCommand {
  return { type: 'escrow.promise', promise: name, contract: 'c1', amountMinor, expiresAtMs }
}

function settle(name: string, amountMinor: string): EscrowCommand {
  return { type: 'escrow.settle', promise: name, amountMinor }
}

function cancel(name: string): EscrowCommand {
  return { type: 'escrow.cancel', promise: name, amountMinor: '0' }
}

describe('a hold', () => {
  test('counts as spent at once, and what is left of it is free again when it is posted', async () => {
    const stage = await openStage()
    await stage.ask(...BEGINNING)
    const held = await stage.ask(
      promise('p1', '60000'),
      promise('p2', '40001'),
      promise('p3', '40000'),
      confirm('u1', 'c1'),
      settle('p1', '10000'),
      promise('p4', '50001'),
      promise('p5', '50000'),
    )
    expect(kindsOf(held)).toEqual([
      'recorded',
      'refused balance_insufficient',
      'recorded',
      'refused balance_insufficient',
      'recorded',
      'refused balance_insufficient',
      'recorded',
    ])
    await stage.finish()
  })

  test.each([
    ['settle', settle('p1', '10'), cancel('p1')],
    ['cancel', cancel('p1'), settle('p1', '10')],
    ['settle', settle('p1', '10'), settle('p1', '20')],
  ] as const)('is resolved once, by the %s that came first', async (_, first, second) => {
    const stage = await openStage()
    await stage.ask(...BEGINNING, promise('p1', '1000'))
    expect(kindsOf(await stage.ask(first, second))).toEqual(['recorded', 'refused hold_resolved'])
    expect(kindsOf(await stage.ask(first, second))).toEqual(Array(2).fill('refused hold_resolved'))
    await stage.finish()
  })

  test('is resolved once when the second command comes while the first is written', async () => {
    const stage = await openStage({ limits: { batchCommandsMax: 1 } })
    await stage.ask(...BEGINNING, promise('p1', '1000'))
    const kinds = kindsOf(await stage.ask(settle('p1', '10'), cancel('p1'), settle('p1', '10')))
    expect(kinds).toEqual(['recorded', 'refused hold_resolved', 'refused hold_resolved'])
    await stage.finish()
  })

  test('is not posted at or after its expiry, and counts as spent until somebody releases it', async () => {
    let laterMs = 0
    const stage = await openStage({ bookNowMs: () => Date.now() + laterMs })
    await stage.ask(...BEGINNING)
    const expiresAtMs = Date.now() + HOUR_MS
    const made = await stage.ask(
      promise('p1', '90000', expiresAtMs),
      promise('p2', '10000', expiresAtMs),
    )
    expect(kindsOf(made)).toEqual(['recorded', 'recorded'])
    laterMs = HOUR_MS
    const after = await stage.ask(settle('p1', '1'), confirm('u1', 'c1'), cancel('p1'))
    expect(kindsOf(after)).toEqual([
      'refused hold_expired',
      'refused balance_insufficient',
      'recorded',
    ])
    expect(kindsOf(await stage.ask(confirm('u1', 'c1')))).toEqual(['recorded'])
    await stage.finish()
  })
})

describe('a command that is sent again', () => {
  test('under its key is answered by the same entry, proven to the same or a later tree', async () => {
    const stage = await openStage()
    await stage.ask(...BEGINNING)
    const asked = { command: confirm('u1', 'c1'), key: 'one' }
    const inOneBatch = await stage.journal.askWith(stage.rig, [asked, asked, asked])
    expect(kindsOf(inOneBatch)).toEqual(['recorded', 'repeated', 'repeated'])
    expect(kindsOf(await stage.ask(confirm('u2', 'c1')))).toEqual(['recorded'])
    const later = await stage.journal.askWith(stage.rig, [asked])
    expect(kindsOf(later)).toEqual(['repeated'])
    const indexes = [...inOneBatch, ...later].map((answer) =>
      answer.kind === 'recorded' ? answer.entries[0].index : -1,
    )
    expect(new Set(indexes)).toEqual(new Set([4]))
    await stage.finish()
  })

  test('with another body is refused, whether the first is queued, recorded or neither', async () => {
    const stage = await openStage()
    await stage.ask(...BEGINNING)
    const one = { command: confirm('u1', 'c1'), key: 'one' }
    const other = { command: confirm('u2', 'c1'), key: 'one' }
    expect(kindsOf(await stage.journal.askWith(stage.rig, [one, other]))).toEqual([
      'recorded',
      'refused idempotency_key_reused',
    ])
    expect(kindsOf(await stage.journal.askWith(stage.rig, [other]))).toEqual([
      'refused idempotency_key_reused',
    ])
    await stage.finish()
  })

  test('after a refusal is decided anew, for a refusal is not remembered', async () => {
    const stage = await openStage()
    await stage.ask(...BEGINNING)
    const asked = [{ command: confirm('u1', 'c9'), key: 'one' }]
    expect(kindsOf(await stage.journal.askWith(stage.rig, asked))).toEqual([
      'refused contract_unknown',
    ])
    await stage.ask(openContract('c9'))
    expect(kindsOf(await stage.journal.askWith(stage.rig, asked))).toEqual(['recorded'])
    await stage.finish()
  })

  test('a month later, when its key is purged, does nothing twice', async () => {
    const stage = await openStage()
    await stage.ask(...BEGINNING)
    const asked = [
      { command: confirm('u1', 'c1'), key: 'one' },
      { command: promise('p1', '100', Date.now() + YEAR_MS), key: 'two' },
      { command: openContract('c8'), key: 'three' },
    ]
    expect(kindsOf(await stage.journal.askWith(stage.rig, asked))).toEqual(
      Array(3).fill('recorded'),
    )
    const limits = { statementMs: 5000, lockMs: 5000, idleInTransactionMs: 5000 }
    const sessions = postgresSessions(stage.urls.app, 'purge', limits)
    const store = new PostgresBookStore('sh', sessions, nodeHashing)
    expect(await store.purgeIdempotency(Date.now() - YEAR_MS, 1000)).toBe(0)
    expect(await store.purgeIdempotency(Date.now() + 60_000, 2)).toBe(2)
    expect(await store.purgeIdempotency(Date.now() + 60_000, 1000)).toBe(BEGINNING.length + 1)
    await store.close()
    expect(kindsOf(await stage.journal.askWith(stage.rig, asked))).toEqual([
      'repeated',
      'refused hold_exists',
      'refused contract_exists',
    ])
    await stage.finish()
  })
})

test('one hot account is as correct as many, and a batch writes it once', async () => {
  const batches: number[] = []
  const stage = await openStage({
    onBatch: ({ entries }) => batches.push(entries),
    limits: { batchCommandsMax: 64 },
  })
  await stage.ask(...BEGINNING, openContract('hot', { entries: 1000, priceMinor: '1000000' }))
  const before = batches.length
  const uses = Array.from({ length: 300 }, (_, i) => confirm(`u${i}`, 'hot'))
  expect(new Set(kindsOf(await stage.ask(...uses)))).toEqual(new Set(['recorded']))
  const client = createClient(stage.urls.app, 'hot')
  await client.connect()
  const { rows } = await client.query<{ versions: number; credits: string }>(
    `select count(*)::int4 as versions, max(credits_posted)::text as credits
     from account where book = 'sh' and account = 'earned/swim' and credits_posted > 0`,
  )
  await client.end()
  expect(rows).toEqual([{ versions: batches.length - before, credits: '270000' }])
  expect(Math.max(...batches)).toBeLessThanOrEqual(64)
  await stage.finish()
})
