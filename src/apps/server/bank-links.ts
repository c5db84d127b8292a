/** The simulated bank of the demonstration, and for each book the link that keeps book and bank in step. */
import type pg from 'pg'
import type { Logger } from 'pino'
import type { Clock } from '#kernel/time/clock.ts'
import { postgresLinkPlaces, postgresParking } from '#platform/bank/link-places.ts'
import { BankLink } from '#platform/bank/link.ts'
import { DEMONSTRATION_TIMES, SimulatedBank } from '#platform/bank/simulated-bank.ts'
import type { BookPort } from '#platform/book/port.ts'
import { bankActs, bankReads } from '#services/prepaid/api/bank.ts'
import type { PayIn } from '#services/prepaid/api/consumer-forms.ts'

/** Seldom enough to be believed, often enough to be met: the bank is late, sends twice, or sends back. */
const FAULTS = { late: 0.02, repeated: 0.02, returned: 0.01 }
const NO_FAULTS = { late: 0, repeated: 0, returned: 0 }

export interface BankLinks {
  payIn(book: string, payment: PayIn): Promise<void>
  stop(): Promise<unknown>
}

export interface BankLinkParts {
  readonly pool: pg.Pool
  readonly books: ReadonlyMap<string, BookPort>
  readonly clock: Clock
  readonly logger: Logger
  readonly hasFaults: boolean
}

export function openBankLinks(parts: BankLinkParts): BankLinks {
  const { pool, books, clock, logger, hasFaults } = parts
  const nowMs = () => clock.nowMs()
  const opened = [...books.values()].map((book) => {
    const bank = new SimulatedBank({
      pool,
      account: book.name,
      seed: 'demonstration',
      rates: hasFaults ? FAULTS : NO_FAULTS,
      times: DEMONSTRATION_TIMES,
      nowMs,
    })
    const link = new BankLink({
      port: bank,
      places: postgresLinkPlaces(pool, book.name),
      park: postgresParking(pool, book.name),
      ...bankActs(bankReads(pool, book.name), (requests) => book.submit(requests)),
      nowMs,
      onProblem: (message, error) => logger.warn({ book: book.name, err: error }, message),
    })
    link.start()
    return { name: book.name, bank, link }
  })
  return {
    async payIn(book, payment) {
      const at = opened.find(({ name }) => name === book)
      if (at === undefined) throw new Error(`there is no bank for the book ${book}`)
      await at.bank.payInOnce(payment)
    },
    stop: () => Promise.all(opened.map(({ link }) => link.stop())),
  }
}
