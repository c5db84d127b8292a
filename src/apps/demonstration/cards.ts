/** The cards of the story: who signs, pays, comes to class, answers or keeps silent. */
import type { PartyId } from '#kernel/identity/principal.ts'
import { addDays, daysBetween, type LegalDay } from '#kernel/time/legal-day.ts'
import { type Act, idOf, prepaid } from './acts.ts'
import type { Consumer, Shop } from './cast.ts'
import { textRead } from './contract-read.ts'
import { SHOPS_WAITING } from './founding.ts'
import type { Payment, Plot } from './story.ts'

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

  constructor(plot: Plot) {
    this.#plot = plot
  }

  /** New cards of the day: enough that the classes find somebody to come. */
  sign(day: LegalDay): readonly Act[] {
    const { options, chance, shops, consumers } = this.#plot
    const isFirst = this.all.length === 0
    const count = isFirst ? 2 : Math.max(1, Math.round(options.usesPerDay / 9))
    const selling = Math.max(1, shops.length - SHOPS_WAITING)
    const acts: Act[] = []
    for (let i = 0; i < count; i += 1) {
      // The newcomer of the demonstration holds the first card of the first shop.
      const shop = isFirst ? shops[i] : shops[chance.below(selling)]
      const consumer = isFirst ? consumers[0] : consumers[1 + chance.below(consumers.length - 1)]
      if (shop !== undefined && consumer !== undefined) {
        const act = this.#signOne(day, shop, consumer)
        if (act !== undefined) acts.push(act)
      }
    }
    return acts
  }

  #signOne(day: LegalDay, shop: Shop, consumer: Consumer): Act | undefined {
    const { chance } = this.#plot
    const pair = `${shop.party} ${consumer.party}`
    const held = this.#held.get(pair)
    if (held !== undefined && !held.isOver) return undefined
    const isFirst = this.all.length < 2
    const product = shop.products[isFirst ? 1 : chance.pick([0, 0, 1, 1, 1, 2])]
    if (product === undefined) return undefined
    const { offer } = product
    const card: Card = {
      contract: idOf('con_', this.all.length, pair),
      shop,
      consumer,
      kind: offer.kind,
      priceMinor: offer.priceMinor,
      usesTotal: offer.kind === 'count' ? offer.uses + offer.giftUses : 0,
      hasPriorExperience: !isFirst && chance.perMille(150),
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
      const isFirst = this.all.indexOf(card) < 2
      if (!isFirst && chance.perMille(12)) {
        card.isOver = true
      } else if (!isFirst && chance.perMille(8)) {
        card.isOver = true
        const reference = chance.perMille(500) ? card.contract : 'card money'
        const amountMinor = chance.perMille(500) ? card.priceMinor - 100 : card.priceMinor
        const isWrong = reference !== card.contract || amountMinor !== card.priceMinor
        payments.push({ reference: isWrong ? reference : 'my card', amountMinor, payer })
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
    for (let i = 0; i < count && open.length > 0; i += 1) {
      const card = open[chance.below(open.length)]
      if (card === undefined || today.has(card) || card.uses >= card.usesTotal) continue
      today.add(card)
      acts.push(this.#giveOne(card, day, servedAt))
    }
    return acts
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
      // The newcomer is left with a question to answer.
      const isLeft = card === this.all[0] && day >= addDays(this.#plot.options.to, -1)
      if (answer === 'silence' || isLeft) {
        card.silent.set(use, day)
      } else if (answer === 'no') {
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

  /** Shops and consumers that hold a card, for looking one up. */
  holderOf(shop: PartyId, consumer: PartyId): Card | undefined {
    return this.#held.get(`${shop} ${consumer}`)
  }
}
