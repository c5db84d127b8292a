/** The work list: each line leads to its case, which opens beside the list. */
/* oxlint-disable jsx-a11y/no-redundant-roles, jsx-a11y/no-interactive-element-to-noninteractive-role -- a table that is laid out as cards loses its roles in some browsers, so they are said again. */
import { legalDayOf } from '#kernel/time/legal-day.ts'
import { DOT, formatCount, showHidden } from '#web/kit/format.ts'
import { Money } from '#web/kit/Figure.tsx'
import { Icon } from '#web/kit/Icon.tsx'
import { Link } from '#web/kit/Link.tsx'
import { Empty } from '#web/kit/Note.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { State } from '#web/kit/State.tsx'
import { Day } from '#web/kit/Time.tsx'
import { deskMessages, matterMessages, standMessages } from './desk-messages.ts'
import { caseHref, type DeskFilter, listPath } from './desk-paths.ts'
import type { CaseView, DeskView, Matter, WorkLine } from './desk-views.ts'

export function DeskWork({ view }: { readonly view: DeskView }) {
  const t = useMessages(deskMessages)
  const { lines, filter, selected } = view
  if (lines.length === 0) return <Empty>{filter.q === '' ? t.none : t.noneFound}</Empty>
  const open = idOf(selected)
  return (
    <>
      <table className="cards tight work" role="table">
        <caption className="vh">{t.caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            <th scope="col" role="columnheader">
              {t.due}
            </th>
            <th scope="col" role="columnheader">
              {t.what}
            </th>
            <th scope="col" role="columnheader" className="n">
              {t.amount}
            </th>
            <th scope="col" role="columnheader">
              {t.stands}
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {lines.map((line) => (
            <Row key={line.id} line={line} filter={filter} isOpen={line.id === open} />
          ))}
        </tbody>
      </table>
      <Pages view={view} />
      <p className="fine">{t.noClock}</p>
    </>
  )
}

function idOf(selected: CaseView | null): string | null {
  switch (selected?.kind) {
    case 'settlement':
      return selected.settlement
    case 'refund':
      return selected.refund
    case 'money':
    case 'difference':
      return selected.bankEntry
    case 'use':
      return selected.use
    case 'shop':
      return selected.shop
    default:
      return null
  }
}

type RowProps = {
  readonly line: WorkLine
  readonly filter: DeskFilter
  readonly isOpen: boolean
}

function Row({ line, filter, isOpen }: RowProps) {
  const matters = useMessages(matterMessages)
  const { kind, id, matter, amountMinor } = line
  return (
    <tr role="row" className={isOpen ? 'on' : undefined}>
      <td role="cell">
        <Due line={line} />
      </td>
      <th scope="row" role="rowheader">
        <Link href={`${caseHref(kind, id, filter)}#case`} isCurrent={isOpen}>
          {matters[matter]}
        </Link>
        <small>
          <About line={line} />
        </small>
      </th>
      <td role="cell" className="n">
        {amountMinor !== null && <Money amountMinor={amountMinor} />}
      </td>
      <td role="cell" className="at-end">
        <Stand line={line} />
      </td>
    </tr>
  )
}

function Due({ line: { due, since } }: { readonly line: WorkLine }) {
  const t = useMessages(deskMessages)
  if (due === null) {
    return (
      <span className="soft">
        {t.since} <Day day={legalDayOf(Date.parse(since))} format="table" />
      </span>
    )
  }
  const { day, workingDays, isProvisional } = due
  const isOver = workingDays < 0
  if (workingDays > 0) {
    return (
      <>
        <Day day={day} format="table" />
        <br />
        <span className="fine">
          {t.left({ days: workingDays })}
          {isProvisional && `${DOT}${t.provisional}`}
        </span>
      </>
    )
  }
  return (
    <span className="state wait">
      <Icon name="clock" />
      {isOver ? t.over : t.today}
    </span>
  )
}

function About({ line: { matter, name, about, shops } }: { readonly line: WorkLine }) {
  const language = useLanguage()
  const t = useMessages(deskMessages)
  const whose = name === null ? '' : `${name[language]}${DOT}`
  switch (matter) {
    case 'settlement-proposed':
      return t.shopsThrough({ shops, day: about })
    case 'use-contested':
      return whose + t.class({ n: about })
    case 'money-suspended':
    case 'money-proposed':
      return t.reference({ reference: showHidden(about) })
    case 'shop-applied':
      return whose + t.licence({ licence: about })
    default:
      return whose + about
  }
}

const BROKEN: readonly Matter[] = [
  'refund-objected',
  'refund-returned',
  'money-suspended',
  'use-contested',
  'bank-differed',
]

function Stand({ line: { matter, likely } }: { readonly line: WorkLine }) {
  const t = useMessages(standMessages)
  const words = matter === 'money-suspended' ? t.likely({ count: likely }) : t[matter]
  return <State state={BROKEN.includes(matter) ? 'broken' : 'open'}>{words}</State>
}

function Pages({ view: { filter, found, pageLines, lines } }: { readonly view: DeskView }) {
  const t = useMessages(deskMessages)
  if (found <= pageLines) return null
  const { from } = filter
  const to = from + lines.length
  return (
    <p className="small row">
      <span className="soft">
        {t.some({ from: formatCount(from + 1), to: formatCount(to), of: formatCount(found) })}
      </span>
      {from > 0 && (
        <Link href={listPath({ ...filter, from: Math.max(0, from - pageLines) })}>
          {t.previous}
        </Link>
      )}
      {to < found && <Link href={listPath({ ...filter, from: to })}>{t.next}</Link>}
    </p>
  )
}
