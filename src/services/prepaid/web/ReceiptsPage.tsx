/** Every entry that concerns the reader, by the reader's own running number: a gap would be seen. */
import { formatCount } from '#web/kit/format.ts'
import { catalogue, type Words } from '#web/kit/language.ts'
import { Link } from '#web/kit/Link.tsx'
import { Empty } from '#web/kit/Note.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { Head } from '#web/kit/Section.tsx'
import { Table } from '#web/kit/Table.tsx'
import { Time } from '#web/kit/Time.tsx'
import type { ReceiptLine } from './consumer-views.ts'
import { receiptsPath } from './paths.ts'

export type ReceiptsPageView = {
  readonly book: string
  readonly count: number
  readonly lines: readonly (ReceiptLine & { readonly words: Words })[]
  /** The number from which the next page goes on, downwards. */
  readonly next: number | null
}

const messages = catalogue(
  {
    title: 'Receipts',
    lead: ({ count }: { count: string }) =>
      `${count} entries concern you, and each has a number of its own: 1, 2, 3 without a gap. Save what matters to you; anyone can check it without asking us.`,
    number: 'Number',
    what: 'What',
    when: 'When',
    receipt: 'Receipt',
    save: 'Save',
    check: 'Check',
    more: 'Earlier ones',
    none: 'Nothing concerns you yet.',
  },
  {
    title: '回执',
    lead: ({ count }) =>
      `有 ${count} 个条目与您有关，各有您自己的编号，从 1 起连续无缺。请保存重要的回执；任何人都可自行验证。`,
    number: '编号',
    what: '内容',
    when: '时间',
    receipt: '回执',
    save: '保存',
    check: '验证',
    more: '更早的',
    none: '还没有与您有关的条目。',
  },
)

export function ReceiptsPage({ book, count, lines, next }: ReceiptsPageView) {
  const language = useLanguage()
  const t = useMessages(messages)
  return (
    <Page title={t.title} place="receipts" layout="phone">
      <Head title={t.title}>
        <p className="soft">{t.lead({ count: formatCount(count) })}</p>
      </Head>
      {lines.length === 0 ? (
        <Empty>{t.none}</Empty>
      ) : (
        <Table
          caption={t.title}
          rows={lines}
          rowKey={({ index }) => String(index)}
          narrow="tight"
          empty={t.none}
          columns={[
            {
              id: 'number',
              label: t.number,
              isNumeric: true,
              render: ({ number }) => formatCount(number),
            },
            {
              id: 'what',
              label: t.what,
              isHeading: true,
              render: ({ index, words }) => (
                <Link href={`/log/${book}/${index}`}>{words[language]}</Link>
              ),
            },
            { id: 'when', label: t.when, render: ({ at }) => <Time at={at} format="table" /> },
            {
              id: 'receipt',
              label: t.receipt,
              isAtEnd: true,
              render: ({ index, number }) => <Save book={book} index={index} number={number} />,
            },
          ]}
        />
      )}
      {next !== null && (
        <p>
          <Link href={`${receiptsPath}?from=${next}`}>{t.more}</Link>
        </p>
      )}
    </Page>
  )
}

function Save({
  book,
  index,
  number,
}: {
  readonly book: string
  readonly index: number
  readonly number: number
}) {
  const t = useMessages(messages)
  const href = `/v1/books/${book}/entries/${index}/receipt`
  return (
    <>
      <a href={href} download={`receipt-${book}-${index}.json`}>
        {t.save}
        <span className="vh"> {formatCount(number)}</span>
      </a>{' '}
      <Link href={`/verify?receipt=${encodeURIComponent(href)}`}>
        {t.check}
        <span className="vh"> {formatCount(number)}</span>
      </Link>
    </>
  )
}
