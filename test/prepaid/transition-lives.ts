/** Short lives of shops, cards, refunds, settlements and the bank's entries, which between them take every transition. */
import { endOfDayMs } from '#kernel/time/legal-day.ts'
import { payoutTable } from '#services/prepaid/domain/rows.ts'
import * as bank from './bank-stage.ts'
import { COUNT, PERIOD } from './opened.ts'
import { CLASSES } from './refund-founding.ts'
import * as refunds from './refund-stage.ts'
import { asking, type World } from './rig.ts'
import * as sale from './sale-stage.ts'
import { approve, earned, propose, reject } from './settlement-acts.ts'
import { staged, type UseStage } from './use-stage.ts'

const DAY_MS = 86_400_000
const rfd = { refund: 'rfd_0001' }
const reason = 'So it was found'

function shops(): World {
  const hub = sale.after('applied')
  hub.do(sale.ask('decline-shop', { shop: sale.SHOP, reason }), sale.NOTARY)
  hub.do(sale.ask('apply', sale.application), sale.HEAD)
  hub.do(sale.ask('approve-shop', sale.approval), sale.NOTARY)
  hub.do(sale.suspended, sale.NOTARY)
  hub.do(sale.ask('reinstate-shop', { shop: sale.SHOP }), sale.NOTARY)
  hub.do(sale.ask('list-product', sale.listing), sale.HEAD)
  hub.do(sale.withdrawn, sale.HEAD)
  return hub
}

function unpaid(): World {
  const hub = sale.after('signed')
  hub.passUntil(hub.nowMs + 10 * DAY_MS)
  return hub
}

/** Money that nobody knows: matched to a contract, and another sum sent back, which comes back again. */
function suspense(): World {
  const hub = bank.bankWorld()
  const match = (name: string, bankEntry: string, actor: string, more = {}) =>
    hub.do(asking(`prepaid.${name}`, { bankEntry, ...more }), actor)
  const signing = { contract: 'con_first', shop: bank.SHOPS[0], offer: bank.COUNT }
  hub.do(asking('stage.sign', signing), bank.CONSUMER)
  bank.book(hub, { bankEntry: 'in-1' })
  match('propose-match', 'in-1', bank.ONE, { contract: 'con_first' })
  match('reject-match', 'in-1', bank.TWO)
  match('propose-match', 'in-1', bank.ONE, { contract: 'con_first' })
  match('approve-match', 'in-1', bank.TWO, { contract: 'con_first' })
  bank.book(hub, { bankEntry: 'in-2' })
  match('propose-match', 'in-2', bank.ONE)
  match('approve-match', 'in-2', bank.TWO)
  payOut(hub, 'out')
  comeBack(hub, 'back')
  bank.book(hub, { bankEntry: 'wrong-1', kind: 'debit', amountMinor: 5, reference: 'pay_none' })
  const right = { kind: 'correction', amountMinor: 5, reference: 'wrong-1' } as const
  bank.book(hub, { bankEntry: 'right-1', ...right })
  return hub
}

/** The bank books what was ordered. */
function payOut(hub: World, name: string): void {
  for (const [n, { payout, state, amountMinor }] of hub.list(payoutTable).entries()) {
    if (state !== 'ordered') continue
    const entry = { reference: payout, amountMinor: Number(amountMinor) }
    bank.book(hub, { bankEntry: `${name}-${n}`, kind: 'debit', ...entry })
  }
}

function comeBack(hub: World, name: string): void {
  for (const [n, { payout, state, amountMinor }] of hub.list(payoutTable).entries()) {
    if (state !== 'paid') continue
    const entry = { reference: payout, amountMinor: Number(amountMinor) }
    bank.book(hub, { bankEntry: `${name}-${n}`, kind: 'return', ...entry })
  }
}

function settlements(): World {
  const hub = earned()
  hub.do(propose(), bank.ONE)
  hub.do(reject(), bank.TWO)
  hub.do(propose({ settlement: 'set_second' }), bank.ONE)
  hub.passUntil(hub.nowMs + 30 * DAY_MS)
  hub.do(propose({ settlement: 'set_third' }), bank.ONE)
  hub.do(approve('set_third'), bank.TWO)
  payOut(hub, 'out')
  comeBack(hub, 'back')
  return hub
}

const two = { ...COUNT, uses: 2, listUnitMinor: 150_000 }

/** The last class of a card is counted while the card runs, or after it expired, by whatever makes it count. */
function lastClass(
  when: 'active' | 'expired',
  by: 'confirmed' | 'deemed' | 'for-shop',
): () => World {
  return () =>
    staged({ offer: two }, (it) => {
      it.checkIn('use_first')
      const endsMs = endOfDayMs(it.card.validThrough ?? '')
      if (when === 'expired') it.hub.passUntil(endsMs - DAY_MS)
      it.request('use_last')
      if (when === 'expired') it.hub.passUntil(endsMs)
      if (by === 'deemed') it.hub.passUntil(it.use('use_last').deemedAt)
      if (by === 'confirmed') it.confirm('use_last')
      if (by !== 'for-shop') return
      it.contest('use_last')
      it.decide('use_last', 'for-shop')
    }).hub
}

