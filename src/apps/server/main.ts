/**
 * The composition root: from configuration and database urls to a hub that serves. Books open first, then
 * HTTP listens, then the first data is loaded; it is taken down in the opposite order.
 */
import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import type { Logger } from 'pino'
import type { Principal } from '#kernel/identity/principal.ts'
import { SYSTEM_EVIDENCE } from '#kernel/book/system.ts'
import type { Clock } from '#kernel/time/clock.ts'
import { type Archiving, openArchiving } from '#platform/backup/archiving.ts'
import { openBook } from '#platform/book/open-book.ts'
import type { BookPort } from '#platform/book/port.ts'
import { nodeHashing } from '#platform/book/sealing-tools.ts'
import type { Config } from '#platform/config/config.ts'
import { StartupProblem } from '#platform/config/startup-problem.ts'
import { createAuthenticator } from '#platform/credentials/authenticator.ts'
import { ensureOperatorKey } from '#platform/credentials/operator-key.ts'
import { postgresCredentials } from '#platform/credentials/postgres-store.ts'
import { applyErasures } from '#platform/erasure/apply.ts'
import { erasurePath, mergeErasures, readErasureFile } from '#platform/erasure/journal.ts'
import { readingFilesFirst } from '#platform/files/file-log-reader.ts'
import { writePolicyFiles } from '#platform/files/policy-file.ts'
import { PublishedFiles } from '#platform/files/published-files.ts'
import { TilePublisher } from '#platform/files/tile-publisher.ts'
import { buildHttp } from '#platform/http/build-http.ts'
import type { LogReader } from '#platform/http/log-reader.ts'
import { policyOf } from '#platform/http/log-routes.ts'
import {
  installationId,
  installationKeys,
  type InstallationKeys,
  installationKeysPath,
} from '#platform/keys/installation-keys.ts'
import { keyFiles } from '#platform/keys/key-store.ts'
import { type Passphrase, readPassphrase } from '#platform/keys/passphrase.ts'
import type { DatabaseUrls } from '#platform/postgres/embedded.ts'
import { disclosuresFrom } from '#platform/postgres/log-reader-disclosures.ts'
import { PostgresLogReader } from '#platform/postgres/log-reader.ts'
import { personsOf } from '#platform/postgres/persons.ts'
import { createPool } from '#platform/postgres/pool.ts'
import { publicationStore } from '#platform/postgres/publication-store.ts'
import {
  currentOrigins,
  listSuccessions,
  type SuccessionRow,
} from '#platform/postgres/successions.ts'
import { signerChoice } from '#platform/signer/choice.ts'
import { createLogger } from '#platform/telemetry/logger.ts'
import { openWeb } from '#platform/web/web.ts'
import { seedClaims, SeedPostponed } from '#services/observatory/api/seed.ts'
import { openCouriers } from './couriers.ts'
import { openGossip } from './gossip.ts'
import { type HubBook, hubBooks } from './hub.ts'
import type { PageViews } from '#apps/web/pages.tsx'
import type { PageFrame } from './pages/page.ts'
import { openDemonstration } from './demonstration.ts'
import { ensureHistory } from './first-history.ts'
import { createPages } from './pages/pages.ts'
import { PUBLIC_TYPES } from './public-types.ts'
import { serviceRoutes, subjectRows } from './routes.ts'
import { openWitnesses } from './witnesses.ts'

export interface RunningHub {
  readonly address: string
  /** What a newcomer should know, a sentence each. */
  readonly notes: readonly string[]
  stop(): Promise<void>
}

type BookMap = ReadonlyMap<string, BookPort>

const ROOT = join(import.meta.dirname, '../../..')
const VERSION = '0.1.0'
const clock: Clock = { nowMs: () => Date.now(), monotonicMs: () => performance.now() }
const nowMs = (): number => clock.nowMs()

/** The book that the figures of the hub are recorded in. */
const FIGURES_BOOK = 'sh'

/** The office that loads the published figures; its name is no secret. */
const STATISTICS_OFFICE: Principal = {
  party: 'pty_statistics-office',
  roles: ['publisher'],
  evidence: SYSTEM_EVIDENCE,
}

