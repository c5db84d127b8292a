/**
 * The world of a simulation: one virtual time, one queue of what happens next, one source of chance. Nothing
 * in it knows the time of this machine, so that a seed tells the same story wherever it is told.
 */
import { createHash } from 'node:crypto'
import { Chance } from '#apps/demonstration/chance.ts'

/** 2026-11-23 09:00 in Shanghai, a Monday. */
const START_MS = Date.UTC(2026, 10, 23, 1)

interface Planned {
  readonly atMs: number
  readonly order: number
  act: (() => void) | undefined
}

/** Of two things that are planned, which comes first. */
const isBefore = (a: Planned, b: Planned): boolean =>
  a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order)

export class World {
  readonly seed: number
  readonly chance: Chance
  /** What was reached and what was injected, by name. */
  readonly counts = new Map<string, number>()
  /** What must not be, as sentences. */
  readonly wrong: string[] = []
  readonly startMs = START_MS
  /** By how many milliseconds the next timer of a process comes late. */
  lateMs: () => number = () => 0
  events = 0
  #nowMs = START_MS
  #order = 0
  readonly #heap: Planned[] = []
  readonly #trace = createHash('sha256')
  readonly #watch: ((line: string) => void) | undefined

  constructor(seed: number, watch?: (line: string) => void) {
    this.seed = seed
    this.chance = new Chance(seed)
    this.#watch = watch
  }

  /** True time, which no machine knows. Whole milliseconds since 1970. */
  get nowMs(): number {
    return this.#nowMs
  }

  /** Plans an act; the answer takes it back. */
  after(ms: number, act: () => void): () => void {
    this.#order += 1
    const atMs = this.#nowMs + Math.max(0, Math.ceil(ms))
    const planned: Planned = { atMs, order: this.#order, act }
    this.#push(planned)
    return () => {
      planned.act = undefined
    }
  }

  /** A line of the trace: what two runs of a seed are compared by. */
  note(line: string): void {
    const whole = `${this.#nowMs - START_MS} ${line}`
    this.#trace.update(`${whole}\n`)
    this.#watch?.(whole)
  }

  count(name: string, by = 1): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + by)
  }

  /** Something is wrong. The same sentence is said once. */
  fail(sentence: string): void {
    if (this.wrong.includes(sentence)) return
    this.wrong.push(sentence)
    this.note(`WRONG ${sentence}`)
  }

  get traceHash(): string {
    return this.#trace.copy().digest('hex')
  }

  /** Lets everything happen that is planned until then, and whatever follows from it. */
  async runUntil(untilMs: number, isEnough: () => boolean = () => false): Promise<void> {
    await turn()
    while (!isEnough()) {
      const next = this.#heap[0]
      if (next === undefined || next.atMs > untilMs) break
      this.#pop()
      const { act } = next
      if (act === undefined) continue
      this.#nowMs = Math.max(this.#nowMs, next.atMs)
      this.events += 1
      act()
      // Promises run until all of them wait for something outside: only then comes what is planned next.
      await turn()
    }
    if (!isEnough()) this.#nowMs = Math.max(this.#nowMs, untilMs)
  }

  /** Time passes in which everybody is suspended; what was due meanwhile comes late. */
  leap(ms: number): void {
    this.#nowMs += ms
  }

  bytes(count: number): Uint8Array {
    const bytes = new Uint8Array(count)
    for (let i = 0; i < count; i += 1) bytes[i] = this.chance.below(256)
    return bytes
  }

  #push(planned: Planned): void {
    const heap = this.#heap
    let at = heap.push(planned) - 1
    while (at > 0) {
      const above = (at - 1) >> 1
      const other = heap[above]
      if (other === undefined || !isBefore(planned, other)) break
      heap[at] = other
      at = above
    }
    heap[at] = planned
  }

  #pop(): void {
    const heap = this.#heap
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return
    let at = 0
    for (;;) {
      const left = 2 * at + 1
      const [a, b] = [heap[left], heap[left + 1]]
      if (a === undefined) break
      const below = b !== undefined && isBefore(b, a) ? b : a
      if (!isBefore(below, last)) break
      heap[at] = below
      at = below === a ? left : left + 1
    }
    heap[at] = last
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
