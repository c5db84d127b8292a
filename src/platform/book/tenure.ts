/**
 * A writer's hold on its book: the lease with its epoch, and the clocks that must agree. Whoever has the
 * epoch writes; the lease only keeps two healthy servers from taking the book from each other in turn.
 */
import { BrokenInvariant } from '#kernel/std/assert.ts'
import type { Clock } from '#kernel/time/clock.ts'
import { Fenced, type BookStore, type Lease } from './store.ts'
import type { Waits } from './waits.ts'

/** Half of the five seconds within which the other server is to write: the rest is for who must notice it. */
export const LEASE_MS = 2500

/** Wall and monotonic clock, or server and database, may part by this much. */
export const CLOCK_DRIFT_MS_MAX = 2000

/** The clocks part: legal time cannot be trusted, so nothing is recorded until an operator has looked. */
export class ClockFault extends Error {
  override readonly name = 'ClockFault'
}

/** The book must be taken anew: nothing of ours is in doubt, but we do not hold it for certain. */
export class Reopen extends Error {
  override readonly name = 'Reopen'
  constructor(cause: unknown) {
    super('the book is taken anew', { cause })
  }
}

/** What was recorded last could not be signed: nothing more is recorded until a signer signs again. */
export class Unsigned extends Error {
  override readonly name = 'Unsigned'
  constructor(cause: unknown) {
    super('the book could not be signed', { cause })
  }
}

/** After a failure that no command is to blame for: the book is taken anew, unless time itself is in doubt. */
export function endOfTenure(error: unknown): ClockFault | Reopen {
  return error instanceof ClockFault ? error : new Reopen(error)
}

/** Reading that fails is tried again from a new lease; what was read and is wrong is not. */
export async function orReopen<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading
  } catch (error) {
    throw error instanceof BrokenInvariant ? error : new Reopen(error)
  }
}

export class ClockWatch {
  readonly #clock: Clock
  readonly #offsetMs: number

  constructor(clock: Clock) {
    this.#clock = clock
    this.#offsetMs = clock.nowMs() - clock.monotonicMs()
  }

  /**
   * Throws when the wall clock jumped since the watch began, or differs from the database's. The database
   * said its time somewhen between the question and now: a slow commit is no clock that is wrong.
   */
  check(databaseMs?: number, askedMs = this.#clock.nowMs()): void {
    const nowMs = this.#clock.nowMs()
    const jumpMs = nowMs - this.#clock.monotonicMs() - this.#offsetMs
    if (Math.abs(jumpMs) > CLOCK_DRIFT_MS_MAX) {
      throw new ClockFault(`the wall clock of this server jumped by ${Math.round(jumpMs)} ms`)
    }
    if (databaseMs === undefined) return
    const aheadMs = databaseMs > nowMs ? databaseMs - nowMs : Math.min(0, databaseMs - askedMs)
    if (Math.abs(aheadMs) > CLOCK_DRIFT_MS_MAX) {
      throw new ClockFault(
        `the clocks of this server and of the database differ by ${Math.round(aheadMs)} ms`,
      )
    }
  }
}

const BACKOFF_MS_MAX = 1000
const SOON_MS = 200

export interface Waiting {
  readonly waits: Waits
  /** Resolves after the time, or earlier when the writer is told to stop. */
  pause(ms: number): Promise<void>
  isStopping(): boolean
  onProblem(error: unknown): void
  readonly clock: Clock
}

/**
 * A lease, and when it was asked for by the clock of this server: the database said its time after that. The
 * watch began with the question, so that a clock that jumped before the answer is seen to have jumped.
 */
export type AskedLease = Lease & { readonly askedMs: number; readonly watch: ClockWatch }

async function asked(
  take: () => Promise<Lease | undefined>,
  clock: Clock,
): Promise<AskedLease | undefined> {
  const [askedMs, watch] = [clock.nowMs(), new ClockWatch(clock)]
  const lease = await take()
  return lease && { ...lease, askedMs, watch }
}

