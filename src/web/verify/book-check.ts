/** The check of a whole book as the browser runs it: the one of the command line, with a memory that has a bound. */
import { sha256 } from '@noble/hashes/sha2.js'
import { registryOf } from '#kernel/book/registry.ts'
import type { Slice } from '#kernel/book/slice.ts'
import { hashing } from '#kernel/log/hash.ts'
import type { Policy } from '#kernel/log/policy.ts'
import { PlaceMemory, TooManyRows } from '#kernel/monitor/place.ts'
import type { BookVerdict } from '#kernel/monitor/book-verdict.ts'
import { verifyBook } from '#kernel/monitor/verify-book.ts'
import { hasEntries, readerOf, type BookFiles } from './book-files.ts'
import { verifyEd25519 } from './check.ts'

export interface BookInput {
  readonly files: BookFiles
  readonly policies: readonly Policy[]
  readonly onProgress?: (size: number, of: number) => void
}

/** `too_large`: the rows that replay comes to do not fit; the command line keeps them on disk. */
export type CheckBook = (input: BookInput) => Promise<BookVerdict | 'too_large'>

/** Some hundred megabytes at the most. */
const ROWS_MAX = 300_000

export function bookChecker(slices: readonly Slice[], rowsMax = ROWS_MAX): CheckBook {
  return async ({ files, ...input }) => {
    try {
      return await verifyBook({
        ...input,
        hashing: hashing(sha256),
        verifyEd25519,
        read: readerOf(files),
        store: new PlaceMemory(rowsMax),
        // Asks for the least, and says what there is, as for a receipt.
        level: 'logged',
        registry: hasEntries(files) ? registryOf(slices) : null,
      })
    } catch (error) {
      if (error instanceof TooManyRows) return 'too_large'
      throw error
    }
  }
}
