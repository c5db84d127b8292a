/**
 * The notary decides a refund: the arithmetic of the law, what stays for contested uses, what the shop earned,
 * and the interest. It is ordered from the bank in the same act, and the contract ends.
 */
import { record, refuse } from '#kernel/book/slice.ts'
import type { CommandHandler, Decision, Event } from '#kernel/book/slice.ts'
import { contentId } from '#kernel/identity/content-id.ts'
import { account } from '#kernel/money/transfer.ts'
import { appointmentKey } from '#kernel/parties/party.ts'
import { retentionKey } from '#kernel/parties/retention.ts'
import type { Reader } from '#kernel/rows/rows.ts'
import { tableKey, type RowKey } from '#kernel/rows/table.ts'
import { assert } from '#kernel/std/assert.ts'
import type { JsonObject } from '#kernel/std/json.ts'
import { addDays, legalDayOf, type LegalDay } from '#kernel/time/legal-day.ts'
import type { PrepaidCommand } from '../contract.ts'
import { contractAccount, IN_TRANSIT, move, shopAccount } from './accounts.ts'
import { depositaryKey, depositaryOf, isNotary, isOwnMatter, readOffice } from './authority.ts'
import { exposureKey } from './exposure.ts'
import { interestOf, interestToJson, type InterestAnswer } from './interest.ts'
import { payableOf, readPayable } from './payable.ts'
import { answerToJson, type RefundAnswer } from './refund-formulas.ts'
import { payoutsOf } from './refund-orders.ts'
import {
  maturingTable,
  payoutTable,
  refundTable,
  type ContractRow,
  type RefundRow,
} from './rows.ts'
import { findRefund, readRefund, refundEvent, resumption, standingOf, toAll } from './refunds.ts'
import type { RefundAt, Standing } from './refunds.ts'
import { termsOf } from './signed.ts'
import { heldMinorOf, refundOfContract } from './withheld.ts'

/** The n-th payout of a refund; what a contested use brings later has an id of its own. */
export function refundPayoutId(refund: string, n: number): string {
  return contentId('pay_', [refund, String(n)])
}

/** The accounts between which a refund moves, known as soon as its row is. */
export function* readRefundAccounts(rows: Reader, refund: string): Generator<RowKey> {
  const row = rows.get(refundTable, refund)
  if (row === undefined) return
  yield tableKey(account, IN_TRANSIT)
  yield tableKey(account, contractAccount(row.contract))
  yield tableKey(account, shopAccount(row.shop))
}

type Approving = PrepaidCommand<'approve-refund'>

/** Where every fen goes that is held, and the interest on top of it. */
interface Plan {
  readonly answer: RefundAnswer
  readonly heldMinor: bigint
  /** Goes back of what was held. */
  readonly refundMinor: bigint
  /** Stays in the contract's account until its contested uses are decided. */
  readonly withheldMinor: bigint
  /** Earned by the shop. */
  readonly restMinor: bigint
  readonly interest: InterestAnswer
  /** Of the interest, what the shop can pay of what it has earned for certain. */
  readonly interestMinor: bigint
  /** Of that, what the rest does not cover, and the day out of whose earnings it is taken. */
  readonly taken: { readonly amountMinor: bigint; readonly day: LegalDay }
}

function planOf(
  rows: Reader,
  contract: ContractRow,
  { cause, deductionMinor }: Approving,
  nowMs: number,
): Plan {
  const { stoppedAt, shop } = contract
  assert(stoppedAt !== null, 'a contract is stopped by its refund')
  const from = legalDayOf(stoppedAt)
  const answer = refundOfContract(contract, { cause, day: from, contested: 'used' })
  const uncontested = refundOfContract(contract, { cause, day: from, contested: 'unused' })
  const heldMinor = heldMinorOf(contract)
  const withheldMinor = uncontested.refundMinor - answer.refundMinor
  const refundMinor = answer.refundMinor - BigInt(deductionMinor)
  const restMinor = heldMinor - refundMinor - withheldMinor
  const interest = interestOf({
    amountMinor: refundMinor > 0n ? refundMinor : 0n,
    cause,
    terms: termsOf(contract.terms).interest,
    signedOn: legalDayOf(contract.signedAt),
    from,
    to: legalDayOf(nowMs),
  })
  // The rest is earned with this act, and nobody can contest it any more.
  const payable = payableOf(rows, shop, addDays(legalDayOf(nowMs), -1))
  const ofShopMinor = restMinor + payable.amountMinor
  const { interestMinor: dueMinor } = interest
  const interestMinor = dueMinor < ofShopMinor ? dueMinor : ofShopMinor
  const beyondMinor = interestMinor - restMinor
  const taken = { amountMinor: beyondMinor > 0n ? beyondMinor : 0n, day: payable.day }
  const parts = { answer, heldMinor, refundMinor, withheldMinor, restMinor }
  return { ...parts, interest, interestMinor, taken }
}

