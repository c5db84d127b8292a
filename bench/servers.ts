/** Two books written by one server process, and by two with one each, on one database. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Bench, reportRate } from './bench.ts'
import type { BookWorkerOptions, RunOrder } from './book-worker.ts'
import { sumOfRates } from './books.ts'
import { z } from 'zod'
import type { Rate } from './confirm.ts'
import { median } from './figures.ts'

const PROGRAM = fileURLToPath(new URL('server-process.ts', import.meta.url))
const IN_FLIGHT = 1024

const FromServer = z.union([
  z.literal('ready'),
  z.object({ perSecond: z.number(), count: z.number(), p50Ms: z.number(), p99Ms: z.number() }),
])
type FromServer = z.infer<typeof FromServer>

class ServerProcess {
  readonly #child: ChildProcess

  private constructor(child: ChildProcess) {
    this.#child = child
  }

  /** Its books are founded when this resolves. */
  static async start(books: readonly BookWorkerOptions[]): Promise<ServerProcess> {
    const server = new ServerProcess(fork(PROGRAM, [JSON.stringify(books)], { execArgv: [] }))
    await server.#heard()
    return server
  }

  async run(order: RunOrder): Promise<Rate> {
    const heard = this.#heard()
    this.#child.send(order)
    const rate = await heard
    if (rate === 'ready') throw new Error('a server that ran tells its rate')
    return rate
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, 'exit')
    this.#child.send('stop')
    await ended
  }

  async #heard(): Promise<FromServer> {
    const heard: readonly unknown[] = await Promise.race([
      once(this.#child, 'message'),
      once(this.#child, 'exit').then(() => Promise.reject(new Error('a server has ended'))),
    ])
    return FromServer.parse(heard[0])
  }
}

export async function measureTwoServers(bench: Bench, name: string): Promise<void> {
  const { stage, warmUpMs, forMs } = bench
  const urls = await stage.migrated()
  const bookOf = (book: string): BookWorkerOptions => ({
    urls,
    book,
    signerFolder: mkdtempSync(join(stage.folder, 'signer-')),
  })
  const servers: ServerProcess[] = []
  try {
    servers.push(await ServerProcess.start([bookOf('sh'), bookOf('js')]))
    servers.push(await ServerProcess.start([bookOf('zj')]))
    servers.push(await ServerProcess.start([bookOf('ah')]))
    const order: RunOrder = { inFlight: IN_FLIGHT, warmUpMs, forMs }
    const ones: Rate[] = []
    const twos: Rate[] = []
    // By turns, so that what others do on the machine falls on both alike.
    for (let i = 0; i < bench.options.runs; i += 1) {
      await stage.settle()
      ones.push(...(await Promise.all(servers.slice(0, 1).map((server) => server.run(order)))))
      await stage.settle()
      twos.push(sumOfRates(await Promise.all(servers.slice(1).map((server) => server.run(order)))))
    }
    const one = median(ones, ({ perSecond }) => perSecond)
    const two = median(twos, ({ perSecond }) => perSecond)
    reportRate(bench, 'servers/1/confirm/1024', one)
    reportRate(bench, name, two)
    bench.report(`${name}/over-one`, two.perSecond / one.perSecond, 'times')
  } finally {
    await Promise.all(servers.map((server) => server.stop()))
    await stage.drop(urls)
  }
}
