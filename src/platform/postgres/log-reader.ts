/**
 * The log as it lies in PostgreSQL. Nothing beyond the last signed checkpoint is shown: until it is signed,
 * a tree is no promise, and caches keep what they were shown for ever.
 */
import type pg from 'pg'
import type { Principal } from '#kernel/identity/principal.ts'
import { parseCheckpoint } from '#kernel/log/checkpoint.ts'
import type { Hashing } from '#kernel/log/hash.ts'
import { parseNote } from '#kernel/log/note.ts'
import { type BundleAt, encodeBundle, type TileAt, tilePath, TILE_WIDTH } from '#kernel/log/tile.ts'
import { inclusionFromTiles, tilesForInclusion } from '#kernel/log/tile-proof.ts'
import { assert } from '#kernel/std/assert.ts'
import { base64Of } from '#kernel/std/base64.ts'
import { textFromUtf8 } from '#kernel/std/utf8.ts'
import { isConcerned } from '#platform/http/concerned.ts'
import type { EntryProof, LogReader, StoredEntry } from '#platform/http/log-reader.ts'
import { asAppointed } from './appointed.ts'
import type { DisclosuresOf } from './log-reader-disclosures.ts'
import { StoredTiles } from './log-reader-tiles.ts'

export interface LogReaderOptions {
  readonly pool: pg.Pool
  readonly hashing: Hashing
  /** The last checkpoint that this server's writer of the book had signed, or empty. */
  readonly signedCheckpoint: (book: string) => string
  /** The last one that witnesses cosigned as the policy of the book demands, or empty. */
  readonly witnessedCheckpoint?: (book: string) => string
  readonly disclosuresOf: DisclosuresOf
}

const NOTHING = { disclosures: [], erased: [] } as const

/** A signed checkpoint and the size that it states. */
interface Head {
  readonly note: string
  readonly size: number
}

interface EntryRow {
  readonly at: number
  readonly type: string
  readonly leaf: Buffer
}

export class PostgresLogReader implements LogReader {
  readonly #options: LogReaderOptions
  readonly #tiles: StoredTiles

  constructor(options: LogReaderOptions) {
    this.#options = options
    this.#tiles = new StoredTiles(options.pool, options.hashing)
  }

  async latestCheckpoint(book: string): Promise<string | null> {
    return (await this.#published(book))?.note ?? null
  }

  async tile(book: string, at: TileAt): Promise<Uint8Array | null> {
    const { level, index, width } = at
    const covered = (index * TILE_WIDTH + width) * TILE_WIDTH ** level
    return (await this.#isSigned(book, covered)) ? this.#tiles.read(book, at) : null
  }

  async bundle(book: string, { index, width }: BundleAt): Promise<Uint8Array | null> {
    if (!(await this.#isSigned(book, index * TILE_WIDTH + width))) return null
    const { rows } = await this.#options.pool.query<{ leaf: Buffer }>(
      'select leaf from entry where book = $1 and idx >= $2 and idx < $3 order by idx',
      [book, index * TILE_WIDTH, index * TILE_WIDTH + width],
    )
    assert(rows.length === width, 'the book has every entry of the bundle')
    return encodeBundle(rows.map(({ leaf }) => leaf))
  }

  async entry(book: string, index: number): Promise<StoredEntry | null> {
    if (!(await this.#isSigned(book, index + 1))) return null
    const { type, at, leaf } = await this.#getEntry(book, index)
    return { index, type, atMs: at, leaf: textOf(leaf) }
  }

  async provenEntry(
    book: string,
    index: number,
    viewer: Principal | null,
  ): Promise<EntryProof | null> {
    const head = await this.#headFor(book, index)
    if (head === null) return null
    const { type, leaf } = await this.#getEntry(book, index)
    const path = await this.#inclusion(book, index, head.size)
    const present = viewer && (await asAppointed(this.#options.pool, book, viewer))
    const { disclosures, erased } =
      present === null ? NOTHING : await this.#options.disclosuresOf({ book, index, leaf }, present)
    const entry = { index, leaf: textOf(leaf), path, disclosures }
    return { type, entry, checkpoint: head.note, erased }
  }

  async concerns(book: string, viewer: Principal | null, leaf: string): Promise<boolean> {
    if (viewer === null) return false
    return isConcerned(await asAppointed(this.#options.pool, book, viewer), leaf)
  }

  /** The lines of the proof (c2sp.org/tlog-proof). */
  async #inclusion(book: string, index: number, size: number): Promise<string> {
    const wanted = tilesForInclusion(index, size)
    const read = wanted.map(async (at) => [tilePath(at), await this.#tiles.read(book, at)] as const)
    const tiles = new Map(await Promise.all(read))
    const hashes = inclusionFromTiles({ index, size }, tiles, this.#options.hashing)
    return hashes.map((hash) => `${base64Of(hash)}\n`).join('')
  }

  async #getEntry(book: string, index: number): Promise<EntryRow> {
    const { rows } = await this.#options.pool.query<EntryRow>(
      'select at, type, leaf from entry where book = $1 and idx = $2',
      [book, index],
    )
    const [row] = rows
    assert(row !== undefined, `entry ${index} of ${book} was signed and is stored`)
    return row
  }

  /** The published checkpoint or, for an entry of the last second, the one that is not published yet. */
  async #headOver(book: string, index: number): Promise<Head | null> {
    const heads = [await this.#published(book), this.#signed(book)]
    return heads.find((head) => head !== null && index < head.size) ?? null
  }

  /**
   * The checkpoint that a receipt of the entry leads to. A leaf names its log, so an entry that was taken over
   * from a closed one is proven by what that log signed. Null for an entry of its last second of which no
   * checkpoint is kept here: its receipt is the one that its party was given.
   */
  async #headFor(book: string, index: number): Promise<Head | null> {
    const { rows } = await this.#options.pool.query<{ note: string | null }>(
      `select (select note from checkpoint c where c.book = s.book and c.size > $2
         and c.size <= s.size order by c.size desc limit 1) as note
       from succession s where s.book = $1 and s.size > $2 order by s.size limit 1`,
      [book, index],
    )
    const [closed] = rows
    if (closed === undefined) return this.#headOver(book, index)
    return closed.note === null ? null : headOf(closed.note)
  }

  /** Whether a checkpoint covers the first entries, as far as this server knows. */
  async #isSigned(book: string, entries: number): Promise<boolean> {
    return (await this.#headOver(book, entries - 1)) !== null
  }

  #signed(book: string): Head | null {
    const note = this.#options.signedCheckpoint(book)
    return note === '' ? null : headOf(note)
  }

  async #published(book: string): Promise<Head | null> {
    // What lies in the database may have fewer cosignatures, and is never of a larger tree.
    const witnessed = this.#options.witnessedCheckpoint?.(book) ?? ''
    if (witnessed !== '') return headOf(witnessed)
    const { rows } = await this.#options.pool.query<{ note: string }>(
      'select note from checkpoint where book = $1 order by size desc limit 1',
      [book],
    )
    const [row] = rows
    return row === undefined ? null : headOf(row.note)
  }
}

/** The size that a checkpoint of our own states. */
export function headOf(note: string): Head {
  const parsed = parseNote(note)
  const checkpoint = parsed.ok ? parseCheckpoint(parsed.value.text) : parsed
  assert(checkpoint.ok, 'a checkpoint of our own is well formed')
  return { note, size: checkpoint.value.size }
}

function textOf(leaf: Uint8Array): string {
  const text = textFromUtf8(leaf)
  assert(text !== null, 'a leaf is text')
  return text
}
