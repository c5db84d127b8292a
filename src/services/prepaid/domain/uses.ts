/**
 * A use of a card: the shop says that it gave a class, the consumer says yes or no, or keeps silent for so
 * long that silence counts as a yes. Only then is its part of the price the shop's.
 */
import { existing, record, refuse } from '#kernel/book/slice.ts'
import type { CommandHandler, Decision, Event } from '#kernel/book/slice.ts'
import type { PartyId } from '#kernel/identity/principal.ts'
import { account } from '#kernel/money/transfer.ts'
import { appointmentKey } from '#kernel/parties/party.ts'
import type { Reader } from '#kernel/rows/rows.ts'
import { tableKey, type RowKey } from '#kernel/rows/table.ts'
import { addDays, endOfDayMs, legalDayOf, type LegalDay } from '#kernel/time/legal-day.ts'
import { formatInstant } from '#kernel/time/clock.ts'
import type { PrepaidCommand } from '../contract.ts'
import { contractAccount, move, shopAccount } from './accounts.ts'
import { depositaryKey, depositaryOf, isOfShop, STAFF } from './authority.ts'
import { exposureKey } from './exposure.ts'
import { contractTable, useTable, type ContractRow, type UseRow } from './rows.ts'
import { termsOf } from './signed.ts'
import { answering, nextTrancheMinor, silenceFrom, type Answering } from './use-amounts.ts'

/** A counter may enter what it forgot for a week; what is older nobody remembers for certain. */
export const SERVED_AGO_DAYS_MAX = 7

/** The rows that a yes or no to a use of the contract touches. */
export function* readContract(rows: Reader, contract: string): Generator<RowKey> {
  yield tableKey(contractTable, contract)
  const row = rows.get(contractTable, contract)
  if (row === undefined) return
  yield tableKey(account, contractAccount(contract))
  yield tableKey(account, shopAccount(row.shop))
  yield exposureKey(row.shop, row.consumer)
}

export function* readUse(rows: Reader, use: string): Generator<RowKey> {
  yield tableKey(useTable, use)
  const row = rows.get(useTable, use)
  if (row !== undefined) yield* readContract(rows, row.contract)
}

export interface UseAt {
  readonly use: UseRow
  readonly contract: ContractRow
}

/** Both rows, or undefined for a use that nobody requested. */
export function findUse(rows: Reader, name: string): UseAt | undefined {
  const use = rows.get(useTable, name)
  const contract = use && rows.get(contractTable, use.contract)
  return use === undefined || contract === undefined ? undefined : { use, contract }
}

interface Requesting {
  readonly use: string
  readonly servedOn: LegalDay
  readonly servedAt: string
  readonly via: 'counter' | 'code' | 'counter-for-consumer'
}

/** Why the card cannot be used for this class, in order of precedence. */
function refuseUse(contract: ContractRow, servedOn: LegalDay, nowMs: number): Decision | undefined {
  const { state, kind, paidAt, validThrough } = contract
  if (state !== 'active' || paidAt === null || validThrough === null) {
    return refuse('contract_not_active', { state })
  }
  if (kind === 'period') return refuse('period_card_has_no_uses')
  if (endOfDayMs(validThrough) <= nowMs) return refuse('validity_over', { through: validThrough })
  const today = legalDayOf(nowMs)
  if (servedOn > today) return refuse('served_in_future', { today })
  const earliest = addDays(today, -SERVED_AGO_DAYS_MAX)
  if (servedOn < earliest) return refuse('served_too_long_ago', { earliest })
  const paidOn = legalDayOf(paidAt)
  if (servedOn < paidOn) return refuse('served_before_payment', { paidOn })
  const { usesCounted, usesOpen, usesTotal } = contract
  return usesCounted + usesOpen >= usesTotal ? refuse('uses_used_up', { usesTotal }) : undefined
}

function requestedEvent(contract: ContractRow, asked: Requesting, nowMs: number): Event {
  const { deemedAtMs, remindAtMs } = silenceFrom(nowMs, termsOf(contract.terms))
  return {
    type: 'prepaid.use-requested',
    body: {
      ...asked,
      contract: contract.contract,
      shop: contract.shop,
      n: contract.usesNumbered + 1,
      amountMinor: Number(nextTrancheMinor(contract)),
      deemedAtMs,
      remindAtMs,
    },
    parties: [contract.consumer, contract.shop],
  }
}

