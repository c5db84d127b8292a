/**
 * The embedded PostgreSQL: a real server on a folder of its own, started with the hub and stopped
 * with it. It listens on a Unix socket in a private folder, which is faster than loopback and
 * closed to other users of the machine; only Windows, where Node has no such sockets, uses TCP.
 *
 * One advisory lock, held by one connection for as long as the hub lives, says who owns the
 * server. A killed hub loses it with its connection, so a server found running without an owner is
 * a left-over: it is stopped and started anew, with the settings and binaries of this release.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { StartupProblem } from '#platform/config/startup-problem.ts'
import { type Binaries, binary, findBinaries } from './embedded-binaries.ts'
import {
  DATABASE,
  initialise,
  isInitialised,
  OWNER,
  readPasswords,
  writeSettings,
} from './embedded-folder.ts'
import {
  disownStalePid,
  findPostmaster,
  isReady,
  killPostmaster,
  readPlace,
  stopPostmaster,
} from './embedded-process.ts'
import { choosePlace, openFolder, type Place } from './embedded-place.ts'
import {
  canTraverse,
  letThrough,
  reachableBinaries,
  type ServerUser,
  serverUser,
  SYSTEM_FOLDER,
} from './embedded-user.ts'

/** One server, three ways in: the superuser, the owner of the tables, and the application. */
export type DatabaseUrls = {
  readonly owner: string
  readonly migrator: string
  readonly app: string
}

export type EmbeddedOptions = {
  /** The hub's data folder; the server lives in `pg` inside it. */
  readonly folder: string
  /** A folder that somebody chose is never silently replaced by another one. */
  readonly isFolderChosen?: boolean
  /** How long the start may take; a restore that replays a long log needs longer. */
  readonly startTimeoutMs?: number | undefined
  /** Told in one sentence what takes time or is unusual. */
  readonly onNote?: (sentence: string) => void
}

export type Embedded = {
  readonly urls: DatabaseUrls
  readonly pgFolder: string
  readonly pid: number
  /** Settles when the server has ended, for whatever reason. */
  readonly ended: Promise<void>
  stop(): Promise<void>
  /** As a power cut: no shutdown, nothing written out. */
  kill(): Promise<void>
}

/** Held by whoever runs the server of a folder. */
const OWNERSHIP_LOCK = 7_000

const START_TIMEOUT_MS = 120_000
const STOP_TIMEOUT_MS = 60_000
/** A killed hub's connection needs a moment to be noticed; a living one never lets go. */
const OWNERSHIP_TIMEOUT_MS = 4_000
const POLL_MS = 10

type Server = {
  readonly pgFolder: string
  readonly binaries: Binaries
  readonly user: ServerUser
  readonly note: (sentence: string) => void
}

export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const server = prepare(options)
  if (!isInitialised(server)) {
    server.note('Making the database (first start) …')
    initialise(server)
  }
  await stopLeftOver(server)
  disownStalePid(server.pgFolder)
  const place = await choosePlace(server.pgFolder, server.user)
  writeSettings(server.pgFolder, place)
  const child = await launch(server, options.startTimeoutMs)
  const urls = urlsOf(server.pgFolder, place)
  const ownership = await own(urls.owner)
  if (ownership === undefined) throw alreadyRuns(server.pgFolder)
  return handle({ server, child, urls, ownership: new Ownership(urls.owner, ownership), place })
}

/** The way into a server that is already running, for tools that work beside the hub. */
export function findEmbedded(options: EmbeddedOptions): DatabaseUrls | undefined {
  const server = prepare(options)
  const isRunning =
    isInitialised(server) &&
    findPostmaster(server.pgFolder) !== undefined &&
    isReady(server.pgFolder)
  return isRunning ? urlsOf(server.pgFolder, readPlace(server.pgFolder)) : undefined
}

