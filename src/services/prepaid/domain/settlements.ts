/**
 * Settlements: what is payable is paid to the shops, with four eyes. One notary proposes, the one that it
 * names approves, or that one's substitute, never the proposer itself. Until then the money is held, and
 * nobody can spend it elsewhere; only the approval orders it from the bank.
 */
import { existing, record, refuse } from '#kernel/book/slice.ts'
import type { Circumstances, CommandHandler, Decision, Event } from '#kernel/book/slice.ts'
import { contentId } from '#kernel/identity/content-id.ts'
import type { PartyId } from '#kernel/identity/principal.ts'
import { account, hold, type Transfer } from '#kernel/money/transfer.ts'
import { appointmentKey, isAppointed } from '#kernel/parties/party.ts'
import type { Reader } from '#kernel/rows/rows.ts'
import { tableKey, type RowKey } from '#kernel/rows/table.ts'
import { addDays, endOfDayMs, legalDayOf, parseLegalDay } from '#kernel/time/legal-day.ts'
import { workingDeadline } from '#kernel/time/working-days.ts'
import type { PrepaidCommand } from '../contract.ts'
import { isSubstitute } from './absences.ts'
import { IN_TRANSIT, shopAccount } from './accounts.ts'
import { depositaryOf, isNotary, isOwnMatter, readOffice } from './authority.ts'
import {
  absenceTable,
  DEPOSITARY,
  depositaryTable,
  maturingTable,
  payoutTable,
  settlementTable,
  shopTable,
  type SettlementRow,
  type ShopRow,
} from './rows.ts'
import { daysToSettle, holdOf, linesOf, maturedOf, readBuckets } from './settlement-lines.ts'
import { settledDaysMax, type Line } from './settlement-lines.ts'
import { termsOf } from './signed.ts'

type Propose = PrepaidCommand<'propose-settlement'>

function* readProposal(command: Propose, rows: Reader, actor: PartyId): Generator<RowKey> {
  const { settlement, shops, approver, through } = command
  yield tableKey(settlementTable, settlement)
  yield tableKey(account, IN_TRANSIT)
  for (const [n, shop] of shops.entries()) {
    yield tableKey(shopTable, shop)
    yield tableKey(account, shopAccount(shop))
    yield tableKey(hold, holdOf(settlement, n))
    yield appointmentKey(shop, actor)
  }
  yield* readOffice(rows, actor)
  const depositary = rows.get(depositaryTable, DEPOSITARY)
  if (depositary === undefined) return
  yield appointmentKey(depositary.office, approver)
  for (const shop of shops) {
    const row = rows.get(shopTable, shop)
    if (row !== undefined) yield* readBuckets(row, through, settledDaysMax(shops.length))
  }
}

/** The same proposal of the same notary; the lines name the shops in the order in which it did. */
function isSame(
  row: SettlementRow,
  { through, approver, shops }: Propose,
  actor: PartyId,
): boolean {
  if (row.through !== through || row.approver !== approver || row.proposedBy !== actor) return false
  const before = linesOf(row.lines).map(({ shop }) => shop)
  return before.length === shops.length && before.every((shop, n) => shop === shops[n])
}

function refuseProposer(
  rows: Reader,
  { approver, through, shops }: Propose,
  { actor, nowMs }: Circumstances,
): Decision | undefined {
  if (!isNotary(rows, actor)) return refuse('not_notary')
  const { office } = depositaryOf(rows)
  if (!isAppointed(rows, office, approver, ['notary'])) return refuse('approver_not_notary')
  if (approver === actor) return refuse('own_approval')
  const isOver = parseLegalDay(through) !== undefined && through < legalDayOf(nowMs)
  if (!isOver) return refuse('day_not_over')
  if (new Set(shops).size < shops.length) return refuse('shop_repeated')
  const own = shops.find((shop) => isOwnMatter(rows, actor, { shop }))
  return own === undefined ? undefined : refuse('own_matter', { shop: own })
}

