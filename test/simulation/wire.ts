/** Questions between processes over a network: lost, late, twice, in another order, and always answered or given up. */
import type { FaultName, Faults } from './faults.ts'
import { never, type Process } from './process.ts'
import type { World } from './world.ts'

export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
  readonly isLate: boolean

  constructor(isLate: boolean) {
    super(isLate ? 'no answer came in time' : 'nobody is there')
    this.isLate = isLate
  }
}

export interface Question<T> {
  readonly from: Process
  /** Who is there when it arrives. */
  readonly to: () => Process | undefined
  readonly act: () => Promise<T>
  readonly timeoutMs: number
}

const LATENCY_MS_MAX = 8
const LATE_MS_MAX = 6000
/** A question that comes twice comes again within this. */
const AGAIN_MS_MAX = 1500

export class Wire {
  readonly #world: World
  readonly #faults: Faults

  constructor(world: World, faults: Faults) {
    this.#world = world
    this.#faults = faults
  }

  /** Rejects with NoAnswer, or with what the one who was asked threw. */
  ask<T>({ from, to, act, timeoutMs }: Question<T>): Promise<T> {
    if (!from.isAlive) return never()
    return new Promise((resolve, reject) => {
      const giveUp = from.later(timeoutMs, () => reject(new NoAnswer(true)))
      const answer = (settle: () => void): void => {
        if (this.#strikes('request: answer lost')) return
        from.later(this.#latencyMs(), () => {
          giveUp()
          settle()
        })
      }
      const arrive = (isHeard: boolean): void => {
        const callee = to()
        if (callee?.isAlive !== true) {
          if (isHeard) answer(() => reject(new NoAnswer(false)))
          return
        }
        callee.later(0, () => {
          act().then(
            (value) => isHeard && answer(() => resolve(value)),
            (error: unknown) => isHeard && answer(() => reject(error)),
          )
        })
      }
      this.#send(arrive)
    })
  }

  #send(arrive: (isHeard: boolean) => void): void {
    if (this.#strikes('request: lost')) return
    const isLate = this.#strikes('request: comes late')
    const delayMs = isLate ? this.#world.chance.below(LATE_MS_MAX) : this.#latencyMs()
    this.#world.after(delayMs, () => arrive(true))
    if (!this.#strikes('request: comes twice')) return
    this.#world.after(this.#world.chance.below(AGAIN_MS_MAX), () => arrive(false))
  }

  #strikes(fault: FaultName): boolean {
    return this.#faults.strikes(fault)
  }

  #latencyMs(): number {
    return this.#world.chance.below(LATENCY_MS_MAX + 1)
  }
}