type By = 'consumer' | 'counter' | 'silence'

/** A yes: its tranche becomes the shop's, and may be contested until the window closes. */
export function countedEvent(
  contract: ContractRow,
  use: { readonly use: string; readonly amountMinor: bigint },
  by: By,
  { objectionEndsAtMs, maturesOn }: Answering,
): Event {
  const amountMinor = Number(use.amountMinor)
  return {
    type: by === 'silence' ? 'prepaid.use-deemed' : 'prepaid.use-confirmed',
    body: {
      use: use.use,
      contract: contract.contract,
      shop: contract.shop,
      amountMinor,
      by,
      objectionEndsAtMs,
      maturesOn,
    },
    parties: [contract.consumer, contract.shop],
    transfers: move(
      contractAccount(contract.contract),
      shopAccount(contract.shop),
      use.amountMinor,
    ),
  }
}

/** What was asked under the id of a use; the instant of a check-in is the book's and not asked. */
type Asked = Partial<Pick<UseRow, 'contract' | 'shop' | 'servedOn' | 'servedAt' | 'via'>>

/**
 * The same use again is the entry that requested it; of another card, day or way it is another act. Only
 * whoever is a party of it is answered with its entry: to others an id tells nothing.
 */
function sameUse(
  rows: Reader,
  use: string,
  asked: Asked,
  isParty: (before: UseRow) => boolean,
): Decision | undefined {
  const before = rows.get(useTable, use)
  if (before === undefined) return undefined
  const { contract, shop, servedOn, servedAt, via } = { ...before, ...asked }
  const isSame =
    isParty(before) &&
    before.contract === contract &&
    before.shop === shop &&
    before.servedOn === servedOn &&
    before.servedAt === servedAt &&
    before.via === via
  return isSame ? existing(before.entry) : refuse('use_differs')
}

const requestUse: CommandHandler<PrepaidCommand<'request-use'>> = {
  *reads(command, rows, actor) {
    yield tableKey(useTable, command.use)
    yield* readContract(rows, command.contract)
    const row = rows.get(contractTable, command.contract)
    if (row !== undefined) yield appointmentKey(row.shop, actor)
  },
  decide(rows, command, { nowMs, actor }): Decision {
    const { use, servedOn, servedAt } = command
    const via = command.isForConsumer ? 'counter-for-consumer' : 'counter'
    const asked = { contract: command.contract, servedOn, servedAt, via }
    // The appointment at the shop of the card that was named is the one that is loaded.
    const ofShop = rows.get(contractTable, command.contract)?.shop
    const isStaff = ofShop !== undefined && isOfShop(rows, ofShop, actor, STAFF)
    const same = sameUse(rows, use, asked, ({ shop }) => isStaff && shop === ofShop)
    if (same !== undefined) return same
    const contract = rows.get(contractTable, command.contract)
    if (contract === undefined) return refuse('contract_unknown')
    if (!isOfShop(rows, contract.shop, actor, STAFF)) return refuse('not_of_shop')
    const refused = refuseUse(contract, servedOn, nowMs)
    if (refused !== undefined) return refused
    const requested = requestedEvent(contract, { use, servedOn, servedAt, via }, nowMs)
    if (!command.isForConsumer) return record(requested)
    // The counter's own word must not bind sooner than silence would.
    const window = termsOf(contract.terms).deemedWorkingDays
    const counted = { use, amountMinor: nextTrancheMinor(contract) }
    return record(
      requested,
      countedEvent(contract, counted, 'counter', answering(contract, nowMs, window)),
    )
  },
}

const SHANGHAI_OFFSET_MS = 8 * 3_600_000

/** Hours and minutes of the legal day. */
function timeOfDay(ms: number): string {
  return formatInstant(ms + SHANGHAI_OFFSET_MS).slice(11, 16)
}

