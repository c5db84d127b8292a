/** All slices of a hub as one look-up, with the kernel's own acts: a book is opened, a hold expires. */
import { assert } from '#kernel/std/assert.ts'
import { tableKey, type RowKey, type Table } from '#kernel/rows/table.ts'
import type { Reader } from '#kernel/rows/rows.ts'
import { account, hold, HOLD_DUE } from '#kernel/money/transfer.ts'
import { retentionTable } from '#kernel/parties/retention.ts'
import { erasureTable } from './erasure.ts'
import { record, refuse, type CommandHandler, type EventHandler } from './slice.ts'
import type { Command, Decision, Reaction, Slice } from './slice.ts'
import { BOOK_SUCCEEDED, bookSucceeded, succeedBook } from './succession.ts'

export interface Registry {
  readonly commands: ReadonlyMap<string, CommandHandler>
  readonly events: ReadonlyMap<string, EventHandler>
  readonly tables: readonly Table[]
  readonly lapses: ReadonlyMap<string, (key: string) => Command>
  readonly reactions: readonly Reaction[]
}

interface ExpireHold extends Command {
  readonly type: 'book.expire-hold'
  readonly hold: string
}

interface OpenBook extends Command {
  readonly type: 'book.open'
}

/** One row a book, so that it is opened once. */
const opening = { parties: [], type: 'book.opened' } as const

const expireHold: CommandHandler<ExpireHold> = {
  *reads(command: ExpireHold, rows: Reader): Generator<RowKey> {
    yield tableKey(hold, command.hold)
    const row = rows.get(hold, command.hold)
    if (row === undefined) return
    yield tableKey(account, row.debit)
    yield tableKey(account, row.credit)
  },
  decide(rows: Reader, command: ExpireHold): Decision {
    if (rows.get(hold, command.hold) === undefined) return refuse('hold_unknown')
    return record({
      type: 'book.hold-expired',
      body: { hold: command.hold },
      parties: [],
      transfers: [{ op: 'expire', hold: command.hold }],
    })
  },
}

const openBook: CommandHandler<OpenBook> = {
  reads: () => [],
  decide: (_rows, _command, { book }) => record({ ...opening, body: { origin: book } }),
}

/** The kernel's own acts, in the shape of any other slice. */
export const ledger: Slice = {
  name: 'book',
  tables: [account, hold, erasureTable, retentionTable],
  commands: {
    'book.expire-hold': expireHold,
    'book.open': openBook,
    'book.succeed': succeedBook,
  },
  events: {
    'book.hold-expired': { v: 1, apply: () => undefined },
    'book.opened': { v: 1, apply: () => undefined },
    [BOOK_SUCCEEDED]: bookSucceeded,
  },
  lapses: { [HOLD_DUE]: (key) => ({ type: 'book.expire-hold', hold: key }) as ExpireHold },
}

function merged<V>(
  slices: readonly Slice[],
  part: (slice: Slice) => Readonly<Record<string, V>> | undefined,
): ReadonlyMap<string, V> {
  const all = new Map<string, V>()
  for (const slice of slices) {
    for (const [name, value] of Object.entries(part(slice) ?? {})) {
      assert(!all.has(name), `${name} has one slice`)
      all.set(name, value)
    }
  }
  return all
}

export function registryOf(slices: readonly Slice[]): Registry {
  const all = [ledger, ...slices]
  return {
    commands: merged(all, ({ commands }) => commands) as ReadonlyMap<string, CommandHandler>,
    events: merged(all, ({ events }) => events),
    tables: all.flatMap(({ tables }) => tables),
    lapses: merged(all, ({ lapses }) => lapses),
    reactions: all.flatMap(({ reactions }) => reactions ?? []),
  }
}
