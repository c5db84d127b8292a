/** What several cases at the desk show: who of the office, where a case comes from, what to look at. */
import type { ReactNode } from 'react'
import { formatCount, formatInstant } from '#web/kit/format.ts'
import { Icon } from '#web/kit/Icon.tsx'
import { Link } from '#web/kit/Link.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { deskMessages } from './desk-messages.ts'
import type { Colleague } from './desk-views.ts'

/** Enough of a pseudonym to tell a handful of people apart. */
const tagOf = (party: string): string => party.slice(party.indexOf('_') + 1).slice(0, 6)

const MINUTE_CHARS = '2026-11-20 13:50'.length

/** What was done, and when: day and minute, short enough for the foot of an arch, and never broken within. */
export function DoneAt({ words, at }: { readonly words: string; readonly at: string }) {
  const minute = formatInstant(useLanguage(), at, 'table').slice(0, MINUTE_CHARS)
  return (
    <>
      {words} <time dateTime={at}>{minute}</time>
    </>
  )
}

type DeskWords = (typeof deskMessages)['en']

export function colleagueWords({ party, isYou, name }: Colleague, t: DeskWords): string {
  if (isYou) return t.you
  return name === undefined ? t.colleague({ tag: tagOf(party) }) : t.named({ name })
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
