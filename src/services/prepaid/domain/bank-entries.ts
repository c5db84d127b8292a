/**
 * What the bank says it booked. Each of its entries is a fact and is recorded whatever it is: matched where
 * it names what was expected, with the right amount; else as money that somebody has to look at, never lost
 * and never taken for something that it may not be.
 */
import { existing, record, refuse } from '#kernel/book/slice.ts'
import type { CommandHandler, Decision, Event, EventHandler, Recorded } from '#kernel/book/slice.ts'
import type { PartyId } from '#kernel/identity/principal.ts'
import { account } from '#kernel/money/transfer.ts'
import type { Reader, Rows } from '#kernel/rows/rows.ts'
import { tableKey, type AnyRow, type RowKey, type Table } from '#kernel/rows/table.ts'
import { assert, unreachable } from '#kernel/std/assert.ts'
import { findText, textIn } from '#kernel/std/facts.ts'
import type { JsonObject } from '#kernel/std/json.ts'
import { BANK, DIFFERENCES, IN_TRANSIT, move, SUSPENSE } from './accounts.ts'
import { depositaryOf, isTeller, readOffice } from './authority.ts'
import { bankEntryOf, bookedOf, idOf, type RecordBankEntry } from './bank-rows.ts'
import { awaitsPayment, paidEvent, readPaid } from './payments.ts'
import { bookedEvent, readPayout, returnedEvent } from './payouts.ts'
import { bankEntryTable, contractTable, differingTable, payoutTable } from './rows.ts'
import type { BankEntryRow } from './rows.ts'

export const OWN_ACCOUNTS = [BANK, SUSPENSE, IN_TRANSIT, DIFFERENCES]

/** What a decider of the bank's entries knows besides the command. */
interface Desk {
  readonly office: PartyId
  readonly bank: PartyId
  readonly nowMs: number
}

function* readNamed(rows: Reader, command: RecordBankEntry): Generator<RowKey> {
  const id = idOf(command)
  if (id === '') return
  if (command.kind === 'credit') yield* readPaid(rows, id)
  else if (command.kind === 'correction') yield* readCorrected(rows, id)
  else {
    yield* readPayout(rows, id)
    yield* readDiffering(rows, id)
  }
}

/** The debit that is put right, and the payout under whose name it was booked. */
function* readCorrected(rows: Reader, bankEntry: string): Generator<RowKey> {
  yield tableKey(bankEntryTable, bankEntry)
  const payout = rows.get(bankEntryTable, bankEntry)?.payout ?? null
  if (payout !== null) yield* readDiffering(rows, payout)
}

/** What the bank booked otherwise under the payout's name, which the money that comes back may be of. */
function* readDiffering(rows: Reader, payout: string): Generator<RowKey> {
  yield tableKey(differingTable, payout)
  const bankEntry = rows.get(differingTable, payout)?.bankEntry ?? null
  if (bankEntry !== null) yield tableKey(bankEntryTable, bankEntry)
}

function isSame(row: BankEntryRow, command: RecordBankEntry): boolean {
  return (
    row.kind === command.kind &&
    row.amountMinor === BigInt(command.amountMinor) &&
    row.valueDay === command.valueDay &&
    row.reference === idOf(command)
  )
}

/** Money that is not matched waits for a notary, with the reason. */
function suspended(
  command: RecordBankEntry,
  { office }: Desk,
  reason: string,
  payout?: string,
): Event {
  return {
    type: 'prepaid.money-suspended',
    body: {
      bankEntry: command.bankEntry,
      booked: bookedOf(command),
      reason,
      ...(payout === undefined ? {} : { payout }),
    },
    parties: [office],
    transfers: move(BANK, SUSPENSE, BigInt(command.amountMinor)),
  }
}

/** What the reference names, if it names anything. */
function named<R extends AnyRow>(
  rows: Reader,
  table: Table<R>,
  command: RecordBankEntry,
): R | undefined {
  const id = idOf(command)
  return id === '' ? undefined : rows.get(table, id)
}

