/** The cards of the story: who signs, pays, comes to class, answers or keeps silent. */
import { addDays, daysBetween, type LegalDay } from '#kernel/time/legal-day.ts'
import { type Act, idOf, prepaid } from './acts.ts'
import type { Consumer, Shop } from './cast.ts'
import { textRead } from './contract-read.ts'
import { SHOPS_WAITING } from './founding.ts'
import type { Payment, Plot } from './plot.ts'

export interface Card {
  readonly contract: string
  readonly shop: Shop
  readonly consumer: Consumer
  readonly kind: 'count' | 'period'
  readonly priceMinor: number
  readonly usesTotal: number
  readonly hasPriorExperience: boolean
  readonly isRenewal: boolean
  signedOn: LegalDay
  paidOn: LegalDay | undefined
  /** Uses that were requested and not taken back. */
  uses: number
  /** Uses that nobody has answered, each with the day of the request. */
  readonly silent: Map<string, LegalDay>
  /** Classes of the last days that were confirmed and may still be contested. */
  lastUse: { readonly use: string; readonly day: LegalDay } | undefined
  isOver: boolean
}

/** After so many days a silence has counted as a yes: 15 working days and the longest holidays. */
const SILENCE_DAYS = 40
/** A validity is never shorter than this in the cast, so a card is let rest before it ends. */
const REST_BEFORE_END_DAYS = 80
/** The newcomer's cards were bought so many days before the last one. */
const NEWCOMER_DAYS = 40

/** A class that was requested, and what its consumer will do about it. */
interface Asked {
  readonly use: string
  readonly card: Card
  readonly day: LegalDay
  readonly answer: 'yes' | 'no' | 'silence'
}

export class Cards {
  readonly all: Card[] = []
  /** Contested classes that nobody has given in to or decided. */
  readonly contested: { readonly use: string; readonly card: Card }[] = []
  readonly #plot: Plot
  readonly #unpaid: Card[] = []
  /** Of a shop and a consumer, so that nobody holds two cards of one shop at a time. */
  readonly #held = new Map<string, Card>()
  #asked: Asked[] = []
  #hasAskedNewcomer = false

  constructor(plot: Plot) {
    this.#plot = plot
  }