function prepare({
  folder,
  isFolderChosen = false,
  onNote = () => undefined,
}: EmbeddedOptions): Server {
  const user = serverUser()
  const binaries = reachableBinaries(user, findBinaries())
  const chosen = openFolder(resolve(folder))
  letThrough(user, chosen)
  if (canTraverse(user, chosen))
    return { pgFolder: join(chosen, 'pg'), binaries, user, note: onNote }
  if (isFolderChosen) {
    throw new StartupProblem(
      `PostgreSQL does not run as root, and its own user cannot reach ${chosen}: choose a HONGQIAO_DATA folder whose parents everybody may enter, or start as an ordinary user.`,
    )
  }
  const name = createHash('sha256').update(chosen).digest('hex').slice(0, 12)
  const pgFolder = join(openFolder(join(SYSTEM_FOLDER, name)), 'pg')
  onNote(
    `The database is kept in ${pgFolder}, because PostgreSQL's own user cannot reach ${chosen}.`,
  )
  return { pgFolder, binaries, user, note: onNote }
}

/** A server without an owner was left by a hub that was killed. */
async function stopLeftOver(server: Server): Promise<void> {
  const { pgFolder, binaries, user } = server
  const pid = findPostmaster(pgFolder)
  if (pid === undefined) return
  const lock = isReady(pgFolder)
    ? await own(urlsOf(pgFolder, readPlace(pgFolder)).owner)
    : undefined
  if (lock === undefined && findPostmaster(pgFolder) !== undefined) throw alreadyRuns(pgFolder)
  await lock?.end()
  server.note(`Stopping the PostgreSQL that an earlier run left behind (process ${pid}) …`)
  const pgCtl = binary(binaries, 'pg_ctl')
  const isStopped = await stopPostmaster({ pgCtl, pgFolder, user, timeoutMs: STOP_TIMEOUT_MS })
  if (!isStopped && findPostmaster(pgFolder) !== undefined) {
    throw new StartupProblem(
      `The PostgreSQL that an earlier run left behind (process ${pid}) does not stop: end it and start again.`,
    )
  }
}

function alreadyRuns(pgFolder: string): StartupProblem {
  return new StartupProblem(
    `Hongqiao already runs on the data folder ${dirname(pgFolder)}: stop it, or set HONGQIAO_DATA to another folder.`,
  )
}

async function launch(server: Server, timeoutMs: number = START_TIMEOUT_MS): Promise<ChildProcess> {
  const { pgFolder, binaries, user } = server
  const logPath = join(dirname(pgFolder), 'pg.log')
  if (existsSync(logPath)) renameSync(logPath, `${logPath}.1`)
  const log = openSync(logPath, 'a', 0o600)
  try {
    // Its own session: Ctrl-C in the terminal reaches the hub alone, which stops the server last.
    const child = spawn(
      binary(binaries, 'postgres'),
      ['-D', pgFolder, '-c', 'cluster_name=hongqiao'],
      {
        ...user,
        cwd: '/',
        detached: true,
        env: { PATH: process.env['PATH'], LC_ALL: 'C' },
        stdio: ['ignore', log, log],
      },
    )
    child.unref()
    await untilReady(child, server, { logPath, timeoutMs })
    return child
  } finally {
    closeSync(log)
  }
}

async function untilReady(
  child: ChildProcess,
  { pgFolder, note }: Server,
  { logPath, timeoutMs }: { readonly logPath: string; readonly timeoutMs: number },
): Promise<void> {
  let failure: Error | undefined
  child.once('error', (error) => (failure = error))
  const started = performance.now()
  let isPatienceAsked = false
  while (performance.now() - started < timeoutMs) {
    if (failure !== undefined || child.exitCode !== null || child.signalCode !== null) {
      if (findPostmaster(pgFolder) !== undefined) throw alreadyRuns(pgFolder)
      throw new StartupProblem(
        `PostgreSQL did not start: ${failure?.message ?? lastLine(logPath)} (its log is ${logPath}).`,
      )
    }
    if (isReady(pgFolder) && findPostmaster(pgFolder) === child.pid) return
    if (!isPatienceAsked && performance.now() - started > 2_000) {
      isPatienceAsked = true
      note('PostgreSQL is recovering from a sudden stop …')
    }
    await sleep(POLL_MS)
  }
  child.kill('SIGQUIT')
  throw new StartupProblem(
    `PostgreSQL was not ready after ${timeoutMs / 1_000} s (its log is ${logPath}).`,
  )
}

