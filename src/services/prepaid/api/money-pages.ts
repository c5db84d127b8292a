/** What a shop's page of money shows: what is whose and when, what was proposed, and what was paid. */
import { assert } from '#kernel/std/assert.ts'
import { isJsonObject } from '#kernel/std/canonical-json.ts'
import { formatInstant } from '#kernel/time/clock.ts'
import { legalDayOf } from '#kernel/time/legal-day.ts'
import { findRow } from '#platform/postgres/table-reader.ts'
import { shopTable, type PayoutRow, type PayoutState, type ShopRow } from '../domain/rows.ts'
import { linesOf, type Line } from '../domain/settlement-lines.ts'
import { waitingSums } from '../store/counter.ts'
import { findSettledLine, listMaturingAfter, type SettledLine } from '../store/earnings.ts'
import { earnedOf, listPaid, type MaturingRow } from '../store/money.ts'
import type { Purse } from '../web/counter-views.ts'
import type { MoneyView, OpenLine, PaidLine } from '../web/money-views.ts'
import { ownShop, type ShopAsking } from './shop-asking.ts'

const PAID_SHOWN = 24

/** What matures after the last settled day, the shop's row, and what it has. */
export async function earningOf({ pool, book, shop }: ShopAsking) {
  const row = await findRow(pool, shopTable, book, shop)
  const [days, sums, earned] = await Promise.all([
    listMaturingAfter(pool, book, shop, row?.settledThrough ?? ''),
    waitingSums(pool, book, shop),
    earnedOf(pool, book, shop),
  ])
  return { row, days, sums, earned }
}

type Earning = Awaited<ReturnType<typeof earningOf>>

export const sumOf = (rows: readonly { readonly amountMinor: bigint }[]): bigint =>
  rows.reduce((sum, { amountMinor }) => sum + amountMinor, 0n)

function purseOf({ days, sums, earned }: Earning, today: string): Purse {
  const { waiting, contested } = sums
  const over = days.filter(({ day }) => day < today)
  const ahead = days.filter(({ day }) => day >= today)
  return {
    waiting,
    contested,
    maturingMinor: sumOf(ahead),
    nextDay: ahead[0]?.day ?? null,
    readyMinor: sumOf(over) - earned.promisedMinor,
    promisedMinor: earned.promisedMinor,
    ownMinor: earned.balanceMinor,
  }
}

export async function loadPurse(asking: ShopAsking): Promise<Purse> {
  return purseOf(await earningOf(asking), legalDayOf(asking.nowMs))
}

export async function loadMoney(asking: ShopAsking): Promise<MoneyView> {
  const { pool, book, shop, nowMs } = asking
  const today = legalDayOf(nowMs)
  const [own, earning, paid] = await Promise.all([
    ownShop(asking),
    earningOf(asking),
    listPaid(pool, book, shop, { limit: PAID_SHOWN }),
  ])
  assert(paid !== 'unknown_cursor', 'the first page has no cursor')
  const { row, days } = earning
  return {
    own,
    purse: purseOf(earning, today),
    days: days.map((bucket) => ({ ...dayOf(bucket), isOver: bucket.day < today })),
    open: await openLineOf(asking, row),
    paid: paid.items.map(({ payout, line }) => paidLine(payout, line)),
    hasMorePaid: paid.next !== undefined,
    settledThrough: row?.settledThrough ?? null,
  }
}

const dayOf = ({ day, amountMinor, uses }: MaturingRow) => ({ day, amountMinor, uses })

async function openLineOf(
  { pool, book, shop }: ShopAsking,
  row: ShopRow | undefined,
): Promise<OpenLine | null> {
  const settlement = row?.openSettlement ?? null
  const found =
    settlement === null ? undefined : await findSettledLine(pool, book, shop, settlement)
  return found === undefined ? null : openLine(found)
}

export function openLine({ settlement, line }: SettledLine): OpenLine {
  const { from, through, amountMinor, uses } = line
  return {
    settlement: settlement.settlement,
    from,
    through,
    amountMinor: BigInt(amountMinor),
    uses,
    expiresOn: legalDayOf(settlement.expiresAt - 1),
  }
}

type LineJson = Parameters<typeof linesOf>[0]

function paidLine(payout: PayoutRow, json: LineJson): PaidLine {
  assert(isJsonObject(json), 'a settlement has a line of whom it pays')
  const [line] = linesOf([json])
  assert(line !== undefined, 'one line was read')
  return paidOf(payout, line)
}

export function paidOf(payout: PayoutRow, { from, through, uses }: Line): PaidLine {
  const { orderedAt, resolvedAt } = payout
  return {
    payout: payout.payout,
    settlement: payout.subject,
    from,
    through,
    amountMinor: payout.amountMinor,
    uses,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only apply writes it, and it writes these.
    state: payout.state as PayoutState,
    orderedAt: formatInstant(orderedAt),
    resolvedAt: resolvedAt === null ? null : formatInstant(resolvedAt),
  }
}