function uses(): World {
  return staged({}, (it) => {
    for (const use of ['use_first', 'use_second', 'use_third', 'use_fourth']) it.request(use)
    it.do('clerk', 'withdraw-use', { use: 'use_first' })
    it.contest('use_second')
    it.do('clerk', 'withdraw-use', { use: 'use_second' })
    it.confirm('use_third')
    it.contest('use_third')
    it.decide('use_third', 'for-consumer')
    it.hub.passUntil(it.use('use_fourth').deemedAt)
    it.contest('use_fourth')
  }).hub
}

function reopened(): World {
  return staged({ offer: two }, (it) => {
    it.checkIn('use_first')
    it.checkIn('use_second')
    it.contest('use_second')
  }).hub
}

/** A card is stopped and goes on, as what it is by then. */
function goesOn(as: 'active' | 'expired' | 'completed', how: 'withdrawn' | 'declined') {
  return (): World =>
    staged({ offer: two }, (it) => {
      for (const use of ['use_first', 'use_last']) it.checkIn(use)
      it.contest('use_last')
      it.stop()
      it.do('head', 'answer-refund', { ...rfd, answer: 'object' })
      if (as === 'completed') it.decide('use_last', 'for-shop')
      if (as === 'expired') it.hub.passUntil(endOfDayMs(it.card.validThrough ?? ''))
      goOn(it, how)
    }).hub
}

function goOn(it: UseStage, how: 'withdrawn' | 'declined'): void {
  if (how === 'withdrawn') it.do('consumer', 'withdraw-refund', rfd)
  else it.do('notary', 'decline-refund', { ...rfd, reason })
}

/** A refund up to the answer that it waits with, and what becomes of it then. */
function refund(
  answer: 'none' | 'agree' | 'object' | 'silence',
  then: (stage: refunds.RefundStage) => void,
): () => World {
  return () =>
    refunds.staged((it) => {
      it.paid()
      it.uses(8)
      it.ask()
      if (answer === 'agree') it.agree()
      if (answer === 'object') it.object()
      if (answer === 'silence') it.pass(10)
      then(it)
    }).hub
}

const withdraw = (it: refunds.RefundStage) => it.do('consumer', 'withdraw-refund', rfd)
const decline = (it: refunds.RefundStage) => it.do('notary', 'decline-refund', { ...rfd, reason })

/** Nothing goes back of 18 classes at the list price, whichever answer the shop gave. */
function nothingBack(answer: 'none' | 'agree' | 'object'): () => World {
  return () =>
    refunds.staged((it) => {
      it.paid({ offer: CLASSES })
      it.uses(18)
      it.ask('consumer')
      if (answer === 'agree') it.agree()
      if (answer === 'object') it.object()
      if (answer === 'none') it.hub.nowMs = it.refund().answerDueAt ?? 0
      it.approve('consumer')
    }).hub
}

/** Two payouts of one refund: the second for what a contest withheld, booked and sent back in turns. */
function withheld(by: 'notary' | 'shop'): () => World {
  return () =>
    refunds.staged((it) => {
      it.paid()
      it.uses(8)
      it.contest(7)
      it.contest(8)
      it.ask('consumer')
      it.agree()
      it.approve('consumer')
      const first = it.refund().payout
      it.bank('debit', first)
      const use = 'use_con_0001-7'
      if (by === 'shop') it.do('clerk', 'withdraw-use', { use })
      else it.do('notary', 'decide-use', { use, outcome: 'for-consumer', reason })
      // The second is ordered still when the first comes back.
      it.bank('return', first)
      it.bank('debit', it.refund().payout)
      it.do('notary', 'resend-refund', rfd)
    }).hub
}

const expiredAsked = (): World =>
  staged({}, (it) => {
    it.hub.passUntil(endOfDayMs(it.card.validThrough ?? ''))
    it.stop()
  }).hub

const days = (): World =>
  staged({ offer: PERIOD }, (it) => it.hub.passUntil(it.hub.nowMs + 200 * DAY_MS)).hub

const LIVES: readonly (() => World)[] = [
  shops,
  unpaid,
  suspense,
  settlements,
  uses,
  reopened,
  expiredAsked,
  days,
  ...(['active', 'expired'] as const).flatMap((when) =>
    (['confirmed', 'deemed', 'for-shop'] as const).map((by) => lastClass(when, by)),
  ),
  ...(['active', 'expired', 'completed'] as const).flatMap((as) =>
    (['withdrawn', 'declined'] as const).map((how) => goesOn(as, how)),
  ),
  ...(['none', 'agree', 'object'] as const).map((answer) => refund(answer, withdraw)),
  ...(['none', 'object'] as const).map((answer) => refund(answer, decline)),
  refund('silence', (it) => it.approve()),
  refund('object', (it) => it.approve()),
  refund('none', (it) => {
    it.hub.nowMs = it.refund().answerDueAt ?? 0
    it.approve()
  }),
  () => refunds.returned().hub,
  ...(['none', 'agree', 'object'] as const).map(nothingBack),
  withheld('notary'),
  withheld('shop'),
]

export function transitionLives(): readonly World[] {
  return LIVES.map((live) => live())
}
