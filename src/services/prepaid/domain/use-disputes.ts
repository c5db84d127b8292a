/** How a contest ends: the shop gives in, or the notary decides after mediation. It moves its own tranche alone. */
import { contentId } from '#kernel/identity/content-id.ts'
import { existing, record, refuse } from '#kernel/book/slice.ts'
import type { CommandHandler, Decision, Event } from '#kernel/book/slice.ts'
import { account } from '#kernel/money/transfer.ts'
import { appointmentKey } from '#kernel/parties/party.ts'
import type { Reader } from '#kernel/rows/rows.ts'
import { tableKey, type RowKey } from '#kernel/rows/table.ts'
import { assert } from '#kernel/std/assert.ts'
import type { JsonObject } from '#kernel/std/json.ts'
import { legalDayOf } from '#kernel/time/legal-day.ts'
import type { PrepaidCommand } from '../contract.ts'
import { contractAccount, IN_TRANSIT, move, shopAccount } from './accounts.ts'
import { isNotary, isOfShop, isOwnMatter, readOffice, STAFF } from './authority.ts'
import { contractTable, payoutTable, refundTable, useTable } from './rows.ts'
import { laterOf } from './use-amounts.ts'
import { findUse, readUse, type UseAt } from './uses.ts'
import { decideWithheld } from './withheld.ts'

/** Besides the use itself: of a contract that has ended, the refund that withheld the tranche. */
function* readDispute(rows: Reader, use: string): Generator<RowKey> {
  yield* readUse(rows, use)
  const row = rows.get(useTable, use)
  const contract = row && rows.get(contractTable, row.contract)
  if (contract?.refund === null || contract?.refund === undefined) return
  yield tableKey(account, IN_TRANSIT)
  yield tableKey(refundTable, contract.refund)
  yield tableKey(payoutTable, payoutId(contract.refund, use))
}

function payoutId(refund: string, use: string): string {
  return contentId('pay_', [refund, use])
}

interface Settling {
  readonly body: JsonObject
  readonly transfers: NonNullable<Event['transfers']>
}

/** The tranche is the consumer's: it stays on the card, or after the card's end it is paid back. */
function toConsumer(rows: Reader, { use, contract }: UseAt): Settling {
  if (contract.state !== 'ended' || contract.refund === null) return { body: {}, transfers: [] }
  const refund = rows.get(refundTable, contract.refund)
  assert(refund !== undefined, 'a contract ends with its refund')
  const { toConsumerMinor } = decideWithheld(contract, refund, use, 'for-consumer')
  if (toConsumerMinor === 0n) return { body: {}, transfers: [] }
  return {
    body: {
      refund: refund.refund,
      refundMinor: Number(toConsumerMinor),
      payout: payoutId(refund.refund, use.use),
    },
    transfers: move(contractAccount(contract.contract), IN_TRANSIT, toConsumerMinor),
  }
}

/** The tranche is the shop's, and is paid with what else matures on the day. */
function toShop(rows: Reader, { use, contract }: UseAt, nowMs: number): Settling {
  const refund = contract.refund === null ? undefined : rows.get(refundTable, contract.refund)
  const earnedMinor =
    contract.state === 'ended' && refund !== undefined
      ? decideWithheld(contract, refund, use, 'for-shop').toShopMinor
      : use.amountMinor
  return {
    body: { earnedMinor: Number(earnedMinor), maturesOn: laterOf(legalDayOf(nowMs), contract) },
    transfers: move(contractAccount(contract.contract), shopAccount(contract.shop), earnedMinor),
  }
}

const withdrawUse: CommandHandler<PrepaidCommand<'withdraw-use'>> = {
  *reads({ use }, rows, actor) {
    yield* readDispute(rows, use)
    const row = rows.get(useTable, use)
    if (row !== undefined) yield appointmentKey(row.shop, actor)
  },
  decide(rows, command, { actor }): Decision {
    const found = findUse(rows, command.use)
    if (found === undefined) return refuse('use_unknown')
    const { use, contract } = found
    if (!isOfShop(rows, use.shop, actor, STAFF)) return refuse('not_of_shop')
    if (use.state === 'withdrawn') return existing(use.stateEntry)
    if (use.state !== 'requested' && use.state !== 'contested') {
      return refuse('use_decided', { state: use.state })
    }
    const { body, transfers } = toConsumer(rows, found)
    return record({
      type: 'prepaid.use-withdrawn',
      body: { use: use.use, contract: contract.contract, shop: contract.shop, ...body },
      parties: [contract.consumer, contract.shop],
      transfers,
    })
  },
}

const decideUse: CommandHandler<PrepaidCommand<'decide-use'>> = {
  *reads({ use }, rows, actor) {
    // Both named before either is looked at, so that one round loads them.
    yield tableKey(useTable, use)
    yield* readOffice(rows, actor)
    yield* readDispute(rows, use)
    const row = rows.get(useTable, use)
    if (row !== undefined) yield appointmentKey(row.shop, actor)
  },
  decide(rows, { use: name, outcome, reason }, { nowMs, actor }): Decision {
    if (!isNotary(rows, actor)) return refuse('not_notary')
    const found = findUse(rows, name)
    if (found === undefined) return refuse('use_unknown')
    const { use, contract } = found
    if (isOwnMatter(rows, actor, contract)) return refuse('own_matter')
    if (use.state === outcome) return existing(use.stateEntry)
    if (use.state !== 'contested') return refuse('use_not_contested', { state: use.state })
    const { body, transfers } =
      outcome === 'for-shop' ? toShop(rows, found, nowMs) : toConsumer(rows, found)
    const { consumer, shop } = contract
    return record({
      type: 'prepaid.use-decided',
      body: { use: use.use, contract: contract.contract, shop, outcome, ...body },
      parties: [consumer, shop],
      transfers,
      // Both sides are told why; it tells of the consumer, so it goes with the consumer's key.
      secrets: [{ subject: consumer, name: 'reason', value: reason, readers: [shop] }],
    })
  },
}

export const useDisputeCommands: Readonly<Record<string, CommandHandler<never>>> = {
  'prepaid.withdraw-use': withdrawUse,
  'prepaid.decide-use': decideUse,
}
