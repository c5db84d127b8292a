/** What the pages of a counter show, read from rows. For whom the reader acts was settled before. */
import { formatInstant } from '#kernel/time/clock.ts'
import { endOfDayMs, legalDayOf } from '#kernel/time/legal-day.ts'
import { addWorkingDays, workingDeadline } from '#kernel/time/working-days.ts'
import { TypedDigits } from '#platform/http/form-fields.ts'
import { findRow } from '#platform/postgres/table-reader.ts'
import { ContractId } from '../contract.ts'
import { contractTable, type ContractRow, type UseRow, type UseState } from '../domain/rows.ts'
import { offerOf, termsOf } from '../domain/signed.ts'
import { nextTrancheMinor } from '../domain/use-amounts.ts'
import { heldOf } from '../store/contracts.ts'
import {
  DAY_USES_MAX,
  listCustomers,
  listRunningCards,
  listUsesOfDay,
  reasonsOf,
} from '../store/counter.ts'
import { contractsBy } from '../store/desk.ts'
import type { CounterView, Found, GuestCard, NextClass, TodayLine } from '../web/counter-views.ts'
import { checkInPath } from '../web/paths.ts'
import { deadlineOf } from './consumer-pages.ts'
import { drawCode } from '#web/kit/code-drawing.ts'
import { namesOfGuests, type GuestNames, tailOf, UNKNOWN_GUEST } from './guest-names.ts'
import { loadPurse } from './money-pages.ts'
import { ownShop, type ShopAsking } from './shop-asking.ts'

const TAIL = /^\d{4}$/
const SHANGHAI_OFFSET_MS = 8 * 3_600_000

export async function loadCounter(asking: ShopAsking, typed: string): Promise<CounterView> {
  const { shop, origin, nowMs, isHead } = asking
  const q = TypedDigits.parse(typed).slice(0, 60)
  const [own, found, uses, purse] = await Promise.all([
    ownShop(asking),
    findGuests(asking, q),
    usesOfDay(asking, legalDayOf(nowMs)),
    isHead ? loadPurse(asking) : null,
  ])
  const code = drawCode(`${origin}${checkInPath(shop)}`)
  return { own, q, found, code, today: uses.lines, hasMore: uses.hasMore, purse }
}

/** By the last four digits of a telephone among the shop's own customers, or by the number of the card. */
async function findGuests(asking: ShopAsking, q: string): Promise<Found> {
  if (q === '') return { kind: 'none' }
  const contracts = TAIL.test(q) ? await cardsByTail(asking, q) : await cardByNumber(asking, q)
  if (contracts === 'malformed') return { kind: 'malformed' }
  const held = await heldOf(
    asking.pool,
    asking.book,
    contracts.map(({ contract }) => contract),
  )
  const names = await namesOfGuests(
    asking,
    contracts.map(({ consumer }) => consumer),
  )
  const [first, ...others] = contracts.map((contract) =>
    guestCard(contract, {
      heldMinor: held.get(contract.contract) ?? 0n,
      names,
      nowMs: asking.nowMs,
    }),
  )
  return first === undefined ? { kind: 'nobody' } : { kind: 'cards', cards: [first, ...others] }
}

async function cardsByTail(asking: ShopAsking, tail: string): Promise<readonly ContractRow[]> {
  const { pool, book, shop, persons } = asking
  const known = await persons.of(book, await listCustomers(pool, book, shop))
  const consumers = [...known].flatMap(([party, { phone }]) =>
    tailOf(phone) === tail ? [party] : [],
  )
  return consumers.length === 0 ? [] : listRunningCards(pool, book, shop, consumers)
}

async function cardByNumber(
  { pool, book, shop }: ShopAsking,
  q: string,
): Promise<readonly ContractRow[] | 'malformed'> {
  if (!ContractId.safeParse(q).success) return 'malformed'
  const row = await findRow(pool, contractTable, book, q)
  return row?.shop === shop ? [row] : []
}

interface Around {
  readonly heldMinor: bigint
  readonly names: GuestNames
  readonly nowMs: number
}

