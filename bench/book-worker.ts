/** The thread of one book of the bench: it founds the book, then runs its own callers when it is told to. */
import { parentPort, workerData } from 'node:worker_threads'
import { signerProcess } from '#platform/signer/process.ts'
import type { DatabaseUrls } from '#platform/postgres/embedded.ts'
import { openRig } from '#test/slice/rig.ts'
import { confirmRate, found, type Load, type Rate } from './confirm.ts'

export type RunOrder = Pick<Load, 'inFlight' | 'warmUpMs' | 'forMs'>

export type FromBookWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'rate'; readonly rate: Rate }

interface BookWorkerOptions {
  readonly urls: DatabaseUrls
  readonly book: string
  readonly signerFolder: string
}

const rig = await openRig({
  ...(workerData as BookWorkerOptions),
  openSigner: signerProcess,
})
const say = (message: FromBookWorker): void => parentPort?.postMessage(message)

async function obey(order: RunOrder | 'stop'): Promise<void> {
  if (order !== 'stop') {
    say({ kind: 'rate', rate: await confirmRate(rig, order) })
    return
  }
  await rig.stop()
  parentPort?.close()
}

await found(rig)
parentPort?.on('message', (order: RunOrder | 'stop') => void obey(order))
say({ kind: 'ready' })
