/** What happens later: by the timers of the system, or by whatever turns the time of a simulation. */
export interface Waits {
  /** Calls back once, after so many milliseconds. The answer takes it back. */
  after(ms: number, act: () => void): () => void
}

export const systemWaits: Waits = {
  after(ms, act) {
    const timer = setTimeout(act, ms)
    return () => clearTimeout(timer)
  },
}

/** Calls back again and again, until the answer is called. */
export function every(waits: Waits, ms: number, act: () => void): () => void {
  let cancel: () => void = () => undefined
  const again = (): void => {
    cancel = waits.after(ms, () => {
      again()
      act()
    })
  }
  again()
  return () => cancel()
}
