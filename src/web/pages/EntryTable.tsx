/** Entries as they stand in a book, newest first. */
import { formatCount } from '#web/kit/format.ts'
import { Link } from '#web/kit/Link.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { LevelState } from '#web/kit/Receipt.tsx'
import { type Column, Table } from '#web/kit/Table.tsx'
import { Time } from '#web/kit/Time.tsx'
import { logMessages } from './log-messages.ts'
import { entryPath } from './paths.ts'
import type { EntryLine } from './views.ts'

type EntryTableProps = {
  readonly caption: string
  readonly entries: readonly EntryLine[]
  /** Where entries of several books stand together. */
  readonly hasBook: boolean
}

export function EntryTable({ caption, entries, hasBook }: EntryTableProps) {
  const language = useLanguage()
  const t = useMessages(logMessages)
  const book: Column<EntryLine> = {
    id: 'book',
    label: t.book,
    render: (entry) => entry.book.name[language],
  }
  const columns: readonly Column<EntryLine>[] = [
    {
      id: 'act',
      label: t.act,
      isHeading: true,
      render: ({ act }) => act[language],
    },
    { id: 'subject', label: t.subject, render: ({ subject }) => subject[language] },
    ...(hasBook ? [book] : []),
    {
      id: 'entry',
      label: t.entry,
      isNumeric: true,
      render: (entry) => (
        <Link href={entryPath(entry.book.id, entry.index)}>{formatCount(entry.index)}</Link>
      ),
    },
    { id: 'time', label: t.time, render: ({ at }) => <Time at={at} format="table" /> },
    {
      id: 'proof',
      label: t.proof,
      isAtEnd: true,
      render: ({ level }) => <LevelState level={level} />,
    },
  ]
  return (
    <Table
      caption={caption}
      columns={columns}
      rows={entries}
      narrow="tight"
      rowKey={(entry) => `${entry.book.id}/${entry.index}`}
      empty={t.noEntries}
    />
  )
}
