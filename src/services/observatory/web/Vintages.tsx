/** What was known in which month: one row a period, one column a month in which something was published. */
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { type Column, Table } from '#web/kit/Table.tsx'
import type { ClaimView } from '../contract.ts'
import { lastDayOf } from '../domain/periods.ts'
import { periodIn } from './claim-words.ts'
import { printedText } from './number-words.ts'
import { seriesMessages } from './series-messages.ts'

/** The latest months; earlier ones are what these carry over. */
const MONTHS_MAX = 6

export function Vintages({ claims }: { readonly claims: readonly ClaimView[] }) {
  const language = useLanguage()
  const t = useMessages(seriesMessages)
  const months = [...new Set(claims.map(monthOf))].toSorted().slice(-MONTHS_MAX)
  const rows = [...Map.groupBy(claims, ({ claim }) => claim.period)].toSorted(([left], [right]) =>
    lastDayOf(left) < lastDayOf(right) ? 1 : -1,
  )
  const columns: readonly Column<Row>[] = [
    {
      id: 'period',
      label: t.forPeriod,
      isHeading: true,
      render: ([period]) => periodIn(language, period),
    },
    ...months.map((month) => ({
      id: month,
      label: periodIn(language, month),
      isNumeric: true,
      render: ([, views]: Row) => <Known month={month} views={views} />,
    })),
  ]
  return (
    <Table
      caption={t.vintagesCaption}
      columns={columns}
      rows={rows}
      rowKey={([period]) => period}
      empty={t.none}
    />
  )
}

type Row = readonly [period: string, views: readonly ClaimView[]]

function Known({ month, views }: { readonly month: string; readonly views: readonly ClaimView[] }) {
  const t = useMessages(seriesMessages)
  const past = views.filter((view) => monthOf(view) <= month)
  const fresh = past.filter((view) => monthOf(view) === month)
  const shown = fresh.length > 0 ? fresh : past.toSorted(byMonth).slice(-1)
  if (shown.length === 0) return <span className="soft">{t.notYet}</span>
  const text = [...new Set(shown.map(({ claim }) => printedText(claim)))].join('; ')
  return fresh.length > 0 ? <strong>{text}</strong> : <span className="soft">{text}</span>
}

/** The month in which it was published for certain, where only a range of days is known. */
function monthOf({ claim: { date } }: ClaimView): string {
  return (date.split('..')[1] ?? date).slice(0, 7)
}

function byMonth(left: ClaimView, right: ClaimView): number {
  return monthOf(left) < monthOf(right) ? -1 : 1
}