function refuseShop(rows: Reader, shop: string, { through, shops }: Propose): Decision | ShopRow {
  const row = rows.get(shopTable, shop)
  // A shop that applied and was never approved cannot have earned anything.
  if (row === undefined || row.settledThrough === null) return refuse('shop_unknown', { shop })
  const settlement = row.openSettlement
  if (settlement !== null) return refuse('settlement_open', { shop, settlement })
  const daysMax = settledDaysMax(shops.length)
  if (daysToSettle(row, through) > daysMax) {
    return refuse('through_too_far', { shop, latest: addDays(row.settledThrough, daysMax) })
  }
  return row
}

function lineOf(rows: Reader, row: ShopRow, { settlement, through }: Propose): Line | undefined {
  const { amountMinor, uses } = maturedOf(rows, row, through)
  if (amountMinor <= 0n || row.settledThrough === null) return undefined
  return {
    amountMinor: Number(amountMinor),
    from: addDays(row.settledThrough, 1),
    payout: contentId('pay_', [settlement, row.shop]),
    shop: row.shop,
    through,
    uses,
  }
}

const propose: CommandHandler<Propose> = {
  reads: readProposal,
  decide(rows, command, circumstances): Decision {
    const { nowMs, actor } = circumstances
    const before = rows.get(settlementTable, command.settlement)
    if (before !== undefined) {
      return isSame(before, command, actor) ? existing(before.entry) : refuse('settlement_differs')
    }
    const refused = refuseProposer(rows, command, circumstances)
    if (refused !== undefined) return refused
    const found = command.shops.map((shop) => refuseShop(rows, shop, command))
    const shops: ShopRow[] = []
    for (const one of found) {
      if ('kind' in one) return one
      shops.push(one)
    }
    const lines: Line[] = []
    for (const shop of shops) {
      const line = lineOf(rows, shop, command)
      if (line === undefined) return refuse('nothing_matured', { shop: shop.shop })
      lines.push(line)
    }
    return record(proposed(rows, command, { lines, nowMs }))
  },
}

/** The parties are the office's alone: a shop must not read what the others are paid. */
function proposed(
  rows: Reader,
  { settlement, through, approver }: Propose,
  { lines, nowMs }: { readonly lines: readonly Line[]; readonly nowMs: number },
): Event {
  const { office, terms } = depositaryOf(rows)
  const deadline = workingDeadline(nowMs, termsOf(terms).approvalWorkingDays)
  // The settlement lapses by its own clock and lets the holds go; theirs is a day later.
  const expiresAtMs = endOfDayMs(addDays(deadline.day, 1))
  const transfers = lines.map(({ shop, amountMinor }, n): Transfer => ({
    op: 'hold',
    hold: holdOf(settlement, n),
    debit: shopAccount(shop),
    credit: IN_TRANSIT,
    amountMinor: BigInt(amountMinor),
    expiresAtMs,
  }))
  return {
    type: 'prepaid.settlement-proposed',
    body: { settlement, through, approver, expiresAtMs: deadline.endsMs, lines },
    parties: [office],
    transfers,
  }
}

/** Everything that its end touches: holds, accounts and shops, and for an approval the payouts. */
function* readSettlement(rows: Reader, settlement: string): Generator<RowKey> {
  yield tableKey(account, IN_TRANSIT)
  const row = rows.get(settlementTable, settlement)
  if (row === undefined) return
  yield tableKey(absenceTable, row.approver)
  for (const [n, { shop, payout }] of linesOf(row.lines).entries()) {
    yield tableKey(shopTable, shop)
    yield tableKey(account, shopAccount(shop))
    yield tableKey(hold, holdOf(settlement, n))
    yield tableKey(payoutTable, payout)
  }
}

/** Besides, for an end without payment: the days that `applyUndone` looks at. */
function* readUndone(rows: Reader, settlement: string): Generator<RowKey> {
  yield* readSettlement(rows, settlement)
  const row = rows.get(settlementTable, settlement)
  if (row === undefined) return
  for (const { shop, from } of linesOf(row.lines)) {
    yield tableKey(maturingTable, shop, from)
    yield tableKey(maturingTable, shop, addDays(row.through, 1))
  }
}

