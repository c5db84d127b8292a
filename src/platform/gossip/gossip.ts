/**
 * Hears what others were shown of our books. A checkpoint that a book has signed must be one of the book's own
 * past; if it is not, the two are kept as evidence, shown to everybody, and the book is cosigned no more.
 * Only signed checkpoints are kept; of a receipt nothing else is, for the rest is its party's.
 */
import { forkId, provesFork } from '#kernel/log/fork.ts'
import { parsePolicy, type Policy, policyText } from '#kernel/log/policy.ts'
import {
  type CheckpointRefusal,
  openCheckpoint,
  type SignedCheckpoint,
} from '#kernel/log/signed-checkpoint.ts'
import {
  consistencyFromTiles,
  rootFromTiles,
  tilesForConsistency,
  tilesForRoot,
} from '#kernel/log/tile-proof.ts'
import { tilePath } from '#kernel/log/tile.ts'
import { assert } from '#kernel/std/assert.ts'
import { equalBytes } from '#kernel/std/bytes.ts'
import { err, ok, type Result } from '#kernel/std/result.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import type { Clock } from '#kernel/time/clock.ts'
import type { BookPort } from '#platform/book/port.ts'
import { nodeHashing, sha256 } from '#platform/book/sealing-tools.ts'
import type { LogReader } from '#platform/http/log-reader.ts'
import type { ForkWatch } from '#platform/witnesses/port.ts'
import { verifyWithNode } from '#platform/signer/node-ed25519.ts'
import type { Ahead, ForkEvidence, GossipStore } from './store.ts'

export interface GossipParts {
  readonly books: ReadonlyMap<
    string,
    Pick<BookPort, 'name' | 'origin' | 'verifierKey' | 'earlierKeys' | 'state'>
  >
  readonly log: Pick<LogReader, 'tile' | 'latestCheckpoint'>
  readonly store: GossipStore
  readonly clock: Clock
  /** A book has forked: for the operator's log. */
  readonly onFork: (evidence: ForkEvidence) => void
}

export type Heard = {
  readonly origin: string
  readonly size: number
  /** Ahead: this hub does not know the book that far, and judges it when it does. */
  readonly verdict: 'consistent' | 'ahead' | 'forked'
}

export class Gossip implements ForkWatch {
  readonly #parts: GossipParts
  readonly #forked = new Set<string>()
  #read: { readonly text: string; readonly policies: readonly Policy[] } | undefined

  private constructor(parts: GossipParts) {
    this.#parts = parts
  }

  static async open(parts: GossipParts): Promise<Gossip> {
    const gossip = new Gossip(parts)
    await gossip.#learn()
    return gossip
  }

  isForked(origin: string): boolean {
    return this.#forked.has(origin)
  }

  forks(): Promise<readonly ForkEvidence[]> {
    return this.#parts.store.listForks()
  }

  ahead(): Promise<readonly Ahead[]> {
    return this.#parts.store.listAhead()
  }

