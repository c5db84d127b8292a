/**
 * Erasure: the values of a subject go, the entries that commit to them stay. Which subject, by which entry and
 * which key stands in a row that every book has, folded from the entry of the erasure; the writer destroys the
 * key and empties the boxes in the transaction of that entry. What is recorded of the subject later is
 * sealed under a new key and is not touched.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import type { PartyId } from '#kernel/identity/principal.ts'
import type { Rows } from '#kernel/rows/rows.ts'
import { defineTable } from '#kernel/rows/table.ts'
import { textIn } from '#kernel/std/facts.ts'
import { hexOf } from '#kernel/std/hex.ts'
import type { Recorded } from './slice.ts'

/** The last erasure of a subject: whatever was sealed for it before `entry` is gone. */
export const erasureTable = defineTable({
  name: 'erasure',
  key: { subject: 'text' },
  columns: {
    entry: 'index',
    erasedAt: 'instant',
    /** The fingerprint of the key that was destroyed. */
    keyPrint: 'text',
  },
})

/**
 * Names a wrapped key without telling anything of it: the SHA-256 of its ciphertext, 64 hexadecimal digits.
 * By it the key is found again in a database that was restored from an older copy.
 */
export function keyPrintOf(wrapped: Uint8Array): string {
  return hexOf(sha256(wrapped))
}

/** What the apply of an erasing event does: its body names `subject` and `keyPrint`. */
export function foldErasure(rows: Rows, { body, index, atMs }: Recorded): PartyId {
  const subject = textIn(body, 'subject')
  const keyPrint = textIn(body, 'keyPrint')
  rows.put(erasureTable, { subject, entry: index, erasedAt: atMs, keyPrint })
  return subject
}
