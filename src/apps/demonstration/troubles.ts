/** What goes wrong in the story: refunds, contests, money without a contract; and how it is put right. */
import { isWorkingDay } from '#kernel/time/working-days.ts'
import { addDays, daysBetween, type LegalDay } from '#kernel/time/legal-day.ts'
import type { Cause } from '#services/prepaid/contract.ts'
import { type Act, idOf, prepaid } from './acts.ts'
import type { Card, Cards } from './cards.ts'
import { NOTARIES } from './cast.ts'
import type { Plot } from './plot.ts'

interface Refund {
  readonly refund: string
  readonly card: Card
  readonly cause: Cause
  readonly askedOn: LegalDay
  /** What the shop does: agree, object, or keep silent for five working days. */
  readonly answer: 'agree' | 'object' | 'silence' | 'none'
  answeredOn: LegalDay | undefined
}

/** In a thousand days of a card that is neither new nor used up. */
const REFUNDS_PER_MILLE = 2
const SEVEN_DAY_PER_MILLE = 25
/** Silence of the shop has counted by then: five working days and a holiday between. */
const SILENT_SHOP_DAYS = 16
/** The last days leave work for whoever comes to look. */
const LEFT_OPEN_DAYS = 4

export class Troubles {
  readonly #plot: Plot
  readonly #cards: Cards
  #refunds: Refund[] = []

  constructor(plot: Plot, cards: Cards) {
    this.#plot = plot
    this.#cards = cards
  }

  ofConsumers(day: LegalDay): readonly Act[] {
    const { chance } = this.#plot
    const acts: Act[] = []
    for (const card of this.#cards.all) {
      if (this.#cards.isNewcomer(card.consumer) || !this.#mayStop(card, day)) continue
      const isNew = card.uses === 0 && daysBetween(card.paidOn ?? day, day) <= 5
      const hasRight = isNew && !card.hasPriorExperience && !card.isRenewal
      if (hasRight && chance.perMille(SEVEN_DAY_PER_MILLE))
        acts.push(this.#ask(card, 'seven-day', day))
      else if (!isNew && chance.perMille(REFUNDS_PER_MILLE)) {
        acts.push(this.#ask(card, chance.pick(['consumer', 'consumer', 'neither', 'shop']), day))
      }
    }
    return acts
  }

  #mayStop(card: Card, day: LegalDay): boolean {
    const { paidOn, isOver, kind, uses, usesTotal } = card
    if (isOver || paidOn === undefined || paidOn === day) return false
    if (daysBetween(paidOn, day) > 80) return false
    // A month of a period card is asked by the clock, so only its first weeks have no question open.
    if (kind === 'period' && daysBetween(paidOn, day) > 25) return false
    return (kind === 'period' || uses < usesTotal - 1) && this.#cards.isAnswered(card, day)
  }

  #ask(card: Card, cause: Cause, day: LegalDay): Act {
    const { chance } = this.#plot
    this.#cards.end(card)
    const refund = idOf('rfd_', card.contract)
    const answer = chance.pick<Refund['answer']>(['agree', 'agree', 'agree', 'object', 'silence'])
    this.#refunds.push({
      refund,
      card,
      cause,
      askedOn: day,
      answer: cause === 'seven-day' ? 'none' : answer,
      answeredOn: undefined,
    })
    return prepaid(card.consumer.party, 'ask-refund', { refund, contract: card.contract, cause })
  }

  ofShopsAndNotaries(day: LegalDay): readonly Act[] {
    const isLeft = daysBetween(day, this.#plot.options.to) < LEFT_OPEN_DAYS
    return [
      ...this.#answers(day),
      ...(isLeft ? [] : [...this.#approvals(day), ...this.#contests()]),
    ]
  }

  #answers(day: LegalDay): readonly Act[] {
    const acts: Act[] = []
    for (const asked of this.#refunds) {
      const isNextDay = asked.answeredOn === undefined && asked.askedOn < day
      if (!isNextDay || (asked.answer !== 'agree' && asked.answer !== 'object')) continue
      asked.answeredOn = day
      const { refund, answer, card } = asked
      acts.push(prepaid(card.shop.head, 'answer-refund', { refund, answer }))
    }
    return acts
  }

  #approvals(day: LegalDay): readonly Act[] {
    const ready = this.#refunds.filter((asked) => this.#isReady(asked, day))
    this.#refunds = this.#refunds.filter((asked) => !ready.includes(asked))
    return ready.map(({ refund, cause }) =>
      prepaid(NOTARIES.shen.party, 'approve-refund', { refund, cause, deductionMinor: 0 }),
    )
  }

  #isReady({ answer, askedOn, answeredOn }: Refund, day: LegalDay): boolean {
    if (answer === 'none') return askedOn < day
    if (answer === 'silence') return daysBetween(askedOn, day) > SILENT_SHOP_DAYS
    return answeredOn !== undefined && answeredOn < day && isWorkingDay(addDays(day, 0))
  }

  /** Half of the contests the shop gives in to; the notary decides the others. */
  #contests(): readonly Act[] {
    const { chance } = this.#plot
    const acts: Act[] = []
    for (const { use, card } of this.#cards.contested.splice(0, 2)) {
      const isWithdrawn = chance.perMille(500)
      const outcome = chance.perMille(600) ? 'for-shop' : 'for-consumer'
      if (isWithdrawn || outcome === 'for-consumer') card.uses -= 1
      acts.push(
        isWithdrawn
          ? prepaid(card.shop.head, 'withdraw-use', { use })
          : prepaid(NOTARIES.yao.party, 'decide-use', {
              use,
              outcome,
              reason: '根据签到记录 By the record of attendance (invented)',
            }),
      )
    }
    return acts
  }
}
