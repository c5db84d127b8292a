/** A refund at the desk: the arithmetic of each cause that may be found, before anybody approves it. */
import { formatInstant } from '#kernel/time/clock.ts'
import { legalDayOf } from '#kernel/time/legal-day.ts'
import { findRow } from '#platform/postgres/table-reader.ts'
import { CAUSES, RefundId, type Cause } from '../contract.ts'
import { interestOf } from '../domain/interest.ts'
import { standingOf, type Standing } from '../domain/refunds.ts'
import {
  contractTable,
  refundTable,
  type ContractRow,
  type RefundRow,
  type RefundState,
} from '../domain/rows.ts'
import { offerOf, termsOf } from '../domain/signed.ts'
import { causeOf, heldMinorOf, refundOfContract } from '../domain/withheld.ts'
import { findParty } from '../store/parties.ts'
import type { RefundCase, RefundOption } from '../web/desk-views.ts'
import { deadlineOf } from './consumer-pages.ts'
import { type CaseAsking, rootOfEntry } from './desk-cases.ts'
import { wordsOfRefund } from './refund-words.ts'

export async function loadRefundCase(
  asking: CaseAsking,
  id: string,
): Promise<RefundCase | undefined> {
  const { pool, book, nowMs } = asking
  if (!RefundId.safeParse(id).success) return undefined
  const row = await findRow(pool, refundTable, book, id)
  const contract = row && (await findRow(pool, contractTable, book, row.contract))
  if (row === undefined || contract === undefined) return undefined
  const standing = standingOf(row, nowMs)
  const offer = offerOf(contract.offer)
  const [shop, words, rootHex] = await Promise.all([
    findParty(pool, book, row.shop),
    wordsOfRefund(asking, row),
    rootOfEntry(asking, row.entry),
  ])
  const { answerDueAt } = row
  return {
    kind: 'refund',
    refund: row.refund,
    contract: row.contract,
    shopName: shop?.name ?? null,
    offerName: offer.name,
    giftInKind: offer.giftInKind ?? null,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only apply writes it, and it writes these.
    state: row.state as RefundState,
    standing,
    cause: causeOf(row.cause),
    answer: row.answer,
    askedAt: formatInstant(row.askedAt),
    answerDue: answerDueAt === null ? null : deadlineOf(answerDueAt, nowMs),
    decidedAt: instantOf(row.decidedAt),
    paidAt: instantOf(row.paidAt),
    hasPriorExperience: contract.hasPriorExperience,
    isRenewal: contract.isRenewal,
    priceMinor: contract.priceMinor,
    unansweredUses: contract.usesOpen - contract.usesContested,
    contestedUses: contract.usesContested,
    words,
    options:
      standing === 'closed'
        ? []
        : causesOf(row, standing).map((cause) => optionOf(contract, cause, nowMs)),
    decided: decidedOf(row),
    hasAccount: contract.bankEntry !== null || row.accountEntry !== null,
    givenAccount: row.accountEntry !== null,
    entry: row.entry,
    rootHex,
  }
}

function instantOf(ms: number | null): string | null {
  return ms === null ? null : formatInstant(ms)
}

/** What both sides agreed on is not changed by a third: another cause is found only where the shop objected. */
function causesOf({ cause }: RefundRow, standing: Standing): readonly Cause[] {
  const asked = causeOf(cause)
  if (standing !== 'objected' || asked === 'seven-day') return [asked]
  return [asked, ...CAUSES.filter((each) => each !== asked && each !== 'seven-day')]
}

/** As the decider works it out; what the shop can pay of the interest is known only when it is ordered. */
export function optionOf(contract: ContractRow, cause: Cause, nowMs: number): RefundOption {
  const from = legalDayOf(contract.stoppedAt ?? nowMs)
  const answer = refundOfContract(contract, { cause, day: from, contested: 'used' })
  const uncontested = refundOfContract(contract, { cause, day: from, contested: 'unused' })
  const { refundMinor, steps, articles, isProposal } = answer
  const withheldMinor = uncontested.refundMinor - refundMinor
  const interest = interestOf({
    amountMinor: refundMinor,
    cause,
    terms: termsOf(contract.terms).interest,
    signedOn: legalDayOf(contract.signedAt),
    from,
    to: legalDayOf(nowMs),
  })
  const { interestMinor: dueMinor, days, ratePerMillion, rate, isChoice, unconfirmed } = interest
  return {
    cause,
    refundMinor,
    steps,
    articles,
    isProposal,
    withheldMinor,
    restMinor: heldMinorOf(contract) - refundMinor - withheldMinor,
    interest: { dueMinor, days, ratePerMillion, rate, isChoice, unconfirmed },
  }
}

function decidedOf({
  amountMinor,
  interestMinor,
  interestOwedMinor,
}: RefundRow): RefundCase['decided'] {
  if (amountMinor === null) return null
  return {
    amountMinor,
    interestMinor: interestMinor ?? 0n,
    interestOwedMinor: interestOwedMinor ?? 0n,
  }
}
