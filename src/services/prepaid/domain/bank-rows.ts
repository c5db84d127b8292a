/** What the bank booked, as a row: one for each of its entries, made by whichever event records it first. */
import { assert } from '#kernel/std/assert.ts'
import { objectIn, textIn, wholeIn } from '#kernel/std/facts.ts'
import type { JsonObject } from '#kernel/std/json.ts'
import type { Rows } from '#kernel/rows/rows.ts'
import type { Recorded } from '#kernel/book/slice.ts'
import { BankEntryId, ContractId, PayoutId } from '../contract.ts'
import type { PrepaidCommand } from '../contract.ts'
import { bankEntryTable, type BankEntryRow } from './rows.ts'

export type RecordBankEntry = PrepaidCommand<'record-bank-entry'>

const REFERENCES = {
  credit: ContractId,
  debit: PayoutId,
  return: PayoutId,
  correction: BankEntryId,
} as const

/** The reference if it has the form of what such an entry may name, or nothing: else it is free text of people. */
export function idOf({ kind, reference }: Pick<RecordBankEntry, 'kind' | 'reference'>): string {
  return REFERENCES[kind].safeParse(reference).success ? reference : ''
}

/** As it stands in the body of the event that records it first. */
export function bookedOf(command: RecordBankEntry): JsonObject {
  const { kind, amountMinor, valueDay } = command
  return { kind, amountMinor, reference: idOf(command), valueDay }
}

/** The row of the entry that the body names: as it stands, or a new one where the body has it first. */
export function bankEntryOf(
  rows: Rows,
  body: JsonObject,
  { index, atMs }: Pick<Recorded, 'index' | 'atMs'>,
): BankEntryRow {
  const bankEntry = textIn(body, 'bankEntry')
  const before = rows.get(bankEntryTable, bankEntry)
  if (before !== undefined) return before
  const booked = objectIn(body, 'booked')
  return {
    bankEntry,
    kind: textIn(booked, 'kind'),
    amountMinor: BigInt(wholeIn(booked, 'amountMinor')),
    reference: textIn(booked, 'reference'),
    valueDay: textIn(booked, 'valueDay'),
    state: 'matched',
    reason: null,
    contract: null,
    payout: null,
    proposedBy: null,
    proposedContract: null,
    recordedAt: atMs,
    entry: index,
  }
}

/** A row that an earlier event has put there. */
export function bankEntryIn(rows: Rows, body: JsonObject): BankEntryRow {
  const row = rows.get(bankEntryTable, textIn(body, 'bankEntry'))
  assert(row !== undefined, 'the entry of the bank was recorded')
  return row
}
