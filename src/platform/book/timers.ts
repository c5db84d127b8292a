/**
 * What is due becomes one lapse command each, in due order, in the timers' own lane. Deadlines are judged
 * by the decider's now, so a late lapse changes nothing. After a long gap the operator looks first: what
 * fell due meanwhile may need another answer than the clock's.
 */
import type { Registry } from '#kernel/book/registry.ts'
import type { Item } from './lanes.ts'
import type { BookStore, Due } from './store.ts'
import type { Submissions } from './submissions.ts'
import { every, systemWaits, type Waits } from './waits.ts'
import type { Writer } from './writer.ts'

const POLL_MS = 250
const PURGE_MS = 60_000
/** Keys are kept for thirty days; what moves money has a natural key besides, which is permanent. */
const KEYS_KEPT_MS = 30 * 86_400_000
const KEYS_PER_PURGE = 5000
const LAPSES_MAX = 256

/** A book that nobody wrote for longer than this is looked at before its timers run. */
export const GAP_MS_MAX = 3_600_000

export interface TimerOptions {
  readonly writer: Writer
  readonly store: BookStore
  readonly submissions: Submissions
  readonly registry: Registry
  readonly nowMs: () => number
  /** The timers of the system, if unset. */
  readonly waits?: Waits
  /** Whether timers run on their own after a gap; in the demonstration they do. */
  readonly afterGap: 'wait' | 'run'
  readonly onProblem: (message: string, error: unknown) => void
}

export class Timers {
  readonly #options: TimerOptions
  /** Lapses on their way, so that none is sent twice. */
  readonly #sent = new Set<string>()
  #stops: readonly (() => void)[] = []
  #releasedGap = 0
  #isPolling = false

  constructor(options: TimerOptions) {
    this.#options = options
  }

  /** Whether timers wait for the operator. */
  get wait(): boolean {
    const { writer, afterGap } = this.#options
    return afterGap === 'wait' && writer.gapMs > GAP_MS_MAX && writer.gapMs !== this.#releasedGap
  }

  start(): void {
    const { waits = systemWaits } = this.#options
    this.#stops = [
      every(waits, POLL_MS, () => void this.#poll()),
      every(waits, PURGE_MS, () => void this.#purgeKeys()),
    ]
  }

  stop(): void {
    for (const stop of this.#stops) stop()
  }

  /** The operator has looked. */
  release(): void {
    this.#releasedGap = this.#options.writer.gapMs
  }

  async #poll(): Promise<void> {
    const { writer, store, nowMs, onProblem } = this.#options
    if (this.#isPolling || !writer.isWriting || this.wait || this.#sent.size >= LAPSES_MAX) return
    this.#isPolling = true
    try {
      const due = await store.dueBefore(nowMs(), LAPSES_MAX)
      const items = due.flatMap((row) => this.#itemOf(row) ?? [])
      if (items.length > 0 && writer.isWriting) writer.offer('timer', items)
      else for (const item of items) item.answer({ kind: 'failed' })
    } catch (error) {
      onProblem('what is due could not be read', error)
    }
    this.#isPolling = false
  }

  async #purgeKeys(): Promise<void> {
    const { writer, store, nowMs, onProblem } = this.#options
    if (!writer.isWriting) return
    try {
      await store.purgeIdempotency(nowMs() - KEYS_KEPT_MS, KEYS_PER_PURGE)
    } catch (error) {
      onProblem('old idempotency keys could not be purged', error)
    }
  }

  #itemOf({ kind, key }: Due): Item | undefined {
    const { registry, submissions, onProblem } = this.#options
    const name = `${kind}/${key}`
    if (this.#sent.has(name)) return undefined
    const lapse = registry.lapses.get(kind)
    if (lapse === undefined) {
      onProblem(`nothing lapses ${kind}`, undefined)
      return undefined
    }
    this.#sent.add(name)
    return submissions.fromSystem('timer', lapse(key), { lapse: { kind, key } }, () => {
      this.#sent.delete(name)
    })
  }
}
