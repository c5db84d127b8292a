/**
 * The full tiles and bundles of a book as files that never change. Tiles hold hashes only and may be copied
 * anywhere; bundles hold entries, so they lie in another folder, for their owner alone.
 *
 *     <data>/public/<book>/tile/0/x001/234
 *     <data>/private/<book>/tile/entries/x001/234
 *     <data>/private/<book>/published           {"entries":315904}
 *
 * The last one says how many entries have all their files; only those are served from here.
 */
import { mkdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { equalBytes } from '#kernel/std/bytes.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { wholeFromDecimal } from '#kernel/std/decimal.ts'
import { type BundleAt, bundlePath, TILE_WIDTH, type TileAt, tilePath } from '#kernel/log/tile.ts'
import { writeDurably } from './durable-file.ts'

const PUBLIC_MODE = 0o644
const PRIVATE_MODE = 0o600
const PRIVATE_FOLDER_MODE = 0o700

/** A file that was published says something else than the database does. */
export class PublishedDiffers extends Error {
  override readonly name = 'PublishedDiffers'
}

export class PublishedFiles {
  readonly #publicFolder: string
  readonly #privateFolder: string
  #entries = 0

  constructor(dataFolder: string, book: string) {
    this.#publicFolder = join(dataFolder, 'public', book)
    this.#privateFolder = join(dataFolder, 'private', book)
  }

  /** How many entries, a multiple of 256, have all their files. */
  get entries(): number {
    return this.#entries
  }

  async open(): Promise<void> {
    await mkdir(this.#publicFolder, { recursive: true })
    await mkdir(this.#privateFolder, { recursive: true, mode: PRIVATE_FOLDER_MODE })
    const bytes = await find(this.#markPath)
    this.#entries = bytes === null ? 0 : entriesOf(bytes, this.#markPath)
  }

  /** The file of a full tile, or null if it is not one that was published. */
  async tile(at: TileAt): Promise<Uint8Array | null> {
    const end = (at.index + 1) * TILE_WIDTH ** (at.level + 1)
    if (at.width !== TILE_WIDTH || end > this.#entries) return null
    return readFile(this.#tilePath(at))
  }

  async bundle(at: BundleAt): Promise<Uint8Array | null> {
    if (at.width !== TILE_WIDTH || (at.index + 1) * TILE_WIDTH > this.#entries) return null
    return readFile(this.#bundlePath(at))
  }

  async writeTile(at: TileAt, bytes: Uint8Array): Promise<void> {
    await writeOnce(this.#tilePath(at), bytes, PUBLIC_MODE)
  }

  async writeBundle(at: BundleAt, bytes: Uint8Array): Promise<void> {
    await writeOnce(this.#bundlePath(at), bytes, PRIVATE_MODE)
  }

  /** From now on the files of so many entries are served. */
  async mark(entries: number): Promise<void> {
    await writeDurably(this.#markPath, utf8Of(JSON.stringify({ entries })), PRIVATE_MODE)
    this.#entries = entries
  }

  /** From now on nothing is served from here. */
  withdraw(): void {
    this.#entries = 0
  }

  get #markPath(): string {
    return join(this.#privateFolder, 'published')
  }

  #tilePath(at: TileAt): string {
    return join(this.#publicFolder, tilePath(at))
  }

  #bundlePath(at: BundleAt): string {
    return join(this.#privateFolder, bundlePath(at))
  }
}

/** A file that is there already must be the same, for somebody may have copied it. */
async function writeOnce(path: string, bytes: Uint8Array, mode: number): Promise<void> {
  const found = await find(path)
  if (found !== null) {
    if (!equalBytes(found, bytes)) throw new PublishedDiffers(`${path} differs from the database`)
    return
  }
  await mkdir(dirname(path), { recursive: true })
  await writeDurably(path, bytes, mode)
}

async function find(path: string): Promise<Uint8Array | null> {
  try {
    return await readFile(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

function entriesOf(bytes: Uint8Array, path: string): number {
  const [, digits = ''] = /^\{"entries":([0-9]+)\}$/.exec(Buffer.from(bytes).toString()) ?? []
  const entries = wholeFromDecimal(digits)
  if (entries === null || entries % TILE_WIDTH !== 0) {
    throw new PublishedDiffers(`${path} does not say how many entries were published`)
  }
  return entries
}
