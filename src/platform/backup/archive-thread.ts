/** The thread of the archiver: compressing and sealing must not hold up those who are being served. */
import { setTimeout as sleep } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { assert } from '#kernel/std/assert.ts'
import { type Archived, Archiver, ArchiverOptions } from './archiver.ts'

export type FromArchiver =
  | ({ readonly kind: 'archived' } & Archived)
  | { readonly kind: 'failed'; readonly reason: string }

const POLL_MS = 1000
const POLL_AFTER_FAILURE_MS = 5000

assert(parentPort !== null, 'it is the module of a thread')
const port = parentPort
const archiver = new Archiver(ArchiverOptions.parse(workerData))
const stop = new AbortController()
port.once('message', () => stop.abort())

const tell = (message: FromArchiver): void => port.postMessage(message)
const onArchived = (archived: Archived): void => tell({ kind: 'archived', ...archived })

/** False if it failed, which was told. */
async function done(round: () => Promise<void>): Promise<boolean> {
  try {
    await round()
    return true
  } catch (error) {
    tell({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) })
    return false
  }
}

while (!stop.signal.aborted) {
  const isDone = await done(() => archiver.round(onArchived))
  const pauseMs = isDone ? POLL_MS : POLL_AFTER_FAILURE_MS
  await sleep(pauseMs, undefined, { signal: stop.signal }).catch(() => undefined)
}
await done(() => archiver.lastRound(onArchived))
await archiver.close()
port.close()
