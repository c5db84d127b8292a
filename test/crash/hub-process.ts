/** The hub as a user starts it: a process of its own, on a data folder, a port and a database of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type DatabaseUrls, findEmbedded } from '#platform/postgres/embedded.ts'
import { findPostmaster, killPostmaster } from '#platform/postgres/embedded-process.ts'
import { OPERATOR_KEY_FILE } from '#platform/credentials/operator-key.ts'

const PROGRAM = fileURLToPath(new URL('../../src/apps/cli/main.ts', import.meta.url))
/** A bound for what hangs, not a mark for what is slow. */
const START_TIMEOUT_MS = 150_000
const END_TIMEOUT_MS = 120_000

/** What a hub says when it can be asked. */
export const IS_UP = 'Hongqiao is at'

export interface HubPlace {
  readonly folder: string
  readonly port: number
  /** The command; `start` if unset. */
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

export interface HubEnd {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

export class HubProcess {
  readonly place: HubPlace
  readonly #child: ChildProcess
  readonly #ended: Promise<HubEnd>
  #said = ''
  #onSaid: () => void = () => undefined
  /** From the start of the process until it said where it is. */
  startMs = 0

  constructor(place: HubPlace) {
    this.place = place
    this.#child = spawn(process.execPath, [PROGRAM, ...(place.args ?? ['start'])], {
      env: {
        PATH: process.env['PATH'],
        HONGQIAO_DATA: place.folder,
        HONGQIAO_PORT: String(place.port),
        HONGQIAO_LOG_LEVEL: 'info',
        // Four more processes for each hub would only slow what is not about them.
        HONGQIAO_WITNESSES: 'off',
        HONGQIAO_HISTORY: 'none',
        ...place.env,
      },
      // The channel ends the hub with the test, however the test ends.
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#said += text
        this.#onSaid()
      })
    }
    this.#ended = new Promise((done) => {
      this.#child.once('close', (code, signal) => {
        done({ code, signal })
        this.#onSaid()
      })
    })
  }

  /** Resolves when the hub says where it is; fails if it ends before. */
  static async start(place: HubPlace): Promise<HubProcess> {
    const started = performance.now()
    const hub = new HubProcess(place)
    await hub.untilSaid(IS_UP)
    hub.startMs = Math.round(performance.now() - started)
    return hub
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  get said(): string {
    return this.#said
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }

  async untilSaid(words: string): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const late = setTimeout(() => reject(new Error('not said in time')), START_TIMEOUT_MS)
    this.#onSaid = () => {
      if (this.#said.includes(words)) resolve()
      else if (!this.isRunning) reject(new Error('the hub has ended'))
    }
    this.#onSaid()
    await promise
      .catch((cause: unknown) => {
        throw new Error(`wait for "${words}" in:\n${this.#said}`, { cause })
      })
      .finally(() => clearTimeout(late))
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }

  async ended(): Promise<HubEnd> {
    const { promise, reject } = Promise.withResolvers<HubEnd>()
    const late = setTimeout(() => {
      reject(new Error(`the hub did not end; it said:\n${this.#said}`))
    }, END_TIMEOUT_MS)
    return Promise.race([this.#ended, promise]).finally(() => clearTimeout(late))
  }

  /** As a person stops it. */
  async stop(): Promise<HubEnd> {
    this.signal('SIGTERM')
    return this.ended()
  }

  async end(): Promise<void> {
    if (this.isRunning) this.signal('SIGTERM')
    await this.ended().catch(() => this.signal('SIGKILL'))
  }
}

/** After a test, also one that failed between a kill and the next start: nothing runs, nothing stays. */
export async function clear(folder: string, hubs: readonly HubProcess[]): Promise<void> {
  for (const hub of hubs) await hub.end()
  const postmaster = findPostmaster(join(folder, 'pg'))
  if (postmaster !== undefined) killPostmaster(postmaster)
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
}

export function databaseOf({ folder }: HubPlace): DatabaseUrls {
  const urls = findEmbedded({ folder, isFolderChosen: true })
  if (urls === undefined) throw new Error(`no PostgreSQL runs in ${folder}`)
  return urls
}

export function operatorKeyOf({ folder }: HubPlace): string {
  return readFileSync(join(folder, OPERATOR_KEY_FILE), 'utf8').trim()
}

/** Below those that the system gives to whoever connects somewhere, so that nobody has it when a hub comes back. */
const PORTS = { from: 20_000, to: 32_000 } as const
const TRIES_MAX = 100

export async function freePort(): Promise<number> {
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const port = randomInt(PORTS.from, PORTS.to)
    if (await isFree(port)) return port
  }
  throw new Error('no port is free')
}

function isFree(port: number): Promise<boolean> {
  const probe = createServer()
  return new Promise((done, failed) => {
    probe.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') done(false)
      else failed(error)
    })
    probe.listen(port, '127.0.0.1', () => probe.close(() => done(true)))
  })
}
