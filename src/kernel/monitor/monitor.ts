/**
 * Follows one log: every checkpoint that it shows is opened, and every hash between the last one and this one
 * is computed anew, from the entries where they may be read. The tree is only ever grown, from its right edge,
 * so a checkpoint whose root comes out is consistent with everything that was seen before.
 */
import type { Registry } from '#kernel/book/registry.ts'
import { append } from '#kernel/log/append.ts'
import type { TreeHead } from '#kernel/log/consistency.ts'
import { type Edge, rootOf } from '#kernel/log/edge.ts'
import type { VerifyEd25519 } from '#kernel/log/ed25519.ts'
import type { Hash, Hashing } from '#kernel/log/hash.ts'
import type { Policy } from '#kernel/log/policy.ts'
import { type Level, openCheckpoint, type SignedCheckpoint } from '#kernel/log/signed-checkpoint.ts'
import { TILE_WIDTH } from '#kernel/log/tile.ts'
import { base64Of } from '#kernel/std/base64.ts'
import { equalBytes } from '#kernel/std/bytes.ts'
import { Alarm } from './alarm.ts'
import { forkAlarm, headOfNote, inclusionEvidence } from './diagnosis.ts'
import { NO_NUMBERS, type NumbersAt } from './disclosed-numbers.ts'
import { edgeFromText, edgeText } from './edge-text.ts'
import { EntryCheck } from './entry-check.ts'
import { readGroups, type Group } from './groups.ts'
import type { LogSource } from './source.ts'
import { type Place, type PlaceStore, START } from './place.ts'
import { checkPartialTiles, checkUpperTiles } from './upper-tiles.ts'

/** What a monitor runs on: Node's own hash and verifier, or those of a browser. */
export interface MonitorTools {
  readonly hashing: Hashing
  readonly verifyEd25519: VerifyEd25519
}

export interface MonitorOptions extends MonitorTools {
  readonly source: LogSource
  readonly store: PlaceStore
  readonly policies: readonly Policy[]
  /** The least that a checkpoint must be. */
  readonly level: Level
  /** Given: entries are read and replayed, with these slices. */
  readonly registry: Registry | null
  /** The running numbers that are known from receipts. */
  readonly numbersAt?: NumbersAt
  /** How often, and after which pause, a log that shows less than before is asked again. */
  readonly behind: { readonly attemptsMax: number; readonly pause: () => Promise<unknown> }
  readonly onProgress?: (size: number, of: number) => void
}

export type Look = {
  readonly origin: string
  readonly size: number
  /** How many entries were new. */
  readonly grown: number
  readonly level: Level
  readonly cosigners: readonly string[]
}

/** Groups of 256 that are hashed at one stretch, and stretches after which the place is kept. */
const STRETCH_GROUPS = 16
const KEEP_EVERY = 4

export class Monitor {
  readonly #options: MonitorOptions
  #place: Place | null
  #edge: Edge
  #entries: EntryCheck | null = null
  #isStopped = false

  constructor(options: MonitorOptions) {
    this.#options = options
    this.#place = options.store.findPlace()
    this.#edge = edgeFromText(this.#place?.size ?? 0, this.#place?.edge ?? START.edge)
  }

  get origin(): string {
    return this.#place?.origin ?? ''
  }

  /** Ends a look at the next stretch; what was done is kept. */
  stop(): void {
    this.#isStopped = true
  }

  /** One look at the log. Throws an Alarm, or SourceAway; null if it was stopped on the way. */
  async look(): Promise<Look | null> {
    const { hashing } = this.#options
    const shown = await this.#shown()
    const { origin, size } = shown.checkpoint
    const place = this.#open(origin)
    const before = headOfNote(place.verified, hashing).size
    // What was seen and not finished comes first: it was signed, so its root must come out, too.
    const seen = headOfNote(place.seen, hashing)
    if (place.size < seen.size || place.seen !== place.verified) await this.#grow(place.seen, seen)
    if (!this.#isStopped && size > seen.size) {
      this.#keep({ seen: shown.note }, [])
      await this.#grow(shown.note, shown.checkpoint)
    }
    if (this.#isStopped) return null
    const cosigners = shown.cosigners.map(({ name }) => name)
    return { origin, size, grown: size - before, level: shown.level, cosigners }
  }

  /** The checkpoint that the log shows, held against the largest one that was seen. */
  async #shown(): Promise<SignedCheckpoint> {
    const { behind, hashing } = this.#options
    const { attemptsMax, pause } = behind
    for (let attempt = 1; ; attempt += 1) {
      // oxlint-disable-next-line no-await-in-loop -- asked again only if an old answer came.
      const shown = await this.#opened(await this.#options.source.checkpoint())
      const place = this.#place
      const seen = headOfNote(place?.seen ?? '', hashing)
      const { size, root } = shown.checkpoint
      if (size === seen.size && !equalBytes(root, seen.root)) {
        throw new Alarm('forked', `two trees of ${size} entries were signed`, {
          notes: [place?.seen ?? '', shown.note],
        })
      }
      if (size >= seen.size) return shown
      // A server or a cache may lag for a moment; whoever stays behind shows a shorter book.
      if (attempt >= attemptsMax) {
        const sentence = `${seen.size} entries were signed, and now ${size} are shown`
        throw new Alarm('truncated', sentence, { notes: [place?.seen ?? '', shown.note] })
      }
      // oxlint-disable-next-line no-await-in-loop -- see above.
      await pause()
    }
  }

