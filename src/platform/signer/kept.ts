/**
 * A signer that is started again when it ends, or reached again when the way to it broke. A request that
 * was not answered is asked again: a signer signs the tree that it signed last as often as it is asked, so
 * nobody needs to know whether the first answer was lost before or after its state was written. Tries are
 * bounded in time; after that the request fails, and whoever asked stops recording.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { EarlierKey } from '#kernel/log/policy.ts'
import { StartupProblem } from '#platform/config/startup-problem.ts'
import { SignerRefused, type SignerPort } from './port.ts'

/** How a book's signer is, as `/healthz` says it. */
export interface SignerHealth {
  readonly state: 'working' | 'away'
  /** How often it was started or reached anew since the book was opened. */
  readonly restarts: number
}

export interface KeptSignerOptions {
  /** Whether a key may be made is asked once: what is opened again must be what was opened before. */
  readonly open: (isFirst: boolean) => Promise<SignerPort>
  readonly onHealth: (health: SignerHealth) => void
  readonly onProblem: (message: string, error: unknown) => void
  /** How long a request is tried. */
  readonly patienceMs?: number
}

/** No signer answered for as long as one is waited for; the cause says what happened last. */
export class SignerAway extends Error {
  override readonly name = 'SignerAway'
}

const PATIENCE_MS = 5_000
const PAUSE_MS = 50
const PAUSE_MS_MAX = 1_000

/** Rejects with SignerRefused or StartupProblem if the signer cannot be opened at first. */
export async function keptSigner(options: KeptSignerOptions): Promise<SignerPort> {
  const first = await options.open(true)
  options.onHealth({ state: 'working', restarts: 0 })
  return new KeptSigner(options, first)
}

class KeptSigner implements SignerPort {
  readonly verifierKey: string
  readonly earlierKeys: readonly EarlierKey[]
  readonly #options: KeptSignerOptions
  #port: SignerPort | undefined
  #reopening: Promise<SignerPort> | undefined
  #restarts = 0
  #isAway = false
  #isClosed = false

  constructor(options: KeptSignerOptions, first: SignerPort) {
    this.#options = options
    this.verifierKey = first.verifierKey
    this.earlierKeys = first.earlierKeys ?? []
    this.#port = first
  }

  last(): ReturnType<SignerPort['last']> {
    return this.#persistently((port) => port.last())
  }

  sign(to: Parameters<SignerPort['sign']>[0]): Promise<string> {
    return this.#persistently((port) => port.sign(to))
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await this.#port?.close()
  }

  async #persistently<T>(act: (port: SignerPort) => Promise<T>): Promise<T> {
    const { patienceMs = PATIENCE_MS, onProblem } = this.#options
    const deadline = performance.now() + patienceMs
    for (let pauseMs = PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, PAUSE_MS_MAX)) {
      let used: SignerPort | undefined
      try {
        used = await this.#opened()
        return await act(used)
      } catch (error) {
        // What a signer that works refuses, it refuses again.
        if (error instanceof SignerRefused || this.#isClosed) throw error
        onProblem('the signer does not answer and is opened again', error)
        this.#gone(used)
        if (performance.now() + pauseMs > deadline) {
          const why = error instanceof Error ? error.message : String(error)
          throw new SignerAway(`The signer is away (${why}).`, { cause: error })
        }
        await sleep(pauseMs)
      }
    }
  }

  async #opened(): Promise<SignerPort> {
    if (this.#port !== undefined) return this.#port
    this.#reopening ??= this.#reopen().finally(() => (this.#reopening = undefined))
    return this.#reopening
  }

  async #reopen(): Promise<SignerPort> {
    const port = await this.#options.open(false)
    if (this.#isClosed || port.verifierKey !== this.verifierKey) {
      await port.close()
      throw new StartupProblem(
        this.#isClosed
          ? 'The signer was closed.'
          : `The signer came back with the key ${port.verifierKey} in place of ${this.verifierKey}.`,
      )
    }
    this.#port = port
    this.#restarts += 1
    this.#isAway = false
    this.#options.onHealth({ state: 'working', restarts: this.#restarts })
    return port
  }

  /** Several requests may fail with one signer; only the first finds it here. */
  #gone(used: SignerPort | undefined): void {
    if (used !== undefined && used !== this.#port) return
    // It has ended, or what it says cannot be understood: nothing is lost by not waiting for its goodbye.
    void used?.close().catch(() => undefined)
    this.#port = undefined
    if (this.#isAway) return
    this.#isAway = true
    this.#options.onHealth({ state: 'away', restarts: this.#restarts })
  }
}
