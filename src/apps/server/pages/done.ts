/** The act that a reader has just done, from `?done=<book>.<index>`: only an entry that concerns them. */
import { wholeFromDecimal } from '#kernel/std/decimal.ts'
import { formatInstant } from '#kernel/time/clock.ts'
import type { LogReader } from '#platform/http/log-reader.ts'
import type { Viewer } from '#platform/sessions/session.ts'
import type { DoneAct } from '#web/kit/page-context.ts'
import { receiptFile } from '#web/pages/paths.ts'
import { actOf } from './entry-words.ts'

export const DONE = 'done'
const PLACE = /^([a-z][a-z0-9-]{0,31})\.(\d{1,16})$/

export function donePlace(book: string, index: number): string {
  return `${book}.${index}`
}

/** Null for nobody, for another's entry, and for what is no entry at all. */
export async function findDone(
  log: Pick<LogReader, 'entry' | 'concerns'>,
  viewer: Viewer | null,
  place: string | null,
): Promise<DoneAct | null> {
  const [, book, digits = ''] = PLACE.exec(place ?? '') ?? []
  const index = wholeFromDecimal(digits)
  if (viewer === null || book === undefined || index === null) return null
  const entry = await log.entry(book, index)
  if (entry === null || !(await log.concerns(book, viewer.principal, entry.leaf))) return null
  const at = formatInstant(entry.atMs)
  return { book, index, at, act: actOf(entry.type), receipt: receiptFile(book, index) }
}
