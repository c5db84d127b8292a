/**
 * The near end of a connection to a signer, whatever it runs over: requests out, answers in, matched by
 * their order. When it ends, every open request fails and so does each later one.
 */
import type { Readable, Writable } from 'node:stream'
import { StartupProblem } from '#platform/config/startup-problem.ts'
import type { PublicRing } from './key-ring.ts'
import { SignerRefused, type SignerPort } from './port.ts'
import {
  lineReader,
  parseAnswer,
  requestLine,
  type SignerAnswer,
  type SignerRequest,
} from './wire.ts'

/** A signature takes a tenth of a millisecond; a disk that takes this long will not come back. */
const ANSWER_TIMEOUT_MS = 10_000
/** A process is started for it, on a machine that may do much else besides. */
const READY_TIMEOUT_MS = 60_000
const CLOSE_TIMEOUT_MS = 5_000

export interface SignerWay {
  /** Who is at the other end, for sentences. */
  readonly origin: string
  readonly input: Writable
  readonly output: Readable
  /** Settles with the reason when nothing more will be answered. */
  readonly ended: Promise<Error>
  /** Ends the other end, or the way to it, at once. */
  destroy(): void
}

interface Waiting {
  answered(answer: SignerAnswer): void
  failed(error: Error): void
}

export class SignerLine {
  readonly #way: SignerWay
  readonly #waiting: Waiting[] = []
  #failure: Error | undefined

  constructor(way: SignerWay) {
    this.#way = way
    void way.ended.then((reason) => this.#fail(reason))
    // A write to what has ended; its end is what fails the request.
    way.input.on('error', () => undefined)
    way.output.setEncoding('utf8')
    way.output.on(
      'data',
      lineReader((text) => this.#receive(text)),
    )
  }

  ask(request: SignerRequest): Promise<SignerAnswer> {
    const answer = this.#answer(ANSWER_TIMEOUT_MS)
    if (this.#failure === undefined) this.#way.input.write(requestLine(request))
    return answer
  }

  /** The first answer, before any request: to a line that says what is meant, where one is needed. */
  ready(line = ''): Promise<SignerAnswer> {
    const answer = this.#answer(READY_TIMEOUT_MS)
    if (this.#failure === undefined && line !== '') this.#way.input.write(line)
    return answer
  }

  /** The next answer that nobody waits for yet. */
  #answer(timeoutMs: number): Promise<SignerAnswer> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure)
    return new Promise((answered, failed) => {
      const timer = setTimeout(() => this.#overdue(), timeoutMs)
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
    this.#way.input.end()
    const timer = setTimeout(() => this.#way.destroy(), CLOSE_TIMEOUT_MS)
    await this.#way.ended
    clearTimeout(timer)
  }

  #receive(text: string): void {
    const answer = parseAnswer(text)
    const waiting = this.#waiting.shift()
    if (answer === null || waiting === undefined) {
      this.#fail(new Error(`the signer of ${this.#way.origin} said what nobody understands`))
      this.#way.destroy()
      return
    }
    waiting.answered(answer)
  }

  #overdue(): void {
    this.#fail(new Error(`the signer of ${this.#way.origin} does not answer`))
    this.#way.destroy()
  }

  #fail(error: Error): void {
    this.#failure ??= error
    for (const waiting of this.#waiting.splice(0)) waiting.failed(this.#failure)
  }
}

/** The port over a line, once the other end has said that it is ready; otherwise the line is closed. */
export async function openedPort(
  line: SignerLine,
  ready: Promise<SignerAnswer>,
): Promise<SignerPort> {
  try {
    const answer = await ready
    if (answer.kind !== 'ready') throw unexpected(answer)
    return portOf(line, answer)
  } catch (error) {
    await line.close()
    throw error
  }
}

function portOf(line: SignerLine, { verifierKey, earlierKeys }: PublicRing): SignerPort {
  return {
    verifierKey,
    earlierKeys,
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
