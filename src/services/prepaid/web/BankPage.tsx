/** The bank's page: what it booked last, what it is told to pay, what it stated. It has no acts: the bank is simulated. */
import type { ReactNode } from 'react'
import { formatCount } from '#web/kit/format.ts'
import { Money } from '#web/kit/Figure.tsx'
import { catalogue } from '#web/kit/language.ts'
import { Link } from '#web/kit/Link.tsx'
import { Note } from '#web/kit/Note.tsx'
import { useMessages } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { Head } from '#web/kit/Section.tsx'
import { State } from '#web/kit/State.tsx'
import { type Column, Table } from '#web/kit/Table.tsx'
import { Day, Time } from '#web/kit/Time.tsx'
import type { BankView } from './bank-views.ts'

const messages = catalogue(
  {
    title: 'The deposit account at the bank',
    simulated: 'Simulated.',
    note: 'This bank is invented: no money moves. It stands behind the port that a real one will take, and may be late, send a line twice, or book another amount.',
    entries: 'Booked last',
    entry: 'Entry',
    bankEntry: 'Bank’s entry',
    kind: 'Kind',
    'kind-credit': 'Money in',
    'kind-debit': 'Payout',
    'kind-return': 'Came back',
    'kind-correction': 'Correction',
    amount: 'Amount',
    valueDay: 'Value day',
    state: 'In the book',
    'state-matched': 'Matched',
    'state-suspended': 'Waits for a notary',
    'state-proposed': 'Waits for a second notary',
    'state-returned': 'To be sent back',
    'state-differed': 'Not as told',
    'state-corrected': 'Put right',
    noEntries: 'Nothing was booked yet. The first payment of a consumer stands here.',
    ordered: 'Told to pay, not booked yet',
    payout: 'Payout',
    'for-settlement': 'To a shop',
    'for-refund': 'Refund',
    'for-suspense': 'Back to the payer',
    since: 'Ordered',
    noOrdered: 'Everything that was ordered is booked.',
    statements: 'Closing balances',
    day: 'Day',
    closing: 'Bank',
    book: 'Deposit ledger',
    agrees: 'Agrees',
    differs: 'Differs',
    noStatements: 'No closing balance was stated yet; one is at the end of every day.',
  },
  {
    title: '银行提存专户',
    simulated: '模拟。',
    note: '该银行为虚构，没有真实资金往来。它接在真实银行将接入的端口上，可能迟到、重复或金额不符。',
    entries: '最近记账',
    entry: '条目',
    bankEntry: '银行记录',
    kind: '类型',
    'kind-credit': '收款',
    'kind-debit': '付款',
    'kind-return': '退回',
    'kind-correction': '更正',
    amount: '金额',
    valueDay: '起息日',
    state: '账簿状态',
    'state-matched': '已匹配',
    'state-suspended': '待公证员处理',
    'state-proposed': '待第二名公证员',
    'state-returned': '将退回',
    'state-differed': '与指令不符',
    'state-corrected': '已更正',
    noEntries: '尚无记账。消费者的第一笔付款会列在此处。',
    ordered: '已下指令、尚未记账',
    payout: '付款指令',
    'for-settlement': '付给商户',
    'for-refund': '退款',
    'for-suspense': '退回付款人',
    since: '下达时间',
    noOrdered: '所有指令均已记账。',
    statements: '日终余额',
    day: '日期',
    closing: '银行',
    book: '提存账',
    agrees: '一致',
    differs: '不一致',
    noStatements: '尚未报告余额；每日终了报告一次。',
  },
)

export function BankPage({ book, entries, ordered, statements }: BankView) {
  const t = useMessages(messages)
  return (
    <Page title={t.title} place="bank" layout="work">
      <Head title={t.title}>
        <Note kind="wait" lead={t.simulated}>
          {t.note}
        </Note>
      </Head>
      <Part id="statements" title={t.statements}>
        <Statements book={book} statements={statements} />
      </Part>
      <Part id="ordered" title={t.ordered}>
        <Ordered book={book} ordered={ordered} />
      </Part>
      <Part id="booked" title={t.entries}>
        <Entries book={book} entries={entries} />
      </Part>
    </Page>
  )
}

type PartProps = { readonly id: string; readonly title: string; readonly children: ReactNode }

