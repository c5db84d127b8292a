/** The client as its parent sees it. */
import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type ClientOptions, Progress } from './client.ts'

const PROGRAM = fileURLToPath(new URL('client.ts', import.meta.url))
const PROGRESS_TIMEOUT_MS = 180_000

export class ClientProcess {
  readonly #child: ChildProcess
  #progress: Progress = { sent: 0, recorded: 0, repeats: 0, faults: [], isFinished: false }
  #onProgress: () => void = () => undefined

  constructor(options: ClientOptions) {
    this.#child = fork(PROGRAM, [JSON.stringify(options)], { execArgv: [] })
    this.#child.on('message', (message) => {
      this.#progress = Progress.parse(message)
      this.#onProgress()
    })
    this.#child.once('exit', () => this.#onProgress())
  }

  get progress(): Progress {
    return this.#progress
  }

  /** Fails if the client ends, or nothing of the kind happens for three. */
  async until(what: string, isSo: (progress: Progress) => boolean): Promise<Progress> {
    const { promise, resolve, reject } = Promise.withResolvers<Progress>()
    const fail = (why: string): void => {
      reject(new Error(`${why} before ${what}: ${JSON.stringify(this.#progress)}`))
    }
    const late = setTimeout(() => fail('three minutes went by'), PROGRESS_TIMEOUT_MS)
    this.#onProgress = () => {
      if (isSo(this.#progress)) resolve(this.#progress)
      else if (this.#child.exitCode !== null || this.#child.signalCode !== null) fail('it ended')
    }
    this.#onProgress()
    return promise.finally(() => {
      clearTimeout(late)
      this.#onProgress = () => undefined
    })
  }

  /** So many more claims are acknowledged than were when this was called. */
  async progressed(count: number): Promise<void> {
    const { recorded } = this.#progress
    await this.until(`${count} more claims`, (now) => now.recorded >= recorded + count)
  }

  /** Everything that is under way is answered; nothing new is begun. */
  async finish(): Promise<Progress> {
    this.#child.send('finish')
    return this.until('the end', ({ isFinished }) => isFinished)
  }

  kill(): void {
    this.#child.kill('SIGKILL')
  }
}