  /** New cards of the day: enough that the classes find somebody to come. */
  sign(day: LegalDay): readonly Act[] {
    const { options, chance, shops, consumers } = this.#plot
    const selling = Math.max(1, shops.length - SHOPS_WAITING)
    const acts: Act[] = []
    // The newcomer of the demonstration has held two cards for some weeks.
    if (day === addDays(options.to, -NEWCOMER_DAYS)) {
      for (const shop of shops.slice(0, Math.min(2, selling))) {
        acts.push(this.#signOne(day, shop, consumers[0]))
      }
    }
    const count = Math.max(1, Math.round(options.usesPerDay / 9))
    for (let i = 0; i < count; i += 1) {
      const shop = shops[chance.below(selling)] ?? shops[0]
      const consumer = consumers[1 + chance.below(consumers.length - 1)] ?? consumers[0]
      const held = this.#held.get(`${shop.party} ${consumer.party}`)
      if (consumer !== consumers[0] && (held === undefined || held.isOver)) {
        acts.push(this.#signOne(day, shop, consumer))
      }
    }
    return acts
  }

  #signOne(day: LegalDay, shop: Shop, consumer: Consumer): Act {
    const { chance } = this.#plot
    const pair = `${shop.party} ${consumer.party}`
    const held = this.#held.get(pair)
    const isNewcomer = this.isNewcomer(consumer)
    const product = shop.products[isNewcomer ? 1 : chance.pick([0, 0, 1, 1, 1, 2])]
    if (product === undefined) throw new Error('a shop that sells lists three cards')
    const { offer } = product
    const card: Card = {
      contract: idOf('con_', this.all.length, pair),
      shop,
      consumer,
      kind: offer.kind,
      priceMinor: offer.priceMinor,
      usesTotal: offer.kind === 'count' ? offer.uses + offer.giftUses : 0,
      hasPriorExperience: !isNewcomer && chance.perMille(150),
      isRenewal: held !== undefined,
      signedOn: day,
      paidOn: undefined,
      uses: 0,
      silent: new Map(),
      lastUse: undefined,
      isOver: false,
    }
    this.all.push(card)
    this.#unpaid.push(card)
    this.#held.set(pair, card)
    return prepaid(consumer.party, 'sign', {
      contract: card.contract,
      product: product.id,
      hasPriorExperience: card.hasPriorExperience,
      textSha256: textRead(shop, product.id, day),
    })
  }

  /** Most pay at once. Some write the wrong reference or a wrong sum, some never pay. */
  pay(day: LegalDay): readonly Payment[] {
    const { chance } = this.#plot
    const payments: Payment[] = []
    for (const card of this.#unpaid.splice(0)) {
      const payer = card.consumer.name.zh
      const fate = this.isNewcomer(card.consumer) ? 1000 : chance.below(1000)
      if (fate < 12) {
        card.isOver = true
      } else if (fate < 20) {
        // Money that finds no contract waits for the notary, and so does the card.
        card.isOver = true
        const isWrongSum = fate < 16
        const reference = isWrongSum ? card.contract : 'my card'
        const amountMinor = isWrongSum ? card.priceMinor - 100 : card.priceMinor
        payments.push({ reference, amountMinor, payer })
      } else {
        card.paidOn = day
        payments.push({ reference: card.contract, amountMinor: card.priceMinor, payer })
      }
    }
    return payments
  }

  /** Classes are given to whoever has some left. */
  give(day: LegalDay, servedAt: string, count: number): readonly Act[] {
    const { chance } = this.#plot
    const open = this.all.filter((card) => this.#canCome(card, day))
    const acts: Act[] = []
    const today = new Set<Card>()
    if (day === this.#plot.options.to) acts.push(...this.#askNewcomer(day, servedAt, today))
    for (let i = 0; i < count && open.length > 0; i += 1) {
      const card = open[chance.below(open.length)]
      if (card === undefined || today.has(card) || card.uses >= card.usesTotal) continue
      today.add(card)
      acts.push(this.#giveOne(card, day, servedAt))
    }
    return acts
  }

  /** On the last day, so that whoever comes to look is asked something. */
  #askNewcomer(day: LegalDay, servedAt: string, today: Set<Card>): readonly Act[] {
    const card = this.all.find(({ consumer }) => this.isNewcomer(consumer))
    if (card === undefined || !this.#canCome(card, day) || this.#hasAskedNewcomer) return []
    this.#hasAskedNewcomer = true
    today.add(card)
    const { contract, shop } = card
    const use = idOf('use_', contract, 'last')
    card.uses += 1
    card.silent.set(use, day)
    const fields = { use, contract, servedOn: day, servedAt, isForConsumer: false }
    return [prepaid(shop.clerk, 'request-use', fields)]
  }

  isNewcomer(consumer: Consumer): boolean {
    return consumer === this.#plot.consumers[0]
  }

  #canCome(card: Card, day: LegalDay): boolean {
    const { paidOn, isOver, kind, uses, usesTotal } = card
    if (isOver || paidOn === undefined || paidOn === day || kind !== 'count') return false
    if (daysBetween(paidOn, day) > REST_BEFORE_END_DAYS) return false
    return uses < usesTotal
  }

  #giveOne(card: Card, day: LegalDay, servedAt: string): Act {
    const { chance } = this.#plot
    const { contract, shop, consumer } = card
    const use = idOf('use_', contract, day, servedAt)
    card.uses += 1
    card.lastUse = { use, day }
    if (chance.perMille(150)) {
      return prepaid(consumer.party, 'check-in', { use, contract, shop: shop.party })
    }
    const isForConsumer = chance.perMille(30)
    if (!isForConsumer) this.#asked.push({ use, card, day, answer: this.#answerOf() })
    const servedOn = day
    return prepaid(shop.clerk, 'request-use', { use, contract, servedOn, servedAt, isForConsumer })
  }

  #answerOf(): Asked['answer'] {
    const { chance } = this.#plot
    if (chance.perMille(12)) return 'no'
    return chance.perMille(35) ? 'silence' : 'yes'
  }

  /** What the consumers of the last classes say to them. */
  answer(): readonly Act[] {
    const acts: Act[] = []
    for (const { use, card, day, answer } of this.#asked.splice(0)) {
      const { party } = card.consumer
      // The newcomer answers everything but the last question.
      const said = this.isNewcomer(card.consumer) ? 'yes' : answer
      if (said === 'silence') {
        card.silent.set(use, day)
      } else if (said === 'no') {
        acts.push(prepaid(party, 'contest-use', { use, reason: 'not-there' }))
        this.contested.push({ use, card })
      } else {
        acts.push(prepaid(party, 'confirm-use', { use }))
      }
    }
    return acts
  }

  /** Whether nothing is open that the consumer would have to answer first. */
  isAnswered(card: Card, day: LegalDay): boolean {
    for (const [use, asked] of card.silent) {
      if (daysBetween(asked, day) > SILENCE_DAYS) card.silent.delete(use)
    }
    return card.silent.size === 0 && !this.contested.some((contest) => contest.card === card)
  }

  /** Nobody comes with it any more. */
  end(card: Card): void {
    card.isOver = true
  }
}
