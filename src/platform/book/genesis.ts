/** The first entry of a book names its origin, so that no book is ever empty and each says what it is. */
import type { Command } from '#kernel/book/slice.ts'
import type { Submissions } from './submissions.ts'
import { systemWaits, type Waits } from './waits.ts'
import type { Writer } from './writer.ts'

const RETRY_MS = 100

/** Waits until the book is written here; a book that has entries is left alone. */
export function openGenesis(
  writer: Writer,
  submissions: Submissions,
  waits: Waits = systemWaits,
): void {
  const command: Command = { type: 'book.open' }
  const attempt = (): void => {
    const { phase } = writer.state
    if (phase === 'stopped' || phase === 'stopping') return
    if (!writer.isWriting) {
      waits.after(RETRY_MS, attempt)
      return
    }
    if (writer.size > 0) return
    writer.offer('timer', [
      submissions.fromSystem('timer', command, {}, ({ kind }) => {
        if (kind === 'unavailable') attempt()
      }),
    ])
  }
  attempt()
}
