/** Timers and reactions beside a rig's writer, as the book's thread has them. */
import { registryOf } from '#kernel/book/registry.ts'
import type { Slice } from '#kernel/book/slice.ts'
import { nodeHashing } from '#platform/book/sealing-tools.ts'
import { Reactions } from '#platform/book/reactions.ts'
import { Submissions } from '#platform/book/submissions.ts'
import { Timers } from '#platform/book/timers.ts'
import { PostgresBookStore } from '#platform/postgres/book-store.ts'
import { createClient } from '#platform/postgres/pool.ts'
import { postgresSessions } from '#platform/postgres/session.ts'
import type { DatabaseUrls } from '#platform/postgres/embedded.ts'
import { escrow } from '../slice/escrow.ts'
import { SECRET, type Stage } from './stage.ts'

const TIMEOUTS = { statementMs: 5000, lockMs: 5000, idleInTransactionMs: 5000 }

export interface Runners {
  readonly timers: Timers
  readonly reactions: Reactions
  stop(): Promise<void>
}

export function startRunners(
  { rig, urls, problems }: Stage,
  {
    slices = [escrow],
    afterGap = 'run',
    nowMs = () => Date.now(),
  }: {
    readonly slices?: readonly Slice[]
    readonly afterGap?: 'run' | 'wait'
    readonly nowMs?: () => number
  } = {},
): Runners {
  const { writer, origin } = rig
  const registry = registryOf(slices)
  const sessions = postgresSessions(urls.app, 'runners', TIMEOUTS)
  const store = new PostgresBookStore('sh', sessions, nodeHashing)
  const submissions = new Submissions(SECRET)
  const onProblem = (message: string, error: unknown): void => {
    problems.push(`${message}: ${String(error)}`)
  }
  const parts = { writer, store, submissions, registry, onProblem }
  const timers = new Timers({ ...parts, nowMs, afterGap })
  const reactions = new Reactions({ ...parts, origin })
  writer.timersWait = () => timers.wait
  timers.start()
  reactions.start()
  return {
    timers,
    reactions,
    async stop() {
      timers.stop()
      reactions.stop()
      await store.close()
    },
  }
}

/** Lines of one text column. */
export async function lines(urls: DatabaseUrls, text: string): Promise<string[]> {
  const client = createClient(urls.app, 'lines')
  await client.connect()
  const { rows } = await client.query<{ line: string }>(text)
  await client.end()
  return rows.map(({ line }) => line)
}