function arithmeticOf(plan: Plan, deductionMinor: number): JsonObject {
  return {
    ...answerToJson(plan.answer),
    deductionMinor,
    heldMinor: Number(plan.heldMinor),
    interest: interestToJson(plan.interest),
    restMinor: Number(plan.restMinor),
    withheldMinor: Number(plan.withheldMinor),
  }
}

function approvedEvent(
  refund: RefundRow,
  { cause, deductionMinor, deductionReason }: Approving,
  plan: Plan,
  at: { readonly rows: Reader; readonly answer: string; readonly nowMs: number },
): Event {
  const { refundMinor, restMinor, interestMinor, interest, taken } = plan
  const payoutMinor = refundMinor + interestMinor
  const held = contractAccount(refund.contract)
  const earned = shopAccount(refund.shop)
  const body = {
    cause,
    answer: at.answer,
    refundMinor: Number(refundMinor),
    interestMinor: Number(interestMinor),
    interestOwedMinor: Number(interest.interestMinor - interestMinor),
    restMinor: Number(restMinor),
    maturesOn: legalDayOf(at.nowMs),
    ...(taken.amountMinor === 0n
      ? {}
      : { takenMinor: Number(taken.amountMinor), takenOn: taken.day }),
    arithmetic: arithmeticOf(plan, deductionMinor),
    payoutMinor: Number(payoutMinor),
    ...(payoutMinor === 0n ? {} : { payout: refundPayoutId(refund.refund, 1) }),
  }
  const event: Event = {
    ...refundEvent('approved', refund, body),
    transfers: [
      ...move(held, IN_TRANSIT, refundMinor),
      // Before the interest, which may be paid out of it.
      ...move(held, earned, restMinor),
      ...move(earned, IN_TRANSIT, interestMinor),
    ],
  }
  if (deductionReason === undefined) return event
  return { ...event, secrets: [toAll(at.rows, refund, ['reason', deductionReason])] }
}

const READY: readonly Standing[] = ['right', 'agreed', 'objected']

function refuseApproval(
  { refund, contract }: RefundAt,
  { cause, deductionMinor, deductionReason }: Approving,
  standing: Standing,
): Decision | undefined {
  if (!READY.includes(standing)) return refuse('refund_not_ready', { state: refund.state })
  // What both sides agreed on is not changed by a third; the right of the seven days is the consumer's to use.
  const isFree = standing === 'objected' && cause !== 'seven-day'
  if (cause !== refund.cause && !isFree) return refuse('cause_not_asked', { cause: refund.cause })
  const unanswered = contract.usesOpen - contract.usesContested
  if (unanswered > 0) return refuse('use_unanswered', { uses: unanswered })
  if (deductionMinor > 0 && deductionReason === undefined) return refuse('deduction_unexplained')
  return undefined
}

const approveRefund: CommandHandler<Approving> = {
  *reads({ refund }, rows, actor) {
    // Named before the office is looked at, so that one round loads both.
    yield tableKey(refundTable, refund)
    yield* readOffice(rows, actor)
    yield* readRefund(rows, refund)
    yield* readRefundAccounts(rows, refund)
    yield tableKey(payoutTable, refundPayoutId(refund, 1))
    const row = rows.get(refundTable, refund)
    if (row === undefined) return
    yield appointmentKey(row.shop, actor)
    yield exposureKey(row.shop, row.consumer)
    yield retentionKey(row.consumer)
    yield* readPayable(rows, row.shop)
  },
  decide(rows, command, { nowMs, actor }): Decision {
    if (!isNotary(rows, actor)) return refuse('not_notary')
    const found = findRefund(rows, command.refund)
    if (found === undefined) return refuse('refund_unknown')
    const { refund, contract } = found
    if (isOwnMatter(rows, actor, refund)) return refuse('own_matter')
    const refused = refuseApproval(found, command, standingOf(refund, nowMs))
    if (refused !== undefined) return refused
    const plan = planOf(rows, contract, command, nowMs)
    if (plan.refundMinor < 0n) {
      return refuse('deduction_too_large', { refundMinor: Number(plan.answer.refundMinor) })
    }
    // The day's row depends on the time: it is touched here, so that apply finds it loaded.
    rows.get(maturingTable, refund.shop, legalDayOf(nowMs))
    // Silence that is over is agreement, also when nobody has recorded it yet.
    const answer = refund.answer ?? 'deemed'
    return record(approvedEvent(refund, command, plan, { rows, answer, nowMs }))
  },
}

