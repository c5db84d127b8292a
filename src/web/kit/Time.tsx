/** Instants in legal time, days as days; the machine reads the exact value beside the words. */
import { formatDay, formatInstant, type InstantFormat } from './format.ts'
import { useLanguage } from './page-context.ts'

export function Time({
  at,
  format = 'plain',
}: {
  readonly at: string
  readonly format?: InstantFormat
}) {
  return <time dateTime={at}>{formatInstant(useLanguage(), at, format)}</time>
}

/** A legal day, such as a date of publication; in tables as 2026-11-20. */
export function Day({
  day,
  format = 'plain',
}: {
  readonly day: string
  readonly format?: 'plain' | 'table'
}) {
  const language = useLanguage()
  return <time dateTime={day}>{format === 'table' ? day : formatDay(language, day)}</time>
}
