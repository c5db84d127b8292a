/**
 * Reactions follow the book entry by entry, and submit commands of their own. Where a reaction stands is
 * written in the transaction of the command that it submitted last, so after any crash it goes on exactly
 * there: no command is lost and none is done twice.
 */
import { recordedOfBytes } from '#kernel/book/recorded.ts'
import type { Registry } from '#kernel/book/registry.ts'
import type { Command, Reaction, Recorded } from '#kernel/book/slice.ts'
import type { Answer } from '#kernel/book/answer.ts'
import type { Item } from './lanes.ts'
import { Pauses } from './pauses.ts'
import type { BookStore, Cursor } from './store.ts'
import { cursorItem, type Submissions } from './submissions.ts'
import type { Waits } from './waits.ts'
import type { Writer } from './writer.ts'

const PAGE = 256
/** Commands of one reaction on their way at once. */
const WINDOW = 128
const PAUSE_MS = 100
/** Entries that concern nobody are passed over in memory; now and then the cursor is written down. */
const PASSED_MAX = 4096

export interface ReactionOptions {
  readonly origin: string
  readonly writer: Writer
  readonly store: BookStore
  readonly submissions: Submissions
  readonly registry: Registry
  /** The timers of the system, if unset. */
  readonly waits?: Waits
  readonly onProblem: (message: string, error: unknown) => void
}

/** The book is not written here now: begin again from the stored cursor when it is. */
class Interrupted extends Error {
  override readonly name = 'Interrupted'
}

export class Reactions {
  readonly #options: ReactionOptions
  readonly #pauses: Pauses
  #isStopping = false

  constructor(options: ReactionOptions) {
    this.#options = options
    this.#pauses = new Pauses(options.waits)
  }

  start(): void {
    for (const reaction of this.#options.registry.reactions) void this.#follow(reaction)
  }

  stop(): void {
    this.#isStopping = true
    this.nudge()
  }

  /** There is something new in the book. */
  nudge(): void {
    this.#pauses.wakeAll()
  }

  async #follow(reaction: Reaction): Promise<void> {
    while (!this.#isStopping) {
      try {
        if (this.#options.writer.isWriting) await this.#followFrom(reaction)
      } catch (error) {
        if (!(error instanceof Interrupted)) {
          this.#options.onProblem(`the reaction ${reaction.name} is tried again`, error)
        }
      }
      await this.#pauses.pause(PAUSE_MS)
    }
  }

  async #followFrom(reaction: Reaction): Promise<void> {
    const { store, writer } = this.#options
    const cursors = await store.cursors()
    let { index, ordinal } = cursors.find((cursor) => cursor.reaction === reaction.name) ?? {
      index: 0,
      ordinal: 0,
    }
    let writtenIndex = index
    while (!this.#isStopping && writer.isWriting) {
      const to = Math.min(index + PAGE, writer.size)
      if (to === index) {
        await this.#pauses.pause(PAUSE_MS * 10)
        continue
      }
      for (const row of await store.entries(index, to)) {
        if (reaction.on.includes(row.type)) {
          const event = recordedOfBytes(this.#options.registry, row.index, row.leaf)
          if (await this.#react(reaction, event, ordinal)) writtenIndex = row.index + 1
        }
        index = row.index + 1
        ordinal = 0
      }
      if (index - writtenIndex > PASSED_MAX) {
        const cursor = { reaction: reaction.name, index, ordinal: 0 }
        await this.#submit([(answer) => cursorItem(cursor, answer)])
        writtenIndex = index
      }
    }
  }

  /** Submits the commands of one event, from the given one on; false if it has none. */
  async #react(reaction: Reaction, event: Recorded, from: number): Promise<boolean> {
    let ordinal = 0
    let held: Command | undefined
    let window: ((answer: (answer: Answer) => void) => Item)[] = []
    const add = (command: Command, place: number, isLast: boolean): void => {
      if (place < from) return
      const cursor: Cursor = isLast
        ? { reaction: reaction.name, index: event.index + 1, ordinal: 0 }
        : { reaction: reaction.name, index: event.index, ordinal: place + 1 }
      const { origin: book } = this.#options
      const cause = { book, index: event.index, reaction: reaction.name, ordinal: place }
      window.push((answer) => ({
        ...this.#options.submissions.fromSystem('reaction', command, { cause }, answer),
        reaction: { cursor, expected: reaction.expected },
      }))
    }
    for await (const command of reaction.react(event)) {
      // One is held back, because the last one moves the cursor to the next entry.
      if (held !== undefined) {
        add(held, ordinal, false)
        ordinal += 1
      }
      held = command
      if (window.length >= WINDOW) {
        await this.#submit(window)
        window = []
      }
    }
    if (held === undefined) return false
    add(held, ordinal, true)
    await this.#submit(window)
    return true
  }

  async #submit(makers: readonly ((answer: (answer: Answer) => void) => Item)[]): Promise<void> {
    const answers: Promise<Answer>[] = []
    const items = makers.map((make) => {
      const { promise, resolve } = Promise.withResolvers<Answer>()
      answers.push(promise)
      return make(resolve)
    })
    this.#options.writer.offer('reaction', items)
    const given = await Promise.all(answers)
    if (given.some(({ kind }) => kind === 'unavailable')) throw new Interrupted()
  }
}
