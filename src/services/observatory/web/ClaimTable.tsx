/** Claims under one another: what, as printed, what the digits allow, who, when, and the proof. */
import { DOT, formatCount } from '#web/kit/format.ts'
import { Link } from '#web/kit/Link.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { State } from '#web/kit/State.tsx'
import { type Column, Table } from '#web/kit/Table.tsx'
import { Day } from '#web/kit/Time.tsx'
import { entryPath } from '#web/pages/paths.ts'
import type { ClaimView } from '../contract.ts'
import { kindIn, nameOfArea, nameOfIndicator, periodIn } from './claim-words.ts'
import { printedText, rangeWords, unitWordsOf } from './number-words.ts'
import { observatoryMessages } from './observatory-messages.ts'
import { claimPath } from './paths.ts'

type ClaimTableProps = {
  readonly caption: string
  readonly claims: readonly ClaimView[]
  readonly empty: string
  /** The claim whose page this is: it is named, not linked. */
  readonly currentId?: string
  /** Whether the rows are about different indicators and areas. */
  readonly isMixed?: boolean
}

export function ClaimTable({ caption, claims, empty, currentId, isMixed }: ClaimTableProps) {
  const t = useMessages(observatoryMessages)
  const language = useLanguage()
  const columns: readonly Column<ClaimView>[] = [
    {
      id: 'what',
      label: isMixed === true ? t.indicator : t.period,
      isHeading: true,
      render: (view) => <What view={view} currentId={currentId} isMixed={isMixed === true} />,
    },
    { id: 'printed', label: t.printed, render: ({ claim }) => <Printed view={claim} /> },
    {
      id: 'range',
      label: t.range,
      render: ({ claim }) => `${rangeWords(claim)[language]} ${unitWordsOf(claim)[language]}`,
    },
    { id: 'source', label: t.source, render: ({ claim }) => claim.publisher },
    { id: 'date', label: t.published, render: ({ claim }) => <Published date={claim.date} /> },
    {
      id: 'proof',
      label: t.proof,
      render: ({ book, entry }) => (
        <State state="quoted">
          <Link href={entryPath(book, entry)}>{t.entry({ index: formatCount(entry) })}</Link>
        </State>
      ),
    },
  ]
  return (
    <Table
      caption={caption}
      columns={columns}
      rows={claims}
      rowKey={({ id, book }) => `${id} ${book}`}
      empty={empty}
    />
  )
}

/** The words of the source are in its language, whatever the page's. */
export function Printed({ view }: { readonly view: ClaimView['claim'] }) {
  return (
    <span lang={/\p{Script=Han}/u.test(printedText(view)) ? 'zh-CN' : 'en'}>
      {printedText(view)}
    </span>
  )
}

export function Published({ date }: { readonly date: string }) {
  const t = useMessages(observatoryMessages)
  const [from = date, to] = date.split('..')
  if (to === undefined) return <Day day={from} format="table" />
  return <span>{t.betweenDays({ from, to })}</span>
}

type WhatProps = {
  readonly view: ClaimView
  readonly currentId: string | undefined
  readonly isMixed: boolean
}

function What({ view: { id, claim }, currentId, isMixed }: WhatProps) {
  const t = useMessages(observatoryMessages)
  const language = useLanguage()
  const kind = kindIn(language, claim)
  const period = periodIn(language, claim.period)
  const subject = isMixed
    ? [nameOfIndicator(language, claim.indicator), kind, nameOfArea(language, claim.area), period]
    : [period, kind]
  const words = subject.filter((word) => word !== '').join(DOT)
  if (id === currentId) return `${words} (${t.thisOne})`
  return <Link href={claimPath(id)}>{words}</Link>
}
