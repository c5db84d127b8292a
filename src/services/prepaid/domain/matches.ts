/**
 * Money in suspense is matched by hand, with four eyes: one notary proposes the contract that it is for, or
 * that it goes back to whoever paid, and another one approves.
 */
import { record, refuse } from '#kernel/book/slice.ts'
import type { CommandHandler, Decision, EventHandler, Event, Recorded } from '#kernel/book/slice.ts'
import { contentId } from '#kernel/identity/content-id.ts'
import type { PartyId } from '#kernel/identity/principal.ts'
import { account } from '#kernel/money/transfer.ts'
import { appointmentKey } from '#kernel/parties/party.ts'
import type { Reader, Rows } from '#kernel/rows/rows.ts'
import { tableKey, type RowKey } from '#kernel/rows/table.ts'
import { assert } from '#kernel/std/assert.ts'
import { findText, textIn, wholeIn } from '#kernel/std/facts.ts'
import type { PrepaidCommand } from '../contract.ts'
import { IN_TRANSIT, move, SUSPENSE } from './accounts.ts'
import { depositaryOf, isNotary, isOwnMatter, readOffice } from './authority.ts'
import { bankEntryIn } from './bank-rows.ts'
import { awaitsPayment, paidEvent, readPaid } from './payments.ts'
import { putOrdered } from './payouts.ts'
import { bankEntryTable, contractTable, payoutTable, type BankEntryRow } from './rows.ts'

function* readMatter(rows: Reader, contract: string, actor: PartyId): Generator<RowKey> {
  const row = rows.get(contractTable, contract)
  if (row !== undefined) yield appointmentKey(row.shop, actor)
}

const proposeMatch: CommandHandler<PrepaidCommand<'propose-match'>> = {
  *reads({ bankEntry, contract }, rows, actor) {
    yield tableKey(bankEntryTable, bankEntry)
    if (contract !== undefined) yield tableKey(contractTable, contract)
    yield* readOffice(rows, actor)
    if (contract !== undefined) yield* readMatter(rows, contract, actor)
  },
  decide(rows, { bankEntry, contract: name }, { nowMs, actor }): Decision {
    if (!isNotary(rows, actor)) return refuse('not_notary')
    const row = rows.get(bankEntryTable, bankEntry)
    if (row === undefined) return refuse('bank_entry_unknown')
    if (row.state !== 'suspended') return refuse('bank_entry_not_suspended', { state: row.state })
    if (name !== undefined) {
      const contract = rows.get(contractTable, name)
      if (contract === undefined) return refuse('contract_unknown')
      if (isOwnMatter(rows, actor, contract)) return refuse('own_matter')
      if (!awaitsPayment(contract, nowMs)) return refuse('contract_not_signed')
      if (contract.priceMinor !== row.amountMinor) {
        return refuse('amount_differs', { priceMinor: Number(contract.priceMinor) })
      }
    }
    const body = { bankEntry, ...(name === undefined ? {} : { contract: name }) }
    return record({ type: 'prepaid.match-proposed', body, parties: [depositaryOf(rows).office] })
  },
}

function* readProposed(rows: Reader, bankEntry: string): Generator<RowKey> {
  yield tableKey(account, SUSPENSE)
  yield tableKey(account, IN_TRANSIT)
  yield tableKey(payoutTable, returnId(bankEntry))
  const row = rows.get(bankEntryTable, bankEntry)
  if (row === undefined) return
  if (row.payout !== null) yield tableKey(payoutTable, row.payout)
  if (row.proposedContract !== null) yield* readPaid(rows, row.proposedContract)
}

/** An entry of the bank is sent back once, so its payout can have one id only. */
const returnId = (bankEntry: string): string => contentId('pay_', [bankEntry])

