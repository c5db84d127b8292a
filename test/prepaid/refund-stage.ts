/**
 * A stage for refunds: contracts are paid, used, contested, stopped and refunded by the real acts, and the bank
 * books what it was told.
 */
import type { Command } from '#kernel/book/slice.ts'
import { assert } from '#kernel/std/assert.ts'
import { legalDayOf } from '#kernel/time/legal-day.ts'
import type { Cause, CommandName, Fields } from '#services/prepaid/contract.ts'
import { contractAccount, shopAccount } from '#services/prepaid/domain/accounts.ts'
import {
  contractTable,
  payoutTable,
  refundTable,
  type ContractRow,
  type RefundRow,
} from '#services/prepaid/domain/rows.ts'
import { prepaid } from '#services/prepaid/index.ts'
import { CLASSES, CLERK, CONSUMER, founding, HEAD, NOTARY, OFFICE } from './refund-founding.ts'
import { SHOP, STRANGER, TELLER, type Sign } from './refund-founding.ts'
import { START_MS, world, type World } from './rig.ts'

export const DAY_MS = 86_400_000

export type Actor = 'consumer' | 'head' | 'clerk' | 'notary' | 'teller' | 'stranger'
const PARTIES = {
  consumer: CONSUMER,
  head: HEAD,
  clerk: CLERK,
  notary: NOTARY,
  teller: TELLER,
  stranger: STRANGER,
} as const

/** The book, and the acts of its few people in short. Refunds are `rfd_0001` of the contract `con_0001` by default. */
export class RefundStage {
  readonly hub: World = world([founding, prepaid])

  constructor() {
    this.hub.do({ type: 'stage.found' }, OFFICE, START_MS)
  }

  do<N extends CommandName>(actor: Actor, name: N, fields: Fields<N>) {
    return this.hub.do(commandOf(name, fields), PARTIES[actor])
  }

  refusal<N extends CommandName>(actor: Actor, name: N, fields: Fields<N>): string {
    return this.hub.refusal(commandOf(name, fields), PARTIES[actor])
  }

  /** Signed and not paid. */
  signed(over: Partial<Omit<Sign, 'type'>> = {}): void {
    const contract = over.contract ?? 'con_0001'
    const flags = { hasPriorExperience: false, isRenewal: false }
    const command = { type: 'stage.sign', offer: CLASSES, ...flags, ...over, contract }
    this.hub.do(command, OFFICE)
  }

  paid(over: Partial<Omit<Sign, 'type'>> = {}): void {
    this.signed(over)
    const reference = over.contract ?? 'con_0001'
    const { priceMinor } = over.offer ?? CLASSES
    const booked = { bankEntry: `in-${reference}`, reference, amountMinor: priceMinor }
    this.do('teller', 'record-bank-entry', { ...booked, kind: 'credit', valueDay: this.today() })
  }

  today(): string {
    return legalDayOf(this.hub.nowMs)
  }

  pass(days: number): void {
    this.hub.passUntil(this.hub.nowMs + days * DAY_MS)
  }

  /** So many classes that the consumer confirmed at the door. */
  uses(count: number, contract = 'con_0001'): void {
    const { usesNumbered } = this.contract(contract)
    for (let n = usesNumbered + 1; n <= usesNumbered + count; n += 1) {
      this.do('consumer', 'check-in', { use: `use_${contract}-${n}`, contract, shop: SHOP })
    }
  }

  contest(n: number, contract = 'con_0001'): void {
    this.do('consumer', 'contest-use', { use: `use_${contract}-${n}`, reason: 'not-there' })
  }

  ask(cause: Cause = 'neither', over: { refund?: string; contract?: string } = {}) {
    return this.do('consumer', 'ask-refund', {
      refund: 'rfd_0001',
      contract: 'con_0001',
      cause,
      ...over,
    })
  }

  agree(refund = 'rfd_0001'): void {
    this.do('head', 'answer-refund', { refund, answer: 'agree' })
  }

  object(refund = 'rfd_0001'): void {
    this.do('head', 'answer-refund', { refund, answer: 'object', reason: 'They broke the mirror.' })
  }

  approve(cause: Cause = 'neither', over: Partial<Fields<'approve-refund'>> = {}) {
    return this.do('notary', 'approve-refund', {
      refund: 'rfd_0001',
      cause,
      deductionMinor: 0,
      ...over,
    })
  }

  /** The bank books a payout, or sends it back. */
  bank(kind: 'debit' | 'return', payout: string | null): string {
    assert(payout !== null, 'there is a payout')
    const row = this.hub.get(payoutTable, payout)
    assert(row !== undefined, 'the payout was ordered')
    const bankEntry = `${kind}-${this.hub.entries.length}`
    const booked = { bankEntry, kind, reference: payout, valueDay: this.today() }
    const amountMinor = Number(row.amountMinor)
    return this.do('teller', 'record-bank-entry', { ...booked, amountMinor }).type
  }

  contract(contract = 'con_0001'): ContractRow {
    const row = this.hub.get(contractTable, contract)
    assert(row !== undefined, 'the contract was signed')
    return row
  }

  refund(refund = 'rfd_0001'): RefundRow {
    const row = this.hub.get(refundTable, refund)
    assert(row !== undefined, 'the refund was asked for')
    return row
  }

  held(contract = 'con_0001'): bigint {
    return this.hub.balance(contractAccount(contract))
  }

  earned(): bigint {
    return this.hub.balance(shopAccount(SHOP))
  }

  figure(indicator: string): bigint {
    const cells = this.hub.cells.list().filter((cell) => cell.indicator === `prepaid.${indicator}`)
    return cells.reduce((sum, { amount }) => sum + amount, 0n)
  }

  /** What falls due of a contract or a refund, by kind. */
  dues(key: string): readonly string[] {
    return this.hub
      .due()
      .filter((due) => due.key === key)
      .map(({ kind }) => kind)
      .toSorted()
  }
}

function commandOf<N extends CommandName>(name: N, fields: Fields<N>): Command {
  return { type: `prepaid.${name}`, ...fields }
}

/** A stage on which something has happened already. */
export function staged(begin: (stage: RefundStage) => void): RefundStage {
  const it = new RefundStage()
  begin(it)
  return it
}

/** A card of 20 classes for 3,000 yuan. */
export const paid = (): RefundStage => staged((it) => it.paid())

/** 8 of them are used, and the rest is asked back for neither's cause. */
export const asked = (): RefundStage =>
  staged((it) => {
    it.paid()
    it.uses(8)
    it.ask()
  })

export function agreed(): RefundStage {
  const it = asked()
  it.agree()
  return it
}

export function approved(): RefundStage {
  const it = agreed()
  it.approve()
  return it
}

export function returned(): RefundStage {
  const it = approved()
  const { payout } = it.refund()
  it.bank('debit', payout)
  it.bank('return', payout)
  return it
}
