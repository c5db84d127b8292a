/** What the read paths of the log need from storage. All of it is committed; nothing waits for a writer. */
import type { ProvenEntry } from '#kernel/book/answer.ts'
import type { BundleAt, TileAt } from '#kernel/log/tile.ts'
import type { Principal } from '#kernel/identity/principal.ts'

export interface StoredEntry {
  readonly index: number
  readonly type: string
  readonly atMs: number
  /** The exact canonical text that was hashed. */
  readonly leaf: string
}

/** A value that was erased, in whichever entry it stood. */
export interface ErasedField {
  readonly name: string
  /** Null where nobody recorded when, which the audit finds. */
  readonly erasedAtMs: number | null
}

/** An entry, its path, and the signed checkpoint to which the path leads. */
export interface EntryProof {
  readonly type: string
  readonly entry: ProvenEntry
  readonly checkpoint: string
  readonly erased: readonly ErasedField[]
}

export interface LogReader {
  /** The last published checkpoint, or null before the first. */
  latestCheckpoint(book: string): Promise<string | null>
  /** The hashes of a full or partial tile, or null if the tree of the last checkpoint has no such tile. */
  tile(book: string, at: TileAt): Promise<Uint8Array | null>
  /** The entry bundle, with the same rule. */
  bundle(book: string, at: BundleAt): Promise<Uint8Array | null>
  entry(book: string, index: number): Promise<StoredEntry | null>
  /**
   * The entry proven to the last published checkpoint, with the disclosures that the viewer may see:
   * none for null. Null if that checkpoint does not cover the entry yet.
   */
  provenEntry(book: string, index: number, viewer: Principal | null): Promise<EntryProof | null>
  /**
   * Whether an entry of the book concerns the viewer. A credential names an organisation for as long as it
   * lasts, and its holder may be dismissed meanwhile: the organisation counts only where the book has it
   * appointed now. The same holds for what `provenEntry` discloses.
   */
  concerns(book: string, viewer: Principal | null, leaf: string): Promise<boolean>
}
