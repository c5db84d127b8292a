/** Pauses that end early when the writer is told to stop. */
import { systemWaits, type Waits } from './waits.ts'

export class Pauses {
  readonly waits: Waits
  readonly #wakes = new Set<() => void>()

  constructor(waits: Waits = systemWaits) {
    this.waits = waits
  }

  async pause(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        cancel()
        this.#wakes.delete(wake)
        resolve()
      }
      const cancel = this.waits.after(ms, wake)
      this.#wakes.add(wake)
    })
  }

  wakeAll(): void {
    for (const wake of this.#wakes) wake()
  }
}
