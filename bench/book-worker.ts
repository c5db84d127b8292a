/** The thread of one book of the bench: it founds the book, then runs its own callers when it is told to. */
import { parentPort, workerData } from 'node:worker_threads'
import { signerProcess } from '#platform/signer/process.ts'
import { z } from 'zod'
import { confirmRate, found, type Load, type Rate } from './confirm.ts'
import { openWritingRig } from './writing-rig.ts'

export type RunOrder = Pick<Load, 'inFlight' | 'warmUpMs' | 'forMs'>

export type FromBookWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'rate'; readonly rate: Rate }

const BookWorkerOptions = z.object({
  urls: z.object({ owner: z.string(), migrator: z.string(), app: z.string() }),
  book: z.string(),
  signerFolder: z.string(),
})
export type BookWorkerOptions = z.infer<typeof BookWorkerOptions>

const rig = await openWritingRig({
  ...BookWorkerOptions.parse(workerData),
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
