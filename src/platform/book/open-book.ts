/**
 * A book from the server's side. Its thread may die: whoever waits then hears that the outcome is unknown,
 * and a new thread takes the book up again, unless the writer stopped by its own decision.
 */
import { Worker } from 'node:worker_threads'
import type { Answer, BookState } from '#kernel/book/answer.ts'
import type { EarlierKey } from '#kernel/log/policy.ts'
import { StartupProblem } from '#platform/config/startup-problem.ts'
import type { SignerHealth } from '#platform/signer/kept.ts'
import type { SignerRefusal } from '#platform/signer/port.ts'
import type { BatchMeasurement, BookPort, Request } from './port.ts'
import type { BookThreadOptions, FromBook, ToBook } from './thread-wire.ts'

export interface OpenBookOptions extends BookThreadOptions {
  /** The module that calls serveBook with the hub's slices. */
  readonly threadModule: URL
  readonly onProblem: (message: string, error: string) => void
}

/** Requests handed to the thread and not answered; beyond this nothing is admitted. */
const OUTSTANDING_MAX = 16_384
const RESTART_MS = 1000
/** A batch lives for milliseconds: in a small nursery it would be copied before it dies. */
const YOUNG_MIB = 192
const RETRY_AFTER_MS = 1000

const SILENT = 'The database has not said for some seconds that this server still holds the book.'

interface Waiting {
  readonly count: number
  resolve(answers: readonly Answer[]): void
}

/** A restored hub, and a server that was started beside others by mistake, are told the same by their signer. */
const MISSING: SignerRefusal = 'state_missing'
const ADVICE =
  '. A server beside others needs their HONGQIAO_SIGNER (docs/runbooks/failover.md); for a hub that was restored see docs/runbooks/signer.md.'

class ThreadedBook implements BookPort {
  readonly name: string
  readonly origin: string
  verifierKey = ''
  earlierKeys: readonly EarlierKey[] = []
  readonly #options: OpenBookOptions
  readonly #waiting = new Map<number, Waiting>()
  readonly #stateListeners = new Set<(state: BookState) => void>()
  readonly #batchListeners = new Set<(measurement: BatchMeasurement) => void>()
  #worker: Worker | undefined
  #state: BookState
  #heldUntilMs = 0
  #signer: SignerHealth = { state: 'away', restarts: 0 }
  #nextId = 0
  #outstanding = 0
  #outgoing: ToBook[] = []
  #isDraining = false
  #ended: () => void = () => undefined
  readonly #end = new Promise<void>((resolve) => (this.#ended = resolve))

