/** One server of the bench: a process that writes the books it is given, each in a thread, when it is told to. */
import { z } from 'zod'
import { BookThread, runAll } from './books.ts'
import type { RunOrder } from './book-worker.ts'

const Options = z.array(
  z.object({
    urls: z.object({ owner: z.string(), migrator: z.string(), app: z.string() }),
    book: z.string(),
    signerFolder: z.string(),
  }),
)

const threads = Options.parse(JSON.parse(process.argv[2] ?? '')).map((one) => new BookThread(one))

async function obey(order: RunOrder | 'stop'): Promise<void> {
  if (order !== 'stop') {
    const rate = await runAll(threads, order)
    process.send?.(rate)
    return
  }
  await Promise.all(threads.map((thread) => thread.stop()))
  process.disconnect?.()
}

await Promise.all(threads.map((thread) => thread.heard()))
process.on('message', (order: RunOrder | 'stop') => void obey(order))
process.send?.('ready')
