/** To a book and back: a book that does not answer in time leaves the outcome unknown. */
import type { Answer } from '#kernel/book/answer.ts'
import type { BookPort, Request } from '#platform/book/port.ts'

/** How long an answer of a book is awaited before the caller hears that the outcome is unknown. */
export const ANSWER_TIMEOUT_MS = 30_000
const RETRY_MS = 1000

/** The caller must not wait for ever, and is never told that nothing was done when nobody knows. */
export async function submit(
  book: BookPort,
  requests: readonly Request[],
  answerTimeoutMs: number,
): Promise<readonly Answer[]> {
  const { promise: late, resolve } = Promise.withResolvers<readonly Answer[]>()
  const timer = setTimeout(() => {
    const unknown = {
      kind: 'unavailable',
      reason: 'outcome_unknown',
      retryAfterMs: RETRY_MS,
    } as const
    resolve(requests.map(() => unknown))
  }, answerTimeoutMs)
  try {
    return await Promise.race([book.submit(requests), late])
  } finally {
    clearTimeout(timer)
  }
}