export async function runServer(
  config: Config,
  urls: DatabaseUrls,
  note: (sentence: string) => void,
): Promise<RunningHub> {
  const logger = createLogger({ level: config.logLevel })
  const pool = readingPool(urls.app, logger)
  const undo: (() => Promise<unknown>)[] = [() => pool.end()]
  try {
    const { keys, passphrase } = await openSecrets(config, pool)
    const wrappingKey = keys.wrapping
    const archiving = await openArchive({ config, urls, keys, logger }, undo)
    await eraseAnew(config, pool, logger)
    const parts = { config, known: await currentOrigins(pool, hubBooks), keys, passphrase, logger }
    await ensureHistory({ ...parts, pool, databaseUrl: urls.app, clock, note })
    const [web, opened] = await Promise.all([
      openWeb<PageViews, PageFrame>({ rootDir: ROOT }),
      openBooks(parts, urls.app),
    ])
    undo.push(() => Promise.all([...opened.values()].map((book) => book.drain())))
    const witnesses = await openWitnesses({ config, books: opened, passphrase, clock, logger })
    undo.push(() => witnesses.stop())
    const { books } = witnesses
    const closed = await writePolicies(config, books, pool)
    const { log, stop } = await openLog({ config, pool, keys, books, logger })
    undo.push(stop)
    const told = await openGossip({ pool, books, log, clock, logger })
    undo.push(() => told.stop(), openCouriers({ pool, books, log, logger }))
    witnesses.start(log, told.gossip)
    const credentials = postgresCredentials(pool)
    const operator = await ensureOperatorKey(credentials, config.dataFolder, clock.nowMs())
    const people = openDemonstration({ config, pool, books, log, clock, logger })
    undo.push(() => people.stop())
    const app = await buildHttp({
      config: { isLoopbackOnly: config.isDemonstration, trustedProxies: [], version: VERSION },
      books,
      log,
      publicTypes: PUBLIC_TYPES,
      routes: [
        ...serviceRoutes({ pool, books: () => [...books.keys()], log, nowMs, wrappingKey }),
        ...told.routes,
      ],
      authenticator: createAuthenticator(credentials, clock),
      ...(people.signIn === undefined ? {} : { sessions: people.signIn.sessions }),
      checks: { database: () => pool.query('select 1'), witnesses: () => witnesses.check() },
      archive: archiving && (() => archiving.state()),
      logger,
      pages: createPages({
        gossip: told.gossip,
        closed,
        pool,
        books,
        log,
        web,
        isDemonstration: config.isDemonstration,
        publicTypes: PUBLIC_TYPES,
        ...openedWith(pool, wrappingKey),
        ...people.pageParts,
      }),
    })
    undo.push(() => app.close())
    const address = await app.listen({ port: config.port, host: config.host })
    await seed(config, books, logger)
    const notes = operator.isNew ? [`The operator's key is in ${operator.path}.`] : []
    return { address: address.replace('127.0.0.1', 'localhost'), notes, stop: () => unwind(undo) }
  } catch (error) {
    await unwind(undo)
    throw error
  }
}

/** What the pages open of values: names for those who may know them, and to each reader its own. */
const openedWith = (pool: pg.Pool, wrappingKey: Uint8Array) => ({
  persons: personsOf(pool, wrappingKey),
  opening: { wrappingKey, rows: subjectRows },
})

interface ArchiveParts {
  readonly config: Config
  readonly urls: DatabaseUrls
  readonly keys: InstallationKeys
  readonly logger: Logger
}

/** Undefined where somebody else's server keeps the log, or nothing is archived. */
async function openArchive(
  { config, urls, keys, logger }: ArchiveParts,
  undo: (() => Promise<unknown>)[],
): Promise<Archiving | undefined> {
  if (config.databaseUrl !== undefined) return undefined
  const archiving = await openArchiving({
    choice: config.archive,
    ownerUrl: urls.owner,
    macKey: keys.mac,
    onProblem: (message, reason) => logger.error({ reason }, message),
  })
  // Pushed before the books are, so it ends after they wrote their last.
  undo.push(async () => archiving?.stop())
  return archiving
}

/** Before anything is served: a database that was restored may have brought back what was erased. */
async function eraseAnew({ dataFolder }: Config, pool: pg.Pool, logger: Logger): Promise<void> {
  const journals = hubBooks.map(({ name }) => readErasureFile(erasurePath(dataFolder, name)))
  const { keys, boxes } = await applyErasures(pool, mergeErasures(...journals))
  if (keys + boxes > 0) logger.warn({ keys, boxes }, 'what was erased before was erased again')
}

/** Those of closed logs stay, for their receipts verify for ever; answers which logs these are. */
async function writePolicies(
  { dataFolder }: Config,
  books: BookMap,
  pool: pg.Pool,
): Promise<readonly SuccessionRow[]> {
  const closed = await listSuccessions(pool)
  const policies = [...books].map(([name, book]) => [name, policyOf(book)] as const)
  const kept = closed.map(({ origin, policy }) => [origin.replaceAll('/', '-'), policy] as const)
  await writePolicyFiles(dataFolder, new Map([...policies, ...kept]))
  return closed
}

async function unwind(undo: readonly (() => Promise<unknown>)[]): Promise<void> {
  for (const step of undo.toReversed()) await step()
}

function readingPool(url: string, logger: Logger): pg.Pool {
  return createPool({
    url,
    name: 'hongqiao pages',
    connectionsMax: 8,
    statementTimeoutMs: 5000,
    lockTimeoutMs: 2000,
    idleInTransactionTimeoutMs: 5000,
    connectTimeoutMs: 5000,
    onIdleError: (error) => logger.warn({ err: error }, 'an idle connection broke'),
  })
}

