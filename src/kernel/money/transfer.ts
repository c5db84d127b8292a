/**
 * Double entry (the terms are those of accounting and of TigerBeetle's two-phase transfers): a transfer
 * moves an amount of minor units from a debit account to a credit account of the same currency; money
 * that is promised and not yet moved is held until it is posted, voided or expired. Accounts change by
 * transfers only, and a transfer is never changed.
 */
import { err, ok, type Result } from '#kernel/std/result.ts'
import { unreachable } from '#kernel/std/assert.ts'
import { isJsonObject } from '#kernel/std/canonical-json.ts'
import type { Json } from '#kernel/std/json.ts'
import { defineTable, type Row } from '#kernel/rows/table.ts'
import type { Rows } from '#kernel/rows/rows.ts'

/** The side on which the account grows. A deposit at a bank is a debit account; what is owed, credit. */
export type Side = 'debit' | 'credit'

export type Transfer =
  | {
      readonly op: 'open'
      readonly account: string
      readonly currency: string
      readonly side: Side
      /** Whether the account may fall below zero. */
      readonly overdraft: boolean
    }
  | {
      readonly op: 'move'
      readonly debit: string
      readonly credit: string
      readonly amountMinor: bigint
    }
  | {
      readonly op: 'hold'
      readonly hold: string
      readonly debit: string
      readonly credit: string
      readonly amountMinor: bigint
      readonly expiresAtMs: number
    }
  /** Moves at most what was held; the rest of the hold is released. */
  | { readonly op: 'post'; readonly hold: string; readonly amountMinor: bigint }
  | { readonly op: 'void'; readonly hold: string }
  | { readonly op: 'expire'; readonly hold: string }

export type MoneyRefusal =
  | 'account_exists'
  | 'account_unknown'
  | 'accounts_equal'
  | 'currencies_differ'
  | 'amount_not_positive'
  | 'amount_too_large'
  | 'balance_insufficient'
  | 'hold_exists'
  | 'hold_unknown'
  | 'hold_resolved'
  | 'hold_expired'
  | 'hold_not_expired'
  | 'expiry_not_in_future'
  | 'amount_exceeds_hold'

/** Ten million million yuan in fen: far above any hub, far below the range of int8 even when summed. */
export const AMOUNT_MINOR_MAX = 10n ** 15n

export const account = defineTable({
  name: 'account',
  kept: 'history',
  key: { account: 'text' },
  columns: {
    currency: 'text',
    side: 'text',
    overdraft: 'boolean',
    debitsPosted: 'amount',
    creditsPosted: 'amount',
    debitsPending: 'amount',
    creditsPending: 'amount',
  },
})
export type Account = Row<typeof account>

export const hold = defineTable({
  name: 'hold',
  key: { hold: 'text' },
  columns: {
    debit: 'text',
    credit: 'text',
    amountMinor: 'amount',
    expiresAt: 'instant',
    state: 'text',
  },
})
type Hold = Row<typeof hold>

/** The kind of the due row, and so of the lapse, that expires a hold. */
export const HOLD_DUE = 'hold'

/** What the account holds on its own side, without what is pending. */
export function balanceMinor({ side, debitsPosted, creditsPosted }: Account): bigint {
  return side === 'debit' ? debitsPosted - creditsPosted : creditsPosted - debitsPosted
}

/** What may still be taken: pending takings count as spent, pending arrivals do not count. */
export function availableMinor(row: Account): bigint {
  return balanceMinor(row) - (row.side === 'debit' ? row.creditsPending : row.debitsPending)
}

function overdrawn(row: Account): boolean {
  return !row.overdraft && availableMinor(row) < 0n
}

interface Change {
  readonly debit: string
  readonly credit: string
  readonly postedMinor: bigint
  readonly pendingMinor: bigint
}

