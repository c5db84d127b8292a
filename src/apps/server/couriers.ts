/** A courier for each way from a book of this hub to another one; answers the way to stop them. */
import type pg from 'pg'
import type { Logger } from 'pino'
import type { BookPort } from '#platform/book/port.ts'
import type { LogReader } from '#platform/http/log-reader.ts'
import { Courier } from '#services/handover/api/courier.ts'
import { postgresCourierPlaces, readStretch } from '#services/handover/store/courier.ts'

export interface CourierParts {
  readonly pool: pg.Pool
  readonly books: ReadonlyMap<string, BookPort>
  readonly log: LogReader
  readonly logger: Logger
}

export function openCouriers({ pool, books, log, logger }: CourierParts): () => Promise<unknown> {
  const all = [...books.values()]
  const couriers = all.flatMap((from) =>
    all
      .filter((to) => to !== from)
      .map((to) => {
        const way = { book: from.name, destination: to.name }
        const courier = new Courier({
          from,
          to,
          log,
          places: postgresCourierPlaces(pool, way),
          readStretch: (entry) => readStretch(pool, from.name, entry),
          onProblem: (message, error) => logger.warn({ ...way, err: error }, message),
        })
        courier.start()
        return courier
      }),
  )
  return () => Promise.all(couriers.map((courier) => courier.stop()))
}