/** Whether it can be decided still: judged by the time, not by whether its lapse has run. */
function isOpen(row: SettlementRow, nowMs: number): boolean {
  return row.state === 'proposed' && nowMs < row.expiresAt
}

const approve: CommandHandler<PrepaidCommand<'approve-settlement'>> = {
  *reads({ settlement }, rows, actor) {
    yield tableKey(settlementTable, settlement)
    yield* readOffice(rows, actor)
    yield* readSettlement(rows, settlement)
    const row = rows.get(settlementTable, settlement)
    if (row === undefined) return
    for (const { shop } of linesOf(row.lines)) yield appointmentKey(shop, actor)
  },
  decide(rows, { settlement }, { nowMs, actor }): Decision {
    const row = rows.get(settlementTable, settlement)
    if (row === undefined) return refuse('settlement_unknown')
    if (!isOpen(row, nowMs)) return refuse('settlement_not_proposed', { state: row.state })
    if (row.proposedBy === actor) return refuse('own_proposal')
    const mayDecide =
      row.approver === actor || isSubstitute(rows, row.approver, actor, legalDayOf(nowMs))
    if (!mayDecide || !isNotary(rows, actor)) return refuse('not_approver')
    const lines = linesOf(row.lines)
    const own = lines.find(({ shop }) => isOwnMatter(rows, actor, { shop }))
    if (own !== undefined) return refuse('own_matter', { shop: own.shop })
    return record({
      type: 'prepaid.settlement-approved',
      body: { settlement, lines },
      parties: [depositaryOf(rows).office],
      transfers: lines.map(({ amountMinor }, n) => ({
        op: 'post',
        hold: holdOf(settlement, n),
        amountMinor: BigInt(amountMinor),
      })),
    })
  },
}

/** Gives the money back to the shops' accounts. A hold that has expired already is let be. */
function voids(rows: Reader, row: SettlementRow): readonly Transfer[] {
  return linesOf(row.lines).flatMap((_, n): readonly Transfer[] => {
    const name = holdOf(row.settlement, n)
    return rows.get(hold, name)?.state === 'pending' ? [{ op: 'void', hold: name }] : []
  })
}

const reject: CommandHandler<PrepaidCommand<'reject-settlement'>> = {
  *reads({ settlement }, rows, actor) {
    yield tableKey(settlementTable, settlement)
    yield* readOffice(rows, actor)
    yield* readUndone(rows, settlement)
  },
  decide(rows, { settlement, reason }, { nowMs, actor }): Decision {
    const row = rows.get(settlementTable, settlement)
    if (row === undefined) return refuse('settlement_unknown')
    if (!isNotary(rows, actor)) return refuse('not_notary')
    if (!isOpen(row, nowMs)) return refuse('settlement_not_proposed', { state: row.state })
    const { office } = depositaryOf(rows)
    return record({
      type: 'prepaid.settlement-rejected',
      body: { settlement },
      parties: [office],
      transfers: voids(rows, row),
      secrets: [{ subject: office, name: 'reason', value: reason }],
    })
  },
}

const lapse: CommandHandler<PrepaidCommand<'lapse-settlement'>> = {
  *reads({ settlement }, rows, actor) {
    yield tableKey(settlementTable, settlement)
    yield* readOffice(rows, actor)
    yield* readUndone(rows, settlement)
  },
  decide(rows, { settlement }, { nowMs }): Decision {
    const row = rows.get(settlementTable, settlement)
    if (row === undefined) return refuse('settlement_unknown')
    if (row.state !== 'proposed') return refuse('settlement_not_proposed', { state: row.state })
    if (nowMs < row.expiresAt) return refuse('not_due_yet', { dueAtMs: row.expiresAt })
    return record({
      type: 'prepaid.settlement-expired',
      body: { settlement },
      parties: [depositaryOf(rows).office],
      transfers: voids(rows, row),
    })
  },
}

export const settlementCommands: Readonly<Record<string, CommandHandler<never>>> = {
  'prepaid.propose-settlement': propose,
  'prepaid.approve-settlement': approve,
  'prepaid.reject-settlement': reject,
  'prepaid.lapse-settlement': lapse,
}