function credit(rows: Reader, command: RecordBankEntry, desk: Desk): Event {
  const contract = named(rows, contractTable, command)
  if (contract === undefined) return suspended(command, desk, 'contract_unknown')
  if (contract.state !== 'signed') return suspended(command, desk, 'contract_not_signed')
  if (!awaitsPayment(contract, desk.nowMs)) return suspended(command, desk, 'payment_overdue')
  if (contract.priceMinor !== BigInt(command.amountMinor)) {
    return suspended(command, desk, 'amount_differs')
  }
  const { bankEntry } = command
  return paidEvent(contract, { bankEntry, debit: BANK, booked: bookedOf(command) }, desk.nowMs)
}

/** What the bank paid otherwise than it was told, until it puts that right. */
function differed(
  command: RecordBankEntry,
  { office, bank }: Desk,
  reason: string,
  payout?: string,
): Event {
  return {
    type: 'prepaid.bank-differed',
    body: {
      bankEntry: command.bankEntry,
      booked: bookedOf(command),
      reason,
      ...(payout === undefined ? {} : { payout, differing: payout }),
    },
    parties: [office, bank],
    transfers: move(DIFFERENCES, BANK, BigInt(command.amountMinor)),
  }
}

function debit(rows: Reader, command: RecordBankEntry, desk: Desk): Event {
  const row = named(rows, payoutTable, command)
  if (row === undefined) return differed(command, desk, 'payout_unknown')
  if (row.state !== 'ordered') return differed(command, desk, 'payout_not_ordered', row.payout)
  if (row.amountMinor !== BigInt(command.amountMinor)) {
    return differed(command, desk, 'amount_differs', row.payout)
  }
  return bookedEvent(rows, command, { row, ...desk })
}

/** Sent back is first what should not have been booked: the payout itself stays as it is. */
function returned(rows: Reader, command: RecordBankEntry, desk: Desk): Event {
  const row = named(rows, payoutTable, command)
  if (row === undefined) return suspended(command, desk, 'payout_unknown')
  const differing = rows.get(differingTable, row.payout)
  const bankEntry = differing?.bankEntry ?? null
  if (bankEntry !== null && differing?.amountMinor === BigInt(command.amountMinor)) {
    return putRight(command, desk, bankEntry)
  }
  if (row.state !== 'paid') return suspended(command, desk, 'payout_not_paid', row.payout)
  if (row.amountMinor !== BigInt(command.amountMinor)) {
    return suspended(command, desk, 'amount_differs', row.payout)
  }
  return returnedEvent(rows, command, { row, ...desk })
}

function corrected(rows: Reader, command: RecordBankEntry, desk: Desk): Event {
  const row = named(rows, bankEntryTable, command)
  if (row === undefined) return suspended(command, desk, 'bank_entry_unknown')
  if (row.state !== 'differed') return suspended(command, desk, 'bank_entry_not_differed')
  if (row.amountMinor !== BigInt(command.amountMinor)) {
    return suspended(command, desk, 'amount_differs')
  }
  return putRight(command, desk, row.bankEntry)
}

function putRight(command: RecordBankEntry, { office, bank }: Desk, corrects: string): Event {
  return {
    type: 'prepaid.bank-corrected',
    body: { bankEntry: command.bankEntry, booked: bookedOf(command), corrects },
    parties: [office, bank],
    transfers: move(BANK, DIFFERENCES, BigInt(command.amountMinor)),
  }
}

function eventOf(rows: Reader, command: RecordBankEntry, desk: Desk): Event {
  const { kind } = command
  switch (kind) {
    case 'credit':
      return credit(rows, command, desk)
    case 'debit':
      return debit(rows, command, desk)
    case 'return':
      return returned(rows, command, desk)
    case 'correction':
      return corrected(rows, command, desk)
    default:
      return unreachable(kind)
  }
}

