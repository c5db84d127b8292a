/** What a shop's pages of money show: what is whose and when, and of what each sum is made. */
import { assert } from '#kernel/std/assert.ts'
import { isJsonObject } from '#kernel/std/canonical-json.ts'
import { formatInstant } from '#kernel/time/clock.ts'
import { addDays, legalDayOf } from '#kernel/time/legal-day.ts'
import { findRow } from '#platform/postgres/table-reader.ts'
import { SettlementId } from '../contract.ts'
import {
  payoutTable,
  shopTable,
  type PayoutRow,
  type PayoutState,
  type ShopRow,
  type UseRow,
} from '../domain/rows.ts'
import { linesOf, type Line } from '../domain/settlement-lines.ts'
import { offerOf } from '../domain/signed.ts'
import { waitingSums } from '../store/counter.ts'
import { contractsBy } from '../store/desk.ts'
import {
  findSettledLine,
  LINE_USES_MAX,
  listMaturingAfter,
  readLineParts,
  type LineParts,
  type SettledLine,
} from '../store/earnings.ts'
import { earnedOf, listPaid, type MaturingRow } from '../store/money.ts'
import type { OwnShop, Purse } from '../web/counter-views.ts'
import type {
  MoneyView,
  OpenLine,
  PaidLine,
  StatementUse,
  StatementView,
} from '../web/money-views.ts'
import { statementFile } from '../web/shop-paths.ts'
import { restMinorOf } from './decided-steps.ts'
import { namesOfGuests } from './guest-names.ts'
import { ownShop, type ShopAsking } from './shop-asking.ts'

const PAID_SHOWN = 24

/** What matures after the last settled day, the shop's row, and what it has. */
async function earningOf({ pool, book, shop }: ShopAsking) {
  const row = await findRow(pool, shopTable, book, shop)
  const [days, sums, earned] = await Promise.all([
    listMaturingAfter(pool, book, shop, row?.settledThrough ?? ''),
    waitingSums(pool, book, shop),
    earnedOf(pool, book, shop),
  ])
  return { row, days, sums, earned }
}

type Earning = Awaited<ReturnType<typeof earningOf>>

const sumOf = (rows: readonly { readonly amountMinor: bigint }[]): bigint =>
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

function openLine({ settlement, line }: SettledLine): OpenLine {
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

function paidOf(payout: PayoutRow, { from, through, uses }: Line): PaidLine {
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

/** What no settlement has yet, an open one included, through the last day on which something matures. */
export async function loadUpcoming(asking: ShopAsking): Promise<StatementView | undefined> {
  const { row, days } = await earningOf(asking)
  const settledThrough = row?.settledThrough ?? null
  if (settledThrough === null) return undefined
  const from = addDays(settledThrough, 1)
  const today = legalDayOf(asking.nowMs)
  const through = days.at(-1)?.day ?? (from > today ? from : today)
  const span = { from, through, paid: null, amountMinor: sumOf(days) }
  return statement(asking, { ...span, fileHref: null })
}

/** One line of a settlement: paid, ordered, sent back, or waiting for its approval. */
export async function loadStatement(
  asking: ShopAsking,
  settlement: string,
): Promise<StatementView | undefined> {
  const { pool, book, shop } = asking
  if (!SettlementId.safeParse(settlement).success) return undefined
  const found = await findSettledLine(pool, book, shop, settlement)
  if (found === undefined) return undefined
  const { line } = found
  const { state } = found.settlement
  if (state !== 'approved' && state !== 'proposed') return undefined
  const payout = await findRow(pool, payoutTable, book, line.payout)
  const paid = payout === undefined ? openLine(found) : paidOf(payout, line)
  const { from, through } = line
  return statement(asking, {
    from,
    through,
    paid,
    amountMinor: BigInt(line.amountMinor),
    fileHref: statementFile(book, shop, settlement),
  })
}

type Span = Pick<StatementView, 'from' | 'through' | 'paid' | 'amountMinor' | 'fileHref'>

async function statement(asking: ShopAsking, span: Span): Promise<StatementView> {
  const { pool, book, shop } = asking
  const parts = await readLineParts(pool, book, shop, span)
  const own: OwnShop = await ownShop(asking)
  const uses = parts.uses.slice(0, LINE_USES_MAX)
  const [shown, others] = await Promise.all([usesOf(asking, uses), othersOf(asking, parts)])
  const usesMinor = sumOf(shown)
  const refundsMinor = others.refunds.reduce(
    (sum, { restMinor, interestMinor }) => sum + restMinor - interestMinor,
    0n,
  )
  const returnedMinor = sumOf(others.returned)
  return {
    own,
    ...span,
    usesMinor,
    uses: shown,
    hasMoreUses: parts.uses.length > uses.length,
    ...others,
    refundsMinor,
    returnedMinor,
    otherMinor: span.amountMinor - usesMinor - refundsMinor - returnedMinor,
  }
}

const CONTRACTS_AT_ONCE = 500

async function usesOf(
  asking: ShopAsking,
  uses: readonly UseRow[],
): Promise<readonly StatementUse[]> {
  const { pool, book } = asking
  const ids = [...new Set(uses.map(({ contract }) => contract))]
  const names = await namesOfGuests(
    asking,
    uses.map(({ consumer }) => consumer),
  )
  const contracts = new Map<string, ReturnType<typeof offerOf>>()
  for (let from = 0; from < ids.length; from += CONTRACTS_AT_ONCE) {
    const read = await contractsBy(pool, book, ids.slice(from, from + CONTRACTS_AT_ONCE))
    for (const [id, { offer }] of read) contracts.set(id, offerOf(offer))
  }
  return uses.flatMap((use) => {
    const offer = contracts.get(use.contract)
    if (offer === undefined || use.maturesOn === null) return []
    return {
      use: use.use,
      maturesOn: use.maturesOn,
      servedOn: use.servedOn,
      servedAt: use.servedAt,
      guest: names(use.consumer),
      offerName: offer.name,
      isPeriod: use.via === 'period',
      n: use.n,
      how: howOf(use.state),
      amountMinor: use.amountMinor,
      stateEntry: use.stateEntry,
    }
  })
}

function howOf(state: string): StatementUse['how'] {
  if (state === 'deemed' || state === 'for-shop') return state
  assert(state === 'confirmed', 'what matured was counted')
  return state
}

async function othersOf(
  asking: ShopAsking,
  { refunds, returned }: LineParts,
): Promise<Pick<StatementView, 'refunds' | 'returned'>> {
  const names = await namesOfGuests(
    asking,
    refunds.map(({ consumer }) => consumer),
  )
  const rests = refunds.map((row) => ({
    refund: row.refund,
    day: legalDayOf(row.decidedAt ?? row.askedAt),
    guest: names(row.consumer),
    restMinor: restMinorOf(row),
    interestMinor: row.interestMinor ?? 0n,
  }))
  return {
    // Of a refund of all that was held nothing is left, and nothing is shown.
    refunds: rests.filter(
      ({ restMinor, interestMinor }) => restMinor !== 0n || interestMinor !== 0n,
    ),
    returned: returned.map(({ payout, resolvedAt, orderedAt, amountMinor }) => ({
      payout,
      day: legalDayOf(resolvedAt ?? orderedAt),
      amountMinor,
    })),
  }
}
