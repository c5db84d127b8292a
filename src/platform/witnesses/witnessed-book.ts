/** A book with what its witnesses say of it, which is a change of it, too; the rest is the book's own. */
import type { BookPort } from '#platform/book/port.ts'
import type { BookWitnesses } from './port.ts'

export function witnessedBook(book: BookPort, witnesses: BookWitnesses): BookPort {
  return {
    name: book.name,
    origin: book.origin,
    verifierKey: book.verifierKey,
    witnesses,
    state: () => book.state(),
    submit: (requests) => book.submit(requests),
    onChange(listener) {
      const stops = [book.onChange(listener), witnesses.onChange(() => listener(book.state()))]
      return () => {
        for (const stop of stops) stop()
      }
    },
    onBatch: (listener) => book.onBatch(listener),
    releaseTimers: () => book.releaseTimers(),
    drain: () => book.drain(),
  }
}
