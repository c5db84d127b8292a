/**
 * The writer of one book. It takes what came in while its last batch was being written, decides it, writes
 * it in one transaction, has the checkpoint signed, and only then answers. Any doubt about a write is
 * resolved by a new epoch and the size that is then found, before anything else is decided.
 */
import type { BookState, ProvenEntry } from '#kernel/book/answer.ts'
import { EMPTY_EDGE, type Edge } from '#kernel/log/edge.ts'
import { equalBytes } from '#kernel/std/bytes.ts'
import { RowCache } from '#kernel/rows/rows.ts'
import type { Clock } from '#kernel/time/clock.ts'
import { base64Of } from '#kernel/std/base64.ts'
import { answerAll, answerOf, proveStored, storedIndexes, tell } from './answers.ts'
import { isOfCommands } from './failures.ts'
import { Lanes, type Item, type Lane } from './lanes.ts'
import type { BatchMeasurement } from './port.ts'
import { Preparation, Spoiled, type Base, type PreparationTools } from './preparation.ts'
import { advanceSigner, Checkpoints } from './checkpoints.ts'
import { Fenced, type BookStore, type Lease } from './store.ts'
import { acquire, ClockFault, ClockWatch, LEASE_MS, orReopen, reacquire } from './tenure.ts'
import { Reopen, type Waiting } from './tenure.ts'
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
  /** Until that is settled. */
  isOpen: boolean
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
  #fatal: Error | undefined
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
    if (this.#isStopping || this.#phase === 'stopped' || this.#phase === 'standing-by') {
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
        await this.#tenure(lease)
      }
      await this.#answering
      if (this.#fatal !== undefined) throw this.#fatal
      this.#setPhase('stopped', 'The book was closed in good order.')
    } catch (error) {
      // Signer refusals and clock faults end here: going on could fork the log or falsify time.
      this.#options.onProblem('the writer stops', error)
      await this.#answering
      this.#setPhase('stopped', error instanceof Error ? error.message : String(error))
    }
    answerAll(this.lanes.drain(), 'not_writing')
    await this.#options.store.close()
  }

  /** Lets what was admitted be written, then stops. */
  stop(): void {
    if (this.#phase === 'writing') this.#setPhase('stopping', STOPPING)
    this.#isStopping = true
    this.lanes.nudge()
    for (const wake of this.#wakes) wake()
  }

  async #takeBook(): Promise<Lease | undefined> {
    const taking = acquire(this.#options.store, this.#options.owner, this.#waiting())
    // A book that is free is taken at once; one that is not is said to be another's after a moment.
    const isFree = await Promise.race([taking.then(() => true), this.#pause(200).then(() => false)])
    if (!isFree) {
      this.#standBy('Another server writes this book, or the database is away.')
    }
    return taking
  }

  /** Takes up the book as the database has it, and brings the signer to its size. */
  async #open(lease: Lease): Promise<void> {
    this.#watch = new ClockWatch(this.#options.clock)
    this.#watch.check(lease.databaseMs)
    this.#cache.clear()
    this.#epoch = lease.epoch
    this.#edge = await orReopen(this.#options.store.edge(lease.size))
    this.#atMs = lease.atMs
    await advanceSigner(this.#checkpoints, this.#options.store, this.#edge, lease.root)
    this.#root = base64Of(lease.root)
    this.#lastWriteMs = this.#options.clock.monotonicMs()
    if (this.#isStopping) this.#setPhase('stopping', STOPPING)
    else this.#setPhase('writing', '')
  }

  /** Writes while the book is ours. What only needs a fresh look at the book does not end the writer. */
  async #tenure(lease: Lease): Promise<void> {
    try {
      await this.#open(lease)
      await this.#writeUntilLost()
    } catch (error) {
      if (!(error instanceof Reopen)) throw error
      this.#options.onProblem('the book is taken anew', error.cause)
      await this.#answering
      await this.#pause(AGAIN_MS)
    }
  }

  async #writeUntilLost(): Promise<void> {
    let inFlight: InFlight | undefined
    while (true) {
      let batch = await this.#prepare(inFlight)
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
      if (this.#fatal !== undefined) {
        // What cannot be signed is not recorded.
        this.lanes.putBack(batch?.items ?? [])
        batch = undefined
      }
      if (batch === undefined) {
        if (this.#isDone) return this.#release()
        continue
      }
      inFlight = this.#fly(batch)
    }
  }

  get #isDone(): boolean {
    return this.#fatal !== undefined || (this.#isStopping && this.lanes.length === 0)
  }

  async #release(): Promise<void> {
    await this.#answering
    // A lease that is not released runs out.
    await this.#options.store.releaseLease(this.#epoch).catch((error: unknown) => {
      this.#options.onProblem('the lease was not released', error)
    })
  }

  /** The next batch: while one is being written it grows, otherwise it takes what is there. */
  async #prepare(inFlight: InFlight | undefined): Promise<Preparation | undefined> {
    await this.#arrivalOr(inFlight)
    if (inFlight === undefined) await this.#keepLease()
    if (this.lanes.length === 0) return undefined
    const batch = new Preparation(this.#tools, this.#baseAfter(inFlight?.batch))
    const max = this.#aloneFor > 0 ? 1 : this.#limits.batchCommandsMax
    try {
      await this.#fill(batch, max)
      const grows = (): boolean => inFlight?.isOpen === true && batch.count < max
      while (grows()) {
        await this.#arrivalOr(inFlight)
        await this.#fill(batch, max)
      }
      if (!batch.isEmpty) this.#options.store.stage(batch.write())
      return batch
    } catch (error) {
      await this.#prepareAgain(batch, error)
      if (inFlight === undefined && !isOfCommands(error)) throw new Reopen(error)
      return undefined
    }
  }

  /** Until there is something to take, the batch in flight is written, or the lease wants care. */
  async #arrivalOr(inFlight: InFlight | undefined): Promise<void> {
    if (this.lanes.length > 0) return
    await Promise.race([this.lanes.arrival(), inFlight?.written ?? this.#pause(LEASE_MS / 3)])
  }

  /** Nothing was written, so the commands are simply taken again, but for one that spoils the others. */
  async #prepareAgain(batch: Preparation, reason: unknown): Promise<void> {
    this.#options.onProblem('a batch could not be prepared', reason)
    // A command may be decided and still count as taken, when sealing it failed.
    const items = [...new Set([...batch.items, ...this.#taken])]
    this.#taken = []
    if (reason instanceof Spoiled) reason.item.spoiledBy = reason
    else if (isOfCommands(reason)) this.#suspect(items, reason)
    else await this.#pause(AGAIN_MS)
    this.lanes.putBack(items)
  }

  /** The database refuses these commands: one of them spoils the others, and is found one by one. */
  #suspect(items: readonly Item[], reason: unknown): void {
    const [only, ...others] = items
    if (only !== undefined && others.length === 0) only.spoiledBy = reason
    else this.#aloneFor = items.length
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

  #fly(batch: Preparation): InFlight {
    const inFlight = { batch, written: this.#write(batch), isOpen: true }
    void inFlight.written.then(() => (inFlight.isOpen = false))
    return inFlight
  }

  /** Resolves to undefined when the batch is committed, to the reason when that is not known. */
  async #write(batch: Preparation): Promise<unknown> {
    const startMs = this.#options.clock.monotonicMs()
    try {
      this.#watch.check()
      if (batch.isEmpty) {
        // Refusals leave only while the book is still ours, and they alone keep it, too.
        await this.#keepLease()
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
    let checkpoint = ''
    try {
      checkpoint = await signed
    } catch (error) {
      // Recorded but not signed: the caller asks again with the same key, when somebody has looked.
      this.#options.onProblem('a batch could not be signed', error)
      answerAll(batch.items, 'outcome_unknown')
      this.#fatal ??= error instanceof Error ? error : new Error(String(error))
      this.stop()
      return
    }
    this.#root = base64Of(batch.close().root)
    const stored = await this.#proveStored(batch)
    for (const { item, outcome } of batch.outcomes) {
      if (outcome.kind === 'failed') this.#options.onProblem('a command failed', outcome.error)
      const isProven = outcome.kind !== 'existing' || stored.size > 0
      if (isProven) tell(item, answerOf(batch, outcome, { checkpoint, stored }))
      else answerAll([item], 'outcome_unknown')
    }
    this.#options.onState(this.state)
  }

  /** Proofs for acts that were recorded before; none when they could not be read. */
  async #proveStored(batch: Preparation): Promise<ReadonlyMap<number, ProvenEntry>> {
    const { store } = this.#options
    const { hashing } = this.#tools
    const { edge } = batch.close()
    try {
      return await proveStored({ store, hashing, edge }, storedIndexes(batch))
    } catch (error) {
      this.#options.onProblem('entries of earlier batches could not be proven', error)
      return new Map()
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
      answerAll(batch.items, 'outcome_unknown')
      this.lanes.putBack(next?.items ?? [])
      throw reason
    }
    this.#setPhase(
      'in-doubt',
      'The database did not answer a commit; its outcome is being found out.',
    )
    this.#cache.clear()
    this.lanes.putBack(next?.items ?? [])
    await this.#answering
    const items = batch.items
    const timer = setTimeout(() => {
      answerAll(items, 'outcome_unknown')
      this.#standBy('The database is away.')
    }, this.#limits.doubtMsMax)
    const lease = await reacquire(
      this.#options.store,
      this.#options.owner,
      this.#epoch,
      this.#waiting(),
    )
    clearTimeout(timer)
    if (lease === undefined) {
      answerAll(items, 'outcome_unknown')
      this.#standBy('Another server took this book.')
      return false
    }
    const { edge, root } = batch.close()
    // A batch without entries leaves no mark by which it could be found, and may be repeated.
    if (lease.size === batch.base.size) await this.#takeAgain(batch, reason)
    else if (lease.size === edge.size && equalBytes(lease.root, root)) {
      this.#committedAfterDoubt(batch, lease)
    } else {
      answerAll(items, 'outcome_unknown')
      throw new Error(`the book has ${lease.size} entries, which no batch of this writer explains`)
    }
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
  async #takeAgain(batch: Preparation, reason: unknown): Promise<void> {
    if (isOfCommands(reason)) this.#suspect(batch.items, reason)
    else await this.#pause(AGAIN_MS)
    this.lanes.putBack(batch.items)
  }

  /** Nothing is admitted until the book is ours again, and whoever waits hears it. */
  #standBy(reason: string): void {
    this.#setPhase('standing-by', reason)
    answerAll(this.lanes.drain(), 'not_writing')
  }

  async #keepLease(): Promise<void> {
    if (this.#options.clock.monotonicMs() - this.#lastWriteMs < LEASE_MS / 3) return
    this.#watch.check()
    const databaseMs = await orReopen(this.#options.store.renewLease(this.#epoch, LEASE_MS))
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

const STOPPING = 'The server is being stopped.'

/** A pause before what failed is tried again, so that a failure that stays does not become a busy loop. */
const AGAIN_MS = 50