function Part({ id, title, children }: PartProps) {
  return (
    <section className="plainsec" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  )
}

/** Every row has one, with the amount before it. */
function entryColumn<Row extends { readonly entry: number }>(
  label: string,
  book: string,
): Column<Row> {
  return {
    id: 'entry',
    label,
    isNumeric: true,
    render: ({ entry }) => <Link href={`/log/${book}/${entry}`}>{formatCount(entry)}</Link>,
  }
}

const KINDS = ['credit', 'debit', 'return', 'correction'] as const
const FOR = ['settlement', 'refund', 'suspense'] as const

type EntriesProps = Pick<BankView, 'book' | 'entries'>

function Entries({ book, entries }: EntriesProps) {
  const t = useMessages(messages)
  type Row = BankView['entries'][number]
  const columns: readonly Column<Row>[] = [
    {
      id: 'id',
      label: t.bankEntry,
      isHeading: true,
      render: ({ bankEntry }) => <code>{bankEntry}</code>,
    },
    {
      id: 'kind',
      label: t.kind,
      render: ({ bankKind }) => t[`kind-${KINDS.find((kind) => kind === bankKind) ?? 'credit'}`],
    },
    {
      id: 'day',
      label: t.valueDay,
      render: ({ valueDay }) => <Day day={valueDay} format="table" />,
    },
    {
      id: 'amount',
      label: t.amount,
      isNumeric: true,
      render: ({ amountMinor }) => <Money amountMinor={amountMinor} />,
    },
    {
      id: 'state',
      label: t.state,
      render: ({ state }) => (
        <State state={state === 'differed' ? 'broken' : isOpen(state) ? 'open' : 'closed'}>
          {t[`state-${state}`]}
        </State>
      ),
    },
    entryColumn(t.entry, book),
  ]
  return (
    <Table
      caption={t.entries}
      columns={columns}
      rows={entries}
      rowKey={({ bankEntry }) => bankEntry}
      empty={t.noEntries}
    />
  )
}

const isOpen = (state: BankView['entries'][number]['state']): boolean =>
  state === 'suspended' || state === 'proposed'

function Ordered({ book, ordered }: Pick<BankView, 'book' | 'ordered'>) {
  const t = useMessages(messages)
  type Row = BankView['ordered'][number]
  const columns: readonly Column<Row>[] = [
    {
      id: 'payout',
      label: t.payout,
      isHeading: true,
      render: ({ payout }) => <code>{payout}</code>,
    },
    {
      id: 'for',
      label: t.kind,
      render: ({ kind }) => t[`for-${FOR.find((one) => one === kind) ?? 'suspense'}`],
    },
    {
      id: 'since',
      label: t.since,
      render: ({ orderedAt }) => <Time at={orderedAt} format="table" />,
    },
    {
      id: 'amount',
      label: t.amount,
      isNumeric: true,
      render: ({ amountMinor }) => <Money amountMinor={amountMinor} />,
    },
    entryColumn(t.entry, book),
  ]
  return (
    <Table
      caption={t.ordered}
      columns={columns}
      rows={ordered}
      rowKey={({ payout }) => payout}
      empty={t.noOrdered}
    />
  )
}

function Statements({ book, statements }: Pick<BankView, 'book' | 'statements'>) {
  const t = useMessages(messages)
  type Row = BankView['statements'][number]
  const columns: readonly Column<Row>[] = [
    {
      id: 'day',
      label: t.day,
      isHeading: true,
      render: ({ day }) => <Day day={day} format="table" />,
    },
    {
      id: 'closing',
      label: t.closing,
      isNumeric: true,
      render: ({ closingMinor }) => <Money amountMinor={closingMinor} />,
    },
    {
      id: 'book',
      label: t.book,
      isNumeric: true,
      render: ({ bookMinor }) => <Money amountMinor={bookMinor} />,
    },
    {
      id: 'state',
      label: t.state,
      render: ({ closingMinor, bookMinor }) =>
        closingMinor === bookMinor ? (
          <State state="closed">{t.agrees}</State>
        ) : (
          <State state="broken">{t.differs}</State>
        ),
    },
    entryColumn(t.entry, book),
  ]
  return (
    <Table
      caption={t.statements}
      columns={columns}
      rows={statements}
      rowKey={({ day }) => day}
      empty={t.noStatements}
    />
  )
}