const checkIn: CommandHandler<PrepaidCommand<'check-in'>> = {
  *reads(command, rows) {
    yield tableKey(useTable, command.use)
    yield* readContract(rows, command.contract)
  },
  decide(rows, command, { nowMs, actor }): Decision {
    const { use } = command
    const asked = { contract: command.contract, shop: command.shop, via: 'code' }
    const same = sameUse(rows, use, asked, ({ consumer }) => consumer === actor)
    if (same !== undefined) return same
    const contract = rows.get(contractTable, command.contract)
    if (contract === undefined) return refuse('contract_unknown')
    if (contract.consumer !== actor) return refuse('not_your_contract')
    if (contract.shop !== command.shop) return refuse('shop_differs')
    const servedOn = legalDayOf(nowMs)
    const refused = refuseUse(contract, servedOn, nowMs)
    if (refused !== undefined) return refused
    const requesting = { use, servedOn, servedAt: timeOfDay(nowMs), via: 'code' } as const
    const counted = { use, amountMinor: nextTrancheMinor(contract) }
    const window = termsOf(contract.terms).objectionWorkingDays
    return record(
      requestedEvent(contract, requesting, nowMs),
      countedEvent(contract, counted, 'consumer', answering(contract, nowMs, window)),
    )
  },
}

const confirmUse: CommandHandler<PrepaidCommand<'confirm-use'>> = {
  reads: ({ use }, rows) => readUse(rows, use),
  decide(rows, command, { nowMs, actor }): Decision {
    const found = findUse(rows, command.use)
    if (found === undefined) return refuse('use_unknown')
    const { use, contract } = found
    if (contract.consumer !== actor) return refuse('not_your_use')
    // A second tap is the same yes.
    if (use.state === 'confirmed') return existing(use.stateEntry)
    if (use.state !== 'requested') return refuse('use_not_requested', { state: use.state })
    const window = termsOf(contract.terms).objectionWorkingDays
    return record(countedEvent(contract, use, 'consumer', answering(contract, nowMs, window)))
  },
}

const contestUse: CommandHandler<PrepaidCommand<'contest-use'>> = {
  *reads({ use }, rows) {
    yield depositaryKey()
    yield* readUse(rows, use)
  },
  decide(rows, { use: name, reason, detail }, { nowMs, actor }): Decision {
    const found = findUse(rows, name)
    if (found === undefined) return refuse('use_unknown')
    const { use, contract } = found
    if (contract.consumer !== actor) return refuse('not_your_use')
    if (use.state === 'contested') return existing(use.stateEntry)
    const wasCounted = use.state === 'confirmed' || use.state === 'deemed'
    if ((!wasCounted && use.state !== 'requested') || contract.state === 'ended') {
      return refuse('use_not_contestable', { state: use.state })
    }
    const endsAt = wasCounted ? use.objectionEndsAt : null
    if (endsAt !== null && endsAt <= nowMs) return refuse('objection_over', { endedAtMs: endsAt })
    const { office } = depositaryOf(rows)
    return record(contestedEvent(found, wasCounted, { reason, detail, office }))
  },
}

interface Objection {
  readonly reason: string
  readonly detail: string | undefined
  readonly office: PartyId
}

/** Its own tranche, had it been counted, is held for the consumer again; no other is. */
function contestedEvent({ use, contract }: UseAt, wasCounted: boolean, said: Objection): Event {
  const { consumer, shop } = contract
  const { reason, detail, office } = said
  const held = contractAccount(contract.contract)
  return {
    type: 'prepaid.use-contested',
    body: {
      use: use.use,
      contract: contract.contract,
      shop,
      amountMinor: Number(use.amountMinor),
      reason,
      wasCounted,
    },
    parties: [consumer, shop],
    transfers: wasCounted ? move(shopAccount(shop), held, use.amountMinor) : [],
    // Both sides and the office read it; it is the consumer's word, and goes with the consumer's key.
    secrets:
      detail === undefined
        ? []
        : [{ subject: consumer, name: 'detail', value: detail, readers: [shop, office] }],
  }
}

export const useCommands: Readonly<Record<string, CommandHandler<never>>> = {
  'prepaid.request-use': requestUse,
  'prepaid.check-in': checkIn,
  'prepaid.confirm-use': confirmUse,
  'prepaid.contest-use': contestUse,
}
