/** Connections of a command that reads beside the hub: few, and patient. */
import type pg from 'pg'
import { createPool } from '#platform/postgres/pool.ts'

const TIMEOUT_MS = 60_000

export function readingPool(url: string, name: string): pg.Pool {
  return createPool({
    url,
    name,
    connectionsMax: 2,
    statementTimeoutMs: TIMEOUT_MS,
    lockTimeoutMs: TIMEOUT_MS,
    idleInTransactionTimeoutMs: TIMEOUT_MS,
    connectTimeoutMs: TIMEOUT_MS,
    onIdleError: () => undefined,
  })
}
