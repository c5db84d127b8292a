/** Gossip about the books of this hub: heard by anybody, judged by our own copy, and judged again later. */
import type pg from 'pg'
import type { Logger } from 'pino'
import { forkText, type SignedFork } from '#kernel/log/fork.ts'
import type { Clock } from '#kernel/time/clock.ts'
import type { BookPort } from '#platform/book/port.ts'
import { Gossip } from '#platform/gossip/gossip.ts'
import { gossipRoutes } from '#platform/gossip/routes.ts'
import { postgresGossip } from '#platform/gossip/store.ts'
import type { LogReader } from '#platform/http/log-reader.ts'
import type { Route } from '#platform/http/route.ts'

export interface HubGossip {
  readonly gossip: Gossip
  readonly routes: readonly Route[]
  stop(): Promise<void>
}

export interface GossipOptions {
  readonly pool: pg.Pool
  readonly books: ReadonlyMap<string, BookPort>
  readonly log: LogReader
  readonly clock: Clock
  readonly logger: Logger
}

/** What was ahead of a book is looked at again this often. */
const AGAIN_MS = 30_000

export async function openGossip(options: GossipOptions): Promise<HubGossip> {
  const { pool, books, log, clock, logger } = options
  const gossip = await Gossip.open({
    books,
    log,
    store: postgresGossip(pool),
    clock,
    onFork(fork) {
      const { origin, olderSize, newerSize } = fork
      logger.fatal({ origin, olderSize, newerSize }, 'a book has signed two pasts')
      const book = [...books.values()].find((each) => each.origin === origin)
      for (const { name, url } of book?.witnesses?.states() ?? []) {
        tellWitness(url, fork).catch((error: unknown) =>
          logger.warn({ witness: name, err: error }, 'a witness was not told of a fork'),
        )
      }
    },
  })
  let judging = Promise.resolve()
  const again = setInterval(() => {
    judging = gossip
      .judgeAgain()
      .catch((error: unknown) => logger.error({ err: error }, 'judge what was heard'))
  }, AGAIN_MS)
  return {
    gossip,
    routes: gossipRoutes(gossip, clock),
    stop() {
      clearInterval(again)
      return judging
    },
  }
}

const TELL_MS = 5_000

/** Witnesses of this program take evidence and stop cosigning; others have no such address and say so. */
async function tellWitness(url: string, fork: SignedFork): Promise<void> {
  const response = await fetch(`${url}/evidence`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: forkText(fork),
    redirect: 'manual',
    signal: AbortSignal.timeout(TELL_MS),
  })
  await response.body?.cancel()
  if (!response.ok) throw new Error(`it answers ${response.status}`)
}