  async #opened(note: string): Promise<SignedCheckpoint> {
    const { policies, level, verifyEd25519 } = this.#options
    const opened = await openCheckpoint(note, policies, verifyEd25519)
    if (!opened.ok) {
      throw new Alarm('checkpoint_refused', `the checkpoint is refused: ${opened.error}`, {
        reason: opened.error,
        notes: [note],
      })
    }
    const { origin } = opened.value.checkpoint
    if (this.#place !== null && origin !== this.#place.origin) {
      const sentence = `another log answers here: ${origin} instead of ${this.#place.origin}`
      throw new Alarm('checkpoint_refused', sentence, { reason: 'origin_differs', notes: [note] })
    }
    if (level === 'witnessed' && opened.value.level === 'logged') {
      throw new Alarm('not_witnessed', 'fewer witnesses than demanded have cosigned', {
        notes: [note],
      })
    }
    return opened.value
  }

  #open(origin: string): Place {
    const { registry, store } = this.#options
    const replays = registry === null ? 0 : 1
    this.#place ??= { ...START, origin, replays }
    if (this.#place.replays !== replays) {
      throw new Error('a folder that began with entries, or without, goes on like that')
    }
    if (registry !== null) {
      const { numbersAt = NO_NUMBERS } = this.#options
      const { atMs } = this.#place
      this.#entries ??= new EntryCheck({ origin, registry, store, numbersAt, atMs })
    }
    return this.#place
  }

  /** Hashes up to a signed checkpoint, and says whose fault it is if its root does not come out. */
  async #grow(note: string, target: TreeHead): Promise<void> {
    try {
      await this.#hashUpTo(target)
    } catch (error) {
      if (!(error instanceof Alarm)) throw error
      const { source, hashing } = this.#options
      if (error.kind === 'tile_wrong') {
        const verified = this.#place?.verified ?? ''
        throw (await forkAlarm({ source, hashing }, verified, note)) ?? withNote(error, note, {})
      }
      throw withNote(error, note, await inclusionEvidence({ source, hashing }, error, note))
    }
    if (!this.#isStopped) this.#keep({ verified: note }, [])
  }

  async #hashUpTo(target: TreeHead): Promise<void> {
    const { source, registry, onProgress } = this.#options
    const isReading = registry !== null
    const groups = readGroups(source, { from: this.#edge.size, to: target.size, isReading })
    let stretch: Group[] = []
    let stretches = 0
    for await (const group of groups) {
      stretch.push(group)
      const isLast = group.to === target.size
      if (stretch.length < STRETCH_GROUPS && !isLast) continue
      await this.#hashStretch(stretch)
      stretch = []
      stretches += 1
      if (stretches % KEEP_EVERY === 0 || isLast || this.#isStopped) this.#keepPlace()
      onProgress?.(this.#edge.size, target.size)
      if (this.#isStopped) return
    }
    this.#entries?.finish()
    await checkPartialTiles(source, this.#edge)
    const root = rootOf(this.#edge, this.#options.hashing)
    if (equalBytes(root, target.root)) return
    throw new Alarm('tile_wrong', `the tiles of ${target.size} entries have another root`, {
      root: base64Of(root),
    })
  }

  async #hashStretch(stretch: readonly Group[]): Promise<void> {
    const hashes: Hash[] = []
    for (const group of stretch) this.#checkGroup(group, hashes)
    const appended = append(this.#edge, hashes, this.#options.hashing)
    await checkUpperTiles(this.#options.source, appended.tiles)
    // From here on nothing waits or is away: what is folded is folded once.
    for (const { index, from, to, entries } of stretch) {
      const first = index * TILE_WIDTH
      const added = entries?.slice(from - first, to - first) ?? []
      for (const [place, entry] of added.entries()) this.#entries?.add(from + place, entry)
    }
    this.#edge = appended.edge
  }

  /** The hashes of the tile, each that of its entry where entries are read. */
  #checkGroup({ index, from, to, tile, entries }: Group, hashes: Hash[]): void {
    const first = index * TILE_WIDTH
    const known = hashes.length === 0 ? this.#edge.rows[0] : undefined
    for (let at = first; at < from; at += 1) {
      const hash = tile.subarray((at - first) * 32, (at - first + 1) * 32)
      const before = known?.hashes[at - known.first]
      if (before === undefined || equalBytes(before, hash)) continue
      throw new Alarm('tile_wrong', `the hash of entry ${at} was changed in its tile`, {
        index: at,
        tile: base64Of(tile),
      })
    }
    for (let at = from; at < to; at += 1) {
      const hash = tile.subarray((at - first) * 32, (at - first + 1) * 32)
      const entry = entries?.[at - first]
      if (entry !== undefined) this.#checkEntry(at, entry, hash)
      hashes.push(hash)
    }
  }

  #checkEntry(index: number, entry: Uint8Array, hash: Hash): void {
    if (equalBytes(this.#options.hashing.leaf(entry), hash)) return
    throw new Alarm('entry_wrong', `entry ${index} does not hash to its tile`, {
      index,
      leaf: base64Of(entry),
      hash: base64Of(hash),
    })
  }

  #keepPlace(): void {
    const changed = this.#entries?.take() ?? []
    const atMs = this.#entries?.atMs ?? 0
    this.#keep({ size: this.#edge.size, edge: edgeText(this.#edge), atMs }, changed)
    this.#entries?.kept()
  }

  #keep(change: Partial<Place>, rows: Parameters<PlaceStore['keep']>[1]): void {
    if (this.#place === null) throw new Error('a place is kept after the first look')
    this.#place = { ...this.#place, ...change }
    this.#options.store.keep(this.#place, rows)
  }
}

function withNote(alarm: Alarm, note: string, more: Alarm['evidence']): Alarm {
  return new Alarm(alarm.kind, alarm.message, { ...alarm.evidence, ...more, notes: [note] })
}
