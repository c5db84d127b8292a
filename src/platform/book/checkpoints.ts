/** The signed checkpoints of a book, in the order of its sizes. */
import { consistencyOf, type Appended } from '#kernel/log/append.ts'
import { rootOf, type Edge } from '#kernel/log/edge.ts'
import type { Hash, Hashing } from '#kernel/log/hash.ts'
import { consistencyFromTiles, tilesForConsistency } from '#kernel/log/tile-proof.ts'
import { tilePath, TILE_WIDTH } from '#kernel/log/tile.ts'
import { concatBytes, equalBytes } from '#kernel/std/bytes.ts'
import { assert } from '#kernel/std/assert.ts'
import { SignerRefused, type SignerPort } from '#platform/signer/port.ts'
import type { BookStore, Lease } from './store.ts'
import { orReopen, Unsigned } from './tenure.ts'

export class Checkpoints {
  readonly hashing: Hashing
  readonly signer: SignerPort
  note = ''
  size = 0
  #last: Promise<string> = Promise.resolve('')

  constructor(signer: SignerPort, hashing: Hashing) {
    this.signer = signer
    this.hashing = hashing
  }

  /** Signs from here on, whatever became of what was to be signed before. */
  restart(): void {
    this.#last = Promise.resolve(this.note)
  }

  /** Signs the tree after a batch; signatures are made in order, each after the one before. */
  sign(appended: Appended): Promise<string> {
    const { edge, root, before } = appended
    if (edge.size === before && this.note !== '') return this.#last
    const proof = before === 0 ? [] : consistencyOf(appended, this.hashing)
    return this.signAt({ size: edge.size, root, proof })
  }

  signAt(to: {
    readonly size: number
    readonly root: Hash
    readonly proof: readonly Hash[]
  }): Promise<string> {
    const signed = this.#last.then(async () => {
      const note = await this.signer.sign(to)
      this.note = note
      this.size = to.size
      return note
    })
    this.#last = signed
    // Whoever waits for it sees it fail, which may be later than it fails.
    signed.catch(() => undefined)
    return signed
  }
}

/**
 * Brings the signer to the size of a book that was just taken. If the signer is ahead, the database is an
 * older copy, and signing would fork the log: the signer refuses and the writer stops. If it is behind what
 * the book says was signed, another signer with a state of its own has signed it, and there must be one.
 * Where signers are shared, the server that had the book before may have its last tree signed between our two
 * questions, and our proof begins at an older one: then there is another, from there.
 */
export async function advanceSigner(
  checkpoints: Checkpoints,
  store: Pick<BookStore, 'fullTiles'>,
  edge: Edge,
  { root, signed }: Pick<Lease, 'root' | 'signed'>,
): Promise<void> {
  const { hashing, signer } = checkpoints
  assert(equalBytes(rootOf(edge, hashing), root), 'the stored tree leads to the stored root')
  const last = async (): Promise<number> => (await orUnsigned(signer.last())).size
  for (let older = await last(); ;) {
    if (older < signed) throw new Unsigned(new SignerRefused('state_behind'))
    if (older > edge.size) throw new Unsigned(new SignerRefused('size_smaller'))
    const proof = older === 0 ? [] : await orReopen(storedConsistency(store, older, edge, hashing))
    checkpoints.restart()
    try {
      await checkpoints.signAt({ size: edge.size, root, proof })
      return
    } catch (error) {
      const newer = await last()
      if (newer <= older) throw new Unsigned(error)
      older = newer
    }
  }
}

async function orUnsigned<T>(signing: Promise<T>): Promise<T> {
  try {
    return await signing
  } catch (error) {
    throw new Unsigned(error)
  }
}

async function storedConsistency(
  store: Pick<BookStore, 'fullTiles'>,
  older: number,
  edge: Edge,
  hashing: Hashing,
): Promise<readonly Hash[]> {
  const wanted = tilesForConsistency(older, edge.size)
  const tiles = await store.fullTiles(wanted.filter(({ width }) => width === TILE_WIDTH))
  for (const tile of wanted) {
    if (tile.width === TILE_WIDTH) continue
    const hashes = edge.rows[8 * tile.level]?.hashes.slice(0, tile.width) ?? []
    tiles.set(tilePath(tile), concatBytes(...hashes))
  }
  return consistencyFromTiles({ older, newer: edge.size }, tiles, hashing)
}
