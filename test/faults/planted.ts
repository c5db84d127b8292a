/** Bugs that a writer could have, planted through its ports: each must be found by the ordinary check. */
import type { BatchWrite, BookStore } from '#platform/book/store.ts'
import type { Query } from '#platform/postgres/session.ts'
import { changed } from './changed.ts'

const FENCE = 'where book = $1 and epoch = $2 and size = $3'

/** The fence lets everybody through: whoever comes late still moves the book. */
export function withoutFence(query: Query): Query {
  if (query.name !== 'fence') return query
  if (!query.text.includes(FENCE))
    throw new Error('the fence has another text than was planted for')
  const open = 'where book = $1 and $2::int8 is not null and $3::int8 is not null'
  return { ...query, name: 'open_fence', text: query.text.replace(FENCE, open) }
}

/** Refusals leave without asking whether the book is still ours, also when its lease would be due for care. */
export function withoutAsking(store: BookStore): BookStore {
  return changed(store, { isCurrent: async () => true, renewLease: async () => Date.now() })
}

function rewritten(store: BookStore, rewrite: (batch: BatchWrite) => BatchWrite): BookStore {
  return changed(store, {
    stage: () => undefined,
    write: (batch, tenure) => store.write(rewrite(batch), tenure),
  })
}

/** Where a reaction stands is not written. */
export function withoutCursors(store: BookStore): BookStore {
  return rewritten(store, (batch) => ({ ...batch, cursors: [] }))
}

/** The last row of the first table that a batch with entries changes is not written. */
export function withoutARow(store: BookStore): BookStore {
  return rewritten(store, (batch) => {
    const [first, ...rest] = batch.rows
    if (first === undefined) return batch
    const [table, rows] = first
    return { ...batch, rows: [[table, rows.slice(0, -1)], ...rest] }
  })
}

/** The last transfer of a batch is not written. */
export function withoutATransfer(store: BookStore): BookStore {
  return rewritten(store, (batch) => ({ ...batch, transfers: batch.transfers.slice(0, -1) }))
}
