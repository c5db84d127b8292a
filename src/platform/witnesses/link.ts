/**
 * What the server knows of one witness of one book, and how it asks. A witness is asked one thing at a time;
 * one that fails is left alone for a while, longer each time, so that it costs its book nothing.
 */
import type { Hash } from '#kernel/log/hash.ts'
import { signatureLine } from '#kernel/log/note.ts'
import { formatVkey, type NoteKey } from '#kernel/log/vkey.ts'
import type { Clock } from '#kernel/time/clock.ts'
import { askWitness, type Exchange, type Post } from './exchange.ts'
import type { WitnessState, WitnessTrouble } from './port.ts'

export interface WitnessAt {
  /** Its name in the policy. */
  readonly name: string
  readonly key: NoteKey
  /** Its submission prefix, without a slash at the end; a demonstration's witness may move. */
  readonly url: () => string
}

export interface SignedTree {
  readonly note: string
  readonly size: number
}

export type Prove = (older: number, newer: number) => Promise<readonly Hash[]>

export interface LinkOptions {
  readonly at: WitnessAt
  readonly prove: Prove
  readonly clock: Clock
  readonly deadlineMs: number
  readonly post: Post
}

/** The first answer may be that the witness knows another size, and between two there may be a third. */
const ATTEMPTS_MAX = 3
const RETRY_FIRST_MS = 500
const RETRY_MAX_MS = 30_000
const CLOCKS_PART_MAX_MS = 30_000

export class WitnessLink {
  readonly name: string
  /** One question is on its way. */
  isAsked = false
  readonly #options: LinkOptions
  #size = 0
  #cosignedAtMs = 0
  #trouble: WitnessTrouble | null = null
  #failures = 0
  /** When it is to be asked again although nothing is new; null once it is asked, or needs not be. */
  #againAtMs: number | null = null

  constructor(options: LinkOptions) {
    this.#options = options
    this.name = options.at.name
  }

  state(): WitnessState {
    const { key, url } = this.#options.at
    return {
      name: this.name,
      keyName: key.name,
      verifierKey: formatVkey(key),
      url: url(),
      size: this.#size,
      cosignedAtMs: this.#cosignedAtMs,
      trouble: this.#trouble,
    }
  }

  /** After how many milliseconds a witness that failed is asked again: 0 for now, null for no such need. */
  againInMs(): number | null {
    if (this.#againAtMs === null) return null
    return Math.max(0, this.#againAtMs - this.#options.clock.monotonicMs())
  }

  /** The witness's signature line over this tree, or null if it gave none. Rejects if there is no proof. */
  async ask(tree: SignedTree): Promise<string | null> {
    if (this.isAsked || (this.againInMs() ?? 0) > 0) return null
    this.isAsked = true
    this.#againAtMs = null
    try {
      return this.#heard(tree, await this.#exchange(tree))
    } finally {
      this.isAsked = false
    }
  }

  async #exchange({ note, size }: SignedTree): Promise<Exchange> {
    const { at, prove, deadlineMs, post } = this.#options
    const url = at.url()
    if (url === '') return { kind: 'failed', trouble: 'unreachable', retryAfterMs: 0 }
    let oldSize = Math.min(this.#size, size)
    for (let attempt = 1; ; attempt += 1) {
      const proof = oldSize === 0 || oldSize === size ? [] : await prove(oldSize, size)
      const question = { url, key: at.key, note, oldSize, proof, deadlineMs }
      const answer = await askWitness(question, post)
      // The same size again, or one larger than ours, is no size to go on from.
      const isDeadEnd = answer.kind !== 'conflict' || answer.size === oldSize || answer.size > size
      if (isDeadEnd || attempt === ATTEMPTS_MAX) return answer
      oldSize = answer.size
    }
  }

  #heard(tree: SignedTree, answer: Exchange): string | null {
    const { at, clock } = this.#options
    if (answer.kind === 'failed') return this.#failed(answer.trouble, answer.retryAfterMs)
    if (answer.kind === 'conflict') {
      const isAhead = answer.size > tree.size
      if (isAhead) this.#size = answer.size
      return this.#failed(isAhead ? 'ahead' : 'answer_wrong', 0)
    }
    const { atMs, line } = answer
    // Readers refuse times in the future: such a cosignature would spoil every receipt that carries it.
    if (Math.abs(atMs - clock.nowMs()) > CLOCKS_PART_MAX_MS) return this.#failed('clock_differs', 0)
    this.#size = tree.size
    this.#cosignedAtMs = atMs
    this.#trouble = null
    this.#failures = 0
    return signatureLine(at.key, line.payload)
  }

  #failed(trouble: WitnessTrouble, retryAfterMs: number): null {
    this.#trouble = trouble
    this.#failures += 1
    const restMs = Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** (this.#failures - 1))
    this.#againAtMs =
      this.#options.clock.monotonicMs() + Math.min(RETRY_MAX_MS, Math.max(restMs, retryAfterMs))
    return null
  }
}
