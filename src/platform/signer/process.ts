/**
 * A signer in a process of its own, so that a fault of the server cannot reach the key. When that process
 * ends, every open request fails and so does each later one: the writer stops, and whoever reopens
 * the book starts another signer, which knows from its state what may have been signed meanwhile.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { bareEnvironment } from '#platform/config/bare-environment.ts'
import { StartupProblem } from '#platform/config/startup-problem.ts'
import { SignerRefused, type SignerPort } from './port.ts'
import type { SignerOptions } from './signer.ts'
import {
  lineReader,
  parseAnswer,
  requestLine,
  type SignerAnswer,
  type SignerRequest,
} from './wire.ts'

const PROGRAM = fileURLToPath(new URL('../../apps/signer/main.ts', import.meta.url))

/** A signature takes a tenth of a millisecond; a disk that takes this long will not come back. */
const ANSWER_TIMEOUT_MS = 10_000
const CLOSE_TIMEOUT_MS = 5_000

type Child = ChildProcessByStdio<Writable, Readable, null>

interface Waiting {
  answered(answer: SignerAnswer): void
  failed(error: Error): void
}

export interface SignerProcess extends SignerPort {
  readonly pid: number
}

/** Rejects with SignerRefused or StartupProblem, as opening a signer here would throw. */
export async function signerProcess(options: SignerOptions): Promise<SignerProcess> {
  const child = startChild(options)
  const line = new Line(child, options.origin)
  try {
    const ready = await line.answer()
    if (ready.kind !== 'ready') throw unexpected(ready)
    return portOf(line, ready.verifierKey)
  } catch (error) {
    await line.close()
    throw error
  }
}

function startChild({ folder, origin, mayCreate }: SignerOptions): Child {
  const flags = mayCreate ? ['--may-create'] : []
  // Node runs TypeScript without flags, and ours (--inspect, --eval) would mean something else there.
  const args = [PROGRAM, '--folder', folder, '--origin', origin, ...flags]
  return spawn(process.execPath, args, {
    stdio: ['pipe', 'pipe', 'inherit'],
    // The process that holds the key is told none of the server's secrets.
    env: bareEnvironment(),
    windowsHide: true,
  })
}

function portOf(line: Line, verifierKey: string): SignerProcess {
  return {
    verifierKey,
    pid: line.pid,
    async last() {
      const answer = await line.ask({ kind: 'last' })
      if (answer.kind !== 'last') throw unexpected(answer)
      return { size: answer.size, root: answer.root }
    },
    async sign(to) {
      const answer = await line.ask({ kind: 'sign', ...to })
      if (answer.kind !== 'signed') throw unexpected(answer)
      return answer.checkpoint
    },
    close: () => line.close(),
  }
}

function unexpected(answer: SignerAnswer): Error {
  if (answer.kind === 'refused') return new SignerRefused(answer.reason)
  if (answer.kind === 'unusable') return new StartupProblem(answer.sentence)
  return new Error(`the signer answered "${answer.kind}" to another question`)
}

/** Requests out, answers in, matched by their order. */
class Line {
  readonly #child: Child
  readonly #origin: string
  readonly #waiting: Waiting[] = []
  readonly #ended: Promise<void>
  #failure: Error | undefined

  constructor(child: Child, origin: string) {
    this.#child = child
    this.#origin = origin
    this.#ended = new Promise((done) => {
      // Not "exit": answers that the process wrote before it ended are still read.
      child.once('close', (code, signal) => {
        this.#fail(new Error(`the signer of ${origin} has ended (${signal ?? code})`))
        done()
      })
    })
    child.once('error', (cause) => this.#fail(new Error(`start signer of ${origin}`, { cause })))
    // A write to a process that has ended; its end is what fails the request.
    child.stdin.on('error', () => undefined)
    child.stdout.setEncoding('utf8')
    child.stdout.on(
      'data',
      lineReader((text) => this.#receive(text)),
    )
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  ask(request: SignerRequest): Promise<SignerAnswer> {
    const answer = this.answer()
    if (this.#failure === undefined) this.#child.stdin.write(requestLine(request))
    return answer
  }

  /** The next answer that nobody waits for yet. */
  answer(): Promise<SignerAnswer> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure)
    return new Promise((answered, failed) => {
      const timer = setTimeout(() => this.#overdue(), ANSWER_TIMEOUT_MS)
      this.#waiting.push({
        answered: (answer) => {
          clearTimeout(timer)
          answered(answer)
        },
        failed: (error) => {
          clearTimeout(timer)
          failed(error)
        },
      })
    })
  }

  async close(): Promise<void> {
    this.#child.stdin.end()
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), CLOSE_TIMEOUT_MS)
    await this.#ended
    clearTimeout(timer)
  }

  #receive(text: string): void {
    const answer = parseAnswer(text)
    const waiting = this.#waiting.shift()
    if (answer === null || waiting === undefined) {
      this.#fail(new Error(`the signer of ${this.#origin} said what nobody understands`))
      this.#child.kill('SIGKILL')
      return
    }
    waiting.answered(answer)
  }

  #overdue(): void {
    this.#fail(new Error(`the signer of ${this.#origin} does not answer`))
    this.#child.kill('SIGKILL')
  }

  #fail(error: Error): void {
    this.#failure ??= error
    for (const waiting of this.#waiting.splice(0)) waiting.failed(this.#failure)
  }
}