function move(
  rows: Rows,
  { debit, credit, postedMinor, pendingMinor }: Change,
): MoneyRefusal | null {
  const from = rows.get(account, debit)
  const to = rows.get(account, credit)
  if (from === undefined || to === undefined) return 'account_unknown'
  if (debit === credit) return 'accounts_equal'
  if (from.currency !== to.currency) return 'currencies_differ'
  const debited: Account = {
    ...from,
    debitsPosted: from.debitsPosted + postedMinor,
    debitsPending: from.debitsPending + pendingMinor,
  }
  const credited: Account = {
    ...to,
    creditsPosted: to.creditsPosted + postedMinor,
    creditsPending: to.creditsPending + pendingMinor,
  }
  if (overdrawn(debited) || overdrawn(credited)) return 'balance_insufficient'
  rows.put(account, debited)
  rows.put(account, credited)
  return null
}

function badAmount(amountMinor: bigint): MoneyRefusal | null {
  if (amountMinor <= 0n) return 'amount_not_positive'
  return amountMinor > AMOUNT_MINOR_MAX ? 'amount_too_large' : null
}

function resolve(
  rows: Rows,
  row: Hold | undefined,
  state: 'posted' | 'voided' | 'expired',
  postedMinor: bigint,
): MoneyRefusal | null {
  if (row === undefined) return 'hold_unknown'
  if (row.state !== 'pending') return 'hold_resolved'
  if (postedMinor > row.amountMinor) return 'amount_exceeds_hold'
  const { debit, credit } = row
  const refusal = move(rows, { debit, credit, postedMinor, pendingMinor: -row.amountMinor })
  if (refusal !== null) return refusal
  rows.put(hold, { ...row, state })
  rows.clearDue(HOLD_DUE, row.hold)
  return null
}

function openHold(
  rows: Rows,
  transfer: Extract<Transfer, { op: 'hold' }>,
  atMs: number,
): MoneyRefusal | null {
  const { debit, credit, amountMinor, expiresAtMs } = transfer
  const bad = badAmount(amountMinor)
  if (bad !== null) return bad
  if (rows.get(hold, transfer.hold) !== undefined) return 'hold_exists'
  if (expiresAtMs <= atMs) return 'expiry_not_in_future'
  const refusal = move(rows, { debit, credit, postedMinor: 0n, pendingMinor: amountMinor })
  if (refusal !== null) return refusal
  const expiresAt = expiresAtMs
  rows.put(hold, { hold: transfer.hold, debit, credit, amountMinor, expiresAt, state: 'pending' })
  rows.setDue(HOLD_DUE, transfer.hold, expiresAt)
  return null
}

function post(
  rows: Rows,
  transfer: Extract<Transfer, { op: 'post' }>,
  atMs: number,
): MoneyRefusal | null {
  const bad = badAmount(transfer.amountMinor)
  if (bad !== null) return bad
  const row = rows.get(hold, transfer.hold)
  // Whether the hold has expired is judged by the clock, not by whether its lapse has run.
  if (row?.state === 'pending' && row.expiresAt <= atMs) return 'hold_expired'
  return resolve(rows, row, 'posted', transfer.amountMinor)
}

function expire(rows: Rows, name: string, atMs: number): MoneyRefusal | null {
  const row = rows.get(hold, name)
  if (row?.state === 'pending' && atMs < row.expiresAt) return 'hold_not_expired'
  return resolve(rows, row, 'expired', 0n)
}

function open(rows: Rows, transfer: Extract<Transfer, { op: 'open' }>): MoneyRefusal | null {
  if (rows.get(account, transfer.account) !== undefined) return 'account_exists'
  const { currency, side, overdraft } = transfer
  const zero = { debitsPosted: 0n, creditsPosted: 0n, debitsPending: 0n, creditsPending: 0n }
  rows.put(account, { account: transfer.account, currency, side, overdraft, ...zero })
  return null
}

