/** Gossip about the books of this hub: heard by anybody, judged by our own copy, and judged again later. */
import type pg from 'pg'
import type { Logger } from 'pino'
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
    onFork: ({ origin, olderSize, newerSize }) =>
      logger.fatal({ origin, olderSize, newerSize }, 'a book has signed two pasts'),
  })
  let judging = Promise.resolve()
  const again = setInterval(() => {
    judging = gossip
      .judgeAhead()
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
