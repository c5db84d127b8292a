/**
 * The archive of a hub as its server sees it: begun, told of and ended with it. A failure stops nobody from
 * writing, for the log waits; it is logged once, and health and metrics say since when.
 */
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { ArchiveChoice } from '#platform/config/config.ts'
import { StartupProblem } from '#platform/config/startup-problem.ts'
import { createClient } from '#platform/postgres/pool.ts'
import { beginArchive, endArchive, findArchive, newArchiveId } from './archive-slot.ts'
import type { FromArchiver } from './archive-thread.ts'
import type { Archived, ArchiverOptions } from './archiver.ts'
import { archiveKey } from './wal-archive.ts'

/** As `/healthz` and the metrics say it. */
export interface ArchiveState extends Archived {
  /** Since when nothing can be archived; null while all is well. */
  readonly failingSinceMs: number | null
}

export interface Archiving {
  state(): ArchiveState
  /** What is finished now is archived first, if it can be within some seconds. */
  stop(): Promise<void>
}

export interface ArchivingOptions {
  readonly choice: ArchiveChoice | undefined
  readonly ownerUrl: string
  readonly macKey: Uint8Array
  readonly onProblem: (message: string, reason: string) => void
}

const RESTART_MS = 1000
const GOODBYE_MS = 30_000

/** Undefined if nothing is to be archived; then the log is kept for no archive any more, either. */
export async function openArchiving(options: ArchivingOptions): Promise<Archiving | undefined> {
  const { choice, ownerUrl, macKey } = options
  const id = await settleArchive(choice, ownerUrl)
  if (choice === undefined || id === undefined) return undefined
  const { folder, seconds } = choice
  const recipients = [...choice.recipients]
  const order = { place: { folder, id }, recipients, seconds, key: archiveKey(macKey), ownerUrl }
  return new ArchivingThread(order, options.onProblem)
}

/** The id of the archive that is gone on with, or that is begun. */
async function settleArchive(
  choice: ArchiveChoice | undefined,
  ownerUrl: string,
): Promise<string | undefined> {
  const client = createClient(ownerUrl, 'hongqiao archive')
  await client.connect()
  try {
    const known = await findArchive(client)
    if (choice === undefined) {
      if (known !== undefined) await endArchive(client, known)
      return undefined
    }
    if (known !== undefined) return known
    const id = newArchiveId()
    makeFolder(choice.folder, id)
    await beginArchive(client, id)
    return id
  } finally {
    await client.end()
  }
}

/** The folder of all archives is never made: its disk may not be mounted. */
function makeFolder(folder: string, id: string): void {
  if (!existsSync(folder)) {
    throw new StartupProblem(
      `HONGQIAO_WAL_ARCHIVE names ${folder}, which is not there: mount its disk, or make the folder.`,
    )
  }
  try {
    mkdirSync(join(folder, id), { mode: 0o700 })
  } catch (cause) {
    throw new StartupProblem(
      `HONGQIAO_WAL_ARCHIVE names ${folder}, which cannot be written to: make it writable for this user.`,
      { cause },
    )
  }
}

class ArchivingThread implements Archiving {
  readonly #order: ArchiverOptions
  readonly #onProblem: ArchivingOptions['onProblem']
  #state: ArchiveState = { last: null, waiting: 0, failingSinceMs: null }
  #worker: Worker
  #reason = ''
  #isStopping = false
  #ended: Promise<void>

  constructor(order: ArchiverOptions, onProblem: ArchivingOptions['onProblem']) {
    this.#order = order
    this.#onProblem = onProblem
    const { worker, ended } = this.#start()
    this.#worker = worker
    this.#ended = ended
  }

  state(): ArchiveState {
    return this.#state
  }

  async stop(): Promise<void> {
    this.#isStopping = true
    this.#worker.postMessage('stop')
    // A disk that hangs holds nobody up for long: what was not archived waits for the next start.
    const isLate = await Promise.race([
      this.#ended.then(() => false),
      sleep(GOODBYE_MS, true, { ref: false }),
    ])
    if (isLate) this.#failed(`it took longer than ${GOODBYE_MS / 1000} s when the hub stopped`)
    await this.#worker.terminate()
  }

  #start(): { readonly worker: Worker; readonly ended: Promise<void> } {
    const worker = new Worker(new URL('archive-thread.ts', import.meta.url), {
      workerData: this.#order,
    })
    worker.on('message', (message: FromArchiver) => this.#receive(message))
    worker.on('error', (error) => this.#failed(String(error)))
    const ended = new Promise<void>((done) => {
      worker.once('exit', () => {
        done()
        if (!this.#isStopping) setTimeout(() => this.#restart(), RESTART_MS).unref()
      })
    })
    return { worker, ended }
  }

  #restart(): void {
    if (this.#isStopping) return
    const { worker, ended } = this.#start()
    this.#worker = worker
    this.#ended = ended
  }

  #receive(message: FromArchiver): void {
    if (message.kind === 'failed') {
      this.#failed(message.reason)
      return
    }
    const { last, waiting } = message
    // It fails until everything that is finished is archived.
    const failingSinceMs = waiting === 0 ? null : this.#state.failingSinceMs
    if (failingSinceMs === null) this.#reason = ''
    this.#state = { last: last ?? this.#state.last, waiting, failingSinceMs }
  }

  #failed(reason: string): void {
    this.#state = { ...this.#state, failingSinceMs: this.#state.failingSinceMs ?? Date.now() }
    // It is tried again every few seconds, and said again only if the reason is another.
    if (reason === this.#reason) return
    this.#reason = reason
    this.#onProblem('the write-ahead log cannot be archived', reason)
  }
}
