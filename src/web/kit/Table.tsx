/**
 * A table of rows that people compare: caption, scopes, sort by links. Where it is narrow, rows turn
 * into cards; the explicit roles keep it a table for screen readers when its display changes.
 */
/* oxlint-disable jsx-a11y/no-redundant-roles, jsx-a11y/no-interactive-element-to-noninteractive-role -- a table that is laid out as cards loses its roles in some browsers, so they are said again. */
import type { ReactNode } from 'react'
import { Link } from './Link.tsx'
import { Empty } from './Note.tsx'

export type SortDirection = 'ascending' | 'descending'

export type Column<Row> = {
  readonly id: string
  readonly label: string
  readonly render: (row: Row) => ReactNode
  /** Figures stand under one another at the right. */
  readonly isNumeric?: boolean
  /** The cell that names the row. */
  readonly isHeading?: boolean
  /** Left out where rows are cards. */
  readonly isWideOnly?: boolean
  /** At the end of the second line of a tight card. */
  readonly isAtEnd?: boolean
  readonly sort?: { readonly href: string; readonly direction?: SortDirection }
}

type TableProps<Row> = {
  readonly caption: string
  /** Where the heading above already says it, the caption is only heard. */
  readonly isCaptionHidden?: boolean
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string
  /** Where it is narrow: a line for each cell with its label, or two lines in all. */
  readonly narrow?: 'labelled' | 'tight'
  /** Instead of rows, where there are none: what would stand here and when. */
  readonly empty: ReactNode
}

export function Table<Row>({
  caption,
  isCaptionHidden = true,
  columns,
  rows,
  rowKey,
  narrow = 'labelled',
  empty,
}: TableProps<Row>) {
  if (rows.length === 0) return <Empty>{empty}</Empty>
  return (
    <table className={narrow === 'tight' ? 'cards tight' : 'cards'} role="table">
      <caption className={isCaptionHidden ? 'vh' : undefined}>{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <HeadCell key={column.id} column={column} />
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr key={rowKey(row)} role="row">
            {columns.map((column) => (
              <Cell key={column.id} column={column} row={row} isLabelled={narrow === 'labelled'} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function HeadCell<Row>({ column }: { readonly column: Column<Row> }) {
  const { label, sort } = column
  return (
    <th scope="col" role="columnheader" className={classOf(column)} aria-sort={sort?.direction}>
      {sort === undefined ? label : <Link href={sort.href}>{label}</Link>}
    </th>
  )
}

type CellProps<Row> = {
  readonly column: Column<Row>
  readonly row: Row
  readonly isLabelled: boolean
}

function Cell<Row>({ column, row, isLabelled }: CellProps<Row>) {
  if (column.isHeading === true) {
    return (
      <th scope="row" role="rowheader" className={classOf(column)}>
        {column.render(row)}
      </th>
    )
  }
  return (
    <td role="cell" className={classOf(column)} data-l={isLabelled ? column.label : undefined}>
      {column.render(row)}
    </td>
  )
}

function classOf<Row>({ isNumeric, isWideOnly, isAtEnd }: Column<Row>): string | undefined {
  const names = [
    isNumeric === true ? 'n' : '',
    isWideOnly === true ? 'wide-only' : '',
    isAtEnd === true ? 'at-end' : '',
  ].filter((name) => name !== '')
  return names.length === 0 ? undefined : names.join(' ')
}
