/** What goes wrong in a run, and how often: drawn from the seed, so that runs differ in kind and not only in detail. */
import type { World } from './world.ts'

export const FAULTS = [
  /** The connection to the database breaks before a message arrives; after it; or the message arrives later. */
  'database: message lost',
  'database: answer lost',
  'database: message lands late',
  /** An idle connection is gone, and nobody notices before its next use. */
  'database: connection cut',
  'database: restarts',
  /** A process ends between any two lines that wait or call. */
  'thread: ends at a call',
  'machine: crashes',
  'machine: freezes',
  'machine: wall clock jumps',
  /** A thread is busy: what is due waits, and what came meanwhile is heard first. */
  'timer: comes late',
  'database: wall clock jumps',
  'signer: ends at a call',
  'signer: machine crashes',
  'witness: machine crashes',
  'witness: wall clock jumps',
  'monitor: ends as it keeps its place',
  'disk: write fails',
  'disk: write is torn',
  'disk: sync fails',
  'disk: unsynced bytes are lost',
  'request: lost',
  'request: answer lost',
  'request: comes late',
  'request: comes twice',
] as const
export type FaultName = (typeof FAULTS)[number]

/** A run knows about half of the faults, each with a strength of its own. */
export class Faults {
  readonly #world: World
  readonly #perMille = new Map<FaultName, number>()
  isOn = true

  constructor(world: World) {
    this.#world = world
    for (const fault of FAULTS) {
      const { chance } = world
      this.#perMille.set(fault, chance.perMille(600) ? chance.pick([1, 3, 8, 20]) : 0)
    }
  }

  /** Whether it strikes now; each time it is asked is a chance, which may be made larger or smaller. */
  strikes(fault: FaultName, times = 1): boolean {
    if (!this.isOn) return false
    const often = (this.#perMille.get(fault) ?? 0) * times
    if (often === 0 || this.#world.chance.below(1_000_000) >= often * 1000) return false
    this.#world.count(`fault ${fault}`)
    this.#world.note(`fault ${fault}`)
    return true
  }
}
