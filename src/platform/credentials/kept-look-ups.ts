/**
 * What was looked up by an id, kept for two seconds: a busy key or session costs the database one look-up
 * in two seconds, and one that was revoked elsewhere stops within that time. Ids that do not exist are kept
 * as well, so that asking again and again for one is no load either.
 */
import type { Clock } from '#kernel/time/clock.ts'

const KEPT_MS = 2000
const KEPT_MAX = 10_000

interface Kept<T> {
  readonly found: Promise<T | null>
  readonly untilMs: number
}

export interface KeptLookUps<T> {
  /** Whether the next look-up costs nobody anything. */
  has(id: string): boolean
  /** Rejects when the store cannot answer; that is not kept. */
  find(id: string): Promise<T | null>
  /** The next look-up asks the store. */
  forget(id: string): void
}

export function keepLookUps<T>(
  look: (id: string) => Promise<T | null>,
  clock: Pick<Clock, 'monotonicMs'>,
): KeptLookUps<T> {
  // In order of arrival, so that the first is the oldest.
  const kept = new Map<string, Kept<T>>()

  function findKept(id: string): Kept<T> | undefined {
    const one = kept.get(id)
    return one !== undefined && clock.monotonicMs() < one.untilMs ? one : undefined
  }

  function keep(id: string): Kept<T> {
    const found = look(id)
    const fresh = { found, untilMs: clock.monotonicMs() + KEPT_MS }
    kept.delete(id)
    const [oldest] = kept.keys()
    if (kept.size >= KEPT_MAX && oldest !== undefined) kept.delete(oldest)
    kept.set(id, fresh)
    // A failure is not an answer: the next request asks again.
    found.catch(() => {
      if (kept.get(id) === fresh) kept.delete(id)
    })
    return fresh
  }

  return {
    has: (id) => findKept(id) !== undefined,
    find: (id) => (findKept(id) ?? keep(id)).found,
    forget: (id) => void kept.delete(id),
  }
}
