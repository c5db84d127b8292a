/** A book with what its witnesses say of it; everything else is the book's own. */
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
    onChange: (listener) => book.onChange(listener),
    onBatch: (listener) => book.onBatch(listener),
    releaseTimers: () => book.releaseTimers(),
    drain: () => book.drain(),
  }
}
