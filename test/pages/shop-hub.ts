/** A hub over a book in which the demonstration's story was told, for the pages of shops and their acts. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type pg from 'pg'
import { writeHistory } from '#apps/demonstration/history.ts'
import { personasOf } from '#apps/demonstration/personas.ts'
import type { StoryOptions } from '#apps/demonstration/plot.ts'
import { createPages, type PageParts } from '#apps/server/pages/pages.ts'
import { PUBLIC_TYPES } from '#apps/server/public-types.ts'
import { serviceRoutes } from '#apps/server/routes.ts'
import type { Answer } from '#kernel/book/answer.ts'
import type { Command } from '#kernel/book/slice.ts'
import { SYSTEM_EVIDENCE } from '#kernel/book/system.ts'
import type { PartyId } from '#kernel/identity/principal.ts'
import { registryOf } from '#kernel/book/registry.ts'
import { startOfDayMs } from '#kernel/time/legal-day.ts'
import type { BookPort, Request } from '#platform/book/port.ts'
import { nodeHashing, sealingTools } from '#platform/book/sealing-tools.ts'
import { Submissions } from '#platform/book/submissions.ts'
import { Writer } from '#platform/book/writer.ts'
import { PostgresBookStore } from '#platform/postgres/book-store.ts'
import { ensureBook } from '#platform/postgres/book-row.ts'
import type { DatabaseUrls } from '#platform/postgres/embedded.ts'
import { disclosuresFrom } from '#platform/postgres/log-reader-disclosures.ts'
import { PostgresLogReader } from '#platform/postgres/log-reader.ts'
import { personsOf } from '#platform/postgres/persons.ts'
import { postgresSessions as writerSessions } from '#platform/postgres/session.ts'
import { savePersonas } from '#platform/sessions/persona.ts'
import { postgresSessions } from '#platform/sessions/postgres-sessions.ts'
import { createSessions } from '#platform/sessions/sessions.ts'
import type { SignerPort } from '#platform/signer/port.ts'
import { localSigner } from '#platform/signer/local.ts'
import { parties } from '#services/parties/index.ts'
import { prepaid } from '#services/prepaid/index.ts'
import { openHub } from '#test/http/hub.ts'
import { keptNowhere, systemClock } from '#test/slice/rig.ts'

const BOOK = { name: 'sh', origin: 'sh.hub.example/book/1' }
const SLICES = [parties, prepaid]
const TIMEOUTS = { statementMs: 30_000, lockMs: 10_000, idleInTransactionMs: 10_000 }
/** Past the last chapter of a day. */
const EVENING_MS = 22 * 3_600_000

export interface ShopHub {
  readonly app: FastifyInstance
  readonly pool: pg.Pool
  readonly keys: { readonly wrapping: Uint8Array; readonly mac: Uint8Array }
  /** The time of book and pages: the evening of the story's last day, moved on by the acts alone. */
  readonly time: { nowMs: number }
  /** As somebody of the story whom nobody can sign in as; `recorded`, or the type of the refusal. */
  act(actor: PartyId, command: Command): Promise<string>
  stop(): Promise<void>
}

