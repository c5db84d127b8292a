/**
 * A refund, as far as its consumer and its shop have a say: it is asked for, and stops the contract at once; the
 * shop agrees, objects, or keeps silent for so long that silence counts as agreement. Inside the seven days
 * nobody's consent is needed (法释〔2025〕4号, art. 14).
 */
import { existing, record, refuse } from '#kernel/book/slice.ts'
import type { CommandHandler, Decision, Event, Secret } from '#kernel/book/slice.ts'
import type { PartyId } from '#kernel/identity/principal.ts'
import { appointmentKey } from '#kernel/parties/party.ts'
import type { Reader } from '#kernel/rows/rows.ts'
import { tableKey, type RowKey } from '#kernel/rows/table.ts'
import type { JsonObject } from '#kernel/std/json.ts'
import { endOfDayMs, legalDayOf } from '#kernel/time/legal-day.ts'
import { workingDeadline } from '#kernel/time/working-days.ts'
import type { PrepaidCommand } from '../contract.ts'
import { depositaryKey, depositaryOf, HEAD, isOfShop } from './authority.ts'
import { REFUND_DUE } from './refund-events.ts'
import { answerToJson } from './refund-formulas.ts'
import { contractTable, refundTable, type ContractRow, type RefundRow } from './rows.ts'
import { termsOf } from './signed.ts'
import { trancheEndsOn } from './use-amounts.ts'
import { refundOfContract } from './withheld.ts'

export function* readRefund(rows: Reader, refund: string): Generator<RowKey> {
  yield tableKey(refundTable, refund)
  const row = rows.get(refundTable, refund)
  if (row !== undefined) yield tableKey(contractTable, row.contract)
}

export interface RefundAt {
  readonly refund: RefundRow
  readonly contract: ContractRow
}

/** Both rows, or undefined for a refund that nobody asked for. */
export function findRefund(rows: Reader, name: string): RefundAt | undefined {
  const refund = rows.get(refundTable, name)
  const contract = refund && rows.get(contractTable, refund.contract)
  return refund === undefined || contract === undefined ? undefined : { refund, contract }
}

export type Standing = 'asked' | 'right' | 'agreed' | 'objected' | 'closed'

/**
 * Where an undecided refund stands now. Silence has become agreement when its time is over, whether or not the
 * clock has recorded it.
 */
export function standingOf(refund: RefundRow, nowMs: number): Standing {
  const { state, answer, answerDueAt } = refund
  if (state === 'agreed' || state === 'objected') return state
  if (state !== 'asked') return 'closed'
  if (answer === 'right') return 'right'
  return answerDueAt !== null && answerDueAt <= nowMs ? 'agreed' : 'asked'
}

/** What every event of a refund says, and whom it concerns. */
export function refundEvent(
  name: string,
  {
    refund,
    contract,
    shop,
    consumer,
  }: Pick<RefundRow, 'refund' | 'contract' | 'shop' | 'consumer'>,
  body: JsonObject = {},
): Event {
  return {
    type: `prepaid.refund-${name}`,
    body: { refund, contract, shop, ...body },
    parties: [consumer, shop],
  }
}

/**
 * What a contract goes on with when nothing comes of its refund: its state, and what falls due of it. Days went
 * by meanwhile, because they do for the consumer as well.
 */
/** Both sides and the office read it; it tells of the consumer, so it goes with the consumer's key. */
export function toAll(
  rows: Reader,
  { consumer, shop }: Pick<RefundRow, 'consumer' | 'shop'>,
  [name, value]: readonly ['reason' | 'detail', string],
): Secret {
  return { subject: consumer, name, value, readers: [shop, depositaryOf(rows).office] }
}

export function resumption(contract: ContractRow, nowMs: number): JsonObject {
  const { kind, validThrough, usesNumbered, usesTotal } = contract
  // The last contest was decided for the shop in between: there is nothing left to go on with.
  if (contract.countedMinor === contract.priceMinor) return { contractState: 'completed' }
  const endsMs = validThrough === null ? nowMs : endOfDayMs(validThrough)
  const hasTranche = kind === 'period' && usesNumbered < usesTotal
  const periodMs = hasTranche ? endOfDayMs(trancheEndsOn(contract, usesNumbered + 1)) : undefined
  return {
    ...(endsMs <= nowMs
      ? { contractState: 'expired' }
      : { contractState: 'active', validityMs: endsMs }),
    ...(periodMs === undefined ? {} : { periodMs }),
  }
}

/**
 * The same refund again is the entry that asked for it; the cause may have been decided otherwise since. To
 * anybody else an id tells nothing.
 */
function sameRefund(
  before: RefundRow,
  command: PrepaidCommand<'ask-refund'>,
  actor: PartyId,
): Decision {
  const isOfSame = before.contract === command.contract && before.consumer === actor
  const isSame = isOfSame && (before.decidedAt !== null || before.cause === command.cause)
  return isSame ? existing(before.entry) : refuse('refund_differs')
}

