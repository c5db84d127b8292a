/**
 * What must be kept of a party, as facts: how many transactions of it are running, and when the last one was
 * completed. Slices keep the row by apply; which law makes a duty of it, and until when, is decided by
 * whoever decides about an erasure.
 */
import type { PartyId } from '#kernel/identity/principal.ts'
import type { Reader, Rows } from '#kernel/rows/rows.ts'
import { defineTable, tableKey, type Row, type RowKey } from '#kernel/rows/table.ts'
import { assert } from '#kernel/std/assert.ts'

export const retentionTable = defineTable({
  name: 'retention',
  key: { subject: 'text' },
  columns: {
    /** Transactions that are not completed. */
    running: 'integer',
    /** When the last transaction was completed; null before the first. */
    completedAt: 'instant?',
  },
})
export type RetentionRow = Row<typeof retentionTable>

export const retentionKey = (subject: PartyId): RowKey => tableKey(retentionTable, subject)

export function retentionOf(rows: Reader, subject: PartyId): RetentionRow {
  return rows.get(retentionTable, subject) ?? { subject, running: 0, completedAt: null }
}

/** A transaction begins, or one that was completed runs again. */
export function beginTransaction(rows: Rows, subject: PartyId): void {
  const row = retentionOf(rows, subject)
  rows.put(retentionTable, { ...row, running: row.running + 1 })
}

/** It is completed, at an instant from which its records must be kept; null if it came to nothing. */
export function endTransaction(rows: Rows, subject: PartyId, completedAt: number | null): void {
  const row = retentionOf(rows, subject)
  assert(row.running > 0, 'what ends was running')
  const running = row.running - 1
  rows.put(retentionTable, { ...row, running, completedAt: completedAt ?? row.completedAt })
}
