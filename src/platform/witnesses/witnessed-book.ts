/** A book with what others say of it, which is a change of it, too; the rest is the book's own. */
import type { BookPort } from '#platform/book/port.ts'
import type { BookWitnesses } from './port.ts'

export interface SaidOfBook {
  /** Absent if nobody is asked to cosign it. */
  readonly witnesses?: BookWitnesses
  readonly isForked: () => boolean
}

export function witnessedBook(book: BookPort, { witnesses, isForked }: SaidOfBook): BookPort {
  return {
    name: book.name,
    origin: book.origin,
    verifierKey: book.verifierKey,
    ...(book.earlierKeys && { earlierKeys: book.earlierKeys }),
    ...(witnesses === undefined ? {} : { witnesses }),
    isForked,
    get signer() {
      return book.signer
    },
    state: () => book.state(),
    submit: (requests) => book.submit(requests),
    onChange(listener) {
      const stops = [book.onChange(listener)]
      if (witnesses !== undefined) stops.push(witnesses.onChange(() => listener(book.state())))
      return () => {
        for (const stop of stops) stop()
      }
    },
    onBatch: (listener) => book.onBatch(listener),
    releaseTimers: () => book.releaseTimers(),
    drain: () => book.drain(),
  }
}
