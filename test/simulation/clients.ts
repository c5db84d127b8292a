/** Clients of a book: each asks one thing at a time, and asks it again under its key until it is answered. */
import type { Answer } from '#kernel/book/answer.ts'
import type { Command } from '#kernel/book/slice.ts'
import type { Answered, Asked, Journal } from './journal.ts'
import { Process, type Machine } from './process.ts'
import type { Receipts } from './receipts.ts'
import type { BookThread } from './thread.ts'
import { NoAnswer, type Wire } from './wire.ts'
import type { World } from './world.ts'

export interface Act {
  readonly command: Command
  readonly party: string
}

/** What the people of a book do next. */
export interface Workload {
  /** What comes first, one after the other: nothing else goes before all of it is in the book. */
  readonly founding: readonly Act[]
  next(): Act | undefined
  /** What somebody does as soon as it is possible. */
  urgent?(): Act | undefined
  /** Something was answered: who plans what is next may learn from it. */
  heard?(asked: Asked, answer: Answer): void
}

export interface ClientParts {
  readonly world: World
  readonly wire: Wire
  readonly journal: Journal
  readonly receipts: Receipts
  readonly machine: Machine
  readonly book: string
  readonly workload: Workload
  /** The threads of the book that run now, on whichever server. */
  readonly threads: () => readonly BookThread[]
}

const CLIENTS = 5
/** So many do at once what has become possible, and nothing else. */
const IMPATIENT = 2
const TIMEOUT_MS = 12_000
const THINK_MS_MAX = 500
const IMPATIENCE_MS_MAX = 60
const RETRY_MS_MAX = 900

export class Clients {
  isOpen = false
  /** How many wait for an answer. */
  busy = 0
  isFounded = false
  readonly #parts: ClientParts
  readonly #process: Process
  readonly #done: Asked[] = []

  constructor(parts: ClientParts) {
    this.#parts = parts
    this.#process = new Process(parts.machine, `clients of ${parts.book}`)
  }

  async start(): Promise<void> {
    for (const act of this.#parts.workload.founding) {
      // oxlint-disable-next-line no-await-in-loop -- each act rests on the one before it.
      await this.#settle(act, false)
    }
    this.isFounded = true
    for (let n = 0; n < CLIENTS; n += 1) void this.#live()
    for (let n = 0; n < IMPATIENT; n += 1) void this.#hurry()
  }

  async #live(): Promise<void> {
    const { world, workload } = this.#parts
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop -- a client does one thing after the other.
      await this.#pause(20 + world.chance.below(THINK_MS_MAX))
      if (!this.isOpen) continue
      const act = workload.next()
      // oxlint-disable-next-line no-await-in-loop -- see above.
      if (act !== undefined) await this.#settle(act, world.chance.perMille(15))
      // oxlint-disable-next-line no-await-in-loop -- see above.
      if (world.chance.perMille(20)) await this.#repeatOld()
    }
  }

  async #hurry(): Promise<void> {
    const { world, workload } = this.#parts
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop -- see above.
      await this.#pause(this.isOpen ? 10 + world.chance.below(IMPATIENCE_MS_MAX) : THINK_MS_MAX)
      const act = this.isOpen ? workload.urgent?.() : undefined
      // oxlint-disable-next-line no-await-in-loop -- see above.
      if (act !== undefined) await this.#settle(act, false)
    }
  }

  /** Until it is answered for certain; some never hear what became of it, because they go away. */
  async #settle({ command, party }: Act, givesUp: boolean): Promise<void> {
    const { journal, book } = this.#parts
    await this.#untilAnswered(journal.open(book, command, party), givesUp)
  }

  async #untilAnswered(asked: Asked, givesUp: boolean): Promise<void> {
    const { world, workload, journal, receipts } = this.#parts
    this.busy += 1
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop -- asked again only after an answer that settles nothing.
      const answered = await this.#ask(asked)
      if (answered !== undefined) {
        const { answer } = answered
        journal.heard(asked, answered)
        workload.heard?.(asked, answer)
        // oxlint-disable-next-line no-await-in-loop -- whoever keeps a receipt looks at it first.
        if (answer.kind === 'recorded') await receipts.check(asked, answer)
        if (answer.kind !== 'unavailable') break
      }
      if (givesUp) {
        world.count('client: went away without an answer')
        break
      }
      // oxlint-disable-next-line no-await-in-loop -- see above.
      await this.#pause(50 + world.chance.below(RETRY_MS_MAX))
    }
    this.busy -= 1
    this.#done.push(asked)
  }

  /** Long afterwards: the same request, or another one under its key. */
  async #repeatOld(): Promise<void> {
    const { world, journal, book } = this.#parts
    const old = this.#done[world.chance.below(this.#done.length)]
    const isTooOld = old === undefined || world.nowMs - old.askedMs > 20 * 86_400_000
    const answered = old?.heard.at(-1)?.answer
    if (isTooOld || answered?.kind !== 'recorded') return
    // What was found to be in the book by its natural key alone has left no key.
    const isKept = !answered.repeated
    if (!isKept || world.chance.perMille(700)) return this.#untilAnswered(old, false)
    const other = journal.open(book, { type: 'nobody.knows' }, old.principal.party)
    await this.#reuse({ ...other, key: old.key, principal: old.principal })
  }

  /** Another command under a key that has led to an act. */
  async #reuse(asked: Asked): Promise<void> {
    const { world } = this.#parts
    const answer = (await this.#ask(asked))?.answer
    if (answer === undefined || answer.kind === 'unavailable') return
    world.count('client: used a key twice')
    if (answer.kind !== 'refused' || answer.refusal.type !== 'idempotency_key_reused') {
      world.fail(`${asked.key} with another command was answered ${answer.kind}`)
    }
  }

  async #ask(asked: Asked): Promise<Answered | undefined> {
    const { wire, threads, world, journal } = this.#parts
    const all = threads()
    const thread = all[world.chance.below(all.length)]
    if (thread === undefined) return undefined
    const { command, key, principal } = asked
    try {
      return await wire.ask({
        from: this.#process,
        to: () => thread.process,
        act: async () => {
          const arrivedAt = journal.arrived(asked)
          return { arrivedAt, answer: await thread.submit({ command, key, principal }) }
        },
        timeoutMs: TIMEOUT_MS,
      })
    } catch (error) {
      if (error instanceof NoAnswer) return undefined
      throw error
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => this.#process.later(ms, resolve))
  }
}
