/**
 * The link between a book and its bank. It gives every ordered payout to the bank, brings everything that the
 * bank booked to the book, and once a day the bank's balance. It may die at any line: orders are taken once
 * for their id however often they are sent, and how far the bank was heard is written only when the book has
 * answered, which in turn answers the same entry twice with one act. So nothing is lost, and nothing done twice.
 */
import { addDays, endOfDayMs, legalDayOf, type LegalDay } from '#kernel/time/legal-day.ts'
import { Pauses } from '#platform/book/pauses.ts'
import type { Waits } from '#platform/book/waits.ts'
import type { BankLine, BankPort, Instruction, Statement } from './port.ts'

/** How far a book has heard its bank. */
export interface LinkPlace {
  readonly sequence: number
  /** The last day whose statement was brought; null before the link ran first. */
  readonly statedThrough: LegalDay | null
}

export interface LinkPlaceStore {
  read(): Promise<LinkPlace>
  /** Durable when it resolves. A place never goes back. */
  write(place: LinkPlace): Promise<void>
}

/** A payout that waits for the bank, at the place of its entry in the book. */
export interface OrderedPayout extends Instruction {
  readonly entry: number
}

export type LinkAnswer =
  /** The book has it, from now or from before. */
  | { readonly kind: 'recorded' }
  | { readonly kind: 'refused'; readonly refusal: string }
  /** The book is not written here now, or does not know: ask again. */
  | { readonly kind: 'unavailable' }

export interface LinkOptions {
  readonly port: BankPort
  readonly places: LinkPlaceStore
  /** Payouts in state `ordered` after that one, by entry and id, at most `limit`. */
  readonly listOrdered: (
    after: { readonly entry: number; readonly payout: string } | null,
    limit: number,
  ) => Promise<readonly OrderedPayout[]>
  /** Submits the lines to the book in order, and answers each. */
  readonly record: (lines: readonly BankLine[]) => Promise<readonly LinkAnswer[]>
  readonly recordStatement: (statement: Statement) => Promise<LinkAnswer>
  /** Refusals that asking again cannot change: the line is put aside where the operator sees it. */
  readonly parkable: readonly string[]
  /** Durable when it resolves; the same name again changes nothing. */
  readonly park: (name: string, refusal: string) => Promise<void>
  readonly nowMs: () => number
  /** The timers of the system, if unset. */
  readonly waits?: Waits
  readonly onProblem: (message: string, error: unknown) => void
  /** Between two rounds that found nothing. */
  readonly pollMs?: number
}

export const LINES_PER_ROUND = 128
export const ORDERS_PER_ROUND = 128
const POLL_MS = 1000
const BACKOFF_FIRST_MS = 500
const BACKOFF_MAX_MS = 30_000

/** The book did not take what the bank said: nothing after it is brought before it is. */
export class NotTaken extends Error {
  override readonly name = 'NotTaken'
}

export class BankLink {
  readonly #options: LinkOptions
  readonly #pauses: Pauses
  #running: Promise<void> = Promise.resolve()
  #isStopping = false
  #failures = 0
  /** Orders up to here were taken by the bank. Kept in memory alone: a new life sends what waits again. */
  #ordered: { readonly entry: number; readonly payout: string } | null = null

  constructor(options: LinkOptions) {
    this.#options = options
    this.#pauses = new Pauses(options.waits)
  }

  start(): void {
    this.#running = this.#run()
  }

  /** There may be something to order or to hear. */
  nudge(): void {
    this.#pauses.wakeAll()
  }

  /** Ends after the call that is under way. */
  async stop(): Promise<void> {
    this.#isStopping = true
    this.#pauses.wakeAll()
    await this.#running
  }

  async #run(): Promise<void> {
    while (!this.#isStopping) {
      const isMore = await this.#tryRound()
      if (this.#isStopping) return
      if (!isMore) await this.#pauses.pause(this.#restMs())
    }
  }

  async #tryRound(): Promise<boolean> {
    try {
      const isMore = await this.round()
      this.#failures = 0
      return isMore
    } catch (error) {
      this.#failures += 1
      this.#options.onProblem('the bank is asked again', error)
      return false
    }
  }

  #restMs(): number {
    if (this.#failures === 0) return this.#options.pollMs ?? POLL_MS
    return Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** Math.min(this.#failures - 1, 10))
  }

  /** A bounded piece of work; true if there is more of it. A bank that takes no orders is heard all the same. */
  async round(): Promise<boolean> {
    const [orders, lines] = await Promise.allSettled([this.#sendOrders(), this.#bringLines()])
    if (orders.status === 'rejected') throw orders.reason
    if (lines.status === 'rejected') throw lines.reason
    return orders.value || lines.value
  }

  async #sendOrders(): Promise<boolean> {
    const { listOrdered, port } = this.#options
    const waiting = await listOrdered(this.#ordered, ORDERS_PER_ROUND)
    const last = waiting.at(-1)
    if (last === undefined || this.#isStopping) return false
    await port.order(waiting.map(({ payout, amountMinor, to }) => ({ payout, amountMinor, to })))
    this.#ordered = { entry: last.entry, payout: last.payout }
    return waiting.length === ORDERS_PER_ROUND
  }

  async #bringLines(): Promise<boolean> {
    const { port, places, recordStatement } = this.#options
    const place = await this.#place()
    const statement = await this.#findStatement(place)
    if (statement !== null && place.sequence >= statement.sequence) {
      await this.#settle(`statement/${statement.day}`, await recordStatement(statement))
      await places.write({ ...place, statedThrough: statement.day })
      return true
    }
    const { entries } = await port.entriesAfter(place.sequence, LINES_PER_ROUND)
    // The balance of a day is compared when its last line is in the book, and before any of the next day.
    const lines = entries.filter(({ sequence }) => sequence <= (statement?.sequence ?? Infinity))
    if (lines.length === 0) return false
    await this.#record(place, lines)
    return true
  }

  /** On its first day a link has nothing to state of the days before. */
  async #place(): Promise<LinkPlace> {
    const { places, nowMs } = this.#options
    const place = await places.read()
    if (place.statedThrough !== null) return place
    const first = { ...place, statedThrough: addDays(legalDayOf(nowMs()), -1) }
    await places.write(first)
    return first
  }

  async #findStatement({ statedThrough }: LinkPlace): Promise<Statement | null> {
    if (statedThrough === null) return null
    const day = addDays(statedThrough, 1)
    if (this.#options.nowMs() < endOfDayMs(day)) return null
    return this.#options.port.statement(day)
  }

  /** The place moves past what was answered, also when something behind it was not. */
  async #record(place: LinkPlace, lines: readonly BankLine[]): Promise<void> {
    const answers = await this.#options.record(lines)
    let { sequence } = place
    try {
      for (const [n, line] of lines.entries()) {
        await this.#settle(line.bankEntry, answers[n] ?? { kind: 'unavailable' })
        sequence = line.sequence
      }
    } finally {
      if (sequence > place.sequence) await this.#options.places.write({ ...place, sequence })
    }
  }

  async #settle(name: string, answer: LinkAnswer): Promise<void> {
    const { parkable, park } = this.#options
    if (answer.kind === 'recorded') return
    const why = answer.kind === 'refused' ? answer.refusal : 'unavailable'
    if (!parkable.includes(why)) throw new NotTaken(`the book does not take ${name}: ${why}`)
    await park(name, why)
  }
}