  constructor(options: OpenBookOptions) {
    this.#options = options
    this.name = options.name
    this.origin = options.origin
    this.#state = {
      book: options.name,
      origin: options.origin,
      phase: 'starting',
      reason: 'The book is being opened.',
      size: 0,
      root: '',
      checkpoint: '',
      atMs: 0,
      queued: 0,
      timersWait: false,
    }
  }

  /** Resolves once the signer's key is known; fails if the thread ends before. */
  start(): Promise<void> {
    return new Promise((resolve, reject) => {
      const { threadModule, onProblem, ...workerData } = this.#options
      const worker = new Worker(threadModule, {
        workerData,
        resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MIB },
      })
      this.#worker = worker
      let failure = ''
      worker.on('message', (messages: readonly FromBook[]) => {
        for (const message of messages) {
          if (message.kind === 'opened') {
            this.verifierKey = message.verifierKey
            this.earlierKeys = message.earlierKeys ?? []
            resolve()
          } else this.#receive(message)
        }
      })
      worker.on('error', (error) => {
        failure = error instanceof Error ? error.message : String(error)
        onProblem('the thread of a book failed', failure)
      })
      worker.on('exit', () => {
        const advice = failure.includes(MISSING) ? ADVICE : ''
        reject(new StartupProblem(`The book ${this.name} could not be opened: ${failure}${advice}`))
        this.#exited()
      })
    })
  }

  get signer(): SignerHealth {
    return this.#signer
  }

  state(): BookState {
    const queued = Math.max(this.#state.queued, this.#outstanding)
    // A process that was stopped and awakened, or a database that is silent: another may have the book.
    const isHeld = Number(process.hrtime.bigint() / 1_000_000n) < this.#heldUntilMs
    if (this.#state.phase !== 'writing' || isHeld) return { ...this.#state, queued }
    return { ...this.#state, queued, phase: 'in-doubt', reason: SILENT }
  }

  submit(requests: readonly Request[]): Promise<readonly Answer[]> {
    const count = requests.length
    if (count === 0) return Promise.resolve([])
    if (this.#worker === undefined || this.#isDraining) return this.#refuse(count, 'not_writing')
    if (this.#outstanding + count > OUTSTANDING_MAX) return this.#refuse(count, 'queue_full')
    this.#outstanding += count
    const id = this.#nextId
    this.#nextId += 1
    this.#send({ kind: 'submit', id, requests })
    return new Promise((resolve) => this.#waiting.set(id, { count, resolve }))
  }

  onChange(listener: (state: BookState) => void): () => void {
    this.#stateListeners.add(listener)
    return () => this.#stateListeners.delete(listener)
  }

  onBatch(listener: (measurement: BatchMeasurement) => void): () => void {
    this.#batchListeners.add(listener)
    return () => this.#batchListeners.delete(listener)
  }

  releaseTimers(): void {
    this.#send({ kind: 'release-timers' })
  }

  async drain(): Promise<void> {
    this.#isDraining = true
    if (this.#worker === undefined) return
    this.#send({ kind: 'drain' })
    await this.#end
  }

  #refuse(count: number, reason: 'not_writing' | 'queue_full'): Promise<readonly Answer[]> {
    const answer: Answer = { kind: 'unavailable', reason, retryAfterMs: RETRY_AFTER_MS }
    return Promise.resolve(Array.from({ length: count }, () => answer))
  }

  /** What is sent in one turn of the event loop goes over in one message. */
  #send(message: ToBook): void {
    if (this.#outgoing.length === 0) {
      setImmediate(() => {
        this.#worker?.postMessage(this.#outgoing)
        this.#outgoing = []
      })
    }
    this.#outgoing.push(message)
  }

  #receive(message: Exclude<FromBook, { kind: 'opened' }>): void {
    switch (message.kind) {
      case 'answers':
        this.#answered(message.id, message.answers)
        break
      case 'state':
        this.#heldUntilMs = message.heldUntilMs
        this.#setState(message.state)
        break
      case 'signer':
        this.#signer = message.health
        break
      case 'batch':
        for (const listener of this.#batchListeners) listener(message.measurement)
        break
      default:
        this.#options.onProblem(message.message, message.error)
    }
  }

  #answered(id: number, answers: readonly Answer[]): void {
    const waiting = this.#waiting.get(id)
    if (waiting === undefined) return
    this.#waiting.delete(id)
    this.#outstanding -= waiting.count
    waiting.resolve(answers)
  }

  #setState(state: BookState): void {
    this.#state = state
    for (const listener of this.#stateListeners) listener(state)
  }

  #exited(): void {
    this.#worker = undefined
    const answer: Answer = {
      kind: 'unavailable',
      reason: 'outcome_unknown',
      retryAfterMs: RETRY_AFTER_MS,
    }
    for (const [id, { count }] of this.#waiting) {
      this.#answered(
        id,
        Array.from({ length: count }, () => answer),
      )
    }
    if (this.#isDraining || this.#state.phase === 'stopped') {
      this.#ended()
      return
    }
    this.#setState({ ...this.#state, phase: 'starting', reason: 'The book is being opened again.' })
    setTimeout(() => {
      if (!this.#isDraining) this.start().catch(() => undefined)
    }, RESTART_MS)
  }
}

export async function openBook(options: OpenBookOptions): Promise<BookPort> {
  const book = new ThreadedBook(options)
  await book.start()
  return book
}
