/** Machines with clocks of their own, and processes on them, which may end at any call that they make. */
import type { Waits } from '#platform/book/waits.ts'
import type { Clock } from '#kernel/time/clock.ts'
import type { World } from './world.ts'

export class Machine {
  readonly world: World
  readonly name: string
  /** How far its wall clock is ahead of the true time; negative for behind. */
  wallAheadMs = 0
  /** Until then nothing happens on it: it was suspended, or its collector of garbage is at work. */
  frozenUntilMs = 0
  readonly clock: Clock
  readonly processes = new Set<Process>()
  readonly #bootedMs: number

  constructor(world: World, name: string) {
    this.world = world
    this.name = name
    this.#bootedMs = world.nowMs - world.chance.below(1_000_000)
    this.clock = {
      nowMs: () => world.nowMs + this.wallAheadMs,
      monotonicMs: () => world.nowMs - this.#bootedMs,
    }
  }
}

/** Thrown by what a process calls without waiting, when it ends in the call. */
export class Died extends Error {
  override readonly name = 'Died'
}

export class Process {
  readonly machine: Machine
  readonly name: string
  readonly waits: Waits = { after: (ms, act) => this.later(ms, act) }
  isAlive = true
  readonly #ends: (() => void)[] = []

  constructor(machine: Machine, name: string) {
    this.machine = machine
    this.name = name
    machine.processes.add(this)
  }

  /** Plans something in this process: not if it has ended by then, and later if its machine is frozen. */
  later(ms: number, act: () => void): () => void {
    const { world } = this.machine
    let cancel = world.after(ms + world.lateMs(), () => fire())
    const fire = (): void => {
      if (!this.isAlive) return
      const restMs = this.machine.frozenUntilMs - world.nowMs
      if (restMs <= 0) act()
      else cancel = world.after(restMs, () => fire())
    }
    return () => cancel()
  }

  onEnd(act: () => void): void {
    this.#ends.push(act)
  }

  /** It ends at once, wherever it is: what it waits for never comes. */
  kill(): void {
    if (!this.isAlive) return
    this.isAlive = false
    this.machine.processes.delete(this)
    this.machine.world.note(`${this.name} ends`)
    for (const end of this.#ends) end()
  }
}

/** What a process that has ended waits for. */
export function never<T>(): Promise<T> {
  return new Promise(() => undefined)
}
