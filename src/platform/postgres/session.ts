/**
 * One connection of a writer, as a port: tests put one in between that loses messages. Everything comes
 * back as text, because the descriptors know each column's type.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { createPipelinedClient } from './pool.ts'

export interface Query {
  readonly text: string
  readonly values?: readonly unknown[]
  /** Named statements are planned once for the connection. */
  readonly name?: string
}

export interface QueryResult {
  /** The tag of the (last) command: `COMMIT`, `UPDATE`, … */
  readonly command: string
  readonly rowCount: number
  readonly rows: readonly (readonly (string | null)[])[]
}

export interface Session {
  /** The backend's process id, by which a successor can end it. */
  readonly backend: number
  query(query: Query): Promise<QueryResult>
  /** In order and in one round trip; fails with the first failure, but the others are sent all the same. */
  pipeline(queries: readonly Query[]): Promise<readonly QueryResult[]>
  close(): Promise<void>
}

export interface SessionSource {
  open(): Promise<Session>
}

const CLOSE_MS = 500

/**
 * Longer than any limit that the server keeps by itself. A server that says nothing for so long is not slow:
 * the way to it is cut, and only whoever opens another connection learns what became of the question.
 */
const ANSWER_GRACE_MS = 2000

/** No word from the server within the time. */
class Silence extends Error {
  override readonly name = 'Silence'
}

const asText = { getTypeParser: () => (value: string) => value }

/**
 * A writer reads and changes a handful of rows by their keys in tables of any size. Plans are made once,
 * when tables may be near empty, so the plans that would be wrong later are forbidden from the start.
 */
const PLANS = [
  'set enable_seqscan = off',
  'set enable_hashjoin = off',
  'set enable_mergejoin = off',
  'set enable_bitmapscan = off',
  // The index that has the order of a look-up is its own; another one would need a sort.
  'set enable_sort = off',
  // Each row of a batch is another one: remembering look-ups only costs.
  'set enable_memoize = off',
  'set plan_cache_mode = force_generic_plan',
  'set jit = off',
].join('; ')

export interface SessionTimeouts {
  readonly statementMs: number
  readonly lockMs: number
  readonly idleInTransactionMs: number
  /** How long an answer is waited for here; a bit longer than statements may take, if unset. */
  readonly answerMs?: number
}

function tagOf(result: pg.QueryArrayResult | pg.QueryArrayResult[]): QueryResult {
  const last = Array.isArray(result) ? result.at(-1) : result
  if (last === undefined) throw new Error('a query has a result')
  return {
    command: last.command,
    rowCount: Array.isArray(result)
      ? result.reduce((sum, one) => sum + (one.rowCount ?? 0), 0)
      : (last.rowCount ?? 0),
    rows: last.rows,
  }
}

/** Real connections. A connection that breaks while idle shows at its next query. */
export function postgresSessions(
  url: string,
  name: string,
  timeouts: SessionTimeouts,
): SessionSource {
  const { answerMs = timeouts.statementMs + ANSWER_GRACE_MS } = timeouts
  return {
    async open() {
      const client = createPipelinedClient(url, name)
      let broken: Error | undefined
      let silence: Silence | undefined
      client.on('error', (error) => {
        broken = error
      })
      await client.connect()
      const limits = [
        `set statement_timeout = ${timeouts.statementMs}`,
        `set lock_timeout = ${timeouts.lockMs}`,
        `set idle_in_transaction_session_timeout = ${timeouts.idleInTransactionMs}`,
      ].join('; ')
      await client.query(`${limits}; ${PLANS}`)
      const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
      const run = async ({ text, values, name: statement }: Query): Promise<QueryResult> => {
        if (broken !== undefined) throw broken
        const config = { text, rowMode: 'array' as const, types: asText }
        const asked =
          values === undefined
            ? client.query(config)
            : client.query({ ...config, values: [...values], name: statement ?? '' })
        const timer = setTimeout(() => {
          silence = new Silence(`the database did not answer for ${answerMs} ms`)
          broken = silence
          // With a question open it does not say goodbye: the question fails, and all behind it.
          void client.end()
        }, answerMs)
        try {
          return tagOf((await asked) as pg.QueryArrayResult)
        } catch (error) {
          throw silence ?? error
        } finally {
          clearTimeout(timer)
        }
      }
      return {
        backend: rows[0]?.pid ?? 0,
        query: run,
        async pipeline(queries) {
          // All are sent before any is answered; each is then awaited, so that no failure goes unseen.
          const settled = await Promise.allSettled(queries.map(run))
          return settled.map((result) => {
            if (result.status === 'rejected') throw result.reason
            return result.value
          })
        },
        async close() {
          // A server that does not answer must not keep us from leaving.
          await Promise.race([client.end().catch(() => undefined), sleep(CLOSE_MS)])
        },
      }
    },
  }
}
