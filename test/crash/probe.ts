/**
 * Looks into a writer's transaction from connections of its own, and can hold it there. A writer that has
 * passed its fence has a transaction id; one that waits for a lock on `entry`, which every batch writes
 * after the fence, cannot have committed. So who kills while that wait is seen kills between the two.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { createClient } from '#platform/postgres/pool.ts'

const HELD_TIMEOUT_MS = 60_000
const POLL_MS = 2

export class Probe {
  readonly #writer: string
  readonly #watching: pg.Client
  readonly #holding: pg.Client

  private constructor(writer: string, watching: pg.Client, holding: pg.Client) {
    this.#writer = writer
    this.#watching = watching
    this.#holding = holding
  }

  /** The url must be the superuser's: nobody else sees what another role is doing. */
  static async open(url: string, book: string): Promise<Probe> {
    const [watching, holding] = [createClient(url, 'probe'), createClient(url, 'probe holds')]
    for (const client of [watching, holding]) {
      // Whoever kills the database breaks these connections too.
      client.on('error', () => undefined)
      await client.connect()
    }
    return new Probe(`hongqiao writer ${book}`, watching, holding)
  }

  /** The transaction that the writer has open after its fence, if it has. */
  async openTransaction(): Promise<string | undefined> {
    const { rows } = await this.#watching.query<{ xid: string }>(
      `select backend_xid::text as xid from pg_stat_activity
       where application_name = $1 and backend_xid is not null`,
      [this.#writer],
    )
    return rows[0]?.xid
  }

  /** Returns when the writer is between fence and COMMIT and cannot leave; it stays until release. */
  async hold(): Promise<void> {
    await this.#holding.query('begin; lock table entry in share mode')
    const deadline = performance.now() + HELD_TIMEOUT_MS
    while (performance.now() < deadline) {
      if ((await this.heldBackend()) !== undefined) return
      await sleep(POLL_MS)
    }
    throw new Error('the writer did not come')
  }

  /** The process id of the backend that waits behind its fence. */
  async heldBackend(): Promise<number | undefined> {
    const { rows } = await this.#watching.query<{ pid: number }>(
      `select a.pid from pg_stat_activity a join pg_locks l on l.pid = a.pid
       where a.application_name = $1 and a.backend_xid is not null
         and l.relation = 'entry'::regclass and not l.granted`,
      [this.#writer],
    )
    return rows[0]?.pid
  }

  /** The backend that the lease names. */
  async writerBackend(book: string): Promise<number> {
    const { rows } = await this.#watching.query<{ lease_backend: number }>(
      'select lease_backend from book where book = $1',
      [book],
    )
    const pid = rows[0]?.lease_backend
    if (pid === undefined) throw new Error(`nobody ever wrote ${book}`)
    return pid
  }

  async release(): Promise<void> {
    await this.#holding.query('rollback')
  }

  async sizeOf(book: string): Promise<number> {
    const { rows } = await this.#watching.query<{ size: bigint }>(
      'select size from book where book = $1',
      [book],
    )
    return Number(rows[0]?.size)
  }

  async close(): Promise<void> {
    // The server may be gone, and then there is nothing to say goodbye to.
    await Promise.allSettled([this.#watching.end(), this.#holding.end()])
  }
}
