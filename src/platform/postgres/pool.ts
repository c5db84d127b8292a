/**
 * How every connection of the hub is made: with limits, in UTC, and with values that keep their
 * meaning. Each choice is made here once.
 *  - int8 arrives as bigint: amounts and sizes must not lose digits.
 *  - timestamptz arrives as whole milliseconds since 1970, the hub's instant.
 *  - date arrives as its text, for a legal day has no time zone.
 */
import pg from 'pg'

export type PoolOptions = {
  readonly url: string
  /** Shown in pg_stat_activity, so that the person on duty sees whose statement hangs. */
  readonly name: string
  readonly connectionsMax: number
  readonly statementTimeoutMs: number
  readonly lockTimeoutMs: number
  readonly idleInTransactionTimeoutMs: number
  readonly connectTimeoutMs: number
  /** A connection that breaks while nobody uses it; the pool replaces it. */
  readonly onIdleError: (error: Error) => void
}

const ANSWER_GRACE_MS = 1000

export function createPool(options: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    ...connectionConfig(options.url, options.name),
    max: options.connectionsMax,
    statement_timeout: options.statementTimeoutMs,
    // A server that does not even keep this limit is not reached any more.
    query_timeout: options.statementTimeoutMs + ANSWER_GRACE_MS,
    lock_timeout: options.lockTimeoutMs,
    idle_in_transaction_session_timeout: options.idleInTransactionTimeoutMs,
    connectionTimeoutMillis: options.connectTimeoutMs,
  })
  pool.on('error', options.onIdleError)
  return pool
}

/** For the few connections that are not pooled: the writer's own, and the migrations'. */
export function createClient(url: string, name: string): pg.Client {
  return new pg.Client(connectionConfig(url, name))
}

/** A database that does not even take a connection is away. */
const CONNECT_TIMEOUT_MS = 5000

/** Sends each query at once, without waiting for the answer to the one before it. */
export function createPipelinedClient(url: string, name: string): pg.Client {
  return new pg.Client({
    ...connectionConfig(url, name),
    pipeline: true,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  })
}

function connectionConfig(url: string, name: string): pg.ClientConfig {
  const given = new URL(url)
  const inUtc = '-c timezone=UTC -c datestyle=ISO'
  const options = [given.searchParams.get('options'), inUtc].filter(Boolean).join(' ')
  // An option in the URL would win over one beside it, so both go in together.
  given.searchParams.delete('options')
  return { connectionString: given.href, application_name: name, options, types: hubTypes }
}

const { builtins } = pg.types

const parsers = new Map<number, (text: string) => unknown>([
  [builtins.INT8, BigInt],
  [builtins.TIMESTAMPTZ, parseInstantMs],
  [builtins.DATE, (text) => text],
  [builtins.TIMESTAMP, refuseTimestamp],
])
const INT8_ARRAY = 1016
parsers.set(INT8_ARRAY, (text) =>
  // Numbers and nulls need no quotes, so the braces are all there is to take away.
  text
    .slice(1, -1)
    .split(',')
    .filter((item) => item !== '')
    .map((item) => (item === 'NULL' ? null : BigInt(item))),
)

const hubTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && parsers.get(oid)) || pg.types.getTypeParser(oid, format),
}

/** PostgreSQL writes `2026-11-22 02:10:05.123456+00` in UTC, with as many digits as it needs. */
function parseInstantMs(text: string): number {
  const parts = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)\+00$/.exec(text)
  if (!parts) throw new Error(`an instant outside of what the hub records: ${text}`)
  return Date.parse(`${parts[1]}T${parts[2]}Z`)
}

function refuseTimestamp(): never {
  throw new Error('a timestamp without time zone names no instant: use timestamptz')
}
