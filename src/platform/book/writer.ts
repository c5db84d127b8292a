/**
 * The writer of one book. It takes what came in while its last batch was being written, decides it, writes
 * it in one transaction, has the checkpoint signed, and only then answers. Any doubt about a write is
 * resolved by a new epoch and the size that is then found, before anything else is decided.
 */
import type { Answer, BookState, UnavailableReason } from '#kernel/book/answer.ts'
import { EMPTY_EDGE, type Edge } from '#kernel/log/edge.ts'
import { equalBytes } from '#kernel/std/bytes.ts'
import { RowCache } from '#kernel/rows/rows.ts'
import type { Clock } from '#kernel/time/clock.ts'
import { base64Of } from '#kernel/std/base64.ts'
import { answerOf, proveStored, storedIndexes } from './answers.ts'
import { Lanes, type Item, type Lane } from './lanes.ts'
import type { BatchMeasurement } from './port.ts'
import { Preparation, type Base, type PreparationTools } from './preparation.ts'
import { advanceSigner, Checkpoints } from './checkpoints.ts'
import { Fenced, type BookStore, type Lease } from './store.ts'
import { acquire, ClockFault, ClockWatch, LEASE_MS, reacquire, type Waiting } from './tenure.ts'
import type { SignerPort } from '#platform/signer/port.ts'

export interface WriterOptions {
  readonly tools: Omit<PreparationTools, 'cache' | 'nowMs' | 'monotonicMs' | 'store'>
  readonly store: BookStore
  readonly signer: SignerPort
  readonly clock: Clock
  /** Names this process in the lease row. */
  readonly owner: string
  readonly limits?: Partial<WriterLimits>
  onState(state: BookState): void
  onBatch(measurement: BatchMeasurement): void
  /** What the person on duty should see; never holds personal data. */
  onProblem(message: string, error: unknown): void
}

export interface WriterLimits {
  readonly batchCommandsMax: number
  readonly batchBytesMax: number
  readonly syncMsMax: number
  readonly cacheRowsMax: number
  /** How long a caller waits for an outcome that is in doubt. */
  readonly doubtMsMax: number
}

/** Design limits are 1,024 commands, 4 MiB, 20 ms; half of 1,024 keeps writing and deciding in step. */
export const WRITER_LIMITS: WriterLimits = {
  batchCommandsMax: 512,
  batchBytesMax: 4 * 1024 * 1024,
  syncMsMax: 20,
  cacheRowsMax: 400_000,
  doubtMsMax: 10_000,
}

/** A batch on its way to the database. */
interface InFlight {
  readonly batch: Preparation
  /** Undefined when it is committed, the reason when that is not known. */
  readonly written: Promise<unknown>
}

type Phase = BookState['phase']

export class Writer {
  readonly lanes = new Lanes()
  /** How long nobody had written the book when it was taken. */
  gapMs = 0
  /** Whether timers wait for the operator; kept by whoever runs them. */
  timersWait: () => boolean = () => false
  readonly #options: WriterOptions
  readonly #limits: WriterLimits
  readonly #tools: PreparationTools
  readonly #cache: RowCache
  readonly #checkpoints: Checkpoints
  #watch: ClockWatch
  #phase: Phase = 'starting'
  #reason = 'The book is being opened.'
  #epoch = 0
  #edge: Edge = EMPTY_EDGE
  #root = ''
  #atMs = 0
  #isStopping = false
  /** Why nothing may be written any more, once that is so. */
  #fatal: unknown
  readonly #wakes = new Set<() => void>()
  /** While a batch that the database refuses is searched for the command that spoils it. */
  #aloneFor = 0
  #lastWriteMs = 0
  /** The batches whose answers wait for signatures, in order. */
  #answering: Promise<void> = Promise.resolve()

