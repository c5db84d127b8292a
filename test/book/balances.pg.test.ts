/** Balances as of any entry, against a replay of the book up to that entry. */
import { expect, test } from 'vitest'
import { factOf, Replay } from '#kernel/book/replay.ts'
import { ReplayRows, RowMemory } from '#kernel/book/replay-rows.ts'
import { readLeaf } from '#kernel/log/leaf.ts'
import { account, type Account } from '#kernel/money/transfer.ts'
import { balanceAsOf } from '#platform/postgres/balances.ts'
import { createPool } from '#platform/postgres/pool.ts'
import { freshDatabase } from '../pg/database.ts'
import { registry, writeHistory } from './audited.ts'

const ASKED = 1500

test('a balance as of any entry is the replayed one, or refused', async () => {
  const urls = await freshDatabase()
  // Few contracts and large batches: the bank's account is touched many times in each of them.
  await writeHistory(urls, { acts: 1200, contracts: 12, seed: 5, together: 200 })
  const pool = createPool({
    url: urls.app,
    name: 'balances',
    connectionsMax: 4,
    statementTimeoutMs: 10_000,
    lockTimeoutMs: 10_000,
    idleInTransactionTimeoutMs: 10_000,
    connectTimeoutMs: 10_000,
    onIdleError: () => undefined,
  })
  const entries = await pool.query<{ leaf: Buffer }>('select leaf from entry order by idx')
  const names = await pool.query<{ account: string }>('select distinct account from account')
  const memory = new RowMemory()
  const replay = new Replay(registry, memory)
  const size = entries.rows.length
  const asked = new Set(Array.from({ length: ASKED }, (_, n) => (n * 7919) % (size * 20)))
  const counts = { right: 0, refused: 0, pending: 0 }
  for (const [index, { leaf: bytes }] of entries.rows.entries()) {
    const leaf = readLeaf(bytes)
    const fact = leaf.ok ? factOf(registry, index, leaf.value) : leaf
    if (!fact.ok) throw new Error(fact.error)
    replay.add(fact.value)
    replay.rows.keep()
    for (const [place, { account: name }] of names.rows.entries()) {
      if (!asked.has((index * names.rows.length + place) % (size * 20))) continue
      const expected: Account | undefined = new ReplayRows(memory).get(account, name)
      const answer = await balanceAsOf(pool, 'sh', name, index)
      const right =
        expected === undefined
          ? { ok: false, error: 'account_not_open_yet' }
          : { ok: true, value: expected }
      expect([index, name, answer]).toEqual([index, name, right])
      counts[answer.ok ? 'right' : 'refused'] += 1
      if (answer.ok && answer.value.debitsPending > 0n) counts.pending += 1
    }
  }
  expect(counts.right).toBeGreaterThan(200)
  expect(counts.refused).toBeGreaterThan(10)
  expect(counts.pending).toBeGreaterThan(20)
  const versions = await pool.query<{ touches: number }>(
    `select max(n)::int as touches from (select count(*) as n from account a
       join transfer t on t.idx between a.since and a.entry and 'bank' in (t.debit, t.credit)
       where a.account = 'bank' group by a.entry) v`,
  )
  expect(versions.rows[0]?.touches).toBeGreaterThan(5)
  expect(await balanceAsOf(pool, 'sh', 'bank', size)).toEqual({
    ok: false,
    error: 'entry_not_reached',
  })
  expect(await balanceAsOf(pool, 'sh', 'bank', -1)).toMatchObject({ error: 'entry_not_reached' })
  expect(await balanceAsOf(pool, 'sh', 'held/never', 3)).toMatchObject({ error: 'account_unknown' })
  await pool.end()
})
