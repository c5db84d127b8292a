/**
 * The writer of one book. It takes what came in while its last batch was being written, decides it, writes
 * it in one transaction, has the checkpoint signed, and only then answers. Any doubt about a write is
 * resolved by a new epoch and the size that is then found, before anything else is decided.
 */
import type { BookState } from '#kernel/book/answer.ts'
import { EMPTY_EDGE, type Edge } from '#kernel/log/edge.ts'
import { equalBytes } from '#kernel/std/bytes.ts'
import { RowCache } from '#kernel/rows/rows.ts'
import { base64Of } from '#kernel/std/base64.ts'
import { SignerRefused } from '#platform/signer/port.ts'
import { answerAll } from './answers.ts'
import { keepErased, keepErasedBefore } from './erasures.ts'
import { fly, type InFlight } from './flight.ts'
import { isOfCommands } from './failures.ts'
import { Lanes, type Item, type Lane } from './lanes.ts'
import { Pauses } from './pauses.ts'
import { Preparation, Spoiled, type Base, type PreparationTools } from './preparation.ts'
import { Replies } from './replies.ts'
import { advanceSigner, Checkpoints } from './checkpoints.ts'
import { acquire, ClockFault, endOfTenure, LEASE_MS, orReopen, reacquire } from './tenure.ts'
import { type AskedLease, Reopen, Tenancy, Unsigned, type Waiting } from './tenure.ts'
import { AGAIN_MS, HELD, SIGNER_AGAIN_MS, SIGNER_AGAIN_MS_MAX } from './writer-options.ts'
import { RESERVE_FREE_MS, STOPPING, WRITER_LIMITS } from './writer-options.ts'
import type { WriterLimits, WriterOptions } from './writer-options.ts'

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
  readonly #replies: Replies
  readonly #tenancy: Tenancy
  #phase: Phase = 'starting'
  #reason = 'The book is being opened.'
  #edge: Edge = EMPTY_EDGE
  #atMs = 0
  #isStopping = false
  /** Why nothing may be written until the book is opened anew, once that is so. */
  #unsigned: Unsigned | undefined
  #signerAgainMs = SIGNER_AGAIN_MS
  readonly #pauses: Pauses
  /** While a batch that the database refuses is searched for the command that spoils it. */
  #aloneFor = 0

  constructor(options: WriterOptions) {
    this.#options = options
    this.#pauses = new Pauses(options.waits)
    this.#limits = { ...WRITER_LIMITS, ...options.limits }
    this.#cache = new RowCache(this.#limits.cacheRowsMax)
    this.#tools = {
      ...options.tools,
      store: options.store,
      cache: this.#cache,
      nowMs: options.bookNowMs ?? (() => this.#tenancy.nowMs()),
      monotonicMs: () => options.clock.monotonicMs(),
    }
    this.#checkpoints = new Checkpoints(options.signer, options.tools.hashing)
    this.#replies = new Replies({
      checkpoints: this.#checkpoints,
      store: options.store,
      keepErased: (erased) => keepErased(options, erased),
      onAnswered: () => options.onState(this.state),
      onUnsigned: (error) => {
        this.#unsigned ??= new Unsigned(error)
        this.lanes.nudge()
      },
      onProblem: (message, error) => options.onProblem(message, error),
    })
    this.#tenancy = new Tenancy(options.store, options.clock)
  }

  get state(): BookState {
    return {
      book: this.#options.tools.book.name,
      origin: this.#options.tools.book.origin,
      phase: this.#phase,
      reason: this.#reason,
      size: this.#checkpoints.size,
      root: this.#replies.root,
      checkpoint: this.#checkpoints.note,
      atMs: this.#atMs,
      queued: this.lanes.length,
      timersWait: this.timersWait(),
    }
  }

  /** How long the book is known to be ours, in milliseconds. */
  get heldForMs(): number {
    return this.#tenancy.heldForMs
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
      await this.#replies.settled()
      this.#setPhase('stopped', 'The book was closed in good order.')
    } catch (error) {
      // Signer refusals and clock faults end here: going on could fork the log or falsify time.
      this.#options.onProblem('the writer stops', error)
      await this.#replies.settled()
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
    this.#pauses.wakeAll()
  }

  async #takeBook(): Promise<AskedLease | undefined> {
    const onHeld = (): void => this.#standBy(HELD)
    const { store, owner, isReserve } = this.#options
    const freeForMs = isReserve === true ? RESERVE_FREE_MS : 0
    return acquire(store, owner, { ...this.#waiting(), onHeld, freeForMs })
  }

  /** Takes up the book as the database has it, and brings the signer to its size. */
  async #open(lease: AskedLease): Promise<void> {
    this.#unsigned = undefined
    this.#tenancy.begin(lease)
    this.#cache.clear()
    this.#edge = await orReopen(this.#options.store.edge(lease.size))
    this.#atMs = lease.atMs
    await keepErasedBefore(this.#options)
    await advanceSigner(this.#checkpoints, this.#options.store, this.#edge, lease)
    this.#signerAgainMs = SIGNER_AGAIN_MS
    this.#replies.root = base64Of(lease.root)
    this.#setPhase(this.#isStopping ? 'stopping' : 'writing', this.#isStopping ? STOPPING : '')
  }

  /** Writes while the book is ours. What only needs a fresh look at the book does not end the writer. */
  async #tenure(lease: AskedLease): Promise<void> {
    try {
      await this.#open(lease)
      await this.#writeUntilLost()
    } catch (error) {
      if (!(error instanceof Reopen || error instanceof Unsigned)) throw error
      this.#options.onProblem(error.message, error.cause)
      await this.#replies.settled()
      if (error instanceof Unsigned) await this.#waitForSigner(error.cause)
      else await this.#pauses.pause(AGAIN_MS)
    }
  }

  /** A signer that is away may come back; one that refuses what is ours has seen another history. */
  async #waitForSigner(reason: unknown): Promise<void> {
    if (reason instanceof SignerRefused) {
      // Who lost the book asks for less than its successor has had signed. A database that cannot be asked
      // settles nothing: the book is taken anew, and the signer is asked again.
      const { store } = this.#options
      if (await store.isCurrent(this.#tenancy.epoch, this.#edge.size).catch(() => false)) {
        throw reason
      }
      return
    }
    await this.#release()
    this.#standBy(reason instanceof Error ? reason.message : String(reason))
    await this.#pauses.pause(this.#signerAgainMs)
    this.#signerAgainMs = Math.min(2 * this.#signerAgainMs, SIGNER_AGAIN_MS_MAX)
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
      if (this.#unsigned !== undefined) {
        // What cannot be signed is not recorded.
        this.lanes.putBack(batch?.items ?? [])
        throw this.#unsigned
      }
      if (batch === undefined) {
        if (this.#isStopping && this.lanes.length === 0) return this.#release()
        continue
      }
      inFlight = fly(batch, {
        options: this.#options,
        tenancy: this.#tenancy,
        signed: this.#checkpoints.size,
      })
    }
  }

  async #release(): Promise<void> {
    await this.#replies.settled()
    const tenure = { epoch: this.#tenancy.epoch, signed: this.#checkpoints.size }
    // A lease that is not released runs out.
    await this.#options.store.releaseLease(tenure).catch((error: unknown) => {
      this.#options.onProblem('the lease was not released', error)
    })
  }

  /** The next batch: while one is being written it grows, otherwise it takes what is there. */
  async #prepare(inFlight: InFlight | undefined): Promise<Preparation | undefined> {
    await this.#arrivalOr(inFlight)
    if (inFlight === undefined && (await this.#tenancy.keep(this.#checkpoints.size))) {
      this.#options.onState(this.state)
    }
    if (this.lanes.length === 0) return undefined
    const batch = new Preparation(this.#tools, this.#baseAfter(inFlight?.batch))
    const max = this.#aloneFor > 0 ? 1 : this.#limits.batchCommandsMax
    try {
      await this.#fill(batch, max)
      const grows = (): boolean => inFlight?.isOpen === true && batch.takesMore(max)
      while (grows()) {
        await this.#arrivalOr(inFlight)
        await this.#fill(batch, max)
      }
      if (!batch.isEmpty) this.#options.store.stage(batch.write())
      return batch
    } catch (error) {
      await this.#prepareAgain(batch, error)
      if (inFlight === undefined && !isOfCommands(error)) throw endOfTenure(error)
      return undefined
    }
  }

  /** Until there is something to take, the batch in flight is written, or the lease wants care. */
  async #arrivalOr(inFlight: InFlight | undefined): Promise<void> {
    if (this.lanes.length > 0) return
    await Promise.race([
      this.lanes.arrival(),
      inFlight?.written ?? this.#pauses.pause(LEASE_MS / 3),
    ])
  }

  /** Nothing was written, so the commands are simply taken again, but for one that spoils the others. */
  async #prepareAgain(batch: Preparation, reason: unknown): Promise<void> {
    this.#options.onProblem('a batch could not be prepared', reason)
    // A command may be decided and still count as taken, when sealing it failed.
    const items = [...new Set([...batch.items, ...this.#taken])]
    this.#taken = []
    if (reason instanceof Spoiled) reason.item.spoiledBy = reason
    else if (isOfCommands(reason)) this.#suspect(items, reason)
    else await this.#pauses.pause(AGAIN_MS)
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

  /** The batch is in the book: take it over, have it signed, answer. */
  #committed(batch: Preparation): void {
    batch.rows.commit()
    this.#edge = batch.close().edge
    this.#atMs = batch.atMs
    this.#aloneFor = Math.max(0, this.#aloneFor - batch.count)
    this.#replies.follow(batch)
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
    await this.#replies.settled()
    const items = batch.items
    const cancel = this.#pauses.waits.after(this.#limits.doubtMsMax, () => {
      answerAll(items, 'outcome_unknown')
      this.#standBy('The database is away.')
    })
    const { store, owner } = this.#options
    const lease = await reacquire(store, owner, this.#tenancy.epoch, this.#waiting())
    cancel()
    if (lease === undefined) {
      answerAll(items, 'outcome_unknown')
      this.#standBy('Another server took this book.')
      return false
    }
    const { edge, root } = batch.close()
    // A batch without entries leaves no mark by which it could be found, and may be repeated.
    if (lease.size === batch.base.size) await this.#takeAgain(batch, reason)
    else if (lease.size === edge.size && equalBytes(lease.root, root)) {
      this.#edge = edge
      this.#replies.follow(batch)
    } else {
      answerAll(items, 'outcome_unknown')
      throw new Error(`the book has ${lease.size} entries, which no batch of this writer explains`)
    }
    await this.#replies.settled()
    await this.#open(lease)
    return true
  }

  /** Nothing of the batch was kept. If the database itself refused it, one command spoils it. */
  async #takeAgain(batch: Preparation, reason: unknown): Promise<void> {
    if (isOfCommands(reason)) this.#suspect(batch.items, reason)
    else await this.#pauses.pause(AGAIN_MS)
    this.lanes.putBack(batch.items)
  }

  /** Nothing is admitted until the book is ours again, and whoever waits hears it. */
  #standBy(reason: string): void {
    this.#setPhase('standing-by', reason)
    answerAll(this.lanes.drain(), 'not_writing')
  }

  #setPhase(phase: Phase, reason: string): void {
    this.#phase = phase
    this.#reason = reason
    this.#options.onState(this.state)
  }

  #waiting(): Waiting {
    return {
      waits: this.#pauses.waits,
      pause: (ms) => this.#pauses.pause(ms),
      isStopping: () => this.#isStopping && this.#phase !== 'in-doubt',
      clock: this.#options.clock,
      onProblem: (error) => this.#options.onProblem('the database does not answer', error),
    }
  }
}