const declineRefund: CommandHandler<PrepaidCommand<'decline-refund'>> = {
  *reads({ refund }, rows, actor) {
    yield tableKey(refundTable, refund)
    yield* readOffice(rows, actor)
    yield* readRefund(rows, refund)
    const row = rows.get(refundTable, refund)
    if (row !== undefined) yield appointmentKey(row.shop, actor)
  },
  decide(rows, { refund: name, reason }, { nowMs, actor }): Decision {
    if (!isNotary(rows, actor)) return refuse('not_notary')
    const found = findRefund(rows, name)
    if (found === undefined) return refuse('refund_unknown')
    const { refund, contract } = found
    if (isOwnMatter(rows, actor, refund)) return refuse('own_matter')
    const standing = standingOf(refund, nowMs)
    if (standing === 'closed') return refuse('refund_not_open', { state: refund.state })
    if (standing === 'agreed') return refuse('refund_agreed')
    const event = refundEvent('declined', refund, resumption(contract, nowMs))
    return record({ ...event, secrets: [toAll(rows, refund, ['reason', reason])] })
  },
}

const giveAccount: CommandHandler<PrepaidCommand<'give-account'>> = {
  reads: ({ refund }) => [tableKey(refundTable, refund), depositaryKey()],
  decide(rows, { refund: name, account: number }, { actor }): Decision {
    const refund = rows.get(refundTable, name)
    if (refund === undefined) return refuse('refund_unknown')
    const { consumer, state } = refund
    if (consumer !== actor) return refuse('not_your_refund')
    if (state !== 'returned') return refuse('refund_not_returned', { state })
    // The office looks whose account it is before it sends the money there.
    const readers = [depositaryOf(rows).office]
    const secrets = [{ subject: consumer, name: 'account', value: number, readers }]
    return record({ ...refundEvent('account-given', refund), secrets })
  },
}

const resendRefund: CommandHandler<PrepaidCommand<'resend-refund'>> = {
  *reads({ refund }, rows, actor) {
    yield tableKey(refundTable, refund)
    yield* readOffice(rows, actor)
    yield* readRefund(rows, refund)
    yield* readRefundAccounts(rows, refund)
    const row = rows.get(refundTable, refund)
    if (row === undefined) return
    yield appointmentKey(row.shop, actor)
    const payouts = payoutsOf(row)
    for (const payout of payouts) yield tableKey(payoutTable, payout)
    yield tableKey(payoutTable, refundPayoutId(refund, payouts.length + 1))
  },
  decide(rows, command, { actor }): Decision {
    if (!isNotary(rows, actor)) return refuse('not_notary')
    const found = findRefund(rows, command.refund)
    if (found === undefined) return refuse('refund_unknown')
    const { refund, contract } = found
    if (isOwnMatter(rows, actor, refund)) return refuse('own_matter')
    if (refund.state !== 'returned') return refuse('refund_not_returned', { state: refund.state })
    if (contract.bankEntry === null && refund.accountEntry === null) {
      return refuse('account_missing')
    }
    const payouts = payoutsOf(refund)
    const returned = payouts.flatMap((name) => {
      const payout = rows.get(payoutTable, name)
      return payout?.state === 'returned' ? [payout] : []
    })
    const amountMinor = returned.reduce((sum, payout) => sum + payout.amountMinor, 0n)
    const body = {
      returned: returned.map(({ payout }) => payout),
      to: refund.accountEntry === null ? 'payer' : 'account',
      payoutMinor: Number(amountMinor),
      payout: refundPayoutId(refund.refund, payouts.length + 1),
    }
    return record({
      ...refundEvent('resent', refund, body),
      transfers: move(contractAccount(contract.contract), IN_TRANSIT, amountMinor),
    })
  },
}

export const refundDecisionCommands: Readonly<Record<string, CommandHandler<never>>> = {
  'prepaid.approve-refund': approveRefund,
  'prepaid.decline-refund': declineRefund,
  'prepaid.give-account': giveAccount,
  'prepaid.resend-refund': resendRefund,
}