function lastLine(path: string): string {
  const lines = readFileSync(path, 'utf8').trim().split('\n')
  return lines.findLast((line) => line.includes('FATAL')) ?? lines.at(-1) ?? ''
}

/**
 * The lock that says whose server this is, for as long as the hub lives. PostgreSQL ends all connections
 * when one of its backends dies; the lock goes with its connection and is then taken again.
 */
class Ownership {
  readonly #ownerUrl: string
  #client: pg.Client
  #isGivenUp = false

  constructor(ownerUrl: string, client: pg.Client) {
    this.#ownerUrl = ownerUrl
    this.#client = client
    this.#watch()
  }

  async end(): Promise<void> {
    this.#isGivenUp = true
    await this.#client.end()
  }

  #watch(): void {
    this.#client.once('end', () => {
      if (!this.#isGivenUp) void this.#takeAgain()
    })
  }

  async #takeAgain(): Promise<void> {
    const client = await own(this.#ownerUrl).catch(() => undefined)
    if (client !== undefined && this.#isGivenUp) await client.end()
    if (this.#isGivenUp) return
    if (client === undefined) return this.#takeAgain()
    this.#client = client
    this.#watch()
  }
}

/** The connection that owns the server, or undefined if a living hub has it. */
async function own(ownerUrl: string): Promise<pg.Client | undefined> {
  const deadline = performance.now() + OWNERSHIP_TIMEOUT_MS
  do {
    const client = new pg.Client({
      connectionString: databaseUrl(ownerUrl, OWNER),
      application_name: 'owner',
    })
    // When the server goes down first, there is nothing left to own.
    client.on('error', () => undefined)
    try {
      await client.connect()
      const { rows } = await client.query<{ owns: boolean }>(
        'select pg_try_advisory_lock($1) as owns',
        [OWNERSHIP_LOCK],
      )
      if (rows[0]?.owns === true) return client
    } catch (error) {
      if (performance.now() > deadline)
        throw new Error('own the embedded PostgreSQL', { cause: error })
    }
    await client.end()
    await sleep(POLL_MS * 10)
  } while (performance.now() < deadline)
  return undefined
}

type Running = {
  readonly server: Server
  readonly child: ChildProcess
  readonly urls: DatabaseUrls
  readonly ownership: Ownership
  readonly place: Place
}

function handle({ server, child, urls, ownership, place }: Running): Embedded {
  const { pgFolder, binaries, user } = server
  const pid = child.pid
  if (pid === undefined) throw new Error('a running server has a process id')
  const ended = new Promise<void>((done) => {
    if (child.exitCode !== null || child.signalCode !== null) done()
    else child.once('exit', () => done())
  })
  const release = async (): Promise<void> => {
    child.ref()
    await ended
    if (place.socketFolder !== '') rmSync(place.socketFolder, { recursive: true, force: true })
    await ownership.end()
  }
  return {
    urls,
    pgFolder,
    pid,
    ended,
    stop: async () => {
      if (findPostmaster(pgFolder) === pid) {
        const pgCtl = binary(binaries, 'pg_ctl')
        await stopPostmaster({ pgCtl, pgFolder, user, timeoutMs: STOP_TIMEOUT_MS })
      }
      await release()
    },
    kill: async () => {
      killPostmaster(pid)
      await release()
    },
  }
}

function urlsOf(pgFolder: string, { socketFolder, port }: Place): DatabaseUrls {
  const { owner, migrator, app } = readPasswords(pgFolder)
  const url = (user: string, password: string): string => {
    const found = new URL(`postgres://${user}:${password}@127.0.0.1:${port}/${DATABASE}`)
    if (socketFolder !== '') found.searchParams.set('host', socketFolder)
    return found.href
  }
  return {
    owner: url(OWNER, owner),
    migrator: url('hub_migrator', migrator),
    app: url('hub_app', app),
  }
}

/** The same way in, to another database of the same server. */
export function databaseUrl(url: string, name: string): string {
  const other = new URL(url)
  other.pathname = `/${name}`
  return other.href
}