function refuseAsking(
  contract: ContractRow,
  { cause }: PrepaidCommand<'ask-refund'>,
  nowMs: number,
): Decision | undefined {
  const { state, coolingOffEndsAt } = contract
  if (state !== 'active' && state !== 'expired') {
    return refuse('contract_not_refundable', { state })
  }
  if (cause === 'seven-day') {
    const isOver = coolingOffEndsAt === null || coolingOffEndsAt <= nowMs
    if (isOver) return refuse('seven_days_over', { endsMs: coolingOffEndsAt })
    if (contract.hasPriorExperience || contract.isRenewal) return refuse('prior_experience')
  }
  // A use that waits for its answer holds up the decision, never the asking: a shop that enters one more use on
  // the last of the seven days must not take the right away.
  return undefined
}

const askRefund: CommandHandler<PrepaidCommand<'ask-refund'>> = {
  reads: (command) => [
    tableKey(refundTable, command.refund),
    tableKey(contractTable, command.contract),
    depositaryKey(),
  ],
  decide(rows, command, { nowMs, actor }): Decision {
    const before = rows.get(refundTable, command.refund)
    if (before !== undefined) return sameRefund(before, command, actor)
    const contract = rows.get(contractTable, command.contract)
    if (contract === undefined) return refuse('contract_unknown')
    const { consumer, shop } = contract
    if (consumer !== actor) return refuse('not_your_contract')
    const refused = refuseAsking(contract, command, nowMs)
    if (refused !== undefined) return refused
    const { refund, cause, detail } = command
    const day = legalDayOf(nowMs)
    const answering = cause === 'seven-day' ? { answer: 'right' } : answerDue(contract, nowMs)
    const expected = answerToJson(refundOfContract(contract, { cause, day, contested: 'used' }))
    const named = { refund, contract: contract.contract, shop, consumer }
    const event = refundEvent('asked', named, { cause, ...answering, expected })
    if (detail === undefined) return record(event)
    return record({ ...event, secrets: [toAll(rows, named, ['detail', detail])] })
  },
}

function answerDue(contract: ContractRow, nowMs: number): JsonObject {
  const { answerWorkingDays } = termsOf(contract.terms)
  const { endsMs, provisional } = workingDeadline(nowMs, answerWorkingDays)
  return { answerDueMs: endsMs, answerDueProvisional: provisional }
}

const withdrawRefund: CommandHandler<PrepaidCommand<'withdraw-refund'>> = {
  reads: ({ refund }, rows) => readRefund(rows, refund),
  decide(rows, command, { nowMs, actor }): Decision {
    const found = findRefund(rows, command.refund)
    if (found === undefined) return refuse('refund_unknown')
    const { refund, contract } = found
    if (refund.consumer !== actor) return refuse('not_your_refund')
    if (standingOf(refund, nowMs) === 'closed') {
      return refuse('refund_not_open', { state: refund.state })
    }
    return record(refundEvent('withdrawn', refund, resumption(contract, nowMs)))
  },
}

const answerRefund: CommandHandler<PrepaidCommand<'answer-refund'>> = {
  *reads(command, rows, actor) {
    yield tableKey(refundTable, command.refund)
    yield depositaryKey()
    const row = rows.get(refundTable, command.refund)
    if (row !== undefined) yield appointmentKey(row.shop, actor)
  },
  decide(rows, { refund: name, answer, reason }, { nowMs, actor }): Decision {
    const refund = rows.get(refundTable, name)
    if (refund === undefined) return refuse('refund_unknown')
    if (!isOfShop(rows, refund.shop, actor, HEAD)) return refuse('not_head')
    const standing = standingOf(refund, nowMs)
    if (standing === 'right') return refuse('answer_not_needed')
    if (standing !== 'asked') return refuse('refund_not_asked', { state: refund.state })
    const event = refundEvent(answer === 'agree' ? 'agreed' : 'objected', refund)
    if (reason === undefined) return record(event)
    return record({ ...event, secrets: [toAll(rows, refund, ['reason', reason])] })
  },
}

const deemRefund: CommandHandler<PrepaidCommand<'deem-refund'>> = {
  reads: ({ refund }) => [tableKey(refundTable, refund)],
  decide(rows, command, { nowMs }): Decision {
    const refund = rows.get(refundTable, command.refund)
    if (refund === undefined) return refuse('refund_unknown')
    const { state, answerDueAt } = refund
    if (state !== 'asked' || answerDueAt === null) return refuse('refund_not_asked', { state })
    if (nowMs < answerDueAt) return refuse('not_due_yet', { dueAtMs: answerDueAt })
    return record(refundEvent('deemed', refund))
  },
}

export const refundCommands: Readonly<Record<string, CommandHandler<never>>> = {
  'prepaid.ask-refund': askRefund,
  'prepaid.withdraw-refund': withdrawRefund,
  'prepaid.answer-refund': answerRefund,
  'prepaid.deem-refund': deemRefund,
}

export const refundLapses = {
  [REFUND_DUE]: (refund: string): PrepaidCommand<'deem-refund'> => ({
    type: 'prepaid.deem-refund',
    refund,
  }),
}
