/** Until when something is to happen: in the future, and within what this service is for. */
import { refuse, type Decision } from '#kernel/book/slice.ts'
import { assert } from '#kernel/std/assert.ts'
import { parseInstant } from '#kernel/time/clock.ts'
import { DAYS_MAX } from '../contract.ts'

const DAY_MS = 86_400_000

/** Of an instant that the contract has parsed. */
export function instantOf(text: string): number {
  const ms = parseInstant(text)
  assert(ms !== undefined, 'the contract takes instants')
  return ms
}

export function timeLimitRefusal(limitMs: number, nowMs: number): Decision | null {
  if (limitMs <= nowMs) return refuse('time_limit_past')
  return limitMs > nowMs + DAYS_MAX * DAY_MS
    ? refuse('time_limit_too_far', { days: DAYS_MAX })
    : null
}
