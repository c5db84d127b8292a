/** One book and two, each with its writer and its callers in a thread of its own, on one database. */
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { DatabaseUrls } from '#platform/postgres/embedded.ts'
import { type Bench, reportRate } from './bench.ts'
import type { BookWorkerOptions, FromBookWorker, RunOrder } from './book-worker.ts'
import type { Rate } from './confirm.ts'
import { median } from './figures.ts'
import type { Stage } from './stage.ts'

const BOOKS = ['sh', 'js'] as const
const IN_FLIGHT = 1024

export class BookThread {
  readonly #worker: Worker
  readonly #exited: Promise<void>
  #waiting: { resolve(message: FromBookWorker): void; reject(error: unknown): void } | undefined

  constructor(workerData: BookWorkerOptions) {
    this.#worker = new Worker(new URL('./book-worker.ts', import.meta.url), { workerData })
    this.#worker.on('message', (message: FromBookWorker) => this.#waiting?.resolve(message))
    this.#worker.on('error', (error) => this.#waiting?.reject(error))
    this.#exited = new Promise((resolve) => this.#worker.once('exit', () => resolve()))
  }

  /** The next thing that the thread says. */
  heard(): Promise<FromBookWorker> {
    return new Promise((resolve, reject) => (this.#waiting = { resolve, reject }))
  }

  async run(order: RunOrder): Promise<Rate> {
    const heard = this.heard()
    this.#worker.postMessage(order)
    const message = await heard
    if (message.kind !== 'rate') throw new Error('a book that ran tells its rate')
    return message.rate
  }

  async stop(): Promise<void> {
    this.#worker.postMessage('stop')
    await this.#exited
  }
}

export async function measureTwoBooks(bench: Bench, name: string): Promise<void> {
  const { stage, warmUpMs, forMs } = bench
  const urls = await stage.migrated()
  const threads = BOOKS.map((book) => startThread(stage, urls, book))
  try {
    await Promise.all(threads.map((thread) => thread.heard()))
    const order: RunOrder = { inFlight: IN_FLIGHT, warmUpMs, forMs }
    const ones: Rate[] = []
    const twos: Rate[] = []
    // By turns, so that what others do on the machine falls on both alike.
    for (let i = 0; i < bench.options.runs; i += 1) {
      await stage.settle()
      ones.push(await runAll(threads.slice(0, 1), order))
      await stage.settle()
      twos.push(await runAll(threads, order))
    }
    const one = median(ones, ({ perSecond }) => perSecond)
    const two = median(twos, ({ perSecond }) => perSecond)
    reportRate(bench, 'books/1/confirm/1024', one)
    reportRate(bench, name, two)
    bench.report(`${name}/over-one`, two.perSecond / one.perSecond, 'times')
  } finally {
    await Promise.all(threads.map((thread) => thread.stop()))
    await stage.drop(urls)
  }
}

function startThread(stage: Stage, urls: DatabaseUrls, book: string): BookThread {
  return new BookThread({ urls, book, signerFolder: mkdtempSync(join(stage.folder, 'signer-')) })
}

/** The sum of the rates; the slowest book speaks for the latencies. */
export async function runAll(threads: readonly BookThread[], order: RunOrder): Promise<Rate> {
  return sumOfRates(await Promise.all(threads.map((thread) => thread.run(order))))
}

export function sumOfRates(rates: readonly Rate[]): Rate {
  const sum = (valueOf: (rate: Rate) => number): number =>
    rates.reduce((total, rate) => total + valueOf(rate), 0)
  return {
    perSecond: sum(({ perSecond }) => perSecond),
    count: sum(({ count }) => count),
    p50Ms: Math.max(...rates.map(({ p50Ms }) => p50Ms)),
    p99Ms: Math.max(...rates.map(({ p99Ms }) => p99Ms)),
  }
}