/** Who paid, and what a person wrote, are nobody's to read but the consumer's or the office's. */
function withSecrets(event: Event, command: RecordBankEntry, { office }: Desk): Event {
  const subject = event.type === 'prepaid.contract-paid' ? (event.parties[0] ?? office) : office
  const { payer, reference } = command
  const free = idOf(command) === '' && reference !== '' ? reference : undefined
  const secrets = Object.entries({ payer, reference: free }).flatMap(([name, value]) =>
    value === undefined ? [] : [{ subject, name, value }],
  )
  return { ...event, secrets }
}

const recordBankEntry: CommandHandler<RecordBankEntry> = {
  *reads(command, rows, actor) {
    yield tableKey(bankEntryTable, command.bankEntry)
    for (const name of OWN_ACCOUNTS) yield tableKey(account, name)
    if (idOf(command) !== '') yield* firstNamed(command)
    yield* readOffice(rows, actor)
    yield* readNamed(rows, command)
  },
  decide(rows, command, { nowMs, actor }): Decision {
    if (!isTeller(rows, actor)) return refuse('not_teller')
    const before = rows.get(bankEntryTable, command.bankEntry)
    if (before !== undefined) {
      return isSame(before, command) ? existing(before.entry) : refuse('bank_entry_differs')
    }
    const { office, bank } = depositaryOf(rows)
    const desk = { office, bank, nowMs }
    return record(withSecrets(eventOf(rows, command, desk), command, desk))
  },
}

/** What the reference names can be read in the first round, while the office is. */
function* firstNamed(command: RecordBankEntry): Generator<RowKey> {
  const id = idOf(command)
  if (command.kind === 'credit') yield tableKey(contractTable, id)
  else if (command.kind === 'correction') yield tableKey(bankEntryTable, id)
  else {
    yield tableKey(payoutTable, id)
    yield tableKey(differingTable, id)
  }
}

function applySuspended(rows: Rows, { body, index, atMs }: Recorded): void {
  put(rows, body, { index, atMs }, 'suspended')
}

function applyDiffered(rows: Rows, { body, index, atMs }: Recorded): void {
  put(rows, body, { index, atMs }, 'differed')
  const differing = findText(body, 'differing')
  if (differing === null) return
  const kept = rows.get(differingTable, differing)?.bankEntry ?? null
  if (kept !== null) return
  const { bankEntry, amountMinor } = bankEntryOf(rows, body, { index, atMs })
  rows.put(differingTable, { payout: differing, bankEntry, amountMinor })
}

function put(
  rows: Rows,
  body: JsonObject,
  at: Pick<Recorded, 'index' | 'atMs'>,
  state: 'suspended' | 'differed',
): void {
  const row = bankEntryOf(rows, body, at)
  const payout = findText(body, 'payout')
  rows.put(bankEntryTable, { ...row, state, reason: textIn(body, 'reason'), payout })
}

function applyCorrected(rows: Rows, { body, index, atMs }: Recorded): void {
  const row = rows.get(bankEntryTable, textIn(body, 'corrects'))
  assert(row !== undefined, 'what is put right was recorded')
  rows.put(bankEntryTable, { ...row, state: 'corrected' })
  rows.put(bankEntryTable, bankEntryOf(rows, body, { index, atMs }))
  const differing = row.payout === null ? undefined : rows.get(differingTable, row.payout)
  if (differing?.bankEntry !== row.bankEntry) return
  rows.put(differingTable, { ...differing, bankEntry: null })
}

export const bankCommands: Readonly<Record<string, CommandHandler<never>>> = {
  'prepaid.record-bank-entry': recordBankEntry,
}

export const bankEvents: Readonly<Record<string, EventHandler>> = {
  'prepaid.money-suspended': { v: 1, apply: applySuspended },
  // The first version did not keep in mind what is to be put right, and its entries still do not.
  'prepaid.bank-differed': { v: 2, upcasts: { 1: (body) => body }, apply: applyDiffered },
  'prepaid.bank-corrected': { v: 1, apply: applyCorrected },
}
