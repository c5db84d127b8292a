/**
 * Half a year in the life of an office, told day by day as the acts of its people. It knows what it has told
 * so far and nothing of the book: whoever plays it submits each chapter, lets the bank and the clocks do
 * theirs, and goes on to the next. Everything follows from the seed.
 */
import { addDays, daysBetween, startOfDayMs, type LegalDay } from '#kernel/time/legal-day.ts'
import { isWorkingDay } from '#kernel/time/working-days.ts'
import { type Act, idOf, prepaid } from './acts.ts'
import { castConsumers, castShops, NOTARIES } from './cast.ts'
import { Chance } from './chance.ts'
import type { Payment, Plot, StoryOptions } from './plot.ts'
import { foundingActs, openingActs } from './founding.ts'
import { Cards } from './cards.ts'
import { Troubles } from './troubles.ts'

export interface Chapter {
  readonly atMs: number
  readonly acts: readonly Act[]
  /** What consumers pay in at the bank, after the acts. */
  readonly payments: readonly Payment[]
  /** A notary proposes to settle whatever has matured for any shop, if there is something. */
  readonly proposes?: { readonly settlement: string; readonly through: LegalDay }
}

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000

export function* tell(options: StoryOptions): Generator<Chapter> {
  const chance = new Chance(options.seed)
  const [firstShop, ...shops] = castShops(options.shops, Number(options.to.slice(0, 4)))
  const [firstConsumer, ...consumers] = castConsumers(options.consumers, chance)
  if (firstShop === undefined || firstConsumer === undefined) return
  const plot: Plot = {
    options,
    chance,
    shops: [firstShop, ...shops],
    consumers: [firstConsumer, ...consumers],
  }
  const openedMs = startOfDayMs(options.from)
  yield chapter(openedMs + 7 * HOUR_MS, foundingActs(plot))
  for (const [i, acts] of openingActs(plot).entries()) {
    yield chapter(openedMs + 8 * HOUR_MS + i * 10 * MINUTE_MS, acts)
  }
  const cards = new Cards(plot)
  const troubles = new Troubles(plot, cards)
  const days = daysBetween(options.from, options.to)
  for (let i = 0; i <= days; i += 1) {
    yield* dayOf(addDays(options.from, i), i / days, { plot, cards, troubles })
  }
}

interface Telling {
  readonly plot: Plot
  readonly cards: Cards
  readonly troubles: Troubles
}

function* dayOf(day: LegalDay, progress: number, telling: Telling): Generator<Chapter> {
  const { plot, cards, troubles } = telling
  const at = (hour: number, minute = 0): number =>
    startOfDayMs(day) + hour * HOUR_MS + minute * MINUTE_MS
  const uses = Math.round(plot.options.usesPerDay * (0.2 + 0.8 * progress))
  const morning = Math.round(uses * 0.4)
  // Of last evening, so that a day has two chapters: each is a round of the book, the clocks and the bank.
  const answers = cards.answer()
  const given = cards.give(day, '10:00', morning)
  yield chapter(at(10, 50), [...answers, ...given, ...cards.sign(day)], cards.pay(day))
  const ofConsumers = [...cards.answer(), ...troubles.ofConsumers(day)]
  const ofOffice = isWorkingDay(day) ? troubles.ofShopsAndNotaries(day) : []
  const evening = cards.give(day, '18:30', uses - morning)
  const { acts, proposes } = settling(plot, day)
  const last = chapter(at(19, 40), [...ofConsumers, ...ofOffice, ...evening, ...acts])
  yield proposes === undefined ? last : { ...last, proposes }
  if (day === plot.options.to) yield chapter(at(21), cards.answer())
}

function chapter(atMs: number, acts: readonly Act[], payments: readonly Payment[] = []): Chapter {
  return { atMs, acts, payments }
}

/** Every week what matured is proposed by one notary, and approved by another on the next day. */
function settling({ options }: Plot, day: LegalDay): Pick<Chapter, 'proposes' | 'acts'> {
  const dayOfWeek = daysBetween(options.from, day) % 7
  const week = Math.floor(daysBetween(options.from, day) / 7)
  const isLast = day === options.to
  // The last one is left for whoever comes to look.
  const isOpen = isLast || (dayOfWeek === 0 && week > 0 && daysBetween(day, options.to) > 2)
  const settlement = idOf('set_', 'week', isLast ? 'last' : week)
  if (isOpen) return { acts: [], proposes: { settlement, through: addDays(day, -1) } }
  const isNextDay = dayOfWeek === 1 && week > 0 && daysBetween(day, options.to) > 1
  if (!isNextDay) return { acts: [] }
  return { acts: [prepaid(NOTARIES.qiu.party, 'approve-settlement', { settlement })] }
}