/** Asks again until there is an answer: the database may be away for any time. */
async function persistently<T>(act: () => Promise<T>, waiting: Waiting): Promise<T | undefined> {
  for (let delayMs = 50; !waiting.isStopping(); delayMs = Math.min(delayMs * 2, BACKOFF_MS_MAX)) {
    try {
      return await act()
    } catch (error) {
      waiting.onProblem(error)
      await waiting.pause(delayMs)
    }
  }
  return undefined
}

/** Waits until the book is free; undefined when the writer is told to stop. */
export async function acquire(
  store: Pick<BookStore, 'takeLease'>,
  owner: string,
  waiting: Waiting & { readonly onHeld: () => void; readonly freeForMs: number },
): Promise<AskedLease | undefined> {
  // A database that is slow is waited for, one that is away is said to be so.
  const cancel = waiting.waits.after(LEASE_MS, waiting.onHeld)
  try {
    for (let isSecond = false; !waiting.isStopping(); isSecond = true) {
      const take = () =>
        asked(() => store.takeLease(owner, LEASE_MS, waiting.freeForMs), waiting.clock)
      const lease = await persistently(take, waiting)
      if (lease !== undefined) return lease
      // A book that is free soon is simply taken; one that is not is said to be another's.
      if (isSecond) waiting.onHeld()
      await waiting.pause(isSecond ? LEASE_MS / 6 : SOON_MS)
    }
    return undefined
  } finally {
    cancel()
  }
}

/** After doubt: a new epoch ends the old transaction one way or the other. Undefined: another has it. */
export async function reacquire(
  store: BookStore,
  owner: string,
  epoch: number,
  waiting: Waiting,
): Promise<AskedLease | undefined> {
  const retake = () => store.retakeLease(owner, epoch, LEASE_MS)
  return persistently(() => asked(retake, waiting.clock), waiting)
}

/** The lease of a writer that has the book: prolonged by every write, and in time when nothing is written. */
export class Tenancy {
  epoch = 0
  readonly #store: Pick<BookStore, 'renewLease'>
  readonly #clock: Clock
  #watch: ClockWatch
  #prolongedMs = 0

  constructor(store: Pick<BookStore, 'renewLease'>, clock: Clock) {
    this.#store = store
    this.#clock = clock
    this.#watch = new ClockWatch(clock)
  }

  begin(lease: AskedLease): void {
    this.#watch = lease.watch
    this.epoch = lease.epoch
    this.prolonged(lease.databaseMs, lease.askedMs)
  }

  /** How long the lease is still known to be ours, in milliseconds. */
  get heldForMs(): number {
    return Math.max(0, this.#prolongedMs + LEASE_MS - this.#clock.monotonicMs())
  }

  /** Throws when the clocks of this server part. */
  check(): void {
    this.#watch.check()
  }

  /** The time to record under: a clock that jumps there and back between two batches is not believed meanwhile. */
  nowMs(): number {
    this.#watch.check()
    return this.#clock.nowMs()
  }

  /** The database said its time when it prolonged the lease. */
  prolonged(databaseMs: number, askedMs: number): void {
    // The lease runs from some moment after the question, so this server counts from the question.
    this.#prolongedMs = this.#clock.monotonicMs() - (this.#clock.nowMs() - askedMs)
    this.#watch.check(databaseMs, askedMs)
  }

  /** Prolongs the lease in time; `signed` is how far the book is signed. False if there is time. */
  async keep(signed: number): Promise<boolean> {
    if (this.#clock.monotonicMs() - this.#prolongedMs < LEASE_MS / 3) return false
    this.#watch.check()
    const askedMs = this.#clock.nowMs()
    const databaseMs = await orReopen(
      this.#store.renewLease({ epoch: this.epoch, leaseMs: LEASE_MS, signed }),
    )
    if (databaseMs === undefined) throw new Reopen(new Fenced('another server took the book'))
    this.prolonged(databaseMs, askedMs)
    return true
  }
}