  constructor(options: WriterOptions) {
    this.#options = options
    this.#limits = { ...WRITER_LIMITS, ...options.limits }
    this.#cache = new RowCache(this.#limits.cacheRowsMax)
    this.#tools = {
      ...options.tools,
      store: options.store,
      cache: this.#cache,
      nowMs: () => options.clock.nowMs(),
      monotonicMs: () => options.clock.monotonicMs(),
    }
    this.#checkpoints = new Checkpoints(options.signer, options.tools.hashing)
    this.#watch = new ClockWatch(options.clock)
  }

  get state(): BookState {
    return {
      book: this.#options.tools.book.name,
      origin: this.#options.tools.book.origin,
      phase: this.#phase,
      reason: this.#reason,
      size: this.#checkpoints.size,
      root: this.#root,
      checkpoint: this.#checkpoints.note,
      atMs: this.#atMs,
      queued: this.lanes.length,
      timersWait: this.timersWait(),
    }
  }

  get isWriting(): boolean {
    return this.#phase === 'writing'
  }

  /** What the book had reached when it was taken: reactions and timers start from here. */
  get size(): number {
    return this.#edge.size
  }

  /** Admits all or none; what is not admitted is answered here. */
  offer(lane: Lane, items: readonly Item[]): boolean {
    if (this.#phase === 'stopping' || this.#phase === 'stopped' || this.#phase === 'standing-by') {
      answerAll(items, 'not_writing')
      return false
    }
    if (this.lanes.offer(lane, items)) return true
    answerAll(items, 'queue_full')
    return false
  }

  /** Runs until it is told to stop, or until it must not go on. */
  async run(): Promise<void> {
    try {
      while (!this.#isStopping) {
        const lease = await this.#takeBook()
        if (lease === undefined) break
        this.gapMs = lease.gapMs
        await this.#open(lease)
        await this.#tenure()
      }
      await this.#answering
      if (this.#fatal !== undefined) throw this.#fatal
      this.#setPhase('stopped', 'The book was closed in good order.')
    } catch (error) {
      // Signer refusals and clock faults end here: going on could fork the log or falsify time.
      this.#options.onProblem('the writer stops', error)
      this.#setPhase('stopped', error instanceof Error ? error.message : String(error))
    }
    answerAll(this.lanes.drain(), 'not_writing')
    await this.#options.store.close()
  }

  /** Lets what was admitted be written, then stops. */
  stop(): void {
    if (this.#phase === 'writing') this.#setPhase('stopping', 'The server is being stopped.')
    this.#isStopping = true
    this.lanes.nudge()
    for (const wake of this.#wakes) wake()
  }

  async #takeBook(): Promise<Lease | undefined> {
    const taking = acquire(this.#options.store, this.#options.owner, this.#waiting())
    // A book that is free is taken at once; one that is not is said to be another's after a moment.
    const isFree = await Promise.race([taking.then(() => true), this.#pause(200).then(() => false)])
    if (!isFree && this.#phase !== 'in-doubt') {
      this.#setPhase('standing-by', 'Another server writes this book, or the database is away.')
      answerAll(this.lanes.drain(), 'not_writing')
    }
    return taking
  }

  /** Takes up the book as the database has it, and brings the signer to its size. */
  async #open(lease: Lease): Promise<void> {
    this.#watch = new ClockWatch(this.#options.clock)
    this.#watch.check(lease.databaseMs)
    this.#cache.clear()
    this.#epoch = lease.epoch
    this.#edge = await this.#options.store.edge(lease.size)
    this.#atMs = lease.atMs
    await advanceSigner(this.#checkpoints, this.#options.store, this.#edge, lease.root)
    this.#root = base64Of(lease.root)
    this.#lastWriteMs = this.#options.clock.monotonicMs()
    this.#setPhase('writing', '')
  }

  /** Writes while the book is ours. What only needs a fresh look at the book does not end the writer. */
  async #tenure(): Promise<void> {
    try {
      await this.#writeUntilLost()
    } catch (error) {
      if (!(error instanceof Reopen)) throw error
      this.#options.onProblem('the book is taken anew', error.cause)
      await this.#answering
    }
  }

  async #writeUntilLost(): Promise<void> {
    let inFlight: InFlight | undefined
    while (true) {
      const batch = await this.#prepare(inFlight)
      if (inFlight !== undefined) {
        const error = await inFlight.written
        if (error !== undefined) {
          const isOurs = await this.#resolveDoubt(inFlight.batch, batch, error)
          inFlight = undefined
          if (!isOurs) return
          continue
        }
        this.#committed(inFlight.batch)
        batch?.rows.detach()
        inFlight = undefined
      }
      if (batch === undefined) {
        if (this.#isStopping && this.lanes.length === 0) {
          await this.#answering
          await this.#options.store.releaseLease(this.#epoch)
          return
        }
        continue
      }
      inFlight = { batch, written: this.#write(batch) }
    }
  }

  /** The next batch: while one is being written it grows, otherwise it takes what is there. */
  async #prepare(inFlight: InFlight | undefined): Promise<Preparation | undefined> {
    if (inFlight === undefined && this.lanes.length === 0) {
      await Promise.race([this.lanes.arrival(), this.#pause(LEASE_MS / 3)])
      await this.#keepLease()
    }
    if (inFlight !== undefined && this.lanes.length === 0) {
      await Promise.race([this.lanes.arrival(), inFlight.written])
    }
    if (this.lanes.length === 0) return undefined
    const batch = new Preparation(this.#tools, this.#baseAfter(inFlight?.batch))
    let isWritten = false
    void inFlight?.written.then(() => (isWritten = true))
    const max = this.#aloneFor > 0 ? 1 : this.#limits.batchCommandsMax
    try {
      await this.#fill(batch, max)
      while (inFlight !== undefined && !isWritten && batch.count < max) {
        if (this.lanes.length === 0) {
          await Promise.race([this.lanes.arrival(), inFlight.written])
        }
        await this.#fill(batch, max)
      }
    } catch (error) {
      // Reading failed: nothing was written, so its commands are simply taken again.
      this.#options.onProblem('a batch could not be loaded', error)
      this.lanes.putBack([...batch.items, ...this.#taken])
      this.#taken = []
      await this.#pause(50)
      if (inFlight === undefined) throw new Reopen(error)
      return undefined
    }
    if (!batch.isEmpty) this.#options.store.stage(batch.write())
    return batch
  }

  /** Commands that were taken from the lanes and are not decided yet. */
  #taken: Item[] = []

  async #fill(batch: Preparation, max: number): Promise<void> {
    const items = this.lanes.take(max - batch.count, this.#limits.batchBytesMax)
    if (items.length === 0) return
    this.#taken = items
    const rest = await batch.add(items, this.#limits.syncMsMax)
    this.#taken = []
    this.lanes.putBack(rest)
  }

  #baseAfter(batch: Preparation | undefined): Base {
    if (batch === undefined) return { size: this.#edge.size, atMs: this.#atMs, edge: this.#edge }
    return { size: batch.size, atMs: batch.atMs, edge: batch.close().edge, rows: batch.rows }
  }

  /** Resolves to undefined when the batch is committed, to the reason when that is not known. */
  async #write(batch: Preparation): Promise<unknown> {
    const startMs = this.#options.clock.monotonicMs()
    try {
      this.#watch.check()
      if (batch.isEmpty) {
        // Refusals leave only while the book is still ours.
        const isCurrent = await this.#options.store.isCurrent(this.#epoch, batch.base.size)
        if (!isCurrent) throw new Fenced('the book has another epoch or size')
      } else {
        const tenure = { epoch: this.#epoch, leaseMs: LEASE_MS }
        const databaseMs = await this.#options.store.write(batch.write(), tenure)
        this.#lastWriteMs = this.#options.clock.monotonicMs()
        this.#watch.check(databaseMs)
      }
      this.#measure(batch, startMs)
      return undefined
    } catch (error) {
      return error ?? new Error('a write failed without a reason')
    }
  }

  #measure(batch: Preparation, startMs: number): void {
    const refusals: Record<string, number> = {}
    for (const { outcome } of batch.outcomes) {
      if (outcome.kind !== 'refused') continue
      refusals[outcome.refusal.type] = (refusals[outcome.refusal.type] ?? 0) + 1
    }
    this.#options.onBatch({
      commands: batch.count,
      entries: batch.size - batch.base.size,
      refusals,
      commitMs: this.#options.clock.monotonicMs() - startMs,
    })
  }

  /** The batch is in the book: take it over, have it signed, answer. */
  #committed(batch: Preparation): void {
    batch.rows.commit()
    this.#edge = batch.close().edge
    this.#atMs = batch.atMs
    this.#aloneFor = Math.max(0, this.#aloneFor - batch.count)
    const signed = this.#checkpoints.sign(batch.close())
    this.#answering = this.#answering.then(() => this.#answer(batch, signed))
  }

  async #answer(batch: Preparation, signed: Promise<string>): Promise<void> {
    try {
      const checkpoint = await signed
      this.#root = base64Of(batch.close().root)
      const { edge } = batch.close()
      const { store } = this.#options
      const { hashing } = this.#tools
      const stored = await proveStored({ store, hashing, edge }, storedIndexes(batch))
      for (const { item, outcome } of batch.outcomes) {
        if (outcome.kind === 'failed') this.#options.onProblem('a command failed', outcome.error)
        if (!item.isAnswered) item.answer(answerOf(batch, outcome, { checkpoint, stored }))
      }
      this.#options.onState(this.state)
    } catch (error) {
      // Recorded but not proven: the caller asks again with the same key.
      this.#options.onProblem('a batch could not be signed or proven', error)
      answerAll(batch.items, 'outcome_unknown')
      this.#fatal = error
      this.stop()
    }
  }

  /** True if the book is still ours and the batch's outcome is settled. */
  async #resolveDoubt(
    batch: Preparation,
    next: Preparation | undefined,
    reason: unknown,
  ): Promise<boolean> {
    this.#options.onProblem('a batch is in doubt', reason)
    if (reason instanceof ClockFault) {
      answerAll([...batch.items, ...(next?.items ?? [])], 'outcome_unknown')
      throw reason
    }
    this.#setPhase('in-doubt', 'The database did not answer a commit; its outcome is being found out.')
    this.#cache.clear()
    this.lanes.putBack(next?.items ?? [])
    await this.#answering
    const items = batch.items
    const timer = setTimeout(() => answerAll(items, 'outcome_unknown'), this.#limits.doubtMsMax)
    const lease = await reacquire(this.#options.store, this.#options.owner, this.#epoch, this.#waiting())
    clearTimeout(timer)
    if (lease === undefined) {
      answerAll(items, 'outcome_unknown')
      answerAll(this.lanes.drain(), 'not_writing')
      return false
    }
    const { edge, root } = batch.close()
    const isSettled = lease.size === edge.size && equalBytes(lease.root, root)
    if (isSettled) this.#committedAfterDoubt(batch, lease)
    else if (lease.size === batch.base.size) this.#takeAgain(batch, reason)
    else throw new Error(`the book has ${lease.size} entries, which no batch of this writer explains`)
    await this.#answering
    await this.#open(lease)
    return true
  }

  #committedAfterDoubt(batch: Preparation, lease: Lease): void {
    this.#epoch = lease.epoch
    this.#edge = batch.close().edge
    const signed = this.#checkpoints.sign(batch.close())
    this.#answering = this.#answering.then(() => this.#answer(batch, signed))
  }

  /** Nothing of the batch was kept. If the database itself refused it, one command spoils it. */
  #takeAgain(batch: Preparation, reason: unknown): void {
    const isRefusedByDatabase = isStatementError(reason)
    const again: Item[] = []
    for (const item of batch.items) {
      if (isRefusedByDatabase && batch.count === 1) {
        if (!item.isAnswered) item.answer({ kind: 'failed' })
      } else again.push(item)
    }
    if (isRefusedByDatabase) this.#aloneFor = again.length
    this.lanes.putBack(again)
  }

  async #keepLease(): Promise<void> {
    if (this.#options.clock.monotonicMs() - this.#lastWriteMs < LEASE_MS / 3) return
    this.#watch.check()
    const databaseMs = await this.#options.store.renewLease(this.#epoch, LEASE_MS).catch(
      (error: unknown) => {
        throw new Reopen(error)
      },
    )
    if (databaseMs === undefined) throw new Reopen(new Fenced('another server took the book'))
    this.#watch.check(databaseMs)
    this.#lastWriteMs = this.#options.clock.monotonicMs()
  }

  #setPhase(phase: Phase, reason: string): void {
    this.#phase = phase
    this.#reason = reason
    this.#options.onState(this.state)
  }

  #waiting(): Waiting {
    return {
      pause: (ms) => this.#pause(ms),
      isStopping: () => this.#isStopping && this.#phase !== 'in-doubt',
      onProblem: (error) => this.#options.onProblem('the database does not answer', error),
    }
  }

  async #pause(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        clearTimeout(timer)
        this.#wakes.delete(wake)
        resolve()
      }
      const timer = setTimeout(wake, ms)
      this.#wakes.add(wake)
    })
  }
}

/** The book must be taken anew: nothing of ours is in doubt, but we do not hold it for certain. */
class Reopen extends Error {
  override readonly name = 'Reopen'
  constructor(cause: unknown) {
    super('the book is taken anew', { cause })
  }
}

const RETRY_AFTER_MS = 1000

export function answerAll(items: readonly Item[], reason: UnavailableReason): void {
  const answer: Answer = { kind: 'unavailable', reason, retryAfterMs: RETRY_AFTER_MS }
  for (const item of items) {
    if (item.isAnswered) continue
    item.isAnswered = true
    item.answer(answer)
  }
}

/** PostgreSQL's own refusals carry a five-character code; broken connections do not, or class 08 and 57. */
function isStatementError(reason: unknown): boolean {
  if (!(reason instanceof Error) || !('code' in reason)) return false
  const { code } = reason
  return typeof code === 'string' && /^(22|23|42)/.test(code)
}
