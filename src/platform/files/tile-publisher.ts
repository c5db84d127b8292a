/**
 * Publishes a book apart from its writer: its checkpoints, at most one a second, and its full tiles and
 * bundles as files. A round does a bounded piece of work, so a book that runs ahead is caught up with
 * piece by piece. A file that differs from the database ends publishing for good: one of the two was
 * changed, and a person must find out which.
 */
import type { Hash, Hashing } from '#kernel/log/hash.ts'
import { encodeBundle, hashInTile, TILE_WIDTH, type TileAt } from '#kernel/log/tile.ts'
import { equalBytes } from '#kernel/std/bytes.ts'
import type { BookPort } from '#platform/book/port.ts'
import { PublishedDiffers, type PublishedFiles } from './published-files.ts'

/** 256 entries, and the full tiles that end with them. */
export interface StoredGroup {
  readonly index: number
  readonly leaves: readonly Uint8Array[]
  /** From level 0 up. */
  readonly tiles: readonly { readonly at: TileAt; readonly bytes: Uint8Array }[]
}

export interface PublicationStore {
  /** Keeps a signed checkpoint; one that is kept already is left as it is. */
  publishCheckpoint(book: string, note: string): Promise<void>
  readGroup(book: string, index: number): Promise<StoredGroup>
}

export interface TilePublisherOptions {
  readonly book: Pick<BookPort, 'name' | 'state' | 'onChange'>
  readonly store: PublicationStore
  readonly files: PublishedFiles
  readonly hashing: Hashing
  /** What is published as its checkpoint; the last signed one unless witnesses must have seen it first. */
  readonly checkpoint?: () => string
  /** The time between two checkpoints, and between two rounds. */
  readonly intervalMs?: number
  /** The database or the disk failed: the next round tries again. */
  readonly onProblem: (message: string, error: unknown) => void
  /** Files and database differ: nothing more is published or served from files. */
  readonly onAlarm: (error: PublishedDiffers) => void
}

const INTERVAL_MS = 1000
/** 32,768 entries: more than a book writes in a second. */
const GROUPS_PER_ROUND = 128

export class TilePublisher {
  readonly #options: TilePublisherOptions
  #stopListening: () => void = () => undefined
  #timer: NodeJS.Timeout | undefined
  #round: Promise<void> = Promise.resolve()
  #published = ''
  #isStopped = false
  #isRunning = false

  constructor(options: TilePublisherOptions) {
    this.#options = options
  }

  start(): void {
    this.#stopListening = this.#options.book.onChange(() => this.#wake())
    this.#wake(0)
  }

  /** Finishes the round that runs. */
  async stop(): Promise<void> {
    this.#isStopped = true
    this.#stopListening()
    clearTimeout(this.#timer)
    await this.#round
  }

  /** A change only winds the clock up; work is done when it strikes, however many changes there were. */
  #wake(afterMs = this.#options.intervalMs ?? INTERVAL_MS): void {
    if (this.#isStopped || this.#isRunning || this.#timer !== undefined) return
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      this.#round = this.#run()
    }, afterMs)
  }

  async #run(): Promise<void> {
    const { book, onAlarm, onProblem } = this.#options
    this.#isRunning = true
    let isAgainNeeded = true
    try {
      isAgainNeeded = await this.#publish(this.#checkpoint(), book.state().size)
    } catch (error) {
      if (error instanceof PublishedDiffers) {
        this.#isStopped = true
        this.#stopListening()
        this.#options.files.withdraw()
        onAlarm(error)
      } else {
        onProblem(`publish ${book.name}`, error)
      }
    }
    this.#isRunning = false
    // What was signed during the round, or did not fit into it, waits for the next one.
    const checkpoint = this.#checkpoint()
    if (isAgainNeeded || (checkpoint !== '' && checkpoint !== this.#published)) this.#wake()
  }

  #checkpoint(): string {
    const { book, checkpoint = () => book.state().checkpoint } = this.#options
    return checkpoint()
  }

  /** One round; true if there is more to do. */
  async #publish(checkpoint: string, size: number): Promise<boolean> {
    const { book, store, files } = this.#options
    if (book.state().checkpoint === '') return false
    if (checkpoint !== '' && checkpoint !== this.#published) {
      await store.publishCheckpoint(book.name, checkpoint)
      this.#published = checkpoint
    }
    if (files.entries > size) {
      throw new PublishedDiffers(`${book.name} has files of ${files.entries} entries, not ${size}`)
    }
    const first = files.entries / TILE_WIDTH
    const groups = Math.floor(size / TILE_WIDTH)
    const end = Math.min(groups, first + GROUPS_PER_ROUND)
    let index = first
    for (; index < end && !this.#isStopped; index += 1) await this.#publishGroup(index)
    if (index > first) await files.mark(index * TILE_WIDTH)
    return index < groups
  }

  async #publishGroup(index: number): Promise<void> {
    const { book, store, files, hashing } = this.#options
    const group = await store.readGroup(book.name, index)
    const [bottom] = group.tiles
    const hashes = group.leaves.map((leaf) => hashing.leaf(leaf))
    // An entry that was changed in the database must not become a file that says so too.
    if (bottom === undefined || !isTileOfHashes(bottom.bytes, hashes)) {
      throw new PublishedDiffers(
        `entries ${index * TILE_WIDTH} on of ${book.name} are not their tile`,
      )
    }
    for (const { at, bytes } of group.tiles) await files.writeTile(at, bytes)
    await files.writeBundle({ index, width: TILE_WIDTH }, encodeBundle(group.leaves))
  }
}

function isTileOfHashes(bytes: Uint8Array, hashes: readonly Hash[]): boolean {
  if (hashes.length !== TILE_WIDTH) return false
  return hashes.every((hash, place) => equalBytes(hash, hashInTile(bytes, place)))
}