const approveMatch: CommandHandler<PrepaidCommand<'approve-match'>> = {
  *reads({ bankEntry }, rows, actor) {
    yield tableKey(bankEntryTable, bankEntry)
    yield* readOffice(rows, actor)
    yield* readProposed(rows, bankEntry)
    const proposed = rows.get(bankEntryTable, bankEntry)?.proposedContract ?? null
    if (proposed !== null) yield* readMatter(rows, proposed, actor)
  },
  decide(rows, { bankEntry, contract: seen = null }, { nowMs, actor }): Decision {
    if (!isNotary(rows, actor)) return refuse('not_notary')
    const row = rows.get(bankEntryTable, bankEntry)
    if (row === undefined) return refuse('bank_entry_unknown')
    if (row.state !== 'proposed') return refuse('match_not_proposed', { state: row.state })
    if (row.proposedBy === actor) return refuse('own_proposal')
    // Whoever proposed may have taken it back meanwhile, and proposed something else.
    if (row.proposedContract !== seen) return refuse('match_changed')
    if (row.proposedContract === null) return record(sentBack(rows, row))
    const contract = rows.get(contractTable, row.proposedContract)
    if (contract !== undefined && isOwnMatter(rows, actor, contract)) return refuse('own_matter')
    // Meanwhile it may have been paid otherwise, or be too late.
    if (contract === undefined || !awaitsPayment(contract, nowMs)) {
      return refuse('contract_not_signed')
    }
    return record(paidEvent(contract, { bankEntry, debit: SUSPENSE }, nowMs))
  },
}

/** Back to whoever paid; money that was a payout and came back goes where that payout went. */
function sentBack(rows: Reader, row: BankEntryRow): Event {
  const { bankEntry, amountMinor } = row
  const before = row.payout === null ? undefined : rows.get(payoutTable, row.payout)
  const { beneficiary, toPayerOf } = before ?? { beneficiary: null, toPayerOf: bankEntry }
  return {
    type: 'prepaid.suspense-returned',
    body: {
      bankEntry,
      payout: returnId(bankEntry),
      amountMinor: Number(amountMinor),
      ...(beneficiary === null ? {} : { beneficiary }),
      ...(toPayerOf === null ? {} : { toPayerOf }),
    },
    parties: [depositaryOf(rows).office],
    transfers: move(SUSPENSE, IN_TRANSIT, amountMinor),
  }
}

const rejectMatch: CommandHandler<PrepaidCommand<'reject-match'>> = {
  *reads({ bankEntry }, rows, actor) {
    yield tableKey(bankEntryTable, bankEntry)
    yield* readOffice(rows, actor)
  },
  decide(rows, { bankEntry }, { actor }): Decision {
    if (!isNotary(rows, actor)) return refuse('not_notary')
    const row = rows.get(bankEntryTable, bankEntry)
    if (row === undefined) return refuse('bank_entry_unknown')
    if (row.state !== 'proposed') return refuse('match_not_proposed', { state: row.state })
    const parties = [depositaryOf(rows).office]
    return record({ type: 'prepaid.match-rejected', body: { bankEntry }, parties })
  },
}

function applyProposed(rows: Rows, { body, actor }: Recorded): void {
  const row = bankEntryIn(rows, body)
  const proposedContract = findText(body, 'contract')
  rows.put(bankEntryTable, { ...row, state: 'proposed', proposedBy: actor, proposedContract })
}

function applyRejected(rows: Rows, { body }: Recorded): void {
  const row = bankEntryIn(rows, body)
  const none = { proposedBy: null, proposedContract: null }
  rows.put(bankEntryTable, { ...row, state: 'suspended', ...none })
}

function applySentBack(rows: Rows, { body, index, atMs }: Recorded): void {
  const row = bankEntryIn(rows, body)
  const amountMinor = BigInt(wholeIn(body, 'amountMinor'))
  assert(amountMinor === row.amountMinor, 'all of it goes back')
  const payout = textIn(body, 'payout')
  const none = { proposedBy: null, proposedContract: null }
  rows.put(bankEntryTable, { ...row, state: 'returned', ...none })
  const beneficiary = findText(body, 'beneficiary')
  const toPayerOf = findText(body, 'toPayerOf')
  const subject = row.bankEntry
  const ordered = {
    payout,
    kind: 'suspense',
    subject,
    beneficiary,
    amountMinor,
    toPayerOf,
  } as const
  putOrdered(rows, ordered, { index, atMs })
}

export const matchCommands: Readonly<Record<string, CommandHandler<never>>> = {
  'prepaid.propose-match': proposeMatch,
  'prepaid.approve-match': approveMatch,
  'prepaid.reject-match': rejectMatch,
}

export const matchEvents: Readonly<Record<string, EventHandler>> = {
  'prepaid.match-proposed': { v: 1, apply: applyProposed },
  'prepaid.match-rejected': { v: 1, apply: applyRejected },
  'prepaid.suspense-returned': { v: 1, apply: applySentBack },
}
