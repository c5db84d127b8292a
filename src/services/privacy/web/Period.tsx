/** For how long a book keeps what it knows of persons, and who made that longer than the law asks. */
import { formatCount } from '#web/kit/format.ts'
import { Link } from '#web/kit/Link.tsx'
import { useMessages } from '#web/kit/page-context.ts'
import { privacyMessages } from './privacy-messages.ts'
import type { PeriodView } from './views.ts'

type PeriodProps = { readonly book: string; readonly period: PeriodView | null }

export function Period({ book, period }: PeriodProps) {
  const t = useMessages(privacyMessages)
  if (period === null) return <p>{t.periodOfLaw}</p>
  const { years, ground, entry } = period
  return (
    <p>
      {t.periodLonger({ years, ground })}{' '}
      <Link href={`/log/${book}/${entry}`}>{t.periodEntry({ index: formatCount(entry) })}</Link>
    </p>
  )
}
