/** The page of the bank: the last of everything, and no name of anybody. */
import type pg from 'pg'
import { formatInstant } from '#kernel/time/clock.ts'
import { assert } from '#kernel/std/assert.ts'
import { readRows } from '#platform/postgres/table-reader.ts'
import { bankEntryTable, type BankEntryState } from '../domain/rows.ts'
import { listOrdered, listStatements } from '../store/money.ts'
import type { BankView } from '../web/bank-views.ts'

const SHOWN = 20
const STATEMENTS_SHOWN = 10

export async function loadBank(pool: pg.Pool, book: string): Promise<BankView> {
  const [entries, ordered, statements] = await Promise.all([
    readRows(pool, bankEntryTable, {
      book,
      where: 'true',
      orderBy: 't.recorded_at desc, t.bank_entry desc',
      limit: SHOWN,
    }),
    listOrdered(pool, book, { limit: SHOWN }),
    listStatements(pool, book, { limit: STATEMENTS_SHOWN }),
  ])
  assert(ordered !== 'unknown_cursor' && statements !== 'unknown_cursor', 'no cursor was given')
  return {
    book,
    entries: entries.map((row) => ({
      bankEntry: row.bankEntry,
      bankKind: row.kind,
      amountMinor: row.amountMinor,
      valueDay: row.valueDay,
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only apply writes it, and it writes these.
      state: row.state as BankEntryState,
      entry: row.entry,
    })),
    ordered: ordered.items.map(({ payout, kind, amountMinor, orderedAt, entry }) => ({
      payout,
      kind,
      amountMinor,
      orderedAt: formatInstant(orderedAt),
      entry,
    })),
    statements: statements.items.map(({ day, closingMinor, bookMinor, entry }) => ({
      day,
      closingMinor,
      bookMinor,
      entry,
    })),
  }
}
