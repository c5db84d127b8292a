/**
 * How often a log may be cosigned. Only what is about to be written counts: a refusal costs no disk, and if
 * refusals counted, anybody could use up a log's share by sending rubbish in its name. Growth needs a new
 * signature of the log; the unchanged tree can be sent again by whoever read it, so it has a share of its own.
 */
export interface Rate {
  readonly perSecond: number
  /** How many may come at once after a pause. */
  readonly burst: number
}

export class Shares {
  readonly #rate: Rate
  readonly #shares = new Map<string, { left: number; atMs: number }>()

  constructor(rate: Rate) {
    this.#rate = rate
  }

  /** Takes one share of this name, or says after how many milliseconds there will be one. 0 is taken. */
  take(name: string, nowMs: number): number {
    const { perSecond, burst } = this.#rate
    const before = this.#shares.get(name) ?? { left: burst, atMs: nowMs }
    const since = Math.max(0, nowMs - before.atMs)
    const left = Math.min(burst, before.left + (since / 1000) * perSecond)
    const isTaken = left >= 1
    this.#shares.set(name, { left: isTaken ? left - 1 : left, atMs: nowMs })
    return isTaken ? 0 : Math.ceil(((1 - left) / perSecond) * 1000)
  }
}
