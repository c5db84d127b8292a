/**
 * The bank's closing balance of a day beside the book's own: the two are compared once a day, and a
 * difference is recorded as it is. What was recorded of a day is never recorded again.
 */
import { existing, record, refuse } from '#kernel/book/slice.ts'
import type { CommandHandler, Decision, EventHandler, Recorded } from '#kernel/book/slice.ts'
import { account, balanceMinor } from '#kernel/money/transfer.ts'
import type { Reader, Rows } from '#kernel/rows/rows.ts'
import { tableKey } from '#kernel/rows/table.ts'
import { assert } from '#kernel/std/assert.ts'
import { textIn, wholeIn } from '#kernel/std/facts.ts'
import type { PrepaidCommand } from '../contract.ts'
import { BANK, DIFFERENCES, IN_TRANSIT, SUSPENSE } from './accounts.ts'
import { depositaryOf, isTeller, readOffice } from './authority.ts'
import { statementTable } from './rows.ts'

function balance(rows: Reader, name: string): bigint {
  const row = rows.get(account, name)
  assert(row !== undefined, 'the accounts of a depositary are open')
  return balanceMinor(row)
}

const recordStatement: CommandHandler<PrepaidCommand<'record-statement'>> = {
  *reads({ day }, rows, actor) {
    yield tableKey(statementTable, day)
    for (const name of [BANK, DIFFERENCES, IN_TRANSIT, SUSPENSE]) yield tableKey(account, name)
    yield* readOffice(rows, actor)
  },
  decide(rows, { day, closingMinor }, { actor }): Decision {
    if (!isTeller(rows, actor)) return refuse('not_teller')
    const before = rows.get(statementTable, day)
    if (before !== undefined) {
      const isSame = before.closingMinor === BigInt(closingMinor)
      return isSame ? existing(before.entry) : refuse('statement_differs')
    }
    const bookMinor = balance(rows, BANK)
    // What is neither on its way out nor unmatched is held for consumers or earned by shops.
    const owedMinor = bookMinor + balance(rows, DIFFERENCES)
    const heldMinor = owedMinor - balance(rows, IN_TRANSIT) - balance(rows, SUSPENSE)
    const { office, bank } = depositaryOf(rows)
    return record({
      type: 'prepaid.statement-recorded',
      body: { day, closingMinor, bookMinor: Number(bookMinor), heldMinor: Number(heldMinor) },
      parties: [office, bank],
    })
  },
}

function applyStatement(rows: Rows, { body, index, atMs }: Recorded): void {
  rows.put(statementTable, {
    day: textIn(body, 'day'),
    closingMinor: BigInt(wholeIn(body, 'closingMinor')),
    bookMinor: BigInt(wholeIn(body, 'bookMinor')),
    heldMinor: BigInt(wholeIn(body, 'heldMinor')),
    recordedAt: atMs,
    entry: index,
  })
}

export const statementCommands: Readonly<Record<string, CommandHandler<never>>> = {
  'prepaid.record-statement': recordStatement,
}

export const statementEvents: Readonly<Record<string, EventHandler>> = {
  'prepaid.statement-recorded': { v: 1, apply: applyStatement },
}