  /** Judges one signed checkpoint of a book of this hub. */
  async hear(note: string): Promise<Result<Heard, CheckpointRefusal>> {
    const opened = await openCheckpoint(note, this.#policies(), verifyWithNode)
    if (!opened.ok) return opened
    const { origin, size } = opened.value.checkpoint
    const verdict = await this.#judge(opened.value)
    if (verdict === 'ahead') {
      const { store, clock } = this.#parts
      await store.keepAhead({ origin, size, note, heardAtMs: clock.nowMs() })
    }
    return ok({ origin, size, verdict })
  }

  /** Judges what was ahead and is no more, and learns what other servers of this database found. */
  async judgeAgain(): Promise<void> {
    await this.#learn()
    for (const ahead of await this.#parts.store.listAhead()) {
      // oxlint-disable-next-line no-await-in-loop -- one for each book, in no hurry.
      const opened = await openCheckpoint(ahead.note, this.#policies(), verifyWithNode)
      // oxlint-disable-next-line no-await-in-loop -- see above.
      const verdict = opened.ok ? await this.#judge(opened.value) : 'ahead'
      // oxlint-disable-next-line no-await-in-loop -- see above.
      if (verdict !== 'ahead') await this.#parts.store.dropAhead(ahead)
    }
  }

  async #learn(): Promise<void> {
    for (const { origin } of await this.#parts.store.listForks()) this.#forked.add(origin)
  }

  /** The books' own keys alone: who else has signed does not matter here. */
  #policies(): readonly Policy[] {
    const text = policyText([...this.#parts.books.values()])
    // Keys are changed once in years, and reading one costs milliseconds: whoever gossips must not make us pay that.
    if (this.#read?.text !== text) {
      const policy = parsePolicy(utf8Of(text), sha256)
      assert(policy.ok, 'the keys of our own books make a policy')
      this.#read = { text, policies: [policy.value] }
    }
    return this.#read.policies
  }

  async #judge(heard: SignedCheckpoint): Promise<Heard['verdict']> {
    const { origin, size, root } = heard.checkpoint
    const own = await this.#ownCheckpoint(origin)
    if (own === null || size > own.checkpoint.size) return 'ahead'
    const within = own.checkpoint.size
    const wanted = [...tilesForRoot({ size, within }), ...tilesForConsistency(size, within)]
    const tiles = await this.#tiles(origin, wanted)
    const otherRoot = rootFromTiles({ size, within }, tiles, nodeHashing)
    if (equalBytes(root, otherRoot)) return 'consistent'
    const proof = consistencyFromTiles({ older: size, newer: within }, tiles, nodeHashing)
    await this.#keepFork(heard, own, { otherRoot, proof })
    return 'forked'
  }

  async #keepFork(
    older: SignedCheckpoint,
    newer: SignedCheckpoint,
    { otherRoot, proof }: Pick<ForkEvidence, 'otherRoot' | 'proof'>,
  ): Promise<void> {
    const { origin } = older.checkpoint
    const isFork = provesFork(older.checkpoint, newer.checkpoint, { otherRoot, proof }, nodeHashing)
    assert(isFork, 'evidence convinces others as well')
    this.#forked.add(origin)
    const evidence: ForkEvidence = {
      id: forkId(older.checkpoint, sha256),
      origin,
      olderNote: older.note,
      newerNote: newer.note,
      olderSize: older.checkpoint.size,
      newerSize: newer.checkpoint.size,
      otherRoot,
      proof,
      foundAtMs: this.#parts.clock.nowMs(),
    }
    this.#parts.onFork(evidence)
    await this.#parts.store.keepFork(evidence)
  }

  /**
   * What this server has signed last or what was published last, whichever is larger: a server that wrote the book
   * before another one took it has signed less than is known.
   */
  async #ownCheckpoint(origin: string): Promise<SignedCheckpoint | null> {
    const book = this.#bookOf(origin)
    const published = await this.#parts.log.latestCheckpoint(book.name)
    let largest: SignedCheckpoint | null = null
    for (const note of [book.state().checkpoint, published ?? '']) {
      if (note === '') continue
      // oxlint-disable-next-line no-await-in-loop -- there are two.
      const opened = await openCheckpoint(note, this.#policies(), verifyWithNode)
      assert(opened.ok, 'a checkpoint of our own is signed by us')
      const isLarger = opened.value.checkpoint.size > (largest?.checkpoint.size ?? -1)
      if (isLarger) largest = opened.value
    }
    return largest
  }

  async #tiles(
    origin: string,
    wanted: ReturnType<typeof tilesForRoot>,
  ): Promise<ReadonlyMap<string, Uint8Array>> {
    const { name } = this.#bookOf(origin)
    const tiles = new Map<string, Uint8Array>()
    for (const at of wanted) {
      const path = tilePath(at)
      if (tiles.has(path)) continue
      // oxlint-disable-next-line no-await-in-loop -- a handful, and gossip must not crowd out readers.
      const bytes = await this.#parts.log.tile(name, at)
      assert(bytes !== null, 'the tiles of a signed tree are there')
      tiles.set(path, bytes)
    }
    return tiles
  }

  #bookOf(origin: string) {
    const book = [...this.#parts.books.values()].find((each) => each.origin === origin)
    assert(book !== undefined, 'the policy names our own books only')
    return book
  }
}

/** The checkpoint in a receipt or a proof; nothing else of it is looked at. */
export function checkpointOfProof(proof: string): Result<string, 'note_malformed'> {
  const border = proof.indexOf('\n\n')
  return border < 0 ? err('note_malformed') : ok(proof.slice(border + 2))
}