/** The passphrase is read once: what comes through a pipe is gone afterwards. */
async function openSecrets({ passphraseAt, keysFolder }: Config, pool: pg.Pool): Promise<Secrets> {
  const passphrase = passphraseAt && readPassphrase(passphraseAt, process.env)
  const keys = installationKeys(installationKeysPath(keysFolder), {
    mayCreate: await isNew(pool),
    keys: keyFiles(passphrase),
  })
  return { keys, passphrase }
}

async function isNew(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query('select 1 from book where size > 0 limit 1')
  return rows.length === 0
}

interface Secrets {
  readonly keys: InstallationKeys
  /** Under which all keys of this installation lie. */
  readonly passphrase: Passphrase | undefined
}

interface BookParts extends Secrets {
  readonly config: Config
  /** Each under the origin that it has now. */
  readonly known: readonly HubBook[]
  readonly logger: Logger
}

async function openBooks(
  { config, known, keys, passphrase, logger }: BookParts,
  databaseUrl: string,
): Promise<BookMap> {
  const strange = config.books?.find((name) => !hubBooks.some((book) => book.name === name))
  if (strange !== undefined) {
    const names = hubBooks.map(({ name }) => name).join(', ')
    throw new StartupProblem(`HONGQIAO_BOOKS names ${strange}, which is none of ${names}.`)
  }
  const owner = `${hostname()}/${process.pid}/${randomBytes(4).toString('hex')}`
  const opened = await Promise.all(
    known.map(({ name, origin }) =>
      openBook({
        name,
        origin,
        databaseUrl,
        owner,
        signer: signerChoice(config, passphrase),
        isReserve: config.books !== undefined && !config.books.includes(name),
        installationId: installationId(keys),
        erasureJournal: erasurePath(config.dataFolder, name),
        installationKey: keys.wrapping,
        macKey: keys.mac,
        timersAfterGap: config.timersAfterGap,
        threadModule: new URL('book-thread.ts', import.meta.url),
        onProblem: (message, error) => logger.error({ book: name, error }, message),
      }),
    ),
  )
  return new Map(opened.map((book) => [book.name, book]))
}

interface LogParts {
  readonly config: Config
  readonly pool: pg.Pool
  readonly keys: InstallationKeys
  readonly books: BookMap
  readonly logger: Logger
}

/** The log as others read it: published files first, the database for what is not published yet. */
async function openLog({
  config,
  pool,
  keys,
  books,
  logger,
}: LogParts): Promise<{ readonly log: LogReader; readonly stop: () => Promise<unknown> }> {
  const stored = new PostgresLogReader({
    pool,
    hashing: nodeHashing,
    signedCheckpoint: (book) => books.get(book)?.state().checkpoint ?? '',
    witnessedCheckpoint: (book) => books.get(book)?.witnesses?.witnessed().checkpoint ?? '',
    disclosuresOf: disclosuresFrom(pool, keys.wrapping),
  })
  const files = new Map<string, PublishedFiles>()
  const publishers: TilePublisher[] = []
  for (const book of books.values()) {
    const published = new PublishedFiles(config.dataFolder, book.name)
    await published.open()
    files.set(book.name, published)
    const { witnesses } = book
    const publisher = new TilePublisher({
      book,
      // Who asks for witnesses publishes what they have seen, and nothing before.
      ...(witnesses === undefined ? {} : { checkpoint: () => witnesses.witnessed().checkpoint }),
      store: publicationStore(pool),
      files: published,
      hashing: nodeHashing,
      onProblem: (message, error) => logger.error({ book: book.name, err: error }, message),
      onAlarm: (error) => {
        files.delete(book.name)
        logger.fatal({ book: book.name, err: error }, 'published files differ from the database')
      },
    })
    publisher.start()
    publishers.push(publisher)
  }
  return {
    log: readingFilesFirst(stored, files),
    stop: () => Promise.all(publishers.map((publisher) => publisher.stop())),
  }
}

/** The figures that come with the hub, recorded like anybody else's; at every start, because it is idempotent. */
async function seed(config: Config, books: BookMap, logger: Logger): Promise<void> {
  // Whoever has the book of the figures loads them: a reserve would wait for it in vain.
  if (config.books?.includes(FIGURES_BOOK) === false) return
  const book = books.get(FIGURES_BOOK)
  if (book === undefined) return
  try {
    const { recorded } = await seedClaims(book, STATISTICS_OFFICE)
    if (recorded > 0) logger.info({ recorded }, 'published figures loaded')
  } catch (error) {
    // A book that may not be written is no reason to hide what it says.
    if (!(error instanceof SeedPostponed)) throw error
    logger.error({ book: book.name, err: error }, 'published figures not loaded')
  }
}
