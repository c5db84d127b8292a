/** A card and its few people, in short: classes requested, answered, contested and decided by the real acts. */
import type { Event } from '#kernel/book/slice.ts'
import { assert } from '#kernel/std/assert.ts'
import { legalDayOf } from '#kernel/time/legal-day.ts'
import type { CommandName, Fields, Offer } from '#services/prepaid/contract.ts'
import { contractAccount, shopAccount } from '#services/prepaid/domain/accounts.ts'
import {
  contractTable,
  useTable,
  type ContractRow,
  type UseRow,
} from '#services/prepaid/domain/rows.ts'
import {
  CLERK,
  CONSUMER,
  CONTRACT,
  COUNT,
  HEAD,
  NOTARY,
  OTHER_NOTARY,
  SHOP,
  TELLER,
  withCard,
} from './opened.ts'
import { START_MS, type World } from './rig.ts'

export const SYSTEM = 'pty_system'
export const ACTORS = {
  consumer: CONSUMER,
  clerk: CLERK,
  head: HEAD,
  notary: NOTARY,
  'other notary': OTHER_NOTARY,
  teller: TELLER,
  clock: SYSTEM,
} as const
export type Actor = keyof typeof ACTORS

interface Card {
  readonly offer?: Offer
  readonly prior?: boolean
  readonly atMs?: number
}

export class UseStage {
  readonly hub: World

  constructor({ offer = COUNT, prior = false, atMs = START_MS }: Card = {}) {
    this.hub = withCard(offer, prior, atMs)
  }

  do<N extends CommandName>(actor: Actor, name: N, fields: Fields<N>): Event {
    return this.hub.do({ type: `prepaid.${name}`, ...fields }, ACTORS[actor])
  }

  /** The type of the refusal, or `recorded`, or `existing`. */
  ask<N extends CommandName>(actor: Actor, name: N, fields: Fields<N>): string {
    return this.hub.refusal({ type: `prepaid.${name}`, ...fields }, ACTORS[actor])
  }

  request(use: string, isForConsumer = false): Event {
    return this.do('clerk', 'request-use', this.class(use, { isForConsumer }))
  }

  /** A class that was given today, as the counter would enter it. */
  class(use: string, over: Partial<Fields<'request-use'>> = {}): Fields<'request-use'> {
    const servedOn = legalDayOf(this.hub.nowMs)
    return { use, contract: CONTRACT, servedOn, servedAt: '08:00', isForConsumer: false, ...over }
  }

  checkIn(use: string): Event {
    return this.do('consumer', 'check-in', { use, contract: CONTRACT, shop: SHOP })
  }

  confirm(use: string): Event {
    return this.do('consumer', 'confirm-use', { use })
  }

  contest(use: string): Event {
    return this.do('consumer', 'contest-use', { use, reason: 'not-there' })
  }

  decide(use: string, outcome: Fields<'decide-use'>['outcome']): Event {
    return this.do('notary', 'decide-use', { use, outcome, reason: 'The door has a camera.' })
  }

  /** The rest of the card is asked back, and the card stops. */
  stop(cause: Fields<'ask-refund'>['cause'] = 'neither'): void {
    this.do('consumer', 'ask-refund', { refund: 'rfd_0001', contract: CONTRACT, cause })
  }

  /** The card ends: its refund is agreed to and approved. */
  end(cause: Fields<'ask-refund'>['cause'] = 'neither'): void {
    this.stop(cause)
    this.do('head', 'answer-refund', { refund: 'rfd_0001', answer: 'agree' })
    this.do('notary', 'approve-refund', { refund: 'rfd_0001', cause, deductionMinor: 0 })
  }

  use(use: string): UseRow {
    const row = this.hub.get(useTable, use)
    assert(row !== undefined, 'the use was requested')
    return row
  }

  get card(): ContractRow {
    const row = this.hub.get(contractTable, CONTRACT)
    assert(row !== undefined, 'the contract was signed')
    return row
  }

  get heldMinor(): bigint {
    return this.hub.balance(contractAccount(CONTRACT))
  }

  get earnedMinor(): bigint {
    return this.hub.balance(shopAccount(SHOP))
  }
}

/** A stage on which something has happened already. */
export function staged(card: Card, begin: (stage: UseStage) => void = () => undefined): UseStage {
  const stage = new UseStage(card)
  begin(stage)
  return stage
}
