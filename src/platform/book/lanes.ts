/**
 * The queue of a book: a lane for principals, one for timers, one for reactions, each bounded in commands
 * and bytes. A full lane admits nothing, so memory never grows; what was admitted keeps its order.
 */
import type { Answer } from '#kernel/book/answer.ts'
import type { Submission } from '#kernel/book/slice.ts'
import type { RowKey } from '#kernel/rows/table.ts'
import type { Cursor } from './store.ts'

export type Lane = 'principal' | 'timer' | 'reaction'

/** A command on its way, until it is answered. */
export interface Item {
  readonly lane: Lane
  /** Absent for a reaction's cursor that moves without a command. */
  readonly submission: Submission | undefined
  readonly sizeBytes: number
  /** Where the reaction stands once this command is resolved, and which refusals it expects. */
  readonly reaction?: { readonly cursor: Cursor; readonly expected: readonly string[] }
  answer(answer: Answer): void
  /** Keys that deciding found missing: they are loaded with the next batch. */
  wanted: RowKey[]
  /** How often it went back to the queue. */
  returns: number
  isAnswered: boolean
  /** Why it can be neither prepared nor written, once that is known: it fails alone, in a batch of its own. */
  spoiledBy?: unknown
}

export interface LaneLimits {
  readonly commandsMax: number
  readonly bytesMax: number
  /** The most of a batch that the lane gets while others wait too. */
  readonly share: number
}

export const LANE_LIMITS: Readonly<Record<Lane, LaneLimits>> = {
  principal: { commandsMax: 8192, bytesMax: 32 * 1024 * 1024, share: 1 },
  timer: { commandsMax: 1024, bytesMax: 1024 * 1024, share: 0.25 },
  reaction: { commandsMax: 2048, bytesMax: 8 * 1024 * 1024, share: 0.25 },
}

const ORDER: readonly Lane[] = ['timer', 'reaction', 'principal']

interface Queue {
  items: Item[]
  /** Items before this one were taken; the array is cut now and then, not at each take. */
  head: number
  bytes: number
}

export class Lanes {
  readonly #queues: Readonly<Record<Lane, Queue>> = {
    principal: { items: [], head: 0, bytes: 0 },
    timer: { items: [], head: 0, bytes: 0 },
    reaction: { items: [], head: 0, bytes: 0 },
  }
  #wake: (() => void) | undefined

  get length(): number {
    return ORDER.reduce((sum, lane) => sum + this.lengthOf(lane), 0)
  }

  lengthOf(lane: Lane): number {
    const { items, head } = this.#queues[lane]
    return items.length - head
  }

  /** Admits all or none. */
  offer(lane: Lane, items: readonly Item[]): boolean {
    const queue = this.#queues[lane]
    const limits = LANE_LIMITS[lane]
    const bytes = items.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
    if (this.lengthOf(lane) + items.length > limits.commandsMax) return false
    if (queue.bytes + bytes > limits.bytesMax) return false
    for (const item of items) queue.items.push(item)
    queue.bytes += bytes
    this.#wake?.()
    return true
  }

  /** Up to so many commands and bytes; timers and reactions first, but only their share. */
  take(commandsMax: number, bytesMax: number): Item[] {
    const taken: Item[] = []
    let bytes = 0
    for (const lane of ORDER) {
      const others = this.length - this.lengthOf(lane)
      const share = others > 0 ? Math.ceil(commandsMax * LANE_LIMITS[lane].share) : commandsMax
      const queue = this.#queues[lane]
      let count = 0
      while (count < share && taken.length < commandsMax) {
        const item = queue.items[queue.head]
        if (item === undefined) break
        if (bytes + item.sizeBytes > bytesMax && taken.length > 0) return taken
        queue.head += 1
        queue.bytes -= item.sizeBytes
        bytes += item.sizeBytes
        count += 1
        taken.push(item)
      }
      compact(queue)
    }
    return taken
  }

  /** Back to the front, in order: these were admitted before and do not count against the bounds. */
  putBack(items: readonly Item[]): void {
    for (const lane of ORDER) {
      const mine = items.filter((item) => item.lane === lane && !item.isAnswered)
      if (mine.length === 0) continue
      const queue = this.#queues[lane]
      queue.items = [...mine, ...queue.items.slice(queue.head)]
      queue.head = 0
      queue.bytes += mine.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
    }
    this.#wake?.()
  }

  /** Empties the lanes, for answering everybody when the book cannot be written here. */
  drain(): Item[] {
    const all = ORDER.flatMap((lane) => this.#queues[lane].items.slice(this.#queues[lane].head))
    for (const lane of ORDER) Object.assign(this.#queues[lane], { items: [], head: 0, bytes: 0 })
    return all
  }

  /** Resolves when there is something to take, or at once if there is. */
  async arrival(): Promise<void> {
    if (this.length > 0) return
    await new Promise<void>((resolve) => {
      this.#wake = resolve
    })
    this.#wake = undefined
  }

  /** Wakes whoever waits for an arrival, so that it can look at something else. */
  nudge(): void {
    this.#wake?.()
  }
}

const COMPACT_AT = 1024

function compact(queue: Queue): void {
  if (queue.head === queue.items.length) {
    queue.items = []
    queue.head = 0
  } else if (queue.head > COMPACT_AT) {
    queue.items = queue.items.slice(queue.head)
    queue.head = 0
  }
}
