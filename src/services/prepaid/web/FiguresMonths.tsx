/** Every month as a line of a table: what moved in it, and what was held at its end. */
import { formatCount } from '#web/kit/format.ts'
import { Money } from '#web/kit/Figure.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { type Column, Table } from '#web/kit/Table.tsx'
import { INDICATORS } from '../figures.ts'
import { drillMessages, figuresMessages } from './figures-messages.ts'
import type { IndicatorName, MonthLine } from './figures-views.ts'

const SHOWN: readonly IndicatorName[] = [
  'deposited',
  'released',
  'refunded',
  'interest',
  'contracts',
  'usesConfirmed',
  'usesDeemed',
  'usesContested',
  'refunds',
]

export function FiguresMonths({ months }: { readonly months: readonly MonthLine[] }) {
  const language = useLanguage()
  const t = useMessages(figuresMessages)
  const drill = useMessages(drillMessages)
  const columns: readonly Column<MonthLine>[] = [
    { id: 'month', label: t.month, isHeading: true, render: ({ month }) => month },
    ...SHOWN.map((name): Column<MonthLine> => {
      const { unit, name: words } = INDICATORS[name]
      return {
        id: name,
        label: words[language],
        isNumeric: true,
        render: ({ sums }) =>
          unit === 'fen' ? <Money amountMinor={sums[name]} /> : formatCount(sums[name]),
      }
    }),
    {
      id: 'held',
      label: t.held,
      isNumeric: true,
      render: ({ heldMinor }) => <Money amountMinor={heldMinor} />,
    },
  ]
  return (
    <div className="scroll">
      <Table
        caption={drill.months}
        columns={columns}
        rows={months}
        rowKey={({ month }) => month}
        empty={t.noMonths}
      />
    </div>
  )
}
