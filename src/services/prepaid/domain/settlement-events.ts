/** How the rows follow from a settlement. Only an approval moves the day through which a shop was settled. */
import type { Event, EventHandler, Recorded } from '#kernel/book/slice.ts'
import type { Measure } from '#kernel/figures/cell.ts'
import type { Rows } from '#kernel/rows/rows.ts'
import { assert } from '#kernel/std/assert.ts'
import { listIn, textIn, wholeIn } from '#kernel/std/facts.ts'
import type { JsonObject } from '#kernel/std/json.ts'
import { addDays, legalMonthOf } from '#kernel/time/legal-day.ts'
import type { PrepaidCommand } from '../contract.ts'
import { putOrdered } from './payouts.ts'
import { mature } from './refund-events.ts'
import { maturingTable, settlementTable, shopTable } from './rows.ts'
import type { SettlementRow, SettlementState } from './rows.ts'
import { linesOf } from './settlement-lines.ts'

export const SETTLEMENT_DUE = 'prepaid.settlement'

function settlementIn(rows: Rows, body: JsonObject): SettlementRow {
  const row = rows.get(settlementTable, textIn(body, 'settlement'))
  assert(row !== undefined, 'a settlement was proposed')
  return row
}

function setOpen(rows: Rows, shop: string, openSettlement: string | null): void {
  const row = rows.get(shopTable, shop)
  assert(row !== undefined, 'a line is of a shop')
  rows.put(shopTable, { ...row, openSettlement })
}

function applyProposed(rows: Rows, { body, index, atMs, actor }: Recorded): void {
  const settlement = textIn(body, 'settlement')
  const expiresAt = wholeIn(body, 'expiresAtMs')
  const lines = linesOf(listIn(body, 'lines'))
  rows.put(settlementTable, {
    settlement,
    state: 'proposed',
    through: textIn(body, 'through'),
    proposedBy: actor,
    proposedAt: atMs,
    approver: textIn(body, 'approver'),
    expiresAt,
    decidedBy: null,
    decidedAt: null,
    amountMinor: lines.reduce((sum, { amountMinor }) => sum + BigInt(amountMinor), 0n),
    uses: lines.reduce((sum, { uses }) => sum + uses, 0),
    lines,
    entry: index,
  })
  for (const { shop } of lines) setOpen(rows, shop, settlement)
  rows.setDue(SETTLEMENT_DUE, settlement, expiresAt)
}

function end(rows: Rows, { body, atMs, actor }: Recorded, state: SettlementState): SettlementRow {
  const row = settlementIn(rows, body)
  // Nobody decided what ran out.
  const decidedBy = state === 'expired' ? null : actor
  rows.put(settlementTable, { ...row, state, decidedBy, decidedAt: atMs })
  rows.clearDue(SETTLEMENT_DUE, row.settlement)
  for (const { shop } of linesOf(row.lines)) setOpen(rows, shop, null)
  return row
}

function applyApproved(rows: Rows, event: Recorded): void {
  const { settlement } = end(rows, event, 'approved')
  for (const { shop, payout, amountMinor, through } of linesOf(listIn(event.body, 'lines'))) {
    const row = rows.get(shopTable, shop)
    assert(row !== undefined, 'a line is of a shop')
    rows.put(shopTable, { ...row, settledThrough: through })
    const ordered = {
      payout,
      kind: 'settlement',
      subject: settlement,
      beneficiary: shop,
      amountMinor: BigInt(amountMinor),
      toPayerOf: null,
    } as const
    putOrdered(rows, ordered, event)
  }
}

/** Released is what left the shops' accounts for the bank. */
function measureApproved({ body }: Event, atMs: number): readonly Measure[] {
  const period = legalMonthOf(atMs)
  return linesOf(listIn(body, 'lines')).map(({ shop, amountMinor }) => ({
    indicator: 'prepaid.released',
    area: shop,
    period,
    amount: BigInt(amountMinor),
  }))
}

/**
 * Nothing was paid. While it waited, interest may have been taken from the day after its own; where that day is
 * less than nothing now, the first day that is not settled bears it, so that no settlement can leave it out.
 */
function applyUndone(state: 'rejected' | 'expired'): EventHandler['apply'] {
  return (rows, event) => {
    const row = end(rows, event, state)
    const after = addDays(row.through, 1)
    for (const { shop, from } of linesOf(row.lines)) {
      const shortMinor = rows.get(maturingTable, shop, after)?.amountMinor ?? 0n
      if (shortMinor >= 0n) continue
      mature(rows, { shop, day: after }, -shortMinor)
      mature(rows, { shop, day: from }, shortMinor)
    }
  }
}

export const settlementEvents: Readonly<Record<string, EventHandler>> = {
  'prepaid.settlement-proposed': { v: 1, apply: applyProposed },
  'prepaid.settlement-approved': { v: 1, apply: applyApproved, measures: measureApproved },
  'prepaid.settlement-rejected': { v: 1, apply: applyUndone('rejected') },
  'prepaid.settlement-expired': { v: 1, apply: applyUndone('expired') },
}

export const settlementLapses = {
  [SETTLEMENT_DUE]: (settlement: string): PrepaidCommand<'lapse-settlement'> => ({
    type: 'prepaid.lapse-settlement',
    settlement,
  }),
}
