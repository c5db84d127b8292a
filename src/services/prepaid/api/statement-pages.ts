/**
 * Of what a sum of a shop is made. However many classes there are, a page reads a hundred of them in the order of
 * an index, and their sum out of that index alone; all of them are in the file.
 */
import { assert } from '#kernel/std/assert.ts'
import { addDays, legalDayOf } from '#kernel/time/legal-day.ts'
import { findRow } from '#platform/postgres/table-reader.ts'
import { SettlementId } from '../contract.ts'
import { payoutTable, type UseRow } from '../domain/rows.ts'
import { offerOf } from '../domain/signed.ts'
import { contractsBy } from '../store/desk.ts'
import {
  countMaturedUses,
  findSettledLine,
  listMaturedUses,
  readLineOthers,
  type LineOthers,
} from '../store/earnings.ts'
import type { PageOr, Turning } from '../store/paged.ts'
import type { StatementUse, StatementView } from '../web/money-views.ts'
import { statementFile } from '../web/shop-paths.ts'
import { restMinorOf } from './decided-steps.ts'
import { namesOfGuests } from './guest-names.ts'
import { earningOf, openLine, paidOf, sumOf } from './money-pages.ts'
import { ownShop, type ShopAsking } from './shop-asking.ts'

const USES_SHOWN = 100
/** A file is read so many uses at a time. */
const FILE_USES_AT_ONCE = 500

type Statement = StatementView | 'unknown_cursor' | undefined

/** What no settlement has yet, an open one included, through the last day on which something matures. */
export async function loadUpcoming(asking: ShopAsking, cursor?: string): Promise<Statement> {
  const { row, days } = await earningOf(asking)
  const settledThrough = row?.settledThrough ?? null
  if (settledThrough === null) return undefined
  const from = addDays(settledThrough, 1)
  const today = legalDayOf(asking.nowMs)
  const through = days.at(-1)?.day ?? (from > today ? from : today)
  const sum = { from, through, paid: null, amountMinor: sumOf(days), fileHref: null }
  return statement(asking, sum, cursor)
}

/** One line of a settlement: paid, ordered, sent back, or waiting for its approval. */
export async function loadStatement(
  asking: ShopAsking,
  settlement: string,
  cursor?: string,
): Promise<Statement> {
  const { pool, book, shop } = asking
  if (!SettlementId.safeParse(settlement).success) return undefined
  const found = await findSettledLine(pool, book, shop, settlement)
  if (found === undefined) return undefined
  const { line } = found
  const { state } = found.settlement
  if (state !== 'approved' && state !== 'proposed') return undefined
  const payout = await findRow(pool, payoutTable, book, line.payout)
  const { from, through } = line
  const sum: Sum = {
    from,
    through,
    paid: payout === undefined ? openLine(found) : paidOf(payout, line),
    amountMinor: BigInt(line.amountMinor),
    fileHref: statementFile(book, shop, settlement),
  }
  return statement(asking, sum, cursor)
}

type Sum = Pick<StatementView, 'from' | 'through' | 'paid' | 'amountMinor' | 'fileHref'>

async function statement(
  asking: ShopAsking,
  sum: Sum,
  cursor: string | undefined,
): Promise<Statement> {
  const { pool, book, shop } = asking
  const span = { shop, from: sum.from, through: sum.through }
  const [own, counted, page, others] = await Promise.all([
    ownShop(asking),
    countMaturedUses(pool, book, [span]),
    usesOf(asking, sum, { cursor, limit: USES_SHOWN }),
    readLineOthers(pool, book, span).then((rows) => othersOf(asking, rows)),
  ])
  if (page === 'unknown_cursor') return page
  const usesMinor = counted.amountMinor
  const refundsMinor = others.refunds.reduce(
    (fen, { restMinor, interestMinor }) => fen + restMinor - interestMinor,
    0n,
  )
  const returnedMinor = sumOf(others.returned)
  return {
    own,
    ...sum,
    usesCount: counted.uses,
    usesMinor,
    uses: page.items,
    isFirst: cursor === undefined,
    next: page.next ?? null,
    ...others,
    refundsMinor,
    returnedMinor,
    otherMinor: sum.amountMinor - usesMinor - refundsMinor - returnedMinor,
  }
}

/** Every use of a statement, beginning with those that it shows. */
export async function* allUsesOf(
  asking: ShopAsking,
  view: StatementView,
): AsyncGenerator<StatementUse> {
  yield* view.uses
  for (let cursor = view.next; cursor !== null;) {
    const page = await usesOf(asking, view, { cursor, limit: FILE_USES_AT_ONCE })
    assert(page !== 'unknown_cursor', 'the cursor came from the page before')
    yield* page.items
    cursor = page.next ?? null
  }
}

async function usesOf(
  asking: ShopAsking,
  { from, through }: Pick<StatementView, 'from' | 'through'>,
  turning: Turning,
): Promise<PageOr<StatementUse>> {
  const { pool, book, shop } = asking
  const page = await listMaturedUses(pool, book, { shop, from, through }, turning)
  if (page === 'unknown_cursor') return page
  const { items } = page
  const [names, contracts] = await Promise.all([
    namesOfGuests(
      asking,
      items.map(({ consumer }) => consumer),
    ),
    contractsBy(pool, book, [...new Set(items.map(({ contract }) => contract))]),
  ])
  const shown = items.map((use): StatementUse => {
    const contract = contracts.get(use.contract)
    assert(contract !== undefined && use.maturesOn !== null, 'a use that matured has a contract')
    return {
      use: use.use,
      maturesOn: use.maturesOn,
      servedOn: use.servedOn,
      servedAt: use.servedAt,
      guest: names(use.consumer),
      offerName: offerOf(contract.offer).name,
      isPeriod: use.via === 'period',
      n: use.n,
      how: howOf(use),
      amountMinor: use.amountMinor,
      stateEntry: use.stateEntry,
    }
  })
  return { ...page, items: shown }
}

function howOf({ state }: UseRow): StatementUse['how'] {
  if (state === 'deemed' || state === 'for-shop') return state
  assert(state === 'confirmed', 'what matured was counted')
  return state
}

async function othersOf(
  asking: ShopAsking,
  { refunds, returned }: LineOthers,
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
