import { expect, test } from 'vitest'
import { isDatabaseAway } from './database-away.ts'

const failed = (message: string, more: object = {}) => Object.assign(new Error(message), more)

test.each([
  failed('connect ECONNREFUSED 127.0.0.1:5432', { code: 'ECONNREFUSED', syscall: 'connect' }),
  failed('connect ENOENT /tmp/.s.PGSQL.5432', { code: 'ENOENT', syscall: 'connect' }),
  failed('the database system is in recovery mode', { code: '57P03' }),
  failed('terminating connection due to administrator command', { code: '57P01' }),
  failed('sorry, too many clients already', { code: '53300' }),
  failed('read ECONNRESET', { code: 'ECONNRESET', syscall: 'read' }),
  failed('write EPIPE', { code: 'EPIPE', syscall: 'write' }),
  failed('Connection terminated unexpectedly'),
  failed('timeout exceeded when trying to connect'),
])('no database to ask: %s', (error) => {
  expect(isDatabaseAway(error)).toBe(true)
})

test.each([
  failed('duplicate key value violates unique constraint', { code: '23505' }),
  failed('canceling statement due to statement timeout', { code: '57014' }),
  failed('no such file', { code: 'ENOENT', syscall: 'open' }),
  failed('a slip of ours'),
  'a text',
])('a failure of its own: %s', (error) => {
  expect(isDatabaseAway(error)).toBe(false)
})
