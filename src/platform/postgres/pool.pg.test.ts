import { afterAll, expect, test } from 'vitest'
import { freshDatabase } from '#test/pg/database.ts'
import { createPool } from './pool.ts'

const { app } = await freshDatabase()
const pool = createPool({
  url: app,
  name: 'pool test',
  connectionsMax: 2,
  statementTimeoutMs: 200,
  lockTimeoutMs: 100,
  idleInTransactionTimeoutMs: 1_000,
  connectTimeoutMs: 5_000,
  onIdleError: () => undefined,
})
afterAll(() => pool.end())

test('values keep their meaning', async () => {
  const { rows } = await pool.query(`select
    9007199254740993::int8 as int8,
    array[1, null, 9007199254740993]::int8[] as int8s,
    '2026-11-22 10:10:05.123+08'::timestamptz as instant,
    '2026-11-22'::date as day,
    1.10::numeric(6, 2) as exact,
    '\\x00ff'::bytea as bytes`)
  expect(rows).toEqual([
    {
      int8: 9007199254740993n,
      int8s: [1n, null, 9007199254740993n],
      instant: Date.UTC(2026, 10, 22, 2, 10, 5, 123),
      day: '2026-11-22',
      exact: '1.10',
      bytes: Buffer.from([0, 255]),
    },
  ])
})

test('a timestamp without time zone is refused', async () => {
  await expect(pool.query('select localtimestamp')).rejects.toThrow('use timestamptz')
})

test('a statement has a limit', async () => {
  await expect(pool.query('select pg_sleep(5)')).rejects.toThrow('statement timeout')
})

test('the application is hub_app and owns nothing', async () => {
  const { rows } = await pool.query(`select current_user::text as me,
    (select count(*) from pg_class where pg_get_userbyid(relowner) = 'hub_app') as owned`)
  expect(rows).toEqual([{ me: 'hub_app', owned: 0n }])
  await expect(pool.query('create table mine (id int)')).rejects.toThrow('permission denied')
})