/** Its pool is closed with it. */
export async function openShopHub(
  urls: DatabaseUrls,
  story: StoryOptions,
  { pool, web }: Pick<PageParts, 'pool' | 'web'>,
): Promise<ShopHub> {
  const keys = { wrapping: randomBytes(32), mac: randomBytes(32) }
  await ensureBook(urls.app, BOOK)
  const folder = mkdtempSync(join(tmpdir(), 'hongqiao-shops-'))
  const signer = await localSigner({ folder, origin: BOOK.origin, mayCreate: true })
  const where = { book: BOOK, databaseUrl: urls.app, keys, signer, erasures: keptNowhere }
  const told = { ...where, slices: SLICES, story }
  await writeHistory({ ...told, onProgress: () => undefined, onProblem: fail })
  await savePersonas(pool, personasOf(BOOK.name, story))
  const time = { nowMs: startOfDayMs(story.to) + EVENING_MS }
  const writer = writerOf({ urls, wrapping: keys.wrapping, signer, time })
  const running = writer.run()
  const submissions = new Submissions(keys.mac)
  const books = new Map([[BOOK.name, portOf(writer, submissions, signer.verifierKey)]])
  const log = new PostgresLogReader({
    pool,
    hashing: nodeHashing,
    signedCheckpoint: () => writer.state.checkpoint,
    disclosuresOf: disclosuresFrom(pool, keys.wrapping),
  })
  const sessions = createSessions(postgresSessions(pool), systemClock)
  const nowMs = () => time.nowMs
  const { app } = await openHub({
    books,
    sessions,
    log,
    publicTypes: PUBLIC_TYPES,
    routes: serviceRoutes({
      pool,
      books: () => [...books.keys()],
      log,
      nowMs,
      wrappingKey: keys.wrapping,
    }),
    pages: createPages({
      pool,
      books,
      log,
      web,
      isDemonstration: true,
      publicTypes: PUBLIC_TYPES,
      nowMs,
      persons: personsOf(pool, keys.wrapping),
      signIn: { sessions, personas: () => Promise.resolve([]), isLoopbackOnly: true },
    }),
  })
  return {
    app,
    pool,
    keys,
    time,
    async act(actor, command) {
      const principal = { party: actor, roles: [], evidence: SYSTEM_EVIDENCE }
      const key = randomBytes(12).toString('hex')
      const [answer] = await submitTo(writer, submissions, [{ command, principal, key }])
      return answer?.kind === 'refused' ? answer.refusal.type : (answer?.kind ?? 'nothing')
    },
    async stop() {
      await app.close()
      writer.stop()
      await running
      await signer.close()
      await pool.end()
    },
  }
}

interface WriterParts {
  readonly urls: DatabaseUrls
  readonly wrapping: Uint8Array
  readonly signer: SignerPort
  readonly time: { nowMs: number }
}

function writerOf({ urls, wrapping, signer, time }: WriterParts): Writer {
  const sessions = writerSessions(urls.app, 'shops test', TIMEOUTS)
  return new Writer({
    tools: {
      book: BOOK,
      registry: registryOf(SLICES),
      sealing: sealingTools(wrapping),
      hashing: nodeHashing,
    },
    store: new PostgresBookStore(BOOK.name, sessions, nodeHashing),
    signer,
    erasures: keptNowhere,
    clock: systemClock,
    bookNowMs: () => (time.nowMs += 1),
    owner: 'shops test',
    onState: () => undefined,
    onBatch: () => undefined,
    onProblem: fail,
  })
}

function portOf(writer: Writer, submissions: Submissions, verifierKey: string): BookPort {
  return {
    ...BOOK,
    verifierKey,
    state: () => writer.state,
    submit: (requests) => submitTo(writer, submissions, requests),
    onChange: () => () => undefined,
    onBatch: () => () => undefined,
    releaseTimers: () => undefined,
    drain: () => Promise.resolve(),
  }
}

/** Whatever goes wrong in the background fails the test that waits for it. */
function fail(message: string, error: unknown): never {
  throw new Error(message, { cause: error })
}

function submitTo(
  writer: Writer,
  submissions: Submissions,
  requests: readonly Request[],
): Promise<readonly Answer[]> {
  return Promise.all(
    requests.map((request) => {
      const { promise, resolve } = Promise.withResolvers<Answer>()
      const item = submissions.fromRequest(request, resolve)
      if (item !== undefined) writer.offer('principal', [item])
      return promise
    }),
  )
}

/** The headers with which a browser sends a form of ours. */
export const FORM = {
  'content-type': 'application/x-www-form-urlencoded',
  host: 'localhost',
  origin: 'http://localhost',
}

export interface CardRow {
  readonly contract: string
  readonly consumer: string
  readonly uses_numbered: number
}
