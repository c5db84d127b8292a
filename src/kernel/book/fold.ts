/** How an entry changes rows: one function for the writer and for replay, so that they cannot part. */
import { applyTransfer, type MoneyRefusal, type Transfer } from '#kernel/money/transfer.ts'
import type { Rows } from '#kernel/rows/rows.ts'
import type { Registry } from './registry.ts'
import type { Recorded } from './slice.ts'

/** Money first, then the slice's own rows. What a refused fold has put is to be rolled back. */
export function foldEntry(
  registry: Registry,
  rows: Rows,
  recorded: Recorded,
  transfers: readonly Transfer[],
): MoneyRefusal | null {
  for (const transfer of transfers) {
    const applied = applyTransfer(rows, transfer, recorded.atMs)
    if (!applied.ok) return applied.error
  }
  registry.events.get(recorded.type)?.apply(rows, recorded)
  return null
}