function guestCard(contract: ContractRow, { heldMinor, names, nowMs }: Around): GuestCard {
  const offer = offerOf(contract.offer)
  const why = whyNot(contract, nowMs)
  return {
    contract: contract.contract,
    guest: names(contract.consumer),
    offerName: offer.name,
    kind: offer.kind,
    heldMinor,
    usesTotal: contract.usesTotal,
    usesCounted: contract.usesCounted,
    usesOpen: contract.usesOpen,
    usesContested: contract.usesContested,
    validThrough: contract.validThrough,
    next: why === null ? nextClass(contract, nowMs) : null,
    why,
  }
}

function whyNot(contract: ContractRow, nowMs: number): GuestCard['why'] {
  const { state, validThrough, kind, usesCounted, usesOpen, usesTotal } = contract
  if (state !== 'active' || validThrough === null || endOfDayMs(validThrough) <= nowMs)
    return 'over'
  if (kind === 'period') return 'period'
  return usesCounted + usesOpen >= usesTotal ? 'used-up' : null
}

function nextClass(contract: ContractRow, nowMs: number): NextClass {
  const { deemedWorkingDays } = termsOf(contract.terms)
  const today = legalDayOf(nowMs)
  return {
    n: contract.usesNumbered + 1,
    amountMinor: nextTrancheMinor(contract),
    silence: deadlineOf(workingDeadline(nowMs, deemedWorkingDays).endsMs, nowMs),
    deemedWorkingDays,
    contestUntil: addWorkingDays(today, deemedWorkingDays),
    servedOn: today,
    servedAt: formatInstant(nowMs + SHANGHAI_OFFSET_MS).slice(11, 16),
  }
}

interface Lines {
  readonly lines: readonly TodayLine[]
  readonly hasMore: boolean
}

export async function usesOfDay(asking: ShopAsking, day: string): Promise<Lines> {
  const uses = await listUsesOfDay(asking.pool, asking.book, asking.shop, day)
  const shown = uses.slice(0, DAY_USES_MAX)
  return { lines: await linesOfUses(asking, shown), hasMore: uses.length > shown.length }
}

/** Uses of this shop with whose they are and where they stand. */
export async function linesOfUses(
  asking: ShopAsking,
  uses: readonly UseRow[],
): Promise<readonly TodayLine[]> {
  const { pool, book } = asking
  const contested = uses.filter(({ state }) => state === 'contested')
  const [contracts, names, reasons] = await Promise.all([
    contractsBy(pool, book, [...new Set(uses.map(({ contract }) => contract))]),
    namesOfGuests(
      asking,
      uses.map(({ consumer }) => consumer),
    ),
    reasonsOf(
      pool,
      book,
      contested.map(({ stateEntry }) => stateEntry),
    ),
  ])
  return uses.flatMap((use) => {
    const contract = contracts.get(use.contract)
    if (contract === undefined) return []
    return todayLine(use, { contract, names, reason: reasons.get(use.stateEntry) ?? null })
  })
}

interface LineAround {
  readonly contract: ContractRow
  readonly names: GuestNames
  readonly reason: string | null
}

function todayLine(use: UseRow, { contract, names, reason }: LineAround): TodayLine {
  const offer = offerOf(contract.offer)
  return {
    use: use.use,
    at: formatInstant(use.requestedAt),
    // Nobody comes for a month of a card of days: who it was says nothing.
    guest:
      use.via === 'period'
        ? { ...UNKNOWN_GUEST, tail: names(use.consumer).tail }
        : names(use.consumer),
    offerName: offer.name,
    kind: offer.kind,
    n: use.n,
    usesTotal: contract.usesTotal,
    amountMinor: use.amountMinor,
    servedOn: use.servedOn,
    servedAt: use.servedAt,
    via: use.via,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only apply writes it, and it writes these.
    state: use.state as UseState,
    answeredAt: use.answeredAt === null ? null : formatInstant(use.answeredAt),
    answerBy: legalDayOf(use.deemedAt - 1),
    maturesOn: use.maturesOn,
    reason,
    entry: use.entry,
    stateEntry: use.stateEntry,
    mayWithdraw: use.state === 'requested' || use.state === 'contested',
  }
}
