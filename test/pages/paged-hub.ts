/** A hub with pages over real books: the real writer and reader on a real PostgreSQL, drawn in this process. */
import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type pg from 'pg'
import { renderPage } from '#apps/web/entry-server.tsx'
import type { HubWeb } from '#apps/server/pages/page.ts'
import { createPages, type PageParts } from '#apps/server/pages/pages.ts'
import { PUBLIC_TYPES } from '#apps/server/public-types.ts'
import type { Command, Slice } from '#kernel/book/slice.ts'
import type { BookPort } from '#platform/book/port.ts'
import { nodeHashing } from '#platform/book/sealing-tools.ts'
import type { LogReader } from '#platform/http/log-reader.ts'
import type { DatabaseUrls } from '#platform/postgres/embedded.ts'
import { disclosuresFrom } from '#platform/postgres/log-reader-disclosures.ts'
import { PostgresLogReader } from '#platform/postgres/log-reader.ts'
import { createPool } from '#platform/postgres/pool.ts'
import { listPersonas } from '#platform/sessions/persona.ts'
import { postgresSessions } from '#platform/sessions/postgres-sessions.ts'
import { createSessions } from '#platform/sessions/sessions.ts'
import { observatory } from '#services/observatory/index.ts'
import { auditRoutes } from '#services/observatory/api/audits.ts'
import { KeptKnown } from '#services/observatory/api/known-figures.ts'
import { observatoryRoutes } from '#services/observatory/api/routes.ts'
import { exportRoutes } from '#services/observatory/api/export.ts'
import { openHub, type TestHub } from '#test/http/hub.ts'
import { escrow } from '#test/slice/escrow.ts'
import { openRig, type Rig, systemClock } from '#test/slice/rig.ts'

export interface PagedHub {
  readonly hub: TestHub
  readonly app: FastifyInstance
  readonly pool: pg.Pool
  readonly log: LogReader
  readonly books: ReadonlyMap<string, BookPort>
  readonly rigOf: (book: string) => Rig
  stop(): Promise<void>
}

/** The files stand for what a build makes; their names appear on the pages. */
export const web: HubWeb = {
  renderPage: (name, view, frame) =>
    renderPage(name, view, {
      ...frame,
      assets: {
        styles: ['/assets/styles.css'],
        islands: { live: '/assets/live.js', verify: '/assets/verify.js', form: '/assets/form.js' },
      },
    }),
  files: new Map(
    [
      '/assets/styles.css',
      '/assets/live.js',
      '/assets/verify.js',
      '/assets/form.js',
      '/sw.js',
      '/icon.svg',
    ].map((path) => [
      path,
      { body: Buffer.from(path), contentType: 'text/plain', cacheControl: 'no-cache' },
    ]),
  ),
  isFresh: false,
}

/** Only the last book has acts that are not public. */
const SLICES: Readonly<Record<string, readonly Slice[]>> = {
  sh: [observatory],
  js: [observatory],
  zj: [observatory, escrow],
}

export async function openPagedHub(
  urls: DatabaseUrls,
  own: Pick<PageParts, 'pages' | 'forms'> = {},
): Promise<PagedHub> {
  const rigs = new Map<string, Rig>()
  const secret = randomBytes(32)
  for (const [book, slices] of Object.entries(SLICES)) {
    const rig = await openRig({ urls, book, slices, secret })
    await written(rig, { type: 'book.open' })
    rigs.set(book, rig)
  }
  const rigOf = (book: string): Rig => {
    const rig = rigs.get(book)
    if (rig === undefined) throw new Error(`no book ${book}`)
    return rig
  }
  const books = new Map([...rigs].map(([name, rig]) => [name, portOf(name, rig)]))
  const pool = readingPool(urls.app)
  const log = new PostgresLogReader({
    pool,
    hashing: nodeHashing,
    signedCheckpoint: (book) => rigs.get(book)?.writer.state.checkpoint ?? '',
    disclosuresOf: disclosuresFrom(pool, secret),
  })
  const sessions = createSessions(postgresSessions(pool), systemClock)
  const hub = await openHub({
    books,
    sessions,
    log,
    publicTypes: PUBLIC_TYPES,
    routes: [
      ...observatoryRoutes(pool),
      ...auditRoutes(new KeptKnown(pool, () => [...books.keys()])),
      ...exportRoutes(pool, () => [...books.keys()]),
    ],
    pages: createPages({
      pool,
      books,
      log,
      web,
      isDemonstration: true,
      publicTypes: PUBLIC_TYPES,
      // Nobody has told this hub anything of the books.
      gossip: { forks: () => Promise.resolve([]), ahead: () => Promise.resolve([]) },
      ...own,
      signIn: { sessions, personas: () => listPersonas(pool), isLoopbackOnly: true },
    }),
  })
  return {
    hub,
    app: hub.app,
    pool,
    log,
    books,
    rigOf,
    async stop() {
      await hub.app.close()
      await Promise.all([...rigs.values()].map((rig) => rig.stop()))
      await pool.end()
    },
  }
}

export function readingPool(url: string): pg.Pool {
  return createPool({
    url,
    name: 'pages test',
    connectionsMax: 4,
    statementTimeoutMs: 5_000,
    lockTimeoutMs: 5_000,
    idleInTransactionTimeoutMs: 5_000,
    connectTimeoutMs: 5_000,
    onIdleError: () => undefined,
  })
}

/** A command in vain would leave a test with a page of nothing. */
export async function written(rig: Rig, command: Command): Promise<number> {
  const answer = await rig.act(command)
  if (answer.kind !== 'recorded') throw new Error(JSON.stringify(answer))
  return answer.entries[0].index
}

function portOf(name: string, rig: Rig): BookPort {
  return {
    name,
    origin: rig.origin,
    verifierKey: rig.signer.verifierKey,
    state: () => rig.writer.state,
    submit: (requests) => rig.submit(requests),
    onChange: () => () => undefined,
    onBatch: () => () => undefined,
    releaseTimers: () => undefined,
    drain: () => Promise.resolve(),
  }
}
