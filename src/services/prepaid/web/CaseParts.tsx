/** What several cases at the desk show: who of the office, where a case comes from, what to look at. */
import type { ReactNode } from 'react'
import { formatCount, formatInstant } from '#web/kit/format.ts'
import { Icon } from '#web/kit/Icon.tsx'
import type { Language } from '#web/kit/language.ts'
import { Link } from '#web/kit/Link.tsx'
import { useMessages } from '#web/kit/page-context.ts'
import { deskMessages } from './desk-messages.ts'
import type { Colleague } from './desk-views.ts'

/** Enough of a pseudonym to tell a handful of people apart. */
export const tagOf = (party: string): string => party.slice(party.indexOf('_') + 1).slice(0, 6)

/** Day and minute, short enough for the foot of an arch. */
export function minuteOf(language: Language, at: string): string {
  return formatInstant(language, at, 'table').slice(0, MINUTE_CHARS)
}

const MINUTE_CHARS = '2026-11-20 13:50'.length

type DeskWords = (typeof deskMessages)['en']

export function colleagueWords({ party, isYou }: Colleague, t: DeskWords): string {
  return isYou ? t.you : t.colleague({ tag: tagOf(party) })
}

/** Over the heading: what it is, and the entry that it began with. */
export function CaseHead({
  book,
  entry,
  children,
}: {
  readonly book: string
  readonly entry: number
  readonly children: ReactNode
}) {
  const t = useMessages(deskMessages)
  return (
    <p className="fine">
      {children}
      {' · '}
      <Link href={`/log/${book}/${entry}`}>{t.entry({ index: formatCount(entry) })}</Link>
    </p>
  )
}

export function Looks({ looks }: { readonly looks: readonly ReactNode[] }) {
  return (
    <ul className="ticks small">
      {looks.map((look, place) => (
        // oxlint-disable-next-line react/no-array-index-key -- checks have no identity but their place.
        <li key={place}>
          <Icon name="check" />
          <span>{look}</span>
        </li>
      ))}
    </ul>
  )
}
