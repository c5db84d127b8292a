/** What the book's clock does with uses: it reminds, it takes silence for a yes, it earns tranches of days. */
import { contentId } from '#kernel/identity/content-id.ts'
import { record, refuse } from '#kernel/book/slice.ts'
import type { CommandHandler, Decision, Event, EventHandler } from '#kernel/book/slice.ts'
import type { Rows } from '#kernel/rows/rows.ts'
import { tableKey } from '#kernel/rows/table.ts'
import type { JsonObject } from '#kernel/std/json.ts'
import { endOfDayMs } from '#kernel/time/legal-day.ts'
import type { PrepaidCommand } from '../contract.ts'
import { contractTable, useTable, type ContractRow, type UseRow } from './rows.ts'
import { termsOf } from './signed.ts'
import { answering, earliestReminderMs, periodTrancheMinor } from './use-amounts.ts'
import { silenceFrom, trancheEndsOn } from './use-amounts.ts'
import { contractIn, PERIOD_DUE, USE_DUE, VALIDITY_DUE } from './use-events.ts'
import { countedEvent, findUse, readContract, readUse } from './uses.ts'

function remindedEvent(use: UseRow, contract: ContractRow): Event {
  const { remindAtMs } = silenceFrom(use.requestedAt, termsOf(contract.terms))
  return {
    type: 'prepaid.use-reminded',
    body: {
      use: use.use,
      contract: use.contract,
      n: use.reminders + 1,
      nextMs: Math.min(remindAtMs[use.reminders + 1] ?? use.deemedAt, use.deemedAt),
    },
    parties: [use.consumer],
  }
}

const lapseUse: CommandHandler<PrepaidCommand<'lapse-use'>> = {
  reads: ({ use }, rows) => readUse(rows, use),
  decide(rows, command, { nowMs }): Decision {
    const found = findUse(rows, command.use)
    if (found === undefined) return refuse('use_unknown')
    const { use, contract } = found
    if (use.state !== 'requested') return refuse('use_not_requested', { state: use.state })
    const terms = termsOf(contract.terms)
    if (use.deemedAt <= nowMs) {
      const window = answering(contract, nowMs, terms.objectionWorkingDays)
      return record(countedEvent(contract, use, 'silence', window))
    }
    const next = earliestReminderMs(use.requestedAt, use.reminders, terms) ?? use.deemedAt
    if (nowMs < next) return refuse('not_due_yet', { dueAtMs: next })
    return record(remindedEvent(use, contract))
  },
}

const lapsePeriod: CommandHandler<PrepaidCommand<'lapse-period'>> = {
  *reads({ contract }, rows) {
    yield* readContract(rows, contract)
    const row = rows.get(contractTable, contract)
    if (row !== undefined) yield tableKey(useTable, trancheId(row))
  },
  decide(rows, command, { nowMs }): Decision {
    const contract = rows.get(contractTable, command.contract)
    if (contract === undefined) return refuse('contract_unknown')
    const { state, kind, usesNumbered, usesTotal } = contract
    // The last tranche and the card end at the same instant, in either order.
    const isRunning = state === 'active' || state === 'expired'
    if (!isRunning || kind !== 'period' || usesNumbered >= usesTotal) {
      return refuse('contract_not_active', { state })
    }
    const n = usesNumbered + 1
    const servedOn = trancheEndsOn(contract, n)
    const dueAtMs = endOfDayMs(servedOn)
    if (nowMs < dueAtMs) return refuse('not_due_yet', { dueAtMs })
    const { deemedAtMs, remindAtMs } = silenceFrom(nowMs, termsOf(contract.terms))
    const next =
      n === usesTotal ? {} : { nextTrancheEndsMs: endOfDayMs(trancheEndsOn(contract, n + 1)) }
    return record({
      type: 'prepaid.use-requested',
      body: {
        use: trancheId(contract),
        contract: contract.contract,
        shop: contract.shop,
        n,
        amountMinor: Number(periodTrancheMinor(contract, n)),
        servedOn,
        servedAt: '23:59',
        via: 'period',
        deemedAtMs,
        remindAtMs,
        ...next,
      },
      parties: [contract.consumer, contract.shop],
    })
  },
}

/** The next tranche of a period card has an id that it can have once only. */
function trancheId({ contract, usesNumbered }: ContractRow): string {
  return contentId('use_', [contract, String(usesNumbered + 1)])
}

const lapseValidity: CommandHandler<PrepaidCommand<'lapse-validity'>> = {
  reads: ({ contract }) => [tableKey(contractTable, contract)],
  decide(rows, command, { nowMs }): Decision {
    const contract = rows.get(contractTable, command.contract)
    if (contract === undefined) return refuse('contract_unknown')
    const { state, validThrough } = contract
    if (state !== 'active' || validThrough === null) return refuse('contract_not_active', { state })
    const dueAtMs = endOfDayMs(validThrough)
    if (nowMs < dueAtMs) return refuse('not_due_yet', { dueAtMs })
    return record({
      type: 'prepaid.contract-expired',
      body: { contract: contract.contract, shop: contract.shop },
      parties: [contract.consumer, contract.shop],
    })
  },
}

/** What is left stays held: the end of a card forfeits nothing (art. 24). */
function expired(rows: Rows, body: JsonObject): void {
  const contract = contractIn(rows, body)
  rows.put(contractTable, { ...contract, state: 'expired' })
  rows.clearDue(VALIDITY_DUE, contract.contract)
}

export const useClockCommands: Readonly<Record<string, CommandHandler<never>>> = {
  'prepaid.lapse-use': lapseUse,
  'prepaid.lapse-period': lapsePeriod,
  'prepaid.lapse-validity': lapseValidity,
}

export const useClockEvents: Readonly<Record<string, EventHandler>> = {
  'prepaid.contract-expired': { v: 1, apply: (rows, { body }) => expired(rows, body) },
}

export const useLapses = {
  [USE_DUE]: (use: string): PrepaidCommand<'lapse-use'> => ({ type: 'prepaid.lapse-use', use }),
  [PERIOD_DUE]: (contract: string): PrepaidCommand<'lapse-period'> => ({
    type: 'prepaid.lapse-period',
    contract,
  }),
  [VALIDITY_DUE]: (contract: string): PrepaidCommand<'lapse-validity'> => ({
    type: 'prepaid.lapse-validity',
    contract,
  }),
}