function refusalOf(rows: Rows, transfer: Transfer, atMs: number): MoneyRefusal | null {
  switch (transfer.op) {
    case 'open':
      return open(rows, transfer)
    case 'move': {
      const { debit, credit, amountMinor } = transfer
      const change = { debit, credit, postedMinor: amountMinor, pendingMinor: 0n }
      return badAmount(amountMinor) ?? move(rows, change)
    }
    case 'hold':
      return openHold(rows, transfer, atMs)
    case 'post':
      return post(rows, transfer, atMs)
    case 'void':
      return resolve(rows, rows.get(hold, transfer.hold), 'voided', 0n)
    case 'expire':
      return expire(rows, transfer.hold, atMs)
    default:
      return unreachable(transfer)
  }
}

/** Folds one transfer into the accounts, or says why it cannot be; then the rows are to be rolled back. */
export function applyTransfer(
  rows: Rows,
  transfer: Transfer,
  atMs: number,
): Result<null, MoneyRefusal> {
  const refusal = refusalOf(rows, transfer, atMs)
  return refusal === null ? ok(null) : err(refusal)
}

/**
 * As it stands in a leaf: amounts as decimal strings, because JSON numbers end at 2^53. The names are
 * written in canonical order, which spares the leaf a sort.
 */
export function transferToJson(transfer: Transfer): Json {
  switch (transfer.op) {
    case 'open': {
      const { account: name, currency, overdraft, side } = transfer
      return { account: name, currency, op: 'open', overdraft, side }
    }
    case 'move': {
      const { amountMinor, credit, debit } = transfer
      return { amountMinor: amountMinor.toString(), credit, debit, op: 'move' }
    }
    case 'hold': {
      const { amountMinor, credit, debit, expiresAtMs, hold: name } = transfer
      const amount = amountMinor.toString()
      return { amountMinor: amount, credit, debit, expiresAtMs, hold: name, op: 'hold' }
    }
    case 'post':
      return { amountMinor: transfer.amountMinor.toString(), hold: transfer.hold, op: 'post' }
    case 'void':
    case 'expire':
      return { hold: transfer.hold, op: transfer.op }
    default:
      return unreachable(transfer)
  }
}

type Fields = Readonly<Record<string, Json>>

/** Reads a transfer back from a leaf, or undefined if it is not one. */
export function transferFromJson(json: Json): Transfer | undefined {
  if (!isJsonObject(json)) return undefined
  switch (json['op']) {
    case 'open':
      return openFromJson(json)
    case 'move':
      return moveFromJson(json)
    case 'hold':
      return holdFromJson(json)
    case 'post':
    case 'void':
    case 'expire':
      return resolutionFromJson(json['op'], json)
    default:
      return undefined
  }
}

function amountOf(fields: Fields): bigint | undefined {
  const text = fields['amountMinor']
  return typeof text === 'string' && /^[1-9]\d{0,18}$/.test(text) ? BigInt(text) : undefined
}

function openFromJson(fields: Fields): Transfer | undefined {
  const { account: name, currency, side, overdraft } = fields
  if (typeof name !== 'string' || typeof currency !== 'string') return undefined
  if (typeof overdraft !== 'boolean' || (side !== 'debit' && side !== 'credit')) return undefined
  return { op: 'open', account: name, currency, side, overdraft }
}

function moveFromJson(fields: Fields): Extract<Transfer, { op: 'move' }> | undefined {
  const { debit, credit } = fields
  const amountMinor = amountOf(fields)
  if (typeof debit !== 'string' || typeof credit !== 'string') return undefined
  return amountMinor === undefined ? undefined : { op: 'move', debit, credit, amountMinor }
}

function holdFromJson(fields: Fields): Transfer | undefined {
  const moved = moveFromJson(fields)
  const { hold: name, expiresAtMs } = fields
  if (moved === undefined || typeof name !== 'string') return undefined
  return typeof expiresAtMs === 'number'
    ? { ...moved, op: 'hold', hold: name, expiresAtMs }
    : undefined
}

function resolutionFromJson(op: 'post' | 'void' | 'expire', fields: Fields): Transfer | undefined {
  const { hold: name } = fields
  if (typeof name !== 'string') return undefined
  if (op !== 'post') return { op, hold: name }
  const amountMinor = amountOf(fields)
  return amountMinor === undefined ? undefined : { op, hold: name, amountMinor }
}
