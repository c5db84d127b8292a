/** A story of parties and prepaid money in which every event of theirs happens, told once for the corpus. */
import type { JsonObject } from '#kernel/std/json.ts'
import { addDays, legalDayOf } from '#kernel/time/legal-day.ts'
import { payoutTable, refundTable } from '#services/prepaid/domain/rows.ts'
import { lived } from '../prepaid/lived.ts'
import * as stage from '../prepaid/opened.ts'
import { asking, type World } from '../prepaid/rig.ts'
import { textOfProduct } from '../prepaid/text.ts'

const { CLERK, CONSUMER, CONTRACT, HEAD, NOTARY, OTHER_NOTARY, SHOP, TELLER } = stage
const { OTHER_CONSUMER, OTHER_HEAD, OTHER_SHOP } = stage
const DAY_MS = 86_400_000
const reason = 'So it was found'

const act = (world: World, actor: string, name: string, fields: JsonObject) =>
  world.do(asking(`prepaid.${name}`, fields), actor)

export function prepaidStory(): World {
  const { world } = lived()
  bookPayouts(world, 'debit', 'ordered')
  refundOther(world)
  answerUses(world)
  suspense(world)
  shops(world)
  settlements(world)
  stopAndGoOn(world)
  world.passUntil(world.nowMs + 100 * DAY_MS)
  const dismissed = { organisation: SHOP, person: CLERK, by: SHOP }
  world.do(asking('parties.dismiss', dismissed), HEAD)
  return world
}

/** The bank books what was ordered, or sends back what it paid. */
function bookPayouts(world: World, kind: 'debit' | 'return', state: string): void {
  for (const row of world.list(payoutTable)) {
    if (row.state !== state) continue
    act(world, TELLER, 'record-bank-entry', {
      bankEntry: `bank-${world.entries.length}`,
      kind,
      amountMinor: Number(row.amountMinor),
      reference: row.payout,
      valueDay: legalDayOf(world.nowMs),
      payer: 'Somebody',
    })
  }
}

function refundOther(world: World): void {
  const refund = 'rfd_other'
  act(world, OTHER_HEAD, 'answer-refund', { refund, answer: 'agree', reason })
  act(world, NOTARY, 'approve-refund', {
    refund,
    cause: 'consumer',
    deductionMinor: 500,
    deductionReason: 'A bag was given along.',
  })
  bookPayouts(world, 'debit', 'ordered')
  const payout = world.get(refundTable, refund)?.payout ?? ''
  act(world, TELLER, 'record-bank-entry', {
    bankEntry: 'bank-back',
    kind: 'return',
    amountMinor: Number(world.get(payoutTable, payout)?.amountMinor ?? 0n),
    reference: payout,
    valueDay: legalDayOf(world.nowMs),
  })
  act(world, OTHER_CONSUMER, 'give-account', { refund, account: 'ANOTHER-ACCOUNT' })
  act(world, NOTARY, 'resend-refund', { refund })
  bookPayouts(world, 'debit', 'ordered')
}

function answerUses(world: World): void {
  act(world, NOTARY, 'decide-use', { use: 'use_contested', outcome: 'for-shop', reason })
  const servedOn = legalDayOf(world.nowMs)
  const asked = { contract: CONTRACT, servedOn, servedAt: '09:00', isForConsumer: false }
  act(world, CLERK, 'request-use', { ...asked, use: 'use_withdrawn' })
  act(world, CLERK, 'withdraw-use', { use: 'use_withdrawn' })
  act(world, CLERK, 'request-use', { ...asked, use: 'use_answered-for', isForConsumer: true })
  act(world, CONSUMER, 'check-in', { use: 'use_scanned', contract: CONTRACT, shop: SHOP })
  const detail = 'I was in another town'
  act(world, CONSUMER, 'contest-use', { use: 'use_scanned', reason: 'other', detail })
  act(world, NOTARY, 'decide-use', { use: 'use_scanned', outcome: 'for-consumer', reason })
}

function suspense(world: World): void {
  const bankEntry = 'bank-lost'
  act(world, NOTARY, 'propose-match', { bankEntry })
  act(world, OTHER_NOTARY, 'reject-match', { bankEntry })
  act(world, NOTARY, 'propose-match', { bankEntry })
  act(world, OTHER_NOTARY, 'approve-match', { bankEntry })
  const valueDay = legalDayOf(world.nowMs)
  const wrong = { kind: 'debit', amountMinor: 77, reference: 'pay_nobody', valueDay }
  act(world, TELLER, 'record-bank-entry', { ...wrong, bankEntry: 'bank-wrong' })
  const right = { kind: 'correction', amountMinor: 77, reference: 'bank-wrong', valueDay }
  act(world, TELLER, 'record-bank-entry', { ...right, bankEntry: 'bank-right' })
}

function shops(world: World): void {
  act(world, NOTARY, 'decline-shop', { shop: 'pty_waiting', reason })
  act(world, NOTARY, 'suspend-shop', { shop: OTHER_SHOP, reason })
  act(world, NOTARY, 'reinstate-shop', { shop: OTHER_SHOP })
  act(world, OTHER_CONSUMER, 'sign', {
    contract: 'con_unpaid',
    product: 'prd_other',
    hasPriorExperience: true,
    textSha256: textOfProduct(world, 'prd_other'),
  })
  act(world, OTHER_HEAD, 'withdraw-product', { product: 'prd_other' })
  const today = legalDayOf(world.nowMs)
  const until = addDays(today, 3)
  act(world, NOTARY, 'name-substitute', { substitute: OTHER_NOTARY, from: today, until })
}

function settlements(world: World): void {
  world.passUntil(world.nowMs + 2 * DAY_MS)
  const through = addDays(legalDayOf(world.nowMs), -1)
  const proposal = { through, shops: [SHOP], approver: OTHER_NOTARY }
  act(world, NOTARY, 'propose-settlement', { ...proposal, settlement: 'set_rejected' })
  act(world, OTHER_NOTARY, 'reject-settlement', { settlement: 'set_rejected', reason })
  act(world, NOTARY, 'propose-settlement', { ...proposal, settlement: 'set_expired' })
  // Meanwhile the use that nobody answered is reminded of, and counts.
  world.passUntil(world.nowMs + 20 * DAY_MS)
}

function stopAndGoOn(world: World): void {
  const ask = (refund: string) =>
    act(world, CONSUMER, 'ask-refund', { refund, contract: CONTRACT, cause: 'shop', detail: 'Why' })
  ask('rfd_withdrawn')
  act(world, CONSUMER, 'withdraw-refund', { refund: 'rfd_withdrawn' })
  ask('rfd_declined')
  act(world, HEAD, 'answer-refund', { refund: 'rfd_declined', answer: 'object', reason })
  act(world, NOTARY, 'decline-refund', { refund: 'rfd_declined', reason })
  ask('rfd_deemed')
  world.passUntil(world.nowMs + 10 * DAY_MS)
  act(world, CONSUMER, 'withdraw-refund', { refund: 'rfd_deemed' })
}
