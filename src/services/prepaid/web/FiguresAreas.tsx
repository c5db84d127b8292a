/** Districts with what is held, drawn beside the figure; each leads to its shops. */
import { formatCount } from '#web/kit/format.ts'
import { Money } from '#web/kit/Figure.tsx'
import { Link } from '#web/kit/Link.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { type Column, Table } from '#web/kit/Table.tsx'
import { figuresMessages } from './figures-messages.ts'
import { areaFiguresPath } from './figures-paths.ts'
import type { AreaLine } from './figures-views.ts'

const BAR_ROOM = 120

export function FiguresAreas({ areas }: { readonly areas: readonly AreaLine[] }) {
  const language = useLanguage()
  const t = useMessages(figuresMessages)
  const most = areas.reduce((max, { heldMinor }) => (heldMinor > max ? heldMinor : max), 1n)
  const columns: readonly Column<AreaLine>[] = [
    {
      id: 'area',
      label: t.area,
      isHeading: true,
      render: ({ area, name }) =>
        area === ALL ? t.all : <Link href={areaFiguresPath(area)}>{name[language]}</Link>,
    },
    { id: 'shops', label: t.shops, isNumeric: true, render: ({ shops }) => formatCount(shops) },
    {
      id: 'contracts',
      label: t.contracts,
      isNumeric: true,
      render: ({ contracts }) => formatCount(contracts),
    },
    {
      id: 'held',
      label: t.held,
      isNumeric: true,
      render: ({ heldMinor }) => <Money amountMinor={heldMinor} />,
    },
    {
      id: 'drawn',
      label: t.drawn,
      isWideOnly: true,
      render: ({ area, heldMinor }) =>
        area === ALL ? null : (
          <svg className="chart tiny" viewBox="0 0 124 14" aria-hidden="true">
            <rect
              className="bar"
              x="0"
              y="2"
              width={Number((heldMinor * BigInt(BAR_ROOM)) / most)}
              height="10"
            />
          </svg>
        ),
    },
  ]
  const rows = areas.length === 0 ? [] : [...areas, totalOf(areas)]
  return (
    <Table
      caption={t.byArea}
      columns={columns}
      rows={rows}
      rowKey={({ area }) => area}
      empty={t.none}
    />
  )
}

const ALL = ''

function totalOf(areas: readonly AreaLine[]): AreaLine {
  return {
    area: ALL,
    name: { en: '', zh: '' },
    shops: areas.reduce((sum, { shops }) => sum + shops, 0),
    contracts: areas.reduce((sum, { contracts }) => sum + contracts, 0n),
    heldMinor: areas.reduce((sum, { heldMinor }) => sum + heldMinor, 0n),
  }
}
